//! The reference held against the page by other means: no points of events, no closure, no bounds.
//!
//! Each scene and told fact has points of its own here. Time is counted in small steps, so many to the minute that
//! "however little" fits in between, and a story is consistent where Bellman and Ford find a time line for it.

use proptest::prelude::*;
use storyline::time::{Calendar, Distance, Network, Node, Relation, Says, Step, Subject, Telling, Window};

use super::fewest::fewest_contradictory;
use super::points::Link;
use super::{Answer, reference};
use crate::cases;
use crate::time::random::{consistent, networks};

/// One minute, in steps. Far more than there are points.
const MINUTE: i64 = 1_000;

/// A point of a node (its number, and whether it is the end) or a calendar (dates are 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Point {
    Of(Node, bool),
    Zero(usize),
}

/// x - y is at most so many steps.
pub(super) type Edge = (Point, Point, i64);

fn start(node: Node) -> Point {
    Point::Of(node, false)
}

fn end(node: Node) -> Point {
    Point::Of(node, true)
}

fn zero(calendar: Calendar) -> Point {
    match calendar {
        Calendar::Dates => Point::Zero(0),
        Calendar::StoryDays(number) => Point::Zero(1 + number as usize),
    }
}

/// a <= b
fn not_after(a: Point, b: Point) -> Edge {
    (a, b, 0)
}

/// a < b
fn earlier(a: Point, b: Point) -> Edge {
    (a, b, -1)
}

fn apart(a: Point, b: Point, distance: Distance) -> [Edge; 2] {
    [(b, a, distance.most * MINUTE), (a, b, -distance.least * MINUTE)]
}

fn within(a: Point, zero: Point, window: Window) -> [Edge; 2] {
    [(a, zero, window.until * MINUTE - 1), (zero, a, -window.from * MINUTE)]
}

/// Who a claim is held to: all that it speaks of, less timeless scenes and those that a strand's claim spares.
fn held_to(network: &Network, answer: &Answer, number: usize) -> Vec<Node> {
    let claim = &network.claims[number];
    let event = |node: Node| answer.listing.iter().position(|event| event.contains(&node));
    let target = claim.relation();
    if target.is_some_and(|(_, target)| event(target).is_none()) {
        return Vec::new();
    }
    match claim.subject {
        Subject::Node(node) | Subject::Outside(node) => {
            vec![node].into_iter().filter(|&node| event(node).is_some()).collect()
        }
        Subject::Strand(strand) => {
            let there = (0..).zip(&answer.strands).filter(|(_, on)| **on == Some(strand));
            let spared = |node: Node| {
                target.is_some_and(|(relation, target)| relation != Relation::Same && event(node) == event(target))
            };
            there.map(|(scene, _)| Node::Scene(scene)).filter(|&node| !spared(node)).collect()
        }
    }
}

/// What one claim says of one node.
fn said(a: Node, says: Says) -> Vec<Edge> {
    let (relation, b, by) = match says {
        Says::Is { relation, target, by } => (relation, target, by),
        Says::At(calendar, window) => return within(start(a), zero(calendar), window).to_vec(),
        Says::Lasts(distance) => return apart(start(a), end(a), distance).to_vec(),
    };
    let mut edges = match relation {
        Relation::Before => vec![not_after(end(a), start(b))],
        Relation::After => vec![not_after(end(b), start(a))],
        Relation::During => vec![earlier(start(b), start(a)), earlier(end(a), end(b))],
        Relation::With | Relation::Same => [start, end]
            .into_iter()
            .flat_map(|point| [not_after(point(a), point(b)), not_after(point(b), point(a))])
            .collect(),
    };
    match (relation, by) {
        (Relation::Before, Some(by)) => edges.extend(apart(end(a), start(b), by)),
        (Relation::After, Some(by)) => edges.extend(apart(end(b), start(a), by)),
        _ => {}
    }
    edges
}

/// What holds without claims.
fn always(network: &Network, answer: &Answer) -> Vec<Edge> {
    let nodes = answer.listing.iter().flatten();
    let days = (0..).zip(&network.story_days).filter_map(|(number, day_1)| Some((number, (*day_1)?)));
    let anchors = days.flat_map(|(number, day_1)| within(zero(Calendar::StoryDays(number)), Point::Zero(0), day_1));
    nodes.map(|&node| earlier(start(node), end(node))).chain(anchors).collect()
}

