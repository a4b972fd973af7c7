//! A scene of which a theory sets aside what is claimed, and of which nothing is claimed.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/idle-set-aside.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    for theory in story.theories().map(|theory| story.theory(theory)) {
        let named = theory.sets_aside.iter().zip(&theory.set_aside_at);
        for (&scene, &at) in named.filter(|(scene, _)| story.claims_about(**scene).next().is_none()) {
            if checked.has_errors() {
                continue; // a claim may have been left out
            }
            let id = &story.scene(scene).id;
            let message = format!("nothing is claimed about `{id}` that could be set aside");
            problems.push(Problem::new(&CODE, at.file, message).at_location(at, "").help("leave it out"));
        }
    }
}
