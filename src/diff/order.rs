//! What moved in the telling and in the order of events, what is a flashback now, and where orders come from.
//!
//! For what is next to each other in both orders of events that is known of each; for the others, as many as edits part or
//! bring together, it is asked of [`Solution::orders`](crate::time::Solution::orders), but of no more than [`MOST`] from
//! either side: two stories that have little in common are not worth a walk for each.

use super::claims::Claimed;
use super::matched::Matched;
use super::moved::{Placed, moved};
use super::{Change, Group, Kind, Named};
use crate::story::{FactId, SceneId, WorkId};
use crate::time::{Chronology, Label, Node, Step};
use crate::view;

/// So many pairs are asked for from either side, at most.
pub(super) const MOST: usize = 2048;

/// Which scenes of either story moved.
pub(super) type Moves = [Vec<bool>; 2];

/// Adds what moved in the telling. A scene stands in the order of its work; that of works is told with their universe.
pub(super) fn told(matched: &Matched, changes: &mut Vec<Change>) -> Moves {
    let stories = matched.sides.map(|side| side.story);
    let mut moves = stories.map(|story| vec![false; story.scenes().len()]);
    let alone = stories.iter().all(|story| story.universe().is_none());
    for work in stories[0].work_ids() {
        let is_it = |other: &WorkId| alone || stories[1].work(*other).id == stories[0].work(work).id;
        let Some(other) = stories[1].work_ids().find(is_it) else { continue };
        let stays: Vec<(SceneId, SceneId)> = (stories[0].scenes_of(work))
            .filter_map(|old| Some((old, matched.scenes[0][old.index()]?)))
            .filter(|&(_, new)| stories[1].scene(new).work == other)
            .collect();
        let mut sorted: Vec<SceneId> = stays.iter().map(|&(_, new)| new).collect();
        sorted.sort_unstable();
        let tells = |side: usize, scene| stories[side].ties(scene).next().is_some();
        let placed: Vec<Placed> = stays
            .iter()
            .map(|&(old, new)| Placed {
                called: [&stories[0].scene(old).id, &stories[1].scene(new).id],
                place: sorted.partition_point(|&it| it < new) as u32,
                likely: tells(0, old) || tells(1, new),
            })
            .collect();
        for (&(old, new), _) in stays.iter().zip(moved(&placed)).filter(|(_, moved)| *moved) {
            (moves[0][old.index()], moves[1][new.index()]) = (true, true);
            let before = [0, 1].map(|side| {
                let scene = [old, new][side];
                let before = scene.0.checked_sub(1).map(SceneId);
                let before = before.filter(|&it| stories[side].scene(it).work == stories[side].scene(scene).work);
                matched.scene_named(side, before)
            });
            let change = Change::new(Group::Telling, Kind::Told, "scene", matched.both_scenes(0, old));
            changes.push(change.other(before));
        }
    }
    moves
}

/// Something that happens: a scene, or a fact that is told and not shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Happening {
    Scene(SceneId),
    Fact(FactId),
}

/// The order of events of one story.
struct Listed<'m> {
    chronology: &'m Chronology,
    /// Everything that happens, event after event.
    all: Vec<(u32, Happening)>,
    /// Where each scene and each fact stands in it.
    places: [Vec<Option<u32>>; 2],
}

impl<'m> Listed<'m> {
    fn of(matched: &Matched<'m>, side: usize) -> Self {
        let it = matched.sides[side];
        let chronology = it.solution.chronology();
        let mut places = [vec![None; it.story.scenes().len()], vec![None; it.story.facts().len()]];
        let mut all = Vec::new();
        for (at, event) in (0..).zip(&chronology.events) {
            let scenes = event.scenes.iter().map(|&scene| Happening::Scene(it.projection.scenes[scene as usize]));
            let facts = event.facts.iter().map(|&fact| Happening::Fact(it.projection.facts[fact as usize]));
            for happening in scenes.chain(facts) {
                let (table, index) = happening.index();
                places[table][index] = Some(all.len() as u32);
                all.push((at, happening));
            }
        }
        Self { chronology, all, places }
    }

    fn place(&self, happening: Happening) -> Option<u32> {
        let (table, index) = happening.index();
        self.places[table][index]
    }

    fn event(&self, happening: Happening) -> Option<u32> {
        self.place(happening).map(|place| self.all[place as usize].0)
    }

    /// What shows an event first, or tells it.
    fn first_of(&self, event: u32) -> Happening {
        self.all[self.all.partition_point(|&(it, _)| it < event)].1
    }

    /// Everything of an event.
    fn all_of(&self, event: u32) -> impl Iterator<Item = Happening> {
        let from = self.all.partition_point(|&(it, _)| it < event);
        self.all[from..].iter().take_while(move |&&(it, _)| it == event).map(|&(_, happening)| happening)
    }
}

