//! The part of some lines that is shown: all of them, or, of a very long one, what stands around its labels.
//!
//! A line may hold the whole file. What is handed to the renderer is bounded by what is said about it.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::{Source, Span, boundary};

/// A line of more bytes is cut.
const LONG: usize = 2_000;

/// So many bytes are kept around what a label marks in a line that is cut.
const AROUND: usize = 200;

/// What stands for what was left out.
const LEFT_OUT: &str = "…";

/// Lines of a text, the long ones cut.
pub(super) struct Excerpt<'a> {
    pub(super) text: Cow<'a, str>,
    /// Where each piece that was kept begins in the excerpt, and where in the source it stands.
    pieces: Vec<(usize, Range<usize>)>,
}

impl<'a> Excerpt<'a> {
    /// The lines `first..=last` of a source, counted from 0, with what spans mark in them. Linear in what is shown, and
    /// the length of lines that are cut does not count.
    pub(super) fn of(source: &'a Source, (first, last): (u32, u32), marked: impl Iterator<Item = Span>) -> Self {
        let whole = range(source.lines(first, last));
        let is_long = |line: u32| range(source.lines(line, line)).len() > LONG;
        if !(first..=last).any(is_long) {
            return Self { text: source.text()[whole.clone()].into(), pieces: vec![(0, whole)] };
        }
        let mut kept: Vec<Range<usize>> = Vec::new();
        for span in marked {
            for end in [span.start, span.end] {
                let end = (end as usize).clamp(whole.start, whole.end);
                let line = range(source.line_around(end as u32));
                kept.push(end.saturating_sub(AROUND).max(line.start)..(end + AROUND).min(line.end));
            }
        }
        for line in first..=last {
            let line = range(source.lines(line, line));
            let end = if line.len() > LONG { line.start + AROUND.min(line.len()) } else { line.end };
            kept.push(line.start..end);
        }
        Self::joined(source, kept)
    }

    /// Pieces of a source, with a mark where something between two of them on one line was left out.
    fn joined(source: &'a Source, mut kept: Vec<Range<usize>>) -> Self {
        let text = source.text();
        kept.sort_unstable_by_key(|piece| piece.start);
        let mut excerpt = String::new();
        let mut pieces: Vec<(usize, Range<usize>)> = Vec::new();
        for piece in kept {
            let piece = boundary(text, piece.start)..boundary(text, piece.end);
            match pieces.last_mut() {
                Some((_, last)) if piece.start <= last.end => {
                    let more = last.end.max(piece.end);
                    excerpt.push_str(&text[last.end..more]);
                    last.end = more;
                    continue;
                }
                Some((_, last)) if text[last.end..].starts_with('\n') && last.end + 1 == piece.start => {
                    excerpt.push('\n');
                }
                Some((_, last)) => {
                    let between_lines = source.line_of(last.end as u32) != source.line_of(piece.start as u32);
                    excerpt.push_str(LEFT_OUT);
                    excerpt.push_str(if between_lines { "\n" } else { "" });
                }
                None => {}
            }
            pieces.push((excerpt.len(), piece.clone()));
            excerpt.push_str(&text[piece]);
        }
        if pieces.last().is_some_and(|(_, last)| !text[last.end..].is_empty() && !text[last.end..].starts_with('\n')) {
            excerpt.push_str(LEFT_OUT);
        }
        Self { text: excerpt.into(), pieces }
    }

    /// Whether something was left out.
    pub(super) fn is_cut(&self) -> bool {
        matches!(self.text, Cow::Owned(_))
    }

    /// Where something marked in the source stands in the excerpt.
    pub(super) fn place(&self, span: Span) -> Range<usize> {
        let place = |offset: u32| {
            let offset = offset as usize;
            let piece = self.pieces.partition_point(|(_, piece)| piece.start <= offset).saturating_sub(1);
            self.pieces.get(piece).map_or(0, |(at, piece)| at + offset.clamp(piece.start, piece.end) - piece.start)
        };
        let start = place(span.start);
        start..place(span.end).max(start)
    }
}

fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_line_only_what_is_marked_is_shown() {
        let text = format!("short\n{}MARK{}END\nlast", "가".repeat(5_000), "b".repeat(5_000));
        let (mark, end) = (text.find("MARK").unwrap() as u32, text.find("END").unwrap() as u32);
        let source = Source::new("a", text);
        let spans = [Span { start: mark, end: mark + 4 }, Span { start: end, end: end + 3 }];
        let excerpt = Excerpt::of(&source, (0, 2), spans.into_iter());
        assert!(excerpt.text.len() < 2_500, "{}", excerpt.text.len());
        assert_eq!(excerpt.text.lines().count(), 3);
        assert_eq!(&excerpt.text[excerpt.place(spans[0])], "MARK");
        assert_eq!(&excerpt.text[excerpt.place(spans[1])], "END");
        assert!(excerpt.text.starts_with("short\n가가") && excerpt.text.ends_with("END\nlast"), "{}", excerpt.text);
    }

    #[test]
    fn two_long_lines_stay_two_and_what_was_left_out_is_marked() {
        let text = format!("{0}A{0}\n{0}B{0}", "x".repeat(3_000));
        let source = Source::new("a", text);
        let at = |letter| source.text().find(letter).unwrap() as u32;
        let spans = ['A', 'B'].map(|letter| Span { start: at(letter), end: at(letter) + 1 });
        let excerpt = Excerpt::of(&source, (0, 1), spans.into_iter());
        let lines: Vec<&str> = excerpt.text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].contains('A') && lines[1].contains('B') && !lines[0].contains('B'), "{lines:?}");
        assert!(lines.iter().all(|line| line.ends_with('…')), "{lines:?}");
        assert!(excerpt.text.len() < 2_000);
        // What is marked outside of these lines is marked at their ends.
        let outside = Span { start: 0, end: u32::MAX };
        assert_eq!(excerpt.place(outside).start, 0);
        assert!(excerpt.place(outside).end <= excerpt.text.len());
    }

    #[test]
    fn what_is_marked_from_one_end_of_a_long_line_to_the_other_keeps_both_ends() {
        let text = format!("x = [{}]", "1, ".repeat(3_000));
        let source = Source::new("a", text);
        let whole = Span { start: 4, end: source.text().len() as u32 };
        let excerpt = Excerpt::of(&source, (0, 0), std::iter::once(whole));
        let marked = &excerpt.text[excerpt.place(whole)];
        assert!(marked.starts_with("[1, ") && marked.ends_with(']') && marked.contains('…'), "{marked}");
    }
}
