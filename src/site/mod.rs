//! A site of pages that anybody can open in a browser: one for each position in the telling, and each holds what is known
//! there and nothing else.
//!
//! The bytes of a page are a function of the cut at its position. So a page links to the one before it and the one after
//! it whether there is one or not: beyond the last there is one more, which says that it was. Pages are made one at a
//! time and handed on. Knows no files.

mod book;
mod names;
mod order;
mod page;
mod parts;
mod prose;
mod so_far;
mod start;

use crate::knowledge::Cut;
use crate::sabotage::{Leak, leaks};
use crate::view::Options;
use crate::view::picture;
use book::Book;
use so_far::SoFar;

pub(crate) use names::{PROBLEMS, START, is_page, is_part};
pub(crate) use page::errors_in_words;

/// A site of a work, or of a universe and each of its works alone.
pub struct Site<'s> {
    /// All of it: the work, or the universe as a whole.
    whole: Cut<'s>,
    /// The works of a universe, or the only one.
    books: Vec<Book<'s>>,
    settings: Settings,
}

/// How pages are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Whether search engines may keep them.
    pub indexed: bool,
    /// Where they are looked at while the story is being written: which edition it is.
    pub live: Option<Live>,
}

/// The edition of a story that is being written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Live {
    /// A mark that another edition does not have.
    pub edition: u64,
    /// How many errors it has.
    pub errors: usize,
}

/// Text is not wrapped: that is for the browser.
const UNWRAPPED: usize = 1 << 30;

/// How the text of pages is written.
fn in_words() -> Options {
    Options { width: UNWRAPPED, ..Options::default() }
}

impl<'s> Site<'s> {
    /// The site of all that a cut holds. Of a universe `works` are its works in release order, each cut as if there were no
    /// other; of a work there are none.
    #[must_use]
    pub fn of(whole: Cut<'s>, works: Vec<Cut<'s>>, settings: Settings) -> Self {
        let books = if whole.is_universe() { Book::of_universe(works) } else { vec![Book::only(whole.clone())] };
        Self { whole, books, settings }
    }

    /// Hands on each file of the site: its path, with `/` between folders, and its text. Ends where `take` fails.
    ///
    /// Pages that hold all that is known cost what they show, and there are few of them in a long story; the others cost
    /// what their scene says. Only the first pages of a work say what their scene changes about the order of events, which
    /// is worked out anew for that. So all of it is about linear in what there is to show, but that
    /// each theory on offer costs once more what the order of events does, at each full position, and as long as one waits for
    /// nothing but somebody who has not been met each position costs all scenes up to it.
    ///
    /// # Errors
    /// Those of `take`.
    pub fn each<E>(&self, take: &mut dyn FnMut(&str, &str) -> Result<(), E>) -> Result<(), E> {
        let mark = self.mark();
        let take: &mut dyn FnMut(&str, &str) -> Result<(), E> =
            &mut |path: &str, text: &str| take(path, &marked(&mark(path), text));
        let mut style = style();
        if leaks(Leak::StylesByTheWholeCast) {
            style.extend(self.whole.characters().iter().map(|_| "/* one */"));
        }
        for (name, text) in [(names::STYLE, style), (names::SCRIPT, SCRIPT.to_owned())] {
            take(name, &text)?;
        }
        take(START, &self.start())?;
        for book in &self.books {
            if self.whole.is_universe() {
                take(&format!("{}{}", book.folder, START), &start::of_work(self, book))?;
            }
            book.each(self, take)?;
        }
        if self.whole.is_universe() {
            take(&format!("{}{START}", names::SO_FAR), &start::so_far(self))?;
            SoFar::of(self).each(take)?;
        }
        Ok(())
    }

    /// The file at a path of the site. None where there is none. Linear in what is known there, and the order of events.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<String> {
        self.unmarked(path).map(|text| marked(&self.mark()(path), &text))
    }

    /// What stands at the top of the file at a path, and in no other.
    pub fn mark(&self) -> impl Fn(&str) -> String + use<> {
        let (id, title) = (self.whole.id().to_owned(), self.whole.title().to_owned());
        move |path| names::mark(&id, &title, path)
    }

    fn unmarked(&self, path: &str) -> Option<String> {
        match path {
            names::STYLE => return Some(style()),
            names::SCRIPT => return Some(SCRIPT.to_owned()),
            START => return Some(self.start()),
            names::LIVE if self.settings.live.is_some() => return Some(LIVE.to_owned()),
            _ => {}
        }
        if let Some(name) = path.strip_prefix(names::SO_FAR).filter(|_| self.whole.is_universe()) {
            return if name == START { Some(start::so_far(self)) } else { SoFar::of(self).one(name) };
        }
        let book = self.books.iter().find(|book| path.starts_with(&book.folder))?;
        match path.strip_prefix(&book.folder)? {
            START => Some(start::of_work(self, book)),
            name => book.one(self, name),
        }
    }

    fn start(&self) -> String {
        match &self.books[..] {
            [book] if !self.whole.is_universe() => start::of_work(self, book),
            _ => start::of_universe(self),
        }
    }
}

/// A page that says what is wrong with a story, so that it cannot be shown, or what is found in it. `up` leads from where it
/// stands to the folder of the site.
#[must_use]
pub fn problems(drawn: &str, up: &str, settings: Settings) -> String {
    start::problems(drawn, up, settings)
}

/// A page in the place of one that is not there, or not by now. It tells nothing of the story but that. `up` leads from where
/// it stands to the folder of the site.
#[must_use]
pub fn missing(up: &str, settings: Settings) -> String {
    start::missing(up, settings)
}

/// A site among several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelved {
    /// The address of its start page.
    pub address: String,
    /// The title of the story.
    pub title: String,
    /// How many errors it has.
    pub errors: usize,
}

/// The start page of several sites.
#[must_use]
pub fn shelf(stories: &[Shelved], settings: Settings) -> String {
    start::shelf(stories, settings)
}

/// What pages that are shown while the story is being written share, whatever stands in it.
#[must_use]
pub fn shared(name: &str) -> Option<String> {
    match name {
        names::STYLE => Some(style()),
        names::SCRIPT => Some(SCRIPT.to_owned()),
        names::LIVE => Some(LIVE.to_owned()),
        _ => None,
    }
}

/// A file with its mark, which comes before anything that a story says.
fn marked(mark: &str, text: &str) -> String {
    text.replacen(names::MARK, mark, 1)
}

const SCRIPT: &str = include_str!("script.js");
const LIVE: &str = include_str!("live.js");

fn style() -> String {
    format!("{}{}\n", include_str!("style.css"), picture::STYLE)
}
