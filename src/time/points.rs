//! The start and end of each event, and the zero of each calendar, as a graph: an edge from `x` to `y` says how much
//! later than `x` `y` is at least.
//!
//! `with` makes points equal; equal points are one *instant*, a node of the graph. What says only that one instant is
//! not earlier than another is an edge *ahead*; whatever else bounds two instants (a date, the most of a distance) is
//! not. Along edges ahead every path that leaves a start is strict, because it begins with start < end or `during`,
//! and there is no cycle of them that is no contradiction.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use petgraph::Direction::{self, Incoming, Outgoing};
use petgraph::graph::{DiGraph, EdgeReference, NodeIndex};
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

use super::events::Events;
use super::meaning::{self, Role};
use super::{Calendar, Claim, Gap, Network, Relation, Says};

/// What an edge says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// The place of its gap among those there are.
    gap: u32,
    /// Whether it only says that the one instant is not earlier than the other, or at least so much later.
    pub(super) ahead: bool,
    /// Whether a claim says so, and not a strand's link.
    pub(super) declared: bool,
}

/// The instants of a network and what is known of them.
pub(super) struct Points {
    /// The zero of each calendar, then the instants.
    pub(super) graph: DiGraph<(), Edge>,
    /// Every gap that an edge has. The first two are those of nearly all edges.
    gaps: Vec<Gap>,
    /// The calendars that some claim names.
    pub(super) calendars: Vec<Calendar>,
    /// The instant of each event's start.
    pub(super) start: Vec<NodeIndex>,
    /// The instant of each event's end.
    pub(super) end: Vec<NodeIndex>,
    /// The zeros of calendars, then every instant after all that the claims put before it.
    pub(super) order: Vec<NodeIndex>,
}

const NOT_EARLIER: u32 = 0;
const LATER: u32 = 1;

impl Points {
    /// What the claims alone say. None where those contradict each other that say what is before what.
    ///
    /// Kahn, "Topological sorting of large networks", CACM 5 (1962), with a heap so that the order
    /// stays near the telling: O((V + E) log V).
    pub(super) fn declared(network: &Network, events: &Events) -> Option<Self> {
        let mut points = Self::instants(network, events);
        for event in 0..events.count() as usize {
            let (start, end) = (points.start[event], points.end[event]);
            points.graph.add_edge(start, end, Edge { gap: LATER, ahead: true, declared: true });
        }
        points.anchor_story_days(network)?;
        for claim in &network.claims {
            points.claim(events, claim)?;
        }
        points.sort()?;
        Some(points)
    }

    /// A node for each calendar that is used, and one for each class of equal points.
    fn instants(network: &Network, events: &Events) -> Self {
        let calendars = calendars_of(network);
        let count = events.count();
        let mut equal = UnionFind::<u32>::new(2 * count as usize);
        for claim in &network.claims {
            if let Some((Relation::With, target)) = claim.relation() {
                for (subject, target) in events.pairs(claim.subject, target) {
                    equal.union(subject, target);
                    equal.union(count + subject, count + target);
                }
            }
        }
        let label = equal.into_labeling();
        let mut node_of_label = vec![None; label.len()];
        let mut graph = DiGraph::with_capacity(label.len() + calendars.len(), label.len());
        for _ in &calendars {
            graph.add_node(());
        }
        let mut node =
            |point: u32| *node_of_label[label[point as usize] as usize].get_or_insert_with(|| graph.add_node(()));
        let (start, end) = (0..count).map(|event| (node(event), node(count + event))).unzip();
        Self { graph, gaps: vec![Gap::NONE, Gap::STRICT], calendars, start, end, order: Vec::new() }
    }

    /// Ties calendars of story days to dates, where the day on which they begin is known to lie in some stretch.
    fn anchor_story_days(&mut self, network: &Network) -> Option<()> {
        for (node, calendar) in self.calendars.clone().into_iter().enumerate() {
            if let Calendar::StoryDays(days) = calendar
                && let Some(window) = network.story_days[days as usize]
            {
                let zero = NodeIndex::new(node);
                self.say(Says::At(Calendar::Dates, window), [zero, zero], [zero, zero])?;
            }
        }
        Some(())
    }

    /// Adds what one claim says of all it speaks of. None where it contradicts itself.
    fn claim(&mut self, events: &Events, claim: &Claim) -> Option<()> {
        match claim.relation() {
            Some((_, target)) => {
                for (subject, target) in events.pairs(claim.subject, target) {
                    self.say(claim.says, self.ends(subject), self.ends(target))?;
                }
            }
            None => {
                for subject in events.of_subject(claim.subject) {
                    self.say(claim.says, self.ends(subject), self.ends(subject))?;
                }
            }
        }
        Some(())
    }

