//! The walkthrough watched again: in the order of the telling, each scene with all that is known by now.

use fixedbitset::FixedBitSet;

use super::known::Known;
use super::told::{Mark, marks};
use crate::knowledge::Cut;
use crate::view::page::Page;
use crate::view::{Options, card, scene};

/// Narrates a cut from its first scene to its last, knowing all of it. O(n log n) in what is narrated.
#[must_use]
pub fn rewatch(cut: &Cut, options: &Options) -> Page {
    let mut page = Page::new(options.width);
    card::write(&mut page, cut, options);
    let again = Again::of(cut);
    for rank in 0..cut.scenes().len() as u32 {
        page.gap();
        again.write(rank, &mut page, options);
    }
    page
}

/// The scenes of a cut, to be watched again.
pub(super) struct Again<'c, 's> {
    known: Known<'c, 's>,
    marks: Vec<Option<Mark>>,
}

impl<'c, 's> Again<'c, 's> {
    pub(super) fn of(cut: &'c Cut<'s>) -> Self {
        Self { known: Known::of(cut, &FixedBitSet::new()), marks: marks(cut) }
    }

    /// Puts a scene on a page.
    pub(super) fn write(&self, rank: u32, page: &mut Page, options: &Options) {
        let cut = self.known.cut;
        card::begin_work(page, cut, rank, options);
        if let Some(mark) = &self.marks[rank as usize] {
            mark.write(page, cut, rank, options);
        }
        scene::title(page, options, Some(rank + 1), cut.scene(rank).title());
        self.known.scene(page, options, rank, None);
    }
}
