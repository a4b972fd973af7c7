//! A word that gives a fact or a later name away, in what is shown before that is known.
//!
//! Facts and characters list such words (`words`). Every text of the story is searched for all of them at once (Aho and
//! Corasick, "Efficient string matching", CACM 18, 1975): linear in the texts and in what is found. A word counts where
//! it stands by itself; what follows it may be grown on in scripts that do so (친구, 친구를).

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use unicode_script::{Script, UnicodeScript};

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::{Location, Span};
use crate::story::{SceneId, Story, Thing};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/spoiling-word.md"));

/// A word, and what it gives away.
struct Secret<'s> {
    word: &'s str,
    /// "`fact`" or "the later name of `character`".
    gives_away: String,
    /// The scene with which it is known.
    known: SceneId,
    written: Location,
}

/// A text that is shown from some scene on. What anybody may read before watching is shown from none.
struct Shown<'s> {
    text: &'s str,
    what: String,
    from: Option<SceneId>,
    written: Location,
}

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let secrets = secrets(checked);
    if secrets.is_empty() {
        return;
    }
    let words = secrets.iter().map(|secret| secret.word);
    let Ok(search) = AhoCorasick::builder().ascii_case_insensitive(true).build(words) else { return };
    for shown in texts(checked) {
        let mut told = BTreeSet::new();
        for found in search.find_overlapping_iter(shown.text) {
            let secret = &secrets[found.pattern().as_usize()];
            let too_early = shown.from.is_none_or(|from| from < secret.known);
            if too_early && stands_alone(shown.text, found.range()) && told.insert(&secret.gives_away) {
                problems.push(problem(checked, &shown, secret, &shown.text[found.range()]));
            }
        }
    }
}

fn problem(checked: &Checked, shown: &Shown, secret: &Secret, word: &str) -> Problem {
    let known = &checked.story.scene(secret.known).id;
    let message = format!("“{word}” gives {} away, which is known only with `{known}`", secret.gives_away);
    let at = Location { span: place_of(checked.written(shown.written), word, shown.written.span), ..shown.written };
    let problem = Problem::new(&CODE, at.file, message).at_location(at, format!("in {}", shown.what));
    let problem = problem.at_location(secret.written, "its `words` are listed here");
    problem.help("say it in other words, or by hindsight; if the word gives nothing away, take it from `words`")
}

/// Where a word stands in what is written, if it stands there as it is; else all of it.
fn place_of(written: &str, word: &str, whole: Span) -> Span {
    written.find(word).map_or(whole, |at| {
        let start = whole.start + at as u32;
        Span { start, end: start + word.len() as u32 }
    })
}

/// Whether what stands in a text is a word by itself.
fn stands_alone(text: &str, at: std::ops::Range<usize>) -> bool {
    let grows = |c: char| matches!(c.script(), Script::Hangul | Script::Han | Script::Hiragana | Script::Katakana);
    let before = text[..at.start].chars().next_back();
    let after = text[at.end..].chars().next();
    let last = text[at].chars().next_back();
    let apart = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    apart(before) && (apart(after) || last.is_some_and(grows))
}

/// Every word of a fact that comes to be known, and of a character that comes by another name.
fn secrets<'s>(checked: &Checked<'s>) -> Vec<Secret<'s>> {
    let (story, telling) = (checked.story, checked.telling());
    let facts = story.facts().filter_map(|id| {
        let fact = story.fact(id);
        let known = telling.revealed(id)?.scene;
        Some((&fact.words, format!("`{}`", fact.id), known, fact.written))
    });
    let characters = story.characters().filter_map(|id| {
        let character = story.character(id);
        let named = character.hindsight.iter().filter(|patch| patch.name.is_some());
        let known = named.filter_map(|patch| telling.known_with(&patch.once)).min()?;
        Some((&character.words, format!("the later name of `{}`", character.id), known, character.written))
    });
    let all = facts.chain(characters).flat_map(|(words, gives_away, known, written)| {
        words.iter().map(move |word| Secret { word, gives_away: gives_away.clone(), known, written })
    });
    all.filter(|secret| !secret.word.trim().is_empty()).collect()
}

