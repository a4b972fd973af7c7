//! A cut as a story file: it is a story, and can be written, read and cut again (model.md 3.2).

use fixedbitset::FixedBitSet;

use super::Cut;
use crate::calendar::{Date, Moment};
use crate::sabotage::{Leak, leaks};
use crate::source::Spanned;
use crate::story::{
    Cast, CharacterId, Cited, Claim, ClaimId, Fact, FactId, LayerId, Party, PlaceId, Scene, SceneId, ScenePatch,
    SourceId, Statement, Strand, StrandId, Text, Theory, TheoryId, Thing, ThingPatch, Weight, WorkId,
};
use crate::syntax::{self, Document, Entry, Once};
use crate::time::{Relation, Telling};

impl Cut<'_> {
    /// The cut as story files: of a universe its own file, then that of each work in release order; of a work alone one file
    /// that needs no other. Patches and claims stay what they are, with what they wait for: nothing is folded in, no theory
    /// either.
    ///
    /// Facts, strands and layers are numbered as they appear, and stand in the order of the files, which is that in which
    /// equals are listed. Linear in what was seen and in what the story declares.
    #[must_use]
    pub fn documents(&self) -> Vec<Document> {
        let kept = Kept::of(self);
        let works = (0..self.story.works().len() as u32).map(WorkId);
        match self.scope.work.or((!self.is_universe()).then_some(WorkId(0))) {
            Some(work) => vec![Writer { cut: self, kept: &kept, file: Within::One(work) }.document()],
            None => std::iter::once(Within::Universe)
                .chain(works.map(Within::Work))
                .map(|file| Writer { cut: self, kept: &kept, file }.document())
                .collect(),
        }
    }
}

/// Which file is being written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// The only one, of this work: all that it needs stands in it.
    One(WorkId),
    /// That of a universe.
    Universe,
    /// That of a work of it.
    Work(WorkId),
}

/// What of a story is in a cut, beside its scenes.
struct Kept {
    characters: FixedBitSet,
    places: FixedBitSet,
    sources: FixedBitSet,
    /// The number of each layer, strand and fact by its first appearance, from 1.
    layers: Numbers,
    strands: Numbers,
    facts: Numbers,
    /// The claims of scenes, of facts and of strands, and those from outside.
    claims: Vec<ClaimId>,
    outside: Vec<ClaimId>,
    theories: Vec<TheoryId>,
    /// Whether something is said of story days of each work.
    story_days: FixedBitSet,
}

/// Stands for the main strand, which keeps its id.
const MAIN_NUMBER: u32 = u32::MAX;

/// Numbers by first appearance, from 1. 0 is not in the cut.
struct Numbers {
    of: Vec<u32>,
    next: u32,
}

impl Numbers {
    fn new(count: usize) -> Self {
        Self { of: vec![0; count], next: 1 }
    }

    fn meet(&mut self, at: usize) {
        if self.of[at] == 0 {
            self.of[at] = self.next;
            self.next += 1;
        }
    }

    /// Numbers what is met by its place among all, where that leak is put in.
    fn count_all(&mut self, leak: Leak) {
        let met = self.of.iter_mut().zip(1..).filter(|(number, _)| **number > 0 && **number < u32::MAX);
        met.filter(|_| leaks(leak)).for_each(|(number, place)| *number = place);
    }

    /// What is in the cut, in file order: its place and its number.
    fn met(&self) -> impl Iterator<Item = (u32, u32)> {
        (0..).zip(self.of.iter().copied()).filter(|&(_, number)| number > 0)
    }
}

