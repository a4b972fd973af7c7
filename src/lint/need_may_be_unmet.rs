//! A need that may not be met, in some order of events that the claims and the telling allow.

use super::states::{Asks, begins};
use super::{Checked, Lint};
use crate::problem::{Code, Problem};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/need-may-be-unmet.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    for (slip, is_shown) in checked.states().slips(|slip| slip.asks == Asks::Need && !slip.is_proven()) {
        let (scene, state) = (checked.named(slip.first.node), story.state_name(slip.state));
        let may = match (&slip.because, begins(story, slip.state)) {
            (Some(change), _) => format!("it may be {} by then", change.value),
            (None, Some(value)) => format!("it may still be {value} by then"),
            (None, None) => "it may be that nothing has made it so by then".to_owned(),
        };
        let message = format!("{scene} needs `{state}` to be {}, and {may}", slip.wanted);
        let problem = slip.problem(checked, (&CODE, message), "needed here", is_shown);
        problems.push(slip.say_which_comes_first(checked, problem));
    }
}
