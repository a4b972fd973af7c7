//! What is known at a position, part by part: pictures, both orders, facts, people, theories.

use super::order;
use super::{in_words, prose};
use crate::knowledge::{Cut, ShownTheory};
use crate::markup::Markup;
use crate::time::Chronology;
use crate::view;
use crate::view::picture::PICTURES;
use crate::view::{Options, Page, Picture};

/// How wide pictures are drawn, in characters: as wide as the text.
const COLUMN: usize = 63;

/// Where on its page it begins.
pub(super) const KNOWN: &str = "known";

/// All that is known at a position.
pub(super) struct Known<'k, 's> {
    pub(super) cut: &'k Cut<'s>,
    pub(super) chronology: &'k Chronology,
    /// Where the page of a scene is.
    pub(super) addresses: &'k [String],
    /// The theories that are offered.
    pub(super) theories: Vec<Offered<'k, 's>>,
    /// What there is of pictures.
    pub(super) pictures: Pictures,
}

/// What a page has of pictures.
pub(super) enum Pictures {
    /// They are drawn.
    Drawn,
    /// They are left out; the page that had them last.
    On(String),
    /// There are none.
    None,
}

impl Known<'_, '_> {
    /// Puts it on a page, with links to each part first.
    pub(super) fn write(&self, page: &mut Markup) {
        let facts = view::what_we_know(self.cut, &in_words());
        let pictures = if matches!(self.pictures, Pictures::Drawn) { self.pictures() } else { Vec::new() };
        let names: Vec<String> =
            pictures.iter().map(|(picture, _)| format!("#{} The {}", picture.name, picture.name)).collect();
        let parts = names
            .iter()
            .filter_map(|name| name.split_once(' '))
            .chain([("#told", "As told"), ("#happened", "As it happened")]);
        let known = facts.first().map(|_| ("#facts", "What we know"));
        let cast = (self.cut.characters().first()).map(|_| ("#cast", "Who is who"));
        let offered = self.theories.first().map(|_| ("#theories", "Theories"));
        contents(page, parts.chain(known).chain(cast).chain(offered));
        for (picture, drawn) in &pictures {
            show(page, picture, drawn);
        }
        if let Pictures::On(address) = &self.pictures {
            page.element("p", &[], |p| p.words("a", &[("href", address)], "The pictures of an earlier scene"));
        }
        section(page, "told", "As told", |section| order::told(section, self.cut, self.chronology, self.addresses));
        section(page, "happened", "In which order it seems to have happened", |section| {
            order::happened(section, self.cut, self.chronology, self.addresses);
        });
        for (at, (heading, facts)) in facts.iter().enumerate() {
            section(page, ["facts", "overturned"][at.min(1)], heading, |section| prose::write(section, facts));
        }
        self.cast(page);
        if !self.theories.is_empty() {
            section(page, "theories", "Theories", |section| {
                self.theories.iter().for_each(|offered| offered.write(section));
            });
        }
    }

    /// The pictures for which there is anything to draw.
    fn pictures(&self) -> Vec<(&'static Picture, Markup)> {
        let options = Options { width: COLUMN, ..Options::default() };
        let draw = |picture: &&'static Picture| {
            let mut drawn = Markup::default();
            picture.inside(&mut drawn, self.cut, self.chronology, &options);
            (drawn != Markup::default()).then_some((*picture, drawn))
        };
        PICTURES.iter().filter_map(draw).collect()
    }

    fn cast(&self, page: &mut Markup) {
        let characters = self.cut.characters();
        if characters.is_empty() {
            return;
        }
        section(page, "cast", "Who is who", |section| {
            section.element("ul", &[("class", "cast")], |ul| {
                for character in characters {
                    let mut words = Page::new(in_words().width);
                    view::introduce(&mut words, &character, &in_words());
                    let mut scenes: Vec<u32> = character.appears().iter().map(|appears| appears.scene).collect();
                    scenes.dedup();
                    ul.element("li", &[], |li| {
                        prose::write(li, &words);
                        li.words("p", &[("class", "in made")], &format!("In: {}", order::numbers(&scenes)));
                    });
                    ul.line();
                }
            });
        });
    }
}

/// Links to parts of the page.
fn contents<'p>(page: &mut Markup, parts: impl Iterator<Item = (&'p str, &'p str)>) {
    page.element("nav", &[("class", "parts"), ("id", KNOWN), ("aria-label", "On this page")], |nav| {
        nav.element("ul", &[], |ul| {
            for (address, words) in parts {
                ul.element("li", &[], |li| li.words("a", &[("href", address)], words));
            }
        });
    });
    page.line();
}

/// A picture in a box of its own, in which it can be moved where it is wider than the page.
fn show(page: &mut Markup, picture: &Picture, drawn: &Markup) {
    let heading = format!("The {} so far", picture.name);
    section(page, picture.name, &heading, |section| {
        let attributes = [("class", "box"), ("role", "region"), ("tabindex", "0"), ("aria-label", heading.as_str())];
        section.element("div", &attributes, |div| div.append(drawn));
        section.words("p", &[("class", "made")], &format!("The {}: {}.", picture.name, picture.about));
    });
}

/// Says under which theory all of it is told, if under one.
pub(super) fn told_under(page: &mut Markup, cut: &Cut) {
    if let Some(theory) = cut.under() {
        page.element("p", &[("class", "made")], |p| {
            p.text("Under the theory: ");
            p.words("bdi", &[], theory.title());
        });
    }
}

/// A theory on offer with a page of its own.
pub(super) struct Offered<'c, 's> {
    /// Which it is of those on offer: the title of its page says no more.
    pub(super) place: usize,
    /// How many are on offer.
    pub(super) among: usize,
    /// Where its page is.
    pub(super) address: String,
    pub(super) theory: ShownTheory<'c, 's>,
}

impl Offered<'_, '_> {
    fn write(&self, section: &mut Markup) {
        section.element("h3", &[("dir", "auto")], |h3| h3.words("a", &[("href", &self.address)], self.theory.title()));
        section.words("p", &[("dir", "auto")], self.theory.about());
        section.line();
    }

    /// What the title of its page says, behind what that of the page without it says.
    pub(super) fn titled(&self, without: &str) -> String {
        format!("{without} · under theory {}", self.place + 1)
    }
}

/// The theories on offer that it is not told under. The name of the page of each goes by its place among those on offer.
pub(super) fn theories<'c, 's>(cut: &'c Cut<'s>, name: &dyn Fn(usize) -> String) -> Vec<Offered<'c, 's>> {
    let under = cut.under().map(|theory| theory.number());
    let on_offer = cut.theories();
    let among = on_offer.len();
    let others = on_offer.into_iter().enumerate().filter(|(_, theory)| Some(theory.number()) != under);
    others.map(|(place, theory)| Offered { place, among, address: name(place), theory }).collect()
}

/// Puts a part with its heading on a page.
pub(super) fn section(page: &mut Markup, id: &str, heading: &str, inside: impl FnOnce(&mut Markup)) {
    page.element("section", &[("id", id)], |section| {
        section.words("h2", &[], heading);
        section.line();
        inside(section);
    });
    page.line();
}