impl Kept {
    fn of(cut: &Cut) -> Self {
        let story = cut.story;
        let mut kept = Self {
            characters: FixedBitSet::with_capacity(story.characters().len()),
            places: FixedBitSet::with_capacity(story.places().len()),
            sources: FixedBitSet::with_capacity(story.sources().len()),
            layers: Numbers::new(story.layers().len()),
            strands: Numbers::new(story.strands().len()),
            facts: Numbers::new(story.facts().len()),
            claims: Vec::new(),
            outside: Vec::new(),
            theories: Vec::new(),
            story_days: FixedBitSet::with_capacity(story.works().len()),
        };
        for &scene in &cut.scenes {
            kept.meet(cut, story.scene(scene));
        }
        cut.facts().iter().for_each(|shown| kept.facts.meet(shown.fact.index()));
        kept.meet_theories(cut);
        kept.meet_sources(cut);
        kept.sabotage();
        let claims = (0..story.claims().len() as u32).map(ClaimId);
        let claims = claims.filter(|&claim| kept.keeps(cut, story.claim(claim)));
        (kept.outside, kept.claims) = claims.partition(|&claim| story.claim(claim).outside);
        let of_theories = kept.theories.iter().flat_map(|&theory| story.claims_of_theory(theory));
        let of_theories: Vec<ClaimId> = of_theories.collect();
        for &claim in kept.claims.iter().chain(&kept.outside).chain(&of_theories) {
            let claim = story.claim(claim);
            if let (Statement::At(_, _, Moment::Day { .. }), Some(work)) = (claim.says, story.work_of(claim.subject)) {
                kept.story_days.insert(work.index());
            }
        }
        kept
    }

    /// Takes in the theories that are on offer, and the layers and strands that they bring with them.
    fn meet_theories(&mut self, cut: &Cut) {
        let story = cut.story;
        let offered = cut.offered().into_iter().filter(|_| !leaks(Leak::LosesTheories));
        self.theories = if leaks(Leak::KeepsTheoriesThatAreNotOnOffer) {
            let seen =
                |theory: &TheoryId| story.theory(*theory).scenes.iter().all(|(scene, _)| cut.rank(*scene).is_some());
            story.theories().filter(seen).collect()
        } else {
            offered.collect()
        };
        for theory in self.theories.clone() {
            for &(scene, ref patch) in &story.theory(theory).scenes {
                patch.layer.into_iter().for_each(|layer| self.layers.meet(layer.index()));
                let strand = patch.strand.filter(|&strand| !story.is_main(strand));
                if let Some(strand) = strand {
                    self.strands.meet(strand.index());
                } else if patch.strand.is_some() || patch.timeless == Some(false) {
                    self.meet_main(cut, story.scene(scene).work);
                }
            }
        }
    }

    /// The leaks that are about what is kept.
    fn sabotage(&mut self) {
        if leaks(Leak::KeepsEverySource) {
            self.sources.insert_range(..);
        }
        if leaks(Leak::KeepsEverybody) {
            self.characters.insert_range(..);
        }
        self.facts.count_all(Leak::NumbersFactsByTheWholeStory);
        self.strands.count_all(Leak::NumbersStrandsByTheWholeStory);
        self.layers.count_all(Leak::NumbersLayersByTheWholeStory);
    }

    /// Takes in a scene, before and after each patch that holds.
    fn meet(&mut self, cut: &Cut, scene: &Scene) {
        let patches: Vec<&ScenePatch> = held(cut, scene).collect();
        let casts = std::iter::once(&scene.cast).chain(patches.iter().filter_map(|patch| patch.cast.as_ref()));
        casts.flatten().for_each(|entry| self.characters.insert(entry.who.index()));
        let places = std::iter::once(scene.place).chain(patches.iter().map(|patch| patch.place));
        places.flatten().for_each(|place| self.places.insert(place.index()));
        let layers = std::iter::once(scene.layer).chain(patches.iter().map(|patch| patch.layer));
        layers.flatten().for_each(|layer| self.layers.meet(layer.index()));
        let strands = std::iter::once(scene.strand).chain(patches.iter().map(|patch| patch.strand));
        let is_there =
            |strand: StrandId| cut.holds(&cut.story.strand(strand).once) || leaks(Leak::KeepsStrandsThatDoNotExist);
        let exists = |strand: &StrandId| !cut.story.is_main(*strand) && is_there(*strand);
        strands.flatten().filter(exists).for_each(|strand| self.strands.meet(strand.index()));
        if may_run_on_main(cut, scene) {
            self.meet_main(cut, scene.work);
        }
    }

    /// Takes in the main strand of a work, where what is said of it is known.
    fn meet_main(&mut self, cut: &Cut, work: WorkId) {
        if cut.main_strand_exists(work) {
            self.strands.of[cut.story.main_of(work).index()] = MAIN_NUMBER;
        }
    }

