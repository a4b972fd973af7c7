//! What is wrong with a story as a whole: one file a rule, one line here.

mod allow;
mod clip_backwards;
mod clip_overlap;
mod contradiction;
mod date_goes_back;
mod early_hindsight;
mod effect_first;
mod hint_without_seems;
mod idle_set_aside;
mod invisible_character;
mod late_date;
mod late_hint;
mod lookalike;
mod near_ids;
mod near_names;
mod needless_relation;
mod never_hinted;
mod never_revealed;
mod newer_toml;
mod not_normalised;
mod open_order;
mod placed_later;
mod revealed_again;
mod set_aside;
mod spoils_itself;
mod telling;
mod telling_id;
mod theory_contradiction;
mod timeless_claim;
mod unanchored_days;
mod unused;

use std::cell::OnceCell;

use crate::problem::{self, CODES, Code, Problem, Severity};
use crate::source::{FileId, Location, Source, Span};
use crate::story::{Projection, SceneId, Story};
use crate::time::{Chronology, Contradiction, Solution, contradictions};
use telling::Telling;

/// What rules are held against: a story, and the texts that it was read from.
///
/// What several rules ask is worked out once, by the first of them.
pub struct Checked<'a> {
    story: &'a Story,
    sources: &'a [Source],
    whole: OnceCell<(Projection, Solution)>,
    telling: OnceCell<Telling>,
    /// Every place that some error is about, sorted.
    errors: Vec<Location>,
}

impl<'a> Checked<'a> {
    /// A story, and the texts that it was read from, in the order of their [`FileId`]s. A story
    /// that was made in code has none: then rules on how it is written find nothing.
    #[must_use]
    pub fn new(story: &'a Story, sources: &'a [Source]) -> Self {
        Self { story, sources, whole: OnceCell::new(), telling: OnceCell::new(), errors: Vec::new() }
    }

    /// All that is claimed about time, once every fact is known, but for claims that contradict each other.
    fn projection(&self) -> &Projection {
        &self.whole().0
    }

    /// The order of all events.
    fn chronology(&self) -> &Chronology {
        self.solution().chronology()
    }

    /// The same, and what more can be asked of it.
    fn solution(&self) -> &Solution {
        &self.whole().1
    }

    fn whole(&self) -> &(Projection, Solution) {
        self.whole.get_or_init(|| {
            let mut projection = self.story.network();
            let solution = Solution::of(&projection.network);
            if solution.chronology().contradiction.is_none() {
                return (projection, solution);
            }
            // What contradicts itself is told; the rest is judged without it.
            let found = contradictions(&projection.network);
            let mut given_up: Vec<u32> = found.iter().flat_map(Contradiction::claims).collect();
            given_up.sort_unstable();
            projection.leave_out(&given_up);
            let solution = Solution::of(&projection.network);
            (projection, solution)
        })
    }

    /// When whom and what somebody meets who watches from the first scene to the last.
    fn telling(&self) -> &Telling {
        self.telling.get_or_init(|| Telling::of(self.story))
    }

    /// Whether there is any error: for one of them a claim may have been left out, and the order of all that it tied
    /// together may be its consequence.
    fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Whether some error is about what a scene says: then part of it has been left out, and what the rest of it lacks
    /// is likely its consequence.
    fn is_broken(&self, scene: SceneId) -> bool {
        let scene = self.story.scene(scene);
        self.has_error_in(scene.written.file, scene.extent)
    }

    /// Whether some error is about something in a stretch of a text.
    fn has_error_in(&self, file: FileId, extent: Span) -> bool {
        let begins = Location { file, span: Span { start: extent.start, end: 0 } };
        let next = self.errors.get(self.errors.partition_point(|&error| error < begins));
        next.is_some_and(|error| error.file == file && error.span.start < extent.end)
    }

    /// What is written at a place. Empty where the text is not at hand.
    fn written(&self, at: Location) -> &'a str {
        let source = self.sources.get(at.file.0 as usize);
        source.and_then(|source| source.text().get(at.span.start as usize..at.span.end as usize)).unwrap_or_default()
    }
}

