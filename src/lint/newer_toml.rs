//! TOML 1.1: a line break, a comment or a last comma inside `{ }`, a time without seconds, `\e` and `\x`. It is read here;
//! editors and other programs that know TOML 1.0 refuse the whole file for it.

use toml_parser::decoder::Encoding;
use toml_parser::parser::{Event, EventKind, parse_document};
use toml_parser::{ParseError, Source as Toml};

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::{FileId, Span};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/newer-toml.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    for (file, source) in (0..).map(FileId).zip(checked.sources) {
        let mut found = Found { text: source.text(), file, open: Vec::new(), comma: None, problems };
        let toml = Toml::new(source.text());
        let tokens = toml.lex().into_vec();
        // What is no TOML at all has been noted: no story comes of it.
        let mut ignored: Option<ParseError> = None;
        parse_document(&tokens, &mut |event| found.event(event), &mut ignored);
    }
}

/// What is met on the way through a text.
struct Found<'a> {
    text: &'a str,
    file: FileId,
    /// The brackets that are open: where a brace stands, until a line break in it was noted.
    open: Vec<Option<Span>>,
    /// The comma that nothing followed yet.
    comma: Option<Span>,
    problems: &'a mut Vec<Problem>,
}

impl Found<'_> {
    fn event(&mut self, event: Event) {
        let span = Span::from(event.span().start()..event.span().end());
        match event.kind() {
            EventKind::InlineTableOpen => self.open.push(Some(span)),
            EventKind::ArrayOpen => self.open.push(None),
            EventKind::ArrayClose => drop(self.open.pop()),
            EventKind::InlineTableClose => {
                let was_noted = self.open.pop().is_none_or(|brace| brace.is_none());
                if let Some(comma) = self.comma.filter(|_| !was_noted) {
                    self.note(comma, "a comma before `}`", "leave the comma out");
                }
            }
            EventKind::Newline | EventKind::Comment => {
                if let Some(brace @ Some(_)) = self.open.last_mut()
                    && let Some(at) = brace.take()
                {
                    let help = "write the table on one line, or below a header of its own";
                    self.note(at, "a table between `{` and `}` that goes over several lines", help);
                }
            }
            EventKind::Scalar | EventKind::SimpleKey => self.scalar(event, span),
            _ => {}
        }
        match event.kind() {
            EventKind::ValueSep => self.comma = Some(span),
            EventKind::Whitespace => {}
            _ => self.comma = None,
        }
    }

    fn scalar(&mut self, event: Event, span: Span) {
        let written = &self.text[span.start as usize..span.end as usize];
        match event.encoding() {
            Some(Encoding::BasicString | Encoding::MlBasicString) => {
                if let Some((at, escape)) = newer_escape(written) {
                    let start = span.start + at as u32;
                    let help =
                        if escape == 'e' { "write `\\u001B`" } else { "write it as `\\u00…`, with four digits" };
                    self.note(Span { start, end: start + 2 }, &format!("the escape `\\{escape}`"), help);
                }
            }
            None if event.kind() == EventKind::Scalar && lacks_seconds(written) => {
                self.note(
                    span,
                    "a time without seconds",
                    "write the seconds too: `18:00:00`, or put it between quotes",
                );
            }
            _ => {}
        }
    }

    fn note(&mut self, span: Span, what: &str, help: &str) {
        let message = format!("{what} is TOML 1.1, which many editors still refuse");
        self.problems.push(Problem::new(&CODE, self.file, message).at(span, "").help(help));
    }
}

/// The first escape of a text that TOML 1.0 does not have, and where it stands.
fn newer_escape(written: &str) -> Option<(usize, char)> {
    let mut chars = written.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\'
            && let Some((_, escape @ ('e' | 'x'))) = chars.next()
        {
            return Some((at, escape));
        }
    }
    None
}

/// Whether something written without quotes is a time, or a date and a time, that has no seconds.
fn lacks_seconds(written: &str) -> bool {
    let time = written.split_once(['T', 't', ' ']).map_or(written, |(_, time)| time);
    let local = time.split(['Z', 'z', '+', '-']).next().unwrap_or(time);
    local.len() == 5 && local.as_bytes()[2] == b':'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_needs_seconds_and_a_number_does_not() {
        for lacking in ["18:00", "2012-10-11T18:00", "2012-10-11 18:00", "2012-10-11T18:00Z", "2012-10-11T18:00+09:00"]
        {
            assert!(lacks_seconds(lacking), "{lacking}");
        }
        for fine in ["18:00:00", "2012-10-11", "2012-10-11T18:00:00+09:00", "12345", "true", "1e100"] {
            assert!(!lacks_seconds(fine), "{fine}");
        }
    }
}
