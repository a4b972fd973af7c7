//! What is wrong with a story as a whole: one file a rule, one line here.

mod allow;
mod before_birth;
mod changed_without_order;
mod clip_backwards;
mod clip_overlap;
mod contradiction;
mod date_goes_back;
mod dead_acts;
mod dead_may_act;
mod early_hindsight;
mod effect_first;
mod gone_when_used;
mod hint_without_seems;
mod idle_set_aside;
mod in_two_places;
mod invisible_character;
mod journeys;
mod knows_too_early;
mod late_date;
mod late_hint;
mod leads_there;
mod lookalike;
mod may_be_gone_when_used;
mod near_ids;
mod near_names;
mod need_may_be_unmet;
mod need_unmet;
mod needless_relation;
mod never_hinted;
mod never_revealed;
mod newer_toml;
mod not_normalised;
mod not_their_child;
mod open_order;
mod people;
mod placed_later;
mod revealed_again;
mod set_aside;
mod spoils_itself;
mod states;
mod telling;
mod telling_id;
mod theory_contradiction;
mod timeless_claim;
mod too_fast;
mod unanchored_days;
mod unused;

use std::cell::OnceCell;

use crate::problem::{self, CODES, Code, Problem, Severity};
use crate::source::{FileId, Location, Source, Span};
use crate::story::{Projection, SceneId, Story};
use crate::time::{Chronology, Contradiction, Solution, contradictions};
use before_birth::Suspect;
use journeys::Clash;
use knows_too_early::TooEarly;
use not_their_child::Kin;
use states::States;
use telling::Telling;

/// What rules are held against: a story, and the texts that it was read from.
///
/// What several rules ask is worked out once, by the first of them.
pub struct Checked<'a> {
    story: &'a Story,
    sources: &'a [Source],
    whole: OnceCell<(Projection, Solution)>,
    telling: OnceCell<Telling>,
    clashes: OnceCell<Vec<Clash>>,
    states: OnceCell<States>,
    knowing: OnceCell<Vec<TooEarly>>,
    kin: OnceCell<Vec<Kin>>,
    born: OnceCell<Vec<Suspect>>,
    /// Every place that some error is about, sorted.
    errors: Vec<Location>,
    /// Of what is learnt over and over so much is looked at first.
    near: usize,
}

impl<'a> Checked<'a> {
    /// A story, and the texts that it was read from, in the order of their [`FileId`]s. A story
    /// that was made in code has none: then rules on how it is written find nothing.
    #[must_use]
    pub fn new(story: &'a Story, sources: &'a [Source]) -> Self {
        Self {
            story,
            sources,
            whole: OnceCell::new(),
            telling: OnceCell::new(),
            clashes: OnceCell::new(),
            states: OnceCell::new(),
            knowing: OnceCell::new(),
            kin: OnceCell::new(),
            born: OnceCell::new(),
            errors: Vec::new(),
            near: knows_too_early::NEAR,
        }
    }

