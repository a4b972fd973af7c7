//! A hint at a fact that is known by then: it lets nobody believe anything.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::story::{GraphNode, Tie};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/late-hint.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    for scene in story.scenes() {
        for (tied, node) in story.ties(scene) {
            let (Tie::Hints, GraphNode::Fact(fact)) = (tied.tie, node) else { continue };
            let Some(known) = checked.telling().revealed_beside(fact, scene).filter(|known| known.scene <= scene)
            else {
                continue;
            };
            let id = &story.fact(fact).id;
            let message = if known.scene == scene {
                format!("`{}` hints at `{id}` and reveals it", story.scene(scene).id)
            } else {
                format!("`{}` hints at `{id}`, which is known by then", story.scene(scene).id)
            };
            let problem = Problem::new(&CODE, tied.written.file, message).at_location(tied.written, "");
            let problem = problem.at_location(known.written, "it is known from here on");
            problems.push(problem.help("hint at it in an earlier scene, or leave the hint out"));
        }
    }
}
