//! A time for every instant and for the zeros of calendars, to which more can be added and taken back: whether some points
//! may stand to each other in a given way.
//!
//! To add that one point is at least so much later than another, what must then move is found from both sides by turns, as
//! in `schedule.rs`; where it cannot be, nothing has moved. What was added last is taken back first.

use std::collections::{BTreeMap, BinaryHeap};

use petgraph::Direction::{self, Incoming, Outgoing};
use petgraph::graph::NodeIndex;

use super::Gap;
use super::points::Points;

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
    /// For each side of a search, when a node was last reached by it and how far it must move.
    reached: [Vec<(u32, Gap)>; 2],
    search: u32,
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
        let reached = [vec![(0, Gap::NONE); count], vec![(0, Gap::NONE); count]];
        Self { points, count, links, at, added: Default::default(), trail: Vec::new(), reached, search: 0, spent: 0 }
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
        self.search += 1;
        let mut sides = [Outgoing, Incoming].map(|direction| Side::new(direction, missing));
        self.reach(&mut sides[0], later, missing);
        self.reach(&mut sides[1], earlier, missing);
        loop {
            for side in &mut sides {
                let Some((by, node)) = side.next(&self.reached[number(side.direction)], self.search) else {
                    for &node in &side.settled {
                        let by = self.reached[number(side.direction)][node.index()].1;
                        let at = self.at[node.index()];
                        self.trail.push(Trace::Moved(node, at));
                        self.at[node.index()] = if side.direction == Outgoing { at + by } else { at - by };
                    }
                    return true;
                };
                if !self.go_on(side, node, by) {
                    return false;
                }
            }
        }
    }

    /// Passes on how far a node must move. False if the other side cannot.
    fn go_on(&mut self, side: &mut Side, node: NodeIndex, by: Gap) -> bool {
        let (points, count, links) = (self.points, self.count, self.links);
        let said = points.edges(node, side.direction).filter(|(other, _)| other.index() < count);
        let said = said.filter(|(_, edge)| links || edge.declared).map(|(other, edge)| (other, points.gap(edge)));
        let added = self.added[number(side.direction)].get(&node).cloned().unwrap_or_default();
        for (other, gap) in said.chain(added) {
            self.spent += 1;
            let apart = match side.direction {
                Outgoing => self.apart(node, other),
                Incoming => self.apart(other, node),
            };
            let by = by - (apart - gap);
            if by <= Gap::NONE {
                continue;
            }
            // From the other side it must move too: on the whole way round more is missing than there was at first.
            let (search, back) = self.reached[1 - number(side.direction)][other.index()];
            if search == self.search && by + back > side.missing {
                return false;
            }
            self.reach(side, other, by);
        }
        true
    }

    fn reach(&mut self, side: &mut Side, node: NodeIndex, by: Gap) {
        let reached = &mut self.reached[number(side.direction)][node.index()];
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

fn number(direction: Direction) -> usize {
    usize::from(direction == Incoming)
}
