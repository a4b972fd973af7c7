//! Data of paths, in few bytes: a picture of a long story is mostly that.

use std::fmt::Write;

use crate::markup::Markup;

/// The data of a path: each step from where the last one ended, to a tenth of a pixel. Steps are taken between rounded
/// places, so that no error adds up.
#[derive(Clone, Debug, Default)]
pub(super) struct Trail {
    written: String,
    /// In tenths.
    at: (i64, i64),
}

impl Trail {
    /// Goes somewhere without a line. Nowhere where it is there already.
    pub(super) fn to(&mut self, x: f64, y: f64) {
        let to = (in_tenths(x), in_tenths(y));
        if self.written.is_empty() || to != self.at {
            self.written.push('m');
            tenths(&mut self.written, to.0 - self.at.0);
            if to.1 >= self.at.1 {
                self.written.push(' ');
            }
            tenths(&mut self.written, to.1 - self.at.1);
            self.at = to;
        }
    }

    /// A line across to there.
    pub(super) fn across(&mut self, x: f64) {
        let x = in_tenths(x);
        if x != self.at.0 {
            self.written.push('h');
            tenths(&mut self.written, x - self.at.0);
            self.at.0 = x;
        }
    }

    /// A line up or down to there.
    pub(super) fn down(&mut self, y: f64) {
        let y = in_tenths(y);
        if y != self.at.1 {
            self.written.push('v');
            tenths(&mut self.written, y - self.at.1);
            self.at.1 = y;
        }
    }

    /// A line across.
    pub(super) fn line(&mut self, (x, y): (f64, f64), to: f64) {
        self.to(x, y);
        self.across(to);
    }

    /// A box, from its upper left corner to its lower right one.
    pub(super) fn rectangle(&mut self, (x, y): (f64, f64), (right, bottom): (f64, f64)) {
        self.line((x, y), right);
        self.down(bottom);
        self.across(x);
        self.written.push('z');
        self.at = (in_tenths(x), in_tenths(y));
    }

    /// A triangle with its tip there, and so wide to the right; to the left where that is below 0.
    pub(super) fn triangle(&mut self, (x, y): (f64, f64), width: f64) {
        self.to(x, y);
        self.written.extend(["l", &short(width), "-5v10z"]);
    }

    /// Draws it, with attributes. Nothing where it has no line.
    pub(super) fn draw(self, into: &mut Markup, attributes: &[(&'static str, &str)]) {
        if !self.written.is_empty() {
            into.empty("path", &[attributes, &[("d", &self.written)]].concat());
            into.line();
        }
    }

    /// What was written.
    pub(super) fn data(&self) -> &str {
        &self.written
    }
}

/// A number to a tenth of a pixel.
pub(super) fn short(number: f64) -> String {
    let mut written = String::new();
    tenths(&mut written, in_tenths(number));
    written
}

#[expect(clippy::cast_possible_truncation, reason = "far less than 2^53")]
fn in_tenths(number: f64) -> i64 {
    (number * 10.0).round() as i64
}

fn tenths(written: &mut String, tenths: i64) {
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    if tenths < 0 {
        written.push('-');
    }
    // To a string nothing fails.
    let _ = match (whole, rest) {
        (whole, 0) => write!(written, "{whole}"),
        (0, rest) => write!(written, ".{rest}"),
        (whole, rest) => write!(written, "{whole}.{rest}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        assert_eq!([0.0, -0.04, 0.25, -0.5, 10.0, 1.26].map(short), ["0", "0", ".3", "-.5", "10", "1.3"]);
    }

    #[test]
    fn rounding_does_not_add_up() {
        let mut trail = Trail::default();
        (0..100).for_each(|at| trail.line((f64::from(at) * 1.04, 5.0), f64::from(at) * 1.04 + 0.5));
        assert_eq!(trail.at, (1035, 50));
        assert!(trail.data().starts_with("m0 5h.5m.5 0h.5m.6 0h.5"), "{}", trail.data());
    }

    #[test]
    fn nothing_is_said_twice() {
        let mut trail = Trail::default();
        trail.rectangle((10.0, 20.0), (30.0, 25.0));
        trail.line((10.0, 20.0), 10.0);
        trail.down(10.0);
        trail.to(9.0, 9.5);
        assert_eq!(trail.data(), "m10 20h20v5h-20zv-10m-1-.5");
    }
}
