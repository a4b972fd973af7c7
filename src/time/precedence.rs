//! What comes before what by dates and distances, said as edges ahead like any other.
//!
//! A path of edges that are not all ahead leads through the zero of a calendar or over the most of a distance. Seen
//! from such a *hub* everything on its far side lies at least so much later than everything on its near side: the near
//! and far sides, each sorted by how far they are from the hub, are two rows, and whoever stands behind the other comes
//! later. The rows are laid along one chain of nodes, so that n instants take n edges and not n². What follows from its
//! neighbour on the same side needs no edge of its own.
//!
//! A path over several such bounds is found at the first of them: what comes before it is all ahead.
//!
//! Costs, beside [`Windows`], O(E) a calendar. For the most of a distance it costs what is searched: from its two ends,
//! the cheaper side first, without coming by the other end, and only as far as what may still make a difference. That
//! is next to nothing for a `lasts` that nothing lies within or a `by` between neighbours, and O(E log V) at worst; one
//! search does for many distances that share an end. So g distances tied together cost g times the edges among them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use fixedbitset::FixedBitSet;
use petgraph::Direction::{self, Incoming, Outgoing};
use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;

use super::Gap;
use super::longest::{Through, longest};
use super::points::{Edge, Points};
use super::schedule::Schedule;
use super::windows::Windows;

/// Adds to the points what dates and distances imply: of the claims alone, and with the links.
///
/// `declared` are the windows of the claims alone, `told` those with the links.
pub(super) fn complete(points: &mut Points, schedule: &Schedule, declared: &[Windows], told: &[Windows]) {
    let mut rows = Vec::new();
    for (alone, linked) in declared.iter().zip(told) {
        for (windows, links) in [(alone, false), (linked, true)] {
            let allowed = Allowed { links };
            let near = ends_of(points, &windows.before_zero, Outgoing, allowed);
            let far = ends_of(points, &windows.after_zero, Incoming, allowed);
            rows.push((near, far, allowed));
        }
    }
    let hubs = hubs(points);
    if !hubs.is_empty() && points.sort().is_some() {
        let mut search = Search::new(points, schedule);
        for hub in hubs {
            for links in [true, false] {
                search.met_links = false;
                let (near, far) = search.around(&hub, Allowed { links });
                let links = links && search.met_links;
                rows.push((near, far, Allowed { links }));
                if !links {
                    break;
                }
            }
        }
    }
    for (near, far, allowed) in rows {
        chain(points, near, far, allowed);
    }
}

/// The most of a distance, or of several that share an end: an instant on its near side is so much earlier than one on
/// its far side as the two are from the hub together.
struct Hub {
    /// Where its near side ends, and how far from the hub.
    near: Side,
    /// Where its far side begins.
    far: Side,
    /// Whether it is one distance: then no side comes by the other's end.
    single: bool,
}

/// Every point at which the most of many distances begins or ends, and the others one by one.
fn hubs(points: &Points) -> Vec<Hub> {
    let count = points.graph.node_count();
    let (mut begins, mut ends) = (vec![0u32; count], vec![0u32; count]);
    for (near, far, _) in bounds(points) {
        begins[near.index()] += 1;
        ends[far.index()] += 1;
    }
    let mut hubs = Vec::new();
    let (mut to, mut from): (BTreeMap<NodeIndex, Side>, BTreeMap<NodeIndex, Side>) = Default::default();
    for (near, far, gap) in bounds(points) {
        if ends[far.index()] > MANY {
            to.entry(far).or_default().push((near, gap));
        } else if begins[near.index()] > MANY {
            from.entry(near).or_default().push((far, gap));
        } else {
            hubs.push(Hub { near: vec![(near, gap)], far: vec![(far, Gap::NONE)], single: true });
        }
    }
    let shared = |near, far| Hub { near, far, single: false };
    hubs.extend(to.into_iter().map(|(far, near)| shared(near, vec![(far, Gap::NONE)])));
    hubs.extend(from.into_iter().map(|(near, far)| shared(vec![(near, Gap::NONE)], far)));
    hubs
}

/// The most of each distance: its later point, its earlier one, and how much later than the one the other is at least.
fn bounds(points: &Points) -> impl Iterator<Item = (NodeIndex, NodeIndex, Gap)> {
    let between = |edge: &EdgeReference<Edge>| {
        !edge.weight().ahead && !points.is_zero(edge.source()) && !points.is_zero(edge.target())
    };
    let bounds = points.graph.edge_references().filter(between);
    bounds.map(|edge| (edge.source(), edge.target(), points.gap(*edge.weight())))
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

/// Searches from hubs.
struct Search<'a> {
    points: &'a Points,
    schedule: &'a Schedule,
    /// Whether an event starts at each instant.
    is_start: FixedBitSet,
    /// How much later than something each instant is at least, all ahead; how much later something is than it, by
    /// whatever way: at most so much.
    behind: Vec<Gap>,
    ahead: Vec<Gap>,
    /// When each instant was last reached, and how far it is at least.
    reached: Vec<(u32, Gap)>,
    number: u32,
    /// Whether some search came by a link.
    met_links: bool,
}

/// How many distances may share a point before one search is made for all of them.
const MANY: u32 = 8;

/// How many instants a search may look at before the other side gets its turn, at first.
const PATIENCE: usize = 4;

