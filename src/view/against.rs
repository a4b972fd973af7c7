//! Two orders of the same scenes side by side: under one theory and under another, or as the story itself has it.

use std::borrow::Cow;

use fixedbitset::FixedBitSet;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::json::Head;
use super::page::{Page, Style, harmless, run};
use super::theories::moved;
use super::{Options, card};
use crate::knowledge::Cut;
use crate::time::Chronology;

/// A cut under a theory or none, and its order.
pub type Reading<'r, 's> = (&'r Cut<'s>, &'r Chronology);

/// What an order is called: its theory, or the story itself.
fn name<'s>(cut: &Cut<'s>) -> &'s str {
    cut.under().map_or("As the story has it", |theory| theory.title())
}

/// Draws both orders for people: one beside the other, or below it where there is little room. What moves is marked.
#[must_use]
pub fn page([one, other]: [Reading; 2], options: &Options) -> Page {
    let mut page = Page::new(options.width);
    card::titles(&mut page, &other.0.choosing(None), options, 0);
    let marked: FixedBitSet = moved(other.1, one.1).iter().map(|&(scene, _)| scene as usize).collect();
    let columns = [lines(one, &marked, options), lines(other, &marked, options)];
    page.gap();
    if options.width >= 60 {
        let half = (options.width - 3) / 2;
        beside(&mut page, half, [name(one.0), name(other.0)], Style::Strong);
        for at in 0..columns[0].len().max(columns[1].len()) {
            let cell = |column: &[String]| column.get(at).cloned().unwrap_or_default();
            beside(&mut page, half, [&cell(&columns[0]), &cell(&columns[1])], Style::Plain);
        }
    } else {
        for (reading, lines) in [one, other].into_iter().zip(&columns) {
            page.gap();
            page.text(Style::Strong, name(reading.0), 0);
            for line in lines {
                for part in wrapped(line, options.width) {
                    page.line([run(Style::Plain, &part)]);
                }
            }
        }
    }
    page.gap();
    if marked.is_clear() {
        page.text(Style::Plain, "The order is the same.", 0);
    }
    let mark = options.glyph("↕", "*");
    page.hanging(&[], Style::Dim, &format!("Numbers are those of the telling; {mark} stands elsewhere; ? nothing says whether it comes after the one before."));
    page
}

/// The events of an order, a line each, then what has no time. In a universe the title of a work stands above what is its.
fn lines((cut, chronology): Reading, marked: &FixedBitSet, options: &Options) -> Vec<String> {
    if chronology.contradiction.is_some() {
        return vec!["What is said about time contradicts itself.".to_owned()];
    }
    let facts = cut.facts();
    let (mut lines, mut work) = (Vec::new(), None);
    let begin_work =
        |work: &mut Option<_>, scene: u32| card::next_work(work, cut.scene(scene)).map(|title| format!("  {title}"));
    let title = |&scene: &u32| format!("{} ({})", cut.scene(scene).title(), scene + 1);
    for event in &chronology.events {
        lines.extend(event.scenes.first().and_then(|&scene| begin_work(&mut work, scene)));
        let shown = event.scenes.iter().map(title).collect::<Vec<_>>().join(" = ");
        let words = event.facts.iter().flat_map(|&fact| facts[fact as usize].truth().split_whitespace());
        let told = words.collect::<Vec<_>>().join(" ");
        let moves = event.scenes.iter().any(|&scene| marked.contains(scene as usize));
        let mark = if moves { options.glyph("↕ ", "* ") } else { "  " };
        let open = if event.step == Some(crate::time::Step::Open) { "? " } else { "  " };
        lines.push(format!("{mark}{open}{}", if event.scenes.is_empty() { told } else { shown }));
    }
    let mut timeless = (0..).zip(&chronology.places).filter(|(_, place)| place.event.is_none()).peekable();
    if timeless.peek().is_some() {
        lines.extend([String::new(), "    Outside time:".to_owned()]);
        work = None;
    }
    for (scene, _) in timeless {
        lines.extend(begin_work(&mut work, scene));
        lines.push(format!("    {}", title(&scene)));
    }
    lines
}

/// A line in parts that fit a width, the further ones two columns in.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    let text = line.trim_start_matches([' ', '?', '↕', '*']);
    let lead = line[..line.len() - text.len()].width();
    let hang = " ".repeat(lead.min(4) + 2); // a title may begin with such signs, too
    let line = harmless(line);
    textwrap::wrap(&line, textwrap::Options::new(width).subsequent_indent(&hang))
        .into_iter()
        .map(Cow::into_owned)
        .collect()
}

/// Puts two cells on a page side by side, each wrapped in its half.
fn beside(page: &mut Page, half: usize, cells: [&str; 2], style: Style) {
    let [left, right] = cells.map(|cell| wrapped(cell, half));
    for at in 0..left.len().max(right.len()).max(1) {
        let cell = |column: &[String]| column.get(at).cloned().unwrap_or_default();
        let (one, other) = (cell(&left), cell(&right));
        let padding = " ".repeat(half.saturating_sub(one.width()) + 3);
        page.line([run(style, &one), run(Style::Plain, &padding), run(style, &other)]);
    }
}

#[derive(Serialize)]
struct Against<'s> {
    #[serde(flatten)]
    head: Head<'s>,
    orders: Vec<Listed<'s>>,
    /// The scenes that stand elsewhere in the one than in the other.
    moved: Vec<Cow<'s, str>>,
}

#[derive(Serialize)]
struct Listed<'s> {
    theory: Option<Cow<'s, str>>,
    contradiction: bool,
    /// Events in order, each with the scenes that show it; of one that is only told the fact.
    events: Vec<Event<'s>>,
    timeless: Vec<Cow<'s, str>>,
}

#[derive(Serialize)]
struct Event<'s> {
    scenes: Vec<Cow<'s, str>>,
    fact: Option<String>,
    step: Option<&'static str>,
}

/// Both orders for machines.
#[must_use]
pub fn json([one, other]: [Reading; 2]) -> String {
    let moved = moved(other.1, one.1).iter().map(|&(scene, _)| one.0.scene(scene).full_id()).collect();
    let head = Head::of(&other.0.choosing(None));
    super::json(&Against { head, orders: vec![listed(one), listed(other)], moved }).unwrap_or_default()
}

fn listed<'s>((cut, chronology): Reading<'_, 's>) -> Listed<'s> {
    let id = |&scene: &u32| cut.scene(scene).full_id();
    let events = chronology.events.iter().map(|event| Event {
        scenes: event.scenes.iter().map(id).collect(),
        fact: event.facts.first().map(|place| format!("fact-{}", place + 1)),
        step: event.step.map(super::step_name),
    });
    let timeless = (0..).zip(&chronology.places).filter(|(_, place)| place.event.is_none());
    Listed {
        theory: cut.under().map(|theory| theory.full_id()),
        contradiction: chronology.contradiction.is_some(),
        events: events.collect(),
        timeless: timeless.map(|(scene, _)| id(&scene)).collect(),
    }
}
