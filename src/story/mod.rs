//! The checked story: everything in it has its number, every reference leads somewhere.
//!
//! [`build`] makes one of a [`Document`](crate::syntax::Document), [`build_universe`] of several, always: what is wrong with the document
//! has been dropped and noted. A story holds all that there is; what somebody may know of it is `knowledge`'s
//! business, and nothing that is shown to a viewer is read from here.

mod builder;
mod continuity;
mod graph;
mod ids;
mod network;
mod theory;

pub use builder::{build, build_universe};
pub use continuity::{Born, Continuity, Knows, Owner, State, StateIs, Value, Way};
pub use graph::{GraphNode, Tie, Tied};
pub use ids::{
    CharacterId, ClaimId, FactId, LayerId, PlaceId, SceneId, SourceId, StateId, StrandId, TheoryId, ThingId, WorkId,
};
pub use network::{Projection, Scope};
pub use theory::{Theory, TheoryStrand};

use petgraph::graph::DiGraph;

use crate::calendar::{Clip, Date, Duration, Moment};
use crate::source::{FileId, Location, Span, Spanned};
use crate::time::{Calendar, Relation, Telling, Window};

/// Some text and where it is written.
pub type Text = Spanned<String>;

/// A story: works, scenes in narrative order, and all that is said of them.
#[derive(Clone, Debug)]
pub struct Story {
    universe: Option<Universe>,
    works: Vec<Work>,
    sources: Vec<Cited>,
    scenes: Vec<Scene>,
    characters: Vec<Thing>,
    places: Vec<Thing>,
    layers: Vec<Thing>,
    things: Vec<Thing>,
    states: Vec<State>,
    strands: Vec<Strand>,
    facts: Vec<Fact>,
    /// Those of the story itself, then those of each theory.
    claims: Vec<Claim>,
    /// How many are of the story itself.
    canon: u32,
    theories: Vec<Theory>,
    /// The claims that each scene makes or is the target of, scene after scene.
    claims_about: Vec<ClaimId>,
    /// Where those of each scene begin, and where those of the last end.
    claims_about_begin: Vec<u32>,
    graph: DiGraph<GraphNode, Tied>,
    allows: Vec<Allow>,
    loose_ends: LooseEnds,
}

/// What several works of one story-world have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Universe {
    /// Its id: the folder's name.
    pub id: String,
    /// Its title; its id where it has none.
    pub title: Text,
    /// What it rests on.
    pub cite: Vec<SourceId>,
    /// Which text it is written in.
    pub file: FileId,
}

/// What anybody may know of a work before watching it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Work {
    /// Its id: the file's name.
    pub id: String,
    /// Its title; its id where it has none.
    pub title: Text,
    /// Who made it.
    pub credit: Option<Text>,
    /// When it came out, as in "2012-10-11", as precise as is known.
    pub released: Option<String>,
    /// What it is: "music video".
    pub kind: Option<Text>,
    /// An invitation.
    pub blurb: Option<Text>,
    /// What some would want to be warned of.
    pub warnings: Vec<Text>,
    /// The language it is told in.
    pub language: Option<String>,
    /// The stretch of dates in which its first story day begins, where that is known and not to the minute.
    pub first_day: Option<Window>,
    /// The date of its first story day, as written.
    pub day_1: Option<Date>,
    /// Whether it says when its first story day is, in words that could not be read.
    pub unread_first_day: bool,
    /// What it rests on.
    pub cite: Vec<SourceId>,
    /// Which text it is written in.
    pub file: FileId,
}

/// A unit of the telling.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Scene {
    /// The work it belongs to.
    pub work: WorkId,
    /// Its id.
    pub id: String,
    /// Its title; its id where it has none.
    pub title: Text,
    /// What is told, by somebody who knows only what came before.
    pub text: Text,
    /// What is told instead when scenes are played in the order in which they happened.
    pub chronological_text: Option<Text>,
    /// Who is in it.
    pub cast: Vec<Cast>,
    /// Where it is.
    pub place: Option<PlaceId>,
    /// The strand it names.
    pub strand: Option<StrandId>,
    /// The level of reality it is on.
    pub layer: Option<LayerId>,
    /// Whether it shows no event.
    pub timeless: bool,
    /// What holds of it once facts are known, in file order.
    pub hindsight: Vec<ScenePatch>,
    /// What it needs and changes.
    pub continuity: Continuity,
    /// Where it stands in its video.
    pub clip: Option<Spanned<Clip>>,
    /// What it rests on.
    pub cite: Vec<SourceId>,
    /// Where its id is written.
    pub written: Location,
    /// Where all of it is written.
    pub extent: Span,
}

