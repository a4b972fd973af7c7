//! Something that is used while it does not exist, in every order of events that the claims and the telling allow.

use super::states::Asks;
use super::{Checked, Lint};
use crate::problem::{Code, Problem};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/gone-when-used.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let found = checked.states().slips(|slip| matches!(slip.asks, Asks::Use(_)) && slip.is_proven());
    for (slip, is_shown) in found {
        let Asks::Use(thing) = slip.asks else { continue };
        let id = checked.thing_id(thing);
        let scene = checked.named(slip.first.node);
        let message = match slip.because {
            Some(_) => format!("{scene} uses `{id}`, which is gone by then"),
            None => format!("{scene} uses `{id}`, which does not exist yet"),
        };
        let problem = slip.problem(checked, (&CODE, message), "used here", is_shown);
        problems.push(problem.help(format!(
            "put the scene where there is one, or let a scene before it make one: `becomes = {{ \"{id}.exists\" = true }}`"
        )));
    }
}
