//! Two scenes that one person is in, in the flesh, at places that lie apart, and too little time between them.
//!
//! Places lie apart where a way between them is stated, or several that lead from the one to the other: then it takes at
//! least the shortest of them (Dijkstra, "A note on two problems in connexion with graphs", 1959). Of two places that no
//! way ties nothing is known: the one may be a room of the other. A way counts as its least, for people round: "2 hours" is
//! at least 1 hour; "1 hour", half of one.
//!
//! Two scenes clash in every order where neither can follow the other after the way: each of these is one question about two
//! points, and where both are out of the question there is no order left, since they exclude each other. They may clash
//! where nothing keeps them from it and the claims put them so close together that the way takes more than half of the time
//! that there can be at most: of two scenes that are only unordered nothing is said.
//!
//! A person's scenes among places that ways tie are compared, each with each where they are few, else each with those listed
//! shortly before it and with those that it is claimed to lie within: O(n) questions. Ways cost O(places * ways log).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::Checked;
use super::people::{Presence, end, present, start};
use crate::calendar::Duration;
use crate::source::Location;
use crate::story::{CharacterId, PlaceId, SceneId, Story};
use crate::time::{Gap, Must, Node, Relation, Says, Step, Subject};

/// Two scenes that clash for somebody who is in both.
#[derive(Clone, Debug)]
pub(super) struct Clash {
    /// Whoever is.
    pub(super) who: Vec<CharacterId>,
    /// The one listed first, and the other.
    pub(super) scenes: [Presence; 2],
    /// Their places.
    pub(super) places: [PlaceId; 2],
    /// How long the way takes at least, in minutes.
    pub(super) takes: i64,
    /// Where the ways are stated.
    pub(super) ways: Vec<Location>,
    /// Whether they clash in every order.
    pub(super) proven: bool,
    /// Whether they take place at the same time, if only in part: in every order where that is proven, else in some.
    pub(super) overlap: bool,
    /// What leads there.
    pub(super) because: Vec<(Must, Step)>,
}

/// Every clash, by the scene listed later. A person is told of once at one scene, those of the same two scenes together.
pub(super) fn clashes(checked: &Checked) -> Vec<Clash> {
    let ways = Ways::of(checked.story);
    if ways.is_empty() || checked.has_errors() {
        return Vec::new();
    }
    // Of what is not close together, both ways, nothing is said. Nearly all of it falls out with the first question.
    let mut close: Vec<(Pair, Vec<(Must, Step)>)> =
        candidates(checked, &ways).into_iter().map(|pair| (pair, Vec::new())).collect();
    let questions: [fn(&Pair) -> Must; 2] =
        [|pair| too_soon(pair, 2 * pair.takes), |pair| too_soon(&pair.turned(), 2 * pair.takes)];
    for question in questions {
        let answers = ask(checked, &close, question);
        close.iter_mut().zip(answers).for_each(|((_, because), answer)| because.push(answer));
        close.retain(|(_, because)| because.iter().all(is_so));
    }
    // Whether the later one begins too soon after the other, and the other way round.
    let one_way = ask(checked, &close, |pair| too_soon(pair, pair.takes));
    let other_way = ask(checked, &close, |pair| too_soon(&pair.turned(), pair.takes));
    let (mut clashing, mut open) = (Vec::new(), Vec::new());
    for ((pair, answers), both) in
        close.into_iter().zip(one_way.into_iter().zip(other_way).map(|(one, other)| [one, other]))
    {
        if both.iter().all(is_so) {
            clashing.push((pair, both.to_vec()));
        } else {
            open.push((pair, answers));
        }
    }
    let mut found = proven(checked, &ways, clashing);
    found.extend(possible(checked, &ways, open));
    put_together(found)
}

fn is_so((_, step): &(Must, Step)) -> bool {
    *step != Step::Open
}

/// What clashes in every order: at the same time, or too soon after each other.
fn proven(checked: &Checked, ways: &Ways, clashing: Vec<(Pair, Vec<(Must, Step)>)>) -> Vec<Clash> {
    let meets = ask(checked, &clashing, |pair| too_soon(pair, 0));
    let meets_back = ask(checked, &clashing, |pair| too_soon(&pair.turned(), 0));
    let asked = clashing.into_iter().zip(meets).zip(meets_back);
    let clash = |(((pair, because), one), other): (((Pair, _), _), _)| {
        let overlap = is_so(&one) && is_so(&other);
        pair.clash(ways, true, overlap, if overlap { vec![one, other] } else { because })
    };
    asked.map(clash).collect()
}

