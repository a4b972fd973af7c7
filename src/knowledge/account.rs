//! What is known of time, and why: the claims and links behind the order of a cut.

use super::{Cut, ShownFact};
use crate::source::Location;
use crate::story::{ClaimId, FactId, Party, Projection, SceneId, Text};
use crate::time::{ChainStep, Chronology, Network, Node, Strand, chronology, together, why};

/// What a cut says of time, the order of its events, and why one comes before another.
///
/// Scenes go by their place in the cut. Told facts go by a number of their own: see [`Account::told_fact`].
pub struct Account<'c, 's> {
    cut: &'c Cut<'s>,
    projection: Projection,
    chronology: Chronology,
}

/// How two scenes or told facts stand to each other in time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Comparison {
    /// What is said of time contradicts itself, so it cannot be told.
    Contradiction,
    /// This one has no time.
    NoTime(Node),
    /// They show or tell one event.
    OneEvent,
    /// Something says which is first.
    Says {
        /// The claims and links that say so, from the one listed first to the other.
        chain: Vec<ChainStep>,
        /// Whether the first of the two asked for is listed last.
        turned: bool,
    },
    /// They begin at the same time.
    Together {
        /// The claims and links that say so.
        chain: Vec<ChainStep>,
    },
    /// Nothing says which is first.
    Nothing {
        /// Whether the first of the two asked for is listed last.
        turned: bool,
    },
}

impl Comparison {
    /// Whether the first of the two asked for is listed last, as far as that matters.
    #[must_use]
    pub fn turned(&self) -> bool {
        matches!(self, Self::Says { turned: true, .. } | Self::Nothing { turned: true })
    }
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

    /// Which claim of the story one of the network is.
    #[must_use]
    pub fn claim(&self, claim: u32) -> ClaimId {
        self.projection.claims[claim as usize]
    }

    /// A fact that has a time of its own, as the network has it.
    #[must_use]
    pub fn told(&self, fact: FactId) -> Option<Node> {
        self.projection.facts.iter().position(|&told| told == fact).map(|told| Node::Fact(told as u32))
    }

    /// A scene, as the network has it. None where it has not been seen.
    pub(crate) fn shown(&self, scene: SceneId) -> Option<Node> {
        self.projection.scenes.binary_search(&scene).ok().map(|rank| Node::Scene(rank as u32))
    }

    /// What something of the network is in the story.
    pub(crate) fn party(&self, node: Node) -> Party {
        match node {
            Node::Scene(scene) => Party::Scene(self.projection.scenes[scene as usize]),
            Node::Fact(fact) => Party::Fact(self.projection.facts[fact as usize]),
        }
    }

    /// Where a claim of the network is written.
    pub(crate) fn claim_written(&self, claim: u32) -> Location {
        self.cut.story.claim(self.claim(claim)).written
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

    /// How two scenes or told facts stand to each other in time, and why: see [`why`] and [`together`].
    #[must_use]
    pub fn compare(&self, one: Node, other: Node) -> Comparison {
        let (Some(first), Some(second)) = (self.event_of(one), self.event_of(other)) else {
            return Comparison::NoTime(if self.event_of(one).is_none() { one } else { other });
        };
        if first == second {
            return Comparison::OneEvent;
        }
        if self.chronology.contradiction.is_some() {
            return Comparison::Contradiction;
        }
        let turned = first > second;
        let (before, after) = if turned { (other, one) } else { (one, other) };
        let network = &self.projection.network;
        if let Some(chain) = why(network, &self.chronology, before, after) {
            return Comparison::Says { chain, turned };
        }
        match together(network, &self.chronology, one, other) {
            Some(chain) => Comparison::Together { chain },
            None => Comparison::Nothing { turned },
        }
    }

    /// Whether the event of one is told no later than that of another.
    #[must_use]
    pub fn is_told_first(&self, one: Node, other: Node) -> bool {
        let told = |node| {
            let event = &self.chronology.events[self.event_of(node)? as usize];
            let fact = event.facts.first().map(|&fact| self.projection.network.told_facts[fact as usize]);
            event.scenes.first().copied().or(fact)
        };
        told(one) <= told(other)
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
        let strand = self.cut.story.strand(self.projection.strands[strand.0 as usize]);
        strand.name.as_ref().filter(|_| self.cut.holds(&strand.once)).map(Text::as_str)
    }
}
