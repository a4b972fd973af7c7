//! The facts: what is known or taken for true by now, since when, and what it changed about scenes before.

use std::borrow::Cow;

use serde::Serialize;

use super::json::Head;
use super::page::{Page, Style, run};
use super::{Options, View, card};
use crate::knowledge::{Cut, LookBack, Person, ShownFact, Weight};
use crate::time::Chronology;

pub(super) static VIEW: View = View { name: "facts", about_time: false, margin: true, page, json };

fn page(cut: &Cut, _: &Chronology, options: &Options) -> Page {
    let mut page = Page::new(options.width);
    card::titles(&mut page, cut, options, options.indent());
    super::nothing_yet(&mut page, cut, options.indent());
    for (fact, changes) in cut.facts().into_iter().zip(cut.look_backs()) {
        page.gap();
        write(&mut page, cut, fact, options);
        write_changes(&mut page, cut, &changes, options);
    }
    page
}

/// Puts a fact on a page, with the scenes where it came out.
pub(super) fn write(page: &mut Page, cut: &Cut, fact: ShownFact, options: &Options) {
    let margin = |more: usize| run(Style::Plain, &" ".repeat(options.indent() + more));
    match fact.seemed() {
        None => {
            let lead = [margin(0), run(Style::Light, options.glyph("◇ ", "- "))];
            page.hanging(&lead, Style::Plain, fact.truth());
        }
        Some(seemed) => {
            let mark = match fact.weight() {
                Some(Weight::Twist) => options.glyph("★ ", "* "),
                _ => options.glyph("◆ ", "+ "),
            };
            page.hanging(&[margin(0), run(Style::Light, mark), run(Style::Light, "It seemed: ")], Style::Plain, seemed);
            page.hanging(&[margin(2), run(Style::Light, "In truth: ")], Style::Strong, fact.truth());
        }
    }
    let named = |ranks: &[u32]| -> Vec<String> {
        ranks.iter().map(|&rank| format!("{} ({})", cut.scene(rank).title(), rank + 1)).collect()
    };
    let dot = options.glyph("\u{a0}· ", ", ");
    let (revealed_by, hinted_by) = (fact.revealed_by(), fact.hinted_by());
    page.items(&[margin(2), run(Style::Dim, "From: ")], Style::Dim, &named(&revealed_by), dot);
    if !hinted_by.is_empty() {
        page.items(&[margin(2), run(Style::Dim, "Hints: ")], Style::Dim, &named(&hinted_by), dot);
    }
}

/// Puts what a fact changed about scenes before on a page.
pub(super) fn write_changes(page: &mut Page, cut: &Cut, changes: &[LookBack], options: &Options) {
    for change in changes {
        let lead = [
            run(Style::Plain, &" ".repeat(options.indent() + 2)),
            run(Style::Light, options.glyph("↺ ", "< ")),
            run(Style::Light, &format!("{} ({}): ", cut.scene(change.scene).title(), change.scene + 1)),
        ];
        page.hanging(&lead, Style::Plain, &in_words(change));
    }
}

/// What is otherwise about a scene.
pub(crate) fn in_words(change: &LookBack) -> String {
    let people = |cast: &Vec<Person>| {
        let person = |person: &Person| match person.role {
            Some(role) => format!("{} ({role})", person.name),
            None => person.name.to_owned(),
        };
        cast.iter().map(person).collect::<Vec<_>>().join(", ")
    };
    if let Some(text) = change.text {
        return text.to_owned(); // it says so itself
    }
    let parts = [
        change.title.map(|title| format!("it is “{title}”")),
        change.cast.as_ref().map(|cast| format!("in it: {}", people(cast))),
        change.place.map(|place| format!("its place: {place}")),
        change.layer.map(|layer| format!("it belongs to: {layer}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// A fact, for machines.
#[derive(Serialize)]
pub(super) struct Fact<'s> {
    id: String,
    truth: &'s str,
    seemed: Option<&'s str>,
    weight: Option<&'static str>,
    revealed_by: Vec<Cow<'s, str>>,
    hinted_by: Vec<Cow<'s, str>>,
    looks_back: Vec<Change<'s>>,
}

/// What a fact changed about a scene. What it left is null.
#[derive(Serialize)]
struct Change<'s> {
    scene: Cow<'s, str>,
    text: Option<&'s str>,
    title: Option<&'s str>,
    cast: Option<Vec<&'s str>>,
    place: Option<&'s str>,
    layer: Option<&'s str>,
}

#[derive(Serialize)]
struct Listed<'s> {
    #[serde(flatten)]
    head: Head<'s>,
    facts: Vec<Fact<'s>>,
}

/// All facts, for machines.
pub(super) fn facts<'s>(cut: &Cut<'s>) -> Vec<Fact<'s>> {
    let ids = |ranks: Vec<u32>| ranks.into_iter().map(|rank| cut.scene(rank).full_id()).collect();
    let change = |change: LookBack<'s>| Change {
        scene: cut.scene(change.scene).full_id(),
        text: change.text,
        title: change.title,
        cast: change.cast.map(|cast| cast.iter().map(|person| person.name).collect()),
        place: change.place,
        layer: change.layer,
    };
    let fact = |((number, fact), changes): ((u32, ShownFact<'_, 's>), Vec<LookBack<'s>>)| Fact {
        id: format!("fact-{number}"),
        truth: fact.truth(),
        seemed: fact.seemed(),
        weight: fact.weight().map(weight_name),
        revealed_by: ids(fact.revealed_by()),
        hinted_by: ids(fact.hinted_by()),
        looks_back: changes.into_iter().map(change).collect(),
    };
    (1..).zip(cut.facts()).zip(cut.look_backs()).map(fact).collect()
}

fn weight_name(weight: Weight) -> &'static str {
    match weight {
        Weight::Minor => "minor",
        Weight::Major => "major",
        Weight::Twist => "twist",
    }
}

fn json(cut: &Cut, _: &Chronology, _: &Options) -> String {
    super::json(&Listed { head: Head::of(cut), facts: facts(cut) }).unwrap_or_default()
}
