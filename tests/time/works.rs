//! Several works, what is said from outside, and theories.

use storyline::time::{
    Claim, Contradiction, Distance, Label, Network, Node, Relation, Says, Scene, Step, Strand, Subject, Telling,
    chronology, contradictions,
};

use crate::{agree, claim};

/// Scenes on the main strands of their works: "aab" is two of the first work and one of the second.
fn of_works(works: &str, claims: Vec<Claim>) -> Network {
    let work = |c: char| u32::from(c as u8 - b'a');
    let scenes = works.chars().map(|c| Scene { work: work(c), ..Scene::default() }).collect();
    let count = works.chars().map(work).max().map_or(0, |last| last + 1);
    let strands = vec![Telling::Forwards; count as usize];
    Network { scenes, strands, works: count, claims, ..Network::default() }
}

/// The first scene of each event, as they are listed.
fn listed(network: &Network) -> Vec<u32> {
    agree(network);
    chronology(network).events.iter().map(|event| event.scenes[0]).collect()
}

fn labels(network: &Network) -> Vec<Label> {
    agree(network);
    chronology(network).places.iter().map(|place| place.label).collect()
}

/// Said from outside.
fn outside(subject: u32, relation: Relation, target: u32) -> Claim {
    Claim::is(Subject::Outside(Node::Scene(subject)), relation, Node::Scene(target))
}

#[test]
fn no_link_leads_from_one_work_to_the_next() {
    for works in ["aabb", "aacc"] {
        let network = of_works(works, Vec::new());
        assert_eq!(listed(&network), [0, 1, 2, 3]);
        let steps: Vec<Option<Step>> = chronology(&network).events.iter().map(|event| event.step).collect();
        assert_eq!(steps, [None, Some(Step::Told), Some(Step::Open), Some(Step::Told)]);
    }
}

#[test]
fn each_work_has_a_main_strand_of_its_own() {
    let network = of_works("abb", vec![Claim::is(Subject::Strand(Strand(1)), Relation::Before, Node::Scene(0))]);
    assert_eq!(listed(&network), [1, 2, 0]);
    let places = chronology(&network).places;
    assert_eq!(places.iter().map(|place| place.strand).collect::<Vec<_>>(), [0, 1, 1].map(|main| Some(Strand(main))));
    assert!(places.iter().all(|place| place.on_main && place.label == Label::Present));
    // Each is told its own way.
    let mut backwards = of_works("aabb", Vec::new());
    backwards.strands[1] = Telling::Backwards;
    assert_eq!(listed(&backwards), [0, 1, 3, 2]);
}

#[test]
fn a_label_looks_at_its_own_work_alone() {
    use Label::{Aside, FlashForward, Flashback, Present, Retold};
    let both = |works: [&str; 2], claims: &[Claim]| works.map(|works| labels(&of_works(works, claims.to_vec())));
    // What is told before or after it on main is of another work.
    let [alone, apart] = both(["aaaa", "aabb"], &[claim(2, Relation::Before, 0)]);
    assert_eq!((alone[2], apart[2]), (Flashback, Aside));
    let [alone, apart] = both(["aaa", "aab"], &[claim(1, Relation::After, 2)]);
    assert_eq!((alone[1], apart[1]), (FlashForward, Aside));
    // What it shows is on the main strand of another work.
    let [alone, apart] = both(["aa", "ab"], &[claim(0, Relation::Same, 1)]);
    assert_eq!((alone, apart), (vec![Present, Retold], vec![Aside, Retold]));
    let [alone, apart] = both(["aaa", "abb"], &[claim(1, Relation::Same, 0), claim(2, Relation::Before, 0)]);
    assert_eq!((alone[2], apart[2]), (Flashback, Aside));
}

#[test]
fn what_is_said_from_outside_leaves_a_scene_on_its_strand() {
    // Scene 2 is linked to 1, which comes first; where 1 is off its strand nothing ties them.
    assert_eq!(listed(&of_works("abb", vec![outside(2, Relation::Before, 0)])), [1, 2, 0]);
    assert_eq!(listed(&of_works("abb", vec![claim(2, Relation::Before, 0)])), [2, 0, 1]);
}

#[test]
fn what_is_said_from_outside_is_an_anchor_after_what_strands_claim() {
    let strand = Claim::is(Subject::Strand(Strand(1)), Relation::After, Node::Scene(0));
    let before = outside(3, Relation::Before, 2);
    let of_strand = |claims: Vec<Claim>| {
        let mut network = of_works("aaaa", claims);
        network.strands.push(Telling::Forwards);
        network.scenes[3].strand = Some(Strand(1));
        network
    };
    assert_eq!(listed(&of_strand(vec![before])), [0, 1, 3, 2]);
    assert_eq!(listed(&of_strand(vec![strand, before])), [0, 3, 1, 2]);
}

