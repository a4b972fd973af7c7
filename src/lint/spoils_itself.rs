//! A word that gives a fact or a later name away, in what is shown before that is known.
//!
//! Facts and characters list such words (`words`); a later name is one itself, unless somebody else has it from the first.
//! Every text of the story is searched for all of them at once (Aho and
//! Corasick, "Efficient string matching", CACM 18, 1975): linear in the texts and in what is found. A word counts where
//! it stands by itself; in scripts without spaces between words it counts wherever it stands.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::iter;
use std::ops::Range;
use std::rc::Rc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::telling::{Moment, Tied, Way};
use super::{Checked, Lint};
use crate::letters;
use crate::problem::{Code, Problem};
use crate::source::{FileId, Location, Span};
use crate::story::{FactId, SceneId, SourceId, Story, Text, TheoryId, Thing, WorkId};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/spoils-itself.md"));

/// A word, and what it gives away.
struct Secret<'s> {
    word: &'s Text,
    /// "`fact`" or "the later name of `character`", of which the last is known with a scene; and how many more there are.
    gives_away: String,
    more: usize,
    /// Any of these is what must be known, all of it, and the scene with which it first is.
    once: Rc<[Vec<FactId>]>,
    known: SceneId,
    file: FileId,
    /// Whether it is a later name. In ids those are looked for by `telling-id`.
    is_name: bool,
}

/// A text, and the ways to be shown it. Who may read it before watching has gone none, and knows nothing.
struct Shown<'s> {
    text: &'s str,
    what: String,
    from: Rc<[Way]>,
    written: Location,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Of a scene or a thing: hindsight can say it instead.
    Patchable,
    /// Said once: a header, a fact, a strand, the id of a scene.
    Fixed,
    /// The id of a character, a place or a layer.
    ThingId,
}

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let secrets = secrets(checked);
    if secrets.is_empty() {
        return;
    }
    let forms = secrets.iter().flat_map(|secrets| forms(secrets[0].word.as_str()));
    // Of words in one another the longest is found: so a text is walked through once. No table is built that is larger
    // than the words.
    let mut builder = AhoCorasick::builder();
    builder.match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::NoncontiguousNFA));
    let Ok(search) = builder.ascii_case_insensitive(true).build(forms) else { return };
    for shown in texts(checked) {
        let mut told = BTreeSet::new();
        for found in search.find_iter(shown.text) {
            let number = found.pattern().as_usize() / FORMS;
            let too_early = |secret: &&Secret| {
                is_too_early(checked, &shown, secret) && !(shown.kind == Kind::ThingId && secret.is_name)
            };
            if letters::stands_alone(shown.text, found.range())
                && let Some(secret) = secrets[number].iter().find(too_early)
                && told.insert(number)
            {
                problems.push(problem(checked, &shown, secret, found.range()));
            }
        }
    }
}

/// Whether somebody is shown a text without knowing what a secret gives away: on any way to it, whatever they skip.
fn is_too_early(checked: &Checked, shown: &Shown, secret: &Secret) -> bool {
    let telling = checked.telling();
    shown.from.iter().any(|way| !secret.once.iter().any(|once| telling.knows(way, once)))
}

/// A word is looked for as it is written, in small letters and in capitals.
const FORMS: usize = 3;

fn forms(word: &str) -> [String; FORMS] {
    [word.to_owned(), word.to_lowercase(), word.to_uppercase()]
}

fn problem(checked: &Checked, shown: &Shown, secret: &Secret, at: Range<usize>) -> Problem {
    let known = &checked.story.scene(secret.known).id;
    let word = &shown.text[at.clone()];
    let more = if secret.more == 0 { String::new() } else { format!(" (and {} more)", secret.more) };
    let message = format!("“{word}” gives {}{more} away, which is known only with `{known}`", secret.gives_away);
    let at = Location { span: place_of(checked.written(shown.written), shown, at), ..shown.written };
    let problem = Problem::new(&CODE, at.file, message).at_location(at, format!("in {}", shown.what));
    let listed = Location { file: secret.file, span: secret.word.span };
    let otherwise =
        if shown.kind == Kind::Patchable { "say it in other words, or by hindsight" } else { "say it in other words" };
    if secret.is_name {
        return problem.at_location(listed, "this name waits").help(otherwise);
    }
    let problem = problem.at_location(listed, "it is listed here");
    problem.help(format!("{otherwise}; if the word gives nothing away, take it from `words`"))
}

