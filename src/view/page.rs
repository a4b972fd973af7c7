//! What a view makes: lines of styled text, wrapped to a width. The same page serves terminals and tests.
//!
//! Text of a story comes in as data: control characters and marks that turn the writing direction end here.

use unicode_width::UnicodeWidthStr;

use crate::source::is_harmful;

/// How a stretch of text stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// Not at all.
    #[default]
    Plain,
    /// A title.
    Strong,
    /// Beside the point.
    Dim,
    /// Something comes to light.
    Light,
    /// A mark of time.
    Time,
    /// What was there and is there no more.
    Removed,
    /// What was not there and is there now.
    Added,
}

/// A stretch of text in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// How it stands out.
    pub style: Style,
    /// The text, without control characters.
    pub text: String,
}

/// Lines of styled text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    width: usize,
    lines: Vec<Vec<Run>>,
}

/// Text in one style, harmless to any terminal.
#[must_use]
pub fn run(style: Style, text: &str) -> Run {
    Run { style, text: harmless(text) }
}

/// As plain text.
impl std::fmt::Display for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.plain())
    }
}

impl Page {
    /// An empty page of so many columns.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self { width, lines: Vec::new() }
    }

    /// The lines.
    #[must_use]
    pub fn lines(&self) -> &[Vec<Run>] {
        &self.lines
    }

    /// Adds a line as it is.
    pub fn line(&mut self, runs: impl IntoIterator<Item = Run>) {
        self.lines.push(runs.into_iter().collect());
    }

    /// Adds an empty line, unless there is one or nothing above it.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Vec::new());
        }
    }

    /// Adds text wrapped to a width, its paragraphs (between empty lines) apart, each line indented.
    pub fn text(&mut self, style: Style, text: &str, indent: usize) {
        for (at, paragraph) in paragraphs(text).enumerate() {
            if at > 0 {
                self.gap();
            }
            self.hanging(&[run(Style::Plain, &" ".repeat(indent))], style, &paragraph);
        }
    }

    /// Adds a lead and, behind it, text wrapped to a width. Further lines stand two columns in from the lead's first run.
    pub fn hanging(&mut self, lead: &[Run], style: Style, text: &str) {
        let margin = lead.first().map_or(0, |run| run.text.width());
        let rest = if lead.len() > 1 { margin + 2 } else { margin };
        let column: usize = lead.iter().map(|run| run.text.width()).sum();
        let ([first, words @ ..], true) = (lead, column + 8 > self.width) else {
            return self.wrapped(lead, style, &harmless(text), rest);
        };
        // Too narrow to go on beside the lead: it gets lines of its own.
        let lead_style = words.last().map_or(style, |run| run.style);
        let words: String = words.iter().map(|run| run.text.as_str()).collect();
        self.wrapped(std::slice::from_ref(first), lead_style, words.trim_end(), rest);
        self.wrapped(&[run(Style::Plain, &" ".repeat(rest))], style, &harmless(text), rest);
    }

    /// Adds a lead and, behind it, text wrapped to a width so that it stands clear of the lead on every line. Where
    /// that would leave the text less than a quarter of the width it goes below the lead instead.
    pub fn column(&mut self, lead: &[Run], style: Style, text: &str) {
        let column: usize = lead.iter().map(|run| run.text.width()).sum();
        if column * 4 > self.width * 3 {
            self.line(lead.to_vec());
            self.wrapped(&[run(Style::Plain, "    ")], style, &harmless(text), 4);
        } else {
            self.wrapped(lead, style, &harmless(text), column);
        }
    }

    /// Adds a lead and, behind it, some items one after the other, broken between items rather than inside one that
    /// fits on a line.
    pub fn items(&mut self, lead: &[Run], style: Style, items: &[String], separator: &str) {
        let room = self.width.saturating_sub(lead.first().map_or(0, |run| run.text.width()) + 4);
        let whole = |item: &String| match harmless(item) {
            item if item.width() <= room => item.replace(' ', "\u{a0}"),
            item => item,
        };
        let whole: Vec<String> = items.iter().map(whole).collect();
        let first = self.lines.len();
        self.hanging(lead, style, &whole.join(separator));
        for run in self.lines[first..].iter_mut().flatten() {
            run.text = run.text.replace('\u{a0}', " ");
        }
    }

    /// Adds a lead and text behind it, the first line beside the lead and the others indented by `rest`.
    fn wrapped(&mut self, lead: &[Run], style: Style, text: &str, rest: usize) {
        let column: usize = lead.iter().map(|run| run.text.width()).sum();
        let (first, rest) = (" ".repeat(column), " ".repeat(rest));
        let options = textwrap::Options::new(self.width.max(rest.len() + 10))
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        let lines = textwrap::wrap(text, options.initial_indent(&first).subsequent_indent(&rest));
        for (at, line) in lines.iter().enumerate() {
            let mut runs = if at == 0 { lead.to_vec() } else { vec![run(Style::Plain, &rest)] };
            let text = line.strip_prefix(if at == 0 { &first } else { &rest }).unwrap_or("");
            runs.push(Run { style, text: text.to_owned() });
            self.lines.push(runs);
        }
    }

    /// The page without the empty lines above and below it.
    #[must_use]
    pub fn trimmed(mut self) -> Self {
        while self.lines.last().is_some_and(Vec::is_empty) {
            self.lines.pop();
        }
        let first = self.lines.iter().position(|line| !line.is_empty()).unwrap_or(0);
        self.lines.drain(..first);
        self
    }

    /// The page as plain text, without spaces at the ends of lines.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut plain = String::new();
        for line in &self.lines {
            let text: String = line.iter().map(|run| run.text.as_str()).collect();
            plain.push_str(text.trim_end());
            plain.push('\n');
        }
        plain
    }
}

