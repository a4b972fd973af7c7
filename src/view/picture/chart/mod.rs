//! The chart as SVG: [`crate::layout::chart`] with strokes and words.
//!
//! Long stories go on in rows, as music does, so that nothing gets smaller: a column is as wide in a long story as in a short
//! one, and names stand again in each row. What a scene is called stands slanted above its column, and a row grows to the right
//! and downwards alone: as told another scene moves nothing that is drawn, unless it changes what was told before, a name or who
//! was there. A line is drawn in the rows in which its character is in a scene, strong from scene to scene that they are in, and
//! thin in between.
//!
//! Pages hold the chart, so it is written short: whole numbers, ways that go on from where they are, one group for
//! each character in all rows, who is in a scene once, at its box. Linear in the points of the chart.

mod names;
mod pen;
mod scenes;

use std::ops::Range;

use super::lettering::{self, SMALL, TEXT};
use super::{CONTRADICTION, Drawing, LINE, MARGIN, Picture, palette};
use crate::knowledge::Cut;
use crate::layout::chart::Point;
use crate::markup::{Markup, number};
use crate::time::Chronology;
use crate::view::card::under_in_words;
use crate::view::{Options, Order};
use names::{Names, Written};
use pen::Pen;
use scenes::Tale;

pub(super) static PICTURE: Picture = Picture { name: "chart", about: "who meets whom: one line a character", draw };

/// How far below one another lines are.
const SLOT: i32 = 18;

/// How wide the box of a scene is, to both sides.
const HALF: i32 = 7;

/// Between a line and its name.
const GAP: i32 = 4;

fn draw(cut: &Cut, chronology: &Chronology, options: &Options) -> Option<Drawing> {
    if cut.scenes().len() == 0 {
        return None;
    }
    let grid = Grid::new(super::width(options));
    let tale = Tale::of(cut, chronology, options, grid.per_row);
    let mut sheet = Sheet::new(&tale, grid);
    sheet.heading();
    for row in tale.rows(0..tale.in_time) {
        sheet.row(row);
    }
    if tale.in_time < tale.steps.len() {
        sheet.text("strong", (sheet.grid.margin, sheet.y + 12), "Outside time");
        sheet.y += 20;
        for row in tale.rows(tale.in_time..tale.steps.len()) {
            sheet.row(row);
        }
    }
    if chronology.contradiction.is_some() {
        sheet.contradiction();
    }
    Some(Drawing {
        width: f64::from(sheet.grid.width),
        height: f64::from(sheet.y) + MARGIN - 8.0,
        title: format!("{}: who meets whom{}", cut.title(), under_in_words(cut)),
        description: tale.description(),
        shapes: sheet.finish(),
    })
}

/// Where columns are, by the width of the picture alone.
struct Grid {
    width: i32,
    margin: i32,
    /// Where names end and lines begin.
    left: i32,
    /// How wide a column is.
    column: i32,
    per_row: usize,
    /// How far titles go to the right and downwards, in tenths.
    slant: (i32, i32),
    /// How long they are at most.
    title: i32,
}

impl Grid {
    fn new(width: f64) -> Self {
        let (width, margin) = (width as i32, MARGIN as i32);
        let (names, column, slant, title) = if width < 600 { (94, 30, (6, 8), 150) } else { (142, 40, (8, 6), 190) };
        let left = margin + names;
        let per_row = usize::try_from((width - margin - left) / column).unwrap_or(0).max(1);
        Self { width, margin, left, column, per_row, slant, title }
    }

    /// The middle of a column of a row.
    fn x(&self, at: usize) -> i32 {
        self.left + self.column / 2 + self.column * whole(at)
    }
}

fn whole(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn half(number: i32) -> f64 {
    f64::from(number) / 2.0
}

/// What is being drawn, from above downwards.
struct Sheet<'a, 'c, 's> {
    tale: &'a Tale<'c, 's>,
    grid: Grid,
    /// How far down it is drawn.
    y: i32,
    texts: Markup,
    boxes: Markup,
    names: Markup,
    /// Names behind boxes.
    behind: Markup,
    /// From the title of a scene down to its box, and what is inside of boxes.
    guides: Pen,
    insides: Pen,
    /// Of each character, the ways that are strong and those that are thin.
    lines: Vec<[Pen; 2]>,
}

