//! What comes in: scenes, facts, people, claims, causes, hindsight that nobody has earned yet.

use storyline::syntax::{Cast, Claim, Entry, Once, Scene, ScenePatch, SourceEntry, Thing, ThingPatch};

use super::{Future, at, insert};
use crate::laws::known::id_of;
use crate::laws::tale::scene_ids;

/// Of a future, the people, the places or the layers.
type Things = fn(&mut Future) -> &mut Vec<Entry<Thing>>;

const THINGS: [Things; 3] = [
    |future| &mut future.document.characters,
    |future| &mut future.document.places,
    |future| &mut future.document.layers,
];

impl Future {
    /// Up to three scenes, about anybody and anything.
    pub(super) fn add_scenes(&mut self) {
        let count = if self.thorough { 3 } else { 1 + self.choices.below(3) };
        for _ in 0..count {
            let scene = self.scene();
            insert(&mut self.choices, &mut self.document.scenes, scene);
        }
    }

    fn scene(&mut self) -> Scene {
        let id = self.invent("scene");
        let happened = self.choices.below(12);
        self.maker().scene(&id, happened)
    }

    /// Two scenes before and after all that is dated.
    pub(super) fn add_dates(&mut self) {
        let dates = if self.choices.chance(50) { ["0001-01-01", "9999-12-31"] } else { ["day -900", "day 900"] };
        for date in dates {
            let scene = Scene { when: vec![at(date)], timeless: None, ..self.scene() };
            insert(&mut self.choices, &mut self.document.scenes, scene);
        }
    }

    /// Something that happens after one scene and before another: shown, or told by a fact.
    pub(super) fn add_event_between(&mut self) {
        let seen = self.seen_scenes();
        let ids: Vec<String> = seen.iter().map(|&at| id_of(&self.document.scenes[at])).collect();
        let (Some(one), Some(other)) = (self.choices.one(&ids).cloned(), self.choices.one(&ids).cloned()) else {
            return;
        };
        let when = Claim { after: vec![one.as_str().into()], before: vec![other.as_str().into()], ..Claim::default() };
        if self.choices.chance(60) {
            let scene = Scene { when: vec![when], ..self.scene() };
            insert(&mut self.choices, &mut self.document.scenes, scene);
        } else {
            let id = self.declare_fact(true);
            let fact = self.document.facts.iter_mut().find(|fact| fact.id.value == id);
            if let Some(fact) = fact {
                fact.value.when = vec![when];
            }
            let scene = Scene { reveals: vec![id.as_str().into()], ..self.scene() };
            insert(&mut self.choices, &mut self.document.scenes, scene);
        }
    }

    /// More of everything that can be declared.
    pub(super) fn add_declared(&mut self) {
        if self.chance(50) {
            let told = self.choices.chance(50);
            self.declare_fact(told);
        }
        for of in THINGS {
            if self.chance(50) {
                let id = self.invent("thing");
                let mut maker = self.maker();
                let (name, hindsight) = (Some(maker.text("Name")), vec![maker.thing_patch()]);
                let entry = Entry::new(&id, Thing { name, hindsight, ..Default::default() });
                let count = of(self).len();
                let at = self.choices.below(count + 1);
                of(self).insert(at, entry);
            }
        }
        if self.chance(50) {
            let id = self.invent("strand");
            let strand = Entry::new(&id, self.maker().strand());
            insert(&mut self.choices, &mut self.document.strands, strand);
        }
        if self.chance(50) {
            let id = self.invent("source");
            let title = Some(self.maker().text("Source"));
            let source = Entry::new(&id, SourceEntry { title, url: None });
            insert(&mut self.choices, &mut self.document.sources, source);
        }
    }

