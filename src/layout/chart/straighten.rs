//! Lines are given their heights, their orders being known: straight where that can be, and close together.
//!
//! As in `StoryFlow` lines are aligned from step to step and then moved closer, but by other means: each step is placed at the least
//! cost between its neighbours (`place.rs`), forwards and backwards; then whole stretches of lines are moved with all that is in
//! their way where that takes out more bends than it makes. Placing looks at no more places than [`PLACES`] and one for each point
//! and how far groups are apart, and moving does no more than [`WORK`].

use super::left_to_right::bundles;
use super::place::{Bottom, Bundle, FAR, Placed, place};
use super::{Chart, Meetings, Orders, Point};

/// How often every step is placed.
const PASSES: usize = 4;

/// So many places are looked at while steps are placed, all taken together: one to two seconds. Where more would be, lines are no
/// longer moved for the sake of others in the first pass, and there are no others.
const PLACES: u64 = 400_000_000;

/// No more points are moved at once.
const AT_ONCE: usize = 300;

/// No more points are looked at while stretches are moved, all taken together: about a quarter of a second.
const WORK: usize = 40_000_000;

/// What a bend costs, and each place of it.
const WIGGLE: i64 = 12;
const DISTANCE: i64 = 1;

pub(super) fn chart(meetings: &Meetings, orders: Orders) -> Chart {
    within(meetings, orders, PLACES)
}

/// The same with so many places to look at.
fn within(meetings: &Meetings, orders: Orders, places: u64) -> Chart {
    let mut slots: Vec<Vec<u32>> = orders.iter().map(|order| vec![0; order.len()]).collect();
    let most = orders.iter().map(Vec::len).max().unwrap_or(0) as u32;
    let mut left = places;
    for pass in 0..PASSES {
        place_all(meetings, &orders, &mut slots, (pass, most), &mut left);
    }
    Stretches::new(meetings, &orders, &mut slots).straighten();
    let top = slots.iter().filter_map(|slots| slots.first()).min().copied().unwrap_or(0);
    let points = |(lines, slots): (Vec<u32>, Vec<u32>)| {
        lines.into_iter().zip(slots).map(|(line, slot)| Point { line, slot: slot - top }).collect()
    };
    Chart { steps: orders.into_iter().zip(slots).map(points).collect() }
}

/// Places every step: in the first pass by the step before alone, then by both neighbours, backwards and forwards in turn, as
/// long as more places may be looked at.
fn place_all(meetings: &Meetings, orders: &Orders, slots: &mut [Vec<u32>], (pass, most): (usize, u32), left: &mut u64) {
    let steps = orders.len();
    let in_turn: Vec<usize> = if pass % 2 == 1 { (0..steps).rev().collect() } else { (0..steps).collect() };
    let mut group_of: Vec<Option<u32>> = vec![None; meetings.lives().len()];
    let mut beside: Vec<[Option<u32>; 2]> = vec![[None, None]; meetings.lives().len()];
    for step in in_turn {
        if pass > 0 && *left == 0 {
            return;
        }
        let neighbours = [step.checked_sub(1), Some(step + 1).filter(|next| pass > 0 && *next < steps)];
        for (side, neighbour) in neighbours.iter().enumerate() {
            let Some(neighbour) = *neighbour else { continue };
            for (&line, &slot) in orders[neighbour].iter().zip(&slots[neighbour]) {
                beside[line as usize][side] = Some(slot);
            }
        }
        let units = bundles(meetings, step, &orders[step], &mut group_of);
        let pulls = |unit: &Vec<u32>| Bundle { pulls: unit.iter().map(|&line| beside[line as usize]).collect() };
        let bundles: Vec<Bundle> = units.iter().map(pulls).collect();
        let reach = if *left > 0 { FAR } else { 0 };
        let bottom = Bottom { height: most, growth: 40, limit: 2 * most, use_of_place: 2, reach };
        let Placed { slots: places, work, .. } = place(&bundles, &bottom);
        *left = left.saturating_sub(work);
        slots[step] = units.iter().zip(places).flat_map(|(unit, first)| first..first + unit.len() as u32).collect();
        for neighbour in neighbours.into_iter().flatten() {
            orders[neighbour].iter().for_each(|&line| beside[line as usize] = [None, None]);
        }
    }
}

