//! Theories: which are on offer by now, and the story under one of them (model.md 4).

use std::borrow::Cow;

use fixedbitset::FixedBitSet;

use super::Cut;
use crate::sabotage::{Leak, leaks};
use crate::story::{Claim, Party, ScenePatch, StrandId, Text, Theory, TheoryId, WorkId};

/// A theory that is on offer.
#[derive(Clone, Copy)]
pub struct ShownTheory<'c, 's> {
    cut: &'c Cut<'s>,
    theory: TheoryId,
}

impl<'s> ShownTheory<'_, 's> {
    /// Its id in its file.
    #[must_use]
    pub fn id(&self) -> &'s str {
        &self.theory().id
    }

    /// Its id as it goes in what is told: in a universe behind that of the work whose it is, if it is one's.
    #[must_use]
    pub fn full_id(&self) -> Cow<'s, str> {
        self.cut.id_of(self.theory().home, self.id())
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self) -> &'s str {
        self.theory().title.as_str()
    }

    /// What it says, and what speaks for it.
    #[must_use]
    pub fn about(&self) -> &'s str {
        self.theory().about.as_str()
    }

    /// The titles of what it rests on.
    pub fn sources(&self) -> impl Iterator<Item = &'s str> {
        let sources = self.theory().cite.iter().map(|&source| self.cut.story.source(source));
        sources.map(|source| source.title.as_ref().map_or(source.id.as_str(), Text::as_str))
    }

    /// The scenes whose claims it sets aside, by their places in narrative order.
    #[must_use]
    pub fn sets_aside(&self) -> Vec<u32> {
        self.theory().sets_aside.iter().filter_map(|&scene| self.cut.rank(scene)).collect()
    }

    /// The facts that it turns: what is so as far as is known, and what is so under it.
    #[must_use]
    pub fn turns(&self) -> Vec<(&'s str, &'s str)> {
        let canon = |fact| self.cut.story.fact(fact).truth.as_str();
        self.theory().facts.iter().map(|&(fact, ref truth)| (canon(fact), truth.as_str())).collect()
    }

    /// The cut under it.
    #[must_use]
    pub fn cut(&self) -> Cut<'s> {
        self.cut.choosing(Some(self.theory))
    }

    /// Its number, to choose it in another cut of the same story.
    #[must_use]
    pub fn number(&self) -> TheoryId {
        self.theory
    }

    fn theory(&self) -> &'s Theory {
        self.cut.story.theory(self.theory)
    }
}

impl<'s> Cut<'s> {
    /// The theories that are on offer, in file order. O(scenes + theories).
    #[must_use]
    pub fn theories(&self) -> Vec<ShownTheory<'_, 's>> {
        let met = Met::of(self);
        let offered = self.story.theories().filter(|&theory| self.offers_to(theory, &met));
        offered.map(|theory| ShownTheory { cut: self, theory }).collect()
    }

    /// The same by their numbers.
    pub(super) fn offered(&self) -> Vec<TheoryId> {
        self.theories().iter().map(|shown| shown.theory).collect()
    }

    /// The theory of an id, if one is on offer: bare, or behind its work. What other works declare goes by its full id in a
    /// work alone, as in the cut of it.
    #[must_use]
    pub fn theory_named(&self, id: &str) -> Option<ShownTheory<'_, 's>> {
        let theories = self.theories();
        let is_elsewhere =
            |home: Option<WorkId>| home.is_some() && self.scope.work.is_some() && home != self.scope.work;
        let mut bare = theories.iter().filter(|it| it.id() == id && !is_elsewhere(it.theory().home));
        match (theories.iter().find(|theory| theory.full_id() == id), bare.next(), bare.next()) {
            (Some(theory), _, _) | (None, Some(theory), None) => Some(*theory),
            _ => None,
        }
    }

    /// The theory that is in force.
    #[must_use]
    pub fn under(&self) -> Option<ShownTheory<'_, 's>> {
        self.scope.theory.map(|theory| ShownTheory { cut: self, theory })
    }

    /// The same under a theory, if it is on offer, or without any.
    #[must_use]
    pub fn choosing(&self, theory: Option<TheoryId>) -> Self {
        let mut cut = self.clone();
        cut.chosen = theory;
        cut.scope.theory = theory.filter(|&theory| cut.offers(theory) || leaks(Leak::ChoosesTheoriesNotOnOffer));
        cut
    }

