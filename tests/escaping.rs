//! Whatever a story says, no picture, page or JSON of it breaks, and the text is found again in it as text.
//!
//! What is written is read by parsers that know nothing of this program. `tests/export.rs` holds the other formats to the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod nasty;

use nasty::{NASTY, TEXTS, bare, clean, long, nasty, saying};
use proptest::prelude::*;
use proptest::test_runner::Config;
use storyline::knowledge::{Cut, Seen, cut};
use storyline::site::{Settings, Site};
use storyline::view::picture::PICTURES;
use storyline::view::{Options, Order, Scheme, VIEWS};

type Texts = [String; TEXTS];

/// What of the texts everybody who has seen the whole story can be told: titles, what is narrated, a name.
const WORK: usize = 0;
const TITLE: usize = 11;
const TEXT: usize = 12;
const NAME: usize = 4;

const ORDERS: [Order; 2] = [Order::Narrative, Order::Chronological];

/// What a picture may be made of.
const ELEMENTS: &[&str] = &[
    "svg", "title", "desc", "style", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "defs", "pattern", "clipPath", "use", "marker",
];

/// All text of a document, with what its attributes say, and the names of its elements.
fn read_back(document: &str) -> (String, Vec<String>) {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let read = roxmltree::Document::parse_with_options(document, options);
    let read = read.unwrap_or_else(|error| panic!("{error} in\n{document}"));
    let (mut text, mut names) = (String::new(), Vec::new());
    for node in read.descendants() {
        let is_ours = node.text().is_some_and(|text| text.trim().starts_with("made by storyline publish ("));
        assert!((!node.is_comment() || is_ours) && !node.is_pi(), "{node:?}");
        text.push_str(node.text().filter(|_| node.is_text()).unwrap_or_default());
        for attribute in node.attributes() {
            let name = attribute.name();
            assert!(!name.starts_with("on"), "{name} in\n{document}");
            text.extend([attribute.value(), "\n"]);
        }
        names.extend(node.is_element().then(|| node.tag_name().name().to_owned()));
    }
    (text, names)
}

fn pictures(cut: &Cut, texts: &Texts) {
    let chronology = cut.chronology();
    for picture in PICTURES {
        for (order, width) in ORDERS.into_iter().zip([80, 40]) {
            for scheme in [Scheme::Auto, Scheme::Light, Scheme::Dark] {
                let options = Options { order, width, scheme, picture, ..Options::default() };
                let file = picture.file(cut, &chronology, &options);
                let (text, names) = read_back(&file);
                let stranger = names.iter().find(|name| !ELEMENTS.contains(&name.as_str()));
                assert_eq!(stranger, None, "{file}");
                let said = bare(&text);
                for at in [TITLE, NAME] {
                    assert!(said.contains(&bare(&texts[at])), "{}: {:?} in\n{file}", picture.name, texts[at]);
                }
            }
        }
    }
}

/// What a page may be made of, beside pictures.
const OF_PAGES: &[&str] = &[
    "html", "head", "meta", "link", "script", "body", "header", "nav", "main", "section", "div", "p", "span", "small",
    "b", "i", "bdi", "a", "h1", "h2", "h3", "ol", "ul", "li", "code", "pre",
];

/// Every page of a site, with its address.
fn pages(cut: Cut) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    let taken: Result<(), ()> = Site::of(cut, Vec::new(), Settings::default()).each(&mut |path, text| {
        pages.push((path.to_owned(), text.to_owned()));
        Ok(())
    });
    taken.unwrap();
    pages.retain(|(path, _)| path.ends_with(".html"));
    pages
}

fn site(cut: &Cut, texts: &Texts) {
    for (path, page) in pages(cut.clone()) {
        let (text, names) = read_back(&page);
        let is_known = |name: &&String| ELEMENTS.contains(&name.as_str()) || OF_PAGES.contains(&name.as_str());
        assert_eq!(names.iter().find(|name| !is_known(name)), None, "{page}");
        assert_eq!(names.iter().filter(|name| *name == "script").count(), 1, "{page}");
        let said = bare(&text);
        let at: &[usize] = if path == "3.html" { &[WORK, TITLE, TEXT, NAME] } else { &[WORK] };
        for &at in at {
            assert!(said.contains(&bare(&texts[at])), "{path}: {:?} in\n{page}", texts[at]);
        }
    }
}

/// Every text that a value of JSON holds.
fn texts_in<'v>(value: &'v serde_json::Value, into: &mut Vec<&'v str>) {
    match value {
        serde_json::Value::String(text) => into.push(text),
        serde_json::Value::Array(values) => values.iter().for_each(|value| texts_in(value, into)),
        serde_json::Value::Object(values) => values.values().for_each(|value| texts_in(value, into)),
        _ => {}
    }
}

fn machines(cut: &Cut, texts: &Texts) {
    let chronology = cut.chronology();
    let mut said = Vec::new();
    for view in VIEWS {
        let json = (view.json)(cut, &chronology, &Options::default());
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        let mut here = Vec::new();
        texts_in(&value, &mut here);
        said.extend(here.into_iter().map(bare));
    }
    for at in [TITLE, NAME] {
        assert!(said.contains(&bare(&texts[at])), "{:?}: {said:?}", texts[at]);
    }
}

fn is_read_back(texts: &Texts) {
    let story = saying(texts);
    let cut = cut(&story, &Seen::all(&story));
    pictures(&cut, texts);
    site(&cut, texts);
    machines(&cut, texts);
}

#[test]
fn each_nasty_text_is_read_back_as_text() {
    for text in NASTY.iter().filter(|text| !clean(text).is_empty()) {
        for around in [["", ""], ["a ", " a"], ["", text]] {
            let text = format!("{}{text}{}", around[0], around[1]);
            is_read_back(&std::array::from_fn(|_| text.clone()));
        }
    }
}

#[test]
fn words_that_no_line_has_room_for_are_read_back() {
    for word in long() {
        is_read_back(&std::array::from_fn(|_| word.clone()));
    }
}

proptest! {
    #![proptest_config(Config { cases: 100, ..Config::default() })]

    #[test]
    fn any_text_is_read_back_as_text(texts in prop::collection::vec(nasty(), TEXTS)) {
        is_read_back(&texts.try_into().unwrap());
    }
}
