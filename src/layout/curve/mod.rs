//! The story curve: x is the telling, y is what happened, downwards.
//!
//! After Kim, Bach, Im, Schriber, Gross, Pfister, "Visualizing Nonlinear Narratives with Story Curves",
//! IEEE VIS 2017: a bar a scene, split into a stripe a character; connectors between neighbours; behind them a band for
//! each stay at a place. An event shown twice stands on one row, and its bars are joined. What is timeless has a lane of
//! its own, below. What is only told has no bar, and no row.
//!
//! All of it is made of the cut: how wide a column is, which rows there are, in which order characters are counted.
//! Linear in scenes and their casts, with a logarithm where scenes share columns, beside what it costs to ask for the
//! order of neighbours ([`Cut::orders`]).

mod grid;
mod steps;

pub use grid::{Along, Grid};
pub use steps::{Orders, steps};

use crate::knowledge::Cut;
use crate::time::{Chronology, Label, Step};

/// No column is wider.
const WIDEST: f64 = 72.0;

/// Below this no column is narrower: several scenes share it, and are drawn as one block.
const NARROWEST: f64 = 1.0;

/// Of how many rows each is as high as a line of text with air around it, and of how many as high as a line of text.
const AIRY: u32 = 36;
const TEXT_HIGH: u32 = 72;

/// How high all rows are together where they are more than that.
const MANY_ROWS_HIGH: f64 = 480.0;

/// As high as that a row has room for text.
const TEXT: f64 = 13.0;

/// How high a line of the lane is, and how many it has at most.
const LANE_LINE: f64 = 18.0;
const LANE_LINES: usize = 3;

/// How high a stripe is where there is room.
const STRIPE: f64 = 5.0;

/// A story curve: where its parts stand, from its upper left corner, in pixels.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Curve {
    /// How wide it is.
    pub width: f64,
    /// How high it is, with the lane.
    pub height: f64,
    /// How wide a column is.
    pub column: f64,
    /// How high a row is.
    pub row: f64,
    /// Where the lane of what is timeless begins, if there is one.
    pub lane: Option<f64>,
    /// A bar a scene, from left to right. None where scenes share columns.
    pub bars: Vec<Bar>,
    /// Where scenes share columns, where those of each stand: neighbours are one.
    pub blocks: Vec<Block>,
    /// Where scenes share columns, from the uppermost to the lowest of each.
    pub spans: Vec<Span>,
    /// From each scene that shows an event to the next.
    pub connectors: Vec<Connector>,
    /// Between two showings of one event, on its row. Only where rows are events.
    pub joins: Vec<Join>,
    /// The axis of what happened: stretches of rows, and where their order comes from. Only where rows are events.
    pub axis: Vec<Stretch>,
    /// Stays at a place.
    pub places: Vec<Run>,
    /// Runs of scenes that are told out of their time, or on a strand that has a name.
    pub standings: Vec<Run>,
    /// Where scenes are told before or after their time.
    pub turned: Vec<Turned>,
    /// Runs of scenes on a layer.
    pub layers: Vec<Run>,
    /// Of a universe, runs of scenes of one work.
    pub works: Vec<Run>,
}

/// A scene.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Bar {
    /// Its place in narrative order.
    pub scene: u32,
    /// Where it begins.
    pub x: f64,
    /// The middle of it.
    pub y: f64,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
    /// How it stands to the time of its telling.
    pub label: Label,
    /// Who is in it, by their places in order of appearance, from the uppermost stripe down.
    pub stripes: Vec<u32>,
    /// How high a stripe is.
    pub stripe: f64,
}

/// Scenes that share a column, and stand beside one another in it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Block {
    /// Where it begins.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
}

/// From the uppermost to the lowest of the scenes that share a column.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Span {
    /// The middle of the column.
    pub x: f64,
    /// The middle of the uppermost row.
    pub from: f64,
    /// The middle of the lowest row.
    pub to: f64,
}

/// A line from a scene to the next one that shows an event.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Connector {
    /// Where it begins: the end of a bar.
    pub from: (f64, f64),
    /// At which x it goes up or down.
    pub turn: f64,
    /// Where it ends: the beginning of a bar.
    pub to: (f64, f64),
    /// Where the order of the two comes from. None between two showings of one event, and where claims contradict each
    /// other.
    pub step: Option<Step>,
}

