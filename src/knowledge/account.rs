//! What is known of time, and why: the claims and links behind the order of a cut.

use super::{Cut, ShownFact};
use crate::story::Projection;
use crate::time::{ChainStep, Chronology, Network, Node, Strand, chronology, together, why};

/// What a cut says of time, the order of its events, and why one comes before another.
///
/// Scenes go by their place in the cut. Told facts go by a number of their own: see [`Account::told_fact`].
pub struct Account<'c, 's> {
    cut: &'c Cut<'s>,
    projection: Projection,
    chronology: Chronology,
}

impl<'s> Cut<'s> {
    /// What is known of time, and why. O(scenes + claims) and a chronology.
    #[must_use]
    pub fn account(&self) -> Account<'_, 's> {
        let projection = self.projection();
        let chronology = chronology(&projection.network);
        Account { cut: self, projection, chronology }
    }
}

impl<'c, 's> Account<'c, 's> {
    /// What is claimed.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.projection.network
    }

    /// The order of events.
    #[must_use]
    pub fn chronology(&self) -> &Chronology {
        &self.chronology
    }

    /// The event that a scene shows or a fact tells, by its place in the listing. None where it has no time.
    #[must_use]
    pub fn event_of(&self, node: Node) -> Option<u32> {
        match node {
            Node::Scene(scene) => self.chronology.places[scene as usize].event,
            Node::Fact(fact) => {
                let event = self.chronology.events.iter().position(|event| event.facts.contains(&fact));
                event.map(|event| event as u32)
            }
        }
    }

    /// The chain of claims and links that puts one scene or told fact before another: see [`why`].
    #[must_use]
    pub fn why(&self, before: Node, after: Node) -> Option<Vec<ChainStep>> {
        why(&self.projection.network, &self.chronology, before, after)
    }

    /// The chain that makes two scenes or told facts begin at the same time: see [`together`].
    #[must_use]
    pub fn together(&self, one: Node, other: Node) -> Option<Vec<ChainStep>> {
        together(&self.projection.network, &self.chronology, one, other)
    }

    /// A fact that is told and not shown.
    ///
    /// # Panics
    /// If there is none of this number.
    #[must_use]
    pub fn told_fact(&self, number: u32) -> ShownFact<'c, 's> {
        ShownFact { cut: self.cut, fact: self.projection.facts[number as usize] }
    }

    /// The name of a strand, where it has one.
    #[must_use]
    pub fn strand_name(&self, strand: Strand) -> Option<&'s str> {
        self.cut.story.strand(self.projection.strands[strand.0 as usize]).name.as_deref()
    }
}
