//! Two ids of a kind that differ by one letter: either is soon written for the other, and nothing would notice.
//!
//! Numbers may differ (`day-1`, `day-2`, `part-ii`, `part-iii`), and single letters between hyphens (`take-a`, `take-b`).

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::{Location, is_id};
use crate::story::{Owner, StateId};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/near-ids.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    let mut check = |what, ids: Vec<(&str, Location)>| near(what, &ids, problems);
    let id = |id, written| (id, written);
    check("scenes", story.scenes().map(|it| story.scene(it)).map(|it| id(it.id.as_str(), it.written)).collect());
    check("characters", story.characters().map(|it| story.character(it)).map(|it| id(&it.id, it.written)).collect());
    check("places", story.places().map(|it| story.place(it)).map(|it| id(&it.id, it.written)).collect());
    check("layers", story.layers().map(|it| story.layer(it)).map(|it| id(&it.id, it.written)).collect());
    check("facts", story.facts().map(|it| story.fact(it)).map(|it| id(&it.id, it.written)).collect());
    let strands = story.strands().map(|it| story.strand(it));
    check("strands", strands.filter_map(|it| it.written.map(|at| id(it.id.as_str(), at))).collect());
    for (owner, names) in states(checked) {
        let names: Vec<(&str, Location)> = names.into_iter().collect();
        near(&format!("states of `{owner}`"), &names, problems);
    }
}

/// The states of each character, place and thing, and where each is named first. Of those that are there anyway, where that
/// is declared whose they are.
fn states<'s>(checked: &Checked<'s>) -> BTreeMap<String, BTreeMap<&'s str, Location>> {
    let story = checked.story;
    let mut states: BTreeMap<String, BTreeMap<&str, Location>> = BTreeMap::new();
    let mut name = |state: StateId, written: Location| {
        let (owner, state) = (story.owner(state), story.state(state));
        let names = states.entry(story.qualified(owner.home, &owner.id)).or_default();
        names.entry(&state.name).or_insert(written);
        match state.owner {
            Owner::Character(_) => drop(names.entry("alive").or_insert(owner.written)),
            Owner::Thing(_) => drop(names.entry("exists").or_insert(owner.written)),
            Owner::Place(_) => {}
        }
    };
    for state in story.states() {
        if let Some((_, written)) = &story.state(state).begins {
            name(state, *written);
        }
    }
    let scenes = story.scenes().map(|scene| &story.scene(scene).continuity);
    let facts = story.facts().map(|fact| &story.fact(fact).continuity);
    for said in scenes.chain(facts).flat_map(|said| said.becomes.iter().chain(&said.needs)) {
        name(said.state, said.written);
    }
    states
}

/// No id is so long that this tells it from another at a glance, and is longer than this.
const LONGEST: usize = 80;

/// So many ids are remembered that are the same but for a character.
const ALIKE: usize = 4;

/// Two ids that differ by one character are the same once a character is left out of one of them, or of both. So each is
/// looked for among those that are what it is without any one of its characters. O(length of all).
fn near(what: &str, ids: &[(&str, Location)], problems: &mut Vec<Problem>) {
    let mut found: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, &(id, written)) in
        ids.iter().enumerate().filter(|(_, (id, _))| (SHORTEST..=LONGEST).contains(&id.len()) && is_id(id))
    {
        let mut alike: Vec<usize> = Vec::new();
        for key in without_a_character(id) {
            let others = found.entry(key).or_default();
            alike.extend(others.iter().filter(|&&other| other != at));
            if others.len() < ALIKE && others.last() != Some(&at) {
                others.push(at);
            }
        }
        alike.sort_unstable();
        alike.dedup();
        if let Some(other) = alike.into_iter().find(|&other| are_near(ids[other].0, id)) {
            let other_id = ids[other].0;
            let message = format!("two {what} are called `{other_id}` and `{id}`: one character tells them apart");
            let problem = Problem::new(&CODE, written.file, message).at_location(written, "");
            let problem = problem.at_location(ids[other].1, "the other");
            problems.push(problem.help("give one of them an id that nobody takes for the other"));
        }
    }
}

/// A hash of an id, and of what it is without each of its bytes: a polynomial in an odd number, so that a beginning and an
/// end are put together without being read again (Karp and Rabin, 1987).
fn without_a_character(id: &str) -> Vec<u64> {
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
    let add = |hash: u64, byte: u8| hash.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1);
    let mut end = 0;
    let mut power: u64 = 1;
    let mut ends = vec![(0, 1)];
    for &byte in id.as_bytes().iter().rev() {
        end = (u64::from(byte) + 1).wrapping_mul(power).wrapping_add(end);
        power = power.wrapping_mul(BASE);
        ends.push((end, power));
    }
    let mut beginning = 0;
    let mut keys = vec![end];
    for (at, &byte) in id.as_bytes().iter().enumerate() {
        let (end, power): (u64, u64) = ends[id.len() - at - 1];
        keys.push(power.wrapping_mul(beginning).wrapping_add(end));
        beginning = add(beginning, byte);
    }
    keys
}

/// Shorter ids differ by a character more often than not.
const SHORTEST: usize = 4;

/// Whether two ids differ by one character, or by two that have changed places.
fn differ_by_one(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let begins = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[begins..], &other[begins..]);
    let ends = one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count();
    match (&one[..one.len() - ends], &other[..other.len() - ends]) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// Whether two ids differ by one character, and are likely to be taken for one another.
fn are_near(one: &str, other: &str) -> bool {
    if !differ_by_one(one, other) {
        return false;
    }
    let numbered = |part: &str| part.len() == 1 || part.contains(|c: char| c.is_ascii_digit()) || is_roman(part);
    let letters = |id: &str| id.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let mut parts = one.split('-').zip(other.split('-')).filter(|(one, other)| one != other);
    let same_parts = one.split('-').count() == other.split('-').count();
    let deliberate = same_parts && parts.all(|(one, other)| numbered(one) && numbered(other));
    letters(one) != letters(other) && !deliberate
}

/// Whether a part of an id is a number as the Romans wrote it, or may be.
fn is_roman(part: &str) -> bool {
    part.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_more_less_or_other_is_near_and_a_number_is_not() {
        let found = |ids: &[&str]| {
            let ids: Vec<(&str, Location)> = ids.iter().map(|&id| (id, Location::default())).collect();
            let mut problems = Vec::new();
            near("scenes", &ids, &mut problems);
            problems.len()
        };
        for near in [
            ["letter", "letters"],
            ["station", "stetion"],
            ["on-ice", "in-ice"],
            ["home", "homes"],
            ["tired", "tried"],
            ["sun-rise", "sunrise"],
        ] {
            assert_eq!(found(&near), 1, "{near:?}");
        }
        for far in [
            ["day-1", "day-2"],
            ["day-1", "day-12"],
            ["take-a", "take-b"],
            ["ada", "adam"],
            ["here", "there-too"],
            ["part-ii", "part-iii"],
            ["room", "room2"],
            ["take-2a", "take-2b"],
        ] {
            assert_eq!(found(&far), 0, "{far:?}");
        }
    }
}
