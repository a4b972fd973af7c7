//! What is wrong with text that is not TOML: each slip once, not what follows from it.
//!
//! A bracket that is not closed makes nonsense of all that comes after it. So the text is taken in pieces, from one
//! table's header to the next. In a piece nothing is noted behind such a bracket, and in the pieces after it only what is
//! wrong with them by themselves. Up to there the errors of the whole text are right as they are.

use toml::de::{DeTable, Error};

use crate::problem::{self, Problem};
use crate::source::{FileId, Span};

/// A problem for each slip, given every error of the whole text. Linear.
pub(super) fn slips(text: &str, file: FileId, errors: &[Error]) -> Vec<Problem> {
    let mut slips: Vec<Problem> = Vec::new();
    let mut derailed = false;
    let mut pieces = pieces(text).peekable();
    let errors = sorted(errors);
    let mut errors = errors.into_iter().peekable();
    while let Some(start) = pieces.next() {
        let end = pieces.peek().copied().unwrap_or(text.len() + 1);
        let mut here = Vec::new();
        while let Some(error) = errors.next_if(|error| place(error) < end || pieces.peek().is_none()) {
            here.push(error);
        }
        if here.is_empty() {
            continue;
        }
        let piece = &text[start..end.min(text.len())];
        let alone;
        let (errors, offset) = if derailed {
            (_, alone) = DeTable::parse_recoverable(piece);
            (sorted(&alone), start)
        } else {
            (here, 0)
        };
        let header_end = start + piece.find('\n').unwrap_or(piece.len());
        for error in errors {
            slips.push(slip(text, file, error, offset));
            derailed |= unclosed(error).is_some();
            // Where a header is there twice, so is all that stands below it.
            let header_twice = error.message().contains("duplicate") && place(error) + offset < header_end;
            if unclosed(error).is_some() || header_twice {
                break;
            }
        }
    }
    slips
}

/// Where each piece begins: at the top, and at each line that begins with `[`.
fn pieces(text: &str) -> impl Iterator<Item = usize> {
    let headers = text.match_indices("\n[").map(|(at, _)| at + 1);
    std::iter::once(0).chain(headers)
}

fn sorted(errors: &[Error]) -> Vec<&Error> {
    let mut sorted: Vec<&Error> = errors.iter().collect();
    sorted.sort_by_key(|error| place(error));
    sorted
}

fn place(error: &Error) -> usize {
    error.span().map_or(0, |span| span.start)
}

/// What to close, if the error is one that makes nonsense of what comes after it.
fn unclosed(error: &Error) -> Option<&'static str> {
    let message = error.message();
    if message.contains("array") {
        Some("a comma is missing here, or a `]` before this")
    } else if message.contains("inline table") {
        Some("a comma is missing here, or a `}` before this")
    } else if message.contains("multi-line") {
        Some("a text before this may lack its three closing quotes")
    } else {
        None
    }
}

fn slip(text: &str, file: FileId, error: &Error, offset: usize) -> Problem {
    let span = error.span().map_or(0..0, |span| span.start + offset..span.end + offset);
    let found = text.get(span.start..).and_then(|rest| rest.chars().next());
    let message = match found {
        Some(c) if c.is_control() && !matches!(c, '\n' | '\r' | '\t') => {
            format!("this is not TOML: a control character stands here, U+{:04X}", u32::from(c))
        }
        _ => format!("this is not TOML: {}", error.message().trim().replace('\n', ", ")),
    };
    let problem = Problem::new(&problem::NOT_TOML, file, message).at(Span::from(span), "");
    let unquoted = ["invalid float", "invalid boolean", "must be quoted"];
    match unclosed(error) {
        Some(help) => problem.help(help),
        None if unquoted.iter().any(|words| error.message().contains(words)) => {
            problem.help("if this is text, put it between quotes")
        }
        None => problem,
    }
}
