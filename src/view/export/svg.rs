//! A picture as SVG.

use super::Export;
use crate::knowledge::Cut;
use crate::time::Chronology;
use crate::view::Options;

pub(super) static EXPORT: Export =
    Export { name: "svg", about: "A picture: the curve of the telling or a chart of who meets whom", write };

fn write(cut: &Cut, chronology: &Chronology, options: &Options) -> String {
    options.picture.file(cut, chronology, options)
}
