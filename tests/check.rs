//! `check` and `explain` as a shell sees them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod shell;

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use serde_json::Value;
use shell::{folder, storyline, transcript};
use storyline::cli::Exit;
use storyline::lint;

const HINT: &str = "format = 1\nwork.title = \"Late\"\n[facts.who]\ntruth = \"She.\"\nseems = \"He.\"\n\
    [[scene]]\nid = \"a\"\ntitle = \"A\"\ntext = \"…\"\nhints = [\"who\"]\nreveals = [\"who\"]\n";

/// A folder with a clean story, one with a warning, one with errors, and files that are no stories.
fn drafts(name: &str) -> std::path::PathBuf {
    let folder = folder(name);
    let clean = "format = 1\nwork.title = \"A\"\n[[scene]]\nid = \"a\"\ntitle = \"A\"\ntext = \"…\"\n";
    fs::write(folder.join("letter.toml"), clean).unwrap();
    fs::write(folder.join("warning.toml"), HINT).unwrap();
    fs::write(folder.join("korean.toml"), clean.replace("\"…\"", "\"이러지마\"\ncast = [\"민아\"]\nplace = 1"))
        .unwrap();
    fs::create_dir(folder.join("drafts")).unwrap();
    fs::write(folder.join("drafts/letter.toml"), clean).unwrap();
    for mended in ["utf8.toml", "saga-1.toml"] {
        fs::write(folder.join(mended), clean).unwrap();
    }
    fs::write(folder.join("latin1.toml"), b"format = 1\nwork.title = \"caf\xe9\"\n").unwrap();
    // Nothing is written to the disk for it.
    fs::File::create(folder.join("saga.toml")).unwrap().set_len(1 << 32).unwrap();
    folder
}

#[test]
fn problems_are_told_to_programs_and_to_github() {
    let folder = drafts("formats");
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (korean, latin) = (file("korean.toml"), file("latin1.toml"));
    let shown = transcript(&[
        &["check", &korean, &latin, "--format", "json"],
        &["check", &korean, &latin, "--format", "github"],
        &["check", &file("letter.toml"), "--format", "json"],
        &["check", &file("letter.toml"), "--format", "github"],
    ]);
    assert_snapshot!(shown.replace(folder.to_str().unwrap(), "FOLDER"));
}

#[test]
fn json_says_what_the_terminal_is_told() {
    for input in ["unknown-names", "contradiction", "not-toml", "unused"] {
        let path = format!("tests/problems/{input}.toml");
        let json: Value = serde_json::from_str(&storyline(&["check", &path, "--format", "json"]).stdout).unwrap();
        let drawn = storyline(&["check", &path]).stdout;
        let problems = json["problems"].as_array().unwrap();
        assert!(!problems.is_empty());
        for problem in problems {
            let head = format!(
                "{}[{}]: {}",
                problem["severity"].as_str().unwrap(),
                problem["code"].as_str().unwrap(),
                problem["message"].as_str().unwrap()
            );
            assert!(drawn.contains(&head), "{head}");
            let place = format!("{}:{}:{}", path, problem["line"], problem["column"]);
            assert!(drawn.contains(&place), "{place}");
        }
    }
}

#[test]
fn warnings_end_well_unless_they_are_denied() {
    let folder = drafts("denied");
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let warning = file("warning.toml");
    assert_eq!(storyline(&["check", &warning]).exit, Exit::Fine);
    assert_eq!(storyline(&["check", &warning, "--deny-warnings"]).exit, Exit::Found);
    assert_eq!(storyline(&["check", &file("letter.toml"), "--deny-warnings"]).exit, Exit::Fine);
    assert_eq!(storyline(&["check", &file("korean.toml"), "--deny-warnings"]).exit, Exit::Found);
    assert_eq!(storyline(&["check", &file("latin1.toml"), "--deny-warnings"]).exit, Exit::Unusable);
    let allowed = HINT.replace("reveals", "allow = { late-hint = \"on purpose\" }\nreveals");
    fs::write(&warning, allowed).unwrap();
    assert_eq!(storyline(&["check", &warning, "--deny-warnings"]).exit, Exit::Fine);
}

#[test]
fn what_is_looked_for_on_request_has_to_be_asked_for() {
    let path = "tests/problems/open-order.toml";
    assert!(!storyline(&["check", path]).stdout.contains("[open-order]"));
    assert!(storyline(&["check", path, "--also", "open-order"]).stdout.contains("[open-order]"));
    let wrong = storyline(&["check", path, "--also", "late-hint"]);
    assert_eq!(wrong.exit, Exit::Unusable);
}

#[test]
fn explain_shows_the_page_of_a_code_and_lists_them_all() {
    assert_snapshot!(transcript(&[
        &["explain"],
        &["explain", "late-hint"],
        &["explain", "late-hint", "--width", "40"],
        &["explain", "late-hnt"],
        &["explain", "nonsense"],
    ]));
}

