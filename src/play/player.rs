//! The player: where a viewer is in a story, what a key does there, and what is on the screen. It knows no terminal.

use super::screen::{self, Hint, Screen, Sheet};
use super::walk::{Walk, Way};
use crate::knowledge::Cut;
use crate::time::Chronology;
use crate::view::page::{Page, Style, run};
use crate::view::{self, Options, Order, View};

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Read on: further down, and from the end on to the next scene.
    On,
    /// Back a scene.
    Back,
    /// The timeline so far.
    Timeline,
    /// What is known so far.
    Recap,
    /// What the keys do.
    Keys,
    /// Away with what lies over the story.
    Close,
    /// The same, or where nothing does, leave.
    Leave,
    /// Leave, wherever this is.
    LeaveAtOnce,
    /// A line up.
    Up,
    /// A line down.
    Down,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
    /// To the top of what is shown.
    Top,
    /// To its end.
    Bottom,
}

/// What a key led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Step {
    /// Nothing that has to be kept.
    Stay,
    /// A scene ended: the viewer went on from it. Only of a story that is being told.
    Ended {
        /// The scene, by its place in the cut.
        rank: u32,
        /// Whether it was the last, so that the end was reached.
        last: bool,
    },
    /// The viewer wants to leave.
    Leave,
}

/// What is said to a viewer who asks to go on from the last scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// That the story is over.
    TheEnd,
    /// That this is as far as they have seen.
    SoFar,
    /// That the file ends here, which may be all of a story or a cut of it.
    File,
}

/// Somebody going through a cut, screen by screen.
///
/// Whoever drives it draws a screen after each key: a scene ends when the viewer goes on from it, and they cannot go on
/// from what has not been drawn to its end.
///
/// ```
/// # use storyline::{knowledge::{Seen, cut_to}, library::Library};
/// # let loaded = Library::default().find("please-dont").unwrap().load();
/// # let (work, story) = (loaded.work(), loaded.story.unwrap());
/// # let whole = cut_to(&story, &Seen::all(&story), work);
/// use storyline::play::{Ending, Key, Player, Step, Walk};
/// use storyline::view::Options;
///
/// let mut player = Player::new(&whole, Walk::Told { from: 0 }, Ending::TheEnd);
/// assert!(player.screen(&Options::default(), 24).page.to_string().contains("1 On the road"));
/// assert_eq!(player.press(Key::On), Step::Ended { rank: 0, last: false });
/// assert!(player.screen(&Options::default(), 24).page.to_string().contains("2 By the stairs"));
/// ```
pub struct Player<'c, 's> {
    way: Way<'c, 's>,
    ending: Ending,
    /// The stop that is shown. One more than there are is the end.
    at: usize,
    /// How many stops have been on the screen to their end.
    shown: usize,
    sheet: Sheet,
    over: Option<Over<'s>>,
}

/// What lies over the story.
struct Over<'s> {
    /// The key that called it.
    key: Key,
    sheet: Sheet,
    content: Content<'s>,
}

enum Content<'s> {
    Keys,
    View(&'static View, Box<(Cut<'s>, Chronology)>),
    NothingYet,
}

/// Says where the viewer is, and nothing of what lies ahead.
impl std::fmt::Debug for Player<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Player").field("at", &self.at).finish_non_exhaustive()
    }
}

impl<'c, 's> Player<'c, 's> {
    /// Somebody at the first scene of a walk that has not ended yet, or at its end.
    #[must_use]
    pub fn new(cut: &'c Cut<'s>, walk: Walk, ending: Ending) -> Self {
        let way = Way::of(cut, walk);
        let from = match walk {
            Walk::Told { from } => from.min(way.stops()),
            Walk::Rewatch | Walk::Chronological => 0,
        };
        Self { way, ending, at: from, shown: from, sheet: Sheet::default(), over: None }
    }

