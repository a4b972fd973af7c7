//! Two ids of a kind that differ by one letter: either is soon written for the other, and nothing would notice.
//!
//! Numbers may differ (`day-1`, `day-2`), and single letters between hyphens (`take-a`, `take-b`).

use rustc_hash::{FxHashMap, FxHasher};

use std::hash::Hasher;

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::Location;

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
}

/// Two ids differ by one letter just where they are the same once a letter is left out of one of them, or of both at one
/// place. So each is found under its beginning and its end, without any one letter between. O(length of all).
fn near(what: &str, ids: &[(&str, Location)], problems: &mut Vec<Problem>) {
    let mut found: FxHashMap<(u64, u64), usize> = FxHashMap::default();
    for (at, &(id, written)) in ids.iter().enumerate() {
        let mut reported = false;
        for key in without_a_letter(id) {
            let other = *found.entry(key).or_insert(at);
            if other != at && !reported && are_near(ids[other].0, id) {
                reported = true;
                let message =
                    format!("two {what} are called `{}` and `{id}`: one letter tells them apart", ids[other].0);
                let problem = Problem::new(&CODE, written.file, message).at_location(written, "");
                let problem = problem.at_location(ids[other].1, "this is near");
                problems.push(problem.help("give one of them an id that nobody takes for the other"));
            }
        }
    }
}

/// What stands before and behind each letter, and the whole before nothing.
fn without_a_letter(id: &str) -> impl Iterator<Item = (u64, u64)> {
    let hashes = |bytes: &mut dyn Iterator<Item = u8>| {
        let mut hasher = FxHasher::default();
        let mut so_far = vec![hasher.finish()];
        for byte in bytes {
            hasher.write_u8(byte);
            so_far.push(hasher.finish());
        }
        so_far
    };
    let beginnings = hashes(&mut id.bytes());
    let ends = hashes(&mut id.bytes().rev());
    let length = id.len();
    (0..length)
        .map(move |letter| (letter, letter + 1))
        .chain((0..=length).map(|gap| (gap, gap)))
        .map(move |(end, start)| (beginnings[end], ends[length - start]))
}

/// Whether two ids differ by one letter, and are likely to be taken for one another.
fn are_near(one: &str, other: &str) -> bool {
    const SHORTEST: usize = 4;
    if one.len().min(other.len()) < SHORTEST || strsim::osa_distance(one, other) != 1 {
        return false;
    }
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let letters = |id: &str| id.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let parts = one.split('-').zip(other.split('-')).filter(|(one, other)| one != other);
    let deliberate = |(one, other): (&str, &str)| (one.len() == 1 && other.len() == 1) || number(one) || number(other);
    letters(one) != letters(other) && !parts.clone().all(deliberate)
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
        for near in [["letter", "letters"], ["station", "stetion"], ["on-ice", "in-ice"], ["home", "homes"]] {
            assert_eq!(found(&near), 1, "{near:?}");
        }
        for far in
            [["day-1", "day-2"], ["day-1", "day-12"], ["take-a", "take-b"], ["ada", "adam"], ["here", "there-too"]]
        {
            assert_eq!(found(&far), 0, "{far:?}");
        }
    }
}