/// One row of the chart: where it is, and what of it is drawn.
struct Row {
    steps: Range<usize>,
    /// Where the lines begin, and the slot that is there.
    top: i32,
    highest: u32,
    /// For each line that is drawn in it, its slots from a step on.
    ways: Vec<Way>,
}

struct Way {
    line: u32,
    first: usize,
    slots: Vec<u32>,
}

impl<'a, 'c, 's> Sheet<'a, 'c, 's> {
    fn new(tale: &'a Tale<'c, 's>, grid: Grid) -> Self {
        Self {
            tale,
            y: grid.margin,
            grid,
            texts: Markup::default(),
            boxes: Markup::default(),
            names: Markup::default(),
            behind: Markup::default(),
            guides: Pen::default(),
            insides: Pen::default(),
            lines: tale.names.iter().map(|_| <[Pen; 2]>::default()).collect(),
        }
    }

    fn heading(&mut self) {
        let room = f64::from(self.grid.width) - 2.0 * MARGIN;
        self.y += 12;
        if let Some(title) = lettering::fitted(self.tale.cut.title(), room / lettering::BOLD, TEXT * 4.0 / 3.0) {
            self.text("strong title", (self.grid.margin, self.y), &title);
        }
        self.y += 16;
        let order = match self.tale.order {
            Order::Narrative => "who meets whom, as told →",
            Order::Chronological => "who meets whom, as it happened →",
        };
        let words = format!("{order}{}", under_in_words(self.tale.cut));
        if let Some(words) = lettering::fitted(&words, room, TEXT) {
            self.text("faint", (self.grid.margin, self.y), &words);
        }
        self.y += 8;
    }

    /// At the end, for it may come up later, and go.
    fn contradiction(&mut self) {
        for words in lettering::wrapped(CONTRADICTION, f64::from(self.grid.width) - 2.0 * MARGIN, TEXT) {
            self.text("", (self.grid.margin, self.y + 8), &words);
            self.y += LINE as i32;
        }
    }

    fn text(&mut self, class: &str, (x, y): (i32, i32), words: &str) {
        let (x, y) = (x.to_string(), y.to_string());
        let attributes = [("x", x.as_str()), ("y", y.as_str()), ("class", class)];
        let attributes = if class.is_empty() { &attributes[..2] } else { &attributes[..] };
        self.texts.element("text", attributes, |text| lettering::write(text, words));
        self.texts.line();
    }

    /// One row: the works, what scenes are called, boxes, lines and names.
    fn row(&mut self, steps: Range<usize>) {
        let height = self.grid.title * self.grid.slant.1 / 10;
        if self.tale.cut.is_universe() {
            self.y += LINE as i32;
            self.works(&steps, height);
        }
        let row = self.laid_out(steps, self.y + height + 12);
        self.titles(&row);
        for step in row.steps.clone() {
            self.scene(&row, step);
        }
        for way in &row.ways {
            self.line(&row, way);
        }
        self.names(&row);
        let lowest = row.ways.iter().flat_map(|way| &way.slots).max();
        let slots = lowest.map_or(1, |lowest| lowest - row.highest + 1);
        self.y = row.top + whole(slots as usize) * SLOT + 6;
    }

    /// The row's ways. As told nothing in it may move when it gets longer, so it begins with the first slot of all; else
    /// with the first that is taken.
    fn laid_out(&self, steps: Range<usize>, top: i32) -> Row {
        let tale = self.tale;
        let drawn = &tale.chart.steps()[steps.clone()];
        let mut ways: Vec<Option<Way>> = tale.meetings.lives().iter().map(|_| None).collect();
        // How much of each is drawn for good: up to a scene that its character is in.
        let mut lengths = vec![0; ways.len()];
        for (step, points) in steps.clone().zip(drawn) {
            for &Point { line, slot } in points {
                let way = ways[line as usize].get_or_insert_with(|| Way { line, first: step, slots: Vec::new() });
                way.slots.push(slot);
                if tale.is_in(line, step) {
                    lengths[line as usize] = way.slots.len();
                }
            }
        }
        let mut ways: Vec<Way> = ways.into_iter().flatten().filter(|way| lengths[way.line as usize] > 0).collect();
        if tale.order == Order::Narrative {
            for way in &mut ways {
                way.slots.truncate(lengths[way.line as usize]);
            }
        }
        let highest = match tale.order {
            Order::Narrative => 0,
            Order::Chronological => ways.iter().flat_map(|way| &way.slots).min().copied().unwrap_or(0),
        };
        Row { steps, top, highest, ways }
    }

