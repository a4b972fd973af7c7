//! What has to be in a cut, read off the document: hiding everything is not a solution.

use std::collections::BTreeSet;

use storyline::syntax::{Cast, Claim, Document, Entry, Scene, ScenePatch, Text, Theory, Thing};

use super::known::{Known, id_of};
use super::tale::Tale;

/// The first words of all texts that were made up, as in `Title17`.
pub(crate) fn marks(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let is_mark = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_uppercase()) && word.ends_with(|c: char| c.is_ascii_digit())
    };
    words.filter(is_mark).map(str::to_owned).collect()
}

fn mark(text: &Text) -> String {
    text.value.split(' ').next().unwrap_or_default().to_owned()
}

fn lacks(what: &str, text: &str, expected: impl IntoIterator<Item = String>) -> Result<(), String> {
    let there = marks(text);
    match expected.into_iter().find(|word| !there.contains(word)) {
        Some(lost) => Err(format!("{what} lacks {lost}:\n{text}")),
        None => Ok(()),
    }
}

/// Whether a cut, as a document, holds all that was seen.
pub(crate) fn document(tale: &Tale, cut: &Document) -> Result<(), String> {
    let known = Known::of(&tale.document, &tale.seen);
    for scene in tale.document.scenes.iter().filter(|scene| known.has_seen(scene)) {
        claims_stay(&known, scene, cut)?;
    }
    let text = storyline::syntax::write(cut);
    offers_no_more(tale, &text)?;
    lacks("the cut", &text, expected(tale, &known))
}

/// Whether the files of a cut of several works hold all that was seen. A strand that a theory speaks of may not have been met
/// where it is: such theories are not looked for.
pub(crate) fn files(tale: &Tale, cut: &str) -> Result<(), String> {
    offers_no_more(tale, cut)?;
    let mut tale = tale.clone();
    let names_strand =
        |theory: &Theory| !theory.strands.is_empty() || theory.scenes.iter().any(|scene| scene.value.strand.is_some());
    tale.document.theories.retain(|theory| !names_strand(&theory.value));
    let known = Known::of(&tale.document, &tale.seen);
    lacks("the cut", cut, expected(&tale, &known))
}

/// Whether no theory is in a cut that is not on offer.
fn offers_no_more(tale: &Tale, cut: &str) -> Result<(), String> {
    let (known, there) = (Known::of(&tale.document, &tale.seen), marks(cut));
    let mut hidden = tale.document.theories.iter().filter(|theory| !known.offers(&tale.document, &theory.value));
    match hidden.find(|theory| theory.value.title.as_ref().is_some_and(|title| there.contains(&mark(title)))) {
        Some(theory) => Err(format!("{} is on offer:\n{cut}", theory.id.value)),
        None => Ok(()),
    }
}

/// Every text that has to be in a cut, by its first word.
fn expected(tale: &Tale, known: &Known) -> Vec<String> {
    let offers = |theory: &Theory| known.offers(&tale.document, theory);
    let mut expected = Vec::new();
    for scene in tale.document.scenes.iter().filter(|scene| known.has_seen(scene)) {
        let texts = [&scene.title, &scene.text, &scene.chronological_text];
        expected.extend(texts.into_iter().flatten().map(mark));
        expected.extend(scene.cast.iter().filter_map(|entry| entry.role.as_ref()).map(mark));
        for patch in known.held(scene) {
            expected.extend([&patch.title, &patch.text].into_iter().flatten().map(mark));
        }
    }
    let things = [
        (&tale.document.characters, &known.characters),
        (&tale.document.places, &known.places),
        (&tale.document.layers, &known.layers),
    ];
    for (things, met) in things {
        for thing in things.iter().filter(|thing| met.contains(&thing.id.value)) {
            expected.extend(names(known, thing));
        }
    }
    for strand in tale.document.strands.iter().filter(|strand| known.strands.contains(&strand.id.value)) {
        expected.extend(strand.value.name.as_ref().map(mark));
    }
    for fact in &tale.document.facts {
        if known.facts.contains(&fact.id.value) {
            expected.extend([&fact.value.truth, &fact.value.seems].into_iter().flatten().map(mark));
        } else if known.believed.contains(&fact.id.value) {
            expected.extend(fact.value.seems.as_ref().map(mark));
        }
    }
    for theory in tale.document.theories.iter().map(|theory| &theory.value).filter(|theory| offers(theory)) {
        expected.extend([&theory.title, &theory.about].into_iter().flatten().map(mark));
        expected.extend(theory.facts.iter().filter_map(|fact| fact.value.as_ref()).map(mark));
        let patches = theory.scenes.iter().map(|scene| &scene.value);
        expected.extend(patches.flat_map(|patch| [&patch.title, &patch.text]).flatten().map(mark));
    }
    let cited = tale.document.sources.iter().filter(|source| known.sources.contains(&source.id.value));
    expected.extend(cited.filter_map(|source| source.value.title.as_ref()).map(mark));
    expected
}

