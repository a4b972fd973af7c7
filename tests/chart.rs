//! The chart of who meets whom, as SVG: of every built-in story at every position, in both orders.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

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
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.story.unwrap()
}

fn titles<'d>(document: &'d Document) -> BTreeSet<&'d str> {
    document.descendants().filter(|node| node.has_tag_name("title")).filter_map(|title| title.text()).collect()
}

/// What is said of each line: its name, and how its paths go.
fn lines(document: &Document) -> Vec<(String, Vec<String>)> {
    let is_line =
        |node: &Node| node.has_tag_name("g") && node.attribute("class").is_some_and(|class| class.starts_with('c'));
    let line = |node: Node| {
        let name = node.children().find_map(|child| child.text()).unwrap_or_default().to_owned();
        let paths = node.children().filter_map(|child| child.attribute("d")).map(str::to_owned).collect();
        (name, paths)
    };
    document.descendants().filter(is_line).map(line).collect()
}

#[test]
fn every_story_as_far_as_it_is_seen_is_drawn_with_everybody_and_every_scene() {
    for (_, found) in Library::default().stories() {
        let story = found.load().story.unwrap();
        for (seen, cut) in positions(&story).enumerate() {
            let is_looked_at = seen % 5 == 0 || seen == story.scenes().len();
            let as_it_happened = Some((Order::Chronological, 40)).filter(|_| is_looked_at); // it takes longer
            for (order, width) in [(Order::Narrative, 80)].into_iter().chain(as_it_happened) {
                let file = chart(&cut, order, width);
                let document = Document::parse(&file).unwrap();
                let (titles, lines) = (titles(&document), lines(&document));
                for character in cut.characters() {
                    assert!(lines.iter().any(|(name, _)| name == character.name()), "{}", character.name());
                }
                for scene in cut.scenes() {
                    let is_of =
                        |title: &&str| title.contains(scene.title()) && title.contains(&scene.number().to_string());
                    assert!(titles.iter().any(is_of), "{}", scene.title());
                }
            }
        }
    }
}

/// The boxes, by where they are, each with what is said of it.
fn boxes(document: &Document) -> Vec<(String, [String; 4])> {
    let boxes =
        document.descendants().filter(|node| node.has_tag_name("rect") && node.attribute("class") != Some("paper"));
    let place = |node: Node| {
        let said = node.parent().and_then(|scene| scene.children().find_map(|child| child.text()));
        (said.unwrap().to_owned(), ["x", "y", "width", "height"].map(|name| node.attribute(name).unwrap().to_owned()))
    };
    boxes.map(place).collect()
}

#[test]
fn another_scene_moves_nothing_that_is_drawn_as_told() {
    let mut toml = "format = 1\nwork.title = \"T\"\n".to_owned();
    for who in 0..9 {
        writeln!(toml, "characters.p{who}.name = \"Person {who}\"").unwrap();
    }
    for scene in 0..50_u32 {
        // Who is there is drawn from a number with much behind its point.
        let is_in =
            |who: &u32| (scene * scene * 31 + who * 17 + scene * who * 7).is_multiple_of(5) && scene / 6 >= *who / 2;
        let cast: Vec<String> = (0..9).filter(is_in).map(|who| format!("\"p{who}\"")).collect();
        let cast = cast.join(", ");
        writeln!(toml, "[[scene]]\nid = \"s{scene}\"\ntitle = \"S\"\ntext = \"T\"\ncast = [{cast}]").unwrap();
    }
    let story = written(&toml);
    let drawn: Vec<String> = positions(&story).skip(1).map(|cut| chart(&cut, Order::Narrative, 80)).collect();
    let drawn: Vec<Document> = drawn.iter().map(|file| Document::parse(file).unwrap()).collect();
    let drawn: Vec<_> = drawn.iter().map(boxes).collect();
    assert!(drawn[49].len() > 20 && drawn[49].iter().any(|(_, [.., height])| height != "14"));
    for pair in drawn.windows(2) {
        assert_eq!(pair[0], pair[1][..pair[0].len()]);
    }
}

