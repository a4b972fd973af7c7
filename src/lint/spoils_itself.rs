//! A word that gives a fact or a later name away, in what is shown before that is known.
//!
//! Facts and characters list such words (`words`); a later name is one itself, unless somebody else has it from the first.
//! Every text of the story is searched for all of them at once (Aho and
//! Corasick, "Efficient string matching", CACM 18, 1975): linear in the texts and in what is found. A word counts where
//! it stands by itself; in scripts without spaces between words it counts wherever it stands.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::{FileId, Location, Span};
use crate::story::{SceneId, SourceId, Story, Text, Thing};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/spoils-itself.md"));

/// A word, and what it gives away.
struct Secret<'s> {
    word: &'s Text,
    /// "`fact`" or "the later name of `character`", of which the last is known with a scene; and how many more there are.
    gives_away: String,
    more: usize,
    known: SceneId,
    file: FileId,
    /// Whether it is a later name. In ids those are looked for by `telling-id`.
    is_name: bool,
}

/// A text that is shown from some scene on. What anybody may read before watching is shown from none.
struct Shown<'s> {
    text: &'s str,
    what: String,
    from: Option<SceneId>,
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
    let forms = secrets.iter().flat_map(|secret| forms(secret.word.as_str()));
    // Of words in one another the longest is found: so a text is walked through once. No table is built that is larger
    // than the words.
    let mut builder = AhoCorasick::builder();
    builder.match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::NoncontiguousNFA));
    let Ok(search) = builder.ascii_case_insensitive(true).build(forms) else { return };
    for shown in texts(checked) {
        let mut told = BTreeSet::new();
        for found in search.find_iter(shown.text) {
            let number = found.pattern().as_usize() / FORMS;
            let secret = &secrets[number];
            let too_early =
                shown.from.is_none_or(|from| from < secret.known) && !(shown.kind == Kind::ThingId && secret.is_name);
            if too_early && stands_alone(shown.text, found.range()) && told.insert(number) {
                problems.push(problem(checked, &shown, secret, found.range()));
            }
        }
    }
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

/// Whether what stands in a text is a word by itself.
fn stands_alone(text: &str, at: Range<usize>) -> bool {
    let unspaced = |c: char| {
        let script = c.script();
        [Script::Han, Script::Hiragana, Script::Katakana, Script::Thai, Script::Lao, Script::Khmer].contains(&script)
    };
    let word = &text[at.clone()];
    let before = text[..at.start].chars().next_back();
    let after = text[at.end..].chars().next();
    let apart = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || is_combining_mark(c));
    // Korean words grow at their end: 친구, 친구를.
    let grows = |c: char| unspaced(c) || c.script() == Script::Hangul;
    let begins = apart(before) || word.chars().next().is_some_and(unspaced);
    begins && (apart(after) || word.chars().next_back().is_some_and(grows))
}

/// A later name of fewer bytes is a letter or two, which stand anywhere.
const SHORTEST: usize = 3;

/// Nobody writes a longer word, in bytes.
const LONGEST: usize = 400;

/// Every word of a fact that comes to be known, and of a character that comes by another name, each once.
fn secrets<'s>(checked: &Checked<'s>) -> Vec<Secret<'s>> {
    let (story, telling) = (checked.story, checked.telling());
    let facts = story.facts().filter_map(|id| {
        let fact = story.fact(id);
        Some((&fact.words, format!("`{}`", fact.id), telling.revealed(id)?.scene, fact.written.file))
    });
    let characters = story.characters().filter_map(|id| {
        let character = story.character(id);
        let named = character.hindsight.iter().filter(|patch| patch.name.is_some());
        let known = named.filter_map(|patch| telling.known_with(&patch.once)).min()?;
        Some((&character.words, format!("the later name of `{}`", character.id), known, character.written.file))
    });
    let listed = facts.chain(characters).flat_map(|(words, gives_away, known, file)| {
        let secret = move |word| Secret { word, gives_away: gives_away.clone(), more: 0, known, file, is_name: false };
        words.iter().map(secret)
    });
    let mut secrets: BTreeMap<String, Secret> = BTreeMap::new();
    for secret in listed.chain(later_names(checked)) {
        let word = secret.word.value.trim();
        if word.is_empty() || word.len() > LONGEST || (secret.is_name && word.len() < SHORTEST) {
            continue;
        }
        match secrets.entry(word.to_lowercase()) {
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
    secrets.into_values().collect()
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
                names.push(Secret { word, gives_away, more: 0, known, file: thing.written.file, is_name: true });
            }
        }
    }
    names
}

/// Every text of the story that viewers are shown, and from when on.
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
            texts.extend(shown(Kind::Fixed, Some(name), telling.strand(id), written.file, what));
        }
    }
    for id in story.facts() {
        let fact = story.fact(id);
        let (hinted, revealed) = (telling.hinted(id), telling.revealed(id));
        let (file, hinted, revealed) = (fact.written.file, hinted.map(|it| it.scene), revealed.map(|it| it.scene));
        texts.extend(shown(Kind::Fixed, fact.seems.as_ref(), hinted, file, || format!("what `{}` seems", fact.id)));
        texts.extend(shown(Kind::Fixed, Some(&fact.truth), revealed, file, || format!("the truth of `{}`", fact.id)));
    }
    texts
}

