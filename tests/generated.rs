//! The stories that `examples/generate` writes: each is free of problems, and each claim in them holds in what really
//! happens there, by the definitions of docs/model.md 2.1 and a calendar of this file's own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../examples/generate/story/mod.rs"]
mod generated;

use generated::world::{Party, Time, World};
use std::collections::BTreeMap;

use storyline::calendar::{Date, Duration, Moment, Unit};
use storyline::knowledge::{Seen, cut};
use storyline::library;
use storyline::lint::{self, Checked};
use storyline::problem::Severity;
use storyline::source::{FileId, Source};
use storyline::syntax::{self, Cast, Claim, Document, Scene, Text, Value};
use storyline::time::{Label, chronology};

/// So many scenes and this seed.
const STORIES: [(u32, u64); 9] =
    [(20, 1), (20, 2), (21, 3), (39, 4), (40, u64::MAX), (199, 5), (1_000, 6), (1_003, 7), (6_000, 8)];

const DAY: i64 = 24 * 60;

fn written(scenes: u32, seed: u64) -> String {
    let mut bytes = Vec::new();
    generated::write(&World::new(scenes, seed), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn read(text: &str) -> Document {
    syntax::parse(&Source::new("generated.toml", text), FileId::default(), &mut Vec::new())
}

#[test]
fn a_generated_story_has_no_problem_and_no_contradiction() {
    for (scenes, seed) in STORIES {
        let loaded = library::load(Source::new("generated.toml", written(scenes, seed)));
        let story = loaded.story.unwrap();
        let sources = &loaded.sources;
        let mut problems = lint::check(Checked::new(&story, sources), &[], loaded.problems);
        problems.retain(|problem| problem.code.severity != Severity::Info);
        // In a few scenes none may be on a story day.
        problems.retain(|problem| scenes > 100 || !problem.message.contains("`day-1` anchors nothing"));
        assert_eq!(problems, [], "{scenes} {seed}");
        assert_eq!(story.scenes().len(), scenes as usize);
        let whole = cut(&story, &Seen::all(&story));
        assert_eq!(chronology(&whole.network()).contradiction, None, "{scenes} {seed}");
    }
}

#[test]
fn every_claim_holds_in_what_really_happens() {
    for (scenes, seed) in STORIES.into_iter().chain((100..140).map(|seed| (400, seed))) {
        let document = read(&written(scenes, seed));
        let world = World::new(scenes, seed);
        let truth = Truth { world: &world, first_day: first_day(&document) };
        let mut judged = 0;
        for (scene, at) in document.scenes.iter().zip(0..) {
            let strand = document.strands.iter().filter(|strand| named(scene.strand.as_ref(), &strand.id.value));
            for claim in scene.when.iter().chain(strand.flat_map(|strand| &strand.value.when)) {
                truth.judge(Party::Scene(at), claim);
                judged += 1;
            }
            if let (Some(lasts), Some(time)) = (scene.lasts, world.time(Party::Scene(at))) {
                assert!(lies_in(time.end - time.start, lasts.value), "{scenes} {seed}: scene {at} lasts {lasts:?}");
            }
        }
        for (fact, at) in document.facts.iter().zip(0..) {
            fact.value.when.iter().for_each(|claim| truth.judge(Party::Fact(at), claim));
        }
        assert!(judged > scenes as usize / 2, "{scenes} {seed}: {judged}");
    }
}

#[test]
fn every_state_way_birth_and_all_that_people_know_holds_in_what_really_happens() {
    for (scenes, seed) in STORIES.into_iter().chain((100..120).map(|seed| (400, seed))) {
        let document = read(&written(scenes, seed));
        let world = World::new(scenes, seed);
        let truth = Truth { world: &world, first_day: first_day(&document) };
        let judged = [
            truth.judge_states(&document),
            truth.judge_knowledge(&document),
            truth.judge_births(&document),
            truth.judge_journeys(&document),
        ];
        assert!(judged.iter().all(|&judged| judged > 0), "{scenes} {seed}: {judged:?}");
    }
}

#[test]
fn a_plain_story_says_nothing_of_states_knowledge_births_and_ways() {
    let mut bytes = Vec::new();
    generated::write(&World::new(400, 1).without_continuity(), &mut bytes).unwrap();
    let document = read(&String::from_utf8(bytes).unwrap());
    assert!(document.things.is_empty());
    let people = document.characters.iter().chain(&document.places).map(|entry| &entry.value);
    assert!(people.into_iter().all(|it| it.begins.is_empty() && it.born.is_none() && it.from.is_empty()));
    let is_plain = |scene: &Scene| scene.becomes.is_empty() && scene.needs.is_empty() && scene.uses.is_empty();
    assert!(document.scenes.iter().all(is_plain));
}

/// Who is in a scene in the flesh.
fn in_the_flesh(scene: &Scene) -> impl Iterator<Item = &str> {
    scene.cast.iter().filter(|cast: &&Cast| cast.role.is_none()).map(|cast| cast.who.value.as_str())
}

fn named(word: Option<&Text>, id: &str) -> bool {
    word.is_some_and(|word| word.value == id)
}

/// What really happens in a story, and the day that it calls the first.
struct Truth<'w> {
    world: &'w World,
    first_day: i64,
}

impl Truth<'_> {
    fn judge(&self, subject: Party, claim: &Claim) {
        let a = self.world.time(subject).unwrap_or_else(|| panic!("{subject} claims and never happens"));
        let holds = |targets: &[Text], relation: fn(Time, Time) -> bool| {
            targets.iter().all(|word| relation(a, self.world.time(party(word)).unwrap()))
        };
        assert!(holds(&claim.before, |a, b| a.end <= b.start), "{subject}: {claim:?}");
        assert!(holds(&claim.after, |a, b| b.end <= a.start), "{subject}: {claim:?}");
        assert!(holds(&claim.during, |a, b| b.start < a.start && a.end < b.end), "{subject}: {claim:?}");
        assert!(holds(&claim.with, |a, b| a == b), "{subject}: {claim:?}");
        assert!(holds(&claim.same, |a, b| a == b), "{subject}: {claim:?}");
        let targets =
            |words: &[Text]| -> Vec<Time> { words.iter().filter_map(|w| self.world.time(party(w))).collect() };
        if let Some(by) = claim.by {
            for b in targets(&claim.before) {
                assert!(lies_in(b.start - a.end, by.value), "{subject}: {claim:?}");
            }
            for b in targets(&claim.after) {
                assert!(lies_in(a.start - b.end, by.value), "{subject}: {claim:?}");
            }
        }
        if let Some(at) = claim.at {
            let (from, to) = self.span(at.value);
            assert!(from <= a.start && a.start < to, "{subject}: {claim:?}, {from} <= {} < {to}", a.start);
        }
    }

    /// Every scene that happens, with its time.
    fn scenes<'d>(&self, document: &'d Document) -> Vec<(Time, &'d Scene)> {
        let scenes = document.scenes.iter().zip(0..);
        scenes.filter_map(|(scene, at)| Some((self.world.time(Party::Scene(at))?, scene))).collect()
    }

    /// What is needed is what the last change that ended before made it, or what it was at first. Who is there in the
    /// flesh is alive, and what is used exists.
    fn judge_states(&self, document: &Document) -> usize {
        let mut changes: BTreeMap<&str, Vec<(i64, &Value)>> = BTreeMap::new();
        for (time, scene) in self.scenes(document) {
            for change in &scene.becomes {
                changes.entry(&change.state.value).or_default().push((time.end, &change.value.value));
            }
        }
        for (fact, at) in document.facts.iter().zip(0..).filter(|(fact, _)| !fact.value.becomes.is_empty()) {
            let time = self.world.time(Party::Fact(at)).expect("only what happens changes something");
            for change in &fact.value.becomes {
                changes.entry(&change.state.value).or_default().push((time.end, &change.value.value));
            }
        }
        for changes in changes.values_mut() {
            changes.sort();
        }
        let owners = || document.characters.iter().chain(&document.places).chain(&document.things);
        let at_first = |state: &str| {
            let (owner, name) = state.split_once('.').unwrap();
            let owner = owners().find(|entry| entry.id.value == owner).unwrap();
            let begins = owner.value.begins.iter().find(|begins| begins.state.value == name);
            begins
                .map(|begins| begins.value.value.clone())
                .or(matches!(name, "alive" | "exists").then_some(Value::Flag(true)))
        };
        let is_so = |state: &str, start: i64| {
            let changes = changes.get(state).map_or(&[][..], Vec::as_slice);
            let before = changes.partition_point(|&(end, _)| end <= start);
            before.checked_sub(1).map(|last| changes[last].1.clone()).or_else(|| at_first(state))
        };
        let mut judged = 0;
        for (time, scene) in self.scenes(document) {
            for need in &scene.needs {
                assert_eq!(is_so(&need.state.value, time.start).as_ref(), Some(&need.value.value), "{need:?}");
                judged += 1;
            }
            for who in in_the_flesh(scene) {
                assert_eq!(
                    is_so(&format!("{who}.alive"), time.start),
                    Some(Value::Flag(true)),
                    "{who} in {:?}",
                    scene.id
                );
            }
            let made = |state: &str| scene.becomes.iter().any(|change| change.state.value == state);
            for used in scene.needs.iter().chain(&scene.becomes) {
                let (owner, name) = used.state.value.split_once('.').unwrap();
                let exists = format!("{owner}.exists");
                if name != "exists" && document.things.iter().any(|thing| thing.id.value == owner) {
                    let is_there = is_so(&exists, time.start) == Some(Value::Flag(true));
                    assert!(is_there || made(&exists), "{owner} in {:?}", scene.id);
                }
            }
        }
        judged
    }

    /// Who acts on a fact has learnt it in a scene that ended before.
    fn judge_knowledge(&self, document: &Document) -> usize {
        let mut learnt: BTreeMap<(&str, &str), i64> = BTreeMap::new();
        for (time, scene) in self.scenes(document) {
            for knows in &scene.learns {
                for fact in &knows.facts {
                    let first = learnt.entry((&knows.who.value, &fact.value)).or_insert(time.end);
                    *first = time.end.min(*first);
                }
            }
        }
        let mut judged = 0;
        for (time, scene) in self.scenes(document) {
            for knows in &scene.uses {
                for fact in &knows.facts {
                    let first = learnt.get(&(knows.who.value.as_str(), fact.value.as_str()));
                    assert!(first.is_some_and(|&first| first <= time.start), "{knows:?} in {:?}", scene.id);
                    judged += 1;
                }
            }
        }
        judged
    }

    /// Nobody is anywhere before they are born, and every parent is older than the child, by ten years at least.
    fn judge_births(&self, document: &Document) -> usize {
        let people = document.characters.iter();
        let born: BTreeMap<&str, (i64, i64)> =
            people.filter_map(|who| Some((who.id.value.as_str(), self.span(who.value.born?.value)))).collect();
        for (time, scene) in self.scenes(document) {
            for who in in_the_flesh(scene) {
                assert!(born.get(who).is_none_or(|&(_, until)| until <= time.start), "{who} in {:?}", scene.id);
            }
        }
        let parents =
            document.characters.iter().flat_map(|who| who.value.parents.iter().map(move |parent| (who, parent)));
        let kin: Vec<_> = parents.collect();
        for (child, parent) in &kin {
            let (child, parent) = (born[child.id.value.as_str()], born[parent.value.as_str()]);
            assert!(parent.1 + 10 * 366 * DAY < child.0);
        }
        kin.len()
    }

    /// Nobody is in two places that lie apart without the time for the way between.
    fn judge_journeys(&self, document: &Document) -> usize {
        let mut ways: BTreeMap<(&str, &str), i64> = BTreeMap::new();
        for place in &document.places {
            for way in &place.value.from {
                let takes = way.value.as_ref().unwrap().value;
                let unit = match takes.unit {
                    Unit::Minute => 1,
                    Unit::Hour => 60,
                    _ => panic!("a way that takes days"),
                };
                let (one, other) = (place.id.value.as_str(), way.id.value.as_str());
                ways.insert((one, other), i64::from(takes.least) * unit);
                ways.insert((other, one), i64::from(takes.least) * unit);
            }
        }
        // Floyd and Warshall: over each place in between.
        for between in &document.places {
            let between = between.id.value.as_str();
            let to: Vec<_> =
                ways.iter().filter(|((_, to), _)| *to == between).map(|(&(from, _), &t)| (from, t)).collect();
            let on: Vec<_> =
                ways.iter().filter(|((from, _), _)| *from == between).map(|(&(_, to), &t)| (to, t)).collect();
            for &(from, first) in &to {
                for &(to, second) in on.iter().filter(|&&(to, _)| to != from) {
                    let known = ways.entry((from, to)).or_insert(first + second);
                    *known = (*known).min(first + second);
                }
            }
        }
        let mut whereabouts: BTreeMap<&str, Vec<(Time, &str)>> = BTreeMap::new();
        for (time, scene) in self.scenes(document) {
            let place = scene.place.as_ref().map_or("", |place| place.value.as_str());
            if ways.keys().any(|&(from, _)| from == place) {
                in_the_flesh(scene).for_each(|who| whereabouts.entry(who).or_default().push((time, place)));
            }
        }
        let mut judged = 0;
        for stays in whereabouts.values() {
            for (at, &(time, place)) in stays.iter().enumerate() {
                for &(other, there) in stays[..at].iter().filter(|&&(_, there)| there != place) {
                    let apart = (time.start - other.end).max(other.start - time.end);
                    assert!(apart >= ways[&(place, there)], "{place}, {time:?}; {there}, {other:?}");
                    judged += 1;
                }
            }
        }
        judged
    }

    /// The minutes that a moment stands for, from 1970.
    fn span(&self, moment: Moment) -> (i64, i64) {
        let (midnight, minute) = match moment {
            Moment::Day { day, minute } => (self.first_day + (i64::from(day) - 1) * DAY, minute),
            Moment::Date(Date { year, month: None, .. }) => return (minute_of(year, 1, 1), minute_of(year + 1, 1, 1)),
            Moment::Date(Date { year, month: Some(month), day: None, .. }) => {
                let next = if month == 12 { minute_of(year + 1, 1, 1) } else { minute_of(year, month + 1, 1) };
                return (minute_of(year, month, 1), next);
            }
            Moment::Date(Date { year, month: Some(month), day: Some(day), minute }) => {
                (minute_of(year, month, day), minute)
            }
        };
        minute.map_or((midnight, midnight + DAY), |m| (midnight + i64::from(m), midnight + i64::from(m) + 1))
    }
}

