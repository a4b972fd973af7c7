//! The plot: bands, and on them the curve.

use std::collections::BTreeMap;

use super::labels::{self, Placed};
use super::sample::{JOINED, Look, SIGN, SIGNED, Sign, join_across, join_down, stroke};
use super::trail::{Trail, short};
use super::{AXIS, MARGIN, SMALL_LINE, Sheet, describe};
use crate::layout::curve::{Along, Bar, Run};
use crate::markup::Markup;
use crate::time::{Label, Step};
use crate::view::picture::{LINE, lettering, palette};

/// Of how many scenes each has a title beside its bar, where rows are high enough.
const TITLED: usize = 200;

/// Where columns are narrower connectors are thin.
const THIN: f64 = 4.0;

impl Sheet<'_, '_> {
    pub(super) fn plot(&mut self) {
        let curve = self.curve;
        let place = |run: &Run| self.cut.scene(run.scene).place().unwrap_or_default().to_owned();
        let places: Vec<String> = curve.places.iter().map(place).collect();
        let names = labels::above(&curve.places, &places, self.right());
        let lines = f64::from(labels::lines(&names) as u32) * SMALL_LINE;
        let (left, top) = (MARGIN + AXIS, self.y + 4.0);
        let below = lines + if lines > 0.0 { 6.0 } else { 2.0 };
        self.bands((top, top + below + curve.height));
        let mut inside = Markup::default();
        let titles = self.placed_titles();
        self.areas(&mut inside);
        self.lane(&mut inside);
        self.lines(&mut inside);
        self.bars(&mut inside);
        self.joins(&mut inside, &titles);
        self.blocks(&mut inside);
        if !titles.is_empty() {
            inside.element("g", &[("class", "halo")], |group| {
                group.line();
                for (y, title) in &titles {
                    write_title(group, *y, title);
                }
            });
            inside.line();
        }
        for placed in names.iter().flatten() {
            let y = top + f64::from(placed.line as u32 + 1) * SMALL_LINE;
            self.text("faint small", (left + placed.x, y), &placed.text);
        }
        let top = top + below;
        let move_to = format!("translate({} {})", short(left), short(top));
        self.shapes.element("g", &[("transform", &move_to)], |group| {
            group.line();
            group.append(&inside);
        });
        self.shapes.line();
        self.y = top + curve.height + LINE;
    }

    /// A band for each stay that is wide enough to be seen: the same for the same place.
    fn bands(&mut self, (top, bottom): (f64, f64)) {
        let (cut, left) = (self.cut, MARGIN + AXIS);
        let mut appeared = BTreeMap::new();
        for place in cut.scenes().filter_map(|scene| scene.place()) {
            let next = appeared.len();
            appeared.entry(place).or_insert(next);
        }
        let mut bands: BTreeMap<&str, Trail> = BTreeMap::new();
        for run in self.curve.places.iter().filter(|run| labels::is_seen(run)) {
            let Some(&appeared) = cut.scene(run.scene).place().and_then(|place| appeared.get(place)) else { continue };
            let band = bands.entry(palette::band(appeared)).or_default();
            band.rectangle((left + run.from, top), (left + run.to, bottom));
        }
        let mut works = Trail::default();
        for run in self.curve.works.iter().skip(1) {
            works.to(left + run.from, top);
            works.down(bottom);
        }
        if !bands.is_empty() {
            self.shapes.element("g", &[("class", "rule")], |group| {
                group.line();
                for (class, band) in bands {
                    band.draw(group, &[("class", class)]);
                }
            });
            self.shapes.line();
        }
        works.draw(&mut self.shapes, &[("class", "faint")]);
    }

    /// What sets apart what is timeless.
    fn lane(&self, inside: &mut Markup) {
        let Some(lane) = self.curve.lane else { return };
        let mut edge = Trail::default();
        edge.line((-AXIS, lane), self.right());
        edge.draw(inside, &[("class", "rule")]);
    }

    /// The axis and the connectors.
    fn lines(&self, inside: &mut Markup) {
        let kinds = [Some(Step::Declared), Some(Step::Told), Some(Step::Open), None];
        for kind in kinds {
            let mut axis = Trail::default();
            for stretch in self.curve.axis.iter().filter(|stretch| stretch.step == kind) {
                axis.to(6.0 - AXIS, stretch.from);
                axis.down(stretch.to);
            }
            axis.draw(inside, &stroke(kind));
        }
        if let Some(end) = self.curve.axis.iter().map(|stretch| stretch.to).reduce(f64::max) {
            let head = format!("m{} {}h6l-3 5z", short(3.0 - AXIS), short(end));
            inside.empty("path", &[("class", "dot"), ("d", &head)]);
            inside.line();
        }
        for kind in kinds {
            let mut trail = Trail::default();
            let is_one_event = kind.is_none() && self.chronology.contradiction.is_none();
            for line in self.curve.connectors.iter().filter(|line| line.step == kind) {
                if !is_one_event {
                    trail.line(line.from, line.turn);
                    trail.down(line.to.1);
                    trail.across(line.to.0);
                } else if self.along == Along::Happening {
                    // On one row they are joined already.
                    join_down(&mut trail, (line.turn, line.from.1), line.to.1);
                }
            }
            let [class, mut width] = if is_one_event { JOINED } else { stroke(kind) };
            if self.curve.column < THIN {
                width.1 = "0.7";
            }
            trail.draw(inside, &[class, width]);
        }
    }

