//! What stands between a writer and a sound story: `new`, `completions`, `man`, `check --watch`, and the hook and the
//! workflow of the README, run as they stand there.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod shell;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};
use std::thread::sleep;
use std::time::Duration;

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::process::{Pid, Signal, kill_process};
use shell::{commands, folder, storyline};

const STORYLINE: &str = env!("CARGO_BIN_EXE_storyline");
const README: &str = include_str!("../README.md");
const TEMPLATE: &str = include_str!("../src/cli/new.toml");

/// How long something may take, in looks of ten milliseconds.
const PATIENCE: usize = 3000;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(STORYLINE).args(arguments).current_dir(folder).env_remove("CI").output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_new_story_passes_and_says_what_can_be_done_with_it() {
    let folder = folder("new");
    let answer = run(&folder, &["new", "my-story"]);
    assert_eq!((answer.status.code(), text(&answer.stderr)), (Some(0), String::new()));
    assert_eq!(names_in(&folder), ["my-story.toml", "storyline.schema.json"]);
    let said = text(&answer.stdout);
    let calls: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("  storyline ")).collect();
    assert_eq!(
        calls,
        ["check my-story.toml", "play my-story.toml", "serve my-story.toml", "test --accept my-story.toml"]
    );
    for call in calls.into_iter().filter(|call| !call.starts_with("serve")) {
        let done = run(&folder, &call.split(' ').collect::<Vec<_>>());
        assert_eq!(done.status.code(), Some(0), "{call}: {}", text(&done.stderr));
    }
    assert_eq!(text(&run(&folder, &["check"]).stdout), "No problems in 1 file\n");
    assert_eq!(run(&folder, &["test"]).status.code(), Some(0));
    assert!(fs::read_to_string(folder.join("my-story.toml")).unwrap().contains("title = \"My Story\"\n"));
    assert_eq!(fs::read_to_string(folder.join("storyline.schema.json")).unwrap(), storyline::schema::text());
}

#[test]
fn its_examples_work_once_their_marks_are_taken_away() {
    let folder = folder("new-whole");
    let whole = TEMPLATE.lines().map(|line| match line.strip_prefix('#') {
        Some(example) if !example.starts_with([' ', ':']) => example,
        _ => line,
    });
    let whole: String = whole.flat_map(|line| [line, "\n"]).collect();
    assert!(whole.contains("\nbecomes = ") && whole.contains("\n[things."));
    fs::write(folder.join("whole.toml"), whole).unwrap();
    assert_eq!(text(&run(&folder, &["check"]).stdout), "No problems in 1 file\n");
}

#[test]
fn a_new_story_goes_to_the_stories_and_nothing_is_written_over() {
    let folder = folder("new-shelf");
    fs::create_dir(folder.join("stories")).unwrap();
    assert_eq!(run(&folder, &["new", "a"]).status.code(), Some(0));
    assert_eq!(names_in(&folder.join("stories")), ["a.toml", "storyline.schema.json"]);
    fs::write(folder.join("stories/a.toml"), "mine").unwrap();
    fs::write(folder.join("stories/storyline.schema.json"), "{}").unwrap();

    let again = run(&folder, &["new", "a"]);
    assert_eq!((again.status.code(), text(&again.stdout)), (Some(2), String::new()));
    let said = "stories/a.toml is there already, and stays as it is. Choose another name, or move it away first.\n";
    assert_eq!(text(&again.stderr), said);
    assert_eq!(fs::read_to_string(folder.join("stories/a.toml")).unwrap(), "mine");

    let another = run(&folder, &["new", "b"]);
    assert_eq!(another.status.code(), Some(0));
    assert!(text(&another.stderr).contains("of another version. To renew it: storyline schema > stories/"));
    assert_eq!(fs::read_to_string(folder.join("stories/storyline.schema.json")).unwrap(), "{}");
}

#[test]
fn what_lies_beside_a_new_story_is_left_alone_and_nothing_is_left_beside_it() {
    let folder = folder("new-beside");
    fs::write(folder.join("a.toml.new"), "mine").unwrap();
    assert_eq!(run(&folder, &["new", "a"]).status.code(), Some(0));
    assert_eq!(names_in(&folder), ["a.toml", "a.toml.new", "storyline.schema.json"]);
    assert_eq!(fs::read_to_string(folder.join("a.toml.new")).unwrap(), "mine");
    // All is written or nothing.
    fs::remove_file(folder.join("storyline.schema.json")).unwrap();
    assert_eq!(run(&folder, &["new", "a"]).status.code(), Some(2));
    assert_eq!(names_in(&folder), ["a.toml", "a.toml.new"]);
}

#[test]
fn what_can_be_allowed_the_schema_allows() {
    let allowed = &storyline::schema::schema()["definitions"]["allow"]["properties"];
    for code in storyline::lint::codes() {
        assert_eq!(allowed.get(code.name).is_some(), code.can_be_allowed, "{}", code.name);
    }
}

