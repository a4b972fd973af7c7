//! The story so far in another form, for other programs: one file a format, one line here.
//!
//! A format is given a [`Cut`] and its [`Chronology`] and nothing else, like any view. Text of the story comes in as
//! data and leaves as data: each format escapes whatever would be syntax in it.

mod dot;
mod graph;
mod markdown;
mod mermaid;
mod svg;

use super::{Options, order};
use crate::knowledge::Cut;
use crate::time::Chronology;

/// A format: a name and what writes it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Export {
    /// What it is called.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// Writes the whole document. The order asked for matters to it, and to a picture all of the options.
    pub write: fn(&Cut, &Chronology, &Options) -> String,
}

/// Every format.
pub static EXPORTS: &[&Export] = &[&dot::EXPORT, &mermaid::EXPORT, &markdown::EXPORT, &svg::EXPORT];

/// The format of a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Export> {
    EXPORTS.iter().copied().find(|export| export.name == name)
}

/// What is said where the claims of a story have no solution.
const CONTRADICTION: &str =
    "What is said about time here contradicts itself, so nothing is said of the order in which it happened.";

/// The text on one line, with single spaces and without what could do more than be shown.
///
/// Noncharacters go too: a picture made of the document may be XML, which cannot hold them.
fn clean(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    super::page::harmless(&words.join(" ")).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
