//! What is declared, and nothing refers to.
//!
//! While a reference leads nowhere, what it may have meant is not called unused.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::story::Declared;

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/unused.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    for (what, id, written) in &checked.story.loose_ends().unused {
        let (message, help) = match *what {
            Declared::Character => {
                (format!("`{id}` is in no scene"), "add them to the `cast` of a scene, or leave them out")
            }
            Declared::Place => {
                (format!("nothing happens at `{id}`"), "name it as the `place` of a scene, or leave it out")
            }
            Declared::Layer => {
                (format!("nothing is on the layer `{id}`"), "name it as the `layer` of a scene, or leave it out")
            }
            Declared::Thing => (
                format!("nothing happens to `{id}`"),
                "say what of it changes or is needed in a scene, or leave it out",
            ),
            Declared::Strand => {
                (format!("no scene is on the strand `{id}`"), "name it as the `strand` of a scene, or leave it out")
            }
            Declared::FirstDay => (
                "nothing is said to be on a story day, so `day-1` anchors nothing".to_owned(),
                "say when a scene is by story days, `at = \"day 3\"`, or leave it out",
            ),
            Declared::Source => {
                (format!("nothing cites `{id}`"), "name it in the `cite` of what it says, or leave it out")
            }
            Declared::Fact => {
                (format!("nothing refers to the fact `{id}`"), "name it in the `reveals` of a scene, or leave it out")
            }
        };
        problems.push(Problem::new(&CODE, written.file, message).at(written.span, "").help(help));
    }
}
