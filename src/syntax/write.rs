//! [`Document`] to TOML text: what is read back is the same document, but for its places.
//!
//! Only what TOML 1.0 knows is written, and nothing that could do more on a terminal than be shown.

use std::fmt::Write as _;

use super::document::{
    Allow, Cast, Claim, Document, Entry, Expectation, Fact, Knows, Once, Scene, SceneClaim, ScenePatch, SourceEntry,
    StateIs, Strand, Text, Theory, Thing, ThingPatch, Told, Universe, Value, Weight, Work,
};
use crate::source::{Spanned, is_harmful};

/// Writes a story file. Linear in the document.
#[must_use]
pub fn write(document: &Document) -> String {
    let mut out = Out(String::new());
    if let Some(format) = document.format {
        out.key("format", &format.value.to_string());
    }
    document.universe.iter().for_each(|universe| out.universe(universe));
    document.work.iter().for_each(|work| out.work(work));
    out.entries("sources", &document.sources, Out::source);
    out.entries("characters", &document.characters, Out::thing);
    out.entries("places", &document.places, Out::thing);
    out.entries("layers", &document.layers, Out::thing);
    out.entries("strands", &document.strands, Out::strand);
    out.entries("things", &document.things, Out::thing);
    out.entries("facts", &document.facts, Out::fact);
    document.scenes.iter().for_each(|scene| out.scene(scene));
    for theory in &document.theories {
        out.theory(&format!("theories.{}", key(&theory.id.value)), &theory.value);
    }
    document.claims.iter().for_each(|claim| out.scene_claim(claim));
    document.expectations.iter().for_each(|expected| out.expectation(expected));
    out.0
}

/// TOML text that grows table by table.
#[derive(Default)]
pub(super) struct Out(pub(super) String);

impl Out {
    /// A header, after an empty line.
    pub(super) fn table(&mut self, path: &str) {
        self.header(&format!("[{path}]"));
    }

    /// A header of one of many, after an empty line.
    fn one_of(&mut self, path: &str) {
        self.header(&format!("[[{path}]]"));
    }

    pub(super) fn header(&mut self, header: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.extend([header, "\n"]);
    }

    /// A key and a value that is TOML already.
    fn key(&mut self, key: &str, value: &str) {
        self.0.extend([key, " = ", value, "\n"]);
    }

