//! Which place each line of a step takes, its order given: near where the line was and, where that is known, will be.
//!
//! Bundles that stay together are placed from the top down by dynamic programming over bundles and places, which finds the
//! cheapest of all ways within a window around where each bundle would like to be: O(lines + places in the windows). A window
//! is as long as the places are apart where the lines of a bundle were, and so much more to both sides as is asked for; for a
//! bundle that is new, as the chart is high, unless less is asked for.

/// What it costs a line to be somewhere else than it was or will be, and for each place that it is off.
const WIGGLE: u64 = 24;
const DISTANCE: u64 = 2;

/// How far a line may be moved for the sake of others, if far.
pub(super) const FAR: u32 = 12;

/// Lines that are to be next to each other, from the top down.
pub(super) struct Bundle {
    /// For each line, the places of the same line at the steps beside this one.
    pub(super) pulls: Vec<[Option<u32>; 2]>,
}

/// What it costs that the lowest line is above a place.
pub(super) struct Bottom {
    /// Below this the picture would grow.
    pub(super) height: u32,
    /// For each place that it grows.
    pub(super) growth: u64,
    /// Where they would come further down than this all of them begin anew at the top: a little further at each step
    /// would come to any height.
    pub(super) limit: u32,
    /// For each place that is used above.
    pub(super) use_of_place: u64,
    /// How far a line may be moved for the sake of others.
    pub(super) reach: u32,
}

/// Where bundles are placed.
pub(super) struct Placed {
    /// For each the place of its first line.
    pub(super) slots: Vec<u32>,
    /// What all of it costs.
    pub(super) cost: u64,
    /// How many places were looked at.
    pub(super) work: u64,
}

impl Bundle {
    fn size(&self) -> u32 {
        self.pulls.len() as u32
    }

    /// Where each pull would have the first line.
    fn wanted(&self) -> impl Iterator<Item = i64> {
        (0..)
            .zip(&self.pulls)
            .flat_map(|(place, pulls)| pulls.iter().flatten().map(move |&pull| i64::from(pull) - place))
    }

    /// What it costs to have the first line at each place of a window. O(lines + places).
    fn costs(&self, (from, until): (u32, u32)) -> Vec<u64> {
        let (mut at_place, mut above, mut below, mut far) = (vec![0; (until - from + 1) as usize], 0, 0, 0);
        for wanted in self.wanted() {
            let distance = wanted - i64::from(from);
            match usize::try_from(distance) {
                Ok(place) if place < at_place.len() => at_place[place] += 1,
                Ok(_) => {}
                Err(_) => above += 1,
            }
            far += distance.unsigned_abs();
            below += u64::from(distance >= 0);
        }
        let cost = |here: u64| {
            let cost = DISTANCE * far + WIGGLE * (above + below - here);
            // One place further down it is nearer to those below and further from the others.
            below -= here;
            above += here;
            far = (far + above) - below;
            cost
        };
        at_place.into_iter().map(cost).collect()
    }

    /// Where its first line may be: the first place that would do, and the last.
    fn window(&self, above: u32, reach: u32) -> Option<(u32, u32)> {
        let place = |wanted: i64| u32::try_from(wanted).unwrap_or(0);
        let (least, most) = self.wanted().map(place).fold(None, |range: Option<(u32, u32)>, place| {
            Some(range.map_or((place, place), |(least, most)| (least.min(place), most.max(place))))
        })?;
        Some((least.saturating_sub(reach).max(above), most + reach))
    }
}

/// The cheapest place of the first line of each bundle, no bundle above the one before it.
pub(super) fn place(bundles: &[Bundle], bottom: &Bottom) -> Placed {
    let windows = windows(bundles, bottom);
    // For each bundle and each place in its window: the least cost so far if it is there or above, and where it is then.
    let mut tables: Vec<Vec<(u64, u32)>> = Vec::with_capacity(bundles.len());
    for (at, (bundle, &(from, until))) in bundles.iter().zip(&windows).enumerate() {
        let is_last = at + 1 == bundles.len();
        let mut best: Option<(u64, u32)> = None;
        let mut table = Vec::with_capacity((until - from + 1) as usize);
        for (slot, cost) in (from..=until).zip(bundle.costs((from, until))) {
            let before = match at.checked_sub(1) {
                None => Some(0),
                Some(above) => (slot.checked_sub(bundles[above].size()))
                    .and_then(|most| cheapest(&tables[above], windows[above].0, most))
                    .map(|(cost, _)| cost),
            };
            let end = slot + bundle.size();
            let last = if is_last { bottom.cost(end) } else { 0 };
            if let Some(before) = before {
                let cost = before + cost + last;
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, slot));
                }
            }
            table.push(best.unwrap_or((u64::MAX, slot)));
        }
        tables.push(table);
    }
    let mut slots = vec![0; bundles.len()];
    let mut most = u32::MAX;
    for at in (0..bundles.len()).rev() {
        slots[at] = cheapest(&tables[at], windows[at].0, most).map_or(windows[at].0, |(_, slot)| slot);
        most = slots[at].saturating_sub(at.checked_sub(1).map_or(0, |above| bundles[above].size()));
    }
    if bundles.last().zip(slots.last()).is_some_and(|(last, slot)| slot + last.size() > bottom.limit) {
        let mut free = 0;
        for (slot, bundle) in slots.iter_mut().zip(bundles) {
            *slot = free;
            free += bundle.size();
        }
    }
    let cost = tables.last().and_then(|table| table.last()).map_or(0, |(cost, _)| *cost);
    let work = tables.iter().map(|table| table.len() as u64).sum();
    Placed { slots, cost, work }
}

