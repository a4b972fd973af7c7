//! Makes a story of a document: gives everything its number and follows every reference.
//!
//! The only part of `story` that knows how stories are written. It always makes a story; a problem drops the
//! smallest thing that it touches: a reference, a claim, a patch, a scene that cannot be named.

mod claims;
mod continuity;
mod loose_ends;
mod names;
mod theories;

use std::hash::Hash;

use rustc_hash::{FxHashMap, FxHashSet};

use super::graph::{GraphNode, Tie, Tied, graph};
use super::ids::{CharacterId, FactId, LayerId, PlaceId, SceneId, SourceId, StrandId, WorkId};
use super::{
    Allow, Cast, Cited, Fact, Party, Scene, ScenePatch, Story, Strand, Thing, ThingPatch, Universe, Weight, Work,
};
use crate::problem::{self, Code, Problem};
use crate::source::{Location, Span};
use crate::syntax::{self, Document, Entry, Once, Text};
use crate::time::Telling;
use claims::{claims_about, first_day, note_what_moves_time};
use continuity::States;
use names::{Counts, Names};

/// Makes a story of a document. What cannot be used goes to `problems`. O(size of the document).
#[must_use]
pub fn build(document: &Document, problems: &mut Vec<Problem>) -> Story {
    build_universe(std::slice::from_ref(document), problems)
}

/// Makes a story of several documents: that of a universe, then those of its works in release order. O(their size).
#[must_use]
pub fn build_universe(documents: &[Document], problems: &mut Vec<Problem>) -> Story {
    let mut counts = Counts::of(documents);
    let names: Vec<Names> = documents.iter().map(|document| Names::of(document, &mut counts, problems)).collect();
    let mut builder = Builder::new(documents, names, counts, problems);
    builder.note_declared_twice();
    let strands = builder.strands();
    let universe = documents.first().and_then(|document| builder.universe(document));
    let works = builder.each(Builder::work);
    let sources = builder.each(Builder::sources);
    let characters = builder.each(|builder, document| builder.things(&document.characters));
    let places = builder.each(|builder, document| builder.things(&document.places));
    let layers = builder.each(|builder, document| builder.things(&document.layers));
    let things = builder.each(|builder, document| builder.things(&document.things));
    builder.first_states();
    let mut facts = builder.each(Builder::facts);
    let mut ties = Vec::new();
    let mut scenes = Vec::new();
    builder.each(|builder, document| {
        builder.scenes(document, (&mut scenes, &mut facts, &mut ties));
        None::<()>
    });
    let mut claims = builder.claims();
    let canon = claims.len() as u32;
    let theories = builder.theories(&mut claims);
    let states = std::mem::take(&mut builder.states).into_all();
    builder.note_lost();
    let loose_ends = builder.loose_ends();
    let allows = documents.iter().flat_map(allows).collect();
    let graph = graph(scenes.len() as u32, facts.len() as u32, &ties);
    note_what_moves_time(&mut facts, &scenes, &strands, &claims);
    let (claims_about, claims_about_begin) = claims_about(&claims[..canon as usize], scenes.len());
    Story {
        universe,
        works,
        sources,
        scenes,
        characters,
        places,
        layers,
        things,
        states,
        strands,
        facts,
        claims,
        canon,
        theories,
        claims_about,
        claims_about_begin,
        graph,
        allows,
        loose_ends,
    }
}

/// What is filled while scenes are read: the scenes, the facts that they look back with, what ties them.
type Told<'t> = (&'t mut Vec<Scene>, &'t mut [Fact], &'t mut Vec<(SceneId, Tied, GraphNode)>);

struct Builder<'d, 'p> {
    documents: &'d [Document],
    names: Vec<Names<'d>>,
    /// The document of each work, by its name.
    works: FxHashMap<&'d str, usize>,
    /// The document that is being read.
    at: usize,
    /// Whether each fact is told.
    told: Vec<bool>,
    /// The facts that some scene means to hint at or to reveal, be it one that is left out.
    to_be_hinted: FxHashSet<FactId>,
    to_be_revealed: FxHashSet<FactId>,
    /// The facts that a scene would reveal that is left out.
    revealed_by_none: FxHashSet<FactId>,
    /// How many references have led nowhere.
    lost: u32,
    /// The main strands of which what is said waits for what does not exist.
    never_holds: FxHashSet<StrandId>,
    states: States,
    problems: &'p mut Vec<Problem>,
}

