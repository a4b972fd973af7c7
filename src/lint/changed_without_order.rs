//! One state made two different things, with no order between the two.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::time::{Node, Step};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/changed-without-order.md"));

/// So many pairs are not counted any more: nor are all of them looked for.
const MANY: usize = 10;

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let clashes = &checked.states().clashes;
    let pairs = clashes.iter().map(|clash| [&clash.changes[0], &clash.changes[1]].map(|change| change.event.node));
    let pairs: Vec<(Node, Node)> = pairs.flat_map(|[one, other]| [(one, other), (other, one)]).collect();
    let begins_first = checked.solution().orders(&pairs);
    for (clash, begins_first) in clashes.iter().zip(begins_first.chunks(2)) {
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
            let help = match begins_first.iter().position(|step| *step != Step::Open) {
                None => format!(
                    "say which comes first, by a `when` on {second}: what is listed first is so by the rule of the listing alone"
                ),
                Some(at) => {
                    let [earlier, later] = if at == 0 { [&first, &second] } else { [&second, &first] };
                    let id = earlier.trim_matches('`');
                    format!(
                        "{earlier} begins first, and nothing says that it is over first: claim `after = \"{id}\"` on {later}, \
                         or say how long they last"
                    )
                }
            };
            (message, help)
        };
        let more = match clash.more {
            0 => String::new(),
            1 => ", and so it is with one more pair".to_owned(),
            more if more < MANY => format!(", and so it is with {more} more pairs"),
            _ => ", and so it is with many more pairs".to_owned(),
        };
        let problem = Problem::new(&CODE, one.event.written.file, message)
            .at_location(one.event.written, format!("{} from the end of {first} on{more}", one.value))
            .at_location(other.event.written, format!("{} from the end of {second} on", other.value));
        problems.push(problem.help(help));
    }
}
