//! Pictures: what is drawn of the built-in stories at every position, read back, and where the parts of a curve stand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use proptest::test_runner::Config;
use roxmltree::{Document, Node};
use storyline::knowledge::{Cut, Seen, cut_to};
use storyline::layout::curve::{Along, Curve, curve};
use storyline::library::{self, Library};
use storyline::source::Source;
use storyline::story::{Story, WorkId};
use storyline::time::Step;
use storyline::view::picture::by_name;
use storyline::view::{Options, Order, Scheme};
use unicode_width::UnicodeWidthStr;

mod read_back;

use read_back::beside;

/// What is looked at: the stories that stand alone, the universes, and a work of one.
const STORIES: [&str; 8] =
    ["please-dont", "one-more-day", "error", "come-back-home", "bts", "exo", "k-will", "i-need-u"];

fn story(name: &str) -> (Story, Option<WorkId>) {
    let loaded = Library::default().find(name).unwrap().load();
    let story = loaded.story.unwrap();
    let work = story.universe().filter(|universe| universe.id != name).and_then(|_| story.work_named(name));
    (story, work)
}

fn read(text: &str) -> Story {
    let loaded = library::load(Source::new("story.toml", text));
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.story.unwrap()
}

/// The scenes of what is looked at.
fn scenes(story: &Story, work: Option<WorkId>) -> Vec<storyline::story::SceneId> {
    work.map_or(story.scenes().collect(), |work| story.scenes_of(work).collect())
}

/// Calls for every position of every story.
fn at_every_position(mut look: impl FnMut(&str, &Cut)) {
    for name in STORIES {
        let (story, work) = story(name);
        let scenes = scenes(&story, work);
        for seen in 0..=scenes.len() {
            let seen: Seen = scenes[..seen].iter().copied().collect();
            look(name, &cut_to(&story, &seen, work));
        }
    }
}

fn drawn(cut: &Cut, options: &Options) -> String {
    by_name("curve").unwrap().file(cut, &cut.chronology(), options)
}

fn options(width: usize, order: Order) -> Options {
    Options { width, order, ..Options::default() }
}

#[test]
fn a_curve_is_xml_whose_ids_are_one_and_in_which_every_scene_is_found_by_its_title() {
    at_every_position(|name, cut| {
        for order in [Order::Narrative, Order::Chronological] {
            let picture = drawn(cut, &options(80, order));
            let document = Document::parse(&picture).unwrap_or_else(|error| panic!("{name}: {error}"));
            let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}: {ids:?}");
            let named = document.root_element().attribute("aria-labelledby").unwrap();
            let described = document.root_element().attribute("aria-describedby").unwrap();
            assert!(ids.contains(&named) && ids.contains(&described) && named != described, "{name}: {named}");
            let columns: Vec<Node> = document.descendants().filter(|node| is_titled(*node, "path")).collect();
            for scene in cut.scenes() {
                let begins = format!("{}. {}", scene.number(), scene.title());
                let column = columns.iter().filter(|column| title(**column).split(" · ").any(|part| part == begins));
                assert_eq!(column.count(), 1, "{name}: {begins}");
            }
        }
    });
}

fn is_titled(node: Node, element: &str) -> bool {
    node.has_tag_name(("http://www.w3.org/2000/svg", element))
        && node.first_element_child().is_some_and(|first| first.has_tag_name(("http://www.w3.org/2000/svg", "title")))
}

fn title<'a>(node: Node<'a, '_>) -> &'a str {
    node.first_element_child().and_then(|first| first.text()).unwrap_or_default()
}

#[test]
fn nothing_is_drawn_beside_the_paper() {
    at_every_position(|name, cut| {
        for (width, order) in [(24, Order::Narrative), (80, Order::Chronological), (120, Order::Narrative)] {
            let picture = drawn(cut, &options(width, order));
            let document = Document::parse(&picture).unwrap();
            let found = beside(&document);
            assert!(found.is_empty(), "{name} at {}, {width} wide: {found:#?}", cut.scenes().len());
        }
    });
}

