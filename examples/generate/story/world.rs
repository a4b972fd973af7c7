//! What really happens, and when. Every claim is read off it, so all claims of a story hold together.
//!
//! Time is cut into slots. Most scenes happen in the slot of their own number, so telling and happening run side by side;
//! the others happen elsewhere, by a formula of their number. So the time of any scene is known without the others.

use std::fmt;
use std::ops::RangeInclusive;

use super::calendar::{DAY, YEAR};
use super::random::{Draws, Purpose};

/// The minutes of a slot. A plain scene ends in the first 150 of them; what is told out of its time happens in the rest.
const SLOT: i64 = 180;
const GAP: i64 = 150;

/// Every so many scenes one is plain, come what may: others can lean on it.
pub(super) const PILLARS: u32 = 4;

/// A fact for so many scenes.
const SCENES_A_FACT: u32 = 10;

/// On strands with a clock of their own, each scene of the story has so many minutes.
const TICK: i64 = 20;

/// A story to be written: how long it is, and which one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    scenes: u32,
    seed: u64,
    /// The midnight before the first scene, in minutes since 1970.
    pub(super) first_day: i64,
    /// Whether it says what is so when, who knows what and how far places lie apart.
    pub(super) continuity: bool,
}

/// When something happens, in minutes since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    pub(crate) start: i64,
    pub(crate) end: i64,
}

/// Something with a time of its own. Shown as claims name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Party {
    Scene(u32),
    Fact(u32),
}

/// How two things lie in time, as claims put it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Before,
    After,
    During,
    With,
    Same,
}

/// What a scene is to the telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Flashback,
    FlashForward,
    /// It happens inside a pillar.
    Framed,
    /// It happens at the time of a pillar, elsewhere.
    Meanwhile,
    /// It shows a pillar again.
    Retold,
    On(Strand),
    Timeless,
}

/// A strand beside `main`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strand {
    /// Long ago, told forwards.
    Summer,
    /// Longer ago, told backwards.
    Letters,
    /// Now and then, told loosely.
    Rumours,
    /// Some weeks earlier, which nobody knows at first.
    Undertow,
}

/// How a story begins: with one of everything, however short it is.
const BEGINNING: [Kind; 20] = [
    Kind::Plain,
    Kind::Plain,
    Kind::Flashback,
    Kind::On(Strand::Summer),
    Kind::Plain,
    Kind::On(Strand::Summer),
    Kind::Framed,
    Kind::On(Strand::Letters),
    Kind::Plain,
    Kind::Plain,
    Kind::On(Strand::Letters),
    Kind::On(Strand::Undertow),
    Kind::Plain,
    Kind::Meanwhile,
    Kind::FlashForward,
    Kind::On(Strand::Undertow),
    Kind::Plain,
    Kind::Retold,
    Kind::On(Strand::Rumours),
    Kind::Timeless,
];

impl World {
    /// How long a story can be. Beyond, its file would outgrow 4 GiB.
    pub(crate) const SCENES: RangeInclusive<u32> = 20..=10_000_000;

    /// A story of so many scenes, which must be one of [`World::SCENES`].
    pub(crate) fn new(scenes: u32, seed: u64) -> Self {
        debug_assert!(Self::SCENES.contains(&scenes));
        // Some day from 2000 to 2008.
        let first_day = (11_000 + Draws::new(seed, Purpose::FirstDay, 0).minutes(3_000)) * DAY;
        Self { scenes, seed, first_day, continuity: true }
    }

    /// The same, but for what is so when, who knows what and how far places lie apart.
    pub(crate) fn without_continuity(self) -> Self {
        Self { continuity: false, ..self }
    }

    pub(super) fn scenes(&self) -> u32 {
        self.scenes
    }

    pub(super) fn facts(&self) -> u32 {
        self.scenes / SCENES_A_FACT
    }

    pub(super) fn draws(&self, purpose: Purpose, number: u32) -> Draws {
        Draws::new(self.seed, purpose, number)
    }

    pub(super) fn kind(&self, scene: u32) -> Kind {
        if let Some(kind) = BEGINNING.get(scene as usize) {
            return *kind;
        }
        if scene.is_multiple_of(PILLARS) {
            return Kind::Plain;
        }
        // Strands are told in stretches.
        match self.draws(Purpose::Stretch, scene / 8).below(100) {
            0..8 => return Kind::On(Strand::Summer),
            8..14 => return Kind::On(Strand::Letters),
            14..19 => return Kind::On(Strand::Rumours),
            19..25 => return Kind::On(Strand::Undertow),
            _ => {}
        }
        match self.draws(Purpose::Kind, scene).below(100) {
            0..15 => Kind::Flashback,
            15..23 => Kind::FlashForward,
            23..33 => Kind::Framed,
            33..38 => Kind::Meanwhile,
            38..42 => Kind::Retold,
            42..44 => Kind::Timeless,
            _ => Kind::Plain,
        }
    }

