//! The links of the strands, added one at a time in narrative order; one that does not fit is left out.
//!
//! A link fits unless its later end already comes before its earlier end. To tell, the instants are
//! kept in an order that agrees with everything added so far. A link along that order fits at once;
//! against it, what follows the later end and what precedes the earlier end are searched by turns,
//! inside the stretch between the two, until they meet (it does not fit) or one side is exhausted: that
//! side is moved across. (Two-way search as in Bender, Fineman, Gilbert, Tarjan, "A New Approach to
//! Incremental Cycle Detection and Related Problems", ACM TALG 12 (2016); the order is a list with
//! tags, see `order.rs`.)
//!
//! A link costs its shorter side: constant for plain stories, frames, flashbacks and a story told
//! wholly backwards. Worst case O(links * edges), where claims and telling tangle everywhere.

use petgraph::Direction::{self, Incoming, Outgoing};
use petgraph::graph::{NodeIndex, WalkNeighbors};

use super::events::Events;
use super::order::Order;
use super::points::{Points, Reason};
use super::{Network, Telling};

/// A strand's assumption that one scene's event follows another's, as the telling does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// The scene told before on the strand.
    pub(super) from: u32,
    /// Whether it fits what is declared and the links before it.
    pub(super) kept: bool,
}

/// Adds every link that fits to the points. Says, for each scene that has a link, what became of it.
pub(super) fn keep_those_that_fit(network: &Network, events: &Events, points: &mut Points) -> Vec<Option<Link>> {
    let mut links = vec![None; network.scenes.len()];
    let mut told_last: Vec<Option<u32>> = vec![None; events.on_strand.len()];
    let mut sorted = Sorted::new(points);
    for scene in 0..network.scenes.len() as u32 {
        let Some(strand) = events.strand_of[scene as usize] else { continue };
        let Some(from) = told_last[strand.0 as usize].replace(scene) else { continue };
        let (Some(before), Some(event)) = (events.of_scene(from), events.of_scene(scene)) else { continue };
        let (earlier, later) = match network.strands.get(strand.0 as usize).copied().unwrap_or_default() {
            Telling::Forwards => (before, event),
            Telling::Backwards => (event, before),
            Telling::Loosely => continue,
        };
        if before != event {
            let kept = sorted.add(points, points.end[earlier as usize], points.start[later as usize]);
            links[scene as usize] = Some(Link { from, kept });
        }
    }
    links
}

/// The instants in an order that agrees with every edge, and the marks of a search.
struct Sorted {
    order: Order,
    /// For each instant, the last search that reached it, and from which side.
    reached: Vec<(u32, Option<Direction>)>,
    search: u32,
}

impl Sorted {
    fn new(points: &Points) -> Self {
        let order = Order::new(points.order.iter().map(|node| node.index() as u32));
        Self { order, reached: vec![(0, None); points.graph.node_count()], search: 0 }
    }

    /// Adds an edge unless it would close a cycle, and says whether it did.
    fn add(&mut self, points: &mut Points, earlier: NodeIndex, later: NodeIndex) -> bool {
        if !self.order.is_before(id(earlier), id(later)) {
            let Some(mut side) = self.separate(points, earlier, later) else { return false };
            side.found.sort_unstable_by_key(|&node| self.order.tag(node));
            match side.direction {
                Outgoing => self.order.move_behind(id(earlier), &side.found),
                Incoming => self.order.move_before(id(later), &side.found),
            }
        }
        points.graph.add_edge(earlier, later, Reason::Link);
        true
    }

    /// All that follows `later`, or all that precedes `earlier`, of what stands between the two:
    /// whichever is found first. None if `earlier` follows `later`.
    fn separate(&mut self, points: &Points, earlier: NodeIndex, later: NodeIndex) -> Option<Side> {
        if earlier == later {
            return None;
        }
        self.search += 1;
        self.reached[later.index()] = (self.search, Some(Outgoing));
        self.reached[earlier.index()] = (self.search, Some(Incoming));
        let mut turn = Side::from(points, later, Outgoing);
        let mut other = Side::from(points, earlier, Incoming);
        loop {
            if let Some(next) = turn.walk.next_node(&points.graph) {
                let outside = match turn.direction {
                    Outgoing => self.order.is_before(id(earlier), id(next)),
                    Incoming => self.order.is_before(id(next), id(later)),
                };
                let (search, side) = self.reached[next.index()];
                if search != self.search {
                    if !outside {
                        self.reached[next.index()] = (self.search, Some(turn.direction));
                        turn.found.push(id(next));
                    }
                } else if side != Some(turn.direction) {
                    return None;
                }
            } else if !turn.go_on(points) {
                return Some(turn);
            }
            std::mem::swap(&mut turn, &mut other);
        }
    }
}

/// One side of a search: what it found, and the neighbours it is looking at.
struct Side {
    direction: Direction,
    found: Vec<u32>,
    done: usize,
    walk: WalkNeighbors<u32>,
}

impl Side {
    fn from(points: &Points, node: NodeIndex, direction: Direction) -> Self {
        let walk = points.graph.neighbors_directed(node, direction).detach();
        Self { direction, found: vec![id(node)], done: 0, walk }
    }

    /// Turns to the next node it found. False if it has looked at all of them.
    fn go_on(&mut self, points: &Points) -> bool {
        self.done += 1;
        let Some(&node) = self.found.get(self.done) else { return false };
        self.walk = points.graph.neighbors_directed(NodeIndex::new(node as usize), self.direction).detach();
        true
    }
}

fn id(node: NodeIndex) -> u32 {
    node.index() as u32
}
