//! A story file as it was written: every key of the format, each value with its place.
//!
//! It may as well be made in code: every part has a default, and text becomes a [`Text`] by `into()`.
//! Nothing is resolved here: a reference is a word, and may be wrong.

use crate::calendar::{Clip, Date, Duration, Moment};
use crate::source::{FileId, Span, Spanned};

/// Some text and where it stands.
pub type Text = Spanned<String>;

/// One story file.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The id of the work: the file's name without folder and ending.
    pub name: String,
    /// Which text it was read from.
    pub file: FileId,
    /// `format`. None where it is missing or not known.
    pub format: Option<Spanned<i64>>,
    /// `[work]`.
    pub work: Option<Work>,
    /// `[universe]`, in a universe file.
    pub universe: Option<Universe>,
    /// `[sources.ID]`.
    pub sources: Vec<Entry<SourceEntry>>,
    /// `[characters.ID]`.
    pub characters: Vec<Entry<Thing>>,
    /// `[places.ID]`.
    pub places: Vec<Entry<Thing>>,
    /// `[layers.ID]`.
    pub layers: Vec<Entry<Thing>>,
    /// `[things.ID]`.
    pub things: Vec<Entry<Thing>>,
    /// `[strands.ID]`.
    pub strands: Vec<Entry<Strand>>,
    /// `[facts.ID]`.
    pub facts: Vec<Entry<Fact>>,
    /// `[[scene]]`, in narrative order.
    pub scenes: Vec<Scene>,
    /// `[theories.ID]`.
    pub theories: Vec<Entry<Theory>>,
    /// `[[claim]]`: what is said of scenes from outside.
    pub claims: Vec<SceneClaim>,
    /// `[[expect]]`
    pub expectations: Vec<Expectation>,
    /// What could not be read, each with a problem of its own.
    pub unread: Unread,
}

/// The words of what could not be read.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    /// Every word: what it may refer to is not called unused.
    pub words: Vec<String>,
    /// Those that may be ids of something: what refers to them is not called unknown.
    pub ids: Vec<String>,
    /// Whether nothing could be read at all.
    pub all: bool,
}

/// The facts that something waits for.
#[derive(Clone, Debug, Default)]
pub struct Once {
    /// Where it is written.
    pub span: Span,
    /// The facts, all of which must be known.
    pub facts: Vec<Text>,
    /// Whether some of it could not be understood: then it never holds.
    pub never: bool,
}

/// A problem that the writer knows of: `allow = { CODE = "reason" }`.
#[derive(Clone, Debug, Default)]
pub struct Allow {
    /// The code.
    pub code: Text,
    /// Why it is as it should be.
    pub reason: Text,
}

/// A table with an id.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// Its id.
    pub id: Text,
    /// All of it, from its header to the end of its last value.
    pub extent: Span,
    /// What it says.
    pub value: T,
}

impl<T> Entry<T> {
    /// One that is made in code.
    #[must_use]
    pub fn new(id: &str, value: T) -> Self {
        Self { id: id.into(), extent: Span::default(), value }
    }
}

/// `[work]`: what anybody may know before watching.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Where the table begins.
    pub span: Span,
    /// `title`
    pub title: Option<Text>,
    /// `credit`
    pub credit: Option<Text>,
    /// `released`
    pub released: Option<Spanned<Date>>,
    /// `kind`
    pub kind: Option<Text>,
    /// `blurb`
    pub blurb: Option<Text>,
    /// `warnings`
    pub warnings: Vec<Text>,
    /// `language`
    pub language: Option<Text>,
    /// `day-1`: the date of the first story day.
    pub day_1: Option<Spanned<Date>>,
    /// Whether there is a `day-1` that could not be read.
    pub unread_day_1: bool,
    /// `allow`
    pub allow: Vec<Allow>,
    /// `cite`
    pub cite: Vec<Text>,
}

/// `[universe]`.
#[derive(Clone, Debug, Default)]
pub struct Universe {
    /// Where the table begins.
    pub span: Span,
    /// `title`
    pub title: Option<Text>,
    /// `works`, in release order.
    pub works: Vec<Text>,
    /// `allow`
    pub allow: Vec<Allow>,
    /// `cite`
    pub cite: Vec<Text>,
}

