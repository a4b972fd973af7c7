//! What is so when: whether what an event needs is so in every order of events, in some or in none.
//!
//! Events set a state to a value from their end on, and need it to have a value at their start. What a state is at a time is
//! what the last change before it made it; before all changes, what it was at first. A change that ends just where the need
//! is asked counts as before it; of changes that end at one instant any may be the last.
//!
//! This is the question of Chapman, "Planning for Conjunctive Goals", Artificial Intelligence 32 (1987): is there a change
//! that establishes what is needed, and does nothing clobber it in between that no white knight makes up for? What events set
//! is fixed here, so a white knight is but another change that comes last, and the answer is short. Where events are ordered
//! by what leads to what and nothing else, a change *may be the last* before a need if and only if it does not come after the
//! need in every order, and no other change comes after it and before the need in every order. For a change that does not
//! come before the need in every order can be put right before it, with all that leads there and nothing else in between;
//! and of those that do, one that no other must follow can be put last in the same way.
//!
//! Cost: what `time::Orders` costs for all needs and changes together (about linear), then for each need O(stretches * log
//! changes), beside the changes that may be the last before it.
//!
//! Where dates and distances bound how late events can be, what may come last one by one need not fit with the rest. Then the
//! changes found so are still all there are, and where they do not agree each is tried: `last.rs`.

mod last;

use std::ops::Range;

use crate::time::{Gap, Instant, Node, Orders, Point, Solution};

/// A value of a state, by a number that means nothing.
pub type Value = u32;

/// An event that sets the state, or needs it, to have a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// A scene or told fact that shows the event.
    pub at: Node,
    /// The value.
    pub value: Value,
}

/// All that is said of one state in one world.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// What it is at first. None where nobody knows: then it is no value that is asked for.
    pub begins: Option<Value>,
    /// What changes it.
    pub changes: Vec<Entry>,
    /// What needs it.
    pub needs: Vec<Entry>,
}

/// What was the last to make the state what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Last {
    /// A change, by its place in the group, that comes before the need in every order.
    Before(usize),
    /// A change that comes before it in some order.
    Open(usize),
    /// Nothing: it is what it was at first.
    Beginning,
}

/// Whether a need is met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Met {
    /// In every order.
    #[default]
    Always,
    /// Not in every order, for all that is known.
    Sometimes {
        /// What may come last and makes it what it must not be.
        wrong: Vec<Last>,
        /// What makes it so, if it comes last.
        right: Vec<Last>,
    },
    /// In no order: what may come last; and whether the claims alone have it so.
    Never(Vec<Last>, bool),
}

/// What was found of a group.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Whether each need is met.
    pub needs: Vec<Met>,
    /// Changes to different values that have no order between them, by pairs; not all if there are many.
    pub clashes: Vec<(usize, usize)>,
}

/// Events of a group above which nothing is tried.
const MOST_TRIED: usize = 500;

/// Judges some groups, over every order that the claims and kept links allow.
///
/// # Panics
/// If a group names something that is not there.
#[must_use]
pub fn judge(solution: &Solution, groups: &[Group]) -> Vec<Found> {
    let points: Vec<Point> = groups.iter().flat_map(points).collect();
    let Some(mut orders) = solution.every_order(&points, true) else {
        return groups
            .iter()
            .map(|group| Found { needs: vec![Met::Always; group.needs.len()], ..Found::default() })
            .collect();
    };
    let mut found: Vec<Found> = groups
        .iter()
        .zip(instants(&orders, groups))
        .map(|(group, of_group)| {
            let mut state = Changes::of(&mut orders, group, of_group);
            let needs = (0..group.needs.len()).map(|need| state.need(need)).collect();
            Found { needs, clashes: state.clashes() }
        })
        .collect();
    let never = |found: &Found| found.needs.iter().any(|met| matches!(met, Met::Never(..)));
    let chosen: Vec<usize> = (0..groups.len()).filter(|&group| never(&found[group])).collect();
    if chosen.is_empty() {
        return found;
    }
    let asked: Vec<Group> = chosen.iter().map(|&group| groups[group].clone()).collect();
    let points: Vec<Point> = asked.iter().flat_map(self::points).collect();
    if let Some(mut orders) = solution.every_order(&points, false) {
        let of_groups = instants(&orders, &asked);
        for ((group, of_group), at) in asked.iter().zip(of_groups).zip(chosen) {
            let mut state = Changes::of(&mut orders, group, of_group);
            for (need, met) in found[at].needs.iter_mut().enumerate() {
                if let Met::Never(_, declared) = met {
                    *declared = matches!(state.need(need), Met::Never(..));
                }
            }
        }
    }
    found
}

