//! What a story says of time, read off what really happens and written down.

use std::fmt;

use super::calendar::{self, YEAR};
use super::lives;
use super::random::{Draws, Purpose};
use super::words::CHARACTERS;
use super::world::{Kind, Party, Relation, World};

/// Of so many scenes one says how far it is from another, or how long it lasts.
const MEASURED: u32 = 200;

/// No more scenes than this say so: distances tie a story together, and each costs a walk through what it ties.
const MEASURES: u32 = 40;

/// One claim. Shown as it is written in the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Claim {
    targets: Vec<(Relation, Party)>,
    by: Option<String>,
    at: Option<String>,
    once: Option<u32>,
}

impl Claim {
    fn about(relation: Relation, target: Party) -> Self {
        Self { targets: vec![(relation, target)], ..Self::default() }
    }

    /// Whether it compares its subject with something, which takes a scene off `main` unless it says otherwise.
    pub(super) fn relates(&self) -> bool {
        !self.targets.is_empty()
    }
}

/// What a scene claims.
pub(super) fn of_scene(world: &World, scene: u32) -> Vec<Claim> {
    let subject = Party::Scene(scene);
    let Some(time) = world.time(subject) else { return Vec::new() };
    let mut draws = world.draws(Purpose::Claims, scene);
    let mut claim = Claim {
        targets: leans_on(world, scene).into_iter().chain(lives::leans_on(world, scene)).collect(),
        ..Claim::default()
    };
    for _ in 0..how_many(world.kind(scene), &mut draws) {
        let target = some_party(world, scene, &mut draws);
        let known = claim.targets.iter().any(|&(_, other)| other == target);
        let relation = world.relation(subject, target).filter(|_| target != subject && !known);
        claim.targets.extend(relation.map(|relation| (relation, target)));
    }
    let mut others = Vec::new();
    if claim.targets.len() > 2 && draws.one_in(8) {
        let (relation, target) = claim.targets.swap_remove(claim.targets.len() - 1);
        let once = Some((scene / 10).min(world.facts() - 1));
        others.push(Claim { once, ..Claim::about(relation, target) });
    }
    if measures(world, scene) == Some(Measure::Distance) {
        others.extend(from_afar(world, scene, &mut draws));
    }
    if scene == 0 || draws.one_in(10) {
        let at = calendar::at(time.start, world.first_day, &mut draws);
        if draws.one_in(2) {
            claim.at = Some(at);
        } else {
            others.push(Claim { at: Some(at), ..Claim::default() });
        }
    }
    let says_something = claim.relates() || claim.at.is_some();
    says_something.then_some(claim).into_iter().chain(others).collect()
}

/// What is claimed of a fact that is told and not shown.
pub(super) fn of_fact(world: &World, fact: u32) -> Vec<Claim> {
    let subject = Party::Fact(fact);
    let Some(time) = world.time(subject) else { return Vec::new() };
    let mut draws = world.draws(Purpose::FactClaims, fact);
    let mut claims: Vec<Claim> = (0..3)
        .filter_map(|_| {
            let target = some_scene(world, fact * 10, &mut draws);
            world.relation(subject, target).map(|relation| Claim::about(relation, target))
        })
        .collect();
    if claims.is_empty() || draws.one_in(3) {
        claims.push(Claim { at: Some(calendar::at(time.start, world.first_day, &mut draws)), ..Claim::default() });
    }
    claims
}

/// How long a scene lasts, where it says so.
pub(super) fn lasts(world: &World, scene: u32) -> Option<String> {
    let time = world.time(Party::Scene(scene)).filter(|_| measures(world, scene) == Some(Measure::Length))?;
    Some(calendar::duration(time.end - time.start, &mut world.draws(Purpose::Claims, scene)))
}

/// A scene that a scene brings about, and that it says to come before.
pub(super) fn causes(world: &World, scene: u32) -> Option<Party> {
    let claims = of_scene(world, scene);
    let mut targets = claims.iter().filter(|claim| claim.once.is_none()).flat_map(|claim| &claim.targets);
    let later = targets.find(|(relation, party)| *relation == Relation::Before && matches!(party, Party::Scene(_)));
    later.filter(|_| world.draws(Purpose::Causes, scene).one_in(3)).map(|&(_, effect)| effect)
}

