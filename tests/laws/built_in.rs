//! The built-in stories as tales, at any position.

use proptest::prelude::*;
use storyline::library::{Library, Origin};
use storyline::source::{FileId, Source};
use storyline::story;
use storyline::syntax::{self, Document};

use super::choices::{Choices, choices};
use super::tale::{NAME, Tale, positions};

/// Every built-in story that needs no other.
pub(crate) fn documents() -> Vec<Document> {
    let listings = Library::default().stories().into_iter();
    let texts = listings.filter_map(|(_, listing)| match listing.origin {
        Origin::BuiltIn(text) => Some(text),
        _ => None,
    });
    let read = |text: &str| {
        let mut problems = Vec::new();
        let document = syntax::parse(&Source::new(format!("{NAME}.toml"), text), FileId::default(), &mut problems);
        assert_eq!(problems, []);
        let _ = story::build(&document, &mut problems);
        problems.is_empty().then_some(document)
    };
    texts.filter_map(read).filter(|document| !document.scenes.is_empty()).collect()
}

pub(crate) fn tales() -> impl Strategy<Value = Tale> {
    let documents = documents();
    (prop::sample::select(documents), choices()).prop_map(|(document, bytes)| {
        let seen = positions(&document, &mut Choices::of(&bytes));
        Tale { document, seen }
    })
}
