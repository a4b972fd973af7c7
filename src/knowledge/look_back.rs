//! Looking back: what each fact changed about scenes told before it was known.

use super::{Cut, Person};
use crate::story::{FactId, ScenePatch, Text};

/// What a fact changed about a scene that was told before it was known, and that nothing changed again since.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LookBack<'s> {
    /// The scene's place in narrative order.
    pub scene: u32,
    /// What is to be said looking back.
    pub text: Option<&'s str>,
    /// What the scene is called now.
    pub title: Option<&'s str>,
    /// Who is in it now.
    pub cast: Option<Vec<Person<'s>>>,
    /// The name of the place where it is now.
    pub place: Option<&'s str>,
    /// The name of the layer it is on now.
    pub layer: Option<&'s str>,
}

/// Which parts of a scene some later patch speaks of.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "one for each part")]
struct Said {
    text: bool,
    title: bool,
    cast: bool,
    place: bool,
    layer: bool,
}

impl<'s> Cut<'s> {
    /// What each fact, by its place in [`Cut::facts`], changed about scenes told before it was known, in narrative order.
    /// What waits for several facts was changed by the one that was known last. Linear in what was seen.
    #[must_use]
    pub fn look_backs(&self) -> Vec<Vec<LookBack<'s>>> {
        let (story, facts) = (self.story, self.facts());
        let mut places = vec![0; story.facts().len()];
        let mut known_with = vec![None; story.facts().len()];
        for (place, fact) in facts.iter().enumerate() {
            places[fact.fact.index()] = place;
        }
        for (rank, &scene) in (0..).zip(&self.scenes) {
            for fact in story.reveals(scene) {
                known_with[fact.index()].get_or_insert(rank);
            }
        }
        let mut look_backs = vec![Vec::new(); facts.len()];
        for (rank, &scene) in (0..).zip(&self.scenes) {
            let mut said = Said::default();
            let mut changes = Vec::new();
            // The later patch wins, so what it speaks of the earlier ones do not any more.
            for patch in story.scene(scene).hindsight.iter().rev().filter(|patch| self.patch_holds(patch)) {
                let last: Option<(Option<u32>, FactId)> =
                    patch.once.iter().map(|&fact| (known_with[fact.index()], fact)).max();
                let change = self.change(rank, patch, &mut said);
                if let (Some((Some(known), fact)), Some(change)) = (last, change)
                    && rank < known
                {
                    changes.push((places[fact.index()], change));
                }
            }
            changes.into_iter().rev().for_each(|(place, change): (usize, LookBack)| look_backs[place].push(change));
        }
        look_backs
    }

    /// What of a patch is not said otherwise by a later one. None if that is nothing.
    fn change(&self, scene: u32, patch: &'s ScenePatch, said: &mut Said) -> Option<LookBack<'s>> {
        fn first<T>(value: Option<T>, said: &mut bool) -> Option<T> {
            let unsaid = value.filter(|_| !*said);
            *said |= unsaid.is_some();
            unsaid
        }
        let story = self.story;
        let change = LookBack {
            scene,
            text: first(patch.text.as_ref().map(Text::as_str), &mut said.text),
            title: first(patch.title.as_ref().map(Text::as_str), &mut said.title),
            cast: first(patch.cast.as_ref(), &mut said.cast)
                .map(|cast| cast.iter().map(|entry| self.person(entry)).collect()),
            place: first(patch.place, &mut said.place).map(|place| self.name(story.place(place))),
            layer: first(patch.layer, &mut said.layer).map(|layer| self.name(story.layer(layer))),
        };
        let nothing = change.text.is_none() && change.title.is_none() && change.cast.is_none();
        (!nothing || change.place.is_some() || change.layer.is_some()).then_some(change)
    }
}
