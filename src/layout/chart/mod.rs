//! The chart: a line a character, together in the scenes that they share.
//!
//! After xkcd 657; Tanahashi and Ma, "Design Considerations for Optimizing Storyline Visualizations" (2012); Liu, Wu, Wei,
//! Liu and Liu, "`StoryFlow`: Tracking the Evolution of Stories" (2013). A picture is good where lines seldom cross, seldom
//! leave their height, and leave little room between them; what is counted is said in `count.rs`.
//!
//! ```text
//! Meetings ─exact─┬▶ orders ─straighten─▶ Chart     all of it is known: in the order in which it happened
//!          ─sweep─┘
//! Meetings ─left_to_right──────────────▶ Chart     step by step: what is drawn never moves, in the order of the telling
//! ```

mod count;
mod exact;
mod left_to_right;
mod place;
mod sift;
mod straighten;
mod sweep;
#[cfg(test)]
mod tests;

pub use count::Counts;

/// Who meets whom, step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meetings {
    steps: Vec<Vec<Vec<u32>>>,
    lives: Vec<Option<Life>>,
}

/// From which step to which a line is drawn, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// The first step at which it is in a group.
    pub first: u32,
    /// The last step at which it is in a group, or until which it goes on.
    pub last: u32,
}

/// A line at a step: how far down it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The line.
    pub line: u32,
    /// Its place, from 0 at the top.
    pub slot: u32,
}

/// Where every line is at every step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    steps: Vec<Vec<Point>>,
}

/// Lines from the top down, for each step.
type Orders = Vec<Vec<u32>>;

impl Meetings {
    /// So many lines, and for each step the groups of lines that are together. Each line lives from the first step at
    /// which it is in a group to the last. A line can be in one group a step: the first that names it counts.
    #[must_use]
    pub fn new(lines: u32, mut steps: Vec<Vec<Vec<u32>>>) -> Self {
        let mut drawn: Vec<Option<Life>> = vec![None; lines as usize];
        let mut met: Vec<Option<u32>> = vec![None; lines as usize];
        for (step, groups) in (0..).zip(&mut steps) {
            for group in groups.iter_mut() {
                group.retain(|&line| line < lines && met[line as usize].replace(step) != Some(step));
                for &line in group.iter() {
                    drawn[line as usize].get_or_insert(Life { first: step, last: step }).last = step;
                }
            }
            groups.retain(|group| !group.is_empty());
        }
        Self { steps, lives: drawn }
    }

    /// Of characters instead of lines, and as they come to be known: whoever has been met may come back, so each line goes on
    /// for so many steps behind the last group it is in, and then rests. A character that comes back later has another line from
    /// there. Whether a line is drawn at a step depends on that step and those before it; that one stops says
    /// only that its character has not been seen for so long. Says whose each line is.
    #[must_use]
    pub fn resting(characters: u32, steps: Vec<Vec<Vec<u32>>>, patience: u32) -> (Self, Vec<u32>) {
        let mut whose = Vec::new();
        let mut line_of: Vec<Option<(u32, u32)>> = vec![None; characters as usize];
        let mut lines = |(step, groups): (u32, Vec<Vec<u32>>)| {
            let mut line = |character: u32| {
                let known = line_of[character as usize].filter(|(_, last)| step - last <= patience);
                let line = known.map_or_else(
                    || {
                        whose.push(character);
                        whose.len() as u32 - 1
                    },
                    |(line, _)| line,
                );
                line_of[character as usize] = Some((line, step));
                line
            };
            let group = |group: Vec<u32>| group.into_iter().filter(|&one| one < characters).map(&mut line).collect();
            groups.into_iter().map(group).collect()
        };
        let steps: Vec<Vec<Vec<u32>>> = (0..).zip(steps).map(&mut lines).collect();
        let last = steps.len().saturating_sub(1) as u32;
        let mut meetings = Self::new(whose.len() as u32, steps);
        for life in meetings.lives.iter_mut().flatten() {
            life.last = last.min(life.last.saturating_add(patience));
        }
        (meetings, whose)
    }

