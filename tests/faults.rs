//! Fault injection: every built-in story is broken on purpose, in every way there is a kind for, and `check` must find it,
//! and nothing else.
//!
//! A kind may first add what a story lacks (a way between places, somebody who learns something): what it adds must check
//! clean, and then it is broken. Places are chosen by seed. `cargo test --test faults -- --nocapture` prints the table;
//! `STORYLINE_CASES=20` takes so many seeds a kind and story. A kind is one function and one line of `FAULTS`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "faults/continuity.rs"]
mod continuity;
#[path = "faults/references.rs"]
mod references;
#[path = "faults/states.rs"]
mod states;
#[path = "faults/story.rs"]
mod story;
#[path = "faults/time.rs"]
mod time;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rayon::prelude::*;
use story::{Broken, Subject, check, subjects};

/// A kind of fault.
struct Fault {
    /// What is done to the story.
    name: &'static str,
    /// The code that must be found.
    code: &'static str,
    /// What may be found beside it, because it follows.
    follows: &'static [&'static str],
    /// Does it, somewhere. None where a story has no place for it.
    inject: fn(&Subject) -> Option<Broken>,
}

const fn fault(name: &'static str, code: &'static str, inject: fn(&Subject) -> Option<Broken>) -> Fault {
    Fault { name, code, follows: &[], inject }
}

/// Hindsight that waited for what is known now from the first, and words that gave away what is.
const KNOWN_TOO_SOON: &[&str] = &["early-hindsight", "spoils-itself"];

static FAULTS: &[Fault] = &[
    fault("misspell a character in a cast", "unknown-character", references::character),
    fault("misspell a place", "unknown-place", references::place),
    fault("misspell a scene in a claim", "unknown-scene", references::scene),
    fault("misspell a fact", "unknown-fact", references::fact),
    fault("put a scene on a strand that is not there", "unknown-strand", references::strand),
    fault("declare a strand that nothing is on", "unused", references::dangling_strand),
    fault("write a key that there is not", "unknown-key", references::key),
    fault("give two scenes one id", "duplicate-id", references::duplicate),
    fault("take a scene's title away", "missing-key", references::title),
    fault("let a scene last for no time that can be read", "bad-value", references::duration),
    fault("list somebody twice", "listed-twice", references::twice),
    fault("allow what nothing needs", "unneeded-allow", references::needless_allow),
    fault("allow what cannot be allowed", "cannot-be-allowed", references::strict_allow),
    fault("allow what is no problem", "unknown-code", references::unknown_allow),
    fault("tell a clip before an earlier one", "clip-backwards", references::clip_backwards),
    fault("turn a clip round", "bad-value", references::no_clip),
    fault("let two clips overlap", "clip-overlap", references::clip_overlap),
    fault("remove the only hint", "never-hinted", references::lost_hint),
    Fault { follows: KNOWN_TOO_SOON, ..fault("move a reveal to its hint", "late-hint", references::early_reveal) },
    fault("remove the only reveal", "never-revealed", references::lost_reveal),
    fault("let two claims contradict each other", "contradiction", time::contradiction),
    fault("let dates contradict a claim", "contradiction", time::dates),
    fault("let a theory contradict the story", "theory-contradiction", time::theory),
    fault("let a scene bring about itself", "self-reference", time::itself),
    fault("let an effect come before its cause", "effect-first", time::effect_first),
    fault("take away what puts a cause first", "effect-may-be-first", time::effect_may_be_first),
    fault("make a scene with a claim timeless", "timeless-claim", time::timeless),
    fault("put somebody in two places", "in-two-places", continuity::two_places),
    fault("put two scenes within an hour", "may-be-in-two-places", continuity::maybe_two_places),
    fault("let somebody travel too fast", "too-fast", continuity::too_fast),
    fault("leave somebody little time to travel", "may-be-too-fast", continuity::maybe_too_fast),
    fault("let somebody act before they learn", "knows-too-early", continuity::early),
    fault("take away what somebody learns", "knows-too-early", continuity::unlearnt),
    fault("take away what puts learning first", "may-know-too-early", continuity::maybe_early),
    Fault {
        follows: &["dead-may-act"],
        ..fault("kill somebody before their next scene", "dead-acts", states::early_death)
    },
    fault("take away what puts a death last", "dead-may-act", states::maybe_dead),
    fault("take away what meets a need", "need-unmet", states::unmet),
    fault("swap a change and the need for it", "need-unmet", states::swapped),
    fault("take away what puts a change before its need", "need-may-be-unmet", states::maybe_unmet),
    fault("use a thing that is gone", "gone-when-used", states::gone),
    fault("take away what puts the use of a thing first", "may-be-gone-when-used", states::maybe_gone),
    fault("change a state twice without an order", "changed-without-order", states::two_changes),
    fault("let somebody be born later", "before-birth", continuity::before_birth),
    fault("let somebody be born some time that year", "may-be-before-birth", continuity::maybe_before_birth),
    fault("let a child be born before its parent", "not-their-child", continuity::older_child),
    fault("let a parent die years before", "not-their-child", continuity::dead_parent),
    fault("let a parent be a child", "may-not-be-their-child", continuity::young_parent),
];

