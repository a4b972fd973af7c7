//! What a writer expects to hold, whatever changes. Never in a cut.

use super::{FactId, Party, SceneId, Story, Text, WorkId};
use crate::source::Location;

/// What is expected of a story at a position: an `[[expect]]`. Everything in it is with where it is written.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Expectation {
    /// The work in whose file it stands; none where that is the file of a universe.
    pub home: Option<WorkId>,
    /// The position as written. None where all of the story is meant.
    pub at: Option<Text>,
    /// What that names.
    pub positions: Vec<Position>,
    /// Facts that are known.
    pub known: Vec<(FactId, Location)>,
    /// Facts of which something else is believed.
    pub believed: Vec<(FactId, Location)>,
    /// Facts that are not known.
    pub hidden: Vec<(FactId, Location)>,
    /// Words that nothing shown contains.
    pub absent: Vec<(String, Location)>,
    /// What comes one after the other, as is declared.
    pub order: Vec<(Party, Location)>,
    /// What is at the same time.
    pub together: Vec<(Party, Location)>,
    /// What may have come one after the other, for all that is claimed.
    pub possible: Vec<(Party, Location)>,
    /// Where it is written.
    pub written: Location,
}

/// Something that has been seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Position {
    /// All of it.
    All,
    /// Nothing.
    None,
    /// A work.
    Work(WorkId),
    /// The scenes of a work up to and with this.
    UpTo(SceneId),
    /// This scene alone.
    Only(SceneId),
}

impl Story {
    /// What its writer expects of it, file by file, as written.
    #[must_use]
    pub fn expectations(&self) -> &[Expectation] {
        &self.expectations
    }

    /// How somebody who makes claims is named in a file of a work, or of the universe.
    #[must_use]
    pub fn name_in(&self, home: Option<WorkId>, party: Party) -> String {
        let (own, id, prefix) = match party {
            Party::Scene(scene) => (Some(self.scene(scene).work), &self.scene(scene).id, ""),
            Party::Fact(fact) => (self.fact(fact).home, &self.fact(fact).id, "fact:"),
            Party::Strand(strand) => (Some(self.strand(strand).work), &self.strand(strand).id, ""),
        };
        let id = if own == home { id.clone() } else { self.qualified(own, id) };
        format!("`{prefix}{id}`")
    }
}
