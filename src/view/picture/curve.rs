//! The story curve as SVG.

use super::{Drawing, Picture};
use crate::knowledge::Cut;
use crate::time::Chronology;
use crate::view::Options;

pub(super) static PICTURE: Picture =
    Picture { name: "curve", about: "how it is told against how it happened: one step a scene", draw };

fn draw(_: &Cut, _: &Chronology, _: &Options) -> Option<Drawing> {
    None
}
