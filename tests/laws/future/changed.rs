//! What is dropped, moved, renamed and told otherwise.

use std::collections::BTreeMap;

use storyline::syntax::{Document, Entry, Fact, Scene, Strand, Thing};

use super::Future;
use crate::laws::choices::Choices;
use crate::laws::continuity::say_continuity;
use crate::laws::known::{Known, id_of};
use crate::laws::names::{Kind, each_id};
use crate::laws::tale::date;

/// Whether a fact is in the cut, be it as what it seems.
fn in_cut(known: &Known, fact: &Entry<Fact>) -> bool {
    known.facts.contains(&fact.id.value) || known.believed.contains(&fact.id.value)
}

/// Whether a strand is in the cut. `main` is there always.
fn runs(known: &Known, strand: &Entry<Strand>) -> bool {
    strand.id.value == "main" || known.strands.contains(&strand.id.value)
}

/// The theories that are on offer.
fn offered(known: &Known, document: &Document) -> Vec<String> {
    let offered = document.theories.iter().filter(|theory| known.offers(document, &theory.value));
    offered.map(|theory| theory.id.value.clone()).collect()
}

/// Drops some of what is hidden.
fn drop_some<T>(entries: &mut Vec<Entry<T>>, choices: &mut Choices, is_kept: impl Fn(&Entry<T>) -> bool) {
    let all = choices.chance(30);
    entries.retain(|entry| is_kept(entry) || !(all || choices.chance(50)));
}

/// Puts what is hidden in other places.
fn mix<T>(entries: &mut Vec<T>, choices: &mut Choices, is_kept: impl Fn(&T) -> bool) {
    let (kept, hidden): (Vec<T>, Vec<T>) = entries.drain(..).partition(is_kept);
    *entries = kept;
    for entry in hidden {
        super::insert(choices, entries, entry);
    }
}

impl Future {
    pub(super) fn change_continuity(&mut self) {
        let with_canaries = self.thorough || self.choices.chance(50);
        let mark = if with_canaries { "canary" } else { "some" };
        say_continuity(&mut self.document, &mut self.choices, mark);
    }

    pub(super) fn drop_scenes(&mut self) {
        let all = self.choices.chance(50);
        let Self { document, known, choices, thorough, .. } = self;
        if !*thorough {
            document.scenes.retain(|scene| known.has_seen(scene) || !(all || choices.chance(50)));
        }
    }

    pub(super) fn drop_declared(&mut self) {
        let Self { document, known, choices, .. } = self;
        drop_some(&mut document.facts, choices, |fact| in_cut(known, fact));
        drop_some(&mut document.characters, choices, |one| known.characters.contains(&one.id.value));
        drop_some(&mut document.places, choices, |one| known.places.contains(&one.id.value));
        drop_some(&mut document.layers, choices, |one| known.layers.contains(&one.id.value));
        drop_some(&mut document.strands, choices, |strand| runs(known, strand));
        drop_some(&mut document.sources, choices, |one| known.sources.contains(&one.id.value));
        let offered: Vec<String> = offered(known, document);
        drop_some(&mut document.theories, choices, |theory| offered.contains(&theory.id.value));
    }

    pub(super) fn move_scenes(&mut self) {
        let Self { document, known, choices, .. } = self;
        mix(&mut document.scenes, choices, |scene| known.has_seen(scene));
    }

    pub(super) fn move_declared(&mut self) {
        let Self { document, known, choices, .. } = self;
        mix(&mut document.facts, choices, |fact| in_cut(known, fact));
        mix(&mut document.characters, choices, |one| known.characters.contains(&one.id.value));
        mix(&mut document.places, choices, |one| known.places.contains(&one.id.value));
        mix(&mut document.layers, choices, |one| known.layers.contains(&one.id.value));
        mix(&mut document.strands, choices, |strand| known.strands.contains(&strand.id.value));
        mix(&mut document.sources, choices, |one| known.sources.contains(&one.id.value));
    }

    /// Gives other ids to scenes, facts and all else that is hidden.
    pub(super) fn rename_hidden(&mut self) {
        let mut names: BTreeMap<(u8, String), String> = BTreeMap::new();
        let known = self.known.clone();
        let mut given = Vec::new();
        each_id(&mut self.document, &mut |kind, id| given.push((kind, id.clone())));
        for (kind, id) in given {
            let is_kept = match kind {
                Kind::Scene => known.scenes.contains(&id),
                Kind::Fact => known.facts.contains(&id) || known.believed.contains(&id),
                Kind::Character => known.characters.contains(&id),
                Kind::Place => known.places.contains(&id),
                Kind::Layer => known.layers.contains(&id),
                Kind::Strand => known.strands.contains(&id) || id == "main",
                Kind::Source => known.sources.contains(&id),
            };
            if !is_kept && !names.contains_key(&(kind as u8, id.clone())) && self.chance(60) {
                let new = self.invent("renamed");
                names.insert((kind as u8, id), new);
            }
        }
        rename(&mut self.document, &names);
    }

