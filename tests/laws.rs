//! The laws of docs/model.md 3.3: nobody is told what they have not seen, and everybody all that they have.
//!
//! `STORYLINE_CASES=20000 cargo test --release --test laws -- --nocapture no_future` shows 200,000 pairs of stories.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod laws {
    pub(crate) mod built_in;
    pub(crate) mod checklist;
    pub(crate) mod choices;
    pub(crate) mod continuity;
    pub(crate) mod full;
    pub(crate) mod future;
    pub(crate) mod held;
    pub(crate) mod known;
    pub(crate) mod names;
    pub(crate) mod pages;
    pub(crate) mod tale;
    pub(crate) mod views;
    pub(crate) mod world;
    pub(crate) mod worlds;
}
mod shell;

use std::collections::BTreeSet;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::thread;

use laws::built_in;
use laws::checklist::{KINDS, ROWS};
use laws::future;
use laws::held::{Case, PAIRS, Trial, cases, hold, law};
use laws::tale::{NAME, Tale, scene_ids};
use laws::views::{COMMANDS, NOT_VIEWERS, Stage, Viewer, difference, position};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn from_outside<T: std::str::FromStr>(name: &str) -> Option<T> {
    #[expect(clippy::disallowed_methods, reason = "how long to look, and at what, is said from outside")]
    let said = std::env::var(name).ok();
    said.and_then(|said| said.parse().ok())
}

/// Holds a law against random stories, a few or as many as are asked for. What takes long is shared out.
#[expect(clippy::disallowed_macros, reason = "a seed that is not told is of no use")]
fn holds(name: &str, few: u32) {
    let asked = from_outside("STORYLINE_CASES");
    let any = || std::collections::hash_map::RandomState::new().build_hasher().finish();
    let seed = from_outside("STORYLINE_SEED").unwrap_or_else(any);
    let shared = asked.is_some() || name == "non-interference";
    let threads = if shared { thread::available_parallelism().map_or(1, |count| count.get() as u32) } else { 1 };
    let stories = asked.unwrap_or(few).div_ceil(threads);
    println!("{name}: {threads} times {stories} stories; STORYLINE_SEED={seed} has the same again");
    let run = |number: u32| {
        let trial = Trial { stories, seed: seed.wrapping_add(number.into()), shrinks: true };
        hold(law(name), &Stage::new(&format!("{name}-{number}")), trial)
    };
    let broken: Vec<String> = thread::scope(|scope| {
        let runs: Vec<_> = (0..threads).map(|number| scope.spawn(move || run(number))).collect();
        runs.into_iter().filter_map(|run| run.join().unwrap().err()).collect()
    });
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
#[expect(clippy::disallowed_macros, reason = "how many pairs were shown is what a long run is for")]
fn no_future_changes_what_a_viewer_is_shown() {
    holds("non-interference", 210);
    println!("{} pairs of stories look alike", PAIRS.load(Ordering::Relaxed));
}

#[test]
fn no_page_of_a_site_depends_on_what_comes_after_it() {
    holds("pages", 40);
}

#[test]
fn no_page_of_a_universe_depends_on_what_comes_after_it() {
    holds("pages of worlds", 20);
}

#[test]
fn a_cut_as_a_file_is_shown_as_the_story_was() {
    holds("closure", 100);
}

#[test]
fn cutting_twice_is_cutting_once() {
    holds("idempotence", 600);
}

#[test]
fn the_cut_of_a_universe_is_shown_as_the_universe_was() {
    holds("closure of worlds", 40);
}

#[test]
fn no_future_of_any_work_changes_what_a_viewer_is_shown() {
    holds("non-interference of worlds", 40);
}

#[test]
fn nothing_of_other_works_changes_what_is_shown_of_one_alone() {
    holds("non-interference of works", 40);
}

#[test]
fn a_universe_cut_twice_is_cut_once() {
    holds("idempotence of worlds", 150);
}

#[test]
fn all_that_was_seen_of_a_universe_is_there() {
    holds("fullness of worlds", 60);
}

#[test]
fn what_is_known_of_a_universe_stays_known() {
    holds("monotony of worlds", 150);
}

#[test]
fn what_cannot_be_understood_of_a_universe_counts_as_nothing_seen() {
    holds("fail closed of worlds", 4);
}

#[test]
fn no_word_of_what_is_hidden_in_any_work_gets_out() {
    holds("canaries of worlds", 40);
}

#[test]
fn what_is_printed_at_a_scene_of_a_universe_does_not_depend_on_what_comes_after_it() {
    holds("watching of worlds", 150);
}

#[test]
fn what_was_seen_of_a_work_alone_knows_no_other() {
    holds("one set of worlds", 60);
}

#[test]
fn all_that_was_seen_is_there() {
    holds("fullness", 200);
}

#[test]
fn what_is_known_stays_known() {
    holds("monotony", 600);
}

#[test]
fn what_cannot_be_understood_counts_as_nothing_seen() {
    holds("fail closed", 12);
}

#[test]
fn no_word_of_what_is_hidden_gets_out() {
    holds("canaries", 120);
}

#[test]
fn what_is_printed_at_a_scene_does_not_depend_on_what_comes_after_it() {
    holds("watching", 500);
}

#[test]
fn what_the_diary_says_of_a_scene_does_not_depend_on_what_comes_after_it() {
    holds("diary", 150);
}

/// Some cases, the same each time.
fn some_cases(count: usize) -> Vec<Case> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| cases().new_tree(&mut runner).unwrap().current()).collect()
}