#[test]
fn what_is_said_from_outside_is_an_anchor_as_it_is_written() {
    // 2 and 3 show one event.
    let loosely = |claims: Vec<Claim>| Network { strands: vec![Telling::Loosely], ..of_works("aaaaa", claims) };
    let same = claim(3, Relation::Same, 2);
    let (before, after) = (outside(3, Relation::Before, 4), outside(2, Relation::After, 0));
    assert_eq!(listed(&loosely(vec![same, before, after])), [0, 1, 2, 4]);
    assert_eq!(listed(&loosely(vec![same, after, before])), [0, 2, 1, 4]);
}

#[test]
fn those_who_say_from_outside_that_they_are_with_somebody_come_last() {
    let claims = vec![outside(1, Relation::With, 3), claim(2, Relation::With, 3)];
    let mut network = Network { strands: vec![Telling::Loosely], assumed: 1, ..of_works("aaaa", claims) };
    assert_eq!(listed(&network), [0, 1, 2, 3]);
    network.claims.truncate(1);
    network.assumed = 0;
    assert_eq!(listed(&network), [0, 1, 3, 2]);
    // What a theory says of a strand counts as what the story says of one.
    network.claims.push(Claim::is(Subject::Strand(Strand(1)), Relation::With, Node::Scene(3)));
    network.assumed = 1;
    network.strands.push(Telling::Loosely);
    network.scenes[2].strand = Some(Strand(1));
    assert_eq!(listed(&network), [0, 1, 2, 3]);
}

#[test]
fn a_theory_collides_with_as_few_claims_of_the_story_as_can_be() {
    // 0 before 1 before 2 by the story, and 0 before 2 by itself; the theory has 2 before 0, in two steps of its own.
    let canon = vec![claim(0, Relation::Before, 1), claim(0, Relation::Before, 2), claim(1, Relation::Before, 2)];
    let of_theory = [claim(2, Relation::Before, 3), claim(3, Relation::Before, 0)];
    let mut network = of_works("aaaa", canon.into_iter().chain(of_theory).collect());
    network.assumed = 2;
    let found: Vec<Vec<u32>> = contradictions(&network).iter().map(Contradiction::claims).collect();
    assert_eq!(found, [vec![1, 3, 4]]);
    // One that contradicts itself collides with nothing.
    let own = [claim(2, Relation::Before, 3), claim(3, Relation::Before, 2)];
    network.claims.splice(3.., own);
    let found: Vec<Vec<u32>> = contradictions(&network).iter().map(Contradiction::claims).collect();
    assert_eq!(found, [vec![3, 4]]);
}

/// That something lasts so long, or comes after another by so much.
fn so_long(subject: u32, relation: Option<u32>, least: i64) -> Claim {
    let distance = Distance { least, most: least };
    let says = match relation {
        Some(target) => Says::Is { relation: Relation::After, target: Node::Scene(target), by: Some(distance) },
        None => Says::Lasts(distance),
    };
    Claim { subject: Subject::Node(Node::Scene(subject)), says }
}

#[test]
fn a_theory_that_contradicts_itself_more_often_than_is_looked_for_is_given_up() {
    let claims = (0..40).flat_map(|scene| [so_long(scene, None, 5), so_long(scene, None, 7)]).collect();
    let mut network = of_works(&"a".repeat(40), claims);
    network.assumed = network.claims.len() as u32;
    assert_eq!(contradictions(&network).len(), 32);
}

#[test]
fn a_theory_with_many_ways_to_say_later_is_soon_searched() {
    // From each rung to the next straight, and later, by half as much each time, by way of one between.
    let rungs = 40;
    let scenes = 2 * rungs + 1;
    let straight = (0..rungs).map(|rung| claim(2 * rung + 2, Relation::After, 2 * rung));
    let between = (0..rungs).flat_map(|rung| {
        let later = Distance { least: 1 << (rungs - rung), most: 1 << 50 };
        let by = |subject: u32, target| Claim {
            subject: Subject::Node(Node::Scene(subject)),
            says: Says::Is { relation: Relation::After, target: Node::Scene(target), by: Some(later) },
        };
        [by(2 * rung + 1, 2 * rung), claim(2 * rung + 2, Relation::After, 2 * rung + 1)]
    });
    let of_theory: Vec<Claim> = straight.chain(between).collect();
    let assumed = of_theory.len() as u32;
    let canon = [claim(0, Relation::After, scenes - 1)];
    let claims = canon.into_iter().chain(of_theory).collect();
    let network = Network { assumed, ..of_works(&"a".repeat(scenes as usize), claims) };
    assert_eq!(contradictions(&network).len(), 1);
}
