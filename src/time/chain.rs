//! What is said of two points, step by step: the shortest chain of claims that puts one after the other.
//!
//! Here every scene and told fact has points of its own, so that `with` and `same` are claims like any other and a
//! chain can show them. A chain from a point back to itself is a contradiction, one between two starts is why the one
//! event comes before the other.

use std::collections::VecDeque;

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::events::{Events, timeless};
use super::meaning::{self, Role};
use super::points::calendars_of;
use super::{Calendar, Chronology, Gap, Must, Network, Node, Relation, Says, Telling};

/// The start or the end of what one scene or told fact shows, or the zero of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Point {
    /// Where it begins.
    Start(Node),
    /// Where it ends.
    End(Node),
    /// The minute from which a calendar counts.
    Zero(Calendar),
}

impl Point {
    /// The scene or told fact that it belongs to. None of a calendar.
    #[must_use]
    pub fn node(self) -> Option<Node> {
        match self {
            Self::Start(node) | Self::End(node) => Some(node),
            Self::Zero(_) => None,
        }
    }
}

/// Who says that one point is so much later than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Because {
    /// Nobody needs to: an event starts before it ends.
    Event,
    /// The header: it says when the first of some story days is.
    StoryDays(u32),
    /// A claim, by its place in [`Network::claims`].
    Claim(u32),
    /// The telling: this scene is linked to the one told before it on its strand.
    Link(u32),
}

/// One step of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ChainStep {
    /// The point it starts from.
    pub earlier: Point,
    /// The point it leads to.
    pub later: Point,
    /// How much later than the one the other is at least. Less than nothing where it may be so much earlier.
    pub gap: Gap,
    /// Who says so.
    pub because: Because,
}

/// How much later the last point of a chain is than the first, at least.
#[must_use]
pub fn total(chain: &[ChainStep]) -> Gap {
    chain.iter().fold(Gap::NONE, |sum, step| sum + step.gap)
}

/// Why one scene or told fact comes before another: a chain with as few claims and links as any from the start of the
/// one to the start of the other, of claims alone where they suffice. None where nothing says so.
///
/// The chronology must be that of the network. Breadth first, by claims: O(length * (points + claims)) at worst.
#[must_use]
pub fn why(network: &Network, chronology: &Chronology, before: Node, after: Node) -> Option<Vec<ChainStep>> {
    let mut said = Said::of_two(network, chronology, before, after)?;
    let ends = (Point::Start(before), Point::Start(after));
    said.chain(ends, Gap::is_later).or_else(|| {
        said.add_links(network, chronology);
        said.chain(ends, Gap::is_later)
    })
}

/// What makes two scenes or told facts begin at the same time: a chain from the one to the other. None where nothing does.
///
/// Costs what [`why`] does.
#[must_use]
pub fn together(network: &Network, chronology: &Chronology, one: Node, other: Node) -> Option<Vec<ChainStep>> {
    let mut said = Said::of_two(network, chronology, one, other)?;
    said.add_links(network, chronology);
    let (one, other) = (Point::Start(one), Point::Start(other));
    let not_earlier = |gap| gap >= Gap::NONE;
    said.chain((other, one), not_earlier)?;
    said.chain((one, other), not_earlier)
}

/// Why one point must be so much later than another: a chain with as few claims and links as any, of claims alone where they
/// suffice. None where nothing says so.
///
/// Costs what [`why`] does.
#[must_use]
pub fn proof(network: &Network, chronology: &Chronology, must: &Must) -> Option<Vec<ChainStep>> {
    let ends = (must.earlier, must.later);
    let is_timeless = |point: Point| point.node().is_some_and(|node| timeless(network, node));
    if chronology.contradiction.is_some() || is_timeless(ends.0) || is_timeless(ends.1) {
        return None;
    }
    let mut said = Said::of(network, &Events::of(network), |_| true);
    let is_there = |point| !matches!(point, Point::Zero(calendar) if said.calendars.binary_search(&calendar).is_err());
    if !is_there(ends.0) || !is_there(ends.1) {
        return None;
    }
    let enough = |gap| gap >= must.by;
    said.chain(ends, enough).or_else(|| {
        said.add_links(network, chronology);
        said.chain(ends, enough)
    })
}

/// All points, and what some claims say of two of them.
#[derive(Clone)]
pub(super) struct Said {
    scenes: u32,
    facts: u32,
    calendars: Vec<Calendar>,
    /// Points, numbered as [`Said::number`] does, and what is said of two of them.
    graph: DiGraph<u32, (Gap, Because)>,
    /// The claims from this place on do not count in the length of a chain.
    counted: u32,
}

