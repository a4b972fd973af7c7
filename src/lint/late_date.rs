//! The first date on a strand, where scenes told before it there have none: so far nothing said when they are.

use std::collections::BTreeMap;

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::Location;
use crate::story::{Party, Statement};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/late-date.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    let strand_of = |scene: usize| checked.chronology().places[scene].strand;
    let mut dates: Vec<Option<Location>> = vec![None; story.scenes().len()];
    let mut dated_strands = Vec::new();
    for claim in story.claims().iter().filter(|claim| matches!(claim.says, Statement::At(..))) {
        match claim.subject {
            Party::Scene(scene) => dates[scene.index()] = dates[scene.index()].or(Some(claim.written)),
            Party::Strand(strand) => dated_strands.push(strand),
            Party::Fact(_) => {}
        }
    }
    if dates.iter().all(Option::is_none) {
        return;
    }
    // For each strand, its first scene, and whether a date has been met.
    let mut begun: BTreeMap<u32, (Location, bool)> = BTreeMap::new();
    for (scene, date) in story.scenes().zip(dates) {
        let Some(strand) = strand_of(scene.index()) else { continue };
        let written = story.scene(scene).written;
        let (first, is_dated) = begun.entry(strand.0).or_insert((written, date.is_some()));
        let Some(date) = date.filter(|_| !*is_dated) else { continue };
        *is_dated = true;
        let strand = checked.projection().strands[strand.0 as usize];
        if dated_strands.contains(&strand) {
            continue;
        }
        let message =
            format!("this is the first date on the strand `{}`, and not on its first scene", story.strand(strand).id);
        let problem = Problem::new(&CODE, date.file, message).at_location(date, "");
        let problem = problem.at_location(*first, "nothing says when this is, but that it is before");
        problems.push(problem.help("give the first scene a date too, as roughly as is known: \"2012\" will do"));
    }
}
