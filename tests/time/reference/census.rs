//! What random networks are like: how many of each sort there are among them.

use std::collections::{BTreeMap, BTreeSet};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use storyline::time::{Calendar, Claim, Distance, MAIN, Network, Node, Says, Step, Strand, Subject, Window};

use super::sound::{Edge, declared, implied, linked, possible_in_whole_minutes, start_together};
use super::{Answer, fewest_contradictory, reference};
use crate::time::random::{networks, of_order_alone, with_distances, with_theories};

/// The network without dates and durations.
fn order_alone(network: &Network) -> Network {
    let mut network = network.clone();
    network.claims.retain(|claim| claim.relation().is_some());
    for claim in &mut network.claims {
        if let Says::Is { by, .. } = &mut claim.says {
            *by = None;
        }
    }
    network
}

/// The network with all scenes in the first work, on its main strand where they are on that of theirs.
fn of_one_work(network: &Network) -> Network {
    let mut network = network.clone();
    let main = |strand: Strand| if strand.0 < network.works { MAIN } else { strand };
    for scene in &mut network.scenes {
        scene.strand = scene.strand.map(main);
        scene.work = 0;
    }
    for claim in &mut network.claims {
        if let Subject::Strand(strand) = &mut claim.subject {
            *strand = main(*strand);
        }
    }
    network
}

/// The network where scenes and facts say themselves what is said of them from outside.
fn said_by_themselves(network: &Network) -> Network {
    let mut network = network.clone();
    for claim in &mut network.claims {
        if let Subject::Outside(node) = claim.subject {
            claim.subject = Subject::Node(node);
        }
    }
    network
}

/// Whether a claim compares scenes of two works.
fn crosses_works(network: &Network, claim: &Claim) -> bool {
    let work = |node| match node {
        Node::Scene(scene) => Some(network.scenes[scene as usize].work),
        Node::Fact(_) => None,
    };
    let (Subject::Node(subject) | Subject::Outside(subject)) = claim.subject else { return false };
    let works = (work(subject), claim.relation().and_then(|(_, target)| work(target)));
    matches!(works, (Some(one), Some(other)) if one != other)
}

/// What comes of several works, of what is said from outside and of theories.
fn of_works(network: &Network, answer: &Answer) -> Vec<&'static str> {
    let outside = |claim: &Claim| matches!(claim.subject, Subject::Outside(_));
    let alone = reference(&of_one_work(network));
    let by_themselves = reference(&said_by_themselves(network));
    let same_strands = by_themselves.strands == answer.strands;
    let works: BTreeSet<u32> = network.scenes.iter().map(|scene| scene.work).collect();
    let sorts = [
        (works.len() > 1, "has scenes of several works"),
        (network.claims.iter().any(|claim| crosses_works(network, claim)), "has a claim across works"),
        (alone.kept_links != answer.kept_links, "has other links in one work"),
        (alone.labels != answer.labels, "has other labels in one work"),
        (
            alone.listing == answer.listing && alone.labels != answer.labels,
            "is listed alike in one work, with other labels",
        ),
        (network.claims.iter().any(outside), "has a claim from outside"),
        (!same_strands, "has other strands where all speak for themselves"),
        (
            same_strands && by_themselves.listing != answer.listing,
            "has the same strands where all speak for themselves, and is listed otherwise",
        ),
        (network.assumed > 0, "has a theory"),
    ];
    sorts.into_iter().filter_map(|(of_it, name)| of_it.then_some(name)).collect()
}

/// Neighbours of the listing that stand in an order of that sort, which relations alone would not give.
fn only_by_distances(network: &Network, answer: &Answer, step: Step) -> bool {
    let stripped = order_alone(network);
    let without = reference(&stripped);
    let mut edges = declared(&stripped, &without);
    if step == Step::Told {
        edges.extend(without.kept_links.iter().map(|&link| linked(&stripped, &without, link)));
    }
    let first = |event: &Vec<Node>| event[0];
    (1..answer.listing.len()).any(|place| {
        let (a, b) = (first(&answer.listing[place - 1]), first(&answer.listing[place]));
        answer.steps[place] == Some(step) && !implied(&edges, a, b)
    })
}

