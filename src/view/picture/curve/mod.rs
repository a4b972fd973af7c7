//! The story curve as SVG: [`crate::layout::curve`] with strokes and words.
//!
//! From above: what it is called and which way it is read, who has which colour, what runs of scenes have in common, the
//! bars on their bands, what is timeless, and what the strokes mean. Where there is no room for a title it is still to be
//! had of its bar. Linear in scenes and their casts; where scenes share columns, no larger for more of them.

mod describe;
mod labels;

use super::lettering::{self, SMALL, TEXT};
use super::{CONTRADICTION, Drawing, LINE, MARGIN, Picture, palette};
use crate::knowledge::Cut;
use crate::layout::curve::{Along, Bar, Curve, Run, Span, curve, is_out_of_time};
use crate::markup::{Markup, number};
use crate::time::{Chronology, Label, Step};
use crate::view::{Options, Order, label_name, order};
use labels::Placed;

pub(super) static PICTURE: Picture =
    Picture { name: "curve", about: "how it is told against how it happened: one step a scene", draw };

/// How much wider bold letters are.
const BOLD: f64 = 1.1;

/// Left of the bars, for the axis.
const AXIS: f64 = 14.0;

/// Of how many scenes each has a title beside its bar, where rows are high enough.
const TITLED: usize = 200;

/// Where columns are narrower connectors are thin.
const THIN: f64 = 4.0;

/// How many characters the legend names.
const NAMED: usize = 32;

fn draw(cut: &Cut, chronology: &Chronology, options: &Options) -> Option<Drawing> {
    let along = match order(chronology, options) {
        Order::Narrative => Along::Telling,
        Order::Chronological => Along::Happening,
    };
    let width = super::width(options);
    let curve = curve(cut, chronology, along, width - 2.0 * MARGIN - AXIS)?;
    let mut sheet = Sheet { cut, chronology, along, curve: &curve, width, y: MARGIN, shapes: Markup::default() };
    sheet.heading();
    sheet.legend();
    sheet.runs();
    sheet.plot();
    sheet.key();
    let (height, shapes) = (sheet.y + MARGIN - 4.0, sheet.shapes);
    let title = format!("{}: the story curve", cut.title());
    Some(Drawing { width, height, title, description: describe::whole(cut, chronology, along), shapes })
}

/// What is being drawn, from above downwards.
struct Sheet<'a, 's> {
    cut: &'a Cut<'s>,
    chronology: &'a Chronology,
    along: Along,
    curve: &'a Curve,
    width: f64,
    /// How far down it is drawn.
    y: f64,
    shapes: Markup,
}

impl Sheet<'_, '_> {
    fn heading(&mut self) {
        let room = self.width - 2.0 * MARGIN;
        let read = match self.along {
            Along::Telling => "as told → · as it happened ↓",
            Along::Happening => "as it happened → · as told ↓",
        };
        self.y += TEXT;
        let size = TEXT * 4.0 / 3.0;
        if let Some(title) = lettering::fitted(self.cut.title(), room / BOLD, size) {
            let (x, y) = (number(MARGIN), number(self.y));
            self.shapes.words("text", &[("class", "strong title"), ("x", &x), ("y", &y)], &title);
        }
        self.y += LINE;
        self.line("faint", read);
        if self.chronology.contradiction.is_some() {
            self.line("", CONTRADICTION);
        }
        self.y += 6.0;
    }

