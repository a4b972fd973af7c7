//! What of a document is known to somebody, read off docs/model.md 3 without the engine: what a future must leave alone.

use std::collections::BTreeSet;

use storyline::calendar::Moment;
use storyline::syntax::{Claim, Document, Once, Scene, ScenePatch, Strand, Text, Theory};

/// The ids of what is in a cut.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub(crate) scenes: BTreeSet<String>,
    /// Facts that a seen scene reveals.
    pub(crate) facts: BTreeSet<String>,
    /// Facts that are not known and that a seen scene hints at.
    pub(crate) hinted: BTreeSet<String>,
    /// Those of them that say what they seem.
    pub(crate) believed: BTreeSet<String>,
    pub(crate) characters: BTreeSet<String>,
    pub(crate) places: BTreeSet<String>,
    pub(crate) layers: BTreeSet<String>,
    /// Strands that exist by now and that a seen scene names.
    pub(crate) strands: BTreeSet<String>,
    /// Whether a seen scene is on `main`, or is to somebody who has seen less.
    pub(crate) main: bool,
    pub(crate) sources: BTreeSet<String>,
    /// Whether something that is known is said in story days.
    pub(crate) story_days: bool,
}

impl Known {
    pub(crate) fn of(document: &Document, seen: &BTreeSet<String>) -> Self {
        let mut known = Self { scenes: seen.clone(), ..Self::default() };
        for scene in document.scenes.iter().filter(|scene| seen.contains(&id_of(scene))) {
            known.facts.extend(scene.reveals.iter().map(|fact| fact.value.clone()));
        }
        let declared = |id: &String| document.facts.iter().any(|fact| fact.id.value == *id);
        known.facts.retain(declared);
        for scene in document.scenes.iter().filter(|scene| seen.contains(&id_of(scene))) {
            known.hinted.extend(scene.hints.iter().map(|fact| fact.value.clone()));
            known.meet(document, scene);
        }
        known.hinted = known.hinted.difference(&known.facts).filter(|id| declared(id)).cloned().collect();
        for fact in &document.facts {
            if known.hinted.contains(&fact.id.value) && fact.value.seems.is_some() {
                known.believed.insert(fact.id.value.clone());
            }
            if known.facts.contains(&fact.id.value) && fact.value.seems.is_some() {
                known.sources.extend(fact.value.cite.iter().map(|source| source.value.clone()));
            }
        }
        for character in document.characters.iter().filter(|one| known.characters.contains(&one.id.value)) {
            known.sources.extend(character.value.cite.iter().map(|source| source.value.clone()));
        }
        known.meet_theories(document);
        let cited = document.work.iter().flat_map(|work| &work.cite);
        known.sources.extend(cited.map(|source| source.value.clone()));
        known.story_days = known.may_use_story_days(document);
        known
    }

    pub(crate) fn has_seen(&self, scene: &Scene) -> bool {
        self.scenes.contains(&id_of(scene))
    }

    /// Whether what waits for some facts holds.
    pub(crate) fn holds(&self, once: &Once) -> bool {
        once.facts.iter().all(|fact| self.facts.contains(&fact.value))
    }

