//! The laws of docs/model.md 3.3, each as a function that says what is wrong.

use std::collections::BTreeSet;
use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRng, TestRunner};
use storyline::cli::Exit;
use storyline::diary;
use storyline::knowledge::{Seen, cut};
use storyline::library;
use storyline::play;
use storyline::source::Source;
use storyline::story::Story;
use storyline::syntax::{self, Document};
use storyline::view::Options;

use super::choices::{Choices, choices};
use super::full;
use super::future::{self, CANARY};
use super::pages;
use super::tale::{NAME, Tale, positions, tales};
use super::views::{Answer, Asked, Stage, Viewer, difference, position};
use super::worlds;

/// A tale, who asks, and other futures of it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) tale: Tale,
    pub(crate) viewer: Vec<u8>,
    pub(crate) futures: Vec<Vec<u8>>,
}

/// How many futures each tale is shown with.
const FUTURES: usize = 10;

pub(crate) fn cases() -> impl Strategy<Value = Case> {
    let tales = prop_oneof![9 => tales().boxed(), 1 => super::built_in::tales().boxed()];
    (tales, choices(), prop::collection::vec(choices(), FUTURES)).prop_map(|(tale, viewer, futures)| Case {
        tale,
        viewer,
        futures,
    })
}

/// A law: what it is called, and what of a case breaks it.
pub(crate) struct Law {
    pub(crate) name: &'static str,
    pub(crate) broken_by: fn(&Stage, &Case) -> Result<(), String>,
}

/// Every law.
pub(crate) const LAWS: &[Law] = &[
    Law { name: "non-interference", broken_by: pairs },
    Law { name: "pages", broken_by: pages::pairs },
    Law { name: "pages of worlds", broken_by: pages::pairs_of_worlds },
    Law { name: "closure", broken_by: closure },
    Law { name: "idempotence", broken_by: idempotence },
    Law { name: "fullness", broken_by: fullness },
    Law { name: "monotony", broken_by: monotony },
    Law { name: "fail closed", broken_by: fail_closed },
    Law { name: "canaries", broken_by: canaries },
    Law { name: "watching", broken_by: watching },
    Law { name: "diary", broken_by: diary },
    Law { name: "closure of worlds", broken_by: worlds::closure },
    Law { name: "non-interference of worlds", broken_by: worlds::pairs },
    Law { name: "non-interference of works", broken_by: worlds::pairs_alone },
    Law { name: "one set of worlds", broken_by: worlds::one_set },
    Law { name: "idempotence of worlds", broken_by: worlds::idempotence },
    Law { name: "fullness of worlds", broken_by: worlds::fullness },
    Law { name: "monotony of worlds", broken_by: worlds::monotony },
    Law { name: "fail closed of worlds", broken_by: worlds::fail_closed },
    Law { name: "canaries of worlds", broken_by: worlds::canaries },
    Law { name: "watching of worlds", broken_by: worlds::watching },
];

/// The law of a name.
pub(crate) fn law(name: &str) -> &'static Law {
    LAWS.iter().find(|law| law.name == name).unwrap()
}

/// How often to hold a law, and against what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trial {
    pub(crate) stories: u32,
    /// The same seed makes the same stories.
    pub(crate) seed: u64,
    /// Whether what breaks a law is made as small as can be.
    pub(crate) shrinks: bool,
}

/// Holds a law against random stories.
pub(crate) fn hold(law: &Law, stage: &Stage, trial: Trial) -> Result<(), String> {
    let max_shrink_iters = if trial.shrinks { 300 } else { 0 };
    let config = Config { cases: trial.stories, failure_persistence: None, max_shrink_iters, ..Config::default() };
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&trial.seed.to_le_bytes());
    let rng = TestRng::from_seed(config.rng_algorithm, &seed);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let tested = runner.run(&cases(), |case| (law.broken_by)(stage, &case).map_err(TestCaseError::fail));
    match tested {
        Ok(()) => Ok(()),
        Err(TestError::Fail(reason, case)) => {
            let text = syntax::write(&case.tale.document);
            let position = position(&case.tale.seen);
            Err(format!("{}\n--- seen: {position}, in this story:\n{text}", reason.message()))
        }
        Err(TestError::Abort(reason)) => Err(reason.message().to_owned()),
    }
}

/// How many pairs of stories have been shown in this process.
pub(crate) static PAIRS: AtomicU64 = AtomicU64::new(0);

fn viewer(case: &Case) -> Viewer {
    Viewer::of(&case.tale, &mut Choices::of(&case.viewer))
}

