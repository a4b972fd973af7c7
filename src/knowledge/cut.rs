//! The cut: a story reduced to what has been seen (model.md 3.2).

use std::fmt;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::shown::{Header, ShownFact, ShownScene};
use super::{Seen, Watching};
use crate::sabotage::{Leak, leaks};
use crate::story::{Claim, FactId, MAIN_STRAND, Party, Projection, SceneId, ScenePatch, Story, StrandId, Text};
use crate::time::{Chronology, Network, Node, Point, chronology};

/// What somebody knows of a story who has seen these scenes. O(scenes + reveals).
#[must_use]
pub fn cut<'s>(story: &'s Story, seen: &Seen) -> Cut<'s> {
    let mut cut = Cut::nothing(story);
    for scene in story.scenes().filter(|&scene| seen.contains(scene)) {
        cut.see(scene);
    }
    if leaks(Leak::CountsTheSceneThatIsPlaying)
        && let Some(next) = story.scenes().find(|scene| cut.scenes.last().is_some_and(|last| scene > last))
    {
        cut.see(next);
    }
    cut
}

/// What somebody knows of a story. Itself a story, told in the same order.
///
/// Scenes go by their place in the cut, facts by the order in which they appear in it: nothing tells how
/// many there are besides. There is no way from here to the whole:
///
/// ```compile_fail
/// fn whole<'s>(cut: &storyline::knowledge::Cut<'s>) -> &'s storyline::story::Story {
///     cut.story // private, and no method hands it out
/// }
/// ```
#[derive(Clone)]
pub struct Cut<'s> {
    pub(super) story: &'s Story,
    /// What was seen, in narrative order.
    pub(super) scenes: Vec<SceneId>,
    known: FixedBitSet,
    hinted: FixedBitSet,
}

/// Says how many scenes were seen, and nothing of what was not.
impl fmt::Debug for Cut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cut").field("scenes", &self.scenes.len()).finish_non_exhaustive()
    }
}

impl<'s> Cut<'s> {
    /// What is known before the first scene: the header.
    pub(super) fn nothing(story: &'s Story) -> Self {
        let facts = story.facts().len();
        let (known, hinted) = (FixedBitSet::with_capacity(facts), FixedBitSet::with_capacity(facts));
        Self { story, scenes: Vec::new(), known, hinted }
    }

    /// Adds the next scene. Returns the facts that it makes known, as written.
    pub(super) fn see(&mut self, scene: SceneId) -> Vec<FactId> {
        self.scenes.push(scene);
        for fact in self.story.hints(scene) {
            self.hinted.insert(fact.index());
            if leaks(Leak::TakesHintsForReveals) {
                self.known.insert(fact.index());
            }
        }
        self.story.reveals(scene).filter(|fact| !self.known.put(fact.index())).collect()
    }