    /// The groups of each step.
    #[must_use]
    pub fn steps(&self) -> &[Vec<Vec<u32>>] {
        &self.steps
    }

    /// From where to where each line is drawn. None where it is in no group.
    #[must_use]
    pub fn lives(&self) -> &[Option<Life>] {
        &self.lives
    }

    /// The lines that are drawn at each step, in order of their numbers.
    fn alive(&self) -> Vec<Vec<u32>> {
        let mut alive = vec![Vec::new(); self.steps.len()];
        for (line, life) in (0..).zip(&self.lives) {
            if let Some(life) = life {
                alive[life.first as usize..=life.last as usize].iter_mut().for_each(|step| step.push(line));
            }
        }
        alive
    }

    /// Whether a line begins at a step.
    fn begins(&self, line: u32, step: usize) -> bool {
        self.lives[line as usize].is_some_and(|life| life.first as usize == step)
    }

    /// The group, by its place, that each of some lines is in at a step; groups of one left out.
    fn group_of(&self, step: usize, group_of: &mut [Option<u32>]) {
        for (group, lines) in (0..).zip(&self.steps[step]).filter(|(_, lines)| lines.len() > 1) {
            for &line in lines {
                group_of[line as usize] = Some(group);
            }
        }
    }

    /// Undoes [`Meetings::group_of`].
    fn forget_groups(&self, step: usize, group_of: &mut [Option<u32>]) {
        self.steps[step].iter().flatten().for_each(|&line| group_of[line as usize] = None);
    }
}

impl Chart {
    /// For each step the lines drawn there, from the top down.
    #[must_use]
    pub fn steps(&self) -> &[Vec<Point>] {
        &self.steps
    }

    /// One more than the lowest place that is taken.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.steps.iter().filter_map(|points| points.last()).map(|point| point.slot + 1).max().unwrap_or(0)
    }

    /// How much lines cross and bend.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::of(self)
    }
}

/// The chart of meetings all of which are known. The fewest crossings that there can be where at most eight lines are alive at a
/// time, over 400 steps with eight, 3,000 with seven, and more with fewer; else few, as a search finds them that is bounded in its
/// work, however large its crowds: a few seconds. All besides is linear in the points of the chart, but for groups whose lines come
/// from far apart. [`is_exact`] says which.
#[must_use]
pub fn whole(meetings: &Meetings) -> Chart {
    let orders = exact::orders(meetings).unwrap_or_else(|| sweep::orders(meetings, sweep::QUICK));
    straighten::chart(meetings, oldest_on_top(orders))
}

/// The same by searching alone, however few the lines are, and on request with ten times the work. For comparisons.
#[must_use]
pub fn searched(meetings: &Meetings, long: bool) -> Chart {
    let effort = if long { sweep::LONG } else { sweep::QUICK };
    straighten::chart(meetings, oldest_on_top(sweep::orders(meetings, effort)))
}

/// Whether [`whole`] draws the fewest crossings that there can be.
#[must_use]
pub fn is_exact(meetings: &Meetings) -> bool {
    exact::is_small(&meetings.alive())
}

/// The chart of meetings as they come to be known, from left to right: nothing drawn for a step depends on a later one, where
/// the lives do not (see [`Meetings::resting`]). Every so many steps a row of its own begins, in which lines stand as close as
/// they can, whatever their places were before.
#[must_use]
pub fn as_told(meetings: &Meetings, per_row: u32) -> Chart {
    left_to_right::chart(meetings, per_row)
}

/// A chart upside down has the same crossings. Of the two, the one where of the lines at the first step with two of them that
/// came first is on top.
fn oldest_on_top(mut orders: Orders) -> Orders {
    let first = orders.iter().find(|order| order.len() > 1);
    if first.is_some_and(|order| order.first() > order.last()) {
        for order in &mut orders {
            order.reverse();
        }
    }
    orders
}