impl<'d, 'p> Builder<'d, 'p> {
    fn new(documents: &'d [Document], names: Vec<Names<'d>>, counts: Counts, problems: &'p mut Vec<Problem>) -> Self {
        let works = (0..).zip(documents).filter(|(_, document)| document.universe.is_none());
        let works = works.map(|(at, document)| (document.name.as_str(), at)).collect();
        let (to_be_hinted, to_be_revealed, revealed_by_none, never_holds) = Default::default();
        let told = counts.told;
        Self {
            lost: 0,
            documents,
            names,
            works,
            at: 0,
            told,
            to_be_hinted,
            to_be_revealed,
            revealed_by_none,
            never_holds,
            states: States::default(),
            problems,
        }
    }

    /// What each document gives, one after the other.
    fn each<T, I: IntoIterator<Item = T>>(&mut self, mut read: impl FnMut(&mut Self, &'d Document) -> I) -> Vec<T> {
        let mut all = Vec::new();
        for (at, document) in self.documents.iter().enumerate() {
            self.at = at;
            all.extend(read(self, document));
        }
        all
    }

    /// The document that is being read.
    fn document(&self) -> &'d Document {
        &self.documents[self.at]
    }

    /// The document of the universe, where there is one.
    fn shared(&self) -> Option<usize> {
        self.documents.first().filter(|document| document.universe.is_some()).map(|_| 0)
    }

    /// The work that is being read. None where it is the universe.
    fn home(&self) -> Option<WorkId> {
        self.home_of(self.at)
    }

    fn home_of(&self, document: usize) -> Option<WorkId> {
        let first = self.shared().map_or(0, |_| 1);
        document.checked_sub(first).map(|work| WorkId(work as u32))
    }

    fn note(&mut self, code: &'static Code, message: impl Into<String>, span: Span, help: &str) {
        self.problems.push(Problem::new(code, self.document().file, message).at(span, "").help(help));
    }

    fn location(&self, span: Span) -> Location {
        Location { file: self.document().file, span }
    }

    fn character(&mut self, word: &Text) -> Option<CharacterId> {
        self.follow(
            |names| &mut names.characters,
            word,
            "",
            |builder| {
                by_name(&builder.document().characters, word).or_else(|| builder.other_kind(&word.value, "character"))
            },
        )
    }

    fn place(&mut self, word: Option<&Text>) -> Option<PlaceId> {
        let word = word?;
        self.follow(
            |names| &mut names.places,
            word,
            "",
            |builder| by_name(&builder.document().places, word).or_else(|| builder.other_kind(&word.value, "place")),
        )
    }

    fn layer(&mut self, word: Option<&Text>) -> Option<LayerId> {
        let word = word?;
        self.follow(
            |names| &mut names.layers,
            word,
            "",
            |builder| by_name(&builder.document().layers, word).or_else(|| builder.other_kind(&word.value, "layer")),
        )
    }

    fn strand(&mut self, word: Option<&Text>) -> Option<StrandId> {
        let word = word?;
        self.follow(|names| &mut names.strands, word, "", |builder| builder.other_kind(&word.value, "strand"))
    }

    /// The strand that a scene of a work is on. A strand does not cross works.
    fn strand_in(&mut self, home: Option<WorkId>, word: Option<&Text>) -> Option<StrandId> {
        let strand = self.strand(word)?;
        if home.is_none() || self.work_of(Party::Strand(strand)) == home {
            return Some(strand);
        }
        self.lost += 1;
        let message = format!("`{}` is a strand of another work", word.map_or("", |word| word.value.as_str()));
        let help = "name a strand of the scene's own work: strands do not cross works";
        self.note(&problem::UNKNOWN_STRAND, message, word.map_or(Span::default(), |word| word.span), help);
        None
    }