impl<'a> Search<'a> {
    fn new(points: &'a Points, schedule: &'a Schedule) -> Self {
        let count = points.graph.node_count();
        let is_start = points.start.iter().map(|start| start.index()).collect();
        let all = longest(points, Incoming, vec![Some(Gap::NONE); count], Through::Instants);
        let ahead = all.unwrap_or_default().into_iter().map(Option::unwrap_or_default).collect();
        let mut behind = vec![Gap::NONE; count];
        for &node in &points.order {
            for (later, edge) in points.edges(node, Outgoing).filter(|(_, edge)| edge.ahead) {
                behind[later.index()] = behind[later.index()].max(behind[node.index()] + points.gap(edge));
            }
        }
        Self {
            points,
            schedule,
            is_start,
            behind,
            ahead,
            reached: vec![(0, Gap::NONE); count],
            number: 0,
            met_links: false,
        }
    }

    /// Both sides of a hub, but for what makes no difference.
    fn around(&mut self, hub: &Hub, allowed: Allowed) -> (Side, Side) {
        let mut patience = PATIENCE;
        loop {
            let most = hub.near.iter().map(|&(node, gap)| gap + self.behind[node.index()]).max();
            if let Some(far) = self.beyond(hub, Outgoing, allowed, &Other { most, patience }) {
                return (self.beyond(hub, Incoming, allowed, &Other::found(&far)).unwrap_or_default(), far);
            }
            let most = hub.far.iter().map(|&(node, gap)| gap + self.ahead[node.index()]).max();
            if let Some(near) = self.beyond(hub, Incoming, allowed, &Other { most, patience }) {
                let far = self.beyond(hub, Outgoing, allowed, &Other::found(&near));
                return (near, far.unwrap_or_default());
            }
            patience *= 4;
        }
    }

    /// Every instant beyond one side of a hub, and how far it is at least; but for those that one nearer to the hub
    /// speaks for, and those that cannot make a difference.
    ///
    /// Dijkstra's algorithm over slack: how much later the schedule has each instant than it must be. None where it
    /// would have to look at too many.
    fn beyond(&mut self, hub: &Hub, direction: Direction, allowed: Allowed, other: &Other) -> Option<Side> {
        let (from, avoided) = match direction {
            Outgoing => (&hub.far, hub.near[0].0),
            Incoming => (&hub.near, hub.far[0].0),
        };
        self.number += 1;
        let mut found = Side::new();
        let mut looked_at = 0;
        let mut queue = BinaryHeap::new();
        for &(node, bound) in from {
            if self.reached[node.index()] >= (self.number, bound) {
                continue;
            }
            self.reached[node.index()] = (self.number, bound);
            let at = self.schedule.at(node);
            let slack = if direction == Outgoing { at - bound } else { -at - bound };
            queue.push((Reverse(slack), node, bound, false));
        }
        while let Some((Reverse(slack), node, bound, spoken_for)) = queue.pop() {
            if self.reached[node.index()] != (self.number, bound) || !self.matters(node, direction, bound, other) {
                continue;
            }
            looked_at += 1;
            if looked_at > other.patience {
                return None;
            }
            if !spoken_for && (direction == Incoming || self.leads_on(node, hub.single.then_some(avoided))) {
                found.push((node, bound));
            }
            for (next, edge) in self.points.edges(node, direction) {
                let elsewhere = direction == Incoming && !edge.ahead;
                if self.points.is_zero(next) || (hub.single && next == avoided) || elsewhere {
                    continue;
                }
                self.met_links |= !edge.declared;
                if !allowed.lets(edge) {
                    continue;
                }
                let further = bound + self.points.gap(edge);
                let (number, reached) = self.reached[next.index()];
                if number == self.number && reached >= further {
                    continue;
                }
                self.reached[next.index()] = (self.number, further);
                let apart = match direction {
                    Outgoing => self.schedule.at(next) - self.schedule.at(node),
                    Incoming => self.schedule.at(node) - self.schedule.at(next),
                };
                let spoken_for = edge.ahead && alike(bound, further);
                queue.push((Reverse(slack + (apart - self.points.gap(edge))), next, further, spoken_for));
            }
        }
        Some(found)
    }

    /// Whether it matters to any event that something is before an instant.
    fn leads_on(&self, node: NodeIndex, avoided: Option<NodeIndex>) -> bool {
        let mut edges = self.points.edges(node, Outgoing);
        self.is_start.contains(node.index()) || edges.any(|(next, edge)| edge.ahead && Some(next) != avoided)
    }

    /// Whether an instant, or one further on, can be later than something on the other side.
    fn matters(&self, node: NodeIndex, direction: Direction, bound: Gap, other: &Other) -> bool {
        let further = match direction {
            Outgoing => self.ahead[node.index()],
            Incoming => self.behind[node.index()],
        };
        other.most.is_some_and(|most| (bound + further + most).is_later())
    }
}

/// What is known of the side that is not searched.
struct Other {
    /// How far it is at most. None where there is nobody.
    most: Option<Gap>,
    /// How many instants a search may look at.
    patience: usize,
}

impl Other {
    fn found(side: &Side) -> Self {
        Self { most: side.iter().map(|&(_, bound)| bound).max(), patience: usize::MAX }
    }
}
