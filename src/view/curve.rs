//! The story curve in characters: x is the telling, y is what happened, downwards; or, asked for as it happened, the other
//! way round.
//!
//! After Kim, Bach, Im, Schriber, Gross, Pfister, "Visualizing Nonlinear Narratives with Story Curves",
//! IEEE VIS 2017. An event shown twice stands on one row. A short story is drawn in lines, a longer one in the dots of
//! braille, eight to a character, and one that is longer than that coarser. What is only told, or open, is dim.

use super::page::{Run, Style, run};
use super::{Options, Order};
use crate::layout::curve::{Along, Grid, Passed};
use crate::time::{Chronology, Step};

/// No more lines than this.
const LINES: usize = 24;

/// No more columns from one scene to the next.
const WIDEST: usize = 4;

/// Dots of a character of braille, across and down.
const DOTS: (usize, usize) = (2, 4);

/// The lines of the curve. Empty where fewer than two scenes show an event. Linear in scenes and drawn characters.
pub(super) fn draw(chronology: &Chronology, options: &Options) -> Vec<Vec<Run>> {
    let along = match options.order {
        Order::Narrative => Along::Telling,
        Order::Chronological => Along::Happening,
    };
    let grid = Grid::of(chronology, along);
    if grid.rows.iter().flatten().count() < 2 {
        return Vec::new();
    }
    let columns = options.width.saturating_sub(2).max(10);
    let (wide, high) = (grid.columns.len(), grid.height as usize);
    let is_short = wide <= columns && high <= LINES;
    if is_short || !options.unicode {
        let mut lines = Lines { cells: Vec::new(), unicode: options.unicode };
        trace(chronology, &grid, (columns, LINES), &mut lines);
        lines.lines()
    } else {
        let mut dots = Dots::default();
        trace(chronology, &grid, (columns * DOTS.0, LINES * DOTS.1), &mut dots);
        dots.lines()
    }
}

/// What a curve is drawn on.
trait Canvas {
    /// Makes it so wide and high.
    fn size(&mut self, width: usize, height: usize);
    /// A scene, and how far it is to the next.
    fn mark(&mut self, at: (usize, usize), step: usize);
    /// Along the row to the column of the next scene, then up or down to it.
    fn connect(&mut self, from: (usize, usize), to: (usize, usize), is_light: bool);
}

/// Draws the connectors, then the scenes, on a canvas of that size at most.
fn trace(chronology: &Chronology, grid: &Grid, (most_wide, most_high): (usize, usize), canvas: &mut impl Canvas) {
    let (wide, high) = (grid.columns.len(), grid.height as usize);
    let step = (most_wide / wide).clamp(1, WIDEST);
    let fitting = most_wide / step;
    let scale = |at: usize, of: usize, most: usize| if of <= most { at } else { at * (most - 1) / (of - 1) };
    let points = (grid.points().enumerate()).filter_map(|(at, (scene, row))| {
        let point = (scale(at, wide, fitting) * step, scale(row? as usize, high, most_high));
        Some((chronology.places[scene as usize].event?, point))
    });
    let points: Vec<(u32, (usize, usize))> = points.collect();
    canvas.size(scale(wide - 1, wide, fitting) * step + 1, high.min(most_high));
    let passed = Passed::of(chronology);
    for pair in points.windows(2) {
        let [(before, from), (after, to)] = [pair[0], pair[1]];
        let is_light = matches!(passed.between(before, after), Some(Step::Told | Step::Open));
        canvas.connect(from, to, is_light);
    }
    for &(_, point) in &points {
        canvas.mark(point, step);
    }
}

/// Which of its neighbours a cell is joined to, as bits.
const LEFT: u8 = 1;
const RIGHT: u8 = 2;
const UP: u8 = 4;
const DOWN: u8 = 8;
const POINT: u8 = 16;
/// Whether something stands there that is not light.
const HEAVY: u8 = 32;

/// Lines that turn in the middle of characters.
struct Lines {
    cells: Vec<Vec<u8>>,
    unicode: bool,
}

impl Canvas for Lines {
    fn size(&mut self, width: usize, height: usize) {
        self.cells = vec![vec![0; width]; height];
    }

    fn mark(&mut self, (x, y): (usize, usize), _: usize) {
        self.cells[y][x] |= POINT | HEAVY;
    }

    fn connect(&mut self, from: (usize, usize), to: (usize, usize), is_light: bool) {
        let weight = if is_light { 0 } else { HEAVY };
        for x in from.0..to.0 {
            self.cells[from.1][x] |= RIGHT | weight;
            self.cells[from.1][x + 1] |= LEFT | weight;
        }
        for y in from.1.min(to.1)..from.1.max(to.1) {
            self.cells[y][to.0] |= DOWN | weight;
            self.cells[y + 1][to.0] |= UP | weight;
        }
    }
}

