//! What of a cut can be shown: headers, scenes, people, facts, each as far as it is known.

use std::borrow::Cow;

use super::Cut;
use crate::sabotage::{Leak, leaks};
use crate::story::{
    Cast, FactId, LayerId, PlaceId, Scene, SceneId, ScenePatch, Text, Thing, ThingPatch, Weight, Work, WorkId,
};

/// What anybody may know of a work before watching it.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Header<'s> {
    /// Its id.
    pub id: &'s str,
    /// Its title.
    pub title: &'s str,
    /// Who made it.
    pub credit: Option<&'s str>,
    /// When it came out, as in "2012-10-11", as precise as is known.
    pub released: Option<&'s str>,
    /// What it is.
    pub kind: Option<&'s str>,
    /// An invitation.
    pub blurb: Option<&'s str>,
    warnings: &'s [Text],
}

impl<'s> Header<'s> {
    /// The header of a work. It is public, whoever asks.
    #[must_use]
    pub fn of(work: &'s Work) -> Self {
        Self {
            id: &work.id,
            title: work.title.as_str(),
            credit: work.credit.as_ref().map(Text::as_str),
            released: work.released.as_deref(),
            kind: work.kind.as_ref().map(Text::as_str),
            blurb: work.blurb.as_ref().map(Text::as_str),
            warnings: &work.warnings,
        }
    }

    /// What some would want to be warned of.
    pub fn warnings(&self) -> impl ExactSizeIterator<Item = &'s str> + use<'s> {
        self.warnings.iter().map(Text::as_str)
    }

    /// The year it came out.
    #[must_use]
    pub fn year(&self) -> Option<&'s str> {
        self.released.map(|released| released.split_once('-').map_or(released, |(year, _)| year))
    }
}

/// A scene that has been seen, as far as it is known by now.
#[derive(Clone, Copy)]
pub struct ShownScene<'c, 's> {
    pub(super) cut: &'c Cut<'s>,
    pub(super) rank: u32,
}

/// Somebody in a scene, by the name they have by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Person<'s> {
    /// Their name.
    pub name: &'s str,
    /// How they are there, where not in the flesh.
    pub role: Option<&'s str>,
}

impl<'c, 's> ShownScene<'c, 's> {
    /// Its place in narrative order, from 0.
    #[must_use]
    pub fn rank(&self) -> u32 {
        self.rank
    }

