//! How few claims are enough to contradict each other (model.md 2.3), or a theory (4), by trying them all.

use storyline::time::Network;

use super::points::{Constraint, Matrix, always, closure, has_contradiction, meaning, points, tightened};
use super::story::{Story, nodes};

/// How many claims the shortest contradiction takes, if no more than `limit` are enough. A strand's claim is one, a
/// theory's none: with none at all the theory contradicts itself.
///
/// "One irreducible cycle of claims (the shortest …)." Reading: the one of the fewest claims, not of the fewest steps
/// from point to point. Leaving a claim out says nothing but that: strands keep their scenes, and the claims of
/// strands save whom they save in the whole network. So scenes and facts have points each of their own here, and
/// `same` is one claim more.
pub(crate) fn fewest_contradictory(network: &Network, limit: usize) -> Option<usize> {
    let story = Story::new(network);
    let nodes = nodes(network);
    let number = |node| nodes.iter().position(|&other| other == node);
    let mut claims: Vec<Vec<Constraint>> = vec![Vec::new(); network.claims.len()];
    for statement in &story.statements {
        let target = network.claims[statement.number].relation().and_then(|(_, target)| number(target));
        let Some(subject) = number(statement.node) else { continue };
        claims[statement.number].extend(meaning(&statement.says, subject, target, nodes.len()));
    }
    let of_theory = claims.split_off(claims.len() - network.assumed as usize).concat();
    claims.retain(|constraints| !constraints.is_empty());
    let known = [always(nodes.len(), network), of_theory].concat();
    let known = closure(points(nodes.len(), network), &known);
    if has_contradiction(&known) {
        return Some(0);
    }
    (1..=limit.min(claims.len())).find(|&size| so_many_contradict(size, &claims, &known))
}

/// Whether so many of the claims contradict each other and what is known. No fewer do.
fn so_many_contradict(size: usize, claims: &[Vec<Constraint>], known: &Matrix) -> bool {
    let taken_first = |first: usize| match with(known, &claims[first]) {
        None => true,
        Some(known) => size > 1 && so_many_contradict(size - 1, &claims[first + 1..], &known),
    };
    (0..claims.len()).any(taken_first)
}

/// What is known with one claim more, unless that has no solution.
fn with(known: &Matrix, claim: &[Constraint]) -> Option<Matrix> {
    let mut known = known.clone();
    for &constraint in claim {
        known = tightened(&known, constraint);
        if has_contradiction(&known) {
            return None;
        }
    }
    Some(known)
}
