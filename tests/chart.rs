//! The chart of who meets whom, as SVG: of every built-in story at every position, in both orders.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

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

/// The boxes, by where they are: their middle, the first line and how far down the last is; each with what is said of it.
fn boxes(document: &Document) -> Vec<(String, [i32; 3])> {
    let is_box = |node: &Node| node.has_tag_name("path") && node.children().any(|child| child.has_tag_name("title"));
    let place = |node: Node| {
        let said = node.first_element_child().and_then(|title| title.text()).unwrap().to_owned();
        let numbers = node.attribute("d").unwrap().strip_prefix('M').unwrap().split([' ', 'v']);
        let numbers: Vec<i32> = numbers.map(|number| number.parse().unwrap()).collect();
        (said, [numbers[0], numbers[1], numbers[2]])
    };
    document.descendants().filter(is_box).map(place).collect()
}

/// How a path goes, as pieces that stand where they stand: a long way straight on is many short ones.
fn pieces(data: &str) -> Vec<String> {
    const SHORT: i32 = 2;
    let (mut x, mut y) = (0, 0);
    let mut pieces = Vec::new();
    let letter = |c: char| c.is_ascii_alphabetic();
    for command in data.match_indices(letter).map(|(at, _)| &data[at..]) {
        let numbers = &command[1..command[1..].find(letter).map_or(command.len(), |end| end + 1)];
        let numbers: Vec<i32> = numbers.replace('-', " -").split_whitespace().map(|one| one.parse().unwrap()).collect();
        match (&command[..1], &numbers[..]) {
            ("M", &[to_x, to_y]) => (x, y) = (to_x, to_y),
            ("m", &[by_x, by_y]) => (x, y) = (x + by_x, y + by_y),
            ("h", &[by]) => {
                assert!(by > 0, "{data}");
                pieces.extend((0..by / SHORT).map(|step| format!("{} {y} h", x + step * SHORT)));
                x += by;
            }
            (letter, by @ (&[_] | &[_, _] | &[_, _, _, _, _, _])) => {
                pieces.push(format!("{x} {y} {letter}{by:?}"));
                y += by[by.len() - 1];
                x += if by.len() > 1 { by[by.len() - 2] } else { 0 };
            }
            other => panic!("{other:?} in {data}"),
        }
    }
    pieces
}

/// Everything that is drawn, each part by what it is and where it stands.
fn parts(document: &Document) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    for node in document.descendants().filter(Node::is_element) {
        let moved = node.parent_element().and_then(|parent| parent.attribute("transform")).unwrap_or_default();
        let said: Vec<&str> = node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect();
        let classes = [Some(node), node.parent_element()].map(|node| node.and_then(|node| node.attribute("class")));
        let attribute = |name| node.attribute(name).unwrap_or("0");
        match node.tag_name().name() {
            "text" => {
                parts.insert(format!("{moved} {} {} {classes:?} {said:?}", attribute("x"), attribute("y")));
            }
            "circle" => {
                parts.insert(format!("{} {} {said:?}", attribute("cx"), attribute("cy")));
            }
            "path" if said.is_empty() => {
                let kind = format!("{classes:?} {}", attribute("stroke-width"));
                parts.extend(pieces(attribute("d")).into_iter().map(|piece| format!("{kind} {piece}")));
            }
            "path" => {
                parts.insert(format!("{} {classes:?} {said:?}", attribute("d")));
            }
            "svg" | "style" | "title" | "desc" | "rect" | "g" | "tspan" => {}
            other => panic!("a chart has an element that is not looked at: {other}"),
        }
    }
    parts
}

/// A universe of two works, of so many scenes each, and so many characters, of whom some are new until the end.
fn two_works(name: &str, scenes: u32, characters: u32) -> Story {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    let mut universe = "format = 1\nuniverse = { title = \"U\", works = [\"one\", \"two\"] }\n".to_owned();
    for who in 0..characters {
        writeln!(universe, "characters.p{who}.name = \"P{who} {}\"", "x".repeat(who as usize % 12)).unwrap();
    }
    fs::write(folder.join("universe.toml"), universe).unwrap();
    for (work, title) in [(0, "one"), (1, "two")] {
        let mut toml = format!("format = 1\nwork.title = \"{}\"\n", format!("Work {title} ").repeat(5));
        for scene in work * scenes..(work + 1) * scenes {
            // Who is there is drawn from a number with much behind its point.
            let is_in = |who: &u32| {
                (scene * scene * 31 + who * 17 + scene * who * 7).is_multiple_of(7)
                    && scene * characters / scenes / 2 >= *who / 2
            };
            let cast: Vec<String> = (0..characters).filter(is_in).map(|who| format!("\"p{who}\"")).collect();
            let (cast, title) = (cast.join(", "), "Long ".repeat(scene as usize % 7));
            let timeless = scene % 9 == 4;
            writeln!(
                toml,
                "[[scene]]\nid = \"s{scene}\"\ntitle = \"S {title}\"\ntext = \"T\"\ncast = [{cast}]\ntimeless = {timeless}"
            )
            .unwrap();
        }
        fs::write(folder.join(format!("{title}.toml")), toml).unwrap();
    }
    let loaded = library::load_file(&folder.join("universe.toml"));
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.story.unwrap()
}

