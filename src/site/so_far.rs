//! The pages of a universe as a whole: for each work all works up to and with it, in release order.

use super::book;
use super::names::{self, Fullness};
use super::page::{Frame, Public};
use super::parts::{KNOWN, Known, Offered, Pictures, theories, told_under};
use super::{Site, prose};
use crate::diary::Diary;
use crate::knowledge::Cut;
use crate::markup::Markup;
use crate::time::Chronology;
use crate::view::Page;

/// What a scene added: its place in the telling, and the words.
type Added = (u32, Page);

/// The pages, as they are made.
pub(super) struct SoFar<'p, 's> {
    site: &'p Site<'s>,
    public: Public<'p>,
    /// How many scenes have been seen after each work.
    ends: Vec<u32>,
    /// The page of each scene, in the folder of its work.
    addresses: Vec<String>,
    fullness: Fullness,
}

impl<'p, 's> SoFar<'p, 's> {
    pub(super) fn of(site: &'p Site<'s>) -> Self {
        let (mut seen, mut ends) = (0, Vec::with_capacity(site.books.len()));
        for book in &site.books {
            seen += book.whole.scenes().len() as u32;
            ends.push(seen);
        }
        let mut addresses = Vec::with_capacity(seen as usize);
        let mut number = 0;
        for scene in site.whole.scenes() {
            number = if scene.begins_work() { 1 } else { number + 1 };
            let folder = site.books.get(scene.work_id().index()).map_or("", |book| book.folder.as_str());
            addresses.push(format!("../{folder}{}", names::position(number)));
        }
        let fullness = Fullness::of_works(site.books.len());
        Self { site, public: Public::of(&site.whole), ends, addresses, fullness }
    }

    /// Hands on each page.
    pub(super) fn each<E>(&self, take: &mut dyn FnMut(&str, &str) -> Result<(), E>) -> Result<(), E> {
        let mut take = |name: &str, text: String| take(&format!("{}{name}", names::SO_FAR), &text);
        let mut diary = Diary::of(&self.site.whole);
        for place in 0..self.ends.len() {
            let added = self.watch(&mut diary, place);
            let cut = diary.now();
            take(&self.name(place), self.page(cut, place, &added))?;
            let on_offer = self.offered(cut, place);
            if !on_offer.is_empty() {
                let chronology = cut.chronology();
                for offered in on_offer {
                    take(&offered.address, self.under(&offered, (cut, &chronology), place))?;
                }
            }
        }
        Ok(())
    }

    /// The page of a name.
    pub(super) fn one(&self, name: &str) -> Option<String> {
        let work = name.strip_suffix(".html")?.split('.').next()?;
        let place = self.site.books.iter().position(|book| book.folder.trim_end_matches('/') == work)?;
        let mut diary = Diary::of(&self.site.whole);
        (0..self.begin(place)).for_each(|_| diary.pass_next());
        let added = self.watch(&mut diary, place);
        let cut = diary.now();
        if name == self.name(place) {
            return Some(self.page(cut, place, &added));
        }
        let offered = self.offered(cut, place).into_iter().find(|offered| offered.address == name)?;
        Some(self.under(&offered, (cut, &cut.chronology()), place))
    }

    fn name(&self, place: usize) -> String {
        names::so_far(&self.site.books[place].folder, None)
    }

    /// How many scenes come before a work.
    fn begin(&self, place: usize) -> u32 {
        place.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    /// Watches a work, and says what each scene adds.
    fn watch(&self, diary: &mut Diary, place: usize) -> Vec<Added> {
        (self.begin(place)..self.ends[place]).filter_map(|rank| Some((rank, book::told(diary, rank + 1)?))).collect()
    }

    /// The work up to which the last full page goes: the last work has one, and the others while they are few and
    /// short, then where it is twice as far as the one before. A rule on what has been seen, and on the list of works, which is public.
    fn latest_full(&self, place: usize) -> usize {
        if place + 1 == self.ends.len() { place } else { latest(&self.ends[..=place], self.fullness).0 }
    }

    /// The theories with a page of their own after a work.
    fn offered<'c>(&self, cut: &'c Cut<'s>, place: usize) -> Vec<Offered<'c, 's>> {
        if self.latest_full(place) != place {
            return Vec::new();
        }
        let folder = &self.site.books[place].folder;
        theories(cut, &|at| names::so_far(folder, Some(at)))
    }

