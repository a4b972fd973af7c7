//! What of a story is in a cut, beside its scenes, and what is given anew there (model.md 3.2).

use std::ops::Range;

use fixedbitset::FixedBitSet;

use super::Cut;
use crate::calendar::Moment;
use crate::sabotage::{Leak, leaks};
use crate::story::{CharacterId, Claim, ClaimId, Party, Scene, ScenePatch, Statement, StrandId, TheoryId, WorkId};

/// What of a story is in a cut, beside its scenes.
pub(super) struct Kept {
    pub(super) characters: FixedBitSet,
    pub(super) places: FixedBitSet,
    pub(super) sources: FixedBitSet,
    /// The number of each layer, strand and fact by its first appearance, from 1.
    pub(super) layers: Numbers,
    pub(super) strands: Numbers,
    pub(super) facts: Numbers,
    /// The claims of scenes, of facts and of strands, and those from outside.
    pub(super) claims: Vec<ClaimId>,
    pub(super) outside: Vec<ClaimId>,
    pub(super) theories: Vec<TheoryId>,
    /// Whether something is said of story days of each work.
    pub(super) story_days: FixedBitSet,
}

/// Stands for the main strand, which keeps its id.
pub(super) const MAIN_NUMBER: u32 = u32::MAX;

/// Numbers by first appearance, from 1. 0 is not in the cut.
pub(super) struct Numbers {
    pub(super) of: Vec<u32>,
    next: u32,
}

impl Numbers {
    fn new(count: usize) -> Self {
        Self { of: vec![0; count], next: 1 }
    }

    fn meet(&mut self, at: usize) {
        if self.of[at] == 0 {
            self.of[at] = self.next;
            self.next += 1;
        }
    }

    /// Numbers what is met by its place among all, where that leak is put in.
    fn count_all(&mut self, leak: Leak) {
        let met = self.of.iter_mut().zip(1..).filter(|(number, _)| **number > 0 && **number < u32::MAX);
        met.filter(|_| leaks(leak)).for_each(|(number, place)| *number = place);
    }

    /// What of a stretch of the file's order is in the cut: its place and its number.
    pub(super) fn met(&self, places: Range<u32>) -> impl Iterator<Item = (u32, u32)> {
        places.map(|at| (at, self.of[at as usize])).filter(|&(_, number)| number > 0)
    }
}

impl Kept {
    pub(super) fn of(cut: &Cut) -> Self {
        let story = cut.story;
        let mut kept = Self {
            characters: FixedBitSet::with_capacity(story.characters().len()),
            places: FixedBitSet::with_capacity(story.places().len()),
            sources: FixedBitSet::with_capacity(story.sources().len()),
            layers: Numbers::new(story.layers().len()),
            strands: Numbers::new(story.strands().len()),
            facts: Numbers::new(story.facts().len()),
            claims: Vec::new(),
            outside: Vec::new(),
            theories: Vec::new(),
            story_days: FixedBitSet::with_capacity(story.works().len()),
        };
        for &scene in &cut.scenes {
            kept.meet(cut, story.scene(scene));
        }
        cut.facts().iter().for_each(|shown| kept.facts.meet(shown.fact.index()));
        kept.meet_theories(cut);
        kept.meet_sources(cut);
        kept.sabotage();
        let claims = (0..story.claims().len() as u32).map(ClaimId);
        let claims = claims.filter(|&claim| kept.keeps(cut, story.claim(claim)));
        (kept.outside, kept.claims) = claims.partition(|&claim| story.claim(claim).outside);
        let of_theories = kept.theories.iter().flat_map(|&theory| story.claims_of_theory(theory));
        let of_theories: Vec<ClaimId> = of_theories.collect();
        for &claim in kept.claims.iter().chain(&kept.outside).chain(&of_theories) {
            let claim = story.claim(claim);
            if let (Statement::At(_, _, Moment::Day { .. }), Some(work)) = (claim.says, story.work_of(claim.subject)) {
                kept.story_days.insert(work.index());
            }
        }
        kept
    }

    /// Takes in the theories that are on offer, and the layers and main strands that they bring with them.
    fn meet_theories(&mut self, cut: &Cut) {
        let story = cut.story;
        let offered = cut.offered().into_iter().filter(|_| !leaks(Leak::LosesTheories));
        self.theories = if leaks(Leak::KeepsTheoriesThatAreNotOnOffer) {
            let seen =
                |theory: &TheoryId| story.theory(*theory).scenes.iter().all(|(scene, _)| cut.rank(*scene).is_some());
            story.theories().filter(seen).collect()
        } else {
            offered.collect()
        };
        for theory in self.theories.clone() {
            for &(scene, ref patch) in &story.theory(theory).scenes {
                patch.layer.into_iter().for_each(|layer| self.layers.meet(layer.index()));
                // Other strands were met already, or it would not be on offer.
                if patch.strand.is_some_and(|strand| story.is_main(strand)) || patch.timeless == Some(false) {
                    self.meet_main(cut, story.scene(scene).work);
                }
            }
        }
    }

