//! What others make of a story: patches on it that hold once somebody chooses them.

use std::ops::Range;

use super::{ClaimId, FactId, Party, SceneId, ScenePatch, SourceId, Story, StrandId, Text, TheoryId, WorkId};
use crate::source::{Location, Span};
use crate::time::Telling;

/// A reading of a story: what is otherwise under it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Theory {
    /// Its id.
    pub id: String,
    /// The work that declares it; none where the universe does.
    pub home: Option<WorkId>,
    /// What it is called.
    pub title: Text,
    /// What it says, and what speaks for it.
    pub about: Text,
    /// The facts that must be known before it is on offer.
    pub once: Vec<FactId>,
    /// The scenes whose claims in the story itself do not hold under it.
    pub sets_aside: Vec<SceneId>,
    /// Where each of these is named.
    pub set_aside_at: Vec<Location>,
    /// What it changes about scenes, by scene.
    pub scenes: Vec<(SceneId, ScenePatch)>,
    /// What is so under it, by fact.
    pub facts: Vec<(FactId, Text)>,
    /// How strands are told under it, and where they stand, by strand.
    pub strands: Vec<TheoryStrand>,
    /// What it rests on.
    pub cite: Vec<SourceId>,
    /// Where its id is written.
    pub written: Location,
    /// Where all of it is written.
    pub extent: Span,
    /// The claims that it makes.
    pub(super) claims: Range<u32>,
}

/// How a strand is told under a theory, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TheoryStrand {
    /// Which.
    pub strand: StrandId,
    /// How it is told, if otherwise.
    pub told: Option<Telling>,
    /// Whether the theory says when it is, instead of what the story itself says.
    pub claims: bool,
}

impl Theory {
    /// What it changes about a scene. O(log scenes that it changes).
    #[must_use]
    pub fn patch(&self, scene: SceneId) -> Option<&ScenePatch> {
        self.scenes.binary_search_by_key(&scene, |(scene, _)| *scene).ok().map(|at| &self.scenes[at].1)
    }

    /// What is so under it, where that is something else than the story says.
    #[must_use]
    pub fn truth(&self, fact: FactId) -> Option<&Text> {
        self.facts.binary_search_by_key(&fact, |(fact, _)| *fact).ok().map(|at| &self.facts[at].1)
    }

    /// How it has a strand told, if it says so.
    #[must_use]
    pub fn strand(&self, strand: StrandId) -> Option<TheoryStrand> {
        self.strands.binary_search_by_key(&strand, |it| it.strand).ok().map(|at| self.strands[at])
    }

    /// Whether a claim of the story itself does not hold under it: one that a scene makes, or is the target of, whose claims
    /// are set aside, or one of a strand of which the theory says when it is.
    #[must_use]
    pub fn sets_aside(&self, claim: &super::Claim) -> bool {
        let is_set_aside = |party| match party {
            Party::Scene(scene) => self.sets_aside.binary_search(&scene).is_ok(),
            Party::Fact(_) | Party::Strand(_) => false,
        };
        let is_replaced =
            matches!(claim.subject, Party::Strand(strand) if self.strand(strand).is_some_and(|it| it.claims));
        is_replaced || is_set_aside(claim.subject) || claim.target().is_some_and(is_set_aside)
    }
}

impl Story {
    /// All theories, in file order.
    pub fn theories(&self) -> impl ExactSizeIterator<Item = TheoryId> + use<> {
        (0..self.theories.len() as u32).map(TheoryId)
    }

    /// A theory.
    #[must_use]
    pub fn theory(&self, id: TheoryId) -> &Theory {
        &self.theories[id.index()]
    }

    /// The claims that a theory makes.
    pub fn claims_of_theory(&self, id: TheoryId) -> impl ExactSizeIterator<Item = ClaimId> + use<> {
        self.theory(id).claims.clone().map(ClaimId)
    }
}
