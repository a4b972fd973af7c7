//! TOML text to [`Document`] and back: every key of the format with its place, and a problem for each slip.
//!
//! Reading never fails and knows no story: whether a reference leads anywhere is asked later, in `story`.

mod continuity;
mod document;
mod not_toml;
mod read;
mod said;
mod tables;
mod write;

pub use document::{
    Allow, Cast, Claim, Document, Entry, Expectation, Fact, Knows, Once, Scene, SceneClaim, ScenePatch, SourceEntry,
    StateIs, Strand, Text, Theory, Thing, ThingPatch, Told, Universe, Unread, Value, Weight, Work,
};
pub use said::{Said, Written, said};
pub use write::write;

use toml::de::DeTable;

use crate::problem::{self, Problem};
use crate::source::{FileId, Source};

/// Reads a story file. What is wrong with it goes to `problems`; what can be read is returned.
///
/// Where the text is not TOML every such slip is noted and nothing else is looked at. Linear.
#[must_use]
pub fn parse(source: &Source, file: FileId, problems: &mut Vec<Problem>) -> Document {
    if let Some(at) = source.text().find('\0') {
        let message = "this is not TOML: a NUL character stands here, U+0000";
        let problem = Problem::new(&problem::NOT_TOML, file, message).at((at..at + 1).into(), "");
        problems.push(problem.help("this is no text, or none in UTF-8: save it as UTF-8"));
        return Document::default();
    }
    let (table, errors) = DeTable::parse_recoverable(source.text());
    if !errors.is_empty() {
        problems.extend(not_toml::slips(source.text(), file, &errors));
        return Document::default();
    }
    if table.get_ref().is_empty() {
        let problem = Problem::new(&problem::EMPTY_FILE, file, "the file holds no story");
        problems.push(problem.help("a story begins with `format = 1`, `[work]` and `title = \"…\"`"));
        return Document::default();
    }
    let document = tables::document(&mut read::Reader { file, problems, unread: Unread::default() }, table.get_ref());
    Document { name: stem(source.name()).to_owned(), file, ..document }
}

/// A file of more bytes is refused: places in it could not be numbered.
pub const LARGEST: u64 = u32::MAX as u64 - 1;

/// That a file is larger than [`LARGEST`].
#[must_use]
pub fn too_large(file: FileId) -> Problem {
    Problem::new(&problem::TOO_LARGE, file, "the file is larger than 4 GiB").help("split the story into several works")
}

/// Makes a text of a file's bytes. What is not text or not there becomes an empty text and a problem.
#[must_use]
pub fn decode(name: &str, bytes: Vec<u8>, file: FileId, problems: &mut Vec<Problem>) -> Source {
    if bytes.len() as u64 > LARGEST {
        problems.push(too_large(file));
        return Source::new(name, "");
    }
    match String::from_utf8(bytes) {
        Ok(text) => Source::new(name, text),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..good].split(|&byte| byte == b'\n').count();
            let problem = Problem::new(&problem::NOT_UTF8, file, format!("line {line} is not text in UTF-8"));
            let is_text = !error.as_bytes().contains(&0);
            let is_wide = [[0xFF, 0xFE], [0xFE, 0xFF]].iter().any(|mark| error.as_bytes().starts_with(mark));
            let help = if is_wide {
                "this is UTF-16: save the file as UTF-8"
            } else if is_text {
                "save the file as UTF-8"
            } else {
                "this is no text: is it the right file?"
            };
            problems.push(problem.help(help));
            Source::new(name, "")
        }
    }
}

/// A path without its folders and its last ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
