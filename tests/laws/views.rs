//! Everything that can be asked for as a viewer, and all that is answered: output, complaints, how it ended, files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use storyline::cli::{Exit, World};

use super::choices::Choices;
use super::future::hidden_words;
use super::tale::{NAME, Tale};
use crate::shell::storyline_in;

/// What viewers can ask for, a line each. `STORY` is the story with who asks, `ONE` and `OTHER` are scenes, or words that
/// name none: a line with these is asked for with several pairs.
pub(crate) const COMMANDS: &[&[&str]] = &[
    &["play", "STORY"],
    &["play", "STORY", "--chronological"],
    &["play", "STORY", "--rewatch"],
    &["timeline", "STORY"],
    &["timeline", "STORY", "--chronological"],
    &["timeline", "STORY", "--format", "json"],
    &["timeline", "STORY", "--chronological", "--format", "json"],
    &["recap", "STORY"],
    &["recap", "STORY", "--format", "json"],
    &["cast", "STORY"],
    &["cast", "STORY", "--format", "json"],
    &["facts", "STORY"],
    &["facts", "STORY", "--format", "json"],
    &["cut", "STORY"],
    &["export", "STORY", "--to", "dot"],
    &["export", "STORY", "--to", "dot", "--chronological"],
    &["export", "STORY", "--to", "mermaid"],
    &["export", "STORY", "--to", "mermaid", "--chronological"],
    &["export", "STORY", "--to", "markdown"],
    &["export", "STORY", "--to", "markdown", "--chronological"],
    &["export", "STORY", "--to", "svg"],
    &["export", "STORY", "--to", "svg", "--chronological", "--scheme", "dark"],
    &["export", "STORY", "--to", "svg", "--picture", "chart"],
    &["export", "STORY", "--to", "svg", "--picture", "chart", "--chronological", "--scheme", "light"],
    &["export", "STORY", "--to", "svg", "--picture", "chart", "--theory", "t-1"],
    &["theories", "STORY"],
    &["theories", "STORY", "--format", "json"],
    &["timeline", "STORY", "--chronological", "--theory", "t-1"],
    &["timeline", "STORY", "--theory", "t-1", "--against", "canon"],
    &["timeline", "STORY", "--against", "t-1", "--format", "json"],
    &["recap", "STORY", "--theory", "t-1"],
    &["play", "STORY", "--rewatch", "--theory", "t-1"],
    &["cut", "STORY", "--theory", "t-1"],
    &["cast", "STORY", "--theory", "t-77"],
    &["why", "STORY", "ONE", "OTHER"],
    &["why", "STORY", "ONE", "OTHER", "--format", "json"],
    &["seen", "NAME", "POSITION"],
    &["timeline", "NAME", "--seen", "WRONG"],
    &["list"],
    &["list", "--format", "json"],
];

/// Commands that viewers do not have, or that say nothing of a story.
pub(crate) const NOT_VIEWERS: &[&str] =
    &["check", "completions", "diff", "explain", "forget", "help", "man", "new", "publish", "schema", "serve", "test"];

/// How a story is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// By its name, with `--seen`.
    ByName,
    /// By its path, with `--seen`.
    ByPath,
    /// By its name, as far as was kept. `play` tells all of it then: that is the watching.
    AsKept,
}

/// Who asks for what.
#[derive(Clone, Debug)]
pub(crate) struct Viewer {
    pub(crate) asked: Asked,
    pub(crate) width: &'static str,
    pub(crate) ascii: bool,
    /// The position as it is written.
    pub(crate) position: String,
    /// Whether all stories are listed too. They all have to be read for that.
    pub(crate) lists: bool,
    /// What to ask `why` about.
    pub(crate) pairs: Vec<[String; 2]>,
}

impl Viewer {
    /// Somebody who has seen what is seen of a tale.
    pub(crate) fn of(tale: &Tale, choices: &mut Choices) -> Self {
        let asked = match choices.below(16) {
            0..=8 => Asked::ByName,
            9..=12 => Asked::ByPath,
            _ => Asked::AsKept,
        };
        let width = if choices.chance(50) { "40" } else { "80" };
        let (ascii, lists) = (choices.chance(15), choices.chance(25));
        Self { asked, width, ascii, lists, position: position(&tale.seen), pairs: pairs(tale, choices) }
    }

