//! Why claims about time have no solution: one cycle of them that no part of explains.

use std::collections::VecDeque;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::events::{Events, dense, timeless};
use super::{Network, Node, Relation, Subject};

/// In a tangle of more points than this, only cycles through its first strict step are compared.
const EXACT: usize = 2_000;

/// With more claims than this in a cycle none is tried without.
const MANY: usize = 200;

/// The start or the end of what one scene or told fact shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    /// The scene or told fact.
    pub node: Node,
    /// Whether it is the end, not the start.
    pub end: bool,
}

/// One step round a cycle: `earlier` is not later than `later`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CycleStep {
    /// The point that comes first.
    pub earlier: Point,
    /// The point that comes next.
    pub later: Point,
    /// The claim that says so, by its place in [`Network::claims`]. None where an event starts before it ends.
    pub claim: Option<u32>,
}

/// Claims that contradict each other: going round the cycle, a point comes before itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The cycle, from its first-told scene on. Each step's `later` is the next one's `earlier`.
    pub cycle: Vec<CycleStep>,
}

impl Contradiction {
    /// The claims of the cycle, by their places in [`Network::claims`], sorted, each once. Without any one of them the
    /// others have a solution.
    #[must_use]
    pub fn claims(&self) -> Vec<u32> {
        distinct_claims(&self.cycle)
    }
}

/// Points, numbered by [`dense`] node and then start or end, and what is said of two of them.
type Declared = DiGraph<u32, Edge>;

#[derive(Clone, Copy)]
struct Edge {
    claim: Option<u32>,
    strict: bool,
}

/// Finds a shortest cycle, counted in claims, of claims that have no solution.
///
/// A shortest cycle uses no claim of a scene or fact twice: what lies between would be a shorter one (any path
/// from an event's end to its start contradicts by itself). So none of them can be spared. A strand's claim may
/// be used for several of its scenes, and then stand in for others: with one in the cycle each claim is
/// tried without. Breadth-first search from each strict step inside the tangled points: O(points * claims), kept
/// to tangles of 2,000 points; beyond, the search starts from the first strict step alone, and the cycle is
/// shortened among its own claims.
pub(super) fn find(network: &Network, events: &Events) -> Contradiction {
    let mut graph = tangles(&declared(network, events, |_| true));
    let mut among_its_own = false;
    loop {
        let exact = graph.node_count() <= EXACT;
        let cycle = shortest(network, &graph, exact);
        let kept = distinct_claims(&cycle);
        if !exact && !among_its_own {
            among_its_own = true;
            graph = tangles(&declared(network, events, |claim| kept.binary_search(&claim).is_ok()));
            continue;
        }
        let stands_for_many = |claim: &u32| matches!(network.claims[*claim as usize].subject, Subject::Strand(_));
        if kept.len() > MANY || !kept.iter().any(stands_for_many) {
            return Contradiction { cycle };
        }
        let without = |spared: u32| {
            let rest = |claim: u32| claim != spared && kept.binary_search(&claim).is_ok();
            Some(tangles(&declared(network, events, rest))).filter(|graph| graph.node_count() > 0)
        };
        match kept.iter().find_map(|&claim| without(claim)) {
            Some(fewer) => graph = fewer,
            None => return Contradiction { cycle },
        }
    }
}

/// A cycle with as few claims as any, or as any through the first strict step.
fn shortest(network: &Network, graph: &Declared, exact: bool) -> Vec<CycleStep> {
    let strict = graph.edge_indices().filter(|&edge| graph[edge].strict);
    let starts = strict.take(if exact { usize::MAX } else { 1 });
    let shortest = starts.filter_map(|step| around(graph, step)).min_by_key(|(length, _)| *length);
    shortest.map(|(_, cycle)| in_words_of(network, graph, &cycle)).unwrap_or_default()
}

/// The claims of a cycle, sorted, each once.
fn distinct_claims(cycle: &[CycleStep]) -> Vec<u32> {
    let mut claims: Vec<u32> = cycle.iter().filter_map(|step| step.claim).collect();
    claims.sort_unstable();
    claims.dedup();
    claims
}

