//! What is expected of a story: each kind holds, and fails saying what holds instead.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use storyline::expectation;
use storyline::library;
use storyline::problem::Problem;
use storyline::source::Source;

const STORY: &str = r#"format = 1
work.title = "The Lake"
[characters.ada]
name = "Ada"
[characters.ben]
name = "Ben"
[facts.love]
seems = "He loves her."
truth = "He loves Ben."
[facts.age]
truth = "She is ninety."
[facts.fire]
truth = "It had burnt."
when = { before = "lake" }
[facts.order]
truth = "It was before."
[[scene]]
id = "lake"
title = "A lake"
text = "They swim."
cast = ["ada"]
hints = ["love"]
[[scene]]
id = "boat"
title = "A boat"
text = "They row to the Party."
[[scene]]
id = "house"
title = "A house"
text = "They live."
when = { before = "lake", once = "order" }
reveals = ["love", "fire", "order"]
[[scene]]
id = "again"
title = "Once more"
text = "They swim."
when = { same = "lake" }
[[scene]]
id = "song"
title = "A song"
text = "They sing."
timeless = true
[[scene]]
id = "tea"
title = "Tea"
text = "They drink."
when = { after = "lake" }
"#;

fn problems(expected: &str) -> Vec<Problem> {
    problems_with("", expected)
}

/// The same of a story that says some more.
fn problems_with(more: &str, expected: &str) -> Vec<Problem> {
    let loaded = library::load(Source::new("lake.toml", format!("{STORY}{more}[[expect]]\n{expected}\n")));
    assert_eq!(loaded.problems, [], "{expected}");
    let story = loaded.story.unwrap();
    story.expectations().iter().flat_map(|expected| expectation::failures(&story, expected)).collect()
}

fn holds(expected: &str) {
    assert_eq!(problems(expected), [], "{expected}");
}

/// It fails, and says this: what is not so, and what is so instead.
fn fails(expected: &str, message: &str, instead: &str) {
    let problems = problems(expected);
    let [problem] = &problems[..] else { panic!("{expected}: {problems:#?}") };
    assert_eq!((problem.message.as_str(), problem.labels[0].text.as_str()), (message, instead), "{expected}");
    assert!(!problem.help.is_empty());
}

#[test]
fn a_fact_is_known_believed_or_hidden() {
    holds("at = \"house\"\nknown = [\"love\"]");
    holds("at = \"boat\"\nbelieved = [\"love\"]\nhidden = [\"love\"]");
    holds("at = \"none\"\nhidden = \"love\"");
    holds("at = \"=house\"\nknown = \"love\"");
    fails("at = \"boat\"\nknown = [\"love\"]", "`love` is not known at `boat`", "is only believed, since `lake`");
    fails("known = [\"age\"]", "`age` is not known in the end", "nothing tells of it by then");
    fails("hidden = [\"love\"]", "`love` is not hidden in the end", "is known since `house`");
    fails("believed = [\"love\"]", "nothing else is believed of `love` in the end", "is known since `house`");
    fails(
        "at = \"none\"\nbelieved = [\"love\"]",
        "nothing else is believed of `love` at `none`",
        "nothing hints at it by then",
    );
    fails(
        "believed = [\"age\"]",
        "nothing else is believed of `age` in the end",
        "it has no `seems`, so nothing else is believed of it",
    );
}

#[test]
fn a_word_shows_nowhere_at_a_position() {
    holds("at = \"boat\"\nabsent = [\"Ben\", \"part\", \"house\"]");
    fails(
        "absent = [\"ben\"]",
        "“ben” shows in the end",
        "it is in the telling, the telling with hindsight, the telling as it happened, the recap and the facts",
    );
    fails(
        "at = \"lake\"\nabsent = [\"ADA\"]",
        "“ADA” shows at `lake`",
        "it is in the telling, the telling with hindsight, the telling as it happened, the recap and the cast",
    );
    let problems = problems("at = \"boat\"\nabsent = [\"the party\"]");
    assert!(problems[0].help[0].ends_with("They row to the Party.”"), "{}", problems[0].help[0]);
}

#[test]
fn a_word_shows_under_no_theory_on_offer_either() {
    let theory = "[theories.fog]\ntitle = \"Fog\"\nabout = \"Who knows.\"\nonce = \"age\"\n\
        scenes.boat = { text = \"A dragon rows.\" }\n";
    let offered = theory.replace("once = \"age\"\n", "");
    assert_eq!(problems_with(&offered, "at = \"lake\"\nabsent = \"dragon\""), [], "it is not on offer before the boat");
    let shown = problems_with(&offered, "at = \"boat\"\nabsent = \"dragon\"");
    let said = "it is in the telling, the telling with hindsight, the telling as it happened and the recap, under the theory “Fog”";
    assert!(shown.len() == 1 && shown[0].labels[0].text == said, "{shown:#?}");
}

