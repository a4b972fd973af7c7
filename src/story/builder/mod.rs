//! Makes a story of a document: gives everything its number and follows every reference.
//!
//! The only part of `story` that knows how stories are written. It always makes a story; a problem drops the
//! smallest thing that it touches: a reference, a claim, a patch, a scene that cannot be named.

mod claims;
mod loose_ends;
mod names;

use std::hash::Hash;

use rustc_hash::{FxHashMap, FxHashSet};

use super::graph::{GraphNode, Tie, Tied, graph};
use super::ids::{CharacterId, FactId, LayerId, PlaceId, SceneId, SourceId, StrandId, WorkId};
use super::{Allow, Cast, Cited, Fact, MAIN_STRAND, Scene, ScenePatch, Story, Strand, Thing, ThingPatch, Weight, Work};
use crate::problem::{self, Code, Problem};
use crate::source::{Location, Span};
use crate::syntax::{self, Document, Entry, Once, Text};
use crate::time::Telling;
use claims::{claims_about, first_day, note_what_moves_time};
use names::{CHARACTER, FACT, Ids, Kind, LAYER, PLACE, SCENE, SOURCE, STRAND};

/// Makes a story of a document. What cannot be used goes to `problems`. O(size of the document).
#[must_use]
pub fn build(document: &Document, problems: &mut Vec<Problem>) -> Story {
    let names = Names::of(document, problems);
    let (to_be_hinted, to_be_revealed, revealed_by_none) = Default::default();
    let main_never_holds = false;
    let mut builder =
        Builder { document, names, to_be_hinted, to_be_revealed, revealed_by_none, main_never_holds, problems };
    builder.note_what_is_not_used_yet();
    let strands = builder.strands();
    let work = builder.work();
    let sources = sources(document);
    let characters = builder.things(&document.characters);
    let places = builder.things(&document.places);
    let layers = builder.things(&document.layers);
    let mut facts = builder.facts();
    let mut ties = Vec::new();
    let scenes = builder.scenes(&mut facts, &mut ties);
    let claims = builder.claims();
    builder.check_theories();
    builder.note_lost();
    let loose_ends = builder.loose_ends();
    let allows = allows(document);
    let graph = graph(scenes.len() as u32, facts.len() as u32, &ties);
    note_what_moves_time(&mut facts, &scenes, &strands, &claims);
    let (claims_about, claims_about_begin) = claims_about(&claims, scenes.len());
    Story {
        works: vec![work],
        sources,
        scenes,
        characters,
        places,
        layers,
        strands,
        facts,
        claims,
        claims_about,
        claims_about_begin,
        graph,
        allows,
        loose_ends,
    }
}

/// What ids stand for.
struct Names<'d> {
    scenes: Ids<'d, SceneId>,
    characters: Ids<'d, CharacterId>,
    places: Ids<'d, PlaceId>,
    layers: Ids<'d, LayerId>,
    strands: Ids<'d, StrandId>,
    facts: Ids<'d, FactId>,
    sources: Ids<'d, SourceId>,
    /// Whether each fact is told.
    told: Vec<bool>,
}

impl<'d> Names<'d> {
    fn of(document: &'d Document, problems: &mut Vec<Problem>) -> Self {
        let usable = |entry: &Entry<syntax::Fact>| entry.value.truth.is_some();
        let mut kept = 0..;
        let facts = document.facts.iter().map(|fact| (&fact.id, usable(fact)));
        let facts = facts.map(|(id, usable)| (id, usable.then(|| kept.next()).flatten().map(FactId)));
        Self {
            scenes: scene_ids(document, problems),
            characters: numbered(&CHARACTER, document, &document.characters, CharacterId),
            places: numbered(&PLACE, document, &document.places, PlaceId),
            layers: numbered(&LAYER, document, &document.layers, LayerId),
            strands: strand_ids(document),
            facts: Ids::new(&FACT, &document.unread, facts),
            sources: numbered(&SOURCE, document, &document.sources, SourceId),
            told: document.facts.iter().filter(|fact| usable(fact)).map(|fact| fact.value.told).collect(),
        }
    }

    /// Whether a scene is the one that its id stands for.
    fn is_kept(&self, scene: &syntax::Scene, at: u32) -> bool {
        scene.id.as_ref().is_some_and(|id| self.scenes.get(&id.value) == Some(SceneId(at)))
    }
}

