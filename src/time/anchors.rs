//! Next to which event does each one stand, and what rank does that give it? (model.md 2.4, rules 2 and 3)

use petgraph::unionfind::UnionFind;

use super::events::{Events, dense};
use super::links::Link;
use super::{Chronology, Claim, Network, Node, Relation, Says, Subject};

/// How an event stands to its anchor: to the event beside which it is listed where nothing says more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stance {
    /// It claims to come before it.
    Before,
    /// It claims to lie within it.
    During,
    /// One of the two claims that both are at the same time.
    With,
    /// It claims to come after it.
    After,
    /// It is linked to it on a strand that stands beside something itself.
    Linked,
}

/// The events beside which an event is listed, the nearest first, each with how the one before stands to it. Events go
/// by their place in the listing. Empty where it stands as told. O(claims + events).
#[must_use]
pub fn beside(network: &Network, chronology: &Chronology, event: u32) -> Vec<(Stance, u32)> {
    let events = Events::of(network);
    let link = |place: &super::Place| place.linked_to.map(|from| Link { from, kept: true });
    let links: Vec<Option<Link>> = chronology.places.iter().map(link).collect();
    let anchors = anchors(network, &events, &links);
    // Events are numbered as told here.
    let mut listed = vec![0; anchors.len()];
    for (place, event) in (0..).zip(&chronology.events) {
        let node = event.scenes.first().map(|&scene| Node::Scene(scene));
        let node = node.or(event.facts.first().map(|&fact| Node::Fact(fact)));
        if let Some(told) = node.and_then(|node| events.of_node(node)) {
            listed[told as usize] = place;
        }
    }
    let mut stands = Vec::new();
    let mut at = listed.iter().position(|&place| place == event).map(|told| told as u32);
    while let Some((stance, next)) = at.and_then(|event| anchors[event as usize]) {
        stands.push((stance, listed[next as usize]));
        at = Some(next);
    }
    stands
}

/// The rank of each event: its place in the walk of the forest of anchors. O(claims + events), a strand's claim
/// counting once for each event on it.
pub(super) fn rank(network: &Network, events: &Events, links: &[Option<Link>]) -> Vec<u32> {
    walk(&anchors(network, events, links))
}

/// The anchor of each event, if it has one.
fn anchors(network: &Network, events: &Events, links: &[Option<Link>]) -> Vec<Option<(Stance, u32)>> {
    let claims = Claims::of(network, events);
    let mut anchors: Vec<Option<(Stance, u32)>> = vec![None; events.count() as usize];
    let mut tree = Trees::new(events.count());
    for event in 0..events.count() {
        let anchor = claims
            .anchors_on_offer(network, events, event)
            .find(|&(_, other)| tree.root(other) != event)
            .or_else(|| linked(network, events, links, &anchors, event).find(|&(_, other)| tree.root(other) != event));
        if let Some((_, other)) = anchor {
            tree.hang(event, other);
        }
        anchors[event as usize] = anchor;
    }
    anchors
}

/// The events that this one is linked to, on strands other than main, of those that are themselves anchored to stand
/// apart from their surroundings.
fn linked(
    network: &Network,
    events: &Events,
    links: &[Option<Link>],
    anchors: &[Option<(Stance, u32)>],
    event: u32,
) -> impl Iterator<Item = (Stance, u32)> {
    let off_main = |scene: &u32| events.strand_of[*scene as usize].is_some_and(|strand| !network.is_main(strand));
    let kept = events.scenes(event).filter(off_main).filter_map(|scene| links[scene as usize].filter(|link| link.kept));
    kept.filter_map(|link| events.of_scene(link.from)).filter_map(|other| {
        let (stance, _) = anchors[other as usize]?;
        let apart = matches!(stance, Stance::Before | Stance::During | Stance::Linked);
        apart.then_some((Stance::Linked, other))
    })
}

/// When somebody who makes a claim is told: a scene, right after it the facts that it is the first to reveal;
/// strands after all of them, and what is said from outside last, as it is written.
fn told(network: &Network, subject: Subject) -> (u32, Option<u32>) {
    match subject {
        Subject::Node(Node::Scene(scene)) => (scene, None),
        Subject::Node(Node::Fact(fact)) => (network.told_facts[fact as usize], Some(fact)),
        Subject::Strand(_) => (u32::MAX, None),
        Subject::Outside(_) => (u32::MAX, Some(0)),
    }
}

/// Claims by who makes them, or of which event they are said from outside, in the order of the network, and by whom
/// `with` is claimed of, in the order in which they are told.
struct Claims {
    of_node: Lists,
    of_strand: Lists,
    from_outside: Lists,
    with_event: Lists,
}

impl Claims {
    fn of(network: &Network, events: &Events) -> Self {
        let nodes = network.scenes.len() + network.told_facts.len();
        let numbered = || (0..).zip(&network.claims);
        let mut with: Vec<u32> = (0..network.claims.len() as u32)
            .filter(|&id| matches!(network.claims[id as usize].relation(), Some((Relation::With, _))))
            .collect();
        with.sort_by_key(|&id| told(network, network.claims[id as usize].subject));
        Self {
            of_node: Lists::new(nodes, || {
                numbered().filter_map(|(id, claim)| match claim.subject {
                    Subject::Node(node) => Some((dense(network, node), id)),
                    Subject::Strand(_) | Subject::Outside(_) => None,
                })
            }),
            of_strand: Lists::new(network.strand_count(), || {
                numbered().filter_map(|(id, claim)| match claim.subject {
                    Subject::Strand(strand) => Some((strand.0, id)),
                    Subject::Node(_) | Subject::Outside(_) => None,
                })
            }),
            from_outside: Lists::new(events.count() as usize, || {
                numbered().filter_map(|(id, claim)| match claim.subject {
                    Subject::Outside(node) => Some((events.of_node(node)?, id)),
                    Subject::Node(_) | Subject::Strand(_) => None,
                })
            }),
            with_event: Lists::new(events.count() as usize, || {
                let named = |&id: &u32| Some((events.of_node(network.claims[id as usize].relation()?.1)?, id));
                with.iter().filter_map(named)
            }),
        }
    }