    /// Its number in the telling, from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        if leaks(Leak::NumbersScenesByTheWholeStory) {
            return self.cut.scenes[self.rank as usize].0 + 1;
        }
        if leaks(Leak::NumbersScenesByTheUniverse) && self.cut.scope.work.is_some() {
            return self.cut.scenes[self.rank as usize].0 + 1;
        }
        self.rank + 1
    }

    /// Its id in its work.
    #[must_use]
    pub fn id(&self) -> &'s str {
        &self.scene().id
    }

    /// Its id as it goes in what is told: in a universe behind that of its work.
    #[must_use]
    pub fn full_id(&self) -> Cow<'s, str> {
        if self.cut.is_universe() {
            Cow::Owned(format!("{}/{}", self.work(), self.id()))
        } else {
            Cow::Borrowed(self.id())
        }
    }

    /// Its work's place in release order.
    #[must_use]
    pub fn work_id(&self) -> WorkId {
        self.scene().work
    }

    /// The id of its work.
    #[must_use]
    pub fn work(&self) -> &'s str {
        &self.cut.story.work(self.scene().work).id
    }

    /// What anybody may know of its work before watching it.
    #[must_use]
    pub fn header(&self) -> Header<'s> {
        Header::of(self.cut.story.work(self.scene().work))
    }

    /// What its work is called, where that is not plain: in a universe.
    #[must_use]
    pub fn work_title(&self) -> Option<&'s str> {
        self.cut.is_universe().then(|| self.header().title)
    }

    /// Whether it is the first of its work.
    #[must_use]
    pub fn begins_work(&self) -> bool {
        let before = self.rank.checked_sub(1).map(|rank| self.cut.scene(rank));
        before.is_none_or(|before| before.scene().work != self.scene().work)
    }

    /// The name of the main strand of its work, where it has one.
    #[must_use]
    pub fn main_strand_name(&self) -> Option<&'s str> {
        let work = self.scene().work;
        let main = self.cut.story.strand(self.cut.story.main_of(work));
        main.name.as_ref().filter(|_| self.cut.main_strand_exists(work)).map(Text::as_str)
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &'s str {
        self.latest(|patch| patch.title.as_ref()).unwrap_or(&self.scene().title).as_str()
    }

    /// Its text, as told by somebody who knows only what came before.
    #[must_use]
    pub fn text(&self) -> &'s str {
        self.scene().text.as_str()
    }

    /// Its text in the order in which it happened.
    #[must_use]
    pub fn chronological_text(&self) -> &'s str {
        self.scene().chronological_text.as_ref().map_or(self.text(), Text::as_str)
    }

    /// What is to be said looking back.
    #[must_use]
    pub fn hindsight(&self) -> Option<&'s str> {
        self.latest(|patch| patch.text.as_ref()).map(Text::as_str)
    }

    /// Who is in it.
    #[must_use]
    pub fn cast(&self) -> Vec<Person<'s>> {
        self.entries().iter().map(|entry| self.cut.person(entry)).collect()
    }

    /// The cast as it is known by now.
    pub(super) fn entries(&self) -> &'s [Cast] {
        let last = self.scene().hindsight.last().filter(|_| leaks(Leak::ShowsCastsEarly));
        if let Some(cast) = last.and_then(|patch| patch.cast.as_deref()) {
            return cast;
        }
        self.latest(|patch| patch.cast.as_deref()).unwrap_or(&self.scene().cast)
    }

    /// The name of the place where it is.
    #[must_use]
    pub fn place(&self) -> Option<&'s str> {
        Some(self.cut.name(self.cut.story.place(self.place_id()?)))
    }

    pub(super) fn place_id(&self) -> Option<PlaceId> {
        self.latest(|patch| patch.place).or(self.scene().place)
    }

    /// The name of the layer it is on.
    #[must_use]
    pub fn layer(&self) -> Option<&'s str> {
        Some(self.cut.name(self.cut.story.layer(self.layer_id()?)))
    }

    pub(super) fn layer_id(&self) -> Option<LayerId> {
        self.latest(|patch| patch.layer).or(self.scene().layer)
    }

    /// Whether it shows no event.
    #[must_use]
    pub fn is_timeless(&self) -> bool {
        let scene = self.cut.scenes[self.rank as usize];
        self.cut.story.scene_in_time(scene, self.cut.scope, |once| self.cut.holds(once)).0
    }

    /// The name of the strand that it names, if that exists by now and has one. A timeless scene is on none.
    #[must_use]
    pub fn strand_name(&self) -> Option<&'s str> {
        let scene = self.cut.scenes[self.rank as usize];
        let (timeless, strand) = self.cut.story.scene_in_time(scene, self.cut.scope, |once| self.cut.holds(once));
        let strand = self.cut.story.strand(strand.filter(|_| !timeless)?);
        strand.name.as_ref().filter(|_| self.cut.holds(&strand.once)).map(Text::as_str)
    }

    /// The facts that it reveals, in file order. Something believed is a fact like any other here, and what
    /// lets it be believed reveals it: nothing, their order neither, tells the one from the other.
    pub fn reveals(&self) -> impl Iterator<Item = ShownFact<'c, 's>> {
        let (cut, scene) = (self.cut, self.cut.scenes[self.rank as usize]);
        let believed = cut.story.hints(scene).filter(move |&fact| cut.believes(fact));
        in_file_order(cut, believed.chain(cut.story.reveals(scene)))
    }

    /// The scenes seen that it brings about, in narrative order.
    #[must_use]
    pub fn causes(&self) -> Vec<ShownScene<'c, 's>> {
        let cut = self.cut;
        let effects = cut.story.causes(cut.scenes[self.rank as usize]);
        let mut ranks: Vec<u32> = effects.filter_map(|effect| cut.rank(effect)).collect();
        ranks.sort_unstable();
        ranks.into_iter().map(|rank| ShownScene { cut, rank }).collect()
    }

    /// The facts that it reveals or hints at, in file order.
    pub(super) fn facts(&self) -> Vec<ShownFact<'c, 's>> {
        let (cut, scene) = (self.cut, self.cut.scenes[self.rank as usize]);
        let facts = cut.story.hints(scene).chain(cut.story.reveals(scene));
        in_file_order(cut, facts.filter(move |&fact| cut.holds_fact(fact))).collect()
    }

    fn scene(&self) -> &'s Scene {
        self.cut.story.scene(self.cut.scenes[self.rank as usize])
    }

    /// What the last patch that holds says, of those that say anything.
    fn latest<T>(&self, says: impl Fn(&'s ScenePatch) -> Option<T>) -> Option<T> {
        let holds = |patch: &&ScenePatch| self.cut.holds(&patch.once) || leaks(Leak::AppliesHindsightEarly);
        let scene = self.cut.scenes[self.rank as usize];
        let under_theory = self.cut.theory().and_then(|theory| theory.patch(scene));
        let hindsight = self.scene().hindsight.iter().rev().filter(|_| !leaks(Leak::LosesHindsight)).filter(holds);
        under_theory.into_iter().chain(hindsight).find_map(says)
    }
}

