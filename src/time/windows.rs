//! Between which times of each calendar every instant lies.

use std::collections::VecDeque;

use petgraph::Direction::{self, Incoming, Outgoing};
use petgraph::graph::NodeIndex;

use super::chronology::{Bounds, Spans};
use super::events::Events;
use super::longest::{Through, longest};
use super::points::Points;
use super::{Calendar, Gap, Network, Says, Window};

/// How every instant stands to the zero of one calendar.
#[derive(Clone)]
pub(super) struct Windows {
    /// How much later than the zero each instant is at least. None where nothing bounds it.
    pub(super) after_zero: Vec<Option<Gap>>,
    /// How much later than each instant the zero is at least.
    pub(super) before_zero: Vec<Option<Gap>>,
}

impl Windows {
    /// For each calendar of the points. None where there is no solution. Costs what [`longest`] does, twice a calendar.
    pub(super) fn of(points: &Points) -> Option<Vec<Self>> {
        let side = |zero: usize, direction| {
            let mut from = vec![None; points.graph.node_count()];
            from[zero] = Some(Gap::NONE);
            longest(points, direction, from, Through::Everything)
        };
        (0..points.calendars.len())
            .map(|zero| Some(Self { after_zero: side(zero, Outgoing)?, before_zero: side(zero, Incoming)? }))
            .collect()
    }

    /// Whether one instant can be as late as another without leaving this calendar's bounds.
    pub(super) fn let_follow(&self, earlier: NodeIndex, later: NodeIndex) -> bool {
        match (self.before_zero[later.index()], self.after_zero[earlier.index()]) {
            (Some(before), Some(after)) => !(before + after).is_later(),
            _ => true,
        }
    }

    /// Takes in a link that fits. Costs the edges of the instants that it bounds closer, for each time it does.
    pub(super) fn follow(&mut self, points: &Points, earlier: NodeIndex, later: NodeIndex) {
        spread(points, Outgoing, &mut self.after_zero, earlier, later);
        spread(points, Incoming, &mut self.before_zero, later, earlier);
    }
}

/// Passes a bound on from one node to another, and from there to whatever it bounds closer.
fn spread(points: &Points, direction: Direction, bounds: &mut [Option<Gap>], from: NodeIndex, to: NodeIndex) {
    // Uncapped, "by a little more" would be passed on by each link to all before it.
    let bound = bounds[from.index()].map(Gap::capped);
    if bounds[to.index()] >= bound {
        return;
    }
    bounds[to.index()] = bound;
    let mut queue = VecDeque::from([to]);
    while let Some(node) = queue.pop_front() {
        let Some(bound) = bounds[node.index()] else { continue };
        for (other, edge) in points.edges(node, direction) {
            let closer = Some((bound + points.gap(edge)).capped());
            if bounds[other.index()] < closer {
                bounds[other.index()] = closer;
                queue.push_back(other);
            }
        }
    }
}

/// Within which bounds the events of a listing begin, by the claims alone and with the links. Linear.
pub(super) fn spans(
    (network, events): (&Network, &Events),
    points: &Points,
    listing: &[u32],
    declared: &[Windows],
    told: &[Windows],
) -> Vec<Spans> {
    let bounds = |windows: &Windows| {
        let of = |&event: &u32| {
            let start = points.start[event as usize].index();
            Bounds { earliest: windows.after_zero[start], latest: windows.before_zero[start] }
        };
        listing.iter().map(of).collect()
    };
    let both = declared.iter().zip(told).zip(&points.calendars);
    both.map(|((declared, told), &calendar)| Spans {
        calendar,
        claimed: claimed(network, events, listing, calendar),
        declared: bounds(declared),
        told: bounds(told),
    })
    .filter(|spans| spans.told.iter().any(|bounds| *bounds != Bounds::default()))
    .collect()
}

/// The stretch of a calendar that each event's own dates name, where it has any.
fn claimed(network: &Network, events: &Events, listing: &[u32], calendar: Calendar) -> Vec<Option<Window>> {
    let mut claimed: Vec<Option<Window>> = vec![None; listing.len()];
    for claim in &network.claims {
        let Says::At(of, window) = claim.says else { continue };
        for event in events.of_subject(claim.subject).filter(|_| of == calendar) {
            let known = claimed[event as usize].unwrap_or(window);
            claimed[event as usize] =
                Some(Window { from: known.from.max(window.from), until: known.until.min(window.until) });
        }
    }
    listing.iter().map(|&event| claimed[event as usize]).collect()
}
