//! Pictures of a cut: one file a picture, one line here. What is drawn is SVG, for a file of its own or inside a page.
//!
//! Where things stand comes from [`crate::layout`]; here they get strokes and words. Text is text, so that it can be
//! selected, searched and read aloud; fonts are the reader's own; a picture asks for nothing from elsewhere.

mod chart;
mod curve;
mod lettering;
mod palette;

use super::{Options, Order, order};
use crate::knowledge::Cut;
use crate::markup::{Markup, number};
use crate::time::Chronology;

pub(crate) use palette::STYLE;

/// A picture: a name and what draws it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Picture {
    /// What it is called.
    pub name: &'static str,
    /// What it shows, in a few words.
    pub about: &'static str,
    /// Draws it. None where there is nothing to draw yet.
    draw: fn(&Cut, &Chronology, &Options) -> Option<Drawing>,
}

/// Every picture. The first is drawn where none is asked for.
pub static PICTURES: &[&Picture] = &[&curve::PICTURE, &chart::PICTURE];

/// The picture of a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Picture> {
    PICTURES.iter().copied().find(|picture| picture.name == name)
}

/// For which paper colours are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// As whoever looks has it, light where that is not known.
    #[default]
    Auto,
    /// White paper.
    Light,
    /// Dark paper.
    Dark,
}

/// Around everything.
const MARGIN: f64 = 16.0;

/// How far below one another lines of text are.
const LINE: f64 = 16.0;

/// What is said where the claims of a story have no solution.
const CONTRADICTION: &str = "What is said about time here contradicts itself: drawn as told.";

/// How wide a picture is, in pixels: so many for each column asked for.
fn width(options: &Options) -> f64 {
    const COLUMN: f64 = 10.0;
    f64::from(options.width.clamp(24, 2000) as u32) * COLUMN
}

/// What was drawn: its size in pixels, what it is called, what it shows in words, and its shapes.
struct Drawing {
    width: f64,
    height: f64,
    title: String,
    /// For those who do not see it.
    description: String,
    shapes: Markup,
}

impl Picture {
    /// The picture as a file of its own.
    #[must_use]
    pub fn file(&self, cut: &Cut, chronology: &Chronology, options: &Options) -> String {
        let drawing = self.drawn(cut, chronology, options).unwrap_or_else(|| nothing(cut, options));
        let mut file = Markup::default();
        file.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        drawing.write(&self.id(chronology, options), &mut file, |svg| {
            svg.element("style", &[], |style| style.raw(&palette::style(options.scheme)));
            svg.line();
            // Always: whoever looks may have put it on paper of another colour than their scheme says.
            svg.empty("rect", &[("class", "paper"), ("width", "100%"), ("height", "100%"), ("rx", "6")]);
            svg.line();
        });
        file.line();
        file.finish()
    }

    /// Puts the picture into a page that has [`STYLE`]. Nothing where there is nothing to draw.
    pub(crate) fn inside(&self, page: &mut Markup, cut: &Cut, chronology: &Chronology, options: &Options) {
        if let Some(drawing) = self.drawn(cut, chronology, options) {
            drawing.write(&self.id(chronology, options), page, |_| ());
        }
    }

    fn drawn(&self, cut: &Cut, chronology: &Chronology, options: &Options) -> Option<Drawing> {
        let drawing = (self.draw)(cut, chronology, options)?;
        Some(Drawing { height: drawing.height + f64::from(cut.paper_ahead()), ..drawing })
    }

    /// What the ids of its parts begin with: a page may have both orders.
    fn id(&self, chronology: &Chronology, options: &Options) -> String {
        match order(chronology, options) {
            Order::Chronological => format!("{}-chronological", self.name),
            Order::Narrative => self.name.to_owned(),
        }
    }
}

/// What is drawn where there is nothing to draw.
fn nothing(cut: &Cut, options: &Options) -> Drawing {
    let mut shapes = Markup::default();
    shapes.words("text", &[("x", "8"), ("y", "30")], "Nothing of it has been seen yet.");
    let title = cut.title().to_owned();
    Drawing {
        width: width(options),
        height: 50.0,
        title,
        description: "Nothing of it has been seen yet.".to_owned(),
        shapes,
    }
}

impl Drawing {
    fn write(&self, name: &str, into: &mut Markup, first: impl FnOnce(&mut Markup)) {
        let (title, description) = (format!("{name}-title"), format!("{name}-description"));
        let attributes = [
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("class", "storyline"),
            ("role", "img"),
            ("aria-labelledby", &title),
            ("aria-describedby", &description),
            ("width", &number(self.width)),
            ("height", &number(self.height)),
            ("viewBox", &format!("0 0 {} {}", number(self.width), number(self.height))),
        ];
        into.element("svg", &attributes, |svg| {
            svg.words("title", &[("id", &title)], &self.title);
            svg.words("desc", &[("id", &description)], &self.description);
            svg.line();
            first(svg);
            svg.append(&self.shapes);
        });
    }
}
