//! Every transcript of the README is what the program prints, and every story in it is a story.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod shell;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use storyline::cli::{World, run};
use storyline::library;
use storyline::lint;
use storyline::problem::Severity;

const README: &str = include_str!("../README.md");

/// The blocks of a kind, with what stands in them.
fn blocks(kind: &str) -> Vec<&'static str> {
    let fence = format!("\n```{kind}\n");
    README.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

fn story() -> &'static str {
    blocks("toml")[0]
}

/// Writes the files that transcripts name, in a folder of this test alone.
fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("readme");
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn answer(call: &str, folder: &Path) -> String {
    // What is checked is the story with a slip in it.
    let slip = if call.contains(" check ") { "passt" } else { "past" };
    let text = story().replace("strand = \"past\"", &format!("strand = \"{slip}\""));
    fs::write(folder.join("letter.toml"), format!("{text}\n")).unwrap();
    fs::write(folder.join("trial.toml"), format!("{}\n", blocks("toml")[1])).unwrap();
    let path = |word: &str| match word.strip_prefix("./").unwrap_or(word) {
        file if file.ends_with(".toml") => folder.join(file).into_os_string(),
        _ => OsString::from(word),
    };
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    run(call.split(' ').map(path), &World::default(), &mut stdout, &mut stderr);
    String::from_utf8(stdout).unwrap().replace(&format!("{}/", folder.display()), "")
}

#[test]
fn every_transcript_is_what_is_printed() {
    let folder = folder();
    let transcripts = blocks("console");
    assert!(transcripts.len() >= 4);
    for transcript in transcripts {
        let (call, expected) = transcript.strip_prefix("$ ").unwrap().split_once('\n').unwrap();
        let printed = answer(call, &folder);
        let mut rest = printed.trim_end();
        for (at, part) in expected.split("[…]").map(|part| part.trim_matches('\n')).enumerate() {
            let found = if at == 0 { rest.starts_with(part).then_some(0) } else { rest.find(part) };
            let Some(found) = found else { panic!("`{call}` does not print\n{part}\nbut\n{rest}") };
            rest = &rest[found + part.len()..];
        }
        assert!(expected.ends_with("[…]") || rest.is_empty(), "`{call}` goes on with\n{rest}");
    }
}

#[test]
fn the_story_has_no_problem() {
    let loaded = library::load(storyline::source::Source::new("story.toml", story()));
    assert_eq!(loaded.problems, []);
}

#[test]
fn the_two_commands_are_there() {
    let shell = blocks("sh").join("\n");
    assert!(shell.contains("cargo run --release -- play please-dont"));
    assert!(shell.contains("./check"));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "expectations are accepted from outside")]
fn every_code_is_listed_with_its_page() {
    let kinds = [(Severity::Error, "Errors"), (Severity::Warning, "Warnings"), (Severity::Info, "Infos")];
    let lines = kinds.map(|(severity, kind)| {
        let codes = lint::codes().into_iter().filter(|code| code.severity == severity);
        let links: Vec<String> = codes.map(|code| format!("[{0}](docs/problems/{0}.md)", code.name)).collect();
        format!("- **{kind}:** {}", links.join(", "))
    });
    let (before, rest) = README.split_once("--test readme -->\n").unwrap();
    let (listed, after) = rest.split_once("<!-- end of codes").unwrap();
    let expected = format!("{}\n", lines.join("\n"));
    if std::env::var_os("STORYLINE_ACCEPT").is_some() {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        fs::write(page, format!("{before}--test readme -->\n{expected}<!-- end of codes{after}")).unwrap();
    } else {
        assert_eq!(listed, expected);
    }
}

#[test]
fn every_command_is_in_the_table() {
    let commands: Vec<String> = shell::commands().into_iter().filter(|command| command != "help").collect();
    assert!(commands.len() >= 4);
    for command in commands {
        assert!(
            README.contains(&format!("| `storyline {command} "))
                || README.contains(&format!("| `storyline {command}`")),
            "{command}"
        );
    }
}