/// Whatever comes, what is shown is the same to the byte.
fn pairs(stage: &Stage, case: &Case) -> Result<(), String> {
    let viewer = viewer(case);
    let here = stage.everything(&syntax::write(&case.tale.document), &viewer);
    for choices in &case.futures {
        let (text, changes) = future::another(&case.tale, choices);
        let there = stage.everything(&text, &viewer);
        PAIRS.fetch_add(1, Ordering::Relaxed);
        if let Some(difference) = difference(&here, &there) {
            return Err(format!(
                "A future that {} shows.\n{difference}\n{text}\n--- and, before that:\n{}",
                changes.join(", "),
                syntax::write(&case.tale.document)
            ));
        }
    }
    Ok(())
}

/// A cut as a file, fully seen, is shown as the story was at its position.
fn closure(stage: &Stage, case: &Case) -> Result<(), String> {
    let viewer = viewer(case);
    let here = stage.everything(&syntax::write(&case.tale.document), &viewer);
    let written = stage.run(&["cut", NAME, "--seen", &position(&case.tale.seen)], false);
    let there = stage.everything(&written.stdout, &viewer.of_all());
    match difference(&here, &there) {
        Some(difference) => Err(format!("The cut is shown otherwise.\n{difference}\n{}", written.stdout)),
        None => Ok(()),
    }
}

fn read(text: &str) -> Story {
    library::load(Source::new(format!("{NAME}.toml"), text)).story.unwrap()
}

/// The scenes of a story that have certain ids.
fn seen(story: &Story, ids: &BTreeSet<String>) -> Seen {
    story.scenes().filter(|&scene| ids.contains(&story.scene(scene).id)).collect()
}

fn cut_document(story: &Story, ids: &BTreeSet<String>) -> Document {
    cut(story, &seen(story, ids)).documents().remove(0)
}

/// Some other position: of the scenes that a case has seen, or of all.
fn other_position(case: &Case) -> BTreeSet<String> {
    positions(&case.tale.document, &mut Choices::of(case.futures.first().map_or(&[][..], |bytes| bytes)))
}

/// Cutting twice is cutting once, to what both leave.
fn idempotence(_: &Stage, case: &Case) -> Result<(), String> {
    let story = read(&syntax::write(&case.tale.document));
    let other = other_position(case);
    let first = syntax::write(&cut_document(&story, &case.tale.seen));
    let twice = syntax::write(&cut_document(&read(&first), &other));
    let both: BTreeSet<String> = case.tale.seen.intersection(&other).cloned().collect();
    let once = syntax::write(&cut_document(&story, &both));
    if once == twice {
        return Ok(());
    }
    Err(format!("At {} it is\n{once}\n--- and, cut first to what was seen:\n{twice}", position(&both)))
}

/// Whatever a seen scene shows or reveals is there.
fn fullness(stage: &Stage, case: &Case) -> Result<(), String> {
    if !case.tale.is_made_up() {
        return Ok(());
    }
    fs::write(stage.file(), syntax::write(&case.tale.document)).unwrap();
    let story = read(&syntax::write(&case.tale.document));
    full::document(&case.tale, &cut_document(&story, &case.tale.seen))?;
    let position = position(&case.tale.seen);
    let ask = |command: &str| stage.run(&[command, NAME, "--seen", &position], false).stdout;
    full::views(&case.tale, &ask)
}

/// What is known stays known, or is replaced by a patch or by what overturns it: its words stay in the cut.
fn monotony(_: &Stage, case: &Case) -> Result<(), String> {
    let story = read(&syntax::write(&case.tale.document));
    let more: BTreeSet<String> = case.tale.seen.union(&other_position(case)).cloned().collect();
    let before = cut_document(&story, &case.tale.seen);
    let after = cut_document(&story, &more);
    let there = full::marks(&syntax::write(&after));
    match full::marks(&syntax::write(&before)).difference(&there).next() {
        Some(lost) => Err(format!("{lost} is lost at {}", position(&more))),
        None => full::ties_stay(&before, &after),
    }
}

