//! What leads to a finding about order: the claims and links of a chain, each at its place, in words.

use std::collections::BTreeSet;

use super::Checked;
use crate::problem::Problem;
use crate::source::Location;
use crate::story::Story;
use crate::time::{Because, ChainStep, Must, Node, Step, Subject, proof};
use crate::words;

/// Adds to a problem why each of some questions must be so, and what to do about it where that takes the telling.
///
/// Costs a walk through the network a question.
pub(super) fn because(checked: &Checked, mut problem: Problem, proven: &[(Must, Step)]) -> Problem {
    let mut met: BTreeSet<Because> = BTreeSet::new();
    let mut links = Vec::new();
    for (must, _) in proven.iter().filter(|(_, step)| *step != Step::Open) {
        let chain = proof(&checked.projection().network, checked.chronology(), must).unwrap_or_default();
        for step in chain {
            if !met.insert(step.because) {
                continue;
            }
            match step.because {
                Because::Claim(claim) if met.len() <= MANY => problem = with_claim(checked, problem, claim, &step),
                Because::Link(scene) => links.extend(link(checked, scene)),
                _ => {}
            }
        }
    }
    let Some((first, second, _)) = links.first() else { return problem };
    let others = match links.len() - 1 {
        0 => String::new(),
        1 => ", and one more like it".to_owned(),
        others => format!(", and {others} more like it"),
    };
    for (first, _, written) in links.iter().take(FEW) {
        problem = problem.at_location(*written, format!("as told, this comes after `{first}`"));
    }
    problem.help(format!(
        "this takes the order of the telling (`{second}` after `{first}`{others}): where that is not so, claim how they \
         stand, or give one of them a strand of its own"
    ))
}

/// So many claims are shown.
const MANY: usize = 8;

/// And so many links.
const FEW: usize = 2;

fn with_claim(checked: &Checked, problem: Problem, claim: u32, step: &ChainStep) -> Problem {
    let projection = checked.projection();
    let said = projection.network.claims[claim as usize];
    let subject = words::subject_of(&said, [step.earlier.node(), step.later.node()]);
    let mut subject = subject.map_or(String::new(), |node| name(checked, node));
    if let Subject::Strand(strand) = said.subject {
        let strand = checked.story.strand(projection.strands[strand.0 as usize]);
        subject = format!("{subject}, on `{}`,", strand.id);
    }
    let text = words::claim(said.says, &subject, |node| name(checked, node));
    let written = checked.story.claim(projection.claims[claim as usize]).written;
    if problem.labels.iter().any(|label| label.file == written.file && label.span == written.span) {
        return problem;
    }
    problem.at_location(written, text)
}

/// The scene told before and the one that is linked to it, and where that one is written.
fn link(checked: &Checked, scene: u32) -> Option<(String, String, Location)> {
    let from = checked.chronology().places[scene as usize].linked_to?;
    let of = |scene: u32| checked.story.scene(checked.projection().scenes[scene as usize]);
    Some((of(from).id.clone(), of(scene).id.clone(), of(scene).written))
}

fn name(checked: &Checked, node: Node) -> String {
    let (story, projection): (&Story, _) = (checked.story, checked.projection());
    match node {
        Node::Scene(scene) => format!("`{}`", story.scene(projection.scenes[scene as usize]).id),
        Node::Fact(fact) => format!("`fact:{}`", story.fact(projection.facts[fact as usize]).id),
    }
}
