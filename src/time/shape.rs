//! The shape of a telling in a number and in a line: the nonlinearity index and Genette's formula.

use super::{Chronology, Label};

/// How far the telling is from the order of what happened: the sum over scenes of
/// |narrative rank - chronological rank|, divided by n(n-1)/2.
///
/// 0 is told in order. It can exceed 1 (two scenes told backwards: 2), so it is no percentage.
/// Timeless scenes do not count. From Kim, Bach, Im, Schriber, Gross, Pfister, "Visualizing Nonlinear
/// Narratives with Story Curves", IEEE VIS 2017. Linear.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "sums below 2^53 are exact, and a million scenes stay below")]
pub fn index(chronology: &Chronology) -> f64 {
    let ranks: Vec<u32> = chronology.places.iter().filter_map(|place| place.rank).collect();
    let distance: u64 = (0..).zip(&ranks).map(|(narrative, &rank): (u32, _)| u64::from(narrative.abs_diff(rank))).sum();
    let count = ranks.len() as u64;
    if count < 2 { 0.0 } else { distance as f64 / (count * (count - 1) / 2) as f64 }
}

/// One part of Genette's formula.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Formula {
    /// The scenes, in narrative order, each with its event's place among the events shown, from 1.
    pub scenes: Vec<(u32, u32)>,
    /// Whether they are told out of their time, and stand in brackets.
    pub anachrony: bool,
}

/// Genette's formula (Narrative Discourse, 1972, "Order") in parts: runs of scenes told in their time
/// or, between brackets, as flashback or flash-forward. Timeless scenes have no part in it. Linear.
#[must_use]
pub fn formula(chronology: &Chronology) -> Vec<Formula> {
    let mut shown = 0;
    let numbers: Vec<u32> = (chronology.events.iter())
        .map(|event| {
            shown += u32::from(!event.scenes.is_empty());
            shown
        })
        .collect();
    let mut parts: Vec<(Option<Label>, Formula)> = Vec::new();
    for (scene, place) in (0..).zip(&chronology.places) {
        let Some(event) = place.event else { continue };
        let apart = Some(place.label).filter(|label| matches!(label, Label::Flashback | Label::FlashForward));
        match parts.last_mut() {
            Some((label, part)) if *label == apart => part.scenes.push((scene, numbers[event as usize])),
            _ => {
                let scenes = vec![(scene, numbers[event as usize])];
                parts.push((apart, Formula { scenes, anachrony: apart.is_some() }));
            }
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}