impl Lines {
    fn lines(&self) -> Vec<Vec<Run>> {
        let cell = |&cell: &u8| (self.glyph(cell & !HEAVY), cell & HEAVY != 0);
        self.cells.iter().map(|row| in_runs(row.iter().map(cell))).collect()
    }

    fn glyph(&self, cell: u8) -> char {
        const DRAWN: [char; 16] = [' ', '╴', '╶', '─', '╵', '╯', '╰', '┴', '╷', '╮', '╭', '┬', '│', '┤', '├', '┼'];
        match (cell & POINT != 0, self.unicode) {
            (true, true) => '●',
            (true, false) => 'o',
            (false, true) => DRAWN[usize::from(cell)],
            (false, false) => match (cell & (LEFT | RIGHT) != 0, cell & (UP | DOWN) != 0) {
                (true, true) => '+',
                (true, false) => '-',
                (false, true) => '|',
                (false, false) => ' ',
            },
        }
    }
}

/// Dots, as many to a character as braille has. A scene reaches to the next; of what joins them only every other dot is
/// drawn, so that scenes stand out.
#[derive(Default)]
struct Dots {
    /// Of each character its dots, and whether something stands there that is not light.
    cells: Vec<Vec<(u8, bool)>>,
    width: usize,
}

impl Dots {
    fn dot(&mut self, (x, y): (usize, usize), is_light: bool) {
        const BITS: [[u8; DOTS.1]; DOTS.0] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
        let cell = &mut self.cells[y / DOTS.1][x / DOTS.0];
        cell.0 |= BITS[x % DOTS.0][y % DOTS.1];
        cell.1 |= !is_light;
    }

    fn lines(&self) -> Vec<Vec<Run>> {
        let glyph = |&(dots, is_heavy): &(u8, bool)| {
            let braille = char::from_u32(0x2800 + u32::from(dots)).unwrap_or(' ');
            (if dots == 0 { ' ' } else { braille }, is_heavy)
        };
        self.cells.iter().map(|row| in_runs(row.iter().map(glyph))).collect()
    }
}

impl Canvas for Dots {
    fn size(&mut self, width: usize, height: usize) {
        self.width = width;
        self.cells = vec![vec![(0, false); width.div_ceil(DOTS.0)]; height.div_ceil(DOTS.1)];
    }

    fn mark(&mut self, (x, y): (usize, usize), step: usize) {
        (x..self.width.min(x + step)).for_each(|x| self.dot((x, y), false));
    }

    fn connect(&mut self, from: (usize, usize), to: (usize, usize), is_light: bool) {
        (from.0..to.0).step_by(2).for_each(|x| self.dot((x, from.1), is_light));
        (from.1.min(to.1)..from.1.max(to.1)).step_by(2).for_each(|y| self.dot((to.0, y), is_light));
    }
}

/// A line of characters, each with whether it is not light, as runs of one style behind a space.
fn in_runs(line: impl Iterator<Item = (char, bool)>) -> Vec<Run> {
    let mut line: Vec<(char, bool)> = std::iter::once((' ', true)).chain(line).collect();
    while line.last().is_some_and(|&(glyph, _)| glyph == ' ') {
        line.pop();
    }
    // What is empty has no style of its own.
    let runs = line.chunk_by(|one, other| one.1 == other.1 || other.0 == ' ' && one.1);
    let in_style = |cells: &[(char, bool)]| {
        let style = if cells[0].1 { Style::Plain } else { Style::Dim };
        run(style, &cells.iter().map(|(glyph, _)| glyph).collect::<String>())
    };
    runs.map(in_style).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{Network, Scene, Telling, chronology};

    fn backwards(scenes: usize, width: usize) -> Vec<String> {
        let scenes = vec![Scene::default(); scenes];
        let network = Network { scenes, strands: vec![Telling::Backwards], ..Network::default() };
        let drawn = draw(&chronology(&network), &Options { width, ..Options::default() });
        drawn.iter().map(|line| line.iter().map(|run| run.text.as_str()).collect()).collect()
    }

    #[test]
    fn a_short_story_is_drawn_in_lines() {
        assert_eq!(backwards(3, 60), ["         ●", "     ●───╯", " ●───╯"]);
    }

    #[test]
    fn a_longer_one_is_drawn_in_dots_and_whole() {
        // Told backwards, it runs from the lower left to the upper right.
        let drawn = backwards(40, 60);
        assert_eq!(drawn.len(), 10);
        assert!(drawn[0].ends_with(['⠉', '⠁', '⠚', '⠋', '⠙']), "{drawn:?}");
        assert!(drawn.iter().all(|line| line.chars().count() <= 60));
    }

    #[test]
    fn a_long_one_is_drawn_coarser_and_whole() {
        for width in [40, 60] {
            let drawn = backwards(500, width);
            assert_eq!(drawn.len(), LINES);
            assert!(drawn.iter().all(|line| line.chars().count() < width));
            assert!(drawn[0].chars().count() + 2 >= width && drawn[LINES - 1].chars().count() < 6, "{drawn:?}");
        }
    }
}
