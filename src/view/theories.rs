//! The theories on offer by now, each with what it changes: which scenes move, become timeless or get another layer, which
//! facts turn.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::json::Head;
use super::page::{Page, Style, run};
use super::{Options, View, card};
use crate::knowledge::{Cut, ShownScene, ShownTheory};
use crate::time::Chronology;

pub(super) static VIEW: View = View { name: "theories", about_time: false, margin: true, page, json };

fn page(cut: &Cut, chronology: &Chronology, options: &Options) -> Page {
    let mut page = Page::new(options.width);
    card::titles(&mut page, cut, options, options.indent());
    let theories = cut.theories();
    if theories.is_empty() {
        page.gap();
        page.text(Style::Plain, "No theory is on offer by now.", options.indent());
    }
    for theory in theories {
        page.gap();
        let margin = |more: usize| run(Style::Plain, &" ".repeat(options.indent() + more));
        let id = format!("  --theory {}", theory.full_id());
        page.hanging(&[margin(0), run(Style::Strong, theory.title())], Style::Dim, &id);
        page.text(Style::Plain, theory.about(), options.indent() + 2);
        changes(cut, chronology, theory, options).lines().iter().for_each(|line| page.line(line.iter().cloned()));
    }
    page
}

/// What a theory changes, and what it rests on.
pub(crate) fn changes(cut: &Cut, chronology: &Chronology, theory: ShownTheory, options: &Options) -> Page {
    let mut page = Page::new(options.width);
    let margin = || run(Style::Plain, &" ".repeat(options.indent() + 2));
    for (words, text) in Changes::of(cut, chronology, theory).in_words(cut, options) {
        page.hanging(&[margin(), run(Style::Light, words)], Style::Plain, &text);
    }
    let sources: Vec<&str> = theory.sources().collect();
    if !sources.is_empty() {
        page.hanging(&[margin(), run(Style::Dim, "From: ")], Style::Dim, &sources.join("; "));
    }
    page
}

/// What a theory changes.
struct Changes<'s> {
    /// The scenes that stand elsewhere in what happened: their places in the telling, and what they come after now.
    moved: Vec<(u32, Option<u32>)>,
    /// The scenes that no longer show an event, and those that now do.
    timeless: Vec<u32>,
    in_time: Vec<u32>,
    /// The scenes on another layer, with its name.
    layers: Vec<(u32, &'s str)>,
    /// The scenes of which it tells something else.
    told: Vec<u32>,
    /// The scenes whose claims it sets aside.
    sets_aside: Vec<u32>,
    /// What is so as far as is known, and what is so under it.
    turns: Vec<(&'s str, &'s str)>,
    contradicts: bool,
}

impl<'s> Changes<'s> {
    fn of(cut: &Cut<'s>, chronology: &Chronology, theory: ShownTheory<'_, 's>) -> Self {
        let under = theory.cut();
        let otherwise = under.chronology();
        let pairs = || cut.scenes().zip(under.scenes());
        let ranks = |test: &dyn Fn(&(ShownScene<'_, 's>, ShownScene<'_, 's>)) -> bool| {
            pairs().filter(|pair| test(pair)).map(|(scene, _)| scene.rank()).collect::<Vec<u32>>()
        };
        let layers = pairs().filter(|(here, there)| here.layer() != there.layer());
        Self {
            moved: moved(chronology, &otherwise),
            timeless: ranks(&|(here, there)| !here.is_timeless() && there.is_timeless()),
            in_time: ranks(&|(here, there)| here.is_timeless() && !there.is_timeless()),
            layers: layers.filter_map(|(here, there)| Some((here.rank(), there.layer()?))).collect(),
            told: ranks(&|(here, there)| here.hindsight() != there.hindsight() || here.cast() != there.cast()),
            sets_aside: theory.sets_aside(),
            turns: theory.turns(),
            contradicts: otherwise.contradiction.is_some(),
        }
    }

    /// A word on each kind of change, and what it is.
    fn in_words(&self, cut: &Cut, options: &Options) -> Vec<(&'static str, String)> {
        let dot = options.glyph("\u{a0}· ", ", ");
        let names = Names { cut, options };
        let each_of = |ranks: &[u32]| {
            let rows = ranks.chunk_by(|before, after| before + 1 == *after);
            rows.map(|row| names.of(row)).collect::<Vec<_>>().join(dot)
        };
        let mut lines = Vec::new();
        if self.contradicts {
            lines.push(("It contradicts what is said about time.", String::new()));
        }
        let moved = self.moved.chunk_by(|(before, _), (_, after)| Some(*before) == *after).map(|row| {
            let scenes: Vec<u32> = row.iter().map(|&(rank, _)| rank).collect();
            match row[0].1 {
                Some(after) => format!("{}, now after {}", names.of(&scenes), names.of(&[after])),
                None => format!("{}, now first", names.of(&scenes)),
            }
        });
        let turns = self.turns.iter().map(|(here, there)| format!("{here} {} {there}", options.glyph("→", ">")));
        let each = [
            ("Moves: ", moved.collect::<Vec<_>>().join(dot)),
            ("Takes out of time: ", each_of(&self.timeless)),
            ("Gives a time: ", each_of(&self.in_time)),
            ("Sets aside what is said of when: ", each_of(&self.sets_aside)),
            ("Sees otherwise: ", each_of(&self.told)),
        ];
        lines.extend(each.into_iter().filter(|(_, text)| !text.is_empty()));
        let mut layers = BTreeMap::<&str, Vec<u32>>::new();
        self.layers.iter().for_each(|&(rank, layer)| layers.entry(layer).or_default().push(rank));
        lines
            .extend(layers.iter().map(|(layer, on_it)| ("On another layer: ", format!("{layer}: {}", each_of(on_it)))));
        lines.extend(turns.map(|text| ("Turns: ", text)));
        lines
    }
}

