//! The pages of one work: for each position what the scene just seen shows and adds, and on full pages all that is known.

use super::names::{self, Fullness, LEAP};
use super::page::{Frame, Public, card};
use super::parts::{Known, Offered, Pictures, theories, told_under};
use super::{Site, in_words, prose};
use crate::diary::Diary;
use crate::knowledge::{Cut, ShownTheory};
use crate::markup::Markup;
use crate::sabotage::{Leak, leaks};
use crate::time::Chronology;
use crate::view::scene;
use crate::view::{self, Page};

/// A work, and where its pages are.
pub(super) struct Book<'s> {
    /// All of it, as if there were no other.
    pub(super) whole: Cut<'s>,
    /// The folder of its pages, with a `/` behind; nothing where it is the only work.
    pub(super) folder: String,
    /// Which of its pages are full.
    pub(super) fullness: Fullness,
}

/// Pages that are handed on.
type Take<'t, E> = &'t mut dyn FnMut(&str, &str) -> Result<(), E>;

impl<'s> Book<'s> {
    /// The only work.
    pub(super) fn only(whole: Cut<'s>) -> Self {
        Self { whole, folder: String::new(), fullness: Fullness::of_works(1) }
    }

    /// The works of a universe. Where two have one id the later goes by its place.
    pub(super) fn of_universe(works: Vec<Cut<'s>>) -> Vec<Self> {
        let mut books: Vec<Self> = Vec::with_capacity(works.len());
        let fullness = Fullness::of_works(works.len());
        for (place, whole) in works.into_iter().enumerate() {
            let folder = names::folder(whole.id(), place);
            let is_taken = books.iter().any(|book| book.folder == folder);
            let folder = if is_taken { names::folder("", place) } else { folder };
            books.push(Self { whole, folder, fullness });
        }
        books
    }

    /// From its pages to the folder of the site.
    pub(super) fn up(&self) -> &'static str {
        if self.folder.is_empty() { "" } else { "../" }
    }

    /// How many scenes it has.
    fn len(&self) -> u32 {
        self.whole.scenes().len() as u32
    }

    /// Hands on every page of a position.
    pub(super) fn each<E>(&self, site: &Site, take: Take<E>) -> Result<(), E> {
        let public = Public::of(&self.whole);
        let pages = Pages { site, book: self, public: &public };
        let mut take = |name: String, text: String| take(&format!("{}{name}", self.folder), &text);
        take(names::position(0), pages.nothing())?;
        let mut diary = Diary::of(&self.whole);
        for seen in 1..=self.len() {
            let Some(added) = told(&mut diary, seen) else { break };
            let is_told = leaks(Leak::NamesPagesByTheWholeStory);
            let name = if is_told { format!("{seen}-of-{}.html", self.len()) } else { names::position(seen) };
            take(name, pages.position(diary.now(), seen, &added))?;
            if self.fullness.is_full(seen) {
                pages.under_each(seen, diary.now(), &mut take)?;
            }
        }
        if self.offers_at_the_end() {
            pages.under_each(self.len() + 1, &self.whole, &mut take)?;
        }
        take(names::position(self.len() + 1), pages.end())
    }

    /// The page of a name.
    pub(super) fn one(&self, site: &Site, name: &str) -> Option<String> {
        let public = Public::of(&self.whole);
        let pages = Pages { site, book: self, public: &public };
        let stem = name.strip_suffix(".html")?;
        let (number, theory) = stem.split_once('-').map_or((stem, false), |(number, _)| (number, true));
        let seen: u32 = number.parse().ok().filter(|seen: &u32| seen.to_string() == number)?;
        if seen == 0 || seen > self.len() {
            return match (theory, seen) {
                (false, 0) => Some(pages.nothing()),
                _ if seen != self.len() + 1 => None,
                (false, _) => Some(pages.end()),
                (true, _) => self.offers_at_the_end().then(|| pages.under_one(seen, &self.whole, name)).flatten(),
            };
        }
        let mut diary = Diary::of(&self.whole);
        (1..seen).for_each(|_| diary.pass_next());
        let added = told(&mut diary, seen)?;
        match theory {
            false => Some(pages.position(diary.now(), seen, &added)),
            true if self.fullness.is_full(seen) => pages.under_one(seen, diary.now(), name),
            true => None,
        }
    }

    /// Whether theories on offer in the end have their pages behind the last scene, which offers none.
    fn offers_at_the_end(&self) -> bool {
        self.len() > 0 && !self.fullness.is_full(self.len())
    }

    /// Whether what is known in the end stands on the page behind the last scene, which has no room for it.
    fn ends_in_full(&self) -> bool {
        self.len() > 0 && self.fullness.latest_pictured(self.len()) != self.len()
    }
}