impl Happening {
    fn index(self) -> (usize, usize) {
        match self {
            Self::Scene(scene) => (0, scene.index()),
            Self::Fact(fact) => (1, fact.index()),
        }
    }

    /// What it is in the other story.
    fn other(self, matched: &Matched, side: usize) -> Option<Self> {
        match self {
            Self::Scene(scene) => matched.scenes[side][scene.index()].map(Self::Scene),
            Self::Fact(fact) => matched.facts[side][fact.index()].map(Self::Fact),
        }
    }

    fn named(self, matched: &Matched, side: usize) -> Named {
        match self {
            Self::Scene(scene) => matched.scene(side, scene),
            Self::Fact(fact) => matched.fact(side, fact),
        }
    }

    fn id<'m>(self, matched: &Matched<'m>, side: usize) -> &'m str {
        match self {
            Self::Scene(scene) => &matched.sides[side].story.scene(scene).id,
            Self::Fact(fact) => &matched.sides[side].story.fact(fact).id,
        }
    }

    fn table(self) -> &'static str {
        match self {
            Self::Scene(_) => "scene",
            Self::Fact(_) => "facts",
        }
    }
}

/// Adds what moved in the order of events, labels that changed otherwise, and where orders come from.
///
/// Where the claims of a story contradict each other there is no order: that is said, and nothing compared.
pub(super) fn happened(matched: &Matched, told: &Moves, claimed: &Claimed, changes: &mut Vec<Change>) {
    let listed = [0, 1].map(|side| Listed::of(matched, side));
    let contradicts = [0, 1].map(|side| listed[side].chronology.contradiction.is_some());
    if contradicts != [false, false] {
        if contradicts[0] != contradicts[1] {
            let value = contradicts.map(|contradicts| contradicts.then(String::new));
            changes.push(Change::new(Group::Happening, Kind::Contradiction, "", [None, None]).value(value));
        }
        return;
    }
    let moves = moves(matched, &listed, told, claimed, changes);
    labels(matched, &listed, [told, &moves[0]], changes);
    steps(matched, &listed, &moves, claimed, changes);
}

/// Of scenes and of facts, which moved in the order of events.
type Happened = [Moves; 2];

fn moves(
    matched: &Matched,
    listed: &[Listed; 2],
    told: &Moves,
    claimed: &Claimed,
    changes: &mut Vec<Change>,
) -> Happened {
    let stays: Vec<(Happening, Happening, u32)> = (listed[0].all.iter())
        .filter_map(|&(_, old)| {
            let new = old.other(matched, 0)?;
            Some((old, new, listed[1].place(new)?))
        })
        .collect();
    let mut sorted: Vec<u32> = stays.iter().map(|&(.., place)| place).collect();
    sorted.sort_unstable();
    let likely = |new| match new {
        Happening::Scene(scene) => claimed.scenes.contains(&scene) || told[1][scene.index()],
        Happening::Fact(_) => false,
    };
    let placed: Vec<Placed> = stays
        .iter()
        .map(|&(old, new, place)| Placed {
            called: [old.id(matched, 0), new.id(matched, 1)],
            place: sorted.partition_point(|&it| it < place) as u32,
            likely: likely(new),
        })
        .collect();
    let mut moves: Happened =
        [0, 1].map(|table| [0, 1].map(|side: usize| vec![false; listed[side].places[table].len()]));
    let those: Vec<(Happening, Happening)> =
        stays.iter().zip(moved(&placed)).filter(|(_, moved)| *moved).map(|(&(old, new, _), _)| (old, new)).collect();
    for &(old, new) in &those {
        for (side, it) in [old, new].into_iter().enumerate() {
            let (table, index) = it.index();
            moves[table][side][index] = true;
        }
    }
    for &(old, new) in &those {
        let firsts =
            [(0, old), (1, new)].map(|(side, it)| listed[side].event(it).map(|event| listed[side].first_of(event)));
        let [Some(first), Some(second)] = firsts else { continue };
        let (table, index) = first.index();
        if first != old && first.other(matched, 0) == Some(second) && moves[table][0][index] {
            continue; // another showing of an event that is told to have moved
        }
        let at = |side: usize| {
            let event = listed[side].event([old, new][side])?;
            let before = event.checked_sub(1).map(|before| listed[side].first_of(before).named(matched, side));
            Some((before, listed[side].chronology.events[event as usize].step))
        };
        let [(old_before, old_step), (new_before, new_step)] = [at(0), at(1)].map(Option::unwrap_or_default);
        let subject = [Some(old.named(matched, 0)), Some(new.named(matched, 1))];
        let change = Change::new(Group::Happening, Kind::Happens, old.table(), subject);
        let value = [old_step, new_step].map(|step| step.map(|step| view::step_name(step).to_owned()));
        changes.push(change.other([old_before, new_before]).value(value));
    }
    moves
}