    fn meet_sources(&mut self, cut: &Cut) {
        let story = cut.story;
        let universe = story
            .universe()
            .filter(|_| cut.is_universe() || leaks(Leak::KeepsWhatTheUniverseCites))
            .map(|universe| &universe.cite);
        let works = cut.works_in_scope().map(|work| &work.cite);
        let theories = self.theories.iter().map(|&theory| &story.theory(theory).cite);
        let scenes = cut.scenes.iter().map(|&scene| &story.scene(scene).cite);
        let characters = self.characters.ones().map(|at| &story.character(CharacterId(at as u32)).cite);
        let stands = |fact| cut.knows(fact) || leaks(Leak::KeepsSourcesOfBeliefs) && cut.believes(fact);
        let facts = story.facts().filter(|&fact| stands(fact)).map(|fact| &story.fact(fact).cite);
        let cited =
            universe.into_iter().chain(works).chain(scenes).chain(characters).chain(facts).chain(theories).flatten();
        cited.for_each(|source| self.sources.insert(source.index()));
    }

    /// Whether a claim holds and both its ends are in the cut.
    fn keeps(&self, cut: &Cut, claim: &Claim) -> bool {
        if leaks(Leak::KeepsClaimsThatWait) && matches!(claim.says, Statement::At(..)) {
            return true;
        }
        if leaks(Leak::LosesClaimsThatWaited) && !claim.once.is_empty()
            || leaks(Leak::LosesClaimsFromOutside) && claim.outside
        {
            return false;
        }
        if leaks(Leak::KeepsTheClaimsOfOtherWorks) && claim.outside {
            return cut.holds(&claim.once);
        }
        let met = |strand: StrandId| self.strands.of[strand.index()] > 0;
        cut.is_in_force(claim) && !matches!(claim.subject, Party::Strand(strand) if !met(strand))
    }
}

/// The patches of a scene that hold.
fn held<'s>(cut: &Cut<'s>, scene: &'s Scene) -> impl Iterator<Item = &'s ScenePatch> {
    let holds = |patch: &ScenePatch| cut.patch_holds(patch) || leaks(Leak::KeepsHindsightThatDoesNotHold);
    scene.hindsight.iter().filter(move |patch| holds(patch))
}

/// Whether a scene is on `main`, or names it, to anybody who has seen it and perhaps less than the cut holds: where it
/// names it, or is in time and names no strand, or one that does not exist to everybody. A patch that names one that does
/// not exist says nothing of strands.
fn may_run_on_main(cut: &Cut, scene: &Scene) -> bool {
    let in_time = !scene.timeless || held(cut, scene).any(|patch| patch.timeless == Some(false));
    let main = |strand: StrandId| cut.story.is_main(strand) || in_time && !cut.story.strand(strand).once.is_empty();
    let of_patch = |patch: &ScenePatch| patch.strand.is_some_and(|strand| cut.story.is_main(strand));
    scene.strand.map_or(in_time, main) || held(cut, scene).any(of_patch)
}

/// Writes down what is kept.
struct Writer<'k, 's> {
    cut: &'k Cut<'s>,
    kept: &'k Kept,
    file: Within,
}

impl Writer<'_, '_> {
    fn document(&self) -> Document {
        let (story, kept) = (self.cut.story, self.kept);
        let work = match self.file {
            Within::Universe => None,
            Within::One(work) | Within::Work(work) => Some(work),
        };
        let scenes = self.cut.scenes.iter().filter(|&&scene| Some(story.scene(scene).work) == work);
        let theories = kept.theories.iter().map(|&theory| (theory, story.theory(theory)));
        let outside = kept.outside.iter().filter(|_| !matches!(self.file, Within::Work(_)));
        Document {
            name: work.map_or(self.cut.id(), |work| &story.work(work).id).to_owned(),
            format: Some(1.into()),
            work: work.map(|work| self.work(work)),
            universe: if work.is_none() { self.universe() } else { None },
            sources: self.sources(),
            characters: self.things(&kept.characters, |at| story.character(CharacterId(at))),
            places: self.things(&kept.places, |at| story.place(PlaceId(at))),
            layers: self.layers(),
            strands: self.strands(),
            facts: self.facts(),
            scenes: scenes.map(|&scene| self.scene(scene)).collect(),
            theories: theories
                .filter(|(_, it)| self.holds_what_is_of(it.home))
                .map(|(id, it)| self.theory(id, it))
                .collect(),
            claims: outside.filter_map(|&claim| self.outside(claim)).collect(),
            ..Document::default()
        }
    }