    fn fact(&mut self, word: &Text) -> Option<FactId> {
        self.follow(|names| &mut names.facts, word, "", |builder| builder.other_kind(&word.value, "fact"))
    }

    fn scene(&mut self, word: &Text) -> Option<SceneId> {
        self.follow(|names| &mut names.scenes, word, "", |builder| builder.other_kind(&word.value, "scene"))
    }

    /// What an id is that is not of the kind asked for.
    fn other_kind(&self, id: &str, wanted: &str) -> Option<String> {
        let names = &self.names[self.at];
        let kinds = [
            (names.characters.get(id).is_some(), "a character"),
            (names.places.get(id).is_some(), "a place"),
            (names.layers.get(id).is_some(), "a layer"),
            (names.things.get(id).is_some(), "a thing"),
            (names.strands.get(id).is_some() && id != "main", "a strand"),
            (names.scenes.get(id).is_some(), "a scene"),
            (names.facts.get(id).is_some(), "a fact"),
        ];
        let (_, kind) = kinds.into_iter().find(|(is_one, _)| *is_one)?;
        Some(format!("`{id}` is {kind}, and this names a {wanted}"))
    }

    /// What some words stand for, and where each is written; one that is listed twice is noted.
    fn once_each<I: Copy + Eq + Hash>(
        &mut self,
        words: &[Text],
        what: &str,
        mut follow: impl FnMut(&mut Self, &Text) -> Option<I>,
    ) -> Vec<(I, Location)> {
        let mut listed: FxHashMap<I, u32> = FxHashMap::default();
        let mut found = Vec::new();
        for word in words {
            let Some(id) = follow(self, word) else { continue };
            let times = listed.entry(id).or_default();
            *times += 1;
            match times {
                1 => found.push((id, self.location(word.span))),
                2 => self.note_listed_twice(what, word),
                _ => {} // that is said
            }
        }
        found
    }

    fn note_listed_twice(&mut self, what: &str, word: &Text) {
        let message = format!("the {what} `{}` is listed twice", word.value);
        self.note(&problem::LISTED_TWICE, message, word.span, "leave the second one out");
    }

    /// The facts that something waits for. None if one of them does not exist: it will never be known.
    fn once(&mut self, once: &Once) -> Option<Vec<FactId>> {
        let mut all = !once.never;
        let facts = self.once_each(&once.facts, "fact", |builder, word| {
            let fact = builder.fact(word);
            all &= fact.is_some();
            fact
        });
        all.then(|| facts.into_iter().map(|(fact, _)| fact).collect())
    }

    fn cited(&mut self, words: &[Text]) -> Vec<SourceId> {
        let cited = self
            .once_each(words, "source", |builder, word| builder.follow(|names| &mut names.sources, word, "", |_| None));
        cited.into_iter().map(|(source, _)| source).collect()
    }

    fn universe(&mut self, document: &'d Document) -> Option<Universe> {
        let universe = document.universe.as_ref()?;
        self.at = 0;
        let id = document.name.clone();
        let title = universe.title.clone().unwrap_or_else(|| Text { value: id.clone(), span: universe.span });
        Some(Universe { id, title, cite: self.cited(&universe.cite), file: document.file })
    }

    /// All that it may rest on.
    fn sources(&mut self, document: &'d Document) -> Vec<Cited> {
        let cited = |entry: &Entry<syntax::SourceEntry>| {
            let (title, url) = (entry.value.title.clone(), entry.value.url.clone());
            let written = self.location(entry.id.span);
            Cited { id: entry.id.value.clone(), home: self.home(), title, url, written }
        };
        document.sources.iter().map(cited).collect()
    }