impl Bottom {
    fn cost(&self, end: u32) -> u64 {
        self.growth * u64::from(end.saturating_sub(self.height)) + self.use_of_place * u64::from(end)
    }
}

/// The best of a table, no place being below a given one.
fn cheapest(table: &[(u64, u32)], from: u32, most: u32) -> Option<(u64, u32)> {
    let last = (most.checked_sub(from)? as usize).min(table.len() - 1);
    Some(table[last]).filter(|(cost, _)| *cost != u64::MAX)
}

/// The window of each bundle, wide enough that there is a place for each below those above it.
fn windows(bundles: &[Bundle], bottom: &Bottom) -> Vec<(u32, u32)> {
    let (mut above, mut highest) = (0, 0);
    let mut windows = Vec::with_capacity(bundles.len());
    for bundle in bundles {
        let everywhere = || (above, if bottom.reach < FAR { above } else { bottom.height.max(highest) + FAR });
        let (from, until) = bundle.window(above, bottom.reach).unwrap_or_else(everywhere);
        let from = from.max(highest);
        windows.push((from, until.max(from)));
        highest = from + bundle.size();
        above += bundle.size();
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_costs_what_its_lines_bend() {
        let bundle = Bundle { pulls: vec![[Some(3), Some(5)], [None, Some(9)], [Some(0), None]] };
        let cost = |slot: u32| -> u64 {
            let of_pull = |(line, pull): (u32, u32)| match u64::from((slot + line).abs_diff(pull)) {
                0 => 0,
                distance => WIGGLE + DISTANCE * distance,
            };
            [(0, 3), (0, 5), (1, 9), (2, 0)].into_iter().map(of_pull).sum()
        };
        assert_eq!(bundle.costs((0, 12)), (0..=12).map(cost).collect::<Vec<u64>>());
        assert_eq!(bundle.costs((4, 6)), (4..=6).map(cost).collect::<Vec<u64>>());
    }

    fn placed(pulls: &[u32]) -> Vec<u32> {
        let bundle = |&pull: &u32| Bundle { pulls: vec![[Some(pull), None]] };
        let bundles: Vec<Bundle> = pulls.iter().map(bundle).collect();
        placed_within(&bundles, FAR)
    }

    fn placed_within(bundles: &[Bundle], reach: u32) -> Vec<u32> {
        place(bundles, &Bottom { height: 50, growth: 100, limit: u32::MAX, use_of_place: 1, reach }).slots
    }

    #[test]
    fn lines_stay_where_they_were_and_make_room_where_one_comes_between() {
        assert_eq!(placed(&[0, 3, 7]), [0, 3, 7]);
        assert_eq!(placed(&[0, 5, 1, 2]), [0, 5, 6, 7], "two bend rather than three");
        assert_eq!(placed(&[0, 9, 1, 12]), [0, 9, 10, 12], "one bends rather than two");
    }

    #[test]
    fn there_is_a_place_where_lines_may_hardly_be_moved() {
        let bundle = |pulls: &[u32]| Bundle { pulls: pulls.iter().map(|&pull| [Some(pull), None]).collect() };
        assert_eq!(placed_within(&[bundle(&[4]), bundle(&[4]), bundle(&[9])], 0), [4, 5, 9]);
        let placed = placed_within(&[bundle(&[7]), bundle(&[0, 30]), bundle(&[3])], 0);
        assert!(placed[1] > placed[0] && placed[2] >= placed[1] + 2, "{placed:?}");
    }

    #[test]
    fn there_is_a_place_however_far_lines_are_from_where_they_were() {
        assert!(placed(&[40, 0, 1]).is_sorted_by(|one, other| one < other));
        assert!(placed(&[0; 40]).is_sorted_by(|one, other| one < other));
    }
}