#[test]
fn what_no_story_can_be_called_gets_a_name_that_one_can() {
    let folder = folder("new-names");
    for (name, help) in [
        ("My Story.toml", "Write: storyline new my-story"),
        ("stories/Été", "Write: storyline new ete"),
        ("이러지마", "Write it as my-story is written, in letters from a to z."),
        ("all", "Choose another."),
        ("universe", "Choose another."),
        ("", "Write it as my-story is written"),
        ("../up", "Write: storyline new up"),
    ] {
        let answer = run(&folder, &["new", name]);
        assert_eq!(answer.status.code(), Some(2), "{name}");
        assert!(text(&answer.stderr).contains(help), "{name}: {}", text(&answer.stderr));
    }
    assert_eq!(names_in(&folder), [""; 0]);
}

#[test]
fn every_shell_is_told_of_every_command_and_of_no_story() {
    let folder = folder("completions");
    let commands = commands();
    assert!(commands.len() > 15);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = storyline(&["completions", shell]).stdout;
        let words: BTreeSet<&str> = script.split(|c: char| !(c.is_alphanumeric() || c == '-')).collect();
        for command in &commands {
            assert!(words.contains(command.as_str()), "{shell}: {command}");
        }
        for hidden in ["please-dont", "exo", "suitcase"] {
            assert!(!script.contains(hidden), "{shell}: {hidden}");
        }
        fs::write(folder.join(shell), script).unwrap();
    }
    assert!(Command::new("bash").arg("-n").arg(folder.join("bash")).status().unwrap().success());
    let asked = "source ./bash; COMP_WORDS=(storyline che); COMP_CWORD=1; _storyline storyline che storyline; \
        echo \"${COMPREPLY[@]}\"";
    let completed = Command::new("bash").args(["-c", asked]).current_dir(&folder).output().unwrap();
    assert_eq!(text(&completed.stdout).trim(), "check");
}

#[test]
fn the_manual_names_every_command_and_every_option() {
    let manual = storyline(&["man"]).stdout;
    let plain = manual.replace('\\', "");
    for command in commands().iter().filter(|command| *command != "help") {
        assert!(plain.contains(&format!(".SS \"storyline {command}\"")), "{command}");
        let help = storyline(&[command, "--help"]).stdout;
        let options = help.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| word.starts_with("--"));
        for option in options.filter(|option| option.len() > 2) {
            assert!(plain.contains(option), "{command} {option}");
        }
    }
    assert!(manual.lines().all(|line| !line.starts_with('\'')), "no word is taken for a macro");
}

/// A story to be watched, and what is wrong with it once it is broken.
const LETTER: &str = "format = 1\nwork.title = \"A\"\n[[scene]]\nid = \"a\"\ntitle = \"A\"\ntext = \"…\"\n";
const BROKEN: &str =
    "format = 1\nwork.title = \"A\"\n[[scene]]\nid = \"a\"\ntitle = \"A\"\ntext = \"…\"\nplace = \"b\"\n";

/// A program whose answer goes to a file.
struct Watched {
    child: Child,
    answer: PathBuf,
    read: usize,
}

impl Watched {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let answer = folder.join("answer.txt");
        let stdout = File::create(&answer).unwrap();
        let stderr = stdout.try_clone().unwrap();
        let child = Command::new(STORYLINE)
            .args(["check", "--watch"])
            .args(arguments)
            .current_dir(folder)
            .stdout(stdout)
            .stderr(stderr)
            .spawn()
            .unwrap();
        Self { child, answer, read: 0 }
    }

    /// Waits until these words were said, after those that were waited for before.
    fn hears(&mut self, words: &str) -> &mut Self {
        for _ in 0..PATIENCE {
            let said = fs::read_to_string(&self.answer).unwrap_or_default();
            if let Some(at) = said[self.read..].find(words) {
                self.read += at + words.len();
                return self;
            }
            sleep(Duration::from_millis(10));
        }
        panic!("never said: {words}\n{}", fs::read_to_string(&self.answer).unwrap());
    }

    fn leave(mut self) -> Option<i32> {
        let id = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(id, Signal::INT).unwrap();
        self.child.wait().unwrap().code()
    }
}