    fn text(&mut self, key: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.key(key, &string(&text.value));
        }
    }

    /// A list of texts, left out where it is empty.
    fn ids(&mut self, key: &str, texts: &[Text]) {
        if !texts.is_empty() {
            self.key(key, &list(texts.iter().map(|text| inline_string(&text.value))));
        }
    }

    fn word(&mut self, key: &str, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            self.key(key, &inline_string(value.as_ref()));
        }
    }

    fn flag(&mut self, key: &str, flag: Option<Spanned<bool>>) {
        if let Some(flag) = flag {
            self.key(key, &flag.value.to_string());
        }
    }

    fn entries<T>(&mut self, table: &str, entries: &[Entry<T>], write: impl Fn(&mut Self, &str, &T)) {
        for entry in entries {
            let path = format!("{table}.{}", key(&entry.id.value));
            self.table(&path);
            write(self, &path, &entry.value);
        }
    }

    pub(super) fn universe(&mut self, universe: &Universe) {
        self.table("universe");
        self.text("title", universe.title.as_ref());
        self.ids("works", &universe.works);
        self.allow(&universe.allow);
        self.ids("cite", &universe.cite);
    }

    pub(super) fn work(&mut self, work: &Work) {
        self.table("work");
        self.text("title", work.title.as_ref());
        self.text("credit", work.credit.as_ref());
        self.word("released", work.released.map(|date| date.value.iso()));
        self.text("kind", work.kind.as_ref());
        self.text("blurb", work.blurb.as_ref());
        self.ids("warnings", &work.warnings);
        self.text("language", work.language.as_ref());
        self.word("day-1", work.day_1.map(|date| date.value.iso()));
        self.allow(&work.allow);
        self.ids("cite", &work.cite);
    }

    pub(super) fn source(&mut self, _: &str, source: &SourceEntry) {
        self.text("title", source.title.as_ref());
        self.text("url", source.url.as_ref());
    }

    pub(super) fn thing(&mut self, path: &str, thing: &Thing) {
        self.text("name", thing.name.as_ref());
        self.text("performer", thing.performer.as_ref());
        self.text("about", thing.about.as_ref());
        self.ids("words", &thing.words);
        self.ids("cite", &thing.cite);
        self.states("begins", &thing.begins);
        self.word("born", thing.born.map(|born| born.value.written()));
        self.ids("parents", &thing.parents);
        for way in &thing.from {
            self.word(&format!("from.{}", key(&way.id.value)), way.value.map(|takes| takes.value.written()));
        }
        for patch in &thing.hindsight {
            self.one_of(&format!("{path}.hindsight"));
            self.thing_patch(patch);
        }
    }

    fn thing_patch(&mut self, patch: &ThingPatch) {
        self.once(&patch.once);
        self.text("name", patch.name.as_ref());
        self.text("performer", patch.performer.as_ref());
        self.text("about", patch.about.as_ref());
    }

    pub(super) fn strand(&mut self, _: &str, strand: &Strand) {
        self.text("name", strand.name.as_ref());
        self.word("told", strand.told.map(|told| told_word(told.value)));
        self.once(&strand.once);
        if strand.placed && strand.when.is_empty() {
            self.key("when", "[]");
        }
        self.claims(&strand.when);
    }

    pub(super) fn fact(&mut self, _: &str, fact: &Fact) {
        self.text("seems", fact.seems.as_ref());
        self.text("truth", fact.truth.as_ref());
        self.word("weight", fact.weight.map(|weight| weight_word(weight.value)));
        if fact.told && fact.when.is_empty() {
            self.key("when", "[]");
        }
        self.claims(&fact.when);
        self.states("becomes", &fact.becomes);
        self.states("needs", &fact.needs);
        self.ids("words", &fact.words);
        self.ids("cite", &fact.cite);
    }

    pub(super) fn scene(&mut self, scene: &Scene) {
        self.one_of("scene");
        self.text("id", scene.id.as_ref());
        self.text("title", scene.title.as_ref());
        self.cast(Some(&scene.cast).filter(|cast| !cast.is_empty()));
        self.text("place", scene.place.as_ref());
        self.text("strand", scene.strand.as_ref());
        self.text("layer", scene.layer.as_ref());
        self.flag("timeless", scene.timeless);
        self.claims(&scene.when);
        self.word("lasts", scene.lasts.map(|lasts| lasts.value.written()));
        self.word("clip", scene.clip.map(|clip| clip.value.written()));
        self.ids("hints", &scene.hints);
        self.ids("reveals", &scene.reveals);
        self.ids("causes", &scene.causes);
        self.states("becomes", &scene.becomes);
        self.states("needs", &scene.needs);
        self.knows("learns", &scene.learns);
        self.knows("uses", &scene.uses);
        self.text("text", scene.text.as_ref());
        self.text("chronological-text", scene.chronological_text.as_ref());
        self.text("note", scene.note.as_ref());
        self.allow(&scene.allow);
        self.ids("cite", &scene.cite);
        for patch in &scene.hindsight {
            self.one_of("scene.hindsight");
            self.once(&patch.once);
            self.scene_patch(patch);
        }
    }

    fn scene_patch(&mut self, patch: &ScenePatch) {
        self.text("title", patch.title.as_ref());
        self.cast(patch.cast.as_ref());
        self.text("place", patch.place.as_ref());
        self.text("strand", patch.strand.as_ref());
        self.text("layer", patch.layer.as_ref());
        self.flag("timeless", patch.timeless);
        self.claims(&patch.when);
        self.text("text", patch.text.as_ref());
    }

    pub(super) fn theory(&mut self, path: &str, value: &Theory) {
        self.table(path);
        self.text("title", value.title.as_ref());
        self.text("about", value.about.as_ref());
        self.once(&value.once);
        self.ids("sets-aside", &value.sets_aside);
        self.ids("cite", &value.cite);
        self.entries(&format!("{path}.scenes"), &value.scenes, |out, _, patch| out.scene_patch(patch));
        self.entries(&format!("{path}.facts"), &value.facts, |out, _, truth| out.text("truth", truth.as_ref()));
        self.entries(&format!("{path}.strands"), &value.strands, Self::strand);
    }

    pub(super) fn scene_claim(&mut self, claim: &SceneClaim) {
        self.one_of("claim");
        self.text("scene", claim.scene.as_ref());
        for (key, value) in claim_keys(&claim.claim) {
            self.key(key, &value);
        }
    }

    pub(super) fn expectation(&mut self, expected: &Expectation) {
        self.one_of("expect");
        self.text("at", expected.at.as_ref());
        self.ids("known", &expected.known);
        self.ids("believed", &expected.believed);
        self.ids("hidden", &expected.hidden);
        self.ids("absent", &expected.absent);
        self.ids("order", &expected.order);
        self.ids("together", &expected.together);
        self.ids("possible", &expected.possible);
    }

    fn cast(&mut self, cast: Option<&Vec<Cast>>) {
        if let Some(cast) = cast {
            let entry = |entry: &Cast| {
                let who = inline_string(&entry.who.value);
                match &entry.role {
                    Some(role) => format!("{{ who = {who}, as = {} }}", inline_string(&role.value)),
                    None => who,
                }
            };
            self.key("cast", &list(cast.iter().map(entry)));
        }
    }

    fn once(&mut self, once: &Once) {
        if !once.facts.is_empty() {
            self.key("once", &one_or_more(&once.facts));
        }
    }

    fn claims(&mut self, claims: &[Claim]) {
        let claim = |claim: &Claim| {
            let keys: Vec<String> =
                claim_keys(claim).into_iter().map(|(key, value)| format!("{key} = {value}")).collect();
            format!("{{ {} }}", keys.join(", "))
        };
        match claims {
            [] => {}
            [one] => self.key("when", &claim(one)),
            many => self.key(
                "when",
                &format!("[\n{}]", many.iter().map(|one| format!("  {},\n", claim(one))).collect::<String>()),
            ),
        }
    }

    fn states(&mut self, name: &str, states: &[StateIs]) {
        self.inline(name, states, |is| {
            let value = match &is.value.value {
                Value::Word(word) => inline_string(word),
                Value::Flag(flag) => flag.to_string(),
                Value::Number(number) => number.to_string(),
            };
            format!("{} = {value}", key(&is.state.value))
        });
    }

    fn knows(&mut self, name: &str, knows: &[Knows]) {
        self.inline(name, knows, |knows| {
            let facts = list(knows.facts.iter().map(|fact| inline_string(&fact.value)));
            format!("{} = {facts}", key(&knows.who.value))
        });
    }

    /// A table on one line, left out where it is empty.
    fn inline<T>(&mut self, name: &str, entries: &[T], write: impl Fn(&T) -> String) {
        if !entries.is_empty() {
            self.key(name, &format!("{{ {} }}", entries.iter().map(write).collect::<Vec<_>>().join(", ")));
        }
    }

    fn allow(&mut self, allows: &[Allow]) {
        let allow = |allow: &Allow| format!("{} = {}", key(&allow.code.value), inline_string(&allow.reason.value));
        self.inline("allow", allows, allow);
    }
}