#[test]
fn another_scene_moves_nothing_that_is_drawn_as_told() {
    let story = two_works("chart-two-works", 26, 24);
    let mut names = 0;
    for width in [40, 80] {
        let drawn: Vec<String> = positions(&story).skip(1).map(|cut| chart(&cut, Order::Narrative, width)).collect();
        let drawn: Vec<BTreeSet<String>> = drawn.iter().map(|file| parts(&Document::parse(file).unwrap())).collect();
        for (seen, pair) in drawn.windows(2).enumerate() {
            let gone: Vec<&String> = pair[0].difference(&pair[1]).collect();
            assert!(gone.is_empty(), "{width} wide, of the first {} scenes: {gone:#?}", seen + 1);
            assert!(pair[1].len() > pair[0].len());
        }
        names += drawn.iter().flatten().filter(|part| part.starts_with("translate")).count();
    }
    assert!(names > 1000, "{names}");
}

/// The corners of a part: left, top, right, bottom.
type Corners = [f64; 4];

/// A name, the top of the row it is in, where it stands, and whether it begins behind a box.
type Name = (String, f64, Corners, bool);

fn names(document: &Document) -> Vec<Name> {
    let group = |class: &str| document.descendants().find(|node| node.attribute("class") == Some(class));
    let number = |text: &Node, name| text.attribute(name).map_or(0.0, |number| number.parse::<f64>().unwrap());
    let mut names = Vec::new();
    let mut tops = Vec::new();
    let mut take = |text: Node, (left, top): (f64, f64), row: Option<f64>| {
        let size = if text.attribute("class") == Some("small") { 10.0 } else { 12.0 };
        let name = text.text().unwrap();
        let (x, below) = (left + number(&text, "x"), top + number(&text, "y"));
        let width = f64::from(name.chars().count() as u32) * 0.55 * size;
        let right = if row.is_some() { x + width } else { x };
        let corners = [right - width, below - size * 0.7, right, below + size * 0.2];
        names.push((name.to_owned(), row.unwrap_or(top), corners, row.is_some()));
    };
    for row in group("halo end").unwrap().children().filter(Node::is_element) {
        let moved = row.attribute("transform").unwrap().strip_prefix("translate(").unwrap().strip_suffix(')').unwrap();
        let (left, top) = moved.split_once(' ').unwrap();
        let (left, top): (f64, f64) = (left.parse().unwrap(), top.parse().unwrap());
        tops.push(top);
        row.children().filter(Node::is_element).for_each(|text| take(text, (left, top), None));
    }
    for text in group("halo").into_iter().flat_map(|behind| behind.children()).filter(Node::is_element) {
        let row = tops.iter().copied().filter(|top| *top < number(&text, "y")).fold(0.0, f64::max);
        take(text, (0.0, 0.0), Some(row));
    }
    names
}

#[test]
fn nearly_every_line_is_named_in_its_row_and_no_name_is_written_over_another_or_a_box_that_was_there() {
    let story = two_works("chart-names", 26, 30);
    let (mut found, mut missing) = (0, 0);
    for (seen, cut) in positions(&story).enumerate().skip(1) {
        for (order, width) in [(Order::Narrative, 40), (Order::Narrative, 80), (Order::Chronological, 63)] {
            let file = chart(&cut, order, width);
            let document = Document::parse(&file).unwrap();
            let names = names(&document);
            let boxes = boxes(&document);
            let corners = boxes.iter().map(|(_, [x, first, down])| {
                let [x, top, bottom] = [*x, *first, first + down].map(f64::from);
                [x - 7.0, top - 7.0, x + 7.0, bottom + 7.0]
            });
            let corners: Vec<Corners> = corners.collect();
            for (at, (name, _, one, begins)) in names.iter().enumerate() {
                let is_over =
                    |other: &&Corners| one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];
                // As told what is to the right of it came later.
                let is_there = |other: &&Corners| order == Order::Chronological || !begins || other[0] < one[0];
                let others = names[at + 1..].iter().map(|(_, _, corners, _)| corners);
                let over = others.chain(corners.iter().filter(is_there)).find(is_over);
                assert_eq!(over, None, "{name} at {one:?} of {seen}, {width} wide");
            }
            for (said, [_, first, _]) in boxes {
                let Some((_, cast)) = said.rsplit_once(": ") else { continue };
                let row =
                    names.iter().map(|(_, top, ..)| *top).filter(|top| *top < f64::from(first)).fold(0.0, f64::max);
                for who in cast.split(", ").map(|name| name.split_once(' ').map_or(name, |(first, _)| first)) {
                    let is_named = names
                        .iter()
                        .any(|(name, top, ..)| (*top - row).abs() < 0.1 && name.split([' ', '…']).next() == Some(who));
                    found += u32::from(is_named);
                    missing += u32::from(!is_named);
                }
            }
        }
    }
    assert!(found > 5000 && missing * 70 < found, "{found}, {missing}");
}

