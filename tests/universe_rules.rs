//! Rules held against universes, whose works may be skipped: what one work tells is news to whoever has skipped it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod shell;

use std::fs;

use storyline::library::{self, Loaded};
use storyline::lint::{self, Checked};
use storyline::problem::Problem;
use storyline::source::Source;

/// What a universe of two works shares: who is met in both, a fact that either may wait for, and nothing more.
const SHARED: &str = r#"
format = 1
universe = { title = "The Island", works = ["ferry", "mast"] }

[characters.ada]
name = "Ada"
hindsight = [{ once = "no-keeper", about = "Saw the lamp, and was not seen." }]

[facts.no-keeper]
truth = "The keeper died in spring."
words = ["widow"]
"#;

/// The first work: Ada, and what there is to know.
const FERRY: &str = r#"
format = 1
work.title = "Ferry"

[[scene]]
id = "boat"
title = "The boat"
text = "Ada rows out. The keeper's bed is long cold."
cast = ["ada"]
reveals = ["no-keeper"]
"#;

/// The second work: Ada, and nothing of it.
const MAST: &str = r#"
format = 1
work.title = "Mast"

[[scene]]
id = "lamp"
title = "The lamp"
text = "At dusk it is lit."
cast = ["ada"]
"#;

/// What is wrong with a universe, as "code: what is written there".
fn found(name: &str, texts: [&str; 3]) -> Vec<String> {
    let (problems, sources) = problems(name, texts);
    let at = |problem: &Problem| {
        let (file, span) = problem.place();
        let text = sources[file.0 as usize].text();
        format!("{}: {}", problem.code.name, &text[span.start as usize..span.end as usize])
    };
    problems.iter().map(at).collect()
}

fn problems(name: &str, [shared, ferry, mast]: [&str; 3]) -> (Vec<Problem>, Vec<Source>) {
    let folder = shell::folder(name);
    for (file, text) in [("universe", shared), ("ferry", ferry), ("mast", mast)] {
        fs::write(folder.join(file).with_extension("toml"), text.trim_start()).unwrap();
    }
    let Loaded { sources, problems, story, .. } = library::load_file(&folder.join("universe.toml"));
    (lint::check(Checked::new(&story.unwrap(), &sources), &[], problems), sources)
}

#[test]
fn what_is_to_be_claimed_can_be_written_as_it_is_said() {
    let shared = SHARED.replace("hindsight", "words = []\n#");
    let dies = FERRY.replace("reveals", "becomes = { \"ada.alive\" = false }\nreveals");
    let (found, _) = problems("u-dies", [&shared, &dies, MAST]);
    let said: Vec<&str> = found.iter().flat_map(|it| it.help.iter().map(String::as_str)).take(1).collect();
    assert_eq!(
        (found[0].message.as_str(), said),
        (
            "`ada` acts in `mast/lamp`, and may be dead by then",
            vec![
                "nothing says which comes first, `ferry/boat` or `mast/lamp`: \
                 `when = { before = \"ferry/boat\" }` on `mast/lamp` would help"
            ]
        )
    );
    let as_said = MAST.to_owned() + "when = { before = \"ferry/boat\" }\n";
    assert!(problems("u-dies-later", [&shared, &dies, &as_said]).0.is_empty());
    let never = MAST.replace("cast", "uses = { ada = [\"no-keeper\"] }\ncast");
    let (found, _) = problems("u-never-learns", [&shared, FERRY, &never]);
    assert_eq!(found[0].message, "`ada` acts on `no-keeper` in `mast/lamp`, and never learns it");
}

#[test]
fn hindsight_is_early_only_where_nobody_can_lack_what_it_waits_for() {
    assert_eq!(found("u-met-in-both", [SHARED, FERRY, MAST]), [""; 0], "who sees the second work alone waits");
    let told_in_both = MAST.replace("cast =", "reveals = [\"no-keeper\"]\ncast =");
    assert_eq!(found("u-told-in-both", [SHARED, FERRY, &told_in_both]), ["early-hindsight: \"no-keeper\""]);
    let met_in_one = MAST.replace("cast = [\"ada\"]", "");
    assert_eq!(found("u-met-in-one", [SHARED, FERRY, &met_in_one]), ["early-hindsight: \"no-keeper\""]);
}

