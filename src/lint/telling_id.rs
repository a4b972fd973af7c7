//! The id of a character or a place that tells a name which is given only later: ids stand in what is handed on.

use super::telling::Moment;
use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::story::{Thing, ThingPatch};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/telling-id.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let (story, telling) = (checked.story, checked.telling());
    let mut of = |thing: &Thing, met: &Moment| {
        let later = |patch: &&ThingPatch| {
            telling.known_with(&patch.once).is_some() && met.ways().any(|way| !telling.knows(&way, &patch.once))
        };
        let told = thing.hindsight.iter().filter(later).find_map(|patch| {
            let name = patch.name.as_ref()?.as_str();
            tells(&thing.id, thing.name.as_str(), name).then_some((name, patch))
        });
        if let Some((name, patch)) = told {
            let message = format!("the id `{}` gives away the name “{name}”, which is told only later", thing.id);
            let problem = Problem::new(&CODE, thing.written.file, message).at_location(thing.written, "");
            let problem = problem.at_location(patch.written, "the name waits for this");
            problems.push(problem.help("ids can be seen: call it after what somebody sees who meets it first"));
        }
    };
    story.characters().for_each(|id| of(story.character(id), telling.character(id)));
    story.places().for_each(|id| of(story.place(id), telling.place(id)));
}

/// Whether an id has a word of the later name that the first one lacks.
fn tells(id: &str, name: &str, later: &str) -> bool {
    const SHORTEST: usize = 3;
    const SAYS_NOTHING: [&str; 8] = ["the", "and", "his", "her", "its", "for", "from", "with"];
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        words.filter(|word| word.chars().count() >= SHORTEST && !SAYS_NOTHING.contains(&word.as_str())).collect()
    };
    let first = words(name);
    words(later).iter().any(|word| !first.contains(word) && id.split('-').any(|part| part == word))
}