/// Somebody in a scene.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cast {
    /// Who.
    pub who: CharacterId,
    /// How, where not in the flesh: imagined, a body, a voice.
    pub role: Option<Text>,
}

/// What holds of a scene once facts are known. What is none stays as it is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ScenePatch {
    /// The facts, all of which must be known.
    pub once: Vec<FactId>,
    /// Where it says what it waits for.
    pub written: Location,
    /// Another title.
    pub title: Option<Text>,
    /// A text that looks back, told after the first.
    pub text: Option<Text>,
    /// Another cast.
    pub cast: Option<Vec<Cast>>,
    /// Another place.
    pub place: Option<PlaceId>,
    /// Another layer.
    pub layer: Option<LayerId>,
    /// Another strand.
    pub strand: Option<StrandId>,
    /// Whether it shows no event.
    pub timeless: Option<bool>,
}

/// A character, a place, a layer or a thing.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Thing {
    /// Its id.
    pub id: String,
    /// The work that declares it; none where the universe does.
    pub home: Option<WorkId>,
    /// Its name; its id where it has none.
    pub name: Text,
    /// Who plays it.
    pub performer: Option<Text>,
    /// A line on it.
    pub about: Option<Text>,
    /// What holds of it once facts are known, in file order.
    pub hindsight: Vec<ThingPatch>,
    /// Words that give a later name away.
    pub words: Vec<Text>,
    /// When a character was born.
    pub born: Option<Born>,
    /// A character's parents, and where each is named.
    pub parents: Vec<(CharacterId, Location)>,
    /// How long it takes to a place from others.
    pub ways: Vec<Way>,
    /// What it rests on.
    pub cite: Vec<SourceId>,
    /// Where its id is written.
    pub written: Location,
    /// Where all of it is written.
    pub extent: Span,
}

/// What holds of a character, a place or a layer once facts are known. What is none stays as it is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ThingPatch {
    /// The facts, all of which must be known.
    pub once: Vec<FactId>,
    /// Where it says what it waits for.
    pub written: Location,
    /// Another name.
    pub name: Option<Text>,
    /// Another performer.
    pub performer: Option<Text>,
    /// Another line on it.
    pub about: Option<Text>,
}

/// Something that a story rests on.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Cited {
    /// Its id.
    pub id: String,
    /// The work that declares it; none where the universe does.
    pub home: Option<WorkId>,
    /// What it is called.
    pub title: Option<Text>,
    /// Where it is found.
    pub url: Option<Text>,
    /// Where its id is written.
    pub written: Location,
}

/// A line of telling that runs on by itself.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Strand {
    /// Its id.
    pub id: String,
    /// The work that it runs in.
    pub work: WorkId,
    /// What viewers call it.
    pub name: Option<Text>,
    /// How it is told.
    pub told: Telling,
    /// Whether it makes claims for its scenes.
    pub claims: bool,
    /// The facts that must be known before it exists.
    pub once: Vec<FactId>,
    /// Where its id is written. None where it is not declared, which only `main` need not be.
    pub written: Option<Location>,
}

/// How much a fact turns round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Weight {
    /// A detail.
    Minor,
    /// A matter of the plot.
    #[default]
    Major,
    /// All that went before looks different.
    Twist,
}

/// Something a viewer can come to know.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fact {
    /// Its id.
    pub id: String,
    /// The work that declares it; none where the universe does.
    pub home: Option<WorkId>,
    /// What is so.
    pub truth: Text,
    /// What a viewer may believe until then.
    pub seems: Option<Text>,
    /// How much it turns round.
    pub weight: Weight,
    /// Whether it is an event, told and not shown.
    pub told: bool,
    /// What it needs and changes, where it is an event.
    pub continuity: Continuity,
    /// Whether anything about time waits for it.
    pub moves_time: bool,
    /// The scenes that have a hindsight patch which waits for it, in narrative order.
    pub looks_back_at: Vec<SceneId>,
    /// Words that give it away.
    pub words: Vec<Text>,
    /// What it rests on.
    pub cite: Vec<SourceId>,
    /// Where its id is written.
    pub written: Location,
    /// Where all of it is written.
    pub extent: Span,
}

