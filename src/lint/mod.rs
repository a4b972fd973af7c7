//! What is wrong with a story as a whole: one file a rule, one line here.

mod contradiction;
mod unanchored_days;

use crate::problem::{Code, Problem};
use crate::story::Story;

/// A rule that a story can break.
#[derive(Debug)]
pub struct Lint {
    /// The problem that it finds.
    pub code: &'static Code,
    /// Finds it, wherever it is.
    pub check: fn(&Story, &mut Vec<Problem>),
}

/// Every rule.
pub static LINTS: &[&Lint] = &[&contradiction::LINT, &unanchored_days::LINT];

/// Holds a story against every rule.
pub fn check(story: &Story, problems: &mut Vec<Problem>) {
    for lint in LINTS {
        (lint.check)(story, problems);
    }
}