/// What the next scene adds, whose position this is. Far on it says nothing of the order of events.
pub(super) fn told(diary: &mut Diary, seen: u32) -> Option<Page> {
    if seen <= names::ORDERED {
        diary.tell_next(&in_words(), false)
    } else {
        diary.tell_next_without_order(&in_words())
    }
}

/// The pages of a work, as they are made.
struct Pages<'p, 's> {
    site: &'p Site<'s>,
    book: &'p Book<'s>,
    public: &'p Public<'s>,
}

impl Pages<'_, '_> {
    fn frame(&self, seen: u32) -> Frame<'_> {
        let mut frame = Frame::position(self.site.settings, self.public, self.book.up(), seen);
        if leaks(Leak::LinksNoFurtherThanTheEnd) && seen == self.book.len() {
            frame.steps[1] = None;
        }
        frame
    }

    /// Before the first scene.
    fn nothing(&self) -> String {
        self.frame(0).page(|main| {
            main.words("h1", &[("dir", "auto")], self.public.title);
            self.book.whole.works().for_each(|work| card(main, work));
            main.words("p", &[], "Nothing of it has been seen yet.");
        })
    }

    /// After a scene.
    fn position(&self, cut: &Cut, seen: u32, added: &Page) -> String {
        self.frame(seen).page(|main| {
            show(main, cut, seen);
            main.words("h2", &[], "What it adds");
            main.line();
            main.element("div", &[("class", "added")], |div| match added.lines() {
                [] => div.element("p", &[], |p| p.words("small", &[], Diary::NOTHING)),
                _ => prose::write(div, added),
            });
            if leaks(Leak::CountsPages) {
                main.words("p", &[], &format!("{seen} of {}", self.book.len()));
            }
            if leaks(Leak::NamesTheNextSceneInALink) && seen < self.book.len() {
                let next = self.book.whole.scene(seen).title();
                main.words("a", &[("href", &names::position(seen + 1)), ("title", next)], "On");
            }
            let cut = if leaks(Leak::SharesWhatIsKnownInTheEnd) { &self.book.whole } else { cut };
            let fullness = self.book.fullness;
            if fullness.is_full(seen) {
                let last = fullness.latest_pictured(seen);
                let pictures = if last == seen { Pictures::Drawn } else { Pictures::On(names::position(last)) };
                known(main, cut, Some(seen), pictures);
            } else {
                let full = names::position(fullness.latest_full(seen));
                main.element("p", &[], |p| {
                    p.words("a", &[("href", &full)], "All that was known at an earlier scene");
                });
            }
            leap(main, seen);
        })
    }

    /// Hands on the page of each theory on offer, as seen from the page of a position.
    fn under_each<E>(
        &self,
        seen: u32,
        canon: &Cut,
        take: &mut impl FnMut(String, String) -> Result<(), E>,
    ) -> Result<(), E> {
        let on_offer = theories(canon, &|place| names::under(seen, place));
        if on_offer.is_empty() {
            return Ok(());
        }
        let chronology = canon.chronology();
        on_offer
            .into_iter()
            .try_for_each(|offered| take(offered.address.clone(), self.under(seen, &offered, canon, &chronology)))
    }

    /// The page of a name, of those.
    fn under_one(&self, seen: u32, canon: &Cut, name: &str) -> Option<String> {
        let on_offer = theories(canon, &|place| names::under(seen, place));
        let offered = on_offer.into_iter().find(|offered| offered.address == name)?;
        Some(self.under(seen, &offered, canon, &canon.chronology()))
    }

    /// What is known under a theory on offer.
    fn under(&self, seen: u32, offered: &Offered, canon: &Cut, chronology: &Chronology) -> String {
        let (mut frame, theory) = (self.frame(seen), offered.theory);
        frame.place = Some(offered.titled(&seen.to_string()));
        if seen > self.book.len() {
            frame.steps[1] = None; // as on the page it is linked from
        }
        frame.page(|main| {
            let after = |p: &mut Markup| p.text(&format!("After scene {}, under the theory", canon.scenes().len()));
            under(main, &after, theory, (canon, chronology), &names::position(seen));
            let scenes = canon.scenes().len();
            if names::is_known_under(scenes, offered.among) {
                let is_drawn = self.book.fullness.latest_pictured(scenes as u32) as usize == scenes;
                known(main, &theory.cut(), None, if is_drawn { Pictures::Drawn } else { Pictures::None });
            }
        })
    }

    /// Beyond the end: whoever asks to go on is told. Who has just seen the last scene finds all that is known in the end,
    /// where the page before had no room for it.
    fn end(&self) -> String {
        let (len, whole) = (self.book.len(), &self.book.whole);
        let mut frame = self.frame(len + 1);
        frame.steps[1] = None; // here it is known that there is no more
        frame.page(|main| {
            main.words("h1", &[], "The End");
            if self.book.ends_in_full() {
                let last = self.book.fullness.latest_pictured(len);
                let pictures =
                    if len <= names::PICTURED { Pictures::Drawn } else { Pictures::On(names::position(last)) };
                let at = if self.book.offers_at_the_end() { len + 1 } else { len };
                known(main, whole, Some(at), pictures);
            } else {
                main.element("p", &[], |p| {
                    p.words("a", &[("href", &names::position(len))], "All that is known in the end");
                });
            }
            if !self.book.folder.is_empty() {
                main.element("p", &[], |p| {
                    let so_far = format!("../{}{}", names::SO_FAR, names::so_far(&self.book.folder, None));
                    p.words("a", &[("href", &so_far)], "With the works before it");
                });
            }
        })
    }
}

