//! What changed in meaning between two stories, or two versions of one: two stories in, a difference as data out.
//!
//! Comments, white space and the order of keys are no meaning. What follows from something else that is told is not told
//! again: scenes that only shift, because others moved, did not move.
//!
//! ```text
//! two stories ─matched─▶ what is the same in both ─┬─things──▶ what each says, key by key
//!                                                  ├─order───▶ both orders, labels, claims, steps
//!                                                  ├─known───▶ from which scene on what is known
//!                                                  └─problems─▶ what `check` finds
//! ```
//!
//! O(n log n) in both stories, beside what it costs to check them and to find their chronologies; see `order.rs` for how
//! many orders are asked for.

mod claims;
mod json;
mod known;
mod list;
mod matched;
mod moved;
mod order;
mod problems;
mod side;
mod text;
mod things;

pub use json::json;
pub use side::Side;
pub use text::{page, sentence};

use serde::Serialize;

use matched::Matched;
use side::Prepared;

/// One thing that changed. What is first of a pair is how it was, the second how it is; none where it is not there.
///
/// Between the same stories in the other order the same changes are found, each [turned round](Change::turned).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Change {
    /// Under which heading it is told.
    pub group: Group,
    /// What about the subject changed.
    pub kind: Kind,
    /// What kind of thing it is about: the name of its table in a story file.
    pub what: &'static str,
    /// Which, in both stories.
    pub subject: [Option<Named>; 2],
    /// Which key of it, or whom else it is about.
    pub key: String,
    /// The value, in both stories.
    pub value: [Option<String>; 2],
    /// Another thing that it is about, in both stories: the scene behind which it stands, that makes it known.
    pub other: [Option<Named>; 2],
    /// Of a claim that one scene or fact comes before or after another: where that order comes from, in both stories.
    pub step: [Option<&'static str>; 2],
    /// How many such changes there are that nothing tells apart.
    pub times: u32,
    /// The work that it is about, where it has no subject to say so.
    pub work: Option<String>,
}

/// A thing of a story, as it is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Named {
    /// Its id; in a universe with that of its work.
    pub id: String,
    /// Of a scene, its number as told.
    pub number: Option<u32>,
}

/// The headings under which changes are told, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Group {
    /// The header of a work or of a universe.
    Work,
    /// Scenes, and what they say.
    Scenes,
    /// The order in which scenes are told.
    Telling,
    /// The order in which things happened.
    Happening,
    /// From which scene on something is known.
    Known,
    /// Facts.
    Facts,
    /// Characters, places, layers, things.
    World,
    /// Strands.
    Strands,
    /// Theories.
    Theories,
    /// What is expected of the story.
    Expectations,
    /// Sources.
    Sources,
    /// What `check` finds.
    Problems,
}

/// What about a thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// Whether it is there. The value is what shows which it is: a title, a truth, a name.
    There,
    /// Its id.
    Id,
    /// Texts of it, named in the key: a rewording.
    Wording,
    /// The value of a key.
    Value,
    /// What a list holds: the values are what it lost and what it gained.
    List,
    /// In which order a list stands.
    Arranged,
    /// Whether somebody, named in the key, is in it, and how.
    Cast,
    /// Where it is told: behind which other scene.
    Told,
    /// Where it stands in the order of events: behind which other. The value is the step that leads there.
    Happens,
    /// Whether it is a flashback, and the like.
    Label,
    /// Whether something is claimed about time. The value is the claim in words.
    Claimed,
    /// Where the order of two events, the other of which is in the key, comes from.
    Order,
    /// Of how many pairs of neighbours the order was not looked for, as there are too many.
    Unasked,
    /// Whether the claims contradict each other, so that the order of events cannot be compared.
    Contradiction,
    /// From which other scene on it is known.
    Known,
    /// From which other scene on it is believed, or hinted at.
    Hinted,
    /// Whether the other, a scene, reveals it too.
    RevealedBy,
    /// Whether the other, a scene, hints at it too.
    HintedBy,
    /// A problem. The key is its code.
    Problem,
}

impl Change {
    /// The same change, seen from the other story.
    #[must_use]
    pub fn turned(mut self) -> Self {
        self.subject.swap(0, 1);
        self.value.swap(0, 1);
        self.other.swap(0, 1);
        self.step.swap(0, 1);
        self
    }

    fn new(group: Group, kind: Kind, what: &'static str, subject: [Option<Named>; 2]) -> Self {
        let (key, value, other) = (String::new(), [None, None], [None, None]);
        Self { group, kind, what, subject, key, value, other, step: [None, None], times: 1, work: None }
    }

    fn key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    fn value(mut self, value: [Option<String>; 2]) -> Self {
        self.value = value;
        self
    }

    fn other(mut self, other: [Option<Named>; 2]) -> Self {
        self.other = other;
        self
    }

    /// Its place among the changes under one heading: by scene as told, then by name.
    fn place(&self) -> (Group, u32, &str, Kind) {
        let named = self.subject[1].as_ref().or(self.subject[0].as_ref());
        let number = named.and_then(|named| named.number).unwrap_or(u32::MAX);
        (self.group, number, named.map_or("", |named| &named.id), self.kind)
    }
}

/// Finds what changed from one story to another.
#[must_use]
pub fn diff(old: &Side, new: &Side) -> Vec<Change> {
    let (old, new) = rayon::join(|| Prepared::of(old), || Prepared::of(new));
    let matched = Matched::of(&old, &new);
    let mut changes = Vec::new();
    things::compare(&matched, &mut changes);
    let claimed = claims::compare(&matched, &mut changes);
    let told = order::told(&matched, &mut changes);
    order::happened(&matched, &told, &claimed, &mut changes);
    known::compare(&matched, &told, &mut changes);
    problems::compare(&matched, &mut changes);
    changes.sort_by(|one, other| (one.place(), one).cmp(&(other.place(), other)));
    changes
}
