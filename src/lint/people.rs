//! Who is where in the flesh, with everything known: cast, place and layer of each scene after all its patches.

use super::Checked;
use crate::story::{Cast, CharacterId, FactId, LayerId, PlaceId, SceneId, Story};
use crate::time::{Node, Point};

/// Somebody in a scene, in the flesh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Presence {
    pub(super) who: CharacterId,
    pub(super) scene: SceneId,
    /// The place of the scene's event in the listing.
    pub(super) event: u32,
    pub(super) place: Option<PlaceId>,
    /// Layers are worlds of their own: what stands on two of them is not compared.
    pub(super) layer: Option<LayerId>,
}

/// Everybody in every scene that shows an event, scene by scene. Linear.
pub(super) fn present(checked: &Checked) -> Vec<Presence> {
    let mut present = Vec::new();
    for scene in checked.story.scenes() {
        let Some(event) = event(checked, scene) else { continue };
        let InTheEnd { cast, place, layer } = in_the_end(checked.story, scene);
        let in_the_flesh = cast.iter().filter(|cast| cast.role.is_none());
        present.extend(in_the_flesh.map(|cast| Presence { who: cast.who, scene, event, place, layer }));
    }
    present
}

/// Who is in a scene, where it is and in which world, with all that is ever revealed known.
pub(super) struct InTheEnd<'a> {
    pub(super) cast: &'a [Cast],
    pub(super) place: Option<PlaceId>,
    pub(super) layer: Option<LayerId>,
}

/// A scene after all its patches that come to hold.
pub(super) fn in_the_end(story: &Story, scene: SceneId) -> InTheEnd<'_> {
    let scene = story.scene(scene);
    let is_known = |&fact: &FactId| story.revealed_by(fact).next().is_some();
    let known = scene.hindsight.iter().filter(|patch| patch.once.iter().all(is_known));
    let first = InTheEnd { cast: &scene.cast, place: scene.place, layer: scene.layer };
    known.fold(first, |known, patch| InTheEnd {
        cast: patch.cast.as_deref().unwrap_or(known.cast),
        place: patch.place.or(known.place),
        layer: patch.layer.or(known.layer),
    })
}

/// Where the event of a scene stands in the listing. None where it is timeless.
pub(super) fn event(checked: &Checked, scene: SceneId) -> Option<u32> {
    checked.chronology().places[scene.index()].event
}

/// When a scene begins.
pub(super) fn start(scene: SceneId) -> Point {
    Point::Start(Node::Scene(scene.index() as u32)) // all scenes are in the projection
}

/// When a scene ends.
pub(super) fn end(scene: SceneId) -> Point {
    Point::End(Node::Scene(scene.index() as u32))
}
