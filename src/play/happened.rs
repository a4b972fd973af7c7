//! The walkthrough in the order in which it happened: every event once, with all its showings.

use fixedbitset::FixedBitSet;

use crate::knowledge::{Cut, ShownFact};
use crate::time::{Chronology, Event};
use crate::view::page::{Page, Style};
use crate::view::scene::{self, Coming};
use crate::view::{Options, Order, card};

/// Narrates a cut in the order of its events, each with all that is known by now. What has no time comes last.
/// Linear in what is narrated.
#[must_use]
pub fn chronological(cut: &Cut, chronology: &Chronology, options: &Options) -> Page {
    let options = &Options { order: Order::Chronological, ..*options };
    let mut page = Page::new(options.width);
    card::write(&mut page, cut, options);
    if chronology.contradiction.is_some() {
        page.gap();
        let words = "What is said about time here contradicts itself, so this is the order of the telling.";
        page.text(Style::Light, words, options.indent());
    }
    let facts = cut.facts();
    let mut walk = Walk { cut, options, number: 0, come_out: vec![Vec::new(); cut.scenes().len()], facts: &facts };
    let told = chronology.events.iter().filter(|event| event.scenes.is_empty()).flat_map(|event| &event.facts);
    let told: FixedBitSet = told.map(|&fact| fact as usize).collect();
    for (place, fact) in facts.iter().enumerate() {
        // What is told and not shown has a place of its own, and needs no word where it comes out.
        if told.contains(place) && fact.seemed().is_none() {
            continue;
        }
        if let Some(first) = fact.first_revealed_by() {
            walk.come_out[first as usize].push(*fact);
        }
    }
    for event in &chronology.events {
        walk.event(&mut page, event);
    }
    walk.timeless(&mut page, chronology);
    page
}

struct Walk<'c, 's> {
    cut: &'c Cut<'s>,
    options: &'c Options,
    /// The place of the scene last narrated among those that show an event.
    number: u32,
    facts: &'c [ShownFact<'c, 's>],
    /// The facts that come out first at each scene.
    come_out: Vec<Vec<ShownFact<'c, 's>>>,
}

impl Walk<'_, '_> {
    fn event(&mut self, page: &mut Page, event: &Event) {
        page.gap();
        match event.scenes[..] {
            [] => {
                scene::title(page, self.options, None, "Told, not shown");
                for &fact in &event.facts {
                    page.gap();
                    page.text(Style::Plain, self.facts[fact as usize].truth(), self.options.indent());
                }
            }
            _ => {
                for (at, &rank) in event.scenes.iter().enumerate() {
                    self.number += 1;
                    let title = self.cut.scene(rank).title();
                    if at > 0 {
                        page.gap();
                        let again = self.options.glyph("↻ Shown again: ", "= Shown again: ");
                        scene::title(page, self.options, Some(self.number), &format!("{again}{title}"));
                    } else {
                        scene::title(page, self.options, Some(self.number), title);
                    }
                    self.scene(page, rank);
                }
            }
        }
    }

    fn scene(&self, page: &mut Page, rank: u32) {
        let shown = self.cut.scene(rank);
        scene::setting(page, self.options, shown, Some(&format!("told as {}", rank + 1)));
        scene::narration(page, self.options, shown);
        for &fact in &self.come_out[rank as usize] {
            page.gap();
            scene::fact(page, self.options, fact, Coming::Known);
        }
    }

    /// What has no story time, in the order of the telling.
    fn timeless(&self, page: &mut Page, chronology: &Chronology) {
        let timeless = self.cut.scenes().filter(|scene| chronology.places[scene.rank() as usize].event.is_none());
        for (at, shown) in timeless.enumerate() {
            page.gap();
            if at == 0 {
                scene::mark(page, self.options, self.options.glyph("◌ ", "o "), "Outside time");
                page.gap();
            }
            scene::title(page, self.options, None, shown.title());
            self.scene(page, shown.rank());
        }
    }
}
