//! Stories in other forms: what the formats say, and that no text of a story gets out of its place in them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod nasty;

use insta::assert_snapshot;
use nasty::{NASTY, TEXTS, clean, nasty, saying};
use proptest::prelude::*;
use proptest::test_runner::Config;
use pulldown_cmark::{Event, Parser, Tag};
use storyline::knowledge::{Seen, cut_to};
use storyline::library::{self, Library, Origin};
use storyline::source::Source;
use storyline::story::{Story, WorkId};
use storyline::view::export::{EXPORTS, by_name};
use storyline::view::{Options, Order};

fn story(name: &str) -> Story {
    Library::default().find(name).unwrap().load().story.unwrap()
}

/// The work of it that is looked at: of a universe the first.
fn looked_at(story: &Story) -> Option<WorkId> {
    story.universe().and_then(|_| story.work_ids().next())
}

fn read(text: &str) -> Story {
    library::load(Source::new("story.toml", text)).story.unwrap()
}

/// A story in a format, for somebody who has seen so many scenes of it.
fn exported(story: &Story, format: &str, seen: usize, order: Order) -> String {
    let seen: Seen = story.scenes().take(seen).collect();
    let cut = cut_to(story, &seen, looked_at(story));
    (by_name(format).unwrap().write)(&cut, &cut.chronology(), &Options { order, ..Options::default() })
}

fn whole(story: &Story, format: &str) -> String {
    exported(story, format, usize::MAX, Order::Narrative)
}

const STORIES: [&str; 4] = ["please-dont", "one-more-day", "error", "come-back-home"];

#[test]
fn the_built_in_stories_look_as_reviewed() {
    for name in STORIES {
        let story = story(name);
        for export in EXPORTS {
            let format = export.name;
            assert_snapshot!(format!("{name}_{format}"), whole(&story, format));
            assert_snapshot!(format!("{name}_{format}_at_7"), exported(&story, format, 7, Order::Narrative));
            let happened = exported(&story, format, usize::MAX, Order::Chronological);
            assert_snapshot!(format!("{name}_{format}_chronological"), happened);
        }
    }
}

#[test]
fn what_is_told_and_not_shown_takes_part_in_what_happened() {
    let story = read(include_str!("told-not-shown.toml"));
    let dot = whole(&story, "dot");
    assert!(dot.contains("f1 -> s1 [label=\"declared\"]"), "{dot}");
    assert!(whole(&story, "mermaid").contains("f1 -.->|declared| s1"));
    assert_snapshot!(exported(&story, "markdown", usize::MAX, Order::Chronological));
}

#[test]
fn a_contradiction_leaves_no_order_of_what_happened() {
    let story = read(include_str!("problems/contradiction.toml"));
    for export in EXPORTS {
        let told = whole(&story, export.name);
        assert_eq!(told, exported(&story, export.name, usize::MAX, Order::Chronological));
        assert!(told.contains("What is said about time here contradicts itself"), "{told}");
        assert!(!told.contains("happened next") && !told.contains("-.->") && !told.contains("aside"), "{told}");
    }
}

#[test]
fn before_the_first_scene_there_is_the_title_alone() {
    for export in EXPORTS {
        let nothing = exported(&story("one-more-day"), export.name, 0, Order::Narrative);
        assert!(nothing.contains("One More Day"), "{nothing}");
        assert!(!nothing.contains("s1") && !nothing.contains("## ") && !nothing.contains("How to read"), "{nothing}");
    }
}

#[test]
fn what_is_exported_at_a_scene_is_the_same_if_the_story_ends_there() {
    for (name, listing) in Library::default().stories() {
        let Origin::BuiltIn(text) = listing.origin else { continue };
        let story = read(text);
        let ends = text.match_indices("\n[[scene]]\n").map(|(at, _)| at).chain([text.len()]);
        for (seen, end) in ends.enumerate() {
            let ending = library::load(Source::new(format!("{name}.toml"), &text[..end])).story.unwrap();
            for export in EXPORTS {
                for order in [Order::Narrative, Order::Chronological] {
                    let so_far = exported(&story, export.name, seen, order);
                    assert_eq!(so_far, exported(&ending, export.name, seen, order), "{name} at {seen}");
                }
            }
        }
    }
}

