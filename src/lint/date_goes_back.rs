//! A date that is earlier than the one told before it on its strand: the telling jumps back there, or a year is mistyped.

use std::collections::BTreeMap;

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::Location;
use crate::story::{Claim, Party, SceneId, Statement};
use crate::time::{Calendar, Telling, Window};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/date-goes-back.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    if checked.has_errors() {
        return;
    }
    let story = checked.story;
    let mut told_last: BTreeMap<(u32, Calendar), (Window, Location)> = BTreeMap::new();
    for (scene, calendar, window, at) in story.claims().iter().filter_map(date) {
        let Some(strand) = checked.chronology().places[scene.index()].strand else { continue };
        let before = told_last.insert((strand.0, calendar), (window, at));
        let Some((_, before_at)) = before.filter(|(before, _)| window.until <= before.from) else { continue };
        let on = checked.projection().strands[strand.0 as usize];
        let strand = story.strand(on);
        // A strand that never comes to be known leaves its scenes on another.
        let named = story.scene(scene).strand.unwrap_or(on);
        if strand.told != Telling::Forwards || named != on {
            continue;
        }
        let message = format!("this is before the date told before it on the strand `{}`", strand.id);
        let problem = Problem::new(&CODE, at.file, message).at_location(at, "");
        let problem = problem.at_location(before_at, "told before it, and later");
        problems.push(problem.help("if the telling does not jump back here, mend one of the two"));
    }
}

/// The date that a claim gives a scene, whatever is known, and where it is written.
fn date(claim: &Claim) -> Option<(SceneId, Calendar, Window, Location)> {
    match (claim.subject, claim.says) {
        (Party::Scene(scene), Statement::At(calendar, window, _)) if claim.once.is_empty() => {
            Some((scene, calendar, window, claim.written))
        }
        _ => None,
    }
}