#[test]
fn titles_have_room_where_a_story_is_short() {
    for name in ["please-dont", "one-more-day", "i-need-u"] {
        let (story, work) = story(name);
        let cut = cut_to(&story, &Seen::all(&story), work);
        let picture = drawn(&cut, &options(80, Order::Narrative));
        let document = Document::parse(&picture).unwrap();
        let texts = document.descendants().filter(|node| node.tag_name().name() == "text");
        let texts: Vec<String> = texts
            .map(|text| text.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect())
            .collect();
        for scene in cut.scenes() {
            let title = format!("{} {}", scene.number(), scene.title());
            assert!(texts.contains(&title), "{name}: {title}: {texts:?}");
        }
    }
}

#[test]
fn the_same_cut_is_drawn_the_same() {
    let (story, work) = story("bts");
    let draw = || drawn(&cut_to(&story, &Seen::all(&story), work), &options(80, Order::Narrative));
    assert_eq!(draw(), draw());
}

#[test]
fn schemes_differ_in_colours_alone() {
    let (story, work) = story("please-dont");
    let cut = cut_to(&story, &Seen::all(&story), work);
    let in_scheme = |scheme| drawn(&cut, &Options { scheme, ..options(80, Order::Narrative) });
    let styles = [Scheme::Auto, Scheme::Light, Scheme::Dark].map(|scheme| {
        let picture = in_scheme(scheme);
        let (before, rest) = picture.split_once("<style>").unwrap();
        let (style, after) = rest.split_once("</style>").unwrap();
        (style.to_owned(), format!("{before}{after}"))
    });
    let [auto, light, dark] = &styles;
    assert!(auto.1 == light.1 && light.1 == dark.1);
    assert!(auto.0.contains("@media screen and (prefers-color-scheme:dark)"));
    assert!(!light.0.contains("@media") && !dark.0.contains("prefers-color-scheme"));
    assert!(dark.0.contains("@media print"), "whoever prints dark paper has ink for a page of it");
}

#[test]
fn the_pictures_of_the_readme_are_as_they_are_drawn_now() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    let readme = fs::read_to_string(folder.join("../../README.md")).unwrap();
    let script = fs::read_to_string(folder.join("draw")).unwrap();
    let mut pictures: Vec<String> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    pictures.sort();
    let names: Vec<&str> = pictures.iter().filter_map(|file| file.strip_suffix(".svg")).collect();
    assert_eq!(names, ["i-need-u", "one-more-day", "please-dont"]);
    for name in names {
        let (story, work) = story(name);
        let now = drawn(&cut_to(&story, &Seen::all(&story), work), &options(84, Order::Narrative));
        let kept = fs::read_to_string(folder.join(format!("{name}.svg"))).unwrap();
        assert!(kept == now, "docs/pictures/{name}.svg is out of date: docs/pictures/draw");
        assert!(script.contains(name) && readme.contains(&format!("docs/pictures/{name}.svg")), "{name}");
    }
}

/// A tale of four scenes: it opens with what happens last, then tells from the beginning, and shows the opening again.
const OPENS_WITH_THE_END: &str = r#"
format = 1
work.title = "Hand-checked"
[characters]
ana = { name = "Ana" }
bo = { name = "Bo" }
[places]
inn = { name = "The inn" }
[[scene]]
id = "end"
title = "The end"
text = "…"
cast = ["bo"]
when = { after = "middle" }
[[scene]]
id = "beginning"
title = "The beginning"
text = "…"
cast = ["ana", "bo"]
place = "inn"
[[scene]]
id = "dance"
title = "A dance"
text = "…"
timeless = true
place = "inn"
[[scene]]
id = "middle"
title = "The middle"
text = "…"
[[scene]]
id = "again"
title = "The end again"
text = "…"
cast = ["ana"]
when = { same = "end" }
"#;

