//! What is claimed about time, and no longer is.
//!
//! Claims are compared by what they mean: how they are spread over lists and tables makes no difference. Those of scenes,
//! facts and strands that are new or gone are told with them.

use std::collections::BTreeSet;

use super::matched::Matched;
use super::order::MOST;
use super::{Change, Group, Kind, Named};
use crate::story::{Claim, FactId, Party, SceneId, Statement, Story};
use crate::time::{Calendar, Node, Relation, Says};
use crate::view;
use crate::words;

/// What a claim means, in the numbers of the second story. What is in the first alone has numbers from [`ELSEWHERE`] on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Meaning {
    subject: (u8, u32),
    outside: bool,
    says: [i64; 6],
    once: Vec<u32>,
}

const ELSEWHERE: u32 = 1 << 31;

/// What is claimed otherwise than in the first story.
#[derive(Default)]
pub(super) struct Claimed {
    /// The scenes of the second story of which something is.
    pub(super) scenes: BTreeSet<SceneId>,
    /// Of which pairs, as they are called in the second story, it was told where their order comes from.
    pub(super) orders: BTreeSet<[Named; 2]>,
    /// Of how many in either story it was not, as there are too many.
    pub(super) unasked: [usize; 2],
}

/// Adds what is claimed now and what no longer is. O(n log n) in the claims of both.
pub(super) fn compare(matched: &Matched, changes: &mut Vec<Change>) -> Claimed {
    let mut found: [Vec<(Meaning, usize)>; 2] = [0, 1].map(|side| {
        let story = matched.sides[side].story;
        let meant = story.claims().iter().enumerate().map(|(at, claim)| (meaning(matched, side, claim), at));
        let mut meant: Vec<(Meaning, usize)> = meant.collect();
        meant.sort();
        meant.dedup_by(|one, other| one.0 == other.0);
        meant
    });
    let [old, new] = &mut found;
    let mut only = [Vec::new(), Vec::new()];
    let (mut first, mut second) = (old.drain(..).peekable(), new.drain(..).peekable());
    loop {
        let order = match (first.peek(), second.peek()) {
            (Some((old, _)), Some((new, _))) => old.cmp(new),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => break,
        };
        let old = if order.is_le() { first.next() } else { None };
        let new = if order.is_ge() { second.next() } else { None };
        match (old, new) {
            (Some((_, at)), None) => only[0].push(at),
            (None, Some((_, at))) => only[1].push(at),
            _ => {}
        }
    }
    let mut claimed = Claimed::default();
    let mut stated: Vec<(usize, Stated)> = Vec::new();
    for (side, claims) in only.into_iter().enumerate() {
        let story = matched.sides[side].story;
        let most = stated.len() + MOST;
        for claim in claims.into_iter().map(|at| &story.claims()[at]) {
            if let Party::Scene(scene) = claim.subject {
                claimed.scenes.extend(if side == 1 { Some(scene) } else { matched.scenes[0][scene.index()] });
            }
            if let Some(change) = change(matched, side, claim) {
                match order(matched, side, claim) {
                    Some(order) if stated.len() < most => stated.push((changes.len(), order)),
                    Some(_) => claimed.unasked[side] += 1,
                    None => {}
                }
                changes.push(change);
            }
        }
    }
    let steps = [0, 1].map(|side| {
        let asked: Vec<(Node, Node)> = stated.iter().map(|(_, order)| order.asked[side]).collect();
        matched.sides[side].solution.orders(&asked)
    });
    let contradicts = matched.sides.iter().any(|side| side.solution.chronology().contradiction.is_some());
    for (nth, (at, order)) in stated.into_iter().enumerate().filter(|_| !contradicts) {
        changes[at].step = [0, 1].map(|side: usize| Some(view::step_name(steps[side][nth])));
        claimed.orders.insert(order.named);
    }
    claimed
}

/// The order of two that a claim states.
struct Stated {
    /// The earlier and the later, as each story asks for them.
    asked: [(Node, Node); 2],
    /// What they are called in the second story.
    named: [Named; 2],
}

/// None where a claim states no order, or not of two that are in both stories.
fn order(matched: &Matched, side: usize, claim: &Claim) -> Option<Stated> {
    let Statement::Is { relation, target, .. } = claim.says else { return None };
    let [earlier, later] = match relation {
        Relation::Before => [claim.subject, target],
        Relation::After => [target, claim.subject],
        _ => return None,
    };
    let both = |party| -> Option<([Node; 2], Named)> {
        match party {
            Party::Scene(scene) => {
                let mut both = [scene; 2];
                both[1 - side] = matched.scenes[side][scene.index()]?;
                Some((both.map(|scene| Node::Scene(scene.0)), matched.scene(1, both[1])))
            }
            Party::Fact(fact) => {
                let mut both = [fact; 2];
                both[1 - side] = matched.facts[side][fact.index()]?;
                Some(([matched.node(0, both[0])?, matched.node(1, both[1])?], matched.fact(1, both[1])))
            }
            Party::Strand(_) => None,
        }
    };
    let ((earlier, first), (later, second)) = (both(earlier)?, both(later)?);
    Some(Stated { asked: [0, 1].map(|side: usize| (earlier[side], later[side])), named: [first, second] })
}

