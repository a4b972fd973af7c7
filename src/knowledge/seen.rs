//! Which scenes somebody has finished. A set, not a number: scenes may be skipped.

use fixedbitset::FixedBitSet;

use crate::story::{SceneId, Story};

/// The scenes of a story that somebody has finished.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    scenes: FixedBitSet,
}

impl Seen {
    /// Nothing.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Every scene of a story.
    #[must_use]
    pub fn all(story: &Story) -> Self {
        story.scenes().collect()
    }

    /// Whether a scene has been seen.
    #[must_use]
    pub fn contains(&self, scene: SceneId) -> bool {
        self.scenes.contains(scene.index())
    }
}

impl FromIterator<SceneId> for Seen {
    fn from_iter<I: IntoIterator<Item = SceneId>>(scenes: I) -> Self {
        Self { scenes: scenes.into_iter().map(SceneId::index).collect() }
    }
}
