//! When somebody meets whom and what who watches a story from its first scene to its last.

use crate::source::Location;
use crate::story::{Cast, CharacterId, FactId, GraphNode, LayerId, PlaceId, SceneId, Story, StrandId, Tie};

/// With which scene each fact is first revealed and hinted at, and each thing first met.
#[derive(Debug)]
pub(super) struct Telling {
    revealed: Vec<Option<Tied>>,
    hinted: Vec<Option<Tied>>,
    characters: Vec<Option<SceneId>>,
    places: Vec<Option<SceneId>>,
    layers: Vec<Option<SceneId>>,
    strands: Vec<Option<SceneId>>,
}

/// A scene that hints at a fact or reveals it, and where it says so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tied {
    pub(super) scene: SceneId,
    pub(super) written: Location,
}

impl Telling {
    /// Linear in what scenes say.
    pub(super) fn of(story: &Story) -> Self {
        let mut telling = Self {
            revealed: vec![None; story.facts().len()],
            hinted: vec![None; story.facts().len()],
            characters: vec![None; story.characters().len()],
            places: vec![None; story.places().len()],
            layers: vec![None; story.layers().len()],
            strands: vec![None; story.strands().len()],
        };
        for scene in story.scenes() {
            for (tied, node) in story.ties(scene) {
                let first = match (tied.tie, node) {
                    (Tie::Reveals, GraphNode::Fact(fact)) => &mut telling.revealed[fact.index()],
                    (Tie::Hints, GraphNode::Fact(fact)) => &mut telling.hinted[fact.index()],
                    _ => continue,
                };
                first.get_or_insert(Tied { scene, written: tied.written });
            }
        }
        // When these are known nobody can tell before something else is mended.
        for &fact in &story.loose_ends().unsure {
            telling.revealed[fact.index()] = None;
        }
        for id in story.scenes() {
            let scene = story.scene(id);
            telling.meet(id, &scene.cast, scene.place, scene.layer);
            telling.meet_strand(story, id, scene.strand.unwrap_or(story.main_of(scene.work)));
            for patch in &scene.hindsight {
                if let Some(known) = telling.known_with(&patch.once) {
                    telling.meet(id.max(known), patch.cast.as_deref().unwrap_or_default(), patch.place, patch.layer);
                    if let Some(strand) = patch.strand {
                        telling.meet_strand(story, id.max(known), strand);
                    }
                }
            }
        }
        telling
    }

    fn meet(&mut self, scene: SceneId, cast: &[Cast], place: Option<PlaceId>, layer: Option<LayerId>) {
        let met = |first: &mut Option<SceneId>| *first = Some(first.map_or(scene, |first| first.min(scene)));
        for cast in cast {
            met(&mut self.characters[cast.who.index()]);
        }
        if let Some(place) = place {
            met(&mut self.places[place.index()]);
        }
        if let Some(layer) = layer {
            met(&mut self.layers[layer.index()]);
        }
    }

    /// Notes that a scene is on a strand, as soon as that exists.
    fn meet_strand(&mut self, story: &Story, scene: SceneId, strand: StrandId) {
        let once = &story.strand(strand).once;
        if once.is_empty() || self.known_with(once).is_some() {
            let from = self.known_with(once).map_or(scene, |known| known.max(scene));
            let first = &mut self.strands[strand.index()];
            *first = Some(first.map_or(from, |first| first.min(from)));
        }
    }

    /// The first scene that reveals a fact. None where none does, or where that is not sure.
    pub(super) fn revealed(&self, fact: FactId) -> Option<Tied> {
        self.revealed[fact.index()]
    }

    /// The first scene that hints at a fact.
    pub(super) fn hinted(&self, fact: FactId) -> Option<Tied> {
        self.hinted[fact.index()]
    }

    /// The scene with which the last of some facts is known. None where one never is, or where there are none.
    pub(super) fn known_with(&self, once: &[FactId]) -> Option<SceneId> {
        let known: Option<Vec<SceneId>> = once.iter().map(|&fact| self.revealed(fact).map(|tied| tied.scene)).collect();
        known?.into_iter().max()
    }

    /// Whether all of some facts are known once a scene is seen.
    pub(super) fn is_known(&self, once: &[FactId], scene: SceneId) -> bool {
        once.iter().all(|&fact| self.revealed(fact).is_some_and(|tied| tied.scene <= scene))
    }

    /// With which scene a character is met.
    pub(super) fn character(&self, character: CharacterId) -> Option<SceneId> {
        self.characters[character.index()]
    }

    /// With which scene a place is met.
    pub(super) fn place(&self, place: PlaceId) -> Option<SceneId> {
        self.places[place.index()]
    }

    /// With which scene the name of a strand may show.
    pub(super) fn strand(&self, strand: StrandId) -> Option<SceneId> {
        self.strands[strand.index()]
    }

    /// With which scene a layer is met.
    pub(super) fn layer(&self, layer: LayerId) -> Option<SceneId> {
        self.layers[layer.index()]
    }
}
