//! A fact revealed by a scene that is told after it is known.
//!
//! It is news to whoever skipped the first of them, so nothing is wrong; where a scene only confirms what is known, to
//! list it says too much.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::story::{GraphNode, Tie};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/revealed-again.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    for scene in story.scenes() {
        for (tied, node) in story.ties(scene) {
            let (Tie::Reveals, GraphNode::Fact(fact)) = (tied.tie, node) else { continue };
            let Some(first) = checked.telling().revealed_beside(fact, scene).filter(|first| first.scene < scene) else {
                continue;
            };
            let message = format!("`{}` is revealed again by `{}`", story.fact(fact).id, story.scene(scene).id);
            let problem = Problem::new(&CODE, tied.written.file, message).at_location(tied.written, "");
            let problem = problem.at_location(first.written, "it is known from here on");
            problems.push(problem.help("if the scene only confirms it, leave it out here"));
        }
    }
}
