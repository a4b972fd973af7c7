//! What is so when, who knows what and who is where. All of it happens in some of the plain scenes, one after another and
//! hours apart, so that it holds in what really happens; each claims to come after the one before, so that it can be proven.

use std::fmt::{Display, Formatter, Result};

use super::calendar::{DAY, YEAR};
use super::claims;
use super::random::Purpose;
use super::words::Thing;
use super::world::{Kind, PILLARS, Party, Relation, Strand, World};

/// What changes hands. What the second is told in is written on the way.
pub(super) static THINGS: &[Thing] = &[
    ("suitcase", "The suitcase", "Brown leather, and one lock that opens."),
    ("logbook", "The logbook", "It is begun on the first day."),
    ("music-box", "The music box", "One tune, and a note is missing."),
];

/// What can be in a thing, or on it.
const CONTENTS: [&str; 5] = ["nothing", "letters", "a coat", "돈", "sand"];

/// Places that lie apart.
pub(super) static APART: &[Thing] = &[
    ("quay", "The quay", "The boat leaves from here, if it does."),
    ("reef", "암초 (the reef)", "Nothing but a hut, and a bell."),
    ("far-shore", "The far shore", "On clear days one sees its lamps."),
];

/// How long the way takes, from each place to the next.
pub(super) const WAYS: [&str; 2] = ["1 to 2 hours", "exactly 150 minutes"];

pub(super) const MOTHER: Thing = ("halmeoni", "Halmeoni (할머니)", "She was born before the harbour.");
pub(super) const SON: Thing = ("the-pilot", "The pilot", "He knows where the water is deep.");

/// The fact that puts the light out.
const DARK: u32 = 1;

/// A state or a fact, with its value or its knower. Shown as an entry of a table.
pub(super) struct Entry(String);

/// What one scene says.
#[derive(Default)]
pub(super) struct Said {
    pub(super) becomes: Vec<Entry>,
    pub(super) needs: Vec<Entry>,
    pub(super) learns: Vec<Entry>,
    pub(super) uses: Vec<Entry>,
}

/// Whether such things happen in a scene: in the first pillars, then in every other that is sure to be on `main`.
pub(super) fn carries(world: &World, scene: u32) -> bool {
    let pillar = scene / PILLARS;
    let is_chosen = scene.is_multiple_of(PILLARS) && (pillar < 5 || pillar.is_multiple_of(2));
    world.continuity && is_chosen && scene % 7 != 6 && scene < world.scenes()
}

/// The last scene before one in which such things happen, so many pillars or a multiple of that earlier.
fn before(world: &World, scene: u32, step: u32) -> Option<u32> {
    let earlier = |at: &u32| at.checked_sub(step * PILLARS);
    std::iter::successors(earlier(&scene), earlier).find(|&at| carries(world, at))
}

/// What a scene claims for the sake of what happens in it.
pub(super) fn leans_on(world: &World, scene: u32) -> Vec<(Relation, Party)> {
    if !carries(world, scene) {
        return Vec::new();
    }
    let last = before(world, scene, 1).map(Party::Scene);
    let fact = is_dark_since(world, scene).then_some(Party::Fact(DARK));
    last.into_iter().chain(fact).map(|party| (Relation::After, party)).collect()
}

/// Whether a scene is the first that comes after the light is put out.
fn is_dark_since(world: &World, scene: u32) -> bool {
    let is_after = |at| world.relation(Party::Scene(at), Party::Fact(DARK)) == Some(Relation::After);
    is_after(scene) && before(world, scene, 1).is_none_or(|last| !is_after(last))
}

/// The scene by whose end the mother is dead: about two thirds into the story.
fn death(world: &World) -> Option<u32> {
    let pillar = world.scenes() / PILLARS * 2 / 3;
    before(world, (pillar + 1) * PILLARS, 1)
}

/// Who else is in a scene, and whether only as a voice.
pub(super) fn also_there(world: &World, scene: u32) -> Vec<String> {
    let long_ago = world.continuity && world.kind(scene) == Kind::On(Strand::Summer);
    if !long_ago && !carries(world, scene) {
        return Vec::new();
    }
    let lives = long_ago || death(world).is_none_or(|death| scene <= death);
    let mother =
        if lives { format!("\"{}\"", MOTHER.0) } else { format!("{{ who = \"{}\", as = \"voice\" }}", MOTHER.0) };
    vec![mother, format!("\"{}\"", SON.0)]
}

/// Where a scene takes place that is among the places that lie apart.
pub(super) fn place(world: &World, scene: u32) -> Option<&'static Thing> {
    let mut draws = world.draws(Purpose::Lives, scene);
    carries(world, scene).then(|| draws.pick(APART))
}

/// When the mother is born, and when the son: long before all that happens.
pub(super) fn births(world: &World) -> [i64; 2] {
    let mother = world.first_day - 60 * YEAR - i64::from(world.scenes()) * DAY / 24;
    [mother, mother + 25 * YEAR]
}

/// What each thing is at first.
pub(super) fn begins(thing: usize) -> &'static str {
    if thing == 1 { "{ exists = false }" } else { "{ holds = \"nothing\" }" }
}

/// What a fact that is told and not shown changes.
pub(super) fn of_fact(world: &World, fact: u32) -> Vec<Entry> {
    if world.continuity && fact == DARK { vec![Entry::of("lighthouse.lit", "false")] } else { Vec::new() }
}

/// What a scene says of such things.
pub(super) fn of_scene(world: &World, scene: u32) -> Said {
    let mut said = Said::default();
    if !carries(world, scene) {
        return said;
    }
    of_things(world, scene, &mut said);
    let alive = format!("{}.alive", MOTHER.0);
    match death(world) {
        Some(death) if death == scene => said.becomes.push(Entry::of(&alive, "false")),
        Some(death) => said.needs.push(Entry::of(&alive, if scene < death { "true" } else { "false" })),
        None => {}
    }
    if is_dark_since(world, scene) {
        said.needs.push(Entry::of("lighthouse.lit", "false"));
    }
    let taught = |at: u32| {
        let fact = (at / 10).min(world.facts() - 1);
        Entry(format!("{} = [\"fact-{fact}\"]", claims::here(at)))
    };
    said.learns.push(taught(scene));
    said.uses.extend(before(world, scene, 1).map(taught));
    said
}

/// Each thing is handled in turn: it is as the scene before left it, and is left otherwise.
fn of_things(world: &World, scene: u32, said: &mut Said) {
    let number = THINGS.len() as u32;
    let turn = scene / PILLARS % number;
    let thing = THINGS[turn as usize].0;
    let (holds, exists) = (format!("{thing}.holds"), format!("{thing}.exists"));
    let left = |at: u32| {
        let content = world.draws(Purpose::Contents, at).pick(&CONTENTS);
        Entry::of(&holds, &format!("\"{content}\""))
    };
    match before(world, scene, number) {
        Some(last) => said.needs.push(left(last)),
        None if turn == 1 => said.becomes.push(Entry::of(&exists, "true")),
        None => said.needs.push(Entry::of(&holds, "\"nothing\"")),
    }
    said.becomes.push(left(scene));
    let is_last = (1..).map(|turns| scene + turns * number * PILLARS).take_while(|&at| at < world.scenes());
    if turn == 2 && !is_last.take(4).any(|at| carries(world, at)) {
        said.becomes.push(Entry::of(&exists, "false"));
    }
}

impl Entry {
    fn of(state: &str, value: &str) -> Self {
        Self(format!("\"{state}\" = {value}"))
    }
}

impl Display for Entry {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(&self.0)
    }
}
