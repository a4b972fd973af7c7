//! What nobody may meet at a position: every phrase and word that the story holds, or tells later, and has not told by then.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use storyline::knowledge::{Cut, Seen, cut_to};
use storyline::library::Library;
use storyline::story::SceneId;
use storyline::syntax;
use storyline::view::export::EXPORTS;
use storyline::view::{Options, Order, VIEWS};

/// A story, and when what of it is told first.
pub(crate) struct Telling {
    /// Every text that it tells sooner or later, or holds, with the first position that tells it.
    phrases: Vec<(String, usize)>,
    /// The same of every word, in small letters.
    words: Vec<(String, usize)>,
    /// The titles of the scenes told up to each position.
    titles: Vec<Vec<String>>,
    /// How many scenes have been seen after each work, by its id.
    pub(crate) works: Vec<(String, usize)>,
}

/// The shortest piece of text that may give something away, in letters; and if they are not Latin.
const SHORTEST: [usize; 2] = [4, 2];

fn is_telling(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= SHORTEST[usize::from(!text.is_ascii())]
}

/// The words of a text, in small letters.
pub(crate) fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| is_telling(word));
    words.map(str::to_lowercase).collect()
}

/// Every text that a value of TOML holds, and what things are called in it.
fn texts_of(value: &toml::Value, into: &mut BTreeSet<String>) {
    match value {
        toml::Value::String(text) => drop(into.insert(text.clone())),
        toml::Value::Datetime(time) => drop(into.insert(time.to_string())),
        toml::Value::Array(values) => values.iter().for_each(|value| texts_of(value, into)),
        toml::Value::Table(table) => {
            for (key, value) in table {
                if value.is_table() {
                    into.insert(key.clone());
                }
                texts_of(value, into);
            }
        }
        _ => {}
    }
}

fn texts_in(file: &str) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    texts_of(&toml::Value::Table(file.parse().unwrap()), &mut texts);
    // A sentence of it gives it away, too.
    let sentences = texts.iter().flat_map(|text| text.split(['.', '!', '?', '\n'])).map(|text| text.trim().to_owned());
    let sentences: Vec<String> = sentences.collect();
    texts.extend(sentences);
    texts.retain(|text| is_telling(text));
    texts
}

/// All that a cut says, one way or another.
fn all_of(cut: &Cut) -> (String, BTreeSet<String>) {
    let chronology = cut.chronology();
    let (mut said, mut texts) = (String::new(), BTreeSet::new());
    for document in cut.documents() {
        let file = syntax::write(&document);
        texts.extend(texts_in(&file));
        said.push_str(&file);
    }
    for order in [Order::Narrative, Order::Chronological] {
        let options = Options { width: 100_000, order, ..Options::default() };
        for view in VIEWS {
            said.push_str(&(view.page)(cut, &chronology, &options).plain());
            said.push_str(&(view.json)(cut, &chronology, &options));
        }
        for export in EXPORTS.iter().filter(|export| export.name != "svg") {
            said.push_str(&(export.write)(cut, &chronology, &options));
        }
    }
    texts.extend(texts.clone().iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")));
    said.extend(texts.iter().flat_map(|text| ["\n", text]));
    (said, texts)
}

impl Telling {
    /// A built-in story, worked out once. `ours` are words that are said of any.
    pub(crate) fn of(name: &'static str, ours: &'static str) -> &'static Self {
        static TELLINGS: Mutex<BTreeMap<&str, &Telling>> = Mutex::new(BTreeMap::new());
        let known = TELLINGS.lock().unwrap().get(name).copied();
        known.unwrap_or_else(|| {
            let telling = Box::leak(Box::new(Self::read(name, ours)));
            TELLINGS.lock().unwrap().entry(name).or_insert(telling)
        })
    }

    fn read(name: &str, ours: &'static str) -> Self {
        let loaded = Library::default().find(name).unwrap().load();
        let work = loaded.work();
        let (story, sources) = (loaded.story.unwrap(), loaded.sources);
        let scenes: Vec<SceneId> =
            work.map_or_else(|| story.scenes().collect(), |work| story.scenes_of(work).collect());
        let cut = |count: usize| cut_to(&story, &scenes[..count].iter().copied().collect::<Seen>(), work);
        let titles = |count: usize| cut(count).scenes().map(|scene| scene.title().to_owned()).collect();
        let titles = (0..=scenes.len()).map(titles).collect();
        let ends = story.work_ids().map(|work| {
            let last = story.scenes_of(work).last();
            let seen = scenes.iter().take_while(|&&scene| Some(scene) <= last).count();
            (story.work(work).id.clone(), seen)
        });
        let works = ends.collect();
        let all: Vec<_> = (0..=scenes.len()).map(|count| all_of(&cut(count))).collect();
        let mut texts: BTreeSet<String> = sources.iter().flat_map(|source| texts_in(source.text())).collect();
        texts.extend(all.iter().flat_map(|(_, texts)| texts.clone()));
        let mut open: BTreeSet<String> = texts.iter().flat_map(|text| words(text)).collect();
        let ours_in_words = words(ours);
        texts.retain(|text| !ours.contains(text.as_str()));
        open.retain(|word| !ours_in_words.contains(word));
        let (mut phrases, mut single) = (Vec::new(), Vec::new());
        for (position, (said, _)) in all.iter().enumerate() {
            let (told, later) = texts.into_iter().partition(|text| said.contains(text.as_str()));
            let told: BTreeSet<String> = told;
            phrases.extend(told.into_iter().map(|text| (text, position)));
            texts = later;
            single.extend(words(said).into_iter().filter(|word| open.remove(word)).map(|word| (word, position)));
        }
        // What is never told.
        phrases.extend(texts.into_iter().map(|text| (text, usize::MAX)));
        single.extend(open.into_iter().map(|word| (word, usize::MAX)));
        Self { phrases, words: single, titles, works }
    }

    /// How many positions there are.
    pub(crate) fn positions(&self) -> usize {
        self.titles.len()
    }

    /// The title that a scene has at a position, from 0.
    pub(crate) fn title(&self, position: usize, scene: usize) -> String {
        self.titles[position][scene].clone()
    }

    /// What must not be met at a position: phrases as they stand, words in small letters.
    pub(crate) fn ahead(&self, position: usize) -> Ahead {
        let later = |all: &[(String, usize)]| {
            all.iter().filter(|(_, first)| *first > position).map(|(text, _)| text.clone()).collect()
        };
        Ahead { phrases: later(&self.phrases), words: later(&self.words) }
    }
}

pub(crate) struct Ahead {
    pub(crate) phrases: BTreeSet<String>,
    pub(crate) words: BTreeSet<String>,
}

impl Ahead {
    /// What of it is in something, if anything.
    pub(crate) fn found_in(&self, text: &str) -> Option<String> {
        let text = text.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">");
        let text = text.replace("&amp;", "&");
        let phrase = self.phrases.iter().find(|phrase| text.contains(phrase.as_str())).cloned();
        phrase.or_else(|| words(&text).intersection(&self.words).next().cloned())
    }
}
