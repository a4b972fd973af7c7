//! Snapshots of a story: texts kept beside it, in insta's format, so that whoever changes the story sees what that did to the
//! telling. Knows no files, only texts: how they are written, read, compared, and how a difference looks.

mod difference;
mod file;

pub use difference::{page as difference, unified};
pub use file::Snapshot;

use crate::diary;
use crate::knowledge::Cut;
use crate::play;
use crate::view::{self, Options, Order};

/// What is kept of a story.
#[derive(Debug)]
#[non_exhaustive]
pub struct Kind {
    /// What it is called.
    pub name: &'static str,
    /// What it shows.
    pub about: &'static str,
    /// Makes it of all of a story. The same on every machine: no colour, and as wide as fits behind the marks of a difference.
    pub text: fn(&Cut) -> String,
}

/// All that is kept.
pub static KINDS: [Kind; 3] = [
    Kind { name: "telling", about: "The story as it is told, scene by scene", text: telling },
    Kind { name: "chronology", about: "In which order it happened", text: chronology },
    Kind { name: "diary", about: "What each scene adds to what a viewer knows", text: diary },
];

/// How a snapshot stands to what the story is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The story is as it was.
    Unchanged,
    /// The story has no snapshots yet.
    New,
    /// The story is not as it was.
    Changed,
    /// The story has snapshots, and this one is not there.
    Missing,
    /// The snapshot is there, and what it shows is not: the story is gone, or no such thing is kept any more.
    Orphaned,
    /// The file cannot be read as a snapshot.
    Damaged,
}

impl Standing {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::New => "new",
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Orphaned => "orphaned",
            Self::Damaged => "damaged",
        }
    }
}

/// The name of the file in which a snapshot of a story is kept.
#[must_use]
pub fn file_name(story: &str, kind: &str) -> String {
    format!("{story}{BETWEEN}{kind}{ENDING}")
}

/// What stands between the name of a story and what of it is kept.
const BETWEEN: &str = "__";
/// What the name of a snapshot ends with.
const ENDING: &str = ".snap";
/// What the name of one ends with that `cargo insta` is to ask about.
pub const PENDING: &str = ".new";

/// Which story a file is a snapshot of, by its name, and what of it is kept there. None of what others keep in such a folder:
/// a snapshot of a story says the same by its name and by its source.
#[must_use]
pub fn story_of<'n>(file_name: &'n str, snapshot: &Snapshot) -> Option<(&'n str, &'n str)> {
    let (story, kind) = file_name.strip_suffix(ENDING)?.rsplit_once(BETWEEN)?;
    (snapshot.source.as_deref()?.strip_suffix(".toml")? == story).then_some((story, kind))
}

/// A line of it still fits into 80 columns behind the mark of a difference.
fn options(order: Order) -> Options {
    Options { width: 78, order, ..Options::default() }
}

fn telling(cut: &Cut) -> String {
    play::told(cut, &options(Order::Narrative)).plain()
}

fn chronology(cut: &Cut) -> String {
    let options = options(Order::Chronological);
    let page = view::by_name("timeline").map(|view| (view.page)(cut, &cut.chronology(), &options));
    page.map_or(String::new(), |page| page.plain())
}

fn diary(cut: &Cut) -> String {
    diary::page(cut, &options(Order::Narrative)).plain()
}