const TWICE: &str = r#"
    format = 1
    work.title = "Twice"
    places.bridge.name = "The bridge & more"
    characters = { ann = { name = "Ann" }, ben = { name = "Ben" }, cho = { name = "조" } }
    [[scene]]
    id = "again"
    title = "It falls"
    text = "It falls."
    place = "bridge"
    cast = ["ann", { who = "cho", as = "in a picture" }]
    [[scene]]
    id = "before"
    title = "It hangs"
    text = "It hangs."
    when = { before = "again" }
    cast = ["ben"]
    [[scene]]
    id = "fall"
    title = "It falls again"
    text = "It falls again."
    when = { same = "again" }
    cast = ["ann", "ben"]
    [[scene]]
    id = "sea"
    title = "The sea"
    text = "The sea."
    [[scene]]
    id = "dance"
    title = "A dance"
    text = "They dance."
    timeless = true
    cast = ["cho"]
"#;

#[test]
fn as_it_happened_an_event_shown_twice_is_one_box_and_what_is_outside_time_stands_apart() {
    let story = written(TWICE);
    let whole = cut_to(&story, &Seen::all(&story), None);
    let file = chart(&whole, Order::Chronological, 80);
    let document = Document::parse(&file).unwrap();
    let said: Vec<String> = boxes(&document).into_iter().map(|(said, _)| said).collect();
    assert_eq!(
        said,
        [
            "2. It hangs: Ben",
            "1, 3. It falls / It falls again · The bridge & more: Ann, 조 (in a picture), Ben",
            "5. A dance · outside time: 조"
        ]
    );
    assert!(titles(&document).contains("4. The sea · nobody is in it"));
    assert!(file.contains("Outside time"));
    let names: Vec<String> = lines(&document).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.iter().filter(|name| *name == "조").count(), 2, "outside time everybody has a line of its own");
}

#[test]
fn as_told_every_scene_has_its_box_and_colours_go_by_first_appearance() {
    let story = written(TWICE);
    let whole = cut_to(&story, &Seen::all(&story), None);
    let file = chart(&whole, Order::Narrative, 80);
    let document = Document::parse(&file).unwrap();
    assert_eq!(boxes(&document).len(), 4);
    let class = |name: &str| {
        let of = |node: &Node| node.has_tag_name("g") && node.children().find_map(|child| child.text()) == Some(name);
        document.descendants().find(of).and_then(|line| line.attribute("class")).unwrap()
    };
    assert_eq!(["Ann", "조", "Ben"].map(class), ["c0", "c1", "c2"]);
}

#[test]
fn what_contradicts_itself_is_drawn_as_told_and_says_so() {
    let toml = TWICE.replace("id = \"again\"", "id = \"again\"\nwhen = { before = \"before\" }");
    let story = library::load(Source::new("test.toml", toml.as_str())).story.unwrap();
    let whole = cut_to(&story, &Seen::all(&story), None);
    let file = chart(&whole, Order::Chronological, 80);
    assert!(file.contains("contradicts itself"));
    assert_eq!(boxes(&Document::parse(&file).unwrap()).len(), 4);
}

#[test]
fn the_works_of_a_universe_begin_with_their_titles() {
    let story = Library::default().find("exo").unwrap().load().story.unwrap();
    let whole = cut_to(&story, &Seen::all(&story), None);
    for order in [Order::Narrative, Order::Chronological] {
        let file = chart(&whole, order, 120);
        let document = Document::parse(&file).unwrap();
        let strong = |node: &Node| node.has_tag_name("text") && node.attribute("class") == Some("strong");
        let texts: BTreeSet<&str> = document.descendants().filter(strong).filter_map(|node| node.text()).collect();
        for work in ["MAMA", "Lucky One", "Monster", "Ko Ko Bop", "Power"] {
            assert!(texts.contains(work), "{work}: {texts:?}");
        }
    }
}
