//! A question on the terminal that a single key answers.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

use ratatui::crossterm::event::{Event, KeyCode, KeyEventKind};
use ratatui::crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::cli::Seat;
use crate::cli::terminal::{events, heed_signals, is_command, next_event};

/// Whoever answers.
pub(super) enum Prompt {
    /// Somebody before a terminal that hands over each key.
    Keys {
        /// What happens on it.
        events: Receiver<Event>,
        /// Whether a signal told the program to end.
        told_to_end: Arc<AtomicBool>,
    },
    /// Somebody who enters lines.
    Lines,
}

impl Prompt {
    /// Whoever sits there.
    pub(super) fn of(seat: Seat) -> io::Result<Self> {
        if seat != Seat::Screen {
            return Ok(Self::Lines);
        }
        let told_to_end = Arc::new(AtomicBool::new(false));
        heed_signals(&told_to_end)?;
        Ok(Self::Keys { events: events(), told_to_end })
    }

    /// Waits for one of some keys. None where the terminal is gone, or the program is told to end.
    pub(super) fn key(&self, keys: &[char]) -> io::Result<Option<char>> {
        match self {
            Self::Lines => {
                for line in io::stdin().lines() {
                    let first = line?.trim().chars().next().map(|c| c.to_ascii_lowercase());
                    if let Some(key) = first.filter(|key| keys.contains(key)) {
                        return Ok(Some(key));
                    }
                }
                Ok(None)
            }
            Self::Keys { events, told_to_end } => {
                let _raw = Raw::take()?;
                while let Some(event) = next_event(events, told_to_end) {
                    let Event::Key(key) = event else { continue };
                    if key.kind == KeyEventKind::Release {
                        continue;
                    }
                    match key.code {
                        KeyCode::Char('c' | 'd') if is_command(key) => return Ok(None),
                        KeyCode::Char(c) if keys.contains(&c.to_ascii_lowercase()) => {
                            return Ok(Some(c.to_ascii_lowercase()));
                        }
                        _ => {}
                    }
                }
                Ok(None)
            }
        }
    }
}

impl Drop for Prompt {
    fn drop(&mut self) {
        if let Self::Keys { told_to_end, .. } = self {
            told_to_end.store(true, Ordering::Relaxed); // from here on a signal ends the program as it would any
        }
    }
}

/// A terminal that hands over each key, until this is dropped.
struct Raw;

impl Raw {
    fn take() -> io::Result<Self> {
        enable_raw_mode()?;
        Ok(Self)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        let _ = disable_raw_mode(); // if it is gone there is nothing to put back
    }
}