    /// Claims of hidden scenes about whatever there is.
    pub(super) fn add_claims_onto_seen(&mut self) {
        let seen: Vec<String> = self.seen_scenes().iter().map(|&at| id_of(&self.document.scenes[at])).collect();
        for at in self.hidden_scenes() {
            if let Some(target) = self.choices.one(&seen).cloned()
                && self.chance(60)
            {
                let mut claim = Claim::default();
                let lists = [&mut claim.before, &mut claim.after, &mut claim.with, &mut claim.same, &mut claim.during];
                let list = self.choices.below(lists.len());
                lists.into_iter().nth(list).into_iter().for_each(|list| list.push(target.as_str().into()));
                insert(&mut self.choices, &mut self.document.scenes[at].when, claim);
            }
        }
    }

    /// Claims of what is known that wait for what is not known, or name what is not seen.
    pub(super) fn add_claims_that_wait(&mut self) {
        for at in self.seen_scenes() {
            if self.chance(60) {
                let id = id_of(&self.document.scenes[at]);
                let claim = self.idle_claim(Some(&id));
                insert(&mut self.choices, &mut self.document.scenes[at].when, claim);
            }
        }
        for at in 0..self.document.strands.len() {
            if self.chance(40) {
                let claim = self.idle_claim(None);
                insert(&mut self.choices, &mut self.document.strands[at].value.when, claim);
            }
        }
        let told = self.document.facts.iter().filter(|fact| fact.value.told).map(|fact| fact.id.value.clone());
        for id in told.collect::<Vec<_>>() {
            if self.chance(40) {
                let claim = self.idle_claim(None);
                // Other facts may have come in before it.
                let fact = self.document.facts.iter_mut().find(|fact| fact.id.value == id);
                if let Some(fact) = fact {
                    insert(&mut self.choices, &mut fact.value.when, claim);
                }
            }
        }
    }

    /// What claims of seen scenes name besides: scenes that are not seen.
    pub(super) fn add_targets(&mut self) {
        for at in self.seen_scenes() {
            for claim in 0..self.document.scenes[at].when.len() {
                let hidden = self.hidden_scene();
                let claim = &mut self.document.scenes[at].when[claim];
                let lists = [&mut claim.before, &mut claim.after, &mut claim.during, &mut claim.with, &mut claim.same];
                let mut used: Vec<_> = lists.into_iter().filter(|list| !list.is_empty()).collect();
                if let Some(list) = used.first_mut()
                    && !list.iter().any(|target| target.value == hidden.value)
                {
                    insert(&mut self.choices, list, hidden);
                }
            }
        }
    }

    pub(super) fn add_causes(&mut self) {
        for at in self.seen_scenes() {
            if self.chance(60) {
                let effect = self.hidden_scene();
                insert(&mut self.choices, &mut self.document.scenes[at].causes, effect);
            }
        }
        let seen: Vec<String> = self.seen_scenes().iter().map(|&at| id_of(&self.document.scenes[at])).collect();
        for at in self.hidden_scenes() {
            if let Some(effect) = self.choices.one(&seen)
                && self.choices.chance(50)
            {
                self.document.scenes[at].causes.push(effect.as_str().into());
            }
        }
    }

    /// A hint at a fact that does not say what it seems is dropped from the cut.
    pub(super) fn add_hints(&mut self) {
        for at in self.seen_scenes() {
            if self.chance(60) {
                let fact = self.declare_fact(false);
                insert(&mut self.choices, &mut self.document.scenes[at].hints, fact.as_str().into());
            }
        }
    }

    /// Hindsight on seen scenes that waits for what is not known.
    pub(super) fn add_hindsight(&mut self) {
        for at in self.seen_scenes() {
            if self.chance(60) {
                let once = self.unknown_once();
                let patch = self.maker().patch();
                let patch = ScenePatch { once, ..patch };
                insert(&mut self.choices, &mut self.document.scenes[at].hindsight, patch);
            }
        }
    }

