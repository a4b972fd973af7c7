//! The program as a shell sees it: what it answers, what it says beside, how it ends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod shell;

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use shell::{folder, storyline, storyline_in, transcript, transcript_in};
use storyline::cli::{Exit, World};

#[test]
fn help_names_every_command() {
    assert_snapshot!(transcript(&[&["--help"], &["play", "--help"], &["check", "--help"]]));
}

#[test]
fn alone_it_shows_the_stories_and_how_to_begin() {
    assert_snapshot!(transcript(&[&[], &["list"], &["list", "--format", "json"]]));
}

#[test]
fn a_wrong_name_gets_the_nearest_ones() {
    assert_snapshot!(transcript(&[
        &["play", "please-dnot"],
        &["play", "war-and-peace"],
        &["timeline", "sistar/please-dont"],
        &["play", "./nowhere.toml"],
        &["play", "stories/k-will/please-dnot.toml"],
        &["play", "stories/"],
        &["plya", "please-dont"],
        &["play"],
        &["play", "please-dont", "--width", "5"],
    ]));
}

#[test]
fn a_story_by_path_is_played_whatever_is_wrong_with_it() {
    let answer = storyline(&["play", "tests/problems/duplicate-id.toml"]);
    assert_eq!(answer.exit, Exit::Fine);
    assert_eq!(
        answer.stderr,
        "tests/problems/duplicate-id.toml has 2 errors: storyline check tests/problems/duplicate-id.toml\n"
    );
    assert!(answer.stdout.contains("2 Home"), "{}", answer.stdout);
}

#[test]
fn a_contradiction_is_listed_as_told_and_marked_so() {
    assert_snapshot!(transcript(&[
        &["timeline", "tests/problems/contradiction.toml"],
        &["timeline", "tests/problems/contradiction.toml", "--chronological", "--format", "json"],
        &["play", "tests/problems/contradiction.toml"],
        &["play", "tests/problems/contradiction.toml", "--chronological"],
    ]));
}

#[test]
fn what_is_told_and_not_shown_has_its_place_in_what_happened() {
    let folder = folder("told-not-shown");
    let path = folder.join("legend.toml");
    fs::write(&path, include_str!("told-not-shown.toml")).unwrap();
    let path = path.to_str().unwrap();
    let shown = transcript(&[
        &["play", path],
        &["play", path, "--chronological"],
        &["timeline", path, "--chronological"],
        &["timeline", path, "--chronological", "--format", "json"],
        &["timeline", path, "--width", "36"],
        &["check", path],
    ]);
    assert_snapshot!(shown.replace(folder.to_str().unwrap(), "FOLDER"));
}

#[test]
fn export_writes_a_story_in_another_form() {
    assert_snapshot!(transcript(&[
        &["export", "--help"],
        &["export", "please-dont"],
        &["export", "please-dont", "--to", "svg"],
        &["export", "please-dnot", "--to", "dot"],
        &["export", "tests/problems/contradiction.toml", "--to", "dot"],
        &["export", "tests/problems/contradiction.toml", "--to", "markdown", "--chronological"],
    ]));
}

#[test]
fn every_view_shows_what_is_known_at_a_position() {
    assert_snapshot!(transcript(&[
        &["recap", "one-more-day", "--seen", "bed-music-drinks"],
        &["recap", "please-dont", "--seen", "all"],
        &["cast", "please-dont", "--seen", "dasom-vanishes"],
        &["facts", "please-dont", "--seen", "=photo-torn,=balcony-attention"],
        &["timeline", "one-more-day", "--seen", "bed-music-drinks", "--chronological"],
        &["why", "one-more-day", "4", "1", "--seen", "bed-music-drinks"],
        &["play", "one-more-day", "--seen", "=watchers-inserts"],
        &["recap", "one-more-day", "--seen", "none"],
    ]));
}

