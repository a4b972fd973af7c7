//! A kind of problem, made of the page that explains it.
//!
//! A page is Markdown: `# name`, then one line with how bad it is and what it says in half a sentence, then what
//! `storyline explain` adds to that: what it means, why it matters, a wrong and a right example.

use serde::Serialize;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info,
    /// Likely a slip.
    Warning,
    /// Something had to be left out of the story, or cannot be.
    Error,
}

impl Severity {
    /// Its name: "error".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A kind of problem.
#[derive(Debug)]
#[non_exhaustive]
pub struct Code {
    /// Its name: words in kebab-case, stable once released.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Whether it leaves nothing to tell: no story can be made of the file.
    pub fatal: bool,
    /// Whether it is looked for only when somebody asks for it.
    pub on_request: bool,
    /// Whether it may be as it is, for a reason that the writer gives: all but errors for which something was left out of
    /// the story, or of which nothing can be made.
    pub can_be_allowed: bool,
    /// What it says, in half a sentence.
    pub summary: &'static str,
    /// What explains it, in Markdown: all of its page below the first lines.
    pub explanation: &'static str,
}

/// Two codes of one name are one.
impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Code {}

/// What the second line of a page may begin with.
const KINDS: [(&str, Severity, Kind); 6] = [
    ("Fatal error: ", Severity::Error, Kind { fatal: true, ..STRICT }),
    ("Error: ", Severity::Error, STRICT),
    ("Error, unless allowed: ", Severity::Error, LENIENT),
    ("Warning: ", Severity::Warning, LENIENT),
    ("Info: ", Severity::Info, LENIENT),
    ("Info, on request: ", Severity::Info, Kind { on_request: true, ..LENIENT }),
];

/// What else the second line says.
struct Kind {
    fatal: bool,
    on_request: bool,
    can_be_allowed: bool,
}

const STRICT: Kind = Kind { fatal: false, on_request: false, can_be_allowed: false };
const LENIENT: Kind = Kind { can_be_allowed: true, ..STRICT };

impl Code {
    /// Makes a code of its page. A page that is no page is noticed when the crate is compiled.
    ///
    /// # Panics
    /// If the page does not begin as one should.
    #[expect(clippy::panic, reason = "evaluated by the compiler: a wrong page does not build")]
    pub(crate) const fn of(page: &'static str) -> Self {
        let Some(page) = after(page, "# ") else { panic!("a page begins with `# ` and its code") };
        let (name, page) = line(page);
        let (empty, page) = line(page);
        assert!(empty.is_empty(), "an empty line follows");
        let (second, explanation) = line(page);
        let mut at = 0;
        while at < KINDS.len() {
            let (word, severity, Kind { fatal, on_request, can_be_allowed }) = KINDS[at];
            if let Some(summary) = after(second, word) {
                let (summary, stop) = summary.split_at(summary.len() - 1);
                assert!(stop.as_bytes()[0] == b'.', "the second line ends with a full stop");
                return Self { name, severity, fatal, on_request, can_be_allowed, summary, explanation };
            }
            at += 1;
        }
        panic!("the second line says how bad it is")
    }
}

/// What follows a beginning, if the text has it.
const fn after(text: &'static str, beginning: &str) -> Option<&'static str> {
    let (text_bytes, bytes) = (text.as_bytes(), beginning.as_bytes());
    if text_bytes.len() < bytes.len() {
        return None;
    }
    let mut at = 0;
    while at < bytes.len() {
        if text_bytes[at] != bytes[at] {
            return None;
        }
        at += 1;
    }
    Some(text.split_at(bytes.len()).1)
}

/// The first line, without its end, and the rest.
const fn line(text: &'static str) -> (&'static str, &'static str) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'\n' {
            let (first, rest) = text.split_at(at);
            return (first, rest.split_at(1).1);
        }
        at += 1;
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_all_of_its_code() {
        let code = Code::of("# too-late\n\nInfo, on request: it is too late.\n\nGo home.\n");
        assert_eq!((code.name, code.summary, code.explanation), ("too-late", "it is too late", "\nGo home.\n"));
        assert_eq!((code.severity, code.fatal, code.on_request), (Severity::Info, false, true));
        assert!(Code::of("# x\n\nFatal error: y.").fatal);
    }
}
