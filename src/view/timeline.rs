//! The timeline: one line a scene, as told and as it happened side by side; below it the shape of the telling.

use super::page::{Page, Style, run};
use super::{Options, Order, View, card, curve, label_name, step_name, timeline_json, times};
use crate::knowledge::{Cut, ShownScene};
use crate::time::{Chronology, Formula, Label, formula, index};

pub(super) static VIEW: View =
    View { name: "timeline", about_time: true, margin: false, page, json: timeline_json::json };

fn page(cut: &Cut, chronology: &Chronology, options: &Options) -> Page {
    let mut page = Page::new(options.width);
    card::titles(&mut page, cut, options, 0);
    if chronology.contradiction.is_some() {
        page.gap();
        let words = "What is said about time here contradicts itself, so nothing is listed but the telling.";
        page.hanging(&[], Style::Light, words);
    }
    if cut.scenes().len() == 0 {
        super::nothing_yet(&mut page, cut, 0);
        return page;
    }
    page.gap();
    match options.order {
        Order::Narrative => as_told(&mut page, cut, chronology, options),
        Order::Chronological => as_it_happened(&mut page, cut, chronology, options),
    }
    if times::any(chronology) {
        page.gap();
        let mark = options.glyph(times::COMPUTED, times::COMPUTED_ASCII);
        let computed = format!("; {mark} is computed from what is said of others");
        let computed = if times::any_computed(chronology) { computed.as_str() } else { "" };
        page.hanging(&[], Style::Dim, &format!("A date is when a scene begins{computed}."));
    }
    let drawn = curve::draw(chronology, options);
    if !drawn.is_empty() && chronology.contradiction.is_none() {
        page.gap();
        let axes = match options.order {
            Order::Narrative => options.glyph("as told → / as it happened ↓", "as told > / as it happened v"),
            Order::Chronological => options.glyph("as it happened → / as told ↓", "as it happened > / as told v"),
        };
        page.hanging(&[], Style::Dim, axes);
        for line in drawn {
            page.line(line);
        }
        page.gap();
        let none = || run(Style::Plain, "");
        let number = run(Style::Strong, &format!("{:.2}", index(chronology)));
        page.hanging(&[none(), run(Style::Dim, "Nonlinearity: "), number], Style::Dim, " (0: told as it happened)");
        page.hanging(&[none(), run(Style::Dim, "Formula: ")], Style::Plain, &in_letters(&formula(chronology)));
    }
    page
}

/// The scenes as told, each with its place in what happened.
fn as_told(page: &mut Page, cut: &Cut, chronology: &Chronology, options: &Options) {
    let columns = Columns::of(cut, options);
    columns.heading(page, ["told", "happened"], None);
    let mut work = None;
    for (scene, place) in cut.scenes().zip(&chronology.places) {
        begin_work(page, &mut work, scene);
        let row = Row { ranks: [Some(scene.rank()), place.rank], step: None, label: Some(place.label) };
        columns.write(page, &row, scene.title());
        if let Some(event) = place.event {
            columns.write_times(page, &times::of_event(chronology, event, options), None);
        }
    }
}

/// The scenes in the order in which they happened, with where the order comes from; then what has no time.
fn as_it_happened(page: &mut Page, cut: &Cut, chronology: &Chronology, options: &Options) {
    let columns = Columns::of(cut, options);
    columns.heading(page, ["happened", "told"], Some("order"));
    let facts = cut.facts();
    let mut work = None;
    for (number, event) in (0..).zip(&chronology.events) {
        let mut step = event.step.map_or("", step_name);
        for &scene in &event.scenes {
            let place = &chronology.places[scene as usize];
            let row = Row { ranks: [place.rank, Some(scene)], step: Some(step), label: Some(place.label) };
            begin_work(page, &mut work, cut.scene(scene));
            columns.write(page, &row, cut.scene(scene).title());
            if place.label != Label::Retold {
                columns.write_times(page, &times::of_event(chronology, number, options), Some(""));
            }
            step = "";
        }
        if event.scenes.is_empty() {
            let truths: Vec<&str> = event.facts.iter().map(|&fact| facts[fact as usize].truth()).collect();
            columns.write(page, &Row { ranks: [None, None], step: Some(step), label: None }, &truths.join(" "));
            columns.write_times(page, &times::of_event(chronology, number, options), Some(""));
        }
    }
    page.gap();
    work = None;
    for scene in cut.scenes().filter(|scene| chronology.places[scene.rank() as usize].event.is_none()) {
        let row = Row { ranks: [None, Some(scene.rank())], step: Some(""), label: Some(Label::Timeless) };
        begin_work(page, &mut work, scene);
        columns.write(page, &row, scene.title());
    }
}

