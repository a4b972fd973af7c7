//! The story curve in characters: x is the telling, y is what happened, downwards.
//!
//! After Kim, Bach, Im, Schriber, Gross, Pfister, "Visualizing Nonlinear Narratives with Story Curves",
//! IEEE VIS 2017. An event shown twice stands on one row. Longer stories than fit are drawn coarser.

use super::Options;
use crate::time::Chronology;

/// No more rows than this.
const ROWS: usize = 24;

/// The lines of the curve. Empty where fewer than two scenes show an event. Linear in scenes and drawn characters.
pub(super) fn draw(chronology: &Chronology, options: &Options) -> Vec<String> {
    let mut shown = 0;
    let rows: Vec<usize> = (chronology.events.iter())
        .map(|event| {
            shown += usize::from(!event.scenes.is_empty());
            shown.saturating_sub(1)
        })
        .collect();
    let points: Vec<Option<usize>> =
        chronology.places.iter().map(|place| place.event.map(|event| rows[event as usize])).collect();
    if points.iter().flatten().count() < 2 {
        return Vec::new();
    }
    let columns = options.width.saturating_sub(2).max(10);
    let step = (columns / points.len()).clamp(1, 4);
    let scale = |at: usize, of: usize, most: usize| if of <= most { at } else { at * (most - 1) / (of - 1) };
    let fitting = columns / step;
    let mut grid =
        Grid::new(scale(points.len() - 1, points.len(), fitting) * step + 1, shown.min(ROWS), options.unicode);
    let mut last: Option<(usize, usize)> = None;
    for (at, row) in points.iter().enumerate() {
        let Some(row) = row else { continue };
        let point = (scale(at, points.len(), fitting) * step, scale(*row, shown, ROWS));
        if let Some(last) = last {
            grid.connect(last, point);
        }
        last = Some(point);
    }
    for (at, row) in points.iter().enumerate() {
        if let Some(row) = row {
            grid.mark(scale(at, points.len(), fitting) * step, scale(*row, shown, ROWS));
        }
    }
    grid.lines()
}

/// Which of its neighbours a cell is joined to, as bits.
const LEFT: u8 = 1;
const RIGHT: u8 = 2;
const UP: u8 = 4;
const DOWN: u8 = 8;
const POINT: u8 = 16;

struct Grid {
    cells: Vec<Vec<u8>>,
    unicode: bool,
}

impl Grid {
    fn new(width: usize, height: usize, unicode: bool) -> Self {
        Self { cells: vec![vec![0; width]; height], unicode }
    }

    fn mark(&mut self, x: usize, y: usize) {
        self.cells[y][x] |= POINT;
    }

    /// Along the row to the column of the next point, then up or down to it.
    fn connect(&mut self, from: (usize, usize), to: (usize, usize)) {
        for x in from.0..to.0 {
            self.cells[from.1][x] |= RIGHT;
            self.cells[from.1][x + 1] |= LEFT;
        }
        for y in from.1.min(to.1)..from.1.max(to.1) {
            self.cells[y][to.0] |= DOWN;
            self.cells[y + 1][to.0] |= UP;
        }
    }

    fn lines(&self) -> Vec<String> {
        let line = |row: &Vec<u8>| row.iter().map(|&cell| self.glyph(cell)).collect::<String>();
        self.cells.iter().map(|row| format!(" {}", line(row).trim_end())).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{Network, Scene, Telling, chronology};

    #[test]
    fn a_long_story_is_drawn_coarser_and_whole() {
        let scenes = vec![Scene::default(); 500];
        let network = Network { scenes, strands: vec![Telling::Backwards], ..Network::default() };
        let options = Options { width: 60, ..Options::default() };
        let drawn = draw(&chronology(&network), &options);
        assert_eq!(drawn.len(), ROWS);
        assert!(drawn.iter().all(|line| line.chars().count() <= 60));
        // Told backwards, it runs from the lower left to the upper right.
        assert!(drawn[0].ends_with('●') && drawn[0].trim_start().starts_with(['╭', '●', '┤', '├', '┼']));
        assert!(drawn[ROWS - 1].starts_with(" ●"));
    }
}
