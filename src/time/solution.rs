//! What the claims and links of a network amount to, kept so that more than the listing can be asked of it.

use petgraph::Direction::Incoming;
use petgraph::graph::NodeIndex;

use super::events::Events;
use super::points::{Edge, Points};
use super::{
    Chronology, Network, Node, Solved, Step, anchors, contradiction, labels, links, listing, precedence, solve, windows,
};

/// The order of a network's events, and the means to ask for that of any two.
pub struct Solution {
    chronology: Chronology,
    events: Events,
    /// None where the claims have no solution.
    points: Option<Points>,
}

impl Solution {
    /// Solves a network: see [`chronology`](super::chronology) for what that costs.
    ///
    /// # Panics
    /// If the network names a scene, a fact, a strand or a calendar that it does not hold.
    #[must_use]
    pub fn of(network: &Network) -> Self {
        let events = Events::of(network);
        let Some(Solved { mut points, mut schedule, windows: declared, candidates }) = solve(network, &events) else {
            let contradiction = contradiction::find(network, &events, &[], u32::MAX);
            let listing = (0..events.count()).collect();
            let steps = vec![Step::Open; events.count() as usize];
            let chronology = labels::place((network, &events), listing, &steps, &[], contradiction);
            return Self { chronology, events, points: None };
        };
        let mut told = declared.clone();
        let scenes = network.scenes.len();
        let links = links::keep_those_that_fit(&candidates, scenes, &mut points, &mut schedule, &mut told);
        let rank = anchors::rank(network, &events, &links);
        precedence::complete(&mut points, &schedule, &declared, &told);
        let (listing, steps) = listing::list(&events, &points, &rank);
        let spans = windows::spans((network, &events), &points, &listing, &declared, &told);
        let chronology = Chronology { spans, ..labels::place((network, &events), listing, &steps, &links, None) };
        Self { chronology, events, points: Some(points) }
    }

    /// The order of events.
    #[must_use]
    pub fn chronology(&self) -> &Chronology {
        &self.chronology
    }

    /// The order of events, and nothing else.
    #[must_use]
    pub fn into_chronology(self) -> Chronology {
        self.chronology
    }

    /// For each pair, whether the first must begin before the second: by the claims alone, only with the links, or not at
    /// all (open). Timeless scenes have no order, nor has anything where the claims have no solution.
    ///
    /// One walk through the points for each 64 pairs, a bit for each: O((points + claims) * pairs / 64).
    ///
    /// # Panics
    /// If a pair names something that is not there.
    #[must_use]
    pub fn orders(&self, pairs: &[(Node, Node)]) -> Vec<Step> {
        let sorted = self.points.as_ref().and_then(|points| Some((points, points.sorted()?)));
        let Some((points, sorted)) = sorted else { return vec![Step::Open; pairs.len()] };
        let some = |(before, after)| Some((self.events.of_node(before)?, self.events.of_node(after)?));
        let pairs: Vec<Option<(u32, u32)>> = pairs.iter().map(|&pair| some(pair)).collect();
        let mut steps = Vec::with_capacity(pairs.len());
        for pairs in pairs.chunks(TOGETHER) {
            let declared = reached(points, &sorted, pairs, |edge| edge.declared);
            let told = reached(points, &sorted, pairs, |_| true);
            steps.extend((0..pairs.len()).map(|pair| match 1 << pair {
                bit if declared & bit != 0 => Step::Declared,
                bit if told & bit != 0 => Step::Told,
                _ => Step::Open,
            }));
        }
        steps
    }

    /// Whether the claims make two begin at the same time, by `with`.
    ///
    /// # Panics
    /// If one of them is not there.
    #[must_use]
    pub fn begin_together(&self, one: Node, other: Node) -> bool {
        let start = |node| Some(self.points.as_ref()?.start[self.events.of_node(node)? as usize]);
        start(one).is_some() && start(one) == start(other)
    }
}

/// As many pairs as there are bits in a word are asked in one walk.
const TOGETHER: usize = u64::BITS as usize;

/// A bit for each pair: whether some edges ahead lead from the start of the first to the start of the second.
fn reached(points: &Points, sorted: &[NodeIndex], pairs: &[Option<(u32, u32)>], by: impl Fn(Edge) -> bool) -> u64 {
    let start = |event: u32| points.start[event as usize].index();
    let mut from = vec![0u64; points.graph.node_count()];
    for (pair, events) in pairs.iter().enumerate() {
        if let &Some((before, _)) = events {
            from[start(before)] |= 1 << pair;
        }
    }
    for &node in sorted {
        let earlier = points.edges(node, Incoming).filter(|(_, edge)| edge.ahead && by(*edge));
        from[node.index()] |= earlier.fold(0, |bits, (earlier, _)| bits | from[earlier.index()]);
    }
    let mut reached = 0;
    for (pair, events) in pairs.iter().enumerate() {
        if let &Some((before, after)) = events {
            let is_reached = from[start(after)] & (1 << pair) != 0 && start(before) != start(after);
            reached |= u64::from(is_reached) << pair;
        }
    }
    reached
}
