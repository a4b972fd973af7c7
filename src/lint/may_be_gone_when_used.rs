//! Something that is used and may not exist by then, in some order of events that the claims and the telling allow.

use super::states::Asks;
use super::{Checked, Lint};
use crate::problem::{Code, Problem};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/may-be-gone-when-used.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let found = checked.states().slips(|slip| matches!(slip.asks, Asks::Use(_)) && !slip.is_proven());
    for (slip, is_shown) in found {
        let Asks::Use(thing) = slip.asks else { continue };
        let id = checked.thing_id(thing);
        let scene = checked.named(slip.first.node);
        let message = match slip.because {
            Some(_) => format!("{scene} uses `{id}`, which may be gone by then"),
            None => format!("{scene} uses `{id}`, which may not exist yet"),
        };
        let problem = slip.problem(checked, (&CODE, message), "used here", is_shown);
        problems.push(slip.say_which_comes_first(checked, problem));
    }
}