/// Of what is close together and does not clash in every order, what may.
fn possible(checked: &Checked, ways: &Ways, close: Vec<(Pair, Vec<(Must, Step)>)>) -> Vec<Clash> {
    let enough = ask(checked, &close, |pair| far_enough(pair, pair.takes));
    let enough_back = ask(checked, &close, |pair| far_enough(&pair.turned(), pair.takes));
    let follows = ask(checked, &close, |pair| far_enough(pair, 0));
    let follows_back = ask(checked, &close, |pair| far_enough(&pair.turned(), 0));
    let mut found = Vec::new();
    for (at, (pair, because)) in close.into_iter().enumerate() {
        if !is_so(&enough[at]) && !is_so(&enough_back[at]) {
            let overlap = !is_so(&follows[at]) && !is_so(&follows_back[at]);
            found.push(pair.clash(ways, false, overlap, because));
        }
    }
    found
}

/// Sorts clashes, leaves each person one at each scene, the worst, and puts those together who clash at the same two scenes.
fn put_together(mut found: Vec<Clash>) -> Vec<Clash> {
    let mut met = BTreeSet::new();
    found.sort_by_key(|clash| (!clash.proven, clash.scenes.map(|at| (at.event, at.scene)), clash.who.clone()));
    found.retain(|clash| met.insert((clash.who.clone(), clash.scenes[1].scene)));
    let mut together: Vec<Clash> = Vec::new();
    for clash in found {
        match together.last_mut() {
            Some(last) if last.scenes.map(|at| at.scene) == clash.scenes.map(|at| at.scene) => {
                last.who.extend(clash.who);
            }
            _ => together.push(clash),
        }
    }
    together
}

/// Two scenes of one person at places apart, the one listed first first.
#[derive(Clone, Debug)]
struct Pair {
    scenes: [Presence; 2],
    places: [PlaceId; 2],
    takes: i64,
}

impl Pair {
    fn turned(&self) -> Self {
        Self { scenes: [self.scenes[1], self.scenes[0]], places: [self.places[1], self.places[0]], takes: self.takes }
    }

    fn clash(self, ways: &Ways, proven: bool, overlap: bool, because: Vec<(Must, Step)>) -> Clash {
        let Self { scenes, places, takes } = self;
        Clash { who: vec![scenes[0].who], scenes, places, takes, ways: ways.written(places), proven, overlap, because }
    }
}

/// That the second of two begins less than so many minutes after the end of the first.
fn too_soon(pair: &Pair, minutes: i64) -> Must {
    let by = Gap::STRICT - Gap::minutes(minutes);
    Must { earlier: start(pair.scenes[1].scene), later: end(pair.scenes[0].scene), by }
}

/// That the second of two begins at least so many minutes after the end of the first.
fn far_enough(pair: &Pair, minutes: i64) -> Must {
    Must { earlier: end(pair.scenes[0].scene), later: start(pair.scenes[1].scene), by: Gap::minutes(minutes) }
}

fn ask<T>(checked: &Checked, pairs: &[(Pair, T)], question: impl Fn(&Pair) -> Must) -> Vec<(Must, Step)> {
    let asked: Vec<Must> = pairs.iter().map(|(pair, _)| question(pair)).collect();
    let steps = checked.solution().must(&asked);
    asked.into_iter().zip(steps).collect()
}

/// Of so few scenes of a person each is compared with each.
const FEW: usize = 32;

/// Of more than that each with so many listed before it, and with as many that it is claimed to lie within.
const NEAR: usize = 4;

/// The scenes that are to be compared.
fn candidates(checked: &Checked, ways: &Ways) -> Vec<Pair> {
    let mut groups: BTreeMap<_, Vec<Presence>> = BTreeMap::new();
    for present in present(checked) {
        if let Some(region) = present.place.and_then(|place| ways.region(place)) {
            groups.entry((present.who, present.layer, region)).or_default().push(present);
        }
    }
    let within = within(checked);
    let mut pairs = Vec::new();
    for mut group in groups.into_values() {
        group.sort_by_key(|present| (present.event, present.scene));
        for (at, &later) in group.iter().enumerate() {
            let first = if group.len() <= FEW { 0 } else { at.saturating_sub(NEAR) };
            let near = group[first..at].iter().copied();
            let around = around(&within, later.scene).filter(|_| group.len() > FEW);
            let around = around.filter_map(|scene| group.iter().find(|present| present.scene == scene).copied());
            for earlier in near.chain(around) {
                let (Some(from), Some(to)) = (earlier.place, later.place) else { continue };
                if let Some(takes) = ways.takes([from, to]) {
                    pairs.push(Pair { scenes: [earlier, later], places: [from, to], takes });
                }
            }
        }
    }
    pairs
}

