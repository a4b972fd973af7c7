//! Random stories as documents, in which much happens midway: reveals, twists, names and claims that wait for facts.
//!
//! Every text is unique and can be recognised by its first word. What really happened is invented first, and most claims
//! are read off it, so that some cuts contradict themselves and most do not.

use std::collections::BTreeSet;

use proptest::prelude::*;
use storyline::calendar::{Clip, Date, Duration, Moment};
use storyline::syntax::{
    Allow, Cast, Claim, Document, Entry, Fact, Once, Scene, ScenePatch, SourceEntry, Strand, Text, Theory, Thing,
    ThingPatch, Told, Weight, Work,
};

use super::choices::{Choices, choices};
use super::continuity::say_continuity;

/// A story, and who has seen what of it.
#[derive(Clone, Debug)]
pub(crate) struct Tale {
    pub(crate) document: Document,
    /// The ids of the scenes that were seen.
    pub(crate) seen: BTreeSet<String>,
}

/// The id of the work, and the name of its file.
pub(crate) const NAME: &str = "tale";

impl Tale {
    /// Whether it was made up here, text by text.
    pub(crate) fn is_made_up(&self) -> bool {
        let title = self.document.work.as_ref().and_then(|work| work.title.as_ref());
        title.is_some_and(|title| title.value == TITLE)
    }
}

/// The title of every tale.
const TITLE: &str = "The Tale";

pub(crate) fn tales() -> impl Strategy<Value = Tale> {
    (choices(), choices()).prop_map(|(tale, seen)| {
        let document = document(&mut Choices::of(&tale));
        let seen = positions(&document, &mut Choices::of(&seen));
        Tale { document, seen }
    })
}

/// The ids of the scenes of a document, in narrative order.
pub(crate) fn scene_ids(document: &Document) -> Vec<String> {
    document.scenes.iter().filter_map(|scene| scene.id.as_ref()).map(|id| id.value.clone()).collect()
}

/// Some scenes: mostly the first of them, often any.
pub(crate) fn positions(document: &Document, choices: &mut Choices) -> BTreeSet<String> {
    let ids = scene_ids(document);
    if choices.chance(40) {
        return choices.some(&ids, 55).into_iter().collect();
    }
    let seen = choices.below(ids.len() + 1);
    ids.into_iter().take(seen).collect()
}

/// Makes parts of stories: what a teller knows of the names there are.
pub(crate) struct Maker<'c> {
    pub(crate) choices: &'c mut Choices,
    /// The first word of every text: what tells where it is from.
    pub(crate) mark: &'static str,
    pub(crate) texts: usize,
    pub(crate) names: Names,
}

/// The ids that there are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// Each scene with its place in what really happened.
    pub(crate) scenes: Vec<(String, usize)>,
    pub(crate) facts: Vec<String>,
    pub(crate) told: Vec<String>,
    pub(crate) characters: Vec<String>,
    pub(crate) places: Vec<String>,
    pub(crate) layers: Vec<String>,
    pub(crate) strands: Vec<String>,
    pub(crate) sources: Vec<String>,
}

impl Names {
    /// Those of a document. What really happened is taken to be what is told.
    pub(crate) fn of(document: &Document) -> Self {
        fn ids<T>(entries: &[Entry<T>]) -> Vec<String> {
            entries.iter().map(|entry| entry.id.value.clone()).collect()
        }
        let told = document.facts.iter().filter(|fact| fact.value.told);
        Self {
            scenes: scene_ids(document).into_iter().zip(0..).collect(),
            facts: ids(&document.facts),
            told: told.map(|fact| fact.id.value.clone()).collect(),
            characters: ids(&document.characters),
            places: ids(&document.places),
            layers: ids(&document.layers),
            strands: ids(&document.strands),
            sources: ids(&document.sources),
        }
    }
}

/// Ids that sort in another order than they stand in.
fn ids(choices: &mut Choices, kind: &str, most: usize) -> Vec<String> {
    let count = choices.below(most + 1);
    let numbers: Vec<usize> = (1..=count).collect();
    choices.shuffled(numbers).into_iter().map(|number| format!("{kind}-{number}")).collect()
}

