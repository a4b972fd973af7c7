//! A problem in somebody's text, as data: what is wrong, where, and what to do.
//!
//! Problems are collected, never thrown: every pass returns a value and goes on. `render.rs` draws them.

mod code;
mod codes;
mod excerpt;
mod record;
mod render;

pub use code::{Code, Severity};
pub use codes::{
    BAD_ID, BAD_VALUE, CODES, DUPLICATE_ID, EMPTY_FILE, EMPTY_TEXT, FACT_WITHOUT_TIME, IDLE_HINDSIGHT, IS_A_FOLDER,
    LISTED_TWICE, MISSING_FORMAT, MISSING_KEY, NO_SCENES, NO_SUCH_FILE, NOT_TOML, NOT_UTF8, RESERVED_KEY,
    SELF_REFERENCE, TOO_LARGE, UNKNOWN_CHARACTER, UNKNOWN_FACT, UNKNOWN_FORMAT, UNKNOWN_KEY, UNKNOWN_LAYER,
    UNKNOWN_PLACE, UNKNOWN_SCENE, UNKNOWN_SOURCE, UNKNOWN_STRAND, UNKNOWN_THING, UNKNOWN_WORK, UNLISTED_WORK,
    UNREADABLE_FILE, WRONG_TYPE,
};
pub use record::{Note, Place, Record};
pub use render::{Look, render};

use crate::source::{self, FileId, Location, Span};

/// A place in the text, and why it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// Which text.
    pub file: FileId,
    /// Where in it.
    pub span: Span,
    /// What to say there. May be empty.
    pub text: String,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// What kind it is.
    pub code: &'static Code,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// The text it is about.
    pub file: FileId,
    /// The places it is about; the first is the one it stands at. Empty where it is about the whole file.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Vec<String>,
}

impl Problem {
    /// A problem with a whole file.
    #[must_use]
    pub fn new(code: &'static Code, file: FileId, message: impl Into<String>) -> Self {
        Self { code, message: short(message.into()), file, labels: Vec::new(), help: Vec::new() }
    }

    /// The same at a place. The first place given is the one it stands at.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { file: self.file, span, text: short(text.into()) });
        self
    }

    /// The same at a place in any of the texts.
    #[must_use]
    pub fn at_location(mut self, location: Location, text: impl Into<String>) -> Self {
        self.labels.push(Label { file: location.file, span: location.span, text: short(text.into()) });
        self
    }

    /// The same with a word on what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(short(help.into()));
        self
    }

    /// Where it stands, for sorting: file, then place.
    #[must_use]
    pub fn place(&self) -> (FileId, Span) {
        self.labels.first().map_or((self.file, Span::default()), |label| (label.file, label.span))
    }
}

/// Words that can be read: of very long ones (a name may be as long as a file) the beginning and the end.
fn short(words: String) -> String {
    const LONGEST: usize = 1_000;
    const ENDS: [usize; 2] = [400, 200];
    if words.len() <= LONGEST {
        return words;
    }
    let start = source::boundary(&words, ENDS[0]);
    let end = source::boundary(&words, words.len() - ENDS[1]);
    format!("{} … {}", &words[..start], &words[end..])
}

/// Sorts problems by place, the worse first at one place.
pub fn sort(problems: &mut [Problem]) {
    problems.sort_by_key(|problem| (problem.place(), std::cmp::Reverse(problem.code.severity)));
}

/// Whether some problem leaves nothing to tell.
#[must_use]
pub fn any_fatal(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.code.fatal)
}

/// The worst of some problems, if there are any.
#[must_use]
pub fn worst(problems: &[Problem]) -> Option<Severity> {
    problems.iter().map(|problem| problem.code.severity).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_as_long_as_a_file_is_shown_by_its_ends() {
        let problem = Problem::new(&BAD_VALUE, FileId(0), format!("`{}` is no date", "가".repeat(100_000)));
        assert!(problem.message.len() < 1_000 && problem.message.ends_with("가` is no date"));
        assert!(problem.message.starts_with("`가") && problem.message.contains(" … "));
    }

    #[test]
    fn at_one_place_the_worse_stands_first() {
        let at = |code| Problem::new(code, FileId(0), "x").at(Span { start: 3, end: 4 }, "");
        let mut problems = [at(&LISTED_TWICE), at(&BAD_VALUE)];
        sort(&mut problems);
        assert_eq!(problems.map(|problem| problem.code.severity), [Severity::Error, Severity::Warning]);
    }
}
