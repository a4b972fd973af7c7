//! The recap: where we are, who is who by now, what we take for true, what was overturned and what that changed, and in
//! which order things seem to have happened.

use std::borrow::Cow;

use serde::Serialize;

use super::cast::{self, Character};
use super::facts::{self, Fact};
use super::json::Head;
use super::page::{Page, Style, run};
use super::{Options, View, card, heading, label_name, scene};
use crate::knowledge::{Cut, ShownFact, ShownScene};
use crate::time::{Chronology, Event, Label, Step};

pub(super) static VIEW: View = View { name: "recap", about_time: true, margin: true, page, json };

fn page(cut: &Cut, chronology: &Chronology, options: &Options) -> Page {
    let mut page = Page::new(options.width);
    card::titles(&mut page, cut, options, options.indent());
    let Some(last) = cut.scenes().next_back() else {
        super::nothing_yet(&mut page, cut, options.indent());
        return page;
    };
    where_we_are(&mut page, last, chronology, options);
    who_is_who(&mut page, cut, options);
    for (words, facts) in what_we_know(cut, options) {
        heading(&mut page, options, words);
        page.gap();
        facts.lines().iter().for_each(|line| page.line(line.iter().cloned()));
    }
    Order { cut, chronology, facts: &cut.facts(), options }.write(&mut page);
    page
}

/// What is known: the facts under each heading that has any.
pub(crate) fn what_we_know(cut: &Cut, options: &Options) -> Vec<(&'static str, Page)> {
    let (facts, look_backs) = (cut.facts(), cut.look_backs());
    let under = |(words, overturned): (&'static str, bool)| {
        let mut page = Page::new(options.width);
        let here = facts.iter().zip(&look_backs).filter(|(fact, _)| fact.seemed().is_some() == overturned);
        for (fact, changes) in here {
            page.gap();
            facts::write(&mut page, cut, *fact, options);
            facts::write_changes(&mut page, cut, changes, options);
        }
        (!page.lines().is_empty()).then_some((words, page))
    };
    [("What we take for true", false), ("What was not as it seemed", true)].into_iter().filter_map(under).collect()
}

fn where_we_are(page: &mut Page, last: ShownScene, chronology: &Chronology, options: &Options) {
    heading(page, options, "Where we are");
    page.gap();
    scene::title(page, options, Some(last.rank() + 1), last.title());
    let label = chronology.places[last.rank() as usize].label;
    let away = matches!(label, Label::Flashback | Label::FlashForward).then(|| match last.strand_name() {
        Some(strand) => format!("{}: {strand}", label_name(label)),
        None => label_name(label).to_owned(),
    });
    let before: Vec<&str> = last.work_title().into_iter().chain(away.as_deref()).collect();
    let before = (!before.is_empty()).then(|| before.join(options.glyph(" · ", " - ")));
    scene::setting(page, options, last, before.as_deref());
    scene::narration(page, options, last);
}

fn who_is_who(page: &mut Page, cut: &Cut, options: &Options) {
    let characters = cut.characters();
    if characters.is_empty() {
        return;
    }
    heading(page, options, "Who is who");
    page.gap();
    for character in characters {
        cast::introduce(page, &character, options);
    }
}

/// What happened, as far as is known.
struct Order<'c, 's> {
    cut: &'c Cut<'s>,
    chronology: &'c Chronology,
    facts: &'c [ShownFact<'c, 's>],
    options: &'c Options,
}

impl Order<'_, '_> {
    fn write(&self, page: &mut Page) {
        heading(page, self.options, "In which order it seems to have happened");
        page.gap();
        if self.chronology.contradiction.is_some() {
            page.text(Style::Light, "What has been said about time by now contradicts itself.", self.options.indent());
        } else if self.is_as_told() {
            page.text(Style::Plain, "As it was told, for all we know.", self.options.indent());
        } else {
            let mut number = 0;
            for event in &self.chronology.events {
                number += u32::from(!event.scenes.is_empty());
                self.event(page, number, event);
            }
            if self.chronology.events.iter().any(|event| event.step == Some(Step::Open)) {
                page.gap();
                page.text(Style::Dim, "? nothing says whether it comes after the one before", self.options.indent());
            }
        }
        self.timeless(page);
    }

    /// Whether every scene comes after the one told before it, and nothing is told that is not shown.
    fn is_as_told(&self) -> bool {
        let usual = |event: &Event| matches!(event.scenes[..], [_]);
        let events = &self.chronology.events;
        events.iter().all(usual) && events.windows(2).all(|pair| pair[0].scenes < pair[1].scenes)
    }

    fn event(&self, page: &mut Page, number: u32, event: &Event) {
        let (numbered, words) = match event.scenes[..] {
            [] => {
                (None, event.facts.iter().map(|&fact| self.facts[fact as usize].truth()).collect::<Vec<_>>().join(" "))
            }
            _ => (Some(number), self.named(&event.scenes, " = ")),
        };
        let number = numbered.map_or(String::new(), |number| number.to_string());
        let gutter = format!("{number:>width$}", width = self.options.indent() + 2);
        let open = match event.step {
            Some(Step::Open) => " ? ",
            _ => "   ",
        };
        page.column(&[run(Style::Dim, &gutter), run(Style::Dim, open)], Style::Plain, &words);
    }

    fn timeless(&self, page: &mut Page) {
        let timeless = |rank: &u32| self.chronology.places[*rank as usize].label == Label::Timeless;
        let timeless: Vec<u32> = (0..self.cut.scenes().len() as u32).filter(timeless).collect();
        if !timeless.is_empty() {
            page.gap();
            let margin = run(Style::Plain, &" ".repeat(self.options.indent()));
            page.hanging(&[margin, run(Style::Dim, "Outside time: ")], Style::Plain, &self.named(&timeless, ", "));
        }
    }

    fn named(&self, scenes: &[u32], between: &str) -> String {
        let name = |&rank: &u32| format!("{} ({})", self.cut.scene(rank).title(), rank + 1);
        scenes.iter().map(name).collect::<Vec<_>>().join(between)
    }
}

#[derive(Serialize)]
struct Recap<'s> {
    #[serde(flatten)]
    head: Head<'s>,
    contradiction: bool,
    /// The last scene seen.
    last: Option<Last<'s>>,
    cast: Vec<Character<'s>>,
    facts: Vec<Fact<'s>>,
    /// What happened, in order, as far as is known.
    events: Vec<Happened<'s>>,
}

#[derive(Serialize)]
struct Last<'s> {
    id: Cow<'s, str>,
    title: &'s str,
    narrative: u32,
    label: &'static str,
    place: Option<&'s str>,
}

#[derive(Serialize)]
struct Happened<'s> {
    scenes: Vec<Cow<'s, str>>,
    fact: Option<String>,
}

fn json(cut: &Cut, chronology: &Chronology, _: &Options) -> String {
    let last = cut.scenes().next_back().map(|scene| Last {
        id: scene.full_id(),
        title: scene.title(),
        narrative: scene.number(),
        label: label_name(chronology.places[scene.rank() as usize].label),
        place: scene.place(),
    });
    let events = chronology.events.iter().map(|event| Happened {
        scenes: event.scenes.iter().map(|&scene| cut.scene(scene).full_id()).collect(),
        fact: event.facts.first().map(|place| format!("fact-{}", place + 1)),
    });
    let recap = Recap {
        head: Head::of(cut),
        contradiction: chronology.contradiction.is_some(),
        last,
        cast: cast::characters(cut),
        facts: facts::facts(cut),
        events: events.collect(),
    };
    super::json(&recap).unwrap_or_default()
}