    /// The title of each work above the first of its scenes, and again where a row begins. As told it is not
    /// cut for the sake of the next, which stands behind it.
    fn works(&mut self, steps: &Range<usize>, height: i32) {
        let work = |step: usize| self.tale.scenes(step).next().and_then(|scene| scene.work_title());
        let (right, down) = self.grid.slant;
        let far = height * right / down;
        let begins = |step: &usize| *step == steps.start || work(*step) != work(*step - 1);
        let left_of = |step: usize| self.grid.x(step - steps.start) - self.grid.column / 2;
        let edge = self.grid.width - self.grid.margin;
        // As told nobody knows yet where the next one begins.
        let next = |step: usize| match self.tale.order {
            Order::Narrative => edge,
            Order::Chronological => (step + 1..steps.end).find(begins).map_or(edge, |next| left_of(next) - far),
        };
        let mut free = self.grid.margin;
        let mut titles = Vec::new();
        for step in steps.clone().filter(begins) {
            let x = left_of(step);
            let y = self.y + height + 6;
            self.guides.go((x - far, y - height));
            self.guides.draw((x, y));
            self.guides.draw((x, y + 6));
            let x = (x - far + 4).max(free);
            let room = f64::from(next(step) - x);
            if let Some(title) = work(step).and_then(|title| lettering::fitted(title, room / lettering::BOLD, TEXT)) {
                free = x + (lettering::width(&title, TEXT) * lettering::BOLD) as i32 + 12;
                titles.push((x, title));
            }
        }
        for (x, title) in titles {
            self.text("strong", (x, self.y), &title);
        }
    }

    /// What the scenes of a row are called, each title ending at its column.
    fn titles(&mut self, row: &Row) {
        let (right, down) = self.grid.slant;
        let tenths = |number: i32| number_of_tenths(number);
        let origin = (self.grid.x(0) - 6, row.top - 2);
        let (column, grid) = (self.grid.column, &self.grid);
        let matrix = format!(
            "matrix({} {} {} {} {} {})",
            tenths(right),
            tenths(down),
            tenths(-down),
            tenths(right),
            origin.0,
            origin.1
        );
        self.texts.element("g", &[("class", "end"), ("transform", &matrix)], |titles| {
            for step in row.steps.clone() {
                let by = column * whole(step - row.steps.start);
                let (x, y) = (tenths(by * right), tenths(-by * down));
                let place = [("x", x.as_str()), ("y", y.as_str())];
                let (title, setting) = self.tale.heading(step, f64::from(grid.title));
                titles.element("text", if by == 0 { &[] } else { &place }, |text| {
                    lettering::write(text, &title);
                    if let Some(setting) = setting {
                        // Spaces at the ends of a tspan are taken away by some.
                        text.text(" ");
                        text.element("tspan", &[("class", "faint")], |inside| lettering::write(inside, &setting));
                    }
                });
            }
        });
        self.texts.line();
    }

    /// A scene: a box over the lines of those in it, and what is to be said of it.
    fn scene(&mut self, row: &Row, step: usize) {
        let x = self.grid.x(step - row.steps.start);
        let words = self.tale.in_words(step, f64::from(self.grid.title), step == row.steps.start);
        let mut inside = (self.tale.chart.steps()[step].iter())
            .filter(|point| self.tale.is_in(point.line, step))
            .map(|point| row.top + whole((point.slot - row.highest) as usize) * SLOT + SLOT / 2);
        let Some(first) = inside.next() else {
            let place = [("cx", &*x.to_string()), ("cy", &*(row.top + 3).to_string()), ("r", "2.5")];
            let attributes = [&place[..], &[("stroke-width", "1")]].concat();
            self.boxes.element("circle", &attributes, |scene| scene.words("title", &[], &words));
            return;
        };
        let last = inside.next_back().unwrap_or(first);
        self.guides.go((x, row.top));
        self.guides.draw((x, first - HALF));
        self.insides.go((x, first));
        self.insides.draw((x, last));
        let way = format!("M{x} {first}v{}", last - first);
        let attributes = [("d", way.as_str()), ("class", "faint")];
        let attributes = if self.tale.steps[step].timeless { &attributes[..] } else { &attributes[..1] };
        self.boxes.element("path", attributes, |scene| scene.words("title", &[], &words));
    }