#[test]
fn every_view_speaks_to_machines_too() {
    assert_snapshot!(transcript(&[
        &["recap", "one-more-day", "--seen", "lip-gloss-kiss", "--format", "json"],
        &["cast", "one-more-day", "--seen", "intercom-mask", "--format", "json"],
        &["facts", "one-more-day", "--seen", "lip-gloss-kiss", "--format", "json"],
    ]));
}

#[test]
fn a_cut_is_a_story_file_headed_by_who_may_read_it() {
    assert_snapshot!(transcript(&[
        &["cut", "one-more-day", "--seen", "suitcase-walk-return"],
        &["cut", "please-dont", "--seen", "none"],
    ]));
}

#[test]
fn what_was_seen_is_kept_shown_and_forgotten() {
    let state = folder("watching");
    let world = World { state_folder: Some(state.clone()), ..World::default() };
    let calls: [&[&str]; 16] = [
        &["recap", "please-dont"],
        &["timeline", "please-dont", "--format", "json"],
        &["seen", "please-dont", "stairs-in-guk"],
        &["facts", "please-dont"],
        &["cast", "k-will/please-dont"],
        &["timeline", "please-dont"],
        &["timeline", "please-dont", "--seen", "nonesuch"],
        &["why", "please-dont", "wedding-ceremony", "1"],
        &["seen", "one-more-day", "=bed-music-drinks,=intercom-mask"],
        &[],
        &["list"],
        &["forget", "please-dont"],
        &["forget", "please-dont"],
        &["seen", "./stories/k-will/please-dont.toml", "all"],
        &["forget", "--all"],
        &["list", "--format", "json"],
    ];
    let shown: String = calls.iter().map(|call| transcript_in(&world, &[call])).collect();
    assert_snapshot!(shown);
}

#[test]
fn where_what_was_seen_cannot_be_read_nothing_counts_as_seen() {
    let state = folder("bad-progress");
    let world = World { state_folder: Some(state.clone()), ..World::default() };
    fs::create_dir_all(state.join("storyline")).unwrap();
    fs::write(state.join("storyline/progress.toml"), "format = 1\n[stories.\n").unwrap();
    let calls: [&[&str]; 4] =
        [&["recap", "please-dont"], &["list"], &["forget", "please-dont"], &["seen", "please-dont", "stairs-in-guk"]];
    let shown: String = calls.iter().map(|call| transcript_in(&world, &[call])).collect();
    let shown =
        shown + &transcript_in(&World::default(), &[&["recap", "please-dont"], &["seen", "please-dont", "all"]]);
    assert_snapshot!(shown.replace(state.to_str().unwrap(), "STATE"));
    assert!(state.join("storyline/progress.toml.set-aside-1").is_file());
}

#[test]
fn of_a_story_that_changed_the_scenes_count_that_it_still_has() {
    let state = folder("changed-state");
    let stories = folder("changed-stories");
    let world =
        World { state_folder: Some(state), story_path: Some(stories.clone().into_os_string()), ..World::default() };
    let write = |ids: &[&str]| {
        let scenes: String =
            ids.iter().map(|id| format!("[[scene]]\nid = \"{id}\"\ntitle = \"Scene {id}\"\ntext = \"…\"\n")).collect();
        fs::write(stories.join("own.toml"), format!("format = 1\n[work]\ntitle = \"Own\"\n{scenes}")).unwrap();
    };
    write(&["a", "b", "c"]);
    storyline_in(&world, &["seen", "own", "b"]);
    write(&["new", "b", "x", "c"]);
    let timeline = storyline_in(&world, &["timeline", "own"]).stdout;
    assert!(
        timeline.contains("Scene b") && !timeline.contains("Scene new") && !timeline.contains("Scene x"),
        "{timeline}"
    );
    fs::remove_file(stories.join("own.toml")).unwrap();
    assert_eq!(storyline_in(&world, &["forget", "own"]).stdout, "Forgotten.\n");
}

#[test]
fn a_position_that_names_nothing_gets_the_nearest_names() {
    assert_snapshot!(transcript(&[
        &["recap", "stories/sistar/one-more-day.toml", "--seen", "lip-gloss,=tears,nowhere"],
        &["recap", "one-more-day", "--seen", ""],
    ]));
}

