//! A cause that happens after what it brings about: in every order that the claims and the telling allow, or in the one
//! that is listed, where nothing decides.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::{Location, Source};
use crate::story::{GraphNode, SceneId, Tie};
use crate::time::{Node, Step, why};

pub(super) static PROVEN: Lint = Lint { code: &FIRST, check: in_every_order };
pub(super) static POSSIBLE: Lint = Lint { code: &MAY_BE_FIRST, check: in_some_order };

static FIRST: Code = Code::of(include_str!("../../docs/problems/effect-first.md"));
static MAY_BE_FIRST: Code = Code::of(include_str!("../../docs/problems/effect-may-be-first.md"));

fn in_every_order(checked: &Checked, problems: &mut Vec<Problem>) {
    let mut suspects = listed_the_other_way_round(checked);
    // To look into each beside errors takes long: the first are enough then.
    suspects.truncate(if checked.has_errors() { LOOKED_INTO } else { usize::MAX });
    if suspects.is_empty() {
        return;
    }
    let pairs: Vec<(Node, Node)> = suspects.iter().map(|&(cause, effect, _)| (node(effect), node(cause))).collect();
    let steps = checked.solution().orders(&pairs);
    for ((cause, effect, written), step) in suspects.into_iter().zip(steps) {
        if step != Step::Open && rests_on_what_is_broken(checked, (node(effect), node(cause))) {
            continue;
        }
        let [cause, effect] = [cause, effect].map(|scene| checked.scene_id(scene));
        let why = match step {
            Step::Open => continue, // only the rule of the listing has them so
            Step::Declared => "the claims about time put this first",
            Step::Told => "the order of the telling puts this first",
        };
        let message = format!("`{effect}` begins before `{cause}`, which brings it about");
        let problem = Problem::new(&FIRST, written.file, message).at_location(written, why);
        let problem = problem.help("let the cause come first in time, or take the effect from its `causes`");
        // The first text is that of the universe, where there is one.
        let file = checked.sources.first().map_or("STORY", Source::name);
        problems.push(problem.help(format!("`storyline why {file} {effect} {cause}` says where the order comes from")));
    }
}

/// What is claimed may be missing for an error, so beside errors nothing is open for sure.
fn in_some_order(checked: &Checked, problems: &mut Vec<Problem>) {
    let suspects = if checked.has_errors() { Vec::new() } else { listed_the_other_way_round(checked) };
    if suspects.is_empty() {
        return;
    }
    let pairs: Vec<(Node, Node)> = suspects.iter().map(|&(cause, effect, _)| (node(effect), node(cause))).collect();
    let steps = checked.solution().orders(&pairs);
    for ((cause, effect, written), step) in suspects.into_iter().zip(steps) {
        if step != Step::Open || checked.solution().begin_together(node(cause), node(effect)) {
            continue;
        }
        let [cause, effect] = [cause, effect].map(|scene| checked.scene_id(scene));
        let message = format!("`{effect}` may begin before `{cause}`, which brings it about");
        let problem = Problem::new(&MAY_BE_FIRST, written.file, message);
        let problem = problem.at_location(written, "nothing says that it comes later, and it is listed first");
        problems.push(problem.help(format!("claim it: `when = {{ before = \"{effect}\" }}` on `{cause}`")));
    }
}

/// All scenes are in the projection.
fn node(scene: SceneId) -> Node {
    Node::Scene(scene.index() as u32)
}

/// Beside errors so many are looked into.
const LOOKED_INTO: usize = 100;

/// Whether what puts one scene before another leads over a scene that some error is about.
fn rests_on_what_is_broken(checked: &Checked, (before, after): (Node, Node)) -> bool {
    if !checked.has_errors() {
        return false;
    }
    let chain = why(&checked.projection().network, checked.chronology(), before, after).unwrap_or_default();
    let mut nodes = chain.iter().flat_map(|step| [step.earlier.node(), step.later.node()]).flatten();
    nodes.any(|node| match node {
        Node::Scene(scene) => checked.is_broken(checked.projection().scenes[scene as usize]),
        Node::Fact(fact) => {
            let fact = checked.story.fact(checked.projection().facts[fact as usize]);
            checked.has_error_in(fact.written.file, fact.extent)
        }
    })
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
            if is_first && places[effect.index()].event.is_some() {
                found.push((cause, effect, tied.written));
            }
        }
    }
    found
}
