//! What the claims and links of a network amount to, kept so that more than the listing can be asked of it.

use std::cell::OnceCell;

use petgraph::Direction::{Incoming, Outgoing};
use petgraph::graph::NodeIndex;

use super::events::Events;
use super::longest::{Through, longest_along};
use super::paths::Paths;
use super::placement::Placement;
use super::points::{Edge, Points};
use super::{
    Chronology, Gap, Network, Node, Point, Solved, Step, anchors, contradiction, labels, links, listing, precedence,
    solve, windows,
};

/// The order of a network's events, and the means to ask for that of any two.
pub struct Solution {
    chronology: Chronology,
    events: Events,
    /// None where the claims have no solution.
    points: Option<Points>,
    /// What is asked of single points rests on these: worked out by the first who asks.
    ground: OnceCell<Option<Ground>>,
    /// How many nodes there are but for those that only say over again what follows from the others.
    instants: usize,
}

/// An order of all nodes, each after all that are ahead of it, and a time for each instant and zero.
pub(super) struct Ground {
    pub(super) sorted: Vec<NodeIndex>,
    pub(super) at: Vec<Gap>,
    /// Whether anything bounds how late something can be.
    pub(super) bounded: bool,
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
            return Self { chronology, events, points: None, ground: OnceCell::new(), instants: 0 };
        };
        let mut told = declared.clone();
        let scenes = network.scenes.len();
        let links = links::keep_those_that_fit(&candidates, scenes, &mut points, &mut schedule, &mut told);
        let rank = anchors::rank(network, &events, &links);
        let instants = points.graph.node_count();
        precedence::complete(&mut points, &schedule, &declared, &told);
        let (listing, steps) = listing::list(&events, &points, &rank);
        let spans = windows::spans((network, &events), &points, &listing, &declared, &told);
        let chronology = Chronology { spans, ..labels::place((network, &events), listing, &steps, &links, None) };
        Self { chronology, events, points: Some(points), ground: OnceCell::new(), instants }
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
    /// One walk for each 64 pairs, a bit for each, from the first of their points to the last: O((points + claims) *
    /// pairs / 64), and less where pairs lie close to each other.
    ///
    /// # Panics
    /// If a pair names something that is not there.
    #[must_use]
    pub fn orders(&self, pairs: &[(Node, Node)]) -> Vec<Step> {
        let mut steps = vec![Step::Open; pairs.len()];
        let sorted = self.points.as_ref().and_then(|points| Some((points, points.sorted()?)));
        let Some((points, sorted)) = sorted.filter(|_| !pairs.is_empty()) else { return steps };
        let mut place = vec![0; sorted.len()];
        sorted.iter().enumerate().for_each(|(at, node)| place[node.index()] = at);
        let place = |node: Node| {
            let start = points.start[self.events.of_node(node)? as usize];
            Some(place[start.index()])
        };
        let asked = pairs.iter().enumerate().filter_map(|(pair, &(before, after))| {
            let (before, after) = (place(before)?, place(after)?);
            (before < after).then_some((before, after, pair)) // else nothing leads from the one to the other
        });
        let mut asked: Vec<(usize, usize, usize)> = asked.collect();
        asked.sort_unstable();
        let mut walk = Walk { points, sorted: &sorted, from: vec![0; sorted.len()] };
        for asked in asked.chunks(TOGETHER) {
            let declared = walk.reached(asked, |edge| edge.declared);
            let told = walk.reached(asked, |_| true);
            for (bit, &(_, _, pair)) in asked.iter().enumerate() {
                steps[pair] = match 1 << bit {
                    bit if declared & bit != 0 => Step::Declared,
                    bit if told & bit != 0 => Step::Told,
                    _ => Step::Open,
                };
            }
        }
        steps
    }

    /// For each of some questions, whether it must be so: by the claims alone, only with the links, or not (open). What is
    /// asked of timeless scenes is open, and so is everything where the claims have no solution.
    ///
    /// Exact: of dates and distances too. O(points + claims) for each two directions, as a rule (`paths.rs`), for all
    /// questions together; what these leave open where something bounds how late points can be is tried, one question at a
    /// time, at the cost of what must move (`placement.rs`).
    ///
    /// # Panics
    /// If a question names something that is not there.
    #[must_use]
    pub fn must(&self, asked: &[Must]) -> Vec<Step> {
        let mut steps = vec![Step::Open; asked.len()];
        let Some((points, ground)) = self.ground() else { return steps };
        let nodes: Vec<Option<(NodeIndex, NodeIndex)>> =
            asked.iter().map(|must| Some((self.node(points, must.earlier)?, self.node(points, must.later)?))).collect();
        for (links, step) in [(false, Step::Declared), (true, Step::Told)] {
            // Paths cost a walk through the whole story: none for questions that are answered.
            let open = nodes.iter().zip(&steps).filter(|(_, step)| **step == Step::Open);
            let later: Vec<NodeIndex> = open.filter_map(|(node, _)| node.map(|(_, later)| later)).collect();
            if later.is_empty() {
                break;
            }
            let later = later.into_iter();
            let paths = Paths::of(points, &ground.sorted, later, Incoming, |edge| links || edge.declared);
            let mut placement = Placement::new(points, ground.at.clone(), links);
            for (at, must) in asked.iter().enumerate() {
                let Some((earlier, later)) = nodes[at] else { continue };
                if steps[at] != Step::Open {
                    continue;
                }
                let strictly = !matches!((must.earlier, must.later), (Point::End(_), Point::Start(_)));
                let least = if strictly { Gap::STRICT } else { Gap::NONE };
                let leads = earlier != later && paths.lead(earlier, later);
                let is_so = (leads && must.by.capped() <= least)
                    || (earlier == later && must.by <= Gap::NONE)
                    || ((leads || ground.bounded) && !placement.may(later, earlier, Gap::STRICT - must.by));
                if is_so {
                    steps[at] = step;
                }
            }
        }
        steps
    }

    /// What questions about single points rest on. None where the claims have no solution.
    pub(super) fn ground(&self) -> Option<(&Points, &Ground)> {
        let points = self.points.as_ref()?;
        let ground = self.ground.get_or_init(|| {
            let sorted = points.sorted()?;
            let first = vec![Some(Gap::NONE); points.graph.node_count()];
            let at = longest_along((points, &sorted), Outgoing, first, Through::Everything)?;
            let at = at.into_iter().take(self.instants).map(Option::unwrap_or_default).collect();
            let bounded = points.graph.raw_edges().iter().any(|edge| !edge.weight.ahead);
            Some(Ground { sorted, at, bounded })
        });
        Some((points, ground.as_ref()?))
    }

    /// The node of a point. None where its scene is timeless, or no claim names its calendar.
    pub(super) fn node(&self, points: &Points, point: Point) -> Option<NodeIndex> {
        match point {
            Point::Start(node) => Some(points.start[self.events.of_node(node)? as usize]),
            Point::End(node) => Some(points.end[self.events.of_node(node)? as usize]),
            Point::Zero(calendar) => points.calendars.binary_search(&calendar).ok().map(NodeIndex::new),
        }
    }

    /// Whether two show or tell one event.
    ///
    /// # Panics
    /// If one of them is not there.
    #[must_use]
    pub fn are_one(&self, one: Node, other: Node) -> bool {
        let event = self.events.of_node(one);
        event.is_some() && event == self.events.of_node(other)
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

/// A question about two points: whether the later one is always at least so much later than the earlier one.
///
/// [`Gap::NONE`] asks for "not earlier", [`Gap::STRICT`] for "strictly later". That `A` may overlap `B` is that neither
/// `End(A)` to `Start(B)` nor `End(B)` to `Start(A)` must be "not earlier": solutions have no holes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Must {
    /// The point it is measured from.
    pub earlier: Point,
    /// The other.
    pub later: Point,
    /// How much later at least. Less than nothing asks that it is not earlier by more.
    pub by: Gap,
}