    /// A line: strong at the scenes that its character is in and from one to the next, else thin.
    fn line(&mut self, row: &Row, way: &Way) {
        let tale = self.tale;
        let life = tale.meetings.lives()[way.line as usize];
        let is_in = |at: usize| tale.is_in(way.line, way.first + at);
        let y = |slot: u32| row.top + whole((slot - row.highest) as usize) * SLOT + SLOT / 2;
        let [strong, thin] = &mut self.lines[tale.character(way.line)];
        let x = |at: usize| self.grid.x(way.first + at - row.steps.start);
        if life.is_some_and(|life| (life.first as usize) < way.first) {
            thin.line((self.grid.left, y(way.slots[0])), (x(0) - HALF, y(way.slots[0])));
        }
        for (at, &slot) in way.slots.iter().enumerate() {
            let here = y(slot);
            let pen = if is_in(at) { &mut *strong } else { &mut *thin };
            pen.line((x(at) - HALF, here), (x(at) + HALF, here));
            if let Some(&slot) = way.slots.get(at + 1) {
                let pen = if is_in(at) && is_in(at + 1) { &mut *strong } else { &mut *thin };
                pen.line((x(at) + HALF, here), (x(at + 1) - HALF, y(slot)));
            }
        }
        let last = way.first + way.slots.len() - 1;
        if tale.order == Order::Chronological && life.is_some_and(|life| life.last as usize > last) {
            let (x, y) = (x(way.slots.len() - 1), y(way.slots[way.slots.len() - 1]));
            thin.line((x + HALF, y), (x + self.grid.column / 2, y));
        }
    }

    /// The names of a row's lines.
    fn names(&mut self, row: &Row) {
        let written = Names::new(self.tale, &self.grid, row).written();
        let (behind, before): (Vec<Written>, Vec<Written>) = written.into_iter().partition(|name| name.begins);
        let move_to = format!("translate({} {})", self.grid.left - GAP, row.top);
        self.names.element("g", &[("transform", &move_to)], |names| {
            for name in before {
                let (x, y) = ((name.x - self.grid.left + GAP).to_string(), number(half(name.y())));
                let mut attributes = vec![("x", x.as_str()), ("y", y.as_str()), ("class", "small")];
                attributes.truncate(if name.is_small { 3 } else { 2 });
                if x == "0" {
                    attributes.remove(0);
                }
                names.words("text", &attributes, &name.words);
            }
        });
        self.names.line();
        for name in behind {
            let (x, y) = (name.x.to_string(), number(f64::from(row.top) + half(name.y())));
            self.behind.words("text", &[("x", &x), ("y", &y), ("class", "small")], &name.words);
            self.behind.line();
        }
    }

    /// All of it, what is behind first.
    fn finish(self) -> Markup {
        let mut shapes = self.texts;
        if let Some(guides) = self.guides.finish() {
            shapes.empty("path", &[("class", "rule"), ("d", &guides)]);
            shapes.line();
        }
        shapes.element("g", &[("class", "ink box")], |boxes| boxes.append(&self.boxes));
        shapes.line();
        if let Some(insides) = self.insides.finish() {
            shapes.empty("path", &[("class", "inside"), ("d", &insides)]);
            shapes.line();
        }
        shapes.element("g", &[("fill", "none"), ("stroke-width", "4")], |lines| {
            for (character, [strong, thin]) in self.lines.into_iter().enumerate() {
                let class = palette::line(self.tale.cut.colour(character));
                lines.element("g", &[("class", &class)], |line| {
                    line.words("title", &[], self.tale.names[character]);
                    if let Some(way) = thin.finish() {
                        line.empty("path", &[("stroke-width", "1.4"), ("d", &way)]);
                    }
                    if let Some(way) = strong.finish() {
                        line.empty("path", &[("d", &way)]);
                    }
                });
                lines.line();
            }
        });
        shapes.line();
        if self.behind != Markup::default() {
            shapes.element("g", &[("class", "halo")], |behind| behind.append(&self.behind));
            shapes.line();
        }
        shapes.element("g", &[("class", "halo end")], |names| names.append(&self.names));
        shapes.line();
        shapes
    }
}

/// A number that is so many tenths.
fn number_of_tenths(tenths: i32) -> String {
    number(f64::from(tenths) / 10.0)
}
