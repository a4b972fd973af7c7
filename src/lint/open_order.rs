//! Two neighbours in what happened whose order nothing decides: only the rule of the listing chose it.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::Location;
use crate::time::{Event, Node, Step};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/open-order.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    if checked.has_errors() {
        return;
    }
    for pair in checked.chronology().events.windows(2) {
        let ([before, after], Some(Step::Open)) = (pair, pair[1].step) else { continue };
        let (Some(one), Some(other)) = (node(before), node(after)) else { continue };
        if checked.solution().begin_together(one, other) {
            continue;
        }
        let ((one, at), (other, other_at)) = (first(checked, before), first(checked, after));
        let message = format!("nothing says whether {one} or {other} comes first");
        let problem = Problem::new(&CODE, other_at.file, message).at_location(other_at, "");
        let problem = problem.at_location(at, "only the rule of the listing puts this one first");
        problems.push(problem.help("if it is known, claim it: `before`, `after`, `with` or a date"));
    }
}

/// What first shows or tells an event.
fn node(event: &Event) -> Option<Node> {
    let scene = event.scenes.first().map(|&scene| Node::Scene(scene));
    scene.or(event.facts.first().map(|&fact| Node::Fact(fact)))
}

/// What first shows or tells an event, and where its id is written.
fn first(checked: &Checked, event: &Event) -> (String, Location) {
    let (story, projection) = (checked.story, checked.projection());
    if let Some(&scene) = event.scenes.first() {
        let scene = story.scene(projection.scenes[scene as usize]);
        return (format!("`{}`", scene.id), scene.written);
    }
    let fact = event.facts.first().map(|&fact| story.fact(projection.facts[fact as usize]));
    fact.map_or_else(Default::default, |fact| (format!("`fact:{}`", fact.id), fact.written))
}
