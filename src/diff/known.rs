//! From which scene on somebody who watches from the first scene to the last knows or believes something.
//!
//! That a fact is known by another scene first is told once, of the fact; further scenes that reveal it, or no longer do,
//! are told each.

use super::matched::Matched;
use super::order::Moves;
use super::{Change, Group, Kind};
use crate::story::{FactId, SceneId};

/// Adds what is known, believed and hinted at sooner or later, and the scenes that tell it besides. Linear in the ties.
pub(super) fn compare(matched: &Matched, told: &Moves, changes: &mut Vec<Change>) {
    let of = |side: usize| matched.sides[side].story.facts();
    let both = of(0).map(|old| [Some(old), matched.facts[0][old.index()]]);
    let only_new = of(1).filter(|new| matched.facts[1][new.index()].is_none()).map(|new| [None, Some(new)]);
    for facts in both.chain(only_new) {
        for reveals in [true, false] {
            compare_fact(matched, told, facts, reveals, changes);
        }
    }
}

fn compare_fact(matched: &Matched, told: &Moves, facts: [Option<FactId>; 2], reveals: bool, changes: &mut Vec<Change>) {
    let tied: [Vec<SceneId>; 2] = [0, 1].map(|side| {
        let Some(fact) = facts[side] else { return Vec::new() };
        let story = matched.sides[side].story;
        let mut scenes: Vec<SceneId> =
            if reveals { story.revealed_by(fact).collect() } else { story.hinted_by(fact).collect() };
        scenes.dedup();
        scenes
    });
    let first = [0, 1].map(|side: usize| tied[side].first().copied());
    let is_same = match first {
        [Some(old), Some(new)] => matched.scenes[0][old.index()] == Some(new) && !told[0][old.index()],
        [None, None] => true,
        _ => false,
    };
    let subject = [0, 1].map(|side| facts[side].map(|fact| matched.fact(side, fact)));
    if !is_same {
        let seems = facts
            .iter()
            .zip(matched.sides)
            .any(|(fact, side)| fact.is_some_and(|fact| side.story.fact(fact).seems.is_some()));
        let kind = if reveals { Kind::Known } else { Kind::Hinted };
        let key = if reveals || !seems { "" } else { "believed" };
        let change = Change::new(Group::Known, kind, "facts", subject.clone()).key(key);
        changes.push(change.other([0, 1].map(|side| matched.scene_named(side, first[side]))));
    }
    if facts.iter().any(Option::is_none) {
        return;
    }
    for side in [0, 1] {
        for &scene in &tied[side] {
            let other = matched.scenes[side][scene.index()];
            let is_tied_there = other.is_some_and(|other| tied[1 - side].binary_search(&other).is_ok());
            if is_tied_there || !is_same && first[side] == Some(scene) {
                continue;
            }
            let kind = if reveals { Kind::RevealedBy } else { Kind::HintedBy };
            let mut by = [None, None];
            by[side] = Some(matched.scene(side, scene));
            changes.push(Change::new(Group::Known, kind, "facts", subject.clone()).other(by));
        }
    }
}