#[test]
fn how_to_declare_an_order_is_said_so_that_it_can_be_followed() {
    let help = |expected: &str| problems(expected)[0].help[0].clone();
    let on_main = "claim it in `boat`: `when = { after = \"lake\" }`, with `strand = \"main\"` beside it, so that it stays in line";
    assert_eq!(help("order = [\"lake\", \"boat\"]"), on_main);
    assert_eq!(
        help("order = [\"boat\", \"tea\"]"),
        "claim it in `tea`, beside what its `when` says: `after = \"boat\"`"
    );
}

#[test]
fn an_order_is_declared_and_not_only_told() {
    holds("order = [\"house\", \"lake\", \"tea\"]");
    holds("order = [\"fact:fire\", \"lake\"]");
    fails(
        "order = [\"lake\", \"boat\"]",
        "that `lake` comes before `boat` is not declared in the end",
        "the order is only told: `boat` follows `lake`",
    );
    fails(
        "order = [\"lake\", \"house\"]",
        "that `lake` comes before `house` is not declared in the end",
        "`house` comes before `lake`, as is declared",
    );
    fails(
        "order = [\"boat\", \"tea\"]",
        "that `boat` comes before `tea` is not declared in the end",
        "nothing says which of the two comes first",
    );
    fails(
        "order = [\"lake\", \"again\"]",
        "that `lake` comes before `again` is not declared in the end",
        "it is one event with `lake`",
    );
    fails(
        "order = [\"lake\", \"song\"]",
        "that `lake` comes before `song` is not declared in the end",
        "`song` is outside time",
    );
    fails(
        "at = \"boat\"\norder = [\"lake\", \"house\"]",
        "`house` has no place in the order at `boat`",
        "is not seen by then",
    );
    let turned = problems("order = [\"lake\", \"house\"]");
    assert_eq!(turned[0].labels[1].text, "this says so");
}

#[test]
fn what_is_together_begins_at_the_same_time() {
    holds("together = [\"lake\", \"again\"]");
    fails(
        "together = [\"lake\", \"tea\"]",
        "`lake` and `tea` are not at the same time in the end",
        "`lake` comes before `tea`, as is declared",
    );
}

#[test]
fn what_is_possible_is_ruled_out_by_no_claim() {
    holds("possible = [\"boat\", \"tea\"]\n");
    holds("possible = [\"tea\", \"boat\"]\n");
    holds("possible = [\"boat\", \"lake\"]\n"); // only the telling says otherwise
    holds("possible = [\"house\", \"boat\", \"lake\"]\n");
    holds("at = \"boat\"\npossible = [\"boat\", \"lake\"]\n");
    fails(
        "possible = [\"tea\", \"boat\", \"house\"]",
        "no order of what is claimed has `tea`, `boat`, `house` one after the other in the end",
        "`house` cannot begin after `tea` then",
    );
    fails(
        "possible = [\"lake\", \"again\"]",
        "no order of what is claimed has `lake`, `again` one after the other in the end",
        "`again` cannot begin after `lake` then",
    );
    fails("possible = [\"lake\", \"song\"]", "`song` has no place in any order in the end", "is outside time");
}

#[test]
fn what_is_named_must_exist_and_something_must_be_expected() {
    for (expected, message) in [
        ("at = \"lkae\"\nknown = [\"love\"]", "there is no scene `lkae`"),
        ("known = [\"loev\"]", "there is no fact `loev`"),
        ("order = [\"lake\", \"baot\"]", "there is no scene `baot`"),
        ("order = [\"lake\"]", "`order` compares scenes, and names one"),
        ("at = \"lake\"", "nothing is expected here"),
        ("at = \"lake,\"\nknown = [\"love\"]", "this names no position"),
        ("hiden = [\"love\"]", "an expectation has no key `hiden`"),
        ("together = [\"fact:love\", \"lake\"]", "the fact `love` has no time to compare with"),
        ("order = [\"lake\", \"lake\"]", "the scene `lake` is listed twice"),
    ] {
        let loaded = library::load(Source::new("lake.toml", format!("{STORY}[[expect]]\n{expected}\n")));
        let messages: Vec<&str> = loaded.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(messages, [message], "{expected}");
    }
}
