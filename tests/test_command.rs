//! `storyline test`, as a writer uses it: what it says, what it writes, and when it writes nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod shell;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;
use shell::{at_home, folder, storyline, storyline_in, transcript, transcript_in};
use storyline::cli::{Exit, Seat, World};

/// The story in docs/format.md.
fn ice() -> String {
    let page = include_str!("../docs/format.md");
    let (_, rest) = page.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

/// A folder with the story in it.
fn with_ice(name: &str) -> PathBuf {
    let folder = folder(name);
    fs::write(folder.join("ice.toml"), ice()).unwrap();
    folder
}

/// Changes what is in a file.
fn change(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replace(from, to)).unwrap();
}

/// Everything in a folder, by name, with its text.
fn all_in(folder: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(all_in(&path));
        } else {
            all.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
    all.sort();
    all
}

fn test(arguments: &[&str], folder: &Path) -> shell::Answer {
    let mut call = vec!["test", folder.to_str().unwrap()];
    call.extend(arguments);
    storyline(&call)
}

#[test]
fn a_story_gets_its_snapshots_and_each_change_is_shown() {
    let folder = with_ice("test-ice");
    let path = folder.to_str().unwrap();
    let calls: &[&[&str]] = &[&["test", path, "--width", "200"]];
    let mut shown = transcript(calls);
    shown += &transcript(&[&["test", path, "--accept", "--width", "200"], &["test", path]]);
    change(&folder.join("ice.toml"), "race to the far pole and back", "race to the pole");
    change(&folder.join("ice.toml"), "when = { before = \"home\" }\n", "");
    shown += &transcript(calls);
    shown += &transcript(&[&["test", path, "--format", "json"]]);
    fs::remove_file(folder.join("snapshots/ice__diary.snap")).unwrap();
    fs::write(folder.join("snapshots/ice__telling.snap"), "no snapshot\n").unwrap();
    shown += &transcript(calls);
    fs::rename(folder.join("ice.toml"), folder.join("snow.toml")).unwrap();
    shown += &transcript(calls);
    shown += &transcript(&[&["test", path, "--accept", "--width", "200"], &["test", path]]);
    assert_snapshot!(shown.replace(path, "FOLDER"));
}

#[test]
fn the_snapshots_of_a_story_read_as_reviewed() {
    let folder = with_ice("test-read");
    test(&["--accept"], &folder);
    let all = all_in(&folder.join("snapshots"));
    let shown: Vec<String> = all.into_iter().map(|(_, text)| text).collect();
    assert_snapshot!(shown.join("\n"));
}

#[test]
fn without_being_asked_nothing_is_written() {
    let folder = with_ice("test-nothing");
    let before = all_in(&folder);
    assert_eq!(test(&[], &folder).exit, Exit::Found);
    assert_eq!(all_in(&folder), before);
}

#[test]
fn where_ci_is_set_nothing_is_written_or_removed_and_accepting_is_refused() {
    let ci = World { ci: true, ..at_home() };
    let folder = with_ice("test-ci");
    test(&["--accept"], &folder);
    fs::write(folder.join("snapshots/ice__diary.snap.new"), "left over").unwrap();
    fs::write(folder.join("snapshots/gone__diary.snap"), "---\nsource: gone.toml\n---\nx\n").unwrap();
    change(&folder.join("ice.toml"), "race to the far pole and back", "race to the pole");
    let before = all_in(&folder);
    let path = folder.to_str().unwrap();
    assert_eq!(storyline_in(&ci, &["test", path]).exit, Exit::Found);
    let refused = [&["test", path, "--accept"][..], &["test", path, "--pending"][..], &["test", path, "--review"][..]];
    assert_snapshot!(transcript_in(&ci, &refused).replace(path, "FOLDER"));
    assert_eq!(all_in(&folder), before);
}

#[test]
fn a_review_needs_a_terminal() {
    let folder = with_ice("test-no-terminal");
    let answer = test(&["--review"], &folder);
    assert_eq!(answer.exit, Exit::Unusable);
    assert_eq!(answer.stderr, "This is no terminal to be asked on. To accept all of it: storyline test --accept\n");
    assert_eq!(at_home().seat, Seat::Pipe);
}

#[test]
fn a_story_with_errors_fails_and_keeps_its_snapshots() {
    let folder = with_ice("test-errors");
    test(&["--accept"], &folder);
    change(&folder.join("ice.toml"), "cast = [\"ada\", \"ben\"]", "cast = [\"ada\", \"bne\"]");
    let before = all_in(&folder);
    let path = folder.to_str().unwrap();
    let shown = transcript(&[&["test", path], &["test", path, "--accept"], &["test", path, "--format", "json"]]);
    assert_snapshot!(shown.replace(path, "FOLDER"));
    assert_eq!(all_in(&folder), before);
    fs::write(folder.join("ice.toml"), "format = ").unwrap();
    assert_eq!(test(&[], &folder).exit, Exit::Unusable);
}

