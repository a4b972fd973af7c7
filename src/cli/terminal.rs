//! A screen to play on: draws what the player shows and tells it which keys were pressed. However the program ends, the
//! terminal is as it was.

use std::io::{self, IsTerminal, Stdout};
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use ratatui::Frame;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::style::{Color, Modifier, Style as Painted};
use ratatui::text::{Line, Span};

use super::output::{OnScreen, in_ascii};
use crate::play::{Key, Player, Step};
use crate::view::Options;
use crate::view::page::{Page, Run, Style};

/// How often to look whether the program was told to end, and whether the terminal is still there.
const TICK: Duration = Duration::from_millis(200);
/// Columns kept free on a screen of ASCII alone: some marks take more of them there than they were given.
const ASCII_SLACK: usize = 4;

/// The terminal, while it is played on.
pub(super) struct Terminal {
    canvas: ratatui::Terminal<CrosstermBackend<Stdout>>,
    look: OnScreen,
    events: Receiver<Event>,
    /// Whether the terminal is still to be put back. The hook for panics has it too.
    taken: Arc<AtomicBool>,
    /// Whether a signal told the program to end.
    told_to_end: Arc<AtomicBool>,
}

impl Terminal {
    /// Takes the terminal over, until this is dropped.
    pub(super) fn take(look: OnScreen) -> io::Result<Self> {
        let taken = Arc::new(AtomicBool::new(true));
        let told_to_end = Arc::new(AtomicBool::new(false));
        heed_signals(&told_to_end)?;
        let (still_taken, hook) = (Arc::clone(&taken), panic::take_hook());
        panic::set_hook(Box::new(move |panic| {
            give_back(&still_taken); // before the message, which would vanish with the screen
            hook(panic);
        }));
        let canvas = ratatui::Terminal::new(CrosstermBackend::new(io::stdout()))?;
        let terminal = Self { canvas, look, events: events(), taken, told_to_end };
        enable_raw_mode()?;
        execute!(io::stdout(), EnterAlternateScreen, Clear(ClearType::All), Hide)?;
        Ok(terminal)
    }

    /// Plays until the viewer leaves, the program is told to end or the terminal is gone.
    ///
    /// `on_step` hears of each scene that ended before anything else is drawn, so that the place can be kept. What it
    /// answers is shown once, as the remark is at first, in place of the line on what can be done.
    pub(super) fn watch(
        &mut self,
        player: &mut Player,
        mut remark: Option<String>,
        on_step: &mut dyn FnMut(Step) -> io::Result<Option<String>>,
    ) -> io::Result<()> {
        loop {
            let look = self.look;
            let drawn = self.canvas.draw(|frame| {
                let options = look.options(frame);
                let foot = remark.as_ref().map(|remark| {
                    let mut page = Page::new(options.width.max(20));
                    page.text(Style::Light, remark, options.indent());
                    page
                });
                // A remark takes the place of the status line, and more where it is longer.
                let more = foot.as_ref().map_or(0, |foot| foot.lines().len().saturating_sub(1));
                let screen = player.screen(&options, usize::from(frame.area().height).saturating_sub(more));
                let status = [screen.status];
                look.paint(frame, &screen.page, foot.as_ref().map_or(&status, |foot| foot.lines()));
            });
            if drawn.is_err() {
                return Ok(()); // the terminal is gone
            }
            let Some(event) = self.next_event() else { return Ok(()) };
            let Event::Key(key) = event else { continue };
            sabotage(key);
            let Some(key) = meaning(key) else { continue };
            remark = None;
            match player.press(key) {
                Step::Stay => {}
                Step::Leave => return Ok(()),
                step @ Step::Ended { .. } => remark = on_step(step)?,
            }
        }
    }

    /// Asks a question that `y` says yes to and anything else no.
    pub(super) fn ask(&mut self, question: &str) -> io::Result<bool> {
        loop {
            let look = self.look;
            let drawn = self.canvas.draw(|frame| {
                let options = look.options(frame);
                let mut page = Page::new(options.width.max(20));
                page.line([]);
                page.text(Style::Plain, question, options.indent());
                look.paint(frame, &page, &[]);
            });
            if drawn.is_err() {
                return Ok(false);
            }
            match self.next_event() {
                None => return Ok(false),
                Some(Event::Key(key)) if key.kind != KeyEventKind::Release => {
                    return Ok(matches!(key.code, KeyCode::Char('y' | 'Y')) && !is_command(key));
                }
                Some(_) => {}
            }
        }
    }

    fn next_event(&self) -> Option<Event> {
        next_event(&self.events, &self.told_to_end)
    }
}

