//! Writing ways short: in whole numbers, each from where the one before ended, straight stretches as one, bends as curves.

use std::fmt::Write;

/// The `d` of a path that is being written.
#[derive(Default)]
pub(super) struct Pen {
    written: String,
    /// Where it is written up to, and how far it goes straight on from there.
    at: Option<(i32, i32)>,
    ahead: i32,
}

impl Pen {
    /// Begins at a point, where it is not there already.
    pub(super) fn go(&mut self, to: (i32, i32)) {
        let Some((x, y)) = self.at else {
            self.at = Some(to);
            self.command('M', &[to.0, to.1]);
            return;
        };
        if (x + self.ahead, y) == to {
            return;
        }
        self.flush();
        self.command('m', &[to.0 - self.x(), to.1 - y]);
        self.at = Some(to);
    }

    /// Draws a straight line to a point.
    pub(super) fn draw(&mut self, to: (i32, i32)) {
        let Some((x, y)) = self.at else { return };
        match (to.0 - x, to.1 - y) {
            (right, 0) if right != 0 => {
                self.ahead = right;
                return;
            }
            (0, down) if self.ahead == 0 => self.command('v', &[down]),
            _ => {
                self.flush();
                self.command('l', &[to.0 - self.x(), to.1 - y]);
            }
        }
        self.at = Some(to);
    }

    /// Draws from a point to a point further right: straight where they are of one height, else in a smooth bend.
    pub(super) fn line(&mut self, from: (i32, i32), to: (i32, i32)) {
        self.go(from);
        if from.1 == to.1 {
            self.draw(to);
        } else {
            self.flush();
            let (right, down) = (to.0 - from.0, to.1 - from.1);
            self.command('c', &[right / 2, 0, right / 2, down, right, down]);
            self.at = Some(to);
        }
    }

    /// What was written. Nothing where nothing was drawn.
    pub(super) fn finish(mut self) -> Option<String> {
        self.flush();
        Some(self.written).filter(|written| !written.is_empty())
    }

    fn x(&self) -> i32 {
        self.at.map_or(0, |(x, _)| x)
    }

    fn flush(&mut self) {
        if self.ahead != 0 {
            self.command('h', &[self.ahead]);
            self.at = self.at.map(|(x, y)| (x + self.ahead, y));
            self.ahead = 0;
        }
    }

    /// A letter and its numbers, with a space where a sign does not part them.
    fn command(&mut self, letter: char, numbers: &[i32]) {
        self.written.push(letter);
        for (at, number) in numbers.iter().enumerate() {
            let space = if at > 0 && *number >= 0 { " " } else { "" };
            let _ = write!(self.written, "{space}{number}"); // to a string nothing fails
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn straight_stretches_are_one_and_a_gap_begins_anew() {
        let mut pen = Pen::default();
        pen.line((0, 5), (10, 5));
        pen.line((10, 5), (20, 5));
        pen.line((20, 5), (30, 1));
        pen.line((40, 9), (50, 9));
        assert_eq!(pen.finish().as_deref(), Some("M0 5h20c5 0 5-4 10-4m10 8h10"));
        assert_eq!(Pen::default().finish(), None);
    }

    #[test]
    fn lines_go_from_where_the_one_before_ended() {
        let mut pen = Pen::default();
        pen.go((10, 10));
        pen.draw((10, 30));
        pen.go((50, 10));
        pen.draw((58, 16));
        pen.draw((58, 20));
        assert_eq!(pen.finish().as_deref(), Some("M10 10v20m40-20l8 6v4"));
    }
}
