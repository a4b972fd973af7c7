//! The order of events, against a slow reading of the definitions that shares nothing with the engine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod time {
    pub(crate) mod random;
    pub(crate) mod reference;
}

use proptest::prelude::*;
use proptest::test_runner::Config;
use storyline::time::{
    Chronology, Claim, Label, MAIN, Network, Node, Relation, Scene, Subject, Telling, chronology, index,
};

use time::random::networks;
use time::reference::{self, reference};

/// Random stories per law. `STORYLINE_CASES=10000 cargo test --release --test time` walks many.
fn cases() -> Config {
    #[expect(clippy::disallowed_methods, reason = "a long run is asked for from outside")]
    let cases = std::env::var("STORYLINE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400);
    Config { cases, ..Config::default() }
}

/// The listing as the reference writes it.
fn listing(chronology: &Chronology) -> Vec<Vec<Node>> {
    let nodes = |event: &storyline::time::Event| {
        let scenes = event.scenes.iter().map(|&scene| Node::Scene(scene));
        scenes.chain(event.facts.iter().map(|&fact| Node::Fact(fact))).collect()
    };
    chronology.events.iter().map(nodes).collect()
}

fn kept_links(chronology: &Chronology) -> Vec<(u32, u32)> {
    let links = (0..).zip(&chronology.places).filter_map(|(scene, place)| Some((place.linked_to?, scene)));
    links.collect()
}

/// Puts a network to the engine and to the reference.
fn agree(network: &Network) {
    let engine = chronology(network);
    let expected = reference(network);
    assert_eq!(engine.contradiction.is_some(), expected.contradictory);
    assert_eq!(engine.places.iter().map(|place| place.strand).collect::<Vec<_>>(), expected.strands);
    assert_eq!(listing(&engine), expected.listing);
    assert_eq!(engine.events.iter().map(|event| event.step).collect::<Vec<_>>(), expected.steps);
    assert_eq!(kept_links(&engine), expected.kept_links);
    assert_eq!(engine.places.iter().map(|place| place.label).collect::<Vec<_>>(), expected.labels);
    assert_eq!(engine.places.iter().map(|place| place.rank).collect::<Vec<_>>(), expected.ranks);
    assert!((index(&engine) - reference::index(network, &expected)).abs() < 1e-12);
}

fn claim(subject: u32, relation: Relation, target: u32) -> Claim {
    Claim { subject: Subject::Node(Node::Scene(subject)), relation, target: Node::Scene(target) }
}

#[test]
fn a_flash_forward_is_held_against_the_next_scene_of_another_event() {
    // 0 shows what 1 and 2 show on main; 3 is told after them and happened before.
    let main = Scene { strand: Some(MAIN), timeless: false };
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
fn a_hundred_thousand_scenes_told_backwards_take_no_stack() {
    let scenes = 100_000;
    let network = Network {
        scenes: vec![Scene { strand: Some(MAIN), timeless: false }; scenes as usize],
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
            scenes: vec![Scene { strand: Some(MAIN), timeless: false }; scenes as usize],
            strands: vec![Telling::Forwards],
            claims: vec![
                claim(7, relation, scenes - 1),
                Claim { subject: main, relation: Relation::Before, target: last },
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
        assert_eq!(found.cycle[0].earlier.node, Node::Scene(0));
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_engine_answers_as_the_definitions_do(network in networks(10)) {
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
        let place = |node| chronology.events.iter().position(|event| match node {
            Node::Scene(scene) => event.scenes.contains(&scene),
            Node::Fact(fact) => event.facts.contains(&fact),
        });
        for claim in &network.claims {
            let subjects: Vec<Node> = match claim.subject {
                Subject::Node(node) => vec![node],
                Subject::Strand(strand) => (0..).zip(&chronology.places)
                    .filter(|(_, place)| place.strand == Some(strand))
                    .map(|(scene, _)| Node::Scene(scene))
                    .collect(),
            };
            for subject in subjects {
                let (Some(a), Some(b)) = (place(subject), place(claim.target)) else { continue };
                if matches!(claim.subject, Subject::Strand(_)) && a == b && claim.relation != Relation::Same {
                    continue;
                }
                match claim.relation {
                    Relation::Before => prop_assert!(a < b),
                    Relation::After | Relation::During => prop_assert!(a > b),
                    Relation::Same => prop_assert_eq!(a, b),
                    Relation::With => {}
                }
            }
        }
    }

    #[test]
    fn a_contradiction_cannot_spare_any_of_its_claims(network in networks(10)) {
        let Some(contradiction) = chronology(&network).contradiction else { return Ok(()) };
        let cycle = &contradiction.cycle;
        prop_assert!(!cycle.is_empty());
        for (step, next) in cycle.iter().zip(cycle.iter().cycle().skip(1)) {
            prop_assert_eq!(step.later, next.earlier);
        }
        // Membership of strands is fixed first, so that taking a claim out says nothing but that.
        let fixed = with_strands_spelled_out(&network);
        let named = contradiction.claims();
        let only = |keep: &dyn Fn(u32) -> bool| {
            let claims = (0..).zip(&fixed.claims).filter(|(id, _)| keep(*id)).flat_map(|(_, claim)| claim.clone());
            let mut network = fixed.network.clone();
            network.claims = claims.collect();
            chronology(&network).contradiction.is_some()
        };
        prop_assert!(only(&|id| named.contains(&id)), "the claims named do not contradict each other");
        for &spared in &named {
            prop_assert!(!only(&|id| id != spared && named.contains(&id)), "claim {} can be spared", spared);
        }
    }
}

struct Fixed {
    network: Network,
    claims: Vec<Vec<Claim>>,
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
        scene.strand = place.strand.or(Some(MAIN));
    }
    let claims = network.claims.iter().map(|claim| match claim.subject {
        Subject::Node(_) => vec![*claim],
        Subject::Strand(strand) => (0..)
            .zip(&chronology.places)
            .filter(|(_, place)| place.strand == Some(strand))
            .map(|(scene, _)| Claim { subject: Subject::Node(Node::Scene(scene)), ..*claim })
            .filter(|spread| {
                claim.relation == Relation::Same
                    || match spread.subject {
                        Subject::Node(node) => event(node) != event(claim.target),
                        Subject::Strand(_) => true,
                    }
            })
            .collect(),
    });
    let claims = claims.collect();
    Fixed { network: fixed, claims }
}
