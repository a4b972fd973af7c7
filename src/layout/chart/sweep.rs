//! Few crossings, where many lines are alive at a time: sweeps over the steps, forwards and backwards, and lines that are moved as
//! a whole.
//!
//! A sweep keeps the order of the step before and gathers each group where that makes the fewest crossings with the
//! orders on both sides (Sugiyama, Tagawa and Toda's layer sweep, with medians, as in `StoryFlow`, for a median is where a sum of distances is
//! least). Then each line in turn is taken out and put back along the cheapest way (`sift.rs`). Both are repeated from other
//! beginnings as long as the work stays within bounds.
//!
//! A sweep is O(n log n) in points, and for each group the product of those in it and those of them who are new. Moving a line
//! is said in `sift.rs`. All of it but the first sweep is charged to the work that an [`Effort`] allows.

use super::count::inversions;
use super::sift::Sifter;
use super::{Meetings, Orders};

/// How long to search.
#[derive(Clone, Copy)]
pub(super) struct Effort {
    /// Beginnings that are tried, where they are cheap. A third of them in a row that finds nothing better is enough.
    beginnings: u32,
    /// No more points are looked at, about.
    work: u64,
}

/// For a picture: a quarter of a second for hundreds of scenes, a second for thousands.
pub(super) const QUICK: Effort = Effort { beginnings: 120, work: 40_000_000 };

/// To see what more time would bring.
pub(super) const LONG: Effort = Effort { beginnings: 1_200, work: 400_000_000 };

/// An order of the lines at each step, with few crossings.
pub(super) fn orders(meetings: &Meetings, effort: Effort) -> Orders {
    let alive: u64 = meetings.lives().iter().flatten().map(|life| u64::from(life.last - life.first + 1)).sum();
    // Where a group belongs is asked of each line of it.
    let gathered: u64 = meetings.steps().iter().flatten().map(|group| (group.len() as u64).pow(2)).sum();
    let points = alive + gathered;
    let mut sifter = Sifter::new(meetings, effort.work);
    let mut orders = swept(meetings, None, false);
    let mut least = improved(meetings, &mut sifter, &mut orders, points);
    let (mut since, mut random) = (0, Random(0x9e37_79b9_7f4a_7c15));
    let mut current = orders.clone();
    for _ in 0..effort.beginnings {
        if least == 0 || since == effort.beginnings / 3 || !sifter.can_spend(points * 8) {
            break;
        }
        let mut other = current.clone();
        if random.below(4) == 0 {
            if !sifter.put_anew(&mut other, &drawn(meetings, &mut random)) {
                break;
            }
        } else {
            shake(meetings, &mut other, &mut random);
            sifter.spend(points);
        }
        let crossings = improved(meetings, &mut sifter, &mut other, points);
        since += 1;
        // What is hardly worse may lead further.
        if crossings <= least + 1 {
            current.clone_from(&other);
        }
        if crossings < least {
            (orders, least, since) = (other, crossings, 0);
        }
    }
    orders
}

/// Sweeps and moves lines until nothing gets better. Returns how many crossings are left.
fn improved(meetings: &Meetings, sifter: &mut Sifter, orders: &mut Orders, points: u64) -> u64 {
    let mut least = crossings(orders);
    loop {
        let before = least;
        for backwards in [true, false] {
            if !sifter.can_spend(points * 4) {
                return least;
            }
            sifter.spend(points * 4);
            let other = swept(meetings, Some(orders), backwards);
            let crossings = crossings(&other);
            if crossings < least {
                (*orders, least) = (other, crossings);
            }
        }
        least -= sifter.sift(orders);
        if least == before || least == 0 {
            return least;
        }
    }
}

/// Pairs of lines that change sides between two steps.
pub(super) fn crossings(orders: &Orders) -> u64 {
    let lines = orders.iter().flatten().max().map_or(0, |&line| line as usize + 1);
    let mut places: Vec<Option<u32>> = vec![None; lines];
    let mut sum = 0;
    for pair in orders.windows(2) {
        (0..).zip(&pair[0]).for_each(|(place, &line)| places[line as usize] = Some(place));
        let common: Vec<u32> = pair[1].iter().filter_map(|&line| places[line as usize]).collect();
        sum += inversions(&common);
        pair[0].iter().for_each(|&line| places[line as usize] = None);
    }
    sum
}

