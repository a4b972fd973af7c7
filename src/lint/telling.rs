//! When somebody meets whom and what who watches a work from its first scene to its last.
//!
//! Works of a universe can be skipped. So what is known by some scene is what its own work has told by then, and no more:
//! what another work tells may be news to whoever sees the scene, and may as well be known.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::Location;
use crate::story::{
    Cast, CharacterId, FactId, GraphNode, LayerId, Party, PlaceId, SceneId, Story, StrandId, TheoryId, Tie, WorkId,
};

/// With which scenes each fact is first revealed and hinted at, and each thing first met.
#[derive(Debug)]
pub(super) struct Telling {
    /// The work of each scene.
    works: Vec<WorkId>,
    revealed: Vec<Firsts>,
    hinted: Vec<Firsts>,
    characters: Vec<Moment>,
    places: Vec<Moment>,
    layers: Vec<Moment>,
    strands: Vec<Moment>,
}

/// The first scene of each work that says something, in narrative order.
type Firsts = Vec<Tied>;

/// A scene that hints at a fact or reveals it, and where it says so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tied {
    pub(super) scene: SceneId,
    pub(super) written: Location,
}

/// A way to come to something: what everybody has seen, and knows, who comes to it so.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way {
    /// Of each work that must have been watched, up to where.
    seen: BTreeMap<WorkId, SceneId>,
    /// What must be known besides, each told by several works.
    facts: BTreeSet<FactId>,
}

/// Every way to come to something; none where nobody ever does.
#[derive(Clone, Debug, Default)]
pub(super) struct Moment {
    /// By which works and facts, and up to where in each of those works.
    ways: BTreeMap<(Vec<WorkId>, Vec<FactId>), Vec<SceneId>>,
}

impl Moment {
    /// Adds a way. Of those by the same works and facts one stands for all: as early as any of them.
    pub(super) fn add(&mut self, way: &Way) {
        let key = (way.seen.keys().copied().collect(), way.facts.iter().copied().collect());
        let first = self.ways.entry(key).or_insert_with(|| way.seen.values().copied().collect());
        for (first, &scene) in first.iter_mut().zip(way.seen.values()) {
            *first = (*first).min(scene);
        }
    }

    /// Every way.
    pub(super) fn ways(&self) -> impl Iterator<Item = Way> {
        self.ways.iter().map(|((works, facts), scenes)| Way {
            seen: works.iter().copied().zip(scenes.iter().copied()).collect(),
            facts: facts.iter().copied().collect(),
        })
    }

    /// The first scene by which it may have come.
    pub(super) fn first(&self) -> Option<SceneId> {
        self.ways.values().filter_map(|scenes| scenes.iter().max()).min().copied()
    }
}

impl Telling {
    /// O(n log n) in what scenes say.
    pub(super) fn of(story: &Story) -> Self {
        let mut telling = Self {
            works: story.scenes().map(|scene| story.scene(scene).work).collect(),
            revealed: vec![Firsts::new(); story.facts().len()],
            hinted: vec![Firsts::new(); story.facts().len()],
            characters: vec![Moment::default(); story.characters().len()],
            places: vec![Moment::default(); story.places().len()],
            layers: vec![Moment::default(); story.layers().len()],
            strands: vec![Moment::default(); story.strands().len()],
        };
        for scene in story.scenes() {
            for (tied, node) in story.ties(scene) {
                let firsts = match (tied.tie, node) {
                    (Tie::Reveals, GraphNode::Fact(fact)) => &mut telling.revealed[fact.index()],
                    (Tie::Hints, GraphNode::Fact(fact)) => &mut telling.hinted[fact.index()],
                    _ => continue,
                };
                // Works are told one after the other.
                let work = telling.works[scene.index()];
                if firsts.last().is_none_or(|last| telling.works[last.scene.index()] != work) {
                    firsts.push(Tied { scene, written: tied.written });
                }
            }
        }
        // When these are known nobody can tell before something else is mended.
        for &fact in &story.loose_ends().unsure {
            telling.revealed[fact.index()].clear();
        }
        for id in story.scenes() {
            let scene = story.scene(id);
            let way = telling.way(id);
            telling.meet(&way, &scene.cast, scene.place, scene.layer);
            telling.meet_strand(story, &way, scene.strand.unwrap_or(story.main_of(scene.work)));
            for patch in &scene.hindsight {
                if let Some(way) = telling.once(&way, &patch.once) {
                    telling.meet(&way, patch.cast.as_deref().unwrap_or_default(), patch.place, patch.layer);
                    if let Some(strand) = patch.strand {
                        telling.meet_strand(story, &way, strand);
                    }
                }
            }
        }
        telling
    }

    fn meet(&mut self, way: &Way, cast: &[Cast], place: Option<PlaceId>, layer: Option<LayerId>) {
        for cast in cast {
            self.characters[cast.who.index()].add(way);
        }
        if let Some(place) = place {
            self.places[place.index()].add(way);
        }
        if let Some(layer) = layer {
            self.layers[layer.index()].add(way);
        }
    }