fn claim_keys(claim: &Claim) -> Vec<(&'static str, String)> {
    let lists = [
        ("before", &claim.before),
        ("after", &claim.after),
        ("during", &claim.during),
        ("with", &claim.with),
        ("same", &claim.same),
    ];
    let mut keys: Vec<(&str, String)> = lists
        .into_iter()
        .filter(|(_, targets)| !targets.is_empty())
        .map(|(key, targets)| (key, one_or_more(targets)))
        .collect();
    keys.extend(claim.by.map(|by| ("by", inline_string(&by.value.written()))));
    keys.extend(claim.at.map(|at| ("at", inline_string(&at.value.written()))));
    if !claim.once.facts.is_empty() {
        keys.push(("once", one_or_more(&claim.once.facts)));
    }
    keys
}

fn told_word(told: Told) -> &'static str {
    match told {
        Told::Forwards => "forwards",
        Told::Backwards => "backwards",
        Told::Loosely => "loosely",
    }
}

fn weight_word(weight: Weight) -> &'static str {
    match weight {
        Weight::Minor => "minor",
        Weight::Major => "major",
        Weight::Twist => "twist",
    }
}

fn one_or_more(texts: &[Text]) -> String {
    match texts {
        [one] => inline_string(&one.value),
        many => list(many.iter().map(|text| inline_string(&text.value))),
    }
}

fn list(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(", "))
}

/// A key: bare where it can be.
fn key(key: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !key.is_empty() && key.bytes().all(bare) { key.to_owned() } else { inline_string(key) }
}

/// A string on lines of its own where it has several.
fn string(text: &str) -> String {
    if text.contains('\n') { format!("\"\"\"\n{}\"\"\"", escaped(text, true)) } else { inline_string(text) }
}

/// A string on one line.
fn inline_string(text: &str) -> String {
    format!("\"{}\"", escaped(text, false))
}

fn escaped(text: &str, lines: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut quotes = 0;
    for c in text.chars() {
        quotes = if c == '"' { quotes + 1 } else { 0 };
        match c {
            '\n' if lines => escaped.push('\n'),
            // Two quotes in a row may stand, but not at the end.
            '"' if lines && quotes == 1 && !text.ends_with('"') => escaped.push('"'),
            '"' | '\\' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            c if is_harmful(c) => {
                let _ = write!(escaped, "\\u{:04X}", u32::from(c)); // a string takes all
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_comes_back() {
        for text in [
            "",
            "plain",
            "\"",
            "\"\"\"",
            "a \\ b",
            "two\nlines\n",
            "\n\nx",
            "\"\n\"\"",
            "\"\"\"\n\"",
            "tab\t\u{1b}[31m\u{202e}\u{7f}\r\n",
            "이러지마\n제발",
            "ends \\\n  so",
            "\u{9b}",
            "'''",
        ] {
            for written in [string(text), inline_string(text)] {
                let written_down = format!("a = {written}");
                let table = toml::de::DeTable::parse(&written_down).unwrap();
                let value = table.get_ref().get("a").unwrap().get_ref().as_str().unwrap();
                assert_eq!(value, text, "{written}");
                assert!(!written.chars().any(|c| c != '\n' && is_harmful(c)), "{written}");
            }
        }
    }
}
