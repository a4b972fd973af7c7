//! What a scene changes about when things happened: its own place, who moved, what is a flashback now, what became declared,
//! what got a time.

use rustc_hash::FxHashMap;
use unicode_width::UnicodeWidthStr;

use crate::knowledge::{Cut, Noticing, ShownFact};
use crate::time::{Chronology, Label, Spans, Step};
use crate::view::{self, Names, Options};

/// The order of events as it was known last, as long as it is known.
#[derive(Default)]
pub(super) struct Times {
    last: Option<Chronology>,
}

/// What stands in a listing: a scene, or a fact that is told and not shown, by its place among the facts known by now.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Item {
    Scene(u32),
    Fact(u32),
}

/// The order of events before a scene beside that after it.
struct Change<'c, 's> {
    before: &'c Cut<'s>,
    now: &'c Cut<'s>,
    was: &'c Chronology,
    is: &'c Chronology,
    facts: Vec<ShownFact<'c, 's>>,
    options: &'c Options,
    /// What is listed now, in listing order.
    listed: Vec<Item>,
    /// The event of what was listed before, by its place in the listing, and the place in the row of all items.
    was_at: FxHashMap<Item, (u32, u32)>,
    /// Which of what is listed now has moved, and whether it comes earlier now.
    moved: Vec<Option<bool>>,
}

impl Times {
    /// What the scene just seen changed, in sentences. The order is looked at only where it can be another.
    pub(super) fn follow(&mut self, noticing: &Noticing, may_reorder: bool, options: &Options) -> Vec<String> {
        let (before, now) = (noticing.before(), noticing.now());
        if !may_reorder {
            self.last = None;
            let timeless = now.scenes().next_back().is_some_and(|scene| scene.is_timeless());
            return timeless.then(|| OUTSIDE.to_owned()).into_iter().collect();
        }
        let was = self.last.take().unwrap_or_else(|| before.chronology());
        let is = now.chronology();
        let sentences = match (&was.contradiction, &is.contradiction) {
            (None, Some(_)) => vec!["What has been said about time by now contradicts itself.".to_owned()],
            (Some(_), Some(_)) => Vec::new(),
            (other, None) => {
                let ends = other.as_ref().map(|_| "What is said about time no longer contradicts itself.".to_owned());
                let change = Change::of((before, now), (&was, &is), options);
                ends.into_iter().chain(change.sentences()).collect()
            }
        };
        self.last = Some(is);
        sentences
    }
}

const OUTSIDE: &str = "It stands outside time.";

impl<'c, 's> Change<'c, 's> {
    fn of(
        (before, now): (&'c Cut<'s>, &'c Cut<'s>),
        (was, is): (&'c Chronology, &'c Chronology),
        options: &'c Options,
    ) -> Self {
        let facts = if is.events.iter().any(|event| event.scenes.is_empty()) { now.facts() } else { Vec::new() };
        let mut was_at = FxHashMap::default();
        let known_before = if facts.is_empty() { Vec::new() } else { before.facts() };
        let places: FxHashMap<_, u32> = facts.iter().map(|fact| fact.number()).zip(0..).collect();
        for (event, items) in (0..).zip(was.events.iter().map(items)) {
            for item in items {
                let item = match item {
                    Item::Fact(fact) => match known_before.get(fact as usize).and_then(|it| places.get(&it.number())) {
                        Some(&place) => Item::Fact(place),
                        None => continue,
                    },
                    scene @ Item::Scene(_) => scene,
                };
                let at = was_at.len() as u32;
                was_at.insert(item, (event, at));
            }
        }
        let listed: Vec<Item> = is.events.iter().flat_map(items).collect();
        let moved = moved(&listed, &was_at);
        Self { before, now, was, is, facts, options, listed, was_at, moved }
    }

    fn sentences(&self) -> Vec<String> {
        let mut sentences = self.of_the_scene();
        self.add_told_facts(&mut sentences);
        self.add_moved(&mut sentences);
        self.add_labels(&mut sentences);
        self.add_steps(&mut sentences);
        self.add_times(&mut sentences);
        sentences
    }

