//! The cast: who is who by now, and in which scenes.

use std::borrow::Cow;

use serde::Serialize;

use super::json::Head;
use super::page::{Page, Style, run};
use super::{Options, View, card};
use crate::knowledge::{Cut, ShownCharacter};
use crate::time::Chronology;

pub(super) static VIEW: View = View { name: "cast", about_time: false, margin: true, page, json };

fn page(cut: &Cut, _: &Chronology, options: &Options) -> Page {
    let mut page = Page::new(options.width);
    card::titles(&mut page, cut, options, options.indent());
    super::nothing_yet(&mut page, cut, options.indent());
    for character in cut.characters() {
        page.gap();
        introduce(&mut page, &character, options);
        let margin = run(Style::Plain, &" ".repeat(options.indent() + 2));
        let scenes: Vec<String> = (character.appears().iter())
            .map(|appearance| {
                let scene = cut.scene(appearance.scene);
                let role = appearance.role.map_or(String::new(), |role| format!(", {role}"));
                format!("{} ({}{role})", scene.title(), scene.rank() + 1)
            })
            .collect();
        page.items(&[margin, run(Style::Dim, "In: ")], Style::Dim, &scenes, options.glyph("\u{a0}· ", ", "));
    }
    page
}

/// Puts somebody on a page: their name, who plays them, a line on them.
pub(crate) fn introduce(page: &mut Page, character: &ShownCharacter, options: &Options) {
    let margin = |more: usize| run(Style::Plain, &" ".repeat(options.indent() + more));
    let performer = character.performer().map_or(String::new(), |performer| format!(" ({performer})"));
    page.hanging(&[margin(0), run(Style::Strong, character.name())], Style::Dim, &performer);
    if let Some(about) = character.about() {
        page.hanging(&[margin(2)], Style::Plain, about);
    }
}

/// Somebody, for machines.
#[derive(Serialize)]
pub(super) struct Character<'s> {
    id: Cow<'s, str>,
    name: &'s str,
    performer: Option<&'s str>,
    about: Option<&'s str>,
    scenes: Vec<Appears<'s>>,
}

#[derive(Serialize)]
struct Appears<'s> {
    id: Cow<'s, str>,
    role: Option<&'s str>,
}

#[derive(Serialize)]
struct Listed<'s> {
    #[serde(flatten)]
    head: Head<'s>,
    cast: Vec<Character<'s>>,
}

/// Everybody, for machines.
pub(super) fn characters<'s>(cut: &Cut<'s>) -> Vec<Character<'s>> {
    let characters = cut.characters();
    let character = |character: &ShownCharacter<'_, 's>| Character {
        id: character.id(),
        name: character.name(),
        performer: character.performer(),
        about: character.about(),
        scenes: (character.appears().iter())
            .map(|appearance| Appears { id: cut.scene(appearance.scene).full_id(), role: appearance.role })
            .collect(),
    };
    characters.iter().map(character).collect()
}

fn json(cut: &Cut, _: &Chronology, _: &Options) -> String {
    super::json(&Listed { head: Head::of(cut), cast: characters(cut) }).unwrap_or_default()
}
