//! What must be so of single points, against the definitions.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use storyline::continuity::{Entry, Group, Last, Met, judge};
use storyline::time::{Gap, Must, Network, Node, Point, Solution};

use super::random::{consistent, networks, of_order_alone, with_distances};
use super::reference::orders::{MayBeLast, Orders};
use crate::cases;

/// Every scene and told fact.
fn nodes(network: &Network) -> Vec<Node> {
    let facts = (0..network.told_facts.len() as u32).map(Node::Fact);
    (0..network.scenes.len() as u32).map(Node::Scene).chain(facts).collect()
}

/// What a state begins as, what changes it, what needs it.
type Drawn = (Option<u32>, Vec<(Index, u32)>, Vec<(Index, u32)>);

/// A state: what it begins as, what changes it, what needs it.
fn groups() -> impl Strategy<Value = Drawn> {
    let entries = |most| vec((any::<Index>(), 0u32..3), 1..=most);
    (proptest::option::of(0u32..3), entries(5), entries(3))
}

/// Puts one state to the engine and to the definitions.
fn agrees(network: &Network, (begins, changes, needs): &Drawn) {
    let (nodes, Some(orders)) = (nodes(network), Orders::of(network)) else { return };
    if nodes.is_empty() {
        return;
    }
    let of = |entries: &[(Index, u32)]| -> Vec<(Node, u32)> {
        entries.iter().map(|(node, value)| (nodes[node.index(nodes.len())], *value)).collect()
    };
    let (changes, needs) = (of(changes), of(needs));
    let entries = |of: &[(Node, u32)]| of.iter().map(|&(at, value)| Entry { at, value }).collect();
    let group = Group { begins: *begins, changes: entries(&changes), needs: entries(&needs) };
    // A state that is asked for together with another gets no other answer.
    let other = Group { begins: None, changes: entries(&needs), needs: entries(&changes) };
    let found = judge(&Solution::of(network), &[other, group]).remove(1);
    for (&(need, wanted), met) in needs.iter().zip(&found.needs) {
        let Some([declared, told]) = orders.may_be_last(&changes, need) else {
            assert_eq!(*met, Met::Always);
            continue;
        };
        let value = |last: Option<usize>| last.map_or(*begins, |change| Some(changes[change].1));
        let wrong = |may: &MayBeLast| may.iter().copied().filter(|&last| value(last) != Some(wanted)).collect();
        let (wrong_declared, wrong_told): (MayBeLast, MayBeLast) = (wrong(&declared), wrong(&told));
        let change = |last: &Last| match *last {
            Last::Before(change) | Last::Open(change) => Some(change),
            Last::Beginning => None,
        };
        match met {
            Met::Always => assert!(wrong_told.is_empty(), "{need:?} {told:?}"),
            Met::Sometimes { wrong, right } => {
                assert_eq!(wrong.iter().map(change).collect::<MayBeLast>(), wrong_told, "{need:?}");
                let right: MayBeLast = right.iter().map(change).collect();
                assert_eq!(right, told.difference(&wrong_told).copied().collect(), "{need:?}");
                assert!(!wrong.is_empty() && !right.is_empty());
            }
            Met::Never(last, by_claims) => {
                assert_eq!(told, wrong_told, "{need:?}");
                assert!(wrong_told.is_superset(&last.iter().map(change).collect()), "{need:?}");
                assert_eq!(*by_claims, declared == wrong_declared, "{need:?}");
            }
        }
    }
    let differ = |&(one, other): &(usize, usize)| changes[one].1 != changes[other].1;
    let pairs = (0..changes.len()).flat_map(|one| (one + 1..changes.len()).map(move |other| (one, other)));
    let no_order = |&(one, other): &(usize, usize)| orders.have_no_order(changes[one].0, changes[other].0);
    assert_eq!(found.clashes, pairs.filter(differ).filter(no_order).collect::<Vec<_>>());
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

    #[test]
    fn what_a_state_may_be_is_what_every_order_makes_it(network in consistent(8), group in groups()) {
        agrees(&network, &group);
    }

    #[test]
    fn what_a_state_may_be_where_order_is_all(network in of_order_alone(8), group in groups()) {
        agrees(&network, &group);
    }

    #[test]
    fn what_a_state_may_be_where_distances_tie_events_together(network in with_distances(7), group in groups()) {
        agrees(&network, &group);
    }
}
