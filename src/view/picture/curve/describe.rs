//! The curve in words, for those who do not see it, and what is said of a single scene.

use crate::knowledge::{Cut, Person};
use crate::layout::curve::Along;
use crate::time::{Chronology, Label, index};
use crate::view::label_name;
use crate::view::picture::CONTRADICTION;
use crate::words;

/// What the curve shows.
pub(super) fn whole(cut: &Cut, chronology: &Chronology, along: Along) -> String {
    let scenes = chronology.places.len();
    let timed = chronology.places.iter().filter(|place| place.event.is_some()).count();
    let ways = match along {
        Along::Telling => "from left to right as told, from top to bottom as it happened",
        Along::Happening => "from left to right as it happened, from top to bottom as told",
    };
    let mut said = vec![format!("{}, {ways}.", counted(scenes, "scene", "scenes"))];
    if chronology.contradiction.is_some() {
        said.push(CONTRADICTION.to_owned());
    }
    let of = |label| chronology.places.iter().filter(|place| place.label == label).count();
    let known = |label: &Label| chronology.contradiction.is_none() || matches!(label, Label::Timeless | Label::Retold);
    let labels = [
        (Label::Flashback, "flashback", "flashbacks"),
        (Label::FlashForward, "flash-forward", "flash-forwards"),
        (Label::Jump, "jump", "jumps"),
        (Label::Retold, "scene that shows an event again", "scenes that show an event again"),
        (Label::Timeless, "scene outside time", "scenes outside time"),
    ];
    let there_are: Vec<String> = (labels.into_iter())
        .filter(|(label, ..)| of(*label) > 0 && known(label))
        .map(|(label, one, more)| counted(of(label), one, more))
        .collect();
    if !there_are.is_empty() {
        said.push(format!("Of them {}.", words::listed(&there_are)));
    }
    if timed > 1 && chronology.contradiction.is_none() {
        said.push(format!("Nonlinearity {:.2}, where 0 is told as it happened.", index(chronology)));
    }
    let people = cut.characters().len();
    if people > 0 {
        said.push(format!("{} in it.", counted(people, "character", "characters")));
    }
    if timed > 0 && chronology.contradiction.is_none() {
        said.push(in_order(cut, chronology));
    }
    said.join(" ")
}

/// Of how many scenes it is said in which order they happened.
const LISTED: usize = 100;

/// What happened, in the order in which it is listed.
fn in_order(cut: &Cut, chronology: &Chronology) -> String {
    let scenes: Vec<u32> = chronology.events.iter().flat_map(|event| &event.scenes).copied().collect();
    let named = |&rank: &u32| {
        let scene = cut.scene(rank);
        let label = chronology.places[rank as usize].label;
        let label = if label == Label::Present { String::new() } else { format!(" ({})", label_name(label)) };
        format!("{}. {}{label}", scene.number(), scene.title())
    };
    let mut listed: Vec<String> = scenes.iter().take(LISTED).map(named).collect();
    if scenes.len() > LISTED {
        listed.push(format!("and {} more", scenes.len() - LISTED));
    }
    format!("As it happened: {}.", listed.join("; "))
}

fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// A scene: its number and title, how it stands to the time of its telling, where it is and who is in it.
pub(super) fn scene(cut: &Cut, label: Option<Label>, rank: u32) -> String {
    let scene = cut.scene(rank);
    let label = label.filter(|&label| label != Label::Present).map(|label| label_name(label).to_owned());
    let label = match (label, scene.strand_name()) {
        (Some(label), Some(strand)) => Some(format!("{label}: {strand}")),
        (label, strand) => label.or(strand.map(str::to_owned)),
    };
    let person = |person: &Person| match person.role {
        Some(role) => format!("{} ({role})", person.name),
        None => person.name.to_owned(),
    };
    let cast: Vec<String> = scene.cast().iter().map(person).collect();
    let said = [
        scene.work_title().map(str::to_owned),
        Some(format!("{}. {}", scene.number(), scene.title())),
        label,
        scene.layer().map(str::to_owned),
        scene.place().map(str::to_owned),
        Some(cast.join(", ")),
    ];
    said.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<String>>().join(" · ")
}