/// What cannot be understood counts as nothing seen.
fn fail_closed(stage: &Stage, case: &Case) -> Result<(), String> {
    let text = syntax::write(&case.tale.document);
    let viewer = viewer(case);
    let positions = [String::new(), "scene-77".to_owned(), format!("{},=scene-77", viewer.position), "=".to_owned()];
    for position in positions {
        let asked = Viewer { position, asked: Asked::ByName, ..viewer.clone() };
        for answer in stage.everything(&text, &asked) {
            let is_of_story = answer.call.contains("--seen");
            if is_of_story && (!answer.stdout.is_empty() || answer.exit != Exit::Unusable) {
                return Err(format!("`{}` was answered: {}", answer.call, answer.all()));
            }
        }
    }
    let nothing =
        stage.everything(&text, &Viewer { position: "none".to_owned(), asked: Asked::AsKept, ..viewer.clone() });
    for progress in ["seen = 3", "\u{0}", "format = 9\n"] {
        let answers = stage.as_kept(&text, &viewer, progress);
        for (answer, none) in answers.iter().zip(&nothing[1..]) {
            // That it cannot be read is said beside the answer.
            if answer.stdout != none.stdout {
                return Err(format!("`{}` with bad progress: {}", answer.call, answer.all()));
            }
        }
    }
    let ghosts = viewer.position.split(',').map(|id| format!("\"{}\", ", id.trim_start_matches('=')));
    let outdated = format!("format = 1\n[stories.{NAME}]\nseen = [{}\"ghost\"]\n", ghosts.collect::<String>());
    let here = stage.everything(&text, &Viewer { asked: Asked::AsKept, ..viewer.clone() });
    let there = stage.as_kept(&text, &viewer, &outdated);
    let without_files = |answers: &[Answer]| -> Vec<Answer> {
        answers.iter().filter(|answer| answer.call.contains(NAME) && !answer.call.contains("seen")).cloned().collect()
    };
    match difference(&without_files(&here), &without_files(&there)) {
        Some(difference) => Err(format!("Stale progress counts otherwise.\n{difference}")),
        None => Ok(()),
    }
}

/// No word of what is hidden is in anything that is answered.
fn canaries(stage: &Stage, case: &Case) -> Result<(), String> {
    let viewer = viewer(case);
    let text = future::canaries(&case.tale, case.futures.first().map_or(&[], |bytes| bytes));
    for answer in stage.everything(&text, &viewer) {
        let mut all = answer.all().to_lowercase();
        for word in answer.call.split(' ').filter(|word| word.contains(CANARY)) {
            all = all.replace(&format!("`{word}`"), "");
        }
        if all.contains(CANARY) {
            return Err(format!("`{}` lets a canary out:\n{}\n{text}", answer.call, answer.all()));
        }
    }
    Ok(())
}

/// What the diary says of a scene does not depend on what comes after it, however that changes; and nothing is passed over.
fn diary(_: &Stage, case: &Case) -> Result<(), String> {
    let written = |story: &Story, scenes: &Seen| diary::page(&cut(story, scenes), &Options::default()).plain();
    let story = read(&syntax::write(&case.tale.document));
    let all = seen(&story, &case.tale.seen);
    let whole = written(&story, &all);
    let at_length = diary::page_at_length(&cut(&story, &all), &Options::default()).plain();
    if whole != at_length {
        return Err(format!("the diary was\n{whole}\n--- and at length\n{at_length}"));
    }
    let walk: Vec<_> = story.scenes().filter(|scene| all.contains(*scene)).collect();
    let before = |count: usize| written(&story, &walk[..count].iter().copied().collect());
    if let Some(count) = (0..walk.len()).find(|&count| !whole.starts_with(&before(count))) {
        return Err(format!("after {count} scenes the diary was\n{}\n--- and in the end\n{whole}", before(count)));
    }
    for choices in &case.futures {
        let (text, changes) = future::another(&case.tale, choices);
        let other = read(&text);
        let there = written(&other, &seen(&other, &case.tale.seen));
        if there != whole {
            return Err(format!("the diary was\n{whole}\n--- and where the future {changes:?}\n{there}"));
        }
    }
    Ok(())
}

/// What is printed at a scene does not depend on what comes after it.
fn watching(_: &Stage, case: &Case) -> Result<(), String> {
    let story = read(&syntax::write(&case.tale.document));
    let walk: Vec<_> = story.scenes().filter(|scene| seen(&story, &case.tale.seen).contains(*scene)).collect();
    let told = |count: usize| {
        let cut = cut(&story, &walk[..count].iter().copied().collect());
        play::told(&cut, &Options::default()).plain()
    };
    let whole = told(walk.len());
    match (0..walk.len()).find(|&count| !whole.starts_with(&told(count))) {
        Some(count) => Err(format!("after {count} scenes it was told\n{}\n--- and in the end\n{whole}", told(count))),
        None => Ok(()),
    }
}