/// Labels that are others, of scenes that did not move. That a scene is timeless is told with what it says.
fn labels(matched: &Matched, listed: &[Listed; 2], moves: [&Moves; 2], changes: &mut Vec<Change>) {
    for old in matched.sides[0].story.scenes() {
        let Some(new) = matched.scenes[0][old.index()] else { continue };
        let labels = [listed[0].chronology.places[old.index()].label, listed[1].chronology.places[new.index()].label];
        let is_moved = moves.iter().any(|moves| moves[0][old.index()]);
        if labels[0] != labels[1] && !is_moved && !labels.contains(&Label::Timeless) {
            let value = labels.map(|label| Some(view::label_name(label).to_owned()));
            let subject = matched.both_scenes(0, old);
            changes.push(Change::new(Group::Happening, Kind::Label, "scene", subject).value(value));
        }
    }
}

/// Two that are next to each other in one story, and what they are in the other.
struct Neighbours {
    here: [Happening; 2],
    there: [Happening; 2],
    step: Step,
}

/// Where orders between neighbours come from, where that changed, neither of them moved, and no claim that is new or gone
/// tells it.
fn steps(matched: &Matched, listed: &[Listed; 2], moves: &Happened, claimed: &Claimed, changes: &mut Vec<Change>) {
    let mut found = Vec::new();
    let mut unasked = claimed.unasked;
    for side in [0, 1] {
        let mut apart = Vec::new();
        for pair in neighbours(matched, listed, moves, side) {
            let events = pair.there.map(|it| listed[1 - side].event(it));
            let [Some(first), Some(second)] = events else { continue };
            if second == first + 1 {
                let there = listed[1 - side].chronology.events[second as usize].step.unwrap_or(Step::Open);
                if there != pair.step {
                    found.push(step_change(matched, side, &pair, there));
                }
            } else if first < second && apart.len() < MOST {
                let node = |it| match it {
                    Happening::Scene(scene) => Some(Node::Scene(scene.0)),
                    Happening::Fact(fact) => matched.node(1 - side, fact),
                };
                let [before, after] = pair.there.map(node);
                apart.extend(before.zip(after).map(|asked| (pair, asked)));
            } else if first < second {
                unasked[side] += 1;
            }
        }
        let asked: Vec<(Node, Node)> = apart.iter().map(|&(_, asked)| asked).collect();
        let steps = matched.sides[1 - side].solution.orders(&asked);
        let differing = apart.iter().zip(steps).filter(|((pair, _), there)| pair.step != *there);
        found.extend(differing.map(|((pair, _), there)| step_change(matched, side, pair, there)));
    }
    found.sort();
    found.dedup(); // what is next to each other in both was met twice
    let is_told = |change: &Change| match [&change.subject[1], &change.other[1]] {
        [Some(before), Some(after)] => claimed.orders.contains(&[before.clone(), after.clone()]),
        _ => false,
    };
    changes.extend(found.into_iter().filter(|change| !is_told(change)));
    if unasked != [0, 0] {
        let value = unasked.map(|many| Some(many.to_string()));
        changes.push(Change::new(Group::Happening, Kind::Unasked, "", [None, None]).value(value));
    }
}

fn neighbours<'l>(
    matched: &'l Matched,
    listed: &'l [Listed; 2],
    moves: &'l Happened,
    side: usize,
) -> impl Iterator<Item = Neighbours> + 'l {
    let stays = move |event: u32| {
        let stays = listed[side].all_of(event).filter_map(|it| {
            let (table, index) = it.index();
            let other = it.other(matched, side).filter(|&other| listed[1 - side].place(other).is_some())?;
            (!moves[table][side][index]).then_some((it, other))
        });
        // The same one from either side.
        stays.min_by_key(|(it, other)| {
            let mut called = [it.id(matched, side), other.id(matched, 1 - side)];
            called.sort_unstable();
            called
        })
    };
    let events = &listed[side].chronology.events;
    (1..events.len() as u32).filter_map(move |event| {
        let ((before, before_there), (after, after_there)) = (stays(event - 1)?, stays(event)?);
        let step = events[event as usize].step?;
        Some(Neighbours { here: [before, after], there: [before_there, after_there], step })
    })
}

fn step_change(matched: &Matched, side: usize, pair: &Neighbours, there: Step) -> Change {
    let both = |at: usize| {
        let mut both = [None, None];
        both[side] = Some(pair.here[at].named(matched, side));
        both[1 - side] = Some(pair.there[at].named(matched, 1 - side));
        both
    };
    let mut value = [None, None];
    value[side] = Some(view::step_name(pair.step).to_owned());
    value[1 - side] = Some(view::step_name(there).to_owned());
    let change = Change::new(Group::Happening, Kind::Order, pair.here[0].table(), both(0));
    change.other(both(1)).value(value)
}
