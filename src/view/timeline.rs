//! The timeline: one line a scene, as told and as it happened side by side; below it the shape of the telling.

use super::page::{Page, Run, Style, run};
use super::{Options, Order, View, curve, label_name, step_name, timeline_json};
use crate::knowledge::Cut;
use crate::time::{Chronology, Formula, Label, Step, formula, index};

pub(super) static VIEW: View = View { name: "timeline", page, json: timeline_json::json };

fn page(cut: &Cut, chronology: &Chronology, options: &Options) -> Page {
    let mut page = Page::default();
    for work in cut.works() {
        let facts: Vec<&str> = [work.credit, work.year()].into_iter().flatten().collect();
        page.hanging(&[], Style::Strong, work.title, options.width);
        page.hanging(&[], Style::Dim, &facts.join(options.glyph(" · ", ", ")), options.width);
    }
    if chronology.contradiction.is_some() {
        page.gap();
        let words = "What is said about time here contradicts itself, so nothing is listed but the telling.";
        page.hanging(&[], Style::Light, words, options.width);
    }
    page.gap();
    match options.order {
        Order::Narrative => as_told(&mut page, cut, chronology, options),
        Order::Chronological => as_it_happened(&mut page, cut, chronology, options),
    }
    let drawn = curve::draw(chronology, options);
    if !drawn.is_empty() {
        page.gap();
        page.line([run(Style::Dim, options.glyph("as told → / as it happened ↓", "as told > / as it happened v"))]);
        drawn.iter().for_each(|line| page.line([run(Style::Plain, line)]));
        page.gap();
        let lead = [run(Style::Dim, "Nonlinearity: "), run(Style::Strong, &format!("{:.2}", index(chronology)))];
        page.column(&lead, Style::Dim, " (0: told as it happened)", options.width);
        page.column(&[run(Style::Dim, "Formula: ")], Style::Plain, &in_letters(&formula(chronology)), options.width);
    }
    page
}

/// The scenes as told, each with its place in what happened.
fn as_told(page: &mut Page, cut: &Cut, chronology: &Chronology, options: &Options) {
    let columns = Columns::of(cut, options);
    page.line([run(Style::Dim, &columns.heading("told", "happened", None))]);
    for (scene, place) in cut.scenes().zip(&chronology.places) {
        let ranks = [Some(scene.rank()), place.rank];
        columns.write(page, ranks, None, place.label, scene.title());
    }
}

/// The scenes in the order in which they happened, with where the order comes from; then what has no time.
fn as_it_happened(page: &mut Page, cut: &Cut, chronology: &Chronology, options: &Options) {
    let columns = Columns::of(cut, options);
    page.line([run(Style::Dim, &columns.heading("happened", "told", Some("order")))]);
    let facts = cut.facts();
    for event in &chronology.events {
        let mut step = event.step;
        for &scene in &event.scenes {
            let place = &chronology.places[scene as usize];
            columns.write(page, [place.rank, Some(scene)], Some(step.take()), place.label, cut.scene(scene).title());
        }
        if event.scenes.is_empty() {
            let truths = event.facts.iter().map(|&fact| facts[fact as usize].truth()).collect::<Vec<_>>();
            columns.write_told(page, step, &truths.join(" "));
        }
    }
    let timeless = cut.scenes().filter(|scene| chronology.places[scene.rank() as usize].event.is_none());
    for (at, scene) in timeless.enumerate() {
        if at == 0 {
            page.gap();
        }
        columns.write(page, [None, Some(scene.rank())], Some(None), Label::Timeless, scene.title());
    }
}

/// How wide the columns are, and whether labels have one.
struct Columns {
    wide: bool,
    number: usize,
    width: usize,
    arrow: &'static str,
    none: &'static str,
}

impl Columns {
    fn of(cut: &Cut, options: &Options) -> Self {
        Self {
            wide: options.width >= 60,
            number: cut.scenes().len().to_string().len().max(2),
            width: options.width,
            arrow: options.glyph(" → ", " > "),
            none: options.glyph("·", "-"),
        }
    }

    fn heading(&self, first: &str, second: &str, order: Option<&str>) -> String {
        let order = match order {
            Some(order) if self.wide => format!("  {order:<8}"),
            _ => String::new(),
        };
        let label = if self.wide { format!("  {:<13}", "label") } else { String::new() };
        if self.wide {
            format!("{first:>8}  {second:>5}{order}{label}  scene")
        } else {
            format!("{first}{}{second}", self.arrow)
        }
    }

    /// One scene. `step` is none where steps are not shown, and holds none where there is none to show.
    fn write(&self, page: &mut Page, ranks: [Option<u32>; 2], step: Option<Option<Step>>, label: Label, title: &str) {
        let number = |rank: Option<u32>| rank.map_or(self.none.to_owned(), |rank| (rank + 1).to_string());
        let [first, second] = ranks.map(number);
        let emphasis = if label == Label::Present { Style::Dim } else { Style::Time };
        let lead: Vec<Run> = if self.wide {
            let step = step.map_or(String::new(), |step| format!("  {:<8}", step.map_or("", step_name)));
            vec![
                run(Style::Plain, &format!("{first:>8}  {second:>5}")),
                run(Style::Dim, &step),
                run(emphasis, &format!("  {:<13}  ", label_name(label))),
            ]
        } else {
            let width = self.number;
            vec![run(Style::Plain, &format!("{first:>width$}{}{second:<width$}  ", self.arrow))]
        };
        let title = if self.wide || label == Label::Present { title.to_owned() } else { format!("{title} ({})", label_name(label)) };
        page.column(&lead, Style::Plain, &title, self.width);
    }

    /// An event that is told and not shown.
    fn write_told(&self, page: &mut Page, step: Option<Step>, truth: &str) {
        let lead = if self.wide {
            format!("{:>8}  {:>5}  {:<8}  {:<13}  ", "", self.none, step.map_or("", step_name), "not shown")
        } else {
            let width = self.number;
            format!("{:>width$}{}{:<width$}  ", "", self.arrow, self.none)
        };
        page.column(&[run(Style::Dim, &lead)], Style::Dim, truth, self.width);
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
            written.push_str(&format!("[{}]", terms.join(" ")));
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
