//! What must be so of two points, and what value a state may have, over every order that claims and kept links allow.

use std::collections::BTreeSet;

use storyline::time::{Gap, Network, Node, Point, Step};

use super::points::{Constraint, Matrix, Most, closure, end, has_contradiction, start, tightened};
use super::story::Story;

/// All that is known of the points of a network.
pub(crate) struct Orders<'a> {
    story: Story<'a>,
    declared: Matrix,
    told: Matrix,
}

impl<'a> Orders<'a> {
    /// None where the claims have no solution.
    pub(crate) fn of(network: &'a Network) -> Option<Self> {
        let story = Story::new(network);
        let mut constraints = story.declared();
        let declared = closure(story.points(), &constraints);
        if has_contradiction(&declared) {
            return None;
        }
        story.links(&mut constraints);
        let told = closure(story.points(), &constraints);
        Some(Self { story, declared, told })
    }

    fn event(&self, node: Node) -> Option<usize> {
        self.story.events.iter().position(|nodes| nodes.contains(&node))
    }

    fn point(&self, point: Point) -> Option<usize> {
        match point {
            Point::Start(node) => self.event(node).map(start),
            Point::End(node) => self.event(node).map(end),
            _ => None,
        }
    }

    /// Whether the later of two points is always so much later: by the claims alone, with links, or not.
    pub(crate) fn must(&self, earlier: Point, later: Point, by: Gap) -> Step {
        let (Some(x), Some(y)) = (self.point(earlier), self.point(later)) else { return Step::Open };
        let is_so = |known: &Matrix| {
            let other = at_least(y, x, Gap::STRICT - by);
            has_contradiction(&tightened(known, other))
        };
        match (is_so(&self.declared), is_so(&self.told)) {
            (true, _) => Step::Declared,
            (false, true) => Step::Told,
            (false, false) => Step::Open,
        }
    }
}

/// y - x is at least that.
fn at_least(x: usize, y: usize, gap: Gap) -> Constraint {
    Constraint { x, y, most: Most { minutes: -gap.minutes, strict: gap.is_open() } }
}

/// An event that sets a state, or needs it, to have a value.
pub(crate) type Entry = (Node, u32);

/// What may be the last change before a need: None is none at all.
pub(crate) type MayBeLast = BTreeSet<Option<usize>>;

impl Orders<'_> {
    /// "A state's value at a time is that of the last change before it; else what it begins as." Everything that may be the
    /// last change before a need, over every order: by the claims alone, and with links.
    ///
    /// Reading: a change that ends at the very instant of the need counts as before it; of changes that end at one instant
    /// any may be the last.
    pub(crate) fn may_be_last(&self, changes: &[Entry], need: Node) -> Option<[MayBeLast; 2]> {
        let asked = start(self.event(need)?);
        let ends: Vec<(usize, usize)> =
            (0..).zip(changes).filter_map(|(change, &(node, _))| Some((change, end(self.event(node)?)))).collect();
        let mut points: Vec<usize> = ends.iter().map(|&(_, end)| end).chain([asked]).collect();
        points.sort_unstable();
        points.dedup();
        Some([&self.declared, &self.told].map(|known| {
            let mut may = MayBeLast::new();
            for order in every_order(known, &points) {
                let rank = |point: usize| order.iter().position(|instant| instant.contains(&point));
                let last = ends.iter().filter(|&&(_, end)| rank(end) <= rank(asked)).map(|&(_, end)| rank(end)).max();
                match last {
                    None => may.extend([None]),
                    Some(last) => may.extend(ends.iter().filter(|&&(_, end)| rank(end) == last).map(|&(c, _)| Some(c))),
                }
            }
            may
        }))
    }

    /// Whether two changes have no order: neither is made before the other in every order.
    pub(crate) fn have_no_order(&self, one: Node, other: Node) -> bool {
        let order = |one, other| self.must(Point::End(one), Point::End(other), Gap::STRICT);
        let have_time = self.event(one).is_some() && self.event(other).is_some();
        have_time && order(one, other) == Step::Open && order(other, one) == Step::Open
    }
}

/// Every order that some points can have, as instants, each with the points that are equal there.
fn every_order(known: &Matrix, points: &[usize]) -> Vec<Vec<Vec<usize>>> {
    let Some((&first, rest)) = points.split_first() else { return vec![Vec::new()] };
    let mut orders = vec![(known.clone(), vec![vec![first]])];
    for &point in rest {
        let mut longer = Vec::new();
        for (known, order) in orders {
            for place in 0..=order.len() {
                let later = |known: &Matrix, x, y| tightened(known, at_least(x, y, Gap::STRICT));
                let mut between = known.clone();
                if place > 0 {
                    between = later(&between, order[place - 1][0], point);
                }
                if place < order.len() {
                    between = later(&between, point, order[place][0]);
                }
                if !has_contradiction(&between) {
                    let mut order = order.clone();
                    order.insert(place, vec![point]);
                    longer.push((between, order));
                }
                if place < order.len() {
                    let with = order[place][0];
                    let equal = tightened(&known, at_least(with, point, Gap::NONE));
                    let equal = tightened(&equal, at_least(point, with, Gap::NONE));
                    if !has_contradiction(&equal) {
                        let mut order = order.clone();
                        order[place].push(point);
                        longer.push((equal, order));
                    }
                }
            }
        }
        orders = longer;
    }
    orders.into_iter().map(|(_, order)| order).collect()
}
