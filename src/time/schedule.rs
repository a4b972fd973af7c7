//! A time for every instant that agrees with everything said so far, kept up to date while links are added.
//!
//! Only instants are in it: what dates and story days say is kept in `windows.rs`. Where "not earlier than" is added against
//! the schedule, what must then move is found in `room.rs`.
//!
//! The times at first leave wide gaps after every "strictly later", and later ones are fitted in as closely as can be,
//! so that scenes linked within a frame do not push the frame.

use petgraph::Direction::Outgoing;
use petgraph::graph::NodeIndex;

use super::Gap;
use super::guess::with_likely_links;
use super::links::Candidate;
use super::longest::{Through, longest};
use super::points::Points;
use super::room::Room;

/// How many close fits there is room for in a gap at first.
const WIDE: i64 = 1 << 32;

pub(super) struct Schedule {
    at: Vec<Gap>,
    room: Room,
}

impl Schedule {
    /// A schedule of what is claimed, and of all links that likely fit if they fit together: then these fit as they are.
    /// None where there is no solution. Costs what [`longest`] does, and the guess.
    pub(super) fn new(points: &mut Points, candidates: &[Candidate]) -> Option<Self> {
        let count = points.graph.node_count();
        let earliest = |points: &Points| longest(points, Outgoing, vec![Some(Gap::NONE); count], Through::Instants);
        let claimed_order = points.order.clone();
        let with_links = with_likely_links(points, candidates, earliest).flatten();
        points.order = claimed_order;
        let earliest = with_links.or_else(|| earliest(points))?;
        let wide = |gap: Gap| Gap { steps: gap.steps * WIDE, ..gap };
        let at = earliest.into_iter().map(|gap| gap.map_or(Gap::NONE, wide)).collect();
        Some(Self { at, room: Room::new(count) })
    }

    /// The time of an instant. Its steps have no meaning but their order.
    pub(super) fn at(&self, node: NodeIndex) -> Gap {
        self.at[node.index()]
    }

    /// Makes room for `later` to be not earlier than `earlier`, and says whether there can be.
    pub(super) fn fit(&mut self, points: &Points, earlier: NodeIndex, later: NodeIndex) -> bool {
        let missing = self.at(earlier) - self.at(later);
        if missing <= Gap::NONE {
            return true;
        }
        if earlier == later {
            return false;
        }
        let moves = self.room.made(&self.at, (earlier, later), missing, |node, direction, near| {
            let said = points.edges(node, direction).filter(|&(other, _)| !points.is_zero(other));
            near.extend(said.map(|(other, edge)| (other, points.gap(edge))));
        });
        let Some(moves) = moves else { return false };
        for (node, at) in moves {
            self.at[node.index()] = at;
        }
        true
    }
}