fn numbered<'d, T, I: Copy>(
    kind: &'static Kind,
    document: &'d Document,
    entries: &'d [Entry<T>],
    number: impl Fn(u32) -> I,
) -> Ids<'d, I> {
    Ids::new(kind, &document.unread, (0..).zip(entries).map(|(at, entry)| (&entry.id, Some(number(at)))))
}

/// `main` is the first strand, whether it is declared or not.
fn strand_ids(document: &Document) -> Ids<'_, StrandId> {
    let others = document.strands.iter().map(|strand| &strand.id).filter(|id| id.value != "main");
    let others = (1..).zip(others).map(|(at, id)| (id, Some(StrandId(at))));
    let mut ids = Ids::new(&STRAND, &document.unread, others);
    ids.add("main", MAIN_STRAND);
    ids
}

/// The first scene of an id is the one that it stands for.
fn scene_ids<'d>(document: &'d Document, problems: &mut Vec<Problem>) -> Ids<'d, SceneId> {
    let mut first: FxHashMap<&str, Span> = FxHashMap::default();
    let mut kept = Vec::new();
    for id in document.scenes.iter().filter_map(|scene| scene.id.as_ref()) {
        if let Some(&span) = first.get(id.value.as_str()) {
            let message = format!("two scenes have the id `{}`", id.value);
            let problem = Problem::new(&problem::DUPLICATE_ID, document.file, message);
            let problem = problem.at(id.span, "this scene is left out").at(span, "the first is here");
            problems.push(problem.help("give one of them another id"));
        } else {
            first.insert(&id.value, id.span);
            kept.push((id, Some(SceneId(kept.len() as u32))));
        }
    }
    Ids::new(&SCENE, &document.unread, kept)
}

struct Builder<'d, 'p> {
    document: &'d Document,
    names: Names<'d>,
    /// The facts that some scene means to hint at or to reveal, be it one that is left out.
    to_be_hinted: FxHashSet<FactId>,
    to_be_revealed: FxHashSet<FactId>,
    /// The facts that a scene would reveal that is left out.
    revealed_by_none: FxHashSet<FactId>,
    /// Whether what is said of `main` waits for what does not exist.
    main_never_holds: bool,
    problems: &'p mut Vec<Problem>,
}

impl Builder<'_, '_> {
    fn note(&mut self, code: &'static Code, message: impl Into<String>, span: Span, help: &str) {
        self.problems.push(Problem::new(code, self.document.file, message).at(span, "").help(help));
    }

    fn location(&self, span: Span) -> Location {
        Location { file: self.document.file, span }
    }

    fn character(&mut self, word: &Text) -> Option<CharacterId> {
        let other = self.other_kind(&word.value, self.names.characters.has(&word.value), "character");
        self.names.characters.follow(word, "", || by_name(&self.document.characters, word).or(other))
    }

    fn place(&mut self, word: Option<&Text>) -> Option<PlaceId> {
        let word = word?;
        let other = self.other_kind(&word.value, self.names.places.has(&word.value), "place");
        self.names.places.follow(word, "", || by_name(&self.document.places, word).or(other))
    }

    fn layer(&mut self, word: Option<&Text>) -> Option<LayerId> {
        let word = word?;
        let other = self.other_kind(&word.value, self.names.layers.has(&word.value), "layer");
        self.names.layers.follow(word, "", || by_name(&self.document.layers, word).or(other))
    }

    fn strand(&mut self, word: Option<&Text>) -> Option<StrandId> {
        let word = word?;
        let other = self.other_kind(&word.value, self.names.strands.has(&word.value), "strand");
        self.names.strands.follow(word, "", || other)
    }

    fn fact(&mut self, word: &Text) -> Option<FactId> {
        let other = self.other_kind(&word.value, self.names.facts.has(&word.value), "fact");
        self.names.facts.follow(word, "", || other)
    }

    fn scene(&mut self, word: &Text) -> Option<SceneId> {
        let other = self.other_kind(&word.value, self.names.scenes.has(&word.value), "scene");
        self.names.scenes.follow(word, "", || other)
    }

