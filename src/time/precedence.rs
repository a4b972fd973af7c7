//! What comes before what by dates and distances, said as edges ahead like any other.
//!
//! A path of edges that are not all ahead leads through the zero of a calendar or over the most of a distance. Seen
//! from such a *hub* everything on its far side lies at least so much later than everything on its near side: the near
//! and far sides, each sorted by how far they are from the hub, are two rows, and whoever stands behind the other comes
//! later. The rows are laid along one chain of nodes, so that n instants take n edges and not n². What follows from its
//! neighbour on the same side needs no edge of its own.
//!
//! Costs, beside [`Windows`], O(E) a calendar; for the most of a distance what is reached from its one end without
//! coming by the other, O(E log V) at worst: nothing to speak of for a `lasts` that nothing lies within, or a `by` that
//! only its own two events hang on. So g distances tied together cost g times the edges among them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use petgraph::Direction::{self, Incoming, Outgoing};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::Gap;
use super::points::{Edge, Points};
use super::schedule::Schedule;
use super::windows::Windows;

/// Adds to the points what dates and distances imply: of the claims alone, and with the links.
///
/// `declared` are the windows of the claims alone, `told` those with the links.
pub(super) fn complete(points: &mut Points, schedule: &Schedule, declared: &[Windows], told: &[Windows]) {
    let mut rows = Vec::new();
    let every = |links| Allowed { links };
    for (alone, linked) in declared.iter().zip(told) {
        for (windows, allowed) in [(alone, every(false)), (linked, every(true))] {
            let near = ends_of(points, &windows.before_zero, Outgoing, allowed);
            let far = ends_of(points, &windows.after_zero, Incoming, allowed);
            rows.push((near, far, allowed));
        }
    }
    let mut search = Search::new(points);
    let bounds: Vec<(NodeIndex, NodeIndex, Gap)> = (points.graph.edge_references())
        .filter(|edge| !edge.weight().ahead && !points.is_zero(edge.source()) && !points.is_zero(edge.target()))
        .map(|edge| (edge.source(), edge.target(), points.gap(*edge.weight())))
        .collect();
    for (from, to, gap) in bounds {
        for allowed in [every(true), every(false)] {
            search.met_links = false;
            let far = search.beyond(points, schedule, (to, from), Outgoing, allowed);
            let near = search.beyond(points, schedule, (from, to), Incoming, allowed);
            let near = near.into_iter().map(|(node, bound)| (node, bound + gap)).collect();
            rows.push((near, far, Allowed { links: allowed.links && search.met_links }));
            if !search.met_links {
                break;
            }
        }
    }
    for (near, far, allowed) in rows {
        chain(points, near, far, allowed);
    }
}

/// Which edges count.
#[derive(Clone, Copy)]
struct Allowed {
    /// Those of links, too.
    links: bool,
}

impl Allowed {
    fn lets(self, edge: Edge) -> bool {
        edge.declared || self.links
    }
}

/// Instants, and how far from a hub each is at least.
type Side = Vec<(NodeIndex, Gap)>;

/// The bounded instants but for those whose neighbour ahead, or behind, is bounded alike.
fn ends_of(points: &Points, bounds: &[Option<Gap>], towards: Direction, allowed: Allowed) -> Side {
    let instants = points.order[points.calendars.len()..].iter();
    let end = |&node: &NodeIndex| {
        let bound = bounds[node.index()]?;
        let follows = points.edges(node, towards).any(|(next, edge)| {
            edge.ahead && allowed.lets(edge) && bounds[next.index()].is_some_and(|next| alike(bound, next))
        });
        (!follows).then_some((node, bound))
    };
    instants.filter_map(end).collect()
}

/// Whether two bounds say the same of what may be equal.
fn alike(one: Gap, other: Gap) -> bool {
    (one.minutes, one.is_open()) == (other.minutes, other.is_open())
}

/// Lays both sides of a hub along a chain, so that a path leads from a near instant to a far one just where the one is
/// strictly earlier.
fn chain(points: &mut Points, near: Side, far: Side, allowed: Allowed) {
    // Something open on either side makes up for a tie.
    let mut near: Vec<((i64, bool), NodeIndex)> =
        near.into_iter().map(|(node, bound)| ((-bound.minutes, !bound.is_open()), node)).collect();
    let mut far: Vec<((i64, bool), NodeIndex)> =
        far.into_iter().map(|(node, bound)| ((bound.minutes, bound.is_open()), node)).collect();
    near.sort_unstable();
    far.sort_unstable();
    let mut near = near.into_iter().peekable();
    let mut last: Option<NodeIndex> = None;
    for (place, node) in far {
        while let Some(&(first, _)) = near.peek().filter(|(near, _)| *near <= place) {
            let here = points.add_node();
            if let Some(last) = last {
                points.tie(last, here, allowed.links);
            }
            while let Some((_, earlier)) = near.next_if(|&(near, _)| near == first) {
                points.tie(earlier, here, allowed.links);
            }
            last = Some(here);
        }
        if let Some(last) = last {
            points.tie(last, node, allowed.links);
        }
    }
}

/// Searches from one end of a distance.
struct Search {
    /// When each instant was last reached, and how far it is at least.
    reached: Vec<(u32, Gap)>,
    number: u32,
    /// Whether some search came by a link.
    met_links: bool,
}

impl Search {
    fn new(points: &Points) -> Self {
        Self { reached: vec![(0, Gap::NONE); points.graph.node_count()], number: 0, met_links: false }
    }

    /// Every instant that can be reached from the first without coming by the second, and how far it is at least; but
    /// for those that one behind them speaks for.
    ///
    /// Dijkstra's algorithm over slack: how much later the schedule has each instant than it must be.
    fn beyond(
        &mut self,
        points: &Points,
        schedule: &Schedule,
        (start, avoided): (NodeIndex, NodeIndex),
        direction: Direction,
        allowed: Allowed,
    ) -> Side {
        self.number += 1;
        let mut found = Side::new();
        let mut queue = BinaryHeap::from([(Reverse(Gap::NONE), start, Gap::NONE, false)]);
        self.reached[start.index()] = (self.number, Gap::NONE);
        while let Some((Reverse(slack), node, bound, spoken_for)) = queue.pop() {
            if self.reached[node.index()] != (self.number, bound) {
                continue;
            }
            if !spoken_for {
                found.push((node, bound));
            }
            for (other, edge) in points.edges(node, direction) {
                self.met_links |= !edge.declared;
                if points.is_zero(other) || other == avoided || !allowed.lets(edge) {
                    continue;
                }
                let spoken_for = edge.ahead && alike(bound, bound + points.gap(edge));
                let bound = bound + points.gap(edge);
                let (number, known) = self.reached[other.index()];
                if number == self.number && known >= bound {
                    continue;
                }
                self.reached[other.index()] = (self.number, bound);
                let apart = match direction {
                    Outgoing => schedule.at(other) - schedule.at(node),
                    Incoming => schedule.at(node) - schedule.at(other),
                };
                queue.push((Reverse(slack + (apart - points.gap(edge))), other, bound, spoken_for));
            }
        }
        found
    }
}
