//! Points, what is known of how far they are apart, and links (model.md 2.1, 2.2).

use std::iter::once;

use storyline::time::{Calendar, Distance, Network, Relation, Says, Telling, Window};

use super::story::Story;
use super::{Bounds, OnCalendars};

/// The most that one point is after another, in minutes. Where it is strict it is less than that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Most {
    pub(super) minutes: i64,
    pub(super) strict: bool,
}

impl Most {
    /// "Strict means strictly later, by however little": of two equal bounds the strict one says more.
    fn says_more_than(self, other: Option<Most>) -> bool {
        other.is_none_or(|other| (self.minutes, !self.strict) < (other.minutes, !other.strict))
    }

    /// What follows for x - z from this on x - y and the next on y - z.
    fn and(self, next: Most) -> Most {
        Most { minutes: self.minutes + next.minutes, strict: self.strict || next.strict }
    }

    /// Whether it says of x - y that x < y.
    fn is_earlier(self) -> bool {
        self.says_more_than(Some(Most { minutes: 0, strict: false }))
    }
}

/// x - y is at most that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Constraint {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) most: Most,
}

/// The scene told before, and the scene that is linked to it.
pub(super) type Link = (u32, u32);
/// For each point x and each y what is known of x - y.
pub(super) type Matrix = Vec<Vec<Option<Most>>>;

/// "An event E has a start and an end point": points are numbered start, end, start, end, …
pub(super) fn start(event: usize) -> usize {
    2 * event
}

pub(super) fn end(event: usize) -> usize {
    2 * event + 1
}

/// Each calendar is a point of its own, after those of all events: where its minute 0 lies.
fn zero(calendar: Calendar, events: usize) -> usize {
    match calendar {
        Calendar::Dates => 2 * events,
        Calendar::StoryDays(number) => 2 * events + 1 + number as usize,
    }
}

/// The zeros of dates and of each calendar of story days.
fn zeros(events: usize, network: &Network) -> Vec<usize> {
    let story_days = (0..network.story_days.len() as u32).map(Calendar::StoryDays);
    once(Calendar::Dates).chain(story_days).map(|calendar| zero(calendar, events)).collect()
}

/// How many points there are: two for each event, one for each calendar.
pub(super) fn points(events: usize, network: &Network) -> usize {
    2 * events + zeros(events, network).len()
}

/// x - y <= minutes
fn at_most(x: usize, y: usize, minutes: i64) -> Constraint {
    Constraint { x, y, most: Most { minutes, strict: false } }
}

/// x - y < minutes
fn less(x: usize, y: usize, minutes: i64) -> Constraint {
    Constraint { x, y, most: Most { minutes, strict: true } }
}

/// "The distance between the two compared points lies in D."
fn lies_in(earlier: usize, later: usize, distance: Distance) -> [Constraint; 2] {
    [at_most(later, earlier, distance.most), at_most(earlier, later, -distance.least)]
}

/// "`at = T`: lo(T) <= start(A) < hi(T)", both counted from the zero of T's calendar.
fn lies_at(point: usize, zero: usize, window: Window) -> [Constraint; 2] {
    [at_most(zero, point, -window.from), less(point, zero, window.until)]
}

/// What needs no claim: "an event E has a start and an end point, start < end", and "story days and dates meet
/// only where the header anchors them".
///
/// Reading: the header's anchor is no claim. It holds whatever claims are left out, and counts as none. Two
/// calendars of story days meet where both have one, by way of dates.
pub(super) fn always(events: usize, network: &Network) -> Vec<Constraint> {
    let mut always: Vec<Constraint> = (0..events).map(|event| less(start(event), end(event), 0)).collect();
    for (number, anchor) in (0..).zip(&network.story_days) {
        let (day_1, dates) = (zero(Calendar::StoryDays(number), events), zero(Calendar::Dates, events));
        always.extend(anchor.iter().flat_map(|&window| lies_at(day_1, dates, window)));
    }
    always
}

/// The table of 2.1, for two events of so many.
///
/// Reading: `with` the own event holds, whatever "as other events" says: the points agree. So do those of `same`,
/// which is all it says where a scene and its target are looked at as two. A `by` beside anything but `before` and
/// `after` says nothing.
pub(super) fn meaning(says: &Says, a: usize, b: Option<usize>, events: usize) -> Vec<Constraint> {
    let (relation, by) = match *says {
        Says::Is { relation, by, .. } => (relation, by),
        Says::At(calendar, window) => return lies_at(start(a), zero(calendar, events), window).into(),
        Says::Lasts(distance) => return lies_in(start(a), end(a), distance).into(),
    };
    let Some(b) = b else { return Vec::new() };
    let one_after_the_other = |a, b| {
        let by = by.into_iter().flat_map(|distance| lies_in(end(a), start(b), distance));
        by.chain([at_most(end(a), start(b), 0)]).collect()
    };
    match relation {
        Relation::After => one_after_the_other(b, a),
        Relation::Before => one_after_the_other(a, b),
        Relation::During => vec![less(start(b), start(a), 0), less(end(a), end(b), 0)],
        Relation::With | Relation::Same => vec![
            at_most(start(a), start(b), 0),
            at_most(start(b), start(a), 0),
            at_most(end(a), end(b), 0),
            at_most(end(b), end(a), 0),
        ],
    }
}