    /// None of a universe.
    fn work(&mut self, document: &'d Document) -> Option<Work> {
        if document.universe.is_some() {
            return None;
        }
        let id = document.name.clone();
        let Some(work) = &document.work else {
            let title = Text { value: id.clone(), span: Span::default() };
            return Some(Work { title, id, file: document.file, ..Work::default() });
        };
        let cite = self.cited(&work.cite);
        Some(Work {
            cite,
            day_1: work.day_1.map(|date| date.value),
            title: work.title.clone().unwrap_or_else(|| Text { value: id.clone(), span: work.span }),
            id,
            credit: work.credit.clone(),
            released: work.released.map(|date| date.value.iso()),
            kind: work.kind.clone(),
            blurb: work.blurb.clone(),
            warnings: work.warnings.clone(),
            language: work.language.as_ref().map(|language| language.value.clone()),
            first_day: work.day_1.and_then(|date| first_day(date.value).err()),
            unread_first_day: work.unread_day_1,
            file: document.file,
        })
    }

    fn things(&mut self, entries: &[Entry<syntax::Thing>]) -> Vec<Thing> {
        entries.iter().map(|entry| self.thing(entry)).collect()
    }

    fn thing(&mut self, entry: &Entry<syntax::Thing>) -> Thing {
        let thing = &entry.value;
        let cite = self.cited(&thing.cite);
        let patches = thing.hindsight.iter().filter_map(|patch| {
            let once = self.once(&patch.once).filter(|once| !once.is_empty())?;
            let (name, performer) = (patch.name.clone(), patch.performer.clone());
            let written = self.location(patch.once.span);
            Some(ThingPatch { once, written, name, performer, about: patch.about.clone() })
        });
        Thing {
            hindsight: patches.collect(),
            id: entry.id.value.clone(),
            home: self.home(),
            name: thing.name.clone().unwrap_or_else(|| entry.id.clone()),
            performer: thing.performer.clone(),
            about: thing.about.clone(),
            words: thing.words.clone(),
            born: self.born(thing),
            parents: self.parents(entry),
            ways: self.ways(entry),
            cite,
            written: self.location(entry.id.span),
            extent: entry.extent,
        }
    }

    /// The main strand of each work, then the others as they are declared.
    fn strands(&mut self) -> Vec<Strand> {
        let mains = (0..self.works.len() as u32).map(WorkId);
        let mut strands: Vec<Strand> =
            mains.map(|work| Strand { id: "main".to_owned(), work, ..Strand::default() }).collect();
        for (at, document) in self.documents.iter().enumerate() {
            self.at = at;
            for entry in &document.strands {
                self.strand_of(entry, &mut strands);
            }
        }
        strands
    }

    fn strand_of(&mut self, entry: &'d Entry<syntax::Strand>, strands: &mut Vec<Strand>) {
        let Some(work) = self.home() else { return };
        let (strand, main) = (&entry.value, &mut strands[work.index()]);
        let built = Strand {
            id: entry.id.value.clone(),
            work,
            name: strand.name.clone(),
            told: strand.told.map_or(Telling::Forwards, |told| telling(told.value)),
            claims: !strand.when.is_empty(),
            once: Vec::new(),
            written: Some(self.location(entry.id.span)),
        };
        match (self.once(&strand.once), entry.id.value.as_str()) {
            (Some(once), "main") => *main = Strand { once, ..built },
            // It waits for what does not exist, so it never does either. `main` is there all the same, and nothing that is
            // said of it ever holds.
            (None, "main") => {
                self.never_holds.insert(StrandId(work.0));
                *main = Strand { id: built.id, work, written: built.written, ..Strand::default() };
            }
            (Some(once), _) => strands.push(Strand { once, ..built }),
            (None, id) => {
                self.names[self.at].strands.withdraw(id);
                strands.push(built);
            }
        }
    }