/// A rule that a story can break.
#[derive(Debug)]
struct Lint {
    /// The problem that it finds.
    code: &'static Code,
    /// Finds it, wherever it is.
    check: fn(&Checked, &mut Vec<Problem>),
}

/// Every rule.
static LINTS: &[&Lint] = &[
    &clip_backwards::LINT,
    &clip_overlap::LINT,
    &contradiction::LINT,
    &date_goes_back::LINT,
    &early_hindsight::LINT,
    &effect_first::LINT,
    &hint_without_seems::LINT,
    &idle_set_aside::LINT,
    &invisible_character::LINT,
    &late_date::LINT,
    &late_hint::LINT,
    &lookalike::LINT,
    &near_ids::LINT,
    &near_names::LINT,
    &needless_relation::LINT,
    &never_hinted::LINT,
    &never_revealed::LINT,
    &newer_toml::LINT,
    &not_normalised::LINT,
    &open_order::LINT,
    &placed_later::LINT,
    &revealed_again::LINT,
    &set_aside::LINT,
    &spoils_itself::LINT,
    &telling_id::LINT,
    &theory_contradiction::LINT,
    &timeless_claim::LINT,
    &unanchored_days::LINT,
    &unused::LINT,
];

/// Every code that there is: of reading and building, of the rules, of what is allowed. By name.
#[must_use]
pub fn codes() -> Vec<&'static Code> {
    let rules = LINTS.iter().map(|lint| lint.code);
    let mut codes: Vec<&Code> = CODES.iter().copied().chain(rules).chain(allow::CODES).collect();
    codes.sort_unstable_by_key(|code| code.name);
    codes
}

/// Everything that is wrong with a story, sorted by place: `problems`, which reading and building it met, and what breaks
/// a rule. What the story allows is left out.
///
/// A rule that is held against a story only on request is asked if its code is in `also`.
///
/// O(n log n) in what the story says, beside two or three chronologies of it ([`chronology`](crate::time::chronology)), one
/// more for each position that `contradiction` has to judge, and a walk through the story for each 64 causes that are
/// listed after their effects.
#[must_use]
pub fn check(mut checked: Checked, also: &[&Code], mut problems: Vec<Problem>) -> Vec<Problem> {
    let (errors, others): (Vec<&Lint>, Vec<&Lint>) =
        LINTS.iter().partition(|lint| lint.code.severity == Severity::Error);
    for lint in errors {
        (lint.check)(&checked, &mut problems);
    }
    checked.errors = places_of_errors(&problems);
    for lint in others.iter().filter(|lint| !lint.code.on_request || also.contains(&lint.code)) {
        (lint.check)(&checked, &mut problems);
    }
    allow::leave_out(checked.story, also, &mut problems);
    problem::sort(&mut problems);
    problems
}

/// Every place that some error is about, sorted.
fn places_of_errors(problems: &[Problem]) -> Vec<Location> {
    let errors = problems.iter().filter(|problem| problem.code.severity == Severity::Error);
    let labels = errors.flat_map(|problem| &problem.labels);
    let mut places: Vec<Location> = labels.map(|label| Location { file: label.file, span: label.span }).collect();
    places.sort_unstable();
    places
}

/// How many errors a story has: those that reading and building it met, and those of rules.
#[must_use]
pub fn count_errors(checked: &Checked, problems: &[Problem]) -> usize {
    errors(checked, problems).len()
}

/// The errors of a story: those that reading and building it met, and those of rules.
#[must_use]
pub fn errors(checked: &Checked, problems: &[Problem]) -> Vec<Problem> {
    let mut found = problems.to_vec();
    for lint in LINTS.iter().filter(|lint| lint.code.severity == Severity::Error) {
        (lint.check)(checked, &mut found);
    }
    found.retain(|problem| problem.code.severity == Severity::Error);
    found
}
