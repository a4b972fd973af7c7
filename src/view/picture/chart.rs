//! The chart as SVG.

use super::{Drawing, Picture};
use crate::knowledge::Cut;
use crate::time::Chronology;
use crate::view::Options;

pub(super) static PICTURE: Picture = Picture { name: "chart", about: "who meets whom: one line a character", draw };

fn draw(_: &Cut, _: &Chronology, _: &Options) -> Option<Drawing> {
    None
}
