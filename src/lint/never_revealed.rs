//! A fact that something refers to, and that no scene reveals: whoever watches never comes to know it.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/never-revealed.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    for &fact in &checked.story.loose_ends().never_revealed {
        let fact = checked.story.fact(fact);
        let problem = Problem::new(&CODE, fact.written.file, format!("no scene reveals the fact `{}`", fact.id));
        let help = "add it to the `reveals` of the scene with which it is known";
        problems.push(problem.at(fact.written.span, "whoever watches never comes to know it").help(help));
    }
}