/// Who makes a claim, or whom it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Party {
    /// A scene.
    Scene(SceneId),
    /// A told fact.
    Fact(FactId),
    /// Every scene on a strand. Never a target.
    Strand(StrandId),
}

/// One statement about time: one relation to one target, or one time, or one duration.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claim {
    /// Who makes it, or of whom it is said from outside.
    pub subject: Party,
    /// Whether it is said from outside, in a `[[claim]]`: then it takes nobody off a strand.
    pub outside: bool,
    /// What it says.
    pub says: Statement,
    /// The facts that must be known before it holds.
    pub once: Vec<FactId>,
    /// Where it is written: its target, its time or its duration.
    pub written: Location,
}

/// What a claim says of who makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Statement {
    /// How its time stands to another's.
    Is {
        /// How.
        relation: Relation,
        /// Whom it names: a scene or a told fact.
        target: Party,
        /// Beside before or after, how far they are apart, and where that is written.
        by: Option<(Duration, Span)>,
    },
    /// It begins within a stretch of a calendar, named by such a moment. Story days are counted by work.
    At(Calendar, Window, Moment),
    /// It lasts so long.
    Lasts(Duration),
}

impl ScenePatch {
    /// Whether it changes nothing.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.is_idle_but_for_its_strand() && self.strand.is_none()
    }

    /// Whether it changes nothing but the strand, if that.
    #[must_use]
    pub fn is_idle_but_for_its_strand(&self) -> bool {
        let texts = self.title.is_none() && self.text.is_none() && self.cast.is_none();
        texts && self.place.is_none() && self.layer.is_none() && self.timeless.is_none()
    }
}

impl ThingPatch {
    /// Whether it changes nothing.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.name.is_none() && self.performer.is_none() && self.about.is_none()
    }
}

impl Claim {
    /// Whom it names, if it names anybody.
    #[must_use]
    pub fn target(&self) -> Option<Party> {
        match self.says {
            Statement::Is { target, .. } => Some(target),
            Statement::At(..) | Statement::Lasts(_) => None,
        }
    }
}

/// A problem that the writer knows of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Allow {
    /// Its code.
    pub code: String,
    /// Where the code is written.
    pub written: Location,
    /// Within which scene it is allowed: all of it. None for the whole work.
    pub within: Option<Span>,
}

/// A kind of thing that a file declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Declared {
    /// A source.
    Source,
    /// A character.
    Character,
    /// A place.
    Place,
    /// A layer.
    Layer,
    /// A thing.
    Thing,
    /// A strand.
    Strand,
    /// A fact.
    Fact,
    /// The date of the first story day.
    FirstDay,
}

/// What is declared and leads nowhere. What a mistake elsewhere may be the reason of is not among it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LooseEnds {
    /// What nothing refers to: what it is, its id, and where that is written.
    pub unused: Vec<(Declared, String, Location)>,
    /// The facts that something refers to and no scene reveals.
    pub never_revealed: Vec<FactId>,
    /// The facts that may be revealed earlier than the story has it: by something that could not be read, by a reference that
    /// leads nowhere, by a scene that is left out.
    pub unsure: Vec<FactId>,
    /// The facts that some scene reveals, that say what they seem, and that no scene hints at.
    pub never_hinted: Vec<FactId>,
}

impl Story {
    /// What its works have in common, where it is a universe.
    #[must_use]
    pub fn universe(&self) -> Option<&Universe> {
        self.universe.as_ref()
    }

    /// The works, in release order.
    #[must_use]
    pub fn works(&self) -> &[Work] {
        &self.works
    }

    /// A work.
    #[must_use]
    pub fn work(&self, id: WorkId) -> &Work {
        &self.works[id.index()]
    }

    /// All works, in release order.
    pub fn work_ids(&self) -> impl ExactSizeIterator<Item = WorkId> + use<> {
        (0..self.works.len() as u32).map(WorkId)
    }

    /// The work of an id.
    #[must_use]
    pub fn work_named(&self, id: &str) -> Option<WorkId> {
        self.works.iter().position(|work| work.id == id).map(|at| WorkId(at as u32))
    }