#[test]
fn check_says_how_it_ended() {
    let folder = folder("check");
    let write = |name: &str, text: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    fs::create_dir(folder.join("empty-folder")).unwrap();
    let good = "format = 1\n[work]\ntitle = \"Good\"\n[[scene]]\nid = \"a\"\ntitle = \"A\"\ntext = \"…\"\n";
    let story = write("good.toml", good.as_bytes());
    let wrong = write("wrong.toml", good.replace("title = \"A\"", "titel = \"A\"").as_bytes());
    let empty = write("empty.toml", b"");
    let comment = write("comment.toml", b"# nothing but this\n");
    let not_text = write("latin.toml", b"format = 1\ntitle = \"caf\xe9\"\n");
    let not_toml = write("json.toml", b"{ \"format\": 1 }");
    let missing = folder.join("god.toml").to_str().unwrap().to_owned();
    let empty_folder = folder.join("empty-folder").to_str().unwrap().to_owned();
    let calls: Vec<[&str; 2]> = [&story, &wrong, &empty, &comment, &not_text, &not_toml, &missing, &empty_folder]
        .iter()
        .map(|path| ["check", path.as_str()])
        .collect();
    let calls: Vec<&[&str]> = calls.iter().map(|call| &call[..]).collect();
    let all = folder.to_str().unwrap();
    let shown = transcript(&calls) + &transcript(&[&["check", all], &["play", &not_toml]]);
    assert_snapshot!(shown.replace(all, "FOLDER"));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_said_to_be_so() {
    // A folder in the place of a file's folder cannot be read by anybody, root included.
    let folder = folder("unreadable");
    fs::write(folder.join("file"), "").unwrap();
    let answer = storyline(&["check", folder.join("file/story.toml").to_str().unwrap()]);
    assert_eq!(answer.exit, Exit::Unusable);
    assert!(answer.stdout.contains("error[unreadable-file]"), "{}", answer.stdout);
}

#[test]
fn with_hindsight_a_story_is_told_in_one_order_and_by_name_with_a_warning() {
    let by_name = storyline(&["play", "please-dont", "--rewatch"]);
    assert_eq!(by_name.stderr, "This gives the plot away: the story with hindsight.\n");
    assert!(by_name.stdout.contains("(imagined)"), "{}", by_name.stdout);
    let by_path = storyline(&["play", "stories/k-will/please-dont.toml", "--rewatch"]);
    assert_eq!((by_path.stdout, by_path.stderr), (by_name.stdout, String::new()));
    let both = storyline(&["play", "please-dont", "--rewatch", "--chronological"]);
    assert_eq!((both.exit, both.stdout), (Exit::Unusable, String::new()));
}

#[test]
fn colours_come_only_where_they_are_asked_for() {
    let plain = storyline(&["play", "please-dont"]);
    assert!(!plain.stdout.contains('\u{1b}'));
    let coloured = storyline(&["play", "please-dont", "--color", "always"]);
    assert!(coloured.stdout.contains("\u{1b}[1m"));
    let terminal = World { stdout_colour: true, ..World::default() };
    assert_eq!(storyline_in(&terminal, &["play", "please-dont"]).stdout, coloured.stdout);
    assert_eq!(storyline_in(&terminal, &["play", "please-dont", "--color", "never"]).stdout, plain.stdout);
}

#[test]
fn each_stream_has_its_own_colours() {
    let call = ["play", "stories/"];
    let answer = storyline_in(&World { stdout_colour: true, ..World::default() }, &call);
    assert!(!answer.stderr.contains('\u{1b}'));
    let answer = storyline_in(&World { stderr_colour: true, ..World::default() }, &call);
    assert!(answer.stderr.contains('\u{1b}'));
}

#[test]
fn a_terminal_without_utf8_gets_plain_ascii() {
    let terminal = World { ascii_terminal: true, terminal_width: Some(80), ..World::default() };
    for call in [
        &["play", "one-more-day"][..],
        &["timeline", "one-more-day", "--seen", "all"],
        &["recap", "one-more-day", "--seen", "all"],
        &["check", "tests/problems/korean.toml"],
    ] {
        let answer = storyline_in(&terminal, call);
        assert!(answer.stdout.is_ascii(), "{}", answer.stdout);
    }
    assert_snapshot!(storyline_in(&terminal, &["timeline", "one-more-day", "--seen", "all"]).stdout);
}

#[test]
fn the_width_is_the_terminals_within_reason() {
    let longest = |world: &World, arguments: &[&str]| {
        storyline_in(world, arguments).stdout.lines().map(|line| line.chars().count()).max()
    };
    let terminal = |width| World { terminal_width: Some(width), ..World::default() };
    assert!(longest(&terminal(40), &["play", "please-dont"]) <= Some(40));
    assert!(longest(&terminal(500), &["play", "please-dont"]) <= Some(90));
    assert!(longest(&terminal(500), &["play", "please-dont", "--width", "120"]) > Some(90));
    assert!(longest(&World::default(), &["play", "please-dont"]) <= Some(80));
}

#[test]
fn stories_are_found_in_the_folders_of_the_path_before_those_built_in() {
    let folder = folder("library");
    for shelf in ["one", "two"] {
        fs::create_dir(folder.join(shelf)).unwrap();
        let text = format!("format = 1\n[work]\ntitle = \"Twice, {shelf}\"\n");
        fs::write(folder.join(shelf).join("twice.toml"), text).unwrap();
    }
    fs::write(folder.join("own.toml"), "format = 1\n[work]\ntitle = \"My own\"\n").unwrap();
    fs::write(folder.join("one/own.toml"), "format = 1\n[work]\ntitle = \"Shelved\"\n").unwrap();
    let world = World { story_path: Some(folder.clone().into_os_string()), ..World::default() };
    assert!(storyline_in(&world, &["play", "own"]).stdout.contains("My own"));
    assert!(storyline_in(&world, &["play", "two/twice"]).stdout.contains("Twice, two"));
    let twice = storyline_in(&world, &["play", "twice"]);
    assert_eq!(twice.stderr, "Several stories are called `twice`. Say which: `one/twice` or `two/twice`.\n");
    assert_eq!(twice.exit, Exit::Unusable);
    let listed = storyline_in(&world, &["list"]).stdout;
    let names: Vec<&str> = listed.lines().filter_map(|line| line.split('\t').next()).collect();
    let made = names.into_iter().filter(|name| name.contains("own") || name.contains("twice"));
    assert_eq!(made.collect::<Vec<_>>(), ["one/own", "one/twice", "own", "two/twice"]);
    assert!(storyline_in(&world, &["play", "please-dont"]).stdout.contains("Please Don't"));
}

#[test]
fn the_program_does_what_the_library_does() {
    let output = Command::new(env!("CARGO_BIN_EXE_storyline")).args(["play", "please-dont"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), storyline(&["play", "please-dont"]).stdout);
    let output = Command::new(env!("CARGO_BIN_EXE_storyline")).args(["play", "nothing"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_storyline"))
        .args(["timeline", "one-more-day", "--seen", "all", "--format", "json", "--width", "1000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(program.stdout.take());
    let mut stderr = String::new();
    program.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!(program.wait().unwrap().code(), Some(0));
    assert_eq!(stderr, "");
}

#[test]
fn under_a_theory_every_form_says_so() {
    let forms: [&[&str]; 5] = [
        &["dot"],
        &["mermaid"],
        &["markdown"],
        &["svg", "--picture", "curve"],
        &["svg", "--picture", "chart", "--chronological"],
    ];
    for form in forms {
        for (theory, is_under) in [(&["--theory", "reversed"][..], true), (&[], false)] {
            let call = [&["export", "monster", "--seen", "all", "--to"], form, theory].concat();
            let answer = storyline(&call);
            let is_said = answer.stdout.to_lowercase().contains("under the theory: backwards");
            assert_eq!(is_said, is_under, "{form:?} {theory:?}");
        }
    }
}
