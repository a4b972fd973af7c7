//! Problems that are new, gone, or say something else, by what they stand in: lines move, scenes keep their ids.

use std::collections::BTreeMap;

use super::matched::{Key, Matched};
use super::side::Prepared;
use super::{Change, Group, Kind};
use crate::problem::{Code, Problem};
use crate::source::{FileId, Location, Span};
use crate::story::{Story, WorkId};

/// What a problem is of: its code, and what it stands in, as that is called in the second story.
type Of<'a> = (&'static str, Option<Key<'a>>);

/// A problem, and what it stands in, as that is called in its own story.
type Found<'a> = (&'a Problem, Option<Key<'a>>);

/// Adds the problems that are new or gone. O(n log n) in the stories and their problems.
pub(super) fn compare(matched: &Matched, changes: &mut Vec<Change>) {
    let mut all: BTreeMap<Of, [Vec<Found>; 2]> = BTreeMap::new();
    for (side, it) in matched.sides.into_iter().enumerate() {
        let surroundings = Surroundings::of(it.story);
        for problem in it.problems {
            let key = surroundings.around(problem);
            let called = key.map(|key| if side == 0 { matched.called(key) } else { key });
            all.entry((problem.code.name, called)).or_default()[side].push((problem, key));
        }
    }
    let mut found = Vec::new();
    for [old, new] in all.into_values() {
        let [old, new] = without_same(old, new);
        let mut new = new.into_iter();
        // What is left on both sides of one kind and in one place says something else now.
        let mut pairs: Vec<[Option<Found>; 2]> = old.into_iter().map(|old| [Some(old), new.next()]).collect();
        pairs.extend(new.map(|new| [None, Some(new)]));
        found.extend(pairs.into_iter().filter_map(|pair| change(matched, pair)));
    }
    found.sort();
    changes.extend(found.chunk_by(|one, other| one == other).map(|same| {
        let times = u32::try_from(same.len()).unwrap_or(u32::MAX);
        Change { times, ..same[0].clone() }
    }));
}

/// Both without those that say the same.
fn without_same<'a>(old: Vec<Found<'a>>, new: Vec<Found<'a>>) -> [Vec<Found<'a>>; 2] {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for (problem, _) in &old {
        *left.entry(&problem.message).or_default() += 1;
    }
    let mut shared: BTreeMap<&str, usize> = BTreeMap::new();
    let mut only_new = Vec::new();
    for found in new {
        match left.get_mut(found.0.message.as_str()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                *shared.entry(&found.0.message).or_default() += 1;
            }
            _ => only_new.push(found),
        }
    }
    let is_only_old = |found: &Found| match shared.get_mut(found.0.message.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    let only_old = old.into_iter().filter(is_only_old).collect();
    [only_old, only_new]
}

fn change(matched: &Matched, pair: [Option<Found>; 2]) -> Option<Change> {
    let code: &Code = pair.iter().flatten().next()?.0.code;
    let subject = [0, 1].map(|side| matched.named(side, pair[side].and_then(|(_, key)| key)));
    let value = pair.map(|found| found.map(|(problem, _)| problem.message.clone()));
    let work = if subject == [None, None] { pair.iter().zip(matched.sides).find_map(work_of) } else { None };
    let change = Change::new(Group::Problems, Kind::Problem, code.severity.name(), subject).key(code.name).value(value);
    Some(Change { work, ..change })
}

/// The work of a universe in whose file a problem is.
fn work_of((found, side): (&Option<Found>, &Prepared)) -> Option<String> {
    let file = found.as_ref()?.0.labels.first()?.file;
    let story = side.story;
    let work = story.works().iter().filter(|_| story.universe().is_some()).find(|work| work.file == file)?;
    Some(work.id.clone())
}

/// Where in the texts of a story something stands that has an id.
struct Surroundings<'a>(Vec<(Location, Key<'a>)>);

impl<'a> Surroundings<'a> {
    fn of(story: &'a Story) -> Self {
        let home = |work: Option<WorkId>| -> &'a str {
            work.filter(|_| story.universe().is_some()).map_or("", |work| &story.work(work).id)
        };
        let mut all = Vec::new();
        let mut add = |file: FileId, span: Span, key: Key<'a>| all.push((Location { file, span }, key));
        for scene in story.scenes().map(|scene| story.scene(scene)) {
            add(scene.written.file, scene.extent, ("scene", home(Some(scene.work)), &scene.id));
        }
        for fact in story.facts().map(|fact| story.fact(fact)) {
            add(fact.written.file, fact.extent, ("facts", home(fact.home), &fact.id));
        }
        let characters = story.characters().map(|id| ("characters", story.character(id)));
        let places = story.places().map(|id| ("places", story.place(id)));
        let layers = story.layers().map(|id| ("layers", story.layer(id)));
        let things = story.things().map(|id| ("things", story.thing(id)));
        for (table, thing) in characters.chain(places).chain(layers).chain(things) {
            add(thing.written.file, thing.extent, (table, home(thing.home), &thing.id));
        }
        for theory in story.theories().map(|theory| story.theory(theory)) {
            add(theory.written.file, theory.extent, ("theories", home(theory.home), &theory.id));
        }
        all.sort_unstable();
        Self(all)
    }

    fn around(&self, problem: &Problem) -> Option<Key<'a>> {
        let label = problem.labels.first()?;
        let from = (label.file, label.span.start);
        let before = self.0.partition_point(|(at, _)| (at.file, at.span.start) <= from);
        let (at, key) = self.0[..before].last()?;
        (at.file == label.file && label.span.start < at.span.end).then_some(*key)
    }
}
