//! The chart as SVG: [`crate::layout::chart`] with strokes and words.
//!
//! Long stories go on in rows, as music does, so that nothing gets smaller: a column is as wide in a long story as in
//! a short one, names stand again where a row begins, and another scene moves nothing that is drawn. Below each row stand its
//! scenes with their numbers. A line is strong from scene to scene that its character is in, and thin in between.
//! Linear in the points of the chart.

mod pen;
mod scenes;

use std::borrow::Cow;
use std::ops::Range;

use super::lettering::{self, SMALL, TEXT};
use super::{Drawing, LINE, MARGIN, Picture, palette};
use crate::knowledge::Cut;
use crate::layout::chart::Point;
use crate::markup::{Markup, number};
use crate::time::Chronology;
use crate::view::{Options, Order};
use pen::Pen;
use scenes::Tale;

pub(super) static PICTURE: Picture = Picture { name: "chart", about: "who meets whom: one line a character", draw };

/// How far below one another lines are.
const SLOT: f64 = 18.0;

/// How wide the box of a scene is, to both sides.
const HALF: f64 = 7.0;

/// Above the lines of a row, for the numbers of its scenes, and for the titles of works.
const NUMBERS: f64 = 20.0;

/// With more characters than this only those who are in a scene of a row are named there.
const NAMED: usize = 16;

fn draw(cut: &Cut, chronology: &Chronology, options: &Options) -> Option<Drawing> {
    if cut.scenes().len() == 0 {
        return None;
    }
    let tale = Tale::of(cut, chronology, options);
    let mut sheet = Sheet::new(&tale, super::width(options));
    sheet.heading(chronology.contradiction.is_some());
    let per_row = sheet.per_row;
    let rows = |steps: Range<usize>| {
        let last = steps.end;
        steps.step_by(per_row).map(move |first| first..last.min(first + per_row))
    };
    for row in rows(0..tale.in_time) {
        sheet.row(row);
    }
    if tale.in_time < tale.steps.len() {
        sheet.text("strong", (MARGIN, sheet.y + TEXT), "Outside time");
        sheet.y += LINE + 4.0;
        for row in rows(tale.in_time..tale.steps.len()) {
            sheet.row(row);
        }
    }
    Some(Drawing {
        width: sheet.width,
        height: sheet.y + MARGIN - 8.0,
        title: format!("{}: who meets whom", cut.title()),
        description: tale.description(),
        shapes: sheet.shapes,
    })
}

/// What is being drawn, from above downwards.
struct Sheet<'a, 'c, 's> {
    tale: &'a Tale<'c, 's>,
    width: f64,
    /// Where names end and lines begin.
    left: f64,
    /// How wide a column is.
    column: f64,
    per_row: usize,
    /// How far down it is drawn.
    y: f64,
    /// Where names stand inside the chart: left, top, right, bottom.
    labels: Vec<[f64; 4]>,
    shapes: Markup,
}

/// One row of the chart: where it is, and what of it is drawn.
struct Row {
    steps: Range<usize>,
    /// Where the lines begin, and the slot that is there.
    top: f64,
    highest: u32,
    /// For each line that is drawn in it, its places.
    ways: Vec<(u32, Vec<(usize, u32)>)>,
}

