//! What can be seen of a cut: one file a view, one line here. A view is given a [`Cut`] and nothing else.

pub mod against;
pub mod card;
mod cast;
mod curve;
pub mod export;
mod facts;
mod json;
pub mod page;
pub mod picture;
mod recap;
pub mod scene;
mod theories;
mod timeline;
mod timeline_json;
mod times;
pub mod why;

pub(crate) use cast::introduce;
pub(crate) use facts::in_words as look_back_in_words;
pub use json::json;
pub use page::Page;
pub use picture::{Picture, Scheme};
pub(crate) use recap::what_we_know;
pub(crate) use theories::{Names, changes as theory_changes, longest_in_order};
pub(crate) use times::of_event as times_of_event;

use crate::knowledge::Cut;
use crate::time::{Chronology, Label, Step};

/// In which order scenes are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As they are told.
    #[default]
    Narrative,
    /// As they happened.
    Chronological,
}

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Columns to use.
    pub width: usize,
    /// Whether there is more than ASCII to draw with.
    pub unicode: bool,
    /// The order asked for.
    pub order: Order,
    /// The picture asked for.
    pub picture: &'static Picture,
    /// For which paper to choose the colours of pictures.
    pub scheme: Scheme,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            width: 80,
            unicode: true,
            order: Order::default(),
            picture: picture::PICTURES[0],
            scheme: Scheme::default(),
        }
    }
}

/// A view: a name and what draws it.
#[derive(Debug)]
#[non_exhaustive]
pub struct View {
    /// What it is called.
    pub name: &'static str,
    /// Whether it shows in which order things happened: then a contradiction is one in what was asked.
    pub about_time: bool,
    /// Whether its page has a margin.
    pub margin: bool,
    /// Draws it for people.
    pub page: fn(&Cut, &Chronology, &Options) -> Page,
    /// Draws it for machines: one JSON value, stable.
    pub json: fn(&Cut, &Chronology, &Options) -> String,
}

/// Every view.
pub static VIEWS: &[&View] = &[&timeline::VIEW, &recap::VIEW, &cast::VIEW, &facts::VIEW, &theories::VIEW];

/// The view of a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static View> {
    VIEWS.iter().copied().find(|view| view.name == name)
}

impl Options {
    /// The first where there is more than ASCII to draw with, else the second.
    pub(crate) fn glyph(&self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.unicode { unicode } else { ascii }
    }

    /// How far the text of a scene is indented.
    pub(crate) fn indent(&self) -> usize {
        if self.width < 60 { 3 } else { 5 }
    }
}

/// Says so where nothing has been seen.
pub(crate) fn nothing_yet(page: &mut Page, cut: &Cut, indent: usize) {
    if cut.scenes().len() == 0 {
        page.gap();
        page.text(page::Style::Plain, "Nothing of it has been seen yet.", indent);
    }
}

/// The order to follow: as told, where the claims have no solution.
pub(crate) fn order(chronology: &Chronology, options: &Options) -> Order {
    if chronology.contradiction.is_some() { Order::Narrative } else { options.order }
}

/// Puts the heading of a part on a page.
pub(crate) fn heading(page: &mut Page, options: &Options, words: &str) {
    page.gap();
    page.text(page::Style::Time, words, options.indent());
}

/// A label in the words of the glossary.
pub(crate) fn label_name(label: Label) -> &'static str {
    match label {
        Label::Timeless => "timeless",
        Label::Retold => "retold",
        Label::Jump => "jump",
        Label::Present => "present",
        Label::FlashForward => "flash-forward",
        Label::Flashback => "flashback",
        Label::Aside => "aside",
    }
}

/// A step in the words of the glossary.
pub(crate) fn step_name(step: Step) -> &'static str {
    match step {
        Step::Declared => "declared",
        Step::Told => "told",
        Step::Open => "open",
    }
}
