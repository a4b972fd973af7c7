//! Whatever bytes a story file holds: everything that can be done with it is done, and nothing panics or lets a control
//! character out. What the fuzzer and the random tests share.

use storyline::knowledge::{Cut, Seen, cut};
use storyline::library::{self, Loaded};
use storyline::lint::{self, Checked};
use storyline::play;
use storyline::problem::{self, Look, Problem, Record};
use storyline::source::{FileId, Source, is_harmful};
use storyline::story::{SceneId, Story};
use storyline::syntax;
use storyline::time::Node;
use storyline::view::export::EXPORTS;
use storyline::view::why::{self, Question, Written};
use storyline::view::{self, Options, Order, VIEWS};

/// Puts a file through the loader, the builder, every rule, the drawing of problems, and every view of several cuts.
///
/// # Panics
/// If something is wrong with the program.
pub(crate) fn exercise(bytes: &[u8]) {
    let mut problems = Vec::new();
    let source = syntax::decode("any \u{1b}.toml", bytes.to_vec(), FileId::default(), &mut problems);
    if !problems.is_empty() {
        return tell(&problems, &source);
    }
    let Loaded { mut sources, problems, story, .. } = library::load(source);
    let source = sources.remove(0);
    let Some(story) = story else {
        assert!(problem::any_fatal(&problems), "no story, and no reason");
        return tell(&problems, &source);
    };
    assert!(!problem::any_fatal(&problems), "a story in spite of what is fatal");
    let checked = || Checked::new(&story, std::slice::from_ref(&source));
    let errors = lint::count_errors(checked(), problems.clone());
    let found = lint::check(checked(), &lint::codes(), problems);
    let severe = found.iter().filter(|problem| problem.code.severity == problem::Severity::Error);
    // What allows what cannot be allowed, or is no code, is an error that only `check` finds.
    assert!(severe.count() >= errors, "an error is lost");
    tell(&found, &source);
    for seen in seen(&story) {
        show(&cut(&story, &seen));
    }
}

/// Everything, nothing, the first half, every other scene, the last one.
fn seen(story: &Story) -> Vec<Seen> {
    let scenes: Vec<SceneId> = story.scenes().collect();
    let half = scenes.iter().copied().take(scenes.len() / 2);
    vec![
        scenes.iter().copied().collect(),
        Seen::default(),
        half.collect(),
        scenes.iter().copied().step_by(2).collect(),
        scenes.iter().copied().rev().take(1).collect(),
    ]
}

/// Draws problems in every way there is.
fn tell(problems: &[Problem], source: &Source) {
    let sources = std::slice::from_ref(source);
    for problem in problems {
        for (unicode, width) in [(true, 80), (false, 60)] {
            harmless(&problem::render(problem, sources, Look { colour: false, unicode, width }), "a problem");
        }
        let record = Record::of(problem, sources);
        let line = record.github();
        harmless(&line, "a workflow command");
        assert_eq!(line.matches('\n').count(), 1, "{line:?}");
        harmless(&view::json(&record).unwrap_or_default(), "a problem as JSON");
    }
}

/// Shows a cut in every way there is.
fn show(cut: &Cut) {
    let chronology = cut.chronology();
    for order in [Order::Narrative, Order::Chronological] {
        for (unicode, width) in [(true, 80), (false, 20)] {
            let options = Options { width, unicode, order, ..Options::default() };
            harmless(&play::told(cut, &options).plain(), "a story as told");
            harmless(&play::chronological(cut, &chronology, &options).plain(), "a story as it happened");
            for view in VIEWS {
                harmless(&(view.page)(cut, &chronology, &options).plain(), view.name);
                json(&(view.json)(cut, &chronology, &options));
            }
            for export in EXPORTS {
                harmless(&(export.write)(cut, &chronology, &options), export.name);
            }
        }
    }
    let account = cut.account();
    let last = cut.scenes().len() as u32;
    for (before, after) in [(0, last.saturating_sub(1)), (last / 2, 0)].into_iter().filter(|_| last > 0) {
        let (before, after) = (Node::Scene(before), Node::Scene(after));
        let written = |claim: u32| Some(Written { file: None, line: claim as usize });
        let question = Question { account: &account, before, after, written: &written };
        harmless(&why::page(cut, &question, &Options::default()).plain(), "why");
        json(&why::json(cut, &question, &Options::default()));
    }
}

fn json(text: &str) {
    harmless(text, "JSON");
    assert!(serde_json::from_str::<serde_json::Value>(text).is_ok(), "no JSON: {text}");
}

/// No character could do more on a terminal than be shown.
fn harmless(text: &str, what: &str) {
    let found = text.chars().find(|&c| c != '\n' && is_harmful(c));
    assert!(found.is_none(), "{what} has {found:?}: {text:?}");
}
