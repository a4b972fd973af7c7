//! Each scene's place in the order of what happened, and how it stands to its telling (model.md 2.5).

use super::events::Events;
use super::links::Link;
use super::{Chronology, Contradiction, Event, Label, Network, Node, Place, Step, Strand};

/// Puts the answer together from a listing of events and the step to each. Linear.
pub(super) fn place(
    (network, events): (&Network, &Events),
    listing: Vec<u32>,
    steps: &[Step],
    links: &[Option<Link>],
    contradiction: Option<Contradiction>,
) -> Chronology {
    let mut position = vec![0; listing.len()];
    let mut places: Vec<Place> = (events.strand_of.iter())
        .map(|&strand| {
            let on_main = strand.is_some_and(|strand| network.is_main(strand));
            Place { event: None, rank: None, label: Label::Timeless, strand, on_main, linked_to: None }
        })
        .collect();
    let mut listed = Vec::with_capacity(listing.len());
    let mut ranks = 0..;
    for (at, event) in (0..).zip(listing) {
        position[event as usize] = at;
        let (mut scenes, mut facts) = (Vec::new(), Vec::new());
        for &node in events.nodes(event) {
            match node {
                Node::Scene(scene) => scenes.push(scene),
                Node::Fact(fact) => facts.push(fact),
            }
        }
        for (&scene, rank) in scenes.iter().zip(ranks.by_ref()) {
            places[scene as usize].event = Some(at);
            places[scene as usize].rank = Some(rank);
        }
        facts.sort_unstable();
        listed.push(Event { scenes, facts, step: (at > 0).then(|| steps[at as usize]) });
    }
    for (scene, link) in (0..).zip(links) {
        places[scene].linked_to = link.filter(|link| link.kept).map(|link| link.from);
    }
    label(network, events, &position, links, &mut places);
    Chronology { events: listed, places, spans: Vec::new(), contradiction }
}

/// Labels every scene. What is on the main strand of another work does not count: a strand does not cross works, whose
/// scenes stand together. Linear.
fn label(network: &Network, events: &Events, position: &[u32], links: &[Option<Link>], places: &mut [Place]) {
    let next = next_on_main(network, events);
    let listed = |event: u32| position[event as usize];
    let mut shown = vec![false; position.len()];
    // The last work on whose main strand each event was found, from 1.
    let mut on_main_of = vec![0; position.len()];
    let mut first = 0;
    for scenes in network.scenes.chunk_by(|one, other| one.work == other.work) {
        let work = scenes[0].work + 1;
        let scenes = first..first + scenes.len() as u32;
        first = scenes.end;
        for scene in scenes.clone().filter(|&scene| is_on_main(network, events, scene)) {
            if let Some(event) = events.of_scene(scene) {
                on_main_of[event as usize] = work;
            }
        }
        let mut last: Option<u32> = None; // the event last told of those that are on main
        for scene in scenes {
            let Some(event) = events.of_scene(scene) else { continue };
            let is_after_next = || {
                let next = next[scene as usize].iter().flatten().find(|&&next| next != event);
                next.is_some_and(|&next| listed(event) > listed(next))
            };
            let event_is_on_main = on_main_of[event as usize] == work;
            places[scene as usize].label = if shown[event as usize] {
                Label::Retold
            } else if is_on_main(network, events, scene) {
                let left_out = links.get(scene as usize).is_some_and(|link| link.is_some_and(|link| !link.kept));
                if left_out { Label::Jump } else { Label::Present }
            } else if is_after_next() {
                Label::FlashForward
            } else if last.is_some_and(|last| listed(event) < listed(last)) {
                Label::Flashback
            } else if event_is_on_main {
                Label::Present
            } else {
                Label::Aside
            };
            shown[event as usize] = true;
            if event_is_on_main {
                last = Some(event);
            }
        }
    }
}

/// For each scene, the events of the next scene on its work's main strand and of the next one there that shows another.
fn next_on_main(network: &Network, events: &Events) -> Vec<[Option<u32>; 2]> {
    let mut next = vec![[None, None]; network.scenes.len()];
    let mut ahead = [None, None];
    let mut work = None;
    for (scene, in_time) in network.scenes.iter().enumerate().rev() {
        if work.replace(in_time.work) != Some(in_time.work) {
            ahead = [None, None];
        }
        next[scene] = ahead;
        if is_on_main(network, events, scene as u32)
            && let event @ Some(_) = events.of_scene(scene as u32)
            && ahead[0] != event
        {
            ahead = [event, ahead[0]];
        }
    }
    next
}

/// Whether a scene is on the main strand of its work.
fn is_on_main(network: &Network, events: &Events, scene: u32) -> bool {
    events.strand_of[scene as usize] == Some(Strand(network.scenes[scene as usize].work))
}
