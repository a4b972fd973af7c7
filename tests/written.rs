//! Random stories, written as files and read back: what a file says is what the engine of time is asked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "time/random.rs"]
mod random;

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::test_runner::Config;
use random::networks;
use storyline::knowledge::{Seen, cut};
use storyline::library::{self, Library, Origin};
use storyline::lint;
use storyline::play;
use storyline::problem::{self, Look, Severity};
use storyline::source::Source;
use storyline::story::Story;
use storyline::time::{Chronology, Claim, Network, Node, Relation, Strand, Subject, Telling, chronology};
use storyline::view::{self, Options, Order};

/// How the ids of a story are made. Renaming must change nothing.
type Naming = fn(&str, u32) -> String;

fn plain(kind: &str, number: u32) -> String {
    format!("{kind}-{number}")
}

/// Sorts the other way round, and looks like nothing.
fn odd(kind: &str, number: u32) -> String {
    format!("z{}-{}", 999 - number, kind.len())
}

fn written(network: &Network, name: Naming) -> String {
    let mut text = "format = 1\n[work]\ntitle = \"A random story\"\n".to_owned();
    for (strand, telling) in (0..).zip(&network.strands) {
        let id = if strand == 0 { "main".to_owned() } else { name("strand", strand) };
        let told = match telling {
            Telling::Forwards => "forwards",
            Telling::Backwards => "backwards",
            Telling::Loosely => "loosely",
        };
        let when = claims(network, Subject::Strand(Strand(strand)), name);
        writeln!(text, "[strands.{id}]\ntold = \"{told}\"\nwhen = [{when}]").unwrap();
    }
    for fact in 0..network.told_facts.len() as u32 {
        let when = claims(network, Subject::Node(Node::Fact(fact)), name);
        // A fact is told where it has a time; a date orders nothing yet.
        let id = name("fact", fact);
        writeln!(text, "[facts.{id}]\ntruth = \"Truth {fact}.\"\nwhen = [{when}{{ at = \"2012\" }}]").unwrap();
    }
    for (at, scene) in (0..).zip(&network.scenes) {
        let id = name("scene", at);
        writeln!(text, "[[scene]]\nid = \"{id}\"\ntitle = \"Scene {at}\"\ntext = \"Told {at}.\"").unwrap();
        writeln!(text, "timeless = {}", scene.timeless).unwrap();
        if let Some(Strand(strand)) = scene.strand {
            let id = if strand == 0 { "main".to_owned() } else { name("strand", strand) };
            writeln!(text, "strand = \"{id}\"").unwrap();
        }
        let revealed = (0..).zip(&network.told_facts).filter(|(_, by)| **by == at);
        let revealed: Vec<String> = revealed.map(|(fact, _)| format!("\"{}\"", name("fact", fact))).collect();
        writeln!(text, "reveals = [{}]", revealed.join(", ")).unwrap();
        writeln!(text, "when = [{}]", claims(network, Subject::Node(Node::Scene(at)), name)).unwrap();
    }
    text
}

fn claims(network: &Network, subject: Subject, name: Naming) -> String {
    let of_subject = network.claims.iter().filter(|claim| claim.subject == subject);
    of_subject.map(|claim| format!("{{ {} }}, ", in_words(claim, name))).collect()
}

fn in_words(claim: &Claim, name: Naming) -> String {
    let relation = match claim.relation {
        Relation::Before => "before",
        Relation::After => "after",
        Relation::During => "during",
        Relation::With => "with",
        Relation::Same => "same",
    };
    let target = match claim.target {
        Node::Scene(scene) => name("scene", scene),
        Node::Fact(fact) => format!("fact:{}", name("fact", fact)),
    };
    format!("{relation} = \"{target}\"")
}