    /// The same, where of what is learnt over and over only so much is looked at first: for tests, whose stories are small.
    #[doc(hidden)]
    #[must_use]
    pub fn looking_at_first(self, near: usize) -> Self {
        Self { near, ..self }
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

    /// What is wrong with what is so when. Nothing where an error may be the reason.
    fn states(&self) -> &States {
        self.states.get_or_init(|| States::of(self))
    }

    /// When whom and what somebody meets who watches from the first scene to the last.
    fn telling(&self) -> &Telling {
        self.telling.get_or_init(|| Telling::of(self.story))
    }

    /// Scenes of one person that are too close together for where they are.
    fn clashes(&self) -> &[Clash] {
        self.clashes.get_or_init(|| journeys::clashes(self))
    }

    /// Who acts on what before they know it.
    fn knowing(&self) -> &[TooEarly] {
        self.knowing.get_or_init(|| knows_too_early::find(self))
    }

    /// Children and their parents.
    fn kin(&self) -> &[Kin] {
        self.kin.get_or_init(|| not_their_child::kin(self))
    }

    /// Who is in scenes that may begin before they are born.
    fn born(&self) -> &[Suspect] {
        self.born.get_or_init(|| before_birth::of_the_born(self))
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
    &before_birth::PROVEN,
    &before_birth::POSSIBLE,
    &changed_without_order::LINT,
    &clip_backwards::LINT,
    &clip_overlap::LINT,
    &contradiction::LINT,
    &date_goes_back::LINT,
    &dead_acts::LINT,
    &dead_may_act::LINT,
    &early_hindsight::LINT,
    &effect_first::PROVEN,
    &effect_first::POSSIBLE,
    &gone_when_used::LINT,
    &hint_without_seems::LINT,
    &idle_set_aside::LINT,
    &in_two_places::PROVEN,
    &in_two_places::POSSIBLE,
    &invisible_character::LINT,
    &knows_too_early::PROVEN,
    &knows_too_early::POSSIBLE,
    &late_date::LINT,
    &late_hint::LINT,
    &lookalike::LINT,
    &may_be_gone_when_used::LINT,
    &near_ids::LINT,
    &near_names::LINT,
    &need_may_be_unmet::LINT,
    &need_unmet::LINT,
    &needless_relation::LINT,
    &never_hinted::LINT,
    &never_revealed::LINT,
    &newer_toml::LINT,
    &not_normalised::LINT,
    &not_their_child::PROVEN,
    &not_their_child::POSSIBLE,
    &open_order::LINT,
    &placed_later::LINT,
    &revealed_again::LINT,
    &set_aside::LINT,
    &spoils_itself::LINT,
    &telling_id::LINT,
    &theory_contradiction::LINT,
    &timeless_claim::LINT,
    &too_fast::PROVEN,
    &too_fast::POSSIBLE,
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
    find_strict_errors(&mut checked, &mut problems);
    let others = LINTS.iter().filter(|lint| lint.code.can_be_allowed);
    for lint in others.filter(|lint| !lint.code.on_request || also.contains(&lint.code)) {
        (lint.check)(&checked, &mut problems);
    }
    allow::leave_out(checked.story, also, &mut problems);
    problem::sort(&mut problems);
    problems
}

/// Finds what leaves something out of the story, or makes its order none: what other rules find may be its consequence.
fn find_strict_errors(checked: &mut Checked, problems: &mut Vec<Problem>) {
    checked.errors = places_of_errors(problems);
    for lint in LINTS.iter().filter(|lint| !lint.code.can_be_allowed) {
        (lint.check)(checked, problems);
    }
    checked.errors = places_of_errors(problems);
}

/// Every place that some error is about, sorted.
fn places_of_errors(problems: &[Problem]) -> Vec<Location> {
    let errors = problems.iter().filter(|problem| problem.code.severity == Severity::Error);
    let labels = errors.flat_map(|problem| &problem.labels);
    let mut places: Vec<Location> = labels.map(|label| Location { file: label.file, span: label.span }).collect();
    places.sort_unstable();
    places
}

/// How many errors a story has: those that reading and building it met, and those of rules that the story does not allow.
#[must_use]
pub fn count_errors(checked: Checked, problems: Vec<Problem>) -> usize {
    errors(checked, problems).len()
}

/// The same errors, as they are found.
#[must_use]
pub fn errors(mut checked: Checked, mut problems: Vec<Problem>) -> Vec<Problem> {
    find_strict_errors(&mut checked, &mut problems);
    for lint in LINTS.iter().filter(|lint| lint.code.can_be_allowed && lint.code.severity == Severity::Error) {
        (lint.check)(&checked, &mut problems);
    }
    allow::leave_out(checked.story, &[], &mut problems);
    problems.retain(|problem| problem.code.severity == Severity::Error);
    problems
}