    /// The start and the end of an event.
    fn ends(&self, event: u32) -> [NodeIndex; 2] {
        [self.start[event as usize], self.end[event as usize]]
    }

    /// Adds what is said of a subject and a target, each by its start and end.
    fn say(&mut self, says: Says, subject: [NodeIndex; 2], target: [NodeIndex; 2]) -> Option<()> {
        meaning::each(says, |bound| {
            let [earlier, later] = [bound.earlier, bound.later].map(|end| match end {
                Role::SubjectStart => subject[0],
                Role::SubjectEnd => subject[1],
                Role::TargetStart(_) => target[0],
                Role::TargetEnd(_) => target[1],
                Role::Zero(calendar) => NodeIndex::new(self.calendars.binary_search(&calendar).unwrap_or_default()),
            });
            if earlier == later {
                return (!bound.gap.is_later()).then_some(()); // two events at the same time are one instant
            }
            let gap = self.gap_of(bound.gap);
            self.graph.add_edge(earlier, later, Edge { gap, ahead: bound.ahead, declared: true });
            Some(())
        })
    }

    /// Adds a strand's link: the one instant is not earlier than the other.
    pub(super) fn link(&mut self, earlier: NodeIndex, later: NodeIndex) {
        self.graph.add_edge(earlier, later, Edge { gap: NOT_EARLIER, ahead: true, declared: false });
    }

    /// Adds a node that stands for no instant.
    pub(super) fn add_node(&mut self) -> NodeIndex {
        self.graph.add_node(())
    }

    /// Adds that what is said already, by claims alone or with links, puts the one node before the other.
    pub(super) fn tie(&mut self, earlier: NodeIndex, later: NodeIndex, with_links: bool) {
        self.graph.add_edge(earlier, later, Edge { gap: NOT_EARLIER, ahead: true, declared: !with_links });
    }

    fn gap_of(&mut self, gap: Gap) -> u32 {
        if let Some(known) = self.gaps[..2].iter().position(|&known| known == gap) {
            return known as u32;
        }
        self.gaps.push(gap);
        self.gaps.len() as u32 - 1
    }

    /// What an edge says: how much later its second instant is at least.
    pub(super) fn gap(&self, edge: Edge) -> Gap {
        self.gaps[edge.gap as usize]
    }

    /// Whether a node is the zero of a calendar and no instant.
    pub(super) fn is_zero(&self, node: NodeIndex) -> bool {
        node.index() < self.calendars.len()
    }

    /// The edges that leave a node, or those that reach it, with the node at their other end.
    pub(super) fn edges(
        &self,
        node: NodeIndex,
        direction: Direction,
    ) -> impl Iterator<Item = (NodeIndex, Edge)> + use<'_> {
        let other_end = move |edge: EdgeReference<'_, Edge>| match direction {
            Outgoing => (edge.target(), *edge.weight()),
            Incoming => (edge.source(), *edge.weight()),
        };
        self.graph.edges_directed(node, direction).map(other_end)
    }

    /// Puts the instants in order, each after all that are before it, as near to the telling as that allows. None
    /// where they go round.
    pub(super) fn sort(&mut self) -> Option<()> {
        self.order = self.sorted()?;
        Some(())
    }

    /// The nodes in such an order.
    pub(super) fn sorted(&self) -> Option<Vec<NodeIndex>> {
        let mut waits_for = vec![0u32; self.graph.node_count()];
        for edge in self.graph.raw_edges().iter().filter(|edge| edge.weight.ahead) {
            waits_for[edge.target().index()] += 1;
        }
        let mut ready: BinaryHeap<Reverse<NodeIndex>> =
            self.graph.node_indices().filter(|node| waits_for[node.index()] == 0).map(Reverse).collect();
        let mut sorted = Vec::with_capacity(waits_for.len());
        while let Some(Reverse(node)) = ready.pop() {
            sorted.push(node);
            for (later, _) in self.edges(node, Outgoing).filter(|(_, edge)| edge.ahead) {
                waits_for[later.index()] -= 1;
                if waits_for[later.index()] == 0 {
                    ready.push(Reverse(later));
                }
            }
        }
        (sorted.len() == waits_for.len()).then_some(sorted)
    }
}

/// The calendars that claims name, dates first. With story days whose beginning is dated, dates are one of them.
pub(super) fn calendars_of(network: &Network) -> Vec<Calendar> {
    let mut calendars: Vec<Calendar> = Vec::new();
    for claim in &network.claims {
        if let Says::At(calendar, _) = claim.says {
            calendars.push(calendar);
            if let Calendar::StoryDays(days) = calendar
                && network.story_days[days as usize].is_some()
            {
                calendars.push(Calendar::Dates);
            }
        }
    }
    calendars.sort_unstable();
    calendars.dedup();
    calendars
}
