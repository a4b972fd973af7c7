//! When events happened, as far as claims tell: as they say it themselves, or computed from what is said of others.

use super::Options;
use crate::calendar;
use crate::time::{Bounds, Calendar, Chronology, Spans};

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
    bounded.then_some(Time { calendar: spans.calendar, bounds, origin })
}

/// Whether some event has a time that is computed.
pub(super) fn any_computed(chronology: &Chronology) -> bool {
    (0..chronology.events.len() as u32).any(|event| times(chronology, event).any(|time| time.origin != Origin::Claimed))
}

/// When an event begins, in words.
pub(super) fn of_event(chronology: &Chronology, event: u32, options: &Options) -> Vec<String> {
    let in_words = |time: Time| {
        let bounds = calendar::bounds(time.calendar, &time.bounds)?;
        let mark = options.glyph(COMPUTED, COMPUTED_ASCII);
        Some(match time.origin {
            Origin::Claimed => bounds,
            Origin::Declared => format!("{mark} {bounds}"),
            Origin::Told => format!("{mark} {bounds}, as told"),
        })
    };
    times(chronology, event).filter_map(in_words).collect()
}