/// As many pairs as there are bits in a word are asked in one walk.
const TOGETHER: usize = u64::BITS as usize;

/// Walking along edges ahead, with a bit for each of some pairs.
struct Walk<'a> {
    points: &'a Points,
    sorted: &'a [NodeIndex],
    /// From the starts of which pairs each node is reached. Nothing between walks.
    from: Vec<u64>,
}

impl Walk<'_> {
    /// A bit for each pair: whether some edges ahead lead from the start of the first to the start of the second. Pairs
    /// are places in the order of nodes.
    fn reached(&mut self, pairs: &[(usize, usize, usize)], by: impl Fn(Edge) -> bool) -> u64 {
        let first = pairs.iter().map(|pair| pair.0).min().unwrap_or(0);
        let last = pairs.iter().map(|pair| pair.1).max().unwrap_or(0);
        let stretch = &self.sorted[first..=last];
        for (bit, &(before, _, _)) in pairs.iter().enumerate() {
            self.from[self.sorted[before].index()] |= 1 << bit;
        }
        for &node in stretch {
            let earlier = self.points.edges(node, Incoming).filter(|(_, edge)| edge.ahead && by(*edge));
            self.from[node.index()] |= earlier.fold(0, |bits, (earlier, _)| bits | self.from[earlier.index()]);
        }
        let mut reached = 0;
        for (bit, &(_, after, _)) in pairs.iter().enumerate() {
            reached |= self.from[self.sorted[after].index()] & (1 << bit);
        }
        for node in stretch {
            self.from[node.index()] = 0;
        }
        reached
    }
}
