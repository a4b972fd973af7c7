//! A text with a name, and places in it.
//!
//! Spans are byte offsets; lines and columns are worked out only when somebody asks. Reads no file.

use std::ops::Range;

/// Which of the texts at hand, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A stretch of a text, in bytes from its beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Its first byte.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
}

/// A stretch of one of the texts at hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// Which text.
    pub file: FileId,
    /// Where in it.
    pub span: Span,
}

impl From<Range<usize>> for Span {
    /// Offsets beyond 4 GiB are cut off there: [`Source::new`] takes no longer text.
    fn from(range: Range<usize>) -> Self {
        let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: offset(range.start), end: offset(range.end) }
    }
}

/// Whether a character could do more on a terminal than be shown: control characters, and marks that turn or break lines.
#[must_use]
pub fn is_harmful(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether some text can be an id: small letters, digits and single hyphens, and neither `all` nor `none`.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let part = |part: &str| !part.is_empty() && part.bytes().all(letter);
    !matches!(text, "all" | "none") && text.split('-').all(part)
}

/// A value and where it was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// A line and a column, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The character in it.
    pub column: u32,
}

/// A text that was read from somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<u32>,
}

impl Source {
    /// A text and the name it goes by in messages, most often its path. What lies beyond 4 GiB is cut off.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text: String = text.into();
        let mut end = text.len().min(u32::MAX as usize - 1);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect();
        Self { name: name.into(), text, line_starts }
    }

    /// What it is called in messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line, from 0, that a byte stands in. O(log lines).
    #[must_use]
    pub fn line_of(&self, offset: u32) -> u32 {
        self.line_starts.partition_point(|&start| start <= offset) as u32 - 1
    }

    /// The bytes of the lines `first..=last`, counted from 0, without the last line's end.
    #[must_use]
    pub fn lines(&self, first: u32, last: u32) -> Span {
        let start = self.line_starts.get(first as usize).copied().unwrap_or(self.text.len() as u32);
        let end = match self.line_starts.get(last as usize + 1) {
            Some(&next) => next - 1,
            None => self.text.len() as u32,
        };
        Span { start, end: end.max(start) }
    }

    /// The line and column of a byte. O(length of the line).
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.text.len() as u32);
        let line = self.line_of(offset);
        let before = &self.text.as_bytes()[self.line_starts[line as usize] as usize..offset as usize];
        let is_first_byte = |byte: &&u8| **byte & 0xC0 != 0x80;
        Position { line: line + 1, column: before.iter().filter(is_first_byte).count() as u32 + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let source = Source::new("a", "one\n이러지마 x\n");
        let x = source.text().find('x').unwrap_or(0) as u32;
        assert_eq!(source.position(x), Position { line: 2, column: 6 });
        assert_eq!(source.position(u32::MAX), Position { line: 3, column: 1 });
    }

    #[test]
    fn lines_come_without_their_end() {
        let source = Source::new("a", "one\ntwo\nthree");
        let text = |span: Span| &source.text()[span.start as usize..span.end as usize];
        assert_eq!(text(source.lines(0, 1)), "one\ntwo");
        assert_eq!(text(source.lines(2, 2)), "three");
        assert_eq!(text(source.lines(7, 9)), "");
    }
}
