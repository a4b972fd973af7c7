//! A cause that happens after what it brings about, by what is claimed or by the order of the telling.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::{Location, Source};
use crate::story::{GraphNode, SceneId, Tie};
use crate::time::{Node, Step};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/effect-first.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let suspects = listed_the_other_way_round(checked);
    if suspects.is_empty() || checked.chronology().contradiction.is_some() {
        return;
    }
    let node = |scene: SceneId| Node::Scene(scene.index() as u32); // all scenes are in the projection
    let pairs: Vec<(Node, Node)> = suspects.iter().map(|&(cause, effect, _)| (node(effect), node(cause))).collect();
    let steps = checked.solution().orders(&pairs);
    for ((cause, effect, written), step) in suspects.into_iter().zip(steps) {
        let [cause, effect] = [cause, effect].map(|scene| checked.story.scene(scene).id.as_str());
        let why = match step {
            Step::Open => continue, // only the rule of the listing has them so
            Step::Declared => "the claims about time put this first",
            Step::Told => "the order of the telling puts this first",
        };
        let message = format!("`{effect}` begins before `{cause}`, which brings it about");
        let problem = Problem::new(&CODE, written.file, message).at_location(written, why);
        let problem = problem.help("let the cause come first in time, or take the effect from its `causes`");
        let file = checked.sources.get(written.file.0 as usize).map_or("STORY", Source::name);
        problems.push(problem.help(format!("`storyline why {file} {effect} {cause}` says where the order comes from")));
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
            let is_first = places[effect.index()].event < places[cause.index()].event;
            let is_broken = checked.is_broken(cause) || checked.is_broken(effect);
            if is_first && places[effect.index()].event.is_some() && !is_broken {
                found.push((cause, effect, tied.written));
            }
        }
    }
    found
}