#[test]
fn a_belief_is_drawn_like_a_fact_until_it_is_overturned() {
    let story = story("one-more-day");
    let before = exported(&story, "dot", 5, Order::Narrative);
    assert!(before.contains("// reveals") && !before.contains("// hints at"), "{before}");
    assert!(!before.contains("It seemed"), "{before}");
    let after = exported(&story, "dot", 6, Order::Narrative);
    assert!(after.contains("// hints at") && after.contains("It seemed"), "{after}");
}

fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A document with its strings taken out, and the strings. `escape` says whether a backslash escapes.
fn strings_of(document: &str, escape: bool) -> (String, Vec<String>) {
    let (mut rest, mut strings) = (String::new(), Vec::new());
    let mut inside: Option<String> = None;
    let mut chars = document.chars();
    while let Some(c) = chars.next() {
        match (&mut inside, c) {
            (None, '"') => inside = Some(String::new()),
            (None, c) => rest.push(c),
            (Some(string), '"') => {
                rest.push('Q');
                strings.push(std::mem::take(string));
                inside = None;
            }
            (Some(string), '\\') if escape => {
                string.push('\\');
                string.extend(chars.next());
            }
            (Some(string), c) => string.push(c),
        }
    }
    assert_eq!(inside, None, "a string is left open");
    (rest, strings)
}

/// What Graphviz shows for a string.
fn shown_by_graphviz(string: &str) -> String {
    let mut shown = String::new();
    let mut chars = string.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next().unwrap() {
                'n' | 'l' => shown.push('\n'),
                c @ ('"' | '\\') => shown.push(c),
                c => panic!("\\{c} stands for something else"),
            },
            c => shown.push(c),
        }
    }
    assert!(!shown.replace("&amp;", "").contains('&'), "an entity: {shown}");
    shown.replace("&amp;", "&")
}

/// What Mermaid shows for a label.
fn shown_by_mermaid(label: &str) -> String {
    let mut shown = String::new();
    for (at, part) in label.split("<br/>").enumerate() {
        shown.push_str(if at > 0 { "\n" } else { "" });
        let mut rest = part;
        while let Some((before, after)) = rest.split_once('#') {
            let (number, after) = after.split_once(';').unwrap();
            shown.push_str(before);
            shown.push(char::from_u32(number.parse().unwrap()).unwrap());
            rest = after;
        }
        shown.push_str(rest);
        let found = ["$$", ":fa-", "ﬂ", "¶ß"].iter().find(|found| shown.contains(**found));
        assert_eq!(found, None, "a formula, an icon or a mark: {shown}");
        assert!(!part.contains("direction "), "it would swallow the line: {part}");
        let plain = |c: char| !c.is_ascii_punctuation() || matches!(c, ',' | '\'' | '?' | '!' | '.' | '-' | '#' | ';');
        assert!(part.chars().all(plain), "syntax in a label: {part}");
    }
    shown
}

/// The blocks of a Markdown document without their text, and their text.
fn blocks_of(markdown: &str) -> (Vec<String>, Vec<String>) {
    let (mut blocks, mut texts) = (Vec::new(), vec![String::new()]);
    // The table is read by its rows: without GitHub's extensions it is a paragraph.
    let (prose, _) = markdown.split_once("\n## Both orders\n").unwrap();
    for event in Parser::new(prose) {
        match event {
            Event::Text(text) => texts.last_mut().unwrap().push_str(&text),
            Event::Start(tag) => {
                if matches!(tag, Tag::Paragraph | Tag::Heading { .. } | Tag::Item) {
                    texts.push(String::new());
                }
                blocks.push(format!("{tag:?}"));
            }
            Event::End(tag) => blocks.push(format!("/{tag:?}")),
            other => panic!("{other:?} in\n{markdown}"),
        }
    }
    (blocks, texts)
}

