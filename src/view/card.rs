//! The title card: what anybody may know before watching.

use super::page::{Page, Style, run};
use super::{Options, Order};
use crate::knowledge::Cut;

/// Puts the title of each work on a page, with who made it and when, so far in.
pub(super) fn titles(page: &mut Page, cut: &Cut, options: &Options, indent: usize) {
    let margin = || run(Style::Plain, &" ".repeat(indent));
    for work in cut.works() {
        page.hanging(&[margin()], Style::Strong, work.title);
        let facts: Vec<&str> = [work.credit, work.year()].into_iter().flatten().collect();
        if !facts.is_empty() {
            page.hanging(&[margin()], Style::Dim, &facts.join(options.glyph(" · ", ", ")));
        }
    }
}

/// Puts the title card of each work on a page, in release order, with a line on the order of telling where
/// it is not the usual one.
pub fn write(page: &mut Page, cut: &Cut, options: &Options) {
    let indent = options.indent();
    let margin = || run(Style::Plain, &" ".repeat(indent));
    for work in cut.works() {
        page.gap();
        page.hanging(&[margin()], Style::Strong, work.title);
        let facts: Vec<&str> = [work.credit, work.year(), work.kind].into_iter().flatten().collect();
        if !facts.is_empty() {
            page.hanging(&[margin()], Style::Dim, &facts.join(options.glyph(" · ", ", ")));
        }
        if let Some(blurb) = work.blurb {
            page.gap();
            page.text(Style::Plain, blurb, indent);
        }
        if work.warnings().len() > 0 {
            page.gap();
            let warnings: Vec<&str> = work.warnings().collect();
            page.hanging(&[margin(), run(Style::Dim, "Warnings: ")], Style::Plain, &warnings.join(", "));
        }
    }
    if options.order == Order::Chronological {
        page.gap();
        page.hanging(&[margin()], Style::Time, "In the order in which it happened.");
    }
    page.gap();
    page.line([
        margin(),
        run(Style::Dim, &options.glyph("─", "-").repeat(options.width.saturating_sub(2 * indent).min(30))),
    ]);
}
