//! The links of the strands, added one at a time in narrative order; one that does not fit is left out.
//!
//! A link fits unless its later end must come before its earlier end: by what is claimed of dates (the earliest of the
//! one is later than the latest of the other: `windows.rs`) or by what else was said (`schedule.rs`).
//!
//! Where a link fits the schedule as it is, it costs nothing, and the schedule is made so that as many do as can be
//! seen at once; else it costs what must move: little for plain stories, frames, flashbacks, dates told in reverse and
//! a story told wholly backwards, whether its links fit or not. Worst case O(links * edges * log), where claims and
//! telling tangle everywhere.

use petgraph::graph::NodeIndex;

use super::events::Events;
use super::points::Points;
use super::schedule::Schedule;
use super::windows::Windows;
use super::{Network, Telling};

/// A strand's assumption that one scene's event follows another's, as the telling does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// The scene told before on the strand.
    pub(super) from: u32,
    /// Whether it fits what is declared and the links before it.
    pub(super) kept: bool,
}

/// A link that may fit.
pub(super) struct Candidate {
    /// The scene that is linked to the one told before it, and that one.
    scene: u32,
    from: u32,
    /// The end of the one event, which is not later than the start of the other.
    pub(super) earlier: NodeIndex,
    pub(super) later: NodeIndex,
}

/// Every link that the telling suggests, in narrative order. Linear.
pub(super) fn candidates(network: &Network, events: &Events, points: &Points) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let mut told_last: Vec<Option<u32>> = vec![None; events.on_strand.len()];
    for scene in 0..network.scenes.len() as u32 {
        let Some(strand) = events.strand_of[scene as usize] else { continue };
        let Some(from) = told_last[strand.0 as usize].replace(scene) else { continue };
        let (Some(before), Some(event)) = (events.of_scene(from), events.of_scene(scene)) else { continue };
        let (earlier, later) = match network.strands.get(strand.0 as usize).copied().unwrap_or_default() {
            Telling::Forwards => (before, event),
            Telling::Backwards => (event, before),
            Telling::Loosely => continue,
        };
        if before != event {
            let (earlier, later) = (points.end[earlier as usize], points.start[later as usize]);
            candidates.push(Candidate { scene, from, earlier, later });
        }
    }
    candidates
}

/// Adds every link that fits to the points, the schedule and the windows. Says, for each scene that has a link, what
/// became of it.
pub(super) fn keep_those_that_fit(
    candidates: &[Candidate],
    scenes: usize,
    points: &mut Points,
    schedule: &mut Schedule,
    windows: &mut [Windows],
) -> Vec<Option<Link>> {
    let mut links = vec![None; scenes];
    for &Candidate { scene, from, earlier, later } in candidates {
        let kept =
            windows.iter().all(|windows| windows.let_follow(earlier, later)) && schedule.fit(points, earlier, later);
        if kept {
            points.link(earlier, later);
            for windows in &mut *windows {
                windows.follow(points, earlier, later);
            }
        }
        links[scene as usize] = Some(Link { from, kept });
    }
    links
}
