//! Random networks: small, of every shape the time model knows, and often enough consistent.
//!
//! Everything is drawn as plain numbers first and then put together, so that shrinking leaves scenes and claims
//! out and moves what is left towards the first of its kind. A claim either is drawn at random or *agrees*: it
//! holds in a hidden time line, so that claims that all agree never contradict each other. The hidden time line
//! knows nothing of the telling, so links are left out there too.
//!
//! Claims stand as the doc of `Network` demands: those of scenes in narrative order, then those of facts in file
//! order, then those of strands. For one subject the order is random, as it is across claims of a file.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::{Index, select};
use storyline::time::{Claim, MAIN, Network, Node, Relation, Scene, Strand, Subject, Telling};

/// Networks of up to that many scenes, where at most that many nodes (scenes and told facts) are drawn.
pub(crate) fn networks(max_scenes: usize) -> impl Strategy<Value = Network> {
    // How many claims a node has, of ten nodes: none, one, two. How many claims of a hundred agree.
    let plan = |claims, agreeing| plans(max_scenes, claims, agreeing);
    prop_oneof![
        3 => plan([4, 4, 2], 100),
        2 => plan([1, 4, 5], 100),
        2 => plan([4, 4, 2], 90),
        2 => plan([8, 2, 0], 0),
        1 => plan([4, 4, 2], 0),
    ]
    .prop_map(move |plan| plan.network(max_scenes))
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
fn plans(max: usize, claims: [u32; 3], agreeing: u32) -> impl Strategy<Value = Plan> {
    let scenes = || nodes(claims, agreeing);
    let scenes = prop_oneof![
        1 => vec(scenes(), 0..=max),
        2 => vec(scenes(), max / 2..=max),
    ];
    let facts = vec(
        (nodes([1, 6, 3], agreeing), any::<Index>()),
        0..=2.min(max / 2),
    );
    let main = (tellings([16, 1, 1]), strand_claims([16, 2, 0], agreeing));
    let other = (tellings([3, 2, 1]), strand_claims([6, 3, 1], agreeing));
    (scenes, facts, main, vec(other, 0..=3)).prop_map(|(scenes, facts, main, others)| Plan {
        scenes,
        facts,
        strands: std::iter::once(main).chain(others).collect(),
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

/// Scenes and facts. Every other one names no strand, and one of ten is timeless.
fn nodes(claims: [u32; 3], agreeing: u32) -> impl Strategy<Value = NodeDraft> {
    let relations = select(vec![
        Relation::Before,
        Relation::After,
        Relation::During,
        Relation::With,
        Relation::Same,
    ]);
    let strand = proptest::option::weighted(0.5, any::<Index>());
    let copies = proptest::option::weighted(0.25, any::<(Index, bool)>());
    let claims = several(claims, drafts(relations, agreeing));
    let timeless = proptest::bool::weighted(0.1);
    (timeless, strand, 0_u32..8, 1_u32..=8, copies, claims).prop_map(
        |(timeless, strand, start, length, copies, claims)| NodeDraft {
            timeless,
            strand,
            start,
            length,
            copies,
            claims,
        },
    )
}

/// Claims of a strand: all five relations, but mostly those that say more than that scenes are alike.
fn strand_claims(claims: [u32; 3], agreeing: u32) -> impl Strategy<Value = Vec<Draft>> {
    let relations = prop_oneof![
        6 => Just(Relation::Before),
        4 => Just(Relation::After),
        3 => Just(Relation::During),
        1 => Just(Relation::With),
        1 => Just(Relation::Same),
    ];
    several(claims, drafts(relations, agreeing))
}

/// One claim, which agrees in so many of a hundred cases.
fn drafts(
    relations: impl Strategy<Value = Relation>,
    agreeing: u32,
) -> impl Strategy<Value = Draft> {
    let agrees = proptest::bool::weighted(f64::from(agreeing) / 100.0);
    (agrees, relations, any::<Index>()).prop_map(|(agrees, relation, target)| Draft {
        agrees,
        relation,
        target,
    })
}

/// None, one or two, by weight.
fn several(
    [none, one, two]: [u32; 3],
    draft: impl Strategy<Value = Draft>,
) -> impl Strategy<Value = Vec<Draft>> {
    let weighted = vec![(0, none), (1, one), (2, two)].into_iter();
    let counts: Vec<usize> = weighted
        .flat_map(|(count, weight)| std::iter::repeat_n(count, weight as usize))
        .collect();
    (select(counts), vec(draft, 2)).prop_map(|(count, mut drafts)| {
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
        let reveals = if self.scenes.is_empty() {
            0
        } else {
            self.facts.len()
        };
        self.facts.truncate(reveals);
        self.scenes.truncate(max - self.facts.len());
        let count = self.scenes.len();
        let nodes: Vec<Node> = (0..count as u32)
            .map(Node::Scene)
            .chain((0..self.facts.len() as u32).map(Node::Fact))
            .collect();
        let times = self.times();
        let strand = |named: Index| Strand(named.index(self.strands.len()) as u32);
        let scenes: Vec<Scene> = self
            .scenes
            .iter()
            .map(|draft| Scene {
                timeless: draft.timeless,
                strand: draft.strand.map(strand),
            })
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
            told_facts: self
                .facts
                .iter()
                .map(|(_, reveal)| reveal.index(count) as u32)
                .collect(),
            strands: self.strands.iter().map(|&(telling, _)| telling).collect(),
            scenes,
            claims,
        }
    }

    /// Scenes, then facts.
    fn nodes(&self) -> impl Iterator<Item = &NodeDraft> {
        self.scenes
            .iter()
            .chain(self.facts.iter().map(|(draft, _)| draft))
    }

    /// The hidden time line.
    fn times(&self) -> Vec<Time> {
        let mut times: Vec<Time> = Vec::new();
        for (event, draft) in self.nodes().enumerate() {
            let own = Time {
                start: draft.start,
                end: draft.start + draft.length,
                event,
            };
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
    fn claim(
        &self,
        subject: Subject,
        on: &[usize],
        nodes: &[Node],
        times: &[Time],
    ) -> Option<Claim> {
        if nodes.is_empty() {
            return None;
        }
        let first = self.target.index(nodes.len());
        let targets = (0..nodes.len()).map(|step| (first + step) % nodes.len());
        let others = [
            self.relation,
            Relation::Before,
            Relation::After,
            Relation::During,
        ];
        let tried = others
            .into_iter()
            .flat_map(|relation| targets.clone().map(move |target| (relation, target)));
        let strand = matches!(subject, Subject::Strand(_));
        let holds = |&(relation, target): &(Relation, usize)| {
            let saved = |node: usize| strand && node == target;
            let own = !strand && on.contains(&target);
            !own && on
                .iter()
                .all(|&node| saved(node) || times[node].holds(relation, times[target]))
        };
        let (relation, target) = if self.agrees {
            tried.into_iter().find(holds)?
        } else {
            (self.relation, first)
        };
        Some(Claim {
            subject,
            relation,
            target: nodes[target],
        })
    }
}
