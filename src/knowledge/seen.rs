//! Which scenes somebody has finished. A set, not a number: scenes may be skipped.

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use crate::sabotage::{Leak, leaks};
use crate::story::{Position, SceneId, Story, WorkId};

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

    /// What positions name, the union of them: `all`, `none`, a work (the whole of it), a scene (up to and with it, in its
    /// work), `=scene` (it alone), separated by commas. A scene may have its work before it, as in `work/scene`; without, it
    /// is one of the work that is looked at. In all of a universe it needs its work: whether others have the id, too, is for
    /// nobody to know. Where one word names both a scene and a work, the scene is meant. Linear in the story and the words.
    ///
    /// # Errors
    /// The words that name nothing.
    pub fn at(story: &Story, work: Option<WorkId>, positions: &str) -> Result<Self, Vec<String>> {
        let mut scenes: FxHashMap<(WorkId, &str), SceneId> = FxHashMap::default();
        let mut bare: FxHashMap<&str, SceneId> = FxHashMap::default();
        for scene in story.scenes() {
            let (home, id) = (story.scene(scene).work, story.scene(scene).id.as_str());
            scenes.insert((home, id), scene);
            if work == Some(home) || story.universe().is_none() {
                bare.insert(id, scene);
            }
        }
        let named = |word: &str| match word.split_once('/') {
            Some((work, id)) => scenes.get(&(story.work_named(work)?, id)).copied(),
            None => bare.get(word).copied(),
        };
        let is_universe = work.is_none() && story.universe().is_some();
        let mut seen = Self::none();
        // Of each work, how many of all scenes have begun where the furthest position ends.
        let mut until = vec![0; story.works().len()];
        let mut unknown = Vec::new();
        for word in positions.split(',').map(str::trim) {
            if word == "all" {
                until.fill(story.scenes().len());
            } else if let Some(work) = story.work_named(word).filter(|_| is_universe || named(word).is_none()) {
                until[work.index()] = story.scenes().len();
            } else if let Some(last) = named(word) {
                let until = &mut until[story.scene(last).work.index()];
                *until = (*until).max(last.index() + 1);
            } else if let Some(scene) = word.strip_prefix('=').and_then(named) {
                seen.add(scene);
                if leaks(Leak::TakesASetForANumber) {
                    story.scenes().take_while(|&before| before < scene).for_each(|before| seen.add(before));
                }
            } else if word != "none" {
                unknown.push(word.to_owned());
            }
        }
        let before = |scene: &SceneId| scene.index() < until[story.scene(*scene).work.index()];
        story.scenes().filter(before).for_each(|scene| seen.add(scene));
        if unknown.is_empty() { Ok(seen) } else { Err(unknown) }
    }

    /// What positions name, the union of them. Linear in the story.
    #[must_use]
    pub fn of(story: &Story, positions: &[Position]) -> Self {
        let mut seen = Self::none();
        for position in positions {
            let last = match *position {
                Position::All => {
                    story.scenes().for_each(|scene| seen.add(scene));
                    continue;
                }
                Position::None => continue,
                Position::Only(scene) => {
                    seen.add(scene);
                    continue;
                }
                Position::Work(work) => story.scenes_of(work).last(),
                Position::UpTo(scene) => Some(scene),
            };
            if let Some(last) = last {
                let work = story.scenes_of(story.scene(last).work);
                work.take_while(|&scene| scene <= last).for_each(|scene| seen.add(scene));
            }
        }
        seen
    }

    /// Adds a scene.
    pub fn add(&mut self, scene: SceneId) {
        self.scenes.grow_and_insert(scene.index());
    }

    /// Whether nothing has been seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scenes.is_clear()
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
