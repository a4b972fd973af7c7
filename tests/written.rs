//! Random stories, written as files and read back: what a file says is what the engine of time is asked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "time/random.rs"]
mod random;

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::test_runner::Config;
use random::networks;
use storyline::calendar::Date;
use storyline::knowledge::{Seen, cut};
use storyline::library::{self, Library, Origin};
use storyline::lint::{self, Checked};
use storyline::play;
use storyline::problem::{self, Look, Severity};
use storyline::source::Source;
use storyline::story::Story;
use storyline::time::{
    Because, Calendar, Chronology, Claim, Distance, Network, Node, Relation, Says, Strand, Subject, Telling, Window,
    chronology,
};
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
        let id = name("fact", fact);
        writeln!(text, "[facts.{id}]\ntruth = \"Truth {fact}.\"\nwhen = [{when}]").unwrap();
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
        let own = network.claims.iter().filter(|claim| claim.subject == Subject::Node(Node::Scene(at)));
        for claim in own {
            if let Says::Lasts(lasts) = claim.says {
                writeln!(text, "lasts = \"{}\"", duration(lasts)).unwrap();
            }
        }
    }
    text
}

fn claims(network: &Network, subject: Subject, name: Naming) -> String {
    let of_subject = network.claims.iter().filter(|claim| claim.subject == subject);
    let of_when = of_subject.filter(|claim| !matches!(claim.says, Says::Lasts(_)));
    of_when.map(|claim| format!("{{ {} }}, ", in_words(claim, name))).collect()
}

fn in_words(claim: &Claim, name: Naming) -> String {
    let (relation, target, by) = match claim.says {
        Says::Is { relation, target, by } => (relation, target, by),
        Says::At(calendar, window) => return format!("at = \"{}\"", moment(calendar, window)),
        Says::Lasts(lasts) => return format!("lasts = \"{}\"", duration(lasts)),
    };
    let target = match target {
        Node::Scene(scene) => name("scene", scene),
        Node::Fact(fact) => format!("fact:{}", name("fact", fact)),
    };
    let by = match (relation, by) {
        (Relation::Before | Relation::After, Some(by)) => format!(", by = \"{}\"", duration(by)),
        _ => String::new(),
    };
    let relation = match relation {
        Relation::Before => "before",
        Relation::After => "after",
        Relation::During => "during",
        Relation::With => "with",
        Relation::Same => "same",
    };
    format!("{relation} = \"{target}\"{by}")
}

fn duration(distance: Distance) -> String {
    format!("{} to {} minutes", distance.least, distance.most)
}

/// A moment that can be written: to the minute.
fn moment(calendar: Calendar, window: Window) -> String {
    match calendar {
        Calendar::Dates => Date::of_minute(window.from).map(Date::iso).unwrap(),
        Calendar::StoryDays(_) => {
            let (day, minute) = (window.from.div_euclid(1440) + 1, window.from.rem_euclid(1440));
            format!("day {day} {:02}:{:02}", minute / 60, minute % 60)
        }
    }
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
        for export in view::export::EXPORTS {
            shown.push_str(&(export.write)(&whole, &chronology, &options));
        }
    }
    shown.push_str(&play::chronological(&whole, &chronology, &Options::default()).plain());
    shown
}

/// What a file can say: nothing is compared with itself, moments are to the minute, story days are those of one work,
/// not anchored; facts and strands do not last, and a scene lasts at most one time. One work, of which all is said by itself.
fn as_a_file_says_it(mut network: Network) -> Network {
    network.story_days = vec![None];
    network.works = 1;
    network.scenes.iter_mut().for_each(|scene| scene.work = 0);
    for claim in &mut network.claims {
        if let Subject::Outside(node) = claim.subject {
            claim.subject = Subject::Node(node);
        }
    }
    network.claims.sort_by_key(|claim| (claim.subject, matches!(claim.says, Says::Lasts(_))));
    network.claims.retain(|claim| claim.relation().is_none_or(|(_, target)| claim.subject != Subject::Node(target)));
    let is_scene = |subject| matches!(subject, Subject::Node(Node::Scene(_)));
    network.claims.retain(|claim| !matches!(claim.says, Says::Lasts(_)) || is_scene(claim.subject));
    let mut lasting = Vec::new();
    network.claims.retain(|claim| {
        let first = !matches!(claim.says, Says::Lasts(_)) || !lasting.contains(&claim.subject);
        lasting.push(claim.subject);
        first || !matches!(claim.says, Says::Lasts(_))
    });
    for claim in &mut network.claims {
        match &mut claim.says {
            Says::At(calendar, window) => {
                window.until = window.from + 1;
                if let Calendar::StoryDays(days) = calendar {
                    *days = 0;
                }
            }
            Says::Is { relation, by, .. } if !matches!(relation, Relation::Before | Relation::After) => *by = None,
            Says::Is { .. } | Says::Lasts(_) => {}
        }
    }
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
        for step in &mut contradiction.cycle {
            if let Because::Claim(claim) = &mut step.because {
                *claim = 0;
            }
        }
    }
    chronology
}

proptest! {
    #![proptest_config(Config { cases: 200, ..Config::default() })]

    #[test]
    fn a_written_story_asks_what_it_says(network in networks(9)) {
        let network = as_a_file_says_it(network);
        let story = read(&written(&network, plain));
        prop_assert_eq!(strands_as_they_appear(&story.network().network), strands_as_they_appear(&network));
    }

    #[test]
    fn renaming_ids_changes_nothing(network in networks(9)) {
        let network = as_a_file_says_it(network);
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
        let network = as_a_file_says_it(network);
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
                let checked = Checked::new(story, &loaded.sources);
                problems = lint::check(checked, &[], problems);
                prop_assert!(!shown(story).chars().any(|c| c.is_control() && c != '\n'));
            } else {
                prop_assert!(problem::any_fatal(&problems));
            }
            for problem in &problems {
                let look = Look { colour: false, unicode: true, width: 80 };
                let drawn = problem::render(problem, &loaded.sources, look);
                prop_assert!(!drawn.chars().any(|c| c.is_control() && c != '\n'), "{:?}", drawn);
            }
        }
    }
}
