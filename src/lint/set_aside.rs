//! What theories set aside, each claim at its place: asked for, it is said; a theory that sets nothing aside says so in vain.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::story::Party;

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/set-aside.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    for theory in story.theories().map(|theory| story.theory(theory)).filter(|theory| !theory.sets_aside.is_empty()) {
        let aside = story.claims().iter().filter(|claim| theory.sets_aside(claim));
        for claim in aside.filter(|claim| !matches!(claim.subject, Party::Strand(_))) {
            let message = format!("the theory `{}` sets this claim aside", theory.id);
            let problem = Problem::new(&CODE, claim.written.file, message).at_location(claim.written, "");
            let problem = problem.at_location(theory.written, "this theory");
            problems.push(problem.help("what of it the theory means to keep it can claim again"));
        }
    }
}
