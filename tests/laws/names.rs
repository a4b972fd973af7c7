//! Every id of a document, where it is given and where it is used: to rename things.

use storyline::syntax::{Cast, Claim, Document, Entry, Once, ScenePatch, Text};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Scene,
    Fact,
    Character,
    Place,
    Layer,
    Strand,
    Source,
}

type Visit<'v> = &'v mut dyn FnMut(Kind, &mut String);

/// Hands out every id of a document, and changes those that are changed.
pub(crate) fn each_id(document: &mut Document, visit: Visit) {
    fn given<T>(entries: &mut [Entry<T>], kind: Kind, visit: Visit, each: impl Fn(&mut T, Visit)) {
        for entry in entries {
            visit(kind, &mut entry.id.value);
            each(&mut entry.value, visit);
        }
    }
    document.work.iter_mut().for_each(|work| all(&mut work.cite, Kind::Source, visit));
    document.universe.iter_mut().for_each(|universe| all(&mut universe.cite, Kind::Source, visit));
    for said in &mut document.claims {
        said.scene.iter_mut().for_each(|word| target(word, visit));
        claims(std::slice::from_mut(&mut said.claim), visit);
    }
    given(&mut document.sources, Kind::Source, visit, |_, _| {});
    let things = [
        (&mut document.characters, Kind::Character),
        (&mut document.places, Kind::Place),
        (&mut document.layers, Kind::Layer),
    ];
    for (things, kind) in things {
        given(things, kind, visit, |thing, visit| {
            thing.hindsight.iter_mut().for_each(|patch| once(&mut patch.once, visit));
            all(&mut thing.cite, Kind::Source, visit);
            all(&mut thing.parents, Kind::Character, visit);
            given(&mut thing.from, Kind::Place, visit, |_, _| {});
        });
    }
    given(&mut document.strands, Kind::Strand, visit, |strand, visit| {
        once(&mut strand.once, visit);
        claims(&mut strand.when, visit);
    });
    given(&mut document.facts, Kind::Fact, visit, |fact, visit| {
        claims(&mut fact.when, visit);
        all(&mut fact.cite, Kind::Source, visit);
        fact.becomes.iter_mut().chain(&mut fact.needs).for_each(|is| state(&mut is.state, visit));
    });
    for scene in &mut document.scenes {
        all(scene.id.as_mut_slice(), Kind::Scene, visit);
        cast(&mut scene.cast, visit);
        all(scene.place.as_mut_slice(), Kind::Place, visit);
        all(scene.layer.as_mut_slice(), Kind::Layer, visit);
        all(scene.strand.as_mut_slice(), Kind::Strand, visit);
        claims(&mut scene.when, visit);
        all(&mut scene.hints, Kind::Fact, visit);
        all(&mut scene.reveals, Kind::Fact, visit);
        all(&mut scene.causes, Kind::Scene, visit);
        scene.becomes.iter_mut().chain(&mut scene.needs).for_each(|is| state(&mut is.state, visit));
        for knows in scene.learns.iter_mut().chain(&mut scene.uses) {
            visit(Kind::Character, &mut knows.who.value);
            all(&mut knows.facts, Kind::Fact, visit);
        }
        scene.hindsight.iter_mut().for_each(|one| patch(one, visit));
        all(&mut scene.cite, Kind::Source, visit);
    }
    for theory in document.theories.iter_mut().map(|theory| &mut theory.value) {
        once(&mut theory.once, visit);
        all(&mut theory.sets_aside, Kind::Scene, visit);
        given(&mut theory.scenes, Kind::Scene, visit, patch);
        given(&mut theory.facts, Kind::Fact, visit, |_, _| {});
        given(&mut theory.strands, Kind::Strand, visit, |strand, visit| claims(&mut strand.when, visit));
        all(&mut theory.cite, Kind::Source, visit);
    }
}

fn all(words: &mut [Text], kind: Kind, visit: Visit) {
    for word in words {
        visit(kind, &mut word.value);
    }
}

/// The state of a character or of a place: those of things keep their names.
fn state(word: &mut Text, visit: Visit) {
    let Some((owner, name)) = word.value.rsplit_once('.') else { return };
    let kind = match name {
        "alive" => Kind::Character,
        "open" => Kind::Place,
        _ => return,
    };
    let (mut owner, name) = (owner.to_owned(), name.to_owned());
    visit(kind, &mut owner);
    word.value = format!("{owner}.{name}");
}

fn once(once: &mut Once, visit: Visit) {
    all(&mut once.facts, Kind::Fact, visit);
}

fn cast(cast: &mut [Cast], visit: Visit) {
    for entry in cast {
        visit(Kind::Character, &mut entry.who.value);
    }
}

fn patch(patch: &mut ScenePatch, visit: Visit) {
    once(&mut patch.once, visit);
    patch.cast.iter_mut().for_each(|entries| cast(entries, visit));
    all(patch.place.as_mut_slice(), Kind::Place, visit);
    all(patch.layer.as_mut_slice(), Kind::Layer, visit);
    all(patch.strand.as_mut_slice(), Kind::Strand, visit);
    claims(&mut patch.when, visit);
}

fn claims(claims: &mut [Claim], visit: Visit) {
    for claim in claims {
        once(&mut claim.once, visit);
        let targets = [&mut claim.before, &mut claim.after, &mut claim.during, &mut claim.with, &mut claim.same];
        for word in targets.into_iter().flatten() {
            target(word, visit);
        }
    }
}

/// A scene, or `fact:` and a fact.
fn target(word: &mut Text, visit: Visit) {
    match word.value.strip_prefix("fact:").map(str::to_owned) {
        Some(mut fact) => {
            visit(Kind::Fact, &mut fact);
            word.value = format!("fact:{fact}");
        }
        None => visit(Kind::Scene, &mut word.value),
    }
}