/// The scene that each is claimed to lie within, or to be at the same time as.
fn within(checked: &Checked) -> BTreeMap<SceneId, SceneId> {
    let projection = checked.projection();
    let claims = projection.network.claims.iter().filter_map(|claim| match (claim.subject, claim.says) {
        (
            Subject::Node(Node::Scene(inner)) | Subject::Outside(Node::Scene(inner)),
            Says::Is { relation: Relation::During | Relation::With, target: Node::Scene(outer), .. },
        ) => Some((projection.scenes[inner as usize], projection.scenes[outer as usize])),
        _ => None,
    });
    claims.collect()
}

/// What a scene lies within, and that in turn.
fn around(within: &BTreeMap<SceneId, SceneId>, scene: SceneId) -> impl Iterator<Item = SceneId> + '_ {
    std::iter::successors(Some(scene), |scene| within.get(scene).copied()).skip(1).take(NEAR)
}

/// The stated ways between places.
struct Ways {
    /// From each place to its neighbours: how long that takes at least, and where it is stated.
    from: BTreeMap<PlaceId, Vec<(PlaceId, i64, Location)>>,
    /// The regions of places that ways tie, by the first place of each.
    region: BTreeMap<PlaceId, PlaceId>,
    /// For each place, how far it is to each other of its region, and the last step there.
    shortest: BTreeMap<PlaceId, BTreeMap<PlaceId, (i64, PlaceId, Location)>>,
}

impl Ways {
    fn of(story: &Story) -> Self {
        let mut ways = Self { from: BTreeMap::new(), region: BTreeMap::new(), shortest: BTreeMap::new() };
        for place in story.places() {
            for way in story.place(place).ways.iter().filter(|way| way.from != place) {
                let takes = least(way.takes);
                ways.from.entry(place).or_default().push((way.from, takes, way.written));
                ways.from.entry(way.from).or_default().push((place, takes, way.written));
            }
        }
        for &place in ways.from.keys() {
            let reached = shortest(&ways.from, place);
            let first = reached.keys().copied().chain([place]).min().unwrap_or(place);
            ways.region.insert(place, first);
            ways.shortest.insert(place, reached);
        }
        ways
    }

    fn is_empty(&self) -> bool {
        self.from.is_empty()
    }

    fn region(&self, place: PlaceId) -> Option<PlaceId> {
        self.region.get(&place).copied()
    }

    /// How long the way takes at least, between two places that lie apart. None where no way is stated, or it may take no time.
    fn takes(&self, [from, to]: [PlaceId; 2]) -> Option<i64> {
        self.shortest.get(&from)?.get(&to).map(|&(takes, ..)| takes).filter(|&takes| takes > 0)
    }

    /// Where the ways from one place to another are stated.
    fn written(&self, [from, to]: [PlaceId; 2]) -> Vec<Location> {
        let mut written = Vec::new();
        let mut at = to;
        while let Some(&(_, before, location)) = self.shortest.get(&from).and_then(|reached| reached.get(&at)) {
            written.push(location);
            at = before;
        }
        written.reverse();
        written
    }
}

/// The shortest way from a place to every other that can be reached.
fn shortest(
    ways: &BTreeMap<PlaceId, Vec<(PlaceId, i64, Location)>>,
    from: PlaceId,
) -> BTreeMap<PlaceId, (i64, PlaceId, Location)> {
    let mut reached: BTreeMap<PlaceId, (i64, PlaceId, Location)> = BTreeMap::new();
    let mut queue = BinaryHeap::from([(Reverse(0), from)]);
    while let Some((Reverse(so_far), place)) = queue.pop() {
        if reached.get(&place).is_some_and(|&(known, ..)| known < so_far) {
            continue;
        }
        for &(next, takes, written) in ways.get(&place).into_iter().flatten() {
            let takes = so_far + takes;
            if next != from && reached.get(&next).is_none_or(|&(known, ..)| takes < known) {
                reached.insert(next, (takes, place, written));
                queue.push((Reverse(takes), next));
            }
        }
    }
    reached
}

/// How many minutes a way takes at least: where "1 hour" was rounded to none to two of them, half of one.
fn least(takes: Duration) -> i64 {
    let distance = takes.distance();
    let is_rounded = (takes.least, takes.most) == (0, 2);
    if is_rounded { (distance.most / 4).max(1) } else { distance.least }
}
