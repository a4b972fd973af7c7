//! Makes a story of a document: gives everything its number and follows every reference.
//!
//! The only file of `story` that knows how stories are written. It always makes a story; a problem drops the
//! smallest thing that it touches: a reference, a claim, a patch, a scene that cannot be named.

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::graph::{GraphNode, Tie, graph};
use super::ids::{CharacterId, FactId, LayerId, PlaceId, SceneId, StrandId, WorkId};
use super::{
    Cast, Claim, Fact, MAIN_STRAND, Party, Scene, ScenePatch, Statement, Story, Strand, Thing, ThingPatch, Weight, Work,
};
use crate::calendar::{Date, Moment};
use crate::problem::{self, Code, Problem};
use crate::source::{FileId, Span};
use crate::suggest;
use crate::syntax::{self, Document, Entry, Once, Text};
use crate::time::{Calendar, Relation, Telling, Window};

/// Makes a story of a document. What cannot be used goes to `problems`. O(size of the document).
#[must_use]
pub fn build(document: &Document, problems: &mut Vec<Problem>) -> Story {
    let names = Names::of(document, problems);
    let mut builder = Builder { document, names, problems };
    builder.note_what_is_not_used_yet();
    let strands = builder.strands();
    let work = builder.work();
    let characters = builder.things(&document.characters);
    let places = builder.things(&document.places);
    let layers = builder.things(&document.layers);
    let mut facts = builder.facts();
    let mut ties = Vec::new();
    let scenes = builder.scenes(&mut facts, &mut ties);
    let claims = builder.claims();
    builder.check_theories();
    let graph = graph(scenes.len() as u32, facts.len() as u32, &ties);
    note_what_moves_time(&mut facts, &scenes, &strands, &claims);
    let claimed = claimed(&claims, scenes.len());
    Story { works: vec![work], scenes, characters, places, layers, strands, facts, claims, claimed, graph }
}

/// What ids stand for. An id that was given and cannot be used stands for nothing, and is no problem twice.
#[derive(Default)]
struct Names<'d> {
    scenes: FxHashMap<&'d str, Option<SceneId>>,
    characters: FxHashMap<&'d str, Option<CharacterId>>,
    places: FxHashMap<&'d str, Option<PlaceId>>,
    layers: FxHashMap<&'d str, Option<LayerId>>,
    strands: FxHashMap<&'d str, Option<StrandId>>,
    facts: FxHashMap<&'d str, Option<FactId>>,
    sources: FxHashMap<&'d str, Option<()>>,
    /// Whether each fact is told.
    told: Vec<bool>,
}

impl<'d> Names<'d> {
    fn of(document: &'d Document, problems: &mut Vec<Problem>) -> Self {
        let mut names = Self {
            characters: numbered(&document.characters, CharacterId),
            places: numbered(&document.places, PlaceId),
            layers: numbered(&document.layers, LayerId),
            strands: strand_ids(document),
            sources: numbered(&document.sources, |_| ()),
            ..Self::default()
        };
        let mut kept = 0;
        for fact in &document.facts {
            let usable = fact.value.truth.is_some();
            names.facts.insert(&fact.id.value, usable.then_some(FactId(kept)));
            kept += u32::from(usable);
            names.told.extend(usable.then_some(fact.value.told));
        }
        let mut first: FxHashMap<&str, Span> = FxHashMap::default();
        for scene in &document.scenes {
            let Some(id) = &scene.id else { continue };
            if let Some(&span) = first.get(id.value.as_str()) {
                let message = format!("two scenes have the id `{}`", id.value);
                let problem = Problem::new(&problem::DUPLICATE_ID, document.file, message);
                let problem = problem.at(id.span, "this scene is left out").at(span, "the first is here");
                problems.push(problem.help("give one of them another id"));
                continue;
            }
            names.scenes.insert(&id.value, Some(SceneId(first.len() as u32)));
            first.insert(&id.value, id.span);
        }
        names
    }

    /// Whether a scene is the one that its id stands for.
    fn is_kept(&self, scene: &syntax::Scene, at: u32) -> bool {
        scene.id.as_ref().is_some_and(|id| self.scenes.get(id.value.as_str()) == Some(&Some(SceneId(at))))
    }
}

fn numbered<T, I>(entries: &[Entry<T>], number: impl Fn(u32) -> I) -> FxHashMap<&str, Option<I>> {
    (0..).zip(entries).map(|(at, entry)| (entry.id.value.as_str(), Some(number(at)))).collect()
}

