//! What must be so of two points, and what value a state may have, over every order that claims and kept links allow.

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
