//! What is otherwise in one text than in another: the lines that went and came, and some lines round them.

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff};
use unicode_width::UnicodeWidthStr;

use crate::view::Options;
use crate::view::page::{Page, Style, harmless, run};

/// Lines shown before and after what changed.
const AROUND: usize = 3;

/// Draws the difference between two texts, old and new. O(n log n) but for what was rewritten at length.
#[must_use]
pub fn page(old: &str, new: &str, options: &Options) -> Page {
    let mut page = Page::new(options.width);
    let difference = compare(old, new);
    for group in difference.grouped_ops(AROUND) {
        if let Some(first) = group.first() {
            let line = first.new_range().start + 1;
            page.line([run(Style::Dim, &format!("{} line {line}", options.glyph("···", "...")))]);
        }
        for change in group.iter().flat_map(|op: &DiffOp| difference.iter_changes(op)) {
            let marked = match change.tag() {
                ChangeTag::Equal => ("  ", Style::Dim),
                ChangeTag::Delete => ("- ", Style::Removed),
                ChangeTag::Insert => ("+ ", Style::Added),
            };
            write(&mut page, options.width, marked, change.value().trim_end());
        }
    }
    page
}

/// A line behind its mark. One that is too long goes on below, as far in as it began.
fn write(page: &mut Page, width: usize, (mark, style): (&str, Style), line: &str) {
    let clean = harmless(line);
    if mark.len() + clean.width() <= width {
        page.line([run(style, &format!("{mark}{clean}"))]);
        return;
    }
    let text = clean.trim_start_matches(' ');
    let indent = &clean[..clean.len() - text.len()];
    page.column(&[run(style, &format!("{mark}{indent}"))], style, text);
}

/// The difference between two texts as programs read it. Empty where there is none.
#[must_use]
pub fn unified(old: &str, new: &str) -> String {
    compare(old, new).unified_diff().context_radius(AROUND).missing_newline_hint(false).to_string()
}

fn compare<'t>(old: &'t str, new: &'t str) -> TextDiff<'t, 't, 't, str> {
    TextDiff::configure().algorithm(Algorithm::Patience).diff_lines(old, new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_shows_what_went_and_came_and_a_little_round_it() {
        let old: String = (1..30).map(|number| format!("     line {number}\n")).collect();
        let new = old.replace("line 15\n", "line \u{1b}[31mfifteen\n");
        let expected = "··· line 12\n       line 12\n       line 13\n       line 14\n-      line 15\n+      line \u{fffd}[31mfifteen\n       line 16\n       line 17\n       line 18\n";
        assert_eq!(page(&old, &new, &Options::default()).plain(), expected);
    }

    #[test]
    fn a_long_line_stays_within_the_width() {
        let new = format!("   {}", "word ".repeat(40));
        let drawn = page("", &new, &Options { width: 40, ..Options::default() }).plain();
        assert!(drawn.lines().all(|line| line.chars().count() <= 40), "{drawn}");
        assert!(drawn.lines().skip(2).all(|line| line.starts_with("     word")), "{drawn}");
    }
}
