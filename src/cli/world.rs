//! What the program knows of where it runs, asked once.

#![expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use anstream::{AutoStream, ColorChoice};
use etcetera::BaseStrategy;

/// Before what whoever calls the program sits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seat {
    /// A terminal that can be drawn on.
    Screen,
    /// A terminal that takes one line after the other.
    Lines,
    /// No terminal: what is printed goes elsewhere.
    #[default]
    Pipe,
}

/// Where the program runs.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct World {
    /// Whether colours belong on the standard output, if nobody says otherwise.
    pub stdout_colour: bool,
    /// Whether colours belong on the standard error, if nobody says otherwise.
    pub stderr_colour: bool,
    /// Whether the standard error is a terminal.
    pub stderr_terminal: bool,
    /// Columns of the terminal that the standard output is.
    pub terminal_width: Option<usize>,
    /// Before what whoever calls it sits.
    pub seat: Seat,
    /// Whether it runs where nobody looks at it: `CI` is set, and not to say no.
    pub ci: bool,
    /// Whether the standard output is a terminal that shows ASCII alone.
    pub ascii_terminal: bool,
    /// `STORYLINE_PATH`: more folders with stories.
    pub story_path: Option<OsString>,
    /// The user's data directory.
    pub data_folder: Option<PathBuf>,
    /// The user's state directory; on systems without one, the data directory.
    pub state_folder: Option<PathBuf>,
}

impl World {
    /// The world of this process.
    #[must_use]
    pub fn of_process() -> Self {
        let is_terminal = io::stdout().is_terminal();
        let strategy = etcetera::choose_base_strategy().ok();
        let terminal_width = terminal_size::terminal_size().filter(|_| is_terminal).map(|(width, _)| width.0.into());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            stdout_colour: AutoStream::choice(&io::stdout()) != ColorChoice::Never,
            stderr_colour: AutoStream::choice(&io::stderr()) != ColorChoice::Never,
            stderr_terminal: io::stderr().is_terminal(),
            seat: match is_terminal {
                true if terminal_width.is_some() && io::stdin().is_terminal() && !dumb => Seat::Screen,
                true => Seat::Lines,
                false => Seat::Pipe,
            },
            terminal_width,
            ci: std::env::var("CI").is_ok_and(|value| !["", "0", "false"].contains(&value.to_lowercase().as_str())),
            ascii_terminal: is_terminal && !speaks_utf8(),
            story_path: std::env::var_os("STORYLINE_PATH"),
            data_folder: strategy.as_ref().map(BaseStrategy::data_dir),
            state_folder: state_folder(strategy.as_ref()),
        }
    }
}

/// The command line.
pub(super) fn arguments() -> impl Iterator<Item = OsString> {
    std::env::args_os()
}

/// An absolute path or none: a relative one would be elsewhere in every folder. Without a home the variable alone tells.
fn state_folder(strategy: Option<&impl BaseStrategy>) -> Option<PathBuf> {
    let named = || std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let folder = strategy.map(|strategy| strategy.state_dir().unwrap_or_else(|| strategy.data_dir()));
    folder.or_else(named).filter(|folder| folder.is_absolute())
}

/// Whether the locale says UTF-8. Where none is set it is taken for granted, as on most systems today.
fn speaks_utf8() -> bool {
    if cfg!(windows) {
        return true;
    }
    let set = |name: &&str| std::env::var(name).is_ok_and(|value| !value.is_empty());
    let Some(name) = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find(set) else { return true };
    let locale = std::env::var(name).unwrap_or_default().to_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}