/// In a universe, the title of a scene's work where it is another than that of the scene before.
fn begin_work<'s>(page: &mut Page, work: &mut Option<&'s str>, scene: ShownScene<'_, 's>) {
    if let Some(title) = card::next_work(work, scene) {
        page.hanging(&[run(Style::Plain, "  ")], Style::Strong, title);
    }
}

/// What stands before a title.
struct Row {
    /// Its places in both orders, from 0, the one asked for first.
    ranks: [Option<u32>; 2],
    /// Where the order between it and what is listed before it comes from, where steps are shown.
    step: Option<&'static str>,
    /// How it stands to the time of its telling. None where it is told and not shown.
    label: Option<Label>,
}

/// How wide the columns are. Where there is little room steps have none, and labels stand behind the title.
struct Columns {
    wide: bool,
    number: usize,
    arrow: &'static str,
    none: &'static str,
}

impl Columns {
    fn of(cut: &Cut, options: &Options) -> Self {
        Self {
            wide: options.width >= 60,
            number: cut.scenes().len().to_string().len().max(2),
            arrow: options.glyph(" → ", " > "),
            none: options.glyph("·", "-"),
        }
    }

    fn heading(&self, page: &mut Page, [first, second]: [&str; 2], order: Option<&str>) {
        let order = order.map_or(String::new(), |order| format!("  {order:<8}"));
        page.line([run(
            Style::Dim,
            &if self.wide {
                format!("{first:>8}  {second:>8}{order}  {:<13}  scene", "label")
            } else {
                format!("{first}{}{second}", self.arrow)
            },
        )]);
    }

    /// When it happened, below the title.
    fn write_times(&self, page: &mut Page, times: &[String], order: Option<&str>) {
        let width = match (self.wide, order) {
            (true, None) => 8 + 2 + 8 + 2 + 13 + 2,
            (true, Some(_)) => 8 + 2 + 8 + 2 + 8 + 2 + 13 + 2,
            (false, _) => 2 * self.number + self.arrow.chars().count() + 2,
        };
        for time in times {
            page.column(&[run(Style::Plain, &" ".repeat(width))], Style::Dim, time);
        }
    }

    fn write(&self, page: &mut Page, row: &Row, title: &str) {
        let number = |rank: Option<u32>| rank.map_or(self.none.to_owned(), |rank| (rank + 1).to_string());
        let [first, second] = row.ranks.map(number);
        let usual = row.label == Some(Label::Present);
        let label = row.label.map_or("not shown", label_name);
        if !self.wide {
            let width = self.number;
            let lead = [run(Style::Plain, &format!("{first:>width$}{}{second:<width$}  ", self.arrow))];
            let behind = if usual { String::new() } else { format!(" ({label})") };
            page.column(&lead, Style::Plain, &format!("{title}{behind}"));
            return;
        }
        let lead = [
            run(Style::Plain, &format!("{first:>8}  {second:>8}")),
            run(Style::Dim, &row.step.map_or(String::new(), |step| format!("  {step:<8}"))),
            run(if usual { Style::Dim } else { Style::Time }, &format!("  {label:<13}  ")),
        ];
        page.column(&lead, Style::Plain, title);
    }
}

/// Genette's formula in its usual form: letters for telling order, numbers for story time, brackets round
/// what is told out of its time.
fn in_letters(parts: &[Formula]) -> String {
    let mut letters = 0..;
    let mut written = String::new();
    for part in parts {
        let terms: Vec<String> = (part.scenes.iter().zip(letters.by_ref()))
            .map(|(&(_, number), at)| format!("{}{number}", letter(at)))
            .collect();
        if part.anachrony {
            written.extend(["[", &terms.join(" "), "]"]);
        } else {
            written.push_str(&terms.join(" "));
        }
    }
    written
}

/// A to Z, then AA, AB and so on.
fn letter(at: u32) -> String {
    let last = char::from(b'A' + (at % 26) as u8);
    if at < 26 { last.to_string() } else { format!("{}{last}", letter(at / 26 - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_behind_z() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letter), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