/// The points of a group: the ends of its changes, then the starts of its needs.
fn points(group: &Group) -> impl Iterator<Item = Point> {
    let ends = group.changes.iter().map(|change| Point::End(change.at));
    ends.chain(group.needs.iter().map(|need| Point::Start(need.at)))
}

/// The instants of each group's points.
fn instants(orders: &Orders, groups: &[Group]) -> Vec<Vec<Option<Instant>>> {
    let mut rest = orders.instants();
    let mut all = Vec::with_capacity(groups.len());
    for group in groups {
        let (own, others) = rest.split_at(group.changes.len() + group.needs.len());
        all.push(own.to_vec());
        rest = others;
    }
    all
}

/// The changes of a group, and where they stand in all orders.
struct Changes<'a, 'b> {
    orders: &'a mut Orders<'b>,
    group: &'a Group,
    /// The ends of changes, then the starts of needs.
    instants: Vec<Option<Instant>>,
    /// Changes that have a time, by place; and by place from behind.
    sorted: Vec<(u32, usize)>,
    from_behind: Vec<(u32, usize)>,
}

impl<'a, 'b> Changes<'a, 'b> {
    fn of(orders: &'a mut Orders<'b>, group: &'a Group, instants: Vec<Option<Instant>>) -> Self {
        let ends = || (0..group.changes.len()).filter_map(|change| Some((instants[change]?, change)));
        let mut sorted: Vec<(u32, usize)> = ends().map(|(end, change)| (orders.place(end), change)).collect();
        let mut from_behind: Vec<(u32, usize)> =
            ends().map(|(end, change)| (orders.place_from_behind(end), change)).collect();
        sorted.sort_unstable();
        from_behind.sort_unstable();
        Self { orders, group, instants, sorted, from_behind }
    }

    /// The instant at which a change is made.
    fn end(&self, change: usize) -> Option<Instant> {
        self.instants[change]
    }

    /// Whether a need is met.
    fn need(&mut self, need: usize) -> Met {
        let wanted = self.group.needs[need].value;
        let Some(start) = self.instants[self.group.changes.len() + need] else { return Met::Always };
        let last = self.may_be_last(start);
        let (right, wrong): (Vec<Last>, Vec<Last>) =
            last.into_iter().partition(|&last| self.value(last) == Some(wanted));
        if wrong.is_empty() {
            return Met::Always;
        }
        if !self.orders.are_bounded() || self.group.changes.len() + self.group.needs.len() > MOST_TRIED {
            return if right.is_empty() { Met::Never(wrong, true) } else { Met::Sometimes { wrong, right } };
        }
        if right.is_empty() {
            let wrong = wrong.into_iter().filter(|&last| self.fits(last, start) != Some(false)).collect();
            return Met::Never(wrong, true);
        }
        let (mut fits, mut sure) = (Vec::new(), true);
        for last in wrong {
            match self.fits(last, start) {
                Some(false) => {}
                Some(true) => fits.push(last),
                None => {
                    fits.push(last);
                    sure = false;
                }
            }
        }
        if fits.is_empty() {
            return Met::Always;
        }
        let right: Vec<Last> = right.into_iter().filter(|&last| self.fits(last, start) != Some(false)).collect();
        if right.is_empty() && sure { Met::Never(fits, true) } else { Met::Sometimes { wrong: fits, right } }
    }

    fn value(&self, last: Last) -> Option<Value> {
        match last {
            Last::Before(change) | Last::Open(change) => Some(self.group.changes[change].value),
            Last::Beginning => self.group.begins,
        }
    }

    /// All that may be the last before an instant, as far as what leads to what tells.
    fn may_be_last(&self, start: Instant) -> Vec<Last> {
        let before = self.orders.before(start);
        let after = self.orders.after(start);
        let (count_before, count_after) = (count(&self.sorted, before), count(&self.from_behind, after));
        let mut last = Vec::new();
        if count_before == 0 {
            last.push(Last::Beginning);
        } else {
            last.extend(self.latest(before).into_iter().map(Last::Before));
        }
        if count_before + count_after < self.sorted.len() {
            let holds = |stretches: &[Range<u32>], place| {
                let next = stretches.partition_point(|stretch| stretch.end <= place);
                stretches.get(next).is_some_and(|stretch| stretch.start <= place)
            };
            let open = (0..self.group.changes.len()).filter(|&change| {
                self.end(change).is_some_and(|end| {
                    !holds(before, self.orders.place(end)) && !holds(after, self.orders.place_from_behind(end))
                })
            });
            last.extend(open.map(Last::Open));
        }
        last
    }

