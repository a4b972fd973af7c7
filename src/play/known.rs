//! A scene as somebody tells it who knows a whole cut: with the latest names, with hindsight, and with each fact where
//! it comes out.

use fixedbitset::FixedBitSet;

use crate::knowledge::{Cut, ShownFact};
use crate::view::Options;
use crate::view::page::Page;
use crate::view::scene::{self, Coming};

/// The scenes and facts of a cut, with all that it knows.
pub(super) struct Known<'c, 's> {
    pub(super) cut: &'c Cut<'s>,
    pub(super) facts: Vec<ShownFact<'c, 's>>,
    /// The facts that come out first at each scene, by their places.
    come_out: Vec<Vec<u32>>,
}

impl<'c, 's> Known<'c, 's> {
    /// `elsewhere` are places of facts that are told in a place of their own.
    pub(super) fn of(cut: &'c Cut<'s>, elsewhere: &FixedBitSet) -> Self {
        let facts = cut.facts();
        let mut come_out = vec![Vec::new(); cut.scenes().len()];
        for (place, fact) in facts.iter().enumerate() {
            // What has a place of its own needs no word where it comes out, unless something else was believed.
            if elsewhere.contains(place) && fact.seemed().is_none() {
                continue;
            }
            if let Some(first) = fact.first_revealed_by() {
                come_out[first as usize].push(place as u32);
            }
        }
        Self { cut, facts, come_out }
    }

    /// Puts a scene on a page, from below its title on. `first` stands before its setting.
    pub(super) fn scene(&self, page: &mut Page, options: &Options, rank: u32, first: Option<&str>) {
        let shown = self.cut.scene(rank);
        scene::setting(page, options, shown, first);
        scene::narration(page, options, shown);
        for &fact in &self.come_out[rank as usize] {
            page.gap();
            scene::fact(page, options, self.facts[fact as usize], Coming::Known);
        }
    }
}