    fn facts(&mut self, document: &'d Document) -> Vec<Fact> {
        let mut facts = Vec::new();
        for entry in &document.facts {
            let fact = &entry.value;
            let cite = self.cited(&fact.cite);
            let continuity = self.continuity_of_fact(fact);
            let Some(truth) = fact.truth.clone() else {
                self.follow_claims(&fact.when);
                continue;
            };
            facts.push(Fact {
                id: entry.id.value.clone(),
                home: self.home(),
                truth,
                seems: fact.seems.clone(),
                weight: fact.weight.map_or(Weight::Major, |weight| match weight.value {
                    syntax::Weight::Minor => Weight::Minor,
                    syntax::Weight::Major => Weight::Major,
                    syntax::Weight::Twist => Weight::Twist,
                }),
                told: fact.told,
                continuity,
                moves_time: fact.told,
                looks_back_at: Vec::new(),
                words: fact.words.clone(),
                cite,
                written: self.location(entry.id.span),
                extent: entry.extent,
            });
        }
        facts
    }

    /// The scenes that can be named, in file order, with what they look back on and what they are tied to.
    fn scenes(&mut self, document: &'d Document, (scenes, facts, ties): Told) {
        for scene in &document.scenes {
            let id = SceneId(scenes.len() as u32);
            let built = self.scene_of(scene);
            let hints = self.once_each(&scene.hints, "fact", Self::fact);
            let reveals = self.once_each(&scene.reveals, "fact", Self::fact);
            let effects = self.once_each(&scene.causes, "scene", Self::scene);
            self.to_be_hinted.extend(hints.iter().map(|&(fact, _)| fact));
            self.to_be_revealed.extend(reveals.iter().map(|&(fact, _)| fact));
            if !self.names[self.at].is_kept(scene, id) {
                // It is left out, and its references have been followed all the same.
                self.follow_claims(&scene.when);
                self.revealed_by_none.extend(reveals.iter().map(|&(fact, _)| fact));
                continue;
            }
            for fact in built.hindsight.iter().flat_map(|patch| &patch.once) {
                let looks_back_at = &mut facts[fact.index()].looks_back_at;
                if looks_back_at.last() != Some(&id) {
                    looks_back_at.push(id);
                }
            }
            let fact = |tie| move |(fact, written)| (id, Tied { tie, written }, GraphNode::Fact(fact));
            ties.extend(hints.into_iter().map(fact(Tie::Hints)));
            ties.extend(reveals.into_iter().map(fact(Tie::Reveals)));
            for (effect, written) in effects {
                if effect == id {
                    let help = "name another scene, or leave it out";
                    self.note(&problem::SELF_REFERENCE, "a scene cannot cause itself", written.span, help);
                } else {
                    ties.push((id, Tied { tie: Tie::Causes, written }, GraphNode::Scene(effect)));
                }
            }
            scenes.push(built);
        }
    }

    fn scene_of(&mut self, scene: &'d syntax::Scene) -> Scene {
        let id = scene.id.clone().unwrap_or_default();
        let patches = scene.hindsight.iter().filter_map(|patch| {
            let once = self.once(&patch.once).filter(|once| !once.is_empty());
            let written = self.location(patch.once.span);
            let patch = self.scene_patch(patch, written, self.home());
            once.map(|once| ScenePatch { once, ..patch })
        });
        Scene {
            hindsight: patches.collect(),
            work: self.home().unwrap_or(WorkId(0)),
            title: scene.title.clone().unwrap_or_else(|| id.clone()),
            written: self.location(if scene.id.is_some() { id.span } else { scene.span }),
            id: id.value,
            text: scene.text.clone().unwrap_or_default(),
            chronological_text: scene.chronological_text.clone(),
            cast: self.cast(&scene.cast),
            place: self.place(scene.place.as_ref()),
            strand: self.strand_in(self.home(), scene.strand.as_ref()),
            layer: self.layer(scene.layer.as_ref()),
            timeless: scene.timeless.is_some_and(|timeless| timeless.value),
            continuity: self.continuity(scene),
            clip: scene.clip,
            cite: self.cited(&scene.cite),
            extent: scene.span,
        }
    }

    /// What is otherwise about a scene of a work; what it waits for is left open.
    fn scene_patch(&mut self, patch: &syntax::ScenePatch, written: Location, work: Option<WorkId>) -> ScenePatch {
        ScenePatch {
            once: Vec::new(),
            written,
            title: patch.title.clone(),
            text: patch.text.clone(),
            cast: patch.cast.as_ref().map(|cast| self.cast(cast)),
            place: self.place(patch.place.as_ref()),
            layer: self.layer(patch.layer.as_ref()),
            strand: self.strand_in(work, patch.strand.as_ref()),
            timeless: patch.timeless.map(|timeless| timeless.value),
        }
    }