/// What became of one kind.
#[derive(Default)]
struct Tally {
    injected: usize,
    found: usize,
    follows: BTreeMap<String, usize>,
    /// What else was found, and where: code, and how often.
    others: BTreeMap<String, usize>,
    without: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.injected += other.injected;
        self.found += other.found;
        self.without += other.without;
        for (all, one) in [(&mut self.follows, other.follows), (&mut self.others, other.others)] {
            for (code, count) in one {
                *all.entry(code).or_default() += count;
            }
        }
    }
}

/// Injects every fault into one work, each by so many seeds. What was missed, or found beside, is written down.
fn inject(mut subject: Subject, seeds: u64) -> (Vec<Tally>, String) {
    let mut tallies: Vec<Tally> = FAULTS.iter().map(|_| Tally::default()).collect();
    let mut wrong = String::new();
    for slip in check(&subject.files) {
        writeln!(wrong, "{}: not clean: {}: {}", subject.name, slip.code.name, slip.message).unwrap();
    }
    for (kind, (fault, tally)) in FAULTS.iter().zip(&mut tallies).enumerate() {
        for seed in 0..seeds {
            subject.seed(kind as u64 * 1_000 + seed);
            let Some(broken) = (fault.inject)(&subject) else {
                tally.without += 1;
                continue;
            };
            let place = format!("{}: {} ({})", subject.name, fault.name, broken.what);
            for slip in check(&broken.before) {
                writeln!(wrong, "{place}: not clean before: {}: {}", slip.code.name, slip.message).unwrap();
            }
            let (meant, others): (Vec<_>, Vec<_>) =
                check(&broken.after).into_iter().partition(|problem| problem.code.name == fault.code);
            tally.injected += 1;
            if meant.is_empty() {
                writeln!(wrong, "{place}: not found").unwrap();
            } else {
                tally.found += 1;
            }
            for other in others {
                let name = other.code.name;
                let follows = fault.follows.contains(&name);
                let found = if follows { &mut tally.follows } else { &mut tally.others };
                *found.entry(name.to_owned()).or_default() += 1;
                if !follows {
                    writeln!(wrong, "{place}: {name}: {}", other.message).unwrap();
                }
            }
        }
    }
    (tallies, wrong)
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long to look is said from outside")]
fn every_fault_in_every_built_in_story_is_found_and_nothing_else() {
    let seeds = std::env::var("STORYLINE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1);
    let subjects = subjects();
    assert_eq!(subjects.len(), 13, "every work that is built in");
    let results: Vec<(Vec<Tally>, String)> = subjects.into_par_iter().map(|subject| inject(subject, seeds)).collect();
    let mut tallies: Vec<Tally> = FAULTS.iter().map(|_| Tally::default()).collect();
    let mut wrong = String::new();
    for (of_one, said) in results {
        wrong.push_str(&said);
        tallies.iter_mut().zip(of_one).for_each(|(all, one)| all.add(one));
    }
    print(&tallies);
    assert!(wrong.is_empty(), "\n{wrong}");
    let idle: Vec<&str> =
        FAULTS.iter().zip(&tallies).filter(|(_, tally)| tally.injected == 0).map(|(fault, _)| fault.name).collect();
    assert!(idle.is_empty(), "never injected: {idle:?}");
}

#[expect(clippy::disallowed_macros, reason = "the table is for whoever asks for it")]
fn print(tallies: &[Tally]) {
    println!("| fault | code | injected | found | recall | unrelated | what follows from it | no place for it |");
    println!("| --- | --- | ---: | ---: | ---: | --- | --- | ---: |");
    for (fault, tally) in FAULTS.iter().zip(tallies) {
        let recall = 100 * tally.found / tally.injected.max(1);
        let (others, follows) = (listed(&tally.others), listed(&tally.follows));
        let (name, code, Tally { injected, found, without, .. }) = (fault.name, fault.code, tally);
        println!("| {name} | {code} | {injected} | {found} | {recall} % | {others} | {follows} | {without} |");
    }
}

fn listed(found: &BTreeMap<String, usize>) -> String {
    let found: Vec<String> = found.iter().map(|(code, count)| format!("{code} × {count}")).collect();
    if found.is_empty() { "none".to_owned() } else { found.join(", ") }
}
