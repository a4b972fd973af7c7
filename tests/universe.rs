//! Universes and theories as a shell sees them: names, files, what is wrong with them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod shell;

use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use shell::{folder, storyline, storyline_in, transcript_in};
use storyline::cli::{Exit, World};
use storyline::knowledge::{Seen, cut};
use storyline::library;

/// Two works of one world: what the second reveals turns what the first seemed to say.
const UNIVERSE: &str = r#"format = 1

[universe]
title = "The North"
works = ["lighthouse", "storm"]

[characters.keeper]
name = "The keeper"
hindsight = [{ once = "the-name", name = "Ada" }]

[facts.the-name]
seems = "Nobody knows who keeps the light."
truth = "Ada keeps the light."

[[claim]]
scene = "storm/night"
before = "lighthouse/morning"

[theories.one-night]
title = "All in one night"
about = "The storm is the night before the morning."
once = "the-name"
scenes."storm/night" = { when = { before = "lighthouse/morning", by = "1 to 5 hours" } }
"#;

const LIGHTHOUSE: &str = r#"format = 1

[work]
title = "Lighthouse"

[theories.dream]
title = "A dream"
about = "She never woke."
scenes.morning = { timeless = true, text = "There is no morning." }

[[scene]]
id = "morning"
title = "Morning"
text = "Somebody puts out the light."
cast = ["keeper"]
hints = ["the-name"]

[[scene]]
id = "noon"
title = "Noon"
text = "The stairs, again."
cast = ["keeper"]
"#;

const STORM: &str = r#"format = 1

[work]
title = "Storm"

[[scene]]
id = "night"
title = "Night"
text = "A wave takes the boat."
cast = ["keeper"]

[[scene]]
id = "letter"
title = "A letter"
text = "It says who keeps the light."
reveals = ["the-name"]
"#;

