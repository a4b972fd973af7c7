//! What fits on a screen: a stretch of a page, and a line on what can be done.

use unicode_width::UnicodeWidthStr;

use crate::view::Options;
use crate::view::page::{Page, Run, Style, run};

/// Below this no page is drawn; its lines are broken instead.
const NARROWEST: usize = 20;
/// From this height on there is room for an empty line above the text and one below it.
const ROOMY: usize = 10;
/// Lines that stay on the screen when it is turned.
const OVERLAP: usize = 2;

/// What is on the screen. No line is wider than was asked for, and all of it fits the height.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Screen {
    /// What is read, from the top of the screen.
    pub page: Page,
    /// What can be done, for the last line of the screen. Empty where there is no room for it.
    pub status: Vec<Run>,
}

/// A page that may be longer than the screen, and how far it has been read.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// How it was drawn last. None before it has been drawn.
    drawn: Option<Drawn>,
    /// The first line on the screen, as far as there are lines enough.
    top: usize,
    /// How many letters stood above that line when the viewer moved there. It finds the place at another width.
    letters: usize,
}

#[derive(Debug)]
struct Drawn {
    width: usize,
    unicode: bool,
    /// The lines that fit on the screen.
    room: usize,
    /// How many letters stand above each line. They are the same however the text is wrapped.
    above: Vec<usize>,
}

impl Sheet {
    /// Draws the stretch that is to be on the screen.
    pub(super) fn draw(&mut self, write: impl FnOnce(&mut Page, &Options), options: &Options, height: usize) -> Page {
        let drawable = Options { width: options.width.max(NARROWEST), ..*options };
        let mut whole = Page::new(drawable.width);
        write(&mut whole, &drawable);
        let lines: Vec<Vec<Run>> = whole.lines().iter().flat_map(|line| broken(line, options.width)).collect();
        let above = lines.iter().scan(0, |letters, line| {
            *letters += letters_of(line);
            Some(*letters - letters_of(line))
        });
        let margin = margin(height);
        let room = height.saturating_sub(status_lines(height) + 2 * margin);
        let mut page = Page::new(options.width);
        if room == 0 {
            return page;
        }
        let drawn = Drawn { width: options.width, unicode: options.unicode, room, above: above.collect() };
        if let Some(before) = &self.drawn
            && (before.width, before.unicode) != (drawn.width, drawn.unicode)
        {
            self.top = drawn.line_at(self.letters);
        }
        let first = drawn.first(self.top);
        for _ in 0..margin {
            page.line([]);
        }
        for line in lines.into_iter().skip(first).take(room) {
            page.line(line);
        }
        self.drawn = Some(drawn);
        page
    }

    /// Whether its end is on the screen. Not before it has been drawn.
    pub(super) fn at_end(&self) -> bool {
        self.drawn.as_ref().is_some_and(|drawn| drawn.first(self.top) == drawn.last())
    }

    /// Moves by lines, or by as many as there are.
    pub(super) fn scroll(&mut self, lines: isize) {
        if let Some(drawn) = &self.drawn {
            self.top = drawn.first(self.top).saturating_add_signed(lines).min(drawn.last());
            self.letters = drawn.above.get(self.top).copied().unwrap_or(0);
        }
    }

    /// Moves by a screenful.
    pub(super) fn turn(&mut self, forward: bool) {
        let room = self.drawn.as_ref().map_or(0, |drawn| drawn.room);
        let lines = if room > 2 * OVERLAP { room - OVERLAP } else { room.saturating_sub(1).max(1) };
        self.scroll(if forward { lines.cast_signed() } else { -lines.cast_signed() });
    }

    pub(super) fn go_to_top(&mut self) {
        self.scroll(isize::MIN);
    }

    pub(super) fn go_to_end(&mut self) {
        self.scroll(isize::MAX);
    }
}

impl Drawn {
    /// The first line on the screen when its end is.
    fn last(&self) -> usize {
        self.above.len().saturating_sub(self.room)
    }

    fn first(&self, top: usize) -> usize {
        top.min(self.last())
    }