/// `main` is the first strand, whether it is declared or not.
fn strand_ids(document: &Document) -> FxHashMap<&str, Option<StrandId>> {
    let others = document.strands.iter().map(|strand| strand.id.value.as_str()).filter(|&id| id != "main");
    let mut ids: FxHashMap<_, _> = (1..).zip(others).map(|(at, id)| (id, Some(StrandId(at)))).collect();
    ids.insert("main", Some(MAIN_STRAND));
    ids
}

/// A kind of thing that can be referred to.
struct Kind {
    what: &'static str,
    code: &'static Code,
    declare: &'static str,
}

const CHARACTER: Kind = Kind { what: "character", code: &problem::UNKNOWN_CHARACTER, declare: "[characters.ID]" };
const PLACE: Kind = Kind { what: "place", code: &problem::UNKNOWN_PLACE, declare: "[places.ID]" };
const LAYER: Kind = Kind { what: "layer", code: &problem::UNKNOWN_LAYER, declare: "[layers.ID]" };
const STRAND: Kind = Kind { what: "strand", code: &problem::UNKNOWN_STRAND, declare: "[strands.ID]" };
const FACT: Kind = Kind { what: "fact", code: &problem::UNKNOWN_FACT, declare: "[facts.ID]" };
const SOURCE: Kind = Kind { what: "source", code: &problem::UNKNOWN_SOURCE, declare: "[sources.ID]" };
const SCENE: Kind = Kind { what: "scene", code: &problem::UNKNOWN_SCENE, declare: "" };

/// Behind so many problems no name is compared with all others any more: so many are one.
const SUGGESTED: usize = 200;

/// Follows a reference, noting one that leads nowhere.
fn follow<I: Copy>(
    ids: &FxHashMap<&str, Option<I>>,
    kind: &Kind,
    word: &Text,
    file: FileId,
    problems: &mut Vec<Problem>,
) -> Option<I> {
    let found = ids.get(word.value.as_str());
    if found.is_none() {
        let near =
            if problems.len() < SUGGESTED { suggest::did_you_mean(&word.value, ids.keys().copied()) } else { None };
        let help = near.unwrap_or_else(|| match kind.declare {
            "" => "scenes go by their `id`, in this file".to_owned(),
            _ if !syntax::is_id(&word.value) => {
                "ids are written in small letters, digits and single hyphens".to_owned()
            }
            declare => format!("declare it with `{}`", declare.replace("ID", &word.value)),
        });
        let message = format!("there is no {} `{}`", kind.what, word.value);
        let label = format!("no {} has this id", kind.what);
        problems.push(Problem::new(kind.code, file, message).at(word.span, label).help(help));
    }
    found.copied().flatten()
}

struct Builder<'d, 'p> {
    document: &'d Document,
    names: Names<'d>,
    problems: &'p mut Vec<Problem>,
}

impl Builder<'_, '_> {
    fn note(&mut self, code: &'static Code, message: impl Into<String>, span: Span, help: &str) {
        self.problems.push(Problem::new(code, self.document.file, message).at(span, "").help(help));
    }

    fn character(&mut self, word: &Text) -> Option<CharacterId> {
        follow(&self.names.characters, &CHARACTER, word, self.document.file, self.problems)
    }

    fn place(&mut self, word: Option<&Text>) -> Option<PlaceId> {
        follow(&self.names.places, &PLACE, word?, self.document.file, self.problems)
    }

    fn layer(&mut self, word: Option<&Text>) -> Option<LayerId> {
        follow(&self.names.layers, &LAYER, word?, self.document.file, self.problems)
    }

    fn strand(&mut self, word: Option<&Text>) -> Option<StrandId> {
        follow(&self.names.strands, &STRAND, word?, self.document.file, self.problems)
    }

    fn fact(&mut self, word: &Text) -> Option<FactId> {
        follow(&self.names.facts, &FACT, word, self.document.file, self.problems)
    }

    fn scene(&mut self, word: &Text) -> Option<SceneId> {
        follow(&self.names.scenes, &SCENE, word, self.document.file, self.problems)
    }

    fn facts_of(&mut self, words: &[Text]) -> Vec<FactId> {
        words.iter().filter_map(|word| self.fact(word)).collect()
    }

    /// The same, noting one that is listed twice.
    fn facts_once_each(&mut self, words: &[Text]) -> Vec<FactId> {
        let mut facts: Vec<FactId> = Vec::new();
        for word in words {
            let Some(fact) = self.fact(word) else { continue };
            if facts.contains(&fact) {
                let message = format!("the fact `{}` is listed twice", word.value);
                self.note(&problem::LISTED_TWICE, message, word.span, "leave the second one out");
            } else {
                facts.push(fact);
            }
        }
        facts
    }

