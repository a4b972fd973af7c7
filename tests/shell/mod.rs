//! The program as a shell runs it, in this process.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses what it needs")]

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use storyline::cli::{Exit, World, run};

/// What the program answered.
pub struct Answer {
    pub stdout: String,
    pub stderr: String,
    pub exit: Exit,
}

pub fn storyline_in(world: &World, arguments: &[&str]) -> Answer {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let arguments = std::iter::once("storyline").chain(arguments.iter().copied()).map(OsString::from);
    let exit = run(arguments, world, &mut stdout, &mut stderr);
    Answer { stdout: String::from_utf8(stdout).unwrap(), stderr: String::from_utf8(stderr).unwrap(), exit }
}

/// Somebody who has watched nothing yet.
pub fn at_home() -> World {
    World { state_folder: Some(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("nothing-watched")), ..World::default() }
}

pub fn storyline(arguments: &[&str]) -> Answer {
    storyline_in(&at_home(), arguments)
}

/// Every command, as the help names them. What a command does may go on in lines of its own, further in.
pub fn commands() -> Vec<String> {
    let help = storyline(&["--help"]).stdout;
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let named = lines.filter(|line| !line.starts_with("   "));
    named.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// What a person would have on the screen.
pub fn transcript(calls: &[&[&str]]) -> String {
    transcript_in(&at_home(), calls)
}

pub fn transcript_in(world: &World, calls: &[&[&str]]) -> String {
    let mut text = String::new();
    for call in calls {
        let answer = storyline_in(world, call);
        writeln!(text, "$ storyline {}", call.join(" ")).unwrap();
        text.push_str(&answer.stdout);
        if !answer.stderr.is_empty() {
            writeln!(text, "(stderr) {}", answer.stderr.trim_end()).unwrap();
        }
        writeln!(text, "({})\n", answer.exit as u8).unwrap();
    }
    text
}

/// A folder of its own for a test.
pub fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder); // it may not be there
    fs::create_dir_all(&folder).unwrap();
    folder
}