    /// Whether a theory is on offer. O(theory), and O(scenes) where only whom it brings in is left to ask.
    pub(super) fn offers(&self, theory: TheoryId) -> bool {
        self.offers_before_all(theory) && self.offers_to(theory, &Met::of(self))
    }

    /// Those of some theories that are on offer, and those that are not. O(theories), and O(scenes) once where only whom they
    /// bring in is left to ask.
    pub(super) fn offered_of(&self, theories: &[TheoryId]) -> [Vec<TheoryId>; 2] {
        let mut met = None;
        let mut is_offered = |theory: TheoryId| {
            self.offers_before_all(theory) && self.offers_to(theory, met.get_or_insert_with(|| Met::of(self)))
        };
        let (offered, waiting) = theories.iter().partition(|&&theory| is_offered(theory));
        [offered, waiting]
    }

    fn offers_to(&self, id: TheoryId, met: &Met) -> bool {
        let theory = self.story.theory(id);
        let patches = || theory.scenes.iter().map(|(_, patch)| patch);
        let mut casts = patches().flat_map(|patch| patch.cast.as_deref().unwrap_or_default());
        self.offers_before_all(id)
            && (casts.all(|entry| met.characters[entry.who.index()]) || leaks(Leak::OffersTheoriesWithStrangers))
            && (patches().filter_map(|patch| patch.place).all(|place| met.places[place.index()])
                || leaks(Leak::OffersTheoriesOfPlacesNobodyMet))
            && patches().filter_map(|patch| patch.strand).all(|strand| self.has_met(strand, met))
            && theory.strands.iter().all(|it| self.has_met(it.strand, met))
    }

    /// Whether what a theory waits for is known, and everything that it speaks of seen.
    fn offers_before_all(&self, id: TheoryId) -> bool {
        let theory = self.story.theory(id);
        let seen = |scene| self.rank(scene).is_some() || leaks(Leak::OffersTheoriesOfUnseenScenes);
        let has = |party| match party {
            Party::Scene(scene) => seen(scene),
            Party::Fact(fact) => self.knows(fact),
            Party::Strand(_) => true,
        };
        let claim_fits =
            |claim: &Claim| self.holds(&claim.once) && has(claim.subject) && claim.target().is_none_or(has);
        (self.holds(&theory.once) || leaks(Leak::OffersTheoriesEarly))
            && theory.sets_aside.iter().all(|&scene| seen(scene))
            && theory.scenes.iter().all(|&(scene, _)| seen(scene))
            && theory.facts.iter().all(|&(fact, _)| has(Party::Fact(fact)))
            && self.story.claims_of_theory(id).all(|claim| claim_fits(self.story.claim(claim)))
    }

    /// Whether a strand exists by now and a scene of it may have been seen.
    fn has_met(&self, strand: StrandId, met: &Met) -> bool {
        self.has_strand(strand) && met.strands[strand.index()] || leaks(Leak::OffersTheoriesOfStrandsNobodyMet)
    }
}

/// Whom and what somebody has met: before and after every patch that holds.
struct Met {
    characters: FixedBitSet,
    places: FixedBitSet,
    strands: FixedBitSet,
}

impl Met {
    fn of(cut: &Cut) -> Self {
        let story = cut.story;
        let mut met = Self {
            characters: FixedBitSet::with_capacity(story.characters().len()),
            places: FixedBitSet::with_capacity(story.places().len()),
            strands: FixedBitSet::with_capacity(story.strands().len()),
        };
        for &id in &cut.scenes {
            let scene = story.scene(id);
            let patches = || scene.hindsight.iter().filter(|patch| cut.patch_holds(patch));
            let casts = std::iter::once(&scene.cast).chain(patches().filter_map(|patch| patch.cast.as_ref()));
            casts.flatten().for_each(|entry| met.characters.insert(entry.who.index()));
            let of_patches = |says: fn(&ScenePatch) -> Option<StrandId>| patches().filter_map(says);
            scene.place.into_iter().for_each(|place| met.places.insert(place.index()));
            patches().filter_map(|patch| patch.place).for_each(|place| met.places.insert(place.index()));
            let strands = scene.strand.into_iter().chain(of_patches(|patch| patch.strand));
            strands.for_each(|strand| met.strands.insert(strand.index()));
            met.strands.insert(story.main_of(scene.work).index());
        }
        met
    }
}
