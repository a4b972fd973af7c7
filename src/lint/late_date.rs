//! The first date on a strand, where nothing says how early the scenes told before it there are.

use std::collections::BTreeMap;

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::Location;
use crate::story::{Claim, Party, SceneId, Statement};
use crate::time::{Calendar, Telling};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/late-date.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    let dates = dates(checked);
    if dates.is_empty() || checked.has_errors() {
        return;
    }
    // For each strand, its first scene, and whether a date has been met.
    let mut begun: BTreeMap<u32, (SceneId, bool)> = BTreeMap::new();
    for scene in story.scenes() {
        let Some(strand) = checked.chronology().places[scene.index()].strand else { continue };
        let date = dates.get(&scene);
        let (first, is_dated) = begun.entry(strand.0).or_insert((scene, date.is_some()));
        let Some(&(calendar, at)) = date.filter(|_| !*is_dated) else { continue };
        *is_dated = true;
        let strand = story.strand(checked.projection().strands[strand.0 as usize]);
        if strand.told == Telling::Forwards && has_no_beginning(checked, *first, calendar) {
            problems.push(problem(checked, *first, (calendar, at), &strand.id));
        }
    }
}

/// The date that each scene claims of itself: its calendar, and where it is written.
fn dates(checked: &Checked) -> BTreeMap<SceneId, (Calendar, Location)> {
    let date = |claim: &Claim| match (claim.subject, claim.says) {
        (Party::Scene(scene), Statement::At(calendar, ..)) => Some((scene, (calendar, claim.written))),
        _ => None,
    };
    checked.story.claims().iter().filter_map(date).collect()
}

/// Whether nothing says how early a scene may be, only how late.
fn has_no_beginning(checked: &Checked, scene: SceneId, calendar: Calendar) -> bool {
    let chronology = checked.chronology();
    let spans = chronology.spans.iter().find(|spans| spans.calendar == calendar);
    let event = chronology.places[scene.index()].event;
    let bounds = spans.zip(event).map(|(spans, event)| spans.told[event as usize]);
    bounds.is_some_and(|bounds| bounds.earliest.is_none() && bounds.latest.is_some())
}

fn problem(checked: &Checked, first: SceneId, (calendar, at): (Calendar, Location), strand: &str) -> Problem {
    let message = format!("this is the first date on the strand `{strand}`, and not on its first scene");
    let problem = Problem::new(&CODE, at.file, message).at_location(at, "");
    let problem = problem.at_location(checked.story.scene(first).written, "nothing says how long before that this is");
    let roughly = if calendar == Calendar::Dates { "2012" } else { "day 1" };
    problem.help(format!("give the first scene a date too, as roughly as is known: \"{roughly}\" will do"))
}
