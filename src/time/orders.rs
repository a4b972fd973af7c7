//! Where the order of many pairs comes from: asked together, because one at a time they would cost a walk each.

use petgraph::Direction::Incoming;

use super::events::Events;
use super::points::{Edge, Points};
use super::{Complete, Network, Node, Step, complete};

/// As many pairs as there are bits in a word are asked in one walk.
const TOGETHER: usize = u64::BITS as usize;

/// For each pair, whether the first must begin before the second: by the claims alone, only with the links, or not at all
/// (open). Timeless scenes have no order, nor has anything where the claims have no solution.
///
/// The links and precedence of a chronology, then a walk through the points for each 64 pairs, a bit for each:
/// O((points + claims) * pairs / 64).
///
/// # Panics
/// If the network or a pair names something that is not there.
#[must_use]
pub fn orders(network: &Network, pairs: &[(Node, Node)]) -> Vec<Step> {
    let events = Events::of(network);
    let Some(Complete { mut points, .. }) = complete(network, &events) else { return vec![Step::Open; pairs.len()] };
    if points.sort().is_none() {
        return vec![Step::Open; pairs.len()];
    }
    let some = |(before, after)| Some((events.of_node(before)?, events.of_node(after)?));
    let pairs: Vec<Option<(u32, u32)>> = pairs.iter().map(|&pair| some(pair)).collect();
    let mut steps = Vec::with_capacity(pairs.len());
    for pairs in pairs.chunks(TOGETHER) {
        let declared = reached(&points, pairs, |edge| edge.declared);
        let told = reached(&points, pairs, |_| true);
        steps.extend((0..pairs.len()).map(|pair| match 1 << pair {
            bit if declared & bit != 0 => Step::Declared,
            bit if told & bit != 0 => Step::Told,
            _ => Step::Open,
        }));
    }
    steps
}

/// For each pair, whether the claims make the two begin at the same time, by `with`. Linear.
///
/// # Panics
/// If the network or a pair names something that is not there.
#[must_use]
pub fn together_from_the_start(network: &Network, pairs: &[(Node, Node)]) -> Vec<bool> {
    let events = Events::of(network);
    let Some(points) = Points::declared(network, &events) else { return vec![false; pairs.len()] };
    let start = |node| events.of_node(node).map(|event| points.start[event as usize]);
    pairs.iter().map(|&(one, other)| start(one).is_some() && start(one) == start(other)).collect()
}

/// A bit for each pair: whether some edges ahead lead from the start of the first to the start of the second.
fn reached(points: &Points, pairs: &[Option<(u32, u32)>], by: impl Fn(Edge) -> bool) -> u64 {
    let start = |event: u32| points.start[event as usize].index();
    let mut from = vec![0u64; points.graph.node_count()];
    for (pair, events) in pairs.iter().enumerate() {
        if let &Some((before, _)) = events {
            from[start(before)] |= 1 << pair;
        }
    }
    for &node in &points.order {
        let earlier = points.edges(node, Incoming).filter(|(_, edge)| edge.ahead && by(*edge));
        from[node.index()] |= earlier.fold(0, |bits, (earlier, _)| bits | from[earlier.index()]);
    }
    let mut reached = 0;
    for (pair, events) in pairs.iter().enumerate() {
        if let &Some((before, after)) = events {
            let is_reached = from[start(after)] & (1 << pair) != 0 && start(before) != start(after);
            reached |= u64::from(is_reached) << pair;
        }
    }
    reached
}
