//! The start and end of each event as a graph: an edge from `x` to `y` says `x <= y`.
//!
//! `with` makes points equal; equal points are one *instant*, a node of the graph. Between two
//! different instants every path that leaves a start is strict, because it begins with start < end or
//! `during`: so "some path" and "strictly later" are the same here, and a cycle is a contradiction.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use petgraph::Direction::Outgoing;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::unionfind::UnionFind;

use super::events::Events;
use super::{Network, Relation};

/// Why one instant is not later than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// A claim, or that an event starts before it ends.
    Declared,
    /// A strand's link.
    Link,
}

/// The instants of a network and what is known of their order.
pub(super) struct Points {
    /// Instants, and which of them is not later than which.
    pub(super) graph: DiGraph<(), Reason>,
    /// The instant of each event's start.
    pub(super) start: Vec<NodeIndex>,
    /// The instant of each event's end.
    pub(super) end: Vec<NodeIndex>,
    /// Every instant, each after all that the claims put before it.
    pub(super) order: Vec<NodeIndex>,
}

impl Points {
    /// What the claims alone say. None where they contradict each other.
    ///
    /// Kahn, "Topological sorting of large networks", CACM 5 (1962), with a heap so that the order
    /// stays near the telling: O((V + E) log V).
    pub(super) fn declared(network: &Network, events: &Events) -> Option<Self> {
        let mut points = Self::instants(network, events);
        for event in 0..events.count() as usize {
            points.graph.add_edge(points.start[event], points.end[event], Reason::Declared);
        }
        for claim in &network.claims {
            for (subject, target) in events.pairs(claim) {
                points.add(claim.relation, subject as usize, target as usize)?;
            }
        }
        points.order = points.sorted()?;
        Some(points)
    }

    /// One node for each class of equal points.
    fn instants(network: &Network, events: &Events) -> Self {
        let count = events.count();
        let mut equal = UnionFind::<u32>::new(2 * count as usize);
        for claim in network.claims.iter().filter(|claim| claim.relation == Relation::With) {
            for (subject, target) in events.pairs(claim) {
                equal.union(subject, target);
                equal.union(count + subject, count + target);
            }
        }
        let label = equal.into_labeling();
        let mut node_of_label = vec![None; label.len()];
        let mut graph = DiGraph::with_capacity(label.len(), label.len());
        let mut node =
            |point: u32| *node_of_label[label[point as usize] as usize].get_or_insert_with(|| graph.add_node(()));
        let (start, end) = (0..count).map(|event| (node(event), node(count + event))).unzip();
        Self { graph, start, end, order: Vec::new() }
    }

    /// Adds what one claim says of two events. None where it contradicts itself.
    fn add(&mut self, relation: Relation, subject: usize, target: usize) -> Option<()> {
        match relation {
            Relation::Before => self.add_edge(self.end[subject], self.start[target]),
            Relation::After => self.add_edge(self.end[target], self.start[subject]),
            Relation::During => {
                self.add_edge(self.start[target], self.start[subject])?;
                self.add_edge(self.end[subject], self.end[target])
            }
            Relation::With | Relation::Same => Some(()), // already one instant, or one event
        }
    }

    fn add_edge(&mut self, earlier: NodeIndex, later: NodeIndex) -> Option<()> {
        if earlier == later {
            return None; // only `during` can come here, and it is strict
        }
        self.graph.add_edge(earlier, later, Reason::Declared);
        Some(())
    }

    /// The instants, each after all that are before it, as near to the telling as that allows.
    fn sorted(&self) -> Option<Vec<NodeIndex>> {
        let mut waits_for = vec![0u32; self.graph.node_count()];
        for edge in self.graph.raw_edges() {
            waits_for[edge.target().index()] += 1;
        }
        let mut ready: BinaryHeap<Reverse<NodeIndex>> =
            self.graph.node_indices().filter(|node| waits_for[node.index()] == 0).map(Reverse).collect();
        let mut sorted = Vec::with_capacity(waits_for.len());
        while let Some(Reverse(node)) = ready.pop() {
            sorted.push(node);
            for later in self.graph.neighbors_directed(node, Outgoing) {
                waits_for[later.index()] -= 1;
                if waits_for[later.index()] == 0 {
                    ready.push(Reverse(later));
                }
            }
        }
        (sorted.len() == waits_for.len()).then_some(sorted)
    }
}