/// Every sort that a network is of.
fn sorts(network: &Network) -> Vec<String> {
    let answer = reference(network);
    let stripped = reference(&order_alone(network));
    let mut sorts = Vec::new();
    let mut sort = |of_it: bool, name: &str| sorts.extend(of_it.then(|| name.to_owned()));
    let says = |what: fn(&Says) -> bool| network.claims.iter().any(|claim| what(&claim.says));
    sort(says(|says| matches!(says, Says::At(..))), "has an `at`");
    sort(says(|says| matches!(says, Says::Lasts(_))), "has a `lasts`");
    sort(says(|says| matches!(says, Says::Is { by: Some(_), .. })), "has a `by`");
    sort(answer.contradictory, "contradictory");
    sort(answer.contradictory && !stripped.contradictory, "contradictory by distances only");
    if answer.contradictory {
        if network.claims.len() <= 12 {
            let fewest = fewest_contradictory(network, 6).map_or("more".to_owned(), |fewest| fewest.to_string());
            sort(true, &format!("of up to 12 claims, takes {fewest} of the story to be contradictory"));
        }
        return sorts;
    }
    let dropped = |answer: &Answer| answer.dropped_links.clone();
    sort(!answer.dropped_links.is_empty(), "has a link left out");
    sort(
        dropped(&answer).iter().any(|link| stripped.kept_links.contains(link)),
        "has a link left out that order alone keeps",
    );
    sort(
        dropped(&stripped).iter().any(|link| answer.kept_links.contains(link)),
        "has a link kept that order alone leaves out",
    );
    sort(only_by_distances(network, &answer, Step::Declared), "has a step declared by distances only");
    sort(only_by_distances(network, &answer, Step::Told), "has a step told by distances only");
    sort(answer.listing != stripped.listing, "is listed otherwise than by order alone");
    let bounds = answer.bounds.iter().flatten();
    let strict_from = |bound: Option<(i64, bool)>| bound.is_some_and(|(_, strict)| strict);
    sort(bounds.clone().any(|on| strict_from(on.earliest)), "has an earliest start that is excluded");
    sort(answer.bounds != answer.declared_bounds, "has a bound that takes a link");
    let edges = declared(network, &answer);
    let links = answer.kept_links.iter().map(|&link| linked(network, &answer, link));
    let all: Vec<Edge> = edges.iter().copied().chain(links).collect();
    let mut pairs = answer.listing.windows(2).filter(|pair| pair.iter().all(|event| !event.is_empty()));
    sort(pairs.any(|pair| start_together(&all, pair[0][0], pair[1][0])), "has neighbours that must start together");
    sort(!possible_in_whole_minutes(&edges), "has claims that hold in parts of minutes only");
    sorts.extend(of_works(network, &answer).into_iter().map(str::to_owned));
    sorts
}

/// What the claims of a network have in common.
fn claims_that_meet(network: &Network) -> Vec<&'static str> {
    let windows: Vec<(Calendar, Window)> = network
        .claims
        .iter()
        .filter_map(|claim| match claim.says {
            Says::At(calendar, window) => Some((calendar, window)),
            _ => None,
        })
        .collect();
    let any = |what: fn(Window, Window) -> bool| {
        let mut pairs =
            windows.iter().enumerate().flat_map(|(at, one)| windows[at + 1..].iter().map(move |other| (one, other)));
        pairs.any(|(one, other)| one.0 == other.0 && (what(one.1, other.1) || what(other.1, one.1)))
    };
    let zero = Distance { least: 0, most: 0 };
    let by_0 = |claim: &Claim| matches!(claim.says, Says::Is { by: Some(by), .. } if by == zero);
    let sorts = [
        (any(|one, other| one == other), "has two dates alike"),
        (any(|one, other| one.until == other.from), "has dates that touch"),
        (any(|one, other| one != other && one.from <= other.from && other.until <= one.until), "has a date in a date"),
        (network.claims.iter().any(by_0), "has a `by` of exactly 0"),
    ];
    sorts.into_iter().filter_map(|(of_it, name)| of_it.then_some(name)).collect()
}

#[test]
#[ignore = "run it to read it: cargo test --release --test time census -- --ignored --nocapture"]
#[expect(clippy::disallowed_macros, reason = "a census is for people to read")]
fn census() {
    let count = 10_000;
    let all = [
        ("all kinds", networks(12).boxed()),
        ("with distances", with_distances(12).boxed()),
        ("order alone", of_order_alone(12).boxed()),
        ("with theories", with_theories(7).boxed()),
    ];
    for (name, kind) in all {
        let mut runner = TestRunner::deterministic();
        let mut census: BTreeMap<String, u32> = BTreeMap::new();
        for _ in 0..count {
            let network = kind.new_tree(&mut runner).unwrap().current();
            let meeting = claims_that_meet(&network).into_iter().map(str::to_owned);
            for sort in sorts(&network).into_iter().chain(meeting) {
                *census.entry(sort).or_default() += 1;
            }
        }
        println!("-- {name}: of {count}");
        for (sort, count) in census {
            println!("{count:6} {sort}");
        }
    }
}
