//! What is so along story time: what scenes and told facts set and need, held against every order that the claims and kept
//! links allow. Worked out once, for all rules that tell of it.
//!
//! Events that need or change one state on one layer are a group (`continuity`). What needs a state without saying so: who is
//! in a scene in the flesh is alive; what is used there, or changed, exists. Of what comes of one change all that is proven is
//! one slip, told at its first scene.

use std::collections::{BTreeMap, BTreeSet};

use super::Checked;
use super::leads_there::SHOWN;
use super::people::{InTheEnd, in_the_end};
use crate::continuity::{self, Entry, Found, Group, Last, Met};
use crate::problem::{Code, Problem};
use crate::source::Location;
use crate::story::{CharacterId, LayerId, Owner, SceneId, StateId, StateIs, Story, ThingId, Value};
use crate::time::{Gap, Must, Node, Point, Step};

/// Everything that is wrong with what is so when.
#[derive(Debug, Default)]
pub(super) struct States {
    pub(super) slips: Vec<Slip>,
    /// Changes to different values that have no order between them.
    pub(super) clashes: Vec<Clash>,
}

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
    /// The world in which it is asked for.
    pub(super) layer: Option<LayerId>,
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
    /// What would settle it, where it is not so in every order.
    unsettled: Option<Unsettled>,
}

/// Two events that have no order, and how the second should stand to the first.
#[derive(Clone, Copy, Debug)]
struct Unsettled {
    first: Node,
    relation: &'static str,
    second: Node,
    /// Which begins before the other, if one does in every order: only the end of that one is open.
    begins_first: Option<Node>,
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
        if story.states().len() == 0 || checked.has_errors() {
            return states;
        }
        let said = Gathered::of(checked).said;
        let keys: Vec<(StateId, Option<LayerId>)> = said.keys().copied().collect();
        let groups: Vec<Group> = said.iter().map(|(&(state, _), said)| group(story, state, said)).collect();
        let found = continuity::judge(checked.solution(), &groups);
        for ((key, said), (group, found)) in keys.into_iter().zip(said.values()).zip(groups.iter().zip(found)) {
            let slips = slips(key, said, group, &found);
            if slips.is_empty()
                && let Some(&(one, other)) = found.clashes.first()
            {
                let changes = [one, other].map(|change| said.changes[change].clone());
                states.clashes.push(Clash { state: key.0, changes, more: found.clashes.len() - 1 });
            }
            states.slips.extend(slips);
        }
        states.settle(checked);
        states
    }

    /// Says of what is not so in every order which two events lack one.
    fn settle<'a>(&'a mut self, checked: &Checked) {
        let with_its_events = |slip: &'a mut Slip| {
            let unsettled = slip.unsettled()?;
            Some((slip, unsettled))
        };
        let mut open: Vec<(&mut Slip, Unsettled)> = self.slips.iter_mut().filter_map(with_its_events).collect();
        let begins_before =
            |one, other| Must { earlier: Point::Start(one), later: Point::Start(other), by: Gap::STRICT };
        let asked: Vec<Must> = open
            .iter()
            .flat_map(|(_, at)| [begins_before(at.first, at.second), begins_before(at.second, at.first)])
            .collect();
        let steps = checked.solution().must(&asked);
        for ((slip, unsettled), steps) in open.iter_mut().zip(steps.chunks(2)) {
            let begins_first = match steps {
                [one, _] if *one != Step::Open => Some(unsettled.first),
                [_, other] if *other != Step::Open => Some(unsettled.second),
                _ => None,
            };
            slip.unsettled = Some(Unsettled { begins_first, ..*unsettled });
        }
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
fn slips((state, layer): (StateId, Option<LayerId>), said: &Said, group: &Group, found: &Found) -> Vec<Slip> {
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
            layer,
            wanted: wanted.clone(),
            first: *event,
            others: Vec::new(),
            because: culprit.map(|change| said.changes[change].clone()),
            comes_before: matches!(wrong.first(), Some(Last::Before(_))),
            right: change(right).map(|change| (said.changes[change].clone(), matches!(right, Some(Last::Before(_))))),
            unsettled: None,
        });
        if slip.first != *event {
            slip.others.push(*event);
        }
    }
    // What is certain of a change says enough of it. What nothing ever makes so is of none.
    let certain: BTreeSet<(Asks, Option<usize>)> = slips
        .iter()
        .filter(|(key, slip)| !key.3 && slip.sure != Sure::Never)
        .map(|(&(asks, _, culprit, _), _)| (asks, culprit))
        .collect();
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
    /// What the event at a place of the listing makes true.
    made: BTreeSet<(u32, StateId)>,
}

