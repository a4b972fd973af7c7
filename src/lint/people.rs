//! Who is where in the flesh, with everything known: cast, place and layer of each scene after all its patches.

use super::Checked;
use crate::story::{CharacterId, FactId, LayerId, PlaceId, SceneId};
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
        let (mut cast, mut place) = (&checked.story.scene(scene).cast, checked.story.scene(scene).place);
        for patch in checked.story.scene(scene).hindsight.iter().filter(|patch| comes_to_hold(checked, &patch.once)) {
            cast = patch.cast.as_ref().unwrap_or(cast);
            place = patch.place.or(place);
        }
        let layer = layer(checked, scene);
        let in_the_flesh = cast.iter().filter(|cast| cast.role.is_none());
        present.extend(in_the_flesh.map(|cast| Presence { who: cast.who, scene, event, place, layer }));
    }
    present
}

/// The layer that a scene is on in the end.
pub(super) fn layer(checked: &Checked, scene: SceneId) -> Option<LayerId> {
    let scene = checked.story.scene(scene);
    let patches = scene.hindsight.iter().filter(|patch| comes_to_hold(checked, &patch.once));
    patches.fold(scene.layer, |layer, patch| patch.layer.or(layer))
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

fn comes_to_hold(checked: &Checked, once: &[FactId]) -> bool {
    once.iter().all(|&fact| checked.story.revealed_by(fact).next().is_some())
}
