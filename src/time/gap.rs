//! How much later one point is than another: minutes, and whether by a little more.

use std::ops::{Add, Neg, Sub};

/// A lower bound of the distance between two points. Time is dense: of two gaps with the same minutes the one
/// with more `steps` is the larger, by however little.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gap {
    /// Minutes. Negative where the other point may be earlier.
    pub minutes: i64,
    /// How often "strictly later" was said on the way. Only whether it is more than 0 matters in the end.
    pub steps: i64,
}

impl Gap {
    /// Not earlier.
    pub const NONE: Self = Self { minutes: 0, steps: 0 };
    /// Later, by however little.
    pub const STRICT: Self = Self { minutes: 0, steps: 1 };

    /// So many minutes later, or more.
    #[must_use]
    pub const fn minutes(minutes: i64) -> Self {
        Self { minutes, steps: 0 }
    }

    /// The same, saying "strictly later" once at most: all that matters where gaps are not added up for good.
    pub(super) fn capped(self) -> Self {
        Self { steps: self.steps.min(1), ..self }
    }

    /// Whether the bound itself is left out: more than so many minutes.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.steps > 0
    }

    /// Whether the other point is strictly later.
    #[must_use]
    pub fn is_later(self) -> bool {
        self > Self::NONE
    }
}

impl Add for Gap {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { minutes: self.minutes + other.minutes, steps: self.steps + other.steps }
    }
}

impl Sub for Gap {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { minutes: self.minutes - other.minutes, steps: self.steps - other.steps }
    }
}

impl Neg for Gap {
    type Output = Self;

    fn neg(self) -> Self {
        Self::NONE - self
    }
}