#[test]
fn a_universe_has_the_snapshots_of_each_work_alone_and_of_all_of_it() {
    let folder = folder("test-universe");
    for name in ["universe", "please-dont", "no-sad-song"] {
        fs::copy(format!("stories/k-will/{name}.toml"), folder.join(format!("{name}.toml"))).unwrap();
    }
    assert_eq!(test(&["--accept"], &folder).exit, Exit::Fine);
    let names: Vec<String> = all_in(&folder.join("snapshots"))
        .into_iter()
        .map(|(path, _)| path.rsplit('/').next().unwrap().to_owned())
        .collect();
    let expected = ["no-sad-song", "please-dont", "universe"]
        .map(|story| ["chronology", "diary", "telling"].map(|kind| format!("{story}__{kind}.snap")));
    assert_eq!(names, expected.concat());
    // A work alone is asked for alone.
    let work = folder.join("no-sad-song.toml");
    let answer = storyline(&["test", work.to_str().unwrap()]);
    assert_eq!(
        (answer.stdout.as_str(), answer.exit),
        ("3 snapshots of 1 story: 3 unchanged, 5 expectations held.\n", Exit::Fine)
    );
    // What an error in one work breaks is that work and the whole, not the other.
    change(&work, "[[scene]]", "[[scene]]\nplace = \"nowhere\"");
    let answer = test(&[], &folder);
    assert!(answer.stdout.ends_with("3 unchanged, 2 stories with errors, 9 expectations held.\n"), "{}", answer.stdout);
}

#[test]
fn what_others_keep_in_such_a_folder_is_left_alone() {
    let folder = with_ice("test-others");
    test(&["--accept"], &folder);
    let others = folder.join("snapshots/cli__help.snap");
    fs::write(&others, "---\nsource: tests/cli.rs\nexpression: help\n---\nhelp\n").unwrap();
    let answer = test(&["--accept"], &folder);
    assert_eq!((answer.stdout.as_str(), answer.exit), ("3 snapshots of 1 story: 3 unchanged.\n", Exit::Fine));
    assert!(others.is_file());
}

#[test]
fn what_is_to_be_reviewed_elsewhere_stands_beside_and_goes_once_it_is_settled() {
    let folder = with_ice("test-pending");
    test(&["--accept"], &folder);
    change(&folder.join("ice.toml"), "race to the far pole and back", "race to the pole");
    assert_eq!(test(&["--pending"], &folder).exit, Exit::Found);
    let pending = folder.join("snapshots/ice__telling.snap.new");
    assert!(fs::read_to_string(&pending).unwrap().contains("race to the pole"));
    assert!(!folder.join("snapshots/ice__diary.snap.new").exists());
    change(&folder.join("ice.toml"), "race to the pole", "race to the far pole and back");
    assert_eq!(test(&[], &folder).exit, Exit::Fine);
    assert!(!pending.exists());
}

#[test]
fn it_needs_no_path_and_no_cargo() {
    let folder = with_ice("test-bare");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_storyline"));
        command.env_clear().current_dir(&folder).args(arguments).output().unwrap()
    };
    let answer = run(&["test", "--accept"]);
    assert!(answer.status.success() && answer.stderr.is_empty(), "{answer:?}");
    let answer = run(&["test"]);
    assert_eq!(String::from_utf8(answer.stdout).unwrap(), "3 snapshots of 1 story: 3 unchanged.\n");
    let ci = Command::new(env!("CARGO_BIN_EXE_storyline"))
        .env_clear()
        .env("CI", "true")
        .current_dir(&folder)
        .args(["test", "--accept"])
        .output()
        .unwrap();
    assert_eq!(ci.status.code(), Some(2));
}

#[test]
fn what_cannot_be_written_is_not_called_accepted() {
    let folder = with_ice("test-unwritable");
    fs::write(folder.join("snapshots"), "a file where a folder should be").unwrap();
    let answer = test(&["--accept"], &folder);
    assert_eq!(answer.exit, Exit::Unusable);
    assert!(
        !answer.stdout.contains("Accepted") && answer.stderr.contains("cannot be written"),
        "{} {}",
        answer.stdout,
        answer.stderr
    );
    fs::remove_file(folder.join("snapshots")).unwrap();
    let answer = test(&["--accept", "--format", "json"], &folder);
    assert!(answer.exit == Exit::Fine && answer.stdout.contains("\"passed\": true"), "{}", answer.stdout);
}

#[test]
fn what_is_to_be_typed_can_be_typed() {
    let folder = with_ice("test a b");
    let answer = test(&[], &folder);
    assert!(answer.stderr.contains(&format!("storyline test --accept '{}'", folder.display())), "{}", answer.stderr);
}

#[test]
fn expectations_are_held_against_the_story() {
    let folder = with_ice("test-expect");
    let path = folder.join("ice.toml");
    let more = "\n[[expect]]\nat = \"fall\"\nbelieved = [\"what-she-pulls\"]\nabsent = [\"blanket\"]\n\n[[expect]]\nat = \"race\"\nknown = [\"what-she-pulls\"]\n";
    fs::write(&path, ice() + more).unwrap();
    test(&["--accept"], &folder);
    let path = folder.to_str().unwrap();
    let shown = transcript(&[&["test", path], &["test", path, "--format", "json"]]);
    assert_snapshot!(shown.replace(path, "FOLDER"));
    assert_eq!(test(&["--accept"], &folder).exit, Exit::Found);
    assert_eq!(storyline(&["check", path]).exit, Exit::Fine);
}
