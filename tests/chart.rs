//! The chart of who meets whom, as SVG: of every built-in story at every position, in both orders.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use roxmltree::{Document, Node};
use storyline::knowledge::{Cut, Seen, cut_to};
use storyline::library::{self, Library};
use storyline::source::Source;
use storyline::story::Story;
use storyline::view::picture::{Scheme, by_name};
use storyline::view::{Options, Order};

fn chart(cut: &Cut, order: Order, width: usize) -> String {
    let picture = by_name("chart").unwrap();
    let options = Options { order, width, picture, scheme: Scheme::Light, ..Options::default() };
    picture.file(cut, &cut.chronology(), &options)
}

/// Each cut of a story, from nothing seen to everything.
fn positions(story: &Story) -> impl Iterator<Item = Cut<'_>> {
    let scenes: Vec<_> = story.scenes().collect();
    (0..=scenes.len()).map(move |seen| {
        let seen: Seen = scenes[..seen].iter().copied().collect();
        cut_to(story, &seen, None)
    })
}

fn written(toml: &str) -> Story {
    let loaded = library::load(Source::new("test.toml", toml));
    assert!(loaded.problems.iter().all(|problem| !problem.is_error()), "{:?}", loaded.problems);
    loaded.story.unwrap()
}

fn titles<'d>(document: &'d Document) -> BTreeSet<&'d str> {
    document.descendants().filter(|node| node.has_tag_name("title")).filter_map(|title| title.text()).collect()
}

/// What is said of each line: its name, and how its paths go.
fn lines(document: &Document) -> Vec<(String, Vec<String>)> {
    let is_line = |node: &Node| {
        node.has_tag_name("g") && node.attribute("class").is_some_and(|class| class.starts_with('c'))
    };
    let line = |node: Node| {
        let name = node.children().find_map(|child| child.text()).unwrap_or_default().to_owned();
        let paths = node.children().filter_map(|child| child.attribute("d")).map(str::to_owned).collect();
        (name, paths)
    };
    document.descendants().filter(is_line).map(line).collect()
}

#[test]
fn every_story_at_every_position_is_drawn_with_everybody_and_every_scene() {
    for found in Library::default().list() {
        let loaded = found.load();
        let story = loaded.story.unwrap();
        for cut in positions(&story) {
            for (order, width) in [(Order::Narrative, 80), (Order::Chronological, 40)] {
                let file = chart(&cut, order, width);
                let document = Document::parse(&file).unwrap();
                let (titles, lines) = (titles(&document), lines(&document));
                for character in cut.characters() {
                    assert!(lines.iter().any(|(name, _)| name == character.name()), "{}", character.name());
                }
                for scene in cut.scenes() {
                    let is_of = |title: &&str| title.contains(scene.title()) && title.contains(&scene.number().to_string());
                    assert!(titles.iter().any(|title| is_of(&title)), "{}", scene.title());
                }
            }
        }
    }
}
