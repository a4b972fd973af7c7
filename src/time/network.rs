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

/// The strand of every scene that names none and has no relation. Always the first.
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

/// What a claim says about its subject `A` and its target `B`.
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

/// Who a claim speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// One scene or told fact.
    Node(Node),
    /// Every scene on a strand, save those of the event that the claim names.
    Strand(Strand),
}

/// One statement about time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    /// Who it speaks of.
    pub subject: Subject,
    /// What it says.
    pub relation: Relation,
    /// What the subject is compared with.
    pub target: Node,
}

/// A scene, as far as time is concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scene {
    /// It shows no event.
    pub timeless: bool,
    /// The strand it names, where there is one and it exists.
    pub strand: Option<Strand>,
}

/// A story, as far as time is concerned.
///
/// Claims stand in the order in which the subject's scenes are told and, for one subject, as
/// written: before, after, during, with, same within one claim of the file, targets as listed.
/// A claim that names a timeless scene, as subject or target, says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// Scenes in narrative order.
    pub scenes: Vec<Scene>,
    /// For each told fact, in file order, the first scene that reveals it.
    pub told_facts: Vec<u32>,
    /// How each strand is told. The first is [`MAIN`].
    pub strands: Vec<Telling>,
    /// Everything that is declared.
    pub claims: Vec<Claim>,
}