    fn frame(&self, place: usize) -> Frame<'_> {
        let at = |place: usize| (place < self.ends.len()).then(|| self.name(place));
        let before = place.checked_sub(1).and_then(at).map(|address| (address, "One work back"));
        let after = at(place + 1).map(|address| (address, "I have seen the next"));
        Frame {
            settings: self.site.settings,
            public: &self.public,
            up: "../",
            home: "../index.html",
            place: Some(format!("up to {}", self.site.books[place].whole.title())),
            steps: [before, after],
        }
    }

    fn page(&self, cut: &Cut<'s>, place: usize, added: &[Added]) -> String {
        self.frame(place).page(|main| {
            main.words("p", &[("class", "made")], "All works up to and with");
            main.words("h1", &[("dir", "auto")], self.site.books[place].whole.title());
            told_under(main, cut);
            let full = self.latest_full(place);
            if full == place {
                main.element("p", &[], |p| {
                    p.words("a", &[("href", &format!("#{KNOWN}"))], "All that is known by now");
                });
            }
            main.words("h2", &[], "What it adds");
            main.line();
            let mut telling = added.iter().filter(|(_, words)| !words.lines().is_empty()).peekable();
            if telling.peek().is_none() {
                main.words("p", &[], Diary::NOTHING);
            }
            for (rank, words) in telling {
                scene(main, cut, *rank, &self.addresses[*rank as usize]);
                main.element("div", &[("class", "added")], |div| prose::write(div, words));
            }
            if full == place {
                let chronology = &cut.chronology();
                let (theories, pictures) = (self.offered(cut, place), self.pictures(cut, place));
                Known { cut, chronology, addresses: &self.addresses, theories, pictures }.write(main);
            } else {
                let address = self.name(full);
                main.element("p", &[], |p| {
                    p.words("a", &[("href", &address)], "All that was known after an earlier work");
                });
            }
        })
    }

    /// What is known under a theory on offer.
    fn under(&self, offered: &Offered, (canon, chronology): (&Cut, &Chronology), place: usize) -> String {
        let (mut frame, theory) = (self.frame(place), offered.theory);
        let work = self.site.books[place].whole.title();
        frame.place = Some(offered.titled(&format!("up to {work}")));
        frame.page(|main| {
            let after = |p: &mut Markup| {
                p.text("After ");
                p.words("bdi", &[], work);
                p.text(", under the theory");
            };
            book::under(main, &after, theory, (canon, chronology), &self.name(place));
            if names::is_known_under(canon.scenes().len(), offered.among) {
                let cut = &theory.cut();
                let chronology = &cut.chronology();
                let (theories, pictures) = (Vec::new(), Pictures::None);
                Known { cut, chronology, addresses: &self.addresses, theories, pictures }.write(main);
            }
        })
    }

    fn pictures(&self, cut: &Cut, place: usize) -> Pictures {
        let is_last = place + 1 == self.ends.len();
        match latest(&self.ends[..=place], self.fullness).1 {
            Some(last) if last == place => Pictures::Drawn,
            _ if is_last && cut.scenes().len() <= names::PICTURED as usize => Pictures::Drawn,
            Some(last) => Pictures::On(self.name(last)),
            None => Pictures::None,
        }
    }
}

/// The last place that is full for being far enough or near the beginning, and of those the last with pictures, by how many
/// scenes have been seen after each.
fn latest(ends: &[u32], fullness: Fullness) -> (usize, Option<usize>) {
    let (mut full, mut pictured) = (0, None);
    let (mut next_full, mut next_pictured) = (0, 0);
    for (at, &seen) in ends.iter().enumerate() {
        if seen < next_full && !fullness.is_full_together(seen) {
            continue;
        }
        (full, next_full) = (at, fullness.next_full(seen));
        if fullness.is_pictured_together(seen) || (next_pictured..=names::PICTURED).contains(&seen) {
            (pictured, next_pictured) = (Some(at), next_full);
        }
    }
    (full, pictured)
}

fn scene(main: &mut Markup, cut: &Cut, rank: u32, address: &str) {
    main.element("h3", &[], |h3| {
        h3.words("small", &[], &format!("{} ", rank + 1));
        h3.words("a", &[("href", address), ("dir", "auto")], cut.scene(rank).title());
    });
    main.line();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_works_together_have_all_for_long_and_pictures_for_less() {
        let ends = [40, 90, 150, 185, 300, 420, 1_200];
        let few = Fullness::of_works(ends.len());
        let latest = |place: usize| latest(&ends[..=place], few);
        assert_eq!([0, 1, 2, 3].map(latest), [(0, Some(0)), (1, Some(1)), (2, Some(1)), (3, Some(3))]);
        assert_eq!([4, 5, 6].map(latest), [(3, Some(3)), (5, Some(5)), (6, Some(5))]);
        let many = Fullness::of_works(100);
        assert_eq!(super::latest(&ends[..4], many), (3, Some(3)));
        assert_eq!(super::latest(&ends[..3], many), (1, Some(1)));
    }
}
