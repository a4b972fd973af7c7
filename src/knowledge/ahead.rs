//! What a picture would give away of the story ahead, were a leak put in. Without one nothing here knows of any story but
//! what was seen: each function says the cut's own, and the numbers of what lies ahead are none.

use super::Cut;
use crate::sabotage::{Leak, leaks};
use crate::story::{CharacterId, SceneId};

impl Cut<'_> {
    /// How many rows are left free for what comes.
    pub(crate) fn rows_ahead(&self) -> u32 {
        if leaks(Leak::EndsTheAxisWhereTheStoryEnds) { self.hidden().len() as u32 } else { 0 }
    }

    /// How much paper is left free for what comes.
    pub(crate) fn paper_ahead(&self) -> u32 {
        if leaks(Leak::DrawsAsLargeAsItWillBe) { self.hidden().len() as u32 } else { 0 }
    }

    /// Which colour somebody has, who is met at a place in order of appearance.
    pub(crate) fn colour(&self, place: usize) -> usize {
        if leaks(Leak::ColoursByTheWholeCast) { self.met()[place].index() } else { place }
    }

    /// In which order people that are met at once get their lines.
    pub(crate) fn in_line(&self, mut people: Vec<u32>) -> Vec<u32> {
        if leaks(Leak::OrdersLinesByTheWholeStory) {
            let (met, hidden) = (self.met(), self.hidden());
            people.sort_by_key(|&one| hidden.iter().filter(|&&scene| self.has(scene, met[one as usize])).count());
        }
        people
    }

    /// For how many scenes the line of somebody goes on who is not in them.
    pub(crate) fn patience(&self, patience: u32) -> u32 {
        if leaks(Leak::KnowsWhoComesBack) {
            let (met, hidden) = (self.met(), self.hidden());
            let comes_back = met.iter().any(|&one| hidden.iter().any(|&scene| self.has(scene, one)));
            return if comes_back { patience } else { 0 };
        }
        patience
    }

    fn hidden(&self) -> Vec<SceneId> {
        let is_hidden = |scene: &SceneId| !self.scenes.contains(scene);
        match self.scope.work {
            Some(work) => self.story.scenes_of(work).filter(is_hidden).collect(),
            None => self.story.scenes().filter(is_hidden).collect(),
        }
    }

    fn met(&self) -> Vec<CharacterId> {
        self.characters().iter().map(super::ShownCharacter::character).collect()
    }

    fn has(&self, scene: SceneId, character: CharacterId) -> bool {
        self.story.scene(scene).cast.iter().any(|entry| entry.who == character)
    }
}