/// Adds a text that hindsight can change, if there is one and it is ever shown.
fn add<'s>(
    texts: &mut Vec<Shown<'s>>,
    text: Option<&'s Text>,
    from: Option<SceneId>,
    file: FileId,
    what: impl Fn() -> String,
) {
    texts.extend(shown(Kind::Patchable, text, from, file, what));
}

fn shown(
    kind: Kind,
    text: Option<&Text>,
    from: Option<SceneId>,
    file: FileId,
    what: impl Fn() -> String,
) -> Option<Shown<'_>> {
    let (text, from) = (text?, Some(from?));
    Some(Shown { text: text.as_str(), what: what(), from, written: Location { file, span: text.span }, kind })
}

fn of_scene<'s>(checked: &Checked<'s>, id: SceneId, texts: &mut Vec<Shown<'s>>) {
    let scene = checked.story.scene(id);
    let file = scene.written.file;
    let what = "the id of a scene".to_owned();
    texts.push(Shown { text: &scene.id, what, from: Some(id), written: scene.written, kind: Kind::Fixed });
    let of = |what: &str| format!("the {what} of `{}`", scene.id);
    add(texts, Some(&scene.title), Some(id), file, || of("title"));
    add(texts, Some(&scene.text), Some(id), file, || of("text"));
    add(texts, scene.chronological_text.as_ref(), Some(id), file, || of("chronological text"));
    for cast in &scene.cast {
        add(texts, cast.role.as_ref(), Some(id), file, || of("cast"));
    }
    for patch in &scene.hindsight {
        let from = checked.telling().known_with(&patch.once).map(|known| known.max(id));
        add(texts, patch.title.as_ref(), from, file, || of("later title"));
        add(texts, patch.text.as_ref(), from, file, || of("hindsight"));
        for cast in patch.cast.iter().flatten() {
            add(texts, cast.role.as_ref(), from, file, || of("later cast"));
        }
    }
}

fn of_thing<'s>(checked: &Checked<'s>, thing: &'s Thing, met: Option<SceneId>, texts: &mut Vec<Shown<'s>>) {
    let Some(met) = met else { return };
    let file = thing.written.file;
    let (what, written) = ("an id".to_owned(), thing.written);
    texts.push(Shown { text: &thing.id, what, from: Some(met), written, kind: Kind::ThingId });
    let of = |what: &str| format!("the {what} of `{}`", thing.id);
    add(texts, Some(&thing.name), Some(met), file, || of("name"));
    add(texts, thing.performer.as_ref(), Some(met), file, || of("performer"));
    add(texts, thing.about.as_ref(), Some(met), file, || of("`about`"));
    for patch in &thing.hindsight {
        let from = checked.telling().known_with(&patch.once).map(|known| known.max(met));
        add(texts, patch.name.as_ref(), from, file, || of("later name"));
        add(texts, patch.performer.as_ref(), from, file, || of("later performer"));
        add(texts, patch.about.as_ref(), from, file, || of("later `about`"));
    }
}

/// A source shows as soon as something that rests on it does.
fn of_sources<'s>(checked: &Checked<'s>, texts: &mut Vec<Shown<'s>>) {
    let (story, telling) = (checked.story, checked.telling());
    let mut first: Vec<Option<SceneId>> = vec![None; story.sources().len()];
    let mut cited = |sources: &[SourceId], from: Option<SceneId>| {
        for source in sources.iter().filter(|_| from.is_some()) {
            let first = &mut first[source.index()];
            *first = first.map_or(from, |first| from.map(|from| first.min(from)));
        }
    };
    story.scenes().for_each(|id| cited(&story.scene(id).cite, Some(id)));
    story.characters().for_each(|id| cited(&story.character(id).cite, telling.character(id)));
    story.facts().for_each(|id| cited(&story.fact(id).cite, telling.revealed(id).map(|revealed| revealed.scene)));
    let public: BTreeSet<SourceId> = story.works().iter().flat_map(|work| &work.cite).copied().collect();
    for id in story.sources().filter(|id| first[id.index()].is_some() || public.contains(id)) {
        let source = story.source(id);
        let from = first[id.index()].filter(|_| !public.contains(&id));
        let (what, written, kind) = (format!("the source `{}`", source.id), source.written, Kind::Fixed);
        texts.push(Shown { text: &source.id, what: what.clone(), from, written, kind });
        for text in [&source.title, &source.url].into_iter().flatten() {
            let written = Location { span: text.span, ..written };
            texts.push(Shown { text: text.as_str(), what: what.clone(), from, written, kind });
        }
    }
}

/// What anybody may read before watching.
fn headers(story: &Story) -> Vec<Shown<'_>> {
    let mut headers = Vec::new();
    for work in story.works() {
        let texts = [Some(&work.title), work.credit.as_ref(), work.kind.as_ref(), work.blurb.as_ref()];
        for text in texts.into_iter().flatten().chain(&work.warnings) {
            let written = Location { file: work.file, span: text.span };
            let what = "what anybody may read before watching".to_owned();
            headers.push(Shown { text: text.as_str(), what, from: None, written, kind: Kind::Fixed });
        }
    }
    headers
}