/// The paragraphs of a text: what stands between empty lines, with single spaces.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = String> {
    let mut paragraphs = vec![Vec::new()];
    for line in text.lines() {
        match (line.trim().is_empty(), paragraphs.last_mut()) {
            (false, Some(last)) => last.extend(line.split_whitespace()),
            _ => paragraphs.push(Vec::new()),
        }
    }
    paragraphs.into_iter().filter(|words| !words.is_empty()).map(|words| words.join(" "))
}

/// The text on one line: white space becomes spaces, what is harmful on a terminal U+FFFD.
#[must_use]
pub fn harmless(text: &str) -> String {
    let clean = |c: char| match c {
        '\n' | '\r' | '\t' => ' ',
        c if is_harmful(c) => '\u{fffd}',
        c => c,
    };
    text.chars().map(clean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_leaves_a_page() {
        let mut page = Page::new(80);
        page.text(Style::Plain, "a\u{1b}[31mb\u{9b}31m\u{202e}c\td\u{7f}", 0);
        assert_eq!(page.plain(), "a\u{fffd}[31mb\u{fffd}31m\u{fffd}c d\u{fffd}\n");
    }

    #[test]
    fn wide_text_wraps_by_what_it_takes_on_screen() {
        let mut page = Page::new(20);
        page.text(Style::Plain, "이러지마 제발 떠나지마 제발", 2);
        assert_eq!(page.plain(), "  이러지마 제발\n  떠나지마 제발\n");
    }

    #[test]
    fn an_empty_line_makes_a_paragraph_and_a_single_break_does_not() {
        let mut page = Page::new(80);
        page.text(Style::Plain, "one\ntwo\n\nthree\n", 0);
        assert_eq!(page.plain(), "one two\n\nthree\n");
    }

    #[test]
    fn items_are_broken_between_and_not_inside() {
        let mut page = Page::new(30);
        let items = ["Two against one".to_owned(), "On the balcony".to_owned()];
        page.items(&[run(Style::Plain, "  "), run(Style::Dim, "See: ")], Style::Plain, &items, " · ");
        assert_eq!(page.plain(), "  See: Two against one ·\n    On the balcony\n");
        let mut page = Page::new(16);
        page.items(&[run(Style::Plain, "  ")], Style::Plain, &items, ", ");
        assert_eq!(page.plain(), "  Two against\n  one, On the\n  balcony\n");
    }

    #[test]
    fn a_long_lead_leaves_the_text_a_line_of_its_own() {
        let mut page = Page::new(22);
        page.column(&[run(Style::Dim, "a rather long lead")], Style::Plain, "the text itself");
        assert_eq!(page.plain(), "a rather long lead\n    the text itself\n");
    }
}