/// A line between two showings of one event.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Join {
    /// Where it begins: the end of a bar.
    pub from: (f64, f64),
    /// Where it ends: the beginning of a bar.
    pub to: (f64, f64),
}

/// A stretch of rows.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Stretch {
    /// The middle of its first row.
    pub from: f64,
    /// The middle of its last row.
    pub to: f64,
    /// Where the order of its rows comes from. None where claims contradict each other.
    pub step: Option<Step>,
}

/// A run of scenes that have something in common.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Run {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// A scene in it.
    pub scene: u32,
}

/// Columns with scenes that stand in one way to the time of their telling, before it or after it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Turned {
    /// Where they begin.
    pub from: f64,
    /// Where they end.
    pub to: f64,
    /// How they stand to it.
    pub label: Label,
}

/// The curve of a cut, no wider than asked for. None where nothing has been seen.
#[must_use]
pub fn curve(cut: &Cut, chronology: &Chronology, along: Along, width: f64) -> Option<Curve> {
    let grid = Grid::of(chronology, along);
    let space = Space::of(&grid, width.max(NARROWEST))?;
    let bars = if space.shared > 1 { Vec::new() } else { bars(cut, chronology, &grid, &space) };
    let rows: Vec<(u32, u32)> = grid.events.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let shown: Vec<u32> = bars.iter().filter_map(|bar| chronology.places[bar.scene as usize].event).collect();
    let neighbours: Vec<(u32, u32)> = shown.windows(2).map(|pair| (pair[0], pair[1])).collect();
    // Asked for at once, since it costs an order of everything.
    let steps = steps(chronology, &[&rows[..], &neighbours].concat(), &|pairs| cut.orders(pairs));
    let (of_rows, of_neighbours) = steps.split_at(rows.len());
    let mut curve = Curve {
        width: space.x(grid.columns.len()),
        height: space.height + space.row * f64::from(cut.rows_ahead()),
        column: space.column,
        row: space.row,
        lane: space.lane,
        axis: axis(&space, of_rows),
        ..Curve::default()
    };
    if space.shared > 1 {
        share(&grid, &space, &mut curve);
    }
    if along == Along::Telling {
        curve.joins = joins(chronology, &bars);
    }
    curve.connectors = connectors(chronology, &bars, &space, of_neighbours);
    curve.bars = bars;
    let runs = |of: &dyn Fn(u32) -> bool, same: &dyn Fn(u32, u32) -> bool| runs(&grid, &space, of, same);
    let scene = |rank| cut.scene(rank);
    let has_place = |rank| scene(rank).place().is_some();
    curve.places = runs(&has_place, &|one, other| scene(one).place() == scene(other).place());
    let has_layer = |rank| scene(rank).layer().is_some();
    curve.layers = runs(&has_layer, &|one, other| scene(one).layer() == scene(other).layer());
    let place = |rank: u32| &chronology.places[rank as usize];
    let stands_out = |rank| is_out_of_time(place(rank).label) || scene(rank).strand_name().is_some();
    curve.standings = runs(&stands_out, &|one, other| {
        let label = |rank| Some(place(rank).label).filter(|&label| is_out_of_time(label));
        label(one) == label(other)
            && place(one).strand == place(other).strand
            && scene(one).strand_name() == scene(other).strand_name()
    });
    curve.turned = turned(chronology, &grid, &space);
    if cut.is_universe() {
        curve.works = runs(&|_| true, &|one, other| scene(one).work_id() == scene(other).work_id());
    }
    Some(curve)
}

/// Whether a label says that a scene is told out of its time.
#[must_use]
pub fn is_out_of_time(label: Label) -> bool {
    matches!(label, Label::Flashback | Label::FlashForward | Label::Jump)
}

/// How large columns and rows are.
struct Space {
    column: f64,
    /// How many scenes share a column.
    shared: usize,
    row: f64,
    /// Above the first row and below the last.
    margin: f64,
    lane: Option<f64>,
    /// On how many lines what is timeless stands in turn, so that neighbours have room for their titles.
    lane_lines: usize,
    height: f64,
}

