//! What the engine answers about time: events in the order they are listed, and each scene's place in it.

use super::{Calendar, Contradiction, Gap, Strand, Window};

/// Where the order between two neighbouring events of the listing comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The claims alone imply it.
    Declared,
    /// It takes a strand's links.
    Told,
    /// Only the rule of the listing chose it.
    Open,
}

/// How a scene stands to the time of its telling (model.md 2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Label {
    /// It shows no event.
    Timeless,
    /// An earlier scene showed its event.
    Retold,
    /// It is on the main strand, and its link was left out.
    Jump,
    /// It is where the telling stands.
    Present,
    /// It shows what comes later.
    FlashForward,
    /// It shows what came earlier.
    Flashback,
    /// It is off the main strand and neither earlier nor later than it.
    Aside,
}

/// One event of the listing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The scenes that show it, in narrative order. Empty for what is only told.
    pub scenes: Vec<u32>,
    /// The facts that tell it, in file order.
    pub facts: Vec<u32>,
    /// Where the order between the event listed just before and this one comes from. None on the first.
    pub step: Option<Step>,
}

/// One scene's place in the order of what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// Its event's place in the listing, from 0. None where the scene is timeless.
    pub event: Option<u32>,
    /// Its place among the scenes that show an event, from 0. Scenes of one event stand in telling order.
    pub rank: Option<u32>,
    /// How it stands to the time of its telling.
    pub label: Label,
    /// The strand it is on.
    pub strand: Option<Strand>,
    /// Whether that is the main strand of a work.
    pub on_main: bool,
    /// The scene it is linked to, told before it on the same strand, where that link was kept.
    pub linked_to: Option<u32>,
}

/// The order in which a story happened, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Chronology {
    /// Events in listing order.
    pub events: Vec<Event>,
    /// Each scene's place, in narrative order.
    pub places: Vec<Place>,
    /// Within which bounds every event begins, for each calendar that bounds any. Empty where claims contradict each other.
    pub spans: Vec<Spans>,
    /// Why the claims have no solution. Where they have none, events are listed as told.
    pub contradiction: Option<Contradiction>,
}

/// Within which bounds of a calendar events begin, computed from everything that is said.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Spans {
    /// Which calendar.
    pub calendar: Calendar,
    /// What events claim of themselves, each in listing order: the stretch that all their dates have in common.
    pub claimed: Vec<Option<Window>>,
    /// By the claims alone.
    pub declared: Vec<Bounds>,
    /// With the strands' links.
    pub told: Vec<Bounds>,
}

/// Within which bounds of a calendar something begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bounds {
    /// How much later than the calendar's zero it is at least. None where it may be as early as can be.
    pub earliest: Option<Gap>,
    /// How much later than it the calendar's zero is at least. None where it may be as late as can be.
    pub latest: Option<Gap>,
}

impl Bounds {
    /// Whether they are those of a stretch, to the minute.
    #[must_use]
    pub fn are(&self, window: Window) -> bool {
        self.earliest_minute().map(|(minute, _)| minute) == Some(window.from)
            && self.latest_minute().map(|(minute, _)| minute) == Some(window.until)
    }

    /// The earliest minute at which it can begin, and whether it must be later than that, by however little.
    #[must_use]
    pub fn earliest_minute(&self) -> Option<(i64, bool)> {
        self.earliest.map(|gap| (gap.minutes, gap.is_open()))
    }

    /// The latest minute at which it can begin, and whether it must be earlier than that, by however little.
    #[must_use]
    pub fn latest_minute(&self) -> Option<(i64, bool)> {
        self.latest.map(|gap| (-gap.minutes, gap.is_open()))
    }
}
