//! What is wrong with text that is not TOML: each slip once, not what follows from it.
//!
//! A bracket that is not closed makes nonsense of all that comes after it. So the text is taken in pieces, from one
//! table's header to the next. In a piece nothing is noted behind such a bracket, and in the pieces after it only what is
//! wrong with them by themselves. Up to there the errors of the whole text are right as they are.

use toml::de::{DeTable, Error};

use crate::letters;
use crate::problem::{self, Problem};
use crate::source::{FileId, Span, boundary};

/// A problem for each slip, given every error of the whole text. Linear.
pub(super) fn slips(text: &str, file: FileId, errors: &[Error]) -> Vec<Problem> {
    let mut slips: Vec<Problem> = Vec::new();
    let mut derailed = false;
    // Where scenes are one table and not a list, if somewhere they are; and whether that is told.
    let (mut one_table, mut is_told) = (None, false);
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
        if here.iter().any(|error| may_follow_from_one_bracket(piece, error))
            && let Some(at) = *one_table.get_or_insert_with(|| one_table_of_scenes(text))
        {
            derailed = true;
            if !std::mem::replace(&mut is_told, true) {
                slips.push(one_bracket(text, file, at));
            }
        }
        let alone;
        let (errors, offset) = if derailed {
            (_, alone) = DeTable::parse_recoverable(piece);
            (sorted(&alone), start)
        } else {
            (here, 0)
        };
        let header_end = start + piece.find('\n').unwrap_or(piece.len());
        let mut line_end = 0;
        let is_again = |error: &Error| error.message().contains("duplicate key");
        let again = errors.iter().filter(|error| is_again(error)).count();
        let mut said_again = false;
        for error in errors {
            // What else is wrong on the line is most often the same slip.
            let at = (place(error) + offset).min(text.len());
            if at < line_end {
                continue;
            }
            line_end = end_of_line(text, at);
            if error.message().contains("invalid basic string") {
                line_end = end_of_line(text, line_end); // a text that goes on there
            }
            if is_again(error) && std::mem::replace(&mut said_again, true) {
                continue;
            }
            let mut slip = slip(text, file, error, offset);
            if is_again(error) && again > 1 && at >= header_end {
                // Not one key but a table of them.
                slip.help = vec!["is a header missing above: `[[scene]]`, or that of another table?".to_owned()];
            }
            slips.push(slip);
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

/// Where the line after a byte's begins.
fn end_of_line(text: &str, at: usize) -> usize {
    text.as_bytes()[at..].iter().position(|&byte| byte == b'\n').map_or(text.len(), |length| at + length + 1)
}

/// Whether an error may come of scenes that are written as one table: a header of theirs is said to be there twice.
fn may_follow_from_one_bracket(piece: &str, error: &Error) -> bool {
    let is_of_scenes = ["[scene]", "[scene.", "[[scene]]"].iter().any(|header| piece.starts_with(header));
    is_of_scenes && ["duplicate key", "cannot extend"].iter().any(|words| error.message().contains(words))
}

/// Where scenes are one table and not a list: at `[scene]`, or at a table in it that stands before all scenes.
fn one_table_of_scenes(text: &str) -> Option<usize> {
    let begins = |at: &usize, header: &str| text[*at..].starts_with(header);
    let first = pieces(text).find(|at| begins(at, "[scene]"));
    first.or_else(|| {
        pieces(text).find(|at| begins(at, "[scene.") || begins(at, "[[scene]]")).filter(|at| begins(at, "[scene."))
    })
}

fn one_bracket(text: &str, file: FileId, at: usize) -> Problem {
    let header = text[at..].find([']', '\n']).map_or(text.len(), |length| at + length + 1);
    let message = "this is not TOML: scenes are a list, and this is one table";
    let problem = Problem::new(&problem::NOT_TOML, file, message).at((at..header.min(text.len())).into(), "");
    problem.help("write `[[scene]]`, with two brackets")
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
    let is = |words: &[&str]| words.iter().any(|words| message.contains(words));
    if is(&["array elements", "in array,", "unclosed array,"]) {
        Some("a comma is missing here, or a `]` before this")
    } else if is(&["key-value pairs, expected `,`", "inline table element", "unclosed inline table"]) {
        Some("a comma is missing here, or a `}` before this")
    } else if is(&["multi-line"]) {
        Some("a text before this may lack its three closing quotes")
    } else {
        None
    }
}

/// What to do about an error that makes nonsense of nothing else, by its words and what stands around it.
fn remedy(error: &Error, before: &str, here: &str) -> Option<String> {
    let message = error.message();
    let is = |words: &[&str]| words.iter().any(|words| message.contains(words));
    let first = here.chars().next().unwrap_or('\n');
    let word = here.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == ':')).next().unwrap_or_default();
    let help = if first.is_control() && !matches!(first, '\n' | '\r' | '\t') {
        return Some(format!("leave it out, or write it as `\\u{:04X}` in a text between \"", u32::from(first)));
    } else if here.starts_with("//") {
        "a comment begins with `#`"
    } else if is(&["must be quoted", "unquoted key"]) && "“”„‟‘’‚«»＂".contains(first) {
        "this is a typographic quotation mark: a text stands between two of the plain ones, \""
    } else if is(&["must be quoted"]) && matches!(first, '\n' | '\r') {
        "the value is missing"
    } else if is(&["invalid boolean"]) && matches!(word, "True" | "TRUE" | "False" | "FALSE") {
        "`true` and `false` are written in small letters, without quotes"
    } else if is(&["invalid date", "invalid time", "leading zero"]) {
        return Some(format!("a date or a time that is not whole stands between quotes: \"{word}\""));
    } else if is(&["invalid float", "invalid boolean", "must be quoted"]) {
        "if this is text, put it between quotes"
    } else if is(&["escaped value"]) {
        "a backslash in a text is written `\\\\`"
    } else if is(&["key with no value", "unquoted key"]) && (before.ends_with(':') || here.starts_with(':')) {
        "a key and its value have `=` between them"
    } else if let Some((letter, like)) = letters::in_disguise(&first.to_string()).filter(|_| is(&["unquoted key"])) {
        return Some(format!("`{letter}` (U+{:04X}) only looks like `{like}`", u32::from(letter)));
    } else if is(&["invalid unquoted key"]) {
        "keys are written with a to z, A to Z, 0 to 9, `-` and `_`; what has other letters stands between quotes"
    } else if is(&["unclosed table", "unclosed array table"]) {
        "the header lacks a `]`"
    } else if is(&["missing opening quote"]) {
        "the text lacks its opening quote"
    } else if is(&["key with no value"]) {
        "a key and its value have `=` between them"
    } else if is(&["duplicate key"]) {
        "it is there already, further up: write it once"
    } else if is(&["unexpected key or value"]) && first == ']' {
        "there is one `]` too many, or a `[` is missing before"
    } else if is(&["unexpected key or value"]) && before.trim_end().ends_with(['"', '\'']) {
        "a quotation mark in a text between \" is written `\\\"`; a text between ' has no ' in it"
    } else if is(&["unexpected key or value"]) {
        "a line holds one key and its value; a comment begins with `#`"
    } else if is(&["invalid basic string", "invalid literal string"]) {
        "the text lacks its closing quote, or goes on over lines: then it stands between three quotes"
    } else {
        return None;
    };
    Some(help.to_owned())
}

/// So much of a line is looked at before a slip.
const AROUND: usize = 200;

fn slip(text: &str, file: FileId, error: &Error, offset: usize) -> Problem {
    let span = error.span().map_or(0..0, |span| span.start + offset..span.end + offset);
    let here = text.get(span.start..).unwrap_or_default();
    let message = match here.chars().next() {
        Some(c) if c.is_control() && !matches!(c, '\n' | '\r' | '\t') => {
            format!("this is not TOML: a control character stands here, U+{:04X}", u32::from(c))
        }
        _ => {
            let words = error.message().trim().replace('\n', ", ");
            format!("this is not TOML: {}", words.trim_end_matches(", expected literal string"))
        }
    };
    let around = boundary(text, span.start.min(text.len()).saturating_sub(AROUND));
    let before = text.get(around..span.start).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or_default();
    let problem = Problem::new(&problem::NOT_TOML, file, message).at(Span::from(span), "");
    match unclosed(error).map(str::to_owned).or_else(|| remedy(error, before, here)) {
        Some(help) => problem.help(help),
        None => problem,
    }
}