impl Space {
    /// None where there is no scene.
    #[expect(clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "counts of scenes, and whole pixels")]
    fn of(grid: &Grid, width: f64) -> Option<Self> {
        let scenes = Some(grid.columns.len()).filter(|&scenes| scenes > 0)?;
        let shared = scenes.div_ceil((width / NARROWEST) as usize);
        let column = (width / scenes.div_ceil(shared) as f64).min(WIDEST);
        let (row, margin) = match grid.height {
            0..=AIRY => (22.0, 0.0),
            rows if rows <= TEXT_HIGH => (16.0, 0.0),
            rows => (MANY_ROWS_HIGH / f64::from(rows), 4.0),
        };
        let rows_end = row * f64::from(grid.height) + 2.0 * margin;
        let is_timeless = grid.rows.iter().any(Option::is_none);
        let lane = is_timeless.then_some(if grid.height > 0 { rows_end + 4.0 } else { 0.0 });
        let timeless = grid
            .columns
            .chunk_by(|&one, &other| grid.rows[one as usize].is_none() == grid.rows[other as usize].is_none());
        let timeless = timeless.filter(|scenes| grid.rows[scenes[0] as usize].is_none());
        let most = if row >= TEXT { LANE_LINES } else { 1 };
        let lane_lines = timeless.map(<[u32]>::len).max().unwrap_or(0).min(most);
        let height = lane.map_or(rows_end, |lane| lane + 6.0 + LANE_LINE * lane_lines as f64);
        Some(Self { column, shared, row, margin, lane, lane_lines, height })
    }

    /// Where the column of a place from left to right begins.
    #[expect(clippy::cast_precision_loss, reason = "a count of scenes")]
    fn x(&self, at: usize) -> f64 {
        (at.div_ceil(self.shared)) as f64 * self.column
    }

    /// The middle of a row, or of the lane's first line.
    fn y(&self, row: Option<u32>) -> f64 {
        let in_lane = || self.lane.unwrap_or_default() + 3.0 + LANE_LINE / 2.0;
        row.map_or_else(in_lane, |row| self.margin + self.row * (f64::from(row) + 0.5))
    }

    /// How high a bar is at most.
    fn bar(&self) -> f64 {
        if self.row >= TEXT { self.row - 6.0 } else { self.row.max(4.0) }
    }
}