/// "All of it is a Simple Temporal Network: conjunctions of lo <= x - y <= hi, some strict." What follows from the
/// constraints, by Floyd and Warshall.
pub(super) fn closure(points: usize, constraints: &[Constraint]) -> Matrix {
    let mut known: Matrix = vec![vec![None; points]; points];
    for &Constraint { x, y, most } in constraints {
        note(&mut known[x][y], most);
    }
    for via in 0..points {
        for x in 0..points {
            for y in 0..points {
                if let (Some(first), Some(next)) = (known[x][via], known[via][y]) {
                    note(&mut known[x][y], first.and(next));
                }
            }
        }
    }
    known
}

fn note(known: &mut Option<Most>, most: Most) {
    if most.says_more_than(*known) {
        *known = Some(most);
    }
}

/// What follows from one constraint more: its shortest paths take it once or not at all.
pub(super) fn tightened(known: &Matrix, constraint: Constraint) -> Matrix {
    let Constraint { x, y, most } = constraint;
    let mut tightened = known.clone();
    for (from, row) in tightened.iter_mut().enumerate() {
        for (to, pair) in row.iter_mut().enumerate() {
            let before = if from == x { Some(Most { minutes: 0, strict: false }) } else { known[from][x] };
            let after = if to == y { Some(Most { minutes: 0, strict: false }) } else { known[y][to] };
            if let (Some(before), Some(after)) = (before, after) {
                note(pair, before.and(most).and(after));
            }
        }
    }
    tightened
}

/// "If the declared claims alone have no solution": some x < x.
pub(super) fn has_contradiction(known: &Matrix) -> bool {
    (0..known.len()).any(|point| known[point][point].is_some_and(Most::is_earlier))
}

/// "A comes before B whenever start(A) < start(B) in every solution, metric distances included."
pub(super) fn precedes(known: &Matrix, a: usize, b: usize) -> bool {
    known[start(a)][start(b)].is_some_and(Most::is_earlier)
}

/// Where an event starts on a calendar: the tightest lo and hi of start(E) - zero.
pub(super) fn bounds(known: &Matrix, event: usize, zero: usize) -> Bounds {
    Bounds {
        earliest: known[zero][start(event)].map(|most| (-most.minutes, most.strict)),
        latest: known[start(event)][zero].map(|most| (most.minutes, most.strict)),
    }
}

impl Story<'_> {
    pub(super) fn points(&self) -> usize {
        points(self.events.len(), self.network)
    }

    /// Where events start on each calendar, those of the listing in its order.
    pub(super) fn on_calendars(&self, order: &[usize], known: &Matrix) -> Vec<OnCalendars> {
        let zeros = zeros(self.events.len(), self.network);
        let on_each = |&event: &usize| zeros.iter().map(|&zero| bounds(known, event, zero)).collect();
        order.iter().map(on_each).collect()
    }

    /// "The declared claims alone", with what holds without them: all that is neither link nor rule.
    pub(super) fn declared(&self) -> Vec<Constraint> {
        let events = self.events.len();
        let mut declared = always(events, self.network);
        for statement in &self.statements {
            declared.extend(meaning(&statement.says, statement.event, statement.target, events));
        }
        declared
    }

    /// "On a strand each scene is linked to the one told before it there: end(previous) <= start(next).
    /// `backwards` the link runs the other way; `loosely` makes no links. Two showings of one event in a row
    /// need none."
    ///
    /// Reading: in a row on that strand, whatever is told between them elsewhere.
    fn link_of(&self, scene: usize) -> Option<(Link, Constraint)> {
        let strand = self.strands[scene]?;
        let before = (0..scene).rfind(|&before| self.strands[before] == Some(strand))?;
        let (previous, next) = (self.shown[before]?, self.shown[scene]?);
        let told = self.network.strands.get(strand.0 as usize);
        let constraint = match told.copied().unwrap_or_default() {
            _ if previous == next => return None,
            Telling::Loosely => return None,
            Telling::Forwards => at_most(end(previous), start(next), 0),
            Telling::Backwards => at_most(end(next), start(previous), 0),
        };
        Some(((before as u32, scene as u32), constraint))
    }

    /// "Links are added one at a time in narrative order, and one that contradicts the declared claims and the
    /// links already kept is left out." Distances included. The links kept, now among the constraints, and those left
    /// out.
    pub(super) fn links(&self, constraints: &mut Vec<Constraint>) -> (Vec<Link>, Vec<Link>) {
        let (mut kept, mut dropped) = (Vec::new(), Vec::new());
        for (link, constraint) in (0..self.shown.len()).filter_map(|scene| self.link_of(scene)) {
            constraints.push(constraint);
            if has_contradiction(&closure(self.points(), constraints)) {
                constraints.pop();
                dropped.push(link);
            } else {
                kept.push(link);
            }
        }
        (kept, dropped)
    }
}
