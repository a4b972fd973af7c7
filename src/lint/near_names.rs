//! Two things of a kind whose names look the same at a glance: nobody who is shown them can tell which is meant.

use std::collections::BTreeMap;

use super::{Checked, Lint};
use crate::letters;
use crate::problem::{Code, Problem};
use crate::source::Location;

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/near-names.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    let mut check = |what, names: Vec<(&str, Location)>| near(what, &names, problems);
    let name = |name, written| (name, written);
    check(
        "characters",
        story.characters().map(|it| story.character(it)).map(|it| name(it.name.as_str(), it.written)).collect(),
    );
    check("places", story.places().map(|it| story.place(it)).map(|it| name(it.name.as_str(), it.written)).collect());
    check("layers", story.layers().map(|it| story.layer(it)).map(|it| name(it.name.as_str(), it.written)).collect());
    let strands = story.strands().map(|it| story.strand(it));
    check("strands", strands.filter_map(|it| Some(name(it.name.as_deref()?, it.written?))).collect());
}

fn near(what: &str, names: &[(&str, Location)], problems: &mut Vec<Problem>) {
    let mut met: BTreeMap<String, (&str, Location)> = BTreeMap::new();
    for &(name, written) in names {
        let Some((other, at)) = met.insert(letters::at_a_glance(name), (name, written)) else { continue };
        let message = if name == other {
            format!("two {what} are called “{name}”")
        } else {
            format!("the names of two {what} look the same: “{other}” and “{name}”")
        };
        let problem = Problem::new(&CODE, written.file, message).at_location(written, "").at_location(at, "the other");
        problems.push(problem.help("give one of them another name, if only until they are told apart"));
    }
}
