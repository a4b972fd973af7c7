//! What is so along story time: what scenes and told facts set and need, held against every order that the claims and kept
//! links allow. Worked out once, for all rules that tell of it.
//!
//! Events that need or change one state on one layer are a group (`continuity`). What needs a state without saying so: who is
//! in a scene in the flesh is alive; what is used there, or changed, exists. Of what comes of one change all that is proven is
//! one slip, told at its first scene.

use std::collections::{BTreeMap, BTreeSet};

use super::Checked;
use crate::continuity::{self, Entry, Found, Group, Last, Met};
use crate::problem::{Code, Problem};
use crate::source::Location;
use crate::story::{Cast, CharacterId, LayerId, Owner, SceneId, StateId, StateIs, Story, ThingId, Value};
use crate::time::{Node, Point};

/// Everything that is wrong with what is so when.
#[derive(Debug, Default)]
pub(super) struct States {
    pub(super) slips: Vec<Slip>,
    /// Changes to different values that have no order between them.
    pub(super) clashes: Vec<Clash>,
}

/// Of so many slips of a kind it is shown what leads there, which takes a walk through the story each.
const SHOWN: usize = 50;

/// What asks for a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asks {
    /// Somebody is there in the flesh.
    Flesh(CharacterId),
    /// Something of a thing is needed or changed.
    Use(ThingId),
    /// The writer says so.
    Need,
}

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sure {
    /// In every order, by the claims alone.
    Declared,
    /// In every order that keeps the links.
    Told,
    /// In some order.
    Possible,
    /// Whatever the order: nothing ever makes it so.
    Never,
}

/// Something that is asked for and not so.
#[derive(Clone, Debug)]
pub(super) struct Slip {
    pub(super) asks: Asks,
    pub(super) sure: Sure,
    pub(super) state: StateId,
    /// What is asked for.
    pub(super) wanted: Value,
    /// The first that asks, in telling order.
    pub(super) first: Event,
    /// The others.
    pub(super) others: Vec<Event>,
    /// What made it otherwise. None: it was so at first.
    pub(super) because: Option<Change>,
    /// Whether that comes before the first in every order.
    pub(super) comes_before: bool,
    /// What would make it so, and whether it comes before the first in every order; or else it may come too late.
    pub(super) right: Option<(Change, bool)>,
}

/// Two changes without an order, and how many more there are.
#[derive(Clone, Debug)]
pub(super) struct Clash {
    pub(super) state: StateId,
    pub(super) changes: [Change; 2],
    pub(super) more: usize,
}

/// A scene or told fact, and where it says what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) node: Node,
    pub(super) written: Location,
}

/// A change, and what to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) event: Event,
    pub(super) value: Value,
}

/// All that is said of one state on one layer.
#[derive(Default)]
struct Said {
    changes: Vec<Change>,
    needs: Vec<(Event, Asks, Value)>,
}

impl States {
    /// About linear in what is said of states, and in the story where anything is: see `continuity`.
    pub(super) fn of(checked: &Checked) -> Self {
        let story = checked.story;
        let mut states = Self::default();
        if story.states().len() == 0 || checked.has_errors() || checked.is_contradictory() {
            return states;
        }
        let said = Gathered::of(checked).said;
        let keys: Vec<(StateId, Option<LayerId>)> = said.keys().copied().collect();
        let groups: Vec<Group> = said.iter().map(|(&(state, _), said)| group(story, state, said)).collect();
        let found = continuity::judge(checked.solution(), &groups);
        for (((state, _), said), (group, found)) in keys.into_iter().zip(said.values()).zip(groups.iter().zip(found)) {
            let slips = slips(state, said, group, &found);
            if slips.is_empty()
                && let Some(&(one, other)) = found.clashes.first()
            {
                let changes = [one, other].map(|change| said.changes[change].clone());
                states.clashes.push(Clash { state, changes, more: found.clashes.len() - 1 });
            }
            states.slips.extend(slips);
        }
        states
    }

    /// The slips of some kind, each with whether there are so few before it that what leads to it is shown.
    pub(super) fn slips(&self, is: impl Fn(&Slip) -> bool) -> impl Iterator<Item = (&Slip, bool)> {
        self.slips.iter().filter(move |slip| is(slip)).enumerate().map(|(at, slip)| (slip, at < SHOWN))
    }
}

/// What a state is at first: as is said, and if nobody says, characters live and things exist.
pub(super) fn begins(story: &Story, state: StateId) -> Option<Value> {
    let state = story.state(state);
    let unless_said = (state.is_life() || state.is_existence()).then_some(Value::Flag(true));
    state.begins.as_ref().map(|(value, _)| value.clone()).or(unless_said)
}