    /// The leaks that are about what is kept.
    fn sabotage(&mut self) {
        if leaks(Leak::KeepsEverySource) {
            self.sources.insert_range(..);
        }
        if leaks(Leak::KeepsEverybody) {
            self.characters.insert_range(..);
        }
        self.facts.count_all(Leak::NumbersFactsByTheWholeStory);
        self.strands.count_all(Leak::NumbersStrandsByTheWholeStory);
        self.layers.count_all(Leak::NumbersLayersByTheWholeStory);
    }

    /// Takes in a scene, before and after each patch that holds.
    fn meet(&mut self, cut: &Cut, scene: &Scene) {
        let patches: Vec<&ScenePatch> = held(cut, scene).collect();
        let casts = std::iter::once(&scene.cast).chain(patches.iter().filter_map(|patch| patch.cast.as_ref()));
        casts.flatten().for_each(|entry| self.characters.insert(entry.who.index()));
        let places = std::iter::once(scene.place).chain(patches.iter().map(|patch| patch.place));
        places.flatten().for_each(|place| self.places.insert(place.index()));
        let layers = std::iter::once(scene.layer).chain(patches.iter().map(|patch| patch.layer));
        layers.flatten().for_each(|layer| self.layers.meet(layer.index()));
        let strands = std::iter::once(scene.strand).chain(patches.iter().map(|patch| patch.strand));
        let is_there =
            |strand: StrandId| cut.holds(&cut.story.strand(strand).once) || leaks(Leak::KeepsStrandsThatDoNotExist);
        let exists = |strand: &StrandId| !cut.story.is_main(*strand) && is_there(*strand);
        strands.flatten().filter(exists).for_each(|strand| self.strands.meet(strand.index()));
        if may_run_on_main(cut, scene) {
            self.meet_main(cut, scene.work);
        }
    }

    /// Takes in the main strand of a work, where what is said of it is known.
    fn meet_main(&mut self, cut: &Cut, work: WorkId) {
        if cut.main_strand_exists(work) {
            self.strands.of[cut.story.main_of(work).index()] = MAIN_NUMBER;
        }
    }

    fn meet_sources(&mut self, cut: &Cut) {
        let story = cut.story;
        let universe = story
            .universe()
            .filter(|_| cut.is_universe() || leaks(Leak::KeepsWhatTheUniverseCites))
            .map(|universe| &universe.cite);
        let works = cut.works_in_scope().map(|work| &work.cite);
        let theories = self.theories.iter().map(|&theory| &story.theory(theory).cite);
        let scenes = cut.scenes.iter().map(|&scene| &story.scene(scene).cite);
        let characters = self.characters.ones().map(|at| &story.character(CharacterId(at as u32)).cite);
        let stands = |fact| cut.overturns(fact) || leaks(Leak::KeepsSourcesOfBeliefs) && cut.believes(fact);
        let facts = story.facts().filter(|&fact| stands(fact)).map(|fact| &story.fact(fact).cite);
        let cited =
            universe.into_iter().chain(works).chain(scenes).chain(characters).chain(facts).chain(theories).flatten();
        cited.for_each(|source| self.sources.insert(source.index()));
    }

    /// Whether a claim holds and both its ends are in the cut.
    fn keeps(&self, cut: &Cut, claim: &Claim) -> bool {
        if leaks(Leak::KeepsClaimsThatWait) && matches!(claim.says, Statement::At(..)) {
            return true;
        }
        if leaks(Leak::LosesClaimsThatWaited) && !claim.once.is_empty()
            || leaks(Leak::LosesClaimsFromOutside) && claim.outside
        {
            return false;
        }
        if leaks(Leak::KeepsTheClaimsOfOtherWorks) && claim.outside {
            return cut.holds(&claim.once);
        }
        let met = |strand: StrandId| self.strands.of[strand.index()] > 0;
        cut.is_in_force(claim) && !matches!(claim.subject, Party::Strand(strand) if !met(strand))
    }
}

/// The patches of a scene that hold.
pub(super) fn held<'s>(cut: &Cut<'s>, scene: &'s Scene) -> impl Iterator<Item = &'s ScenePatch> {
    let holds = |patch: &ScenePatch| cut.patch_holds(patch) || leaks(Leak::KeepsHindsightThatDoesNotHold);
    scene.hindsight.iter().filter(move |patch| holds(patch))
}

/// Whether a scene is on `main`, or names it, to anybody who has seen it and perhaps less than the cut holds: where it
/// names it, or is in time and names no strand, or one that does not exist to everybody. A patch that names one that does
/// not exist says nothing of strands.
fn may_run_on_main(cut: &Cut, scene: &Scene) -> bool {
    let in_time = !scene.timeless || held(cut, scene).any(|patch| patch.timeless == Some(false));
    let main = |strand: StrandId| cut.story.is_main(strand) || in_time && !cut.story.strand(strand).once.is_empty();
    let of_patch = |patch: &ScenePatch| patch.strand.is_some_and(|strand| cut.story.is_main(strand));
    scene.strand.map_or(in_time, main) || held(cut, scene).any(of_patch)
}