fn document(choices: &mut Choices) -> Document {
    let count = 2 + choices.below(10);
    let happened = if choices.chance(70) { choices.shuffled((0..count).collect()) } else { (0..count).collect() };
    let scenes: Vec<String> = (1..=count).map(|number| format!("scene-{number}")).collect();
    let facts = ids(choices, "f", 6);
    let names = Names {
        scenes: scenes.into_iter().zip(happened).collect(),
        told: choices.some(&facts, 30),
        facts,
        characters: ids(choices, "person", 4),
        places: ids(choices, "place", 3),
        layers: ids(choices, "l", 3),
        strands: ids(choices, "s", 3),
        sources: ids(choices, "source", 3),
    };
    let mut maker = Maker { choices, mark: "", texts: 0, names };
    let names = maker.names.clone();
    let mut strands = maker.entries(&names.strands, Maker::strand);
    if maker.choices.chance(45) {
        let strand = maker.strand();
        let once = if maker.choices.chance(50) { maker.once() } else { strand.once };
        let main = Entry::new("main", Strand { once, ..strand });
        let at = maker.choices.below(strands.len() + 1);
        strands.insert(at, main);
    }
    let mut document = Document {
        name: NAME.to_owned(),
        format: Some(1.into()),
        work: Some(maker.work()),
        sources: maker.entries(&names.sources, Maker::source),
        characters: maker.entries(&names.characters, Maker::thing),
        places: maker.entries(&names.places, Maker::setting),
        layers: maker.entries(&names.layers, Maker::setting),
        strands,
        facts: names.facts.iter().map(|id| Entry::new(id, maker.fact(id))).collect(),
        scenes: names.scenes.iter().map(|(id, happened)| maker.scene(id, *happened)).collect(),
        theories: maker.theories(),
        ..Document::default()
    };
    if choices.chance(40) {
        say_continuity(&mut document, choices, "some");
    }
    document
}

