//! The least change to one claim that would let all claims have a solution.

use super::events::Events;
use super::{Because, ChainStep, Claim, Contradiction, Distance, Gap, Network, Point, Relation, Says, Window, solve};

/// More claims than this are not tried.
const TRIED: usize = 12;

/// A claim that could be otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WayOut {
    /// Which, by its place in [`Network::claims`].
    pub claim: u32,
    /// What would do.
    pub change: Change,
}

/// What would do. Where it is open, the bound itself would not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is at this minute of its calendar or later.
    Later {
        /// The minute.
        minute: i64,
        /// Whether it must be later than that.
        open: bool,
    },
    /// It is at this minute of its calendar or earlier.
    Earlier {
        /// The minute.
        minute: i64,
        /// Whether it must be earlier than that.
        open: bool,
    },
    /// Its distance or duration is so many minutes or more.
    Longer {
        /// How many.
        minutes: i64,
        /// Whether it must be more than that.
        open: bool,
    },
    /// Its distance or duration is so many minutes or less.
    Shorter {
        /// How many.
        minutes: i64,
        /// Whether it must be less than that.
        open: bool,
    },
    /// It says after where it says before, or the other way round.
    TurnedRound,
}

/// A claim of a contradiction that could be otherwise so that nothing contradicts any more: a date or a length that
/// gives way by as much as is too much, else the last of those that could be turned round. None where no one claim
/// would do, or there are too many to try. Costs a solution of the network for each claim tried.
#[must_use]
pub fn way_out(network: &Network, contradiction: &Contradiction) -> Option<WayOut> {
    let excess = contradiction.excess();
    let claims = contradiction.claims();
    if claims.len() > TRIED {
        return None;
    }
    let given = contradiction.cycle.iter().filter_map(|step| give_way(network, step, excess));
    let turned = claims.iter().rev().map(|&claim| WayOut { claim, change: Change::TurnedRound });
    let mut tried = network.clone();
    given.chain(turned).find(|way_out| {
        let claim = way_out.claim as usize;
        let Some(says) = changed(network.claims[claim].says, way_out.change) else { return false };
        tried.claims[claim] = Claim { says, ..network.claims[claim] };
        let solved = solve(&tried, &Events::of(&tried)).is_some();
        tried.claims[claim] = network.claims[claim];
        solved
    })
}

/// How the claim of a step would have to give way.
fn give_way(network: &Network, step: &ChainStep, excess: Gap) -> Option<WayOut> {
    let Because::Claim(claim) = step.because else { return None };
    let gap = step.gap.minutes - excess.minutes;
    // What is strict of its own leaves room for its own bound.
    let open = excess.steps > step.gap.steps;
    let change = match network.claims[claim as usize].says {
        Says::At(..) if matches!(step.earlier, Point::Zero(_)) => Change::Earlier { minute: gap, open },
        Says::At(..) => Change::Later { minute: -gap, open },
        Says::Lasts(_) if matches!(step.earlier, Point::End(_)) => Change::Longer { minutes: -gap, open },
        Says::Is { by: Some(_), .. } if matches!(step.earlier, Point::Start(_)) => {
            Change::Longer { minutes: -gap, open }
        }
        Says::Lasts(_) | Says::Is { by: Some(_), .. } if gap >= 0 => Change::Shorter { minutes: gap, open },
        Says::Lasts(_) | Says::Is { .. } => return None,
    };
    Some(WayOut { claim, change })
}

/// What a claim would say. It keeps what it says besides: a date may be as early as it was, too.
fn changed(says: Says, change: Change) -> Option<Says> {
    let bounded = |distance: Distance| match change {
        Change::Longer { minutes, open } => Some(Distance { most: minutes + i64::from(open), ..distance }),
        Change::Shorter { minutes, open } => {
            Some(Distance { least: minutes - i64::from(open), ..distance }).filter(|distance| distance.least >= 0)
        }
        _ => None,
    };
    match (says, change) {
        (Says::At(calendar, window), Change::Later { minute, open }) => {
            Some(Says::At(calendar, Window { until: minute + 1 + i64::from(open), ..window }))
        }
        (Says::At(calendar, window), Change::Earlier { minute, open }) => {
            Some(Says::At(calendar, Window { from: minute - i64::from(open), ..window }))
        }
        (Says::Lasts(distance), _) => bounded(distance).map(Says::Lasts),
        (Says::Is { relation, target, by: Some(distance) }, Change::Longer { .. } | Change::Shorter { .. }) => {
            Some(Says::Is { relation, target, by: Some(bounded(distance)?) })
        }
        (Says::Is { relation, target, by }, Change::TurnedRound) => {
            let relation = match relation {
                Relation::Before => Relation::After,
                Relation::After => Relation::Before,
                Relation::During | Relation::With | Relation::Same => return None,
            };
            Some(Says::Is { relation, target, by })
        }
        _ => None,
    }
}
