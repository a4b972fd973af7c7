//! A letter among letters of another script that it looks like: `а` (Cyrillic) in `Ada`.

use super::{Checked, Lint};
use crate::letters;
use crate::problem::{Code, Problem};
use crate::source::{FileId, Location, Span};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/lookalike.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    for (file, source) in (0..).map(FileId).zip(checked.sources) {
        for mixed in letters::mixed_words(source.text()) {
            let span = Span::from(mixed.word);
            // A reference that leads nowhere for such a letter says so itself.
            let errors = &checked.errors;
            let ends = Location { file, span: Span { start: span.start, end: u32::MAX } };
            let before = errors[..errors.partition_point(|&error| error <= ends)].last();
            if before.is_some_and(|error| error.file == file && span.end <= error.span.end) {
                continue;
            }
            let (letter, script) = (mixed.letter, mixed.script);
            let (code, among) = (u32::from(letter), mixed.among);
            let message = format!("`{letter}` (U+{code:04X}, {script}) only looks like the {among} letters beside it");
            let help = match mixed.looks_like {
                Some(like) => format!("write `{like}` (U+{:04X}, {})", u32::from(like), among),
                None => format!("write it in {among} letters, as the rest of the word is"),
            };
            problems.push(Problem::new(&CODE, file, message).at(span, "").help(help));
        }
    }
}