fn first_day(document: &Document) -> i64 {
    let date = document.work.as_ref().unwrap().day_1.unwrap().value;
    minute_of(date.year, date.month.unwrap(), date.day.unwrap())
}

/// The minutes from 1970 to the midnight that begins a day, counted year by year and month by month.
fn minute_of(year: u16, month: u8, day: u8) -> i64 {
    let leap = |year: u16| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let years = |from: u16, to: u16| (from..to).map(|year| if leap(year) { 366 } else { 365 }).sum::<i64>();
    let before = if year >= 1970 { years(1970, year) } else { -years(year, 1970) };
    let months = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let of_year: i64 = months[..usize::from(month) - 1].iter().sum();
    (before + of_year + i64::from(day) - 1) * DAY
}

/// Whether so many minutes are what a duration says. Months and years take their shortest and their longest.
fn lies_in(minutes: i64, duration: Duration) -> bool {
    let (shortest, longest) = match duration.unit {
        Unit::Minute => (1, 1),
        Unit::Hour => (60, 60),
        Unit::Day => (DAY, DAY),
        Unit::Week => (7 * DAY, 7 * DAY),
        Unit::Month => (28 * DAY, 31 * DAY),
        Unit::Year => (365 * DAY, 366 * DAY),
    };
    (i64::from(duration.least) * shortest..=i64::from(duration.most) * longest).contains(&minutes)
}

