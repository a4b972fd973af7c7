//! What must be so of single points, against the definitions.

use proptest::prelude::*;
use storyline::time::{Gap, Must, Network, Node, Point, Solution};

use super::random::networks;
use super::reference::orders::Orders;
use crate::cases;

/// Every scene and told fact.
fn nodes(network: &Network) -> Vec<Node> {
    let facts = (0..network.told_facts.len() as u32).map(Node::Fact);
    (0..network.scenes.len() as u32).map(Node::Scene).chain(facts).collect()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn what_must_be_of_two_points_is_so_in_every_order(network in networks(7), by in -3i64..4, strictly in any::<bool>()) {
        let Some(orders) = Orders::of(&network) else { return Ok(()) };
        let points: Vec<Point> =
            nodes(&network).into_iter().flat_map(|node| [Point::Start(node), Point::End(node)]).collect();
        let far = if strictly { Gap::minutes(by) + Gap::STRICT } else { Gap::minutes(by) };
        let mut asked = Vec::new();
        for &earlier in &points {
            for &later in &points {
                asked.extend([Gap::NONE, Gap::STRICT, far].map(|by| Must { earlier, later, by }));
            }
        }
        let answers = Solution::of(&network).must(&asked);
        for (must, answer) in asked.into_iter().zip(answers) {
            prop_assert_eq!(answer, orders.must(must.earlier, must.later, must.by), "{:?}", must);
        }
    }
}