#[test]
fn a_small_story_stands_where_it_was_worked_out_by_hand() {
    let story = read(OPENS_WITH_THE_END);
    let cut = cut_to(&story, &Seen::all(&story), None);
    let drawn = curve(&cut, &cut.chronology(), Along::Telling, 300.0).unwrap();
    // Five columns of 60; three rows of 22: beginning, middle, end; the lane.
    assert_eq!((drawn.width, drawn.column, drawn.row), (300.0, 60.0, 22.0));
    assert_eq!((drawn.lane, drawn.height), (Some(70.0), 94.0));
    let bars: Vec<(u32, f64, f64, Vec<u32>)> =
        drawn.bars.iter().map(|bar| (bar.scene, bar.x, bar.y, bar.stripes.clone())).collect();
    // Bo appears first, so he is the first of the two wherever they are.
    let expected = [
        (0, 1.0, 55.0, vec![0]),
        (1, 61.0, 11.0, vec![0, 1]),
        (2, 121.0, 82.0, vec![]),
        (3, 181.0, 33.0, vec![]),
        (4, 241.0, 55.0, vec![1]),
    ];
    assert_eq!(bars, expected);
    let connectors: Vec<(f64, f64, f64, Option<Step>)> =
        drawn.connectors.iter().map(|line| (line.from.1, line.turn, line.to.1, line.step)).collect();
    // That the end comes after the middle is declared, and only the telling says that the beginning comes before that.
    let (told, declared) = (Some(Step::Told), Some(Step::Declared));
    assert_eq!(connectors, [(55.0, 60.0, 11.0, told), (11.0, 120.0, 33.0, told), (33.0, 240.0, 55.0, declared)]);
    assert_eq!(drawn.joins.len(), 1);
    assert_eq!((drawn.joins[0].from, drawn.joins[0].to), ((59.0, 55.0), (241.0, 55.0)));
    let axis: Vec<(f64, f64, Option<Step>)> = drawn.axis.iter().map(|part| (part.from, part.to, part.step)).collect();
    assert_eq!(axis, [(11.0, 33.0, told), (33.0, 55.0, declared)]);
    let inn: Vec<(f64, f64)> = drawn.places.iter().map(|run| (run.from, run.to)).collect();
    assert_eq!(inn, [(60.0, 180.0)]);
}

#[test]
fn what_is_declared_of_two_is_drawn_so_whatever_is_listed_between_them() {
    let scene = |id: &str, when: &str| format!("[[scene]]\nid = \"{id}\"\ntitle = \"{id}\"\ntext = \"…\"\n{when}\n");
    let before = "when = { before = \"crash\" }";
    let scenes = [scene("crash", ""), scene("school", before), scene("work", before)].concat();
    let story = read(&format!("format = 1\nwork.title = \"Back\"\n{scenes}"));
    let cut = cut_to(&story, &Seen::all(&story), None);
    let drawn = curve(&cut, &cut.chronology(), Along::Telling, 300.0).unwrap();
    // Listed: school, work, crash. How school and work stand to each other is another matter.
    let lines: Vec<(f64, f64, Option<Step>)> =
        drawn.connectors.iter().map(|line| (line.from.1, line.to.1, line.step)).collect();
    assert_eq!(lines[0], (55.0, 11.0, Some(Step::Declared)));
    assert_ne!(lines[1].2, Some(Step::Declared));
}

#[test]
fn whoever_does_not_see_it_hears_what_happened_in_order() {
    let story = read(OPENS_WITH_THE_END);
    let cut = cut_to(&story, &Seen::all(&story), None);
    let picture = drawn(&cut, &options(80, Order::Narrative));
    let heard = "2. The beginning; 4. The middle; 1. The end (";
    assert!(picture.contains(heard), "{picture}");
}

#[test]
fn as_it_happened_columns_and_rows_change_places() {
    let story = read(OPENS_WITH_THE_END);
    let cut = cut_to(&story, &Seen::all(&story), None);
    let drawn = curve(&cut, &cut.chronology(), Along::Happening, 300.0).unwrap();
    let bars: Vec<(u32, f64, f64)> = drawn.bars.iter().map(|bar| (bar.scene, bar.x, bar.y)).collect();
    assert_eq!(bars, [(1, 1.0, 33.0), (3, 61.0, 55.0), (0, 121.0, 11.0), (4, 181.0, 77.0), (2, 241.0, 104.0)]);
    assert!(drawn.axis.is_empty() && drawn.connectors.iter().any(|line| line.step.is_none()));
}

/// The data of every path with a class.
fn paths(picture: &str, class: &str) -> Vec<String> {
    let document = Document::parse(picture).unwrap();
    let of_class = document.descendants().filter(|node| node.attribute("class") == Some(class));
    of_class.filter_map(|node| node.attribute("d").map(str::to_owned)).collect()
}

