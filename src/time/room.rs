//! What must move so that one node is so much later than another, among times that agree with all that is said.
//!
//! It is found from both sides by turns: what the later node pushes on, and what the earlier one pulls back, each nearest
//! first (Dijkstra's algorithm over what slack there is, as in Cotton, Maler, "Fast and Flexible Difference Constraint
//! Propagation for DPLL(T)", SAT 2006). Where a side is exhausted it is what moves. Where it reaches the other node, or the
//! two sides meet and do not fit, what is asked for contradicts what is said.

use std::collections::BinaryHeap;

use petgraph::Direction::{self, Incoming, Outgoing};
use petgraph::graph::NodeIndex;

use super::Gap;

/// What is remembered from one search to the next, so that none costs more than what it reaches.
pub(super) struct Room {
    /// For each side, in which search a node was last reached by it and how far it must move.
    reached: [Vec<(u32, Gap)>; 2],
    search: u32,
}

impl Room {
    pub(super) fn new(nodes: usize) -> Self {
        Self { reached: [vec![(0, Gap::NONE); nodes], vec![(0, Gap::NONE); nodes]], search: 0 }
    }

    /// What must move where `later` is `missing` too early for `earlier`, and to which times. None where that cannot be.
    ///
    /// `gaps` hands out the nodes on a side of a node, each with how far they are apart at least.
    pub(super) fn made(
        &mut self,
        at: &[Gap],
        (earlier, later): (NodeIndex, NodeIndex),
        missing: Gap,
        mut gaps: impl FnMut(NodeIndex, Direction, &mut Vec<(NodeIndex, Gap)>),
    ) -> Option<Vec<(NodeIndex, Gap)>> {
        self.search += 1;
        let mut sides = [Outgoing, Incoming].map(|direction| Side::new(direction, missing));
        self.reach(&mut sides[0], later, missing);
        self.reach(&mut sides[1], earlier, missing);
        let mut near = Vec::new();
        loop {
            for side in &mut sides {
                let Some((by, node)) = side.next(&self.reached[side.number()], self.search) else {
                    let moved = |&node: &NodeIndex| {
                        let (at, (_, by)) = (at[node.index()], self.reached[side.number()][node.index()]);
                        (node, if side.direction == Outgoing { at + by } else { at - by })
                    };
                    return Some(side.settled.iter().map(moved).collect());
                };
                near.clear();
                gaps(node, side.direction, &mut near);
                if !self.go_on(at, side, (node, by), &near) {
                    return None;
                }
            }
        }
    }

    /// Passes on how far a node must move. False if the other side cannot.
    fn go_on(&mut self, at: &[Gap], side: &mut Side, (node, by): (NodeIndex, Gap), near: &[(NodeIndex, Gap)]) -> bool {
        for &(other, gap) in near {
            let apart = match side.direction {
                Outgoing => at[other.index()] - at[node.index()],
                Incoming => at[node.index()] - at[other.index()],
            };
            let by = by - (apart - gap);
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
