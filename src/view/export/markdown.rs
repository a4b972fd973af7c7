//! The story so far as a Markdown document: a section a scene, and both orders in a table.
//!
//! Plain Markdown, as anybody reads it, but for the table. Nothing is wrapped; every paragraph is a line.

use super::graph::{label, standing};
use super::{CONTRADICTION, Export, clean, order};
use crate::knowledge::{Cut, Header, ShownFact, ShownScene, Weight};
use crate::time::{Chronology, Event};
use crate::view::page::paragraphs;
use crate::view::{Options, Order, step_name};

pub(super) static EXPORT: Export = Export { name: "markdown", about: "A document to read", write };

fn write(cut: &Cut, chronology: &Chronology, options: &Options) -> String {
    let facts = cut.facts();
    let options = &Options { order: order(chronology, options), ..*options };
    let mut document = Document { cut, chronology, options, facts: &facts, text: String::new() };
    if cut.is_universe() {
        document.paragraph(format!("# {}", escaped(cut.title())).trim_end());
    } else {
        cut.works().for_each(|work| document.card(work));
    }
    if let Some(theory) = cut.under() {
        document.paragraph(&format!("Under the theory: {}", escaped(theory.title())));
    }
    if chronology.contradiction.is_some() {
        document.paragraph(CONTRADICTION);
    }
    let comes_out = document.what_comes_out();
    match options.order {
        Order::Narrative => {
            for scene in cut.scenes() {
                if scene.work_title().is_some() && scene.begins_work() {
                    document.card(scene.header());
                }
                document.heading(Some(scene.rank()), &escaped(scene.title()));
                document.scene(scene, &comes_out[scene.rank() as usize]);
            }
        }
        Order::Chronological => document.as_it_happened(&comes_out),
    }
    document.both_orders();
    document.text
}

/// A document in the making.
struct Document<'c, 's> {
    cut: &'c Cut<'s>,
    chronology: &'c Chronology,
    options: &'c Options,
    facts: &'c [ShownFact<'c, 's>],
    text: String,
}

impl<'c, 's> Document<'c, 's> {
    /// Adds a block of Markdown.
    fn paragraph(&mut self, markdown: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(markdown);
        self.text.push('\n');
    }

    fn heading(&mut self, number: Option<u32>, title: &str) {
        let number = number.map(|number| (number + 1).to_string());
        let parts: Vec<&str> = number.as_deref().into_iter().chain([title]).filter(|part| !part.is_empty()).collect();
        self.paragraph(format!("## {}", parts.join(self.dot())).trim_end());
    }

