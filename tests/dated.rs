//! Dates, distances and why, as a shell sees them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod shell;

use insta::assert_snapshot;
use shell::transcript;

const TRIAL: &str = "tests/dated/trial.toml";
const LOOSE: &str = "tests/dated/loose.toml";
const LANES: &str = "tests/dated/lanes.toml";

fn why(story: &str, pairs: &[[&str; 2]]) -> String {
    let calls: Vec<[&str; 4]> = pairs.iter().map(|[before, after]| ["why", story, before, after]).collect();
    transcript(&calls.iter().map(<[&str; 4]>::as_slice).collect::<Vec<_>>())
}

#[test]
fn a_timeline_shows_when_it_happened_as_far_as_claims_tell() {
    assert_snapshot!(transcript(&[
        &["timeline", TRIAL],
        &["timeline", TRIAL, "--chronological"],
        &["timeline", TRIAL, "--chronological", "--width", "40"],
        &["timeline", LANES, "--chronological"],
    ]));
}

#[test]
fn a_timeline_gives_machines_the_first_and_the_last_minute() {
    assert_snapshot!(transcript(&[&["timeline", TRIAL, "--chronological", "--format", "json"]]));
}

#[test]
fn why_adds_up_distances_and_dates() {
    let pairs = [
        ["proposal", "wedding"],
        ["wedding", "verdict"],
        ["toast", "verdict"],
        ["verdict", "toast"],
        ["proposal", "fact:letter-sent"],
        ["arrest", "guests-leave"],
    ];
    assert_snapshot!(why(TRIAL, &pairs));
}

#[test]
fn why_names_claims_and_links_and_says_where_nothing_does() {
    let pairs = [
        ["gate", "boat"],
        ["june", "field"],
        ["july", "june"],
        ["swim", "shore"],
        ["song", "again"],
        ["path", "song"],
        ["letter", "gate"],
        ["fact:storm", "gate"],
        ["river", "again"],
        ["sign", "gate"],
        ["flash", "path"],
        ["flash", "flash"],
        ["boat", "shore"],
        ["smoke", "path"],
        ["1", "2"],
        ["oar", "song"],
        ["oar", "boat"],
    ];
    assert_snapshot!(why(LANES, &pairs));
}

#[test]
fn what_dates_pull_forward_is_not_said_to_be_told_first() {
    assert_snapshot!(why(LOOSE, &[["storm", "calm"], ["calm", "storm"], ["storm", "later"]]));
}

#[test]
fn why_answers_machines_and_wrong_calls() {
    assert_snapshot!(transcript(&[
        &["why", LANES, "june", "field", "--format", "json"],
        &["why", LANES, "flash", "path", "--format", "json"],
        &["why", LANES, "juen", "feild"],
        &["why", LANES, "oar", "song", "--format", "json"],
        &["why", LANES, "storm", "gate"],
        &["why", LANES, "0", "17"],
        &["why", LANES, "fact:strom", "gate"],
        &["why", "please-dont", "fact:anything", "1"],
        &["why", "one-more-day", "8", "1", "--seen", "all"],
        &["why", "tests/problems/contradiction.toml", "walk", "home"],
    ]));
}
