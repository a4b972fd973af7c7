//! A child whose parent cannot have had it: born no later than the parent, or more than a year after the parent's death.
//!
//! Conservative: a parent who is younger than ten years, or who died within the year before, is only doubted. A parent dies
//! where `alive` becomes false, and no more than once: who may come back is not judged.

use std::collections::BTreeMap;

use super::before_birth::as_dates;
use super::people::{event, in_the_end};
use super::{Checked, Lint};
use crate::calendar;
use crate::problem::{Code, Problem};
use crate::source::Location;
use crate::story::{Born, CharacterId, FactId, Owner, SceneId, Value};
use crate::time::{Calendar, Gap, Must, Node, Point, Step, Window};

pub(super) static PROVEN: Lint = Lint { code: &NOT_THEIR_CHILD, check: in_every_order };
pub(super) static POSSIBLE: Lint = Lint { code: &MAY_NOT_BE_THEIR_CHILD, check: in_some_order };

static NOT_THEIR_CHILD: Code = Code::of(include_str!("../../docs/problems/not-their-child.md"));
static MAY_NOT_BE_THEIR_CHILD: Code = Code::of(include_str!("../../docs/problems/may-not-be-their-child.md"));

const DAY: i64 = 24 * 60;
const YEAR: i64 = 366 * DAY;

/// Nobody is doubted as a parent from this age on.
const OLD_ENOUGH: i64 = 10 * 365 * DAY;

fn in_every_order(checked: &Checked, problems: &mut Vec<Problem>) {
    for kin in checked.kin() {
        let [child, parent] = kin.names(checked);
        let Some(born) = &checked.story.character(kin.child).born else { continue };
        if let Some(first) = kin.parent_born(checked).filter(|first| kin.latest_age(first.1) <= 0) {
            let message = format!("`{child}` is born no later than `{parent}`, a parent of theirs");
            let problem = Problem::new(&NOT_THEIR_CHILD, kin.written.file, message);
            let problem = with_births(problem.at_location(kin.written, ""), [born, first.0]);
            problems.push(problem.help("let the parent be born earlier, or the child later, or leave the parent out"));
        } else if let Some((dies, is_so)) = kin.born_after_death(1).filter(|(_, step)| *step != Step::Open) {
            let message =
                format!("`{child}` is born more than a year after the death of `{parent}`, a parent of theirs");
            let problem = Problem::new(&NOT_THEIR_CHILD, kin.written.file, message).at_location(kin.written, "");
            problems.push(with_death(checked, problem, born, dies, is_so));
        }
    }
}

fn in_some_order(checked: &Checked, problems: &mut Vec<Problem>) {
    for kin in checked.kin() {
        let [child, parent] = kin.names(checked);
        let Some(born) = &checked.story.character(kin.child).born else { continue };
        if let Some(first) = kin.parent_born(checked).filter(|first| kin.latest_age(first.1) < OLD_ENOUGH) {
            if kin.latest_age(first.1) > 0 {
                let message =
                    format!("`{parent}` is less than ten years old when `{child}` is born, a child of theirs");
                let problem = Problem::new(&MAY_NOT_BE_THEIR_CHILD, kin.written.file, message);
                let problem = with_births(problem.at_location(kin.written, ""), [born, first.0]);
                problems
                    .push(problem.help("let the parent be born earlier, or the child later, or leave the parent out"));
            }
        } else if let Some((dies, is_so)) = kin.born_after_death(0).filter(|(_, step)| *step != Step::Open)
            && kin.born_after_death(1).is_some_and(|(_, step)| step == Step::Open)
        {
            let message = format!("`{child}` is born after the death of `{parent}`, a parent of theirs");
            let problem = Problem::new(&MAY_NOT_BE_THEIR_CHILD, kin.written.file, message).at_location(kin.written, "");
            problems.push(with_death(checked, problem, born, dies, is_so));
        }
    }
}

fn with_births(problem: Problem, [child, parent]: [&Born; 2]) -> Problem {
    let said = |born: &Born| calendar::at(born.calendar, born.window);
    let problem = problem.at_location(child.written, format!("the child is born {}", said(child)));
    problem.at_location(parent.written, format!("the parent is born {}", said(parent)))
}

fn with_death(
    checked: &Checked,
    problem: Problem,
    born: &Born,
    (event, written): (Node, Location),
    is_so: Step,
) -> Problem {
    let said = calendar::at(born.calendar, born.window);
    let problem = problem.at_location(born.written, format!("the child is born {said}"));
    let event = checked.named(event);
    let problem = problem.at_location(written, format!("the parent dies by the end of {event}"));
    let problem =
        if is_so == Step::Told { problem.help("when that is takes the order of the telling") } else { problem };
    problem.help("let the child be born earlier, or the parent die later, or leave the parent out")
}