    /// What stands between things that stand side by side.
    fn dot(&self) -> &'static str {
        self.options.glyph(" · ", " - ")
    }

    /// What anybody may know of a work before watching it.
    fn card(&mut self, work: Header) {
        self.paragraph(format!("# {}", escaped(work.title)).trim_end());
        let facts = [work.credit, work.year(), work.kind].into_iter().flatten().map(escaped);
        let facts: Vec<String> = facts.filter(|fact| !fact.is_empty()).collect();
        if !facts.is_empty() {
            self.paragraph(&facts.join(self.dot()));
        }
        for paragraph in paragraphs(work.blurb.unwrap_or_default()) {
            self.paragraph(&escaped(&paragraph));
        }
        if work.warnings().len() > 0 {
            let warnings: Vec<String> = work.warnings().map(escaped).collect();
            self.paragraph(&format!("**Warnings:** {}", warnings.join(", ")));
        }
    }

    /// The scenes in the order in which they happened, then what has no time.
    fn as_it_happened(&mut self, comes_out: &[Vec<String>]) {
        self.paragraph("In the order in which it happened.");
        for event in &self.chronology.events {
            for (at, &rank) in event.scenes.iter().enumerate() {
                let scene = self.cut.scene(rank);
                let again = if at > 0 { "Shown again: " } else { "" };
                let number = self.chronology.places[rank as usize].rank;
                self.heading(number, &format!("{again}{}", escaped(scene.title())));
                self.scene(scene, &comes_out[rank as usize]);
            }
            if event.scenes.is_empty() {
                self.heading(None, "Told, not shown");
                self.truths(event);
            }
        }
        for scene in self.timeless() {
            self.heading(None, &escaped(scene.title()));
            self.scene(scene, &comes_out[scene.rank() as usize]);
        }
    }

    fn truths(&mut self, event: &Event) {
        for &fact in &event.facts {
            for paragraph in paragraphs(self.facts[fact as usize].truth()) {
                self.paragraph(&escaped(&paragraph));
            }
        }
    }

    /// The scenes that show no event, in narrative order.
    fn timeless(&self) -> Vec<ShownScene<'c, 's>> {
        let shows_none = |scene: &ShownScene| self.chronology.places[scene.rank() as usize].event.is_none();
        self.cut.scenes().filter(shows_none).collect()
    }

    /// What there is to say of a scene below its heading. Who is in it stands behind the text, so that a name does
    /// not tell what the text is about to.
    fn scene(&mut self, scene: ShownScene<'_, 's>, comes_out: &[String]) {
        let chronological = self.options.order == Order::Chronological;
        let told = chronological.then(|| format!("told as {}", scene.rank() + 1));
        let names = [told, standing(scene, self.chronology), scene.layer().map(clean), scene.place().map(clean)];
        let names = names.into_iter().flatten().filter(|name| !name.is_empty());
        let setting: Vec<String> = names.map(|name| escaped(&name)).collect();
        if !setting.is_empty() {
            self.paragraph(&format!("*{}*", setting.join(self.dot())));
        }
        for paragraph in paragraphs(if chronological { scene.chronological_text() } else { scene.text() }) {
            self.paragraph(&escaped(&paragraph));
        }
        if let Some(hindsight) = scene.hindsight() {
            let looking_back: Vec<String> = paragraphs(hindsight).map(|paragraph| escaped(&paragraph)).collect();
            self.paragraph(&format!("> **Looking back:** {}", looking_back.join("\n>\n> ")));
        }
        let people: Vec<String> = (scene.cast().iter())
            .map(|person| match person.role {
                Some(role) => format!("{} ({})", escaped(person.name), escaped(role)),
                None => escaped(person.name),
            })
            .collect();
        if !people.is_empty() {
            self.paragraph(&format!("In it: {}", people.join(", ")));
        }
        let effects: Vec<String> = (scene.causes().iter())
            .map(|effect| format!("{} ({})", escaped(effect.title()), effect.rank() + 1))
            .collect();
        let leads_to = (!effects.is_empty()).then(|| format!("- **Leads to:** {}", effects.join(", ")));
        let items: Vec<String> = comes_out.iter().cloned().chain(leads_to).collect();
        if !items.is_empty() {
            self.paragraph(&items.join("\n"));
        }
    }

    /// What comes to light in each scene, as items of a list.
    fn what_comes_out(&self) -> Vec<Vec<String>> {
        let mut items = vec![Vec::new(); self.cut.scenes().len()];
        for fact in self.facts {
            let (revealed_by, hinted_by) = (fact.revealed_by(), fact.hinted_by());
            for &rank in &revealed_by {
                let first = revealed_by.first() == Some(&rank);
                items[rank as usize].push(self.revealed(
                    *fact,
                    first,
                    hinted_by.first().is_some_and(|&hint| hint < rank),
                ));
            }
            for &rank in &hinted_by {
                let before = revealed_by.first().is_some_and(|&first| rank < first);
                items[rank as usize].push(match fact.seemed() {
                    Some(seemed) if before => format!("- **It seems:** {}", escaped(seemed)),
                    _ => format!("- **A hint:** {}", escaped(fact.truth())),
                });
            }
        }
        items
    }

    /// What a scene reveals. `first` says whether no other did before, `believed` whether anything spoke against it.
    fn revealed(&self, fact: ShownFact, first: bool, believed: bool) -> String {
        let truth = escaped(fact.truth());
        let words = match (self.options.order, fact.seemed()) {
            (Order::Chronological, _) => "It shows here",
            (Order::Narrative, _) if !first => "It shows again",
            (Order::Narrative, None) => "You gather",
            (Order::Narrative, Some(seemed)) => {
                let twist = if fact.weight() == Some(Weight::Twist) { "**A twist.** " } else { "" };
                let thought = if believed { "You thought" } else { "You may have thought" };
                return format!("- {twist}**{thought}:** {} **In truth:** {truth}", escaped(seemed));
            }
        };
        format!("- **{words}:** {truth}")
    }

    /// Every scene with its places in both orders, in the order asked for.
    fn both_orders(&mut self) {
        if self.cut.scenes().len() == 0 {
            return;
        }
        self.heading(None, "Both orders");
        let (head, rows) = match self.options.order {
            Order::Narrative => {
                ("| told | happened | label | scene |\n| ---: | ---: | --- | --- |", self.as_told_rows())
            }
            Order::Chronological => (
                "| happened | told | order | label | scene |\n| ---: | ---: | --- | --- | --- |",
                self.as_it_happened_rows(),
            ),
        };
        let rows: String = rows.iter().map(|cells| format!("\n| {} |", cells.join(" | "))).collect();
        self.paragraph(&format!("{head}{rows}"));
    }

    /// What is told and not shown stands behind the first scene that reveals it.
    fn as_told_rows(&self) -> Vec<Vec<String>> {
        let mut told_after = vec![Vec::new(); self.cut.scenes().len()];
        for event in self.chronology.events.iter().filter(|event| event.scenes.is_empty()) {
            let revealed = event.facts.iter().filter_map(|&fact| self.facts[fact as usize].first_revealed_by());
            if let Some(first) = revealed.min() {
                told_after[first as usize].push(self.told_cells(event));
            }
        }
        let rows = self.cut.scenes().zip(told_after).flat_map(|(scene, told)| {
            let [told_as, happened, label, title] = self.cells(scene);
            std::iter::once([told_as, happened, label, title]).chain(told)
        });
        rows.map(Vec::from).collect()
    }

    fn as_it_happened_rows(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let row = |[told_as, happened, label, title]: [String; 4], step: &str| {
            vec![happened, told_as, step.to_owned(), label, title]
        };
        for event in &self.chronology.events {
            let mut step = event.step.map_or("", step_name);
            for &scene in &event.scenes {
                rows.push(row(self.cells(self.cut.scene(scene)), step));
                step = "";
            }
            if event.scenes.is_empty() {
                rows.push(row(self.told_cells(event), step));
            }
        }
        rows.extend(self.timeless().into_iter().map(|scene| row(self.cells(scene), "")));
        rows
    }

    /// A scene's places as told and as it happened, its label and its title.
    fn cells(&self, scene: ShownScene) -> [String; 4] {
        let place = &self.chronology.places[scene.rank() as usize];
        let happened = place.rank.filter(|_| self.chronology.contradiction.is_none());
        let happened = happened.map_or(self.none(), |rank| (rank + 1).to_string());
        let label = label(place, self.chronology).unwrap_or_default();
        [(scene.rank() + 1).to_string(), happened, label.to_owned(), escaped(scene.title())]
    }

    fn told_cells(&self, event: &Event) -> [String; 4] {
        let truths: Vec<String> = event.facts.iter().map(|&fact| escaped(self.facts[fact as usize].truth())).collect();
        [self.none(), self.none(), "not shown".to_owned(), truths.join(" ")]
    }

    fn none(&self) -> String {
        self.options.glyph("·", "\\-").to_owned()
    }
}

/// The text on one line, with a backslash before whatever Markdown could take for markup, in this place or at the
/// beginning of a line. The dot of `www.` and the colon of `://` go too: GitHub links them without being asked.
fn escaped(text: &str) -> String {
    let text = clean(text);
    let lead = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' | '^' | '{' | '}' | '@' => {
                true
            }
            '-' | '+' | '=' => at == 0,
            '.' | ')' => at == lead && lead > 0 || at >= 3 && text.as_bytes()[at - 3..at].eq_ignore_ascii_case(b"www"),
            '!' => text[at..].starts_with("!["),
            ':' => text[at..].starts_with("://"),
            _ => false,
        };
        if markup {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
