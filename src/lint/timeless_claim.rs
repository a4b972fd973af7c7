//! A claim that a timeless scene makes, or that is made of one: it says nothing, because there is no event to compare.

use std::collections::BTreeMap;

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::Location;
use crate::story::{Party, SceneId};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/timeless-claim.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let timeless = |party: Option<Party>| match party {
        Some(Party::Scene(scene)) => is_timeless(checked, scene).then_some(scene),
        _ => None,
    };
    let mut of: BTreeMap<SceneId, Vec<Location>> = BTreeMap::new();
    for claim in checked.story.claims() {
        if let Some(scene) = timeless(Some(claim.subject)).or_else(|| timeless(claim.target())) {
            of.entry(scene).or_default().push(claim.written);
        }
    }
    for (scene, claims) in of {
        let scene = checked.story.scene(scene);
        let says = if claims.len() == 1 { "this says nothing" } else { "these say nothing" };
        let message = format!("{says} about time: `{}` is timeless", scene.id);
        let mut problem = Problem::new(&CODE, claims[0].file, message);
        for claim in claims {
            problem = problem.at_location(claim, "");
        }
        let problem = problem.at_location(scene.written, "this scene shows no event");
        problems.push(problem.help("leave it out, or let the scene have a time: without `timeless`"));
    }
}

/// Whether a scene is timeless whatever is known.
fn is_timeless(checked: &Checked, scene: SceneId) -> bool {
    let scene = checked.story.scene(scene);
    scene.timeless && scene.hindsight.iter().all(|patch| patch.timeless != Some(false))
}