    /// When something happens. None where it never does: a timeless scene, or a fact that just is.
    pub(crate) fn time(&self, party: Party) -> Option<Time> {
        match party {
            Party::Scene(scene) => self.time_of_scene(scene),
            Party::Fact(fact) => self.is_told(fact).then(|| {
                let mut draws = self.draws(Purpose::FactTime, fact);
                let slot = i64::from(fact * SCENES_A_FACT) + draws.minutes(60) - 40;
                self.in_gap(slot, &mut draws)
            }),
        }
    }

    fn time_of_scene(&self, scene: u32) -> Option<Time> {
        let mut draws = self.draws(Purpose::Time, scene);
        let slot = i64::from(scene);
        let away = i64::from(PILLARS) + if draws.one_in(20) { draws.minutes(2_000) } else { draws.minutes(30) };
        Some(match self.kind(scene) {
            Kind::Plain => self.time_of_plain(scene),
            Kind::Flashback => self.in_gap(slot - away, &mut draws),
            Kind::FlashForward => self.in_gap(slot + away, &mut draws),
            Kind::Framed => {
                let frame = self.time_of_plain(self.pillar(scene));
                lasting(frame.start + 1 + draws.minutes(5), 5 + draws.minutes(5))
            }
            Kind::Meanwhile | Kind::Retold => self.time_of_plain(self.pillar(scene)),
            Kind::On(strand) => self.time_on(strand, scene, &mut draws),
            Kind::Timeless => return None,
        })
    }

    fn time_of_plain(&self, scene: u32) -> Time {
        let mut draws = self.draws(Purpose::Time, scene);
        lasting(self.first_day + i64::from(scene) * SLOT + draws.minutes(30), 20 + draws.minutes(100))
    }

    fn in_gap(&self, slot: i64, draws: &mut Draws) -> Time {
        lasting(self.first_day + slot * SLOT + GAP + draws.minutes(10), 5 + draws.minutes(10))
    }

    fn time_on(&self, strand: Strand, scene: u32, draws: &mut Draws) -> Time {
        let summer_ends = self.first_day - YEAR;
        let letters_end = summer_ends - YEAR - i64::from(self.scenes) * TICK;
        let long = 5 + draws.minutes(10);
        match strand {
            Strand::Summer => lasting(summer_ends - i64::from(self.scenes - scene) * TICK, long),
            Strand::Letters => lasting(letters_end - i64::from(scene + 1) * TICK, long),
            Strand::Rumours => self.in_gap(i64::from(scene) + draws.minutes(400) - 200, draws),
            Strand::Undertow => self.in_gap(i64::from(scene) - 300, draws),
        }
    }

    /// The plain scene that a scene leans on: near by, told before it more often than later.
    pub(super) fn pillar(&self, scene: u32) -> u32 {
        let mut draws = self.draws(Purpose::Pillar, scene);
        let (later, away) = (draws.one_in(3), draws.below(3) * PILLARS);
        let here = scene - scene % PILLARS;
        let there = if later { here + PILLARS + away } else { here.saturating_sub(away) };
        if there < self.scenes { there } else { here }
    }

    /// How the first lies to the second, if a word for it can be read off their times.
    pub(super) fn relation(&self, first: Party, second: Party) -> Option<Relation> {
        let (first, second) = (self.time(first)?, self.time(second)?);
        if first.end <= second.start {
            Some(Relation::Before)
        } else if second.end <= first.start {
            Some(Relation::After)
        } else {
            (second.start < first.start && first.end < second.end).then_some(Relation::During)
        }
    }

    /// Whether a fact is an event that is told and not shown.
    pub(super) fn is_told(&self, fact: u32) -> bool {
        fact % 4 == 1 && fact < self.facts()
    }

    /// The scene that hints at a fact.
    pub(super) fn hinted_in(&self, fact: u32) -> u32 {
        fact * SCENES_A_FACT + self.draws(Purpose::Hint, fact).below(SCENES_A_FACT / 2)
    }

    /// The scene that reveals a fact: soon after the hint, or much later.
    pub(super) fn revealed_in(&self, fact: u32) -> u32 {
        let mut draws = self.draws(Purpose::Reveal, fact);
        let soon = fact * SCENES_A_FACT + SCENES_A_FACT / 2 + draws.below(SCENES_A_FACT / 2);
        let late = soon + LATE * SCENES_A_FACT;
        if fact % 7 == 6 && late < self.scenes { late } else { soon }
    }

    /// The facts that a scene can hint at or reveal.
    pub(super) fn facts_around(&self, scene: u32) -> impl Iterator<Item = u32> {
        let here = scene / SCENES_A_FACT;
        let facts = self.facts();
        here.checked_sub(LATE).into_iter().chain([here]).filter(move |&fact| fact < facts)
    }
}

/// What is revealed late is revealed by the scenes of so many facts later.
const LATE: u32 = 5;

fn lasting(start: i64, minutes: i64) -> Time {
    Time { start, end: start + minutes }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scene(scene) => write!(f, "scene-{scene}"),
            Self::Fact(fact) => write!(f, "fact:fact-{fact}"),
        }
    }
}

impl fmt::Display for Strand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Summer => "summer",
            Self::Letters => "letters",
            Self::Rumours => "rumours",
            Self::Undertow => "undertow",
        })
    }
}
