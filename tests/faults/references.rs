//! Slips of the pen: names, keys, allows, clips, hints and reveals.

use storyline::story::{FactId, SceneId};

use super::story::{Broken, Subject, Text};

/// Scenes of the work whose text has a key.
fn with_key<'s>(subject: &'s Subject, key: &str) -> Vec<(&'s str, String)> {
    let text = subject.text();
    let scenes = subject.scenes().map(|scene| subject.id(scene));
    scenes.filter_map(|scene| Some((scene, text.get(scene, key)?))).collect()
}

/// Scenes of the work whose text has no such key.
fn without_key<'s>(subject: &'s Subject, key: &str) -> Vec<&'s str> {
    let text = subject.text();
    let scenes = subject.scenes().map(|scene| subject.id(scene));
    scenes.filter(|scene| text.get(scene, key).is_none()).collect()
}

/// Misspells the first of some words that stands by a key.
fn misspell(subject: &Subject, keys: &[&str], words: &[&str]) -> Option<Broken> {
    let places = keys.iter().flat_map(|&key| with_key(subject, key).into_iter().map(move |it| (key, it)));
    let named = places.flat_map(|(key, (scene, said))| {
        let words = words.iter().filter(move |word| said.contains(&format!("\"{word}\""))).copied();
        words.map(move |word| (key, scene, word)).collect::<Vec<_>>()
    });
    let (key, scene, word) = subject.pick(named)?;
    let text = subject.text();
    let said = text.get(scene, key)?.replacen(&format!("\"{word}\""), &format!("\"{word}x\""), 1);
    Some(subject.broken(text.set(scene, key, &said), &format!("`{word}` in `{scene}`")))
}

pub(crate) fn character(subject: &Subject) -> Option<Broken> {
    let story = &subject.story;
    let ids: Vec<&str> = story.characters().map(|id| story.character(id).id.as_str()).collect();
    misspell(subject, &["cast"], &ids)
}

pub(crate) fn place(subject: &Subject) -> Option<Broken> {
    let story = &subject.story;
    let ids: Vec<&str> = story.places().map(|id| story.place(id).id.as_str()).collect();
    misspell(subject, &["place"], &ids)
}

pub(crate) fn scene(subject: &Subject) -> Option<Broken> {
    let ids: Vec<&str> = subject.scenes().map(|scene| subject.id(scene)).collect();
    misspell(subject, &["when", "causes"], &ids)
}

pub(crate) fn fact(subject: &Subject) -> Option<Broken> {
    let story = &subject.story;
    let ids: Vec<&str> = story.facts().map(|id| story.fact(id).id.as_str()).collect();
    misspell(subject, &["hints", "reveals"], &ids)
}

pub(crate) fn strand(subject: &Subject) -> Option<Broken> {
    let scene = subject.pick(without_key(subject, "strand"))?;
    Some(subject.broken(subject.text().add(scene, "strand = \"nowhere\""), scene))
}

#[expect(clippy::unnecessary_wraps, reason = "as every kind of fault")]
pub(crate) fn dangling_strand(subject: &Subject) -> Option<Broken> {
    let after = subject.text().append("\n[strands.nowhere]\nname = \"Nowhere\"");
    Some(subject.broken(after, "at the end"))
}

pub(crate) fn key(subject: &Subject) -> Option<Broken> {
    let scene = subject.pick(without_key(subject, "weather"))?;
    Some(subject.broken(subject.text().add(scene, "weather = \"rain\""), scene))
}

pub(crate) fn duplicate(subject: &Subject) -> Option<Broken> {
    let scene = subject.pick(subject.scenes())?;
    Some(subject.broken(subject.text().scene(subject.id(scene), ""), subject.id(scene)))
}

pub(crate) fn title(subject: &Subject) -> Option<Broken> {
    let (scene, _) = subject.pick(with_key(subject, "title"))?;
    Some(subject.broken(subject.text().set(scene, "title", ""), scene))
}

pub(crate) fn duration(subject: &Subject) -> Option<Broken> {
    let scene = subject.pick(without_key(subject, "lasts"))?;
    Some(subject.broken(subject.text().add(scene, "lasts = \"a while\""), scene))
}

pub(crate) fn twice(subject: &Subject) -> Option<Broken> {
    let text = subject.text();
    let scenes =
        with_key(subject, "cast").into_iter().filter_map(|(scene, _)| Some((scene, text.list(scene, "cast")?)));
    let (scene, cast) = subject.pick(scenes.filter(|(_, cast)| !cast.is_empty()))?;
    let who = subject.pick(cast)?;
    Some(subject.broken(text.enlist(scene, "cast", &who)?, scene))
}

