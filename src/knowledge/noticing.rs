//! Watching with an eye on what each scene adds: what somebody knew before it beside what they know after it.

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::{Cut, LookBack, News, ShownScene, Watching};
use crate::story::{CharacterId, FactId, LayerId, PlaceId, Story, TheoryId, Thing};

/// Somebody watching what a cut holds, and who they were a scene ago.
pub struct Noticing<'s> {
    before: Watching<'s>,
    now: Watching<'s>,
    met: Met,
    /// Who and what has a name or a line that waits for a fact.
    waiting: FxHashMap<FactId, Vec<Named>>,
    /// The theories that are not on offer yet.
    theories: Vec<TheoryId>,
}

/// What a scene adds, beside itself and the order of events.
#[derive(Debug)]
#[non_exhaustive]
pub struct Added<'s> {
    /// What it teaches, and whether the order of events can be another.
    pub news: News,
    /// Whom it introduces, be it by what is now known of an earlier scene.
    pub introduced: Vec<Introduced<'s>>,
    /// Who and what goes by another name or line than before.
    pub renamed: Vec<Renamed<'s>>,
    /// What is otherwise now about earlier scenes, in narrative order.
    pub look_backs: Vec<LookBack<'s>>,
    /// The earlier scenes that it brings about, by their places in narrative order.
    pub effects: Vec<u32>,
    /// The earlier scenes that brought it about.
    pub causes: Vec<u32>,
    /// The theories on offer since it: what each is called, and what it says.
    pub theories: Vec<(&'s str, &'s str)>,
}

/// Somebody who was met for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Introduced<'s> {
    /// Their name.
    pub name: &'s str,
    /// How they are there, where not in the flesh.
    pub role: Option<&'s str>,
    /// Who plays them.
    pub performer: Option<&'s str>,
    /// A line on them.
    pub about: Option<&'s str>,
    /// The scene where they are, by its place in narrative order.
    pub scene: u32,
}

/// Somebody or something that goes by another name or line than before. What stayed as it was is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Renamed<'s> {
    /// The name before.
    pub was: &'s str,
    /// The name now, if it is another.
    pub name: Option<&'s str>,
    /// Who plays them, if that is known to be somebody else.
    pub performer: Option<&'s str>,
    /// The line on them, if it is another.
    pub about: Option<&'s str>,
}

/// Who and what has been met.
struct Met {
    characters: FixedBitSet,
    places: FixedBitSet,
    layers: FixedBitSet,
}

/// Somebody or something that has a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Character(CharacterId),
    Place(PlaceId),
    Layer(LayerId),
}

impl<'s> Cut<'s> {
    /// The same story watched from the start, with an eye on what each scene adds. O(what has names that wait).
    #[must_use]
    pub fn notice(&self) -> Noticing<'s> {
        let story = self.story;
        let mut waiting = FxHashMap::default();
        let characters = story.characters().map(|id| (Named::Character(id), story.character(id)));
        let places = story.places().map(|id| (Named::Place(id), story.place(id)));
        let layers = story.layers().map(|id| (Named::Layer(id), story.layer(id)));
        for (named, thing) in characters.chain(places).chain(layers) {
            wait(&mut waiting, named, thing);
        }
        let met = Met {
            characters: FixedBitSet::with_capacity(story.characters().len()),
            places: FixedBitSet::with_capacity(story.places().len()),
            layers: FixedBitSet::with_capacity(story.layers().len()),
        };
        let theories = story.theories().collect();
        Noticing { before: self.watch(), now: self.watch(), met, waiting, theories }
    }
}

/// Remembers for which facts names and lines of something wait.
fn wait(waiting: &mut FxHashMap<FactId, Vec<Named>>, named: Named, thing: &Thing) {
    for fact in thing.hindsight.iter().flat_map(|patch| &patch.once) {
        let waits = waiting.entry(*fact).or_default();
        if waits.last() != Some(&named) {
            waits.push(named);
        }
    }
}