    /// What there is to say of the scene itself. Nothing of one that just goes on.
    fn of_the_scene(&self) -> Vec<String> {
        let rank = self.is.places.len() as u32 - 1;
        let place = &self.is.places[rank as usize];
        let Some(event) = place.event else { return vec![OUTSIDE.to_owned()] };
        let own = &self.is.events[event as usize];
        if place.label == Label::Retold {
            return vec![format!("It is {} once more.", self.name(Item::Scene(own.scenes[0])))];
        }
        let kind = match place.label {
            Label::FlashForward => Some("It is a flash-forward"),
            Label::Flashback => Some("It is a flashback"),
            Label::Aside => Some("It is an aside"),
            Label::Jump => Some("It is a jump in time"),
            Label::Timeless | Label::Retold | Label::Present => None,
        };
        let strand = self.strand(rank).map_or(String::new(), |name| format!(", on “{name}”"));
        let last = event as usize + 1 == self.is.events.len();
        if kind.is_none() && last && own.step != Some(Step::Declared) {
            return Vec::new();
        }
        let kind = kind.map(|kind| format!("{kind}{strand}."));
        kind.into_iter().chain(self.stands("It comes", event)).collect()
    }

    /// Between which others an event stands.
    fn stands(&self, comes: &str, event: u32) -> Option<String> {
        let events = &self.is.events;
        let after = event.checked_sub(1).map(|before| (before, event));
        let before = (event as usize + 1 < events.len()).then_some((event + 1, event + 1));
        let part = |word: &str, (other, step): (u32, u32)| {
            format!("{word} {}{}", self.name(self.first(other)), how(events[step as usize].step))
        };
        match (after.map(|it| part("after", it)), before.map(|it| part("before", it))) {
            (None, None) => None,
            (Some(one), None) | (None, Some(one)) => Some(format!("{comes} {one}.")),
            (Some(after), Some(before)) => Some(format!("{comes} {after}, and {before}.")),
        }
    }

    /// What is told and not shown, and has its place from now on.
    fn add_told_facts(&self, sentences: &mut Vec<String>) {
        for (at, event) in (0..).zip(&self.is.events) {
            let Some(&fact) = event.facts.first().filter(|_| event.scenes.is_empty()) else { continue };
            if !self.was_at.contains_key(&Item::Fact(fact)) {
                let comes = format!("Told and not shown, “{}” comes", self.facts[fact as usize].truth());
                sentences.extend(self.stands(&comes, at));
            }
        }
    }

    /// Who stands elsewhere among those who were there before.
    fn add_moved(&self, sentences: &mut Vec<String>) {
        let mut at = 0;
        while at < self.listed.len() {
            let Some(earlier) = self.moved[at] else {
                at += 1;
                continue;
            };
            let mut end = at + 1;
            while self.moved.get(end) == Some(&Some(earlier)) {
                end += 1;
            }
            let row = &self.listed[at..end];
            let comes = if row.len() == 1 { "now comes" } else { "now come" };
            let beside = |item: Item| self.name(self.first(self.event(item)));
            let sentence = match (earlier, self.listed.get(end), at.checked_sub(1)) {
                (true, Some(&next), _) => {
                    let step = self.is.events[self.event(next) as usize].step;
                    let step = step.filter(|_| self.event(next) != self.event(row[row.len() - 1]));
                    format!("{} {comes} before {}{}.", self.names(row), beside(next), how(step))
                }
                (_, _, Some(before)) => {
                    let before = self.listed[before];
                    let step = self.is.events[self.event(row[0]) as usize].step;
                    let step = step.filter(|_| self.event(before) != self.event(row[0]));
                    format!("{} {comes} after {}{}.", self.names(row), beside(before), how(step))
                }
                (_, _, None) => format!("{} {comes} first.", self.names(row)),
            };
            sentences.push(sentence);
            at = end;
        }
    }

    /// The earlier scenes that stand to the time of their telling in another way than before.
    fn add_labels(&self, sentences: &mut Vec<String>) {
        let mut kinds: Vec<(Kind, Vec<u32>)> = Vec::new();
        let mut known: FxHashMap<Kind, usize> = FxHashMap::default();
        for rank in 0..self.was.places.len() as u32 {
            let kind = Kind::of((self.now, self.is), rank);
            if kind != Kind::of((self.before, self.was), rank) {
                let at = *known.entry(kind).or_insert_with(|| {
                    kinds.push((kind, Vec::new()));
                    kinds.len() - 1
                });
                kinds[at].1.push(rank);
            }
        }
        for (kind, ranks) in kinds {
            let many = ranks.len() > 1;
            let be = if many { "are" } else { "is" };
            let what = match (kind.label, many) {
                (Label::Timeless, _) => format!("{be} now outside time"),
                (Label::Retold, false) => format!("now shows what {} shows, once more", self.once_more(kind)),
                (Label::Retold, true) => format!("now show what {} shows, once more", self.once_more(kind)),
                (Label::Jump, false) => "is now a jump in time".to_owned(),
                (Label::Jump, true) => "are now jumps in time".to_owned(),
                (Label::Present, _) => format!("{be} now in the present"),
                (Label::FlashForward, false) => "is now a flash-forward".to_owned(),
                (Label::FlashForward, true) => "are now flash-forwards".to_owned(),
                (Label::Flashback, false) => "is now a flashback".to_owned(),
                (Label::Flashback, true) => "are now flashbacks".to_owned(),
                (Label::Aside, false) => "is now an aside".to_owned(),
                (Label::Aside, true) => "are now asides".to_owned(),
            };
            let strand = kind.strand.map_or(String::new(), |name| format!(", on “{name}”"));
            sentences.push(format!("{} {what}{strand}.", self.scenes(&ranks)));
        }
    }