/// `[sources.ID]`.
#[derive(Clone, Debug, Default)]
pub struct SourceEntry {
    /// `title`
    pub title: Option<Text>,
    /// `url`
    pub url: Option<Text>,
}

/// `[characters.ID]`, `[places.ID]`, `[layers.ID]` or `[things.ID]`.
#[derive(Clone, Debug, Default)]
pub struct Thing {
    /// `name`
    pub name: Option<Text>,
    /// `performer`, of a character.
    pub performer: Option<Text>,
    /// `about`
    pub about: Option<Text>,
    /// `hindsight`
    pub hindsight: Vec<ThingPatch>,
    /// `words` that give a later name away.
    pub words: Vec<Text>,
    /// `cite`
    pub cite: Vec<Text>,
    /// `begins`, of a character, a place or a thing: what is so before anything happens, by the state's name alone.
    pub begins: Vec<StateIs>,
    /// `born`, of a character.
    pub born: Option<Spanned<Moment>>,
    /// `parents`, of a character.
    pub parents: Vec<Text>,
    /// `from.ID`, of a place: how long it takes at least from another.
    pub from: Vec<Entry<Option<Spanned<Duration>>>>,
}

/// What a state is said to be: an entry of `begins`, `becomes` or `needs`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StateIs {
    /// The state: `ID.NAME`, in `begins` its name alone.
    pub state: Text,
    /// What it is.
    pub value: Spanned<Value>,
}

/// What a state can be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// True or false.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A word or several.
    Word(String),
}

impl Default for Value {
    fn default() -> Self {
        Self::Flag(false)
    }
}

/// What somebody knows: an entry of `learns` or `uses`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Knows {
    /// Who.
    pub who: Text,
    /// The facts.
    pub facts: Vec<Text>,
}

/// What holds of a character, a place or a layer once facts are known.
#[derive(Clone, Debug, Default)]
pub struct ThingPatch {
    /// `once`
    pub once: Once,
    /// `name`
    pub name: Option<Text>,
    /// `performer`
    pub performer: Option<Text>,
    /// `about`
    pub about: Option<Text>,
}

/// `[strands.ID]`.
#[derive(Clone, Debug, Default)]
pub struct Strand {
    /// `name`
    pub name: Option<Text>,
    /// `told`
    pub told: Option<Spanned<Told>>,
    /// Whether it has a `when`: under a theory that stands for what the story says, also where it is empty.
    pub placed: bool,
    /// `when`
    pub when: Vec<Claim>,
    /// `once`
    pub once: Once,
}

/// How a strand is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// `"forwards"`
    Forwards,
    /// `"backwards"`
    Backwards,
    /// `"loosely"`
    Loosely,
}

/// How much a fact turns round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// `"minor"`
    Minor,
    /// `"major"`
    Major,
    /// `"twist"`
    Twist,
}

/// `[facts.ID]`.
#[derive(Clone, Debug, Default)]
pub struct Fact {
    /// `truth`
    pub truth: Option<Text>,
    /// `seems`
    pub seems: Option<Text>,
    /// `weight`
    pub weight: Option<Spanned<Weight>>,
    /// Whether it has a `when`: then it is an event that is told, not shown.
    pub told: bool,
    /// `when`
    pub when: Vec<Claim>,
    /// `becomes`
    pub becomes: Vec<StateIs>,
    /// `needs`
    pub needs: Vec<StateIs>,
    /// `words` that give it away.
    pub words: Vec<Text>,
    /// `cite`
    pub cite: Vec<Text>,
}

