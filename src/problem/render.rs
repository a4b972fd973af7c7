//! Draws a problem as a compiler does: the sentence, the lines it is about, what to do.
//!
//! Only the lines that are shown are handed to the renderer, so a problem in a large file costs no more than
//! one in a small file. Nothing in the text can reach the terminal as a control character.

use std::borrow::Cow;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::Excerpt;
use super::{Label, Problem, Severity};
use crate::letters;
use crate::source::{Source, is_harmful};

/// How problems are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// With colours (ANSI escapes).
    pub colour: bool,
    /// With line-drawing characters, not plain ASCII.
    pub unicode: bool,
    /// Columns to use.
    pub width: usize,
}

impl Default for Look {
    fn default() -> Self {
        Self { colour: false, unicode: true, width: 80 }
    }
}

/// Draws one problem. `sources` are all texts, in the order of their [`FileId`](crate::source::FileId)s. Ends with a newline.
#[must_use]
pub fn render(problem: &Problem, sources: &[Source], look: Look) -> String {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let decor = if look.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
    let renderer = renderer.decor_style(decor).term_width(look.width);
    let level = match problem.code.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut group = Group::with_title(level.primary_title(harmless(&problem.message)).id(problem.code.name));
    if problem.labels.is_empty() {
        let name = sources.get(problem.file.0 as usize).map_or("", Source::name);
        group = group.element(Origin::path(harmless(name)));
    }
    for window in windows(problem, sources) {
        let excerpt = window.excerpt();
        let snippet = window.snippet(&excerpt);
        // The renderer counts columns in what it is given.
        group = if excerpt.is_cut() {
            group.element(window.origin()).element(snippet)
        } else {
            group.element(snippet.path(harmless(window.source.name())))
        };
    }
    if let Some(more) = problem.labels.len().checked_sub(MOST).filter(|&more| more > 0) {
        group = group.element(Level::NOTE.message(format!("and {more} more places")));
    }
    for help in &problem.help {
        group = group.element(Level::HELP.message(harmless(help)));
    }
    let mut drawn = renderer.render(&[group]);
    drawn.push('\n');
    drawn
}

/// Some lines of one source, and the labels in them.
struct Window<'a> {
    source: &'a Source,
    first_line: u32,
    last_line: u32,
    labels: Vec<(&'a Label, bool)>,
}

/// Of more places the others are counted.
const MOST: usize = 40;

/// Of what goes on over more lines than this, the rest is not shown.
const TALL: u32 = 20;

/// Lines further apart than this are shown as two pieces.
const NEAR: u32 = 40;

/// The lines to show: those of the first label first, and those near it together with it.
fn windows<'a>(problem: &'a Problem, sources: &'a [Source]) -> Vec<Window<'a>> {
    let mut windows: Vec<Window<'a>> = Vec::new();
    for (at, label) in problem.labels.iter().take(MOST).enumerate() {
        let Some(source) = sources.get(label.file.0 as usize) else { continue };
        let first_line = source.line_of(label.span.start);
        let last_line = source.line_of(label.span.end.saturating_sub(1).max(label.span.start)).min(first_line + TALL);
        let near = windows.iter_mut().find(|window| {
            std::ptr::eq(window.source, source)
                && first_line <= window.last_line + NEAR
                && window.first_line <= last_line + NEAR
        });
        match near {
            Some(window) => {
                window.first_line = window.first_line.min(first_line);
                window.last_line = window.last_line.max(last_line);
                window.labels.push((label, at == 0));
            }
            None => windows.push(Window { source, first_line, last_line, labels: vec![(label, at == 0)] }),
        }
    }
    windows
}

impl<'a> Window<'a> {
    /// Where it is: the place of its first label.
    fn origin(&self) -> Origin<'a> {
        let origin = Origin::path(harmless(self.source.name()));
        let Some((label, _)) = self.labels.first() else { return origin };
        let position = self.source.position(label.span.start);
        origin.line(position.line as usize).char_column(position.column as usize)
    }

    fn excerpt(&self) -> Excerpt<'a> {
        let lines = (self.first_line, self.last_line);
        Excerpt::of(self.source, lines, self.labels.iter().map(|(label, _)| label.span))
    }

    fn snippet(&self, excerpt: &Excerpt<'a>) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let annotations = self.labels.iter().map(|(label, primary)| {
            let kind = if *primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(excerpt.place(label.span));
            if label.text.is_empty() { annotation } else { annotation.label(harmless(&label.text)) }
        });
        let text = same_length(excerpt.text.clone());
        Snippet::source(text).line_start(self.first_line as usize + 1).annotations(annotations)
    }
}

/// The text with something to see for each character that shows nothing or that some terminals obey, as long in bytes. The
/// renderer shows control characters below U+0020 as pictures.
fn same_length(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_unseen =
        |c: char| matches!(c, '\u{80}'..='\u{9f}') || is_harmful(c) && !c.is_ascii() || letters::is_invisible(c);
    if !text.contains("\r\n") && !text.contains(is_unseen) {
        return text;
    }
    let seen = |c: char| match c.len_utf8() {
        2 => '\u{b7}',
        3 => '\u{2423}',
        _ => '\u{1f6c7}',
    };
    text.replace("\r\n", " \n").chars().map(|c| if is_unseen(c) { seen(c) } else { c }).collect::<String>().into()
}

/// The text without what is harmful on a terminal, for a message.
fn harmless(text: &str) -> String {
    text.chars().map(|c| if is_harmful(c) { '\u{b7}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::BAD_VALUE;
    use crate::source::{FileId, Span};

    fn drawn(text: &str, spans: &[(usize, usize)]) -> String {
        let mut problem = Problem::new(&BAD_VALUE, FileId(0), "no");
        for &(start, end) in spans {
            problem = problem.at(Span::from(start..end), "");
        }
        render(&problem, &[Source::new("a.toml", text)], Look::default())
    }

    #[test]
    fn of_a_tall_stretch_the_beginning_is_drawn() {
        let text = "line\n".repeat(100_000);
        let drawn = drawn(&text, &[(0, text.len())]);
        assert!(drawn.lines().count() < 40, "{}", drawn.lines().count());
        let problem = Problem::new(&BAD_VALUE, FileId(0), "no").at((0..text.len()).into(), "");
        let sources = [Source::new("a.toml", text)];
        let handed_over = windows(&problem, &sources)[0].excerpt().text.len();
        assert!(handed_over < 1_000, "{handed_over}");
    }

    #[test]
    fn of_many_places_the_rest_is_counted() {
        let text = "x = 1\n".repeat(1_000);
        let spans: Vec<(usize, usize)> = (0..1_000).map(|line| (line * 6, line * 6 + 1)).collect();
        assert!(drawn(&text, &spans).contains("and 960 more places"));
        assert!(!drawn(&text, &spans[..40]).contains("more places"));
    }

    #[test]
    fn a_file_of_another_system_is_drawn_without_its_line_ends() {
        let drawn = drawn("one = 1\r\ntwo = 2\r\nthree = 3\r\n", &[(9, 12), (18, 23)]);
        assert!(!drawn.contains('\r') && !drawn.contains('␍'), "{drawn}");
    }

    #[test]
    fn what_nobody_sees_has_something_to_see() {
        let drawn = drawn("a\u{200b}b\u{202e}c 👩\u{200d}🚀\n", &[(0, 1)]);
        // The renderer leaves joiners out.
        assert!(drawn.contains("a\u{2423}b\u{2423}c 👩🚀"), "{drawn}");
    }
}
