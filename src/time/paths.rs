//! Which points lead to which along edges ahead: for each point that is asked about, all that lead to it or all that it leads
//! to, as stretches of an order.
//!
//! The points are put in order by a search depth first (the last to be left comes first), which goes into what is shallow
//! before what is deep: so the telling of a strand stays together, what only follows something stands behind all of it and
//! what only comes before something stands right before it. Then what leads to a point is few stretches of the order, as a
//! rule about as many as there are strands running beside each other, and the stretches of a point are those of its
//! neighbours put together (Agrawal, Borgida, Jagadish, "Efficient management of transitive relationships in large data and
//! knowledge bases", SIGMOD 1989; Nuutila, "Efficient transitive closure computation in large digraphs", 1995).
//!
//! O((V + E) log V) for the order, then O(E * stretches). Stretches are kept of those points alone that are asked about.

use std::ops::Range;

use fixedbitset::FixedBitSet;
use petgraph::Direction;
use petgraph::graph::NodeIndex;

use super::points::{Edge, Points};

/// Stretches of an order that do not touch, in order.
pub(super) type Stretches = Vec<Range<u32>>;

/// For some points, all that the edges ahead lead from, or lead to.
pub(super) struct Paths {
    /// Where each node stands in the order.
    place: Vec<u32>,
    /// What leads to each node asked about, but for itself.
    stretches: Vec<Stretches>,
}

impl Paths {
    /// What leads to some nodes (`Incoming`) or what they lead to (`Outgoing`), by the edges that count.
    pub(super) fn of(
        points: &Points,
        sorted: &[NodeIndex],
        asked: impl Iterator<Item = NodeIndex>,
        direction: Direction,
        counts: impl Fn(Edge) -> bool,
    ) -> Self {
        let mut away = Neighbours::of(points, direction.opposite(), &counts);
        let order = match direction {
            Direction::Incoming => away.order(sorted.iter().rev().copied()),
            Direction::Outgoing => away.order(sorted.iter().copied()),
        };
        let mut place = vec![0; order.len()];
        for (at, node) in (0..).zip(&order) {
            place[*node as usize] = at;
        }
        let asked: FixedBitSet = asked.map(NodeIndex::index).collect();
        let towards = Neighbours::of(points, direction, &counts);
        let stretches = gather(&order, &place, &towards, &away, &asked);
        Self { place, stretches }
    }

    /// Where a node stands in the order.
    pub(super) fn place(&self, node: NodeIndex) -> u32 {
        self.place[node.index()]
    }

    /// All that leads to a node that was asked about.
    pub(super) fn stretches(&self, node: NodeIndex) -> &Stretches {
        &self.stretches[node.index()]
    }

    /// Whether a node is among what leads to another, which was asked about.
    pub(super) fn lead(&self, from: NodeIndex, to: NodeIndex) -> bool {
        holds(self.stretches(to), self.place(from))
    }
}

/// Whether a place lies in some stretches. O(log)
pub(super) fn holds(stretches: &[Range<u32>], place: u32) -> bool {
    let after = stretches.partition_point(|stretch| stretch.start <= place);
    after > 0 && place < stretches[after - 1].end
}

/// Puts the stretches of every node together from those of its neighbours, and keeps them as long as somebody needs them.
fn gather(
    order: &[u32],
    place: &[u32],
    towards: &Neighbours,
    away: &Neighbours,
    asked: &FixedBitSet,
) -> Vec<Stretches> {
    let mut stretches: Vec<Stretches> = vec![Stretches::new(); order.len()];
    let mut needed: Vec<u32> = (0..order.len()).map(|node| away.of_node(node).len() as u32).collect();
    let mut all = Stretches::new();
    for &node in order {
        let node = node as usize;
        for &other in towards.of_node(node) {
            let other = other as usize;
            all.extend(stretches[other].iter().cloned());
            all.push(place[other]..place[other] + 1);
            needed[other] -= 1;
            if needed[other] == 0 && !asked.contains(other) {
                stretches[other] = Stretches::new();
            }
        }
        // A stable sort merges what is in order already, and these are the rows of some neighbours.
        all.sort_by_key(|stretch| stretch.start);
        let mut joined = Stretches::new();
        for stretch in all.drain(..) {
            match joined.last_mut() {
                Some(last) if stretch.start <= last.end => last.end = last.end.max(stretch.end),
                _ => joined.push(stretch),
            }
        }
        if needed[node] > 0 || asked.contains(node) {
            stretches[node] = joined;
        }
    }
    stretches
}

/// The neighbours of every node along edges ahead that count, one way.
struct Neighbours {
    begins: Vec<u32>,
    nodes: Vec<u32>,
}

impl Neighbours {
    fn of(points: &Points, direction: Direction, counts: impl Fn(Edge) -> bool) -> Self {
        let mut begins = vec![0];
        let mut nodes = Vec::new();
        for node in points.graph.node_indices() {
            let ahead = points.edges(node, direction).filter(|(_, edge)| edge.ahead && counts(*edge));
            nodes.extend(ahead.map(|(other, _)| other.index() as u32));
            begins.push(nodes.len() as u32);
        }
        Self { begins, nodes }
    }

    fn of_node(&self, node: usize) -> &[u32] {
        &self.nodes[self.begins[node] as usize..self.begins[node + 1] as usize]
    }

    /// Every node before all its neighbours. The nodes come in as they stand the other way round: neighbours first.
    fn order(&mut self, neighbours_first: impl Iterator<Item = NodeIndex>) -> Vec<u32> {
        let count = self.begins.len() - 1;
        let mut depth = vec![0u32; count];
        for node in neighbours_first {
            let deepest = self.of_node(node.index()).iter().map(|&next| depth[next as usize] + 1).max();
            depth[node.index()] = deepest.unwrap_or(0);
        }
        for node in 0..count {
            let (begins, ends) = (self.begins[node] as usize, self.begins[node + 1] as usize);
            self.nodes[begins..ends].sort_unstable_by_key(|&next| (depth[next as usize], next));
        }
        // What hardly anything follows is left first, so that it stands behind all the rest: else a way that leads far ahead, as
        // by dates, would leave it scattered among what it does not lead to.
        let (mut roots, mut deep): (Vec<u32>, Vec<u32>) =
            (0..count as u32).partition(|&node| depth[node as usize] < SHALLOW);
        deep.sort_by_key(|&node| std::cmp::Reverse(depth[node as usize]));
        roots.append(&mut deep);
        let mut met = FixedBitSet::with_capacity(count);
        let mut left = Vec::with_capacity(count);
        let mut way: Vec<(u32, u32)> = Vec::new();
        for root in roots {
            if !met.put(root as usize) {
                way.push((root, self.begins[root as usize]));
            }
            while let Some((node, next)) = way.last_mut() {
                if *next == self.begins[*node as usize + 1] {
                    left.push(*node);
                    way.pop();
                    continue;
                }
                let child = self.nodes[*next as usize];
                *next += 1;
                if !met.put(child as usize) {
                    way.push((child, self.begins[child as usize]));
                }
            }
        }
        left.reverse();
        left
    }
}

/// What is followed by so few in a row is hardly followed by anything.
const SHALLOW: u32 = 4;
