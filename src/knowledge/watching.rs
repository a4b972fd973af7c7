//! Watching a story from the start: the cut grows by a scene at a time, and each scene brings its news.

use super::Cut;
use crate::story::{FactId, SceneId};
use crate::time::Telling;

/// Somebody watching what a cut holds, from its first scene on.
#[derive(Clone)]
pub struct Watching<'s> {
    cut: Cut<'s>,
    ahead: Vec<SceneId>,
}

/// What the scene just seen changed about what is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct News {
    /// What it reveals that was not in the cut before: its place among what the scene reveals.
    pub learnt: Vec<Learnt>,
    /// Earlier scenes that hindsight now says something about, by their places in narrative order.
    pub look_back_at: Vec<u32>,
    /// Whether the order of events can be any other than before, with the new scene at the end.
    pub may_reorder: bool,
    /// The facts that it makes known, sorted.
    pub(super) known: Vec<FactId>,
}

/// One thing that a scene teaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Learnt {
    /// Its place among what the scene reveals.
    pub at: u32,
    /// Whether something else was believed until now.
    pub overturns: bool,
}

impl<'s> Watching<'s> {
    pub(super) fn new(whole: &Cut<'s>) -> Self {
        let mut ahead = whole.scenes.clone();
        ahead.reverse();
        let mut cut = Cut::nothing(whole.story, whole.scope.work);
        cut.chosen = whole.chosen;
        Self { cut, ahead }
    }

    /// What is known by now.
    #[must_use]
    pub fn cut(&self) -> &Cut<'s> {
        &self.cut
    }

    /// Watches the next scene. None where nothing is left to watch. The cost is that of what the scene
    /// says and of the hindsight that it brings; the cut is not made anew.
    pub fn watch_next(&mut self) -> Option<News> {
        let scene = self.ahead.pop()?;
        let story = self.cut.story;
        let mut before: Vec<(FactId, bool, bool)> = (story.hints(scene).chain(story.reveals(scene)))
            .map(|fact| (fact, self.cut.holds_fact(fact), self.cut.believes(fact)))
            .collect();
        before.sort_unstable();
        let theory = self.cut.scope.theory;
        let mut known = self.cut.see(scene);
        known.sort_unstable();
        let rank = self.cut.scenes.len() as u32 - 1;
        let revealed: Vec<FactId> = self.cut.scene(rank).reveals().map(|shown| shown.fact).collect();
        let learnt = (0..).zip(&revealed).filter_map(|(at, fact)| {
            let was = before.binary_search_by_key(fact, |(fact, ..)| *fact).ok()?;
            let (_, held, believed) = before[was];
            let overturns = believed && self.cut.knows(*fact);
            (!held || overturns).then_some(Learnt { at, overturns })
        });
        Some(News {
            learnt: learnt.collect(),
            look_back_at: self.looked_back_at(&known),
            may_reorder: self.cut.scope.theory != theory
                || known.iter().any(|&fact| story.fact(fact).moves_time)
                || self.says_something_of_time(scene),
            known,
        })
    }

    /// Whether a scene can do more to the order of events than to come last, next on the main strand. Where it
    /// cannot, nothing told before moves. It may be answered yes too often: that costs time, and shows nothing.
    fn says_something_of_time(&self, scene: SceneId) -> bool {
        let story = self.cut.story;
        let mut patches = story.scene(scene).hindsight.iter();
        let main_id = story.main_of(story.scene(scene).work);
        let main = story.strand(main_id);
        // A theory is on offer once every scene that it names is seen, so of those to come it can only move a strand.
        let mut theory = self.cut.scope.theory.into_iter().flat_map(|theory| &story.theory(theory).strands);
        theory.any(|it| it.strand == main_id)
            || story.claims_about(scene).any(|claim| self.cut.is_in_force(claim))
            || story.scene(scene).strand.is_some()
            || patches.any(|patch| patch.strand.is_some() || patch.timeless.is_some())
            || main.claims
            || main.told == Telling::Backwards
    }

    /// The scenes seen before this one that have a patch which the facts just known put in force.
    fn looked_back_at(&self, known: &[FactId]) -> Vec<u32> {
        let newly = |scene: SceneId| {
            let mut patches = self.cut.story.scene(scene).hindsight.iter();
            patches.any(|patch| {
                patch.once.iter().any(|fact| known.binary_search(fact).is_ok()) && self.cut.patch_holds(patch)
            })
        };
        let waiting = known.iter().flat_map(|&fact| &self.cut.story.fact(fact).looks_back_at);
        let mut ranks: Vec<u32> = waiting
            .filter(|&&scene| newly(scene))
            .filter_map(|scene| self.cut.scenes.binary_search(scene).ok())
            .map(|rank| rank as u32)
            .filter(|&rank| rank as usize + 1 < self.cut.scenes.len())
            .collect();
        ranks.sort_unstable();
        ranks.dedup();
        ranks
    }
}
