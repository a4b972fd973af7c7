//! One scene as it is narrated: where and who, what is told, what comes to light.

use super::page::{Page, Style, run};
use super::{Options, Order};
use crate::knowledge::{ShownFact, ShownScene, Weight};

/// Puts a scene's number and title on a page. The number is its place in the order asked for, from 1.
pub fn title(page: &mut Page, options: &Options, number: Option<u32>, title: &str) {
    let number = number.map_or(String::new(), |number| number.to_string());
    let gutter = format!("{number:>width$} ", width = options.indent() - 1);
    page.column(&[run(Style::Dim, &gutter)], Style::Strong, title);
}

/// Puts where a scene is on a page, and that it is outside time where it is. `first` stands before either.
pub fn setting(page: &mut Page, options: &Options, scene: ShownScene, first: Option<&str>) {
    let outside = (scene.is_timeless() && options.order == Order::Narrative).then_some("Outside time");
    let parts: Vec<&str> = [first, outside, scene.layer(), scene.place()].into_iter().flatten().collect();
    if !parts.is_empty() {
        page.hanging(&[margin(options)], Style::Dim, &parts.join(options.glyph(" · ", " - ")));
    }
}

/// Puts what is told of a scene on a page, what is to be said looking back, and who was in it: after the
/// text, so that a name does not tell what the text is about to.
pub fn narration(page: &mut Page, options: &Options, scene: ShownScene) {
    let text = match options.order {
        Order::Narrative => scene.text(),
        Order::Chronological => scene.chronological_text(),
    };
    page.gap();
    page.text(Style::Plain, text, options.indent());
    if let Some(hindsight) = scene.hindsight() {
        page.gap();
        let lead = [margin(options), run(Style::Light, options.glyph("↺ ", "< "))];
        page.hanging(&lead, Style::Plain, hindsight);
    }
    let people: Vec<String> = (scene.cast().iter())
        .map(|person| match person.role {
            Some(role) => format!("{} ({role})", person.name),
            None => person.name.to_owned(),
        })
        .collect();
    if !people.is_empty() {
        page.gap();
        page.items(&[margin(options), run(Style::Dim, "In it: ")], Style::Dim, &people, ", ");
    }
}

/// How somebody comes to a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coming {
    /// They take it for so.
    New,
    /// They believed something else until now.
    Overturned,
    /// They know it and see where it comes out.
    Known,
}

/// Puts a fact on a page. Something believed is put like anything else that is taken for so.
pub fn fact(page: &mut Page, options: &Options, fact: ShownFact, coming: Coming) {
    let mark = match fact.weight() {
        Some(Weight::Twist) => options.glyph("★ ", "* "),
        _ => options.glyph("◆ ", "+ "),
    };
    let lead = |mark: &str, words: &str| [margin(options), run(Style::Light, mark), run(Style::Light, words)];
    let Some(seemed) = fact.seemed() else {
        let words = if coming == Coming::Known { "It shows here: " } else { "You gather: " };
        page.hanging(&lead(options.glyph("◇ ", "- "), words), Style::Plain, fact.truth());
        return;
    };
    let thought = match coming {
        Coming::New => "You may have thought: ",
        Coming::Overturned => "You thought: ",
        Coming::Known => "It seems at first: ",
    };
    page.hanging(&lead(mark, thought), Style::Plain, seemed);
    page.hanging(&lead("  ", "In truth: "), Style::Strong, fact.truth());
}

/// Names some scenes on a page, each with its number, behind a word on why. Nothing where there are none.
pub fn name_scenes(page: &mut Page, options: &Options, words: &str, scenes: &[ShownScene]) {
    if scenes.is_empty() {
        return;
    }
    let named: Vec<String> = scenes.iter().map(|scene| format!("{} ({})", scene.title(), scene.rank() + 1)).collect();
    let lead = [margin(options), run(Style::Plain, "  "), run(Style::Light, words)];
    page.items(&lead, Style::Plain, &named, options.glyph("\u{a0}· ", ", "));
}

/// Puts a mark of time and a word on it on a page.
pub fn mark(page: &mut Page, options: &Options, mark: &str, words: &str) {
    page.hanging(&[margin(options), run(Style::Time, mark)], Style::Time, words);
}

fn margin(options: &Options) -> super::page::Run {
    run(Style::Plain, &" ".repeat(options.indent()))
}