/// Where a word stands in what is written, where the text is written as it is; else all of it.
fn place_of(written: &str, shown: &Shown, word: Range<usize>) -> Span {
    let whole = shown.written.span;
    // Behind one quote or three, and the line break after those.
    let begins =
        [1, 3, 4, 5].into_iter().find(|&quotes| written.get(quotes..).is_some_and(|text| text.starts_with(shown.text)));
    let bare = (written == shown.text).then_some(0); // an id that is a key
    bare.or(begins).map_or(whole, |begins| {
        let offset = |at: usize| whole.start + (begins + at) as u32;
        Span { start: offset(word.start), end: offset(word.end) }
    })
}

/// A later name of fewer bytes is a letter or two, which stand anywhere.
const SHORTEST: usize = 3;

/// Nobody writes a longer word, in bytes.
const LONGEST: usize = 400;

/// Every word of a fact that comes to be known, and of a character that comes by another name. What one word gives away
/// is together, what is known last before the rest: of each work that, for the rest is known with it.
fn secrets<'s>(checked: &Checked<'s>) -> Vec<Vec<Secret<'s>>> {
    let (story, telling) = (checked.story, checked.telling());
    let facts = story.facts().filter_map(|id| {
        let fact = story.fact(id);
        let once: Rc<[Vec<FactId>]> = [vec![id]].into();
        Some((&fact.words, format!("`{}`", fact.id), once, telling.revealed(id)?.scene, fact.written.file))
    });
    let characters = story.characters().filter_map(|id| {
        let character = story.character(id);
        let named = character.hindsight.iter().filter(|patch| patch.name.is_some());
        let known = |once: &Vec<FactId>| telling.known_with(once);
        let once: Rc<[Vec<FactId>]> =
            named.map(|patch| patch.once.clone()).filter(|once| known(once).is_some()).collect();
        let known = once.iter().filter_map(known).min()?;
        Some((&character.words, format!("the later name of `{}`", character.id), once, known, character.written.file))
    });
    let listed = facts.chain(characters).flat_map(|(words, gives_away, once, known, file)| {
        let secret = move |word| {
            let (gives_away, once) = (gives_away.clone(), once.clone());
            Secret { word, gives_away, more: 0, once, known, file, is_name: false }
        };
        words.iter().map(secret)
    });
    let mut secrets: BTreeMap<String, BTreeMap<WorkId, Secret>> = BTreeMap::new();
    for secret in listed.chain(later_names(checked)) {
        let word = secret.word.value.trim();
        if word.is_empty() || word.len() > LONGEST || (secret.is_name && word.len() < SHORTEST) {
            continue;
        }
        match secrets.entry(word.to_lowercase()).or_default().entry(story.scene(secret.known).work) {
            Entry::Vacant(entry) => drop(entry.insert(secret)),
            Entry::Occupied(mut entry) => {
                let more = entry.get().more + 1;
                if entry.get().known < secret.known {
                    entry.insert(secret);
                }
                entry.get_mut().more = more;
            }
        }
    }
    let latest_first = |of_word: BTreeMap<WorkId, Secret<'s>>| of_word.into_values().rev().collect();
    secrets.into_values().map(latest_first).collect()
}

/// The names that hindsight gives, but for those that something goes by from the first.
fn later_names<'s>(checked: &Checked<'s>) -> Vec<Secret<'s>> {
    let (story, telling) = (checked.story, checked.telling());
    let characters = story.characters().map(|id| story.character(id));
    let places = story.places().map(|id| story.place(id));
    let things: Vec<&Thing> = characters.chain(places).chain(story.layers().map(|id| story.layer(id))).collect();
    let first: BTreeSet<String> = things.iter().map(|thing| thing.name.value.to_lowercase()).collect();
    let mut names = Vec::new();
    for thing in things {
        for patch in &thing.hindsight {
            let (Some(word), Some(known)) = (&patch.name, telling.known_with(&patch.once)) else { continue };
            if !first.contains(&word.value.to_lowercase()) {
                let gives_away = format!("the later name of `{}`", thing.id);
                let (once, file) = ([patch.once.clone()].into(), thing.written.file);
                names.push(Secret { word, gives_away, more: 0, once, known, file, is_name: true });
            }
        }
    }
    names
}

