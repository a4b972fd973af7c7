//! A tale as a universe: what it tells shared out to two or three works, and to the universe.
//!
//! Where something goes, and what it is called there, is said by nothing but what no future may change of what is known:
//! ids of scenes, names of people, what facts seem to be. So the futures of a tale are futures of its universe. Each work has
//! all strands, as its own, and ids that other works have, too.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use storyline::source::{FileId, Source};
use storyline::story::{self, Story};
use storyline::syntax::{self, Claim, Document, Entry, SceneClaim, Text, Universe, Work};

use super::names::{Kind, each_id};
use super::tale::scene_ids;

/// The id of the universe.
pub(crate) const WORLD: &str = "world";

/// The ids of the works, in release order. Some universes have two.
pub(crate) const WORKS: [&str; 3] = ["w-0", "w-1", "w-2"];

/// A universe as documents: its own, then those of its works in release order.
#[derive(Clone, Debug)]
pub(crate) struct Universal {
    pub(crate) documents: Vec<Document>,
    homes: Homes,
}

/// Where each id of a tale is declared, and what it is called there. No work: in the universe.
#[derive(Clone, Debug)]
struct Homes {
    works: usize,
    of: BTreeMap<(u8, String), (Option<usize>, String)>,
}

/// A number that stays the same as long as a text does.
fn number(text: &str) -> usize {
    text.bytes().fold(7, |number: usize, byte| number.wrapping_mul(31).wrapping_add(byte.into()) % 1_000_003)
}

/// What an id is called in a work: works use the same ids for different things.
fn called(id: &str, work: usize) -> String {
    let numbered = id.rsplit_once('-').and_then(|(word, number)| Some((word, number.parse::<usize>().ok()?)));
    match numbered {
        Some((what, number)) if number < 13 => format!("{what}-of-{}", (number + 2 * work) % 13),
        _ => id.to_owned(),
    }
}

impl Homes {
    fn of(document: &Document) -> Self {
        let header = document.work.as_ref();
        let said = header.and_then(|work| work.credit.as_ref().or(work.blurb.as_ref()));
        let works = 2 + said.map_or(1, |said| number(&said.value) % 2);
        let mut homes = Self { works, of: BTreeMap::new() };
        for id in scene_ids(document) {
            let work = number(&id) % works;
            homes.of.insert((Kind::Scene as u8, id.clone()), (Some(work), called(&id, work)));
        }
        for (kind, things) in
            [(Kind::Character, &document.characters), (Kind::Place, &document.places), (Kind::Layer, &document.layers)]
        {
            for thing in things {
                homes.add(kind, &thing.id.value, thing.value.name.as_ref());
            }
        }
        for fact in &document.facts {
            homes.add(Kind::Fact, &fact.id.value, fact.value.seems.as_ref().or(fact.value.truth.as_ref()));
        }
        for source in &document.sources {
            homes.add(Kind::Source, &source.id.value, source.value.title.as_ref());
        }
        homes
    }

    fn add(&mut self, kind: Kind, id: &str, said: Option<&Text>) {
        let home = self.home_by(said.map_or(id, |said| &said.value));
        let called = home.map_or_else(|| id.to_owned(), |work| called(id, work));
        self.of.insert((kind as u8, id.to_owned()), (home, called));
    }

    /// The work that says something, or the universe.
    fn home_by(&self, said: &str) -> Option<usize> {
        (number(said) % (self.works + 1)).checked_sub(1)
    }

    /// How an id is written in the file of a work, or of the universe. Strands are in every work.
    fn written(&self, kind: Kind, id: &str, file: Option<usize>) -> String {
        match self.of.get(&(kind as u8, id.to_owned())) {
            Some((Some(home), called)) if Some(*home) != file => format!("{}/{called}", WORKS[*home]),
            Some((_, called)) => called.clone(),
            None => id.to_owned(),
        }
    }

    fn of_scene(&self, id: &str) -> Option<usize> {
        self.of.get(&(Kind::Scene as u8, id.to_owned())).and_then(|(home, _)| *home)
    }

    fn is_in(&self, kind: Kind, id: &str, file: Option<usize>) -> bool {
        self.of.get(&(kind as u8, id.to_owned())).is_none_or(|(home, _)| *home == file)
    }

    /// The file that says a claim of a scene: that of its work where it is the scene itself, or another.
    fn sayer(&self, scene: &str, claim: &Claim) -> Sayer {
        let lists = [&claim.before, &claim.after, &claim.during, &claim.with, &claim.same];
        let kind = lists.iter().position(|list| !list.is_empty()).unwrap_or(lists.len());
        let number = number(scene) / 7 + 2 * kind + usize::from(claim.by.is_some());
        if number.is_multiple_of(3) { Sayer::Outside((number % (self.works + 1)).checked_sub(1)) } else { Sayer::Scene }
    }
}

/// Who says a claim of a scene.
enum Sayer {
    Scene,
    /// A `[[claim]]` in the file of a work, or of the universe.
    Outside(Option<usize>),
}

impl Universal {
    pub(crate) fn of(tale: &Document) -> Self {
        let homes = Homes::of(tale);
        let mut whole = tale.clone();
        let mut outside: BTreeMap<Option<usize>, Vec<SceneClaim>> = BTreeMap::new();
        for scene in &mut whole.scenes {
            let id = scene.id.clone().unwrap_or_default();
            for claim in std::mem::take(&mut scene.when) {
                match homes.sayer(&id.value, &claim) {
                    Sayer::Outside(file) => {
                        outside.entry(file).or_default().push(SceneClaim { scene: Some(id.clone()), claim });
                    }
                    Sayer::Scene => scene.when.push(claim),
                }
            }
        }
        let files = std::iter::once(None).chain((0..homes.works).map(Some));
        let documents = files.map(|file| {
            let mut document = file_of(&whole, &homes, file);
            document.claims = outside.remove(&file).unwrap_or_default();
            each_id(&mut document, &mut |kind, id| *id = homes.written(kind, id, file));
            document
        });
        let documents = documents.collect();
        Self { documents, homes }
    }

