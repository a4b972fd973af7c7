//! The title card: what anybody may know before watching.

use super::page::{Page, Style, run};
use super::{Options, Order};
use crate::knowledge::{Cut, Header, ShownScene};

/// Puts the title of what is told on a page, with who made it and when, so far in.
pub(crate) fn titles(page: &mut Page, cut: &Cut, options: &Options, indent: usize) {
    let margin = || run(Style::Plain, &" ".repeat(indent));
    page.hanging(&[margin()], Style::Strong, cut.title());
    if let Some(work) = cut.works().next().filter(|_| !cut.is_universe()) {
        made(page, options, indent, &[work.credit, work.year()]);
    }
    reading(page, cut, indent);
}

/// Puts the title card on a page: that of the work, or of a universe with the works that it has, in release order; and a
/// line on the order of telling where it is not the usual one.
pub fn write(page: &mut Page, cut: &Cut, options: &Options) {
    let indent = options.indent();
    let margin = || run(Style::Plain, &" ".repeat(indent));
    if cut.is_universe() {
        page.gap();
        page.hanging(&[margin()], Style::Strong, cut.title());
        page.gap();
        for work in cut.works() {
            let year = work.year().map_or(String::new(), |year| format!("{year}  "));
            page.column(&[margin(), run(Style::Dim, &year)], Style::Plain, work.title);
        }
    } else {
        cut.works().for_each(|header| work(page, header, options));
    }
    reading(page, cut, indent);
    if options.order == Order::Chronological {
        page.gap();
        page.hanging(&[margin()], Style::Time, "In the order in which it happened.");
    }
    rule(page, options);
}

/// Puts the title card of a work on a page.
fn work(page: &mut Page, work: Header, options: &Options) {
    let indent = options.indent();
    let margin = || run(Style::Plain, &" ".repeat(indent));
    page.gap();
    page.hanging(&[margin()], Style::Strong, work.title);
    made(page, options, indent, &[work.credit, work.year(), work.kind]);
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

/// Puts the title card of the work that begins with a scene on a page, where it is one of several.
pub fn begin_work(page: &mut Page, cut: &Cut, rank: u32, options: &Options) {
    let scene = cut.scene(rank);
    if cut.is_universe() && scene.begins_work() {
        work(page, scene.header(), options);
        rule(page, options);
        page.gap();
    }
}

/// Who made it, when, and what it is.
fn made(page: &mut Page, options: &Options, indent: usize, facts: &[Option<&str>]) {
    let facts: Vec<&str> = facts.iter().copied().flatten().collect();
    if !facts.is_empty() {
        let margin = run(Style::Plain, &" ".repeat(indent));
        page.hanging(&[margin], Style::Dim, &facts.join(options.glyph(" · ", ", ")));
    }
}

/// In a universe, the title of a scene's work where it is another than that of the scene before.
pub(crate) fn next_work<'s>(work: &mut Option<&'s str>, scene: ShownScene<'_, 's>) -> Option<&'s str> {
    let title = scene.work_title().filter(|title| *work != Some(*title))?;
    *work = Some(title);
    *work
}

/// Under which theory it is told, to be put behind what it is called; nothing where it is told under none.
pub(super) fn under_in_words(cut: &Cut) -> String {
    cut.under().map_or(String::new(), |theory| format!(" · under the theory: {}", theory.title()))
}

/// Says under which theory it is told, if under one.
pub(super) fn reading(page: &mut Page, cut: &Cut, indent: usize) {
    if let Some(theory) = cut.under() {
        let margin = run(Style::Plain, &" ".repeat(indent));
        page.hanging(&[margin, run(Style::Time, "Under the theory: ")], Style::Plain, theory.title());
    }
}

fn rule(page: &mut Page, options: &Options) {
    let indent = options.indent();
    let length = options.width.saturating_sub(2 * indent).min(30);
    page.gap();
    let margin = run(Style::Plain, &" ".repeat(indent));
    page.line([margin, run(Style::Dim, &options.glyph("─", "-").repeat(length))]);
}
