//! A cut as a story file: it is a story, and can be written, read and cut again (model.md 3.2).

use std::ops::Range;

use fixedbitset::FixedBitSet;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Cut;
use super::kept::{Kept, MAIN_NUMBER, held};
use crate::calendar::Date;
use crate::sabotage::{Leak, leaks};
use crate::source::Spanned;
use crate::story::{
    Cast, CharacterId, Cited, Claim, ClaimId, Fact, FactId, LayerId, Party, PlaceId, SceneId, ScenePatch, SourceId,
    Statement, Strand, StrandId, Text, Theory, TheoryId, Thing, ThingPatch, Weight, WorkId,
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
        let of = |work: Option<WorkId>| self.cut.scenes.partition_point(|&scene| Some(story.scene(scene).work) < work);
        let scenes = &self.cut.scenes[of(work)..of(work.map(|work| WorkId(work.0 + 1)))];
        let theories = &kept.theories;
        let theories = &theories[as_places(&self.here(theories.len(), |at| story.theory(theories[at as usize]).home))];
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
            scenes: scenes.iter().map(|&scene| self.scene(scene)).collect(),
            theories: once_each(theories.iter().map(|&theory| self.theory(theory, story.theory(theory)))),
            claims: outside.filter_map(|&claim| self.outside(claim)).collect(),
            ..Document::default()
        }
    }

    /// Where what stands in this file stands among all of a kind: what the universe declares comes first, then work by work.
    /// O(log count).
    fn here(&self, count: usize, home: impl Fn(u32) -> Option<WorkId>) -> Range<u32> {
        let places = match self.file {
            Within::One(_) => return 0..count as u32,
            Within::Universe => [0, 1],
            Within::Work(work) => [work.0 + 1, work.0 + 2],
        };
        let begins = |place: u32| {
            let (mut low, mut high) = (0, count as u32);
            while low < high {
                let middle = low.midpoint(high);
                if home(middle).map_or(0, |work| work.0 + 1) < place { low = middle + 1 } else { high = middle }
            }
            low
        };
        begins(places[0])..begins(places[1])
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
        let mut made: FxHashMap<Party, Vec<syntax::Claim>> = FxHashMap::default();
        for claim in story.claims_of_theory(id).map(|claim| story.claim(claim)) {
            made.entry(claim.subject).or_default().extend(self.claim(claim));
        }
        let claims = |subject| made.get(&subject).cloned().unwrap_or_default();
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
        let (story, kept) = (self.cut.story, &self.kept.sources);
        let here = self.here(kept.len(), |at| story.source(SourceId(at)).home);
        once_each(here.filter(|&at| kept[at as usize]).map(|at| self.source(SourceId(at))))
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
        let here = self.here(kept.len(), |at| thing(at).home).filter(|&at| kept[at as usize]).map(&thing);
        once_each(here.map(|thing| Entry::new(&self.declared(thing.home, &thing.id), self.thing(thing))))
    }

    fn layers(&self) -> Vec<Entry<syntax::Thing>> {
        let layer = |(at, number)| Entry::new(&layer_id(number), self.thing(self.cut.story.layer(LayerId(at))));
        let here = self.here(self.kept.layers.of.len(), |at| self.cut.story.layer(LayerId(at)).home);
        self.kept.layers.met(here).map(layer).collect()
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
            cite: self.cite(&thing.cite),
            born: thing.born.filter(|_| leaks(Leak::KeepsBirths)).map(|born| born.moment.into()),
            ..syntax::Thing::default()
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
        // The main strands of all works come first, then the others work by work.
        let story = self.cut.story;
        let (mains, all) = (story.works().len(), self.kept.strands.of.len());
        let main = match self.file {
            Within::Universe => 0..0,
            Within::One(work) | Within::Work(work) => work.0..work.0 + 1,
        };
        let others = self.here(all - mains, |at| Some(story.strand(StrandId(at + mains as u32)).work));
        let others = others.start + mains as u32..others.end + mains as u32;
        let met = self.kept.strands.met(main).chain(self.kept.strands.met(others));
        met.filter_map(entry).collect()
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
        let here = self.here(self.kept.facts.of.len(), |at| self.cut.story.fact(FactId(at)).home);
        self.kept.facts.met(here).map(entry).collect()
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
            cite: if self.cut.overturns(id) { self.cite(&fact.cite) } else { Vec::new() },
            ..syntax::Fact::default()
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

/// A stretch as places of a list.
fn as_places(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// The entries, of those with one id the last: a work may declare what its universe does, too, which is a problem, and means
/// its own.
fn once_each<T>(entries: impl Iterator<Item = Entry<T>>) -> Vec<Entry<T>> {
    let mut entries: Vec<Entry<T>> = entries.collect();
    let mut met = FxHashSet::default();
    entries.reverse();
    entries.retain(|entry| met.insert(entry.id.value.clone()));
    entries.reverse();
    entries
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
