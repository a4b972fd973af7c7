//! Where the order of two events comes from that are neighbours in a picture, and need not be in the listing.

use crate::time::{Chronology, Node, Step};

/// For each of some pairs of scenes and told facts whether the first must begin before the second, as
/// [`Cut::orders`](crate::knowledge::Cut::orders) and [`Solution::orders`](crate::time::Solution::orders) say it.
pub type Orders<'o> = dyn Fn(&[(Node, Node)]) -> Vec<Step> + 'o;

/// For each pair of events of the listing where their order comes from. None where they are one, and where claims
/// contradict each other. Neighbours in the listing have their step: only of others it is asked, of all at once.
#[must_use]
pub fn steps(chronology: &Chronology, pairs: &[(u32, u32)], orders: &Orders) -> Vec<Option<Step>> {
    let mut steps = vec![None; pairs.len()];
    if chronology.contradiction.is_some() {
        return steps;
    }
    let (mut open, mut asked) = (Vec::new(), Vec::new());
    for (at, &(one, other)) in pairs.iter().enumerate() {
        let (first, last) = (one.min(other), one.max(other));
        match last - first {
            0 => (),
            1 => steps[at] = chronology.events[last as usize].step,
            _ => {
                open.push(at);
                asked.extend(node(chronology, first).zip(node(chronology, last)));
            }
        }
    }
    if !asked.is_empty() {
        open.into_iter().zip(orders(&asked)).for_each(|(at, step)| steps[at] = Some(step));
    }
    steps
}

/// A scene that shows an event, else a fact that tells it. Every event has one.
fn node(chronology: &Chronology, event: u32) -> Option<Node> {
    let event = &chronology.events[event as usize];
    event.scenes.first().map(|&scene| Node::Scene(scene)).or_else(|| event.facts.first().map(|&fact| Node::Fact(fact)))
}