/// Every point of every scene and told fact, and what the chosen claims say of them. `same` is a claim
/// like any other here, so that a cycle can show it.
fn declared(network: &Network, events: &Events, chosen: impl Fn(u32) -> bool) -> Declared {
    let nodes = network.scenes.len() + network.told_facts.len();
    let mut graph = Declared::with_capacity(2 * nodes, 2 * nodes + network.claims.len());
    for point in 0..2 * nodes as u32 {
        graph.add_node(point);
    }
    for node in 0..nodes as u32 {
        graph.add_edge(start(node), end(node), Edge { claim: None, strict: true });
    }
    for (id, claim) in (0..).zip(&network.claims) {
        if timeless(network, claim.target) || !chosen(id) {
            continue;
        }
        let target = dense(network, claim.target);
        let mut say = |subject: u32| {
            let mut add = |earlier, later, strict| {
                graph.add_edge(earlier, later, Edge { claim: Some(id), strict });
            };
            match claim.relation {
                Relation::Before => add(end(subject), start(target), false),
                Relation::After => add(end(target), start(subject), false),
                Relation::During => {
                    add(start(target), start(subject), true);
                    add(end(subject), end(target), true);
                }
                Relation::With | Relation::Same => {
                    add(start(subject), start(target), false);
                    add(start(target), start(subject), false);
                    add(end(subject), end(target), false);
                    add(end(target), end(subject), false);
                }
            }
        };
        match claim.subject {
            Subject::Node(node) if !timeless(network, node) => say(dense(network, node)),
            Subject::Node(_) => {}
            Subject::Strand(strand) => {
                let spared = events.of_node(claim.target).filter(|_| claim.relation != Relation::Same);
                let scenes = events.on_strand[strand.0 as usize].iter().copied();
                scenes.filter(|&scene| spared.is_none() || events.of_scene(scene) != spared).for_each(say);
            }
        }
    }
    graph
}

/// What is left of a graph when only points on a common cycle with a strict step inside are kept.
fn tangles(graph: &Declared) -> Declared {
    let mut tangle_of = vec![0; graph.node_count()];
    let components = kosaraju_scc(graph);
    for (tangle, points) in components.iter().enumerate() {
        for point in points {
            tangle_of[point.index()] = tangle;
        }
    }
    let mut is_tangle = vec![false; components.len()];
    for edge in graph.edge_references().filter(|edge| edge.weight().strict) {
        let tangle = tangle_of[edge.source().index()];
        is_tangle[tangle] |= tangle == tangle_of[edge.target().index()];
    }
    graph.filter_map(
        |node, &point| is_tangle[tangle_of[node.index()]].then_some(point),
        |edge, &said| {
            let (from, to) = graph.edge_endpoints(edge)?;
            (tangle_of[from.index()] == tangle_of[to.index()]).then_some(said)
        },
    )
}

/// The cycle with the fewest claims through a step, with their number: breadth first, steps without a claim for nothing.
fn around(graph: &Declared, step: EdgeIndex) -> Option<(u32, Vec<EdgeIndex>)> {
    let cost = |edge: EdgeIndex| u32::from(graph[edge].claim.is_some());
    let (goal, from) = graph.edge_endpoints(step)?;
    let mut best: Vec<(u32, Option<EdgeIndex>)> = vec![(u32::MAX, None); graph.node_count()];
    best[from.index()].0 = 0;
    let mut queue = VecDeque::from([(0, from)]);
    while let Some((length, node)) = queue.pop_front() {
        if node == goal {
            break;
        }
        if length > best[node.index()].0 {
            continue;
        }
        for edge in graph.edges(node) {
            let longer = length + cost(edge.id());
            if longer < best[edge.target().index()].0 {
                best[edge.target().index()] = (longer, Some(edge.id()));
                if longer == length {
                    queue.push_front((longer, edge.target()));
                } else {
                    queue.push_back((longer, edge.target()));
                }
            }
        }
    }
    let mut cycle = vec![step];
    let mut node = goal;
    while node != from {
        let edge = best[node.index()].1?;
        cycle.push(edge);
        node = graph.edge_endpoints(edge)?.0;
    }
    cycle[1..].reverse();
    Some((best[goal.index()].0 + cost(step), cycle))
}

/// The cycle as the caller knows it, from its first-told point on.
fn in_words_of(network: &Network, graph: &Declared, cycle: &[EdgeIndex]) -> Vec<CycleStep> {
    let scenes = network.scenes.len() as u32;
    let point = |node: NodeIndex| {
        let (at, end) = (graph[node] / 2, graph[node] % 2 == 1);
        Point { node: if at < scenes { Node::Scene(at) } else { Node::Fact(at - scenes) }, end }
    };
    let mut steps: Vec<CycleStep> = (cycle.iter())
        .filter_map(|&edge| {
            let (earlier, later) = graph.edge_endpoints(edge)?;
            Some(CycleStep { earlier: point(earlier), later: point(later), claim: graph[edge].claim })
        })
        .collect();
    let first = (0..steps.len()).min_by_key(|&at| (steps[at].earlier.node, steps[at].earlier.end)).unwrap_or(0);
    steps.rotate_left(first);
    steps
}

fn start(node: u32) -> NodeIndex {
    NodeIndex::new(2 * node as usize)
}

fn end(node: u32) -> NodeIndex {
    NodeIndex::new(2 * node as usize + 1)
}
