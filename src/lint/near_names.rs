//! Two things of a kind whose names look the same at a glance: nobody who is shown them can tell which is meant.
//!
//! In a universe those of different works are compared, too, for they are shown together, and are likely one that was
//! declared twice. Strands are not: each belongs to the telling of its work.

use std::collections::BTreeMap;

use super::{Checked, Lint};
use crate::letters;
use crate::problem::{Code, Problem};
use crate::source::{FileId, Location};
use crate::story::{Text, Thing, WorkId};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/near-names.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    let characters: Vec<&Thing> = story.characters().map(|id| story.character(id)).collect();
    let places: Vec<&Thing> = story.places().map(|id| story.place(id)).collect();
    let layers: Vec<&Thing> = story.layers().map(|id| story.layer(id)).collect();
    for (what, things) in [("characters", characters), ("places", places), ("layers", layers)] {
        // What has no name, which is an error, goes by its id.
        let named = things.into_iter().filter(|thing| !checked.has_error_in(thing.written.file, thing.extent));
        near(what, named.map(|thing| ((thing.written.file, thing.home), &thing.name)), problems);
    }
    let strands = story.strands().map(|id| story.strand(id));
    near(
        "strands",
        strands.filter_map(|strand| Some(((strand.written?.file, Some(strand.work)), strand.name.as_ref()?))),
        problems,
    );
}

/// In which text something is declared, and by which work, if by one.
type Home = (FileId, Option<WorkId>);

fn near<'s>(what: &str, names: impl Iterator<Item = (Home, &'s Text)>, problems: &mut Vec<Problem>) {
    let mut met: BTreeMap<String, (Home, &Text)> = BTreeMap::new();
    for (home, name) in names.filter(|(_, name)| !name.value.trim().is_empty()) {
        let Some((other_home, other)) = met.insert(letters::at_a_glance(&name.value), (home, name)) else { continue };
        if what == "strands" && home != other_home {
            continue;
        }
        let ((file, _), (other_file, _)) = (home, other_home);
        let message = if name.value == other.value {
            format!("two {what} are called “{}”", name.value)
        } else {
            format!("the names of two {what} look the same: “{}” and “{}”", other.value, name.value)
        };
        let problem = Problem::new(&CODE, file, message).at(name.span, "");
        let problem = problem.at_location(Location { file: other_file, span: other.span }, "the other");
        let help = if home == other_home {
            "give one of them another name, if only until they are told apart"
        } else {
            "if both are one, declare it once, in `universe.toml`; else give one of them another name"
        };
        problems.push(problem.help(help));
    }
}