/// Lines as stretches of one height.
struct Stretches<'a> {
    meetings: &'a Meetings,
    orders: &'a Orders,
    slots: &'a mut [Vec<u32>],
    /// For each line, its place in the order of each step of its life.
    places: Vec<Vec<u32>>,
    /// Whether the line at a place of a step is being moved.
    moving: Vec<Vec<bool>>,
    /// For each step, for each line of its order the group that it is in; and which groups have been asked to move.
    group_of: Vec<Vec<Option<u32>>>,
    asked: Vec<Vec<bool>>,
    lowest: u32,
    /// How many points may still be looked at.
    work: usize,
}

impl<'a> Stretches<'a> {
    fn new(meetings: &'a Meetings, orders: &'a Orders, slots: &'a mut [Vec<u32>]) -> Self {
        let mut places = vec![Vec::new(); meetings.lives().len()];
        for order in orders {
            (0..).zip(order).for_each(|(place, &line)| places[line as usize].push(place));
        }
        let moving = orders.iter().map(|order| vec![false; order.len()]).collect();
        let mut of_line: Vec<Option<u32>> = vec![None; meetings.lives().len()];
        let group_of = (0..).zip(orders).map(|(step, order)| {
            meetings.group_of(step, &mut of_line);
            let group_of = order.iter().map(|&line| of_line[line as usize]).collect();
            meetings.forget_groups(step, &mut of_line);
            group_of
        });
        let group_of = group_of.collect();
        let asked = meetings.steps().iter().map(|groups| vec![false; groups.len()]).collect();
        let lowest = slots.iter().filter_map(|slots| slots.last()).max().copied().unwrap_or(0);
        Self { meetings, orders, slots, places, moving, group_of, asked, lowest, work: WORK }
    }

