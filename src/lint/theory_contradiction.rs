//! A theory under which the claims about time cannot all hold.
//!
//! Under it the story is judged as any other. Of what the theory collides with as few claims of the story itself as can be
//! are shown, each at its place. Where the story contradicts itself without any theory that is said instead.

use super::contradiction::Explained;
use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::time::contradictions;

pub(super) static LINT: Lint = Lint { code: &CODE, check };

pub(super) static CODE: Code = Code::of(include_str!("../../docs/problems/theory-contradiction.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    if story.theories().len() == 0 || !contradictions(&story.network().network).is_empty() {
        return;
    }
    for theory in story.theories() {
        let known = story.network_under(Some(theory));
        let found = contradictions(&known.network);
        for (at, contradiction) in found.iter().enumerate() {
            let others = [&found[..at], &found[at + 1..]].concat();
            let explained = Explained { story, known: &known, last_seen: None, theory: Some(theory) };
            problems.push(explained.problem(contradiction, &others));
        }
    }
}
