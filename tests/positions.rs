//! A contradiction at any position in the telling is found by `check`: random stories whose claims wait for facts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::test_runner::Config;
use storyline::library;
use storyline::lint::{self, Checked};
use storyline::source::Source;

/// One claim: a relation or a date, its target or day, and the fact it waits for.
type Draft = (u8, u8, Option<u8>);

#[derive(Clone, Debug)]
struct Scene {
    strand: Option<u8>,
    claims: Vec<Draft>,
    /// A patch that waits for a fact: to another strand, or to no time.
    patch: Option<(u8, Option<u8>)>,
    reveals: Option<u8>,
}

fn drafts(most: usize) -> impl Strategy<Value = Vec<Draft>> {
    prop::collection::vec((0u8..8, 0u8..7, prop::option::weighted(0.3, 0u8..2)), 0..=most)
}

fn scenes() -> impl Strategy<Value = Vec<Scene>> {
    let patch = prop::option::weighted(0.3, (0u8..2, prop::option::of(0u8..3)));
    let scene = (prop::option::of(0u8..3), drafts(2), patch, prop::option::weighted(0.4, 0u8..2));
    let scene = scene.prop_map(|(strand, claims, patch, reveals)| Scene { strand, claims, patch, reveals });
    prop::collection::vec(scene, 3..8)
}

/// Strands 0 to 2 are `a`, `b` and `main`; `a` waits for a fact.
fn strand(number: u8) -> &'static str {
    ["a", "b", "main"][usize::from(number)]
}

fn claims(drafts: &[Draft], own: Option<usize>, scenes: usize) -> String {
    let written = drafts.iter().filter_map(|&(what, which, once)| {
        let target = usize::from(which) % scenes;
        let said = match what {
            0..=2 => format!("at = \"day {which}\""),
            _ if Some(target) == own => return None,
            3 | 4 => format!("before = \"s{target}\""),
            5 => format!("after = \"s{target}\""),
            6 => format!("same = \"s{target}\""),
            _ => format!("with = \"s{target}\""),
        };
        let once = once.map_or(String::new(), |fact| format!(", once = \"f{fact}\""));
        Some(format!("{{ {said}{once} }}, "))
    });
    written.collect()
}

fn written(strands: &[Vec<Draft>; 3], scenes: &[Scene], told: usize) -> String {
    let mut text = "format = 1\nwork.title = \"T\"\n".to_owned();
    for (number, drafts) in (0u8..).zip(strands) {
        let once = if number == 0 { "once = \"f0\"\n" } else { "" };
        let when = claims(drafts, None, scenes.len());
        writeln!(text, "[strands.{}]\n{once}when = [{when}]", strand(number)).unwrap();
    }
    for fact in 0..2 {
        writeln!(text, "[facts.f{fact}]\ntruth = \"F.\"").unwrap();
    }
    for (at, scene) in scenes.iter().enumerate().take(told) {
        writeln!(text, "[[scene]]\nid = \"s{at}\"\ntitle = \"S\"\ntext = \"t\"").unwrap();
        if let Some(number) = scene.strand {
            writeln!(text, "strand = \"{}\"", strand(number)).unwrap();
        }
        writeln!(text, "when = [{}]", claims(&scene.claims, Some(at), scenes.len())).unwrap();
        if let Some((fact, to)) = scene.patch {
            let what = to.map_or("timeless = true".to_owned(), |to| format!("strand = \"{}\"", strand(to)));
            writeln!(text, "hindsight = [{{ once = \"f{fact}\", {what} }}]").unwrap();
        }
        if let Some(fact) = scene.reveals {
            writeln!(text, "reveals = [\"f{fact}\"]").unwrap();
        }
    }
    text
}

fn contradicts(text: &str) -> bool {
    let story = library::load(Source::new("random.toml", text)).story.unwrap();
    let problems = lint::check(Checked::new(&story, &[]), &[], Vec::new());
    problems.iter().any(|problem| problem.code.name == "contradiction")
}

proptest! {
    #![proptest_config(Config { cases: 1_000, ..Config::default() })]

    #[test]
    fn what_contradicts_itself_where_the_telling_stops_is_found_in_the_whole(
        strands in [drafts(1), drafts(1), drafts(1)],
        scenes in scenes(),
    ) {
        let whole = contradicts(&written(&strands, &scenes, scenes.len()));
        if !whole {
            for told in 1..scenes.len() {
                // What is told later is named by claims all the same: such a claim leads nowhere.
                prop_assert!(!contradicts(&written(&strands, &scenes, told)), "told {}\n{}", told, written(&strands, &scenes, scenes.len()));
            }
        }
    }
}
