//! The time model straight from the definitions of model.md, section 2: what the fast engine is tested against.
//!
//! It is slow (up to twelve events or so) and shares nothing with the engine but its input and output types.
//! Each function carries the sentence of the page that it implements, shortened. Where the page can be read
//! in two ways, "Reading:" says which one this is.

mod anchors;
pub(crate) mod by_hand;
mod census;
mod fewest;
mod listing;
pub(crate) mod orders;
mod points;
mod shape;
mod sound;
mod story;

pub(crate) use fewest::fewest_contradictory;
pub(crate) use shape::index;

use listing::listing;
use points::{Constraint, Matrix, closure, has_contradiction, precedes};
use story::{Story, main_of};
use storyline::time::{Label, Network, Node, Step, Strand};

/// What the page says about a network.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    /// The claims alone have no solution.
    pub(crate) contradictory: bool,
    /// Each event as its nodes, scenes first, in the order of the listing.
    pub(crate) listing: Vec<Vec<Node>>,
    /// For each event of the listing, where its order after the one before it comes from.
    pub(crate) steps: Vec<Option<Step>>,
    /// For each event of the listing, where it starts by claims and kept links.
    pub(crate) bounds: Vec<OnCalendars>,
    /// For each event of the listing, where it starts by the claims alone.
    pub(crate) declared_bounds: Vec<OnCalendars>,
    /// Links that hold: the scene told before, and the scene.
    pub(crate) kept_links: Vec<(u32, u32)>,
    /// Links left out: the scene told before, and the scene.
    pub(crate) dropped_links: Vec<(u32, u32)>,
    /// The strand each scene is on.
    pub(crate) strands: Vec<Option<Strand>>,
    /// Whether that is the main strand of its work.
    pub(crate) on_main: Vec<bool>,
    /// How each scene stands to the time of its telling.
    pub(crate) labels: Vec<Label>,
    /// Each scene's place among the scenes that show an event.
    pub(crate) ranks: Vec<Option<u32>>,
}

/// Where one event starts on each calendar: dates first, then story days in their order.
pub(crate) type OnCalendars = Vec<Bounds>;

/// Where one event starts on one calendar, in minutes from its zero, as tight as can be. None: nothing bounds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// It starts no earlier, and where the bool says so not there either.
    pub(crate) earliest: Option<(i64, bool)>,
    /// It starts no later, and where the bool says so not there either.
    pub(crate) latest: Option<(i64, bool)>,
}

/// Everything section 2 says about a network.
///
/// "Where what a viewer is shown is itself contradictory it is listed as told."
/// Reading: links are not judged there at all. None is kept and none is left out. Nothing bounds an event there.
pub(crate) fn reference(network: &Network) -> Answer {
    let story = Story::new(network);
    let events = story.events.len();
    let claims = story.declared();
    let by_claims = closure(story.points(), &claims);
    let contradictory = has_contradiction(&by_claims);
    let mut order: Vec<usize> = (0..events).collect();
    let mut steps = vec![Some(Step::Open); events];
    let (mut kept_links, mut dropped_links) = (Vec::new(), Vec::new());
    let mut bounds = vec![vec![Bounds::default(); 1 + network.story_days.len()]; events];
    let mut declared_bounds = bounds.clone();
    if !contradictory {
        let mut constraints: Vec<Constraint> = claims;
        (kept_links, dropped_links) = story.links(&mut constraints);
        let by_all = closure(story.points(), &constraints);
        order = listing(&story.ranked(&kept_links), &by_all);
        for place in 1..events {
            let (a, b) = (order[place - 1], order[place]);
            steps[place] = Some(step(&by_claims, &by_all, a, b));
        }
        bounds = story.on_calendars(&order, &by_all);
        declared_bounds = story.on_calendars(&order, &by_claims);
    }
    if let Some(first) = steps.first_mut() {
        *first = None;
    }
    let scenes = 0..network.scenes.len();
    let label = |scene| story.label(scene, &order, &dropped_links);
    Answer {
        contradictory,
        labels: scenes.clone().map(label).collect(),
        ranks: story.ranks(&order),
        listing: order.iter().map(|&e| story.events[e].clone()).collect(),
        steps,
        bounds,
        declared_bounds,
        kept_links,
        dropped_links,
        on_main: scenes.map(|scene| story.strands[scene] == Some(main_of(network, scene))).collect(),
        strands: story.strands,
    }
}

/// "Declared (the claims alone imply it), told (it takes a strand's links), or open (only the rule chose)."
///
/// Reading: what is implied is precedence; two events that must start together stand in an open order.
fn step(by_claims: &Matrix, by_all: &Matrix, a: usize, b: usize) -> Step {
    match (precedes(by_claims, a, b), precedes(by_all, a, b)) {
        (true, _) => Step::Declared,
        (false, true) => Step::Told,
        (false, false) => Step::Open,
    }
}