/// `[[scene]]`.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// All of it, from its header to the end of its last value.
    pub span: Span,
    /// `id`
    pub id: Option<Text>,
    /// `title`
    pub title: Option<Text>,
    /// `text`
    pub text: Option<Text>,
    /// `cast`
    pub cast: Vec<Cast>,
    /// `place`
    pub place: Option<Text>,
    /// `strand`
    pub strand: Option<Text>,
    /// `layer`
    pub layer: Option<Text>,
    /// `timeless`
    pub timeless: Option<Spanned<bool>>,
    /// `when`
    pub when: Vec<Claim>,
    /// `lasts`
    pub lasts: Option<Spanned<Duration>>,
    /// `clip`
    pub clip: Option<Spanned<Clip>>,
    /// `hints`
    pub hints: Vec<Text>,
    /// `reveals`
    pub reveals: Vec<Text>,
    /// `causes`
    pub causes: Vec<Text>,
    /// `becomes`: what is so from its end on.
    pub becomes: Vec<StateIs>,
    /// `needs`: what must be so when it starts.
    pub needs: Vec<StateIs>,
    /// `learns`: who knows what from its end on.
    pub learns: Vec<Knows>,
    /// `uses`: who acts on what, and so must know it when it starts.
    pub uses: Vec<Knows>,
    /// `hindsight`
    pub hindsight: Vec<ScenePatch>,
    /// `chronological-text`
    pub chronological_text: Option<Text>,
    /// `note`
    pub note: Option<Text>,
    /// `allow`
    pub allow: Vec<Allow>,
    /// `cite`
    pub cite: Vec<Text>,
}

/// A cast entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cast {
    /// Who.
    pub who: Text,
    /// `as`: not there in the flesh.
    pub role: Option<Text>,
}

/// What holds of a scene once facts are known, or under a theory.
#[derive(Clone, Debug, Default)]
pub struct ScenePatch {
    /// `once`
    pub once: Once,
    /// `title`
    pub title: Option<Text>,
    /// `text`
    pub text: Option<Text>,
    /// `cast`. None where the patch leaves it.
    pub cast: Option<Vec<Cast>>,
    /// `place`
    pub place: Option<Text>,
    /// `layer`
    pub layer: Option<Text>,
    /// `strand`
    pub strand: Option<Text>,
    /// `timeless`
    pub timeless: Option<Spanned<bool>>,
    /// `when`, under a theory only.
    pub when: Vec<Claim>,
}

/// One entry of `when`.
#[derive(Clone, Debug, Default)]
pub struct Claim {
    /// The whole of it.
    pub span: Span,
    /// `before`
    pub before: Vec<Text>,
    /// `after`
    pub after: Vec<Text>,
    /// `during`
    pub during: Vec<Text>,
    /// `with`
    pub with: Vec<Text>,
    /// `same`
    pub same: Vec<Text>,
    /// `by`
    pub by: Option<Spanned<Duration>>,
    /// `at`
    pub at: Option<Spanned<Moment>>,
    /// `once`
    pub once: Once,
}

/// `[[claim]]`: what is said of a scene from outside, which does not take it off its strand.
#[derive(Clone, Debug, Default)]
pub struct SceneClaim {
    /// `scene`, or `fact:ID`
    pub scene: Option<Text>,
    /// The keys of a claim.
    pub claim: Claim,
}

/// `[theories.ID]`.
#[derive(Clone, Debug, Default)]
pub struct Theory {
    /// `title`
    pub title: Option<Text>,
    /// `about`
    pub about: Option<Text>,
    /// `once`
    pub once: Once,
    /// `sets-aside`
    pub sets_aside: Vec<Text>,
    /// `scenes.ID`
    pub scenes: Vec<Entry<ScenePatch>>,
    /// `facts.ID`: its truth under the theory.
    pub facts: Vec<Entry<Option<Text>>>,
    /// `strands.ID`
    pub strands: Vec<Entry<Strand>>,
    /// `cite`
    pub cite: Vec<Text>,
}

/// `[[expect]]`: what is to hold at a position, whatever changes. For writers, never shown.
#[derive(Clone, Debug, Default)]
pub struct Expectation {
    /// Where the table begins.
    pub span: Span,
    /// `at`: a position. None where all of the story is meant.
    pub at: Option<Text>,
    /// `known`
    pub known: Vec<Text>,
    /// `believed`
    pub believed: Vec<Text>,
    /// `hidden`
    pub hidden: Vec<Text>,
    /// `absent`: words.
    pub absent: Vec<Text>,
    /// `order`
    pub order: Vec<Text>,
    /// `together`
    pub together: Vec<Text>,
    /// `possible`
    pub possible: Vec<Text>,
}
