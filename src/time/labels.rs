//! Each scene's place in the order of what happened, and how it stands to its telling (model.md 2.5).

use super::events::Events;
use super::links::Link;
use super::{Chronology, Contradiction, Event, Label, MAIN, Node, Place, Step};

/// Puts the answer together from a listing of events and the step to each. Linear.
pub(super) fn place(
    events: &Events,
    listing: Vec<u32>,
    steps: &[Step],
    links: &[Option<Link>],
    contradiction: Option<Contradiction>,
) -> Chronology {
    let mut position = vec![0; listing.len()];
    let mut places: Vec<Place> = (events.strand_of.iter())
        .map(|&strand| Place { event: None, rank: None, label: Label::Timeless, strand, linked_to: None })
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
    label(events, &position, links, &mut places);
    Chronology { events: listed, places, spans: Vec::new(), contradiction }
}

fn label(events: &Events, position: &[u32], links: &[Option<Link>], places: &mut [Place]) {
    let on_main = |scene: u32| events.strand_of[scene as usize] == Some(MAIN);
    let mut event_on_main = vec![false; position.len()];
    for &scene in &events.on_strand[MAIN.0 as usize] {
        if let Some(event) = events.of_scene(scene) {
            event_on_main[event as usize] = true;
        }
    }
    let next = next_on_main(events);
    let mut shown = vec![false; position.len()];
    let mut last: Option<u32> = None; // the event last told of those that are on main
    for scene in 0..places.len() as u32 {
        let Some(event) = events.of_scene(scene) else { continue };
        let listed = |event: u32| position[event as usize];
        let is_after_next = || {
            let next = next[scene as usize].iter().flatten().find(|&&next| next != event);
            next.is_some_and(|&next| listed(event) > listed(next))
        };
        places[scene as usize].label = if shown[event as usize] {
            Label::Retold
        } else if on_main(scene) {
            let left_out = links.get(scene as usize).is_some_and(|link| link.is_some_and(|link| !link.kept));
            if left_out { Label::Jump } else { Label::Present }
        } else if is_after_next() {
            Label::FlashForward
        } else if last.is_some_and(|last| listed(event) < listed(last)) {
            Label::Flashback
        } else if event_on_main[event as usize] {
            Label::Present
        } else {
            Label::Aside
        };
        shown[event as usize] = true;
        if event_on_main[event as usize] {
            last = Some(event);
        }
    }
}

/// For each scene, the events of the next scene on main and of the next one there that shows another.
fn next_on_main(events: &Events) -> Vec<[Option<u32>; 2]> {
    let mut next = vec![[None, None]; events.strand_of.len()];
    let mut ahead = [None, None];
    for scene in (0..events.strand_of.len()).rev() {
        next[scene] = ahead;
        if events.strand_of[scene] == Some(MAIN)
            && let event @ Some(_) = events.of_scene(scene as u32)
            && ahead[0] != event
        {
            ahead = [event, ahead[0]];
        }
    }
    next
}
