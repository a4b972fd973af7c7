//! A chart that grows: what is drawn for a step depends on that step and those before it, so nothing that is drawn moves when
//! another scene is added. It grows to the right and downwards.
//!
//! The order of the step before is kept; the lines of a scene gather where they cross the fewest of the others, and that is where
//! most of them are already (the median). Where several places are as good, and for those who are new, each is tried, and the
//! one counts that bends the fewest lines. A step is O(n log n) in its lines, and six times at most the windows of `place.rs`: a few
//! dozen places a line.

use super::place::{Bottom, Bundle, FAR, Placed, place};
use super::sweep::Gatherer;
use super::{Chart, Meetings, Point};

/// What it costs to draw below everything that is drawn: more than that a few lines bend.
const GROWTH: u64 = 60;

/// With more lines than this only the first of the places that are as good is tried.
const MANY: usize = 128;

pub(super) fn chart(meetings: &Meetings, per_row: u32) -> Chart {
    let mut steps: Vec<Vec<Point>> = Vec::with_capacity(meetings.steps().len());
    let mut gatherer = Gatherer::new(meetings);
    let mut slots: Vec<Option<u32>> = vec![None; meetings.lives().len()];
    let mut group_of: Vec<Option<u32>> = vec![None; meetings.lives().len()];
    let mut height = 0;
    for step in 0..meetings.steps().len() {
        if step.is_multiple_of(per_row.max(1) as usize) {
            slots.fill(None);
            height = 0;
        }
        let lives = |line: &u32| meetings.lives()[*line as usize].is_some_and(|life| life.last as usize >= step);
        let last = steps.last().map_or(&[][..], |last| &last[..]);
        let base: Vec<u32> = last.iter().map(|point| point.line).filter(lives).collect();
        let mut best: Option<(u64, Vec<Point>)> = None;
        for units in ways(meetings, (&mut gatherer, &mut group_of), step, &base) {
            let (cost, points) = placed(&units, &slots, height);
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, points));
            }
        }
        let points = best.map_or(Vec::new(), |(_, points)| points);
        for point in &points {
            slots[point.line as usize] = Some(point.slot);
        }
        height = points.last().map_or(height, |last| height.max(last.slot + 1));
        steps.push(points);
    }
    Chart { steps }
}

/// The orders to choose from at a step, in bundles: all of them make as few crossings as can be.
fn ways(
    meetings: &Meetings,
    (gatherer, group_of): (&mut Gatherer, &mut [Option<u32>]),
    step: usize,
    base: &[u32],
) -> Vec<Vec<Vec<u32>>> {
    let mut bundles = |order: &[u32]| bundles(meetings, step, order, group_of);
    match &meetings.steps()[step][..] {
        [] => vec![bundles(base)],
        [group] => {
            let (others, ordered, (first, last)) = gatherer.choices(step, base, group);
            let is_new = |line: &u32| meetings.begins(*line, step);
            let (mut new, mut known) = (ordered.clone(), ordered.clone());
            new.retain(is_new);
            known.retain(|line| !is_new(line));
            let mut orders = vec![ordered];
            if !new.is_empty() && !known.is_empty() && others.len() < MANY {
                orders.push([new, known].concat());
            }
            let mut places = vec![first];
            if others.len() < MANY {
                places.extend([last, first.midpoint(last)]);
                places.sort_unstable();
                places.dedup();
            }
            let all = places.iter().flat_map(|&place| orders.iter().map(move |order| (place, order)));
            all.map(|(place, order)| bundles(&[&others[..place], order, &others[place..]].concat())).collect()
        }
        _ => vec![bundles(&gatherer.gather(step, base, &[]))],
    }
}

/// An order of lines in bundles that stay together: groups, and single lines. Of lines nothing is said in `group_of`, before
/// and after.
pub(super) fn bundles(meetings: &Meetings, step: usize, order: &[u32], group_of: &mut [Option<u32>]) -> Vec<Vec<u32>> {
    meetings.group_of(step, group_of);
    let mut bundles: Vec<Vec<u32>> = Vec::new();
    let mut last = None;
    for line in order {
        let group = group_of[*line as usize];
        match bundles.last_mut().filter(|_| group.is_some() && group == last) {
            Some(bundle) => bundle.push(*line),
            None => bundles.push(vec![*line]),
        }
        last = group;
    }
    meetings.forget_groups(step, group_of);
    bundles
}

fn placed(units: &[Vec<u32>], slots: &[Option<u32>], height: u32) -> (u64, Vec<Point>) {
    let bundle = |unit: &Vec<u32>| Bundle { pulls: unit.iter().map(|&line| [slots[line as usize], None]).collect() };
    let bundles: Vec<Bundle> = units.iter().map(bundle).collect();
    let bottom = Bottom { height, growth: GROWTH, limit: u32::MAX, use_of_place: 1, reach: FAR };
    let Placed { slots: places, cost, .. } = place(&bundles, &bottom);
    let points = units
        .iter()
        .zip(places)
        .flat_map(|(unit, first)| (first..).zip(unit).map(|(slot, &line)| Point { line, slot }));
    (cost, points.collect())
}