/// Every text of the story that viewers are shown, and from when on.
fn texts<'s>(checked: &Checked<'s>) -> Vec<Shown<'s>> {
    let (story, telling) = (checked.story, checked.telling());
    let mut texts = Texts(headers(story));
    for id in story.scenes() {
        of_scene(checked, id, &mut texts);
    }
    let mut of = |thing, met: Option<SceneId>| {
        if let Some(met) = met {
            of_thing(checked, thing, met, &mut texts);
        }
    };
    story.characters().for_each(|id| of(story.character(id), telling.character(id)));
    story.places().for_each(|id| of(story.place(id), telling.place(id)));
    story.layers().for_each(|id| of(story.layer(id), telling.layer(id)));
    for id in story.facts() {
        let fact = story.fact(id);
        if let (Some(seems), Some(hinted)) = (&fact.seems, telling.hinted(id)) {
            texts.add(seems, hinted.scene, fact.written, format!("what `{}` seems", fact.id));
        }
        if let Some(revealed) = telling.revealed(id) {
            texts.add(&fact.truth, revealed.scene, fact.written, format!("the truth of `{}`", fact.id));
        }
    }
    texts.0
}

/// Texts as they are collected.
struct Texts<'s>(Vec<Shown<'s>>);

impl<'s> Texts<'s> {
    fn add(&mut self, text: &'s str, from: SceneId, written: Location, what: String) {
        self.0.push(Shown { text, what, from: Some(from), written });
    }
}

fn of_scene<'s>(checked: &Checked<'s>, id: SceneId, texts: &mut Texts<'s>) {
    let scene = checked.story.scene(id);
    let at = |span| Location { file: scene.written.file, span };
    let of = |what: &str| format!("the {what} of `{}`", scene.id);
    texts.add(&scene.id, id, scene.written, "the id of a scene".to_owned());
    texts.add(&scene.title, id, at(scene.title_written), of("title"));
    texts.add(&scene.text, id, at(scene.text_written), of("text"));
    if let Some(text) = &scene.chronological_text {
        texts.add(text, id, scene.written, of("chronological text"));
    }
    for role in scene.cast.iter().filter_map(|cast| cast.role.as_ref()) {
        texts.add(role, id, scene.written, of("cast"));
    }
    for patch in &scene.hindsight {
        let Some(known) = checked.telling().known_with(&patch.once) else { continue };
        let roles = patch.cast.iter().flatten().filter_map(|cast| cast.role.as_ref());
        for text in patch.title.iter().chain(&patch.text).chain(roles) {
            texts.add(text, known.max(id), patch.written, of("hindsight"));
        }
    }
}

fn of_thing<'s>(checked: &Checked<'s>, thing: &'s Thing, met: SceneId, texts: &mut Texts<'s>) {
    let of = |what: &str| format!("the {what} of `{}`", thing.id);
    texts.add(&thing.id, met, thing.written, "an id".to_owned());
    texts.add(&thing.name, met, thing.written, of("name"));
    for text in thing.performer.iter().chain(&thing.about) {
        texts.add(text, met, thing.written, of("description"));
    }
    for patch in &thing.hindsight {
        let Some(known) = checked.telling().known_with(&patch.once) else { continue };
        for text in patch.name.iter().chain(&patch.performer).chain(&patch.about) {
            texts.add(text, known.max(met), patch.written, of("hindsight"));
        }
    }
}

/// What anybody may read before watching.
fn headers(story: &Story) -> Vec<Shown<'_>> {
    let mut headers = Vec::new();
    for work in story.works() {
        let texts = [Some(&work.title), work.credit.as_ref(), work.kind.as_ref(), work.blurb.as_ref()];
        for text in texts.into_iter().flatten().chain(&work.warnings) {
            let what = "what anybody may read before watching".to_owned();
            headers.push(Shown { text, what, from: None, written: work.written });
        }
    }
    headers
}