#[test]
fn a_name_behind_a_box_is_beside_no_other_line_that_runs_along() {
    let mut looked_at = 0;
    for (name, width) in [("exo", 80), ("exo", 60), ("bts", 60), ("bts", 40), ("one-more-day", 40), ("k-will", 60)] {
        let story = Library::default().find(name).unwrap().load().story.unwrap();
        for cut in positions(&story).skip(1).step_by(3) {
            let file = chart(&cut, Order::Chronological, width);
            let document = Document::parse(&file).unwrap();
            let behind = names(&document).into_iter().filter(|(.., begins)| *begins);
            let lines = lines(&document);
            for (name, _, [from, top, to, bottom], _) in behind {
                let is_beside = |piece: &String| {
                    let mut words = piece.split(' ');
                    let (x, y, way) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
                    let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
                    way == "h" && x >= from && x + 2.0 <= to && y > top - 9.0 && y < bottom + 9.0
                };
                let is_own = |line: &str| name.split('…').next().is_some_and(|begin| line.starts_with(begin));
                let others = lines.iter().filter(|(line, _)| !is_own(line));
                let beside =
                    others.filter(|(_, paths)| paths.iter().flat_map(|path| pieces(path)).any(|it| is_beside(&it)));
                let beside: Vec<&str> = beside.map(|(line, _)| line.as_str()).collect();
                assert!(beside.is_empty(), "{name} stands beside {beside:?}");
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 50, "{looked_at}");
}

#[test]
fn as_it_happened_the_title_of_a_work_stands_above_its_own_scenes_alone() {
    let story = Library::default().find("bts").unwrap().load().story.unwrap();
    let whole = cut_to(&story, &Seen::all(&story), None);
    let file = chart(&whole, Order::Chronological, 120);
    let document = Document::parse(&file).unwrap();
    let mut rows: BTreeMap<i32, Vec<(f64, f64)>> = BTreeMap::new();
    let strong = |node: &Node| node.has_tag_name("text") && node.attribute("class") == Some("strong");
    for title in document.descendants().filter(strong) {
        let number = |name| title.attribute(name).unwrap().parse::<f64>().unwrap();
        let width = f64::from(title.text().unwrap().chars().count() as u32) * 0.55 * 12.0;
        rows.entry(number("y") as i32).or_default().push((number("x"), number("x") + width));
    }
    // Where the slanting rules of works begin, by the row that they are in.
    let rules = document.descendants().find(|node| node.attribute("class") == Some("rule")).unwrap();
    let begin = |piece: &String| {
        let mut words = piece.split(' ');
        let (x, y, way) = (words.next()?, words.next()?, words.next()?);
        way.starts_with('l').then(|| (x.parse::<i32>().unwrap(), y.parse::<i32>().unwrap()))
    };
    let slants: Vec<(i32, i32)> = pieces(rules.attribute("d").unwrap()).iter().filter_map(begin).collect();
    assert!(slants.len() > 5, "{slants:?}");
    let mut stops = 0;
    for (&y, titles) in &rows {
        for &(from, to) in titles {
            let own = slants.iter().filter(|(_, at)| (at - y).abs() < 40).map(|(x, _)| f64::from(*x));
            let inside = own.filter(|x| *x > from && *x < to).count();
            assert_eq!(inside, 0, "a work begins below the title from {from} to {to}");
            stops += 1;
        }
    }
    assert!(stops > 5, "{rows:?}");
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
            "5. A dance: 조"
        ]
    );
    assert!(titles(&document).contains("4. The sea · nobody is in it"));
    assert!(file.contains("Outside time") && file.contains("· outside time</tspan>"));
    let lines = lines(&document);
    let (_, paths) = lines.iter().find(|(name, _)| name == "조").unwrap();
    assert_eq!(paths.len(), 1, "outside time everybody has a line of its own");
    assert_eq!(paths[0].matches(['M', 'm']).count(), 2, "{paths:?}");
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
