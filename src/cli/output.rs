//! Where answers go: pages, problems and remarks, coloured or not, wide or narrow.

use std::io::{self, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style as Ansi};

use super::{Shared, When, World};
use crate::problem::{self, Look, Problem};
use crate::source::Source;
use crate::view::page::{Page, Style, harmless};
use crate::view::{Options, Order};

/// Text is hard to read in longer lines, so a wide terminal is not filled unless `--width` asks for it.
const COMFORTABLE: usize = 90;

/// The two streams, and how to write to them.
pub(super) struct Output<'w> {
    stdout: &'w mut dyn Write,
    stderr: &'w mut dyn Write,
    /// Whether colours belong on the one and on the other.
    colours: [bool; 2],
    ascii: bool,
    width: usize,
    /// The width that was asked for.
    asked: Option<usize>,
    terminal: bool,
    /// Whether what is said beside the answer can be taken back.
    is_passing: bool,
    /// How long the line is that will be taken back.
    passing: usize,
}

/// How to draw on a screen, whose size may change.
#[derive(Clone, Copy)]
pub(super) struct OnScreen {
    pub(super) colour: bool,
    pub(super) ascii: bool,
    /// The most columns for text.
    pub(super) width: usize,
}

impl<'w> Output<'w> {
    pub(super) fn new(world: &World, shared: &Shared, stdout: &'w mut dyn Write, stderr: &'w mut dyn Write) -> Self {
        let colour = |auto| match shared.color {
            When::Auto => auto,
            When::Always => true,
            When::Never => false,
        };
        let colours = [colour(world.stdout_colour), colour(world.stderr_colour)];
        let width = match (shared.width, world.terminal_width) {
            (Some(width), _) => width.into(),
            (None, Some(width)) => width.clamp(20, COMFORTABLE),
            (None, None) => 80,
        };
        let (ascii, terminal) = (world.ascii_terminal, world.terminal_width.is_some());
        let (asked, is_passing) = (shared.width.map(usize::from), world.stderr_terminal);
        Self { stdout, stderr, colours, ascii, width, asked, terminal, is_passing, passing: 0 }
    }

    /// How to draw on a screen.
    pub(super) fn on_screen(&self) -> OnScreen {
        OnScreen { colour: self.colours[0], ascii: self.ascii, width: self.asked.unwrap_or(COMFORTABLE) }
    }

    /// How views are to draw.
    pub(super) fn options(&self, order: Order) -> Options {
        Options { width: self.width, unicode: !self.ascii, order, ..Options::default() }
    }

    /// Answers with a page.
    pub(super) fn page(&mut self, page: &Page) -> io::Result<()> {
        if !self.colours[0] {
            return self.text(&page.plain());
        }
        let mut painted = String::new();
        for line in page.lines() {
            for run in line {
                let style = ansi(run.style);
                painted.extend([&style.to_string(), &run.text, &format!("{style:#}")].map(String::as_str));
            }
            painted.push('\n');
        }
        self.text(&painted)
    }

    /// Answers with text that is ready to be shown.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        if self.ascii {
            return self.stdout.write_all(in_ascii(text).as_bytes());
        }
        self.stdout.write_all(text.as_bytes())
    }

    /// Answers with a line.
    pub(super) fn line(&mut self, words: &str) -> io::Result<()> {
        self.text(&format!("{}\n", harmless(words)))
    }

    /// Answers with problems.
    pub(super) fn problems(&mut self, problems: &[Problem], sources: &[Source]) -> io::Result<()> {
        let look = self.look(self.colours[0]);
        for problem in problems {
            self.text(&format!("{}\n", problem::render(problem, sources, look)))?;
        }
        Ok(())
    }

    /// Says problems beside the answer.
    pub(super) fn complain(&mut self, problems: &[Problem], sources: &[Source]) -> io::Result<()> {
        let look = self.look(self.colours[1]);
        for problem in problems {
            let drawn = problem::render(problem, sources, look);
            let drawn = if self.ascii { in_ascii(&drawn) } else { drawn };
            self.stderr.write_all(drawn.as_bytes())?;
        }
        Ok(())
    }

    /// Says a line beside the answer.
    pub(super) fn remark(&mut self, words: &str) -> io::Result<()> {
        let clean = harmless(words);
        let clean = if self.ascii { in_ascii(&clean) } else { clean };
        let clean = if self.terminal { textwrap::fill(&clean, self.width) } else { clean };
        writeln!(self.stderr, "{clean}")
    }

    /// Says a short line beside the answer, on a terminal alone, in the place of the last such line. An empty one is none.
    pub(super) fn passing(&mut self, words: &str) -> io::Result<()> {
        if !self.is_passing || words.is_empty() && self.passing == 0 {
            return Ok(());
        }
        let words = harmless(words);
        let blank = " ".repeat(self.passing.saturating_sub(words.chars().count()));
        let back = if words.is_empty() { "\r" } else { "" };
        self.passing = words.chars().count();
        write!(self.stderr, "\r{words}{blank}{back}")?;
        self.stderr.flush()
    }

    /// Hands on what was written.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()?;
        self.stderr.flush()
    }

    fn look(&self, colour: bool) -> Look {
        Look { colour, unicode: !self.ascii, width: self.width.max(60) }
    }
}

fn ansi(style: Style) -> Ansi {
    match style {
        Style::Plain => Ansi::new(),
        Style::Strong => Ansi::new().bold(),
        Style::Dim => Ansi::new().dimmed(),
        Style::Light => AnsiColor::Yellow.on_default(),
        Style::Time => AnsiColor::Cyan.on_default(),
        Style::Removed => AnsiColor::Red.on_default(),
        Style::Added => AnsiColor::Green.on_default(),
    }
}

/// A path as it is typed in a shell: between quotes where it has to be.
pub(super) fn typed(path: &Path) -> String {
    let path = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '-' | '+' | ':' | ',' | '@');
    if !path.is_empty() && path.chars().all(is_plain) { path } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// The text for a terminal that shows ASCII alone: the marks that have a likeness by it, the rest as `?`.
pub(super) fn in_ascii(text: &str) -> String {
    let mut ascii = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_ascii() => ascii.push(c),
            '\u{2018}' | '\u{2019}' => ascii.push('\''),
            '\u{201c}' | '\u{201d}' => ascii.push('"'),
            '\u{2013}' | '\u{2014}' | '\u{2212}' => ascii.push('-'),
            '\u{d7}' => ascii.push('x'),
            '\u{b7}' => ascii.push('.'),
            '\u{2026}' => ascii.push_str("..."),
            '\u{a0}' => ascii.push(' '),
            'à'..='å' => ascii.push('a'),
            'ç' => ascii.push('c'),
            'è'..='ë' => ascii.push('e'),
            'ì'..='ï' => ascii.push('i'),
            'ò'..='ö' => ascii.push('o'),
            'ù'..='ü' => ascii.push('u'),
            'É' => ascii.push('E'),
            _ => ascii.push('?'),
        }
    }
    ascii
}