impl Said {
    /// What the chosen claims say. Linear, a strand's claim counting once for each of its scenes.
    pub(super) fn of(network: &Network, events: &Events, chosen: impl Fn(u32) -> bool) -> Self {
        let (scenes, facts) = (network.scenes.len() as u32, network.told_facts.len() as u32);
        let mut said =
            Self { scenes, facts, calendars: calendars_of(network), graph: DiGraph::new(), counted: u32::MAX };
        let points = 2 * (scenes + facts) + said.calendars.len() as u32;
        for point in 0..points {
            said.graph.add_node(point);
        }
        for node in nodes(network).filter(|&node| !timeless(network, node)) {
            said.add(Point::Start(node), Point::End(node), Gap::STRICT, Because::Event);
        }
        for (days, window) in (0..).zip(&network.story_days) {
            let zero = Calendar::StoryDays(days);
            if let Some(window) = window
                && said.calendars.binary_search(&zero).is_ok()
            {
                let zero = Point::Zero(zero);
                said.say(Says::At(Calendar::Dates, *window), [zero, zero], Because::StoryDays(days));
            }
        }
        for (id, claim) in (0..).zip(&network.claims) {
            if !chosen(id) {
                continue;
            }
            let spared = match claim.relation() {
                Some((_, target)) if timeless(network, target) => continue,
                Some((Relation::Same, _)) | None => None,
                Some((_, target)) => events.of_node(target),
            };
            for subject in events.nodes_of_subject(claim.subject, spared) {
                said.say(claim.says, [Point::Start(subject), Point::End(subject)], Because::Claim(id));
            }
        }
        said
    }

    /// What all claims say, where two of those they speak of can be compared: both have a time, and no claims
    /// contradict each other.
    fn of_two(network: &Network, chronology: &Chronology, one: Node, other: Node) -> Option<Self> {
        let comparable = chronology.contradiction.is_none() && !timeless(network, one) && !timeless(network, other);
        comparable.then(|| Self::of(network, &Events::of(network), |_| true))
    }

    /// The same, where the claims from a place on do not count in the length of a chain.
    pub(super) fn counting(self, counted: u32) -> Self {
        Self { counted, ..self }
    }

    /// What somebody counts in the length of a chain.
    pub(super) fn cost(&self, because: Because) -> u32 {
        match because {
            Because::Claim(claim) => u32::from(claim < self.counted),
            Because::Link(_) => 1,
            Because::Event | Because::StoryDays(_) => 0,
        }
    }

    /// Adds what is said of a subject, by its start and end.
    fn say(&mut self, says: Says, [start, end]: [Point; 2], because: Because) {
        let _ = meaning::each(says, |bound| {
            let [earlier, later] = [bound.earlier, bound.later].map(|point| match point {
                Role::SubjectStart => start,
                Role::SubjectEnd => end,
                Role::TargetStart(target) => Point::Start(target),
                Role::TargetEnd(target) => Point::End(target),
                Role::Zero(calendar) => Point::Zero(calendar),
            });
            self.add(earlier, later, bound.gap, because);
            Some(())
        }); // all of it is heard
    }

    fn add_links(&mut self, network: &Network, chronology: &Chronology) {
        for (scene, place) in (0..).zip(&chronology.places) {
            let (Some(from), Some(strand)) = (place.linked_to, place.strand) else { continue };
            let (earlier, later) = match network.strands.get(strand.0 as usize) {
                Some(Telling::Backwards) => (scene, from),
                _ => (from, scene),
            };
            let (earlier, later) = (Point::End(Node::Scene(earlier)), Point::Start(Node::Scene(later)));
            self.add(earlier, later, Gap::NONE, Because::Link(scene));
        }
    }

    fn add(&mut self, earlier: Point, later: Point, gap: Gap, because: Because) {
        let (earlier, later) = (self.number(earlier), self.number(later));
        self.graph.add_edge(NodeIndex::new(earlier), NodeIndex::new(later), (gap, because));
    }

    fn number(&self, point: Point) -> usize {
        let dense = |node| match node {
            Node::Scene(scene) => scene as usize,
            Node::Fact(fact) => (self.scenes + fact) as usize,
        };
        match point {
            Point::Start(node) => 2 * dense(node),
            Point::End(node) => 2 * dense(node) + 1,
            Point::Zero(calendar) => {
                let place = self.calendars.binary_search(&calendar).unwrap_or_default();
                2 * (self.scenes + self.facts) as usize + place
            }
        }
    }

    fn point(&self, number: u32) -> Point {
        let (at, end) = (number / 2, number % 2 == 1);
        if at >= self.scenes + self.facts {
            return Point::Zero(self.calendars[(number - 2 * (self.scenes + self.facts)) as usize]);
        }
        let node = if at < self.scenes { Node::Scene(at) } else { Node::Fact(at - self.scenes) };
        if end { Point::End(node) } else { Point::Start(node) }
    }

