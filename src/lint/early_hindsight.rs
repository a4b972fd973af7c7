//! Hindsight that waits for what is known already when there is something to look back on: it is no hindsight, and what
//! it changes is never seen as it was.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::Location;
use crate::story::{FactId, SceneId, Thing};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/early-hindsight.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let (story, telling) = (checked.story, checked.telling());
    for id in story.scenes() {
        let scene = story.scene(id);
        for patch in scene.hindsight.iter().filter(|patch| !patch.is_idle()) {
            problems.extend(problem(checked, (&scene.id, id), &patch.once, patch.written));
        }
    }
    let mut of = |thing: &Thing, met: Option<SceneId>| {
        for patch in thing.hindsight.iter().filter(|patch| !patch.is_idle()) {
            problems.extend(met.and_then(|met| problem(checked, (&thing.id, met), &patch.once, patch.written)));
        }
    };
    story.characters().for_each(|id| of(story.character(id), telling.character(id)));
    story.places().for_each(|id| of(story.place(id), telling.place(id)));
    story.layers().for_each(|id| of(story.layer(id), telling.layer(id)));
}

/// What is wrong with hindsight on something that is first met in a scene, if anything is.
fn problem(checked: &Checked, (id, met): (&str, SceneId), once: &[FactId], written: Location) -> Option<Problem> {
    let telling = checked.telling();
    if !telling.is_known(once, met) {
        return None;
    }
    let last = once.iter().filter_map(|&fact| telling.revealed(fact)).max_by_key(|tied| tied.scene)?;
    let first = &checked.story.scene(met).id;
    let when = if first == id {
        "when the scene is seen".to_owned()
    } else {
        format!("when `{first}` is seen, which has it first")
    };
    let message = format!("the hindsight on `{id}` holds from the first: what it waits for is known {when}");
    let problem = Problem::new(&CODE, written.file, message).at_location(written, "");
    let problem = problem.at_location(last.written, "it is known from here on");
    Some(problem.help("say it without hindsight, or let it wait for a fact that is revealed later"))
}
