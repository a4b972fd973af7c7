//! A time for every instant and for the zeros of calendars, to which more can be added and taken back: whether some points
//! may stand to each other in a given way.
//!
//! Where it is added that one point is at least so much later than another, what must then move is found in `room.rs`; where
//! it cannot be, nothing has moved. What was added last is taken back first.

use std::collections::BTreeMap;

use petgraph::Direction::{self, Incoming, Outgoing};
use petgraph::graph::NodeIndex;

use super::Gap;
use super::points::Points;
use super::room::Room;

/// Times that agree with all that is said, and with what was added.
pub(super) struct Placement<'a> {
    points: &'a Points,
    /// How many nodes stand for something. Those behind them only say over again what others say.
    count: usize,
    /// Whether links count.
    links: bool,
    at: Vec<Gap>,
    /// What was added: for each node, what it leads to and what leads to it.
    added: [BTreeMap<NodeIndex, Vec<(NodeIndex, Gap)>>; 2],
    trail: Vec<Trace>,
    room: Room,
    /// How many edges were looked at so far.
    pub(super) spent: u64,
}

/// What is to be undone.
enum Trace {
    Moved(NodeIndex, Gap),
    Added(NodeIndex, NodeIndex),
}

/// How far has been gone, to come back to.
#[derive(Clone, Copy)]
pub(super) struct Mark(usize);

impl<'a> Placement<'a> {
    /// From times for the first nodes, which agree with all that is said of them.
    pub(super) fn new(points: &'a Points, at: Vec<Gap>, links: bool) -> Self {
        let count = at.len();
        let (added, trail, room) = (Default::default(), Vec::new(), Room::new(count));
        Self { points, count, links, at, added, trail, room, spent: 0 }
    }

    /// Where to come back to.
    pub(super) fn mark(&self) -> Mark {
        Mark(self.trail.len())
    }

    /// Takes back all that was added since.
    pub(super) fn back_to(&mut self, mark: Mark) {
        while self.trail.len() > mark.0 {
            match self.trail.pop() {
                Some(Trace::Moved(node, at)) => self.at[node.index()] = at,
                Some(Trace::Added(earlier, later)) => {
                    let ends = [(earlier, Outgoing), (later, Incoming)];
                    for (node, direction) in ends {
                        if let Some(edges) = self.added[number(direction)].get_mut(&node) {
                            edges.pop();
                        }
                    }
                }
                None => {}
            }
        }
    }

    /// How much later the second of two nodes stands than the first, as they are placed now.
    pub(super) fn apart(&self, earlier: NodeIndex, later: NodeIndex) -> Gap {
        self.at[later.index()] - self.at[earlier.index()]
    }

    /// Whether the later of two nodes may be at least so much later; adds it where it may.
    pub(super) fn add(&mut self, earlier: NodeIndex, later: NodeIndex, gap: Gap) -> bool {
        if earlier == later {
            return !gap.is_later();
        }
        let missing = gap - self.apart(earlier, later);
        if missing.is_later() && !self.make_room(earlier, later, missing) {
            return false;
        }
        for (node, other, direction) in [(earlier, later, Outgoing), (later, earlier, Incoming)] {
            self.added[number(direction)].entry(node).or_default().push((other, gap));
        }
        self.trail.push(Trace::Added(earlier, later));
        true
    }

    /// Whether it may be, and nothing is added.
    pub(super) fn may(&mut self, earlier: NodeIndex, later: NodeIndex, gap: Gap) -> bool {
        let mark = self.mark();
        let may = self.add(earlier, later, gap);
        self.back_to(mark);
        may
    }

    /// Moves what must move. False, and nothing moves, where it cannot.
    fn make_room(&mut self, earlier: NodeIndex, later: NodeIndex, missing: Gap) -> bool {
        let Self { points, count, links, at, added, room, spent, .. } = self;
        let moves = room.made(at, (earlier, later), missing, |node, direction, near| {
            let said = points.edges(node, direction).filter(|(other, _)| other.index() < *count);
            let said = said.filter(|(_, edge)| *links || edge.declared).map(|(other, edge)| (other, points.gap(edge)));
            near.extend(said.chain(added[number(direction)].get(&node).into_iter().flatten().copied()));
            *spent += near.len() as u64;
        });
        let Some(moves) = moves else { return false };
        for (node, moved) in moves {
            self.trail.push(Trace::Moved(node, self.at[node.index()]));
            self.at[node.index()] = moved;
        }
        true
    }
}

fn number(direction: Direction) -> usize {
    usize::from(direction == Incoming)
}