impl Maker<'_> {
    /// A text of its own, whose first word is found nowhere else.
    pub(crate) fn text(&mut self, what: &str) -> Text {
        self.texts += 1;
        format!("{}{what}{} it is.", self.mark, self.texts).as_str().into()
    }

    fn maybe(&mut self, percent: usize, what: &str) -> Option<Text> {
        self.choices.chance(percent).then(|| self.text(what))
    }

    fn entries<T>(&mut self, ids: &[String], mut make: impl FnMut(&mut Self) -> T) -> Vec<Entry<T>> {
        ids.iter().map(|id| Entry::new(id, make(self))).collect()
    }

    fn work(&mut self) -> Work {
        Work {
            title: Some(TITLE.into()),
            credit: self.maybe(30, "Credit"),
            released: self.choices.chance(30).then(|| date("2016-11").into()),
            blurb: self.maybe(30, "Blurb"),
            warnings: if self.choices.chance(20) { vec![self.text("Warning")] } else { Vec::new() },
            day_1: self.choices.chance(40).then(|| date("2012-10-01").into()),
            cite: self.cites(25),
            ..Work::default()
        }
    }

    fn source(&mut self) -> SourceEntry {
        SourceEntry { title: Some(self.text("Source")), url: self.maybe(50, "Address") }
    }

    fn cites(&mut self, percent: usize) -> Vec<Text> {
        let sources = self.names.sources.clone();
        texts(&self.choices.some(&sources, percent))
    }

    fn thing(&mut self) -> Thing {
        Thing {
            performer: self.maybe(30, "Performer"),
            words: if self.choices.chance(20) { vec![self.text("Word")] } else { Vec::new() },
            cite: self.cites(20),
            ..self.setting()
        }
    }

    /// A place or a layer.
    fn setting(&mut self) -> Thing {
        let (name, about) = (Some(self.text("Name")), self.maybe(50, "About"));
        let mut hindsight = Vec::new();
        while hindsight.len() < 2 && !self.names.facts.is_empty() && self.choices.chance(40) {
            hindsight.push(self.thing_patch());
        }
        Thing { name, about, hindsight, ..Thing::default() }
    }

    pub(crate) fn thing_patch(&mut self) -> ThingPatch {
        ThingPatch {
            once: self.once(),
            name: self.maybe(70, "LaterName"),
            about: Some(self.text("LaterAbout")),
            ..ThingPatch::default()
        }
    }

    /// One fact to wait for, seldom two.
    pub(crate) fn once(&mut self) -> Once {
        let facts = self.names.facts.clone();
        let mut once: Vec<String> = self.choices.one(&facts).cloned().into_iter().collect();
        if self.choices.chance(20) {
            once.extend(self.choices.one(&facts).filter(|other| !once.contains(other)).cloned());
        }
        Once { facts: texts(&once), ..Once::default() }
    }

    pub(crate) fn strand(&mut self) -> Strand {
        let told = match self.choices.below(8) {
            0..=4 => None,
            5 => Some(Told::Forwards),
            6 => Some(Told::Backwards),
            _ => Some(Told::Loosely),
        };
        // One that says nothing of when it is says so, too: under a theory that takes away what the story says.
        let placed = self.choices.chance(35);
        Strand {
            name: self.maybe(60, "StrandName"),
            told: told.map(Into::into),
            placed,
            when: if placed { self.claims(None) } else { Vec::new() },
            once: if self.choices.chance(35) { self.once() } else { Once::default() },
        }
    }

    pub(crate) fn fact(&mut self, id: &str) -> Fact {
        let told = self.names.told.iter().any(|told| told == id);
        let weight = [Weight::Major, Weight::Minor, Weight::Twist][self.choices.below(3)];
        Fact {
            truth: Some(self.text("Truth")),
            seems: self.maybe(55, "Seems"),
            weight: self.choices.chance(50).then(|| weight.into()),
            told,
            when: if told { self.claims(None) } else { Vec::new() },
            words: if self.choices.chance(20) { vec![self.text("Word")] } else { Vec::new() },
            cite: self.cites(20),
            ..Fact::default()
        }
    }

    pub(crate) fn scene(&mut self, id: &str, happened: usize) -> Scene {
        let names = self.names.clone();
        let facts = names.facts.len().max(1);
        let mut hindsight = Vec::new();
        while hindsight.len() < 3 && !names.facts.is_empty() && self.choices.chance(35) {
            hindsight.push(self.patch());
        }
        let effects: Vec<String> = names.scenes.iter().map(|(id, _)| id.clone()).filter(|other| other != id).collect();
        Scene {
            id: Some(id.into()),
            title: Some(self.text("Title")),
            text: Some(self.text("Text")),
            cast: self.cast(),
            place: self.one_of(&names.places, 50),
            strand: self.strand_named(40),
            layer: self.one_of(&names.layers, 35),
            timeless: self.choices.chance(8).then(|| true.into()),
            when: if self.choices.chance(40) { self.claims(Some((id, happened))) } else { Vec::new() },
            lasts: self.choices.chance(12).then(|| duration("1 to 20 hours").into()),
            clip: self.choices.chance(10).then(|| clip("0:10-0:20").into()),
            hints: texts(&self.choices.some(&names.facts, (120 / facts).min(45))),
            reveals: texts(&self.choices.some(&names.facts, (90 / facts).min(40))),
            causes: if self.choices.chance(30) { texts(&self.choices.some(&effects, 20)) } else { Vec::new() },
            hindsight,
            chronological_text: self.maybe(20, "Chronological"),
            note: self.maybe(20, "Note"),
            allow: if self.choices.chance(10) { vec![self.allow()] } else { Vec::new() },
            cite: self.cites(20),
            ..Scene::default()
        }
    }

    pub(crate) fn allow(&mut self) -> Allow {
        Allow { code: "late-hint".into(), reason: self.text("Reason") }
    }

    fn one_of(&mut self, of: &[String], percent: usize) -> Option<Text> {
        if self.choices.chance(percent) { self.choices.one(of).map(|id| id.as_str().into()) } else { None }
    }

    fn strand_named(&mut self, percent: usize) -> Option<Text> {
        let mut strands = self.names.strands.clone();
        strands.push("main".to_owned());
        self.one_of(&strands, percent)
    }

    fn cast(&mut self) -> Vec<Cast> {
        let characters = self.names.characters.clone();
        let who = self.choices.some(&characters, 45);
        who.iter().map(|who| Cast { who: who.as_str().into(), role: self.maybe(15, "Role") }).collect()
    }

    pub(crate) fn patch(&mut self) -> ScenePatch {
        let names = self.names.clone();
        ScenePatch {
            once: self.once(),
            title: self.maybe(25, "LaterTitle"),
            text: self.maybe(60, "LaterText"),
            cast: self.choices.chance(25).then(|| self.cast()),
            place: self.one_of(&names.places, 20),
            layer: self.one_of(&names.layers, 20),
            strand: self.strand_named(20),
            timeless: self.choices.chance(8).then(|| (self.choices.chance(50)).into()),
            when: Vec::new(),
        }
    }

    /// One to three claims of a scene, which has its place in what really happened, or of a fact or strand.
    pub(crate) fn claims(&mut self, subject: Option<(&str, usize)>) -> Vec<Claim> {
        let mut claims = vec![self.claim(subject)];
        while claims.len() < 3 && self.choices.chance(25) {
            claims.push(self.claim(subject));
        }
        claims
    }

    fn claim(&mut self, subject: Option<(&str, usize)>) -> Claim {
        let span = self.names.scenes.len();
        let happened = subject.map_or_else(|| self.choices.below(span.max(1)), |(_, happened)| happened);
        let once = if self.choices.chance(30) { self.once() } else { Once::default() };
        if self.choices.chance(22) {
            return Claim { at: Some(self.moment(happened).into()), once, ..Claim::default() };
        }
        let others: Vec<(String, usize)> =
            self.names.scenes.iter().filter(|(id, _)| subject.is_none_or(|(own, _)| own != id)).cloned().collect();
        let Some((target, other)) = self.choices.one(&others).cloned() else {
            return Claim { at: Some(self.moment(happened).into()), once, ..Claim::default() };
        };
        let told = self.names.told.clone();
        let told = if self.choices.chance(12) { self.choices.one(&told) } else { None };
        let word: Text = told.map_or(target.clone(), |fact| format!("fact:{fact}")).as_str().into();
        let mut claim = Claim { once, ..Claim::default() };
        let lies = self.choices.chance(8);
        match self.choices.below(12) {
            9 => claim.during.push(word),
            10 => claim.with.push(word),
            11 => claim.same.push(word),
            _ if (other < happened) == lies => claim.before.push(word),
            _ => claim.after.push(word),
        }
        if self.choices.chance(15) {
            claim.by = Some(duration("1 to 60 days").into());
        }
        let relations = [&mut claim.before, &mut claim.after];
        if let Some((second, _)) = self.choices.one(&others)
            && self.choices.chance(15)
        {
            let in_use = relations.into_iter().find(|targets| !targets.is_empty());
            in_use.into_iter().filter(|targets| targets[0].value != *second).for_each(|targets| {
                targets.push(second.as_str().into());
            });
        }
        claim
    }

    /// When it was, by the date or by the story day.
    fn moment(&mut self, happened: usize) -> Moment {
        let day = if self.choices.chance(10) { self.choices.below(12) } else { happened };
        let written =
            if self.choices.chance(50) { format!("day {}", day + 1) } else { format!("2012-10-{:02}", day + 1) };
        Moment::parse(&written).unwrap()
    }

    /// None, one or two.
    fn theories(&mut self) -> Vec<Entry<Theory>> {
        let mut theories = Vec::new();
        for id in ["t-1", "t-2"] {
            if self.choices.chance(45) {
                theories.push(Entry::new(id, self.theory()));
            }
        }
        theories
    }

    pub(crate) fn theory(&mut self) -> Theory {
        let scenes: Vec<String> = self.names.scenes.iter().map(|(id, _)| id.clone()).collect();
        let patch = |maker: &mut Self, id: &str| {
            if maker.choices.chance(30) {
                let place = maker.one_of(&maker.names.places.clone(), 100);
                return ScenePatch { place, ..ScenePatch::default() };
            }
            let when = if maker.choices.chance(30) { maker.claims(Some((id, 3))) } else { Vec::new() };
            ScenePatch { once: Once::default(), when, ..maker.patch() }
        };
        let facts = self.names.facts.clone();
        let mut strands = self.names.strands.clone();
        if !strands.iter().any(|strand| strand == "main") {
            strands.push("main".to_owned());
        }
        let strand = |maker: &mut Self| Strand { name: None, once: Once::default(), ..maker.strand() };
        Theory {
            title: Some(self.text("Theory")),
            about: Some(self.text("TheoryAbout")),
            once: if self.choices.chance(50) { self.once() } else { Once::default() },
            sets_aside: texts(&self.choices.some(&scenes, 6)),
            scenes: self.choices.some(&scenes, 10).iter().map(|id| Entry::new(id, patch(self, id))).collect(),
            facts: self
                .choices
                .some(&facts, 10)
                .iter()
                .map(|id| Entry::new(id, Some(self.text("TheoryTruth"))))
                .collect(),
            strands: self.choices.some(&strands, 20).iter().map(|id| Entry::new(id, strand(self))).collect(),
            cite: self.cites(20),
        }
    }
}

pub(crate) fn texts(words: &[String]) -> Vec<Text> {
    words.iter().map(|word| word.as_str().into()).collect()
}

pub(crate) fn date(written: &str) -> Date {
    Date::parse(written).unwrap()
}

pub(crate) fn duration(written: &str) -> Duration {
    Duration::parse(written).unwrap()
}

fn clip(written: &str) -> Clip {
    Clip::parse(written).unwrap()
}