    /// A line of words, wrapped where it is too long.
    fn line(&mut self, class: &str, words: &str) {
        let room = self.width - 2.0 * MARGIN;
        let mut lines: Vec<String> = vec![String::new()];
        for word in words.split(' ') {
            match lines.last_mut() {
                Some(line) if line.is_empty() => line.push_str(word),
                Some(line) if lettering::width(line, TEXT) + lettering::width(word, TEXT) + 8.0 <= room => {
                    line.extend([" ", word]);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        for line in lines {
            self.text(class, (MARGIN, self.y), &line);
            self.y += LINE;
        }
    }

    fn text(&mut self, class: &str, (x, y): (f64, f64), words: &str) {
        let (x, y) = (number(x), number(y));
        let attributes = [("x", x.as_str()), ("y", y.as_str()), ("class", class)];
        let attributes = if class.is_empty() { &attributes[..2] } else { &attributes[..] };
        self.shapes.words("text", attributes, words);
        self.shapes.line();
    }

    /// Who has which colour: those who have a stripe.
    fn legend(&mut self) {
        let characters = self.cut.characters();
        if self.curve.bars.is_empty() || characters.is_empty() {
            return;
        }
        let mut entries: Vec<(Sample, String)> = (characters.iter().take(NAMED).enumerate())
            .map(|(at, character)| (Sample::Line(palette::line(self.cut.colour(at)), 4.0), character.name().to_owned()))
            .collect();
        if characters.len() > NAMED {
            let others = format!("and {} more, in colours that come again", characters.len() - NAMED);
            entries.push((Sample::None, others));
        }
        self.samples(&entries);
        self.y += 4.0;
    }

    /// Samples of strokes, each with what it stands for, on as many lines as they need.
    fn samples(&mut self, entries: &[(Sample, String)]) {
        const SWATCH: f64 = 18.0;
        let right = self.width - MARGIN;
        let mut x = MARGIN;
        for (sample, words) in entries {
            let lead = if matches!(sample, Sample::None) { 0.0 } else { SWATCH + 6.0 };
            let Some(shown) = lettering::fitted(words, (right - MARGIN - lead).min(240.0), TEXT) else { continue };
            let width = lead + lettering::width(&shown, TEXT);
            if x > MARGIN && x + width > right {
                x = MARGIN;
                self.y += LINE + 2.0;
            }
            sample.draw(&mut self.shapes, (x, self.y - 4.0), SWATCH);
            self.text("faint", (x + lead, self.y), &shown);
            x += width + 16.0;
        }
        if !entries.is_empty() {
            self.y += LINE;
        }
    }

    /// What runs of scenes have in common: their work, their standing to time and their strand, their layer.
    fn runs(&mut self) {
        let title = |run: &Run| self.cut.scene(run.scene).work_title().unwrap_or_default().to_owned();
        let works: Vec<String> = self.curve.works.iter().map(title).collect();
        let standings: Vec<String> = self.curve.standings.iter().map(|run| self.standing(run.scene)).collect();
        let layer = |run: &Run| self.cut.scene(run.scene).layer().unwrap_or_default().to_owned();
        let layers: Vec<String> = self.curve.layers.iter().map(layer).collect();
        let curve = self.curve;
        let any = curve.works.len() + curve.standings.len() + curve.layers.len() > 0;
        self.y -= if any { 8.0 } else { 4.0 };
        self.brackets(&curve.works, &works, "strong small");
        self.brackets(&curve.standings, &standings, "small");
        self.brackets(&curve.layers, &layers, "faint small");
    }

    /// How scenes stand to the time of their telling, and on which strand, where that has a name.
    fn standing(&self, scene: u32) -> String {
        let label = self.label(scene).filter(|&label| is_out_of_time(label)).map(label_name);
        match (label, self.cut.scene(scene).strand_name()) {
            (Some(label), Some(strand)) => format!("{label}: {strand}"),
            (label, strand) => label.or(strand).unwrap_or_default().to_owned(),
        }
    }

    /// The label of a scene, where it is known: where claims contradict each other those that rest on order are not.
    fn label(&self, scene: u32) -> Option<Label> {
        let label = self.chronology.places[scene as usize].label;
        let rests_on_order = !matches!(label, Label::Timeless | Label::Retold);
        (self.chronology.contradiction.is_none() || !rests_on_order).then_some(label)
    }

    /// Names above runs of columns, and below them a line over each run.
    fn brackets(&mut self, runs: &[Run], names: &[String], class: &str) {
        if names.iter().all(String::is_empty) {
            return;
        }
        let left = MARGIN + AXIS;
        let placed = labels::above(runs, names, (3, SMALL), self.width - MARGIN - left);
        let lines = labels::lines(&placed);
        let bottom = self.y + f64::from(lines as u32) * 12.0 + 8.0;
        for (at, run) in runs.iter().enumerate().filter(|&(at, _)| !names[at].is_empty()) {
            let (from, to) = (left + run.from, left + run.to);
            self.shapes.element("g", &[], |group| {
                group.words("title", &[], &names[at]);
                let wide = to - from > 6.0;
                let inset = if wide { 2.0 } else { 0.0 };
                let ticks = if wide { ("v-4", "v4") } else { ("", "") };
                let line = format!(
                    "M{} {}{}H{}{}",
                    number(from + inset),
                    number(bottom),
                    ticks.0,
                    number(to - inset),
                    ticks.1
                );
                group.empty("path", &[("class", "faint"), ("d", &line)]);
            });
            if let Some(placed) = &placed[at] {
                let y = self.y + f64::from(placed.line as u32 + 1) * 12.0;
                self.text(class, (left + placed.x, y - 1.0), &placed.text);
            }
            self.shapes.line();
        }
        self.y = bottom + 2.0;
    }

    /// The bands, and on them the curve.
    fn plot(&mut self) {
        let curve = self.curve;
        let place = |run: &Run| self.cut.scene(run.scene).place().unwrap_or_default().to_owned();
        let places: Vec<String> = curve.places.iter().map(place).collect();
        let names = labels::above(&curve.places, &places, (3, SMALL), self.width - 2.0 * MARGIN - AXIS);
        let lines = f64::from(labels::lines(&names) as u32) * 12.0;
        let (left, top) = (MARGIN + AXIS, self.y + 4.0);
        let below = lines + if lines > 0.0 { 6.0 } else { 2.0 };
        self.bands(&places, top, below + curve.height);
        for placed in names.iter().flatten() {
            let y = top + f64::from(placed.line as u32 + 1) * 12.0;
            self.text("faint small", (left + placed.x, y), &placed.text);
        }
        let top = top + below;
        let move_to = format!("translate({} {})", number(left), number(top));
        let mut inside = Markup::default();
        let room = self.width - MARGIN - left;
        self.lane(&mut inside, room);
        let titles = self.placed_titles(room);
        self.lines(&mut inside);
        self.joins(&mut inside, &titles);
        self.bars(&mut inside);
        self.blocks(&mut inside);
        for (y, title) in &titles {
            write_title(&mut inside, *y, title);
        }
        self.shapes.element("g", &[("transform", &move_to)], |group| group.append(&inside));
        self.shapes.line();
        self.y = top + curve.height + LINE;
    }

    fn bands(&mut self, names: &[String], top: f64, height: f64) {
        let left = MARGIN + AXIS;
        for (at, (run, name)) in self.curve.places.iter().zip(names).enumerate() {
            let class = if at % 2 == 0 { "band" } else { "band other" };
            let attributes = [
                ("class", class),
                ("x", &number(left + run.from)),
                ("y", &number(top)),
                ("width", &number(run.to - run.from)),
                ("height", &number(height)),
            ];
            self.shapes.element("rect", &attributes, |band| band.words("title", &[], name));
            self.shapes.line();
        }
        for run in self.curve.works.iter().skip(1) {
            let line = format!("M{} {}v{}", number(left + run.from), number(top), number(height));
            self.shapes.empty("path", &[("class", "rule"), ("d", &line)]);
        }
    }

    /// What sets apart what is timeless.
    fn lane(&self, inside: &mut Markup, room: f64) {
        let Some(lane) = self.curve.lane else { return };
        let edge = format!("M{} {}H{}", number(-AXIS), number(lane), number(room));
        inside.empty("path", &[("class", "rule"), ("d", &edge)]);
        inside.line();
    }

    /// The axis, connectors and joins.
    fn lines(&self, inside: &mut Markup) {
        for stretch in &self.curve.axis {
            let line = format!("M{} {}V{}", number(6.0 - AXIS), number(stretch.from), number(stretch.to));
            let (class, width) = stroke(stretch.step);
            inside.empty("path", &[("class", class), ("stroke-width", width), ("d", &line)]);
        }
        inside.line();
        for kind in [Some(Step::Declared), Some(Step::Told), Some(Step::Open), None] {
            let mut line = String::new();
            for connector in self.curve.connectors.iter().filter(|connector| connector.step == kind) {
                let [x, y, turn, to_x, to_y] =
                    [connector.from.0, connector.from.1, connector.turn, connector.to.0, connector.to.1].map(number);
                line.extend(["M", &x, " ", &y, "H", &turn, "V", &to_y, "H", &to_x]);
            }
            let is_one_event = kind.is_none() && self.chronology.contradiction.is_none();
            // On one row showings of one event are joined already.
            if line.is_empty() || is_one_event && self.along == Along::Telling {
                continue;
            }
            if is_one_event {
                dotted(inside, &line);
            } else {
                let (class, width) = stroke(kind);
                let width = if self.curve.column < THIN { "0.7" } else { width };
                inside.empty("path", &[("class", class), ("stroke-width", width), ("d", &line)]);
            }
            inside.line();
        }
    }

    /// Between showings of one event, around titles.
    fn joins(&self, inside: &mut Markup, titles: &[(f64, Placed)]) {
        for join in &self.curve.joins {
            for (from, to) in labels::between((join.from, join.to), titles) {
                dotted(inside, &format!("M{} {}H{}", number(from), number(join.from.1), number(to)));
            }
        }
        inside.line();
    }

    fn bars(&self, inside: &mut Markup) {
        for bar in &self.curve.bars {
            inside.element("g", &[], |group| {
                group.words("title", &[], &describe::scene(self.cut, self.label(bar.scene), bar.scene));
                self.bar(group, bar);
            });
            inside.line();
        }
    }

    /// The stripes of a bar, and at the end to which its time is turned a sign.
    fn bar(&self, group: &mut Markup, bar: &Bar) {
        let sign = self.label(bar.scene).and_then(Sign::of).filter(|_| bar.width >= 12.0);
        let (mut x, mut width) = (bar.x, bar.width);
        if let Some(sign) = sign {
            let tip = if sign == Sign::Back { x } else { x + width };
            sign.draw(group, (tip, bar.y));
            width -= SIGN + 1.0;
            x += if sign == Sign::Back { SIGN + 1.0 } else { 0.0 };
        }
        let top = bar.y - bar.height / 2.0;
        if bar.stripes.is_empty() {
            let (x, y, width) = (number(x + 0.5), number(bar.y - 2.0), number((width - 1.0).max(0.5)));
            let size = [("x", x.as_str()), ("y", &y), ("width", &width), ("height", "4"), ("class", "faint")];
            group.empty("rect", &size);
        }
        let thickness = number(bar.stripe + if bar.stripe < 1.0 { 0.2 } else { 0.0 });
        for (at, &character) in (0..).zip(&bar.stripes) {
            let y = top + bar.stripe * (f64::from(at) + 0.5);
            let line = format!("M{} {}h{}", number(x), number(y), number(width));
            let class = palette::line(self.cut.colour(character as usize));
            group.empty("path", &[("class", &class), ("stroke-width", &thickness), ("d", &line)]);
        }
    }

    fn blocks(&self, inside: &mut Markup) {
        let mut shape = String::new();
        for block in &self.curve.blocks {
            let [x, y, width, height] = [block.x, block.y, block.width, block.height].map(number);
            shape.extend(["M", &x, " ", &y, "h", &width, "v", &height, "h-", &width, "z"]);
        }
        if !shape.is_empty() {
            let line = |span: &Span| format!("M{} {}V{}", number(span.x), number(span.from), number(span.to));
            let spans: String = self.curve.spans.iter().map(line).collect();
            inside.empty("path", &[("class", "told"), ("stroke-width", "0.5"), ("d", &spans)]);
            inside.empty("path", &[("class", "dot"), ("d", &shape)]);
        }
    }

    fn placed_titles(&self, room: f64) -> Vec<(f64, Placed)> {
        if !self.curve.has_room_for_text() || self.curve.bars.len() > TITLED {
            return Vec::new();
        }
        let title = |bar: &Bar| {
            let scene = self.cut.scene(bar.scene);
            format!("{} {}", scene.number(), scene.title())
        };
        let titles: Vec<String> = self.curve.bars.iter().map(title).collect();
        labels::beside(self.curve, &titles, room)
    }

    /// What the strokes mean, of those that there are.
    fn key(&mut self) {
        let curve = self.curve;
        let mut entries: Vec<(Sample, String)> = Vec::new();
        let steps = curve.axis.iter().map(|stretch| stretch.step);
        let steps: Vec<Option<Step>> = steps.chain(curve.connectors.iter().map(|connector| connector.step)).collect();
        for (step, words) in [
            (Step::Declared, "order declared"),
            (Step::Told, "order taken from the telling"),
            (Step::Open, "order open"),
        ] {
            if steps.contains(&Some(step)) {
                entries.push((Sample::Step(step), words.to_owned()));
            }
        }
        let signs = curve.bars.iter().filter(|bar| bar.width >= 12.0);
        let signs: Vec<Sign> = signs.filter_map(|bar| self.label(bar.scene).and_then(Sign::of)).collect();
        for (sign, label) in [(Sign::Back, Label::Flashback), (Sign::Ahead, Label::FlashForward)] {
            if signs.contains(&sign) {
                entries.push((Sample::Sign(sign), label_name(label).to_owned()));
            }
        }
        if steps.contains(&None) && self.chronology.contradiction.is_none() || !curve.joins.is_empty() {
            entries.push((Sample::Join, "one event, shown again".to_owned()));
        }
        if curve.lane.is_some() {
            entries.push((Sample::None, "below the line: outside time".to_owned()));
        }
        self.y += 4.0;
        self.samples(&entries);
        self.y -= LINE;
    }
}

/// Writes a title, its number beside the point.
fn write_title(inside: &mut Markup, middle: f64, title: &Placed) {
    let (x, y) = (number(title.x), number(middle + 4.0));
    let attributes = [("x", x.as_str()), ("y", y.as_str()), ("class", "end")];
    let (before, rest) = title.text.split_once(' ').unwrap_or((&title.text, ""));
    inside.element("text", if title.ends { &attributes } else { &attributes[..2] }, |words| {
        words.words("tspan", &[("class", "faint")], before);
        words.text(" ");
        words.text(rest);
    });
    inside.line();
}

/// A line between showings of one event.
fn dotted(into: &mut Markup, line: &str) {
    into.empty("path", &[("class", "ink"), ("stroke-dasharray", "1 4"), ("stroke-width", "2"), ("d", line)]);
}

/// How wide a sign is.
const SIGN: f64 = 6.0;

/// Which way a scene is turned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Back,
    Ahead,
}

impl Sign {
    fn of(label: Label) -> Option<Self> {
        match label {
            Label::Flashback => Some(Self::Back),
            Label::FlashForward => Some(Self::Ahead),
            _ => None,
        }
    }

    /// Draws it with its tip at a place.
    fn draw(self, into: &mut Markup, (x, y): (f64, f64)) {
        let towards = if self == Self::Back { SIGN } else { -SIGN };
        let shape = format!("M{} {}l{} -5v10z", number(x), number(y), number(towards));
        into.empty("path", &[("class", "dot"), ("d", &shape)]);
    }
}

/// What stands in a legend before words.
enum Sample {
    /// A line of some classes, and how thick it is.
    Line(String, f64),
    Step(Step),
    Sign(Sign),
    Join,
    None,
}

impl Sample {
    fn draw(&self, into: &mut Markup, (x, y): (f64, f64), width: f64) {
        let line = format!("M{} {}h{}", number(x), number(y), number(width));
        match self {
            Self::Line(class, thickness) => {
                into.empty("path", &[("class", class), ("stroke-width", &number(*thickness)), ("d", &line)]);
            }
            Self::Step(step) => {
                let (class, thickness) = stroke(Some(*step));
                into.empty("path", &[("class", class), ("stroke-width", thickness), ("d", &line)]);
            }
            Self::Join => dotted(into, &line),
            Self::Sign(sign) => {
                let tip = if *sign == Sign::Back { x + width - SIGN } else { x + width };
                sign.draw(into, (tip, y));
            }
            Self::None => {}
        }
    }
}

/// The class of a line where the order of what it joins comes from a step, and how thick it is.
fn stroke(step: Option<Step>) -> (&'static str, &'static str) {
    match step {
        Some(Step::Declared) => ("ink", "1.8"),
        Some(Step::Told) | None => ("told", "1.2"),
        Some(Step::Open) => ("open", "1.2"),
    }
}