#[test]
fn the_same_place_has_the_same_band_wherever_it_comes() {
    let scene =
        |id: u32, place: &str| format!("[[scene]]\nid = \"s{id}\"\ntitle = \"x\"\ntext = \"…\"\nplace = \"{place}\"\n");
    let scenes: String = (0..).zip(["car", "road", "car", "inn", "car"]).map(|(at, place)| scene(at, place)).collect();
    let places: String = ["road", "inn", "car"].map(|name| format!("places.{name}.name = \"{name}\"\n")).concat();
    let story = read(&format!("format = 1\nwork.title = \"Round\"\n{places}{scenes}"));
    for order in [Order::Narrative, Order::Chronological] {
        let picture = drawn(&cut_to(&story, &Seen::all(&story), None), &options(80, order));
        let bands = ["b0", "b1", "b2", "b3"].map(|class| paths(&picture, class).concat().matches('z').count());
        // By first appearance: the car, the road, the inn.
        assert_eq!(bands, [3, 1, 1, 0], "{order:?}");
    }
}

#[test]
fn one_event_shown_again_is_joined_by_two_lines_that_can_be_seen() {
    let story = read(OPENS_WITH_THE_END);
    let cut = cut_to(&story, &Seen::all(&story), None);
    for (order, step) in [(Order::Narrative, 'h'), (Order::Chronological, 'v')] {
        let picture = drawn(&cut, &options(80, order));
        assert!(picture.contains("one event, shown again"));
        let lines = paths(&picture, "ink");
        let is_two = |line: &&String| line.matches('m').count() == 2 && line.matches(step).count() == 2;
        let longest = lines.iter().filter(is_two).map(|line| line.split(step).nth(1).unwrap());
        let longest = longest.map(|length| length.split(['m', '-']).find(|part| !part.is_empty()).unwrap().to_owned());
        assert!(
            longest.map(|length| length.parse::<f64>().unwrap()).any(|length| length > 40.0),
            "{order:?}: {lines:?}"
        );
    }
}

#[test]
fn where_signs_have_no_room_what_is_out_of_its_time_is_ticked() {
    for (scenes, is_ticked) in [(30, false), (100, true), (600, true), (3000, true)] {
        let story = long(scenes);
        let picture = drawn(&cut_to(&story, &Seen::all(&story), None), &options(80, Order::Narrative));
        let ticks =
            paths(&picture, "ink").iter().filter(|line| line.matches('h').count() > scenes.min(200) / 8).count();
        assert_eq!(ticks > 0, is_ticked, "{scenes}");
        assert!(picture.contains(">flashback</text>"), "{scenes}: the key says so");
    }
}

#[test]
fn whoever_is_not_in_the_legend_is_counted_in_it() {
    let people: String = (0..40).map(|one| format!("characters.c{one}.name = \"Somebody {one}\"\n")).collect();
    let cast: Vec<String> = (0..40).map(|one| format!("\"c{one}\"")).collect();
    let scene = format!("[[scene]]\nid = \"s\"\ntitle = \"x\"\ntext = \"…\"\ncast = [{}]\n", cast.join(", "));
    let story = read(&format!("format = 1\nwork.title = \"Crowd\"\n{people}{scene}"));
    for width in [24, 40, 80] {
        let picture = drawn(&cut_to(&story, &Seen::all(&story), None), &options(width, Order::Narrative));
        let document = Document::parse(&picture).unwrap();
        let texts: Vec<&str> = document
            .descendants()
            .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")))
            .filter_map(|node| node.text())
            .collect();
        assert!(texts.join(" ").contains("and 8 more, in colours that come again"), "{width}: {texts:?}");
    }
}

/// Whether every part of a curve stands on it.
fn stands(curve: &Curve, width: f64) {
    let fits = |x: f64, y: f64| {
        assert!((-0.01..=curve.width + 0.01).contains(&x), "{x} of {}", curve.width);
        assert!((-0.01..=curve.height + 0.01).contains(&y), "{y} of {}", curve.height);
    };
    assert!(curve.width <= width + 0.01);
    for bar in &curve.bars {
        fits(bar.x, bar.y - bar.height / 2.0);
        fits(bar.x + bar.width, bar.y + bar.height / 2.0);
        assert!(bar.width > 0.5 && bar.height > 0.0);
    }
    for block in &curve.blocks {
        fits(block.x, block.y);
        fits(block.x + block.width, block.y + block.height);
    }
    for line in &curve.connectors {
        for (x, y) in [line.from, line.to, (line.turn, line.from.1)] {
            fits(x, y);
        }
        assert!(line.from.0 <= line.turn + 0.01 && line.turn <= line.to.0 + 0.01);
    }
    for run in [&curve.places, &curve.standings, &curve.layers, &curve.works].into_iter().flatten() {
        assert!(run.from < run.to);
        fits(run.from, 0.0);
        fits(run.to, 0.0);
    }
}

