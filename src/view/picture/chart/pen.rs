//! Writing the way of a line: straight stretches as one, bends as curves.

use crate::markup::number;

/// The `d` of a path that is being written.
#[derive(Default)]
pub(super) struct Pen {
    written: String,
    at: Option<(f64, f64)>,
    /// How far it goes straight on from what is written.
    ahead: Option<f64>,
}

impl Pen {
    /// Draws from a point to a point further right: straight where they are of one height, else in a smooth bend.
    pub(super) fn draw(&mut self, from: (f64, f64), to: (f64, f64)) {
        if !self.at.is_some_and(|(x, y)| is_same(x, from.0) && is_same(y, from.1)) {
            self.flush();
            self.written.extend(["M", &number(from.0), " ", &number(from.1)]);
        }
        if is_same(from.1, to.1) {
            self.ahead = Some(to.0);
        } else {
            self.flush();
            let middle = number(from.0.midpoint(to.0));
            let (first, last) = (number(from.1), number(to.1));
            self.written.extend(["C", &middle, " ", &first, " ", &middle, " ", &last, " ", &number(to.0), " ", &last]);
        }
        self.at = Some(to);
    }

    /// What was written. Nothing where nothing was drawn.
    pub(super) fn finish(mut self) -> Option<String> {
        self.flush();
        Some(self.written).filter(|written| !written.is_empty())
    }

    fn flush(&mut self) {
        if let Some(x) = self.ahead.take() {
            self.written.extend(["H", &number(x)]);
        }
    }
}

fn is_same(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.001
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn straight_stretches_are_one_and_a_gap_begins_anew() {
        let mut pen = Pen::default();
        pen.draw((0.0, 5.0), (10.0, 5.0));
        pen.draw((10.0, 5.0), (20.0, 5.0));
        pen.draw((20.0, 5.0), (30.0, 9.0));
        pen.draw((40.0, 9.0), (50.0, 9.0));
        assert_eq!(pen.finish().as_deref(), Some("M0 5H20C25 5 25 9 30 9M40 9H50"));
        assert_eq!(Pen::default().finish(), None);
    }
}
