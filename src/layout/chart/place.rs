//! Which place each line of a step takes, its order given: near where the line was and, where that is known, will be.
//!
//! Bundles that stay together are placed from the top down by dynamic programming over bundles and places, which finds the
//! cheapest of all ways within a window around where each bundle would like to be: O(lines x window).

/// What it costs a line to be somewhere else than it was or will be, and for each place that it is off.
const WIGGLE: u64 = 24;
const DISTANCE: u64 = 2;

/// How far a line may be moved for the sake of others.
const WINDOW: u32 = 12;

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
    /// For each place that is used above.
    pub(super) use_of_place: u64,
}

impl Bundle {
    fn size(&self) -> u32 {
        self.pulls.len() as u32
    }

    /// What it costs to have the first line at a place.
    fn cost(&self, slot: u32) -> u64 {
        let of_pull = |(place, pull): (u32, u32)| match u64::from((slot + place).abs_diff(pull)) {
            0 => 0,
            distance => WIGGLE + DISTANCE * distance,
        };
        (0..)
            .zip(&self.pulls)
            .flat_map(|(place, pulls)| pulls.iter().flatten().map(move |&pull| (place, pull)))
            .map(of_pull)
            .sum()
    }

    /// Where its first line may be: the first place that would do, and the last.
    fn window(&self, above: u32) -> Option<(u32, u32)> {
        let wanted = |(place, pulls): (u32, &[Option<u32>; 2])| {
            pulls.iter().flatten().map(|pull| pull.saturating_sub(place)).collect::<Vec<u32>>()
        };
        let wanted: Vec<u32> = (0..).zip(&self.pulls).flat_map(wanted).collect();
        let (least, most) = (*wanted.iter().min()?, *wanted.iter().max()?);
        Some((least.saturating_sub(WINDOW).max(above), most + WINDOW))
    }
}

/// The cheapest place of the first line of each bundle, no bundle above the one before it, and what all of it costs.
pub(super) fn place(bundles: &[Bundle], bottom: &Bottom) -> (Vec<u32>, u64) {
    let windows = windows(bundles, bottom);
    // For each bundle and each place in its window: the least cost so far if it is there or above, and where it is then.
    let mut tables: Vec<Vec<(u64, u32)>> = Vec::with_capacity(bundles.len());
    for (at, (bundle, &(from, until))) in bundles.iter().zip(&windows).enumerate() {
        let is_last = at + 1 == bundles.len();
        let mut best: Option<(u64, u32)> = None;
        let mut table = Vec::with_capacity((until - from + 1) as usize);
        for slot in from..=until {
            let before = match at.checked_sub(1) {
                None => Some(0),
                Some(above) => (slot.checked_sub(bundles[above].size()))
                    .and_then(|most| cheapest(&tables[above], windows[above].0, most))
                    .map(|(cost, _)| cost),
            };
            let end = slot + bundle.size();
            let last = if is_last { bottom.cost(end) } else { 0 };
            if let Some(before) = before {
                let cost = before + bundle.cost(slot) + last;
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
    let cost = tables.last().and_then(|table| table.last()).map_or(0, |(cost, _)| *cost);
    (slots, cost)
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
        let (from, until) = bundle.window(above).unwrap_or((above, bottom.height.max(highest) + WINDOW));
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

    fn placed(pulls: &[u32]) -> Vec<u32> {
        let bundle = |&pull: &u32| Bundle { pulls: vec![[Some(pull), None]] };
        let bundles: Vec<Bundle> = pulls.iter().map(bundle).collect();
        place(&bundles, &Bottom { height: 50, growth: 100, use_of_place: 1 }).0
    }

    #[test]
    fn lines_stay_where_they_were_and_make_room_where_one_comes_between() {
        assert_eq!(placed(&[0, 3, 7]), [0, 3, 7]);
        assert_eq!(placed(&[0, 5, 1, 2]), [0, 5, 6, 7], "two bend rather than three");
        assert_eq!(placed(&[0, 9, 1, 12]), [0, 9, 10, 12], "one bends rather than two");
    }

    #[test]
    fn there_is_a_place_however_far_lines_are_from_where_they_were() {
        assert!(placed(&[40, 0, 1]).is_sorted_by(|one, other| one < other));
        assert!(placed(&[0; 40]).is_sorted_by(|one, other| one < other));
    }
}
