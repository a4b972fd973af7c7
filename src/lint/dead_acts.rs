//! Somebody who acts in the flesh and is dead by then, in every order of events that the claims and the telling allow.

use super::states::{Asks, Slip};
use super::{Checked, Lint};
use crate::problem::{Code, Problem};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/dead-acts.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let found = checked.states().slips(|slip| matches!(slip.asks, Asks::Flesh(_)) && slip.is_proven());
    for (slip, is_shown) in found {
        let Asks::Flesh(who) = slip.asks else { continue };
        let id = &checked.character_id(who);
        let scene = checked.named(slip.first.node);
        let message = match slip.because {
            Some(_) => format!("`{id}` acts in {scene}, and is dead by then"),
            None => format!("`{id}` acts in {scene}, and is not alive yet"),
        };
        let problem = slip.problem(checked, (&CODE, message), "here in the flesh", is_shown);
        problems.push(how_to_be_there(problem, id, slip));
    }
}

/// What to do about somebody who is dead, or may be.
pub(super) fn how_to_be_there(problem: Problem, id: &str, slip: &Slip) -> Problem {
    let problem = problem.help(format!(
        "a body, a voice or a memory is no one in the flesh: write `{{ who = \"{id}\", as = \"body\" }}` in the cast"
    ));
    let other = match slip.because {
        Some(_) => "or put the scene before the death, or let somebody bring the dead back",
        None => "or let a scene before it bring them to life",
    };
    problem.help(format!("{other}: `becomes = {{ \"{id}.alive\" = true }}`"))
}