#[test]
fn every_code_is_explained_within_the_width() {
    for code in lint::codes() {
        let answer = storyline(&["explain", code.name]);
        assert!(answer.stdout.contains(code.summary.split_whitespace().next().unwrap()), "{}", code.name);
        for line in answer.stdout.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{}: {line}", code.name);
        }
    }
}

/// What a page gives as a call, made in a folder where its file is what the page says.
#[test]
fn the_calls_of_pages_have_exactly_their_problem() {
    let folder = drafts("calls");
    let with_calls = lint::codes().into_iter().filter(|code| code.explanation.contains("$ storyline"));
    let mut made = 0;
    for code in with_calls {
        let calls: Vec<&str> = code.explanation.lines().filter_map(|line| line.strip_prefix("$ storyline ")).collect();
        let [wrong, right] = calls[..] else { panic!("{}", code.name) };
        let call = |call: &str| {
            let words: Vec<String> = call.split(' ').map(|word| in_folder(word, &folder)).collect();
            storyline(&words.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let found = call(wrong);
        assert!(
            format!("{}{}", found.stdout, found.stderr).contains(&format!("error[{}]", code.name)),
            "{}",
            code.name
        );
        assert_eq!(found.exit, Exit::Unusable, "{}", code.name);
        let fine = call(right);
        assert_eq!((fine.exit, fine.stderr.as_str()), (Exit::Fine, ""), "{}", code.name);
        made += 1;
    }
    assert_eq!(made, 5);
}

fn in_folder(word: &str, folder: &Path) -> String {
    let is_path = word.contains('/') || word.contains('.');
    if is_path { folder.join(word).to_str().unwrap().to_owned() } else { word.to_owned() }
}

/// A story with some text in its one scene.
fn with(line: &str) -> String {
    format!("format = 1\nwork.title = \"T\"\n[[scene]]\nid = \"a\"\ntitle = \"A\"\ntext = \"…\"\n{line}\n")
}

#[test]
fn whatever_its_size_a_file_is_answered() {
    let folder = folder("sizes");
    let path = folder.join("story.toml");
    let check = |text: String, format: &str| {
        fs::write(&path, text).unwrap();
        storyline(&["check", path.to_str().unwrap(), "--format", format])
    };
    // A line of some megabytes, with a thousand problems in it.
    let scenes: Vec<String> = (0..1_000)
        .map(|at| format!("{{ id = \"s{at}\", title = \"T\", text = \"{}\", place = \"p{at}\" }}", "친구 ".repeat(300)))
        .collect();
    let line = format!("format = 1\nwork.title = \"T\"\nscene = [{}]\n", scenes.join(", "));
    let answer = check(line, "text");
    assert!(answer.stdout.ends_with("1000 errors in 1 file\n"), "{}", answer.stdout.lines().next_back().unwrap());
    assert!(answer.stdout.len() < 2_000_000, "{}", answer.stdout.len());
    // Ten thousand problems, each told.
    let many: String = (0..10_000)
        .map(|at| format!("[[scene]]\nid = \"s{at}\"\ntitle = \"T\"\ntext = \"…\"\nplace = \"p{at}\"\n"))
        .collect();
    let answer = check(format!("format = 1\nwork.title = \"T\"\n{many}"), "github");
    assert_eq!(answer.stdout.lines().count(), 10_000);
    assert_eq!(answer.exit, Exit::Found);
    // One slip, ten thousand times in one list.
    let answer = check(with(&format!("cast = [{}]", "\"nobody\", ".repeat(10_000))), "text");
    assert!(answer.stdout.contains("it is named 10000 times in all"));
    let answer = check(with(&format!("cast = [{}]", "1, ".repeat(30_000))), "text");
    assert!(answer.stdout.contains("the rest of this list is not looked at"));
    // Nesting a thousand deep, closed and not.
    for deep in ["[".repeat(1_000), format!("{}{}", "[".repeat(1_000), "]".repeat(1_000)), "{ a = ".repeat(1_000)] {
        let answer = check(with(&format!("cast = {deep}")), "text");
        assert!(answer.stdout.contains("error[not-toml]"), "{}", answer.stdout);
        assert_eq!(answer.exit, Exit::Unusable);
    }
    // A name of a megabyte is not said in full.
    let answer = check(with(&format!("place = \"{}\"", "p".repeat(1_000_000))), "json");
    assert!(answer.stdout.contains("there is no place") && answer.stdout.len() < 10_000);
    // No text at all.
    fs::write(&path, vec![0u8; 1_000_000]).unwrap();
    let answer = storyline(&["check", path.to_str().unwrap()]);
    assert!(answer.stdout.contains("this is no text"), "{}", answer.stdout);
}

#[test]
fn colours_are_used_where_the_environment_wants_them() {
    let drawn = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_storyline"));
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").envs(variables.iter().copied());
        let output = command.args(["check", "tests/problems/korean.toml"]).args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap().contains('\u{1b}')
    };
    assert!(!drawn(&[], &[]), "a pipe");
    assert!(drawn(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!drawn(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]));
    assert!(drawn(&[("NO_COLOR", "1")], &["--color", "always"]));
    assert!(!drawn(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]));
}
