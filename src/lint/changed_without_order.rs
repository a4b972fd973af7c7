//! One state made two different things, with no order between the two.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/changed-without-order.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    for clash in &checked.states().clashes {
        let [one, other] = &clash.changes;
        let (first, second) = (checked.named(one.event.node), checked.named(other.event.node));
        let state = checked.story.state_name(clash.state);
        let (message, help) = if checked.solution().are_one(one.event.node, other.event.node) {
            let message = format!("{first} and {second} are one event, and change `{state}` to two different things");
            (message, "let it be one or the other".to_owned())
        } else if checked.solution().begin_together(one.event.node, other.event.node) {
            let message =
                format!("{first} and {second} are at the same time, and change `{state}` to two different things");
            (message, "let it be one or the other, or one of them come first".to_owned())
        } else {
            let message = format!("{first} and {second} change `{state}`, and nothing says which is the last to");
            (
                message,
                format!(
                    "say which comes first, by a `when` on {second}: what is listed first is so by the rule of the listing alone"
                ),
            )
        };
        let more = match clash.more {
            0 => String::new(),
            1 => ", and so it is with one more pair".to_owned(),
            more => format!(", and so it is with {more} more pairs"),
        };
        let problem = Problem::new(&CODE, one.event.written.file, message)
            .at_location(one.event.written, format!("{} from the end of {first} on{more}", one.value))
            .at_location(other.event.written, format!("{} from the end of {second} on", other.value));
        problems.push(problem.help(help));
    }
}