/// The orders of a sweep. Known orders draw from the other side.
pub(super) fn swept(meetings: &Meetings, known: Option<&Orders>, backwards: bool) -> Orders {
    let steps = meetings.steps().len();
    let mut gatherer = Gatherer::new(meetings);
    let mut orders: Orders = vec![Vec::new(); steps];
    let in_turn: Vec<usize> = if backwards { (0..steps).rev().collect() } else { (0..steps).collect() };
    let mut last: Option<usize> = None;
    for &step in &in_turn {
        let lives = |line: &&u32| gatherer.lives_at(**line, step);
        let base: Vec<u32> = match (last, known) {
            (Some(last), _) => orders[last].iter().filter(lives).copied().collect(),
            (None, Some(known)) => known[step].clone(),
            (None, None) => Vec::new(),
        };
        let next = if backwards { step.checked_sub(1) } else { Some(step + 1).filter(|next| *next < steps) };
        let ahead = known.zip(next).map_or(&[][..], |(known, next)| &known[next]);
        orders[step] = gatherer.gather(step, &base, ahead);
        last = Some(step);
    }
    orders
}

/// At a step drawn by lot lines are put elsewhere, and some steps before and behind it follow.
fn shake(meetings: &Meetings, orders: &mut Orders, random: &mut Random) {
    let step = random.below(orders.len());
    let mut gatherer = Gatherer::new(meetings);
    let mut base = orders[step].clone();
    if base.len() > 1 {
        let (from, to) = (random.below(base.len()), random.below(base.len()));
        let line = base.remove(from);
        base.insert(to, line);
        if random.below(3) == 0 {
            let (one, two) = (random.below(base.len()), random.below(base.len()));
            base[one.min(two)..=one.max(two)].reverse();
        }
    }
    orders[step] = gatherer.gather(step, &base, &[]);
    let far = 1 + random.below(orders.len().min(24));
    let mut follow = |orders: &mut Orders, at: usize, from: usize| {
        let base: Vec<u32> = orders[from].iter().filter(|line| gatherer.lives_at(**line, at)).copied().collect();
        orders[at] = gatherer.gather(at, &base, &[]);
    };
    for at in step + 1..(step + far).min(orders.len()) {
        follow(orders, at, at - 1);
    }
    for at in (step.saturating_sub(far)..step).rev() {
        follow(orders, at, at + 1);
    }
}

/// A few lines drawn by lot: one and some of those that it meets.
fn drawn(meetings: &Meetings, random: &mut Random) -> Vec<u32> {
    let steps = meetings.steps();
    let mut lines: Vec<u32> = Vec::new();
    for _ in 0..2 + random.below(4) {
        let groups = &steps[random.below(steps.len())];
        if !groups.is_empty() {
            let group = &groups[random.below(groups.len())];
            let line = group[random.below(group.len())];
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

/// The same numbers in the same order, always: Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % limit.max(1) as u64) as usize
    }
}

/// Brings the groups of a step together.
pub(super) struct Gatherer<'m> {
    meetings: &'m Meetings,
    group_of: Vec<Option<u32>>,
    /// Each line's place at the step before, and at the step ahead.
    places: [Vec<Option<u32>>; 2],
}

impl<'m> Gatherer<'m> {
    pub(super) fn new(meetings: &'m Meetings) -> Self {
        let nowhere = vec![None; meetings.lives().len()];
        Self { meetings, group_of: vec![None; meetings.lives().len()], places: [nowhere.clone(), nowhere] }
    }

    fn lives_at(&self, line: u32, step: usize) -> bool {
        self.meetings.lives()[line as usize]
            .is_some_and(|life| (life.first as usize..=life.last as usize).contains(&step))
    }

    /// The lines of a step in the order of those known, each group brought to where that makes the fewest crossings with
    /// them and with an order ahead. Lines that are not known come in with their group. O(n log n) in lines and groups.
    pub(super) fn gather(&mut self, step: usize, base: &[u32], ahead: &[u32]) -> Vec<u32> {
        self.enter(step, base, ahead);
        let groups = &self.meetings.steps()[step];
        let mut units: Vec<Vec<u32>> =
            base.iter().filter(|line| self.group_of[**line as usize].is_none()).map(|&line| vec![line]).collect();
        let mut gathered: Vec<(u32, Vec<u32>)> = (groups.iter())
            .filter(|group| group.len() > 1 || self.places[0][group[0] as usize].is_none())
            .map(|group| {
                let ordered = self.ordered(group);
                let median = self.places[0][ordered[ordered.len() / 2] as usize];
                (median.unwrap_or(u32::MAX), ordered)
            })
            .collect();
        gathered.sort_by_key(|(median, _)| *median);
        for (_, group) in gathered {
            let (first, _) = self.best_places(&units, &group);
            units.insert(first, group);
        }
        if groups.len() > 1 || !ahead.is_empty() {
            self.exchange(&mut units);
        }
        self.leave(step, base, ahead);
        units.concat()
    }

