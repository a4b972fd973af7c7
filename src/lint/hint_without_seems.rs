//! A hint at a fact that does not say what it seems: a viewer is shown nothing of it.

use super::telling::Tied;
use super::{Checked, Lint};
use crate::problem::{Code, Problem};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/hint-without-seems.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let (story, telling) = (checked.story, checked.telling());
    for id in story.facts() {
        let fact = story.fact(id);
        // A hint that comes too late is another matter.
        let in_time = |hint: &&Tied| {
            let revealed = telling.revealed_beside(id, hint.scene);
            revealed.is_none_or(|revealed| hint.scene < revealed.scene)
        };
        let Some(hint) = telling.hints(id).iter().find(in_time) else { continue };
        // A `seems` that could not be read is another, too.
        let is_broken = checked.has_error_in(fact.written.file, fact.extent);
        if fact.seems.is_none() && !is_broken {
            let message = format!("the hint at `{}` shows nothing: the fact does not say what it seems", fact.id);
            let problem = Problem::new(&CODE, hint.written.file, message).at_location(hint.written, "");
            let problem = problem.at_location(fact.written, "this has no `seems`");
            problems.push(problem.help("say what a viewer believes until it is revealed: `seems = \"…\"`"));
        }
    }
}