    /// Does what a key says.
    pub fn press(&mut self, key: Key) -> Step {
        if key == Key::LeaveAtOnce {
            return Step::Leave;
        }
        let sheet = self.over.as_mut().map_or(&mut self.sheet, |over| &mut over.sheet);
        match key {
            Key::On if !sheet.at_end() => sheet.turn(true),
            Key::Up => sheet.scroll(-1),
            Key::Down => sheet.scroll(1),
            Key::PageUp => sheet.turn(false),
            Key::PageDown => sheet.turn(true),
            Key::Top => sheet.go_to_top(),
            Key::Bottom => sheet.go_to_end(),
            Key::Timeline | Key::Recap | Key::Keys => self.lay_over(key),
            Key::On | Key::Back | Key::Close | Key::Leave if self.over.is_some() => self.over = None,
            Key::On => return self.go_on(),
            Key::Back => self.go_back(),
            Key::Leave => return Step::Leave,
            Key::Close | Key::LeaveAtOnce => {}
        }
        Step::Stay
    }

    fn go_on(&mut self) -> Step {
        if self.is_over() {
            return Step::Leave;
        }
        let ended = self.at as u32;
        self.go_to(self.at + 1);
        match &self.way {
            Way::Told(_) if !self.way.is_empty() => Step::Ended { rank: ended, last: self.is_over() },
            _ => Step::Stay,
        }
    }

    fn go_back(&mut self) {
        self.go_to(self.at.saturating_sub(1));
    }

    fn go_to(&mut self, at: usize) {
        self.at = at;
        self.sheet = Sheet::default();
    }

    /// Whether the viewer has asked to go on from the last stop.
    fn is_over(&self) -> bool {
        self.at >= self.way.stops()
    }

    /// Lays over the story what a key calls for, or takes it away again.
    fn lay_over(&mut self, key: Key) {
        if self.over.take_if(|over| over.key == key).is_some() {
            return;
        }
        let name = match key {
            Key::Timeline => "timeline",
            Key::Recap => "recap",
            _ => {
                self.over = Some(Over { key, sheet: Sheet::default(), content: Content::Keys });
                return;
            }
        };
        let Some(view) = view::by_name(name) else { return };
        // What is on the screen counts once its end has been.
        let known = self.way.known(self.shown.min(self.at + 1));
        let content = if known.scenes().len() == 0 {
            Content::NothingYet
        } else {
            let chronology = known.chronology();
            Content::View(view, Box::new((known, chronology)))
        };
        self.over = Some(Over { key, sheet: Sheet::default(), content });
    }

    /// What is on the screen, of so many lines.
    pub fn screen(&mut self, options: &Options, height: usize) -> Screen {
        let order = match self.way {
            Way::Happened(..) => Order::Chronological,
            Way::Told(_) | Way::Again(..) => Order::Narrative,
        };
        let options = &Options { order, ..*options };
        let page = match &mut self.over {
            Some(Over { sheet, content, .. }) => {
                sheet.draw(|page, options| content.write(page, options), options, height)
            }
            None if self.at >= self.way.stops() => {
                let ending = self.ending;
                let write = |page: &mut Page, options: &Options| ending.write(page, options, height);
                self.sheet.draw(write, options, height)
            }
            None => {
                let (way, at) = (&mut self.way, self.at);
                self.sheet.draw(|page, options| way.write(at, page, options), options, height)
            }
        };
        if self.over.is_none() && self.sheet.at_end() && !self.is_over() {
            self.shown = self.shown.max(self.at + 1);
        }
        let status =
            if screen::status_lines(height) == 0 { Vec::new() } else { screen::status(self.hints(options), options) };
        Screen { page, status }
    }

