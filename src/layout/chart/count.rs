//! What is counted of a chart, in the same way however it was made.

use super::Chart;

/// How much lines cross and bend. Two lines cross, and a line bends, between two neighbouring steps at both of which it is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Pairs of lines that change sides between two steps. So counted by Gronemann, Jünger, Liers and Mambelli, "Crossing
    /// Minimization in Storyline Visualization" (GD 2016).
    pub crossings: u64,
    /// Exchanges of two neighbouring bundles of lines, by which the one order becomes the other. So counted by van Dijk,
    /// Lipp, Markfelder and Wolff, "Computing Storyline Visualizations with Few Block Crossings" (GD 2017). The fewest of them
    /// are hard to find (it is sorting by transpositions): here each exchange joins as many torn neighbours as any,
    /// so it is as many as will do, and may be more than are needed.
    pub block_crossings: u64,
    /// Times that a line leaves its height: Tanahashi and Ma's wiggles.
    pub wiggles: u64,
    /// How far lines move up or down in all, in places.
    pub distance: u64,
    /// Places left free between the first and the last line of a step, in all.
    pub white_space: u64,
    /// Places from the top to the bottom.
    pub height: u32,
    /// Lines drawn, in all: a line at a step is one.
    pub points: u64,
}

impl Counts {
    /// Counts. O(n log n) in points, but for block crossings: quadratic in the bundles that change places between two steps.
    pub(super) fn of(chart: &Chart) -> Self {
        let mut counts = Self { height: chart.height(), ..Self::default() };
        let lines = chart.steps.iter().flatten().map(|point| point.line as usize + 1).max().unwrap_or(0);
        let mut before: Vec<Option<(u32, u32)>> = vec![None; lines];
        for (step, points) in chart.steps.iter().enumerate() {
            counts.points += points.len() as u64;
            if let [first, .., last] = &points[..] {
                counts.white_space += u64::from(last.slot - first.slot + 1) - points.len() as u64;
            }
            let Some(last) = step.checked_sub(1).map(|last| &chart.steps[last]) else { continue };
            for (place, point) in (0..).zip(last) {
                before[point.line as usize] = Some((place, point.slot));
            }
            let common: Vec<(u32, u32, u32)> = (points.iter())
                .filter_map(|point| before[point.line as usize].map(|(place, slot)| (place, slot, point.slot)))
                .collect();
            for (_, from, to) in &common {
                counts.wiggles += u64::from(from != to);
                counts.distance += u64::from(from.abs_diff(*to));
            }
            let places: Vec<u32> = common.iter().map(|(place, ..)| *place).collect();
            counts.crossings += inversions(&places);
            counts.block_crossings += block_crossings(&places);
            for point in last {
                before[point.line as usize] = None;
            }
        }
        counts
    }
}

/// Pairs that stand in the other order than their numbers. O(n log n).
pub(super) fn inversions(numbers: &[u32]) -> u64 {
    if numbers.is_sorted() {
        return 0;
    }
    let mut sorted = numbers.to_vec();
    let mut spare = sorted.clone();
    sort_counting(&mut sorted, &mut spare)
}

fn sort_counting(numbers: &mut [u32], spare: &mut [u32]) -> u64 {
    let half = numbers.len() / 2;
    if half == 0 {
        return 0;
    }
    let mut count = sort_counting(&mut numbers[..half], &mut spare[..half]);
    count += sort_counting(&mut numbers[half..], &mut spare[half..]);
    let (mut left, mut right) = (0, half);
    for place in &mut spare[..numbers.len()] {
        if right == numbers.len() || (left < half && numbers[left] <= numbers[right]) {
            *place = numbers[left];
            left += 1;
        } else {
            count += (half - left) as u64;
            *place = numbers[right];
            right += 1;
        }
    }
    numbers.copy_from_slice(&spare[..numbers.len()]);
    count
}

/// More bundles than this are brought into order one after the other.
const TRIED: usize = 24;

/// By how many exchanges of neighbouring bundles some numbers come into order.
fn block_crossings(places: &[u32]) -> u64 {
    let mut bundles = bundled(places);
    let mut count = 0;
    while bundles.len() > 1 {
        let (from, middle, until) =
            if bundles.len() <= TRIED { best_exchange(&bundles) } else { next_exchange(&bundles) };
        bundles[from..until].rotate_left(middle - from);
        bundles = bundled(&bundles);
        count += 1;
    }
    count
}

/// Numbers in a row of which each is the next after the one before it, as one; numbered anew from 0.
fn bundled(places: &[u32]) -> Vec<u32> {
    let mut sorted = places.to_vec();
    sorted.sort_unstable();
    let ranks: Vec<usize> = places.iter().map(|place| sorted.partition_point(|other| other < place)).collect();
    let heads: Vec<usize> =
        (0..ranks.len()).filter(|&at| at == 0 || ranks[at] != ranks[at - 1] + 1).map(|at| ranks[at]).collect();
    let mut sorted = heads.clone();
    sorted.sort_unstable();
    heads.iter().map(|head| sorted.partition_point(|other| other < head) as u32).collect()
}

