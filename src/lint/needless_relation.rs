//! A relation that says what the telling says anyway, and for all that takes its scene off the main strand.
//!
//! On `main` each scene follows the one told before it. A scene that says `after` one of those it follows is no longer
//! on `main`, so what is told next does not follow it: seldom what its writer wants.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::story::{Claim, MAIN_STRAND, Party, SceneId, Statement};
use crate::time::{Label, MAIN, Relation, Telling};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/needless-relation.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    let main = story.strand(MAIN_STRAND);
    if main.told != Telling::Forwards || checked.chronology().contradiction.is_some() {
        return;
    }
    let jumps = jumps_before(checked);
    // Claims come scene by scene.
    for claims in story.claims().chunk_by(|one, other| one.subject == other.subject) {
        let Party::Scene(scene) = claims[0].subject else { continue };
        if story.scene(scene).strand.is_some() || story.scene(scene).timeless || checked.is_broken(scene) {
            continue;
        }
        let mut relations = claims.iter().filter(|claim| claim.target().is_some()).peekable();
        let Some(&first) = relations.peek() else { continue };
        if relations.all(|claim| follows(checked, scene, claim, &jumps)) {
            problems.push(problem(checked, scene, first));
        }
    }
}

/// How many jumps there are on `main` before each scene.
fn jumps_before(checked: &Checked) -> Vec<u32> {
    let mut jumps = vec![0];
    for place in &checked.chronology().places {
        jumps.push(jumps.last().copied().unwrap_or_default() + u32::from(place.label == Label::Jump));
    }
    jumps
}

/// Whether a relation would follow from the telling if its scene were on `main`.
fn follows(checked: &Checked, scene: SceneId, claim: &Claim, jumps: &[u32]) -> bool {
    let Statement::Is { relation, target: Party::Scene(target), .. } = claim.says else { return false };
    let (first, last) = match relation {
        Relation::After if target < scene => (target, scene),
        Relation::Before if scene < target => (scene, target),
        _ => return false,
    };
    let on_main = checked.chronology().places[target.index()].strand == Some(MAIN);
    on_main && claim.once.is_empty() && jumps[first.index() + 1] == jumps[last.index() + 1]
}

fn problem(checked: &Checked, scene: SceneId, claim: &Claim) -> Problem {
    let id = &checked.story.scene(scene).id;
    let message = format!("the telling says so anyway, and saying it takes `{id}` off the main strand");
    let problem = Problem::new(&CODE, claim.written.file, message).at_location(claim.written, "");
    let distance = matches!(claim.says, Statement::Is { by: Some(_), .. });
    problem.help(if distance {
        "write `strand = \"main\"` beside it, so that the next scene follows this one"
    } else {
        "leave it out, or write `strand = \"main\"` beside it: then the next scene follows this one"
    })
}
