//! When events happened, as far as claims tell: as they say it themselves, or computed from what is said of others.

use super::Options;
use crate::calendar;
use crate::time::{Bounds, Calendar, Chronology, Spans, Window};

/// Marks a time that nobody claims and that follows from what is claimed.
pub(super) const COMPUTED: &str = "≈";
/// The same where there is only ASCII.
pub(super) const COMPUTED_ASCII: &str = "~";

/// Where a time comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It is claimed just so.
    Claimed,
    /// The claims imply it.
    Declared,
    /// It takes the telling.
    Told,
}

/// When an event begins, on one calendar.
pub(super) struct Time {
    pub(super) calendar: Calendar,
    pub(super) bounds: Bounds,
    pub(super) origin: Origin,
    /// What the event claims of itself.
    pub(super) claimed: Option<Window>,
}

/// When an event begins, on each calendar where claims bound it: on one side by themselves, or on both with the telling.
pub(super) fn times(chronology: &Chronology, event: u32) -> impl Iterator<Item = Time> {
    chronology.spans.iter().filter_map(move |spans| time(spans, event as usize))
}

fn time(spans: &Spans, event: usize) -> Option<Time> {
    let (declared, told) = (spans.declared[event], spans.told[event]);
    let (bounds, origin) = match spans.claimed[event] {
        Some(window) if told.are(window) => (told, Origin::Claimed),
        _ if told == declared => (declared, Origin::Declared),
        _ if told.earliest.is_some() && told.latest.is_some() => (told, Origin::Told),
        _ => (declared, Origin::Declared),
    };
    let bounded = bounds.earliest.is_some() || bounds.latest.is_some();
    bounded.then_some(Time { calendar: spans.calendar, bounds, origin, claimed: spans.claimed[event] })
}

/// Whether some event has a time that is computed.
pub(super) fn any_computed(chronology: &Chronology) -> bool {
    (0..chronology.events.len() as u32).any(|event| times(chronology, event).any(|time| time.origin != Origin::Claimed))
}

/// Whether some event has a time.
pub(super) fn any(chronology: &Chronology) -> bool {
    (0..chronology.events.len() as u32).any(|event| times(chronology, event).next().is_some())
}

/// When an event begins, in words: what it claims of itself, and what was computed where that is closer. What is
/// computed on a calendar on which it claims nothing shows only where no other calendar tells.
pub(crate) fn of_event(chronology: &Chronology, event: u32, options: &Options) -> Vec<String> {
    let times: Vec<Time> = times(chronology, event).collect();
    let claims = times.iter().any(|time| time.claimed.is_some());
    let shown = times.iter().filter(|time| time.claimed.is_some() || !claims);
    let shown = shown.take(if claims { times.len() } else { 1 });
    shown.filter_map(|time| in_words(time, options)).collect()
}

fn in_words(time: &Time, options: &Options) -> Option<String> {
    let bounds = calendar::bounds(time.calendar, &time.bounds)?;
    let mark = options.glyph(COMPUTED, COMPUTED_ASCII);
    let claimed =
        time.claimed.map_or(String::new(), |window| format!("{}; ", calendar::stretch(time.calendar, window)));
    Some(match time.origin {
        Origin::Claimed => bounds,
        Origin::Declared => format!("{claimed}{mark} {bounds}"),
        Origin::Told => format!("{claimed}{mark} {bounds}, as told"),
    })
}
