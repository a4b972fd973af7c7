//! The scene graph as plain data, made once from a cut: what the formats that draw it have in common.

use super::{CONTRADICTION, clean, order};
use crate::knowledge::{Cut, ShownFact, ShownScene};
use crate::time::{Chronology, Event, Label, Place, Step};
use crate::view::card::under_in_words;
use crate::view::{Options, Order, label_name};

/// Scenes and facts, and how they hang together.
pub(super) struct Graph {
    /// The titles of the works, and what is to be said of the whole.
    pub(super) heading: Vec<String>,
    /// Scenes in narrative order, then facts in the order in which they appear.
    pub(super) nodes: Vec<Node>,
    /// First those that the picture follows, then the others, kind by kind.
    pub(super) edges: Vec<Edge>,
}

/// A scene or a fact.
pub(super) struct Node {
    /// `s1`, `s2`, … for scenes and `f1`, `f2`, … for facts: a name that no text of the story can get into.
    pub(super) name: String,
    /// The scene's id, or the fact's in this cut.
    pub(super) id: String,
    pub(super) shape: Shape,
    /// What is written on it, clean, each line for itself.
    pub(super) lines: Vec<String>,
    /// The node to stand next to: of a fact, the first scene that reveals it.
    pub(super) beside: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Scene,
    /// A scene that shows no event.
    Timeless,
    Fact,
    /// A fact that is an event which no scene shows.
    Told,
}

/// An edge between two nodes, which are places in [`Graph::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) tie: Tie,
    /// Where the order of what happened comes from.
    pub(super) step: Option<Step>,
}

/// The kinds of edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tie {
    /// From a scene to the one told next.
    Telling,
    /// From an event to the one listed next.
    Chronology,
    /// Between two showings of one event.
    Showing,
    /// From a scene to one that it brings about.
    Cause,
    /// From a scene to a fact.
    Reveal,
    /// From a scene to a fact that is known otherwise.
    Hint,
}

/// How a kind of edge is drawn in every format. Each kind has a stroke and an end of its own beside its colour, for
/// those who see no colours.
pub(super) struct Pen {
    pub(super) tie: Tie,
    /// What the legend says.
    pub(super) words: &'static str,
    /// As bright as to stand out from white paper and from black.
    pub(super) colour: &'static str,
}

/// Every kind of edge, in the order of the legend.
pub(super) const PENS: [Pen; 6] = [
    Pen { tie: Tie::Telling, words: "told next", colour: "#767676" },
    Pen { tie: Tie::Chronology, words: "happened next: declared, told or open", colour: "#1a76b8" },
    Pen { tie: Tie::Showing, words: "the same event", colour: "#1a76b8" },
    Pen { tie: Tie::Cause, words: "causes", colour: "#c25500" },
    Pen { tie: Tie::Reveal, words: "reveals", colour: "#00845f" },
    Pen { tie: Tie::Hint, words: "hints at", colour: "#aa5599" },
];

impl Graph {
    /// The graph of a cut. Linear in scenes, facts and edges, with a logarithm for sorting.
    pub(super) fn of(cut: &Cut, chronology: &Chronology, options: &Options) -> Self {
        let facts = cut.facts();
        let scenes = cut.scenes().map(|scene| scene_node(scene, chronology, options));
        let told = told_facts(chronology, facts.len());
        let facts_drawn = facts.iter().zip(told).enumerate().map(|(at, (fact, told))| fact_node(at, *fact, told));
        let mut edges = in_time(cut, chronology);
        edges.extend(ties(cut, &facts));
        let first = backbone(chronology, options);
        edges.sort_by_key(|edge| (edge.tie != first, edge.tie));
        let mut heading: Vec<String> = vec![clean(&format!("{}{}", cut.title(), under_in_words(cut)))];
        if chronology.contradiction.is_some() {
            heading.push(CONTRADICTION.to_owned());
        }
        Self { heading, nodes: scenes.chain(facts_drawn).collect(), edges }
    }

    /// The kinds of edges that there are, with how they are drawn.
    pub(super) fn pens(&self) -> impl Iterator<Item = &'static Pen> {
        PENS.iter().filter(|pen| self.edges.iter().any(|edge| edge.tie == pen.tie))
    }
}

/// The kind of edges that the picture is laid out along.
pub(super) fn backbone(chronology: &Chronology, options: &Options) -> Tie {
    match order(chronology, options) {
        Order::Narrative => Tie::Telling,
        Order::Chronological => Tie::Chronology,
    }
}

/// The word for how a scene stands to the time of its telling, where there is one to say. Where the claims have no
/// solution the labels that rest on their order say nothing.
pub(super) fn label(place: &Place, chronology: &Chronology) -> Option<&'static str> {
    let says_something = match place.label {
        Label::Present => false,
        Label::Timeless | Label::Retold => true,
        _ => chronology.contradiction.is_none(),
    };
    says_something.then(|| label_name(place.label))
}

