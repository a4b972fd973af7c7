//! The pages of a universe as a whole: for each work all works up to and with it, in release order.

use super::page::{Frame, Public};
use super::parts::Known;
use super::{Site, in_words, names, prose};
use crate::diary::Diary;
use crate::knowledge::Cut;
use crate::markup::Markup;
use crate::view::Page;

/// What a scene added: its place in the telling, and the words.
type Added = (u32, Page);

/// The name of the page up to a work, by the folder of that.
pub(super) fn page_name(folder: &str) -> String {
    format!("{}.html", folder.trim_end_matches('/'))
}

/// Hands on each page.
pub(super) fn each<E>(site: &Site, take: &mut dyn FnMut(&str, &str) -> Result<(), E>) -> Result<(), E> {
    let mut diary = Diary::of(&site.whole);
    for (place, upto) in ends(site).into_iter().enumerate() {
        let mut added: Vec<Added> = Vec::new();
        while diary.now().scenes().len() < upto as usize {
            let rank = diary.now().scenes().len() as u32;
            added.extend(diary.tell_next(&in_words(), false).map(|words| (rank, words)));
        }
        let name = format!("{}{}", names::SO_FAR, page_name(&site.books[place].folder));
        take(&name, &page(site, diary.now(), place, &added))?;
    }
    Ok(())
}

/// The page of a name.
pub(super) fn one(site: &Site, name: &str) -> Option<String> {
    let place = site.books.iter().position(|book| page_name(&book.folder) == name)?;
    let ends = ends(site);
    let (from, upto) = (place.checked_sub(1).map_or(0, |before| ends[before]), ends[place]);
    let mut diary = Diary::of(&site.whole);
    (0..from).for_each(|_| diary.pass_next());
    let added: Vec<Added> =
        (from..upto).filter_map(|rank| Some((rank, diary.tell_next(&in_words(), false)?))).collect();
    Some(page(site, diary.now(), place, &added))
}

/// How many scenes have been seen after each work.
fn ends(site: &Site) -> Vec<u32> {
    let mut seen = 0;
    let each = site.books.iter().map(|book| {
        seen += book.whole.scenes().len() as u32;
        seen
    });
    each.collect()
}

/// The work up to which the last full page goes: the last work has one, and the others where it is twice as far as
/// the one before. A rule on what has been seen, and on the list of works, which is public.
fn latest_full(ends: &[u32], place: usize) -> usize {
    if place + 1 == ends.len() {
        return place;
    }
    let (mut full, mut next) = (0, 0);
    for (at, &seen) in ends[..=place].iter().enumerate() {
        if seen >= next {
            full = at;
            next = names::next_full(seen);
        }
    }
    full
}

fn page(site: &Site, cut: &Cut, place: usize, added: &[Added]) -> String {
    let public = Public::of(&site.whole);
    let at = |place: usize| site.books.get(place).map(|book| page_name(&book.folder));
    let before = place.checked_sub(1).and_then(at).map(|address| (address, "One work back"));
    let after = at(place + 1).map(|address| (address, "I have seen the next"));
    let steps = [before, after];
    let frame = Frame { settings: site.settings, public: &public, up: "../", home: "../index.html", seen: None, steps };
    let ends = ends(site);
    frame.page(|main| {
        main.words("p", &[("class", "made")], "All works up to and with");
        main.words("h1", &[("dir", "auto")], site.books[place].whole.title());
        if let Some(theory) = cut.under() {
            main.element("p", &[("class", "made")], |p| {
                p.text("Under the theory: ");
                p.words("bdi", &[], theory.title());
            });
        }
        main.words("h2", &[], "What it adds");
        main.line();
        if added.is_empty() {
            main.words("p", &[], "Nothing but what it shows.");
        }
        let addresses = addresses(site, cut);
        for (rank, words) in added {
            scene(main, cut, *rank, &addresses[*rank as usize]);
            main.element("div", &[("class", "added")], |div| prose::write(div, words));
        }
        let full = latest_full(&ends, place);
        if full == place {
            let chronology = cut.chronology();
            Known { cut, chronology: &chronology, addresses: &addresses, theories: None, pictured: None }.write(main);
        } else if let Some(address) = at(full) {
            main.element("p", &[], |p| p.words("a", &[("href", &address)], "All that was known a few works ago"));
        }
    })
}

fn scene(main: &mut Markup, cut: &Cut, rank: u32, address: &str) {
    main.element("h3", &[], |h3| {
        h3.words("small", &[], &format!("{} ", rank + 1));
        h3.words("a", &[("href", address), ("dir", "auto")], cut.scene(rank).title());
    });
    main.line();
}

/// The page of each scene, in the folder of its work.
fn addresses(site: &Site, cut: &Cut) -> Vec<String> {
    let mut addresses = Vec::with_capacity(cut.scenes().len());
    let mut number = 0;
    for scene in cut.scenes() {
        number = if scene.begins_work() { 1 } else { number + 1 };
        let folder = site.books.get(scene.work_id().index()).map_or("", |book| book.folder.as_str());
        addresses.push(format!("../{folder}{}", names::position(number)));
    }
    addresses
}
