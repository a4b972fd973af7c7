//! Somebody in the flesh in a scene that begins before they are born.
//!
//! It does in every order where it begins before the stretch that `born` names; it may where its own date reaches back before
//! that stretch. A scene that is said to last until then is that of the birth. Of one that only stands somewhere before or
//! after dated ones nothing is said.

use std::collections::BTreeMap;

use super::leads_there::SHOWN;
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
    let proven = checked.born().iter().filter(|at| at.step != Step::Open);
    for (at, suspect) in proven.enumerate() {
        let (who, scene) = (checked.story.character(suspect.at.who), checked.story.scene(suspect.at.scene));
        let [id, of_scene] = suspect.names(checked);
        let message = format!("`{id}` is in `{of_scene}`, which begins before they are born");
        let problem = Problem::new(&BEFORE_BIRTH, scene.written.file, message).at_location(scene.written, "");
        let problem = with_born(problem, who.born.as_ref());
        let problem = checked.show_what_leads(problem, [suspect.begins_before()].iter().filter(|_| at < SHOWN));
        problems.push(problem.help("let one of the two be later or earlier, or take them from its `cast`"));
    }
}

fn in_some_order(checked: &Checked, problems: &mut Vec<Problem>) {
    for suspect in checked.born().iter().filter(|at| at.step == Step::Open && at.reaches_back()) {
        let (who, scene) = (checked.story.character(suspect.at.who), checked.story.scene(suspect.at.scene));
        let [id, of_scene] = suspect.names(checked);
        let message = format!("`{id}` is in `{of_scene}`, which may begin before they are born");
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
pub(super) struct Suspect {
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
    fn names(&self, checked: &Checked) -> [String; 2] {
        [checked.character_id(self.at.who), checked.scene_id(self.at.scene)]
    }

    /// Whether its own dates reach back before that.
    fn reaches_back(&self) -> bool {
        self.claimed.is_some_and(|claimed| claimed.from < self.born.from)
    }

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

/// Everybody who says when they are born, in every scene that bounds tie to the same calendar, once an event, and that does
/// not last until then. What is on a layer, as in a dream, may be at any time. Linear, beside the sorting.
pub(super) fn of_the_born(checked: &Checked) -> Vec<Suspect> {
    let anyone = checked.story.characters().any(|who| checked.story.character(who).born.is_some());
    if !anyone || checked.has_errors() {
        return Vec::new();
    }
    let mut suspects = BTreeMap::new();
    for at in present(checked).into_iter().filter(|at| at.layer.is_none()) {
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
        suspects.entry((at.who, at.event)).or_insert(Suspect { at, born: window, calendar, step, claimed });
    }
    let may_be = |at: &Suspect| at.step != Step::Open || at.reaches_back();
    let suspects: Vec<Suspect> = suspects.into_values().filter(may_be).collect();
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