    /// What an id is that is not of the kind asked for.
    fn other_kind(&self, id: &str, is_known: bool, wanted: &str) -> Option<String> {
        if is_known {
            return None;
        }
        let names = &self.names;
        let kinds = [
            (names.characters.get(id).is_some(), "a character"),
            (names.places.get(id).is_some(), "a place"),
            (names.layers.get(id).is_some(), "a layer"),
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
        let cited = self.once_each(words, "source", |builder, word| builder.names.sources.follow(word, "", || None));
        cited.into_iter().map(|(source, _)| source).collect()
    }

    fn work(&mut self) -> Work {
        let id = self.document.name.clone();
        let Some(work) = &self.document.work else {
            let universe = self.document.universe.as_ref().and_then(|universe| universe.title.as_ref());
            let title = universe.cloned().unwrap_or_else(|| Text { value: id.clone(), span: Span::default() });
            return Work { title, id, file: self.document.file, ..Work::default() };
        };
        let cite = self.cited(&work.cite);
        Work {
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
            file: self.document.file,
        }
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
            name: thing.name.clone().unwrap_or_else(|| entry.id.clone()),
            performer: thing.performer.clone(),
            about: thing.about.clone(),
            words: thing.words.clone(),
            cite,
            written: self.location(entry.id.span),
            extent: entry.extent,
        }
    }

    fn strands(&mut self) -> Vec<Strand> {
        let mut strands = vec![Strand { id: "main".to_owned(), ..Strand::default() }];
        for entry in &self.document.strands {
            let strand = &entry.value;
            let built = Strand {
                id: entry.id.value.clone(),
                name: strand.name.clone(),
                told: strand.told.map_or(Telling::Forwards, |told| match told.value {
                    syntax::Told::Forwards => Telling::Forwards,
                    syntax::Told::Backwards => Telling::Backwards,
                    syntax::Told::Loosely => Telling::Loosely,
                }),
                claims: !strand.when.is_empty(),
                once: Vec::new(),
                written: Some(self.location(entry.id.span)),
            };
            match (self.once(&strand.once), entry.id.value.as_str()) {
                (Some(once), "main") => strands[0] = Strand { once, ..built },
                // It waits for what does not exist, so it never does either. `main` is there all the same, and nothing that is
                // said of it ever holds.
                (None, "main") => {
                    self.main_never_holds = true;
                    strands[0] = Strand { id: built.id, written: built.written, ..Strand::default() };
                }
                (Some(once), _) => strands.push(Strand { once, ..built }),
                (None, id) => {
                    self.names.strands.withdraw(id);
                    strands.push(built);
                }
            }
        }
        strands
    }

