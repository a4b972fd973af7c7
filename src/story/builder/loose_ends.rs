//! What is declared and leads nowhere.
//!
//! What a mistake elsewhere may be the reason of is not among it: what a reference that leads nowhere may have meant, what
//! stands in something that could not be read.

use rustc_hash::FxHashSet;

use super::Builder;
use super::names::Ids;
use crate::calendar::Moment;
use crate::problem;
use crate::source::Location;
use crate::story::{Declared, LooseEnds};
use crate::syntax::{self, Document, Entry, Text};
use crate::time::Calendar;

impl Builder<'_, '_> {
    /// Whether something could not be read that may be a story day.
    fn may_have_unread_days(&self) -> bool {
        let unread = [&problem::BAD_VALUE, &problem::WRONG_TYPE, &problem::UNKNOWN_KEY];
        self.problems.iter().any(|problem| unread.iter().any(|code| code.name == problem.code.name))
    }

    /// What leads nowhere. Of a universe without its works nothing does, nor where there is no scene yet or something could
    /// not be read at all.
    pub(super) fn loose_ends(&self) -> LooseEnds {
        let mut loose_ends = LooseEnds::default();
        let no_scenes = self.documents.iter().all(|document| document.scenes.is_empty());
        if no_scenes || self.documents.iter().any(|document| document.unread.all) {
            return loose_ends;
        }
        let unread = self.documents.iter().flat_map(|document| &document.unread.words);
        let unread: FxHashSet<&str> = unread.map(|word| word.strip_prefix("fact:").unwrap_or(word)).collect();
        let unread: FxHashSet<&str> = unread.iter().map(|word| word.rsplit('/').next().unwrap_or(word)).collect();
        for (at, document) in self.documents.iter().enumerate() {
            self.add_unused((document, at), &unread, &mut loose_ends);
            self.add_facts((document, at), &unread, &mut loose_ends);
        }
        loose_ends
    }

    /// What of a document nothing refers to.
    fn add_unused(&self, (document, at): (&Document, usize), unread: &FxHashSet<&str>, loose_ends: &mut LooseEnds) {
        if document.universe.is_none() && document.scenes.is_empty() {
            return;
        }
        let names = &self.names[at];
        let location = |span| Location { file: document.file, span };
        let mut unused_of = |what, ids: &mut dyn Iterator<Item = (&Text, bool)>| {
            let ids = ids.filter(|&(id, is_unused)| is_unused && !unread.contains(id.value.as_str())).map(|(id, _)| id);
            loose_ends.unused.extend(ids.map(|id| (what, id.value.clone(), location(id.span))));
        };
        unused_of(Declared::Source, &mut loose(&document.sources, &names.sources));
        unused_of(Declared::Character, &mut loose(&document.characters, &names.characters));
        unused_of(Declared::Place, &mut loose(&document.places, &names.places));
        unused_of(Declared::Layer, &mut loose(&document.layers, &names.layers));
        unused_of(Declared::Thing, &mut loose(&document.things, &names.things));
        unused_of(Declared::Strand, &mut loose(&document.strands, &names.strands).filter(|(id, _)| id.value != "main"));
        unused_of(Declared::Fact, &mut loose(&document.facts, &names.facts));
        if let Some(day_1) = document
            .work
            .as_ref()
            .and_then(|work| work.day_1)
            .filter(|_| !self.has_story_days(document) && !self.may_have_unread_days())
        {
            loose_ends.unused.push((Declared::FirstDay, "day-1".to_owned(), location(day_1.span)));
        }
    }

    /// Which facts of a document are not revealed, or not hinted at.
    fn add_facts(&self, (document, at): (&Document, usize), unread: &FxHashSet<&str>, loose_ends: &mut LooseEnds) {
        let facts = &self.names[at].facts;
        for fact in &document.facts {
            let id = fact.id.value.as_str();
            let is_clear = !facts.is_unused(id) && !facts.is_perhaps_meant(id) && !unread.contains(id);
            let Some(number) = facts.get(id) else { continue };
            if facts.is_perhaps_meant(id) || unread.contains(id) || self.revealed_by_none.contains(&number) {
                loose_ends.unsure.push(number);
            }
            if !is_clear {
                continue;
            }
            if !self.to_be_revealed.contains(&number) {
                loose_ends.never_revealed.push(number);
            } else if fact.value.seems.is_some() && !self.to_be_hinted.contains(&number) {
                loose_ends.never_hinted.push(number);
            }
        }
    }

    /// Whether something is said to be on some story day, in a work's own file or in what is said of it from outside.
    fn has_story_days(&self, document: &Document) -> bool {
        has_story_days(document)
            || self.documents.iter().flat_map(|document| &document.claims).any(|it| is_story_day(&it.claim))
    }
}

/// Whether something is said to be on some story day.
fn has_story_days(document: &Document) -> bool {
    let scenes = document.scenes.iter().flat_map(|scene| &scene.when);
    let facts = document.facts.iter().flat_map(|fact| &fact.value.when);
    let strands = document.strands.iter().flat_map(|strand| &strand.value.when);
    let theories = document.theories.iter().map(|theory| &theory.value);
    let of_theories = theories.flat_map(|theory| {
        let scenes = theory.scenes.iter().flat_map(|scene| &scene.value.when);
        scenes.chain(theory.strands.iter().flat_map(|strand| &strand.value.when))
    });
    let born = document.characters.iter().filter_map(|character| character.value.born);
    scenes.chain(facts).chain(strands).chain(of_theories).any(is_story_day)
        || born.into_iter().any(|at| is_day(at.value))
}

fn is_story_day(claim: &syntax::Claim) -> bool {
    claim.at.is_some_and(|at| is_day(at.value))
}

fn is_day(moment: Moment) -> bool {
    matches!(moment.window(0), (Calendar::StoryDays(_), _))
}

/// Each thing's id, and whether nothing refers to it.
fn loose<'a, T, I: Copy>(entries: &'a [Entry<T>], ids: &Ids<'_, I>) -> impl Iterator<Item = (&'a Text, bool)> {
    entries.iter().map(|entry| (&entry.id, ids.is_unused(&entry.id.value)))
}