    fn once_more(&self, kind: Kind) -> String {
        kind.first.map_or(String::new(), |first| self.name(Item::Scene(first)))
    }

    /// The neighbours whose order comes from elsewhere than before.
    fn add_steps(&self, sentences: &mut Vec<String>) {
        let mut runs: Vec<(u32, u32, [Step; 2])> = Vec::new();
        for event in 1..self.is.events.len() as u32 {
            let Some(steps) = self.other_step(event) else { continue };
            match runs.last_mut().filter(|(_, end, was)| *end + 1 == event && *was == steps) {
                Some((_, end, _)) => *end = event,
                None => runs.push((event - 1, event, steps)),
            }
        }
        for (first, last, [was, is]) in runs {
            let [before, after] = [first, last].map(|event| self.name(self.first(event)));
            let that = if first + 1 == last {
                format!("That {before} comes before {after}")
            } else {
                format!("The order from {before} to {after}")
            };
            sentences.push(format!("{that} was {}, and is {} now.", step_in_words(was), step_in_words(is)));
        }
    }

    /// Where the order between an event and the one listed before it came from and comes from, if these were neighbours before.
    fn other_step(&self, event: u32) -> Option<[Step; 2]> {
        let [one, other] = [event - 1, event].map(|event| self.was_at.get(&self.first(event)));
        let (one, other) = (one?.0, other?.0);
        let steps = [self.was.events[other as usize].step?, self.is.events[event as usize].step?];
        (one + 1 == other && steps[0] != steps[1]).then_some(steps)
    }

    /// When events begin of which that is known otherwise than before.
    fn add_times(&self, sentences: &mut Vec<String>) {
        let calendars: Vec<(Option<&Spans>, &Spans)> = (self.is.spans.iter())
            .map(|is| (self.was.spans.iter().find(|was| was.calendar == is.calendar), is))
            .collect();
        if calendars.is_empty() {
            return;
        }
        let newest = self.is.places.last().and_then(|place| place.event);
        let mut rows: Vec<(Vec<Item>, String, bool)> = Vec::new();
        for event in 0..self.is.events.len() as u32 {
            let first = self.first(event);
            let was = self.was_at.get(&first).map(|&(event, _)| event);
            if was.is_some_and(|was| calendars.iter().all(|spans| is_same(*spans, was as usize, event as usize))) {
                continue;
            }
            let text = view::times_of_event(self.is, event, self.options).join("; ");
            let before = was.map_or(String::new(), |was| view::times_of_event(self.was, was, self.options).join("; "));
            if text == before {
                continue;
            }
            let own = was.is_none() && newest == Some(event);
            match rows.last_mut().filter(|(_, other, is_own)| !own && !is_own && *other == text) {
                Some((row, ..)) => row.push(first),
                None => rows.push((vec![first], text, own)),
            }
        }
        for (row, text, own) in rows {
            sentences.push(match (own, text.as_str()) {
                (true, _) => format!("It begins: {text}."),
                (_, "") => format!("Nothing tells any more when {} begins.", self.names(&row)),
                _ if row.len() == 1 => format!("{} begins, as is known now: {text}.", self.names(&row)),
                _ => format!("{} begin, as is known now: {text}.", self.names(&row)),
            });
        }
    }

    /// What stands for an event.
    fn first(&self, event: u32) -> Item {
        let event = &self.is.events[event as usize];
        match (event.scenes.first(), event.facts.first()) {
            (Some(&scene), _) => Item::Scene(scene),
            (None, fact) => Item::Fact(fact.copied().unwrap_or_default()),
        }
    }