    /// Notes that a scene is on a strand, as soon as that exists.
    fn meet_strand(&mut self, story: &Story, way: &Way, strand: StrandId) {
        if let Some(way) = self.once(way, &story.strand(strand).once) {
            self.strands[strand.index()].add(&way);
        }
    }

    /// The way to a scene: its work up to it.
    pub(super) fn way(&self, scene: SceneId) -> Way {
        Way { seen: BTreeMap::from([(self.works[scene.index()], scene)]), facts: BTreeSet::new() }
    }

    /// A way on which some facts come to be known, too. None where one never does.
    pub(super) fn once(&self, way: &Way, facts: &[FactId]) -> Option<Way> {
        let mut way = way.clone();
        for &fact in facts {
            match self.revealed[fact.index()][..] {
                [] => return None,
                [only] => self.goes_through(&mut way, only.scene),
                _ => drop(way.facts.insert(fact)),
            }
        }
        Some(way)
    }

    /// How a theory comes to be on offer: what it waits for and turns is known, and the scenes that it names are seen.
    /// None where it never is.
    pub(super) fn theory(&self, story: &Story, id: TheoryId) -> Option<Way> {
        let theory = story.theory(id);
        let turned: Vec<FactId> = theory.facts.iter().map(|&(fact, _)| fact).collect();
        let mut way = self.once(&self.once(&Way::default(), &theory.once)?, &turned)?;
        let mut parties: Vec<Party> = theory.scenes.iter().map(|&(scene, _)| Party::Scene(scene)).collect();
        parties.extend(theory.sets_aside.iter().map(|&scene| Party::Scene(scene)));
        for claim in story.claims_of_theory(id).map(|claim| story.claim(claim)) {
            way = self.once(&way, &claim.once)?;
            parties.extend([Some(claim.subject), claim.target()].into_iter().flatten());
        }
        for party in parties {
            match party {
                Party::Scene(scene) => self.goes_through(&mut way, scene),
                Party::Fact(fact) => way = self.once(&way, &[fact])?,
                Party::Strand(_) => {}
            }
        }
        Some(way)
    }

    fn goes_through(&self, way: &mut Way, scene: SceneId) {
        let up_to = way.seen.entry(self.works[scene.index()]).or_insert(scene);
        *up_to = (*up_to).max(scene);
    }

    /// Whether whoever has come that way knows all of some facts, whatever else was skipped.
    pub(super) fn knows(&self, way: &Way, facts: &[FactId]) -> bool {
        let has_seen = |scene: SceneId| way.seen.get(&self.works[scene.index()]).is_some_and(|&up_to| scene <= up_to);
        let told = |fact: FactId| self.revealed[fact.index()].iter().any(|tied| has_seen(tied.scene));
        facts.iter().all(|fact| way.facts.contains(fact) || told(*fact))
    }

    /// The first scene of all that reveals a fact. None where none does, or where that is not sure.
    pub(super) fn revealed(&self, fact: FactId) -> Option<Tied> {
        self.revealed[fact.index()].first().copied()
    }

    /// The first scene that reveals a fact in the work of some scene.
    pub(super) fn revealed_beside(&self, fact: FactId, scene: SceneId) -> Option<Tied> {
        let work = self.works[scene.index()];
        self.revealed[fact.index()].iter().find(|tied| self.works[tied.scene.index()] == work).copied()
    }

    /// The first scene of each work that reveals a fact.
    pub(super) fn reveals(&self, fact: FactId) -> &[Tied] {
        &self.revealed[fact.index()]
    }

    /// The first scene of each work that hints at a fact.
    pub(super) fn hints(&self, fact: FactId) -> &[Tied] {
        &self.hinted[fact.index()]
    }

    /// The scene with which the last of some facts is known to whoever skips no work. None where one never is, or where
    /// there are none.
    pub(super) fn known_with(&self, once: &[FactId]) -> Option<SceneId> {
        let known: Option<Vec<SceneId>> = once.iter().map(|&fact| self.revealed(fact).map(|tied| tied.scene)).collect();
        known?.into_iter().max()
    }

    /// Whether all of some facts are known once a scene is seen, to whoever skips no work.
    pub(super) fn is_told(&self, once: &[FactId], scene: SceneId) -> bool {
        once.iter().all(|&fact| self.revealed(fact).is_some_and(|tied| tied.scene <= scene))
    }

    /// How a character is met.
    pub(super) fn character(&self, character: CharacterId) -> &Moment {
        &self.characters[character.index()]
    }

    /// How a place is met.
    pub(super) fn place(&self, place: PlaceId) -> &Moment {
        &self.places[place.index()]
    }

    /// How the name of a strand comes to show.
    pub(super) fn strand(&self, strand: StrandId) -> &Moment {
        &self.strands[strand.index()]
    }

    /// How a layer is met.
    pub(super) fn layer(&self, layer: LayerId) -> &Moment {
        &self.layers[layer.index()]
    }
}