    /// Between showings of one event, around titles.
    fn joins(&self, inside: &mut Markup, titles: &[(f64, Placed)]) {
        /// Where bars stand side by side a join reaches into both.
        const SHORTEST: f64 = 10.0;
        let mut trail = Trail::default();
        for join in &self.curve.joins {
            let more = ((SHORTEST - (join.to.0 - join.from.0)) / 2.0).clamp(0.0, self.curve.column / 2.0);
            let (from, to) = ((join.from.0 - more, join.from.1), (join.to.0 + more, join.to.1));
            for (from, to) in labels::between((from, to), titles) {
                join_across(&mut trail, (from, join.from.1), to);
            }
        }
        trail.draw(inside, &JOINED);
    }

    /// What a scene is, to be had of its whole column.
    fn areas(&self, inside: &mut Markup) {
        if self.curve.bars.is_empty() {
            return;
        }
        let (width, height) = (short(self.curve.column), short(self.curve.height));
        let attributes = [("fill", "none"), ("pointer-events", "stroke"), ("stroke-width", width.as_str())];
        inside.element("g", &attributes, |group| {
            group.line();
            for bar in &self.curve.bars {
                let column = format!("m{} 0v{height}", short(bar.x + bar.width / 2.0));
                group.element("path", &[("d", &column)], |path| {
                    path.words("title", &[], &describe::scene(self.cut, self.label(bar.scene), bar.scene));
                });
                group.line();
            }
        });
        inside.line();
    }

    /// The stripes of bars, and at the end to which their time is turned a sign.
    fn bars(&self, inside: &mut Markup) {
        let mut stripes: BTreeMap<(Look, String), Trail> = BTreeMap::new();
        let (mut signs, mut empty) = (Trail::default(), Trail::default());
        for bar in &self.curve.bars {
            let sign = self.label(bar.scene).and_then(Sign::of).filter(|_| bar.width >= SIGNED);
            let (mut x, mut width) = (bar.x, bar.width);
            if let Some(sign) = sign {
                sign.draw(&mut signs, (if sign == Sign::Back { x } else { x + width }, bar.y));
                width -= SIGN + 1.0;
                x += if sign == Sign::Back { SIGN + 1.0 } else { 0.0 };
            }
            if bar.stripes.is_empty() {
                let right = x + (width - 0.5).max(0.5);
                empty.rectangle((x + 0.5, bar.y - 2.0), (right, bar.y + 2.0));
            }
            for (at, &character) in (0..).zip(&bar.stripes) {
                let look = Look::of(self.cut.colour(character as usize));
                let thickness = look.thickness(bar.stripe + if bar.stripe < 1.0 { 0.2 } else { 0.0 });
                let y = bar.y - bar.height / 2.0 + bar.stripe * (f64::from(at) + 0.5);
                look.draw(stripes.entry((look, short(thickness))).or_default(), (x, y), width);
            }
        }
        empty.draw(inside, &[("class", "faint")]);
        for ((look, thickness), trail) in stripes {
            trail.draw(inside, &[("class", &palette::class(look.colour)), ("stroke-width", &thickness)]);
        }
        signs.draw(inside, &[("class", "dot")]);
    }

    fn blocks(&self, inside: &mut Markup) {
        let (mut spans, mut blocks) = (Trail::default(), Trail::default());
        for span in &self.curve.spans {
            spans.to(span.x, span.from);
            spans.down(span.to);
        }
        for block in &self.curve.blocks {
            blocks.rectangle((block.x, block.y), (block.x + block.width, block.y + block.height));
        }
        spans.draw(inside, &[("class", "told"), ("stroke-width", "0.5")]);
        blocks.draw(inside, &[("class", "dot")]);
    }

    fn placed_titles(&self) -> Vec<(f64, Placed)> {
        if !self.curve.has_room_for_text() || self.curve.bars.len() > TITLED {
            return Vec::new();
        }
        let title = |bar: &Bar| {
            let scene = self.cut.scene(bar.scene);
            format!("{} {}", scene.number(), scene.title())
        };
        let titles: Vec<String> = self.curve.bars.iter().map(title).collect();
        labels::beside(self.curve, &titles, self.right())
    }

    /// The label of a scene, where it is known: where claims contradict each other those that rest on order are not.
    pub(super) fn label(&self, scene: u32) -> Option<Label> {
        let label = self.chronology.places[scene as usize].label;
        let rests_on_order = !matches!(label, Label::Timeless | Label::Retold);
        (self.chronology.contradiction.is_none() || !rests_on_order).then_some(label)
    }
}

/// Writes a title, its number beside the point.
fn write_title(inside: &mut Markup, middle: f64, title: &Placed) {
    let (x, y) = (short(title.x), short(middle + 4.0));
    let attributes = [("x", x.as_str()), ("y", y.as_str()), ("class", "end")];
    let (before, rest) = title.text.split_once(' ').unwrap_or((&title.text, ""));
    inside.element("text", if title.ends { &attributes } else { &attributes[..2] }, |words| {
        words.words("tspan", &[("class", "faint")], before);
        words.text(" ");
        lettering::write(words, rest);
    });
    inside.line();
}