    /// What anybody may know of the works before watching them, in release order.
    pub fn works(&self) -> impl Iterator<Item = Header<'s>> {
        self.story.works().iter().map(Header::of)
    }

    /// The scenes, in narrative order.
    #[must_use]
    pub fn scenes(&self) -> impl DoubleEndedIterator<Item = ShownScene<'_, 's>> + ExactSizeIterator {
        (0..self.scenes.len() as u32).map(|rank| ShownScene { cut: self, rank })
    }

    /// The scene at a place in narrative order, from 0.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn scene(&self, rank: u32) -> ShownScene<'_, 's> {
        assert!((rank as usize) < self.scenes.len(), "the cut has no scene {rank}");
        ShownScene { cut: self, rank }
    }

    /// The facts, known or believed, in the order in which they appear. O(scenes + hints + reveals).
    #[must_use]
    pub fn facts(&self) -> Vec<ShownFact<'_, 's>> {
        let mut met = FixedBitSet::with_capacity(self.known.len());
        let mut facts = Vec::new();
        for scene in self.scenes() {
            let mut here = scene.facts();
            here.retain(|shown| !met.put(shown.fact.index()));
            facts.append(&mut here);
        }
        if leaks(Leak::LosesAFact) && facts.last().is_some_and(|last| !self.story.fact(last.fact).told) {
            facts.pop();
        }
        facts
    }

    /// The name of the main strand, where it has one.
    #[must_use]
    pub fn main_strand_name(&self) -> Option<&'s str> {
        let main = self.story.strand(MAIN_STRAND);
        main.name.as_ref().filter(|_| !self.scenes.is_empty() && self.main_strand_exists()).map(Text::as_str)
    }

    /// Whether what is said of the main strand is known.
    pub(super) fn main_strand_exists(&self) -> bool {
        self.holds(&self.story.strand(MAIN_STRAND).once) || leaks(Leak::NamesTheMainStrandEarly)
    }

    /// What is told, as far as time is concerned. O(scenes + claims).
    #[must_use]
    pub fn network(&self) -> Network {
        self.projection().network
    }

    /// In which order it happened, as far as is known. The facts of an event are places in [`Cut::facts`].
    #[must_use]
    pub fn chronology(&self) -> Chronology {
        let projection = self.projection();
        let mut chronology = chronology(&projection.network);
        if !projection.facts.is_empty() {
            let place: FxHashMap<FactId, u32> = self.facts().iter().map(|shown| shown.fact).zip(0..).collect();
            let place = |told: u32| place[&projection.facts[told as usize]];
            for event in &mut chronology.events {
                event.facts = event.facts.iter().map(|&told| place(told)).collect();
            }
            let cycle = chronology.contradiction.iter_mut().flat_map(|contradiction| &mut contradiction.cycle);
            for point in cycle.flat_map(|step| [&mut step.earlier, &mut step.later]) {
                if let Point::Start(Node::Fact(told)) | Point::End(Node::Fact(told)) = point {
                    *told = place(*told);
                }
            }
        }
        chronology
    }

    pub(super) fn projection(&self) -> Projection {
        self.story.network_of(&self.scenes, |fact| self.knows(fact) || leaks(Leak::LetsTimeKnowEveryFact))
    }

    /// The same story watched from the start, scene by scene.
    #[must_use]
    pub fn watch(&self) -> Watching<'s> {
        Watching::new(self.story, self.scenes.clone())
    }

    /// Whether a scene that was seen reveals the fact.
    pub(super) fn knows(&self, fact: FactId) -> bool {
        self.known.contains(fact.index())
    }

    /// Whether the fact is known or something is believed about it.
    pub(super) fn holds_fact(&self, fact: FactId) -> bool {
        self.knows(fact) || self.believes(fact) || leaks(Leak::ShowsHintsThatSayNothing) && self.hinted[fact.index()]
    }

    /// Whether something is believed about the fact that is not known to be otherwise.
    pub(super) fn believes(&self, fact: FactId) -> bool {
        !self.knows(fact) && self.hinted.contains(fact.index()) && self.story.fact(fact).seems.is_some()
    }

    /// Whether a claim of or on a scene holds, and both its ends have been seen.
    pub(super) fn is_in_force(&self, claim: &Claim) -> bool {
        let has = |party| match party {
            Party::Scene(scene) => self.rank(scene).is_some(),
            Party::Fact(fact) => self.knows(fact),
            Party::Strand(strand) => self.holds(&self.story.strand(strand).once),
        };
        self.holds(&claim.once) && has(claim.subject) && claim.target().is_none_or(has)
    }

    /// Whether a patch of a scene holds: what it waits for is known, and it says something. A strand that does not exist says
    /// nothing.
    pub(super) fn patch_holds(&self, patch: &ScenePatch) -> bool {
        let exists = |strand: StrandId| strand == MAIN_STRAND || self.holds(&self.story.strand(strand).once);
        self.holds(&patch.once) && (!patch.is_idle_but_for_its_strand() || patch.strand.is_some_and(exists))
    }

    /// Whether all of some facts are known.
    pub(super) fn holds(&self, once: &[FactId]) -> bool {
        if leaks(Leak::HoldsWithOneFactOfTwo) && once.iter().any(|&fact| self.knows(fact)) {
            return true;
        }
        once.iter().all(|&fact| self.knows(fact))
    }
}