/// A child and one of its parents.
pub(super) struct Kin {
    child: CharacterId,
    parent: CharacterId,
    written: Location,
    /// When the child is born: on dates, if that can be, and otherwise on its own story days.
    born: (Calendar, Window),
    /// Where the parent dies, and whether the child must be born after that, and more than a year after it.
    death: Option<(Node, Location)>,
    is_after: [Step; 2],
}

impl Kin {
    fn names(&self, checked: &Checked) -> [String; 2] {
        [self.child, self.parent].map(|who| checked.character_id(who))
    }

    /// When the parent is born, if that can be compared.
    fn parent_born<'a>(&self, checked: &Checked<'a>) -> Option<(&'a Born, Window)> {
        let born = checked.story.character(self.parent).born.as_ref()?;
        let (calendar, window) = in_calendar(checked, born);
        (calendar == self.born.0).then_some((born, window))
    }

    /// How old the parent is at most when the child is born.
    fn latest_age(&self, parent: Window) -> i64 {
        self.born.1.until - 1 - parent.from
    }

    /// Where the parent dies, and whether the child must be born so many years after that.
    fn born_after_death(&self, years: usize) -> Option<((Node, Location), Step)> {
        Some((self.death?, self.is_after[years]))
    }

    /// That the child is born so many minutes after the death.
    fn after_death(&self, minutes: i64) -> Option<Must> {
        let (calendar, window) = self.born;
        let (earlier, later) = (Point::End(self.death?.0), Point::Zero(calendar));
        Some(Must { earlier, later, by: Gap::minutes(minutes - window.from) })
    }
}

/// When somebody is born: on dates, if that can be.
fn in_calendar(checked: &Checked, born: &Born) -> (Calendar, Window) {
    as_dates(checked.story, born).unwrap_or((born.calendar, born.window))
}

/// Every child that says when it is born, with each parent. All that is to be known of their deaths is asked in one go.
pub(super) fn kin(checked: &Checked) -> Vec<Kin> {
    let characters = checked.story.characters().map(|who| (who, checked.story.character(who)));
    let children: Vec<_> = characters.filter(|(_, child)| child.born.is_some() && !child.parents.is_empty()).collect();
    if children.is_empty() || checked.has_errors() {
        return Vec::new();
    }
    let deaths = deaths(checked);
    let mut kin: Vec<Kin> = Vec::new();
    for (id, child) in children {
        let Some(born) = child.born.as_ref().map(|born| in_calendar(checked, born)) else { continue };
        let of = |&(parent, written): &(CharacterId, Location)| {
            let death = deaths.get(&parent).copied().flatten();
            Kin { child: id, parent, written, born, death, is_after: [Step::Open; 2] }
        };
        kin.extend(child.parents.iter().map(of));
    }
    let asked: Vec<Must> = kin.iter().flat_map(|kin| [kin.after_death(0), kin.after_death(YEAR)]).flatten().collect();
    let steps = checked.solution().must(&asked);
    for (kin, steps) in kin.iter_mut().filter(|kin| kin.death.is_some()).zip(steps.chunks_exact(2)) {
        kin.is_after = [steps[0], steps[1]];
    }
    kin
}

/// The one event in which each dies, and where that is written. None where they come to life, or die over and over. What
/// happens on a layer, as in a dream, happens in another world.
fn deaths(checked: &Checked) -> BTreeMap<CharacterId, Option<(Node, Location)>> {
    let story = checked.story;
    let is_awake = |scene: &SceneId| event(checked, *scene).is_some() && in_the_end(story, *scene).layer.is_none();
    let of_scene = |scene: SceneId| (Node::Scene(scene.index() as u32), &story.scene(scene).continuity.becomes);
    let told = (0..).map(Node::Fact).zip(&checked.projection().facts);
    let of_fact = |(node, &fact): (Node, &FactId)| (node, &story.fact(fact).continuity.becomes);
    let mut deaths: BTreeMap<CharacterId, Option<(Node, Location)>> = BTreeMap::new();
    for (node, becomes) in story.scenes().filter(is_awake).map(of_scene).chain(told.map(of_fact)) {
        for change in becomes {
            let state = story.state(change.state);
            let Owner::Character(who) = state.owner else { continue };
            if !state.is_life() {
                continue;
            }
            let dies = change.value == Value::Flag(false);
            let one = match deaths.get(&who) {
                None => Some((node, change.written)),
                // What shows one event says one thing.
                Some(&known) => known.filter(|&(known, _)| checked.solution().are_one(known, node)),
            };
            deaths.insert(who, one.filter(|_| dies));
        }
    }
    deaths
}
