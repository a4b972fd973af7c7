//! In what order did it happen? Claims and links go in, a listing of events comes out.
//!
//! Pure and dense: no text, no names, no story, only numbers. The meaning of every word is
//! fixed in docs/model.md: a claim is declared, a link is assumed from the telling, and
//! what is declared beats what is assumed.
//!
//! ```text
//! Network ─events─▶ ─points─▶ ─links─▶ ─anchors─▶ ─listing─▶ ─labels─▶ Chronology
//!                      └─ contradiction, where the claims have no solution
//! ```

mod anchors;
mod chronology;
mod contradiction;
mod events;
mod labels;
mod links;
mod listing;
mod network;
mod order;
mod points;
mod shape;

pub use chronology::{Chronology, Event, Label, Place, Step};
pub use contradiction::{Contradiction, CycleStep, Point};
pub use network::{Claim, MAIN, Network, Node, Relation, Scene, Strand, Subject, Telling};
pub use shape::{Formula, formula, index};

use events::Events;
use points::Points;

/// Lists the events of a network in the order in which they happened.
///
/// Where the claims have no solution the events are listed as told, and
/// [`Chronology::contradiction`] says why.
///
/// Every step is linear in scenes and claims (a strand's claim counts once for each scene on it),
/// with a logarithm for the listing, but for the links: see `links.rs`.
///
/// ```
/// use storyline::time::{chronology, Claim, Network, Node, Relation, Scene, Subject, Telling};
///
/// // Three scenes; the last one says that it happened before the first.
/// let network = Network {
///     scenes: vec![Scene::default(); 3],
///     strands: vec![Telling::Forwards],
///     claims: vec![Claim {
///         subject: Subject::Node(Node::Scene(2)),
///         relation: Relation::Before,
///         target: Node::Scene(0),
///     }],
///     ..Network::default()
/// };
/// let listed: Vec<u32> = chronology(&network).events.iter().map(|e| e.scenes[0]).collect();
/// assert_eq!(listed, [2, 0, 1]);
/// ```
///
/// # Panics
/// If the network names a scene, a fact or a strand that it does not hold.
#[must_use]
pub fn chronology(network: &Network) -> Chronology {
    let events = Events::of(network);
    let Some(mut points) = Points::declared(network, &events) else {
        let contradiction = contradiction::find(network, &events);
        let listing = (0..events.count()).collect();
        let steps = vec![Step::Open; events.count() as usize];
        return labels::place(&events, listing, &steps, &[], Some(contradiction));
    };
    let links = links::keep_those_that_fit(network, &events, &mut points);
    let rank = anchors::rank(network, &events, &links);
    let (listing, steps) = listing::list(&events, &points, &rank);
    labels::place(&events, listing, &steps, &links, None)
}
