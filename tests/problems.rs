//! Problems, from annotated inputs: each file in `problems/` says, below a line, what is wrong with it.
//!
//! `#~ 9-17 error[unknown-place]: …` stands below the line, with its columns; `#~ help: …` below that; a further
//! place of the same problem is marked `also`. `STORYLINE_ACCEPT=1 cargo test --test problems` writes the
//! annotations anew: read them before they are committed. How problems are drawn is kept in snapshots.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use storyline::expectation;
use storyline::library::{self, Loaded};
use storyline::lint::{self, Checked};
use storyline::problem::{self, Code, Look, Problem, Severity};
use storyline::source::{Source, Span};

/// Problems with a file rather than with what is in it: see `cli.rs` and the tests of `syntax`.
const WITH_FILES: [&str; 8] = [
    "no-such-file",
    "is-a-folder",
    "unreadable-file",
    "too-large",
    "not-utf8",
    "empty-file",
    "unknown-work",
    "unlisted-work",
];

fn inputs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/problems");
    let mut inputs: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    inputs.sort();
    inputs
}

fn check(source: Source) -> (Source, Vec<Problem>) {
    let Loaded { mut sources, mut problems, story, .. } = library::load(source);
    let source = sources.remove(0);
    if let Some(story) = &story {
        // What is looked for only on request is looked for in the input that is named after it.
        let asked = |code: &&Code| source.name() == format!("{}.toml", code.name);
        let also: Vec<&Code> = lint::codes().into_iter().filter(asked).collect();
        problems = lint::check(Checked::new(story, std::slice::from_ref(&source)), &also, problems);
        // Whether expectations hold is for `storyline test` to say.
        problems.extend(story.expectations().iter().flat_map(|expected| expectation::failures(story, expected)));
        problem::sort(&mut problems);
    } else {
        problem::sort(&mut problems);
    }
    (source, problems)
}

/// The file without its annotations.
fn input(path: &Path) -> Source {
    let text = fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("#~")).collect();
    Source::new(path.file_name().unwrap().to_str().unwrap(), lines.join("\n") + "\n")
}

fn columns(source: &Source, span: Span) -> String {
    let (start, end) = (source.position(span.start), source.position(span.end));
    let end = if end.line == start.line { end.column.to_string() } else { "…".to_owned() };
    format!("{}-{end}", start.column)
}

fn annotated(source: &Source, problems: &[Problem]) -> String {
    let mut below: Vec<(u32, String)> = Vec::new();
    for problem in problems {
        let severity = match problem.code.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        let head = format!("{severity}[{}]: {}", problem.code.name, problem.message);
        let help: String = problem.help.iter().map(|help| format!("\n#~   help: {help}")).collect();
        let Some((first, others)) = problem.labels.split_first() else {
            below.push((u32::MAX, format!("#~ {head}{help}")));
            continue;
        };
        let because = if first.text.is_empty() { String::new() } else { format!(" ({})", first.text) };
        let line = |span: Span| source.position(span.start).line;
        below.push((line(first.span), format!("#~ {} {head}{because}{help}", columns(source, first.span))));
        for label in others {
            let also = format!("#~ {} also [{}]: {}", columns(source, label.span), problem.code.name, label.text);
            below.push((line(label.span), also));
        }
    }
    let mut text = String::new();
    for (at, line) in (1..).zip(source.text().lines()) {
        text.push_str(line);
        text.push('\n');
        for (_, annotation) in below.iter().filter(|(line, _)| *line == at) {
            writeln!(text, "{annotation}").unwrap();
        }
    }
    for (_, annotation) in below.iter().filter(|(line, _)| *line == u32::MAX) {
        writeln!(text, "{annotation}").unwrap();
    }
    text
}

#[test]
#[expect(clippy::disallowed_methods, reason = "expectations are accepted from outside")]
fn every_input_has_the_problems_that_it_says() {
    let accept = std::env::var_os("STORYLINE_ACCEPT").is_some();
    let mut wrong = Vec::new();
    for path in inputs() {
        let (source, problems) = check(input(&path));
        let expected = annotated(&source, &problems);
        if fs::read_to_string(&path).unwrap() == expected {
            continue;
        }
        if accept {
            fs::write(&path, expected).unwrap();
        } else {
            wrong.push(format!("{} should read\n{expected}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_problem_is_drawn_as_reviewed() {
    for path in inputs() {
        let (source, problems) = check(input(&path));
        let look = Look { colour: false, unicode: true, width: 80 };
        let drawn: Vec<String> =
            problems.iter().map(|problem| problem::render(problem, std::slice::from_ref(&source), look)).collect();
        insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), drawn.join("\n"));
    }
}

#[test]
fn every_code_has_an_input_where_it_fires() {
    let fired: BTreeSet<&str> = inputs()
        .iter()
        .flat_map(|path| check(input(path)).1)
        .map(|problem| problem.code.name)
        .chain(WITH_FILES)
        .collect();
    let known: BTreeSet<&str> = lint::codes().into_iter().map(|code| code.name).collect();
    assert_eq!(fired, known);
}

#[test]
fn a_clean_story_with_every_key_has_no_problem() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/problems/clean.toml");
    assert_eq!(check(input(&path)).1, []);
}

#[test]
fn every_problem_has_a_place_and_most_say_what_to_do() {
    for problem in inputs().iter().flat_map(|path| check(input(path)).1) {
        assert!(!problem.labels.is_empty(), "{problem:?}");
        assert!(!problem.message.ends_with('.'), "{problem:?}");
        let speaks_for_itself = ["not-toml", "wrong-type"].contains(&problem.code.name);
        assert!(speaks_for_itself || !problem.help.is_empty(), "{problem:?}");
    }
}

#[test]
fn a_control_character_in_a_story_reaches_no_terminal() {
    let text = "format = 1\n[work]\ntitle = \"a\u{9b}31m\"\n[\"\\u001b[31m\".x]\ny = 1 # \u{85}\n";
    let (source, problems) = check(Source::new("bad\u{1b}name.toml", text));
    assert!(!problems.is_empty());
    for problem in &problems {
        let look = Look { colour: false, unicode: true, width: 80 };
        let drawn = problem::render(problem, std::slice::from_ref(&source), look);
        assert!(!drawn.chars().any(|c| c.is_control() && c != '\n'), "{drawn:?}");
    }
}