/// None where its subject is new or gone.
fn change(matched: &Matched, side: usize, claim: &Claim) -> Option<Change> {
    let (what, subject) = match claim.subject {
        Party::Scene(scene) => ("scene", matched.both_scenes(side, scene)),
        Party::Fact(fact) => ("facts", matched.both_facts(side, fact)),
        Party::Strand(strand) => ("strands", matched.both_strands(side, strand)),
    };
    if subject.iter().any(Option::is_none) {
        return None;
    }
    let mut value = [None, None];
    value[side] = Some(in_words(matched.sides[side].story, claim));
    Some(Change::new(Group::Happening, Kind::Claimed, what, subject).value(value))
}

fn meaning(matched: &Matched, side: usize, claim: &Claim) -> Meaning {
    let number = |table: &[Option<u32>], at: u32| match side {
        1 => at,
        _ => table[at as usize].unwrap_or(ELSEWHERE + at),
    };
    let [scenes, facts, strands] = &matched.numbers;
    let party = |party| match party {
        Party::Scene(scene) => (0, number(scenes, scene.0)),
        Party::Fact(fact) => (1, number(facts, fact.0)),
        Party::Strand(strand) => (2, number(strands, strand.0)),
    };
    let mut once: Vec<u32> = claim.once.iter().map(|fact| number(facts, fact.0)).collect();
    once.sort_unstable();
    once.dedup();
    let says = match claim.says {
        Statement::Is { relation, target, by } => {
            let (kind, target) = party(target);
            let relation = match relation {
                Relation::Before => 0,
                Relation::After => 1,
                Relation::During => 2,
                Relation::With => 3,
                Relation::Same => 4,
            };
            let apart = by.map_or((-1, -1), |(by, _)| (by.distance().least, by.distance().most));
            [0, relation, kind.into(), target.into(), apart.0, apart.1]
        }
        Statement::At(calendar, window, _) => {
            let calendar = i64::from(matches!(calendar, Calendar::StoryDays(_)));
            [1, calendar, window.from, window.until, 0, 0]
        }
        Statement::Lasts(by) => [2, by.distance().least, by.distance().most, 0, 0, 0],
    };
    Meaning { subject: party(claim.subject), outside: claim.outside, says, once }
}

/// "`desk` comes before `letter`, once `sender` is known".
fn in_words(story: &Story, claim: &Claim) -> String {
    let scene = |id: SceneId| format!("`{}`", story.qualified(Some(story.scene(id).work), &story.scene(id).id));
    let fact = |id: FactId| format!("`{}`", story.qualified(story.fact(id).home, &story.fact(id).id));
    let name = |party| match party {
        Party::Scene(id) => scene(id),
        Party::Fact(id) => fact(id),
        Party::Strand(id) => {
            let strand = story.strand(id);
            format!("each scene on `{}`", story.qualified(Some(strand.work), &strand.id))
        }
    };
    // The words want numbers of a network: here those of the story do.
    let node = |party| match party {
        Party::Fact(fact) => Node::Fact(fact.0),
        Party::Scene(scene) => Node::Scene(scene.0),
        Party::Strand(strand) => Node::Scene(strand.0), // never a target
    };
    let says = match claim.says {
        Statement::Is { relation, target, by } => {
            Says::Is { relation, target: node(target), by: by.map(|(by, _)| by.distance()) }
        }
        Statement::At(calendar, window, _) => Says::At(calendar, window),
        Statement::Lasts(by) => Says::Lasts(by.distance()),
    };
    let target = |node| match node {
        Node::Scene(at) => scene(SceneId(at)),
        Node::Fact(at) => fact(FactId(at)),
    };
    let mut words = words::claim(says, &name(claim.subject), target);
    if claim.outside {
        words.push_str(", said from outside");
    }
    if !claim.once.is_empty() {
        let facts: Vec<String> = claim.once.iter().map(|&id| fact(id)).collect();
        let verb = if facts.len() == 1 { "is" } else { "are" };
        words = format!("{words}, once {} {verb} known", words::listed(&facts));
    }
    words
}
