//! In what order did it happen? Claims and links go in, a listing of events comes out.
//!
//! Pure and dense: no text, no names, no story, only numbers. The meaning of every word is
//! fixed in docs/model.md: a claim is declared, a link is assumed from the telling, and
//! what is declared beats what is assumed.
//!
//! ```text
//! Network ─events─▶ ─points─▶ ─links─▶ ─precedence─▶ ─listing─▶ ─labels─▶ Chronology
//!                      └─ contradiction, where the claims have no solution
//! ```

mod anchors;
mod chain;
mod chronology;
mod contradiction;
mod events;
mod gap;
mod guess;
mod labels;
mod links;
mod listing;
mod longest;
mod meaning;
mod network;
mod orders;
mod paths;
mod placement;
mod points;
mod precedence;
mod room;
mod schedule;
mod shape;
mod solution;
mod way_out;
mod windows;

pub use anchors::{Stance, beside};
pub use chain::{Because, ChainStep, Point, proof, together, total, why};
pub use chronology::{Bounds, Chronology, Event, Label, Place, Spans, Step};
pub use contradiction::Contradiction;
pub use gap::Gap;
pub use network::{
    Calendar, Claim, Distance, MAIN, Network, Node, Relation, Says, Scene, Strand, Subject, Telling, Window,
};
pub(crate) use orders::{Instant, Orders, Tried};
pub use shape::{Formula, formula, index};
pub use solution::{Must, Solution};
pub use way_out::{Change, WayOut, ways_out};

use events::Events;
use links::Candidate;
use points::Points;
use schedule::Schedule;
use windows::Windows;

/// Lists the events of a network in the order in which they happened.
///
/// Where the claims have no solution the events are listed as told, and
/// [`Chronology::contradiction`] says why.
///
/// Every step is linear in scenes and claims (a strand's claim counts once for each scene on it),
/// with a logarithm for the listing, but for distances and links: see `precedence.rs` and `links.rs`.
///
/// ```
/// use storyline::time::{chronology, Claim, Network, Node, Relation, Scene, Subject, Telling};
///
/// // Three scenes; the last one says that it happened before the first.
/// let last = Subject::Node(Node::Scene(2));
/// let network = Network {
///     scenes: vec![Scene::default(); 3],
///     strands: vec![Telling::Forwards],
///     claims: vec![Claim::is(last, Relation::Before, Node::Scene(0))],
///     ..Network::default()
/// };
/// let listed: Vec<u32> = chronology(&network).events.iter().map(|e| e.scenes[0]).collect();
/// assert_eq!(listed, [2, 0, 1]);
/// ```
///
/// # Panics
/// If the network names a scene, a fact, a strand or a calendar that it does not hold.
#[must_use]
pub fn chronology(network: &Network) -> Chronology {
    Solution::of(network).into_chronology()
}

/// Why the claims of a network have no solution, if they have none: contradictions that have no claim in common, until
/// the other claims have a solution. Links never contradict, and are not asked.
///
/// Those among a theory's claims alone come first; in the length of the others only claims of the story itself count. No
/// more than 32 are looked for.
///
/// # Panics
/// If the network names a scene, a fact, a strand or a calendar that it does not hold.
#[must_use]
pub fn contradictions(network: &Network) -> Vec<Contradiction> {
    let events = Events::of(network);
    if has_solution(network, &events) {
        return Vec::new();
    }
    // What a theory says may contradict itself. Then as few of the other claims as can be are looked for.
    let canon = network.claims.len() as u32 - network.assumed;
    let mut found = Vec::new();
    if network.assumed > 0 {
        find_apart((network, &events), &mut found, (0..canon).collect(), u32::MAX);
    }
    let of_theory = found.iter().flat_map(Contradiction::claims).collect();
    find_apart((network, &events), &mut found, of_theory, canon);
    found
}

/// Adds contradictions that have no claim in common, nor one of those that are left out. Claims from a place on do not
/// count: where more contradictions may be found they have a solution, but for those that are left out.
fn find_apart(
    (network, events): (&Network, &Events),
    found: &mut Vec<Contradiction>,
    mut left_out: Vec<u32>,
    counted: u32,
) {
    const ENOUGH: usize = 32;
    left_out.sort_unstable();
    while found.len() < ENOUGH
        && let Some(contradiction) = contradiction::find(network, events, &left_out, counted)
        && !contradiction.claims().is_empty()
    {
        left_out.extend(contradiction.claims());
        left_out.sort_unstable();
        found.push(contradiction);
    }
}

/// What the claims alone say of every point, a time for each, within which bounds of each calendar it lies, and the links
/// that may be added.
struct Solved {
    points: Points,
    schedule: Schedule,
    windows: Vec<Windows>,
    candidates: Vec<Candidate>,
}

/// Whether the claims have a solution. Looks at no link.
fn has_solution(network: &Network, events: &Events) -> bool {
    let Some(mut points) = Points::declared(network, events) else { return false };
    Schedule::new(&mut points, &[]).is_some() && Windows::of(&points).is_some()
}

/// None where the claims have no solution.
fn solve(network: &Network, events: &Events) -> Option<Solved> {
    let mut points = Points::declared(network, events)?;
    let candidates = links::candidates(network, events, &points);
    let schedule = Schedule::new(&mut points, &candidates)?;
    let windows = Windows::of(&points)?;
    Some(Solved { points, schedule, windows, candidates })
}