fn party(word: &Text) -> Party {
    let number = word.value.rsplit('-').next().unwrap().parse().unwrap();
    if word.value.starts_with("fact:") { Party::Fact(number) } else { Party::Scene(number) }
}

#[test]
fn the_same_numbers_write_the_same_story_and_others_another() {
    assert_eq!(written(300, 9), written(300, 9));
    assert_ne!(written(300, 9), written(300, 10));
    assert_ne!(written(300, 9), written(301, 9));
}

#[test]
fn a_generated_story_has_about_three_claims_a_scene_and_a_tenth_of_its_scenes_dated() {
    for seed in 0..5 {
        let document = read(&written(4_000, seed));
        let whens = || document.scenes.iter().flat_map(|scene| &scene.when);
        let relations =
            |c: &Claim| [&c.before, &c.after, &c.during, &c.with, &c.same].map(Vec::len).iter().sum::<usize>();
        let claims: usize = whens().map(|claim| relations(claim) + usize::from(claim.at.is_some())).sum();
        assert!((10_000..14_000).contains(&claims), "{claims}");
        let dated = whens().filter(|claim| claim.at.is_some()).count();
        assert!((300..500).contains(&dated), "{dated}");
        let measured = whens().filter(|claim| claim.by.is_some()).count();
        let lasting = document.scenes.iter().filter(|scene| scene.lasts.is_some()).count();
        assert!((10..=20).contains(&(measured + lasting)) && measured > 0 && lasting > 0, "{measured} {lasting}");
    }
}