    /// Gives other ids to all facts, strands and layers, seen or not: a cut numbers them anew. What nothing is called by
    /// stays without a name.
    pub(super) fn renumber(&mut self) {
        let document = &self.document;
        let facts: Vec<String> = document.facts.iter().map(|fact| fact.id.value.clone()).collect();
        let strands = document.strands.iter().map(|strand| strand.id.value.clone());
        let strands: Vec<String> = strands.filter(|id| id != "main").collect();
        let layers: Vec<String> = document.layers.iter().map(|layer| layer.id.value.clone()).collect();
        let mut names = BTreeMap::new();
        for (kind, word, ids) in
            [(Kind::Fact, "fact", facts), (Kind::Strand, "strand", strands), (Kind::Layer, "layer", layers)]
        {
            let numbers = self.choices.shuffled((1..=ids.len()).collect());
            for (id, number) in ids.into_iter().zip(numbers) {
                names.insert((kind as u8, id), format!("{word}-{number}"));
            }
        }
        let mut lost = Vec::new();
        each_id(&mut self.document, &mut |kind, id| {
            let is_numbered = matches!(kind, Kind::Fact | Kind::Strand | Kind::Layer) && id != "main";
            if is_numbered && !names.contains_key(&(kind as u8, id.clone())) {
                lost.push((kind as u8, id.clone()));
            }
        });
        for key in lost {
            names.insert(key, self.invent("lost"));
        }
        rename(&mut self.document, &names);
    }

    /// Tells hidden scenes anew, under their ids.
    pub(super) fn tell_otherwise(&mut self) {
        for at in self.hidden_scenes() {
            if self.chance(60) {
                let id = id_of(&self.document.scenes[at]);
                let happened = self.choices.below(12);
                let told = self.maker().scene(&id, happened);
                self.document.scenes[at] = Scene { note: told.note.clone(), ..told };
            }
        }
    }

    /// Says otherwise what hidden facts, people, places, layers, strands and sources are.
    pub(super) fn declare_otherwise(&mut self) {
        let known = self.known.clone();
        for at in 0..self.document.facts.len() {
            let id = self.document.facts[at].id.value.clone();
            if in_cut(&known, &self.document.facts[at]) || !self.chance(60) {
                continue;
            }
            let mut maker = self.maker();
            maker.names.told = if maker.choices.chance(50) { vec![id.clone()] } else { Vec::new() };
            let fact = maker.fact(&id);
            // Whoever was given a hint would believe what it seems.
            let seems = fact.seems.filter(|_| !known.hinted.contains(&id));
            self.document.facts[at].value = Fact { seems, ..fact };
        }
        for at in 0..self.document.strands.len() {
            if !runs(&known, &self.document.strands[at]) && self.chance(60) {
                let hidden = !known.exists(&self.document.strands[at].value);
                let strand = self.maker().strand();
                // One that begins to exist would be in the cut, where a seen scene names it.
                let once = if hidden { self.unknown_once() } else { strand.once.clone() };
                self.document.strands[at].value = Strand { once, ..strand };
            }
        }
        self.declare_things_otherwise(|document| &mut document.characters, |id| known.characters.contains(id));
        self.declare_things_otherwise(|document| &mut document.places, |id| known.places.contains(id));
        self.declare_things_otherwise(|document| &mut document.layers, |id| known.layers.contains(id));
        for at in 0..self.document.sources.len() {
            if !known.sources.contains(&self.document.sources[at].id.value) && self.chance(60) {
                self.document.sources[at].value.title = Some(self.maker().text("Source"));
            }
        }
        for at in 0..self.document.theories.len() {
            if !known.offers(&self.document, &self.document.theories[at].value) && self.chance(60) {
                let once = self.unknown_once();
                let theory = self.maker().theory();
                self.document.theories[at].value = storyline::syntax::Theory { once, ..theory };
            }
        }
    }

    fn declare_things_otherwise(
        &mut self,
        of: impl Fn(&mut Document) -> &mut Vec<Entry<Thing>>,
        is_kept: impl Fn(&str) -> bool,
    ) {
        for at in 0..of(&mut self.document).len() {
            if !is_kept(&of(&mut self.document)[at].id.value) && self.chance(60) {
                let mut maker = self.maker();
                let (name, about) = (Some(maker.text("Name")), Some(maker.text("About")));
                let hindsight = vec![maker.thing_patch()];
                let cite = std::mem::take(&mut of(&mut self.document)[at].value.cite);
                of(&mut self.document)[at].value = Thing { name, about, hindsight, cite, ..Thing::default() };
            }
        }
    }

