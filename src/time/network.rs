//! What the engine is told about time: scenes in narrative order, facts that are told, strands, claims.
//!
//! It holds no text and no names, only dense numbers. It solves nothing.

/// Something with a time of its own: a scene, or a fact that is told and not shown.
///
/// Scenes are numbered in narrative order, told facts in file order, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// The scene at this place in narrative order.
    Scene(u32),
    /// The told fact at this place in file order.
    Fact(u32),
}

/// A strand, by its place in [`Network::strands`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Strand(pub u32);

/// The main strand of the first work: that of every scene of it that names none and has no relation.
pub const MAIN: Strand = Strand(0);

/// How a strand is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Telling {
    /// Each scene comes after the one told before it.
    #[default]
    Forwards,
    /// Each scene comes before the one told before it.
    Backwards,
    /// The telling says nothing about time.
    Loosely,
}

/// How the time of a claim's subject `A` stands to that of its target `B`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// end(A) <= start(B)
    Before,
    /// end(B) <= start(A)
    After,
    /// start(B) < start(A) and end(A) < end(B)
    During,
    /// start(A) = start(B) and end(A) = end(B), as two events
    With,
    /// A and B are one event
    Same,
}

/// How far two points are apart, in minutes. Both bounds belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Distance {
    /// At least so much, and not less than 0.
    pub least: i64,
    /// At most so much.
    pub most: i64,
}

/// A stretch of a calendar, in minutes from its beginning: `from <= x < until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    /// Its first minute.
    pub from: i64,
    /// The first minute after it.
    pub until: i64,
}

/// What the minutes of an `at` are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Calendar {
    /// Dates: from the beginning of the year 1970 of our calendar, carried back and forth.
    Dates,
    /// Story days, by place in [`Network::story_days`]: from the beginning of day 1.
    StoryDays(u32),
}

/// What a claim says of its subject `A`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Says {
    /// How its time stands to another's.
    Is {
        /// How.
        relation: Relation,
        /// What it is compared with: `B`.
        target: Node,
        /// Beside `Before` or `After`, how far the two compared points are apart.
        by: Option<Distance>,
    },
    /// start(A) lies in a stretch of a calendar.
    At(Calendar, Window),
    /// end(A) - start(A)
    Lasts(Distance),
}

/// Who a claim speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// One scene or told fact.
    Node(Node),
    /// Every scene on a strand, save those of the event that the claim names.
    Strand(Strand),
    /// One scene or told fact, of which somebody else speaks: it stays on its strand all the same.
    Outside(Node),
}

/// One statement about time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    /// Who it speaks of.
    pub subject: Subject,
    /// What it says.
    pub says: Says,
}

impl Claim {
    /// That one scene or fact stands in a relation to another.
    #[must_use]
    pub fn is(subject: Subject, relation: Relation, target: Node) -> Self {
        Self { subject, says: Says::Is { relation, target, by: None } }
    }

    /// The relation it claims and what it is claimed to, if it claims one.
    #[must_use]
    pub fn relation(&self) -> Option<(Relation, Node)> {
        match self.says {
            Says::Is { relation, target, .. } => Some((relation, target)),
            Says::At(..) | Says::Lasts(_) => None,
        }
    }
}

/// A scene, as far as time is concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scene {
    /// It shows no event.
    pub timeless: bool,
    /// The strand it names, where there is one and it exists.
    pub strand: Option<Strand>,
    /// The work it belongs to, whose main strand has the same number.
    pub work: u32,
}

/// A story, as far as time is concerned.
///
/// Claims stand in the order in which the subject's scenes are told and, for one subject, as
/// written: before, after, during, with, same, at within one claim of the file, targets as listed; `lasts` last.
/// Those of scenes and told facts count before those of strands, and these before what is said from outside, which stands
/// as written. A theory's stand last, in the same order among themselves.
/// A claim that names a timeless scene, as subject or target, says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// Scenes in narrative order.
    pub scenes: Vec<Scene>,
    /// For each told fact, in file order, the first scene that reveals it.
    pub told_facts: Vec<u32>,
    /// How each strand is told. The first are the main strands of the works, in release order.
    pub strands: Vec<Telling>,
    /// How many works there are. None is as good as one.
    pub works: u32,
    /// For each calendar of story days, the stretch of dates in which its first day begins, if that is known.
    pub story_days: Vec<Option<Window>>,
    /// Everything that is declared.
    pub claims: Vec<Claim>,
    /// How many of these, the last, a theory makes: where claims contradict each other they do not count.
    pub assumed: u32,
}

impl Network {
    /// Whether a strand is the main strand of a work.
    #[must_use]
    pub fn is_main(&self, strand: Strand) -> bool {
        strand.0 < self.works.max(1)
    }

    /// How many strands there are: one at least.
    pub(super) fn strand_count(&self) -> usize {
        self.strands.len().max(self.works.max(1) as usize)
    }
}