    /// Somebody who asks for all that there is in a file.
    pub(crate) fn of_all(&self) -> Self {
        Self { position: "all".to_owned(), ..self.clone() }
    }
}

/// Scenes as a position.
pub(crate) fn position(seen: &BTreeSet<String>) -> String {
    if seen.is_empty() {
        return "none".to_owned();
    }
    seen.iter().map(|id| format!("={id}")).collect::<Vec<_>>().join(",")
}

/// What may be asked about: seen scenes, hidden ones, numbers within and beyond what was seen, facts, words that are nothing.
fn pairs(tale: &Tale, choices: &mut Choices) -> Vec<[String; 2]> {
    let seen: Vec<String> = tale.seen.iter().cloned().collect();
    let facts: Vec<String> = tale.document.facts.iter().map(|fact| format!("fact:{}", fact.id.value)).collect();
    let beyond = (seen.len() + 1).to_string();
    let mut words = vec!["1".to_owned(), beyond, "scene-77".to_owned(), "person-1".to_owned(), "0".to_owned()];
    words.extend(choices.one(&hidden_words(tale)).cloned());
    words.extend(choices.one(&facts).cloned());
    words.extend(choices.one(&facts).map(|fact| fact.replace("fact:", "")));
    words.push("fact:canary".to_owned());
    let mut pairs = Vec::new();
    for _ in 0..2 {
        if let (Some(one), Some(other)) = (choices.one(&seen), choices.one(&seen)) {
            pairs.push([one.clone(), other.clone()]);
        }
    }
    let wrong = choices.one(&words).cloned().unwrap_or_default();
    let first = seen.first().cloned().unwrap_or_else(|| "scene-1".to_owned());
    pairs.push([first, wrong]);
    pairs
}

/// A folder for stories and one for what is kept, of one thread's own.
pub(crate) struct Stage {
    folder: PathBuf,
    world: World,
    /// Whether the program itself is run, rather than its code in this process.
    runs_program: bool,
}

/// What was answered to a call.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) call: String,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) exit: Exit,
}

impl Answer {
    /// All that came out.
    pub(crate) fn all(&self) -> String {
        format!("{}{}({})\n", self.stdout, self.stderr, self.exit as u8)
    }
}

impl Stage {
    pub(crate) fn new(name: &str) -> Self {
        let folder = crate::shell::folder(&format!("laws-{name}"));
        let (library, state) = (folder.join("library"), folder.join("state"));
        fs::create_dir_all(&library).unwrap();
        let world = World { story_path: Some(library.into()), state_folder: Some(state), ..World::default() };
        Self { folder, world, runs_program: false }
    }

    /// One where the program itself is run.
    pub(crate) fn with_program(name: &str) -> Self {
        Self { runs_program: true, ..Self::new(name) }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.join("library").join(format!("{NAME}.toml"))
    }

    /// Runs one command on what stands in the story's file.
    pub(crate) fn run(&self, arguments: &[&str], ascii: bool) -> Answer {
        if self.runs_program {
            return self.run_program(arguments);
        }
        let world = World { ascii_terminal: ascii, ..self.world.clone() };
        let answer = storyline_in(&world, arguments);
        Answer { call: arguments.join(" "), stdout: answer.stdout, stderr: answer.stderr, exit: answer.exit }
    }

    fn run_program(&self, arguments: &[&str]) -> Answer {
        let mut program = Command::new(env!("CARGO_BIN_EXE_storyline"));
        program.env_clear().env("STORYLINE_PATH", self.folder.join("library"));
        program.env("HOME", &self.folder).env("XDG_STATE_HOME", self.folder.join("state"));
        let output = program.args(arguments).output().unwrap();
        let exit = match output.status.code() {
            Some(0) => Exit::Fine,
            Some(1) => Exit::Found,
            _ => Exit::Unusable,
        };
        let [stdout, stderr] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
        Answer { call: arguments.join(" "), stdout, stderr, exit }
    }