    /// Takes out bends, a few times over.
    fn straighten(&mut self) {
        for _ in 0..4 {
            let mut changed = false;
            for line in 0..self.places.len() as u32 {
                let Some(life) = self.meetings.lives()[line as usize] else { continue };
                self.work = self.work.saturating_sub((life.last - life.first) as usize);
                for step in life.first as usize + 1..=life.last as usize {
                    if self.work == 0 {
                        return;
                    }
                    let rise = self.slot(line, step) - self.slot(line, step - 1);
                    changed |=
                        rise != 0 && (self.try_to_move(line, step - 1, rise) || self.try_to_move(line, step, -rise));
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn place(&self, line: u32, step: usize) -> usize {
        let first = self.meetings.lives()[line as usize].map_or(0, |life| life.first as usize);
        self.places[line as usize][step - first] as usize
    }

    fn slot(&self, line: u32, step: usize) -> i64 {
        i64::from(self.slots[step][self.place(line, step)])
    }

    /// Moves the stretch of a line at a step, with all that is in its way, if that makes bends fewer or smaller.
    fn try_to_move(&mut self, line: u32, step: usize, by: i64) -> bool {
        let mut stretches = Vec::new();
        let gain = self.collect((line, step), by, &mut stretches).then(|| self.gain(&stretches, by));
        let is_good = gain.is_some_and(|gain| gain > 0);
        for &(line, first, last) in &stretches {
            for step in first..=last {
                let place = self.place(line, step);
                self.moving[step][place] = false;
                if let Some(group) = self.group_of[step][place] {
                    self.asked[step][group as usize] = false;
                }
                if is_good {
                    let slot = i64::from(self.slots[step][place]) + by;
                    self.slots[step][place] = u32::try_from(slot).unwrap_or(0);
                }
            }
        }
        is_good
    }

    /// Collects the stretch at a point and those that have to move with it. False where there is no room, or they are too many.
    fn collect(&mut self, point: (u32, usize), by: i64, stretches: &mut Vec<(u32, usize, usize)>) -> bool {
        let (mut waiting, mut points) = (vec![point], 0);
        while let Some((line, step)) = waiting.pop() {
            if self.moving[step][self.place(line, step)] {
                continue;
            }
            let (first, last) = self.stretch(line, step);
            points += last - first + 1;
            self.work = self.work.saturating_sub(2 * (last - first + 1));
            if points > AT_ONCE {
                return false;
            }
            stretches.push((line, first, last));
            for step in first..=last {
                let place = self.place(line, step);
                self.moving[step][place] = true;
            }
            let to = self.slot(line, step) + by;
            if to < 0 || to > i64::from(self.lowest) {
                return false;
            }
            for step in first..=last {
                let place = self.place(line, step);
                let beside = if by < 0 { place.checked_sub(1) } else { Some(place + 1) };
                if let Some(beside) = beside.filter(|beside| *beside < self.orders[step].len())
                    && (i64::from(self.slots[step][beside]) - to).signum() != by.signum()
                {
                    waiting.push((self.orders[step][beside], step));
                }
                if let Some(group) = self.group_of[step][place].map(|group| group as usize)
                    && !std::mem::replace(&mut self.asked[step][group], true)
                {
                    let lines = &self.meetings.steps()[step][group];
                    self.work = self.work.saturating_sub(lines.len());
                    waiting.extend(lines.iter().map(|&other| (other, step)));
                }
            }
        }
        true
    }

    /// From where to where a line is straight. No longer to either side than can be moved.
    fn stretch(&self, line: u32, step: usize) -> (usize, usize) {
        let Some(drawn) = self.meetings.lives()[line as usize] else { return (step, step) };
        let (mut first, mut last, slot) = (step, step, self.slot(line, step));
        while first > drawn.first as usize && step - first <= AT_ONCE && self.slot(line, first - 1) == slot {
            first -= 1;
        }
        while last < drawn.last as usize && last - step <= AT_ONCE && self.slot(line, last + 1) == slot {
            last += 1;
        }
        (first, last)
    }

    /// How much less lines bend when some stretches are moved.
    fn gain(&self, stretches: &[(u32, usize, usize)], by: i64) -> i64 {
        let cost = |rise: i64| if rise == 0 { 0 } else { WIGGLE + DISTANCE * rise.abs() };
        let mut gain = 0;
        for &(line, first, last) in stretches {
            let Some(life) = self.meetings.lives()[line as usize] else { continue };
            let before = first.checked_sub(1).filter(|before| *before >= life.first as usize);
            let after = Some(last + 1).filter(|after| *after <= life.last as usize);
            for (beside, end) in [(before, first), (after, last)] {
                let Some(beside) = beside.filter(|&step| !self.moving[step][self.place(line, step)]) else { continue };
                let rise = self.slot(line, end) - self.slot(line, beside);
                gain += cost(rise) - cost(rise + by);
            }
        }
        gain
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::chart::tests::{assert_is_chart_of, random};
    use crate::layout::chart::{oldest_on_top, sweep};

    #[test]
    fn however_few_places_are_looked_at_a_chart_is_found() {
        let mut heights = Vec::new();
        for seed in 0..20 {
            let meetings = random(seed, 14, 30);
            for places in [0, 200, PLACES] {
                let orders = oldest_on_top(sweep::orders(&meetings, sweep::QUICK));
                let chart = within(&meetings, orders, places);
                assert_is_chart_of(&chart, &meetings);
                heights.push(chart.height());
            }
        }
        assert!(heights.iter().all(|&height| height <= 28), "{heights:?}");
    }
}
