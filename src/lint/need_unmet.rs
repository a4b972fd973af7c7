//! A need that is not met, in every order of events that the claims and the telling allow.

use std::collections::BTreeSet;

use super::people::in_the_end;
use super::states::{Asks, Slip, Sure, begins};
use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::Location;
use crate::story::Value;
use crate::suggest;
use crate::time::Node;

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/need-unmet.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    for (slip, is_shown) in checked.states().slips(|slip| slip.asks == Asks::Need && slip.is_proven()) {
        let (scene, state) = (checked.named(slip.first.node), story.state_name(slip.state));
        if slip.sure == Sure::Never {
            problems.push(nothing_makes_it_so(checked, slip, &scene, &state));
            continue;
        }
        let is = match (&slip.because, begins(story, slip.state)) {
            (Some(change), _) => format!("it is {} by then", change.value),
            (None, Some(value)) => format!("it is still {value} by then"),
            (None, None) => "nothing has made it so by then".to_owned(),
        };
        let message = format!("{scene} needs `{state}` to be {}, and {is}", slip.wanted);
        let problem = slip.problem(checked, (&CODE, message), "needed here", is_shown);
        problems.push(problem.help(match slip.because {
            Some(_) => "put the scene before that change, or let one in between make it so with `becomes`",
            None => "let a scene before it make it so with `becomes`, or let it begin so",
        }));
    }
}

/// What nobody ever makes so is told once: it may be misspelt.
fn nothing_makes_it_so(checked: &Checked, slip: &Slip, scene: &str, state: &str) -> Problem {
    let at = slip.first.written;
    let (here, elsewhere) = changes(checked, slip);
    let in_its_world = if elsewhere.is_some() { "in its world " } else { "" };
    let message = format!("{scene} needs `{state}` to be {}, and nothing {in_its_world}ever makes it so", slip.wanted);
    let problem = Problem::new(&CODE, at.file, message).at_location(at, slip.asked("needed here"));
    if let Some((node, written)) = elsewhere {
        let label = format!("{} makes it so, on another layer", checked.named(node));
        return problem.at_location(written, label).help(
            "each layer is a world of its own, and no layer is one too: let something on the same layer make it so with `becomes`",
        );
    }
    let words: Vec<&str> = here
        .iter()
        .filter_map(|value| if let Value::Word(word) = value { Some(word.as_str()) } else { None })
        .collect();
    let near = match &slip.wanted {
        Value::Word(word) => suggest::did_you_mean(word, words),
        _ => None,
    };
    let listed: Vec<String> = here.iter().take(5).map(ToString::to_string).collect();
    let help = near.unwrap_or_else(|| match listed.as_slice() {
        [] => "say what makes it so: `becomes` on a scene, or `begins` where it is declared".to_owned(),
        [one] => format!("all that it ever is is {one}: say what makes it otherwise"),
        several => format!("it is {} at one time or another", several.join(" or ")),
    });
    problem.help(help)
}

/// What the state of a slip ever is in its world; and the first that makes it what is asked for in another.
fn changes(checked: &Checked, slip: &Slip) -> (BTreeSet<Value>, Option<(Node, Location)>) {
    let (story, projection) = (checked.story, checked.projection());
    let scenes = (0..).map(Node::Scene).zip(&projection.scenes).zip(&projection.network.scenes);
    let scenes = scenes.filter(|(_, in_time)| !in_time.timeless).map(|((node, &scene), _)| {
        let layer = in_the_end(story, scene).layer;
        (node, layer, &story.scene(scene).continuity.becomes)
    });
    let facts = (0..).map(Node::Fact).zip(&projection.facts);
    let facts = facts.map(|(node, &fact)| (node, None, &story.fact(fact).continuity.becomes));
    let (mut here, mut elsewhere) = (BTreeSet::from_iter(begins(story, slip.state)), None);
    for (node, layer, becomes) in scenes.chain(facts) {
        for change in becomes.iter().filter(|change| change.state == slip.state) {
            if layer == slip.layer {
                here.insert(change.value.clone());
            } else if change.value == slip.wanted {
                elsewhere = elsewhere.or(Some((node, change.written)));
            }
        }
    }
    (here, elsewhere)
}