    /// The points, and what is said of two of them.
    pub(super) fn graph(&self) -> &DiGraph<u32, (Gap, Because)> {
        &self.graph
    }

    /// The same without some points, and what is said of them. Nodes are numbered anew.
    pub(super) fn retain(&self, keep: impl Fn(NodeIndex) -> bool) -> Self {
        let graph = self.graph.filter_map(|node, &point| keep(node).then_some(point), |_, &said| Some(said));
        Self { graph, calendars: self.calendars.clone(), ..*self }
    }

    /// The shortest chain between two points, which must be among those there are from the first, that is long enough.
    fn chain(&self, (from, to): (Point, Point), enough: impl Fn(Gap) -> bool) -> Option<Vec<ChainStep>> {
        let node = |point| NodeIndex::new(self.number(point));
        self.shortest((node(from), node(to)), u32::MAX, |_| true, enough).map(|(_, chain)| chain)
    }

    /// The chain with the fewest claims and links from one node to another that is long enough, with their number:
    /// less than the limit. Only points to which a chain leads that the test lets pass are gone through.
    ///
    /// Breadth first by claims, each point as late as so many claims can make it (Bellman and Ford's rounds, of what
    /// changed alone). Those that do not count must not contradict each other: it would go round them for ever.
    pub(super) fn shortest(
        &self,
        (from, to): (NodeIndex, NodeIndex),
        limit: u32,
        passes: impl Fn(Gap) -> bool,
        enough: impl Fn(Gap) -> bool,
    ) -> Option<(u32, Vec<ChainStep>)> {
        let mut rounds = Rounds { best: vec![None; self.graph.node_count()], steps: Vec::new() };
        let mut length = 0;
        // First in, first out: last in, first out would walk through all ways of a theory's claims, which count nothing.
        let mut now = VecDeque::from([(from, Gap::NONE, None)]);
        let mut later = Vec::new();
        while !now.is_empty() && length < limit {
            while let Some((node, reached, step)) = now.pop_front() {
                if step.is_some() && rounds.best[node.index()] != Some(reached) {
                    continue;
                }
                for edge in self.graph.edges(node) {
                    let &(gap, because) = edge.weight();
                    let sum = reached + gap;
                    // How often "later" was said does not count here, or going round would never end.
                    let sum = sum.capped();
                    if !passes(sum) || rounds.best[edge.target().index()] >= Some(sum) {
                        continue;
                    }
                    if self.cost(because) > 0 {
                        later.push((edge.target(), sum, (step, edge.id())));
                    } else {
                        now.push_back((edge.target(), sum, Some(rounds.reach(edge.target(), sum, (step, edge.id())))));
                    }
                }
            }
            if rounds.best[to.index()].is_some_and(&enough) {
                return Some((length, self.steps(&rounds, to)?));
            }
            length += 1;
            for (node, sum, by) in later.drain(..) {
                if rounds.best[node.index()] < Some(sum) {
                    now.push_back((node, sum, Some(rounds.reach(node, sum, by))));
                }
            }
        }
        None
    }

    /// The steps that led to a node when it was last reached.
    fn steps(&self, rounds: &Rounds, to: NodeIndex) -> Option<Vec<ChainStep>> {
        let mut at =
            rounds.steps.iter().rposition(|&(_, edge)| self.graph.edge_endpoints(edge).map(|ends| ends.1) == Some(to));
        let mut chain = Vec::new();
        while let Some(step) = at {
            let (before, edge) = rounds.steps[step];
            chain.push(self.step(edge)?);
            at = before.map(|before| before as usize);
        }
        chain.reverse();
        Some(chain)
    }

    /// An edge as the caller knows it.
    pub(super) fn step(&self, edge: EdgeIndex) -> Option<ChainStep> {
        let (earlier, later) = self.graph.edge_endpoints(edge)?;
        let (gap, because) = self.graph[edge];
        Some(ChainStep { earlier: self.point(self.graph[earlier]), later: self.point(self.graph[later]), gap, because })
    }
}

/// What a search by rounds has found.
struct Rounds {
    /// How late each node is at least, by as many claims as there were rounds.
    best: Vec<Option<Gap>>,
    /// Every step that made some node later, each with the one before it.
    steps: Vec<(Option<u32>, EdgeIndex)>,
}

impl Rounds {
    fn reach(&mut self, node: NodeIndex, sum: Gap, step: (Option<u32>, EdgeIndex)) -> u32 {
        self.best[node.index()] = Some(sum);
        self.steps.push(step);
        self.steps.len() as u32 - 1
    }
}

/// Scenes, then told facts.
fn nodes(network: &Network) -> impl Iterator<Item = Node> {
    let facts = (0..network.told_facts.len() as u32).map(Node::Fact);
    (0..network.scenes.len() as u32).map(Node::Scene).chain(facts)
}
