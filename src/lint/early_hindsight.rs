//! Hindsight that waits for what is known already when there is something to look back on: it is no hindsight, and what
//! it changes is never seen as it was.
//!
//! In a universe it is for whoever has seen more than the work in which it stands, too: so it is early only if what it
//! waits for is known in every work in which there is something to change, whatever the others tell.

use super::telling::{Moment, Way};
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
            let ways = [telling.way(id)];
            problems.extend(problem(checked, (&scene.id, Some(id)), &ways, &patch.once, patch.written));
        }
    }
    let mut of = |thing: &Thing, met: &Moment| {
        let ways: Vec<Way> = met.ways().collect();
        for patch in thing.hindsight.iter().filter(|patch| !patch.is_idle()) {
            problems.extend(problem(checked, (&thing.id, met.first()), &ways, &patch.once, patch.written));
        }
    };
    story.characters().for_each(|id| of(story.character(id), telling.character(id)));
    story.places().for_each(|id| of(story.place(id), telling.place(id)));
    story.layers().for_each(|id| of(story.layer(id), telling.layer(id)));
}

/// What is wrong with hindsight on something that is first met in a scene, and in several works perhaps, if anything is.
fn problem(
    checked: &Checked,
    (id, met): (&str, Option<SceneId>),
    ways: &[Way],
    once: &[FactId],
    written: Location,
) -> Option<Problem> {
    let telling = checked.telling();
    if ways.is_empty() || !ways.iter().all(|way| telling.knows(way, once)) {
        return None;
    }
    let first = &checked.story.scene(met?).id;
    let beside = |&fact: &FactId| telling.revealed_beside(fact, met?).or_else(|| telling.revealed(fact));
    let last = once.iter().filter_map(beside).max_by_key(|tied| tied.scene)?;
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