impl<'a> Gathered<'a> {
    fn of(checked: &Checked<'a>) -> Self {
        let story = checked.story;
        let (lives, existences) = (BTreeMap::new(), BTreeMap::new());
        let mut gathered = Self { story, lives, existences, said: BTreeMap::new(), made: BTreeSet::new() };
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
        gathered.gather_what_events_make(checked);
        let event_of_fact = events_of_facts(checked);
        for (node, (scene, in_time)) in (0..).zip(projection.scenes.iter().zip(&projection.network.scenes)) {
            if !in_time.timeless {
                let shown = checked.chronology().places[node as usize].event;
                gathered.scene((Node::Scene(node), shown), *scene);
            }
        }
        for (node, &fact) in (0..).zip(&projection.facts) {
            let fact = story.fact(fact);
            let event = Event { node: Node::Fact(node), written: fact.written };
            let shown = event_of_fact.get(&node).copied();
            gathered.event((event, shown), None, &fact.continuity.becomes, &fact.continuity.needs);
        }
        gathered
    }

    /// What one showing of an event makes true all of them do.
    fn gather_what_events_make(&mut self, checked: &Checked) {
        let (story, projection) = (self.story, checked.projection());
        for (at, event) in (0..).zip(&checked.chronology().events) {
            let of_scene = |&scene: &u32| &story.scene(projection.scenes[scene as usize]).continuity;
            let of_fact = |&fact: &u32| &story.fact(projection.facts[fact as usize]).continuity;
            let all = event.scenes.iter().map(of_scene).chain(event.facts.iter().map(of_fact));
            let made =
                all.flat_map(|continuity| &continuity.becomes).filter(|change| change.value == Value::Flag(true));
            self.made.extend(made.map(|change| (at, change.state)));
        }
    }

    /// Whether an event makes a state true.
    fn makes(&self, event: Option<u32>, state: StateId) -> bool {
        event.is_some_and(|event| self.made.contains(&(event, state)))
    }

    fn scene(&mut self, (node, shown): (Node, Option<u32>), id: SceneId) {
        let InTheEnd { cast, layer, .. } = in_the_end(self.story, id);
        let scene = self.story.scene(id);
        let event = Event { node, written: scene.written };
        for who in cast.iter().filter(|cast| cast.role.is_none()).map(|cast| cast.who) {
            let Some(&life) = self.lives.get(&who) else { continue };
            // Who comes back to life there is in it in the flesh.
            if !self.makes(shown, life) {
                self.need(life, layer, (event, Asks::Flesh(who), Value::Flag(true)));
            }
        }
        self.event((event, shown), layer, &scene.continuity.becomes, &scene.continuity.needs);
    }

    fn event(
        &mut self,
        (event, shown): (Event, Option<u32>),
        layer: Option<LayerId>,
        becomes: &[StateIs],
        needs: &[StateIs],
    ) {
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
                && !(is_change && self.makes(shown, existence))
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

/// The place in the listing of the event that each told fact tells.
fn events_of_facts(checked: &Checked) -> BTreeMap<u32, u32> {
    let events = (0..).zip(&checked.chronology().events);
    events.flat_map(|(at, event)| event.facts.iter().map(move |&fact| (fact, at))).collect()
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

    /// Which two events have no order, where it is not so in all.
    fn unsettled(&self) -> Option<Unsettled> {
        let asks = self.first.node;
        let (first, relation, second) = match (&self.because, &self.right) {
            _ if self.is_proven() => return None,
            (Some(wrong), _) if !self.comes_before => (wrong.event.node, "before", asks),
            (Some(wrong), Some((right, true))) => (wrong.event.node, "after", right.event.node),
            (_, Some((right, false))) => (right.event.node, "after", asks),
            _ => return None,
        };
        Some(Unsettled { first, relation, second, begins_first: None })
    }

    /// What would settle it, where it is not so in every order.
    pub(super) fn say_which_comes_first(&self, checked: &Checked, problem: Problem) -> Problem {
        let Some(Unsettled { first, relation, second, begins_first }) = self.unsettled else { return problem };
        // To turn round what has begun in every order would contradict it: only how long that lasts is open.
        let (first, second) = if begins_first == Some(second) { (second, first) } else { (first, second) };
        let (first, second) = (checked.named(first), checked.named(second));
        let id = first.trim_matches('`');
        problem.help(if begins_first.is_some() {
            format!(
                "nothing says that {first} is over when {second} begins: claim `after = \"{id}\"` on {second}, or say how \
                 long {first} `lasts`"
            )
        } else {
            format!(
                "nothing says which comes first, {first} or {second}: `when = {{ {relation} = \"{id}\" }}` on {second} would \
                 help"
            )
        })
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
        let is_over = |change: &Change| Must {
            earlier: Point::End(change.event.node),
            later: Point::Start(asks.node),
            by: Gap::NONE,
        };
        let must = self.because.as_ref().filter(|_| is_shown && self.comes_before).map(is_over);
        checked.show_what_leads(problem, must.as_ref())
    }
}