impl Curve {
    /// Whether rows are as high as text.
    #[must_use]
    pub fn has_room_for_text(&self) -> bool {
        self.row >= TEXT
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few lines")]
fn bars(cut: &Cut, chronology: &Chronology, grid: &Grid, space: &Space) -> Vec<Bar> {
    let mut casts = vec![Vec::new(); grid.columns.len()];
    for (place, character) in (0..).zip(cut.characters()) {
        character.scenes().for_each(|scene| casts[scene.rank() as usize].push(place));
    }
    let gap = if space.column >= 8.0 { 1.0 } else { 0.0 };
    // How many timeless scenes stand right before.
    let mut before = 0;
    (grid.points().enumerate())
        .map(|(at, (scene, row))| {
            let line = if row.is_some() { 0 } else { before % space.lane_lines.max(1) };
            before = if row.is_some() { 0 } else { before + 1 };
            let stripes: Vec<u32> = std::mem::take(&mut casts[scene as usize]);
            let most = if row.is_some() { space.bar() } else { space.bar().min(LANE_LINE - 4.0) };
            let stripe = (most / f64::from(stripes.len().max(1) as u32)).min(STRIPE);
            let height = stripe * f64::from(stripes.len().max(1) as u32);
            Bar {
                scene,
                x: space.x(at) + gap,
                y: space.y(row) + LANE_LINE * line as f64,
                width: space.column - 2.0 * gap,
                height,
                label: chronology.places[scene as usize].label,
                stripes,
                stripe,
            }
        })
        .collect()
}

/// What scenes that share a column cover: so much that no column holds more blocks than there are pixels in it.
fn share(grid: &Grid, space: &Space, curve: &mut Curve) {
    const HIGH: f64 = 2.0;
    for (at, scenes) in grid.columns.chunks(space.shared).enumerate() {
        let x = space.x(at * space.shared);
        let mut middles: Vec<f64> = scenes.iter().map(|&scene| space.y(grid.rows[scene as usize])).collect();
        middles.sort_by(f64::total_cmp);
        for middles in middles.chunk_by(|one, other| other - one <= HIGH) {
            let (first, last) = (middles[0], middles[middles.len() - 1]);
            let height = last - first + HIGH;
            curve.blocks.push(Block { x, y: first - HIGH / 2.0, width: space.column, height });
        }
        let in_lane = |y: f64| space.lane.is_some_and(|lane| y > lane);
        middles.retain(|&y| !in_lane(y));
        if let [from, .., to] = middles[..] {
            curve.spans.push(Span { x: x + space.column / 2.0, from, to });
        }
    }
}

fn connectors(chronology: &Chronology, bars: &[Bar], space: &Space, steps: &[Option<Step>]) -> Vec<Connector> {
    let timed: Vec<&Bar> = bars.iter().filter(|bar| chronology.places[bar.scene as usize].event.is_some()).collect();
    let gap = if space.column >= 8.0 { 1.0 } else { 0.0 };
    (timed.windows(2).zip(steps))
        .map(|(pair, &step)| {
            let [before, after] = [pair[0], pair[1]];
            // Where it passes what is timeless it leaves room for a title: of two on the left behind the first of them, of
            // others before the second.
            let end = before.x + before.width;
            let is_left = end + gap < space.x(bars.len()) / 2.0;
            Connector {
                from: (end, before.y),
                turn: if is_left { end + gap } else { after.x - gap },
                to: (after.x, after.y),
                step,
            }
        })
        .collect()
}

fn joins(chronology: &Chronology, bars: &[Bar]) -> Vec<Join> {
    let mut last: Vec<Option<&Bar>> = vec![None; chronology.events.len()];
    let mut joins = Vec::new();
    for bar in bars {
        let Some(event) = chronology.places[bar.scene as usize].event else { continue };
        if let Some(before) = last[event as usize].replace(bar) {
            joins.push(Join { from: (before.x + before.width, before.y), to: (bar.x, bar.y) });
        }
    }
    joins
}

/// Neighbouring stretches differ: what has one step is one.
fn axis(space: &Space, steps: &[Option<Step>]) -> Vec<Stretch> {
    let mut axis: Vec<Stretch> = Vec::new();
    for (row, &step) in (0..).zip(steps) {
        let (from, to) = (space.y(Some(row)), space.y(Some(row + 1)));
        match axis.last_mut() {
            Some(last) if last.step == step => last.to = to,
            _ => axis.push(Stretch { from, to, step }),
        }
    }
    axis
}

/// Where scenes share columns it is enough that one of them is turned.
#[expect(clippy::cast_precision_loss, reason = "a count of columns")]
fn turned(chronology: &Chronology, grid: &Grid, space: &Space) -> Vec<Turned> {
    let mut turned: Vec<Turned> = Vec::new();
    for label in [Label::Flashback, Label::FlashForward] {
        let mut last: Option<Turned> = None;
        for (at, &scene) in grid.columns.iter().enumerate() {
            if chronology.places[scene as usize].label == label {
                let from = (at / space.shared) as f64 * space.column;
                match &mut last {
                    Some(last) if from <= last.to + 0.01 => last.to = from + space.column,
                    _ => turned.extend(last.replace(Turned { from, to: from + space.column, label })),
                }
            }
        }
        turned.extend(last);
    }
    turned
}

/// Runs of neighbouring columns that have something, and the same.
fn runs(grid: &Grid, space: &Space, has: &dyn Fn(u32) -> bool, same: &dyn Fn(u32, u32) -> bool) -> Vec<Run> {
    let mut at = 0;
    let mut found = Vec::new();
    for scenes in grid.columns.chunk_by(|&one, &other| has(one) == has(other) && (!has(one) || same(one, other))) {
        let end = at + scenes.len();
        let (from, to) = (space.x(at), space.x(end));
        // Where scenes share columns a run can be narrower than what is drawn of it.
        if has(scenes[0]) && (space.shared == 1 || to - from >= 2.0 * NARROWEST) {
            found.push(Run { from, to, scene: scenes[0] });
        }
        at = end;
    }
    found
}
