//! What leads from one event to another, as places in the text: each claim on the way, and the telling where it has a part.

use super::Checked;
use crate::problem::Problem;
use crate::story::Statement;
use crate::time::{Because, ChainStep, Gap, Node, Point, Subject, why_at_least};
use crate::words;

impl Checked<'_> {
    /// The id of a scene or told fact, as it is written.
    pub(super) fn named(&self, node: Node) -> String {
        match node {
            Node::Scene(scene) => format!("`{}`", self.story.scene(self.projection().scenes[scene as usize]).id),
            Node::Fact(fact) => format!("`fact:{}`", self.story.fact(self.projection().facts[fact as usize]).id),
        }
    }

    /// Adds, at their places, the claims that have one point not earlier than another; and a help for what is only so by
    /// the telling. Costs what [`why_at_least`] does.
    pub(super) fn show_what_leads(&self, mut problem: Problem, earlier: Point, later: Point) -> Problem {
        let network = &self.projection().network;
        let Some(chain) = why_at_least(network, self.chronology(), (earlier, later), Gap::NONE) else { return problem };
        for step in &chain {
            let Because::Claim(claim) = step.because else { continue };
            let written = self.story.claim(self.projection().claims[claim as usize]);
            let mut at = written.written;
            if let Statement::Is { by: Some((_, span)), .. } = written.says
                && matches!(step.later, Point::End(_))
            {
                at.span = span;
            }
            let label = self.claim_in_words(claim, step);
            let is_shown = |known: &crate::problem::Label| (known.file, known.span) == (at.file, at.span);
            if !problem.labels.iter().any(is_shown) {
                problem = problem.at_location(at, label);
            }
        }
        let links: Vec<&ChainStep> = chain.iter().filter(|step| matches!(step.because, Because::Link(_))).collect();
        match (links.first().and_then(|step| step.earlier.node()), links.last().and_then(|step| step.later.node())) {
            (Some(first), Some(last)) => {
                let (first, last) = (self.named(first), self.named(last));
                problem.help(format!(
                    "as told, {last} comes after {first}: no claim says so; a `when` on {last} would settle it"
                ))
            }
            _ => problem,
        }
    }

    /// What a claim says of the scene or fact that takes part in a step.
    fn claim_in_words(&self, claim: u32, step: &ChainStep) -> String {
        let claim = self.projection().network.claims[claim as usize];
        let subject = words::subject_of(&claim, [step.earlier.node(), step.later.node()]);
        let mut subject = subject.map_or(String::new(), |subject| self.named(subject));
        if let Subject::Strand(strand) = claim.subject {
            let strand = self.story.strand(self.projection().strands[strand.0 as usize]);
            subject = format!("{subject}, on `{}`,", strand.id);
        }
        words::claim(claim.says, &subject, |node| self.named(node))
    }
}
