//! Theories: patches on scenes, facts and strands, and claims of their own.
//!
//! One that names what does not exist waits for it in vain, like anything that waits: it is left out.

use super::{Builder, telling};
use crate::story::{Claim, FactId, Party, SceneId, ScenePatch, Text, Theory, TheoryStrand};
use crate::syntax::{self, Entry};

impl<'d> Builder<'d, '_> {
    /// All theories, whose claims are added behind those there are.
    pub(super) fn theories(&mut self, claims: &mut Vec<Claim>) -> Vec<Theory> {
        self.each(|builder, document| {
            let theories = document.theories.iter().filter_map(|entry| builder.theory(entry, claims));
            theories.collect::<Vec<_>>()
        })
    }

    fn theory(&mut self, entry: &'d Entry<syntax::Theory>, claims: &mut Vec<Claim>) -> Option<Theory> {
        let theory = &entry.value;
        let (begins, lost) = (claims.len() as u32, self.lost);
        let once = self.once(&theory.once);
        let mut set_aside = self.once_each(&theory.sets_aside, "scene", Self::scene);
        set_aside.sort_unstable();
        let scenes = self.scenes_of_theory(theory, claims);
        let facts = self.facts_of_theory(theory);
        let strands = self.strands_of_theory(theory, claims);
        let is_of_another = self.shared().is_some() && entry.id.value.contains('/');
        let is_whole = self.lost == lost && !is_of_another;
        let built = Theory {
            id: entry.id.value.clone(),
            home: self.home(),
            title: theory.title.clone().unwrap_or_else(|| entry.id.clone()),
            about: theory.about.clone().unwrap_or_default(),
            once: once.clone().unwrap_or_default(),
            sets_aside: set_aside.iter().map(|&(scene, _)| scene).collect(),
            set_aside_at: set_aside.iter().map(|&(_, at)| at).collect(),
            scenes,
            facts,
            strands,
            cite: self.cited(&theory.cite),
            written: self.location(entry.id.span),
            extent: entry.extent,
            claims: begins..claims.len() as u32,
        };
        if once.is_none() || !is_whole {
            claims.truncate(begins as usize);
        }
        once.filter(|_| is_whole).map(|_| built)
    }

    /// What it changes about scenes, in narrative order; where it names one twice, the second wins.
    fn scenes_of_theory(&mut self, theory: &'d syntax::Theory, claims: &mut Vec<Claim>) -> Vec<(SceneId, ScenePatch)> {
        let mut patches: Vec<(SceneId, ScenePatch)> = Vec::new();
        for entry in &theory.scenes {
            let (scene, patch) = (self.scene(&entry.id), &entry.value);
            let work = scene.and_then(|scene| self.work_of(Party::Scene(scene)));
            let built = self.scene_patch(patch, self.location(entry.id.span), work);
            match scene {
                Some(scene) => {
                    self.claims_of(Party::Scene(scene), &patch.when, claims);
                    patches.push((scene, built));
                }
                None => self.follow_claims(&patch.when),
            }
        }
        last_of_each(patches, |(scene, _)| *scene)
    }

    fn facts_of_theory(&mut self, theory: &'d syntax::Theory) -> Vec<(FactId, Text)> {
        let mut facts = Vec::new();
        for entry in &theory.facts {
            if let (Some(fact), Some(truth)) = (self.fact(&entry.id), &entry.value) {
                facts.push((fact, truth.clone()));
            }
        }
        last_of_each(facts, |(fact, _)| *fact)
    }

    fn strands_of_theory(&mut self, theory: &'d syntax::Theory, claims: &mut Vec<Claim>) -> Vec<TheoryStrand> {
        let mut strands = Vec::new();
        for entry in &theory.strands {
            let written = &entry.value;
            let Some(strand) = self.strand(Some(&entry.id)) else {
                self.follow_claims(&written.when);
                continue;
            };
            self.claims_of(Party::Strand(strand), &written.when, claims);
            let told = written.told.map(|told| telling(told.value));
            strands.push(TheoryStrand { strand, told, claims: written.placed });
        }
        last_of_each(strands, |it| it.strand)
    }
}

/// Sorted, and of those of one key the last.
fn last_of_each<T, K: Ord>(mut items: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    items.sort_by_key(&key);
    items.reverse();
    items.dedup_by_key(|item| key(item));
    items.reverse();
    items
}