proptest! {
    #![proptest_config(Config { cases: 60, failure_persistence: None, ..Config::default() })]

    #[test]
    fn whatever_was_seen_each_scene_has_one_bar_and_every_part_stands_on_the_curve(
        name in prop::sample::select(STORIES.to_vec()),
        seen in prop::collection::vec(any::<bool>(), 64),
        width in 10u32..1500,
        along in prop::sample::select(vec![Along::Telling, Along::Happening]),
    ) {
        let (story, work) = story(name);
        let seen = scenes(&story, work).into_iter().zip(seen).filter(|(_, seen)| *seen).map(|(scene, _)| scene);
        let cut = cut_to(&story, &seen.collect(), work);
        let Some(drawn) = curve(&cut, &cut.chronology(), along, f64::from(width)) else {
            prop_assert_eq!(cut.scenes().len(), 0);
            return Ok(());
        };
        stands(&drawn, f64::from(width));
        let mut scenes: Vec<u32> = drawn.bars.iter().map(|bar| bar.scene).collect();
        scenes.sort_unstable();
        if drawn.blocks.is_empty() {
            prop_assert_eq!(scenes, (0..cut.scenes().len() as u32).collect::<Vec<_>>());
        } else {
            prop_assert!(scenes.is_empty() && cut.scenes().len() > width as usize);
        }
    }
}

/// A story of so many scenes in a row, every fifth told out of its time.
fn long(scenes: usize) -> Story {
    let mut text = "format = 1\nwork.title = \"Long\"\n".to_owned();
    text.extend((0..20).map(|one| format!("characters.c{one}.name = \"Person {one}\"\n")));
    text.extend((0..9).map(|one| format!("places.p{one}.name = \"Place {one}\"\n")));
    for scene in 0..scenes {
        let id = format!("id = \"s{scene}\"\ntitle = \"Scene {scene}\"\nplace = \"p{}\"\n", scene * 7 % 9);
        let cast: Vec<String> = (0..=scene % 4).map(|one| format!("\"c{}\"", (scene * 3 + one * 5) % 20)).collect();
        let cast = format!("cast = [{}]\n", cast.join(", "));
        text.extend(["[[scene]]\ntext = \"…\"\n", &id, &cast]);
        if scene % 5 == 4 {
            let when = format!("when = {{ before = \"s{}\" }}\n", scene / 2);
            text.push_str(&when);
        }
    }
    read(&text)
}

#[test]
fn a_longer_story_takes_a_larger_file_until_it_is_drawn_coarser() {
    let size = |scenes: usize| {
        let story = long(scenes);
        drawn(&cut_to(&story, &Seen::all(&story), None), &options(80, Order::Narrative)).len()
    };
    let [short, twice, coarse, coarser] = [300, 600, 3000, 6000].map(size);
    assert!(twice < short * 5 / 2, "{short}, {twice}");
    assert!(coarse < twice * 2 && coarser < coarse * 2, "{twice}, {coarse}, {coarser}");
}

#[test]
fn of_a_long_story_a_scene_takes_no_more_than_a_quarter_of_a_kilobyte() {
    for (scenes, width) in [(300, 80), (600, 80), (600, 40), (5000, 80)] {
        let story = long(scenes);
        for order in [Order::Narrative, Order::Chronological] {
            let size = drawn(&cut_to(&story, &Seen::all(&story), None), &options(width, order)).len();
            assert!(size <= scenes * 250, "{scenes} in {width}: {size}");
        }
    }
}

#[test]
fn a_long_title_is_cut_where_it_is_drawn_and_whole_where_it_is_asked_for() {
    let word = "긴".repeat(10_000);
    let story = read(&OPENS_WITH_THE_END.replace("The middle", &word));
    let cut = cut_to(&story, &Seen::all(&story), None);
    let picture = drawn(&cut, &options(80, Order::Narrative));
    let document = Document::parse(&picture).unwrap();
    assert!(beside(&document).is_empty());
    let text = |name: &str, found: &str| {
        let mut nodes = document.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name)));
        nodes.any(|node| node.descendants().filter_map(|node| node.text()).any(|text| text.contains(found)))
    };
    assert!(text("title", &word) && text("text", "긴긴긴…") && !text("text", &word));
    assert_eq!("긴".width(), 2);
}