/// Every text of the story that viewers are shown, and how they come to it.
fn texts<'s>(checked: &Checked<'s>) -> Vec<Shown<'s>> {
    let (story, telling) = (checked.story, checked.telling());
    let mut texts = headers(story);
    for id in story.scenes() {
        of_scene(checked, id, &mut texts);
    }
    of_sources(checked, &mut texts);
    for id in story.characters() {
        of_thing(checked, story.character(id), telling.character(id), &mut texts);
    }
    for id in story.places() {
        of_thing(checked, story.place(id), telling.place(id), &mut texts);
    }
    for id in story.layers() {
        of_thing(checked, story.layer(id), telling.layer(id), &mut texts);
    }
    for id in story.strands() {
        let strand = story.strand(id);
        if let (Some(name), Some(written)) = (&strand.name, strand.written) {
            let what = || format!("the name of `{}`", strand.id);
            let from = telling.strand(id).ways().collect();
            texts.extend(shown(Kind::Fixed, Some(name), &from, written.file, what));
        }
    }
    for id in story.facts() {
        let fact = story.fact(id);
        let ways = |tied: &[Tied]| tied.iter().map(|tied| telling.way(tied.scene)).collect();
        // What was overturned is told with what is so, to those who have skipped the hints, too.
        let either: Vec<Tied> = telling.hints(id).iter().chain(telling.reveals(id)).copied().collect();
        let (file, seems, revealed) = (fact.written.file, ways(&either), ways(telling.reveals(id)));
        texts.extend(shown(Kind::Fixed, fact.seems.as_ref(), &seems, file, || format!("what `{}` seems", fact.id)));
        texts.extend(shown(Kind::Fixed, Some(&fact.truth), &revealed, file, || format!("the truth of `{}`", fact.id)));
    }
    for id in story.theories() {
        of_theory(checked, id, &mut texts);
    }
    texts
}

/// Adds a text that hindsight can change, if there is one.
fn add<'s>(
    texts: &mut Vec<Shown<'s>>,
    text: Option<&'s Text>,
    from: &Rc<[Way]>,
    file: FileId,
    what: impl Fn() -> String,
) {
    texts.extend(shown(Kind::Patchable, text, from, file, what));
}

fn shown<'s>(
    kind: Kind,
    text: Option<&'s Text>,
    from: &Rc<[Way]>,
    file: FileId,
    what: impl Fn() -> String,
) -> Option<Shown<'s>> {
    let (text, from) = (text?, from.clone());
    Some(Shown { text: text.as_str(), what: what(), from, written: Location { file, span: text.span }, kind })
}

fn of_scene<'s>(checked: &Checked<'s>, id: SceneId, texts: &mut Vec<Shown<'s>>) {
    let (scene, telling) = (checked.story.scene(id), checked.telling());
    let file = scene.written.file;
    let way = telling.way(id);
    let here: Rc<[Way]> = [way.clone()].into();
    let what = "the id of a scene".to_owned();
    texts.push(Shown { text: &scene.id, what, from: here.clone(), written: scene.written, kind: Kind::Fixed });
    let of = |what: &str| format!("the {what} of `{}`", scene.id);
    add(texts, Some(&scene.title), &here, file, || of("title"));
    add(texts, Some(&scene.text), &here, file, || of("text"));
    add(texts, scene.chronological_text.as_ref(), &here, file, || of("chronological text"));
    for cast in &scene.cast {
        add(texts, cast.role.as_ref(), &here, file, || of("cast"));
    }
    for patch in &scene.hindsight {
        let from = telling.once(&way, &patch.once).into_iter().collect();
        add(texts, patch.title.as_ref(), &from, file, || of("later title"));
        add(texts, patch.text.as_ref(), &from, file, || of("hindsight"));
        for cast in patch.cast.iter().flatten() {
            add(texts, cast.role.as_ref(), &from, file, || of("later cast"));
        }
    }
}

fn of_thing<'s>(checked: &Checked<'s>, thing: &'s Thing, met: &Moment, texts: &mut Vec<Shown<'s>>) {
    let met: Rc<[Way]> = met.ways().collect();
    let file = thing.written.file;
    let (what, written) = ("an id".to_owned(), thing.written);
    texts.push(Shown { text: &thing.id, what, from: met.clone(), written, kind: Kind::ThingId });
    let of = |what: &str| format!("the {what} of `{}`", thing.id);
    add(texts, Some(&thing.name), &met, file, || of("name"));
    add(texts, thing.performer.as_ref(), &met, file, || of("performer"));
    add(texts, thing.about.as_ref(), &met, file, || of("`about`"));
    for patch in &thing.hindsight {
        let from = met.iter().filter_map(|way| checked.telling().once(way, &patch.once)).collect();
        add(texts, patch.name.as_ref(), &from, file, || of("later name"));
        add(texts, patch.performer.as_ref(), &from, file, || of("later performer"));
        add(texts, patch.about.as_ref(), &from, file, || of("later `about`"));
    }
}

