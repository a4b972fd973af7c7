//! The walkthrough in the order in which it happened: every event once, with all its showings.

use fixedbitset::FixedBitSet;

use super::known::Known;
use crate::knowledge::Cut;
use crate::time::Chronology;
use crate::view::page::{Page, Style};
use crate::view::{Options, Order, card, scene};

/// Narrates a cut in the order of its events, each with all that is known by now. What has no time comes last.
/// Linear in what is narrated.
#[must_use]
pub fn chronological(cut: &Cut, chronology: &Chronology, options: &Options) -> Page {
    let happened = Happened::of(cut, chronology);
    let mut page = Page::new(options.width);
    happened.open(&mut page, options);
    for at in 0..happened.stops.len() {
        page.gap();
        happened.write(at, &mut page, options);
    }
    page
}

/// A cut as it happened.
pub(super) struct Happened<'c, 's> {
    known: Known<'c, 's>,
    stops: Vec<Stop>,
    contradicts: bool,
}

/// What is told in one go.
enum Stop {
    /// An event that is shown: its scenes, and the number of the first of them among those that show an event.
    Shown { scenes: Vec<u32>, number: u32 },
    /// An event that is told and not shown: the places of its facts.
    Told { facts: Vec<u32> },
    /// A scene that has no story time, and whether it is the first of them.
    Timeless { scene: u32, first: bool },
}

impl<'c, 's> Happened<'c, 's> {
    pub(super) fn of(cut: &'c Cut<'s>, chronology: &Chronology) -> Self {
        let told = chronology.events.iter().filter(|event| event.scenes.is_empty()).flat_map(|event| &event.facts);
        let told: FixedBitSet = told.map(|&fact| fact as usize).collect();
        let mut stops = Vec::with_capacity(chronology.events.len());
        let mut number = 1;
        for event in &chronology.events {
            if event.scenes.is_empty() {
                stops.push(Stop::Told { facts: event.facts.clone() });
            } else {
                stops.push(Stop::Shown { scenes: event.scenes.clone(), number });
                number += event.scenes.len() as u32;
            }
        }
        let timeless = (0..).zip(&chronology.places).filter(|(_, place)| place.event.is_none());
        stops.extend(timeless.enumerate().map(|(at, (scene, _))| Stop::Timeless { scene, first: at == 0 }));
        Self { known: Known::of(cut, &told), stops, contradicts: chronology.contradiction.is_some() }
    }

    /// How many stops it has.
    pub(super) fn len(&self) -> usize {
        self.stops.len()
    }

    /// The number of a stop's first scene, where it has one.
    pub(super) fn number(&self, at: usize) -> Option<u32> {
        match self.stops[at] {
            Stop::Shown { number, .. } => Some(number),
            Stop::Told { .. } | Stop::Timeless { .. } => None,
        }
    }

    /// Puts on a page what comes before the first stop.
    pub(super) fn open(&self, page: &mut Page, options: &Options) {
        let options = &Options { order: Order::Chronological, ..*options };
        card::write(page, self.known.cut, options);
        if self.contradicts {
            page.gap();
            let words = "What is said about time here contradicts itself, so this is the order of the telling.";
            page.text(Style::Light, words, options.indent());
        }
    }

    /// Puts a stop on a page.
    pub(super) fn write(&self, at: usize, page: &mut Page, options: &Options) {
        let options = &Options { order: Order::Chronological, ..*options };
        match &self.stops[at] {
            Stop::Shown { scenes, number } => self.shown(scenes, *number, page, options),
            Stop::Told { facts } => {
                scene::title(page, options, None, "Told, not shown");
                for &fact in facts {
                    page.gap();
                    page.text(Style::Plain, self.known.facts[fact as usize].truth(), options.indent());
                }
            }
            &Stop::Timeless { scene, first } => {
                if first {
                    scene::mark(page, options, options.glyph("◌ ", "o "), "Outside time");
                    page.gap();
                }
                scene::title(page, options, None, self.known.cut.scene(scene).title());
                self.scene(page, options, scene);
            }
        }
    }

    /// An event with all its showings.
    fn shown(&self, scenes: &[u32], first: u32, page: &mut Page, options: &Options) {
        for (number, &rank) in (first..).zip(scenes) {
            let title = self.known.cut.scene(rank).title();
            if number > first {
                page.gap();
                let again = options.glyph("↻ Shown again: ", "= Shown again: ");
                scene::title(page, options, Some(number), &format!("{again}{title}"));
            } else {
                scene::title(page, options, Some(number), title);
            }
            self.scene(page, options, rank);
        }
    }

    fn scene(&self, page: &mut Page, options: &Options, rank: u32) {
        let work = self.known.cut.scene(rank).work_title().map_or(String::new(), |work| format!(" in “{work}”"));
        self.known.scene(page, options, rank, Some(&format!("told as {}{work}", rank + 1)));
    }
}
