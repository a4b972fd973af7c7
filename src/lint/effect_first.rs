//! A cause that happens after what it brings about, by what is claimed or by the order of the telling.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::Location;
use crate::story::{GraphNode, SceneId, Tie};
use crate::time::{Node, Step, orders};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/effect-first.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let suspects = listed_the_other_way_round(checked);
    if suspects.is_empty() || checked.chronology().contradiction.is_some() {
        return;
    }
    let node = |scene: SceneId| Node::Scene(scene.index() as u32); // all scenes are in the projection
    let pairs: Vec<(Node, Node)> = suspects.iter().map(|&(cause, effect, _)| (node(effect), node(cause))).collect();
    let steps = orders(&checked.projection().network, &pairs);
    for ((cause, effect, written), step) in suspects.into_iter().zip(steps) {
        let [cause, effect] = [cause, effect].map(|scene| checked.story.scene(scene).id.as_str());
        let why = match step {
            Step::Open => continue, // only the rule of the listing has them so
            Step::Declared => "the claims about time put it first",
            Step::Told => "it is told first, on one strand with its cause or tied to it",
        };
        let message = format!("`{effect}` happens before `{cause}`, which brings it about");
        let problem = Problem::new(&CODE, written.file, message).at_location(written, why);
        problems.push(problem.help(format!("`storyline why STORY {effect} {cause}` says where the order comes from")));
    }
}

/// Every cause that is listed after its effect: the two, and where the effect is named.
fn listed_the_other_way_round(checked: &Checked) -> Vec<(SceneId, SceneId, Location)> {
    let story = checked.story;
    let mut found = Vec::new();
    for cause in story.scenes() {
        for (tied, node) in story.ties(cause) {
            let (Tie::Causes, GraphNode::Scene(effect)) = (tied.tie, node) else { continue };
            let places = &checked.chronology().places;
            if places[effect.index()].event < places[cause.index()].event && places[effect.index()].event.is_some() {
                found.push((cause, effect, tied.written));
            }
        }
    }
    found
}
