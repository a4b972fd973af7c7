//! The timeline for machines. Its shape is fixed: `"format": 1`.

use std::borrow::Cow;

use serde::Serialize;

use super::json::Head;
use super::times::{self, Origin, Time};
use super::{Options, Order, label_name, step_name};
use crate::calendar;
use crate::knowledge::Cut;
use crate::time::{Calendar, Chronology, index};

#[derive(Serialize)]
struct Timeline<'s> {
    #[serde(flatten)]
    head: Head<'s>,
    order: &'static str,
    contradiction: bool,
    index: f64,
    scenes: Vec<Scene<'s>>,
    events: Vec<Event<'s>>,
}

#[derive(Serialize)]
struct Scene<'s> {
    id: Cow<'s, str>,
    title: &'s str,
    work: &'s str,
    narrative: u32,
    chronological: Option<u32>,
    label: &'static str,
    event: Option<u32>,
    step: Option<&'static str>,
    cast: Vec<&'s str>,
    place: Option<&'s str>,
}

#[derive(Serialize)]
struct Event<'s> {
    scenes: Vec<Cow<'s, str>>,
    fact: Option<String>,
    /// Left out where claims tell nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    times: Vec<JsonTime>,
}

/// When an event begins, as far as claims tell. Bounds are the first and last minute at which it can.
#[derive(Serialize)]
struct JsonTime {
    calendar: &'static str,
    earliest: Option<String>,
    latest: Option<String>,
    origin: &'static str,
}

pub(super) fn json(cut: &Cut, chronology: &Chronology, options: &Options) -> String {
    let mut scenes: Vec<Scene> = cut.scenes().map(|scene| scene_of(&scene, chronology)).collect();
    if options.order == Order::Chronological {
        scenes.sort_by_key(|scene| (scene.chronological.is_none(), scene.chronological, scene.narrative));
    }
    let events = (0..)
        .zip(&chronology.events)
        .map(|(number, event)| Event {
            times: times::times(chronology, number).map(|time| time_of(&time)).collect(),
            scenes: event.scenes.iter().map(|&scene| cut.scene(scene).full_id()).collect(),
            fact: event.facts.first().map(|place| format!("fact-{}", place + 1)),
        })
        .collect();
    let timeline = Timeline {
        head: Head::of(cut),
        order: match options.order {
            Order::Narrative => "narrative",
            Order::Chronological => "chronological",
        },
        contradiction: chronology.contradiction.is_some(),
        index: (index(chronology) * 10_000.0).round() / 10_000.0,
        scenes,
        events,
    };
    super::json(&timeline).unwrap_or_default()
}

fn time_of(time: &Time) -> JsonTime {
    JsonTime {
        calendar: match time.calendar {
            Calendar::Dates => "dates",
            Calendar::StoryDays(_) => "story-days",
        },
        earliest: time.bounds.earliest_minute().and_then(|(minute, _)| calendar::stamp(time.calendar, minute)),
        latest: (time.bounds.latest_minute())
            .and_then(|(minute, open)| calendar::stamp(time.calendar, minute - i64::from(open))),
        origin: match time.origin {
            Origin::Claimed => "claimed",
            Origin::Declared => "declared",
            Origin::Told => "told",
        },
    }
}

fn scene_of<'s>(scene: &crate::knowledge::ShownScene<'_, 's>, chronology: &Chronology) -> Scene<'s> {
    let place = &chronology.places[scene.rank() as usize];
    let event = place.event.map(|event| &chronology.events[event as usize]);
    let shows_first = event.is_some_and(|event| event.scenes.first() == Some(&scene.rank()));
    Scene {
        id: scene.full_id(),
        title: scene.title(),
        work: scene.work(),
        narrative: scene.number(),
        chronological: place.rank.map(|rank| rank + 1),
        label: label_name(place.label),
        event: place.event.map(|event| event + 1),
        step: event.filter(|_| shows_first).and_then(|event| event.step).map(step_name),
        cast: scene.cast().iter().map(|person| person.name).collect(),
        place: scene.place(),
    }
}