/// A theory shows as soon as it is on offer.
fn of_theory<'s>(checked: &Checked<'s>, id: TheoryId, texts: &mut Vec<Shown<'s>>) {
    let theory = checked.story.theory(id);
    let Some(way) = checked.telling().theory(checked.story, id) else { return };
    let (from, file): (Rc<[Way]>, FileId) = ([way].into(), theory.written.file);
    let what = || format!("the theory `{}`", theory.id);
    let of_scenes = theory.scenes.iter().flat_map(|(_, patch)| {
        let roles = patch.cast.iter().flatten().map(|cast| cast.role.as_ref());
        [patch.title.as_ref(), patch.text.as_ref()].into_iter().chain(roles).flatten()
    });
    let turned = theory.facts.iter().map(|(_, truth)| truth);
    for text in [&theory.title, &theory.about].into_iter().chain(of_scenes).chain(turned) {
        texts.extend(shown(Kind::Fixed, Some(text), &from, file, what));
    }
}

/// A source shows as soon as something that rests on it does.
fn of_sources<'s>(checked: &Checked<'s>, texts: &mut Vec<Shown<'s>>) {
    let (story, telling) = (checked.story, checked.telling());
    let mut first: Vec<Moment> = vec![Moment::default(); story.sources().len()];
    let mut cited = |sources: &[SourceId], from: &mut dyn Iterator<Item = Way>| {
        let from: Vec<Way> = if sources.is_empty() { Vec::new() } else { from.collect() };
        for source in sources {
            for way in &from {
                first[source.index()].add(way);
            }
        }
    };
    story.scenes().for_each(|id| cited(&story.scene(id).cite, &mut iter::once(telling.way(id))));
    story.characters().for_each(|id| cited(&story.character(id).cite, &mut telling.character(id).ways()));
    for id in story.facts() {
        cited(&story.fact(id).cite, &mut telling.reveals(id).iter().map(|tied| telling.way(tied.scene)));
    }
    for id in story.theories() {
        cited(&story.theory(id).cite, &mut telling.theory(story, id).into_iter());
    }
    let public =
        story.works().iter().flat_map(|work| &work.cite).chain(story.universe().map_or(&[][..], |it| &it.cite));
    let public: BTreeSet<SourceId> = public.copied().collect();
    for id in story.sources() {
        let source = story.source(id);
        let from = if public.contains(&id) { [Way::default()].into() } else { first[id.index()].ways().collect() };
        let (what, written, kind) = (format!("the source `{}`", source.id), source.written, Kind::Fixed);
        for (text, span) in iter::once((source.id.as_str(), written.span))
            .chain([&source.title, &source.url].into_iter().flatten().map(|text| (text.as_str(), text.span)))
        {
            let (what, from) = (what.clone(), Rc::clone(&from));
            texts.push(Shown { text, what, from, written: Location { span, ..written }, kind });
        }
    }
}

/// What anybody may read before watching.
fn headers(story: &Story) -> Vec<Shown<'_>> {
    let anybody: Rc<[Way]> = [Way::default()].into();
    let header = |text: &'_ Text, file: FileId| {
        let what = "what anybody may read before watching".to_owned();
        let written = Location { file, span: text.span };
        (what, anybody.clone(), written)
    };
    let mut headers = Vec::new();
    if let Some(universe) = story.universe() {
        let (what, from, written) = header(&universe.title, universe.file);
        headers.push(Shown { text: universe.title.as_str(), what, from, written, kind: Kind::Fixed });
    }
    for work in story.works() {
        let texts = [Some(&work.title), work.credit.as_ref(), work.kind.as_ref(), work.blurb.as_ref()];
        for text in texts.into_iter().flatten().chain(&work.warnings) {
            let (what, from, written) = header(text, work.file);
            headers.push(Shown { text: text.as_str(), what, from, written, kind: Kind::Fixed });
        }
    }
    headers
}
