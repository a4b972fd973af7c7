//! A problem for programs: its places as lines and columns.

use serde::Serialize;

use super::{Label, Problem, Severity};
use crate::source::{Position, Source};

/// A problem as a program reads it. Lines and columns count from 1, columns in characters; none for a whole file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Record {
    /// Its code.
    pub code: &'static str,
    /// How bad it is: "error", "warning" or "info".
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The file that it is in.
    pub file: String,
    /// The line on which it begins.
    pub line: Option<u32>,
    /// The character in it.
    pub column: Option<u32>,
    /// The line on which it ends.
    pub end_line: Option<u32>,
    /// The character behind it.
    pub end_column: Option<u32>,
    /// What to do.
    pub help: Vec<String>,
    /// Every place that it is about, the first one included, and what is said there.
    pub labels: Vec<Note>,
}

/// A stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Place {
    /// The line that it begins on.
    pub line: u32,
    /// The character in it.
    pub column: u32,
    /// The line that it ends on.
    pub end_line: u32,
    /// The character behind it.
    pub end_column: u32,
}

/// What is said at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Note {
    /// The file.
    pub file: String,
    /// Where in it.
    #[serde(flatten)]
    pub place: Place,
    /// What is said there. May be empty.
    pub text: String,
}

impl Record {
    /// A problem in one of some texts, which come in the order of their [`FileId`](crate::source::FileId)s.
    #[must_use]
    pub fn of(problem: &Problem, sources: &[Source]) -> Self {
        let labels: Vec<Note> = problem.labels.iter().filter_map(|label| note(label, sources)).collect();
        let whole_file = sources.get(problem.file.0 as usize).map_or("", Source::name);
        let place = labels.first().map(|note| note.place);
        Self {
            code: problem.code.name,
            severity: problem.code.severity,
            message: problem.message.clone(),
            file: labels.first().map_or(whole_file, |note| &note.file).to_owned(),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            end_line: place.map(|place| place.end_line),
            end_column: place.map(|place| place.end_column),
            help: problem.help.clone(),
            labels,
        }
    }

    /// The problem as a line that GitHub shows beside the code: a workflow command. Ends with a newline.
    #[must_use]
    pub fn github(&self) -> String {
        let command = match self.severity {
            Severity::Info => "notice",
            Severity::Error | Severity::Warning => self.severity.name(),
        };
        let place = self.labels.first().map_or(String::new(), |Note { place, .. }| {
            // Columns are taken for those of one line.
            let end =
                if place.end_line == place.line { format!(",endColumn={}", place.end_column) } else { String::new() };
            format!(",line={},endLine={},col={}{end}", place.line, place.end_line, place.column)
        });
        let notes = self.labels.iter().filter(|note| !note.text.is_empty());
        let notes = notes.map(|note| format!("\n{}:{}: {}", note.file, note.place.line, note.text));
        let help = self.help.iter().map(|help| format!("\nhelp: {help}"));
        let message: String = std::iter::once(self.message.clone()).chain(notes).chain(help).collect();
        format!("::{command} file={}{place},title={}::{}\n", property(&self.file), self.code, data(&message))
    }
}

fn note(label: &Label, sources: &[Source]) -> Option<Note> {
    let source = sources.get(label.file.0 as usize)?;
    let Position { line, column } = source.position(label.span.start);
    let Position { line: end_line, column: end_column } = source.position(label.span.end.max(label.span.start));
    let place = Place { line, column, end_line, end_column };
    Some(Note { file: source.name().to_owned(), place, text: label.text.clone() })
}

/// Text behind the second `::` of a workflow command: on one line, `%` and what ends lines escaped, control characters gone.
fn data(text: &str) -> String {
    let escaped = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    escaped.chars().map(|c| if crate::source::is_harmful(c) { '\u{b7}' } else { c }).collect()
}

/// The same, as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::BAD_VALUE;
    use crate::source::FileId;

    #[test]
    fn a_workflow_command_is_one_line_whatever_is_said() {
        let source = Source::new("a,b:c%.toml", "one\n이러지마 x\n");
        let at = source.text().find('x').unwrap_or(0);
        let problem =
            Problem::new(&BAD_VALUE, FileId(0), "100 %\n\u{1b}[31m").at((at..at + 1).into(), "here").help("mend it");
        let record = Record::of(&problem, &[source]);
        assert_eq!(
            record.github(),
            "::error file=a%2Cb%3Ac%25.toml,line=2,endLine=2,col=6,endColumn=7,title=bad-value::100 %25%0A·[31m%0Aa,b:c%25.toml:2: here%0Ahelp: mend it\n"
        );
    }

    #[test]
    fn of_a_stretch_over_lines_github_is_told_no_column_at_its_end() {
        let problem = Problem::new(&BAD_VALUE, FileId(0), "no").at((0..7).into(), "");
        let line = Record::of(&problem, &[Source::new("a.toml", "one\ntwo three\n")]).github();
        assert_eq!(line, "::error file=a.toml,line=1,endLine=2,col=1,title=bad-value::no\n");
    }

    #[test]
    fn what_is_about_the_whole_file_has_no_place() {
        let record = Record::of(&Problem::new(&BAD_VALUE, FileId(0), "no"), &[Source::new("a.toml", "")]);
        assert_eq!(record.line, None);
        assert_eq!(record.github(), "::error file=a.toml,title=bad-value::no\n");
    }
}
