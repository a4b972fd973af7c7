//! A document as a list of what it says: table by table, and key by key where somebody asks.
//!
//! It is made of what [`write`](super::write()) writes, so every key is there, and two ways to write the same are one. Whoever
//! looks for what changed in a story asks here; what a key means nobody here knows.

use toml::de::{DeTable, DeValue};

use super::document::{
    Document, Entry, Expectation, Fact, Scene, SceneClaim, SourceEntry, Strand, Text, Theory, Thing, Universe, Work,
};
use super::write::Out;

/// A table of a document that stands for something: `[work]`, `[characters.ID]`, a `[[scene]]`.
#[derive(Clone, Copy)]
pub struct Said<'d> {
    /// The name of the table, or of the table that it is an entry of.
    pub table: &'static str,
    /// Its id, where it has one.
    pub id: Option<&'d str>,
    item: Item<'d>,
}

#[derive(Clone, Copy)]
enum Item<'d> {
    Universe(&'d Universe),
    Work(&'d Work),
    Source(&'d Entry<SourceEntry>),
    Thing(&'d Entry<Thing>),
    Strand(&'d Entry<Strand>),
    Fact(&'d Entry<Fact>),
    Scene(&'d Scene),
    Theory(&'d Entry<Theory>),
    Claim(&'d SceneClaim),
    Expectation(&'d Expectation),
}

/// What stands behind a key. Two values are equal where they are written in the same way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Written {
    /// A text.
    Text(String),
    /// A number or a flag, as it is written.
    Plain(String),
    /// A list.
    List(Vec<Written>),
    /// A table, its keys sorted.
    Table(Vec<(String, Written)>),
}

/// Every table of a document, those of one kind as written. Linear in their number.
#[must_use]
pub fn said(document: &Document) -> Vec<Said<'_>> {
    let mut all = Vec::new();
    let mut add = |table, id, item| all.push((table, id, item));
    document.universe.iter().for_each(|universe| add("universe", None, Item::Universe(universe)));
    document.work.iter().for_each(|work| add("work", None, Item::Work(work)));
    document.sources.iter().for_each(|entry| add("sources", Some(&entry.id), Item::Source(entry)));
    let things = [("characters", &document.characters), ("places", &document.places), ("layers", &document.layers)];
    let things = things.into_iter().chain([("things", &document.things)]);
    for (table, entries) in things {
        for entry in entries {
            add(table, Some(&entry.id), Item::Thing(entry));
        }
    }
    document.strands.iter().for_each(|entry| add("strands", Some(&entry.id), Item::Strand(entry)));
    document.facts.iter().for_each(|entry| add("facts", Some(&entry.id), Item::Fact(entry)));
    document.scenes.iter().for_each(|scene| add("scene", scene.id.as_ref(), Item::Scene(scene)));
    document.theories.iter().for_each(|entry| add("theories", Some(&entry.id), Item::Theory(entry)));
    document.claims.iter().for_each(|claim| add("claim", None, Item::Claim(claim)));
    document.expectations.iter().for_each(|expected| add("expect", None, Item::Expectation(expected)));
    all.into_iter().map(|(table, id, item)| Said { table, id: id.map(Text::as_str), item }).collect()
}

impl<'d> Said<'d> {
    /// It as TOML text, always in the same way.
    #[must_use]
    pub fn written(&self) -> String {
        let mut out = Out::default();
        let path = format!("{}.it", self.table);
        match self.item {
            Item::Universe(universe) => out.universe(universe),
            Item::Work(work) => out.work(work),
            Item::Scene(scene) => out.scene(scene),
            Item::Claim(claim) => out.scene_claim(claim),
            Item::Expectation(expected) => out.expectation(expected),
            Item::Source(entry) => self.entry(&mut out, &entry.value, Out::source),
            Item::Thing(entry) => self.entry(&mut out, &entry.value, Out::thing),
            Item::Strand(entry) => self.entry(&mut out, &entry.value, Out::strand),
            Item::Fact(entry) => self.entry(&mut out, &entry.value, Out::fact),
            Item::Theory(entry) => out.theory(&path, &entry.value),
        }
        out.0
    }

    fn entry<T>(&self, out: &mut Out, value: &T, write: impl Fn(&mut Out, &str, &T)) {
        let path = format!("{}.it", self.table);
        out.table(&path);
        write(out, &path, value);
    }

    /// The scene that it is, as written.
    #[must_use]
    pub fn scene(&self) -> Option<&'d Scene> {
        match self.item {
            Item::Scene(scene) => Some(scene),
            _ => None,
        }
    }

    /// What it says, key by key; not its id, where that stands above it. Linear in its text.
    #[must_use]
    pub fn keys(&self) -> Vec<(String, Written)> {
        let written = self.written();
        let (root, _) = DeTable::parse_recoverable(&written);
        let Some(value) = root.get_ref().get(self.table) else { return Vec::new() };
        match value_of(value.get_ref()) {
            Written::List(mut tables) => tables.pop().map(keys_of).unwrap_or_default(),
            value => match (keys_of(value), self.id) {
                (mut keys, Some(_)) => keys.pop().map(|(_, value)| keys_of(value)).unwrap_or_default(),
                (keys, None) => keys,
            },
        }
    }
}

fn keys_of(value: Written) -> Vec<(String, Written)> {
    match value {
        Written::Table(keys) => keys,
        _ => Vec::new(),
    }
}

/// Recurses as deep as tables of the format stand in each other, which [`write`](super::write()) bounds.
fn value_of(value: &DeValue) -> Written {
    match value {
        DeValue::String(text) => Written::Text(text.to_string()),
        DeValue::Integer(number) => Written::Plain(number.as_str().to_owned()),
        DeValue::Float(number) => Written::Plain(number.as_str().to_owned()),
        DeValue::Boolean(flag) => Written::Plain(flag.to_string()),
        DeValue::Datetime(moment) => Written::Plain(moment.to_string()),
        DeValue::Array(values) => Written::List(values.iter().map(|value| value_of(value.get_ref())).collect()),
        DeValue::Table(table) => {
            let pair = |(key, value): (&toml::Spanned<std::borrow::Cow<str>>, &toml::Spanned<DeValue>)| {
                (key.get_ref().to_string(), value_of(value.get_ref()))
            };
            let mut keys: Vec<(String, Written)> = table.iter().map(pair).collect();
            keys.sort();
            Written::Table(keys)
        }
    }
}