#[test]
fn a_story_that_is_watched_is_looked_at_again_whenever_it_is_saved() {
    let folder = folder("watch");
    let story = folder.join("letter.toml");
    fs::write(&story, LETTER).unwrap();
    let mut watched = Watched::start(&folder, &["letter.toml"]);
    watched.hears("No problems in 1 file\n").hears("Looking again when a file changes. Ctrl-C leaves.\n");
    fs::write(&story, BROKEN).unwrap();
    watched.hears("----\nletter.toml changed\n\n").hears("error[unknown-place]").hears("1 error in 1 file\n");
    fs::write(&story, "format = 1\n[wor").unwrap();
    watched.hears("letter.toml changed\n").hears("error[not-toml]");
    fs::remove_file(&story).unwrap();
    watched.hears("letter.toml is gone\n").hears("there is no file `letter.toml`");
    fs::write(folder.join("letter.toml~"), LETTER).unwrap();
    fs::rename(folder.join("letter.toml~"), &story).unwrap();
    watched.hears("letter.toml is new\n").hears("No problems in 1 file\n");
    assert_eq!(watched.leave(), Some(0));
}

#[test]
fn what_is_new_in_a_folder_is_watched_too_and_the_last_look_says_how_it_ends() {
    let folder = folder("watch-folder");
    let mut watched = Watched::start(&folder, &[]);
    watched.hears("There is no story file here.").hears("Ctrl-C leaves.");
    fs::write(folder.join("letter.toml"), LETTER).unwrap();
    watched.hears("letter.toml is new\n").hears("No problems in 1 file\n");
    fs::create_dir(folder.join("stories")).unwrap();
    sleep(Duration::from_millis(300));
    fs::write(folder.join("stories/편지 1.toml"), BROKEN).unwrap();
    watched.hears("stories/편지 1.toml is new").hears("error[unknown-place]").hears("1 error in 1 file\n");
    fs::create_dir(folder.join("stories/shelf")).unwrap();
    sleep(Duration::from_millis(300));
    fs::write(folder.join("stories/shelf/letter.toml"), LETTER).unwrap();
    watched.hears("stories/shelf/letter.toml is new").hears("1 error in 2 files\n");
    assert_eq!(watched.leave(), Some(1));
}

#[test]
fn programs_hear_one_value_after_the_other() {
    let folder = folder("watch-json");
    fs::write(folder.join("letter.toml"), LETTER).unwrap();
    let mut watched = Watched::start(&folder, &["letter.toml", "--format", "json"]);
    watched.hears("\"problems\": []").hears("Ctrl-C leaves.");
    fs::write(folder.join("letter.toml"), BROKEN).unwrap();
    watched.hears("letter.toml changed\n").hears("\"code\": \"unknown-place\"");
    assert_eq!(watched.leave(), Some(1));
}

#[test]
fn a_screen_is_cleared_between_two_looks() {
    let folder = folder("watch-screen");
    let story = folder.join("letter.toml");
    fs::write(&story, BROKEN).unwrap();
    let (mut pty, pts) = pty_process::blocking::open().unwrap();
    pty.resize(pty_process::Size::new(24, 80)).unwrap();
    fcntl_setfl(&pty, fcntl_getfl(&pty).unwrap() | OFlags::NONBLOCK).unwrap();
    let command = pty_process::blocking::Command::new(STORYLINE).args(["check", "--watch", "letter.toml"]);
    let mut child = command.current_dir(&folder).env("TERM", "xterm").env("LANG", "C.UTF-8").spawn(pts).unwrap();
    let mut screen = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
    let mut wait_for = |words: &str, pty: &mut pty_process::blocking::Pty| {
        for _ in 0..PATIENCE {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = pty.read(&mut bytes) {
                screen.process(&bytes[..read]);
            }
            let shown = screen.screen().contents();
            if shown.contains(words) {
                return shown;
            }
            sleep(Duration::from_millis(10));
        }
        panic!("{words} is not on\n{}", screen.screen().contents());
    };
    wait_for("Ctrl-C leaves", &mut pty);
    fs::write(&story, LETTER).unwrap();
    let shown = wait_for("No problems in 1 file", &mut pty);
    assert!(shown.starts_with("letter.toml changed") && !shown.contains("unknown-place"), "{shown}");
    wait_for("Ctrl-C leaves", &mut pty);
    pty.write_all(b"\x03").unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// The block of the README that begins so.
fn block(kind: &str, beginning: &str) -> &'static str {
    let fence = format!("\n```{kind}\n");
    let blocks = README.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("```").next());
    blocks.into_iter().find(|block| block.starts_with(beginning)).unwrap_or_else(|| panic!("{kind}: {beginning}"))
}

/// A shell in a folder, where `storyline` is this one.
fn bash(folder: &Path, script: &str) -> Output {
    let here = Path::new(STORYLINE).parent().unwrap();
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", here.display());
    Command::new("bash")
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .env("HOME", folder)
        .env("LANG", "C.UTF-8")
        .env("CI", "true")
        .output()
        .unwrap()
}

fn succeeds(folder: &Path, script: &str) -> String {
    let done = bash(folder, script);
    let said = text(&done.stdout) + &text(&done.stderr);
    assert!(done.status.success(), "{script}\n{said}");
    said
}

