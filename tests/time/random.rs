//! Random networks: small, of every shape the time model knows, and often enough consistent.
//!
//! Everything is drawn as plain numbers first and then put together, so that shrinking leaves scenes and claims
//! out and moves what is left towards the first of its kind. A claim either is drawn at random or *agrees*: it
//! holds in a hidden time line, so that claims that all agree never contradict each other. The hidden time line
//! knows nothing of the telling, so links are left out there too.
//!
//! Claims stand as the doc of `Network` demands: those of scenes in narrative order, then those of facts in file
//! order, then those of strands. For one subject the order is random, as it is across claims of a file.

use std::iter::once;

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::Index;
use storyline::time::{Claim, MAIN, Network, Node, Relation, Scene, Strand, Subject, Telling};

/// Networks of up to that many scenes, and of no more nodes (scenes and told facts) than that.
pub(crate) fn networks(max_scenes: usize) -> impl Strategy<Value = Network> {
    let plain = Kind {
        claims: [4, 4, 2],
        agreeing: 1.0,
        relations: [1, 1, 1, 1, 1],
        strand_claims: [6, 3, 1],
        strands: 3,
        on_strand: 0.5,
    };
    let many = Kind { claims: [1, 4, 5], ..plain };
    let doubtful = Kind { agreeing: 0.9, ..plain };
    let wild = Kind { agreeing: 0.0, ..plain };
    let few = Kind { claims: [8, 2, 0], ..wild };
    // Tales within the tale: what is linked is anchored.
    let tales = Kind {
        claims: [13, 5, 0],
        relations: [8, 1, 4, 1, 3],
        strand_claims: [9, 1, 0],
        strands: 2,
        on_strand: 0.6,
        ..plain
    };
    // Much at a time.
    let together = Kind { relations: [1, 1, 1, 6, 2], ..plain };
    prop_oneof![
        3 => plans(max_scenes, plain),
        2 => plans(max_scenes, many),
        2 => plans(max_scenes, doubtful),
        1 => plans(max_scenes, wild),
        2 => plans(max_scenes, few),
        5 => plans(max_scenes, tales),
        2 => plans(max_scenes, together),
    ]
    .prop_map(move |plan| plan.network(max_scenes))
}

/// What a network is like.
#[derive(Clone, Copy, Debug)]
struct Kind {
    /// How many scenes have no claim, one, two.
    claims: [u32; 3],
    /// The share of claims that agree.
    agreeing: f64,
    /// How many claims of scenes and facts are before, after, during, with, same.
    relations: [u32; 5],
    /// How many strands beside main have no claim, one, two.
    strand_claims: [u32; 3],
    /// How many strands there are at most beside main.
    strands: usize,
    /// The share of scenes that name a strand.
    on_strand: f64,
}

/// A claim to be.
#[derive(Clone, Debug)]
struct Draft {
    /// It must hold in the hidden time line.
    agrees: bool,
    /// The relation it has if it may.
    relation: Relation,
    /// Where to look for a target first.
    target: Index,
}

/// A scene or a told fact to be, with its hidden time.
#[derive(Clone, Debug)]
struct NodeDraft {
    timeless: bool,
    strand: Option<Index>,
    start: u32,
    length: u32,
    /// It happens with another one, and where the bool says so it is the same event.
    copies: Option<(Index, bool)>,
    claims: Vec<Draft>,
}

/// A network to be.
#[derive(Clone, Debug)]
struct Plan {
    scenes: Vec<NodeDraft>,
    facts: Vec<(NodeDraft, Index)>,
    /// Main first. Each with its claims.
    strands: Vec<(Telling, Vec<Draft>)>,
}

/// Plans of up to that many scenes.
fn plans(max: usize, kind: Kind) -> impl Strategy<Value = Plan> {
    let scenes = || nodes(kind.claims, kind);
    let scenes = prop_oneof![
        1 => vec(scenes(), 0..=max),
        4 => vec(scenes(), max / 2..=max),
    ];
    let fact = (nodes([1, 6, 3], kind), any::<Index>());
    let facts = vec(fact, 0..=2.min(max / 2));
    let main = (tellings([16, 1, 1]), strand_claims([16, 2, 0], kind));
    let other = (tellings([3, 2, 1]), strand_claims(kind.strand_claims, kind));
    let others = vec(other, 0..=kind.strands);
    (scenes, facts, main, others).prop_map(|(scenes, facts, main, others)| Plan {
        scenes,
        facts,
        strands: once(main).chain(others).collect(),
    })
}

/// How a strand is told, by weight: forwards, backwards, loosely.
fn tellings([forwards, backwards, loosely]: [u32; 3]) -> impl Strategy<Value = Telling> {
    prop_oneof![
        forwards => Just(Telling::Forwards),
        backwards => Just(Telling::Backwards),
        loosely => Just(Telling::Loosely),
    ]
}

/// Scenes and facts. One of ten is timeless.
fn nodes(claims: [u32; 3], kind: Kind) -> impl Strategy<Value = NodeDraft> {
    let draft = drafts(kind.relations, kind.agreeing);
    let copies = weighted(0.25, any::<(Index, bool)>());
    (
        proptest::bool::weighted(0.1),
        weighted(kind.on_strand, any::<Index>()),
        0_u32..8,
        1_u32..=8,
        copies,
        several(claims, draft),
    )
        .prop_map(|(timeless, strand, start, length, copies, claims)| NodeDraft {
            timeless,
            strand,
            start,
            length,
            copies,
            claims,
        })
}

