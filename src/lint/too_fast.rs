//! One person who gets from one place to another faster than the stated way allows: `journeys.rs`.

use super::in_two_places::{names, told};
use super::leads_there::SHOWN;
use super::{Checked, Lint};
use crate::problem::{Code, Problem};

pub(super) static PROVEN: Lint = Lint { code: &TOO_FAST, check: in_every_order };
pub(super) static POSSIBLE: Lint = Lint { code: &MAY_BE_TOO_FAST, check: in_some_order };

static TOO_FAST: Code = Code::of(include_str!("../../docs/problems/too-fast.md"));
static MAY_BE_TOO_FAST: Code = Code::of(include_str!("../../docs/problems/may-be-too-fast.md"));

fn in_every_order(checked: &Checked, problems: &mut Vec<Problem>) {
    for (at, clash) in checked.clashes().iter().filter(|clash| !clash.overlap && clash.proven).enumerate() {
        let [who, one, other] = names(checked, clash);
        let message = format!("{who} cannot get from `{one}` to `{other}` in time");
        let problem = told((checked, at < SHOWN), clash, Problem::new(&TOO_FAST, clash.file(checked), message));
        problems.push(problem.help("let more time pass between them, or say that the way is shorter"));
    }
}

fn in_some_order(checked: &Checked, problems: &mut Vec<Problem>) {
    for (at, clash) in checked.clashes().iter().filter(|clash| !clash.overlap && !clash.proven).enumerate() {
        let [who, one, other] = names(checked, clash);
        let message = format!("{who} may not get from `{one}` to `{other}` in time");
        let problem = told((checked, at < SHOWN), clash, Problem::new(&MAY_BE_TOO_FAST, clash.file(checked), message));
        problems
            .push(problem.help("claim that more time passes between them, with `by`, or say that the way is shorter"));
    }
}