    /// Whether what a work, or the universe, declares stands in this file.
    fn holds_what_is_of(&self, home: Option<WorkId>) -> bool {
        match self.file {
            Within::One(_) => true,
            Within::Universe => home.is_none(),
            Within::Work(work) => home == Some(work),
        }
    }

    /// How an id is written here.
    fn named(&self, home: Option<WorkId>, id: &str) -> String {
        let is_here = match self.file {
            Within::One(work) | Within::Work(work) => home == Some(work),
            Within::Universe => false,
        };
        if is_here { id.to_owned() } else { self.cut.story.qualified(home, id) }
    }

    /// How an id that was given anew is written here.
    fn numbered(&self, home: Option<WorkId>, id: String) -> syntax::Text {
        let id = if matches!(self.file, Within::One(_)) { id } else { self.named(home, &id) };
        id.as_str().into()
    }

    fn scene_id(&self, scene: SceneId) -> syntax::Text {
        let scene = self.cut.story.scene(scene);
        self.named(Some(scene.work), &scene.id).as_str().into()
    }

    fn universe(&self) -> Option<syntax::Universe> {
        let universe = self.cut.story.universe()?;
        Some(syntax::Universe {
            title: Some(anew(&universe.title)),
            works: self.cut.works().map(|work| work.id.into()).collect(),
            cite: self.cite(&universe.cite),
            ..syntax::Universe::default()
        })
    }

    fn outside(&self, claim: ClaimId) -> Option<syntax::SceneClaim> {
        let claim = self.cut.story.claim(claim);
        Some(syntax::SceneClaim { scene: Some(self.party(claim.subject)), claim: self.claim(claim)? })
    }

    fn theory(&self, id: TheoryId, theory: &Theory) -> Entry<syntax::Theory> {
        let story = self.cut.story;
        let claims = |subject| {
            let claims = story.claims_of_theory(id).map(|claim| story.claim(claim));
            claims.filter(move |claim| claim.subject == subject).filter_map(|claim| self.claim(claim)).collect()
        };
        let scenes = theory.scenes.iter().map(|(scene, patch)| {
            let patch = syntax::ScenePatch { when: claims(Party::Scene(*scene)), ..self.patch(patch) };
            Entry::new(&self.scene_id(*scene).value, patch)
        });
        let facts = theory.facts.iter().map(|(fact, truth)| {
            let id = self.fact_ids(&[*fact]).pop().unwrap_or_default();
            Entry::new(&id.value, Some(anew(truth)))
        });
        let strands = theory.strands.iter().filter_map(|it| {
            let strand = syntax::Strand {
                told: it.told.map(|told| {
                    Spanned::from(match told {
                        Telling::Forwards => syntax::Told::Forwards,
                        Telling::Backwards => syntax::Told::Backwards,
                        Telling::Loosely => syntax::Told::Loosely,
                    })
                }),
                placed: it.claims,
                when: claims(Party::Strand(it.strand)),
                ..syntax::Strand::default()
            };
            let id = self.strand_of(it.strand)?;
            Some(Entry::new(&id.value, strand))
        });
        let written = syntax::Theory {
            title: Some(anew(&theory.title)),
            about: Some(anew(&theory.about)),
            once: self.once(&theory.once),
            sets_aside: theory.sets_aside.iter().map(|&scene| self.scene_id(scene)).collect(),
            scenes: scenes.collect(),
            facts: facts.collect(),
            strands: strands.collect(),
            cite: self.cite(&theory.cite),
        };
        let home = theory.home.filter(|_| matches!(self.file, Within::One(_)));
        Entry::new(&self.named(home, &theory.id), written)
    }

    fn sources(&self) -> Vec<Entry<syntax::SourceEntry>> {
        let sources = self.kept.sources.ones().map(|at| SourceId(at as u32));
        sources.filter(|&id| self.holds_what_is_of(self.cut.story.source(id).home)).map(|id| self.source(id)).collect()
    }

    fn work(&self, id: WorkId) -> syntax::Work {
        let work = self.cut.story.work(id);
        let story_days = self.kept.story_days[id.index()];
        syntax::Work {
            title: Some(anew(&work.title)),
            credit: work.credit.as_ref().map(anew),
            released: work.released.as_deref().and_then(Date::parse).map(Spanned::from),
            kind: work.kind.as_ref().map(anew),
            blurb: work.blurb.as_ref().map(anew),
            warnings: work.warnings.iter().map(anew).collect(),
            language: work.language.as_deref().map(syntax::Text::from),
            day_1: work.day_1.filter(|_| story_days || leaks(Leak::KeepsTheFirstDay)).map(Spanned::from),
            cite: self.cite(&work.cite),
            ..syntax::Work::default()
        }
    }