    /// Of the changes that stand in some stretches, those that lead to no other, in telling order.
    fn latest(&self, stretches: &[Range<u32>]) -> Vec<usize> {
        let Some(&(_, top)) = stretches.iter().rev().find_map(|stretch| self.within(stretch).last()) else {
            return Vec::new();
        };
        let Some(top_end) = self.end(top) else { return Vec::new() };
        let rest = without(stretches, self.orders.before(top_end));
        let mut latest: Vec<usize> = Vec::new();
        for &(_, change) in rest.iter().rev().flat_map(|stretch| self.within(stretch).iter().rev()) {
            let Some(end) = self.end(change) else { continue };
            let follows = |&other: &usize| self.end(other).is_some_and(|other| self.orders.lead(end, other));
            if !latest.iter().any(follows) {
                latest.push(change);
            }
        }
        latest.sort_unstable();
        latest
    }

    /// The changes that stand in a stretch.
    fn within(&self, stretch: &Range<u32>) -> &[(u32, usize)] {
        within(&self.sorted, stretch)
    }

    /// Changes to different values that have no order: neither is made before the other in every order.
    fn clashes(&mut self) -> Vec<(usize, usize)> {
        /// So many are told at most.
        const ENOUGH: usize = 100;
        let mut clashes = Vec::new();
        for one in 0..self.group.changes.len() {
            let Some(end) = self.end(one) else { continue };
            let ordered =
                count(&self.sorted, self.orders.before(end)) + count(&self.from_behind, self.orders.after(end));
            if ordered + 1 >= self.sorted.len() {
                continue;
            }
            for other in one + 1..self.group.changes.len() {
                let differ = self.group.changes[one].value != self.group.changes[other].value;
                if let Some(other_end) = self.end(other).filter(|_| differ)
                    && self.have_no_order(end, other_end)
                {
                    clashes.push((one, other));
                    if clashes.len() == ENOUGH {
                        return clashes;
                    }
                }
            }
        }
        clashes
    }

    /// Whether neither of two instants is earlier than the other in every order.
    fn have_no_order(&mut self, one: Instant, other: Instant) -> bool {
        if one == other {
            return true;
        }
        if self.orders.lead(one, other) || self.orders.lead(other, one) {
            return false;
        }
        if !self.orders.are_bounded() {
            return true;
        }
        let here = self.orders.tried();
        [(one, other), (other, one)].into_iter().all(|(earlier, later)| {
            let may = self.orders.try_later(earlier, later, Gap::NONE);
            self.orders.back_to(here);
            may
        })
    }
}

/// How many of some places lie in some stretches.
fn count(sorted: &[(u32, usize)], stretches: &[Range<u32>]) -> usize {
    match (sorted, stretches) {
        ([], _) => 0,
        // Few places are looked up one by one.
        _ if sorted.len() < stretches.len() => {
            let lies_in = |&&(place, _): &&(u32, usize)| {
                let next = stretches.partition_point(|stretch| stretch.end <= place);
                stretches.get(next).is_some_and(|stretch| stretch.start <= place)
            };
            sorted.iter().filter(lies_in).count()
        }
        _ => stretches.iter().map(|stretch| within(sorted, stretch).len()).sum(),
    }
}

fn within<'a>(sorted: &'a [(u32, usize)], stretch: &Range<u32>) -> &'a [(u32, usize)] {
    let at = |place| sorted.partition_point(|&(other, _)| other < place);
    &sorted[at(stretch.start)..at(stretch.end)]
}

/// Some stretches without others.
fn without(stretches: &[Range<u32>], others: &[Range<u32>]) -> Vec<Range<u32>> {
    let mut left = Vec::new();
    let mut others = others.iter().peekable();
    for stretch in stretches {
        let mut from = stretch.start;
        while let Some(other) = others.peek().filter(|other| other.start < stretch.end) {
            if other.start > from {
                left.push(from..other.start);
            }
            from = from.max(other.end);
            if other.end > stretch.end {
                break;
            }
            others.next();
        }
        if from < stretch.end {
            left.push(from..stretch.end);
        }
    }
    left
}
