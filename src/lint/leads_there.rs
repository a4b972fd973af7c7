//! What leads to a finding about order, as places in the text: each claim on the way, and the telling where it has a part. And
//! what things are called, in a universe behind the work that they are of, so that it can be written where it is to be read.

use std::collections::BTreeSet;

use super::Checked;
use crate::problem::{Label, Problem};
use crate::source::Location;
use crate::story::{CharacterId, FactId, PlaceId, SceneId, Statement, ThingId};
use crate::time::{Because, ChainStep, Must, Node, Point, Subject, proof};
use crate::words;

/// Of so many findings of a kind it is shown what leads there, which takes a walk through the story each.
pub(super) const SHOWN: usize = 50;

/// So many claims are shown of each.
const MANY: usize = 8;

/// And so many times that it takes the telling.
const FEW: usize = 2;

impl Checked<'_> {
    /// The id of a scene or told fact, as it is written.
    pub(super) fn named(&self, node: Node) -> String {
        match node {
            Node::Scene(scene) => format!("`{}`", self.scene_id(self.projection().scenes[scene as usize])),
            Node::Fact(fact) => format!("`fact:{}`", self.fact_id(self.projection().facts[fact as usize])),
        }
    }

    /// The id of a scene, as it is written in any work.
    pub(super) fn scene_id(&self, id: SceneId) -> String {
        let scene = self.story.scene(id);
        self.story.qualified(Some(scene.work), &scene.id)
    }

    /// The id of a fact, as it is written in any work.
    pub(super) fn fact_id(&self, id: FactId) -> String {
        let fact = self.story.fact(id);
        self.story.qualified(fact.home, &fact.id)
    }

    /// The id of a character, as it is written in any work.
    pub(super) fn character_id(&self, id: CharacterId) -> String {
        let character = self.story.character(id);
        self.story.qualified(character.home, &character.id)
    }

    /// The id of a place, as it is written in any work.
    pub(super) fn place_id(&self, id: PlaceId) -> String {
        let place = self.story.place(id);
        self.story.qualified(place.home, &place.id)
    }

    /// The id of a thing, as it is written in any work.
    pub(super) fn thing_id(&self, id: ThingId) -> String {
        let thing = self.story.thing(id);
        self.story.qualified(thing.home, &thing.id)
    }

    /// Adds, at their places, the claims for which some things must be so; and a help for what is only so by the telling.
    /// Costs what [`proof`] does, for each.
    pub(super) fn show_what_leads<'a>(
        &self,
        mut problem: Problem,
        musts: impl IntoIterator<Item = &'a Must>,
    ) -> Problem {
        let network = &self.projection().network;
        let mut met: BTreeSet<Because> = BTreeSet::new();
        let mut told: Vec<(Node, Node)> = Vec::new();
        for must in musts {
            let chain = proof(network, self.chronology(), must).unwrap_or_default();
            for step in &chain {
                if let Because::Claim(claim) = step.because
                    && met.len() < MANY
                    && met.insert(step.because)
                {
                    problem = self.with_claim(problem, claim, step);
                }
            }
            let links = || chain.iter().filter(|step| matches!(step.because, Because::Link(_)));
            let first = links().next().and_then(|step| step.earlier.node());
            told.extend(first.zip(links().next_back().and_then(|step| step.later.node())));
        }
        let mut shown = BTreeSet::new();
        told.retain(|&pair| shown.insert(pair));
        for &(first, last) in told.iter().take(FEW) {
            let (first, last) = (self.named(first), self.named(last));
            problem = problem.help(format!(
                "as told, {last} comes after {first}: no claim says so; a `when` on {last} would settle it"
            ));
        }
        problem
    }

    fn with_claim(&self, problem: Problem, claim: u32, step: &ChainStep) -> Problem {
        let written = self.story.claim(self.projection().claims[claim as usize]);
        let span = match written.says {
            Statement::Is { by: Some((_, span)), .. } if matches!(step.later, Point::End(_)) => span,
            _ => written.written.span,
        };
        let at = Location { span, ..written.written };
        let is_shown = |known: &Label| (known.file, known.span) == (at.file, at.span);
        if problem.labels.iter().any(is_shown) {
            return problem;
        }
        problem.at_location(at, self.claim_in_words(claim, step))
    }

    /// What a claim says of the scene or fact that takes part in a step.
    fn claim_in_words(&self, claim: u32, step: &ChainStep) -> String {
        let claim = self.projection().network.claims[claim as usize];
        let subject = words::subject_of(&claim, [step.earlier.node(), step.later.node()]);
        let mut subject = subject.map_or(String::new(), |subject| self.named(subject));
        if let Subject::Strand(strand) = claim.subject {
            let strand = self.story.strand(self.projection().strands[strand.0 as usize]);
            subject = format!("{subject}, on `{}`,", self.story.qualified(Some(strand.work), &strand.id));
        }
        words::claim(claim.says, &subject, |node| self.named(node))
    }
}