/// The edges of each claim.
fn claimed(network: &Network, answer: &Answer) -> Vec<Vec<Edge>> {
    let edges = |number| {
        let held_to: Vec<Node> = held_to(network, answer, number);
        held_to.into_iter().flat_map(|node| said(node, network.claims[number].says)).collect()
    };
    (0..network.claims.len()).map(edges).collect()
}

pub(super) fn declared(network: &Network, answer: &Answer) -> Vec<Edge> {
    [always(network, answer), claimed(network, answer).concat()].concat()
}

/// What a link says, by the telling of its strand.
pub(super) fn linked(network: &Network, answer: &Answer, (before, scene): Link) -> Edge {
    let strand = answer.strands[scene as usize].unwrap();
    let (before, scene) = (Node::Scene(before), Node::Scene(scene));
    match network.strands[strand.0 as usize] {
        Telling::Backwards => not_after(end(scene), start(before)),
        _ => not_after(end(before), start(scene)),
    }
}

/// A time line, in steps, if there is one: by Bellman and Ford.
fn time_line(edges: &[Edge]) -> Option<Vec<(Point, i64)>> {
    let mut points: Vec<Point> = vec![Point::Zero(0)];
    for point in edges.iter().flat_map(|&(x, y, _)| [x, y]) {
        if !points.contains(&point) {
            points.push(point);
        }
    }
    let number = |point: Point| points.iter().position(|&other| other == point).unwrap_or(0);
    let edges: Vec<(usize, usize, i64)> = edges.iter().map(|&(x, y, most)| (number(x), number(y), most)).collect();
    let mut times = vec![0_i64; points.len()];
    for _ in 0..=points.len() {
        let mut moved = false;
        for &(x, y, most) in &edges {
            if times[x] > times[y] + most {
                times[x] = times[y] + most;
                moved = true;
            }
        }
        if !moved {
            return Some(points.into_iter().zip(times).collect());
        }
    }
    None
}

fn possible(edges: &[Edge], and: &[Edge]) -> bool {
    time_line(&[edges, and].concat()).is_some()
}

/// Whether a claim holds for a node in a time line.
fn holds(a: Node, says: Says, at: &dyn Fn(Point) -> i64) -> bool {
    let in_minutes =
        |steps: i64, distance: Distance| (distance.least * MINUTE..=distance.most * MINUTE).contains(&steps);
    match says {
        Says::At(calendar, window) => {
            let counted = at(start(a)) - at(zero(calendar));
            (window.from * MINUTE..window.until * MINUTE).contains(&counted)
        }
        Says::Lasts(distance) => in_minutes(at(end(a)) - at(start(a)), distance),
        Says::Is { relation, target: b, by } => {
            let (between, holds) = match relation {
                Relation::Before => (at(start(b)) - at(end(a)), at(end(a)) <= at(start(b))),
                Relation::After => (at(start(a)) - at(end(b)), at(end(b)) <= at(start(a))),
                Relation::During => return at(start(b)) < at(start(a)) && at(end(a)) < at(end(b)),
                Relation::With | Relation::Same => return at(start(a)) == at(start(b)) && at(end(a)) == at(end(b)),
            };
            holds && by.is_none_or(|distance| in_minutes(between, distance))
        }
    }
}

/// Whether there is a time line of whole minutes.
pub(super) fn possible_in_whole_minutes(edges: &[Edge]) -> bool {
    time_line(&edges.iter().map(|&(x, y, most)| (x, y, most.div_euclid(MINUTE))).collect::<Vec<_>>()).is_some()
}

/// Whether A and B start at the same time wherever those edges hold.
pub(super) fn start_together(edges: &[Edge], a: Node, b: Node) -> bool {
    !possible(edges, &[earlier(start(a), start(b))]) && !possible(edges, &[earlier(start(b), start(a))])
}

/// Whether A starts earlier than B wherever those edges hold.
pub(super) fn implied(edges: &[Edge], a: Node, b: Node) -> bool {
    !possible(edges, &[not_after(start(b), start(a))])
}

