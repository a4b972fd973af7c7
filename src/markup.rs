//! Writing markup that both XML and HTML read: every element is closed, every text escaped and harmless.

use std::fmt::Write;

use crate::source::is_harmful;

/// Markup that is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Markup {
    written: String,
}

/// An attribute: its name and its value as data.
pub(crate) type Attribute<'a> = (&'static str, &'a str);

impl Markup {
    /// Adds an element with something inside.
    pub(crate) fn element(&mut self, name: &'static str, attributes: &[Attribute], inside: impl FnOnce(&mut Self)) {
        self.open(name, attributes, ">");
        inside(self);
        self.written.extend(["</", name, ">"]);
    }

    /// Adds an element with a text inside.
    pub(crate) fn words(&mut self, name: &'static str, attributes: &[Attribute], text: &str) {
        self.element(name, attributes, |inside| inside.text(text));
    }

    /// Adds an element that can hold nothing: of SVG any, of HTML a void one.
    pub(crate) fn empty(&mut self, name: &'static str, attributes: &[Attribute]) {
        self.open(name, attributes, "/>");
    }

    /// Adds a text.
    pub(crate) fn text(&mut self, text: &str) {
        escape(&mut self.written, text);
    }

    /// Adds what is markup already, and no text of a story.
    pub(crate) fn raw(&mut self, markup: &str) {
        self.written.push_str(markup);
    }

    /// Adds other markup.
    pub(crate) fn append(&mut self, other: &Self) {
        self.written.push_str(&other.written);
    }

    /// Begins a line of the file, for those who read it.
    pub(crate) fn line(&mut self) {
        self.written.push('\n');
    }

    /// What was written.
    pub(crate) fn finish(self) -> String {
        self.written
    }

    fn open(&mut self, name: &str, attributes: &[Attribute], end: &str) {
        self.written.extend(["<", name]);
        for (name, value) in attributes {
            self.written.extend([" ", name, "=\""]);
            escape(&mut self.written, value);
            self.written.push('"');
        }
        self.written.push_str(end);
    }
}

/// Adds text as data. What is no character of XML, or could do more than be shown, becomes U+FFFD; white space stays.
fn escape(written: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\n' | '\r' | '\t' => written.push(' '),
            '\u{fffe}' | '\u{ffff}' => written.push('\u{fffd}'),
            c if is_harmful(c) => written.push('\u{fffd}'),
            c => written.push(c),
        }
    }
}

/// A number for an attribute: at most two decimals, and none that say nothing.
pub(crate) fn number(number: f64) -> String {
    let mut written = String::new();
    let _ = write!(written, "{number:.2}"); // to a string nothing fails
    let kept = written.trim_end_matches('0').trim_end_matches('.').len();
    written.truncate(kept);
    if written == "-0" { "0".to_owned() } else { written }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let mut markup = Markup::default();
        markup.element("p", &[("title", "\"a\" & b")], |p| p.words("b", &[], "</b> <script>\u{1b}\u{202e}\u{ffff}"));
        let expected =
            "<p title=\"&quot;a&quot; &amp; b\"><b>&lt;/b&gt; &lt;script&gt;\u{fffd}\u{fffd}\u{fffd}</b></p>";
        assert_eq!(markup.finish(), expected);
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([0.0, -0.001, 10.0, 1.5, 2.125, 100.0].map(number), ["0", "0", "10", "1.5", "2.12", "100"]);
    }
}
