//! The words of views as markup: each line of a [`Page`] a paragraph, its styles told apart. So a page says what a terminal
//! says.

use crate::markup::Markup;
use crate::view::page::{Page, Run, Style};

/// Puts lines that were not wrapped on a page.
pub(super) fn write(markup: &mut Markup, page: &Page) {
    let margin = |line: &[Run]| line.first().map_or(0, |run| run.text.len() - run.text.trim_start_matches(' ').len());
    let least = page.lines().iter().filter(|line| !line.is_empty()).map(|line| margin(line)).min().unwrap_or(0);
    for line in page.lines().iter().filter(|line| !line.is_empty()) {
        let runs: Vec<(Style, &str)> = (line.iter().enumerate())
            .map(|(at, run)| (run.style, if at == 0 { run.text.trim_start_matches(' ') } else { run.text.as_str() }))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        if runs.is_empty() {
            continue;
        }
        let class: &[_] = if margin(line) > least { &[("class", "in")] } else { &[] };
        match runs[..] {
            // It runs as its own words do.
            [one] => {
                let attributes: Vec<_> = class.iter().copied().chain([("dir", "auto")]).collect();
                markup.element("p", &attributes, |p| run(p, one, false));
            }
            _ => markup.element("p", class, |p| runs.iter().for_each(|&each| run(p, each, true))),
        }
        markup.line();
    }
}

/// A stretch of text. Among others it stands apart from them, whichever way it is written: ASCII is written from left to
/// right, as the page is.
fn run(markup: &mut Markup, (style, text): (Style, &str), among_others: bool) {
    let is_glyph = !text.chars().any(char::is_alphanumeric);
    let words = |markup: &mut Markup| {
        if among_others && !text.is_ascii() { markup.words("bdi", &[], text) } else { markup.text(text) }
    };
    match style {
        Style::Light | Style::Time if is_glyph => markup.words("i", &[("aria-hidden", "true")], text),
        Style::Strong => markup.element("b", &[], words),
        Style::Light => markup.element("span", &[("class", "light")], words),
        Style::Time => markup.element("span", &[("class", "time")], words),
        Style::Dim => markup.element("small", &[], words),
        _ => words(markup),
    }
}
