//! `storyline` alone: the stories there are, and how to begin.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::list::{self, Row};
use super::{Context, Exit};
use crate::view::Order;
use crate::view::page::{Page, Style, run as styled};

/// How far it has been watched: never how much of the whole that is.
fn how_far(row: &Row) -> Option<String> {
    let seen = row.seen.as_ref()?;
    Some(if row.end { "seen to The End".to_owned() } else { format!("last seen: “{}”", seen.title) })
}

/// How far in a story stands: the works of a universe stand below it.
fn below(row: &Row) -> usize {
    if row.universe.is_some() { 2 } else { 0 }
}

pub(super) fn run(context: &mut Context) -> io::Result<Exit> {
    let options = context.output.options(Order::Narrative);
    let rows = list::rows(context)?;
    let mut page = Page::new(options.width);
    page.text(Style::Strong, "Stories as they are told and as they happened, never spoiled.", 0);
    page.gap();
    let longest = rows.iter().map(|row| row.name.width() + below(row)).max().unwrap_or(0);
    for row in &rows {
        let year = row.released.as_deref().and_then(|released| released.split('-').next());
        let about: Vec<&str> = [Some(row.title.as_str()), row.credit.as_deref(), year].into_iter().flatten().collect();
        let padding = " ".repeat(longest - row.name.width() - below(row));
        let lead = [styled(Style::Time, &format!("  {}{}{padding}  ", " ".repeat(below(row)), row.name))];
        let dot = if options.unicode { " · " } else { ", " };
        page.column(&lead, Style::Plain, &about.join(dot));
        if let Some(words) = how_far(row) {
            let margin = styled(Style::Plain, &" ".repeat(longest + 4));
            page.column(&[margin], Style::Dim, &words);
        }
    }
    page.gap();
    let begun = rows.iter().filter(|row| row.kind == "work").rfind(|row| row.seen.is_some() && !row.end);
    let first = rows.iter().find(|row| row.name == "please-dont").or(rows.first());
    let words = match (begun, first) {
        (Some(begun), _) => format!("Go on with: storyline play {}", begun.name),
        (None, Some(first)) => format!("Begin with: storyline play {}", first.name),
        (None, None) => "There is none here yet.".to_owned(),
    };
    page.text(Style::Plain, &words, 0);
    page.text(Style::Dim, "All there is: storyline --help", 0);
    context.output.page(&page)?;
    Ok(Exit::Fine)
}