/// Of all exchanges of `[from, middle)` and `[middle, until)` the first that joins the most neighbours.
fn best_exchange(bundles: &[u32]) -> (usize, usize, usize) {
    let next = |one: Option<&u32>, other: Option<&u32>| match (one, other) {
        (None, Some(&other)) => other == 0,
        (Some(&one), None) => one as usize == bundles.len() - 1,
        (Some(&one), Some(&other)) => other == one + 1,
        (None, None) => false,
    };
    let mut best = (0, next_exchange(bundles));
    for from in 0..bundles.len() {
        for middle in from + 1..bundles.len() {
            let above = from.checked_sub(1).map(|above| &bundles[above]);
            let first = usize::from(next(above, bundles.get(middle)));
            for until in middle + 1..=bundles.len() {
                let joined = first
                    + usize::from(next(bundles.get(until - 1), bundles.get(from)))
                    + usize::from(next(bundles.get(middle - 1), bundles.get(until)));
                if joined > best.0 {
                    best = (joined, (from, middle, until));
                }
            }
        }
    }
    best.1
}

/// Brings the first bundle that is out of its place there.
fn next_exchange(bundles: &[u32]) -> (usize, usize, usize) {
    let from = (0..).zip(bundles).take_while(|(at, bundle)| at == *bundle).count();
    let middle = bundles.iter().position(|&bundle| bundle as usize == from).unwrap_or(from);
    (from, middle, middle + 1)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, VecDeque};

    use super::*;
    use crate::layout::chart::Point;

    fn chart(steps: &[&[(u32, u32)]]) -> Chart {
        let points = |step: &&[(u32, u32)]| step.iter().map(|&(line, slot)| Point { line, slot }).collect();
        Chart { steps: steps.iter().map(points).collect() }
    }

    #[test]
    fn what_is_counted_of_a_small_chart_is_what_a_hand_counts() {
        // 0 ──╲ ╱──
        // 1 ───╳╳──     0 dives below 1 and 2, which stay together; 3 begins at the second step and is not crossed.
        // 2 ──╱ ╲──
        let chart = chart(&[&[(0, 0), (1, 1), (2, 2)], &[(1, 0), (3, 1), (2, 2), (0, 4)]]);
        let counts = chart.counts();
        assert_eq!((counts.crossings, counts.block_crossings), (2, 1));
        assert_eq!((counts.wiggles, counts.distance), (2, 5));
        assert_eq!((counts.white_space, counts.height, counts.points), (1, 5, 7));
    }

    #[test]
    fn two_bundles_that_change_places_are_one_block_crossing() {
        assert_eq!((block_crossings(&[3, 4, 5, 0, 1, 2]), inversions(&[3, 4, 5, 0, 1, 2])), (1, 9));
        assert_eq!((block_crossings(&[2, 1, 0]), inversions(&[2, 1, 0])), (2, 3));
        assert_eq!((block_crossings(&[0, 7, 9]), inversions(&[0, 7, 9])), (0, 0));
    }

    /// How many exchanges each order of so many needs, found by making all of them.
    fn needed(bundles: u32) -> BTreeMap<Vec<u32>, u64> {
        let first: Vec<u32> = (0..bundles).collect();
        let mut needed = BTreeMap::from([(first.clone(), 0)]);
        let mut waiting = VecDeque::from([first]);
        while let Some(order) = waiting.pop_front() {
            let count = needed[&order] + 1;
            for from in 0..order.len() {
                for middle in from + 1..order.len() {
                    for until in middle + 1..=order.len() {
                        let mut order = order.clone();
                        order[from..until].rotate_left(middle - from);
                        if !needed.contains_key(&order) {
                            needed.insert(order.clone(), count);
                            waiting.push_back(order);
                        }
                    }
                }
            }
        }
        needed
    }

    #[test]
    fn hardly_more_exchanges_are_counted_than_are_needed() {
        let needed = needed(6);
        assert_eq!(needed.len(), 720);
        let more = needed.iter().map(|(order, needed)| block_crossings(order).checked_sub(*needed).expect("fewer"));
        let more: Vec<u64> = more.collect();
        assert_eq!(more.iter().max(), Some(&2));
        assert!(more.iter().sum::<u64>() * 4 < 720, "{}", more.iter().sum::<u64>());
    }

    #[test]
    fn many_bundles_are_brought_to_their_place_one_after_the_other_until_few_are_left() {
        let numbers: Vec<u32> = (0..60).rev().collect();
        assert_eq!(inversions(&numbers), 60 * 59 / 2);
        // The first that comes to its place joins none.
        assert_eq!(block_crossings(&numbers), 1 + 36 + block_crossings(&numbers[36..]));
    }
}
