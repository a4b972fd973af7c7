//! How much later than some points everything is at least: longest paths.

use petgraph::Direction;
use petgraph::graph::NodeIndex;

use super::Gap;
use super::points::Points;

/// Which nodes a path may lead through.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Through {
    /// Instants alone.
    Instants,
    /// The zeros of calendars too.
    Everything,
}

/// The longest path to each node from those that have a value at first, added to that value; against the edges where
/// the direction is `Incoming`. None where some cycle is longer than nothing: what the edges say has no solution.
///
/// Bellman and Ford's passes, each along the order of the instants, so that one pass settles all that is ahead: O(E)
/// a pass, and one pass more for each further edge that is not ahead on some longest path. A cycle shows as one of
/// predecessors (Tarjan, "Shortest Paths", 1981).
pub(super) fn longest(
    points: &Points,
    direction: Direction,
    best: Vec<Option<Gap>>,
    through: Through,
) -> Option<Vec<Option<Gap>>> {
    longest_along((points, &points.order), direction, best, through)
}

/// The same along an order of its own: the zeros of calendars, then every node after all that are ahead of it.
pub(super) fn longest_along(
    (points, order): (&Points, &[NodeIndex]),
    direction: Direction,
    mut best: Vec<Option<Gap>>,
    through: Through,
) -> Option<Vec<Option<Gap>>> {
    let (zeros, instants) = order.split_at(points.calendars.len());
    let mut from: Vec<Option<NodeIndex>> = vec![None; best.len()];
    loop {
        let mut again = false;
        let mut pass = |node: NodeIndex| {
            let Some(value) = best[node.index()] else { return };
            for (other, edge) in points.edges(node, direction) {
                if through == Through::Instants && points.is_zero(other) {
                    continue;
                }
                let reached = Some(value + points.gap(edge));
                if best[other.index()] < reached {
                    best[other.index()] = reached;
                    from[other.index()] = Some(node);
                    // From a zero on to the instants everything is still to come.
                    again |= !edge.ahead && (!points.is_zero(node) || points.is_zero(other));
                }
            }
        };
        if through == Through::Everything {
            zeros.iter().copied().for_each(&mut pass);
        }
        match direction {
            Direction::Outgoing => instants.iter().copied().for_each(&mut pass),
            Direction::Incoming => instants.iter().rev().copied().for_each(&mut pass),
        }
        if !again {
            return Some(best);
        }
        if on_cycle(from.len(), |node| from[node].map(NodeIndex::index)).is_some() {
            return None;
        }
    }
}

/// Somebody who is among their own predecessors, if there is anybody. Linear.
pub(super) fn on_cycle(count: usize, before: impl Fn(usize) -> Option<usize>) -> Option<usize> {
    let mut met_by = vec![usize::MAX; count];
    for start in 0..count {
        let mut next = Some(start);
        while let Some(node) = next {
            if met_by[node] == start {
                return Some(node);
            }
            if met_by[node] != usize::MAX {
                break;
            }
            met_by[node] = start;
            next = before(node);
        }
    }
    None
}