/// A group as ids of time, its values numbered.
fn group(story: &Story, state: StateId, said: &Said) -> Group {
    let mut numbers: BTreeMap<Value, u32> = BTreeMap::new();
    let mut number = |value: &Value| {
        let next = numbers.len() as u32;
        *numbers.entry(value.clone()).or_insert(next)
    };
    let begins = begins(story, state).map(|value| number(&value));
    let changes = said.changes.iter().map(|change| Entry { at: change.event.node, value: number(&change.value) });
    let changes = changes.collect();
    let needs = said.needs.iter().map(|(event, _, value)| Entry { at: event.node, value: number(value) }).collect();
    Group { begins, changes, needs }
}

/// What is wrong with a group: for each kind of need and each reason one slip.
fn slips(state: StateId, said: &Said, group: &Group, found: &Found) -> Vec<Slip> {
    let mut slips: BTreeMap<(Asks, &Value, Option<usize>, bool), Slip> = BTreeMap::new();
    for (need, met) in found.needs.iter().enumerate() {
        let (event, asks, wanted) = &said.needs[need];
        let value = group.needs[need].value;
        let is_ever_so = group.begins == Some(value) || group.changes.iter().any(|change| change.value == value);
        let (sure, wrong, right) = match met {
            Met::Always => continue,
            Met::Sometimes { wrong, right } => (Sure::Possible, wrong, right.first()),
            Met::Never(wrong, _) if !is_ever_so && *asks == Asks::Need => (Sure::Never, wrong, None),
            Met::Never(wrong, true) => (Sure::Declared, wrong, None),
            Met::Never(wrong, false) => (Sure::Told, wrong, None),
        };
        let change = |last: Option<&Last>| match last {
            Some(&(Last::Before(change) | Last::Open(change))) => Some(change),
            Some(Last::Beginning) | None => None,
        };
        let culprit = change(wrong.first()).filter(|_| sure != Sure::Never);
        let key = (*asks, wanted, culprit, sure == Sure::Possible);
        let slip = slips.entry(key).or_insert_with(|| Slip {
            asks: *asks,
            sure,
            state,
            wanted: wanted.clone(),
            first: *event,
            others: Vec::new(),
            because: culprit.map(|change| said.changes[change].clone()),
            comes_before: matches!(wrong.first(), Some(Last::Before(_))),
            right: change(right).map(|change| (said.changes[change].clone(), matches!(right, Some(Last::Before(_))))),
        });
        if slip.first != *event {
            slip.others.push(*event);
        }
    }
    // What is certain of a change says enough of it.
    let certain: BTreeSet<(Asks, Option<usize>)> =
        slips.keys().filter(|key| !key.3).map(|&(asks, _, culprit, _)| (asks, culprit)).collect();
    let kept = slips
        .into_iter()
        .filter(|((asks, _, culprit, possible), _)| !possible || !certain.contains(&(*asks, *culprit)));
    kept.map(|(_, slip)| slip).collect()
}

/// What the whole story says of its states.
struct Gathered<'a> {
    story: &'a Story,
    /// The state of a character's life, and of a thing's being there, where anything is said of it.
    lives: BTreeMap<CharacterId, StateId>,
    existences: BTreeMap<ThingId, StateId>,
    said: BTreeMap<(StateId, Option<LayerId>), Said>,
}

impl<'a> Gathered<'a> {
    fn of(checked: &Checked<'a>) -> Self {
        let story = checked.story;
        let mut gathered = Self { story, lives: BTreeMap::new(), existences: BTreeMap::new(), said: BTreeMap::new() };
        for state in story.states() {
            match story.state(state).owner {
                Owner::Character(who) if story.state(state).is_life() => {
                    gathered.lives.insert(who, state);
                }
                Owner::Thing(thing) if story.state(state).is_existence() => {
                    gathered.existences.insert(thing, state);
                }
                _ => {}
            }
        }
        let projection = checked.projection();
        for (node, (scene, in_time)) in (0..).zip(projection.scenes.iter().zip(&projection.network.scenes)) {
            if !in_time.timeless {
                gathered.scene(Node::Scene(node), *scene);
            }
        }
        for (node, &fact) in (0..).zip(&projection.facts) {
            let fact = story.fact(fact);
            let event = Event { node: Node::Fact(node), written: fact.written };
            gathered.event(event, None, &fact.continuity.becomes, &fact.continuity.needs);
        }
        gathered
    }

    fn scene(&mut self, node: Node, id: SceneId) {
        let (cast, layer) = as_known_in_the_end(self.story, id);
        let scene = self.story.scene(id);
        let event = Event { node, written: scene.written };
        for who in cast.iter().filter(|cast| cast.role.is_none()).map(|cast| cast.who) {
            let Some(&life) = self.lives.get(&who) else { continue };
            // Who comes back to life there is in it in the flesh.
            if !makes(&scene.continuity.becomes, life) {
                self.need(life, layer, (event, Asks::Flesh(who), Value::Flag(true)));
            }
        }
        self.event(event, layer, &scene.continuity.becomes, &scene.continuity.needs);
    }