/// The scene just seen.
fn show(main: &mut Markup, cut: &Cut, seen: u32) {
    let shown = cut.scene(seen - 1);
    main.words("p", &[("class", "made")], &format!("Scene {seen}"));
    main.words("h1", &[("dir", "auto")], shown.title());
    main.line();
    told_under(main, cut);
    let mut words = Page::new(in_words().width);
    scene::setting(&mut words, &in_words(), shown, None);
    scene::narration(&mut words, &in_words(), shown);
    main.element("div", &[("class", "scene")], |div| prose::write(div, &words));
    main.line();
}

/// Links ten scenes back, by a rule on the number alone; not on, for whoever goes beyond the last scene learns that it was.
fn leap(main: &mut Markup, seen: u32) {
    if seen == 0 || !seen.is_multiple_of(LEAP) {
        return;
    }
    main.element("p", &[("class", "leap")], |p| {
        p.words("a", &[("href", &names::position(seen - LEAP))], "Ten scenes back");
    });
    main.line();
}

/// Puts all that is known of a work on a page, with the theories on offer where the page of a position tells of it.
fn known(main: &mut Markup, cut: &Cut, offered_at: Option<u32>, pictures: Pictures) {
    let addresses: Vec<String> = (1..=cut.scenes().len() as u32).map(names::position).collect();
    let theories = offered_at.map_or_else(Vec::new, |seen| theories(cut, &|place| names::under(seen, place)));
    Known { cut, chronology: &cut.chronology(), addresses: &addresses, theories, pictures }.write(main);
}

/// Puts what a theory on offer changes on a page, and the way back to the page that offers it.
pub(super) fn under(
    main: &mut Markup,
    after: &dyn Fn(&mut Markup),
    theory: ShownTheory,
    (canon, chronology): (&Cut, &Chronology),
    without: &str,
) {
    main.element("p", &[("class", "made")], after);
    main.words("h1", &[("dir", "auto")], theory.title());
    main.words("p", &[("dir", "auto")], theory.about());
    prose::write(main, &view::theory_changes(canon, chronology, theory, &in_words()));
    main.element("p", &[], |p| p.words("a", &[("href", without)], "Without it"));
    main.line();
}
