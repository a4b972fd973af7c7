//! Claims about time that cannot all hold.
//!
//! No order of events satisfies them, so nothing can be listed but the telling. One shortest cycle of such
//! claims is shown, each at its place; without any one of them the others could hold. Links never
//! contradict: they give way.

use super::Lint;
use crate::problem::{Code, Problem, Severity};
use crate::story::{ClaimId, Projection, Story};
use crate::time::{CycleStep, Node, Relation, Subject, chronology};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code {
    name: "contradiction",
    severity: Severity::Error,
    fatal: false,
    summary: "claims about time contradict each other",
};

fn check(story: &Story, problems: &mut Vec<Problem>) {
    let projection = story.network();
    let Some(contradiction) = chronology(&projection.network).contradiction else { return };
    let steps: Vec<(ClaimId, CycleStep)> = (contradiction.cycle.iter())
        .filter_map(|step| Some((projection.claims[step.claim? as usize], *step)))
        .collect();
    let (Some(first), Some(start)) = (steps.first(), contradiction.cycle.first()) else { return };
    let message = match steps.len() {
        1 => "this claim about time contradicts itself".to_owned(),
        _ => "these claims about time contradict each other".to_owned(),
    };
    let mut problem = Problem::new(&CODE, story.claim(first.0).file, message);
    for &(claim, step) in &steps {
        problem = problem.at(story.claim(claim).span, in_words(story, &projection, step));
    }
    let name = name_of(story, &projection, start.earlier.node);
    problems.push(problem.help(format!("together they put {name} before itself: take one of them back")));
}

/// What a claim of the cycle says, in words.
fn in_words(story: &Story, projection: &Projection, step: CycleStep) -> String {
    let Some(claim) = step.claim.map(|claim| projection.network.claims[claim as usize]) else { return String::new() };
    let (subject, strand) = match claim.subject {
        Subject::Node(node) => (node, None),
        // One of the strand's scenes: whichever end of the step is not the target.
        Subject::Strand(strand) if step.earlier.node == claim.target => (step.later.node, Some(strand)),
        Subject::Strand(strand) => (step.earlier.node, Some(strand)),
    };
    let relation = match claim.relation {
        Relation::Before => "comes before",
        Relation::After => "comes after",
        Relation::During => "lies within",
        Relation::With => "is at the same time as",
        Relation::Same => "is the same event as",
    };
    let on = strand
        .map_or(String::new(), |strand| format!(", on `{}`,", story.strand(projection.strands[strand.0 as usize]).id));
    let name = |node| name_of(story, projection, node);
    format!("{}{on} {relation} {}", name(subject), name(claim.target))
}

fn name_of(story: &Story, projection: &Projection, node: Node) -> String {
    match node {
        Node::Scene(scene) => format!("`{}`", story.scene(projection.scenes[scene as usize]).id),
        Node::Fact(fact) => format!("`fact:{}`", story.fact(projection.facts[fact as usize]).id),
    }
}