/// A library with the world in it, and with who asks.
fn north(name: &str, files: &[(&str, &str)]) -> (PathBuf, World) {
    let home = folder(name);
    for (file, text) in files {
        let path = home.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let world = World {
        story_path: Some(home.clone().into_os_string()),
        state_folder: Some(home.join("state")),
        ..World::default()
    };
    (home, world)
}

const FILES: [(&str, &str); 3] =
    [("north/universe.toml", UNIVERSE), ("north/lighthouse.toml", LIGHTHOUSE), ("north/storm.toml", STORM)];

#[test]
fn a_universe_and_each_of_its_works_can_be_watched() {
    let (_, world) = north("north-watched", &FILES);
    assert_snapshot!(transcript_in(
        &world,
        &[
            &["play", "north"],
            &["timeline", "north", "--seen", "all", "--chronological"],
            &["timeline", "north/storm", "--seen", "all"],
            &["theories", "north", "--seen", "all"],
            &["timeline", "north", "--seen", "all", "--theory", "one-night", "--against", "canon"],
            &["timeline", "north", "--seen", "all", "--theory", "lighthouse/dream", "--format", "json"],
        ]
    ));
}

#[test]
fn what_was_seen_is_one_set_over_all_works() {
    let (_, world) = north("north-kept", &FILES);
    let ask = |arguments: &[&str]| storyline_in(&world, arguments).stdout;
    ask(&["seen", "storm", "all"]);
    assert!(ask(&["cast", "north"]).contains("Ada"), "the name that the storm reveals");
    assert_eq!(ask(&["cast", "lighthouse"]), "", "nothing of it has been seen");
    ask(&["seen", "north/lighthouse", "morning"]);
    assert!(ask(&["facts", "lighthouse"]).contains("Nobody knows"), "alone it knows nothing of the storm");
    assert!(ask(&["recap", "north"]).contains("Ada keeps the light."));
    let told = ask(&["seen", "north", "storm"]);
    assert_eq!(told, "“Lighthouse”: nothing of it is seen any more.\n“Storm”: last seen “A letter”.\n");
    ask(&["forget", "north"]);
    assert_eq!(ask(&["cast", "north"]), "");
}

#[test]
fn a_theory_is_offered_only_once_everything_it_speaks_of_was_seen() {
    let (_, world) = north("north-offered", &FILES);
    for (seen, offered) in
        [("lighthouse/noon", "dream"), ("storm", ""), ("=lighthouse/morning,storm", "dream one-night")]
    {
        let shown = storyline_in(&world, &["theories", "north", "--seen", seen]).stdout;
        for id in ["dream", "one-night"] {
            assert_eq!(shown.contains(id), offered.contains(id), "{seen}: {id}\n{shown}");
        }
    }
    let hidden = storyline_in(&world, &["timeline", "north", "--seen", "lighthouse", "--theory", "one-night"]);
    let unknown = storyline_in(&world, &["timeline", "north", "--seen", "lighthouse", "--theory", "one-nacht"]);
    assert_eq!((hidden.exit, unknown.exit), (Exit::Unusable, Exit::Unusable));
    assert_eq!(hidden.stderr.replace("one-night", "one-nacht"), unknown.stderr);
}

#[test]
fn a_cut_of_a_universe_is_a_folder_that_tells_the_same() {
    let (home, world) = north("north-cut", &FILES);
    let cut = home.join("cut");
    let cut = cut.to_str().unwrap();
    let seen = "=lighthouse/morning,storm/letter";
    assert_eq!(storyline_in(&world, &["cut", "north", "--seen", seen]).exit, Exit::Unusable);
    assert_eq!(storyline_in(&world, &["cut", "north", "--seen", seen, "--out", cut]).exit, Exit::Fine);
    assert_eq!(
        storyline_in(&world, &["cut", "north", "--seen", seen, "--out", cut]).exit,
        Exit::Unusable,
        "it is there"
    );
    let path = format!("{cut}/");
    for call in [&["timeline", "STORY", "--chronological"][..], &["recap", "STORY"], &["theories", "STORY"]] {
        let ask = |story: &[&str]| {
            let call: Vec<&str> =
                call.iter().flat_map(|word| if *word == "STORY" { story.to_vec() } else { vec![*word] }).collect();
            storyline_in(&world, &call).stdout
        };
        assert_eq!(ask(&[&path]), ask(&["north", "--seen", seen]), "{call:?}");
    }
}

#[test]
fn in_a_work_alone_a_theory_of_another_goes_by_one_name_before_and_after_a_cut() {
    let told_elsewhere = "\n[theories.tired]\ntitle = \"Tired\"\nabout = \"She slept.\"\nscenes.\"lighthouse/morning\" = { timeless = true }\n";
    let storm = format!("{STORM}{told_elsewhere}");
    let (home, _) = north("theory-elsewhere", &[FILES[0], FILES[1], ("north/storm.toml", &storm)]);
    let work = home.join("north").join("lighthouse.toml").display().to_string();
    let alone = home.join("alone.toml");
    fs::write(&alone, storyline(&["cut", &work]).stdout).unwrap();
    let alone = alone.display().to_string();
    for (theory, exit) in [("storm/tired", Exit::Fine), ("tired", Exit::Unusable), ("dream", Exit::Fine)] {
        for story in [&work, &alone] {
            assert_eq!(storyline(&["timeline", story, "--theory", theory]).exit, exit, "{story} {theory}");
        }
    }
}

#[test]
fn a_name_that_two_universes_share_asks_which() {
    let south = [
        ("south/universe.toml", "format = 1\nuniverse = { title = \"The South\", works = [\"storm\"] }\n"),
        ("south/storm.toml", STORM),
    ];
    let (_, world) = north("north-and-south", &[&FILES[..], &south].concat());
    let answer = storyline_in(&world, &["play", "storm"]);
    assert_eq!(answer.stderr, "Several stories are called `storm`. Say which: `north/storm` or `south/storm`.\n");
    assert_eq!(storyline_in(&world, &["play", "south/storm"]).exit, Exit::Fine);
    assert_eq!(storyline_in(&world, &["play", "lighthouse"]).exit, Exit::Fine);
}

fn checked(path: &Path) -> String {
    let answer = storyline(&["check", path.to_str().unwrap()]);
    answer.stdout.replace(path.to_str().unwrap(), "PATH")
}

#[test]
fn a_universe_is_checked_as_a_whole_and_a_work_in_it() {
    let broken = STORM.replace("cast = [\"keeper\"]", "cast = [\"kepper\"]");
    let universe = UNIVERSE
        .replace("\"storm\"]", "\"storm\", \"strom\"]")
        .replace("before = \"lighthouse/morning\"\n", "before = \"lighthouse/mornin\"\n");
    let (home, _) = north(
        "north-checked",
        &[("universe.toml", &universe), ("lighthouse.toml", LIGHTHOUSE), ("storm.toml", &broken), ("calm.toml", STORM)],
    );
    assert_snapshot!(checked(&home).replace(home.to_str().unwrap(), "PATH"));
    assert!(checked(&home.join("lighthouse.toml")).contains("No problems in 1 file"));
    assert!(checked(&home.join("storm.toml")).contains("kepper"));
}

#[test]
fn a_work_that_is_no_toml_leaves_the_others_as_they_are() {
    let (home, world) = north("north-broken", &FILES);
    let before = storyline_in(&world, &["play", "lighthouse"]).stdout;
    fs::write(home.join("north/storm.toml"), "this is no story").unwrap();
    let after = storyline_in(&world, &["play", "lighthouse"]);
    assert_eq!((after.stdout, after.stderr.as_str()), (before, ""));
    assert_eq!(storyline_in(&world, &["play", "north"]).exit, Exit::Unusable);
    assert_eq!(storyline_in(&world, &["play", "storm"]).exit, Exit::Unusable);
}

#[test]
fn a_theory_that_contradicts_the_story_is_named_with_what_it_collides_with() {
    let claims = "when = { before = \"night\" }\n\n[[scene]]\nid = \"letter\"";
    let storm = STORM
        .replace("\n[[scene]]\nid = \"letter\"", &format!("strand = \"main\"\n{claims}"))
        .replace("before = \"night\"", "before = \"letter\"");
    let universe = format!(
        "{UNIVERSE}\n[theories.backwards]\ntitle = \"Backwards\"\nabout = \"The letter came first.\"\nscenes.\"storm/letter\" = {{ strand = \"storm/main\", when = {{ before = \"storm/night\" }} }}\n"
    );
    let (home, _) = north(
        "north-contradicts",
        &[("universe.toml", &universe), ("lighthouse.toml", LIGHTHOUSE), ("storm.toml", &storm)],
    );
    assert_snapshot!(checked(&home).replace(home.to_str().unwrap(), "PATH"));
}

#[test]
fn a_story_that_is_only_called_universe_is_told_like_any_other() {
    let text = LIGHTHOUSE.split("[theories").next().unwrap().to_owned()
        + "[[scene]]\nid = \"a\"\ntitle = \"A\"\ntext = \"A.\"\n";
    let (home, world) = north("called-universe", &[("shelf/universe.toml", &text)]);
    let path = home.join("shelf/universe.toml");
    let answer = storyline_in(&world, &["timeline", path.to_str().unwrap()]);
    assert_eq!((answer.stderr.as_str(), answer.exit), ("", Exit::Fine));
}

#[test]
fn a_path_that_is_no_story_file_is_not_taken_for_the_work_of_its_name() {
    let (home, world) = north("no-story-file", &FILES);
    let answer = storyline_in(&world, &["timeline", home.join("north/storm.bak").to_str().unwrap()]);
    assert_eq!(answer.exit, Exit::Unusable);
}

#[test]
fn a_folder_for_a_cut_may_end_in_a_slash() {
    let (home, world) = north("slash", &FILES);
    let out = format!("{}/", home.join("out").display());
    let answer = storyline_in(&world, &["cut", "north", "--seen", "all", "--out", &out]);
    assert_eq!((answer.stderr.as_str(), answer.exit), ("", Exit::Fine));
    assert!(home.join("out/universe.toml").is_file());
}

#[test]
fn a_universe_file_that_is_no_toml_is_told_once() {
    let (home, _) =
        north("north-no-toml", &[("universe.toml", "[universe"), ("storm.toml", STORM), ("calm.toml", STORM)]);
    assert_eq!(checked(&home).matches("error[").count(), 1);
}

#[test]
fn a_cut_of_one_work_tells_its_own_ids_from_those_of_others() {
    let own = r#"format = 1
work.title = "Own"
characters.storm-cat = { name = "A cat of its own" }
sources.storm-log = { title = "A log of its own" }
[theories.storm-late]
title = "Late"
about = "Later."
cite = ["storm-log", "storm/log"]
[[scene]]
id = "yard"
title = "Yard"
text = "Two cats."
cast = ["storm-cat", "storm/cat"]
"#;
    let storm =
        format!("{STORM}[characters.cat]\nname = \"The ship's cat\"\n[sources.log]\ntitle = \"The ship's log\"\n");
    let universe = UNIVERSE.replace("[\"lighthouse\", \"storm\"]", "[\"lighthouse\", \"storm\", \"own\"]");
    let files =
        [("north/universe.toml", universe.as_str()), FILES[1], ("north/storm.toml", &storm), ("north/own.toml", own)];
    let (home, world) = north("north-ids", &files);
    let cut = home.join("own.toml");
    fs::write(&cut, storyline_in(&world, &["cut", "north/own", "--seen", "all"]).stdout).unwrap();
    for view in ["cast", "theories"] {
        let ask = |story: &str| storyline_in(&world, &[view, story, "--seen", "all", "--format", "json"]).stdout;
        let here = ask("north/own");
        assert_eq!(ask(cut.to_str().unwrap()), here);
        assert_eq!(here.contains("\"storm/cat\""), view == "cast");
    }
    assert_eq!(storyline_in(&world, &["check", cut.to_str().unwrap()]).exit, Exit::Fine);
    fs::write(home.join("north/own.toml"), format!("{own}[characters.\"storm/cat\"]\nname = \"Whose?\"\n")).unwrap();
    let answer = storyline_in(&world, &["check", home.join("north/own.toml").to_str().unwrap()]);
    assert!(answer.stdout.contains("error[bad-id]: `storm/cat` is of another work"), "{}", answer.stdout);
}

#[test]
fn a_scene_is_on_a_strand_of_its_own_work() {
    let storm = STORM.replace("id = \"letter\"", "id = \"letter\"\nstrand = \"lighthouse/main\"");
    let (home, _) =
        north("north-strands", &[("universe.toml", UNIVERSE), ("lighthouse.toml", LIGHTHOUSE), ("storm.toml", &storm)]);
    let told = checked(&home.join("storm.toml"));
    assert!(told.contains("error[unknown-strand]: `lighthouse/main` is a strand of another work"), "{told}");
}

#[test]
fn in_a_universe_a_position_needs_its_work_whatever_other_works_hold() {
    let twin = STORM.replace("id = \"night\"", "id = \"noon\"");
    for (name, storm) in [("north-bare", STORM), ("north-bare-twin", twin.as_str())] {
        let universe = UNIVERSE.replace("storm/night", "storm/letter");
        let files = [("north/universe.toml", universe.as_str()), FILES[1], ("north/storm.toml", storm)];
        let (_, world) = north(name, &files);
        let answer = storyline_in(&world, &["timeline", "north", "--seen", "noon"]);
        assert_eq!(
            (answer.exit, answer.stderr.as_str()),
            (Exit::Unusable, "There is no scene `noon` to have seen.\n"),
            "{name}"
        );
        assert_eq!(storyline_in(&world, &["timeline", "lighthouse", "--seen", "noon"]).exit, Exit::Fine);
    }
}

#[test]
fn a_theory_that_is_chosen_stays_the_one_that_was_on_offer() {
    let theory = |title: &str, scene: &str| {
        format!(
            "[theories.t]\ntitle = \"{title}\"\nabout = \"It is so.\"\nscenes.{scene} = {{ text = \"{title}.\" }}\n"
        )
    };
    let universe = format!("{UNIVERSE}{}", theory("Of the universe", "\"storm/night\""));
    let lighthouse = format!("{LIGHTHOUSE}{}", theory("Of the work", "morning"));
    let files = [("north/universe.toml", universe.as_str()), ("north/lighthouse.toml", &lighthouse), FILES[2]];
    let (home, world) = north("north-chosen", &files);
    let recap = storyline_in(&world, &["recap", "north", "--theory", "t", "--seen", "lighthouse/morning"]).stdout;
    assert!(recap.contains("Of the work."), "{recap}");
    let story = library::load_file(&home.join("north")).story.unwrap();
    let so_far = cut(&story, &story.scenes().take(1).collect());
    let chosen = so_far.theory_named("t").unwrap().number();
    let whole = cut(&story, &Seen::all(&story)).choosing(Some(chosen));
    assert_eq!(whole.under().unwrap().title(), "Of the work", "whatever else goes by this name");
}

#[test]
fn a_known_fact_cites_no_more_in_a_cut_than_a_belief() {
    let text = r#"format = 1
work.title = "T"
facts.plain = { truth = "Plain.", cite = ["a"] }
facts.believed = { seems = "Seems.", truth = "Truth.", cite = ["b"] }
sources = { a = { title = "A" }, b = { title = "B" } }
scene = [
  { id = "one", title = "One", text = "…", reveals = ["plain"], hints = ["believed"] },
  { id = "two", title = "Two", text = "…", reveals = ["believed"] },
]
"#;
    let (home, world) = north("cites", &[("t.toml", text)]);
    let file = home.join("t.toml");
    let cut = |seen: &str| storyline_in(&world, &["cut", file.to_str().unwrap(), "--seen", seen]).stdout;
    assert!(!cut("one").contains("cite"), "{}", cut("one"));
    assert_eq!(cut("two").matches("cite = [\"b\"]").count(), 1);
}

#[test]
fn who_writes_a_universe_is_told_in_which_file_a_reason_stands() {
    let (home, world) = north("north-why", &FILES);
    let folder = home.join("north/");
    let path = |file: &str| folder.join(file).display().to_string();
    let why = |path: &str, more: &[&str]| {
        storyline_in(&world, &[["why", path, "storm/night", "lighthouse/morning"].as_slice(), more].concat()).stdout
    };
    let line = |text: &str, words: &str| text.lines().position(|line| line.contains(words)).unwrap() + 1;
    let claimed = format!("universe.toml:{} ", line(UNIVERSE, "before = \"lighthouse/morning\""));
    assert!(why(&path(""), &[]).contains(&claimed), "{}", why(&path(""), &[]));
    let theirs = format!("universe.toml:{} ", line(UNIVERSE, "scenes.\"storm/night\""));
    let under = why(&path(""), &["--theory", "one-night"]);
    assert!(under.contains(&theirs) || under.contains(&claimed), "{under}");
    assert!(under.starts_with("Under the theory: All in one night\n\n"), "{under}");
    let json = why(&path(""), &["--theory", "one-night", "--format", "json"]);
    assert!(json.contains("\"theory\": \"one-night\""), "{json}");
}

#[test]
fn the_reason_of_a_work_alone_is_looked_up_in_its_own_file() {
    let says = |text: &str, id: &str, before: &str| {
        text.replace(&format!("id = \"{id}\"\n"), &format!("id = \"{id}\"\nwhen.before = \"{before}\"\n"))
    };
    let (lighthouse, storm) = (says(LIGHTHOUSE, "noon", "morning"), says(STORM, "letter", "night"));
    let files = [FILES[0], ("north/lighthouse.toml", lighthouse.as_str()), ("north/storm.toml", &storm)];
    let (home, world) = north("north-alone", &files);
    let path = home.join("north/storm.toml");
    let why = storyline_in(&world, &["why", path.to_str().unwrap(), "letter", "night"]).stdout;
    let line = storm.lines().position(|line| line == "when.before = \"night\"").unwrap() + 1;
    assert!(why.contains(&format!("storm.toml:{line} ")), "{why}");
}

#[test]
fn long_rows_of_scenes_that_a_theory_moves_are_told_in_one_breath() {
    let scene = |id: &str| format!("[[scene]]\nid = \"{id}\"\ntitle = \"Scene {id}\"\ntext = \"…\"\n");
    let scenes: String = ["a", "b", "c", "d", "e", "f", "g", "h"].map(scene).concat();
    let theory = "[theories.t]\ntitle = \"T\"\nabout = \"T.\"\n";
    let moves = "scenes = { a = { when = { after = \"g\" }, layer = \"dream\" }, b = { when = { after = \"a\" }, layer = \"dream\" }, \
                 c = { when = { after = \"b\" }, layer = \"dream\" }, h = { layer = \"dream\" } }\n";
    let text = format!("format = 1\nwork.title = \"T\"\nlayers.dream.name = \"A dream\"\n{theory}{moves}{scenes}");
    let (home, world) = north("in-a-row", &[("t.toml", &text)]);
    let file = home.join("t.toml");
    let told = storyline_in(&world, &["theories", file.to_str().unwrap()]).stdout;
    assert!(told.contains("Moves: Scene a to Scene c (1–3), now after Scene g (7)\n"), "{told}");
    assert!(told.contains("On another layer: A dream: Scene a to Scene c (1–3)\u{a0}· Scene h (8)\n"), "{told}");
}

#[test]
fn two_orders_below_each_other_keep_their_margin_and_say_whose_a_scene_is() {
    let storm =
        STORM.replace("title = \"Night\"", "title = \"A night that is longer than a narrow line has room for\"");
    let (_, world) = north("north-narrow", &[FILES[0], FILES[1], ("north/storm.toml", &storm)]);
    let call = ["--width", "40", "timeline", "north", "--seen", "all", "--theory", "one-night", "--against", "canon"];
    let told = storyline_in(&world, &call).stdout;
    assert!(told.contains("\n  Storm\n"), "{told}");
    assert!(told.contains("\n    A night that is longer than a narrow\n      line has room for (3)\n"), "{told}");
}