    fn event(&mut self, event: Event, layer: Option<LayerId>, becomes: &[StateIs], needs: &[StateIs]) {
        for need in needs {
            let at = Event { written: need.written, ..event };
            self.need(need.state, layer, (at, Asks::Need, need.value.clone()));
        }
        let mut used: Vec<(ThingId, Event)> = Vec::new();
        for (entry, is_change) in needs.iter().map(|need| (need, false)).chain(becomes.iter().map(|it| (it, true))) {
            let state = self.story.state(entry.state);
            if let Owner::Thing(thing) = state.owner
                && !state.is_existence()
                && let Some(&existence) = self.existences.get(&thing)
                && !(is_change && makes(becomes, existence))
                && !used.iter().any(|&(other, _)| other == thing)
            {
                used.push((thing, Event { written: entry.written, ..event }));
                let at = Event { written: entry.written, ..event };
                self.need(existence, layer, (at, Asks::Use(thing), Value::Flag(true)));
            }
        }
        for change in becomes {
            let event = Event { written: change.written, ..event };
            let said = self.said.entry((change.state, layer)).or_default();
            said.changes.push(Change { event, value: change.value.clone() });
        }
    }

    fn need(&mut self, state: StateId, layer: Option<LayerId>, need: (Event, Asks, Value)) {
        self.said.entry((state, layer)).or_default().needs.push(need);
    }
}

/// Whether a state is made true.
fn makes(becomes: &[StateIs], state: StateId) -> bool {
    becomes.iter().any(|change| change.state == state && change.value == Value::Flag(true))
}

/// The cast and the layer of a scene, with all that is ever revealed known.
pub(super) fn as_known_in_the_end(story: &Story, id: SceneId) -> (&[Cast], Option<LayerId>) {
    let scene = story.scene(id);
    let (mut cast, mut layer) = (scene.cast.as_slice(), scene.layer);
    let is_known = |&fact: &_| story.revealed_by(fact).next().is_some();
    for patch in scene.hindsight.iter().filter(|patch| patch.once.iter().all(is_known)) {
        cast = patch.cast.as_deref().unwrap_or(cast);
        layer = patch.layer.or(layer);
    }
    (cast, layer)
}

impl Slip {
    /// Whether it is so in every order.
    pub(super) fn is_proven(&self) -> bool {
        self.sure != Sure::Possible
    }

    /// What to say at the first that asks, with how many others do.
    pub(super) fn asked(&self, what: &str) -> String {
        match self.others.len() {
            0 => what.to_owned(),
            1 => format!("{what}, and in one more scene"),
            more => format!("{what}, and in {more} more scenes"),
        }
    }

    /// What would settle it, where it is not so in every order.
    pub(super) fn say_which_comes_first(&self, checked: &Checked, problem: Problem) -> Problem {
        let asks = self.first.node;
        // Which two have no order, and how the second should stand to the first.
        let unsettled = match (&self.because, &self.right) {
            (Some(wrong), _) if !self.comes_before => Some((wrong.event.node, "before", asks)),
            (Some(wrong), Some((right, true))) => Some((wrong.event.node, "after", right.event.node)),
            (_, Some((right, false))) => Some((right.event.node, "after", asks)),
            _ => None,
        };
        let Some((first, relation, second)) = unsettled else { return problem };
        let (first, second) = (checked.named(first), checked.named(second));
        let id = first.trim_matches('`');
        problem.help(format!(
            "nothing says which comes first, {first} or {second}: `when = {{ {relation} = \"{id}\" }}` on {second} would do"
        ))
    }

    /// A problem where something asks in vain, with the change that has it otherwise and what puts that first.
    pub(super) fn problem(
        &self,
        checked: &Checked,
        head: (&'static Code, String),
        label: &str,
        is_shown: bool,
    ) -> Problem {
        let (code, message) = head;
        let asks = self.first;
        let mut problem = Problem::new(code, asks.written.file, message).at_location(asks.written, self.asked(label));
        let state = checked.story.state_name(self.state);
        match &self.because {
            Some(change) => {
                let name = checked.named(change.event.node);
                let label = format!("`{state}` is {} from the end of {name} on", change.value);
                problem = problem.at_location(change.event.written, label);
            }
            None => {
                if let Some((value, written)) = &checked.story.state(self.state).begins {
                    problem = problem.at_location(*written, format!("`{state}` is {value} at first"));
                }
            }
        }
        if let Some((right, comes_before)) = &self.right {
            let name = checked.named(right.event.node);
            let but = if *comes_before { "may not be the last to change it" } else { "may come too late" };
            let label = format!("{name} makes it {}, and {but}", right.value);
            problem = problem.at_location(right.event.written, label);
        }
        let ends = self.because.as_ref().map(|change| (Point::End(change.event.node), Point::Start(asks.node)));
        match ends.filter(|_| is_shown && self.comes_before) {
            Some((earlier, later)) => checked.show_what_leads(problem, earlier, later),
            None => problem,
        }
    }
}