    /// Every anchor that the claims offer an event, in the order in which they are to be tried.
    fn anchors_on_offer(&self, network: &Network, events: &Events, event: u32) -> impl Iterator<Item = (Stance, u32)> {
        let own = events.nodes(event).iter().flat_map(|&node| self.of_node.of(dense(network, node)));
        let strands = events.scenes(event).filter_map(|scene| events.strand_of[scene as usize]);
        let of_strands = strands.flat_map(|strand| self.of_strand.of(strand.0));
        let made = own.chain(of_strands).chain(self.from_outside.of(event));
        let made = made.filter_map(move |&id| stance(events, &network.claims[id as usize], event));
        let of_others = self.with_event.of(event).iter().flat_map(|&id| {
            let claim = &network.claims[id as usize];
            let pairs = claim.relation().map(|(_, target)| events.pairs(claim.subject, target));
            pairs.into_iter().flatten().map(|(subject, _)| (Stance::With, subject))
        });
        made.chain(of_others.filter(move |&(_, other)| other < event)).filter(move |&(_, other)| other != event)
    }
}

/// The anchor that a claim offers its subject.
fn stance(events: &Events, claim: &Claim, subject: u32) -> Option<(Stance, u32)> {
    let Says::Is { relation, target, by } = claim.says else { return None };
    let target = events.of_node(target)?;
    match relation {
        Relation::Before if by.is_none() => Some((Stance::Before, target)),
        Relation::After if by.is_none() => Some((Stance::After, target)),
        Relation::During => Some((Stance::During, target)),
        Relation::With if target < subject => Some((Stance::With, target)),
        Relation::Before | Relation::After | Relation::With | Relation::Same => None,
    }
}

/// Many short lists in two vectors.
struct Lists {
    begins: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Sorts pairs of list and item by list, keeping their order. Counting sort, linear.
    fn new<I: Iterator<Item = (u32, u32)>>(lists: usize, pairs: impl Fn() -> I) -> Self {
        let mut begins = vec![0u32; lists + 1];
        for (list, _) in pairs() {
            begins[list as usize + 1] += 1;
        }
        for list in 0..lists {
            begins[list + 1] += begins[list];
        }
        let mut free = begins.clone();
        let mut items = vec![0; begins[lists] as usize];
        for (list, item) in pairs() {
            items[free[list as usize] as usize] = item;
            free[list as usize] += 1;
        }
        Self { begins, items }
    }

    fn of(&self, list: u32) -> &[u32] {
        &self.items[self.begins[list as usize] as usize..self.begins[list as usize + 1] as usize]
    }
}

/// Which tree of the forest an event is in, so far.
struct Trees {
    joined: UnionFind<u32>,
    root: Vec<u32>,
}

impl Trees {
    fn new(count: u32) -> Self {
        Self { joined: UnionFind::new(count as usize), root: (0..count).collect() }
    }

    fn root(&mut self, event: u32) -> u32 {
        self.root[self.joined.find_mut(event) as usize]
    }

    /// Puts the tree whose root is `event` under `parent`.
    fn hang(&mut self, event: u32, parent: u32) {
        let root = self.root(parent);
        self.joined.union(event, parent);
        let class = self.joined.find_mut(event);
        self.root[class as usize] = root;
    }
}

/// Walks the forest: roots in telling order; at each event what is anchored before it, the event,
/// what is anchored during or with it, then what is anchored after it or linked to it.
fn walk(anchors: &[Option<(Stance, u32)>]) -> Vec<u32> {
    let numbered = || (0..).zip(anchors);
    let under = |group: fn(Stance) -> bool| {
        Lists::new(anchors.len(), || {
            numbered().filter_map(move |(event, anchor)| {
                anchor.and_then(|(stance, parent)| group(stance).then_some((parent, event)))
            })
        })
    };
    let before = under(|stance| stance == Stance::Before);
    let within = under(|stance| matches!(stance, Stance::During | Stance::With));
    let after = under(|stance| matches!(stance, Stance::After | Stance::Linked));

    let mut rank = vec![0; anchors.len()];
    let mut next = 0;
    // An event is visited twice: to put what stands before it on the stack, then to be ranked itself.
    let mut stack: Vec<(u32, bool)> =
        numbered().filter(|(_, anchor)| anchor.is_none()).map(|(event, _)| (event, false)).collect();
    stack.reverse();
    while let Some((event, opened)) = stack.pop() {
        if opened {
            rank[event as usize] = next;
            next += 1;
            continue;
        }
        let later = within.of(event).iter().chain(after.of(event));
        stack.extend(later.rev().map(|&child| (child, false)));
        stack.push((event, true));
        stack.extend(before.of(event).iter().rev().map(|&child| (child, false)));
    }
    rank
}