    /// What can be done. It is the same whether or not anything lies ahead.
    fn hints(&self, options: &Options) -> Vec<Hint> {
        let hint = |spare, words: &str| Hint { words: words.to_owned(), spare };
        let more = options.glyph("Enter more ↓", "Enter more");
        if let Some(over) = &self.over {
            let back = if over.sheet.at_end() { "Enter or q back" } else { "q back" };
            let more = (!over.sheet.at_end()).then(|| hint(1, more));
            return more.into_iter().chain([hint(0, back)]).collect();
        }
        let mut hints = Vec::new();
        if self.is_over() {
            hints.push(hint(0, "Enter leaves"));
        } else {
            hints.extend(self.way.number(self.at).map(|number| hint(5, &format!("Scene {number}"))));
            hints.push(hint(0, if self.sheet.at_end() { "Enter on" } else { more }));
        }
        if self.at > 0 {
            hints.push(hint(3, "b back"));
        }
        hints.push(hint(4, "t timeline"));
        hints.push(hint(4, "r recap"));
        hints.push(hint(1, "? keys"));
        if !self.is_over() {
            hints.push(hint(2, "q leave"));
        }
        hints
    }
}

impl Ending {
    fn write(self, page: &mut Page, options: &Options, height: usize) {
        let words = match self {
            Self::TheEnd => "The End",
            Self::SoFar => "This is as far as you have seen.",
            Self::File => "Here the file ends.",
        };
        for _ in 0..height / 4 {
            page.line([]);
        }
        page.text(Style::Strong, words, options.indent());
    }
}

impl Content<'_> {
    fn write(&self, page: &mut Page, options: &Options) {
        match self {
            Self::Keys => keys(page, options),
            Self::View(view, known) => {
                let margin = if view.margin { 0 } else { options.indent() - 2 };
                let beside = Options { width: options.width - margin, ..*options };
                for line in (view.page)(&known.0, &known.1, &beside).lines() {
                    let margin = Some(run(Style::Plain, &" ".repeat(margin))).filter(|_| !line.is_empty());
                    page.line(margin.into_iter().chain(line.iter().cloned()));
                }
            }
            Self::NothingYet => {
                let words = "Nothing has been seen to its end yet, so there is nothing to tell so far.";
                page.text(Style::Plain, words, options.indent());
            }
        }
    }
}

/// What the keys do.
fn keys(page: &mut Page, options: &Options) {
    let rows = [
        ("Enter, space", "read on: further down, or the next scene"),
        ("b, Backspace", "back a scene"),
        ("t", "the timeline so far"),
        ("r", "recap: what is known so far"),
        (options.glyph("↑ ↓, j k", "Up Down, j k"), "a line up or down"),
        ("PgUp PgDn", "a screenful up or down"),
        ("Home End", "to the top or the end of what is shown"),
        ("?", "these keys"),
        ("q", "leave; here, back to the story"),
        ("Ctrl-C, Ctrl-D", "leave at once"),
    ];
    let margin = " ".repeat(options.indent());
    page.text(Style::Strong, "Keys", options.indent());
    page.gap();
    let row = |page: &mut Page, word: &str, says: &str| {
        let room = 16 - word.chars().count().min(16);
        let lead = [run(Style::Plain, &margin), run(Style::Time, word), run(Style::Plain, &" ".repeat(room))];
        page.column(&lead, Style::Plain, says);
    };
    for (key, does) in rows {
        row(page, key, does);
    }
    page.gap();
    page.text(Style::Strong, "Marks", options.indent());
    page.gap();
    for (unicode, ascii, says) in MARKS {
        row(page, options.glyph(unicode, ascii), says);
    }
}

/// What the marks in a told scene mean.
const MARKS: [(&str, &str, &str); 7] = [
    ("◇", "-", "what you take for so by now"),
    ("◆ ★", "+ *", "you thought otherwise; a twist"),
    ("↶ ↷", "<< >>", "away from the time of the telling, and back or ahead"),
    ("~", "~", "aside, at a time that nothing fixes"),
    ("↻", "=", "an event shown once more"),
    ("↺", "<", "looking back, once more is known"),
    ("?", "?", "in a recap: nothing says whether it comes later"),
];