fn in_file_order<'c, 's>(
    cut: &'c Cut<'s>,
    facts: impl Iterator<Item = FactId>,
) -> impl Iterator<Item = ShownFact<'c, 's>> {
    let mut facts: Vec<FactId> = facts.collect();
    facts.sort_unstable();
    facts.dedup();
    if leaks(Leak::SortsFactsByTheirIds) {
        facts.sort_by_key(|&fact| &cut.story.fact(fact).id);
    }
    facts.into_iter().map(move |fact| ShownFact { cut, fact })
}

impl<'s> Cut<'s> {
    /// The place of a scene in narrative order, if it has been seen.
    pub(super) fn rank(&self, scene: SceneId) -> Option<u32> {
        self.scenes.binary_search(&scene).ok().map(|rank| rank as u32)
    }

    /// The name that somebody or something has by now.
    pub(super) fn name(&self, thing: &'s Thing) -> &'s str {
        let holds = |patch: &ThingPatch| self.holds(&patch.once) || leaks(Leak::NamesEarly);
        let named =
            |patch: &'s ThingPatch| patch.name.as_ref().filter(|_| holds(patch) && !leaks(Leak::LosesLaterNames));
        thing.hindsight.iter().rev().find_map(named).unwrap_or(&thing.name).as_str()
    }

    pub(super) fn person(&self, entry: &'s Cast) -> Person<'s> {
        let role = entry.role.as_ref().map(Text::as_str);
        Person { name: self.name(self.story.character(entry.who)), role }
    }
}

/// A fact that is known, or something that is believed. Nothing tells the one from the other until it is overturned.
#[derive(Clone, Copy)]
pub struct ShownFact<'c, 's> {
    pub(super) cut: &'c Cut<'s>,
    pub(super) fact: FactId,
}

impl<'s> ShownFact<'_, 's> {
    /// Its number, to find it in another cut of the same story.
    pub(crate) fn number(&self) -> FactId {
        self.fact
    }

    /// What is so, as far as is known.
    #[must_use]
    pub fn truth(&self) -> &'s str {
        let fact = self.cut.story.fact(self.fact);
        match &fact.seems {
            Some(seems) if !self.cut.knows(self.fact) && !leaks(Leak::TellsTheTruthBehindABelief) => seems.as_str(),
            _ => self.cut.theory().and_then(|theory| theory.truth(self.fact)).unwrap_or(&fact.truth).as_str(),
        }
    }

    /// What somebody may have believed before, where it is overturned.
    #[must_use]
    pub fn seemed(&self) -> Option<&'s str> {
        let overturned = self.cut.knows(self.fact) || leaks(Leak::MarksBeliefs);
        self.cut.story.fact(self.fact).seems.as_ref().filter(|_| overturned).map(Text::as_str)
    }

    /// How much it turned round, where a belief is overturned.
    #[must_use]
    pub fn weight(&self) -> Option<Weight> {
        let tells = self.seemed().is_some() || leaks(Leak::WeighsBeliefs);
        tells.then(|| self.cut.story.fact(self.fact).weight)
    }

    /// The first scene that reveals it, or lets it be believed, by its place in narrative order.
    #[must_use]
    pub fn first_revealed_by(&self) -> Option<u32> {
        let (cut, story) = (self.cut, self.cut.story);
        if cut.knows(self.fact) {
            story.revealed_by(self.fact).find_map(|scene| cut.rank(scene))
        } else {
            story.hinted_by(self.fact).find_map(|scene| cut.rank(scene))
        }
    }

    /// The scenes that reveal it, by their places in narrative order. Something believed is revealed by each scene
    /// that lets it be believed.
    #[must_use]
    pub fn revealed_by(&self) -> Vec<u32> {
        let (cut, fact) = (self.cut, self.fact);
        if cut.knows(fact) {
            cut.story.revealed_by(fact).filter_map(|scene| cut.rank(scene)).collect()
        } else {
            cut.story.hinted_by(fact).filter_map(|scene| cut.rank(scene)).collect()
        }
    }

    /// The scenes that only hint at it, by their places in narrative order. None as long as it is believed: who
    /// believes something does not know that it was a hint.
    #[must_use]
    pub fn hinted_by(&self) -> Vec<u32> {
        let revealed_by = self.revealed_by();
        let hinting = self.cut.story.hinted_by(self.fact).filter_map(|scene| self.cut.rank(scene));
        let believed = leaks(Leak::CallsBeliefsHints) && !self.cut.knows(self.fact);
        hinting.filter(|rank| believed || revealed_by.binary_search(rank).is_err()).collect()
    }
}