/// All names that somebody or something may go by.
fn names(known: &Known, thing: &Entry<Thing>) -> Vec<String> {
    let held = thing.value.hindsight.iter().filter(|patch| known.holds(&patch.once));
    let later = held.flat_map(|patch| [&patch.name, &patch.about]);
    [&thing.value.name, &thing.value.about].into_iter().chain(later).flatten().map(mark).collect()
}

/// Whether the claims of a scene and its causes are there, where both ends are.
fn claims_stay(known: &Known, scene: &Scene, cut: &Document) -> Result<(), String> {
    let id = id_of(scene);
    let kept = cut.scenes.iter().find(|kept| id_of(kept) == id).ok_or(format!("the cut lacks {id}"))?;
    let lost = |what: &str| Err(format!("the cut lacks what {id} says of {what}"));
    for claim in scene.when.iter().filter(|claim| known.holds(&claim.once)) {
        for (at, targets) in lists(claim).into_iter().enumerate() {
            for target in targets.iter().filter(|target| known.scenes.contains(&target.value)) {
                let same = |kept: &Claim| {
                    let by = claim.by.is_none() || at > 1 || kept.by.is_some();
                    by && lists(kept)[at].iter().any(|kept| kept.value == target.value)
                };
                if !kept.when.iter().any(same) {
                    return lost(&target.value);
                }
            }
        }
        if claim.at.is_some_and(|at| !kept.when.iter().any(|kept| kept.at.is_some_and(|kept| kept.value == at.value))) {
            return lost("its time");
        }
    }
    if scene.lasts.is_some() != kept.lasts.is_some() || scene.clip.is_some() != kept.clip.is_some() {
        return lost("how long it lasts");
    }
    match scene.causes.iter().find(|effect| known.scenes.contains(&effect.value) && !has(&kept.causes, effect)) {
        Some(effect) => lost(&effect.value),
        None => Ok(()),
    }
}

fn lists(claim: &Claim) -> [&Vec<Text>; 5] {
    [&claim.before, &claim.after, &claim.during, &claim.with, &claim.same]
}

fn has(words: &[Text], word: &Text) -> bool {
    words.iter().any(|one| one.value == word.value)
}

/// Whether the claims and causes of one cut are in a later one.
pub(crate) fn ties_stay(before: &Document, after: &Document) -> Result<(), String> {
    for scene in &before.scenes {
        let later = after.scenes.iter().find(|later| id_of(later) == id_of(scene));
        let Some(later) = later else { return Err(format!("{} is lost", id_of(scene))) };
        let lost = scene.causes.iter().find(|effect| !has(&later.causes, effect));
        if scene.when.len() > later.when.len() || lost.is_some() {
            return Err(format!("{} says less than before", id_of(scene)));
        }
        if scene.hindsight.len() > later.hindsight.len()
            || scene.reveals.len() > later.reveals.len() + later.hints.len()
        {
            return Err(format!("{} shows less than before", id_of(scene)));
        }
    }
    Ok(())
}

/// Whether views show what there is to be shown: texts, the latest titles and names, facts.
pub(crate) fn views(tale: &Tale, ask: &dyn Fn(&str) -> String) -> Result<(), String> {
    let known = Known::of(&tale.document, &tale.seen);
    let scenes: Vec<&Scene> = tale.document.scenes.iter().filter(|scene| known.has_seen(scene)).collect();
    let latest = |scene: &Scene| {
        let titles = known.held(scene).filter_map(|patch| patch.title.as_ref());
        titles.last().or(scene.title.as_ref()).map(mark)
    };
    lacks("play", &ask("play"), scenes.iter().filter_map(|scene| scene.text.as_ref()).map(mark))?;
    lacks("timeline", &ask("timeline"), scenes.iter().filter_map(|scene| latest(scene)))?;
    let facts = tale.document.facts.iter();
    let said = facts.filter_map(|fact| match &fact.value {
        value if known.facts.contains(&fact.id.value) => value.truth.as_ref(),
        value if known.believed.contains(&fact.id.value) => value.seems.as_ref(),
        _ => None,
    });
    let said: Vec<String> = said.map(mark).collect();
    lacks("facts", &ask("facts"), said.clone())?;
    lacks("recap", &ask("recap"), said)?;
    let casts = scenes.iter().flat_map(|scene| cast(&known, scene));
    let people = casts.filter_map(|entry| {
        let character = tale.document.characters.iter().find(|one| one.id.value == entry.who.value)?;
        let later = character.value.hindsight.iter().filter(|patch| known.holds(&patch.once));
        later.rev().find_map(|patch| patch.name.as_ref()).or(character.value.name.as_ref()).map(mark)
    });
    lacks("cast", &ask("cast"), people)
}

/// Who is in a scene as far as is known.
fn cast<'s>(known: &'s Known, scene: &'s Scene) -> &'s [Cast] {
    let later = known.held(scene).filter_map(|patch: &ScenePatch| patch.cast.as_ref());
    later.last().unwrap_or(&scene.cast)
}