/// What scenes are called.
pub(crate) struct Names<'n, 's> {
    pub(crate) cut: &'n Cut<'s>,
    pub(crate) options: &'n Options,
}

impl Names<'_, '_> {
    /// Scenes that stand in a row: all of one or two, the first and the last of more. With their numbers in the telling.
    pub(crate) fn of(&self, row: &[u32]) -> String {
        let title = |rank: u32| self.cut.scene(rank).title();
        match *row {
            [] => String::new(),
            [one] => format!("{} ({})", title(one), one + 1),
            [one, other] => format!("{} ({}) and {} ({})", title(one), one + 1, title(other), other + 1),
            [first, .., last] => format!("{} to {} ({})", title(first), title(last), self.numbers(row)),
        }
    }

    fn numbers(&self, row: &[u32]) -> String {
        let dash = self.options.glyph("–", "-");
        let rows = row.chunk_by(|before, after| before + 1 == *after).map(|row| match *row {
            [first, .., last] => format!("{}{dash}{}", first + 1, last + 1),
            _ => (row[0] + 1).to_string(),
        });
        rows.collect::<Vec<_>>().join(", ")
    }
}

/// The scenes that move between two orders of the same scenes: all but as many as can be that keep their order. Each with
/// the scene that it now comes right after. O(n log n): the longest increasing subsequence, by patience sorting.
pub(super) fn moved(here: &Chronology, there: &Chronology) -> Vec<(u32, Option<u32>)> {
    let was = |scene: u32| here.places[scene as usize].rank;
    let order: Vec<u32> = there.events.iter().flat_map(|event| &event.scenes).copied().collect();
    let in_both: Vec<(u32, u32)> = order.iter().filter_map(|&scene| Some((scene, was(scene)?))).collect();
    let stays = longest_in_order(&in_both.iter().map(|&(_, was)| was).collect::<Vec<_>>());
    let mut moved = Vec::new();
    for (at, &(scene, _)) in in_both.iter().enumerate() {
        if stays.binary_search(&at).is_err() {
            moved.push((scene, at.checked_sub(1).map(|before| in_both[before].0)));
        }
    }
    moved
}

/// The places of a longest increasing subsequence.
pub(crate) fn longest_in_order(values: &[u32]) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        let length = ends.partition_point(|&end| values[end] < *value);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        ends.truncate(ends.len().max(length));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut places = Vec::new();
    let mut at = ends.last().copied();
    while let Some(place) = at {
        places.push(place);
        at = before[place];
    }
    places.reverse();
    places
}

#[derive(Serialize)]
struct Listed<'s> {
    #[serde(flatten)]
    head: Head<'s>,
    theories: Vec<Theory<'s>>,
}

/// A theory, for machines. Scenes go by their ids.
#[derive(Serialize)]
struct Theory<'s> {
    id: Cow<'s, str>,
    title: &'s str,
    about: &'s str,
    sources: Vec<&'s str>,
    contradiction: bool,
    moves: Vec<Moved<'s>>,
    timeless: Vec<Cow<'s, str>>,
    in_time: Vec<Cow<'s, str>>,
    layers: Vec<Layered<'s>>,
    sees_otherwise: Vec<Cow<'s, str>>,
    sets_aside: Vec<Cow<'s, str>>,
    turns: Vec<Turned<'s>>,
}

#[derive(Serialize)]
struct Moved<'s> {
    scene: Cow<'s, str>,
    after: Option<Cow<'s, str>>,
}

#[derive(Serialize)]
struct Layered<'s> {
    scene: Cow<'s, str>,
    layer: &'s str,
}

#[derive(Serialize)]
struct Turned<'s> {
    truth: &'s str,
    under: &'s str,
}

fn json(cut: &Cut, chronology: &Chronology, _: &Options) -> String {
    let theories = cut.theories().into_iter().map(|theory| theory_of(cut, chronology, theory)).collect();
    super::json(&Listed { head: Head::of(cut), theories }).unwrap_or_default()
}

fn theory_of<'s>(cut: &Cut<'s>, chronology: &Chronology, theory: ShownTheory<'_, 's>) -> Theory<'s> {
    let changes = Changes::of(cut, chronology, theory);
    let id = |rank: u32| cut.scene(rank).full_id();
    let ids = |ranks: &[u32]| ranks.iter().map(|&rank| id(rank)).collect();
    let moved = changes.moved.iter().map(|&(rank, after)| Moved { scene: id(rank), after: after.map(id) });
    Theory {
        id: theory.full_id(),
        title: theory.title(),
        about: theory.about(),
        sources: theory.sources().collect(),
        contradiction: changes.contradicts,
        moves: moved.collect(),
        timeless: ids(&changes.timeless),
        in_time: ids(&changes.in_time),
        layers: changes.layers.iter().map(|&(rank, layer)| Layered { scene: id(rank), layer }).collect(),
        sees_otherwise: ids(&changes.told),
        sets_aside: ids(&changes.sets_aside),
        turns: changes.turns.iter().map(|&(truth, under)| Turned { truth, under }).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_can_be_keep_their_order() {
        assert_eq!(longest_in_order(&[0, 1, 4, 2, 3]), [0, 1, 3, 4]);
        assert_eq!(longest_in_order(&[3, 2, 1, 0]), [3]);
        assert_eq!(longest_in_order(&[]), [0; 0]);
    }
}