    /// The line with the letter that has so many above it.
    fn line_at(&self, letters: usize) -> usize {
        if letters == 0 { 0 } else { self.above.partition_point(|&above| above <= letters).saturating_sub(1) }
    }
}

/// Lines kept free at the top of the screen, and again above the status line.
fn margin(height: usize) -> usize {
    usize::from(height >= ROOMY)
}

/// Lines of the screen for what can be done.
pub(super) fn status_lines(height: usize) -> usize {
    usize::from(height > 1)
}

/// Something that can be done, and how readily it is left out where there is no room: what has the most, first.
pub(super) struct Hint {
    pub(super) words: String,
    pub(super) spare: u8,
}

/// The line on what can be done.
pub(super) fn status(mut hints: Vec<Hint>, options: &Options) -> Vec<Run> {
    let margin = " ".repeat(options.indent());
    let joined = |hints: &[Hint]| {
        let words: Vec<&str> = hints.iter().map(|hint| hint.words.as_str()).collect();
        run(Style::Dim, &format!("{margin}{}", words.join(options.glyph(" · ", " - "))))
    };
    loop {
        let line = joined(&hints);
        let most = hints.iter().map(|hint| hint.spare).max().unwrap_or(0);
        if most == 0 || line.text.width() <= options.width {
            return broken(&[line], options.width).swap_remove(0);
        }
        hints.retain(|hint| hint.spare < most);
    }
}

fn letters_of(line: &[Run]) -> usize {
    line.iter().flat_map(|run| run.text.chars()).filter(|c| c.is_alphanumeric()).count()
}

/// A line broken wherever it would be wider than this.
fn broken(line: &[Run], width: usize) -> Vec<Vec<Run>> {
    let whole: usize = line.iter().map(|run| run.text.width()).sum();
    if whole <= width {
        return vec![line.to_vec()];
    }
    let mut lines = vec![Vec::new()];
    let mut column = 0;
    for run in line {
        let mut piece = String::new();
        for c in run.text.chars() {
            piece.push(c);
            if column + piece.width() > width {
                piece.pop();
                push(&mut lines, run.style, &mut piece);
                lines.push(Vec::new());
                column = 0;
                // What is wider than the whole screen cannot be shown on it.
                piece.extend([c].iter().filter(|c| c.to_string().width() <= width));
            }
        }
        column += piece.width();
        push(&mut lines, run.style, &mut piece);
    }
    lines
}

fn push(lines: &mut [Vec<Run>], style: Style, piece: &mut String) {
    let text = std::mem::take(piece);
    if let Some(last) = lines.last_mut().filter(|_| !text.is_empty()) {
        last.push(Run { style, text });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(line: &[Run], width: usize) -> Vec<String> {
        let text = |line: &Vec<Run>| line.iter().map(|run| run.text.as_str()).collect();
        broken(line, width).iter().map(text).collect()
    }

    #[test]
    fn a_line_is_broken_by_what_it_takes_on_screen_and_loses_nothing() {
        let line = [run(Style::Dim, "abc"), run(Style::Plain, "이러지마")];
        assert_eq!(plain(&line, 11), ["abc이러지마"]);
        assert_eq!(plain(&line, 6), ["abc이", "러지마"]);
        assert_eq!(plain(&line, 2), ["ab", "c", "이", "러", "지", "마"]);
        assert_eq!(plain(&line, 1).concat(), "abc");
    }

    #[test]
    fn another_width_keeps_the_word_that_is_read() {
        let text: String = (100..400).map(|number| format!("{number} ")).collect();
        let write = |page: &mut Page, _: &Options| page.text(Style::Plain, &text, 2);
        let mut sheet = Sheet::default();
        let draw = |sheet: &mut Sheet, width| {
            sheet.draw(write, &Options { width, ..Options::default() }, 8).plain().lines().next().unwrap().to_owned()
        };
        draw(&mut sheet, 40);
        sheet.turn(true);
        let first = draw(&mut sheet, 40)[2..5].to_owned();
        assert_ne!(first, "100");
        for width in [23, 77, 31, 40] {
            assert!(draw(&mut sheet, width).contains(&first), "{width}");
        }
    }
}
