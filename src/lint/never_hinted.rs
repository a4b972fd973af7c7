//! A pay-off with no set-up: a fact that says what it seems, and no scene hints at it, so that nobody ever believes what it
//! seems; or a twist that does not even say what it seems.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::story::Weight;

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/never-hinted.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    for &fact in &checked.story.loose_ends().never_hinted {
        let fact = checked.story.fact(fact);
        let message = format!("no scene hints at `{}`, so nobody comes to believe what it seems", fact.id);
        let problem = Problem::new(&CODE, fact.written.file, message).at_location(fact.written, "this has a `seems`");
        problems.push(problem.help("add it to the `hints` of a scene before it is revealed, or leave `seems` out"));
    }
    for id in checked.story.facts() {
        let fact = checked.story.fact(id);
        let is_twist = fact.weight == Weight::Twist && fact.seems.is_none();
        let Some(revealed) = checked.telling().revealed(id).filter(|_| is_twist) else { continue };
        // What hints at it, though it seems nothing, is told of there.
        let is_hinted = checked.story.hinted_by(id).next().is_some();
        if is_hinted || checked.has_error_in(fact.written.file, fact.extent) {
            continue;
        }
        let message = format!("the twist `{}` comes out of nothing: no scene hints at it", fact.id);
        let problem =
            Problem::new(&CODE, fact.written.file, message).at_location(fact.written, "it does not say what it seems");
        let problem = problem.at_location(revealed.written, "it is revealed here");
        problems.push(problem.help("say what it `seems`, and add it to the `hints` of a scene before it is revealed"));
    }
}
