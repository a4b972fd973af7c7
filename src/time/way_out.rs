//! The least change to one claim that would let all claims have a solution.

use super::contradiction::is_solved;
use super::events::Events;
use super::{Because, ChainStep, Claim, Contradiction, Distance, Gap, Network, Point, Relation, Says, Window};

/// More claims than this are not tried.
const TRIED: usize = 12;

/// A claim that could be otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WayOut {
    /// Which, by its place in [`Network::claims`].
    pub claim: u32,
    /// What would do.
    pub change: Change,
}

/// What would do. Where it is open, the bound itself would not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// It is later: at this minute of its calendar.
    Later {
        /// The minute.
        minute: i64,
        /// Whether it must be later than that, by however little.
        open: bool,
    },
    /// It is earlier: at this minute of its calendar.
    Earlier {
        /// The minute.
        minute: i64,
        /// Whether it must be earlier than that, by however little.
        open: bool,
    },
    /// Its distance or duration is longer: so many minutes.
    Longer {
        /// How many.
        minutes: i64,
        /// Whether it must be more than that, by however little.
        open: bool,
    },
    /// Its distance or duration is shorter: so many minutes.
    Shorter {
        /// How many.
        minutes: i64,
        /// Whether it must be less than that, by however little.
        open: bool,
    },
    /// It says after where it says before, or the other way round.
    TurnedRound,
}

/// Every claim of a contradiction that could be otherwise so that nothing contradicts any more, but for the other
/// contradictions: dates and lengths that give way by as much as is too much, then those that could be turned round,
/// the last first. None where no one claim would do, or there are too many to try. Costs a solution of the network for
/// each claim tried.
pub fn ways_out(
    network: &Network,
    contradiction: &Contradiction,
    others: &[Contradiction],
) -> impl Iterator<Item = WayOut> {
    let events = Events::of(network);
    let mut left_out: Vec<u32> = others.iter().flat_map(Contradiction::claims).collect();
    left_out.sort_unstable();
    let excess = contradiction.excess();
    let claims = contradiction.claims();
    let given = contradiction.cycle.iter().filter_map(|step| give_way(network, step, excess));
    let turned = claims.iter().rev().map(|&claim| WayOut { claim, change: Change::TurnedRound });
    let few = claims.len() <= TRIED;
    let ways: Vec<WayOut> = given.chain(turned).filter(|_| few).collect();
    let mut tried = network.clone();
    ways.into_iter().filter(move |way_out| {
        let claim = way_out.claim as usize;
        let Some(says) = changed(network.claims[claim].says, way_out.change) else { return false };
        tried.claims[claim] = Claim { says, ..network.claims[claim] };
        let solved = is_solved(&tried, &events, &left_out);
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

/// What a claim would say.
fn changed(says: Says, change: Change) -> Option<Says> {
    let length = match change {
        Change::Longer { minutes, open } => Some(Distance { least: minutes, most: minutes + i64::from(open) }),
        Change::Shorter { minutes, open } => Some(Distance { least: minutes - i64::from(open), most: minutes }),
        _ => None,
    };
    let length = length.filter(|length: &Distance| length.least >= 0);
    match (says, change) {
        // Time is dense: what must be later than a minute's beginning can be within that minute.
        (Says::At(calendar, _), Change::Later { minute, .. }) => {
            Some(Says::At(calendar, Window { from: minute, until: minute + 1 }))
        }
        (Says::At(calendar, _), Change::Earlier { minute, open }) => {
            let minute = minute - i64::from(open);
            Some(Says::At(calendar, Window { from: minute, until: minute + 1 }))
        }
        (Says::Lasts(_), _) => length.map(Says::Lasts),
        (Says::Is { relation, target, by: Some(_) }, Change::Longer { .. } | Change::Shorter { .. }) => {
            Some(Says::Is { relation, target, by: Some(length?) })
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