#[test]
fn at_every_position_of_the_built_in_stories_every_law_holds() {
    let stage = Stage::new("built-in");
    let mut choices = some_cases(8).into_iter().cycle();
    for document in built_in::documents() {
        let scenes = scene_ids(&document);
        for count in 0..=scenes.len() {
            let Case { viewer, futures, .. } = choices.next().unwrap();
            let tale = Tale { document: document.clone(), seen: scenes[..count].iter().cloned().collect() };
            let case = Case { tale, viewer, futures: futures[..1].to_vec() };
            for name in ["non-interference", "closure", "idempotence", "monotony", "canaries", "watching"] {
                if let Err(broken) = (law(name).broken_by)(&stage, &case) {
                    panic!("{name}, after {count} scenes: {broken}");
                }
            }
        }
    }
}

#[test]
fn the_program_itself_answers_as_its_code_does_here() {
    let (here, program) = (Stage::new("here"), Stage::with_program("program"));
    for case in some_cases(2) {
        let viewer = Viewer::of(&case.tale, &mut laws::choices::Choices::of(&case.viewer));
        let viewer = Viewer { ascii: false, lists: false, asked: laws::views::Asked::ByName, ..viewer };
        let text = storyline::syntax::write(&case.tale.document);
        let (future, _) = future::another(&case.tale, &case.futures[0]);
        let expected = here.everything(&text, &viewer);
        assert_eq!(difference(&expected, &program.everything(&text, &viewer)), None);
        assert_eq!(difference(&expected, &program.everything(&future, &viewer)), None);
    }
}

#[test]
fn every_command_that_viewers_have_is_asked() {
    let commands = shell::commands();
    let commands: BTreeSet<&str> = commands.iter().map(String::as_str).collect();
    let asked: BTreeSet<&str> = COMMANDS.iter().map(|command| command[0]).chain(NOT_VIEWERS.iter().copied()).collect();
    assert_eq!(commands, asked);
}

#[test]
fn a_file_that_cannot_be_used_shows_viewers_nothing_of_it() {
    let stage = Stage::new("unusable");
    for case in some_cases(6) {
        let whole = future::canaries(&case.tale, &case.futures[0]);
        let position = position(&case.tale.seen);
        for slip in
            ["text = \"Canary, not closed\n", "canary = \n", "[[canary]\n", "\u{0}canary", "x = 1\nx = \"canary\"\n"]
        {
            fs::write(stage.file(), format!("{whole}\n[[scene]]\n{slip}")).unwrap();
            for asked in [vec!["play", NAME], vec!["cut", NAME, "--seen", &position], vec!["seen", NAME, "all"]] {
                let answer = stage.run(&asked, false);
                let all = answer.all().to_lowercase();
                assert!(!all.contains("canary"), "`{}`: {}", answer.call, answer.all());
            }
        }
    }
}

#[test]
fn the_checklist_is_whole_and_its_tests_are_there() {
    let ids: Vec<String> =
        KINDS.iter().flat_map(|(kind, count)| (1..=*count).map(move |at| format!("{kind}{at}"))).collect();
    assert_eq!(ROWS.iter().map(|row| row.id).collect::<Vec<_>>(), ids);
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let files = fs::read_dir(tests).unwrap().map(|entry| entry.unwrap().path());
    let sources: String =
        files.filter(|path| path.is_file()).filter_map(|path| fs::read_to_string(path).ok()).collect();
    for row in ROWS {
        assert!(!row.what.is_empty());
        match row.covered {
            Ok(tests) => {
                assert!(!tests.is_empty(), "{} has no test", row.id);
                for test in tests {
                    assert!(
                        sources.contains(&format!("#[test]\nfn {test}()"))
                            || sources.contains(&format!("fn {test}() {{")),
                        "{}: {test}",
                        row.id
                    );
                }
            }
            Err(why) => assert!(why.len() > 10, "{} does not say why it cannot apply", row.id),
        }
    }
}

#[test]
fn some_cases_are_worth_asking_about() {
    let cases = some_cases(300);
    let count = |has: &dyn Fn(&Case) -> bool| cases.iter().filter(|case| has(case)).count();
    let known = |case: &Case| laws::known::Known::of(&case.tale.document, &case.tale.seen);
    assert!(count(&|case| !known(case).facts.is_empty()) > 80);
    assert!(count(&|case| !known(case).believed.is_empty()) > 40);
    assert!(count(&|case| known(case).scenes.len() < case.tale.document.scenes.len()) > 150);
    let held = |case: &Case| {
        let known = known(case);
        case.tale.document.scenes.iter().any(|scene| known.has_seen(scene) && known.held(scene).next().is_some())
    };
    assert!(count(&held) > 40);
}
