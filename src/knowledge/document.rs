//! A cut as a story file: it is a story, and can be written, read and cut again (model.md 3.2).

use fixedbitset::FixedBitSet;

use super::Cut;
use crate::calendar::{Date, Moment};
use crate::sabotage::{Leak, leaks};
use crate::source::Spanned;
use crate::story::{
    Cast, CharacterId, Claim, Fact, FactId, LayerId, MAIN_STRAND, Party, PlaceId, Scene, SceneId, ScenePatch, SourceId,
    Statement, Strand, StrandId, Text, Thing, ThingPatch, Weight, Work,
};
use crate::syntax::{self, Document, Entry, Once};
use crate::time::{Relation, Telling};

impl Cut<'_> {
    /// The cut as a story file. Patches and claims stay what they are, with what they wait for: nothing is folded in.
    ///
    /// Facts, strands and layers are numbered as they appear, and stand in the order of the file, which is that in which
    /// equals are listed. Linear in what was seen and in what the story declares.
    #[must_use]
    pub fn document(&self) -> Document {
        let kept = Kept::of(self);
        let story = self.story;
        let work = &story.works()[0];
        let written = Writer { cut: self, kept: &kept };
        Document {
            name: work.id.clone(),
            format: Some(1.into()),
            work: Some(written.work(work)),
            sources: kept.sources.ones().map(|at| written.source(SourceId(at as u32))).collect(),
            characters: written.things(&kept.characters, |at| story.character(CharacterId(at))),
            places: written.things(&kept.places, |at| story.place(PlaceId(at))),
            layers: written.layers(),
            strands: written.strands(),
            facts: written.facts(),
            scenes: self.scenes.iter().map(|&scene| written.scene(scene)).collect(),
            ..Document::default()
        }
    }
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
    /// The claims of scenes, of facts and of strands, with the story days that they are about.
    claims: Vec<Claim>,
    story_days: bool,
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
            story_days: false,
        };
        for &scene in &cut.scenes {
            kept.meet(cut, story.scene(scene));
        }
        cut.facts().iter().for_each(|shown| kept.facts.meet(shown.fact.index()));
        kept.meet_sources(cut);
        kept.sabotage();
        kept.claims = story.claims().iter().filter(|claim| kept.keeps(cut, claim)).cloned().collect();
        kept.story_days = kept.claims.iter().any(|claim| matches!(claim.says, Statement::At(_, _, Moment::Day { .. })));
        kept
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
        let exists = |strand: &StrandId| *strand != MAIN_STRAND && is_there(*strand);
        strands.flatten().filter(exists).for_each(|strand| self.strands.meet(strand.index()));
        if may_run_on_main(cut, scene) && cut.main_strand_exists() {
            self.strands.of[MAIN_STRAND.index()] = MAIN_NUMBER;
        }
    }

    fn meet_sources(&mut self, cut: &Cut) {
        let story = cut.story;
        let works = story.works().iter().map(|work| &work.cite);
        let scenes = cut.scenes.iter().map(|&scene| &story.scene(scene).cite);
        let characters = self.characters.ones().map(|at| &story.character(CharacterId(at as u32)).cite);
        let stands = |fact| cut.knows(fact) || leaks(Leak::KeepsSourcesOfBeliefs) && cut.believes(fact);
        let facts = story.facts().filter(|&fact| stands(fact)).map(|fact| &story.fact(fact).cite);
        let cited = works.chain(scenes).chain(characters).chain(facts).flatten();
        cited.for_each(|source| self.sources.insert(source.index()));
    }

    /// Whether a claim holds and both its ends are in the cut.
    fn keeps(&self, cut: &Cut, claim: &Claim) -> bool {
        if leaks(Leak::KeepsClaimsThatWait) && matches!(claim.says, Statement::At(..)) {
            return true;
        }
        if leaks(Leak::LosesClaimsThatWaited) && !claim.once.is_empty() {
            return false;
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
/// names it, or is in time and names no strand, or one that does not exist to everybody.
fn may_run_on_main(cut: &Cut, scene: &Scene) -> bool {
    let in_time = !scene.timeless || held(cut, scene).any(|patch| patch.timeless == Some(false));
    let main = |strand: StrandId| strand == MAIN_STRAND || in_time && !cut.story.strand(strand).once.is_empty();
    scene.strand.map_or(in_time, main) || held(cut, scene).any(|patch| patch.strand.is_some_and(main))
}

/// Writes down what is kept.
struct Writer<'k, 's> {
    cut: &'k Cut<'s>,
    kept: &'k Kept,
}

impl Writer<'_, '_> {
    fn work(&self, work: &Work) -> syntax::Work {
        syntax::Work {
            title: Some(anew(&work.title)),
            credit: work.credit.as_ref().map(anew),
            released: work.released.as_deref().and_then(Date::parse).map(Spanned::from),
            kind: work.kind.as_ref().map(anew),
            blurb: work.blurb.as_ref().map(anew),
            warnings: work.warnings.iter().map(anew).collect(),
            language: work.language.as_deref().map(syntax::Text::from),
            day_1: work.day_1.filter(|_| self.kept.story_days || leaks(Leak::KeepsTheFirstDay)).map(Spanned::from),
            cite: self.cite(&work.cite),
            ..syntax::Work::default()
        }
    }

    fn source(&self, id: SourceId) -> Entry<syntax::SourceEntry> {
        let source = self.cut.story.source(id);
        let (title, url) = (source.title.as_ref().map(anew), source.url.as_ref().map(anew));
        Entry::new(&source.id, syntax::SourceEntry { title, url })
    }

    fn cite(&self, sources: &[SourceId]) -> Vec<syntax::Text> {
        sources.iter().map(|&source| self.cut.story.source(source).id.as_str().into()).collect()
    }

    fn things<'t>(&self, kept: &FixedBitSet, thing: impl Fn(u32) -> &'t Thing) -> Vec<Entry<syntax::Thing>> {
        kept.ones().map(|at| thing(at as u32)).map(|thing| Entry::new(&thing.id, self.thing(thing))).collect()
    }

    fn layers(&self) -> Vec<Entry<syntax::Thing>> {
        let layer = |(at, number)| Entry::new(&layer_id(number), self.thing(self.cut.story.layer(LayerId(at))));
        self.kept.layers.met().map(layer).collect()
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
            (id != MAIN_STRAND || !says_nothing).then(|| Entry::new(&strand_id(number), written))
        };
        self.kept.strands.met().filter_map(entry).collect()
    }

    fn strand(&self, id: StrandId, strand: &Strand) -> syntax::Strand {
        let told = match strand.told {
            Telling::Forwards => None,
            Telling::Backwards => Some(syntax::Told::Backwards.into()),
            Telling::Loosely => Some(syntax::Told::Loosely.into()),
        };
        let name = strand.name.as_ref().map(anew);
        syntax::Strand { name, told, when: self.claims(Party::Strand(id)), once: self.once(&strand.once) }
    }

    fn facts(&self) -> Vec<Entry<syntax::Fact>> {
        let entry = |(at, number)| {
            let fact = FactId(at);
            let written = self.cut.story.fact(fact);
            let value = if self.cut.knows(fact) { self.known(fact, written) } else { believed(written) };
            Entry::new(&fact_id(number), value)
        };
        self.kept.facts.met().map(entry).collect()
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
        effects.iter().map(|&effect| story.scene(effect).id.as_str().into()).collect()
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
        let who = |entry: &Cast| self.cut.story.character(entry.who).id.as_str().into();
        cast.iter().map(|entry| syntax::Cast { who: who(entry), role: entry.role.as_ref().map(anew) }).collect()
    }

    fn place(&self, place: Option<PlaceId>) -> Option<syntax::Text> {
        place.map(|place| self.cut.story.place(place).id.as_str().into())
    }

    fn layer(&self, layer: Option<LayerId>) -> Option<syntax::Text> {
        layer.map(|layer| layer_id(self.kept.layers.of[layer.index()]).as_str().into())
    }

    /// A strand that a scene names, if it exists.
    fn strand_named(&self, strand: Option<StrandId>) -> Option<syntax::Text> {
        let strand = strand?;
        let number = if strand == MAIN_STRAND { MAIN_NUMBER } else { self.kept.strands.of[strand.index()] };
        (number > 0).then(|| strand_id(number).as_str().into())
    }

    fn once(&self, once: &[FactId]) -> Once {
        Once { facts: self.fact_ids(once), ..Once::default() }
    }

    fn fact_ids(&self, facts: &[FactId]) -> Vec<syntax::Text> {
        if leaks(Leak::KeepsFactIds) {
            return facts.iter().map(|&fact| self.cut.story.fact(fact).id.as_str().into()).collect();
        }
        facts.iter().map(|fact| fact_id(self.kept.facts.of[fact.index()]).as_str().into()).collect()
    }

    /// The claims that somebody makes, but for how long it lasts: each relation to each target for itself.
    fn claims(&self, subject: Party) -> Vec<syntax::Claim> {
        self.claims_of(subject).filter_map(|claim| self.claim(claim)).collect()
    }

    fn claims_of(&self, subject: Party) -> impl Iterator<Item = &Claim> {
        // Claims stand in the order of those who make them.
        let claims = &self.kept.claims;
        let begins = claims.partition_point(|claim| standing(claim.subject) < standing(subject));
        claims[begins..].iter().take_while(move |claim| claim.subject == subject)
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
            Party::Scene(scene) => story.scene(scene).id.as_str().into(),
            Party::Fact(fact) => format!("fact:{}", fact_id(self.kept.facts.of[fact.index()])).as_str().into(),
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
