//! What is said of states and of what people know, along story time.

use std::fmt;

use super::{CharacterId, FactId, PlaceId, StateId, Story, Thing, ThingId};
use crate::calendar::{Duration, Moment};
use crate::source::Location;
use crate::time::{Calendar, Window};

/// What a state can be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Value {
    /// True or false.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A word or several.
    Word(String),
}

/// As it is written.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Word(word) => write!(f, "\"{word}\""),
        }
    }
}

/// Whose state something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Owner {
    /// A character's.
    Character(CharacterId),
    /// A place's.
    Place(PlaceId),
    /// A thing's.
    Thing(ThingId),
}

/// Something that can be one way or another, and change.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct State {
    /// Whose it is.
    pub owner: Owner,
    /// What it is called: in `boyfriend.alive` the second word.
    pub name: String,
    /// What it is before anything happens, and where that is written. None where nobody says.
    pub begins: Option<(Value, Location)>,
}

impl State {
    /// Whether a character is alive.
    #[must_use]
    pub fn is_life(&self) -> bool {
        matches!(self.owner, Owner::Character(_)) && self.name == "alive"
    }

    /// Whether a thing exists.
    #[must_use]
    pub fn is_existence(&self) -> bool {
        matches!(self.owner, Owner::Thing(_)) && self.name == "exists"
    }
}

/// What a state becomes or needs to be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StateIs {
    /// The state.
    pub state: StateId,
    /// What it is.
    pub value: Value,
    /// Where it is written: the state and its value.
    pub written: Location,
}

/// What somebody learns, or acts on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Knows {
    /// Who.
    pub who: CharacterId,
    /// What.
    pub fact: FactId,
    /// Where the fact is named.
    pub written: Location,
}

/// What an event needs and changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Continuity {
    /// What is so from its end on.
    pub becomes: Vec<StateIs>,
    /// What must be so when it starts.
    pub needs: Vec<StateIs>,
    /// Who knows what from its end on. Facts have none.
    pub learns: Vec<Knows>,
    /// Who acts on what, and so must know it when it starts. Facts have none.
    pub uses: Vec<Knows>,
}

impl Continuity {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.becomes.is_empty() && self.needs.is_empty() && self.learns.is_empty() && self.uses.is_empty()
    }
}

/// When a character was born.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Born {
    /// By which calendar.
    pub calendar: Calendar,
    /// Within which stretch of it.
    pub window: Window,
    /// As written.
    pub moment: Moment,
    /// Where that is.
    pub written: Location,
}

/// How long it takes at least from one place to another, or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Way {
    /// The other place.
    pub from: PlaceId,
    /// How long.
    pub takes: Duration,
    /// Where that is written.
    pub written: Location,
}

impl Story {
    /// A thing.
    #[must_use]
    pub fn thing(&self, id: ThingId) -> &Thing {
        &self.things[id.index()]
    }

    /// All things, in file order.
    pub fn things(&self) -> impl ExactSizeIterator<Item = ThingId> + use<> {
        (0..self.things.len() as u32).map(ThingId)
    }

    /// A state.
    #[must_use]
    pub fn state(&self, id: StateId) -> &State {
        &self.states[id.index()]
    }

    /// All states: as things declare them, then as scenes and facts name them.
    pub fn states(&self) -> impl ExactSizeIterator<Item = StateId> + use<> {
        (0..self.states.len() as u32).map(StateId)
    }

    /// Whose a state is.
    #[must_use]
    pub fn owner(&self, state: StateId) -> &Thing {
        match self.state(state).owner {
            Owner::Character(id) => self.character(id),
            Owner::Place(id) => self.place(id),
            Owner::Thing(id) => self.thing(id),
        }
    }

    /// A state as it is written: `boyfriend.alive`, in a universe behind the work that declares its owner.
    #[must_use]
    pub fn state_name(&self, state: StateId) -> String {
        let owner = self.owner(state);
        format!("{}.{}", self.qualified(owner.home, &owner.id), self.state(state).name)
    }
}
