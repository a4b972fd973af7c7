//! Why claims about time have no solution: one cycle of them that no part of explains.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::chain::{Because, ChainStep, Said, total};
use super::events::Events;
use super::longest::on_cycle;
use super::{Gap, Network};

/// In a tangle of more points than this, a cycle is only shortened among its own claims.
const EXACT: usize = 2_000;

/// With more claims than this in a cycle none is tried without.
const MANY: usize = 200;

/// Claims that contradict each other: going round the cycle, a point comes after itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Contradiction {
    /// The cycle, from its first-told scene on. Each step's `later` is the next one's `earlier`.
    pub cycle: Vec<ChainStep>,
}

impl Contradiction {
    /// The claims of the cycle, by their places in [`Network::claims`], sorted, each once. Without any one of them the
    /// others have a solution, on the strands as they are; of more than 200 that is not tried.
    #[must_use]
    pub fn claims(&self) -> Vec<u32> {
        distinct_claims(&self.cycle)
    }

    /// How much later than itself the cycle puts each of its points.
    #[must_use]
    pub fn excess(&self) -> Gap {
        total(&self.cycle)
    }
}

/// Finds a shortest cycle, counted in claims, of claims that have no solution.
///
/// Some cycle is found by Bellman and Ford's passes, O(points * claims) at worst, and one or a few passes as a rule.
/// In tangles of up to 2,000 points every shorter one is looked for, breadth first by claims from each point that
/// something is later than, O(points * claims) for each claim of the cycle; beyond, only those among its own claims. A
/// cycle may use a claim twice and so stand for a shorter set: at last each claim is tried without.
///
/// Claims that are left out are not there; those from a place on do not count. None where the others have a solution.
pub(super) fn find(network: &Network, events: &Events, left_out: &[u32], counted: u32) -> Option<Contradiction> {
    let said = Said::of(network, events, |claim| left_out.binary_search(&claim).is_err());
    let mut said = tangles(&said.counting(counted));
    let mut cycle = some_cycle(&said);
    if cycle.is_empty() {
        return None;
    }
    loop {
        if said.graph().node_count() <= EXACT {
            cycle = shorter(&said, cycle);
        }
        let kept = distinct_claims(&cycle);
        if kept.len() > MANY {
            break;
        }
        let among = |spared: Option<u32>| {
            let own = |claim: u32| Some(claim) != spared && kept.binary_search(&claim).is_ok();
            tangles(&Said::of(network, events, own).counting(counted))
        };
        let spared = kept.iter().find_map(|&claim| {
            let rest = among(Some(claim));
            let cycle = some_cycle(&rest);
            (!cycle.is_empty()).then_some((rest, cycle))
        });
        match spared {
            Some((rest, fewer)) => (said, cycle) = (rest, fewer),
            None if said.graph().node_count() > EXACT => {
                said = among(None);
                if said.graph().node_count() > EXACT {
                    break;
                }
            }
            None => break,
        }
    }
    let first = (0..cycle.len()).min_by_key(|&at| cycle[at].earlier).unwrap_or(0);
    cycle.rotate_left(first);
    Some(Contradiction { cycle })
}

/// Whether claims have a solution, but for those that are left out (sorted). Which scenes are one event, and which are
/// on which strand, is taken as given.
pub(super) fn is_solved(network: &Network, events: &Events, left_out: &[u32]) -> bool {
    let said = Said::of(network, events, |claim| left_out.binary_search(&claim).is_err());
    some_cycle(&tangles(&said)).is_empty()
}

/// The claims of a cycle, sorted, each once.
fn distinct_claims(cycle: &[ChainStep]) -> Vec<u32> {
    let claims = cycle.iter().filter_map(|step| match step.because {
        Because::Claim(claim) => Some(claim),
        _ => None,
    });
    let mut claims: Vec<u32> = claims.collect();
    claims.sort_unstable();
    claims.dedup();
    claims
}

/// What is left when only points on a common cycle with something strictly later are kept.
fn tangles(said: &Said) -> Said {
    let graph = said.graph();
    let mut tangle_of = vec![0; graph.node_count()];
    let components = kosaraju_scc(graph);
    for (tangle, points) in components.iter().enumerate() {
        for point in points {
            tangle_of[point.index()] = tangle;
        }
    }
    let mut is_tangle = vec![false; components.len()];
    for edge in graph.edge_references().filter(|edge| edge.weight().0.is_later()) {
        let tangle = tangle_of[edge.source().index()];
        is_tangle[tangle] |= tangle == tangle_of[edge.target().index()];
    }
    said.retain(|node| is_tangle[tangle_of[node.index()]])
}

/// Some cycle that is longer than nothing, empty if there is none: passes there and back, until somebody is among their
/// own predecessors.
fn some_cycle(said: &Said) -> Vec<ChainStep> {
    let graph = said.graph();
    let mut best = vec![Gap::NONE; graph.node_count()];
    let mut from = vec![None; graph.node_count()];
    loop {
        let mut changed = false;
        let there = 0..graph.node_count();
        for node in there.clone().chain(there.rev()).map(NodeIndex::new) {
            for edge in graph.edges(node) {
                let reached = best[node.index()] + edge.weight().0;
                if best[edge.target().index()] < reached {
                    best[edge.target().index()] = reached;
                    from[edge.target().index()] = Some(edge.id());
                    changed = true;
                }
            }
        }
        if !changed {
            return Vec::new();
        }
        let before = |node: usize| Some(graph.edge_endpoints(from[node]?)?.0.index());
        if let Some(first) = on_cycle(graph.node_count(), before) {
            let mut edges = Vec::new();
            let mut node = first;
            while let (Some(edge), Some(before)) = (from[node], before(node)) {
                edges.push(edge);
                node = before;
                if node == first {
                    break;
                }
            }
            return edges.iter().rev().filter_map(|&edge| said.step(edge)).collect();
        }
    }
}

/// The shortest cycle there is, if it is shorter than the one given. Some rotation of a cycle that is longer than
/// nothing is so all the way: chains that fall back need not be followed.
fn shorter(said: &Said, mut cycle: Vec<ChainStep>) -> Vec<ChainStep> {
    let mut length = cycle.iter().map(|step| said.cost(step.because)).sum();
    let graph = said.graph();
    for node in graph.node_indices().filter(|&node| graph.edges(node).any(|edge| edge.weight().0.is_later())) {
        if let Some((shorter, found)) = said.shortest((node, node), length, Gap::is_later, Gap::is_later) {
            (length, cycle) = (shorter, found);
        }
    }
    cycle
}
