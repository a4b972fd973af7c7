//! The story curve as SVG: [`crate::layout::curve`] with strokes and words.
//!
//! From above: what it is called and which way it is read, who has which colour, what runs of scenes have in common, the
//! bars on their bands, what is timeless, and what the strokes mean. Where there is no room for a title it is still to be
//! had of its column. Linear in scenes and their casts; where scenes share columns, no larger for more of them.
//!
//! It is put into pages, so it is small: what looks alike is one path, and each scene is said once.

mod describe;
mod labels;
mod plot;
mod sample;
mod trail;

use super::lettering::{self, TEXT};
use super::{CONTRADICTION, Drawing, LINE, MARGIN, Picture};
use crate::knowledge::Cut;
use crate::layout::curve::{Along, Curve, Run, curve, is_out_of_time};
use crate::markup::Markup;
use crate::time::{Chronology, Step};
use crate::view::card::under_in_words;
use crate::view::{Options, Order, label_name, order};
use sample::{Look, SIGNED, Sample, Sign, TICK};
use trail::{Trail, short};

pub(super) static PICTURE: Picture =
    Picture { name: "curve", about: "how it is told against how it happened: one step a scene", draw };

/// Left of the bars, for the axis.
const AXIS: f64 = 14.0;

/// How far below one another lines of small text are.
const SMALL_LINE: f64 = 12.0;

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
    let title = format!("{}: the story curve{}", cut.title(), under_in_words(cut));
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
        if let Some(title) = lettering::fitted(self.cut.title(), room / lettering::BOLD, size) {
            self.text("strong title", (MARGIN, self.y), &title);
        }
        self.y += LINE;
        self.line("faint", &format!("{read}{}", under_in_words(self.cut)));
        if self.chronology.contradiction.is_some() {
            self.line("", CONTRADICTION);
        }
        self.y += 6.0;
    }

    /// A line of words, wrapped where it is too long.
    fn line(&mut self, class: &str, words: &str) {
        for line in lettering::wrapped(words, self.width - 2.0 * MARGIN, TEXT) {
            self.text(class, (MARGIN, self.y), &line);
            self.y += LINE;
        }
    }

    fn text(&mut self, class: &str, (x, y): (f64, f64), words: &str) {
        let (x, y) = (short(x), short(y));
        let attributes = [("x", x.as_str()), ("y", y.as_str()), ("class", class)];
        let attributes = if class.is_empty() { &attributes[..2] } else { &attributes[..] };
        self.shapes.element("text", attributes, |text| lettering::write(text, words));
        self.shapes.line();
    }

    /// How far from where the bars begin to the margin.
    fn right(&self) -> f64 {
        self.width - 2.0 * MARGIN - AXIS
    }

    /// Who has which colour: those who have a stripe.
    fn legend(&mut self) {
        let characters = self.cut.characters();
        if self.curve.bars.is_empty() || characters.is_empty() {
            return;
        }
        let mut entries: Vec<(Sample, String)> = (characters.iter().take(NAMED).enumerate())
            .map(|(at, character)| (Sample::Stripe(Look::of(self.cut.colour(at))), character.name().to_owned()))
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
        const GAP: f64 = 6.0;
        let right = self.width - MARGIN;
        let mut x = MARGIN;
        for (sample, words) in entries {
            let lead = if matches!(sample, Sample::None) { 0.0 } else { SWATCH + GAP };
            let lines = lettering::wrapped(words, right - MARGIN - lead, TEXT);
            let widths = lines.iter().map(|line| lettering::width(line, TEXT));
            let width = lead + widths.fold(0.0, f64::max);
            if x > MARGIN && x + width > right {
                x = MARGIN;
                self.y += LINE + 2.0;
            }
            sample.draw(&mut self.shapes, (x, self.y - 4.0), SWATCH);
            for (at, line) in lines.iter().enumerate() {
                self.y += if at > 0 { LINE } else { 0.0 };
                self.text("faint", (x + lead, self.y), line);
            }
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
        self.ticks();
    }

    /// How scenes stand to the time of their telling, and on which strand, where that has a name.
    fn standing(&self, scene: u32) -> String {
        let label = self.label(scene).filter(|&label| is_out_of_time(label)).map(label_name);
        match (label, self.cut.scene(scene).strand_name()) {
            (Some(label), Some(strand)) => format!("{label}: {strand}"),
            (label, strand) => label.or(strand).unwrap_or_default().to_owned(),
        }
    }

    /// Names above runs of columns, and below them a line over each run, with a pole up to its name.
    fn brackets(&mut self, runs: &[Run], names: &[String], class: &str) {
        if names.iter().all(String::is_empty) {
            return;
        }
        let left = MARGIN + AXIS;
        let placed = labels::above(runs, names, self.right());
        let bottom = self.y + f64::from(labels::lines(&placed) as u32) * SMALL_LINE + 8.0;
        let mut brackets = Trail::default();
        // Those of which the name has no room, or not all of it.
        let mut cut = Markup::default();
        for ((run, name), placed) in runs.iter().zip(names).zip(&placed).filter(|((_, name), _)| !name.is_empty()) {
            let inset = if run.to - run.from > 6.0 { 2.0 } else { 0.0 };
            let (from, to) = (left + run.from + inset, left + run.to - inset);
            let is_whole = placed.as_ref().is_some_and(|placed| placed.text == *name);
            let mut own = Trail::default();
            let bracket = if is_whole || !labels::is_seen(run) { &mut brackets } else { &mut own };
            if let Some(placed) = placed {
                let y = self.y + f64::from(placed.line as u32 + 1) * SMALL_LINE;
                let is_left = left + placed.x < from;
                bracket.to(from, if is_left { y + 2.0 } else { y - 9.0 });
                self.text(class, (left + placed.x, y - 1.0), &placed.text);
            } else if inset > 0.0 {
                bracket.to(from, bottom);
            } else {
                bracket.to(from, bottom - 4.0);
            }
            bracket.down(bottom - 4.0);
            bracket.across(to);
            if inset > 0.0 {
                bracket.down(bottom);
            }
            if !own.data().is_empty() {
                cut.element("path", &[("d", own.data())], |path| path.words("title", &[], name));
                cut.line();
            }
        }
        brackets.draw(&mut self.shapes, &[("class", "faint")]);
        if cut != Markup::default() {
            self.shapes.element("g", &[("class", "faint")], |group| group.append(&cut));
            self.shapes.line();
        }
        self.y = bottom + 2.0;
    }

    /// Whether bars have room for signs.
    fn is_signed(&self) -> bool {
        self.curve.bars.first().is_some_and(|bar| bar.width >= SIGNED)
    }

    /// Above columns that have no room for signs: which are told before or after their time.
    fn ticks(&mut self) {
        if self.is_signed() || self.signs().is_empty() {
            return;
        }
        let (left, line) = (MARGIN + AXIS, self.y + TICK + 6.0);
        let (mut ticks, mut between) = (Trail::default(), Trail::default());
        for (sign, run) in self.turned() {
            sign.tick(&mut ticks, (left + run.0, line), left + run.1);
        }
        between.line((left, line), left + self.curve.width);
        between.draw(&mut self.shapes, &[("class", "faint")]);
        ticks.draw(&mut self.shapes, &[("class", "ink"), ("stroke-width", &short(TICK))]);
        self.y = line + TICK;
    }

    /// Where the telling is turned, and which way. Nowhere where claims contradict each other.
    fn turned(&self) -> impl Iterator<Item = (Sign, (f64, f64))> {
        let is_known = self.chronology.contradiction.is_none();
        let turned = self.curve.turned.iter().filter(move |_| is_known);
        turned.filter_map(|turned| Some((Sign::of(turned.label)?, (turned.from, turned.to))))
    }

    /// Which signs there are.
    fn signs(&self) -> Vec<Sign> {
        Sign::BOTH.into_iter().filter(|sign| self.turned().any(|(one, _)| one == *sign)).collect()
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
        for sign in self.signs() {
            let sample = if self.is_signed() { Sample::Sign(sign) } else { Sample::Tick(sign) };
            entries.push((sample, label_name(sign.label()).to_owned()));
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
