//! Both orders of what is known, each a list: as told, and as it happened.

use super::in_words;
use crate::knowledge::Cut;
use crate::markup::Markup;
use crate::time::{Chronology, Event, Label, Step};
use crate::view;

/// Puts the scenes as told on a page, each with how it stands to the time of its telling. Of a universe, work by work.
/// `addresses` are those of the scenes' pages.
pub(super) fn told(page: &mut Markup, cut: &Cut, chronology: &Chronology, addresses: &[String]) {
    let scenes: Vec<_> = cut.scenes().collect();
    for work in scenes.chunk_by(|before, after| before.work_id() == after.work_id()) {
        let first = work[0];
        if let Some(title) = first.work_title() {
            page.words("h3", &[("dir", "auto")], title);
        }
        let start = (first.rank() + 1).to_string();
        let start: &[_] = if first.rank() == 0 { &[] } else { &[("start", start.as_str())] };
        page.element("ol", start, |list| {
            for scene in work {
                let place = &chronology.places[scene.rank() as usize];
                list.element("li", &[], |li| {
                    named(li, cut, scene.rank(), addresses);
                    if place.label != Label::Present {
                        li.text(" ");
                        li.words("span", &[("class", "time")], view::label_name(place.label));
                    }
                });
                list.line();
            }
        });
    }
}

/// Puts what happened on a page, in its order, with when it did as far as claims tell.
pub(super) fn happened(page: &mut Markup, cut: &Cut, chronology: &Chronology, addresses: &[String]) {
    if chronology.contradiction.is_some() {
        page.words("p", &[("class", "light")], "What has been said about time by now contradicts itself.");
    } else {
        let facts = cut.facts();
        page.element("ul", &[("class", "order")], |list| {
            let mut number = 0;
            for (at, event) in (0..).zip(&chronology.events) {
                number += u32::from(!event.scenes.is_empty());
                list.element("li", &[], |li| {
                    lead(li, event, number);
                    li.element("div", &[], |div| {
                        for &fact in &event.facts {
                            if event.scenes.is_empty() {
                                div.words("bdi", &[], facts[fact as usize].truth());
                                div.text(" ");
                            }
                        }
                        for (place, &rank) in event.scenes.iter().enumerate() {
                            if place > 0 {
                                div.text(" = ");
                            }
                            named(div, cut, rank, addresses);
                            div.text(&format!(" ({})", rank + 1));
                        }
                        for time in view::times_of_event(chronology, at, &in_words()) {
                            div.words("small", &[("class", "when")], &time);
                        }
                    });
                });
                list.line();
            }
        });
        if chronology.events.iter().any(|event| event.step == Some(Step::Open)) {
            page.words("p", &[("class", "made")], "? nothing says whether it comes after the one before");
        }
    }
    let timeless = chronology.places.iter().zip(0..).filter(|(place, _)| place.label == Label::Timeless);
    let timeless: Vec<u32> = timeless.map(|(_, rank)| rank).collect();
    if !timeless.is_empty() {
        page.element("p", &[], |p| {
            p.words("small", &[], "Outside time: ");
            for (at, &rank) in timeless.iter().enumerate() {
                p.text(if at > 0 { ", " } else { "" });
                named(p, cut, rank, addresses);
                p.text(&format!(" ({})", rank + 1));
            }
        });
    }
}

/// The number of an event that is shown, and whether its place is open.
fn lead(li: &mut Markup, event: &Event, number: u32) {
    li.element("span", &[], |span| {
        if event.step == Some(Step::Open) {
            span.words("b", &[], "? ");
        }
        if !event.scenes.is_empty() {
            span.text(&number.to_string());
        }
    });
}

fn named(markup: &mut Markup, cut: &Cut, rank: u32, addresses: &[String]) {
    markup.words("a", &[("href", &addresses[rank as usize])], cut.scene(rank).title());
}

/// The numbers of scenes in the telling: "1–3, 7".
pub(super) fn numbers(ranks: &[u32]) -> String {
    let rows = ranks.chunk_by(|before, after| before + 1 == *after).map(|row| match *row {
        [first, .., last] => format!("{}–{}", first + 1, last + 1),
        _ => (row[0] + 1).to_string(),
    });
    rows.collect::<Vec<_>>().join(", ")
}