    fn facts(&mut self) -> Vec<Fact> {
        let mut facts = Vec::new();
        for entry in &self.document.facts {
            let fact = &entry.value;
            let cite = self.cited(&fact.cite);
            let Some(truth) = fact.truth.clone() else {
                self.follow_claims(&fact.when);
                continue;
            };
            facts.push(Fact {
                id: entry.id.value.clone(),
                truth,
                seems: fact.seems.clone(),
                weight: fact.weight.map_or(Weight::Major, |weight| match weight.value {
                    syntax::Weight::Minor => Weight::Minor,
                    syntax::Weight::Major => Weight::Major,
                    syntax::Weight::Twist => Weight::Twist,
                }),
                told: fact.told,
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
    fn scenes(&mut self, facts: &mut [Fact], ties: &mut Vec<(SceneId, Tied, GraphNode)>) -> Vec<Scene> {
        let mut scenes = Vec::with_capacity(self.document.scenes.len());
        for scene in &self.document.scenes {
            let id = SceneId(scenes.len() as u32);
            let built = self.scene_of(scene);
            let hints = self.once_each(&scene.hints, "fact", Self::fact);
            let reveals = self.once_each(&scene.reveals, "fact", Self::fact);
            let effects = self.once_each(&scene.causes, "scene", Self::scene);
            self.to_be_hinted.extend(hints.iter().map(|&(fact, _)| fact));
            self.to_be_revealed.extend(reveals.iter().map(|&(fact, _)| fact));
            if !self.names.is_kept(scene, id.0) {
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
        scenes
    }

    fn scene_of(&mut self, scene: &syntax::Scene) -> Scene {
        let id = scene.id.clone().unwrap_or_default();
        let patches = scene.hindsight.iter().filter_map(|patch| {
            let once = self.once(&patch.once).filter(|once| !once.is_empty());
            let patch = ScenePatch {
                once: once.clone().unwrap_or_default(),
                written: self.location(patch.once.span),
                title: patch.title.clone(),
                text: patch.text.clone(),
                cast: patch.cast.as_ref().map(|cast| self.cast(cast)),
                place: self.place(patch.place.as_ref()),
                layer: self.layer(patch.layer.as_ref()),
                strand: self.strand(patch.strand.as_ref()),
                timeless: patch.timeless.map(|timeless| timeless.value),
            };
            once.map(|_| patch)
        });
        Scene {
            hindsight: patches.collect(),
            work: WorkId(0),
            title: scene.title.clone().unwrap_or_else(|| id.clone()),
            written: self.location(if scene.id.is_some() { id.span } else { scene.span }),
            id: id.value,
            text: scene.text.clone().unwrap_or_default(),
            chronological_text: scene.chronological_text.clone(),
            cast: self.cast(&scene.cast),
            place: self.place(scene.place.as_ref()),
            strand: self.strand(scene.strand.as_ref()),
            layer: self.layer(scene.layer.as_ref()),
            timeless: scene.timeless.is_some_and(|timeless| timeless.value),
            clip: scene.clip,
            cite: self.cited(&scene.cite),
            extent: scene.span,
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
        let (file, problems) = (self.document.file, &mut *self.problems);
        self.names.scenes.note_lost(file, problems);
        self.names.characters.note_lost(file, problems);
        self.names.places.note_lost(file, problems);
        self.names.layers.note_lost(file, problems);
        self.names.strands.note_lost(file, problems);
        self.names.facts.note_lost(file, problems);
        self.names.sources.note_lost(file, problems);
    }

    /// Theories are not played yet; their references are followed all the same.
    fn check_theories(&mut self) {
        for entry in &self.document.theories {
            let theory = &entry.value;
            self.once(&theory.once);
            self.cited(&theory.cite);
            // Those of a universe name scenes of its works, which are in files of their own.
            let own = self.document.universe.is_none();
            let scenes = theory.sets_aside.iter().chain(theory.scenes.iter().map(|scene| &scene.id));
            for word in scenes.filter(|_| own) {
                self.scene(word);
            }
            for fact in &theory.facts {
                self.fact(&fact.id);
            }
            for strand in &theory.strands {
                self.strand(Some(&strand.id));
            }
            for scene in theory.scenes.iter().map(|scene| &scene.value) {
                self.cast(scene.cast.as_deref().unwrap_or_default());
                self.place(scene.place.as_ref());
                self.layer(scene.layer.as_ref());
                self.strand(scene.strand.as_ref());
            }
            let claims = theory.scenes.iter().flat_map(|scene| &scene.value.when);
            self.follow_claims(claims.chain(theory.strands.iter().flat_map(|strand| &strand.value.when)));
        }
    }

    /// An info for each thing that is read and does nothing so far.
    fn note_what_is_not_used_yet(&mut self) {
        let document = self.document;
        let mut unused: Vec<(Span, &str)> = Vec::new();
        unused.extend(document.theories.iter().map(|theory| (theory.id.span, "theories are not played yet")));
        let universe = document.universe.iter();
        unused.extend(universe.map(|universe| (universe.span, "the works of a universe are not played together yet")));
        for (span, message) in unused {
            self.note(&problem::NOT_USED_YET, message, span, "it is read and checked, and changes nothing for now");
        }
    }
}

/// That a word is the name of something, and which id that has.
fn by_name(entries: &[Entry<syntax::Thing>], word: &Text) -> Option<String> {
    let named = |entry: &&Entry<syntax::Thing>| entry.value.name.as_ref().is_some_and(|name| name.value == word.value);
    let id = &entries.iter().find(named)?.id.value;
    Some(format!("`{}` is a name: write the id, `{id}`", word.value))
}

/// All that it may rest on.
fn sources(document: &Document) -> Vec<Cited> {
    let cited = |entry: &Entry<syntax::SourceEntry>| {
        let (title, url) = (entry.value.title.clone(), entry.value.url.clone());
        let written = Location { file: document.file, span: entry.id.span };
        Cited { id: entry.id.value.clone(), title, url, written }
    };
    document.sources.iter().map(cited).collect()
}

/// What its writer knows of: in the whole work, then scene by scene.
fn allows(document: &Document) -> Vec<Allow> {
    let in_work = document.work.iter().flat_map(|work| &work.allow).map(|allow| (allow, None));
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
