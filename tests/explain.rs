//! The page of every code: its wrong example has exactly that problem, its right one none. And beside it a near miss,
//! in `near-misses/`: what looks almost as wrong and is not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use storyline::expectation;
use storyline::library::{self, Loaded};
use storyline::lint::{self, Checked};
use storyline::problem::{Code, Problem};
use storyline::source::Source;

/// Problems with a file rather than with what is in it: their examples are calls, and `cli.rs` makes them.
const WITH_FILES: [&str; 7] =
    ["no-such-file", "is-a-folder", "unreadable-file", "too-large", "not-utf8", "unknown-work", "unlisted-work"];

fn check(code: &'static Code, text: &str) -> Vec<Problem> {
    let Loaded { sources, problems, story, .. } = library::load(Source::new("example.toml", text));
    match &story {
        Some(story) => {
            let mut problems = lint::check(Checked::new(story, &sources), &[code], problems);
            let expected = story.expectations().iter();
            problems.extend(expected.flat_map(|expected| expectation::failures(story, expected)));
            problems
        }
        None => problems,
    }
}

/// The blocks of a page, each with its kind and the line before it.
fn blocks(page: &str) -> Vec<(&str, &str, &str)> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some((before, block)) = rest.split_once("\n```") {
        let (kind, block) = block.split_once('\n').unwrap();
        let (text, after) = block.split_once("```").unwrap();
        blocks.push((kind, before.trim().lines().next_back().unwrap_or(""), text));
        rest = after;
    }
    blocks
}

#[test]
fn every_page_has_a_wrong_and_a_right_example() {
    for code in lint::codes() {
        let blocks = blocks(code.explanation);
        let leads: Vec<&str> = blocks.iter().map(|block| block.1).collect();
        assert_eq!(leads, ["Wrong:", "Right:"], "{}", code.name);
        let kind = if WITH_FILES.contains(&code.name) { "console" } else { "toml" };
        for (found, _, text) in blocks {
            assert_eq!(found, kind, "{}", code.name);
            for line in text.lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= 72, "{}: too wide: {line}", code.name);
            }
        }
    }
}

#[test]
fn the_wrong_example_has_exactly_its_problem_and_the_right_one_none() {
    for code in lint::codes().into_iter().filter(|code| !WITH_FILES.contains(&code.name)) {
        let [(_, _, wrong), (_, _, right)] = blocks(code.explanation)[..] else { panic!("{}", code.name) };
        let found = check(code, wrong);
        let names: BTreeSet<&str> = found.iter().map(|problem| problem.code.name).collect();
        assert_eq!(names, BTreeSet::from([code.name]), "{}: wrong example: {found:#?}", code.name);
        assert_eq!(check(code, right), [], "{}: right example", code.name);
    }
}

#[test]
fn a_page_says_what_it_means_and_why_it_matters() {
    for code in lint::codes() {
        let prose = code.explanation.split("\nWrong:").next().unwrap().trim();
        assert!(prose.split_whitespace().count() >= 25, "{}: {prose}", code.name);
        assert!(prose.ends_with('.'), "{}", code.name);
    }
}

#[test]
fn a_near_miss_of_every_code_has_no_problem() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/near-misses");
    let mut missing = Vec::new();
    for code in lint::codes().into_iter().filter(|code| !WITH_FILES.contains(&code.name)) {
        match fs::read_to_string(folder.join(format!("{}.toml", code.name))) {
            Ok(text) => assert_eq!(check(code, &text), [], "{}", code.name),
            Err(_) => missing.push(code.name),
        }
    }
    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_page_is_of_a_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/problems");
    let names: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|page| page.unwrap().path())
        .map(|page| page.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let codes: BTreeSet<String> = lint::codes().iter().map(|code| code.name.to_owned()).collect();
    assert_eq!(names, codes);
}
