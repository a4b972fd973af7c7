//! The order of events, against a slow reading of the definitions that shares nothing with the engine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod time {
    mod orders;
    pub(crate) mod random;
    pub(crate) mod reference;
    mod works;
}

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use storyline::time::{
    Because, Calendar, ChainStep, Change, Chronology, Claim, Contradiction, Distance, Event, Label, MAIN, Network,
    Node, Point, Relation, Says, Scene, Solution, Step, Strand, Subject, Telling, Window, chronology, contradictions,
    index, together, total, ways_out, why,
};

use time::random::{networks, of_order_alone, with_theories};
use time::reference::{self, by_hand, fewest_contradictory, reference};

/// Random stories per law. `STORYLINE_CASES=10000 cargo test --release --test time` walks many.
fn cases() -> Config {
    #[expect(clippy::disallowed_methods, reason = "a long run is asked for from outside")]
    let cases = std::env::var("STORYLINE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(800);
    Config { cases, ..Config::default() }
}

/// The listing as the reference writes it.
fn listing(chronology: &Chronology) -> Vec<Vec<Node>> {
    let nodes = |event: &Event| {
        let scenes = event.scenes.iter().map(|&scene| Node::Scene(scene));
        scenes.chain(event.facts.iter().map(|&fact| Node::Fact(fact))).collect()
    };
    chronology.events.iter().map(nodes).collect()
}

fn kept_links(chronology: &Chronology) -> Vec<(u32, u32)> {
    let links = (0..).zip(&chronology.places).filter_map(|(scene, place)| Some((place.linked_to?, scene)));
    links.collect()
}

/// The bounds that the engine gives, against those expected: on every calendar that some claim names.
fn bounds_agree(network: &Network, engine: &Chronology, expected: &reference::Answer) {
    let named = |calendar| network.claims.iter().any(|claim| matches!(claim.says, Says::At(of, _) if of == calendar));
    let days = (0..network.story_days.len() as u32).map(Calendar::StoryDays);
    for (place, calendar) in std::iter::once(Calendar::Dates).chain(days).enumerate() {
        let bound = expected.bounds.iter().any(|event| event[place].earliest.or(event[place].latest).is_some());
        let there = engine.spans.iter().any(|spans| spans.calendar == calendar);
        assert!(there || !bound || !named(calendar), "{calendar:?}");
    }
    for spans in &engine.spans {
        let calendar = match spans.calendar {
            Calendar::Dates => 0,
            Calendar::StoryDays(days) => 1 + days as usize,
        };
        for (said, expected) in [(&spans.told, &expected.bounds), (&spans.declared, &expected.declared_bounds)] {
            let said: Vec<_> = said.iter().map(|bounds| (bounds.earliest_minute(), bounds.latest_minute())).collect();
            let expected: Vec<_> =
                expected.iter().map(|event| (event[calendar].earliest, event[calendar].latest)).collect();
            assert_eq!(said, expected, "{:?}", spans.calendar);
        }
    }
}

/// Puts a network to the engine and to the reference.
fn agree(network: &Network) {
    let engine = chronology(network);
    let expected = reference(network);
    assert_eq!(engine.contradiction.is_some(), expected.contradictory);
    assert_eq!(engine.places.iter().map(|place| place.strand).collect::<Vec<_>>(), expected.strands);
    assert_eq!(engine.places.iter().map(|place| place.on_main).collect::<Vec<_>>(), expected.on_main);
    assert_eq!(listing(&engine), expected.listing);
    assert_eq!(engine.events.iter().map(|event| event.step).collect::<Vec<_>>(), expected.steps);
    assert_eq!(kept_links(&engine), expected.kept_links);
    bounds_agree(network, &engine, &expected);
    assert_eq!(engine.places.iter().map(|place| place.label).collect::<Vec<_>>(), expected.labels);
    assert_eq!(engine.places.iter().map(|place| place.rank).collect::<Vec<_>>(), expected.ranks);
    assert!((index(&engine) - reference::index(network, &expected)).abs() < 1e-12);
}

fn claim(subject: u32, relation: Relation, target: u32) -> Claim {
    Claim::is(Subject::Node(Node::Scene(subject)), relation, Node::Scene(target))
}

#[test]
fn the_engine_answers_what_was_worked_out_by_hand() {
    for (_, network) in by_hand::networks() {
        agree(&network);
    }
}

/// Networks in which many distances share a point: every scene is so far from the first, and some claims more.
fn stars() -> impl Strategy<Value = Network> {
    let distance = || (0i64..9, 0i64..4).prop_map(|(least, slack)| Distance { least, most: least + slack });
    let ray = (any::<bool>(), proptest::option::weighted(0.9, distance()), proptest::option::weighted(0.2, distance()));
    let more = (0u32..12, 0u32..12, any::<bool>());
    (proptest::collection::vec(ray, 6..12), proptest::collection::vec(more, 0..3), any::<bool>()).prop_map(
        |(rays, more, on_main)| {
            let count = rays.len() as u32 + 1;
            let strand = on_main.then_some(MAIN);
            let mut claims = Vec::new();
            for (scene, &(before, by, lasts)) in (1..).zip(&rays) {
                let relation = if before { Relation::Before } else { Relation::After };
                let subject = Subject::Node(Node::Scene(scene));
                claims.push(Claim { subject, says: Says::Is { relation, target: Node::Scene(0), by } });
                claims.extend(lasts.map(|lasts| Claim { subject, says: Says::Lasts(lasts) }));
            }
            for (subject, target, before) in more {
                let (subject, target) = (subject % count, target % count);
                let relation = if before { Relation::Before } else { Relation::During };
                if subject != target {
                    claims.push(claim(subject, relation, target));
                }
            }
            claims.sort_by_key(|claim| claim.subject);
            Network {
                scenes: vec![Scene { timeless: false, strand, work: 0 }; count as usize],
                strands: vec![Telling::Forwards],
                claims,
                ..Network::default()
            }
        },
    )
}

#[test]
fn a_flash_forward_is_held_against_the_next_scene_of_another_event() {
    // 0 shows what 1 and 2 show on main; 3 is told after them and happened before.
    let main = Scene { strand: Some(MAIN), timeless: false, work: 0 };
    let network = Network {
        scenes: vec![Scene::default(), main, main, main],
        strands: vec![Telling::Forwards],
        claims: vec![claim(0, Relation::Same, 1), claim(2, Relation::Same, 1), claim(3, Relation::Before, 0)],
        ..Network::default()
    };
    agree(&network);
    assert_eq!(chronology(&network).places[0].label, Label::FlashForward);
}

#[test]
fn what_lies_within_ends_strictly_before_what_it_lies_in() {
    // 1 lies within 0, and 2 begins just where both end.
    let right_after = |target| Claim {
        subject: Subject::Node(Node::Scene(2)),
        says: Says::Is {
            relation: Relation::After,
            target: Node::Scene(target),
            by: Some(Distance { least: 0, most: 0 }),
        },
    };
    let network = Network {
        scenes: vec![Scene::default(); 3],
        strands: vec![Telling::Forwards],
        claims: vec![claim(1, Relation::During, 0), right_after(0), right_after(1)],
        ..Network::default()
    };
    agree(&network);
    assert_eq!(chronology(&network).contradiction.map(|found| found.claims()), Some(vec![0, 1, 2]));
}

#[test]
fn a_hundred_thousand_scenes_told_backwards_take_no_stack() {
    let scenes = 100_000;
    let network = Network {
        scenes: vec![Scene { strand: Some(MAIN), timeless: false, work: 0 }; scenes as usize],
        strands: vec![Telling::Forwards],
        claims: (1..scenes).map(|scene| claim(scene, Relation::Before, scene - 1)).collect(),
        ..Network::default()
    };
    let chronology = chronology(&network);
    assert!(chronology.events.iter().map(|event| event.scenes[0]).eq((0..scenes).rev()));
    assert!(chronology.places[1..].iter().all(|place| place.label == Label::Jump));
}

#[test]
fn a_contradiction_among_many_scenes_of_a_strand_is_found() {
    let scenes = 5_000;
    let last = Node::Scene(scenes - 1);
    let main = Subject::Strand(MAIN);
    for relation in [Relation::After, Relation::During, Relation::With] {
        let network = Network {
            scenes: vec![Scene { strand: Some(MAIN), timeless: false, work: 0 }; scenes as usize],
            strands: vec![Telling::Forwards],
            claims: vec![
                claim(7, relation, scenes - 1),
                Claim::is(main, Relation::Before, last),
                claim(9, Relation::Before, 8),
            ],
            ..Network::default()
        };
        assert_eq!(chronology(&network).contradiction.map(|found| found.claims()), Some(vec![0, 1]));
    }
}

#[test]
fn a_ring_of_claims_is_found_whatever_its_length() {
    for length in [2, 999, 1_000, 1_001, 2_000, 2_500] {
        let network = Network {
            scenes: vec![Scene::default(); length as usize],
            strands: vec![Telling::Forwards],
            claims: (0..length).map(|scene| claim(scene, Relation::Before, (scene + 1) % length)).collect(),
            ..Network::default()
        };
        let found = chronology(&network).contradiction.unwrap();
        assert_eq!(found.claims().len(), length as usize);
        assert_eq!(found.cycle[0].earlier, Point::Start(Node::Scene(0)));
    }
}

/// Whether two show or tell one event.
fn same(chronology: &Chronology, one: Node, other: Node) -> bool {
    let is_in = |event: &Event, node| match node {
        Node::Scene(scene) => event.scenes.contains(&scene),
        Node::Fact(fact) => event.facts.contains(&fact),
    };
    chronology.events.iter().any(|event| is_in(event, one) && is_in(event, other))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_engine_answers_as_the_definitions_do(network in networks(12)) {
        agree(&network);
    }

    #[test]
    fn the_engine_answers_as_the_definitions_do_where_order_is_all(network in of_order_alone(10)) {
        agree(&network);
    }

    #[test]
    fn there_is_a_reason_just_where_the_order_is_not_open(network in networks(10)) {
        let chronology = chronology(&network);
        let node = |event: &Event| {
            event.scenes.first().map_or_else(|| Node::Fact(event.facts[0]), |&scene| Node::Scene(scene))
        };
        for pair in chronology.events.windows(2) {
            let found = why(&network, &chronology, node(&pair[0]), node(&pair[1]));
            let told = |chain: &Vec<_>| chain.iter().any(|step: &ChainStep| matches!(step.because, Because::Link(_)));
            let step = found.as_ref().map_or(Step::Open, |chain| if told(chain) { Step::Told } else { Step::Declared });
            prop_assert_eq!(Some(step), pair[1].step);
            if let Some(chain) = found {
                prop_assert!(total(&chain).is_later());
                prop_assert!(chain.windows(2).all(|steps| steps[0].later == steps[1].earlier));
            }
        }
    }

    #[test]
    fn the_order_of_any_two_is_that_which_a_reason_gives(network in networks(10)) {
        let solution = Solution::of(&network);
        let chronology = solution.chronology();
        let scenes = (0..network.scenes.len() as u32).map(Node::Scene);
        let nodes: Vec<Node> = scenes.chain((0..network.told_facts.len() as u32).map(Node::Fact)).collect();
        let pairs: Vec<(Node, Node)> = nodes.iter().flat_map(|&one| nodes.iter().map(move |&other| (one, other))).collect();
        for (&(one, other), step) in pairs.iter().zip(solution.orders(&pairs)) {
            let found = (chronology.contradiction.is_none()).then(|| why(&network, chronology, one, other)).flatten();
            let told = |chain: &Vec<_>| chain.iter().any(|step: &ChainStep| matches!(step.because, Because::Link(_)));
            let expected = found.map_or(Step::Open, |chain| if told(&chain) { Step::Told } else { Step::Declared });
            prop_assert_eq!(step, expected, "{:?} {:?}", one, other);
            if solution.begin_together(one, other) {
                prop_assert_eq!(step, Step::Open);
                prop_assert!(one == other || together(&network, chronology, one, other).is_some() || same(chronology, one, other));
            }
        }
    }

    #[test]
    fn a_way_out_leads_out(network in networks(8)) {
        let found = contradictions(&network);
        let [contradiction] = &found[..] else { return Ok(()) };
        for way in ways_out(&network, contradiction, &[]) {
            let mut changed = network.clone();
            let claim = &mut changed.claims[way.claim as usize];
            let at = |minute| Window { from: minute, until: minute + 1 };
            claim.says = match (claim.says, way.change) {
                (Says::At(calendar, _), Change::Later { minute, .. }) => Says::At(calendar, at(minute)),
                (Says::At(calendar, _), Change::Earlier { minute, open }) => {
                    Says::At(calendar, at(minute - i64::from(open)))
                }
                (Says::Is { relation, target, by }, Change::TurnedRound) => {
                    let relation = if relation == Relation::Before { Relation::After } else { Relation::Before };
                    Says::Is { relation, target, by }
                }
                (says, Change::Longer { minutes, open }) => apart(says, minutes, minutes + i64::from(open)),
                (says, Change::Shorter { minutes, open }) => apart(says, minutes - i64::from(open), minutes),
                (says, _) => says,
            };
            prop_assert_eq!(contradictions(&changed), vec![], "{:?}", way);
        }
    }

    #[test]
    fn distances_that_share_a_point_are_no_different(network in stars()) {
        agree(&network);
    }

    #[test]
    fn a_story_without_claims_is_listed_as_told(scenes in 0u32..40) {
        let network = Network {
            scenes: vec![Scene::default(); scenes as usize],
            strands: vec![Telling::Forwards],
            ..Network::default()
        };
        let told: Vec<Vec<Node>> = (0..scenes).map(|scene| vec![Node::Scene(scene)]).collect();
        prop_assert_eq!(listing(&chronology(&network)), told);
    }

    #[test]
    fn the_listing_respects_every_claim(network in networks(14)) {
        let chronology = chronology(&network);
        if chronology.contradiction.is_some() {
            return Ok(());
        }
        let held = held(&network, &chronology);
        for &(a, says, target) in &held {
            let (Says::Is { relation, .. }, Some(b)) = (says, target) else { continue };
            match relation {
                Relation::Before => prop_assert!(a < b),
                Relation::After | Relation::During => prop_assert!(a > b),
                Relation::Same => prop_assert_eq!(a, b),
                Relation::With => {}
            }
        }
        for (a, b) in held.iter().flat_map(|a| held.iter().map(move |b| (a, b))) {
            match (a.1, b.1) {
                (Says::At(calendar, early), Says::At(other, late)) if calendar == other && early.until <= late.from => {
                    prop_assert!(a.0 < b.0);
                }
                (Says::Is { relation: Relation::After, by: Some(little), .. },
                 Says::Is { relation: Relation::After, by: Some(much), .. })
                    if a.2 == b.2 && little.most < much.least => prop_assert!(a.0 < b.0),
                (Says::Lasts(one), Says::Lasts(other)) if a.0 == b.0 => prop_assert!(one.least <= other.most),
                _ => {}
            }
        }
    }

    #[test]
    fn a_contradiction_cannot_spare_any_of_its_claims(network in networks(10)) {
        let found = chronology(&network).contradiction;
        cannot_be_spared(&network, found.as_slice());
    }

    #[test]
    fn contradictions_share_no_claim_and_without_them_there_is_a_solution(network in with_theories(10)) {
        let found = contradictions(&network);
        prop_assert_eq!(found.is_empty(), chronology(&network).contradiction.is_none());
        cannot_be_spared(&network, &found);
        let mut named: Vec<u32> = found.iter().flat_map(Contradiction::claims).collect();
        let count = named.len();
        named.sort_unstable();
        named.dedup();
        prop_assert_eq!(named.len(), count);
        prop_assert!(!with_strands_spelled_out(&network).is_contradictory(|id| !named.contains(&id)));
    }

    #[test]
    fn what_a_theory_assumes_is_no_less_true(network in with_theories(10)) {
        prop_assert_eq!(chronology(&network), chronology(&Network { assumed: 0, ..network }));
    }
}

/// Each cycle is one, its claims contradict each other, and none of them is needless.
fn cannot_be_spared(network: &Network, contradictions: &[Contradiction]) {
    // Membership of strands is fixed first, so that taking a claim out says nothing but that.
    let fixed = with_strands_spelled_out(network);
    for contradiction in contradictions {
        let cycle = &contradiction.cycle;
        assert!(!cycle.is_empty());
        for (step, next) in cycle.iter().zip(cycle.iter().cycle().skip(1)) {
            assert_eq!(step.later, next.earlier);
        }
        let named = contradiction.claims();
        assert!(fixed.is_contradictory(|id| named.contains(&id)), "the claims named do not contradict each other");
        for &spared in &named {
            let others = |id| id != spared && named.contains(&id);
            assert!(!fixed.is_contradictory(others), "claim {spared} can be spared");
        }
    }
}

/// What the claims say of each event, by its place in the listing, and of which other.
fn held(network: &Network, chronology: &Chronology) -> Vec<(usize, Says, Option<usize>)> {
    let place = |node| listing(chronology).iter().position(|event| event.contains(&node));
    let mut held = Vec::new();
    for claim in &network.claims {
        let target = claim.relation().map(|(relation, target)| (relation, place(target)));
        if matches!(target, Some((_, None))) {
            continue;
        }
        let on: Vec<Node> = match claim.subject {
            Subject::Node(node) | Subject::Outside(node) => vec![node],
            Subject::Strand(strand) => (0..)
                .zip(&chronology.places)
                .filter(|(_, place)| place.strand == Some(strand))
                .map(|(scene, _)| Node::Scene(scene))
                .collect(),
        };
        for event in on.into_iter().filter_map(place) {
            let spared = matches!(claim.subject, Subject::Strand(_))
                && target.is_some_and(|(relation, b)| relation != Relation::Same && b == Some(event));
            held.extend((!spared).then_some((event, claim.says, target.and_then(|(_, b)| b))));
        }
    }
    held
}

/// How many claims are tried together to find the fewest that contradict each other.
fn most_tried(network: &Network) -> usize {
    match network.claims.len() - network.assumed as usize {
        0..=12 => 6,
        13..=18 => 4,
        _ => 3,
    }
}

/// Whether a cycle can use no claim of the story twice.
fn are_used_once(network: &Network) -> bool {
    network.claims[..network.claims.len() - network.assumed as usize].iter().all(|claim| {
        let twice = matches!(claim.relation(), Some((Relation::During | Relation::With | Relation::Same, _)));
        !matches!(claim.subject, Subject::Strand(_)) && !twice
    })
}

/// Prints how many were longer: `cargo test --release --test time fewest -- --nocapture`.
fn the_first_contradiction_has_the_fewest_claims(
    of: &impl Strategy<Value = Network>,
    found: fn(&Network) -> Option<Contradiction>,
) {
    let counted = Cell::new([0_u32; 4]);
    let count = |at: usize| {
        let mut now = counted.get();
        now[at] += 1;
        counted.set(now);
    };
    let run = TestRunner::new(Config { failure_persistence: None, ..cases() }).run(of, |network| {
        let Some(contradiction) = found(&network) else { return Ok(()) };
        let canon = network.claims.len() - network.assumed as usize;
        let named = contradiction.claims().iter().filter(|&&claim| (claim as usize) < canon).count();
        let most_tried = most_tried(&network);
        let fewest = fewest_contradictory(&network, named.min(most_tried));
        if named <= most_tried {
            prop_assert!(fewest.is_some());
        }
        if let Some(fewest) = fewest
            && (fewest == 0 || are_used_once(&network))
        {
            prop_assert_eq!(named, fewest);
        }
        count(match fewest {
            Some(0) => 0,
            Some(fewest) if fewest < named => 1,
            Some(_) => 2,
            None => 3,
        });
        Ok(())
    });
    let [of_theory, longer, shortest, too_long] = counted.get();
    #[expect(clippy::disallowed_macros, reason = "how well the engine does is for people to read")]
    {
        println!(
            "{of_theory} contradictions of theories alone; of others {shortest} shortest, {longer} longer than the \
            shortest, {too_long} not known"
        );
    }
    run.unwrap();
}

#[test]
fn a_contradiction_has_the_fewest_claims_where_no_claim_is_used_twice() {
    let of_no_theory = networks(10).prop_map(|network| Network { assumed: 0, ..network });
    the_first_contradiction_has_the_fewest_claims(&of_no_theory, |network| chronology(network).contradiction);
}

#[test]
fn a_theory_contradicts_the_fewest_claims_of_the_story_and_none_where_it_contradicts_itself() {
    the_first_contradiction_has_the_fewest_claims(&with_theories(7), |network| {
        contradictions(network).into_iter().next()
    });
}

/// The claim with another distance or duration.
fn apart(says: Says, least: i64, most: i64) -> Says {
    let distance = Distance { least, most };
    match says {
        Says::Is { relation, target, .. } => Says::Is { relation, target, by: Some(distance) },
        Says::Lasts(_) => Says::Lasts(distance),
        Says::At(..) => says,
    }
}

struct Fixed {
    network: Network,
    claims: Vec<Vec<Claim>>,
}

impl Fixed {
    /// Whether some of the claims contradict each other.
    fn is_contradictory(&self, keep: impl Fn(u32) -> bool) -> bool {
        let claims = (0..).zip(&self.claims).filter(|(id, _)| keep(*id)).flat_map(|(_, claim)| claim.clone());
        let network = Network { claims: claims.collect(), assumed: 0, ..self.network.clone() };
        chronology(&network).contradiction.is_some()
    }
}

/// The same network with each scene on the strand it is on by name, and each strand's claim as one for each of its scenes.
fn with_strands_spelled_out(network: &Network) -> Fixed {
    let chronology = chronology(network);
    let event = |node| {
        chronology.events.iter().position(|event| match node {
            Node::Scene(scene) => event.scenes.contains(&scene),
            Node::Fact(fact) => event.facts.contains(&fact),
        })
    };
    let mut fixed = network.clone();
    fixed.strands = vec![Telling::Loosely; network.strands.len()];
    for (scene, place) in fixed.scenes.iter_mut().zip(&chronology.places) {
        scene.strand = place.strand.or(Some(Strand(scene.work)));
    }
    let claims = network.claims.iter().map(|claim| match claim.subject {
        Subject::Node(_) | Subject::Outside(_) => vec![*claim],
        Subject::Strand(strand) => (0..)
            .zip(&chronology.places)
            .filter(|(_, place)| place.strand == Some(strand))
            .map(|(scene, _)| Claim { subject: Subject::Node(Node::Scene(scene)), ..*claim })
            .filter(|spread| {
                claim.relation().is_none_or(|(relation, target)| {
                    let spared = match spread.subject {
                        Subject::Node(node) | Subject::Outside(node) => event(node) == event(target),
                        Subject::Strand(_) => false,
                    };
                    relation == Relation::Same || !spared
                })
            })
            .collect(),
    });
    let claims = claims.collect();
    Fixed { network: fixed, claims }
}