impl<'a, 'c, 's> Sheet<'a, 'c, 's> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a picture has room for few columns, and for one at least"
    )]
    fn new(tale: &'a Tale<'c, 's>, width: f64) -> Self {
        let (names, column) = if width < 600.0 { (94.0, 28.0) } else { (142.0, 40.0) };
        let left = MARGIN + names;
        let per_row = ((width - MARGIN - left) / column).floor().max(1.0) as usize;
        Self { tale, width, left, column, per_row, y: MARGIN, labels: Vec::new(), shapes: Markup::default() }
    }

    fn heading(&mut self, contradicts: bool) {
        let room = self.width - 2.0 * MARGIN;
        self.y += TEXT;
        if let Some(title) = lettering::fitted(self.tale.cut.title(), room, TEXT * 4.0 / 3.0) {
            self.text("strong title", (MARGIN, self.y), &title);
        }
        self.y += LINE;
        let order = match self.tale.order {
            Order::Narrative => "who meets whom, as told →",
            Order::Chronological => "who meets whom, as it happened →",
        };
        self.text("faint", (MARGIN, self.y), order);
        self.y += LINE;
        if contradicts {
            for words in ["What is said about time here contradicts itself:", "drawn as told."] {
                self.text("", (MARGIN, self.y), words);
                self.y += LINE;
            }
        }
    }

    fn text(&mut self, class: &str, (x, y): (f64, f64), words: &str) {
        let (x, y) = (number(x), number(y));
        let attributes = [("x", x.as_str()), ("y", y.as_str()), ("class", class)];
        let attributes = if class.is_empty() { &attributes[..2] } else { &attributes[..] };
        self.shapes.words("text", attributes, words);
        self.shapes.line();
    }

    /// One row: the works, numbers, boxes, lines and names; below it what its scenes are called.
    fn row(&mut self, steps: Range<usize>) {
        if self.tale.cut.is_universe() {
            self.works(&steps);
        }
        let row = self.laid_out(steps);
        self.labels.clear();
        for step in row.steps.clone() {
            self.scene(&row, step);
        }
        for (line, way) in &row.ways {
            self.line(&row, *line, way);
        }
        for (line, way) in &row.ways {
            self.name(&row, *line, way);
        }
        let lowest = row.ways.iter().flat_map(|(_, way)| way).map(|(_, slot)| *slot).max();
        let slots = lowest.map_or(1, |lowest| lowest - row.highest + 1);
        self.y = row.top + f64::from(slots) * SLOT + 4.0;
        self.list(row.steps);
        self.y += 10.0;
    }

    /// The row's ways. As told nothing in it may move when it gets longer, so it begins with the first slot of all; else
    /// with the first that is taken.
    fn laid_out(&self, steps: Range<usize>) -> Row {
        let drawn = &self.tale.chart.steps()[steps.clone()];
        let highest = match self.tale.order {
            Order::Narrative => 0,
            Order::Chronological => drawn.iter().flatten().map(|point| point.slot).min().unwrap_or(0),
        };
        let mut ways: Vec<Vec<(usize, u32)>> = vec![Vec::new(); self.tale.meetings.lives().len()];
        for (step, points) in steps.clone().zip(drawn) {
            for &Point { line, slot } in points {
                ways[line as usize].push((step, slot));
            }
        }
        let ways = (0..).zip(ways).filter(|(_, way)| !way.is_empty()).collect();
        Row { top: self.y + NUMBERS, highest, ways, steps }
    }

    fn x(&self, row: &Row, step: usize) -> f64 {
        self.left + self.column * (f64::from((step - row.steps.start) as u32) + 0.5)
    }

    /// The title of each work above the first of its scenes, and again where a row begins.
    fn works(&mut self, steps: &Range<usize>) {
        let work = |step: usize| self.tale.scenes(step).next().and_then(|scene| scene.work_title());
        let begins: Vec<usize> =
            steps.clone().filter(|&step| step == steps.start || work(step) != work(step - 1)).collect();
        let mut titles = Vec::new();
        for (at, &step) in begins.iter().enumerate() {
            let x = self.left + self.column * f64::from((step - steps.start) as u32) + 4.0;
            let until = begins
                .get(at + 1)
                .map_or(self.width - MARGIN, |&next| self.left + self.column * f64::from((next - steps.start) as u32));
            let title = work(step).and_then(|title| lettering::fitted(title, until - x - 4.0, TEXT));
            titles.push((x, title));
        }
        self.y += LINE;
        let y = self.y;
        for (x, title) in titles {
            let (left, top, bottom) = (number(x - 4.0), number(y - TEXT), number(y + NUMBERS));
            let rule = [("class", "faint"), ("d", &*format!("M{left} {top}V{bottom}"))];
            self.shapes.empty("path", &rule);
            if let Some(title) = title {
                self.text("strong", (x, y), &title);
            }
        }
    }

    /// A scene: its number, and a box over the lines of those in it.
    fn scene(&mut self, row: &Row, step: usize) {
        let x = self.x(row, step);
        let inside: Vec<u32> = (self.tale.chart.steps()[step].iter())
            .filter(|point| self.tale.is_in(point.line, step))
            .map(|point| point.slot)
            .collect();
        let (numbers, words) = (self.tale.numbers(step), self.tale.in_words(step));
        let shown = lettering::fitted(&numbers, self.column * 1.2, SMALL).map_or(numbers.clone(), Cow::into_owned);
        let stroke = if self.tale.steps[step].timeless { "open" } else { "ink" };
        let y = row.top - 7.0;
        self.shapes.element("g", &[], |scene| {
            scene.words("title", &[], &words);
            scene.words("text", &[("class", "middle small"), ("x", &number(x)), ("y", &number(y))], &shown);
            let (Some(first), Some(last)) = (inside.first(), inside.last()) else {
                let (x, y) = (number(x), number(row.top + 2.0));
                scene.empty("circle", &[("class", "faint"), ("cx", &x), ("cy", &y), ("r", "2.5")]);
                return;
            };
            let top = row.top + f64::from(first - row.highest) * SLOT + 2.0;
            let height = f64::from(last - first + 1) * SLOT - 4.0;
            let rule = format!("M{} {}V{}", number(x), number(row.top - 3.0), number(top));
            scene.empty("path", &[("class", "rule"), ("d", &rule)]);
            let place = [number(x - HALF), number(top), number(2.0 * HALF), number(height), number(HALF)];
            for class in ["paper", stroke] {
                let [x, y, width, height, radius] = &place;
                let corners = [("x", x.as_str()), ("y", y), ("width", width), ("height", height), ("rx", radius)];
                scene.empty("rect", &[&[("class", class)], &corners[..]].concat());
            }
        });
        self.shapes.line();
    }

    /// A line: strong at the scenes that its character is in and from one to the next, else thin.
    fn line(&mut self, row: &Row, line: u32, way: &[(usize, u32)]) {
        let (mut strong, mut thin) = (Pen::default(), Pen::default());
        let drawn = self.tale.meetings.lives()[line as usize];
        let begins = |step: usize| drawn.is_some_and(|drawn| drawn.first as usize == step);
        let ends = |step: usize| drawn.is_some_and(|drawn| drawn.last as usize == step);
        let is_in: Vec<bool> = way.iter().map(|(step, _)| self.tale.is_in(line, *step)).collect();
        let y = |slot: u32| row.top + (f64::from(slot - row.highest) + 0.5) * SLOT;
        for (at, &(step, slot)) in way.iter().enumerate() {
            let (x, y_here) = (self.x(row, step), y(slot));
            if at == 0 && !begins(step) {
                thin.draw((self.left, y_here), (x - HALF, y_here));
            }
            let pen = if is_in[at] { &mut strong } else { &mut thin };
            pen.draw((x - HALF, y_here), (x + HALF, y_here));
            match way.get(at + 1) {
                Some(&(next, slot)) => {
                    let pen = if is_in[at] && is_in[at + 1] { &mut strong } else { &mut thin };
                    pen.draw((x + HALF, y_here), (self.x(row, next) - HALF, y(slot)));
                }
                // As told it goes on behind the last scene; as it happened it ends there.
                None if self.tale.order == Order::Narrative || !ends(step) => {
                    thin.draw((x + HALF, y_here), (x + self.column / 2.0, y_here));
                }
                None => (),
            }
        }
        let person = self.tale.person(line);
        let class = palette::line(self.tale.cut.colour(person));
        self.shapes.element("g", &[("class", &class), ("fill", "none")], |inside| {
            inside.words("title", &[], self.tale.names[person]);
            for (pen, width) in [(thin, "1.4"), (strong, "4")] {
                if let Some(way) = pen.finish() {
                    inside.empty("path", &[("stroke-width", width), ("d", &way)]);
                }
            }
        });
        self.shapes.line();
    }

    /// The name of a line, where the row begins or where the line does.
    fn name(&mut self, row: &Row, line: u32, way: &[(usize, u32)]) {
        let Some(&(step, slot)) = way.first() else { return };
        let name = self.tale.names[self.tale.person(line)];
        let y = row.top + (f64::from(slot - row.highest) + 0.5) * SLOT;
        if step == row.steps.start {
            let is_of_row = || way.iter().any(|(step, _)| self.tale.is_in(line, *step));
            let room = self.left - MARGIN;
            if self.tale.names.len() <= NAMED || is_of_row() {
                if lettering::width(name, TEXT) <= room {
                    self.text("end", (self.left - 4.0, y + 4.0), name);
                } else if let Some(name) = lettering::fitted(name, room, SMALL) {
                    self.text("end small", (self.left - 4.0, y + 3.5), &name);
                }
            }
            return;
        }
        let x = self.x(row, step);
        let room = self.free_before(row, step, slot);
        if lettering::width(name, TEXT) <= room {
            self.text("end", (x - HALF - 4.0, y + 4.0), name);
            return;
        }
        let before = lettering::fitted(name, x - HALF - MARGIN, SMALL).map(|name| {
            let width = lettering::width(&name, SMALL);
            (x - HALF - 2.0 - width, name)
        });
        let behind = lettering::fitted(name, self.width - MARGIN - x - HALF, SMALL).map(|name| (x + HALF + 2.0, name));
        let (Some(before), Some(behind)) = (before.clone().or(behind.clone()), behind.or(before)) else { return };
        let ways = [(&behind, -9.0), (&before, -9.0), (&behind, 9.0), (&before, 9.0)];
        let boxed = |&(way, by): &(&(f64, Cow<str>), f64)| {
            [way.0, y + by - SMALL / 2.0, way.0 + lettering::width(&way.1, SMALL), y + by + SMALL / 2.0]
        };
        let is_whole = |way: &&(f64, Cow<str>)| way.1 == name;
        let chosen =
            (ways.iter().filter(|(way, _)| is_whole(way)).find(|way| self.is_clear(boxed(way)))).unwrap_or(&ways[0]);
        let room = boxed(chosen);
        self.labels.push(room);
        let [left, top, right, bottom] = room;
        let place = [number(left - 1.0), number(top), number(right - left + 2.0), number(bottom - top)];
        let [place_x, place_y, width, height] = &place;
        let place = [("x", place_x.as_str()), ("y", place_y), ("width", width), ("height", height)];
        self.shapes.empty("rect", &[&[("class", "paper"), ("fill-opacity", "0.8"), ("rx", "3")], &place[..]].concat());
        self.text("small", (left, bottom - 1.5), &chosen.0.1);
    }

    /// Whether no name that has been written is there.
    fn is_clear(&self, [left, top, right, bottom]: [f64; 4]) -> bool {
        self.labels.iter().all(|other| left > other[2] || right < other[0] || top > other[3] || bottom < other[1])
    }

    /// How much room there is before a step at a slot that no line comes near.
    fn free_before(&self, row: &Row, step: usize, slot: u32) -> f64 {
        let passes = |from: usize| {
            let next = &self.tale.chart.steps()[from + 1];
            self.tale.chart.steps()[from].iter().any(|point| {
                let to = next.iter().find(|next| next.line == point.line).map_or(point.slot, |next| next.slot);
                (point.slot.min(to)..=point.slot.max(to)).contains(&slot)
            })
        };
        let free = (row.steps.start..step).rev().take(8).take_while(|&from| !passes(from)).count();
        let to_the_left = if free == step - row.steps.start { self.left - MARGIN } else { -HALF };
        self.column * (f64::from(free as u32) + 0.5) - HALF - 6.0 + to_the_left
    }

    /// What the scenes of a row are called and where they are, in as many columns as fit.
    fn list(&mut self, steps: Range<usize>) {
        let room = self.width - 2.0 * MARGIN;
        let columns = [3.0, 2.0].into_iter().find(|columns| room / columns >= 300.0).unwrap_or(1.0);
        let width = (room / columns).floor();
        self.y += LINE;
        let top = self.y;
        let per_column = per_column(self.per_row.min(self.tale.steps.len()), columns);
        for (at, step) in steps.enumerate() {
            let (x, y) = (f64::from((at / per_column) as u32), f64::from((at % per_column) as u32));
            self.entry(step, (MARGIN + x * width, top + y * LINE), width - 10.0);
            self.y = self.y.max(top + y * LINE);
        }
    }

    /// A scene in the list.
    fn entry(&mut self, step: usize, (x, y): (f64, f64), room: f64) {
        let numbers = self.tale.numbers(step);
        let titles = self.tale.titles(step);
        let setting = self.tale.setting(step);
        let room = room - lettering::width(&numbers, TEXT) - TEXT;
        let title = lettering::fitted(&titles, room, TEXT).unwrap_or_default();
        let setting = setting.iter().map(|part| format!("· {part}")).collect::<Vec<String>>().join(" ");
        let setting = lettering::fitted(&setting, room - lettering::width(&title, TEXT), TEXT);
        let words = self.tale.in_words(step);
        self.shapes.element("text", &[("x", &number(x)), ("y", &number(y))], |text| {
            text.words("title", &[], &words);
            text.words("tspan", &[("class", "faint")], &numbers);
            // Spaces at the ends of a tspan are taken away by some.
            text.text(&format!(" {title} "));
            if let Some(setting) = setting {
                text.words("tspan", &[("class", "faint")], &setting);
            }
        });
        self.shapes.line();
    }
}

/// How many scenes stand below one another in a list.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a row has few scenes")]
fn per_column(scenes: usize, columns: f64) -> usize {
    (f64::from(scenes as u32) / columns).ceil().max(1.0) as usize
}
