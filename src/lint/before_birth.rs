//! Somebody in the flesh in a scene that begins before they are born.
//!
//! It does in every order where it begins before the stretch that `born` names; it may where its own date reaches back before
//! that stretch. A scene that is said to last until then is that of the birth. Of one that only stands somewhere before or
//! after dated ones nothing is said.

use std::collections::BTreeMap;

use super::because::because;
use super::people::{Presence, end, present, start};
use super::{Checked, Lint};
use crate::calendar;
use crate::problem::{Code, Problem};
use crate::story::{Born, Story};
use crate::time::{Bounds, Calendar, Gap, Must, Point, Step, Window};

pub(super) static PROVEN: Lint = Lint { code: &BEFORE_BIRTH, check: in_every_order };
pub(super) static POSSIBLE: Lint = Lint { code: &MAY_BE_BEFORE_BIRTH, check: in_some_order };

static BEFORE_BIRTH: Code = Code::of(include_str!("../../docs/problems/before-birth.md"));
static MAY_BE_BEFORE_BIRTH: Code = Code::of(include_str!("../../docs/problems/may-be-before-birth.md"));

fn in_every_order(checked: &Checked, problems: &mut Vec<Problem>) {
    for suspect in of_the_born(checked, |at| at.step != Step::Open) {
        let (who, scene) = (checked.story.character(suspect.at.who), checked.story.scene(suspect.at.scene));
        let message = format!("`{}` is in `{}`, which begins before they are born", who.id, scene.id);
        let problem = Problem::new(&BEFORE_BIRTH, scene.written.file, message).at_location(scene.written, "");
        let problem = with_born(problem, who.born.as_ref());
        let problem = because(checked, problem, &[(suspect.begins_before(), suspect.step)]);
        problems.push(problem.help("let one of the two be later or earlier, or take them from its `cast`"));
    }
}

fn in_some_order(checked: &Checked, problems: &mut Vec<Problem>) {
    let reaches_back = |at: &Suspect| at.claimed.is_some_and(|claimed| claimed.from < at.born.from);
    for suspect in of_the_born(checked, |at| at.step == Step::Open && reaches_back(at)) {
        let (who, scene) = (checked.story.character(suspect.at.who), checked.story.scene(suspect.at.scene));
        let message = format!("`{}` is in `{}`, which may begin before they are born", who.id, scene.id);
        let problem = Problem::new(&MAY_BE_BEFORE_BIRTH, scene.written.file, message);
        let named = suspect
            .claimed
            .map_or(String::new(), |window| format!("this is {}", calendar::at(suspect.calendar, window)));
        let problem = with_born(problem.at_location(scene.written, named), who.born.as_ref());
        problems.push(problem.help("say more precisely when one of the two is"));
    }
}

fn with_born(problem: Problem, born: Option<&Born>) -> Problem {
    match born {
        Some(born) => problem.at_location(born.written, format!("born {}", calendar::at(born.calendar, born.window))),
        None => problem,
    }
}

/// Somebody in a scene, and what is known of when it is.
struct Suspect {
    at: Presence,
    /// The stretch in which they are born.
    born: Window,
    calendar: Calendar,
    /// Whether it begins before that.
    step: Step,
    /// What its own dates say.
    claimed: Option<Window>,
}

impl Suspect {
    /// That it begins before the first minute of that stretch.
    fn begins_before(&self) -> Must {
        let (earlier, later) = (start(self.at.scene), Point::Zero(self.calendar));
        Must { earlier, later, by: Gap::STRICT - Gap::minutes(self.born.from) }
    }

    /// That it does not end before.
    fn lasts_until(&self) -> Must {
        let (earlier, later) = (Point::Zero(self.calendar), end(self.at.scene));
        Must { earlier, later, by: Gap::minutes(self.born.from) }
    }
}

/// Everybody who says when they are born, in every scene that bounds tie to the same calendar, once an event. Linear, beside
/// the sorting.
fn of_the_born(checked: &Checked, is_suspect: impl Fn(&Suspect) -> bool) -> Vec<Suspect> {
    let anyone = checked.story.characters().any(|who| checked.story.character(who).born.is_some());
    if !anyone || checked.has_errors() {
        return Vec::new();
    }
    let mut suspects = BTreeMap::new();
    for at in present(checked) {
        let Some(born) = checked.story.character(at.who).born.as_ref() else { continue };
        let calendars = [Some((born.calendar, born.window)), as_dates(checked.story, born)];
        let spans = calendars.into_iter().flatten().find_map(|(calendar, window)| {
            let spans = checked.chronology().spans.iter().find(|spans| spans.calendar == calendar)?;
            Some((calendar, window, spans))
        });
        let Some((calendar, window, spans)) = spans else { continue };
        let is_before = |bounds: &Bounds| bounds.latest.is_some_and(|latest| latest > Gap::minutes(-window.from));
        let step = match (&spans.declared[at.event as usize], &spans.told[at.event as usize]) {
            (declared, _) if is_before(declared) => Step::Declared,
            (_, told) if is_before(told) => Step::Told,
            _ => Step::Open,
        };
        let claimed = spans.claimed[at.event as usize];
        let suspect = Suspect { at, born: window, calendar, step, claimed };
        if is_suspect(&suspect) {
            suspects.entry((at.who, at.event)).or_insert(suspect);
        }
    }
    let suspects: Vec<Suspect> = suspects.into_values().collect();
    let asked: Vec<Must> = suspects.iter().map(Suspect::lasts_until).collect();
    let lasts = checked.solution().must(&asked);
    suspects.into_iter().zip(lasts).filter(|(_, lasts)| *lasts == Step::Open).map(|(suspect, _)| suspect).collect()
}

/// The stretch of dates in which somebody is born, where their story days are anchored.
pub(super) fn as_dates(story: &Story, born: &Born) -> Option<(Calendar, Window)> {
    match born.calendar {
        Calendar::Dates => Some((Calendar::Dates, born.window)),
        Calendar::StoryDays(work) => {
            let first = story.works().get(work as usize)?.first_day?;
            // Both ends of the first day's own stretch are minutes that it may begin in.
            let window = Window { from: born.window.from + first.from, until: born.window.until + first.until - 1 };
            Some((Calendar::Dates, window))
        }
    }
}