    fn source(&self, id: SourceId) -> Entry<syntax::SourceEntry> {
        let source = self.cut.story.source(id);
        let (title, url) = (source.title.as_ref().map(anew), source.url.as_ref().map(anew));
        Entry::new(&self.declared(source.home, &source.id), syntax::SourceEntry { title, url })
    }

    fn cite(&self, sources: &[SourceId]) -> Vec<syntax::Text> {
        let named = |source: &Cited| self.named(source.home, &source.id).as_str().into();
        sources.iter().map(|&source| named(self.cut.story.source(source))).collect()
    }

    /// How an id is written where it is declared.
    fn declared(&self, home: Option<WorkId>, id: &str) -> String {
        match self.file {
            Within::One(_) => self.named(home, id),
            Within::Universe | Within::Work(_) => id.to_owned(),
        }
    }

    fn things<'t>(&self, kept: &FixedBitSet, thing: impl Fn(u32) -> &'t Thing) -> Vec<Entry<syntax::Thing>> {
        let things = kept.ones().map(|at| thing(at as u32)).filter(|thing| self.holds_what_is_of(thing.home));
        things.map(|thing| Entry::new(&self.declared(thing.home, &thing.id), self.thing(thing))).collect()
    }

    fn layers(&self) -> Vec<Entry<syntax::Thing>> {
        let layer = |(at, number)| Entry::new(&layer_id(number), self.thing(self.cut.story.layer(LayerId(at))));
        let layers = self.kept.layers.met();
        layers.filter(|&(at, _)| self.holds_what_is_of(self.cut.story.layer(LayerId(at)).home)).map(layer).collect()
    }

    fn thing(&self, thing: &Thing) -> syntax::Thing {
        let patch = |patch: &ThingPatch| syntax::ThingPatch {
            once: self.once(&patch.once),
            name: patch.name.as_ref().map(anew),
            performer: patch.performer.as_ref().map(anew),
            about: patch.about.as_ref().map(anew),
        };
        let holds = |patch: &ThingPatch| self.cut.holds(&patch.once) || leaks(Leak::KeepsLaterNames);
        syntax::Thing {
            name: Some(if leaks(Leak::FoldsLaterNamesIn) { self.cut.name(thing).into() } else { anew(&thing.name) }),
            performer: thing.performer.as_ref().map(anew),
            about: thing.about.as_ref().map(anew),
            hindsight: thing.hindsight.iter().filter(|patch| holds(patch)).map(patch).collect(),
            words: Vec::new(),
            cite: self.cite(&thing.cite),
        }
    }

    fn strands(&self) -> Vec<Entry<syntax::Strand>> {
        let entry = |(at, number)| {
            let (id, strand) = (StrandId(at), self.cut.story.strand(StrandId(at)));
            let written = self.strand(id, strand);
            let says_nothing = written.name.is_none()
                && written.told.is_none()
                && written.when.is_empty()
                && written.once.facts.is_empty();
            (!self.cut.story.is_main(id) || !says_nothing).then(|| Entry::new(&strand_id(number), written))
        };
        let is_here = |at| match self.file {
            Within::One(work) => !self.cut.story.is_main(StrandId(at)) || StrandId(at) == self.cut.story.main_of(work),
            _ => self.holds_what_is_of(Some(self.cut.story.strand(StrandId(at)).work)),
        };
        self.kept.strands.met().filter(|&(at, _)| is_here(at)).filter_map(entry).collect()
    }

    fn strand(&self, id: StrandId, strand: &Strand) -> syntax::Strand {
        let told = match strand.told {
            Telling::Forwards => None,
            Telling::Backwards => Some(syntax::Told::Backwards.into()),
            Telling::Loosely => Some(syntax::Told::Loosely.into()),
        };
        let name = strand.name.as_ref().map(anew);
        let when = self.claims(Party::Strand(id));
        syntax::Strand { name, told, placed: !when.is_empty(), when, once: self.once(&strand.once) }
    }

    fn facts(&self) -> Vec<Entry<syntax::Fact>> {
        let entry = |(at, number)| {
            let fact = FactId(at);
            let written = self.cut.story.fact(fact);
            let value = if self.cut.knows(fact) { self.known(fact, written) } else { believed(written) };
            Entry::new(&fact_id(number), value)
        };
        let facts = self.kept.facts.met();
        facts.filter(|&(at, _)| self.holds_what_is_of(self.cut.story.fact(FactId(at)).home)).map(entry).collect()
    }

    fn known(&self, id: FactId, fact: &Fact) -> syntax::Fact {
        let weight = match fact.weight {
            Weight::Minor => Some(syntax::Weight::Minor),
            Weight::Major => None,
            Weight::Twist => Some(syntax::Weight::Twist),
        };
        syntax::Fact {
            truth: Some(anew(&fact.truth)),
            seems: fact.seems.as_ref().filter(|_| !leaks(Leak::LosesWhatWasBelieved)).map(anew),
            weight: weight
                .filter(|_| fact.seems.is_some() || leaks(Leak::WeighsWhatOverturnsNothing))
                .map(Spanned::from),
            told: fact.told,
            when: self.claims(Party::Fact(id)),
            words: fact.words.iter().filter(|_| leaks(Leak::KeepsWordsToLookFor)).map(anew).collect(),
            cite: self.cite(&fact.cite),
        }
    }

    fn scene(&self, id: SceneId) -> syntax::Scene {
        let (story, scene) = (self.cut.story, self.cut.story.scene(id));
        let rank = self.cut.rank(id).unwrap_or_default();
        let shown = self.cut.scene(rank);
        let reveals: Vec<FactId> = shown.reveals().map(|fact| fact.fact).collect();
        let mut hints: Vec<FactId> = story.hints(id).filter(|&fact| self.cut.knows(fact)).collect();
        hints.sort_unstable();
        let lasts = self.claims_of(Party::Scene(id)).find_map(|claim| match claim.says {
            Statement::Lasts(duration) => Some(duration.into()),
            _ => None,
        });
        syntax::Scene {
            id: Some(scene.id.as_str().into()),
            title: Some(anew(&scene.title)),
            text: Some(anew(&scene.text)),
            cast: self.cast(&scene.cast),
            place: self.place(scene.place),
            strand: self.strand_named(scene.strand),
            layer: self.layer(scene.layer),
            timeless: scene.timeless.then(|| true.into()),
            when: self.claims(Party::Scene(id)),
            lasts,
            clip: scene.clip.map(|clip| clip.value.into()),
            hints: self.fact_ids(&hints),
            reveals: self.fact_ids(&reveals),
            causes: self.causes(id),
            hindsight: held(self.cut, scene).map(|patch| self.patch(patch)).collect(),
            chronological_text: scene.chronological_text.as_ref().map(anew),
            cite: self.cite(&scene.cite),
            ..syntax::Scene::default()
        }
    }

    fn causes(&self, id: SceneId) -> Vec<syntax::Text> {
        let story = self.cut.story;
        let mut effects: Vec<SceneId> = story.causes(id).collect();
        effects.retain(|&effect| self.cut.rank(effect).is_some() || leaks(Leak::KeepsCauseOutOfTheFrontier));
        effects.retain(|_| !leaks(Leak::LosesCauses));
        effects.sort_unstable();
        effects.iter().map(|&effect| self.scene_id(effect)).collect()
    }

    fn patch(&self, patch: &ScenePatch) -> syntax::ScenePatch {
        syntax::ScenePatch {
            once: self.once(&patch.once),
            title: patch.title.as_ref().map(anew),
            text: patch.text.as_ref().map(anew),
            cast: patch.cast.as_deref().map(|cast| self.cast(cast)),
            place: self.place(patch.place),
            layer: self.layer(patch.layer),
            strand: self.strand_named(patch.strand),
            timeless: patch.timeless.map(Spanned::from),
            when: Vec::new(),
        }
    }

    fn cast(&self, cast: &[Cast]) -> Vec<syntax::Cast> {
        let who = |entry: &Cast| {
            let character = self.cut.story.character(entry.who);
            self.named(character.home, &character.id).as_str().into()
        };
        cast.iter().map(|entry| syntax::Cast { who: who(entry), role: entry.role.as_ref().map(anew) }).collect()
    }

    fn place(&self, place: Option<PlaceId>) -> Option<syntax::Text> {
        let place = self.cut.story.place(place?);
        Some(self.named(place.home, &place.id).as_str().into())
    }

    fn layer(&self, layer: Option<LayerId>) -> Option<syntax::Text> {
        let layer = layer?;
        let home = self.cut.story.layer(layer).home;
        Some(self.numbered(home, layer_id(self.kept.layers.of[layer.index()])))
    }

    /// A strand that a scene names, if it exists.
    fn strand_named(&self, strand: Option<StrandId>) -> Option<syntax::Text> {
        self.strand_of(strand?)
    }

    /// A strand, if it is in the cut.
    fn strand_of(&self, strand: StrandId) -> Option<syntax::Text> {
        let is_main = self.cut.story.is_main(strand);
        let number = if is_main { MAIN_NUMBER } else { self.kept.strands.of[strand.index()] };
        let home = Some(self.cut.story.strand(strand).work);
        (number > 0).then(|| self.numbered(home, strand_id(number)))
    }

    fn once(&self, once: &[FactId]) -> Once {
        Once { facts: self.fact_ids(once), ..Once::default() }
    }

    fn fact_ids(&self, facts: &[FactId]) -> Vec<syntax::Text> {
        if leaks(Leak::KeepsFactIds) {
            return facts.iter().map(|&fact| self.cut.story.fact(fact).id.as_str().into()).collect();
        }
        let id =
            |fact: &FactId| self.numbered(self.cut.story.fact(*fact).home, fact_id(self.kept.facts.of[fact.index()]));
        facts.iter().map(id).collect()
    }

    /// The claims that somebody makes, but for how long it lasts: each relation to each target for itself.
    fn claims(&self, subject: Party) -> Vec<syntax::Claim> {
        self.claims_of(subject).filter_map(|claim| self.claim(claim)).collect()
    }

    fn claims_of(&self, subject: Party) -> impl Iterator<Item = &Claim> {
        // Claims stand in the order of those who make them.
        let (story, claims) = (self.cut.story, &self.kept.claims);
        let begins = claims.partition_point(|&claim| standing(story.claim(claim).subject) < standing(subject));
        claims[begins..].iter().map(|&claim| story.claim(claim)).take_while(move |claim| claim.subject == subject)
    }

    fn claim(&self, claim: &Claim) -> Option<syntax::Claim> {
        let mut written = syntax::Claim { once: self.once(&claim.once), ..syntax::Claim::default() };
        match claim.says {
            Statement::Is { relation, target, by } => {
                let targets = match relation {
                    Relation::Before => &mut written.before,
                    Relation::After => &mut written.after,
                    Relation::During => &mut written.during,
                    Relation::With => &mut written.with,
                    Relation::Same => &mut written.same,
                };
                targets.push(self.party(target));
                written.by = by.map(|(duration, _)| duration.into());
            }
            Statement::At(_, _, moment) => written.at = Some(moment.into()),
            Statement::Lasts(_) => return None,
        }
        Some(written)
    }

    fn party(&self, party: Party) -> syntax::Text {
        let story = self.cut.story;
        match party {
            Party::Scene(scene) => self.scene_id(scene),
            Party::Fact(fact) => {
                let id = self.fact_ids(&[fact]).pop().unwrap_or_default();
                format!("fact:{}", id.value).as_str().into()
            }
            Party::Strand(strand) => story.strand(strand).id.as_str().into(),
        }
    }
}

/// Something believed: an ordinary fact.
fn believed(fact: &Fact) -> syntax::Fact {
    syntax::Fact { truth: fact.seems.as_ref().map(anew), ..syntax::Fact::default() }
}

/// Where claims of somebody stand among all.
fn standing(party: Party) -> (u8, u32) {
    match party {
        Party::Scene(scene) => (0, scene.0),
        Party::Fact(fact) => (1, fact.0),
        Party::Strand(strand) => (2, strand.0),
    }
}

/// A text without its place.
fn anew(text: &Text) -> syntax::Text {
    text.as_str().into()
}

fn fact_id(number: u32) -> String {
    format!("fact-{number}")
}

fn layer_id(number: u32) -> String {
    format!("layer-{number}")
}

fn strand_id(number: u32) -> String {
    if number == MAIN_NUMBER { "main".to_owned() } else { format!("strand-{number}") }
}