#[test]
fn a_long_generated_story_has_scenes_of_every_label() {
    let story = library::load(Source::new("generated.toml", written(2_000, 1))).story.unwrap();
    let whole = cut(&story, &Seen::all(&story));
    let places = chronology(&whole.network()).places;
    for label in [
        Label::Timeless,
        Label::Retold,
        Label::Jump,
        Label::Present,
        Label::FlashForward,
        Label::Flashback,
        Label::Aside,
    ] {
        assert!(places.iter().any(|place| place.label == label), "{label:?}");
    }
}

#[test]
fn even_the_shortest_story_has_something_of_everything() {
    for seed in 0..20 {
        let document = read(&written(20, seed));
        let any_claim = |says: fn(&Claim) -> bool| document.scenes.iter().flat_map(|scene| &scene.when).any(says);
        assert!(any_claim(|claim| !claim.before.is_empty()) && any_claim(|claim| !claim.after.is_empty()));
        assert!(any_claim(|claim| !claim.during.is_empty()) && any_claim(|claim| !claim.with.is_empty()));
        assert!(any_claim(|claim| !claim.same.is_empty()) && any_claim(|claim| claim.at.is_some()));
        assert!(any_claim(|claim| claim.by.is_some()) && any_claim(|claim| claim.before.len() > 1));
        for strand in &document.strands {
            assert!(document.scenes.iter().any(|scene| named(scene.strand.as_ref(), &strand.id.value)));
        }
        assert!(document.facts.iter().any(|fact| fact.value.told));
        assert!(document.scenes.iter().any(|scene| scene.timeless.is_some()));
    }
}
