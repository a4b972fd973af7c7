//! Every order that the claims allow, or the claims and the kept links: which points lead to which, and whether some may
//! stand so all at once.

use std::ops::Range;

use petgraph::Direction::{Incoming, Outgoing};
use petgraph::graph::NodeIndex;

use super::paths::{Paths, holds};
use super::placement::{Mark, Placement};
use super::{Gap, Point, Solution};

/// A point in time: points that `with` makes equal are one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Instant(NodeIndex);

/// Every order of a network, as far as some points are concerned.
pub(crate) struct Orders<'a> {
    instants: Vec<Option<Instant>>,
    earlier: Paths,
    later: Paths,
    placement: Placement<'a>,
    bounded: bool,
}

/// How far has been gone with what is tried.
#[derive(Clone, Copy)]
pub(crate) struct Tried(Mark);

impl Solution {
    /// Every order as far as some points are concerned: those that the claims and kept links allow, or the claims alone.
    /// None where the claims have no solution. O(points + claims), as a rule: see `paths.rs`.
    ///
    /// # Panics
    /// If a point is of something that is not there.
    pub(crate) fn every_order(&self, points: &[Point], links: bool) -> Option<Orders<'_>> {
        let (graph, ground) = self.ground()?;
        let instants: Vec<Option<Instant>> = points.iter().map(|&point| self.node(graph, point).map(Instant)).collect();
        let paths = |direction| {
            let asked = instants.iter().flatten().map(|instant| instant.0);
            Paths::of(graph, &ground.sorted, asked, direction, |edge| links || edge.declared)
        };
        let (earlier, later) = (paths(Incoming), paths(Outgoing));
        let placement = Placement::new(graph, ground.at.clone(), links);
        Some(Orders { instants, earlier, later, placement, bounded: ground.bounded })
    }
}

impl Orders<'_> {
    /// The instant of each point asked about, as they were given. None of what is timeless.
    pub(crate) fn instants(&self) -> &[Option<Instant>] {
        &self.instants
    }

    /// Whether anything bounds how late something can be: a date, the most of a distance. If nothing does, what leads to
    /// what is all there is to know, and what none leads to may stand so all at once.
    pub(crate) fn are_bounded(&self) -> bool {
        self.bounded
    }

    /// Where an instant stands in an order of those that lead to each other, earlier ones first.
    pub(crate) fn place(&self, instant: Instant) -> u32 {
        self.earlier.place(instant.0)
    }

    /// The places of all that lead to an instant, which was asked about.
    pub(crate) fn before(&self, instant: Instant) -> &[Range<u32>] {
        self.earlier.stretches(instant.0)
    }

    /// The same, where an instant stands in an order of which later ones come first.
    pub(crate) fn place_from_behind(&self, instant: Instant) -> u32 {
        self.later.place(instant.0)
    }

    /// The places from behind of all that an instant leads to, which was asked about.
    pub(crate) fn after(&self, instant: Instant) -> &[Range<u32>] {
        self.later.stretches(instant.0)
    }

    /// Whether one instant leads to another, which was asked about. Then it is not later in any order; it is earlier in
    /// all, unless the end of one event leads to the start of another.
    pub(crate) fn lead(&self, from: Instant, to: Instant) -> bool {
        holds(self.before(to), self.place(from))
    }

    /// How much later one instant stands than another in an order that agrees with all that is tried.
    pub(crate) fn apart(&self, earlier: Instant, later: Instant) -> Gap {
        self.placement.apart(earlier.0, later.0)
    }

    /// Tries to have one instant so much later than another, beside all that is tried already. False where no order is so:
    /// then it is as if it had not been tried.
    pub(crate) fn try_later(&mut self, earlier: Instant, later: Instant, by: Gap) -> bool {
        self.placement.add(earlier.0, later.0, by)
    }

    /// Where to come back to.
    pub(crate) fn tried(&self) -> Tried {
        Tried(self.placement.mark())
    }

    /// Gives up all that was tried since.
    pub(crate) fn back_to(&mut self, tried: Tried) {
        self.placement.back_to(tried.0);
    }

    /// How much work it was to try: a count of what was looked at.
    pub(crate) fn work(&self) -> u64 {
        self.placement.spent
    }
}
