//! The laws are graded: leaks are put in on purpose, one at a time, and each must be caught.
//!
//! `cargo test --features sabotage --test graded -- --nocapture` prints them all, each with what caught it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "the laws are tested elsewhere; what only tests there ask for is not used here")]

mod laws {
    pub(crate) mod built_in;
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

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use laws::held::{Trial, hold, law};
use laws::views::Stage;
use storyline::sabotage::{Leak, put_in};

/// The laws, the quickest to hold first, and how many random stories each is given: few of each first, then more, then very
/// many for what seldom shows.
const EXAM: &[(&str, [u32; 4])] = &[
    ("idempotence", [5, 40, 300, 1500]),
    ("watching", [3, 20, 200, 600]),
    ("monotony", [3, 20, 100, 300]),
    ("fullness", [3, 15, 60, 400]),
    ("canaries", [2, 6, 20, 60]),
    ("closure", [2, 8, 25, 120]),
    ("pages", [1, 3, 10, 30]),
    ("non-interference", [1, 5, 25, 100]),
    ("fail closed", [1, 2, 3, 3]),
    ("idempotence of worlds", [3, 20, 100, 300]),
    ("fullness of worlds", [2, 10, 40, 200]),
    ("monotony of worlds", [2, 10, 60, 120]),
    ("watching of worlds", [2, 10, 60, 120]),
    ("canaries of worlds", [1, 3, 10, 30]),
    ("closure of worlds", [1, 4, 12, 40]),
    ("one set of worlds", [1, 4, 12, 30]),
    ("pages of worlds", [1, 2, 6, 20]),
    ("non-interference of works", [1, 4, 12, 40]),
    ("non-interference of worlds", [1, 4, 12, 40]),
    ("fail closed of worlds", [0, 1, 1, 1]),
];

/// The same stories each time.
const SEED: u64 = 1;

/// The law that catches what was put in, and how it shows.
fn caught(stage: &Stage, rounds: std::ops::Range<usize>) -> Option<(&'static str, String)> {
    let mut rounds = rounds.flat_map(|round| EXAM.iter().map(move |&(name, counts)| (name, counts[round])));
    rounds.find_map(|(name, stories)| {
        let broken = hold(law(name), stage, Trial { stories, seed: SEED, shrinks: false }).err()?;
        let told = broken.lines().find(|line| line.starts_with("$ storyline")).or(broken.lines().next());
        let told = told.unwrap_or_default().replace(env!("CARGO_TARGET_TMPDIR"), "");
        Some((name, told.chars().take(110).collect()))
    })
}

/// What caught each leak, in their order. Two are tried at once.
fn graded() -> Vec<(Leak, Option<(&'static str, String)>)> {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for number in 0..2 {
            let (next, found) = (&next, &found);
            scope.spawn(move || {
                let stage = Stage::new(&format!("graded-{number}"));
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&leak) = Leak::ALL.get(at) else { break };
                    put_in(Some(leak));
                    let caught = caught(&stage, 0..4);
                    put_in(None);
                    found.lock().unwrap().push((at, leak, caught));
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap();
    found.sort_by_key(|(at, ..)| *at);
    found.into_iter().map(|(_, leak, caught)| (leak, caught)).collect()
}

#[test]
#[expect(clippy::disallowed_macros, reason = "the list is what the command is for")]
fn every_leak_is_caught() {
    let graded = graded();
    for (leak, caught) in &graded {
        let (law, told) = caught.clone().unwrap_or(("NOBODY", String::new()));
        println!("{law:<17} {leak:?}: {}\n{:<17}   {told}", leak.words(), "");
    }
    let escaped: Vec<Leak> = graded.iter().filter(|(_, caught)| caught.is_none()).map(|(leak, _)| *leak).collect();
    println!("{} leaks, {} caught, on stories of seed {SEED}.", graded.len(), graded.len() - escaped.len());
    assert_eq!(escaped, [], "nobody caught these");
    assert!(graded.len() >= 30);
}

#[test]
fn without_a_leak_every_law_holds() {
    put_in(None);
    assert_eq!(caught(&Stage::new("graded-clean"), 2..3), None);
}