/// Who a scene is about.
pub(super) fn here(scene: u32) -> &'static str {
    CHARACTERS[scene as usize % CHARACTERS.len()].0
}

/// What makes a scene the kind of scene that it is.
fn leans_on(world: &World, scene: u32) -> Option<(Relation, Party)> {
    let pillar = Party::Scene(world.pillar(scene));
    // The pillar that was told last; flashbacks happen before it, flash-forwards after.
    let told_last = Party::Scene(scene - scene % 4);
    match world.kind(scene) {
        Kind::Flashback => Some((Relation::Before, told_last)),
        Kind::FlashForward => Some((Relation::After, told_last)),
        Kind::Framed => Some((Relation::During, pillar)),
        Kind::Meanwhile => Some((Relation::With, pillar)),
        Kind::Retold => Some((Relation::Same, pillar)),
        Kind::Plain | Kind::On(_) | Kind::Timeless => None,
    }
}

/// How many more things a scene compares itself with: of the plain ones many say nothing, so that it comes to about
/// three claims a scene.
fn how_many(kind: Kind, draws: &mut Draws) -> u32 {
    match kind {
        Kind::Plain if draws.below(100) < 45 => 0,
        Kind::Plain => 3 + draws.below(5),
        _ => 1 + draws.below(4),
    }
}

/// Most often a scene told near by, sometimes one far away or a fact.
fn some_party(world: &World, scene: u32, draws: &mut Draws) -> Party {
    let told = (scene / 40 * 4 + 1) % world.facts();
    match draws.below(100) {
        0..4 => Party::Scene(draws.below(world.scenes())),
        4..8 if world.is_told(told) => Party::Fact(told),
        _ => some_scene(world, scene, draws),
    }
}

/// One of the scenes told near by, before or later.
fn some_scene(world: &World, scene: u32, draws: &mut Draws) -> Party {
    let near = (scene + draws.below(40)).saturating_sub(25);
    Party::Scene(near.min(world.scenes() - 1))
}

#[derive(PartialEq, Eq)]
enum Measure {
    Distance,
    Length,
}

fn measures(world: &World, scene: u32) -> Option<Measure> {
    let every = MEASURED.max(world.scenes() / MEASURES);
    let distance = (scene / every).is_multiple_of(2);
    (scene % every == 9).then_some(if distance { Measure::Distance } else { Measure::Length })
}

/// How far a scene is from the last one that ends before it or begins after it.
fn from_afar(world: &World, scene: u32, draws: &mut Draws) -> Option<Claim> {
    let subject = Party::Scene(scene);
    let time = world.time(subject)?;
    let (relation, target, distance) = (1..=9.min(scene)).find_map(|back| {
        let target = Party::Scene(scene - back);
        let other = world.time(target)?;
        match world.relation(subject, target)? {
            Relation::Before => Some((Relation::Before, target, other.start - time.end)),
            Relation::After => Some((Relation::After, target, time.start - other.end)),
            _ => None,
        }
    })?;
    // Durations have six digits at most.
    let by = (distance < 100 * YEAR).then(|| calendar::duration(distance, draws));
    Some(Claim { by, ..Claim::about(relation, target) })
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut keys: Vec<String> = Vec::new();
        let words = [
            ("before", Relation::Before),
            ("after", Relation::After),
            ("during", Relation::During),
            ("with", Relation::With),
            ("same", Relation::Same),
        ];
        for (word, relation) in words {
            let targets = self.targets.iter().filter(|(claimed, _)| *claimed == relation);
            let targets: Vec<String> = targets.map(|(_, target)| format!("\"{target}\"")).collect();
            match &targets[..] {
                [] => {}
                [target] => keys.push(format!("{word} = {target}")),
                targets => keys.push(format!("{word} = [{}]", targets.join(", "))),
            }
        }
        keys.extend(self.by.as_ref().map(|by| format!("by = \"{by}\"")));
        keys.extend(self.at.as_ref().map(|at| format!("at = \"{at}\"")));
        keys.extend(self.once.map(|fact| format!("once = \"fact-{fact}\"")));
        write!(f, "{{ {} }}", keys.join(", "))
    }
}
