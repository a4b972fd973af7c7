//! Where the words of a curve find room: beside the bars, and above runs of scenes.

use crate::layout::curve::{Bar, Curve, Run};
use crate::view::picture::lettering::{self, SMALL, TEXT};

/// No name of a run that is narrower is longer.
const LONGEST: f64 = 190.0;

/// No run that is narrower has its name written, or a band: nobody would see which it is.
const NARROWEST: f64 = 4.0;

/// On how many lines the names of runs stand at most.
const LINES: usize = 4;

/// How far apart words are.
const APART: f64 = 8.0;

/// A text that found room.
pub(super) struct Placed {
    /// Where it begins, or ends.
    pub(super) x: f64,
    /// On which line, counted from the upmost.
    pub(super) line: usize,
    pub(super) text: String,
    /// Whether x is where it ends.
    pub(super) ends: bool,
}

impl Placed {
    /// From where to where it reaches.
    fn stretch(&self) -> (f64, f64) {
        let width = lettering::width(&self.text, TEXT);
        let from = if self.ends { self.x - width } else { self.x };
        (from, from + width)
    }
}

/// Whether a run is wide enough to be seen.
pub(super) fn is_seen(run: &Run) -> bool {
    run.to - run.from >= NARROWEST
}

/// The names of runs, each right of the run's beginning, on the first line where there is room, with none below it: so
/// that a pole from there down to the run crosses no name. None for those without. Linear in runs, times lines.
pub(super) fn above(runs: &[Run], names: &[String], right: f64) -> Vec<Option<Placed>> {
    let mut ends = [f64::NEG_INFINITY; LINES];
    // How far right a pole goes down from that line.
    let mut poles = [f64::NEG_INFINITY; LINES];
    let place = |(run, name): (&Run, &String)| {
        let room = LONGEST.max(run.to - run.from - 6.0).min(right);
        let text = lettering::fitted(name, room, SMALL).filter(|text| is_seen(run) && !text.is_empty())?;
        let width = lettering::width(&text, SMALL);
        let x = (run.from + 4.0).min(right - width).max(0.0);
        let pole = run.from + 2.0;
        let is_free = |line: usize| {
            ends[line..].iter().all(|&end| end + APART <= x.min(pole)) && poles[..line].iter().all(|&pole| pole < x)
        };
        let line = (0..LINES).find(|&line| is_free(line))?;
        (ends[line], poles[line]) = (x + width, pole);
        Some(Placed { x, line, text: text.into_owned(), ends: false })
    };
    runs.iter().zip(names).map(place).collect()
}

/// On how many lines some texts stand.
pub(super) fn lines(placed: &[Option<Placed>]) -> usize {
    placed.iter().flatten().map(|placed| placed.line + 1).max().unwrap_or(0)
}

/// What takes room in a row of bars, and must not be written over.
struct Row {
    y: f64,
    /// Bars and texts. Joins give way to texts.
    taken: Vec<(f64, f64)>,
    /// Connectors, which may be crossed where there is no other way.
    crossed: Vec<(f64, f64)>,
}

/// The titles of bars, each beside its bar with the middle of its row: behind it, else before it; where little would be lost cut,
/// else across connectors, else cut. Not those without room.
///
/// For so many bars as have titles; each connector is looked at in each row.
pub(super) fn beside(curve: &Curve, titles: &[String], right: f64) -> Vec<(f64, Placed)> {
    let mut rows = rows(curve);
    let place = |(bar, title): (&Bar, &String)| {
        let row = rows.iter_mut().find(|row| is_at(row.y, bar.y))?;
        let placed = row.place(bar, title, right)?;
        row.taken.push(placed.stretch());
        Some((bar.y, placed))
    };
    curve.bars.iter().zip(titles).filter_map(place).collect()
}

fn rows(curve: &Curve) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for bar in &curve.bars {
        let taken = (bar.x, bar.x + bar.width);
        match rows.iter_mut().find(|row| is_at(row.y, bar.y)) {
            Some(row) => row.taken.push(taken),
            None => rows.push(Row { y: bar.y, taken: vec![taken], crossed: Vec::new() }),
        }
    }
    for row in &mut rows {
        for connector in &curve.connectors {
            let (from, to) = (connector.from.1.min(connector.to.1), connector.from.1.max(connector.to.1));
            if from - curve.row / 2.0 <= row.y && row.y <= to + curve.row / 2.0 && !is_at(from, to) {
                row.crossed.push((connector.turn - 2.0, connector.turn + 2.0));
            }
            if is_at(row.y, connector.from.1) {
                row.taken.push((connector.from.0, connector.turn));
            }
            if is_at(row.y, connector.to.1) {
                row.taken.push((connector.turn, connector.to.0));
            }
        }
    }
    rows
}