    /// The lines of a step, groups as units, and where a group may stand: from the first place to the last, all of which make
    /// as few crossings as can be.
    pub(super) fn choices(&mut self, step: usize, base: &[u32], group: &[u32]) -> (Vec<u32>, Vec<u32>, (usize, usize)) {
        self.enter(step, base, &[]);
        let is_other = |line: &&u32| self.group_of[**line as usize].is_none() && group[0] != **line;
        let single: Vec<Vec<u32>> = base.iter().filter(is_other).map(|&line| vec![line]).collect();
        let ordered = self.ordered(group);
        let places = self.best_places(&single, &ordered);
        self.leave(step, base, &[]);
        (single.concat(), ordered, places)
    }

    fn enter(&mut self, step: usize, base: &[u32], ahead: &[u32]) {
        self.meetings.group_of(step, &mut self.group_of);
        for (places, order) in self.places.iter_mut().zip([base, ahead]) {
            (0..).zip(order).for_each(|(place, &line)| places[line as usize] = Some(place));
        }
    }

    fn leave(&mut self, step: usize, base: &[u32], ahead: &[u32]) {
        self.meetings.forget_groups(step, &mut self.group_of);
        for (places, order) in self.places.iter_mut().zip([base, ahead]) {
            for &line in order {
                places[line as usize] = None;
            }
        }
    }

    /// The lines of a group as they come, and those that are new where the step ahead has them.
    fn ordered(&self, group: &[u32]) -> Vec<u32> {
        let [before, ahead] = &self.places;
        let mut ordered: Vec<u32> = group.iter().filter(|line| before[**line as usize].is_some()).copied().collect();
        ordered.sort_by_key(|line| before[*line as usize]);
        let mut new: Vec<u32> = group.iter().filter(|line| before[**line as usize].is_none()).copied().collect();
        new.sort_by_key(|line| (ahead[*line as usize].unwrap_or(u32::MAX), *line));
        for line in new {
            let Some(wanted) = ahead[line as usize] else {
                ordered.push(line);
                continue;
            };
            // Below as many as shall be above it, and above as many as shall be below.
            let is_above = |other: &u32| ahead[*other as usize].map(|place| place < wanted);
            let mut cost = ordered.iter().filter(|line| is_above(line) == Some(true)).count();
            let (mut least, mut place) = (cost, 0);
            for (at, other) in ordered.iter().enumerate() {
                match is_above(other) {
                    Some(true) => cost -= 1,
                    Some(false) => cost += 1,
                    None => (),
                }
                if cost <= least {
                    (least, place) = (cost, at + 1);
                }
            }
            ordered.insert(place, line);
        }
        ordered
    }

    /// How many crossings less it makes with both sides to have one unit above the other than below it.
    fn preference(&self, upper: &[u32], lower: &[Vec<u32>; 2]) -> i64 {
        let mut sum = 0;
        for (places, sorted) in self.places.iter().zip(lower) {
            for place in upper.iter().filter_map(|line| places[*line as usize]) {
                let above = sorted.partition_point(|other| *other < place) as u32;
                sum += i64::from(sorted.len() as u32) - 2 * i64::from(above);
            }
        }
        sum
    }

    fn sorted(&self, unit: &[u32]) -> [Vec<u32>; 2] {
        let sorted = |places: &Vec<Option<u32>>| {
            let mut sorted: Vec<u32> = unit.iter().filter_map(|line| places[*line as usize]).collect();
            sorted.sort_unstable();
            sorted
        };
        [sorted(&self.places[0]), sorted(&self.places[1])]
    }

    /// Among units, the first and the last place for a group where it makes the fewest crossings. The last where nothing
    /// speaks for any.
    fn best_places(&self, units: &[Vec<u32>], group: &[u32]) -> (usize, usize) {
        let sorted = self.sorted(group);
        if sorted.iter().all(Vec::is_empty) {
            return (units.len(), units.len());
        }
        let (mut cost, mut least, mut places) = (0, 0, (0, 0));
        for (at, unit) in units.iter().enumerate() {
            cost -= self.preference(unit, &sorted);
            if cost < least {
                (least, places) = (cost, (at + 1, at + 1));
            } else if cost == least {
                places.1 = at + 1;
            }
        }
        places
    }

    /// Exchanges neighbouring units as long as that makes fewer crossings, and not for ever.
    fn exchange(&self, units: &mut [Vec<u32>]) {
        for _ in 0..3 {
            let mut changed = false;
            for at in 1..units.len() {
                let lower = self.sorted(&units[at]);
                if self.preference(&units[at - 1], &lower) < 0 {
                    units.swap(at - 1, at);
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
    }
}
