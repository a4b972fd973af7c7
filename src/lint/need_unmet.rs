//! A need that is not met, in every order of events that the claims and the telling allow.

use std::collections::BTreeSet;

use super::states::{Asks, Slip, Sure, begins};
use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::story::{SceneId, StateIs, Value};
use crate::suggest;

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
    let story = checked.story;
    let message = format!("{scene} needs `{state}` to be {}, and nothing ever makes it so", slip.wanted);
    let at = slip.first.written;
    let problem = Problem::new(&CODE, at.file, message).at_location(at, slip.asked("needed here"));
    let is_it = |change: &&StateIs| change.state == slip.state;
    let of_scene = |scene: SceneId| story.scene(scene).continuity.becomes.iter();
    let of_facts = story.facts().flat_map(|fact| story.fact(fact).continuity.becomes.iter());
    let changes = story.scenes().flat_map(of_scene).chain(of_facts).filter(is_it);
    let mut values: BTreeSet<Value> = changes.map(|change| change.value.clone()).collect();
    values.extend(begins(story, slip.state));
    let words: Vec<&str> = values
        .iter()
        .filter_map(|value| if let Value::Word(word) = value { Some(word.as_str()) } else { None })
        .collect();
    let near = match &slip.wanted {
        Value::Word(word) => suggest::did_you_mean(word, words),
        _ => None,
    };
    let listed: Vec<String> = values.iter().take(5).map(ToString::to_string).collect();
    let help = near.unwrap_or_else(|| match listed.as_slice() {
        [] => "say what makes it so: `becomes` on a scene, or `begins` where it is declared".to_owned(),
        [one] => format!("all that it ever is is {one}: say what makes it otherwise"),
        several => format!("it is {} at one time or another", several.join(" or ")),
    });
    problem.help(help)
}