    /// Of what is merely believed only what it seems may matter.
    pub(super) fn change_what_is_behind_beliefs(&mut self) {
        let known = self.known.clone();
        for at in 0..self.document.facts.len() {
            let id = self.document.facts[at].id.value.clone();
            if known.believed.contains(&id) && self.chance(70) {
                let mut maker = self.maker();
                maker.names.told = if maker.choices.chance(50) { vec![id.clone()] } else { Vec::new() };
                let fact = maker.fact(&id);
                let value = &mut self.document.facts[at].value;
                *value = Fact { seems: value.seems.clone(), ..fact };
            }
        }
    }

    /// Notes, words to look for, what is allowed, the weight of what overturns nothing.
    pub(super) fn change_what_nothing_shows(&mut self) {
        for at in self.seen_scenes() {
            let mut maker = self.maker();
            let note = maker.choices.chance(60).then(|| maker.text("Note"));
            let allow = if maker.choices.chance(40) { vec![maker.allow()] } else { Vec::new() };
            self.document.scenes[at].note = note;
            self.document.scenes[at].allow = allow;
        }
        for at in 0..self.document.characters.len() {
            self.document.characters[at].value.words = vec![self.maker().text("Word")];
        }
        for at in 0..self.document.facts.len() {
            let mut maker = self.maker();
            let words = vec![maker.text("Word")];
            let weight = maker.fact("").weight;
            let fact = &mut self.document.facts[at].value;
            fact.words = words;
            if fact.seems.is_none() {
                fact.weight = weight;
            }
        }
        let allow = self.maker().allow();
        self.document.work.iter_mut().for_each(|work| work.allow = vec![allow.clone()]);
    }

    /// Whatever is said of a strand that does not exist yet, `main` too.
    pub(super) fn change_hidden_strands(&mut self) {
        let known = self.known.clone();
        let main = self.document.strands.iter().position(|strand| strand.id.value == "main");
        if main.is_none() {
            let strand = Entry::new("main", Strand { once: self.unknown_once(), ..Strand::default() });
            super::insert(&mut self.choices, &mut self.document.strands, strand);
        }
        // Where nobody has been on it, its name is not known either.
        let main = self.document.strands.iter().position(|strand| strand.id.value == "main");
        if let Some(at) = main.filter(|_| !known.main) {
            self.document.strands[at].value.name = Some(self.maker().text("StrandName"));
        }
        for at in 0..self.document.strands.len() {
            let strand = &self.document.strands[at];
            let hidden = !known.exists(&strand.value) && (strand.id.value == "main" || !runs(&known, strand));
            if hidden && self.chance(70) {
                let once = self.unknown_once();
                let strand = self.maker().strand();
                self.document.strands[at].value = Strand { once, ..strand };
            }
        }
    }

    /// Until a strand exists its scenes stand as if they named none.
    pub(super) fn put_on_hidden_strand(&mut self) {
        let known = self.known.clone();
        let is_hidden = |strand: &Entry<Strand>| !known.exists(&strand.value) && strand.id.value != "main";
        let hidden: Vec<String> =
            self.document.strands.iter().filter(|strand| is_hidden(strand)).map(|one| one.id.value.clone()).collect();
        let Some(strand) = self.choices.one(&hidden).cloned() else {
            let id = self.invent("strand");
            let once = self.unknown_once();
            let strand = self.maker().strand();
            let strand = Entry::new(&id, Strand { once, ..strand });
            return super::insert(&mut self.choices, &mut self.document.strands, strand);
        };
        for at in self.seen_scenes() {
            let scene = &mut self.document.scenes[at];
            let named = std::iter::once(&mut scene.strand).chain(scene.hindsight.iter_mut().map(|one| &mut one.strand));
            for named in named {
                let is_free = named.as_ref().is_none_or(|named| hidden.contains(&named.value));
                if is_free && self.choices.chance(60) {
                    *named = self.choices.chance(70).then(|| strand.as_str().into());
                }
            }
        }
    }

    /// The date of the first story day, where nothing that is known is said in story days.
    pub(super) fn change_first_day(&mut self) {
        if self.known.story_days {
            return;
        }
        let day = ["2012-11-01", "1999", "2012-10"][self.choices.below(3)];
        let day = self.choices.chance(70).then(|| date(day).into());
        self.document.work.iter_mut().for_each(|work| work.day_1 = day);
    }
}

fn rename(document: &mut Document, names: &BTreeMap<(u8, String), String>) {
    each_id(document, &mut |kind, id| {
        if let Some(new) = names.get(&(kind as u8, id.clone())) {
            id.clone_from(new);
        }
    });
}