fn read(text: &str) -> Story {
    let loaded = library::load(Source::new("random.toml", text));
    let errors: Vec<_> = (loaded.problems.iter()).filter(|problem| problem.code.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    loaded.story.unwrap()
}

/// Everything that can be shown of a story, in one text.
fn shown(story: &Story) -> String {
    let whole = cut(story, &Seen::all(story));
    let chronology = whole.chronology();
    let mut shown = play::told(&whole, &Options::default()).plain();
    for order in [Order::Narrative, Order::Chronological] {
        let options = Options { order, ..Options::default() };
        for view in view::VIEWS {
            shown.push_str(&(view.page)(&whole, &chronology, &options).plain());
            shown.push_str(&(view.json)(&whole, &chronology, &options));
        }
    }
    shown.push_str(&play::chronological(&whole, &chronology, &Options::default()).plain());
    shown
}

/// A claim that compares something with itself is dropped where files are read, so none is written.
fn without_self_references(mut network: Network) -> Network {
    network.claims.retain(|claim| claim.subject != Subject::Node(claim.target));
    network
}

/// The chronology of a network, with strands numbered as they appear: how a file numbers them is its own affair.
fn strands_as_they_appear(network: &Network) -> Chronology {
    let mut chronology = chronology(network);
    let mut met: Vec<Strand> = Vec::new();
    for strand in chronology.places.iter_mut().filter_map(|place| place.strand.as_mut()) {
        let at = met.iter().position(|other| other == strand).unwrap_or_else(|| {
            met.push(*strand);
            met.len() - 1
        });
        *strand = Strand(at as u32);
    }
    // A claim of a strand that no scene is on says nothing, so claims may go by other numbers too.
    if let Some(contradiction) = &mut chronology.contradiction {
        contradiction.cycle.iter_mut().for_each(|step| step.claim = step.claim.map(|_| 0));
    }
    chronology
}

proptest! {
    #![proptest_config(Config { cases: 200, ..Config::default() })]

    #[test]
    fn a_written_story_asks_what_it_says(network in networks(9)) {
        let network = without_self_references(network);
        let story = read(&written(&network, plain));
        prop_assert_eq!(strands_as_they_appear(&story.network().network), strands_as_they_appear(&network));
    }

    #[test]
    fn renaming_ids_changes_nothing(network in networks(9)) {
        let network = without_self_references(network);
        let before = shown(&read(&written(&network, plain)));
        let after = shown(&read(&written(&network, odd)));
        let mut back = after;
        for at in 0..network.scenes.len() as u32 {
            back = back.replace(&format!("\"{}\"", odd("scene", at)), &format!("\"{}\"", plain("scene", at)));
        }
        prop_assert_eq!(before, back);
    }

    #[test]
    fn what_is_printed_at_a_scene_is_the_same_if_the_story_ends_there(network in networks(9), seen in 0usize..9) {
        let network = without_self_references(network);
        let text = written(&network, plain);
        let whole = read(&text);
        let seen = seen.min(network.scenes.len());
        let ends: Vec<usize> = text.match_indices("[[scene]]").map(|(at, _)| at).chain([text.len()]).collect();
        // Claims on what is cut off lead nowhere now, and are left out with a problem.
        let cut_off = library::load(Source::new("random.toml", &text[..ends[seen]])).story.unwrap();
        let tell = |story: &Story| play::told(&cut(story, &Seen::all(story)), &Options::default()).plain();
        let (whole, so_far) = (tell(&whole), tell(&cut_off));
        prop_assert!(whole.starts_with(&so_far), "{}\n-- is not the beginning of --\n{}", so_far, whole);
    }

    #[test]
    fn a_story_with_any_slip_in_it_is_answered(at in any::<prop::sample::Index>(), what in "\\PC{0,3}|[\u{0}-\u{9f}\"'\\[\\]{}=#\n]{0,3}", cuts in 0usize..40) {
        for (_, listing) in Library::default().stories() {
            let Origin::BuiltIn(text) = listing.origin else { continue };
            let start = text.char_indices().map(|(start, _)| start).nth(at.index(text.chars().count())).unwrap();
            let rest: String = text[start..].chars().skip(cuts).collect();
            let loaded = library::load(Source::new("slip.toml", format!("{}{what}{rest}", &text[..start])));
            let mut problems = loaded.problems;
            if let Some(story) = &loaded.story {
                lint::check(story, &mut problems);
                prop_assert!(!shown(story).chars().any(|c| c.is_control() && c != '\n'));
            } else {
                prop_assert!(problem::any_fatal(&problems));
            }
            for problem in &problems {
                let look = Look { colour: false, unicode: true, width: 80 };
                let drawn = problem::render(problem, std::slice::from_ref(&loaded.source), look);
                prop_assert!(!drawn.chars().any(|c| c.is_control() && c != '\n'), "{:?}", drawn);
            }
        }
    }
}