    /// The facts that something waits for. None if one of them does not exist: it will never be known.
    fn once(&mut self, once: &Once) -> Option<Vec<FactId>> {
        let facts = self.facts_of(&once.facts);
        (facts.len() == once.facts.len() && !once.never).then_some(facts)
    }

    fn check_sources(&mut self, words: &[Text]) {
        for word in words {
            follow(&self.names.sources, &SOURCE, word, self.document.file, self.problems);
        }
    }

    fn work(&mut self) -> Work {
        let id = self.document.name.clone();
        let Some(work) = &self.document.work else {
            let universe = self.document.universe.as_ref().and_then(|universe| universe.title.as_ref());
            return Work { title: written(universe).unwrap_or_else(|| id.clone()), id, ..Work::default() };
        };
        self.check_sources(&work.cite);
        Work {
            title: written(work.title.as_ref()).unwrap_or_else(|| id.clone()),
            id,
            credit: written(work.credit.as_ref()),
            released: work.released.map(|date| date.value.iso()),
            kind: written(work.kind.as_ref()),
            blurb: written(work.blurb.as_ref()),
            warnings: work.warnings.iter().map(|warning| warning.value.clone()).collect(),
            language: written(work.language.as_ref()),
            first_day: work.day_1.and_then(|date| first_day(date.value).err()),
        }
    }

    fn things(&mut self, entries: &[Entry<syntax::Thing>]) -> Vec<Thing> {
        entries.iter().map(|entry| self.thing(entry)).collect()
    }

    fn thing(&mut self, entry: &Entry<syntax::Thing>) -> Thing {
        let thing = &entry.value;
        self.check_sources(&thing.cite);
        let patches = thing.hindsight.iter().filter_map(|patch| {
            let once = self.once(&patch.once).filter(|once| !once.is_empty())?;
            let (name, performer) = (written(patch.name.as_ref()), written(patch.performer.as_ref()));
            Some(ThingPatch { once, name, performer, about: written(patch.about.as_ref()) })
        });
        Thing {
            hindsight: patches.collect(),
            id: entry.id.value.clone(),
            name: written(thing.name.as_ref()).unwrap_or_else(|| entry.id.value.clone()),
            performer: written(thing.performer.as_ref()),
            about: written(thing.about.as_ref()),
        }
    }

    fn strands(&mut self) -> Vec<Strand> {
        let mut strands = vec![Strand { id: "main".to_owned(), ..Strand::default() }];
        for entry in &self.document.strands {
            let strand = &entry.value;
            let built = Strand {
                id: entry.id.value.clone(),
                name: written(strand.name.as_ref()),
                told: strand.told.map_or(Telling::Forwards, |told| match told.value {
                    syntax::Told::Forwards => Telling::Forwards,
                    syntax::Told::Backwards => Telling::Backwards,
                    syntax::Told::Loosely => Telling::Loosely,
                }),
                claims: !strand.when.is_empty(),
                once: Vec::new(),
            };
            match (self.once(&strand.once), entry.id.value.as_str()) {
                (Some(once), "main") => strands[0] = Strand { once, ..built },
                (None, "main") => strands[0] = built,
                (Some(once), _) => strands.push(Strand { once, ..built }),
                (None, id) => {
                    // It waits for what does not exist, so it never does either.
                    let gone = self.names.strands.insert(id, None).flatten();
                    strands.push(built);
                    debug_assert_eq!(gone, Some(StrandId(strands.len() as u32 - 1)));
                }
            }
        }
        strands
    }

    fn facts(&mut self) -> Vec<Fact> {
        let mut facts = Vec::new();
        for entry in &self.document.facts {
            let fact = &entry.value;
            self.check_sources(&fact.cite);
            let Some(truth) = written(fact.truth.as_ref()) else {
                self.follow_claims(&fact.when);
                continue;
            };
            facts.push(Fact {
                id: entry.id.value.clone(),
                truth,
                seems: written(fact.seems.as_ref()),
                weight: fact.weight.map_or(Weight::Major, |weight| match weight.value {
                    syntax::Weight::Minor => Weight::Minor,
                    syntax::Weight::Major => Weight::Major,
                    syntax::Weight::Twist => Weight::Twist,
                }),
                told: fact.told,
                moves_time: fact.told,
                looks_back_at: Vec::new(),
            });
        }
        facts
    }