impl<'s> Noticing<'s> {
    /// What was known before the scene just seen.
    #[must_use]
    pub fn before(&self) -> &Cut<'s> {
        self.before.cut()
    }

    /// What is known by now.
    #[must_use]
    pub fn now(&self) -> &Cut<'s> {
        self.now.cut()
    }

    /// Watches the next scene. None where nothing is left to watch. The cost is that of what the scene says and of what it
    /// changes, and O(scenes) where all that a theory waits for has come, but for people, places and strands.
    pub fn notice_next(&mut self) -> Option<Added<'s>> {
        if self.now.cut().scenes().len() > self.before.cut().scenes().len() {
            self.before.watch_next();
        }
        let news = self.now.watch_next()?;
        let rank = self.now.cut().scenes.len() as u32 - 1;
        let renamed = self.renamed(&news.known);
        let introduced = news.look_back_at.iter().chain([&rank]).flat_map(|&scene| self.meet(scene)).collect();
        let look_backs = news.look_back_at.iter().filter_map(|&scene| self.look_back(scene)).collect();
        let earlier = |mut ranks: Vec<u32>| {
            ranks.retain(|&other| other < rank);
            ranks
        };
        let (cut, story) = (self.now.cut(), self.now.cut().story);
        let mut causes: Vec<u32> =
            story.caused_by(cut.scenes[rank as usize]).filter_map(|scene| cut.rank(scene)).collect();
        causes.sort_unstable();
        let effects = cut.scene(rank).causes().iter().map(ShownScene::rank).collect();
        let (effects, causes) = (earlier(effects), earlier(causes));
        let theories = self.offered();
        Some(Added { news, introduced, renamed, look_backs, effects, causes, theories })
    }

    /// Meets who and what is in a scene, as it is known by now. Returns who was not met before.
    fn meet(&mut self, scene: u32) -> Vec<Introduced<'s>> {
        let cut = self.now.cut();
        let shown = cut.scene(scene);
        shown.place_id().into_iter().for_each(|place| self.met.places.insert(place.index()));
        shown.layer_id().into_iter().for_each(|layer| self.met.layers.insert(layer.index()));
        let entries = shown.entries().iter().filter(|entry| !self.met.characters.put(entry.who.index()));
        let introduced = entries.map(|entry| {
            let character = cut.character(entry.who);
            let (name, performer, about) = (character.name(), character.performer(), character.about());
            Introduced { name, role: cut.person(entry).role, performer, about, scene }
        });
        introduced.collect()
    }

    /// Who and what had been met and goes by another name or line since some facts are known.
    fn renamed(&self, known: &[FactId]) -> Vec<Renamed<'s>> {
        let mut renamed: Vec<Named> = Vec::new();
        for &named in known.iter().filter_map(|fact| self.waiting.get(fact)).flatten() {
            if !renamed.contains(&named) {
                renamed.push(named);
            }
        }
        renamed.into_iter().filter_map(|named| self.rename(named)).collect()
    }

    fn rename(&self, named: Named) -> Option<Renamed<'s>> {
        fn other<'s>(was: Option<&'s str>, now: Option<&'s str>) -> Option<&'s str> {
            now.filter(|_| was != now)
        }
        let (before, now, story): (_, _, &'s Story) = (self.before.cut(), self.now.cut(), self.now.cut().story);
        let thing = match named {
            Named::Character(id) if self.met.characters[id.index()] => {
                let [was, is] = [before, now].map(|cut| cut.character(id));
                let performer = other(was.performer(), is.performer());
                let about = other(was.about(), is.about());
                let renamed =
                    Renamed { was: was.name(), name: other(Some(was.name()), Some(is.name())), performer, about };
                return Some(renamed).filter(|it| it.name.is_some() || performer.is_some() || about.is_some());
            }
            Named::Place(id) if self.met.places[id.index()] => story.place(id),
            Named::Layer(id) if self.met.layers[id.index()] => story.layer(id),
            _ => return None,
        };
        let was = before.name(thing);
        let name = other(Some(was), Some(now.name(thing)))?;
        Some(Renamed { was, name: Some(name), performer: None, about: None })
    }

    /// What is otherwise about an earlier scene since the last. None if that is nothing that is shown of it.
    fn look_back(&self, scene: u32) -> Option<LookBack<'s>> {
        let (before, now) = (self.before.cut().scene(scene), self.now.cut().scene(scene));
        let cut = self.now.cut();
        let change = LookBack {
            scene,
            text: now.hindsight().filter(|&text| before.hindsight() != Some(text)),
            title: Some(now.title()).filter(|&title| before.title() != title),
            cast: (before.entries() != now.entries())
                .then(|| now.entries().iter().map(|one| cut.person(one)).collect()),
            place: now.place().filter(|_| before.place_id() != now.place_id()),
            layer: now.layer().filter(|_| before.layer_id() != now.layer_id()),
        };
        let nothing = change.text.is_none() && change.title.is_none() && change.cast.is_none();
        (!nothing || change.place.is_some() || change.layer.is_some()).then_some(change)
    }

    /// The theories that are on offer and were not before.
    fn offered(&mut self) -> Vec<(&'s str, &'s str)> {
        let cut = self.now.cut();
        let [offered, waiting] = cut.offered_of(&self.theories);
        self.theories = waiting;
        let said = |theory: TheoryId| cut.story.theory(theory);
        offered.into_iter().map(|theory| (said(theory).title.as_str(), said(theory).about.as_str())).collect()
    }
}