/// What happened next. None where the program was told to end, or the terminal is gone.
pub(super) fn next_event(events: &Receiver<Event>, told_to_end: &AtomicBool) -> Option<Event> {
    loop {
        if told_to_end.load(Ordering::Relaxed) {
            return None;
        }
        match events.recv_timeout(TICK) {
            Ok(event) => return Some(event),
            Err(RecvTimeoutError::Timeout) if io::stdin().is_terminal() => {}
            Err(_) => return None,
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back(&self.taken);
        self.told_to_end.store(true, Ordering::Relaxed); // from here on a signal ends the program as it would any
    }
}

/// Puts the terminal back as it was, once. If it is gone there is nothing to put back.
fn give_back(taken: &AtomicBool) {
    if taken.swap(false, Ordering::Relaxed) {
        // Where there is no other screen to leave nothing may stay on this one either.
        let _ = execute!(io::stdout(), Clear(ClearType::All), LeaveAlternateScreen, Show);
        let _ = disable_raw_mode();
    }
}

/// What happens, read beside the rest: from a terminal that is gone crossterm reads on for ever.
pub(super) fn events() -> Receiver<Event> {
    let (sender, events) = channel();
    thread::spawn(move || while event::read().is_ok_and(|event| sender.send(event).is_ok()) {});
    events
}

/// Has the signals that tell a program to end say so here. The second of them ends it whatever it is doing.
#[cfg(unix)]
pub(super) fn heed_signals(told_to_end: &Arc<AtomicBool>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
        signal_hook::flag::register_conditional_default(signal, Arc::clone(told_to_end))?;
        signal_hook::flag::register(signal, Arc::clone(told_to_end))?;
    }
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
pub(super) fn heed_signals(_: &Arc<AtomicBool>) -> io::Result<()> {
    Ok(())
}

/// What a key means to the player.
fn meaning(key: KeyEvent) -> Option<Key> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    if is_command(key) {
        return matches!(key.code, KeyCode::Char('c' | 'd')).then_some(Key::LeaveAtOnce);
    }
    Some(match key.code {
        KeyCode::Enter => Key::On,
        KeyCode::Backspace => Key::Back,
        KeyCode::Esc => Key::Close,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Top,
        KeyCode::End => Key::Bottom,
        KeyCode::Char(c) => match c.to_ascii_lowercase() {
            ' ' => Key::On,
            'b' => Key::Back,
            't' => Key::Timeline,
            'r' => Key::Recap,
            '?' => Key::Keys,
            'q' => Key::Leave,
            'j' => Key::Down,
            'k' => Key::Up,
            _ => return None,
        },
        _ => return None,
    })
}

/// Whether a key was pressed with one that makes a command of it.
pub(super) fn is_command(key: KeyEvent) -> bool {
    key.modifiers.contains(KeyModifiers::CONTROL)
}

/// Fails on `!`, to see what becomes of the terminal.
#[cfg(feature = "sabotage")]
fn sabotage(key: KeyEvent) {
    assert!(key.code != KeyCode::Char('!'), "sabotage");
}

#[cfg(not(feature = "sabotage"))]
fn sabotage(_: KeyEvent) {}

impl OnScreen {
    /// How to draw on a frame.
    fn options(self, frame: &Frame) -> Options {
        let columns = usize::from(frame.area().width);
        let columns = if self.ascii { columns.saturating_sub(ASCII_SLACK) } else { columns };
        Options { width: self.width.min(columns), unicode: !self.ascii, ..Options::default() }
    }

    /// Paints a page, in the middle of a wide frame, and lines at its foot.
    fn paint(self, frame: &mut Frame, page: &Page, foot: &[Vec<Run>]) {
        let area = frame.area();
        if area.is_empty() {
            return;
        }
        let left = (usize::from(area.width).saturating_sub(self.width) / 2) as u16;
        let lines = page.lines().iter().zip(0..area.height);
        let foot = foot.iter().zip(area.height.saturating_sub(foot.len() as u16)..area.height);
        for (line, row) in lines.chain(foot).filter(|(_, row)| *row < area.height) {
            let spans: Vec<Span> = line.iter().map(|run| self.span(run)).collect();
            frame.buffer_mut().set_line(left, row, &Line::from(spans), area.width - left);
        }
    }

    fn span(self, run: &Run) -> Span<'_> {
        let style = if self.colour { painted(run.style) } else { Painted::new() };
        if self.ascii { Span::styled(in_ascii(&run.text), style) } else { Span::styled(run.text.as_str(), style) }
    }
}

/// A style as it looks on a screen: the same as in what is printed.
fn painted(style: Style) -> Painted {
    match style {
        Style::Plain => Painted::new(),
        Style::Strong => Painted::new().add_modifier(Modifier::BOLD),
        Style::Dim => Painted::new().add_modifier(Modifier::DIM),
        Style::Light => Painted::new().fg(Color::Yellow),
        Style::Time => Painted::new().fg(Color::Cyan),
        Style::Removed => Painted::new().fg(Color::Red),
        Style::Added => Painted::new().fg(Color::Green),
    }
}