/// Every bound is one, and as tight as can be.
fn bounds_are_tight(edges: &[Edge], answer: &Answer, bounds: &[super::OnCalendars]) {
    // Strict bounds add up, but never to this.
    let little = MINUTE / 4;
    for (event, on_calendars) in answer.listing.iter().zip(bounds) {
        for (calendar, bounds) in on_calendars.iter().enumerate() {
            let (start, zero) = (start(event[0]), Point::Zero(calendar));
            match bounds.earliest {
                None => assert!(possible(edges, &[(start, zero, -1_000 * MINUTE)])),
                Some((minutes, strict)) => {
                    assert!(!possible(edges, &[(start, zero, minutes * MINUTE - i64::from(!strict))]));
                    assert!(possible(edges, &[(start, zero, minutes * MINUTE + if strict { little } else { 0 })]));
                }
            }
            match bounds.latest {
                None => assert!(possible(edges, &[(zero, start, -1_000 * MINUTE)])),
                Some((minutes, strict)) => {
                    assert!(!possible(edges, &[(zero, start, -minutes * MINUTE - i64::from(!strict))]));
                    assert!(possible(edges, &[(zero, start, -minutes * MINUTE + if strict { little } else { 0 })]));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn claims_that_hold_in_a_time_line_do_not_contradict_each_other(network in consistent(12)) {
        prop_assert!(!reference(&network).contradictory);
    }

    #[test]
    fn a_story_is_contradictory_where_it_has_no_time_line(network in networks(12)) {
        let answer = reference(&network);
        let declared = declared(&network, &answer);
        prop_assert_eq!(answer.contradictory, time_line(&declared).is_none());
        if answer.contradictory {
            return Ok(());
        }
        let links: Vec<Edge> = answer.kept_links.iter().map(|&link| linked(&network, &answer, link)).collect();
        let times = time_line(&[declared, links.clone()].concat()).unwrap();
        let at = |point| times.iter().find(|(other, _)| *other == point).map_or(0, |(_, time)| *time);
        for number in 0..network.claims.len() {
            for node in held_to(&network, &answer, number) {
                prop_assert!(holds(node, network.claims[number].says, &at), "claim {} on {:?}", number, node);
            }
        }
        for (x, y, most) in links {
            prop_assert!(at(x) - at(y) <= most);
        }
    }

    #[test]
    fn a_link_is_left_out_where_it_has_no_time_line(network in networks(12)) {
        let answer = reference(&network);
        let mut edges = declared(&network, &answer);
        let links = answer.kept_links.iter().map(|link| (link, true));
        let mut links: Vec<_> = links.chain(answer.dropped_links.iter().map(|link| (link, false))).collect();
        links.sort_by_key(|(link, _)| link.1);
        for (link, kept) in links {
            let edge = linked(&network, &answer, *link);
            prop_assert_eq!(possible(&edges, &[edge]), kept);
            edges.extend(kept.then_some(edge));
        }
    }

    #[test]
    fn the_order_is_what_cannot_be_otherwise(network in networks(12)) {
        let answer = reference(&network);
        if answer.contradictory {
            return Ok(());
        }
        let declared = declared(&network, &answer);
        let links = answer.kept_links.iter().map(|&link| linked(&network, &answer, link));
        let all: Vec<Edge> = declared.iter().copied().chain(links).collect();
        for (place, later) in answer.listing.iter().enumerate() {
            for before in &answer.listing[..place] {
                prop_assert!(!implied(&all, later[0], before[0]));
            }
            let Some(step) = answer.steps[place] else { continue };
            let before = &answer.listing[place - 1];
            let expected = match (implied(&declared, before[0], later[0]), implied(&all, before[0], later[0])) {
                (true, _) => Step::Declared,
                (false, true) => Step::Told,
                (false, false) => Step::Open,
            };
            prop_assert_eq!(step, expected);
        }
        bounds_are_tight(&declared, &answer, &answer.declared_bounds);
        bounds_are_tight(&all, &answer, &answer.bounds);
    }

    #[test]
    fn the_fewest_claims_are_the_fewest_of_all_that_have_no_time_line(network in networks(7)) {
        let answer = reference(&network);
        let (always, mut claims) = (always(&network, &answer), claimed(&network, &answer));
        let of_theory = claims.split_off(claims.len() - network.assumed as usize);
        let always = [always, of_theory.concat()].concat();
        if claims.len() > 8 {
            return Ok(());
        }
        let without = |taken: &u32| {
            let edges = (0..claims.len()).filter(|claim| taken & (1 << claim) != 0).flat_map(|claim| &claims[claim]);
            !possible(&always, &edges.copied().collect::<Vec<_>>())
        };
        let fewest = (0..1_u32 << claims.len()).filter(without).map(u32::count_ones).min();
        prop_assert_eq!(fewest_contradictory(&network, 8), fewest.map(|fewest| fewest as usize));
    }
}
