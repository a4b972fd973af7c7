//! How things are drawn, in the plot and in its key: strokes, signs, and the stripes of characters.

use super::trail::{Trail, short};
use crate::markup::Markup;
use crate::time::{Label, Step};
use crate::view::picture::palette;

/// How wide a sign is.
pub(super) const SIGN: f64 = 6.0;

/// Where bars are narrower signs have no room in them, and are ticks above.
pub(super) const SIGNED: f64 = 12.0;

/// How high a tick is.
pub(super) const TICK: f64 = 4.0;

/// How far to each side of its middle the lines of a join are.
const JOIN: f64 = 1.5;

/// Which way a scene is turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Back,
    Ahead,
}

impl Sign {
    pub(super) const BOTH: [Self; 2] = [Self::Back, Self::Ahead];

    pub(super) fn of(label: Label) -> Option<Self> {
        match label {
            Label::Flashback => Some(Self::Back),
            Label::FlashForward => Some(Self::Ahead),
            _ => None,
        }
    }

    pub(super) fn label(self) -> Label {
        match self {
            Self::Back => Label::Flashback,
            Self::Ahead => Label::FlashForward,
        }
    }

    /// Draws it with its tip at a place.
    pub(super) fn draw(self, trail: &mut Trail, tip: (f64, f64)) {
        trail.triangle(tip, if self == Self::Back { SIGN } else { -SIGN });
    }

    /// Draws it as a tick, above the line that is between both, where it is earlier, or below it.
    pub(super) fn tick(self, trail: &mut Trail, (x, line): (f64, f64), to: f64) {
        let by = TICK / 2.0 + 0.5;
        trail.line((x, if self == Self::Back { line - by } else { line + by }), to);
    }
}

/// How the stripes of somebody look: a colour, and a mark where colours come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Look {
    /// Which colour.
    pub(super) colour: usize,
    /// How often all colours were given before. A stripe that is 9 pixels wide has no room for dashes: the second time
    /// it is thin, the third time in two halves, then both.
    again: usize,
}

impl Look {
    /// That of who has a place in order of appearance.
    pub(super) fn of(place: usize) -> Self {
        let (colour, again) = palette::colour(place);
        Self { colour, again }
    }

    /// How thick a stripe is for which there is so much room.
    pub(super) fn thickness(self, room: f64) -> f64 {
        if self.again % 2 == 1 { room * 0.45 } else { room }
    }

    /// Draws a stripe along its middle.
    pub(super) fn draw(self, trail: &mut Trail, (x, y): (f64, f64), width: f64) {
        if self.again < 2 {
            trail.line((x, y), x + width);
        } else {
            let half = (width - (width / 3.0).min(2.0)) / 2.0;
            trail.line((x, y), x + half);
            trail.line((x + width - half, y), x + width);
        }
    }
}

/// Two lines across, between showings of one event.
pub(super) fn join_across(trail: &mut Trail, (x, y): (f64, f64), to: f64) {
    trail.line((x, y - JOIN), to);
    trail.line((x, y + JOIN), to);
}

/// Two lines up or down.
pub(super) fn join_down(trail: &mut Trail, (x, y): (f64, f64), to: f64) {
    for x in [x - JOIN, x + JOIN] {
        trail.to(x, y);
        trail.down(to);
    }
}

/// How a join is drawn.
pub(super) const JOINED: [(&str, &str); 2] = [("class", "ink"), ("stroke-width", "1.2")];

/// The class of a line where the order of what it joins comes from a step, and how thick it is.
pub(super) fn stroke(step: Option<Step>) -> [(&'static str, &'static str); 2] {
    let (class, width) = match step {
        Some(Step::Declared) => ("ink", "1.8"),
        Some(Step::Told) | None => ("told", "1.2"),
        Some(Step::Open) => ("open", "1.2"),
    };
    [("class", class), ("stroke-width", width)]
}

/// What stands in a legend before words.
pub(super) enum Sample {
    Stripe(Look),
    Step(Step),
    Sign(Sign),
    Tick(Sign),
    Join,
    None,
}

impl Sample {
    pub(super) fn draw(&self, into: &mut Markup, (x, y): (f64, f64), width: f64) {
        let mut trail = Trail::default();
        match self {
            Self::Stripe(look) => {
                look.draw(&mut trail, (x, y), width);
                let (class, thickness) = (palette::class(look.colour), look.thickness(5.0));
                trail.draw(into, &[("class", &class), ("stroke-width", &short(thickness))]);
            }
            Self::Step(step) => {
                trail.line((x, y), x + width);
                trail.draw(into, &stroke(Some(*step)));
            }
            Self::Join => {
                join_across(&mut trail, (x, y), x + width);
                trail.draw(into, &JOINED);
            }
            Self::Sign(sign) => {
                sign.draw(&mut trail, (if *sign == Sign::Back { x + width - SIGN } else { x + width }, y));
                trail.draw(into, &[("class", "dot")]);
            }
            Self::Tick(sign) => {
                let mut line = Trail::default();
                line.line((x, y), x + width);
                line.draw(into, &[("class", "faint")]);
                sign.tick(&mut trail, (x + width / 3.0, y), x + width * 2.0 / 3.0);
                trail.draw(into, &[("class", "ink"), ("stroke-width", "4")]);
            }
            Self::None => {}
        }
    }
}