    fn cast(&mut self, cast: &[syntax::Cast]) -> Vec<Cast> {
        let mut listed: FxHashMap<(CharacterId, Option<&str>), u32> = FxHashMap::default();
        let mut known = Vec::new();
        for entry in cast {
            let Some(who) = self.character(&entry.who) else { continue };
            let role = entry.role.as_ref().map(|role| role.value.as_str());
            let times = listed.entry((who, role)).or_default();
            *times += 1;
            if *times == 1 {
                known.push(Cast { who, role: entry.role.clone() });
            } else if *times == 2 {
                let role = role.map_or(String::new(), |role| format!(" as “{role}”"));
                let message = format!("`{}` is in the cast twice{role}", entry.who.value);
                self.note(&problem::LISTED_TWICE, message, entry.who.span, "leave the second one out");
            }
        }
        known
    }

    /// Notes every reference that leads nowhere.
    fn note_lost(&mut self) {
        for (names, document) in self.names.iter_mut().zip(self.documents) {
            names.note_lost(document.file, self.problems);
        }
    }

    /// What is declared in a work of a universe and in the universe or another work, too.
    fn note_declared_twice(&mut self) {
        let Some(shared) = self.shared() else { return };
        let documents = self.documents;
        for (at, document) in documents.iter().enumerate() {
            self.at = at;
            for id in self.names[at].withdraw_those_of_others(document) {
                let message = format!("`{}` is of another work, and cannot be declared here", id.value);
                self.note(&problem::BAD_ID, message, id.span, "declare it in the file of that work, and name it here");
            }
        }
        for (at, document) in self.documents.iter().enumerate().filter(|&(at, _)| at != shared) {
            for (what, id, [own, other]) in self.names[at].declared_in_both(&self.names[shared]) {
                let message = format!("the {what} `{id}` is declared in the universe, too");
                let problem = Problem::new(&problem::DUPLICATE_ID, document.file, message);
                let other = Location { file: self.documents[shared].file, span: other };
                let problem = problem.at(own, "this one is meant in this work").at_location(other, "the first is here");
                self.problems.push(problem.help("leave one of them out, or give it another id"));
            }
        }
    }
}

/// That a word is the name of something, and which id that has.
fn by_name(entries: &[Entry<syntax::Thing>], word: &Text) -> Option<String> {
    let named = |entry: &&Entry<syntax::Thing>| entry.value.name.as_ref().is_some_and(|name| name.value == word.value);
    let id = &entries.iter().find(named)?.id.value;
    Some(format!("`{}` is a name: write the id, `{id}`", word.value))
}

/// How a strand is told.
fn telling(told: syntax::Told) -> Telling {
    match told {
        syntax::Told::Forwards => Telling::Forwards,
        syntax::Told::Backwards => Telling::Backwards,
        syntax::Told::Loosely => Telling::Loosely,
    }
}

/// What its writer knows of: in the whole work, then scene by scene.
fn allows(document: &Document) -> Vec<Allow> {
    let in_work = document.work.iter().map(|work| &work.allow);
    let in_universe = document.universe.iter().map(|universe| &universe.allow);
    let in_work = in_work.chain(in_universe).flatten().map(|allow| (allow, None));
    // A scene that was made in code stands nowhere, and so does what is wrong with it.
    let within = |scene: &syntax::Scene| Some(scene.span).filter(|span| *span != Span::default());
    let in_scenes =
        document.scenes.iter().flat_map(|scene| scene.allow.iter().map(move |allow| (allow, within(scene))));
    let allow = |(allow, within): (&syntax::Allow, _)| Allow {
        code: allow.code.value.clone(),
        written: Location { file: document.file, span: allow.code.span },
        within,
    };
    in_work.chain(in_scenes).map(allow).collect()
}