    /// An id as it is written in a universe: behind that of its work, where it has one.
    #[must_use]
    pub fn qualified(&self, home: Option<WorkId>, id: &str) -> String {
        match home.filter(|_| self.universe.is_some()) {
            Some(work) => format!("{}/{id}", self.work(work).id),
            None => id.to_owned(),
        }
    }

    /// The scenes of a work, in narrative order.
    pub fn scenes_of(&self, work: WorkId) -> impl ExactSizeIterator<Item = SceneId> + use<> {
        let begins = |work: WorkId| self.scenes.partition_point(|scene| scene.work < work) as u32;
        (begins(work)..begins(WorkId(work.0 + 1))).map(SceneId)
    }

    /// All scenes, in narrative order.
    pub fn scenes(&self) -> impl ExactSizeIterator<Item = SceneId> + use<> {
        (0..self.scenes.len() as u32).map(SceneId)
    }

    /// What it rests on.
    #[must_use]
    pub fn source(&self, id: SourceId) -> &Cited {
        &self.sources[id.index()]
    }

    /// All that it may rest on, in file order.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = SourceId> + use<> {
        (0..self.sources.len() as u32).map(SourceId)
    }

    /// A scene.
    #[must_use]
    pub fn scene(&self, id: SceneId) -> &Scene {
        &self.scenes[id.index()]
    }

    /// A character.
    #[must_use]
    pub fn character(&self, id: CharacterId) -> &Thing {
        &self.characters[id.index()]
    }

    /// A place.
    #[must_use]
    pub fn place(&self, id: PlaceId) -> &Thing {
        &self.places[id.index()]
    }

    /// A layer.
    #[must_use]
    pub fn layer(&self, id: LayerId) -> &Thing {
        &self.layers[id.index()]
    }

    /// All characters, in file order.
    pub fn characters(&self) -> impl ExactSizeIterator<Item = CharacterId> + use<> {
        (0..self.characters.len() as u32).map(CharacterId)
    }

    /// All places, in file order.
    pub fn places(&self) -> impl ExactSizeIterator<Item = PlaceId> + use<> {
        (0..self.places.len() as u32).map(PlaceId)
    }

    /// All layers, in file order.
    pub fn layers(&self) -> impl ExactSizeIterator<Item = LayerId> + use<> {
        (0..self.layers.len() as u32).map(LayerId)
    }

    /// All strands: the main one of each work, then as they are declared.
    pub fn strands(&self) -> impl ExactSizeIterator<Item = StrandId> + use<> {
        (0..self.strands.len() as u32).map(StrandId)
    }

    /// A strand.
    #[must_use]
    pub fn strand(&self, id: StrandId) -> &Strand {
        &self.strands[id.index()]
    }

    /// The strand of every scene of a work that names none and has no relation.
    #[must_use]
    pub fn main_of(&self, work: WorkId) -> StrandId {
        StrandId(work.0)
    }

    /// Whether a strand is the main one of its work.
    #[must_use]
    pub fn is_main(&self, strand: StrandId) -> bool {
        strand.index() < self.works.len()
    }

    /// All facts, in file order.
    pub fn facts(&self) -> impl ExactSizeIterator<Item = FactId> + use<> {
        (0..self.facts.len() as u32).map(FactId)
    }

    /// A fact.
    #[must_use]
    pub fn fact(&self, id: FactId) -> &Fact {
        &self.facts[id.index()]
    }

    /// All claims of the story itself: those of scenes in narrative order, then of facts, then of strands, then from
    /// outside, each as written.
    #[must_use]
    pub fn claims(&self) -> &[Claim] {
        &self.claims[..self.canon as usize]
    }

    /// The problems that its writer knows of, as written.
    #[must_use]
    pub fn allows(&self) -> &[Allow] {
        &self.allows
    }

    /// What is declared and leads nowhere.
    #[must_use]
    pub fn loose_ends(&self) -> &LooseEnds {
        &self.loose_ends
    }

    /// The claims of the story itself that a scene makes or is the target of.
    pub fn claims_about(&self, scene: SceneId) -> impl Iterator<Item = &Claim> {
        let begin = |at: usize| self.claims_about_begin[at] as usize;
        let claims = &self.claims_about[begin(scene.index())..begin(scene.index() + 1)];
        claims.iter().map(|&claim| self.claim(claim))
    }

    /// A claim.
    #[must_use]
    pub fn claim(&self, id: ClaimId) -> &Claim {
        &self.claims[id.index()]
    }
}
