//! A told fact whose claims all wait for what is told later: where it is revealed nothing places it, and when they come
//! it moves.
//!
//! In a universe this is judged for whoever has skipped nothing: that a claim on another work's scene waits for that work
//! is no oversight.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::story::{Claim, FactId, Party, SceneId};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/placed-later.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let (story, telling) = (checked.story, checked.telling());
    // For each fact, the first claim of its own, and whether something places it where it is told.
    let mut placed: Vec<(Option<&Claim>, bool)> = vec![(None, false); story.facts().len()];
    for claim in story.claims() {
        for (party, other) in [(Some(claim.subject), claim.target()), (claim.target(), Some(claim.subject))] {
            let Some(Party::Fact(fact)) = party else { continue };
            let Some(revealed) = telling.revealed(fact) else { continue };
            let (first, is_placed) = &mut placed[fact.index()];
            if claim.subject == Party::Fact(fact) {
                first.get_or_insert(claim);
            }
            *is_placed |= telling.is_told(&claim.once, revealed.scene) && is_met(checked, other, revealed.scene);
        }
    }
    for (id, (claim, is_placed)) in story.facts().zip(placed) {
        let fact = story.fact(id);
        let is_broken = checked.has_error_in(fact.written.file, fact.extent);
        if let (Some(claim), Some(revealed), false) = (claim, telling.revealed(id), is_placed || is_broken)
            && comes_to_be_met(checked, claim)
        {
            problems.push(problem(checked, id, claim).at_location(revealed.written, "it is told here"));
        }
    }
}

/// Whether somebody who has seen everything up to a scene has met what a claim names.
fn is_met(checked: &Checked, target: Option<Party>, scene: SceneId) -> bool {
    match target {
        Some(Party::Scene(target)) => target <= scene,
        Some(Party::Fact(fact)) => checked.telling().is_told(&[fact], scene),
        Some(Party::Strand(strand)) => checked.telling().strand(strand).first().is_some_and(|met| met <= scene),
        None => true,
    }
}

/// Whether what a claim names is met at all: a fact that is never revealed is another matter.
fn comes_to_be_met(checked: &Checked, claim: &Claim) -> bool {
    let is_revealed = |fact: FactId| checked.telling().revealed(fact).is_some();
    let target = claim.target().is_none_or(|target| !matches!(target, Party::Fact(fact) if !is_revealed(fact)));
    target && claim.once.iter().all(|&fact| is_revealed(fact))
}

fn problem(checked: &Checked, fact: FactId, claim: &Claim) -> Problem {
    let id = &checked.story.fact(fact).id;
    let why = if checked.telling().revealed(fact).is_some_and(|told| checked.telling().is_told(&claim.once, told.scene))
    {
        "what it is compared with is told later"
    } else {
        "this holds only once more is known"
    };
    let message = format!("nothing places `{id}` in time where it is told, so it may move later");
    let problem = Problem::new(&CODE, claim.written.file, message).at_location(claim.written, why);
    problem.help("claim too how it stands to a scene told before, or when it was: `at`")
}