/// Claims of a strand: all five relations, but mostly those that say more than that scenes are alike.
fn strand_claims(claims: [u32; 3], kind: Kind) -> impl Strategy<Value = Vec<Draft>> {
    several(claims, drafts([6, 4, 3, 1, 1], kind.agreeing))
}

/// One claim; the weights are those of before, after, during, with, same.
fn drafts(relations: [u32; 5], agreeing: f64) -> impl Strategy<Value = Draft> {
    let [before, after, during, with, same] = relations;
    let relation = prop_oneof![
        before => Just(Relation::Before),
        after => Just(Relation::After),
        during => Just(Relation::During),
        with => Just(Relation::With),
        same => Just(Relation::Same),
    ];
    let agrees = proptest::bool::weighted(agreeing);
    (agrees, relation, any::<Index>()).prop_map(|(agrees, relation, target)| Draft { agrees, relation, target })
}

/// None, one or two, by weight.
fn several([none, one, two]: [u32; 3], draft: impl Strategy<Value = Draft>) -> impl Strategy<Value = Vec<Draft>> {
    let all = none + one + two;
    (0..all, vec(draft, 2)).prop_map(move |(drawn, mut drafts)| {
        let count = usize::from(drawn >= none) + usize::from(drawn >= none + one);
        drafts.truncate(count);
        drafts
    })
}

/// When a node happens in the hidden time line, and as which event.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Time {
    start: u32,
    end: u32,
    event: usize,
}

impl Time {
    /// Whether the relation holds between two nodes.
    fn holds(self, relation: Relation, other: Time) -> bool {
        match relation {
            Relation::Before => self.end <= other.start,
            Relation::After => other.end <= self.start,
            Relation::During => other.start < self.start && self.end < other.end,
            Relation::With => (self.start, self.end) == (other.start, other.end),
            Relation::Same => self == other,
        }
    }
}

impl Plan {
    /// Puts the network together. Facts give way where they would make more nodes than asked for.
    fn network(mut self, max: usize) -> Network {
        let reveals = if self.scenes.is_empty() { 0 } else { self.facts.len() };
        self.facts.truncate(reveals);
        self.scenes.truncate(max - self.facts.len());
        let count = self.scenes.len();
        let nodes: Vec<Node> =
            (0..count as u32).map(Node::Scene).chain((0..self.facts.len() as u32).map(Node::Fact)).collect();
        let times = self.times();
        // Main half as often as each of the others.
        let halves = 2 * self.strands.len() - 1;
        let strand = |named: Index| Strand((named.index(halves) as u32).div_ceil(2));
        let scenes: Vec<Scene> = self
            .scenes
            .iter()
            .map(|draft| Scene { timeless: draft.timeless, strand: draft.strand.map(strand) })
            .collect();
        let mut claims = Vec::new();
        for (number, draft) in self.nodes().enumerate() {
            let subject = Subject::Node(nodes[number]);
            for claim in &draft.claims {
                claims.extend(claim.claim(subject, &[number], &nodes, &times));
            }
        }
        for (number, (_, drafts)) in self.strands.iter().enumerate() {
            let number = Strand(number as u32);
            // Scenes that name no strand may be on main or not. Where the claim must agree it does so for all.
            let may_be_there = |scene: &Scene| scene.strand.unwrap_or(MAIN) == number;
            let there = (0..count).filter(|&scene| may_be_there(&scenes[scene]));
            let there: Vec<usize> = there.collect();
            for claim in drafts {
                claims.extend(claim.claim(Subject::Strand(number), &there, &nodes, &times));
            }
        }
        Network {
            told_facts: self.facts.iter().map(|(_, reveal)| reveal.index(count) as u32).collect(),
            strands: self.strands.iter().map(|&(telling, _)| telling).collect(),
            scenes,
            claims,
        }
    }

    /// Scenes, then facts.
    fn nodes(&self) -> impl Iterator<Item = &NodeDraft> {
        self.scenes.iter().chain(self.facts.iter().map(|(draft, _)| draft))
    }

    /// The hidden time line.
    fn times(&self) -> Vec<Time> {
        let mut times: Vec<Time> = Vec::new();
        for (event, draft) in self.nodes().enumerate() {
            let own = Time { start: draft.start, end: draft.start + draft.length, event };
            let time = match draft.copies {
                Some((other, same)) if event > 0 => {
                    let other = times[other.index(event)];
                    let event = if same { other.event } else { event };
                    Time { event, ..other }
                }
                _ => own,
            };
            times.push(time);
        }
        times
    }
}

impl Draft {
    /// The claim, if there is one to be made. One that agrees goes through all targets and then all relations
    /// until it holds for everybody it is made on; a strand's claim need not hold for the target itself.
    fn claim(&self, subject: Subject, on: &[usize], nodes: &[Node], times: &[Time]) -> Option<Claim> {
        if nodes.is_empty() {
            return None;
        }
        let first = self.target.index(nodes.len());
        let targets = (0..nodes.len()).map(|step| (first + step) % nodes.len());
        let others = [self.relation, Relation::Before, Relation::After, Relation::During];
        let tried = others.into_iter().flat_map(|relation| targets.clone().map(move |target| (relation, target)));
        let strand = matches!(subject, Subject::Strand(_));
        let holds = |&(relation, target): &(Relation, usize)| {
            let saved = |node: usize| strand && node == target;
            let own = !strand && on.contains(&target);
            !own && on.iter().all(|&node| saved(node) || times[node].holds(relation, times[target]))
        };
        let (relation, target) = if self.agrees { tried.into_iter().find(holds)? } else { (self.relation, first) };
        Some(Claim { subject, relation, target: nodes[target] })
    }
}
