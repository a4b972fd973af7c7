//! Whether a change can be the last before a need where dates and distances have a say: tried out.
//!
//! That it is the last is that it ends no later than the need is asked, and that every other change ends no later than it
//! or after the need. These are disjunctions over the network of time, and they are searched for depth first: in times that
//! agree with all that is tried so far, the first change that stands between is moved behind the need, or else before the
//! change (Stergiou, Koubarakis, "Backtracking algorithms for disjunctions of temporal constraints", Artificial Intelligence
//! 120 (2000)). What stands right as it is costs nothing. Complete; at worst exponential in the changes that stand between,
//! so a search that does not come to an end soon is given up, and answers nothing.

use super::{Changes, Last};
use crate::time::{Gap, Instant, Tried};

/// So many edges of the network are looked at for one search, and for all of them together.
const ONE_SEARCH: u64 = 20_000_000;
const ALL_SEARCHES: u64 = 400_000_000;

/// A change that was moved out of the way.
struct Moved {
    here: Tried,
    change: Instant,
    /// Whether it was tried before the last one, too.
    both: bool,
}

impl Changes<'_, '_> {
    /// Whether some order has it so that this is the last before an instant. None if it could not be found out.
    pub(super) fn fits(&mut self, last: Last, start: Instant) -> Option<bool> {
        let here = self.orders.tried();
        let fits = match last {
            Last::Beginning => {
                let ends: Vec<Instant> = (0..self.group.changes.len()).filter_map(|change| self.end(change)).collect();
                Some(ends.into_iter().all(|end| self.orders.try_later(start, end, Gap::STRICT)))
            }
            Last::Before(change) | Last::Open(change) => {
                let end = self.end(change)?;
                if self.orders.try_later(end, start, Gap::NONE) {
                    self.nothing_between(end, start)
                } else {
                    Some(false)
                }
            }
        };
        self.orders.back_to(here);
        fits
    }

    fn nothing_between(&mut self, last: Instant, start: Instant) -> Option<bool> {
        let others = (0..self.group.changes.len()).filter_map(|change| self.end(change));
        let others: Vec<Instant> = others
            .filter(|&other| other != last && !self.orders.lead(other, last) && !self.orders.lead(start, other))
            .collect();
        let begun = self.orders.work();
        let mut moved: Vec<Moved> = Vec::new();
        loop {
            let stands_between = |&&other: &&Instant| {
                self.orders.apart(last, other).is_later() && self.orders.apart(other, start) >= Gap::NONE
            };
            let Some(&change) = others.iter().find(stands_between) else { return Some(true) };
            if self.orders.work() - begun > ONE_SEARCH || self.orders.work() > ALL_SEARCHES {
                return None;
            }
            let here = self.orders.tried();
            if self.orders.try_later(start, change, Gap::STRICT) {
                moved.push(Moved { here, change, both: false });
                continue;
            }
            if self.orders.try_later(change, last, Gap::NONE) {
                moved.push(Moved { here, change, both: true });
                continue;
            }
            loop {
                let Some(top) = moved.last_mut() else { return Some(false) };
                let (here, change) = (top.here, top.change);
                self.orders.back_to(here);
                if !top.both {
                    top.both = true;
                    if self.orders.try_later(change, last, Gap::NONE) {
                        break;
                    }
                }
                moved.pop();
            }
        }
    }
}