/// The rows of the table at the end, in cells.
fn cells_of(markdown: &str) -> Vec<Vec<String>> {
    let (_, table) = markdown.split_once("\n## Both orders\n").unwrap();
    let rows = table.lines().filter(|line| !line.is_empty());
    rows.map(|row| {
        let (row, mut cells, mut chars) = (row.trim_matches('|').to_owned(), vec![String::new()], Vec::new());
        chars.extend(row.chars());
        let mut at = 0;
        while at < chars.len() {
            match chars[at] {
                '\\' => {
                    at += 1;
                    cells.last_mut().unwrap().push(chars[at]);
                }
                '|' => cells.push(String::new()),
                c => cells.last_mut().unwrap().push(c),
            }
            at += 1;
        }
        cells.iter().map(|cell| cell.trim().to_owned()).collect()
    })
    .collect()
}

fn stays_in_its_place(texts: &[String; TEXTS]) {
    let (said, plain) = (saying(texts), saying(&std::array::from_fn(|_| "x".to_owned())));
    let (title, truth, text) = (clean(&texts[11]), clean(&texts[8]), clean(&texts[12]));

    let (rest, strings) = strings_of(&whole(&said, "dot"), true);
    assert_eq!(rest, strings_of(&whole(&plain, "dot"), true).0);
    let shown: Vec<String> = strings.iter().map(|string| without_spaces(&shown_by_graphviz(string))).collect();
    assert!(shown.iter().any(|label| label.starts_with(&without_spaces(&format!("1·{title}")))), "{shown:?}");
    assert!(shown.iter().any(|label| label.starts_with(&without_spaces(&truth))), "{shown:?}");

    let (rest, strings) = strings_of(&whole(&said, "mermaid"), false);
    assert_eq!(rest, strings_of(&whole(&plain, "mermaid"), false).0);
    let heading: String = serde_json::from_str(&format!("\"{}\"", strings[0])).unwrap();
    assert!(!heading.contains(['\n', '<', '>', '&']), "{heading}");
    let shown: Vec<String> = strings[1..].iter().map(|label| shown_by_mermaid_or_ours(label)).collect();
    let starts = |text: &str| shown.iter().any(|label| label.starts_with(&alike(&without_spaces(text))));
    assert!(starts(&format!("1·{title}")) && starts(&truth), "{shown:?}");

    let (markdown, plainly) = (whole(&said, "markdown"), whole(&plain, "markdown"));
    let (blocks, shown) = blocks_of(&markdown);
    assert_eq!(blocks, blocks_of(&plainly).0, "{markdown}");
    assert!(shown.contains(&format!("1 · {title}")), "{shown:?}");
    assert!(shown.contains(&text), "{shown:?}");
    let cells = cells_of(&markdown);
    assert!(cells.iter().all(|row| row.len() == 4), "{cells:?}");
    assert_eq!(cells[2][3], title);
}

/// The legend's words are ours: they may hold a colon.
fn shown_by_mermaid_or_ours(label: &str) -> String {
    let ours = label.starts_with("happened next");
    alike(&without_spaces(&if ours { label.to_owned() } else { shown_by_mermaid(label) }))
}

/// The text, one shape for what looks alike.
fn alike(text: &str) -> String {
    text.replace('＄', "$").replace('：', ":").replace('ﬂ', "fl").replace('ß', "ss")
}

#[test]
fn each_nasty_text_stays_in_its_place() {
    for text in NASTY.iter().filter(|text| !clean(text).is_empty()) {
        for around in [["", ""], ["a ", ""], ["", " a"], ["a", "a"], ["", text]] {
            let text = format!("{}{text}{}", around[0], around[1]);
            stays_in_its_place(&std::array::from_fn(|_| text.clone()));
        }
    }
}

#[test]
fn texts_may_be_empty_or_have_lines_and_paragraphs() {
    let empty = saying(&std::array::from_fn(|_| String::new()));
    let lines = saying(&std::array::from_fn(|_| "one\n- two\n\n\n# three\r\n===".to_owned()));
    assert_snapshot!(whole(&empty, "mermaid") + &whole(&empty, "markdown"));
    assert_snapshot!(whole(&lines, "dot") + &whole(&lines, "markdown"));
}

proptest! {
    #![proptest_config(Config { cases: 200, ..Config::default() })]

    #[test]
    fn any_text_stays_in_its_place(texts in prop::collection::vec(nasty(), TEXTS)) {
        stays_in_its_place(&texts.try_into().unwrap());
    }
}
