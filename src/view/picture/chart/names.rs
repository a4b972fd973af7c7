//! Where the names of a row's lines stand: each line has its own, at the left where it comes in there, else before a box
//! that its character is in, in its place or between it and the next; where there is no room behind the box, below the line or
//! above, as soon as there is room. Where none ever is the line has no name in this row.
//!
//! As told what decides is to the left of the box alone, and every line that is on its way, drawn or not: so a name stays where
//! it is when a scene is added. Nothing is written over another name, a line that runs along or a box, but for one that came later
//! than a name behind a box; over lines that only cross, if need be. A name looks at as many columns as it is long.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{GAP, Grid, HALF, Row, SLOT, SMALL, TEXT, Tale, Way, lettering, whole};
use crate::view::Order;

/// A name and where it stands: to the right in pixels, and at which half slot below the top of the row.
pub(super) struct Written<'s> {
    pub(super) x: i32,
    /// Whether it begins there, and does not end there.
    pub(super) begins: bool,
    half: u32,
    pub(super) is_small: bool,
    pub(super) words: Cow<'s, str>,
}

impl Written<'_> {
    /// How far down its words stand, in half pixels from the top of the row.
    pub(super) fn y(&self) -> i32 {
        whole(self.half as usize) * SLOT + SLOT + if self.is_small { 7 } else { 8 }
    }
}

/// The names of a row, as they are being written.
pub(super) struct Names<'r, 'a, 'c, 's> {
    tale: &'a Tale<'c, 's>,
    grid: &'r Grid,
    row: &'r Row,
    /// For each column, the lines at its slots; for each stretch behind it, how many cross a slot, and how many the paper
    /// below a slot.
    taken: Vec<Vec<Option<u32>>>,
    crossing: Vec<[Vec<i32>; 2]>,
    /// For each column, the first and the last slot of its box.
    boxes: Vec<Option<(u32, u32)>>,
    /// For each half slot from where to where names stand.
    ends: BTreeMap<u32, Vec<(i32, i32)>>,
    written: Vec<Written<'s>>,
}

/// A place before a box: the column, the slot, and how many half slots below the middle of the first slot it is.
#[derive(Clone, Copy)]
struct Place {
    column: usize,
    slot: u32,
    half: u32,
}

impl<'r, 'a, 'c, 's> Names<'r, 'a, 'c, 's> {
    pub(super) fn new(tale: &'a Tale<'c, 's>, grid: &'r Grid, row: &'r Row) -> Self {
        let mut names = Self {
            tale,
            grid,
            row,
            taken: Vec::new(),
            crossing: Vec::new(),
            boxes: Vec::new(),
            ends: BTreeMap::new(),
            written: Vec::new(),
        };
        names.look();
        names
    }

    /// Looks where lines and boxes are. As told every line counts that may yet be drawn.
    fn look(&mut self) {
        let (tale, row) = (self.tale, self.row);
        let mut is_drawn = vec![tale.order == Order::Narrative; tale.meetings.lives().len()];
        row.ways.iter().for_each(|way| is_drawn[way.line as usize] = true);
        let steps = &tale.chart.steps()[row.steps.clone()];
        let drawn = |point: &&crate::layout::chart::Point| is_drawn[point.line as usize] && point.slot >= row.highest;
        let height = steps.iter().flatten().filter(drawn).map(|point| point.slot + 1 - row.highest).max().unwrap_or(0);
        let mut before: Vec<Option<u32>> = vec![None; tale.meetings.lives().len()];
        for (step, points) in row.steps.clone().zip(steps) {
            let mut taken = vec![None; height as usize + 2];
            let mut crossing = [vec![0_i32; height as usize + 2], vec![0; height as usize + 2]];
            let mut inside: Option<(u32, u32)> = None;
            for point in points.iter().filter(drawn) {
                let slot = point.slot - row.highest;
                taken[slot as usize] = Some(point.line);
                if tale.is_in(point.line, step) {
                    inside = Some((inside.map_or(slot, |(first, _)| first), slot));
                }
                if let Some(from) = before[point.line as usize].filter(|from| *from != slot) {
                    let (upper, lower) = (from.min(slot) as usize, from.max(slot) as usize);
                    crossing[0][upper] += 1;
                    crossing[0][lower + 1] -= 1;
                    crossing[1][upper] += 1;
                    crossing[1][lower] -= 1;
                }
                before[point.line as usize] = Some(slot);
            }
            for counts in &mut crossing {
                for slot in 1..counts.len() {
                    counts[slot] += counts[slot - 1];
                }
            }
            self.taken.push(taken);
            self.crossing.push(crossing);
            self.boxes.push(inside);
        }
    }