    /// The scenes that can be named, in file order, with what they look back on and what they are tied to.
    fn scenes(&mut self, facts: &mut [Fact], ties: &mut Vec<(SceneId, Tie, GraphNode)>) -> Vec<Scene> {
        let mut scenes = Vec::with_capacity(self.document.scenes.len());
        for scene in &self.document.scenes {
            let id = SceneId(scenes.len() as u32);
            self.check_sources(&scene.cite);
            let built = self.scene_of(scene);
            let (hints, reveals) = (self.facts_once_each(&scene.hints), self.facts_once_each(&scene.reveals));
            if !self.names.is_kept(scene, id.0) {
                // It is left out, and its references have been followed all the same.
                self.follow_claims(&scene.when);
                for word in &scene.causes {
                    self.scene(word);
                }
                continue;
            }
            for fact in built.hindsight.iter().flat_map(|patch| &patch.once) {
                let looks_back_at = &mut facts[fact.index()].looks_back_at;
                if looks_back_at.last() != Some(&id) {
                    looks_back_at.push(id);
                }
            }
            let fact = |tie| move |fact| (id, tie, GraphNode::Fact(fact));
            ties.extend(hints.into_iter().map(fact(Tie::Hints)));
            ties.extend(reveals.into_iter().map(fact(Tie::Reveals)));
            for word in &scene.causes {
                let Some(effect) = self.scene(word) else { continue };
                if effect == id {
                    self.note(
                        &problem::SELF_REFERENCE,
                        "a scene cannot cause itself",
                        word.span,
                        "name another scene, or leave it out",
                    );
                } else {
                    ties.push((id, Tie::Causes, GraphNode::Scene(effect)));
                }
            }
            scenes.push(built);
        }
        scenes
    }

