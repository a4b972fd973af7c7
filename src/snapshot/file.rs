//! The file of a snapshot: `---`, a few lines that say whose it is, `---`, and its text. It is the format of insta.

use std::fmt::Write as _;

/// A snapshot as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Snapshot {
    /// The file that it is of.
    pub source: Option<String>,
    /// What it shows.
    pub description: Option<String>,
    /// Its text.
    pub contents: String,
}

impl Snapshot {
    /// The snapshot of a story file.
    #[must_use]
    pub fn of(source: &str, description: &str, contents: String) -> Self {
        Self { source: Some(source.to_owned()), description: Some(description.to_owned()), contents }
    }

    /// Reads a file. None where it is no snapshot. What stands in the head beside the two lines that are known is passed over.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut head = Vec::new();
        let mut line = next_line(&mut rest)?;
        if line.trim_end() != RULE {
            return None;
        }
        loop {
            line = next_line(&mut rest)?;
            if line.trim_end() == RULE {
                break;
            }
            head.push(line);
        }
        let value = |key: &str| head.iter().find_map(|line| line.strip_prefix(key)?.strip_prefix(": ")).map(unquoted);
        Some(Self { source: value("source"), description: value("description"), contents: rest.to_owned() })
    }

    /// The file of it.
    #[must_use]
    pub fn write(&self) -> String {
        let mut file = format!("{RULE}\n");
        for (key, value) in [("source", &self.source), ("description", &self.description)] {
            if let Some(value) = value {
                let _ = writeln!(file, "{key}: {}", quoted(value)); // a string takes all
            }
        }
        let _ = writeln!(file, "{RULE}\n{}", self.text());
        file
    }

    /// Its text as it counts: without what is white at its end, and with the line ends of this system or another.
    #[must_use]
    pub fn text(&self) -> String {
        self.contents.trim_end().replace("\r\n", "\n")
    }

    /// Whether it shows the same as another. What the head says does not count.
    #[must_use]
    pub fn shows_the_same(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

/// What stands round the head.
const RULE: &str = "---";

/// The next line, without its end. None where there is none.
fn next_line<'t>(rest: &mut &'t str) -> Option<&'t str> {
    if rest.is_empty() {
        return None;
    }
    let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
    *rest = after;
    Some(line)
}

/// A word as it is, anything else in quotes, as YAML has it.
fn quoted(value: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    if !value.is_empty() && value.starts_with(|c: char| c.is_ascii_alphabetic()) && value.chars().all(is_word) {
        return value.to_owned();
    }
    serde_json::to_string(value).unwrap_or_default()
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    if value.starts_with('"') {
        return serde_json::from_str(value).unwrap_or_else(|_| value.trim_matches('"').to_owned());
    }
    match value.strip_prefix('\'').and_then(|value| value.strip_suffix('\'')) {
        Some(inside) => inside.replace("''", "'"),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for source in ["ice.toml", "1.toml", "the \"ice\".toml", "얼음.toml", "a: b.toml"] {
            let snapshot = Snapshot::of(source, "What is told: all of it", "one\n\n---\n  two\n\n".to_owned());
            let read = Snapshot::read(&snapshot.write());
            assert!(read.is_some_and(|read| read.shows_the_same(&snapshot)
                && read.source == snapshot.source
                && read.description == snapshot.description));
        }
    }

    #[test]
    fn line_ends_white_space_at_the_end_and_the_head_do_not_count() {
        let one = Snapshot::read("---\nsource: a.toml\n---\none\ntwo\n");
        let other = Snapshot::read("---\r\nsource: 'b.toml'\r\nexpression: x\r\n---\r\none\r\ntwo\r\n\r\n");
        assert!(one.zip(other).is_some_and(|(one, other)| one.shows_the_same(&other)));
    }

    #[test]
    fn what_has_no_head_is_no_snapshot() {
        for text in ["", "---", "---\nsource: a.toml\n", "one\ntwo\n"] {
            assert_eq!(Snapshot::read(text), None, "{text:?}");
        }
    }
}
