//! A guess at which links will be kept: every link, but for those that give way where they go round with what is ahead.
//!
//! Nothing rests on it: the schedule starts from it, so that most links fit as they are.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use petgraph::Direction::{Incoming, Outgoing};
use petgraph::graph::{EdgeIndex, EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;

use super::links::Candidate;
use super::points::{Edge, Points};

/// Asks something with those links added that may well be kept together, and takes them out again.
///
/// O((V + E) log V), and for each link that gives way at most the length of the circle it closes.
pub(super) fn with_likely_links<T>(
    points: &mut Points,
    candidates: &[Candidate],
    ask: impl Fn(&Points) -> T,
) -> Option<T> {
    let edges = points.graph.edge_count();
    add(points, candidates.iter());
    let gives_way = Guess::new(points, edges).which_give_way();
    take_out(points, edges);
    add(points, candidates.iter().zip(gives_way).filter(|(_, gives_way)| !gives_way).map(|(link, _)| link));
    let answer = points.sort().map(|()| ask(points));
    take_out(points, edges);
    answer
}

fn add<'a>(points: &mut Points, links: impl Iterator<Item = &'a Candidate>) {
    for link in links {
        points.link(link.earlier, link.later);
    }
}

fn take_out(points: &mut Points, edges: usize) {
    while points.graph.edge_count() > edges {
        points.graph.remove_edge(EdgeIndex::new(points.graph.edge_count() - 1));
    }
}

/// Kahn's algorithm with every link; where it is stuck it has met a circle, and of that the link told last gives way.
struct Guess<'a> {
    points: &'a Points,
    /// How many edges there are that are no guessed links.
    edges: usize,
    gives_way: Vec<bool>,
    waits_for: Vec<u32>,
    done: Vec<bool>,
    ready: BinaryHeap<Reverse<NodeIndex>>,
}

impl<'a> Guess<'a> {
    fn new(points: &'a Points, edges: usize) -> Self {
        let count = points.graph.node_count();
        let mut waits_for = vec![0; count];
        for edge in points.graph.raw_edges().iter().filter(|edge| edge.weight.ahead) {
            waits_for[edge.target().index()] += 1;
        }
        let ready = points.graph.node_indices().filter(|node| waits_for[node.index()] == 0).map(Reverse).collect();
        let gives_way = vec![false; points.graph.edge_count() - edges];
        Self { points, edges, gives_way, waits_for, done: vec![false; count], ready }
    }

    fn which_give_way(mut self) -> Vec<bool> {
        let mut first = 0;
        let mut way = Way { nodes: Vec::new(), edges: Vec::new(), place: vec![None; self.done.len()] };
        loop {
            self.go_on();
            while way.nodes.last().is_some_and(|node| self.done[node.index()]) {
                way.shorten(way.nodes.len() - 1);
            }
            while self.done.get(first) == Some(&true) {
                first += 1;
            }
            if first == self.done.len() {
                return self.gives_way;
            }
            let node = way.nodes.last().copied().unwrap_or(NodeIndex::new(first));
            if way.nodes.is_empty() {
                way.go_to(node);
            }
            let edges = self.points.graph.edges_directed(node, Incoming);
            let waits_for = edges.filter(|&edge| self.counts(edge) && !self.done[edge.source().index()]);
            // Those told first close the shortest circles, as a rule.
            let Some(edge) = waits_for.min_by_key(EdgeRef::source) else { return self.gives_way };
            way.edges.push(edge.id());
            match way.place[edge.source().index()] {
                None => way.go_to(edge.source()),
                Some(met) => {
                    let round = (met..).zip(&way.edges[met..]);
                    let links = round.filter_map(|(at, edge)| Some((edge.index().checked_sub(self.edges)?, at)));
                    let Some((link, at)) = links.max() else { return self.gives_way };
                    self.gives_way[link] = true;
                    self.set_free(way.nodes[at]);
                    way.shorten(at + 1);
                }
            }
        }
    }

    /// Takes every instant that waits for nothing, and what that sets free.
    fn go_on(&mut self) {
        while let Some(Reverse(node)) = self.ready.pop() {
            self.done[node.index()] = true;
            for edge in self.points.graph.edges_directed(node, Outgoing) {
                if self.counts(edge) {
                    self.set_free(edge.target());
                }
            }
        }
    }

    fn set_free(&mut self, node: NodeIndex) {
        self.waits_for[node.index()] -= 1;
        if self.waits_for[node.index()] == 0 {
            self.ready.push(Reverse(node));
        }
    }

    fn counts(&self, edge: EdgeReference<Edge>) -> bool {
        let link = edge.id().index().checked_sub(self.edges);
        edge.weight().ahead && link.is_none_or(|link| !self.gives_way[link])
    }
}

/// The way back from an instant that waits, each to one that it waits for.
struct Way {
    nodes: Vec<NodeIndex>,
    /// The edge by which each node waits for the next.
    edges: Vec<EdgeIndex>,
    /// Where each instant stands on it.
    place: Vec<Option<usize>>,
}

impl Way {
    fn go_to(&mut self, node: NodeIndex) {
        self.place[node.index()] = Some(self.nodes.len());
        self.nodes.push(node);
    }

    fn shorten(&mut self, length: usize) {
        for node in self.nodes.drain(length..) {
            self.place[node.index()] = None;
        }
        self.edges.truncate(length.saturating_sub(1));
    }
}