fn fails(folder: &Path, script: &str) -> String {
    let done = bash(folder, script);
    let said = text(&done.stdout) + &text(&done.stderr);
    assert!(!done.status.success(), "{script}\n{said}");
    said
}

/// A repository with the hook of the README.
fn repository(name: &str) -> PathBuf {
    let folder = folder(name);
    succeeds(&folder, "git init -q . && git config user.name W && git config user.email w@example.org");
    let hook = folder.join(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, block("sh", "#!/bin/sh")).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

#[test]
fn the_hook_lets_sound_stories_pass_and_no_others() {
    let folder = repository("hook");
    fs::write(folder.join("Other.toml"), "[package]\nformat = \"wheel\"\n").unwrap();
    succeeds(&folder, "git add -A && git commit -qm 'no story yet'");

    succeeds(&folder, "mkdir stories 'my drafts' && storyline new my-story");
    fs::write(folder.join("my drafts/편지 2.toml"), LETTER).unwrap();
    let accept = "env -u CI storyline test --accept stories/my-story.toml 'my drafts/편지 2.toml'";
    let said = fails(&folder, "git add -A && git commit -qm 'without snapshots'");
    assert!(said.contains("snapshots"), "{said}");
    succeeds(&folder, &format!("{accept} && git add -A && git commit -qm 'two stories'"));

    fs::write(folder.join("my drafts/편지 2.toml"), BROKEN).unwrap();
    let said = fails(&folder, "git commit -qam 'an error'");
    assert!(said.contains("error[unknown-place]") && said.contains("my drafts/편지 2.toml:7"), "{said}");
    // What is staged counts, and nothing else.
    succeeds(&folder, "git reset -q && git commit -q --allow-empty -m 'the error is not staged'");
    succeeds(&folder, "git add -A");
    fs::write(folder.join("my drafts/편지 2.toml"), LETTER).unwrap();
    fails(&folder, "git commit -qm 'the error is staged'");

    let retold = LETTER.replace('…', "Otherwise.");
    fs::write(folder.join("my drafts/편지 2.toml"), retold).unwrap();
    fails(&folder, "git commit -qam 'told otherwise than kept'");
    succeeds(&folder, &format!("{accept} && git add -A && git commit -qm 'and kept'"));
    assert_eq!(succeeds(&folder, "git status --porcelain"), "");
    assert_eq!(succeeds(&folder, "git log --format=%s").lines().count(), 4);
}

/// The `run:` steps of the workflow.
fn steps() -> Vec<&'static str> {
    block("yaml", "name: stories").lines().filter_map(|line| line.trim().strip_prefix("- run: ")).collect()
}

#[test]
fn the_workflow_runs_and_fails_where_a_story_does() {
    let folder = folder("workflow");
    let bin = folder.join("bin");
    fs::create_dir(&bin).unwrap();
    // Stands in for cargo, which would build all of it again.
    let cargo = format!(
        "#!/bin/sh\n[ \"$*\" = \"install --locked --git https://example.org/storyline.git\" ] && cp '{STORYLINE}' '{}'\n",
        bin.display()
    );
    fs::write(bin.join("cargo"), cargo).unwrap();
    fs::set_permissions(bin.join("cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    let variable = block("yaml", "name: stories").lines().find_map(|line| line.trim().strip_prefix("STORYLINE: "));
    let address = variable.unwrap().split(' ').next().unwrap();
    let step = |step: &str| format!("export PATH='{}':/usr/bin:/bin STORYLINE={address}; {step}", bin.display());
    let steps = steps();
    assert_eq!(steps.len(), 3);
    let [install, check, test] = [0, 1, 2].map(|at| step(steps[at]));

    succeeds(&folder, &install);
    succeeds(&folder, "mkdir stories && storyline new my-story && env -u CI storyline test --accept");
    succeeds(&folder, &check);
    succeeds(&folder, &test);
    let story = folder.join("stories/my-story.toml");
    let sound = fs::read_to_string(&story).unwrap();
    fs::write(&story, sound.replace("two tickets", "three tickets")).unwrap();
    succeeds(&folder, &check);
    assert!(fails(&folder, &test).contains("three tickets"));
    fs::write(&story, sound.replace("strand = \"evening\"", "strand = \"evenin\"")).unwrap();
    assert!(fails(&folder, &check).contains("::error file=stories/my-story.toml,line="));
}

#[test]
fn the_first_commands_for_writers_are_ones_that_there_are() {
    let folder = folder("writers-first");
    let calls = block("sh", "storyline new").lines().map(|line| line.split('#').next().unwrap().trim());
    for call in calls {
        if call.contains("--watch") {
            succeeds(&folder, &call.replace(" --watch", ""));
        } else {
            succeeds(&folder, &format!("env -u CI {call}"));
        }
    }
}
