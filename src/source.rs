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
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether some text can be an id: small letters, digits and single hyphens, and neither `all` nor `none`.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let part = |part: &str| !part.is_empty() && part.bytes().all(letter);
    !matches!(text, "all" | "none") && text.split('-').all(part)
}

/// Whether a text is the id of something of another work: `work/id`.
#[must_use]
pub fn is_of_another(text: &str) -> bool {
    text.split_once('/').is_some_and(|(work, id)| is_id(work) && is_id(id))
}

/// A value and where it was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// A value that was written nowhere: in code.
impl<T> From<T> for Spanned<T> {
    fn from(value: T) -> Self {
        Self { value, span: Span::default() }
    }
}

/// Text that was written nowhere: in code.
impl From<&str> for Spanned<String> {
    fn from(text: &str) -> Self {
        Self { value: text.to_owned(), span: Span::default() }
    }
}

impl Spanned<String> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.value
    }
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<u32>,
    /// How many characters begin before every [`BLOCK`]th byte, so that a column costs the same in a line of any length.
    characters_before: Vec<u32>,
}

/// So many bytes are counted at most to find a column.
const BLOCK: usize = 1024;

impl Source {
    /// A text and the name it goes by in messages, most often its path. What lies beyond 4 GiB is cut off.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text: String = text.into();
        text.truncate(boundary(&text, text.len().min(u32::MAX as usize - 1)));
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect();
        let mut characters_before = vec![0];
        for block in text.as_bytes().chunks(BLOCK) {
            characters_before.push(characters_before[characters_before.len() - 1] + count(block));
        }
        Self { name: name.into(), text, line_starts, characters_before }
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
        let end = end.max(start);
        let returns = self.text.as_bytes()[start as usize..end as usize].ends_with(b"\r");
        Span { start, end: end - u32::from(returns) }
    }

    /// The bytes of the line that a byte stands in, without its end.
    pub(crate) fn line_around(&self, offset: u32) -> Span {
        let line = self.line_of(offset);
        self.lines(line, line)
    }

    /// The line and column of a byte. O(log lines).
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.text.len() as u32);
        let line = self.line_of(offset);
        let before = self.characters_before(offset) - self.characters_before(self.line_starts[line as usize]);
        Position { line: line + 1, column: before + 1 }
    }

    /// How many characters begin before a byte.
    fn characters_before(&self, offset: u32) -> u32 {
        let block = offset as usize / BLOCK;
        self.characters_before[block] + count(&self.text.as_bytes()[block * BLOCK..offset as usize])
    }
}

/// The beginning of the character that a byte of a text belongs to.
pub(crate) fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How many characters begin in some bytes of a text.
fn count(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u32
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
    fn a_column_in_a_long_line_is_counted_from_its_beginning() {
        let text = format!("\n{}x", "가나다 ".repeat(3000));
        let x = text.len() as u32 - 1;
        let source = Source::new("a", text);
        assert_eq!(source.position(x), Position { line: 2, column: 12_001 });
        assert_eq!(source.position(x + 1), Position { line: 2, column: 12_002 });
        let (whole, at) = (Source::new("a", "가".repeat(1024)), 1024 * 3);
        assert_eq!(whole.position(at), Position { line: 1, column: 1025 });
    }

    #[test]
    fn lines_come_without_their_end() {
        let source = Source::new("a", "one\ntwo\nthree");
        let text = |span: Span| &source.text()[span.start as usize..span.end as usize];
        assert_eq!(text(source.lines(0, 1)), "one\ntwo");
        assert_eq!(text(source.lines(2, 2)), "three");
        assert_eq!(text(source.lines(7, 9)), "");
        let source = Source::new("a", "one\r\ntwo\r\n");
        let text = |span: Span| &source.text()[span.start as usize..span.end as usize];
        assert_eq!((text(source.lines(0, 0)), text(source.lines(0, 1))), ("one", "one\r\ntwo"));
    }
}