#[test]
fn a_scene_may_look_back_across_works() {
    let patch = "hindsight = [{ once = \"no-keeper\", text = \"Nobody is up there.\" }]\n";
    let across = MAST.to_owned() + patch;
    assert_eq!(found("u-across", [SHARED, FERRY, &across]), [""; 0]);
    let within = FERRY.to_owned() + patch;
    let shared = SHARED.replace("hindsight", "words = []\n#");
    assert_eq!(found("u-within", [&shared, &within, MAST]), ["early-hindsight: \"no-keeper\""]);
}

#[test]
fn a_work_spoils_what_another_reveals() {
    let spoils = MAST.replace("it is lit", "the widow lights it");
    assert_eq!(found("u-spoils", [SHARED, FERRY, &spoils]), ["spoils-itself: widow"]);
    let knows = spoils.replace("cast =", "reveals = [\"no-keeper\"]\ncast =");
    let shared = SHARED.replace("hindsight", "words = []\n#");
    assert_eq!(found("u-knows", [&shared, FERRY, &knows]), [""; 0]);
    let looks_back = MAST.to_owned() + "hindsight = [{ once = \"no-keeper\", text = \"A widow lit it.\" }]\n";
    assert_eq!(found("u-looks-back", [SHARED, FERRY, &looks_back]), [""; 0]);
    let about = SHARED.replace("name = \"Ada\"", "name = \"Ada\"\nabout = \"A widow.\"");
    assert_eq!(found("u-about", [&about, FERRY, MAST]), ["spoils-itself: widow"], "whom both have, who sees one meets");
}

#[test]
fn what_seemed_so_is_told_to_those_who_have_skipped_the_hints() {
    let shared = SHARED.replace("hindsight", "words = []\n#")
        + "[facts.fire]\ntruth = \"It went out.\"\nseems = \"A widow tends it.\"\n";
    let hints = FERRY.replace("reveals = [", "hints = [\"fire\"]\nreveals = [");
    let reveals = MAST.replace("cast =", "reveals = [\"fire\"]\ncast =");
    assert_eq!(found("u-seemed", [&shared, &hints, &reveals]), ["spoils-itself: widow"]);
    let reveals = MAST.replace("cast =", "reveals = [\"no-keeper\", \"fire\"]\ncast =");
    assert_eq!(found("u-seemed-and-knows", [&shared, &hints, &reveals]), [""; 0]);
}

#[test]
fn a_theory_spoils_nothing_that_it_waits_for() {
    let theory = |once: &str| {
        format!("{SHARED}[theories.lit]\ntitle = \"Lit\"\nabout = \"The widow lights it.\"\n{once}\n")
            + "scenes.\"mast/lamp\".text = \"She is up there.\"\n"
    };
    assert_eq!(found("u-theory", [&theory("once = \"no-keeper\""), FERRY, MAST]), [""; 0]);
    assert_eq!(found("u-early-theory", [&theory(""), FERRY, MAST]), ["spoils-itself: widow"]);
}

#[test]
fn a_hint_is_late_only_within_its_work_and_so_is_what_is_revealed_again() {
    let shared = SHARED.replace("truth", "seems = \"He is asleep.\"\ntruth");
    let hints = MAST.replace("cast =", "hints = [\"no-keeper\"]\ncast =");
    assert_eq!(found("u-hints", [&shared, FERRY, &hints]), [""; 0]);
    let late =
        FERRY.to_owned() + &MAST[MAST.find("[[scene]]").unwrap()..].replace("cast", "hints = [\"no-keeper\"]\ncast");
    assert_eq!(found("u-late", [&shared, &late, MAST]), ["late-hint: \"no-keeper\""]);
    assert_eq!(
        found("u-without-seems", [SHARED, FERRY, &hints]),
        ["hint-without-seems: \"no-keeper\""],
        "who has skipped the first work would come to believe something"
    );
}

#[test]
fn who_is_declared_by_two_works_is_likely_one() {
    let own = |text: &str| text.replace("[\"ada\"]", "[\"ada\", \"ben\"]") + "[characters.ben]\nname = \"A man\"\n";
    assert_eq!(found("u-same-name", [SHARED, &own(FERRY), &own(MAST)]), ["near-names: \"A man\""]);
    let shared = SHARED.replace("[facts", "[characters.ben]\nname = \"A man\"\n\n[facts");
    let in_it = |text: &str| text.replace("[\"ada\"]", "[\"ada\", \"ben\"]");
    assert_eq!(found("u-shared", [&shared, &in_it(FERRY), &in_it(MAST)]), [""; 0]);
    let named = |text: &str| text.to_owned() + "[strands.main]\nname = \"That night\"\n";
    assert_eq!(found("u-strands", [SHARED, &named(FERRY), &named(MAST)]), [""; 0]);
}