/// What is left of a line at a height between what was placed there.
pub(super) fn between(line: ((f64, f64), (f64, f64)), placed: &[(f64, Placed)]) -> Vec<(f64, f64)> {
    let ((from, y), (to, _)) = line;
    let mut texts: Vec<(f64, f64)> =
        placed.iter().filter(|(at, _)| is_at(*at, y)).map(|(_, placed)| placed.stretch()).collect();
    texts.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut left = Vec::new();
    let mut begin = from;
    for (start, stop) in texts {
        left.push((begin, (start - 3.0).min(to)));
        begin = begin.max(stop + 3.0);
    }
    left.push((begin, to));
    left.retain(|(begin, end)| end - begin > 5.0);
    left
}

fn is_at(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.5
}

impl Row {
    fn place(&self, bar: &Bar, title: &str, right: f64) -> Option<Placed> {
        /// So much of a title tells enough: rather is the rest cut than a line crossed.
        const MOST: f64 = 0.8;
        let all: Vec<(f64, f64)> = self.taken.iter().chain(&self.crossed).copied().collect();
        let free = room(bar, &all, right);
        let width = lettering::width(title, TEXT);
        let longer = usize::from(free[1].1 > free[0].1);
        let fits = |rooms: &[(f64, f64); 2]| (0..2).find(|&side| rooms[side].1 >= width);
        let crossing = || {
            let rooms = room(bar, &self.taken, right);
            fits(&rooms).filter(|_| free[longer].1 < width * MOST).map(|side| (side, rooms[side]))
        };
        let (side, (x, room)) =
            fits(&free).map(|side| (side, free[side])).or_else(crossing).unwrap_or((longer, free[longer]));
        // A number alone still says which scene it is.
        let number = || title.split(' ').next().filter(|number| lettering::width(number, TEXT) <= room);
        let text = lettering::fitted(title, room, TEXT).or_else(|| number().map(Into::into))?;
        Some(Placed { x, line: 0, text: text.into_owned(), ends: side == 1 })
    }
}

/// Where text begins behind a bar and how much room there is, and where it ends before the bar and how much there is.
fn room(bar: &Bar, blocked: &[(f64, f64)], right: f64) -> [(f64, f64); 2] {
    /// What begins as near as that to a bar is its own connector: text stands beyond it.
    const NEAR: f64 = 5.0;
    const GAP: f64 = 4.0;
    let (begin, end) = (bar.x, bar.x + bar.width);
    let blocked = || blocked.iter().copied();
    let narrow = |&(from, to): &(f64, f64)| to - from <= 2.0 * NEAR;
    let own = blocked().filter(narrow).filter(|&(from, to)| from <= end + NEAR && to > end).map(|(_, to)| to);
    let from = own.fold(end, f64::max) + GAP;
    let next = blocked().filter(|&(start, stop)| start >= end && stop > from - GAP).map(|(start, _)| start);
    let next = next.fold(right, f64::min);
    let own = blocked().filter(narrow).filter(|&(from, to)| to >= begin - NEAR && from < begin).map(|(from, _)| from);
    let to = own.fold(begin, f64::min) - GAP;
    let last = blocked().filter(|&(start, stop)| stop <= begin && start < to + GAP).map(|(_, stop)| stop);
    let last = last.fold(0.0, f64::max);
    [(from, next - GAP - from), (to, to - last - GAP)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pole_goes_through_a_name() {
        let run = |from: f64, to: f64| Run { from, to, scene: 0 };
        let runs: Vec<Run> = (0..60).map(|at| run(f64::from(at) * 11.0, f64::from(at) * 11.0 + 5.0)).collect();
        let names: Vec<String> = (0..60).map(|at| "flash-forward".repeat(1 + at % 3)).collect();
        let placed = above(&runs, &names, 660.0);
        assert!(lines(&placed) > 1);
        for (run, pole) in runs.iter().zip(&placed).filter_map(|(run, placed)| Some((run, placed.as_ref()?))) {
            for name in placed.iter().flatten().filter(|name| name.line > pole.line) {
                let end = name.x + lettering::width(&name.text, SMALL);
                assert!(run.from + 2.0 < name.x || end < run.from + 2.0, "{} at {}", pole.text, run.from);
            }
        }
    }
}