    /// Later names of people, places and layers that wait for what is not known.
    pub(super) fn add_later_names(&mut self) {
        for of in THINGS {
            for at in 0..of(self).len() {
                if self.chance(60) {
                    let once = self.unknown_once();
                    let mut maker = self.maker();
                    let patch = maker.thing_patch();
                    let performer = maker.choices.chance(30).then(|| maker.text("Performer"));
                    let patch = ThingPatch { once, performer, ..patch };
                    let count = of(self)[at].value.hindsight.len();
                    let place = self.choices.below(count + 1);
                    of(self)[at].value.hindsight.insert(place, patch);
                }
            }
        }
    }

    /// Theories that are not on offer: each waits for what is not known, or speaks of what is not seen, known or met.
    pub(super) fn add_theories(&mut self) {
        let id = self.invent("theory");
        let mut theory = self.maker().theory();
        match self.choices.below(6) {
            0 => theory.once = self.unknown_once(),
            1 => theory.sets_aside = vec![self.hidden_scene()],
            2 => {
                let scene = self.hidden_scene().value;
                let patch = self.maker().patch();
                theory.scenes = vec![Entry::new(&scene, ScenePatch { once: Once::default(), ..patch })];
            }
            3 => {
                let (fact, truth) = (self.unknown_fact().value, self.maker().text("TheoryTruth"));
                theory.facts = vec![Entry::new(&fact, Some(truth))];
            }
            kind => {
                let patch = self.patch_with_a_stranger(kind == 4);
                let scene = self.choices.one(&scene_ids(&self.document)).cloned().unwrap_or_default();
                theory.scenes = vec![Entry::new(&scene, patch)];
            }
        }
        let theory = Entry::new(&id, theory);
        insert(&mut self.choices, &mut self.document.theories, theory);
    }

    /// A patch that brings in somebody, or some place, that nobody has met.
    fn patch_with_a_stranger(&mut self, somebody: bool) -> ScenePatch {
        let (things, met) = if somebody {
            (&self.document.characters, &self.known.characters)
        } else {
            (&self.document.places, &self.known.places)
        };
        let ids: Vec<String> = things.iter().map(|one| one.id.value.clone()).filter(|id| !met.contains(id)).collect();
        let nobody = self.invent("stranger");
        let one = self.choices.one(&ids).unwrap_or(&nobody).as_str().into();
        if somebody {
            ScenePatch { cast: Some(vec![Cast { who: one, role: None }]), ..ScenePatch::default() }
        } else {
            ScenePatch { place: Some(one), ..ScenePatch::default() }
        }
    }

    /// Scenes that cannot both be, among themselves or with what is seen.
    pub(super) fn contradict(&mut self) {
        let seen: Vec<String> = self.seen_scenes().iter().map(|&at| id_of(&self.document.scenes[at])).collect();
        let one = self.scene();
        let other = self.choices.one(&seen).cloned().unwrap_or_else(|| id_of(&one));
        let before = Claim { before: vec![other.as_str().into()], ..Claim::default() };
        let after = Claim { after: vec![other.as_str().into()], ..Claim::default() };
        let (id, second) = (id_of(&one), self.scene());
        let turned = Claim { before: vec![id.as_str().into()], after: vec![other.as_str().into()], ..Claim::default() };
        let one = Scene { when: vec![before, after, at("2000"), at("2001")], timeless: None, ..one };
        insert(&mut self.choices, &mut self.document.scenes, one);
        let second = Scene { when: vec![turned], timeless: None, ..second };
        insert(&mut self.choices, &mut self.document.scenes, second);
        for at in self.seen_scenes() {
            if self.choices.chance(30) {
                let wait = Once { facts: vec![self.unknown_fact()], ..Once::default() };
                let target = other.as_str().into();
                let claim = Claim { before: vec![target], once: wait, ..Claim::default() };
                if id_of(&self.document.scenes[at]) != other {
                    self.document.scenes[at].when.push(claim);
                }
            }
        }
    }
}