    /// All of them: first those at the left, for there is room for each, then column by column.
    pub(super) fn written(mut self) -> Vec<Written<'s>> {
        let mut waiting: Vec<&'r Way> = Vec::new();
        for way in &self.row.ways {
            if way.first == self.row.steps.start { self.at_the_left(way) } else { waiting.push(way) }
        }
        waiting.sort_by_key(|way| (way.first, way.slots[0]));
        for (column, step) in self.row.steps.clone().enumerate() {
            let mut left = Vec::new();
            for way in std::mem::take(&mut waiting) {
                let is_here = way.first <= step && step - way.first < way.slots.len();
                let is_in = is_here && self.tale.is_in(way.line, step);
                if !(is_in && (self.before_a_box(way, column) || self.behind_a_box(way, column))) {
                    left.push(way);
                }
            }
            waiting = left;
            if waiting.is_empty() {
                break;
            }
        }
        self.written
    }

    fn name(&self, way: &Way) -> &'s str {
        self.tale.names[self.tale.character(way.line)]
    }

    fn slot(&self, way: &Way, column: usize) -> u32 {
        way.slots[self.row.steps.start + column - way.first] - self.row.highest
    }

    fn at_the_left(&mut self, way: &Way) {
        let name = self.name(way);
        let slot = way.slots[0] - self.row.highest;
        let (room, x) = (f64::from(self.grid.left - self.grid.margin), self.grid.left - GAP);
        let is_small = lettering::width(name, TEXT) > room;
        let words =
            if is_small { lettering::fitted_with_its_end(name, room, SMALL) } else { Some(Cow::Borrowed(name)) };
        if let Some(words) = words {
            self.written.push(Written { x, begins: false, half: 2 * slot, is_small, words });
        }
    }

    /// Writes a name before the box in a column where there is room for it. Says whether there was.
    fn before_a_box(&mut self, way: &Way, column: usize) -> bool {
        let name = self.name(way);
        let slot = self.slot(way, column);
        // Where the line comes from somewhere its own place is not free.
        let own = Some(2 * slot).filter(|_| way.first == self.row.steps.start + column);
        let halves = [own, (2 * slot).checked_sub(1), Some(2 * slot + 1)];
        let places = halves.into_iter().flatten().map(|half| Place { column, slot: half / 2, half });
        let (large, small) = (lettering::width(name, TEXT), lettering::width(name, SMALL));
        let mut best: Option<(i32, Place)> = None;
        for may_cross in [false, true] {
            for place in places.clone() {
                let room = self.room(place, may_cross, large.ceil() as i32);
                if place.half == 2 * slot && f64::from(room) >= large {
                    self.write(place, false, Cow::Borrowed(name));
                    return true;
                }
                if f64::from(room) >= small {
                    self.write(place, true, Cow::Borrowed(name));
                    return true;
                }
                if best.is_none_or(|(most, _)| room > most) {
                    best = Some((room, place));
                }
            }
        }
        let cut =
            best.and_then(|(room, place)| Some((place, lettering::fitted_with_its_end(name, f64::from(room), SMALL)?)));
        cut.is_some_and(|(place, words)| {
            self.write(place, true, words);
            true
        })
    }

    fn write(&mut self, place: Place, is_small: bool, words: Cow<'s, str>) {
        let size = if is_small { SMALL } else { TEXT };
        let x = self.end(place);
        let from = x - lettering::width(&words, size).ceil() as i32;
        self.ends.entry(place.half).or_default().push((from, x));
        self.written.push(Written { x, begins: false, half: place.half, is_small, words });
    }

    /// Whether another line may run along one of some slots somewhere behind a column, before a place. As told any that is there may.
    fn runs_behind(&self, own: u32, column: usize, slots: [u32; 2], to: i32) -> bool {
        let covered = || (column..self.taken.len()).take_while(|&at| at == column || self.grid.x(at) < to + HALF);
        slots.into_iter().any(|slot| {
            let other = |at: usize| self.taken.get(at)?.get(slot as usize)?.filter(|line| *line != own);
            let ends = |at: usize| at + 1 < self.taken.len() && other(at) != other(at + 1);
            match self.tale.order {
                Order::Narrative => other(column).is_some(),
                // One that comes in there is seen where it does.
                Order::Chronological => covered().any(|at| other(at).is_some() && !(at == column && ends(at))),
            }
        })
    }

    /// Writes a name behind the box in a column, below its line or above. Says whether there was room.
    fn behind_a_box(&mut self, way: &Way, column: usize) -> bool {
        let slot = self.slot(way, column);
        [Some(2 * slot + 1), (2 * slot).checked_sub(1)].into_iter().flatten().any(|half| self.behind(way, column, half))
    }

    /// Writes a name behind the box in a column at a half slot, if there is room and it cannot be taken for that of another line.
    fn behind(&mut self, way: &Way, column: usize, half: u32) -> bool {
        let slot = self.slot(way, column);
        let Some(beside) = (if half > 2 * slot { Some(slot + 1) } else { slot.checked_sub(1) }) else { return false };
        let x = self.grid.x(column) + HALF + GAP;
        let wanted = lettering::width(self.name(way), SMALL).ceil() as i32;
        let mut room = wanted.min(self.grid.width - self.grid.margin - x);
        for (_, names) in self.ends.range(half - 1..=half + 1) {
            for &(from, _) in names.iter().filter(|(_, to)| *to > x - GAP) {
                room = room.min(if from > x { from - GAP - x } else { 0 });
            }
        }
        if self.tale.order == Order::Chronological {
            let place = Place { column, slot: half / 2, half };
            let room_before = |next: usize| self.grid.x(next) - HALF - GAP - x;
            let mut beside = (column + 1..self.boxes.len()).take_while(|&next| room_before(next) < room);
            room = beside.find(|&next| self.is_boxed(next, place)).map_or(room, room_before);
        }
        let Some(words) = lettering::fitted_with_its_end(self.name(way), f64::from(room), SMALL) else { return false };
        let to = x + lettering::width(&words, SMALL).ceil() as i32;
        if self.runs_behind(way.line, column, [slot, beside], to) {
            return false;
        }
        self.ends.entry(half).or_default().push((x, to));
        self.written.push(Written { x, begins: true, half, is_small: true, words });
        true
    }

    fn end(&self, place: Place) -> i32 {
        self.grid.x(place.column) - HALF - GAP
    }

    /// How much room there is at a place, to the left, as far as is wanted.
    fn room(&self, place: Place, may_cross: bool, wanted: i32) -> i32 {
        let end = self.end(place);
        let mut from = (end - wanted).max(self.grid.margin);
        for (_, names) in self.ends.range(place.half.saturating_sub(1)..=place.half + 1) {
            for &(_, to) in names.iter().filter(|(begins, _)| *begins < end) {
                from = from.max(to + GAP);
            }
        }
        let mut column = place.column;
        loop {
            let middle = self.grid.x(column);
            let edge = if column == 0 { self.grid.left } else { middle - self.grid.column + HALF };
            if from >= middle - HALF {
                break;
            }
            // Before the first column there are the names at the left, and lines that come in.
            let is_clear = match column.checked_sub(1) {
                None => !self.is_beside(column, place),
                Some(last) => {
                    !self.runs(last, place)
                        && !self.runs(column, place)
                        && (may_cross || self.crossing[column][(place.half % 2) as usize][place.slot as usize] == 0)
                }
            };
            if !is_clear {
                return end - from.max(middle - HALF + if column == place.column { 0 } else { 2 * HALF + GAP });
            }
            let Some(last) = column.checked_sub(1) else { break };
            column = last;
            if from >= edge {
                break;
            }
            if self.is_boxed(column, place) || self.runs(column, place) {
                return end - from.max(edge + GAP);
            }
        }
        end - from
    }

    /// Whether a line runs along a place at a column.
    fn runs(&self, column: usize, place: Place) -> bool {
        let own = column == place.column;
        place.half.is_multiple_of(2) && !own && self.taken[column].get(place.slot as usize).is_some_and(Option::is_some)
    }

    /// Whether a line or a name is at the left of the row.
    fn is_beside(&self, column: usize, place: Place) -> bool {
        let slots = place.slot as usize..=place.slot as usize + (place.half % 2) as usize;
        self.taken[column].get(slots).is_some_and(|slots| slots.iter().any(Option::is_some))
    }

    fn is_boxed(&self, column: usize, place: Place) -> bool {
        let lowest = place.slot + place.half % 2;
        self.boxes[column].is_some_and(|(first, last)| place.slot <= last && lowest >= first)
    }
}
