//! A fact that says what it seems, and no scene hints at it: nobody ever believes what it seems.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/never-hinted.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    for &fact in &checked.story.loose_ends().never_hinted {
        let fact = checked.story.fact(fact);
        let message = format!("no scene hints at `{}`, so nobody comes to believe what it seems", fact.id);
        let problem = Problem::new(&CODE, fact.written.file, message).at_location(fact.written, "this has a `seems`");
        problems.push(problem.help("add it to the `hints` of a scene before it is revealed, or leave `seems` out"));
    }
}
