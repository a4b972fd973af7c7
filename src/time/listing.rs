//! The order in which events are printed, and where each step of it comes from (model.md 2.4, rule 4).

use std::collections::BinaryHeap;

use petgraph::Direction::{Incoming, Outgoing};
use petgraph::graph::NodeIndex;

use super::Step;
use super::events::Events;
use super::points::{Edge, Points};

const NEVER: u32 = u32::MAX;

/// Events in listing order; the step that leads to each (that of the first means nothing).
///
/// Of all orders that respect precedence this takes the one that puts the lowest rank as early as
/// possible, then the next, and so on: built from the back, the last place goes to the highest rank
/// that nothing unplaced must follow. O((V + E) log V).
pub(super) fn list(events: &Events, points: &Points, rank: &[u32]) -> (Vec<u32>, Vec<Step>) {
    let mut backwards = Backwards::new(events, points);
    let mut ready = BinaryHeap::new();
    let mut listing = Vec::with_capacity(rank.len());
    loop {
        for event in backwards.set_free.drain(..) {
            ready.push((rank[event as usize], event));
        }
        let Some((_, event)) = ready.pop() else { break };
        listing.push(event);
        backwards.place(event);
    }
    listing.reverse();
    let steps = steps(points, &listing, &backwards.done);
    (listing, steps)
}

/// The instants, taken from the last to the first. One is done when all that follows it is done and
/// every event that starts at it is placed.
struct Backwards<'a> {
    points: &'a Points,
    /// How many of what follows each instant is not done yet.
    followers: Vec<u32>,
    /// The events that start at each instant.
    starting: Vec<Vec<u32>>,
    /// How many of them are not placed yet.
    unplaced: Vec<u32>,
    /// Instants in the order in which they were done.
    done: Vec<NodeIndex>,
    /// Events that nothing unplaced must follow any more, since they were last asked for.
    set_free: Vec<u32>,
}

impl<'a> Backwards<'a> {
    fn new(events: &Events, points: &'a Points) -> Self {
        let count = points.graph.node_count();
        let mut followers = vec![0; count];
        for edge in points.graph.raw_edges().iter().filter(|edge| edge.weight.ahead) {
            followers[edge.source().index()] += 1;
        }
        let mut starting = vec![Vec::new(); count];
        let mut unplaced = vec![0; count];
        for event in 0..events.count() {
            let start = points.start[event as usize].index();
            starting[start].push(event);
            unplaced[start] += 1;
        }
        let last: Vec<_> = points.graph.node_indices().filter(|node| followers[node.index()] == 0).collect();
        let mut backwards = Self { points, followers, starting, unplaced, done: Vec::new(), set_free: Vec::new() };
        backwards.reach(last);
        backwards
    }

    /// Marks an event as placed.
    fn place(&mut self, event: u32) {
        let start = self.points.start[event as usize];
        self.unplaced[start.index()] -= 1;
        if self.unplaced[start.index()] == 0 {
            self.reach(vec![start]);
        }
    }

    /// Goes on from instants that nothing undone follows.
    fn reach(&mut self, mut reached: Vec<NodeIndex>) {
        while let Some(node) = reached.pop() {
            if self.unplaced[node.index()] > 0 {
                self.set_free.append(&mut self.starting[node.index()]);
                continue;
            }
            self.done.push(node);
            for (earlier, _) in self.points.edges(node, Incoming).filter(|(_, edge)| edge.ahead) {
                self.followers[earlier.index()] -= 1;
                if self.followers[earlier.index()] == 0 {
                    reached.push(earlier);
                }
            }
        }
    }
}

/// Where each step comes from. The event listed right before another precedes it just where some path
/// leads from the one's start to the other's, and on such a path nothing else starts: so it is enough to
/// know the first start in listing order that each instant leads to. Linear.
fn steps(points: &Points, listing: &[u32], from_last: &[NodeIndex]) -> Vec<Step> {
    let mut first_start = vec![NEVER; points.graph.node_count()];
    for (place, &event) in (0..).zip(listing) {
        let first = &mut first_start[points.start[event as usize].index()];
        *first = (*first).min(place);
    }
    let leads_to = |by: fn(Edge) -> bool| {
        let mut leads_to = vec![NEVER; first_start.len()];
        for &node in from_last {
            leads_to[node.index()] = (points.edges(node, Outgoing))
                .filter(|(_, edge)| edge.ahead && by(*edge))
                .map(|(later, _)| first_start[later.index()].min(leads_to[later.index()]))
                .min()
                .unwrap_or(NEVER);
        }
        leads_to
    };
    let declared = leads_to(|edge| edge.declared);
    let told = leads_to(|_| true);
    let mut steps = vec![Step::Open; listing.len()];
    for (place, pair) in (1..).zip(listing.windows(2)) {
        let start = points.start[pair[0] as usize].index();
        steps[place as usize] = if declared[start] == place {
            Step::Declared
        } else if told[start] == place {
            Step::Told
        } else {
            Step::Open
        };
    }
    steps
}
