//! Problems that the writer knows of: `allow = { CODE = "reason" }`, on the work or on a scene.
//!
//! A problem is allowed by a scene in which it stands with any of its places, else by the work. An error for which something
//! was left out of the story cannot be allowed ([`Code::can_be_allowed`]). What allows nothing is noted, but not beside
//! errors: one of them may be the reason.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use crate::problem::{Code, Problem, Severity};
use crate::source::{FileId, Span};
use crate::story::{Allow, Story};
use crate::suggest;

pub(super) static CODES: [&Code; 3] = [&UNKNOWN_CODE, &CANNOT_BE_ALLOWED, &UNNEEDED_ALLOW];

static UNKNOWN_CODE: Code = Code::of(include_str!("../../docs/problems/unknown-code.md"));
static CANNOT_BE_ALLOWED: Code = Code::of(include_str!("../../docs/problems/cannot-be-allowed.md"));
static UNNEEDED_ALLOW: Code = Code::of(include_str!("../../docs/problems/unneeded-allow.md"));

/// Takes out what is allowed, and notes what allows nothing. O(problems log allows).
pub(super) fn leave_out(story: &Story, also: &[&Code], problems: &mut Vec<Problem>) {
    let allows = story.allows();
    let mut needed = vec![false; allows.len()];
    let by_code = by_code(allows);
    let holds_at = |allowed: &[usize], (file, span): (FileId, Span)| {
        let before = allowed.partition_point(|&at| {
            let allow = &allows[at];
            (allow.written.file, allow.within.map(|within| within.start)) <= (file, Some(span.start))
        });
        let holds = |&&at: &&usize| {
            let within = allows[at].within.is_none_or(|within| span.start < within.end);
            allows[at].written.file == file && within
        };
        let in_work = || allowed[..before].iter().take_while(|&&at| allows[at].within.is_none()).find(holds);
        allowed[..before].last().filter(holds).or_else(in_work).copied()
    };
    problems.retain(|problem| {
        let Some(allowed) = by_code.get(problem.code.name).filter(|_| problem.code.can_be_allowed) else {
            return true;
        };
        let places = problem.labels.iter().map(|label| (label.file, label.span));
        let found = places.chain([problem.place()]).find_map(|place| holds_at(allowed, place));
        if let Some(at) = found {
            needed[at] = true;
        }
        found.is_none()
    });
    let errors: BTreeSet<&str> =
        problems.iter().filter(|it| it.code.severity == Severity::Error).map(|it| it.code.name).collect();
    let unneeded = allows.iter().zip(needed).filter(|(_, needed)| !needed);
    let codes = codes();
    let judged: Vec<Problem> = unneeded.filter_map(|(allow, _)| judge(allow, (&codes, also), &errors)).collect();
    problems.extend(judged);
}

/// Which allows are of a code, by place; those of a whole work stand first in it.
fn by_code(allows: &[Allow]) -> BTreeMap<&str, Vec<usize>> {
    let mut by_code: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, allow) in allows.iter().enumerate() {
        by_code.entry(&allow.code).or_default().push(at);
    }
    for allowed in by_code.values_mut() {
        allowed.sort_by_key(|&at| (allows[at].written.file, allows[at].within));
    }
    by_code
}

/// What is wrong with an allow that allows nothing, if anything is.
fn judge(allow: &Allow, (codes, also): (&[&Code], &[&Code]), errors: &BTreeSet<&str>) -> Option<Problem> {
    let name = allow.code.as_str();
    let problem = |code, message: String| Problem::new(code, allow.written.file, message).at(allow.written.span, "");
    let Some(code) = codes.iter().find(|code| code.name == name) else {
        let help = suggest::did_you_mean(name, codes.iter().map(|code| code.name));
        let help = help.unwrap_or_else(|| "`storyline explain` lists the codes there are".to_owned());
        return Some(problem(&UNKNOWN_CODE, format!("there is no code `{name}`")).help(help));
    };
    if !code.can_be_allowed {
        let help = if errors.contains(name) {
            format!("mend it: `storyline explain {name}` tells how")
        } else {
            "leave it out".to_owned()
        };
        return Some(problem(&CANNOT_BE_ALLOWED, format!("`{name}` is an error that cannot be allowed")).help(help));
    }
    if **code == UNNEEDED_ALLOW {
        let message = format!("`{name}` cannot be allowed");
        return Some(problem(&CANNOT_BE_ALLOWED, message).help("leave out what allows nothing, and this too"));
    }
    let is_looked_for = !code.on_request || also.contains(code);
    let scope = if allow.within.is_some() { "this scene" } else { "this work" };
    let message = format!("nothing in {scope} needs `{name}` to be allowed");
    (is_looked_for && errors.is_empty()).then(|| problem(&UNNEEDED_ALLOW, message).help("leave it out"))
}