    /// The event of something that is listed now.
    fn event(&self, item: Item) -> u32 {
        let told =
            |fact| self.is.events.iter().position(|event| event.scenes.is_empty() && event.facts.contains(&fact));
        match item {
            Item::Scene(scene) => self.is.places[scene as usize].event,
            Item::Fact(fact) => told(fact).map(|event| event as u32),
        }
        .unwrap_or_default()
    }

    fn strand(&self, rank: u32) -> Option<&'s str> {
        self.now.scene(rank).strand_name()
    }

    fn name(&self, item: Item) -> String {
        match item {
            Item::Scene(scene) => self.scenes(&[scene]),
            Item::Fact(fact) => format!("“{}”", beginning(self.facts[fact as usize].truth())),
        }
    }

    /// Scenes, each row of them by its first and its last.
    fn scenes(&self, ranks: &[u32]) -> String {
        let names = Names { cut: self.now, options: self.options };
        let rows = ranks.chunk_by(|one, other| one + 1 == *other).map(|row| names.of(row));
        rows.collect::<Vec<_>>().join(", ")
    }

    fn names(&self, row: &[Item]) -> String {
        let kinds = row.chunk_by(|one, other| matches!((one, other), (Item::Scene(_), Item::Scene(_))));
        let named = kinds.map(|items| {
            let scenes: Vec<u32> = items
                .iter()
                .filter_map(|item| match item {
                    Item::Scene(scene) => Some(*scene),
                    Item::Fact(_) => None,
                })
                .collect();
            if scenes.is_empty() { self.name(items[0]) } else { self.scenes(&scenes) }
        });
        named.collect::<Vec<_>>().join(", ")
    }
}

/// How a scene stands to the time of its telling, as far as it is told apart here.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Kind<'s> {
    label: Label,
    strand: Option<&'s str>,
    /// Where it is retold: which scene showed its event first.
    first: Option<u32>,
}

impl<'s> Kind<'s> {
    fn of((cut, chronology): (&Cut<'s>, &Chronology), rank: u32) -> Self {
        let place = &chronology.places[rank as usize];
        let event = place.event.filter(|_| place.label == Label::Retold);
        let first = event.and_then(|event| chronology.events[event as usize].scenes.first().copied());
        Self { label: place.label, strand: cut.scene(rank).strand_name(), first }
    }
}

/// What is listed for an event.
fn items(event: &crate::time::Event) -> Vec<Item> {
    if event.scenes.is_empty() {
        event.facts.iter().map(|&fact| Item::Fact(fact)).collect()
    } else {
        event.scenes.iter().map(|&scene| Item::Scene(scene)).collect()
    }
}

/// Which of what is listed moved among what was listed before, and whether it comes earlier now: all but as many as can be
/// that keep their order. O(n log n).
fn moved(listed: &[Item], was_at: &FxHashMap<Item, (u32, u32)>) -> Vec<Option<bool>> {
    let mut moved = vec![None; listed.len()];
    let common: Vec<usize> = (0..listed.len()).filter(|&at| was_at.contains_key(&listed[at])).collect();
    let was: Vec<u32> = common.iter().map(|&at| was_at[&listed[at]].1).collect();
    let stays = view::longest_in_order(&was);
    if stays.len() == common.len() {
        return moved;
    }
    let mut sorted = was.clone();
    sorted.sort_unstable();
    for (place, (&at, was)) in common.iter().zip(&was).enumerate() {
        if stays.binary_search(&place).is_err() {
            moved[at] = Some(place < sorted.partition_point(|other| other < was));
        }
    }
    moved
}

/// Whether an event has the same bounds on a calendar as before.
fn is_same((was, is): (Option<&Spans>, &Spans), before: usize, now: usize) -> bool {
    let Some(was) = was else { return false };
    was.claimed[before] == is.claimed[now]
        && was.declared[before] == is.declared[now]
        && was.told[before] == is.told[now]
}

/// The beginning of a long truth, by which it is known again.
fn beginning(truth: &str) -> String {
    const LONG: usize = 60;
    let mut words = String::new();
    for word in truth.split_whitespace() {
        if words.width() + word.width() > LONG {
            return words + "…";
        }
        words.extend([if words.is_empty() { "" } else { " " }, word]);
    }
    words
}

/// Where the order between two neighbours comes from.
fn how(step: Option<Step>) -> &'static str {
    match step {
        Some(Step::Declared) => ", as is declared",
        Some(Step::Told) => ", as told",
        Some(Step::Open) => ", though nothing says so",
        None => "",
    }
}

fn step_in_words(step: Step) -> &'static str {
    match step {
        Step::Declared => "declared",
        Step::Told => "as told",
        Step::Open => "open",
    }
}