    fn scene_of(&mut self, scene: &syntax::Scene) -> Scene {
        let id = written(scene.id.as_ref()).unwrap_or_default();
        let patches = scene.hindsight.iter().filter_map(|patch| {
            let once = self.once(&patch.once).filter(|once| !once.is_empty());
            let patch = ScenePatch {
                once: once.clone().unwrap_or_default(),
                title: written(patch.title.as_ref()),
                text: written(patch.text.as_ref()),
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
            title: written(scene.title.as_ref()).unwrap_or_else(|| id.clone()),
            id,
            text: written(scene.text.as_ref()).unwrap_or_default(),
            chronological_text: written(scene.chronological_text.as_ref()),
            cast: self.cast(&scene.cast),
            place: self.place(scene.place.as_ref()),
            strand: self.strand(scene.strand.as_ref()),
            layer: self.layer(scene.layer.as_ref()),
            timeless: scene.timeless.is_some_and(|timeless| timeless.value),
        }
    }

    fn cast(&mut self, cast: &[syntax::Cast]) -> Vec<Cast> {
        let mut known: Vec<Cast> = Vec::new();
        for entry in cast {
            let Some(who) = self.character(&entry.who) else { continue };
            let somebody = Cast { who, role: written(entry.role.as_ref()) };
            if known.contains(&somebody) {
                let message = format!("`{}` is in the cast twice", entry.who.value);
                self.note(&problem::LISTED_TWICE, message, entry.who.span, "leave the second one out");
            } else {
                known.push(somebody);
            }
        }
        known
    }

    fn claims(&mut self) -> Vec<Claim> {
        let mut claims = Vec::new();
        let mut at = 0;
        for scene in &self.document.scenes {
            if self.names.is_kept(scene, at) {
                let subject = Party::Scene(SceneId(at));
                self.claims_of(subject, &scene.when, &mut claims);
                claims.extend(scene.lasts.map(|lasts| Claim {
                    subject,
                    says: Statement::Lasts(lasts.value.distance()),
                    once: Vec::new(),
                    file: self.document.file,
                    span: lasts.span,
                }));
                at += 1;
            }
        }
        for fact in &self.document.facts {
            if let Some(&Some(id)) = self.names.facts.get(fact.id.value.as_str()) {
                self.claims_of(Party::Fact(id), &fact.value.when, &mut claims);
            }
        }
        for strand in &self.document.strands {
            if let Some(&Some(id)) = self.names.strands.get(strand.id.value.as_str()) {
                self.claims_of(Party::Strand(id), &strand.value.when, &mut claims);
            }
        }
        claims
    }

    fn claims_of(&mut self, subject: Party, written: &[syntax::Claim], claims: &mut Vec<Claim>) {
        let file = self.document.file;
        for claim in written {
            let once = self.once(&claim.once);
            let mut add = |says, span| {
                if let Some(once) = &once {
                    claims.push(Claim { subject, says, once: once.clone(), file, span });
                }
            };
            for (relation, word) in relations(claim) {
                let Some(target) = self.target(word) else { continue };
                if target == subject {
                    let message = "a claim cannot compare something with itself";
                    let help = "compare it with another scene, or leave this out";
                    self.note(&problem::SELF_REFERENCE, message, word.span, help);
                    continue;
                }
                let measured = matches!(relation, Relation::Before | Relation::After);
                let by = claim.by.filter(|_| measured).map(|by| (by.value.distance(), by.span));
                add(Statement::Is { relation, target, by }, word.span);
            }
            if let Some(at) = claim.at {
                add(self.at(at.value), at.span);
            }
        }
    }

    /// What an `at` says. Story days that begin at a known minute are dates.
    fn at(&self, moment: Moment) -> Statement {
        const ONLY_WORK: u32 = 0;
        let (calendar, window) = moment.window(ONLY_WORK);
        let day_1 = self.document.work.as_ref().and_then(|work| work.day_1);
        match (calendar, day_1.map(|date| first_day(date.value))) {
            (Calendar::StoryDays(_), Some(Ok(first))) => {
                Statement::At(Calendar::Dates, Window { from: window.from + first, until: window.until + first })
            }
            _ => Statement::At(calendar, window),
        }
    }

    /// Follows the references of claims that nobody makes.
    fn follow_claims<'c>(&mut self, claims: impl IntoIterator<Item = &'c syntax::Claim>) {
        for claim in claims {
            self.once(&claim.once);
            for (_, word) in relations(claim) {
                self.target(word);
            }
        }
    }

    /// What a claim names: `scene`, `work/scene` or `fact:id`.
    fn target(&mut self, word: &Text) -> Option<Party> {
        if let Some(id) = word.value.strip_prefix("fact:") {
            let fact = self.fact(&Text { value: id.to_owned(), span: word.span })?;
            let told = self.names.told[fact.index()];
            if !told {
                let message = format!("the fact `{id}` has no time to compare with");
                let help = "give the fact a `when`, or name the scene that shows what it says";
                self.note(&problem::FACT_WITHOUT_TIME, message, word.span, help);
            }
            return told.then_some(Party::Fact(fact));
        }
        let own = word.value.strip_prefix(self.document.name.as_str()).and_then(|rest| rest.strip_prefix('/'));
        let word = own.map_or_else(|| word.clone(), |scene| Text { value: scene.to_owned(), span: word.span });
        self.scene(&word).map(Party::Scene)
    }

    /// Theories are not played yet; their references are followed all the same.
    fn check_theories(&mut self) {
        for entry in &self.document.theories {
            let theory = &entry.value;
            self.once(&theory.once);
            self.check_sources(&theory.cite);
            for word in theory.sets_aside.iter().chain(theory.scenes.iter().map(|scene| &scene.id)) {
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

/// The minute at which the first story day begins, or the stretch in which it does where the date leaves that open.
fn first_day(date: Date) -> Result<i64, Window> {
    match date.day {
        Some(_) => Ok(Date { minute: None, ..date }.window().from),
        None => Err(date.window()),
    }
}

/// Marks the facts that something about time waits for.
fn note_what_moves_time(facts: &mut [Fact], scenes: &[Scene], strands: &[Strand], claims: &[Claim]) {
    let patches = scenes.iter().flat_map(|scene| &scene.hindsight);
    let patches = patches.filter(|patch| patch.strand.is_some() || patch.timeless.is_some());
    let once = (claims.iter().map(|claim| &claim.once))
        .chain(strands.iter().map(|strand| &strand.once))
        .chain(patches.map(|patch| &patch.once));
    for fact in once.flatten() {
        facts[fact.index()].moves_time = true;
    }
}

/// The scenes that make a claim or are the target of one.
fn claimed(claims: &[Claim], scenes: usize) -> FixedBitSet {
    let mut claimed = FixedBitSet::with_capacity(scenes);
    for party in claims.iter().flat_map(|claim| [Some(claim.subject), claim.target()]) {
        if let Some(Party::Scene(scene)) = party {
            claimed.insert(scene.index());
        }
    }
    claimed
}

/// Every relation of a claim with each of its targets, in the order in which they count.
fn relations(claim: &syntax::Claim) -> impl Iterator<Item = (Relation, &Text)> {
    let lists = [
        (Relation::Before, &claim.before),
        (Relation::After, &claim.after),
        (Relation::During, &claim.during),
        (Relation::With, &claim.with),
        (Relation::Same, &claim.same),
    ];
    lists.into_iter().flat_map(|(relation, words)| words.iter().map(move |word| (relation, word)))
}

fn written(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.clone())
}
