//! The cut: a story reduced to what has been seen (model.md 3.2).

use std::borrow::Cow;
use std::fmt;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::shown::{Header, ShownFact, ShownScene};
use super::{Seen, Watching};
use crate::sabotage::{Leak, leaks};
use crate::story::{
    Claim, FactId, Party, Projection, SceneId, ScenePatch, Scope, Story, StrandId, Theory, TheoryId, Work, WorkId,
};
use crate::time::{Chronology, Network, Node, Point, Solution, Step, chronology};

/// What somebody knows of a story who has seen these scenes. O(scenes + reveals).
#[must_use]
pub fn cut<'s>(story: &'s Story, seen: &Seen) -> Cut<'s> {
    cut_to(story, seen, None)
}

/// The same of one work alone, as if there were no other. O(its scenes + reveals), beside a bit for each fact.
#[must_use]
pub fn cut_to<'s>(story: &'s Story, seen: &Seen, work: Option<WorkId>) -> Cut<'s> {
    let mut cut = Cut::nothing(story, work);
    let scenes: Vec<SceneId> = work.map_or(story.scenes().collect(), |work| story.scenes_of(work).collect());
    for scene in scenes.into_iter().filter(|&scene| seen.contains(scene)) {
        cut.see(scene);
    }
    if leaks(Leak::KnowsOtherWorks) {
        let elsewhere = story.scenes().filter(|&scene| seen.contains(scene));
        elsewhere.flat_map(|scene| story.reveals(scene)).for_each(|fact| cut.known.insert(fact.index()));
    }
    if leaks(Leak::AppliesTheoriesUnasked) {
        cut.scope.theory = cut.offered().last().copied();
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
    /// What of it is looked at: one work or all, and the theory that is in force.
    pub(super) scope: Scope,
    /// The theory that was chosen. It is in force as soon as it is on offer.
    pub(super) chosen: Option<TheoryId>,
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
    pub(super) fn nothing(story: &'s Story, work: Option<WorkId>) -> Self {
        let scope = Scope { work, theory: None };
        let facts = story.facts().len();
        let (known, hinted) = (FixedBitSet::with_capacity(facts), FixedBitSet::with_capacity(facts));
        Self { story, scope, chosen: None, scenes: Vec::new(), known, hinted }
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
        let learnt = self.story.reveals(scene).filter(|fact| !self.known.put(fact.index())).collect();
        if self.scope.theory.is_none() {
            self.scope.theory = self.chosen.filter(|&theory| self.offers(theory));
        }
        learnt
    }

    /// The id of what is told: of the work, or of the universe.
    #[must_use]
    pub fn id(&self) -> &'s str {
        let universe = || self.story.universe().map(|universe| universe.id.as_str());
        let work = || self.works().next().map(|work| work.id);
        if self.is_universe() { universe() } else { work() }.unwrap_or_default()
    }

    /// The title of what is told: of the work, or of the universe.
    #[must_use]
    pub fn title(&self) -> &'s str {
        let universe = || self.story.universe().map(|universe| universe.title.as_str());
        let work = || self.works().next().map(|work| work.title);
        if self.is_universe() { universe() } else { work() }.unwrap_or_default()
    }

    /// The id of something that a work or the universe declares, as it goes in what is told.
    pub(super) fn id_of(&self, home: Option<WorkId>, id: &'s str) -> Cow<'s, str> {
        match (home, self.scope.work) {
            (Some(home), work) if self.story.universe().is_some() && work != Some(home) => {
                Cow::Owned(self.story.qualified(Some(home), id))
            }
            _ => Cow::Borrowed(id),
        }
    }

    /// Whether it is of a universe as a whole, and not of one work.
    #[must_use]
    pub fn is_universe(&self) -> bool {
        self.scope.work.is_none() && self.story.universe().is_some()
    }

    /// What anybody may know of the works before watching them, in release order.
    pub fn works(&self) -> impl ExactSizeIterator<Item = Header<'s>> {
        self.works_in_scope().map(Header::of)
    }

    /// The works that are looked at.
    pub(super) fn works_in_scope(&self) -> std::slice::Iter<'s, Work> {
        match self.scope.work.filter(|_| !leaks(Leak::NamesOtherWorks)) {
            Some(work) => self.story.works()[work.index()..=work.index()].iter(),
            None => self.story.works().iter(),
        }
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

    /// Whether what is said of the main strand of a work is known.
    pub(super) fn main_strand_exists(&self, work: WorkId) -> bool {
        self.holds(&self.story.strand(self.story.main_of(work)).once) || leaks(Leak::NamesTheMainStrandEarly)
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

    /// For each pair of scenes or told facts, whether the first must begin before the second, as far as is known: see
    /// [`Solution::orders`]. Costs a chronology, beside what is asked.
    ///
    /// # Panics
    /// If a pair names something that is not there.
    #[must_use]
    pub fn orders(&self, pairs: &[(Node, Node)]) -> Vec<Step> {
        Solution::of(&self.projection().network).orders(pairs)
    }

    pub(super) fn projection(&self) -> Projection {
        let knows = |fact| self.knows(fact) || leaks(Leak::LetsTimeKnowEveryFact);
        self.story.network_of(&self.scenes, self.scope, knows)
    }

    /// The same story watched from the start, scene by scene.
    #[must_use]
    pub fn watch(&self) -> Watching<'s> {
        Watching::new(self)
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

    /// Whether the fact is known, and something else was to be believed about it: then it cannot be taken for a belief.
    pub(super) fn overturns(&self, fact: FactId) -> bool {
        self.knows(fact) && self.story.fact(fact).seems.is_some()
    }

    /// Whether a claim of or on a scene holds, and both its ends have been seen.
    pub(super) fn is_in_force(&self, claim: &Claim) -> bool {
        let has = |party| match party {
            Party::Scene(scene) => self.rank(scene).is_some(),
            Party::Fact(fact) => self.knows(fact),
            Party::Strand(strand) => self.holds(&self.story.strand(strand).once),
        };
        let holds = self.holds(&claim.once) && has(claim.subject) && claim.target().is_none_or(has);
        holds && self.story.is_about(claim, self.scope)
    }

    /// The theory that is in force.
    pub(super) fn theory(&self) -> Option<&'s Theory> {
        self.scope.theory.map(|theory| self.story.theory(theory))
    }

    /// Whether a patch of a scene holds: what it waits for is known, and it says something. A strand that does not exist says
    /// nothing.
    pub(super) fn patch_holds(&self, patch: &ScenePatch) -> bool {
        self.holds(&patch.once)
            && (!patch.is_idle_but_for_its_strand() || patch.strand.is_some_and(|strand| self.has_strand(strand)))
    }

    /// Whether a strand exists by now. A main strand does from the first.
    pub(super) fn has_strand(&self, strand: StrandId) -> bool {
        self.story.is_main(strand) || self.holds(&self.story.strand(strand).once)
    }

    /// Whether all of some facts are known.
    pub(super) fn holds(&self, once: &[FactId]) -> bool {
        if leaks(Leak::HoldsWithOneFactOfTwo) && once.iter().any(|&fact| self.knows(fact)) {
            return true;
        }
        once.iter().all(|&fact| self.knows(fact))
    }
}
