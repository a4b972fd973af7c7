//! A told fact whose claims all wait for what is told later: where it is revealed nothing places it, and when they come
//! it moves.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::story::{Claim, FactId, Party, SceneId};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/placed-later.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let (story, telling) = (checked.story, checked.telling());
    // For each fact, what of its claims waits: Some(None) where one does not.
    let mut waits: Vec<Option<Option<&Claim>>> = vec![None; story.facts().len()];
    for claim in story.claims() {
        let Party::Fact(fact) = claim.subject else { continue };
        let Some(revealed) = telling.revealed(fact) else { continue };
        let holds = telling.is_known(&claim.once, revealed.scene) && is_met(checked, claim.target(), revealed.scene);
        let waiting = waits[fact.index()].get_or_insert(Some(claim));
        if holds {
            *waiting = None;
        }
    }
    for (id, claim) in story.facts().zip(waits) {
        if let (Some(Some(claim)), Some(revealed)) = (claim, telling.revealed(id)) {
            problems.push(problem(checked, id, claim).at_location(revealed.written, "it is told here"));
        }
    }
}

/// Whether somebody who has seen everything up to a scene has met what a claim names.
fn is_met(checked: &Checked, target: Option<Party>, scene: SceneId) -> bool {
    match target {
        Some(Party::Scene(target)) => target <= scene,
        Some(Party::Fact(fact)) => checked.telling().is_known(&[fact], scene),
        Some(Party::Strand(_)) | None => true,
    }
}

fn problem(checked: &Checked, fact: FactId, claim: &Claim) -> Problem {
    let id = &checked.story.fact(fact).id;
    let message = format!("nothing places `{id}` in time where it is told");
    let problem = Problem::new(&CODE, claim.written.file, message);
    let problem = problem.at_location(claim.written, "this is told later, or known only later");
    problem.help("claim too how it stands to a scene told before, or when it was: `at`")
}
