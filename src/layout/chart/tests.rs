//! What every chart has to be, however it was made; and the fewest crossings, found by trying all orders.

use super::*;

/// The same numbers for the same seed.
struct Draws(u64);

impl Draws {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32 % limit
    }
}

/// A story of so many lines and steps. Some have several groups a step, some steps have nobody, some gather many.
pub(super) fn random(seed: u64, lines: u32, steps: u32) -> Meetings {
    let mut draws = Draws(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let (several, few) = (draws.below(2) == 0, 2 + draws.below(2));
    let step = |draws: &mut Draws| {
        let groups = if several { draws.below(4) } else { 1 };
        let mut group = |_| (0..lines).filter(|_| draws.below(few) == 0).collect::<Vec<u32>>();
        (0..groups).map(&mut group).collect::<Vec<_>>()
    };
    Meetings::new(lines, (0..steps).map(|_| step(&mut draws)).collect())
}

/// Every step has just the lines that live there, from the top down, and each group without a gap.
pub(super) fn assert_is_chart_of(chart: &Chart, meetings: &Meetings) {
    assert_eq!(chart.steps().len(), meetings.steps().len());
    for (step, (points, alive)) in chart.steps().iter().zip(meetings.alive()).enumerate() {
        assert!(points.windows(2).all(|pair| pair[0].slot < pair[1].slot), "step {step}: {points:?}");
        let mut lines: Vec<u32> = points.iter().map(|point| point.line).collect();
        lines.sort_unstable();
        assert_eq!(lines, alive, "step {step}");
        for group in &meetings.steps()[step] {
            let slots: Vec<u32> =
                points.iter().filter(|point| group.contains(&point.line)).map(|point| point.slot).collect();
            assert_eq!(
                slots.last().map(|last| last + 1 - slots[0]),
                Some(group.len() as u32),
                "step {step}: {points:?}"
            );
        }
    }
}

#[test]
fn lines_of_a_group_are_next_to_each_other_with_nobody_between() {
    for seed in 0..60 {
        let meetings = random(seed, 2 + (seed as u32 % 11), 1 + (seed as u32 % 17));
        assert_is_chart_of(&searched(&meetings, false), &meetings);
        let (told, _) = Meetings::resting(20, meetings.steps().to_vec(), seed as u32 % 5);
        assert_is_chart_of(&as_told(&told, u32::MAX), &told);
        if meetings.alive().iter().all(|alive| alive.len() < 7) {
            assert_is_chart_of(&whole(&meetings), &meetings);
        }
    }
}

#[test]
fn lines_live_from_the_first_to_the_last_step_at_which_they_are_in_a_group() {
    let meetings = Meetings::new(4, vec![vec![vec![0, 1]], vec![], vec![vec![2], vec![0, 2]], vec![vec![2]]]);
    let life = |first, last| Some(Life { first, last });
    assert_eq!(meetings.lives(), [life(0, 2), life(0, 0), life(2, 3), None]);
    assert_eq!(meetings.steps()[2], [vec![2], vec![0]], "the first group that names a line has it");
}

#[test]
fn a_line_as_told_goes_on_for_a_while_and_begins_again_where_its_character_comes_back() {
    let steps = vec![vec![vec![0, 1]], vec![vec![1]], vec![], vec![vec![0]], vec![], vec![]];
    let (meetings, whose) = Meetings::resting(2, steps, 2);
    let life = |first, last| Some(Life { first, last });
    assert_eq!(whose, [0, 1, 0]);
    assert_eq!(meetings.lives(), [life(0, 2), life(0, 3), life(3, 5)]);
}

#[test]
fn a_chart_as_told_begins_with_the_chart_of_its_first_steps() {
    for seed in 0..150 {
        let meetings = random(seed, 2 + (seed as u32 % 13), 12);
        let told = |steps: usize| {
            let (told, whose) = Meetings::resting(20, meetings.steps()[..steps].to_vec(), seed as u32 % 4 * 2);
            (as_told(&told, u32::MAX), whose)
        };
        let (all, whose_all) = told(12);
        for steps in 0..12 {
            let (first, whose) = told(steps);
            assert_eq!(whose, whose_all[..whose.len()]);
            assert_eq!(first.steps(), &all.steps()[..steps], "seed {seed}, {steps} steps");
        }
    }
}

#[test]
fn as_told_lines_stand_close_where_a_row_begins_and_only_there() {
    const PER_ROW: usize = 4;
    let is_close = |points: &[Point]| (0..).zip(points).all(|(slot, point)| point.slot == slot);
    let mut apart = 0;
    for seed in 0..20 {
        let meetings = random(seed, 9, 24);
        let (told, _) = Meetings::resting(9, meetings.steps().to_vec(), 2);
        for (step, points) in as_told(&told, PER_ROW as u32).steps().iter().enumerate() {
            assert!(is_close(points) || !step.is_multiple_of(PER_ROW), "step {step}: {points:?}");
            apart += u32::from(!is_close(points));
        }
    }
    assert!(apart > 20, "{apart}");
}

#[test]
fn no_order_crosses_less_than_the_exact_one() {
    let mut with_crossings = 0;
    for seed in 0..160 {
        let meetings = random(seed, 3 + (seed as u32 % 3), 8 + (seed as u32 % 8));
        let least = fewest(&meetings);
        assert_eq!(whole(&meetings).counts().crossings, least, "seed {seed}: {meetings:?}");
        with_crossings += u32::from(least > 0);
    }
    assert!(with_crossings > 40, "{with_crossings}");
}

#[test]
fn searching_finds_nearly_the_fewest_crossings() {
    let (mut found, mut least, mut swept) = (0, 0, 0);
    for seed in 0..30 {
        let meetings = random(seed, 7, 40);
        let (crossings, exact) = (searched(&meetings, false).counts().crossings, whole(&meetings).counts().crossings);
        assert!(is_exact(&meetings) && crossings >= exact, "seed {seed}");
        found += crossings;
        least += exact;
        swept +=
            sweep::swept(&meetings, None, false).windows(2).map(|pair| sweep::crossings(&pair.to_vec())).sum::<u64>();
    }
    assert!(found * 100 <= least * 102, "{found} against {least}");
    assert!(swept * 100 > least * 120, "one sweep is not enough: {swept} against {least}");
}

/// The fewest crossings: every order of every step against every order of the next.
fn fewest(meetings: &Meetings) -> u64 {
    let mut costs: Vec<(Vec<u32>, u64)> = vec![(Vec::new(), 0)];
    for (step, alive) in meetings.alive().iter().enumerate() {
        let mut next = Vec::new();
        for order in all_orders(alive) {
            let place = |line: &u32| order.iter().position(|other| other == line);
            let is_together = |group: &Vec<u32>| {
                let places: Vec<usize> = group.iter().filter_map(place).collect();
                places.iter().max().zip(places.iter().min()).is_none_or(|(max, min)| max - min + 1 == group.len())
            };
            if !meetings.steps()[step].iter().all(is_together) {
                continue;
            }
            let crossings = |before: &Vec<u32>| {
                let places: Vec<usize> = before.iter().filter_map(place).collect();
                (0..places.len())
                    .map(|at| places[at..].iter().filter(|place| **place < places[at]).count() as u64)
                    .sum::<u64>()
            };
            let cost = costs.iter().map(|(before, cost)| cost + crossings(before)).min().unwrap();
            next.push((order, cost));
        }
        costs = next;
    }
    costs.iter().map(|(_, cost)| *cost).min().unwrap_or(0)
}

fn all_orders(lines: &[u32]) -> Vec<Vec<u32>> {
    let Some((&first, others)) = lines.split_first() else { return vec![Vec::new()] };
    let mut orders = Vec::new();
    for order in all_orders(others) {
        for place in 0..=order.len() {
            let mut order = order.clone();
            order.insert(place, first);
            orders.push(order);
        }
    }
    orders
}

#[test]
fn of_crowds_a_chart_is_found_and_is_not_much_higher_than_they_are() {
    let mut draws = Draws(7);
    let mut crowd = |of: u32| (0..of).filter(|_| draws.below(3) > 0).collect::<Vec<u32>>();
    let meetings = Meetings::new(60, (0..200).map(|_| vec![crowd(60)]).collect());
    let chart = whole(&meetings);
    assert_is_chart_of(&chart, &meetings);
    assert!(chart.height() <= 130, "{}", chart.height());
}

#[test]
fn nothing_is_drawn_of_nothing() {
    for steps in [vec![], vec![vec![]], vec![vec![], vec![vec![]]]] {
        let meetings = Meetings::new(0, steps);
        for chart in [whole(&meetings), searched(&meetings, false), as_told(&meetings, u32::MAX)] {
            assert!(chart.steps().iter().all(Vec::is_empty) && chart.height() == 0);
        }
    }
}

#[test]
fn a_line_that_leaves_and_comes_back_bends_no_other() {
    // 2 visits 0 and 1 in turn; nobody has to cross, and the visited stay where they are.
    let meetings =
        Meetings::new(3, vec![vec![vec![0, 2], vec![1]], vec![vec![0], vec![2, 1]], vec![vec![0, 2], vec![1]]]);
    let counts = whole(&meetings).counts();
    assert_eq!((counts.crossings, counts.wiggles, counts.height), (0, 0, 3));
}
