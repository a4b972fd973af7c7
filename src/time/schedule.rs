//! A time for every instant that agrees with everything said so far, kept up to date while links are added.
//!
//! Only instants are in it: what dates and story days say is kept in `windows.rs`. To add "not earlier than" against
//! the schedule, what must then move is found from both sides by turns: what the later instant pushes on, and what the
//! earlier one pulls back, each nearest first (Dijkstra's algorithm over what slack there is, as in Cotton, Maler, "Fast
//! and Flexible Difference Constraint Propagation for DPLL(T)", SAT 2006). Where a side is exhausted it is moved.
//! Where it reaches the other instant, or the two sides meet and do not fit, the two contradict what was said.
//!
//! The times at first leave wide gaps after every "strictly later", and later ones are fitted in as closely as can be,
//! so that scenes linked within a frame do not push the frame.

use std::collections::BinaryHeap;

use petgraph::Direction::{self, Incoming, Outgoing};
use petgraph::graph::NodeIndex;

use super::Gap;
use super::guess::with_likely_links;
use super::links::Candidate;
use super::longest::{Through, longest};
use super::points::Points;

/// How many close fits there is room for in a gap at first.
const WIDE: i64 = 1 << 32;

pub(super) struct Schedule {
    at: Vec<Gap>,
    /// For each side of a search, when an instant was last reached by it and how far it must move.
    reached: [Vec<(u32, Gap)>; 2],
    search: u32,
}

impl Schedule {
    /// A schedule of what is claimed, and of all links that likely fit if they fit together: then these fit as they are.
    /// None where there is no solution. Costs what [`longest`] does, and the guess.
    pub(super) fn new(points: &mut Points, candidates: &[Candidate]) -> Option<Self> {
        let count = points.graph.node_count();
        let earliest = |points: &Points| longest(points, Outgoing, vec![Some(Gap::NONE); count], Through::Instants);
        let claimed_order = points.order.clone();
        let with_links = with_likely_links(points, candidates, earliest).flatten();
        points.order = claimed_order;
        let earliest = with_links.or_else(|| earliest(points))?;
        let wide = |gap: Gap| Gap { steps: gap.steps * WIDE, ..gap };
        let at = earliest.into_iter().map(|gap| gap.map_or(Gap::NONE, wide)).collect();
        Some(Self { at, reached: [vec![(0, Gap::NONE); count], vec![(0, Gap::NONE); count]], search: 0 })
    }

    /// The time of an instant. Its steps have no meaning but their order.
    pub(super) fn at(&self, node: NodeIndex) -> Gap {
        self.at[node.index()]
    }

    /// Makes room for `later` to be not earlier than `earlier`, and says whether there can be.
    pub(super) fn fit(&mut self, points: &Points, earlier: NodeIndex, later: NodeIndex) -> bool {
        let missing = self.at(earlier) - self.at(later);
        if missing <= Gap::NONE {
            return true;
        }
        if earlier == later {
            return false;
        }
        self.search += 1;
        let mut sides = [Outgoing, Incoming].map(|direction| Side::new(direction, missing));
        self.reach(&mut sides[0], later, missing);
        self.reach(&mut sides[1], earlier, missing);
        loop {
            for side in &mut sides {
                let Some((by, node)) = side.next(&self.reached[side.number()], self.search) else {
                    for &node in &side.settled {
                        let by = self.reached[side.number()][node.index()].1;
                        let at = &mut self.at[node.index()];
                        *at = if side.direction == Outgoing { *at + by } else { *at - by };
                    }
                    return true;
                };
                if !self.go_on(points, side, node, by) {
                    return false;
                }
            }
        }
    }

    /// Passes on how far a node must move. False if the other side cannot.
    fn go_on(&mut self, points: &Points, side: &mut Side, node: NodeIndex, by: Gap) -> bool {
        for (other, edge) in points.edges(node, side.direction) {
            if points.is_zero(other) {
                continue;
            }
            let apart = match side.direction {
                Outgoing => self.at(other) - self.at(node),
                Incoming => self.at(node) - self.at(other),
            };
            let by = by - (apart - points.gap(edge));
            if by <= Gap::NONE {
                continue;
            }
            // From the other side it must move too: on the whole way round more is missing than there was at first.
            let (search, back) = self.reached[1 - side.number()][other.index()];
            if search == self.search && by + back > side.missing {
                return false;
            }
            self.reach(side, other, by);
        }
        true
    }

    fn reach(&mut self, side: &mut Side, node: NodeIndex, by: Gap) {
        let reached = &mut self.reached[side.number()][node.index()];
        if reached.0 != self.search || reached.1 < by {
            *reached = (self.search, by);
            side.queue.push((by, node));
        }
    }
}

/// One side of a search: what must move, and by how much at least. What must move furthest comes first, and is settled.
struct Side {
    direction: Direction,
    /// How far apart the two are the wrong way round.
    missing: Gap,
    queue: BinaryHeap<(Gap, NodeIndex)>,
    settled: Vec<NodeIndex>,
}

impl Side {
    fn new(direction: Direction, missing: Gap) -> Self {
        Self { direction, missing, queue: BinaryHeap::new(), settled: Vec::new() }
    }

    fn number(&self) -> usize {
        usize::from(self.direction == Incoming)
    }

    fn next(&mut self, reached: &[(u32, Gap)], search: u32) -> Option<(Gap, NodeIndex)> {
        loop {
            let (by, node) = self.queue.pop()?;
            if reached[node.index()] == (search, by) {
                self.settled.push(node);
                return Some((by, node));
            }
        }
    }
}