/// How a scene stands to the time of its telling, and the name of the strand it is on where that is not the main one.
pub(super) fn standing(scene: ShownScene, chronology: &Chronology) -> Option<String> {
    let place = &chronology.places[scene.rank() as usize];
    let strand = scene.strand_name().filter(|_| !place.on_main).map(clean);
    let strand = strand.filter(|name| !name.is_empty());
    match (label(place, chronology), strand) {
        (Some(label), Some(strand)) => Some(format!("{label}: {strand}")),
        (None, Some(strand)) => Some(strand),
        (label, None) => label.map(str::to_owned),
    }
}

fn scene_node(scene: ShownScene, chronology: &Chronology, options: &Options) -> Node {
    let number = scene.rank() + 1;
    let dot = options.glyph(" · ", " - ");
    let title: Vec<String> =
        [number.to_string(), clean(scene.title())].into_iter().filter(|part| !part.is_empty()).collect();
    let setting: Vec<String> =
        [scene.layer(), scene.place()].into_iter().flatten().map(clean).filter(|name| !name.is_empty()).collect();
    let lines = [Some(title.join(dot)), Some(setting.join(dot)), standing(scene, chronology)];
    Node {
        name: format!("s{number}"),
        id: clean(&scene.full_id()),
        shape: if scene.is_timeless() { Shape::Timeless } else { Shape::Scene },
        lines: lines.into_iter().flatten().filter(|line| !line.is_empty()).collect(),
        beside: None,
    }
}

fn fact_node(at: usize, fact: ShownFact, told: bool) -> Node {
    let seemed = fact.seemed().map(|seemed| format!("It seemed: {}", clean(seemed)));
    let lines = [Some(clean(fact.truth())), seemed, told.then(|| "told, not shown".to_owned())];
    Node {
        name: format!("f{}", at + 1),
        id: format!("fact-{}", at + 1),
        shape: if told { Shape::Told } else { Shape::Fact },
        lines: lines.into_iter().flatten().collect(),
        beside: fact.first_revealed_by().map(|rank| rank as usize),
    }
}

/// Which of so many facts are events that no scene shows.
fn told_facts(chronology: &Chronology, facts: usize) -> Vec<bool> {
    let mut told = vec![false; facts];
    for event in chronology.events.iter().filter(|event| event.scenes.is_empty()) {
        event.facts.iter().for_each(|&fact| told[fact as usize] = true);
    }
    told
}

/// The telling, and what happened, each from one to the next.
fn in_time(cut: &Cut, chronology: &Chronology) -> Vec<Edge> {
    let scenes = cut.scenes().len();
    let edge = |(from, to), tie, step| Edge { from, to, tie, step };
    let mut edges: Vec<Edge> = (1..scenes).map(|to| edge((to - 1, to), Tie::Telling, None)).collect();
    let shown_by = |event: &Event| -> Vec<usize> {
        let facts = event.facts.iter().map(|&fact| scenes + fact as usize);
        event.scenes.iter().map(|&scene| scene as usize).chain(facts).collect()
    };
    let events: Vec<Vec<usize>> = chronology.events.iter().map(shown_by).collect();
    for showings in &events {
        edges.extend(showings.windows(2).map(|pair| edge((pair[0], pair[1]), Tie::Showing, None)));
    }
    if chronology.contradiction.is_none() {
        let pairs = events.windows(2).zip(chronology.events.iter().skip(1));
        edges.extend(pairs.map(|(pair, event)| edge((pair[0][0], pair[1][0]), Tie::Chronology, event.step)));
    }
    edges
}

/// What brings about, reveals and hints at what.
fn ties(cut: &Cut, facts: &[ShownFact]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for scene in cut.scenes() {
        let from = scene.rank() as usize;
        let effects = scene.causes().into_iter().map(|effect| effect.rank() as usize);
        edges.extend(effects.map(|to| Edge { from, to, tie: Tie::Cause, step: None }));
    }
    for (to, fact) in (cut.scenes().len()..).zip(facts) {
        for (tie, scenes) in [(Tie::Reveal, fact.revealed_by()), (Tie::Hint, fact.hinted_by())] {
            edges.extend(scenes.into_iter().map(|from| Edge { from: from as usize, to, tie, step: None }));
        }
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How much brighter the brighter of two colours is (WCAG 2.2), given their brightness.
    fn contrast(one: f64, other: f64) -> f64 {
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn brightness(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    #[test]
    fn every_colour_stands_out_from_white_paper_and_from_black() {
        for pen in &PENS {
            let brightness = brightness(pen.colour);
            assert!(contrast(brightness, 1.0) >= 4.0 && contrast(brightness, 0.0) >= 4.0, "{}", pen.colour);
        }
    }
}
