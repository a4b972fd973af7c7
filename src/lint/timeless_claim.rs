//! A claim that a timeless scene makes, or that is made of one: it says nothing, because there is no event to compare.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::story::{Party, SceneId};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/timeless-claim.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    let timeless = |party: Option<Party>| match party {
        Some(Party::Scene(scene)) => is_timeless(checked, scene).then_some(scene),
        _ => None,
    };
    for claim in story.claims() {
        let Some(scene) = timeless(Some(claim.subject)).or_else(|| timeless(claim.target())) else { continue };
        let scene = story.scene(scene);
        let message = format!("the claim says nothing: `{}` is timeless", scene.id);
        let problem = Problem::new(&CODE, claim.written.file, message).at_location(claim.written, "");
        let problem = problem.at_location(scene.written, "this scene shows no event");
        problems.push(problem.help("leave the claim out, or let the scene have a time: without `timeless`"));
    }
}

/// Whether a scene is timeless whatever is known.
fn is_timeless(checked: &Checked, scene: SceneId) -> bool {
    let scene = checked.story.scene(scene);
    scene.timeless && scene.hindsight.iter().all(|patch| patch.timeless != Some(false))
}