fn allow(subject: &Subject, code: &str) -> Option<Broken> {
    let scene = subject.pick(without_key(subject, "allow"))?;
    let after = subject.text().add(scene, &format!("allow = {{ {code} = \"It is meant.\" }}"));
    Some(subject.broken(after, scene))
}

pub(crate) fn needless_allow(subject: &Subject) -> Option<Broken> {
    allow(subject, "too-fast")
}

pub(crate) fn strict_allow(subject: &Subject) -> Option<Broken> {
    allow(subject, "contradiction")
}

pub(crate) fn unknown_allow(subject: &Subject) -> Option<Broken> {
    allow(subject, "much-too-fast")
}

/// Two scenes told one after the other, with clips of their own.
fn clips(subject: &Subject, clips: [&str; 2]) -> Option<(Text, String)> {
    let without = without_key(subject, "clip");
    let pairs: Vec<&[&str]> = without.windows(2).collect();
    let pair = subject.pick(pairs.into_iter().filter(|_| without.len() == subject.scenes().len()))?;
    let add = |text: Text, at: usize| text.add(pair[at], &format!("clip = \"{}\"", clips[at]));
    Some((add(add(subject.text(), 0), 1), format!("`{}` and `{}`", pair[0], pair[1])))
}

fn clipped(subject: &Subject, after: [&str; 2]) -> Option<Broken> {
    let choice = subject.choice();
    let (before, _) = clips(subject, ["0:10-0:20", "0:20-0:30"])?;
    subject.choose_again(choice);
    let (after, what) = clips(subject, after)?;
    Some(before.then(after, &what))
}

pub(crate) fn clip_backwards(subject: &Subject) -> Option<Broken> {
    clipped(subject, ["0:30-0:40", "0:20-0:30"])
}

pub(crate) fn no_clip(subject: &Subject) -> Option<Broken> {
    clipped(subject, ["0:20-0:10", "0:20-0:30"])
}

pub(crate) fn clip_overlap(subject: &Subject) -> Option<Broken> {
    clipped(subject, ["0:10-0:25", "0:20-0:30"])
}

/// Facts that one scene hints at and one reveals, both of this work, in this order.
fn set_up(subject: &Subject) -> Vec<(FactId, SceneId, SceneId)> {
    let story = &subject.story;
    let of = |fact: FactId| {
        let (hints, reveals): (Vec<SceneId>, Vec<SceneId>) =
            (story.hinted_by(fact).collect(), story.revealed_by(fact).collect());
        let ([hint], [reveal]) = (&hints[..], &reveals[..]) else { return None };
        let here = [hint, reveal].iter().all(|scene| story.scene(**scene).work == subject.work);
        (here && hint < reveal).then_some((fact, *hint, *reveal))
    };
    story.facts().filter_map(of).collect()
}

fn fact_word(subject: &Subject, text: &Text, scene: &str, key: &str, fact: FactId) -> Option<String> {
    let id = &subject.story.fact(fact).id;
    text.list(scene, key)?.into_iter().find(|word| word == id || word.ends_with(&format!("/{id}")))
}

pub(crate) fn lost_hint(subject: &Subject) -> Option<Broken> {
    let story = &subject.story;
    let facts = set_up(subject).into_iter().filter(|(fact, ..)| story.fact(*fact).seems.is_some());
    let (fact, hint, _) = subject.pick(facts)?;
    let (text, hint) = (subject.text(), subject.id(hint));
    let word = fact_word(subject, &text, hint, "hints", fact)?;
    Some(subject.broken(text.unlist(hint, "hints", &word)?, &format!("`{word}` in `{hint}`")))
}

pub(crate) fn early_reveal(subject: &Subject) -> Option<Broken> {
    let (fact, hint, reveal) = subject.pick(set_up(subject))?;
    let (text, hint, reveal) = (subject.text(), subject.id(hint), subject.id(reveal));
    let word = fact_word(subject, &text, reveal, "reveals", fact)?;
    let after = text.unlist(reveal, "reveals", &word)?.enlist(hint, "reveals", &word)?;
    Some(subject.broken(after, &format!("`{word}` from `{reveal}` to `{hint}`")))
}

pub(crate) fn lost_reveal(subject: &Subject) -> Option<Broken> {
    let story = &subject.story;
    let of = |fact: FactId| {
        let reveals: Vec<SceneId> = story.revealed_by(fact).collect();
        let [reveal] = reveals[..] else { return None };
        (story.scene(reveal).work == subject.work).then_some((fact, reveal))
    };
    let (fact, reveal) = subject.pick(story.facts().filter_map(of))?;
    let (text, reveal) = (subject.text(), subject.id(reveal));
    let word = fact_word(subject, &text, reveal, "reveals", fact)?;
    Some(subject.broken(text.unlist(reveal, "reveals", &word)?, &format!("`{word}` in `{reveal}`")))
}