    pub(crate) fn held<'s>(&self, scene: &'s Scene) -> impl Iterator<Item = &'s ScenePatch> {
        scene.hindsight.iter().filter(|patch| self.holds(&patch.once))
    }

    /// Whether a strand exists by now.
    pub(crate) fn exists(&self, strand: &Strand) -> bool {
        self.holds(&strand.once)
    }

    /// Takes in what a seen scene names, before and after each patch that holds.
    fn meet(&mut self, document: &Document, scene: &Scene) {
        let patches: Vec<&ScenePatch> = self.held(scene).collect();
        let casts = std::iter::once(&scene.cast).chain(patches.iter().filter_map(|patch| patch.cast.as_ref()));
        self.characters.extend(casts.flatten().map(|entry| entry.who.value.clone()));
        for (place, layer, strand) in std::iter::once((&scene.place, &scene.layer, &scene.strand))
            .chain(patches.iter().map(|patch| (&patch.place, &patch.layer, &patch.strand)))
        {
            self.places.extend(place.as_ref().map(|place| place.value.clone()));
            self.layers.extend(layer.as_ref().map(|layer| layer.value.clone()));
            let entry =
                strand.as_ref().and_then(|strand| document.strands.iter().find(|entry| entry.id.value == strand.value));
            if let Some(entry) = entry.filter(|entry| self.exists(&entry.value)) {
                self.strands.insert(entry.id.value.clone());
            }
        }
        self.sources.extend(scene.cite.iter().map(|source| source.value.clone()));
        let in_time = scene.timeless.is_none_or(|timeless| !timeless.value)
            || patches.iter().any(|patch| patch.timeless.is_some_and(|timeless| !timeless.value));
        let elsewhere = |strand: &Text| {
            let entry = document.strands.iter().find(|entry| entry.id.value == strand.value);
            strand.value != "main" && entry.is_some_and(|entry| entry.value.once.facts.is_empty())
        };
        let named = std::iter::once(&scene.strand).chain(patches.iter().map(|patch| &patch.strand));
        let named: Vec<&Text> = named.flatten().collect();
        self.main |= named.iter().any(|strand| strand.value == "main")
            || in_time && (scene.strand.is_none() || !named.into_iter().all(elsewhere));
    }

    /// Takes in what the theories that are on offer bring with them.
    fn meet_theories(&mut self, document: &Document) {
        for theory in &document.theories {
            if !self.offers(document, &theory.value) {
                continue;
            }
            for patch in theory.value.scenes.iter().map(|scene| &scene.value) {
                self.layers.extend(patch.layer.as_ref().map(|layer| layer.value.clone()));
                let strand = patch.strand.as_ref().filter(|strand| strand.value != "main");
                self.strands.extend(strand.map(|strand| strand.value.clone()));
            }
            self.sources.extend(theory.value.cite.iter().map(|source| source.value.clone()));
        }
    }

    /// Whether a theory is on offer: what it waits for is known, and all that it speaks of seen, known or met.
    pub(crate) fn offers(&self, document: &Document, theory: &Theory) -> bool {
        let seen = |id: &Text| self.scenes.contains(&id.value);
        let exists = |id: &Text| {
            let entry = document.strands.iter().find(|entry| entry.id.value == id.value);
            id.value == "main" || entry.is_some_and(|entry| self.exists(&entry.value))
        };
        let told = |id: &str| document.facts.iter().any(|fact| fact.id.value == id && fact.value.told);
        let target = |word: &Text| match word.value.strip_prefix("fact:") {
            Some(fact) => self.facts.contains(fact) && told(fact),
            None => seen(word),
        };
        let layer = |id: &Text| document.layers.iter().any(|layer| layer.id.value == id.value);
        let on_strand = |id: &Text| {
            let met = if id.value == "main" { !self.scenes.is_empty() } else { self.strands.contains(&id.value) };
            exists(id) && met
        };
        let met = |patch: &ScenePatch| {
            patch.cast.iter().flatten().all(|entry| self.characters.contains(&entry.who.value))
                && patch.place.iter().all(|place| self.places.contains(&place.value))
                && patch.layer.iter().all(layer)
                && patch.strand.iter().all(on_strand)
        };
        self.holds(&theory.once)
            && theory.sets_aside.iter().all(seen)
            && theory.scenes.iter().all(|scene| seen(&scene.id) && met(&scene.value))
            && theory.facts.iter().all(|fact| self.facts.contains(&fact.id.value))
            && theory.strands.iter().all(|strand| on_strand(&strand.id))
            && claims(theory).all(|claim| self.holds(&claim.once) && targets(claim).all(target))
    }

    /// Asked too widely: of every claim of what is seen, known or exists.
    fn may_use_story_days(&self, document: &Document) -> bool {
        let of_scenes = document.scenes.iter().filter(|scene| self.has_seen(scene)).flat_map(|scene| &scene.when);
        let known = document.facts.iter().filter(|fact| self.facts.contains(&fact.id.value));
        let strands = document.strands.iter().filter(|strand| self.exists(&strand.value));
        let claims = of_scenes
            .chain(known.flat_map(|fact| &fact.value.when))
            .chain(strands.flat_map(|strand| &strand.value.when))
            .chain(
                document.theories.iter().filter(|it| self.offers(document, &it.value)).flat_map(|it| claims(&it.value)),
            );
        claims.filter_map(|claim| claim.at).any(|at| matches!(at.value, Moment::Day { .. }))
    }
}

/// The claims that a theory makes.
fn claims(theory: &Theory) -> impl Iterator<Item = &Claim> {
    let scenes = theory.scenes.iter().flat_map(|scene| &scene.value.when);
    scenes.chain(theory.strands.iter().flat_map(|strand| &strand.value.when))
}

/// What a claim names.
fn targets(claim: &Claim) -> impl Iterator<Item = &Text> {
    [&claim.before, &claim.after, &claim.during, &claim.with, &claim.same].into_iter().flatten()
}

pub(crate) fn id_of(scene: &Scene) -> String {
    scene.id.as_ref().map(|id| id.value.clone()).unwrap_or_default()
}
