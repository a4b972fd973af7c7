//! Somebody who acts in the flesh and may be dead by then, in some order of events that the claims and the telling allow.

use super::dead_acts::how_to_be_there;
use super::states::Asks;
use super::{Checked, Lint};
use crate::problem::{Code, Problem};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/dead-may-act.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let found = checked.states().slips(|slip| matches!(slip.asks, Asks::Flesh(_)) && !slip.is_proven());
    for (slip, is_shown) in found {
        let Asks::Flesh(who) = slip.asks else { continue };
        let id = &checked.character_id(who);
        let scene = checked.named(slip.first.node);
        let message = match slip.because {
            Some(_) => format!("`{id}` acts in {scene}, and may be dead by then"),
            None => format!("`{id}` acts in {scene}, and may not be alive yet"),
        };
        let problem = slip.problem(checked, (&CODE, message), "here in the flesh", is_shown);
        let problem = slip.say_which_comes_first(checked, problem);
        problems.push(how_to_be_there(problem, id, slip));
    }
}