    /// Everything that a viewer can ask for about a story file. The last answer is the files that are left.
    pub(crate) fn everything(&self, text: &str, viewer: &Viewer) -> Vec<Answer> {
        fs::write(self.file(), text).unwrap();
        self.forget();
        let mut answers = Vec::new();
        if viewer.asked == Asked::AsKept {
            answers.push(self.run(&["seen", NAME, &viewer.position], viewer.ascii));
        }
        for command in COMMANDS {
            self.ask(command, viewer, &mut answers);
        }
        answers.push(self.left());
        answers
    }

    /// The same, with a progress file as it stands.
    pub(crate) fn as_kept(&self, text: &str, viewer: &Viewer, progress: &str) -> Vec<Answer> {
        fs::write(self.file(), text).unwrap();
        self.keep(progress);
        let viewer = Viewer { asked: Asked::AsKept, ..viewer.clone() };
        let mut answers = Vec::new();
        for command in COMMANDS {
            self.ask(command, &viewer, &mut answers);
        }
        answers
    }

    /// Forgets whatever was watched.
    pub(crate) fn forget(&self) {
        let _ = fs::remove_dir_all(self.folder.join("state").join("storyline")); // it may not be there
    }

    /// Lets what was watched be what a text says.
    pub(crate) fn keep(&self, progress: &str) {
        let state = self.folder.join("state").join("storyline");
        fs::create_dir_all(&state).unwrap();
        fs::write(state.join("progress.toml"), progress).unwrap();
    }

    /// Every file that was left of what was watched.
    pub(crate) fn left(&self) -> Answer {
        self.files(&self.folder.join("state").join("storyline"))
    }

    fn ask(&self, command: &[&str], viewer: &Viewer, answers: &mut Vec<Answer>) {
        let path = self.file().to_string_lossy().into_owned();
        let kept = viewer.asked == Asked::AsKept;
        if command[0] == "list" && !viewer.lists {
            return;
        }
        // What is seen is kept before all else.
        if kept && command[0] == "play" || command[0] == "seen" {
            return;
        }
        let wrong = format!("{},=scene-77,scene-", viewer.position);
        let once = [[String::new(), String::new()]];
        let pairs: &[[String; 2]] = if command.contains(&"ONE") { &viewer.pairs } else { &once };
        for [one, other] in pairs {
            let mut arguments = vec!["--width", viewer.width];
            for &word in command {
                match word {
                    "STORY" if viewer.asked == Asked::ByPath => arguments.push(&path),
                    "STORY" | "NAME" => arguments.push(NAME),
                    "WRONG" => arguments.push(&wrong),
                    "POSITION" => arguments.push(&viewer.position),
                    "ONE" => arguments.push(one),
                    "OTHER" => arguments.push(other),
                    word => arguments.push(word),
                }
                if word == "STORY" && !kept {
                    arguments.extend(["--seen", &viewer.position]);
                }
            }
            answers.push(self.run(&arguments, viewer.ascii));
        }
    }

    /// Every file that was left, by name and content.
    fn files(&self, folder: &Path) -> Answer {
        let mut files = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&self.folder).unwrap().display().to_string();
                    files.push(format!("{name}\n{}\n", String::from_utf8_lossy(&fs::read(&path).unwrap())));
                }
            }
        }
        files.sort();
        Answer { call: "files".to_owned(), stdout: files.concat(), stderr: String::new(), exit: Exit::Fine }
    }
}

/// The first call that was answered otherwise, and from which line on.
pub(crate) fn difference(one: &[Answer], other: &[Answer]) -> Option<String> {
    for (one, other) in one.iter().zip(other) {
        let (here, there) = (one.all(), other.all());
        if here != there {
            let same = here.lines().zip(there.lines()).take_while(|(here, there)| here == there).count();
            let rest = |text: &str| text.lines().skip(same.saturating_sub(3)).take(12).collect::<Vec<_>>().join("\n");
            return Some(format!(
                "$ storyline {}\n…{}\n--- and, with the other story:\n…{}\n",
                one.call,
                rest(&here),
                rest(&there)
            ));
        }
    }
    (one.len() != other.len()).then(|| format!("{} answers and {}", one.len(), other.len()))
}
