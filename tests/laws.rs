//! The laws of docs/model.md 3.3: nobody is told what they have not seen, and everybody all that they have.
//!
//! `STORYLINE_CASES=50000 cargo test --release --test laws -- --nocapture no_future` shows 200,000 pairs of stories.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod laws {
    pub(crate) mod built_in;
    pub(crate) mod choices;
    pub(crate) mod full;
    pub(crate) mod future;
    pub(crate) mod held;
    pub(crate) mod known;
    pub(crate) mod names;
    pub(crate) mod tale;
    pub(crate) mod views;
}
mod shell;

use laws::held::{FUTURES, hold, law};
use laws::views::Stage;

/// Random stories per law, a few or as many as are asked for.
fn count(few: u32) -> u32 {
    #[expect(clippy::disallowed_methods, reason = "how long to look is said from outside")]
    let asked = std::env::var("STORYLINE_CASES").ok();
    asked.and_then(|cases| cases.parse().ok()).unwrap_or(few)
}

/// Holds a law against random stories.
fn holds(name: &str, few: u32) {
    let count = count(few);
    if let Err(broken) = hold(law(name), &Stage::new(name), count, None) {
        panic!("{broken}");
    }
}

#[test]
fn no_future_changes_what_a_viewer_is_shown() {
    holds("non-interference", 60);
    let _ = FUTURES;
}

#[test]
fn a_cut_as_a_file_is_shown_as_the_story_was() {
    holds("closure", 40);
}

#[test]
fn cutting_twice_is_cutting_once() {
    holds("idempotence", 400);
}

#[test]
fn all_that_was_seen_is_there() {
    holds("fullness", 150);
}

#[test]
fn what_is_known_stays_known() {
    holds("monotony", 400);
}

#[test]
fn what_cannot_be_understood_counts_as_nothing_seen() {
    holds("fail closed", 5);
}

#[test]
fn no_word_of_what_is_hidden_gets_out() {
    holds("canaries", 60);
}

#[test]
fn what_is_printed_at_a_scene_does_not_depend_on_what_comes_after_it() {
    holds("watching", 200);
}