    /// The ids of the works.
    pub(crate) fn works(&self) -> &'static [&'static str] {
        &WORKS[..self.homes.works]
    }

    /// The work of a scene of the tale, and what it is called there.
    pub(crate) fn place(&self, scene: &str) -> (usize, &str) {
        let (home, called) = &self.homes.of[&(Kind::Scene as u8, scene.to_owned())];
        (home.unwrap_or_default(), called)
    }

    /// A scene of the tale as it goes in the universe.
    pub(crate) fn full_id(&self, scene: &str) -> String {
        self.homes.written(Kind::Scene, scene, None)
    }

    /// Text behind the documents is put into one of them.
    pub(crate) fn with(&self, behind: &str) -> Vec<(String, String)> {
        let mut files = self.files();
        let count = files.len();
        let mut behind = behind.to_owned();
        for (kind, id) in self.homes.of.keys().filter(|(kind, _)| *kind == Kind::Scene as u8) {
            let (full, _) = (self.full_id(id), kind);
            behind = behind.replace(&format!("\"{id}\""), &format!("\"{full}\""));
        }
        files[behind.len() % count].1.push_str(&behind);
        files
    }

    /// The files, by name.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        self.documents.iter().map(file).collect()
    }
}

/// A document as a file.
pub(crate) fn file(document: &Document) -> (String, String) {
    let name = if document.universe.is_some() { "universe" } else { &document.name };
    (format!("{name}.toml"), syntax::write(document))
}

fn keep<T: Clone>(entries: &[Entry<T>], is_own: impl Fn(&Text) -> bool) -> Vec<Entry<T>> {
    entries.iter().filter(|entry| is_own(&entry.id)).cloned().collect()
}

/// What of a tale stands in the file of a work, or of the universe.
fn file_of(whole: &Document, homes: &Homes, file: Option<usize>) -> Document {
    let own = |kind: Kind| move |id: &Text| homes.is_in(kind, &id.value, file);
    let header = whole.work.clone().unwrap_or_default();
    let theories = whole.theories.iter().filter(|theory| {
        let title = theory.value.title.as_ref();
        homes.home_by(title.map_or("", |title| &title.value)) == file
    });
    let document = Document {
        name: file.map_or(WORLD, |work| WORKS[work]).to_owned(),
        format: whole.format,
        sources: keep(&whole.sources, own(Kind::Source)),
        characters: keep(&whole.characters, own(Kind::Character)),
        places: keep(&whole.places, own(Kind::Place)),
        layers: keep(&whole.layers, own(Kind::Layer)),
        facts: keep(&whole.facts, own(Kind::Fact)),
        theories: theories.cloned().map(|theory| on_strands_of_works(theory, homes, file)).collect(),
        ..Document::default()
    };
    let Some(work) = file else {
        let works = WORKS[..homes.works].iter().map(|&work| work.into()).collect();
        let cite = header.cite.iter().filter(|source| !number(&source.value).is_multiple_of(3)).cloned().collect();
        let universe = Universe { title: Some("The World".into()), works, cite, ..Universe::default() };
        return Document { universe: Some(universe), ..document };
    };
    let cite = header.cite.iter().filter(|source| number(&source.value) % 3 == work).cloned().collect();
    let title = Some(format!("Work {work}").as_str().into());
    let day_1 = header.day_1.filter(|_| work < 2);
    let scenes = whole.scenes.iter().filter(|scene| scene.id.as_ref().is_some_and(own(Kind::Scene)));
    Document {
        work: Some(Work { title, cite, day_1, ..header }),
        strands: whole.strands.clone(),
        scenes: scenes.cloned().collect(),
        ..document
    }
}

/// The strands that a theory names are those of the work of the scene that it puts on one, or of its own work.
fn on_strands_of_works(mut theory: Entry<syntax::Theory>, homes: &Homes, file: Option<usize>) -> Entry<syntax::Theory> {
    let named = |strand: &mut Text, work: Option<usize>| {
        if let Some(work) = work.filter(|work| Some(*work) != file) {
            strand.value = format!("{}/{}", WORKS[work], strand.value);
        }
    };
    for scene in &mut theory.value.scenes {
        let work = homes.of_scene(&scene.id.value);
        scene.value.strand.iter_mut().for_each(|strand| named(strand, work));
    }
    let title = theory.value.title.as_ref().map_or(0, |title| number(&title.value));
    for strand in &mut theory.value.strands {
        named(&mut strand.id, file.or(Some(title / 7 % homes.works)));
    }
    theory
}

/// Writes the files of a universe, and nothing else, into a folder.
pub(crate) fn lay_out(folder: &Path, files: &[(String, String)]) {
    let _ = fs::remove_dir_all(folder); // it may not be there
    fs::create_dir_all(folder).unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
}

/// The story that some files are.
pub(crate) fn read(documents: &[Document]) -> Story {
    let mut problems = Vec::new();
    let read = (0..).zip(documents).map(|(at, document)| {
        let (name, text) = file(document);
        let read = syntax::parse(&Source::new(name, text), FileId(at), &mut problems);
        Document { name: document.name.clone(), ..read }
    });
    let documents: Vec<Document> = read.collect();
    story::build_universe(&documents, &mut problems)
}
