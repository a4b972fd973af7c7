//! Who has been met, as far as they are known by now.

use std::borrow::Cow;

use super::{Cut, ShownScene};
use crate::sabotage::{Leak, leaks};
use crate::story::{CharacterId, Text, ThingPatch};

/// Somebody who has been met.
#[derive(Clone)]
pub struct ShownCharacter<'c, 's> {
    cut: &'c Cut<'s>,
    character: CharacterId,
    appears: Vec<Appearance<'s>>,
}

/// A scene that somebody is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Appearance<'s> {
    /// The scene's place in narrative order.
    pub scene: u32,
    /// How they are there, where not in the flesh.
    pub role: Option<&'s str>,
}

impl<'s> Cut<'s> {
    /// Everybody who is in some scene, as far as is known, in the order in which they appear. Linear in casts.
    #[must_use]
    pub fn characters(&self) -> Vec<ShownCharacter<'_, 's>> {
        let mut characters: Vec<ShownCharacter> = Vec::new();
        let mut met = vec![None; self.story.characters().len()];
        for scene in self.scenes() {
            for entry in scene.entries() {
                let place = *met[entry.who.index()].get_or_insert_with(|| {
                    characters.push(ShownCharacter { cut: self, character: entry.who, appears: Vec::new() });
                    characters.len() - 1
                });
                let role = entry.role.as_ref().map(Text::as_str);
                characters[place].appears.push(Appearance { scene: scene.rank(), role });
            }
        }
        if leaks(Leak::OrdersPeopleByTheWholeStory) {
            let is_in = |scene, who| self.story.scene(scene).cast.iter().any(|entry| entry.who == who);
            characters.sort_by_key(|one| self.story.scenes().position(|scene| is_in(scene, one.character)));
        }
        characters
    }

    /// Somebody, without the scenes that they are in.
    pub(super) fn character(&self, character: CharacterId) -> ShownCharacter<'_, 's> {
        ShownCharacter { cut: self, character, appears: Vec::new() }
    }
}

impl<'c, 's> ShownCharacter<'c, 's> {
    /// The id, as it goes in what is told.
    #[must_use]
    pub fn id(&self) -> Cow<'s, str> {
        let character = self.cut.story.character(self.character);
        self.cut.id_of(character.home, &character.id)
    }

    /// Who it is.
    pub(super) fn character(&self) -> CharacterId {
        self.character
    }

    /// The name they have by now.
    #[must_use]
    pub fn name(&self) -> &'s str {
        self.cut.name(self.cut.story.character(self.character))
    }

    /// Who plays them.
    #[must_use]
    pub fn performer(&self) -> Option<&'s str> {
        let first = self.cut.story.character(self.character).performer.as_ref();
        self.latest(|patch| patch.performer.as_ref()).or(first).map(Text::as_str)
    }

    /// A line on them.
    #[must_use]
    pub fn about(&self) -> Option<&'s str> {
        let first = self.cut.story.character(self.character).about.as_ref();
        self.latest(|patch| patch.about.as_ref()).or(first).map(Text::as_str)
    }

    /// The scenes that they are in, in narrative order. Twice the same where they are there in two ways.
    #[must_use]
    pub fn appears(&self) -> &[Appearance<'s>] {
        &self.appears
    }

    /// The scenes that they are in, in narrative order, each once.
    pub fn scenes(&self) -> impl Iterator<Item = ShownScene<'c, 's>> {
        let mut ranks: Vec<u32> = self.appears.iter().map(|appearance| appearance.scene).collect();
        ranks.dedup();
        ranks.into_iter().map(|rank| self.cut.scene(rank))
    }

    /// What the last patch that holds says, of those that say anything.
    fn latest(&self, says: impl Fn(&'s ThingPatch) -> Option<&'s Text>) -> Option<&'s Text> {
        let character = self.cut.story.character(self.character);
        let holds = |patch: &&ThingPatch| self.cut.holds(&patch.once) || leaks(Leak::IntroducesEarly);
        character.hindsight.iter().rev().filter(holds).find_map(says)
    }
}
