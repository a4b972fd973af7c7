//! What is known at a position, part by part: pictures, both orders, facts, people, theories.

use super::order::{self, Addresses};
use super::{in_words, names, prose};
use crate::knowledge::{Cut, ShownTheory};
use crate::markup::Markup;
use crate::time::Chronology;
use crate::view;
use crate::view::picture::PICTURES;
use crate::view::{Options, Page};

/// All that is known at a position.
pub(super) struct Known<'k, 's> {
    pub(super) cut: &'k Cut<'s>,
    pub(super) chronology: &'k Chronology,
    /// Where the page of a scene is.
    pub(super) addresses: &'k Addresses,
    /// Where the pages of theories are. None where there are none.
    pub(super) theories: Option<u32>,
}

impl<'s> Known<'_, 's> {
    /// Puts it on a page, with links to each part first.
    pub(super) fn write(&self, page: &mut Markup) {
        let facts = view::what_we_know(self.cut, &in_words());
        let theories = self.theories.map_or_else(Vec::new, |seen| theories(self.cut, seen));
        self.contents(page, !facts.is_empty(), !theories.is_empty());
        self.pictures(page);
        section(page, "told", "As told", |section| order::told(section, self.cut, self.chronology, self.addresses));
        section(page, "happened", "In which order it seems to have happened", |section| {
            order::happened(section, self.cut, self.chronology, self.addresses);
        });
        for (at, (heading, facts)) in facts.iter().enumerate() {
            section(page, ["facts", "overturned"][at.min(1)], heading, |section| prose::write(section, facts));
        }
        self.cast(page);
        if !theories.is_empty() {
            section(page, "theories", "Theories", |section| {
                theories.iter().for_each(|(address, theory)| offer(section, address, *theory));
            });
        }
    }

    /// Links to the parts.
    fn contents(&self, page: &mut Markup, facts: bool, theories: bool) {
        let cast = self.cut.characters();
        let parts = [
            ("#told", "As told", true),
            ("#happened", "As it happened", true),
            ("#facts", "What we know", facts),
            ("#cast", "Who is who", !cast.is_empty()),
            ("#theories", "Theories", theories),
        ];
        page.element("nav", &[("class", "parts"), ("aria-label", "On this page")], |nav| {
            nav.element("ul", &[], |ul| {
                for (address, words, _) in parts.iter().filter(|(.., is_there)| *is_there) {
                    ul.element("li", &[], |li| li.words("a", &[("href", address)], words));
                }
            });
        });
        page.line();
    }

    fn pictures(&self, page: &mut Markup) {
        for picture in PICTURES {
            let mut drawn = Markup::default();
            picture.inside(&mut drawn, self.cut, self.chronology, &Options::default());
            let drawn = drawn.finish();
            if drawn.is_empty() {
                continue;
            }
            let heading = format!("The {} so far", picture.name);
            section(page, picture.name, &heading, |section| {
                section.element(
                    "div",
                    &[("class", "box"), ("role", "region"), ("tabindex", "0"), ("aria-label", &heading)],
                    |box_| {
                        box_.raw(&drawn);
                    },
                );
                section.words("p", &[("class", "made")], &format!("The {}: {}.", picture.name, picture.about));
            });
        }
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

/// The theories on offer that it is not told under, each with the address of its page.
pub(super) fn theories<'c, 's>(cut: &'c Cut<'s>, seen: u32) -> Vec<(String, ShownTheory<'c, 's>)> {
    let under = cut.under().map(|theory| theory.number());
    let on_offer = cut.theories().into_iter().enumerate().filter(|(_, theory)| Some(theory.number()) != under);
    on_offer.map(|(place, theory)| (names::under(seen, &theory.full_id(), place), theory)).collect()
}

fn offer(section: &mut Markup, address: &str, theory: ShownTheory) {
    section.element("h3", &[("dir", "auto")], |h3| h3.words("a", &[("href", address)], theory.title()));
    section.words("p", &[("dir", "auto")], theory.about());
    section.line();
}

/// Puts a part with its heading on a page.
pub(super) fn section(page: &mut Markup, id: &str, heading: &str, inside: impl FnOnce(&mut Markup)) {
    let labelled = format!("{id}-part");
    page.element("section", &[("id", id), ("aria-labelledby", &labelled)], |section| {
        section.words("h2", &[("id", &labelled)], heading);
        section.line();
        inside(section);
    });
    page.line();
}
