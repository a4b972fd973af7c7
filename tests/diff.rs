//! What changed in meaning between two stories: all of it, nothing twice, and the same from either side.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod laws {
    #![allow(dead_code, reason = "the laws use all of it")]
    pub(crate) mod built_in;
    pub(crate) mod choices;
    pub(crate) mod continuity;
    pub(crate) mod full;
    pub(crate) mod future;
    pub(crate) mod held;
    pub(crate) mod known;
    pub(crate) mod names;
    pub(crate) mod pages;
    pub(crate) mod tale;
    pub(crate) mod views;
    pub(crate) mod world;
    pub(crate) mod worlds;
}
mod shell;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;
use laws::choices::{Choices, choices};
use laws::tale::tales;
use proptest::prelude::*;
use shell::{folder, storyline, transcript};
use storyline::cli::Exit;
use storyline::diff::{Change, Kind, Side, diff, sentence};
use storyline::library::{self, Library};
use storyline::source::Source;
use storyline::syntax;
use toml::{Table, Value};

/// What changed from one text to another.
fn changes(old: &str, new: &str) -> Vec<Change> {
    let [old, new] = [old, new].map(|text| library::load(Source::new("story.toml", text)));
    diff(
        &Side::new(old.story.as_ref().unwrap(), &old.sources, old.problems.clone()),
        &Side::new(new.story.as_ref().unwrap(), &new.sources, new.problems.clone()),
    )
}

fn sentences(old: &str, new: &str) -> Vec<String> {
    changes(old, new).iter().map(sentence).collect()
}

/// The path of a changed copy of a built-in story, and how its page names the folder.
fn edited(test: &str, story: &str, edits: &[(&str, &str)]) -> PathBuf {
    let name = Path::new(story).file_name().unwrap();
    let path = folder(&format!("diff-{test}")).join(name);
    let mut edited = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("stories").join(story)).unwrap();
    for (from, to) in edits {
        assert!(edited.contains(from), "{from}");
        edited = edited.replacen(from, to, 1);
    }
    fs::write(&path, edited).unwrap();
    path
}

/// A transcript of what changed in a built-in story, in both forms.
fn told(test: &str, story: &str, edits: &[(&str, &str)], options: &[&str]) -> String {
    let path = edited(test, story, edits);
    let old = format!("stories/{story}");
    let mut call = vec!["diff", &old, path.to_str().unwrap()];
    call.extend(options);
    transcript(&[&call]).replace(path.parent().unwrap().to_str().unwrap(), "FOLDER")
}

const PLEASE_DONT: &str = "k-will/please-dont.toml";

#[test]
fn a_rewording_alone_is_one_line() {
    let edits = [("The car has stopped; nothing else has.", "The car stands; nothing else does.")];
    assert_snapshot!(told("reworded", PLEASE_DONT, &edits, &["--exit-code"]));
}

#[test]
fn a_reveal_that_comes_earlier_is_known_earlier() {
    let edits = [
        (
            "is the bride he leaves out; what he sets side by side is himself and his friend.\"\"\"\nreveals = [\"whom-he-loves\"]\n",
            "is the bride he leaves out; what he sets side by side is himself and his friend.\"\"\"\n",
        ),
        (
            "hints = [\"whom-he-loves\"]\nhindsight = [{ once = \"whom-he-loves\", text = \"Not good luck",
            "reveals = [\"whom-he-loves\"]\nhindsight = [{ once = \"whom-he-loves\", text = \"Not good luck",
        ),
    ];
    assert_snapshot!(told("reveal", PLEASE_DONT, &edits, &[]));
    assert_snapshot!(told("reveal-json", PLEASE_DONT, &edits, &["--format", "json"]));
}

#[test]
fn a_story_that_did_not_change_says_so() {
    assert_snapshot!(transcript(&[
        &["diff", "please-dont", "please-dont", "--exit-code"],
        &["diff", "exo", "exo", "--format", "json"]
    ]));
}

/// A story of a few scenes, in order.
fn line_of(scenes: &[&str]) -> String {
    let scene = |it: &&str| format!("[[scene]]\nid = \"{it}\"\ntitle = \"{it}\"\ntext = \"Of {it}.\"\n");
    format!("format = 1\nwork.title = \"A line\"\n{}", scenes.iter().map(scene).collect::<String>())
}

#[test]
fn a_scene_that_moved_did_and_those_that_shifted_did_not() {
    let [old, new] = [line_of(&["a", "b", "c", "d", "e"]), line_of(&["a", "c", "d", "b", "e"])];
    let found = sentences(&old, &new);
    assert_eq!(
        found,
        [
            "`b` is told after `d` (3), as number 4; it was told after `a` (1), as number 2.",
            "`b` (4) happens right after `d` (3) now, as it is told; it happened right after `a` (1).",
        ]
    );
}

#[test]
fn a_scene_that_only_has_another_id_is_renamed() {
    let [old, new] = [line_of(&["a", "b"]), line_of(&["a", "b"]).replace("id = \"b\"", "id = \"last\"")];
    assert_eq!(sentences(&old, &new), ["`last` (2) was called `b`."]);
}

#[test]
fn an_order_that_is_no_longer_declared_is_told() {
    let claim = |at: &str| {
        line_of(&["a", "b", "c"]) + &format!("[[claim]]\nscene = \"a\"\n{at}\n[strands.main]\ntold = \"loosely\"\n")
    };
    let [old, new] = [claim("before = \"b\""), claim("before = \"c\"")];
    assert_eq!(
        sentences(&old, &new),
        [
            "`a` (1) happens right after `b` (2) now, though nothing says so; it happened first of all.",
            "It is claimed now: `a` comes before `c`, said from outside; the order was open.",
            "It is no longer claimed: `a` comes before `b`, said from outside; the order is open now.",
        ]
    );
}

#[test]
fn a_claim_that_goes_and_another_implies_leaves_its_order_declared() {
    let claims = |at: &str| {
        line_of(&["a", "b", "c"])
            + &format!("[[claim]]\nscene = \"a\"\n{at}\n[[claim]]\nscene = \"b\"\nbefore = \"c\"\n")
    };
    let [old, new] = [claims("before = [\"b\", \"c\"]"), claims("before = \"b\"")];
    let gone = "It is no longer claimed: `a` comes before `c`, said from outside; the order is still declared.";
    let added = "It is claimed now: `a` comes before `c`, said from outside; the order was declared already.";
    assert_eq!([sentences(&old, &new), sentences(&new, &old)], [[gone], [added]]);
}

#[test]
fn orders_that_were_not_looked_for_are_counted() {
    let named: Vec<String> = (0..2_200).map(|at| format!("s{at}")).collect();
    let between: Vec<String> = named.iter().flat_map(|id| [id.clone(), format!("{id}-x")]).collect();
    let text = |ids: &[String]| line_of(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    let [old, new] = [text(&named), text(&between)];
    let unasked = |old: &str, new: &str| {
        let is_it = |it: &Change| it.kind == Kind::Unasked;
        changes(old, new).into_iter().filter(is_it).map(|it| sentence(&it)).collect::<Vec<_>>()
    };
    let words =
        "Too much changed to look at every order: of 151 more pairs it is not compared where their order comes from.";
    assert_eq!([unasked(&old, &new), unasked(&new, &old)], [[words], [words]]);
    assert_eq!(unasked(&text(&named[..2_000]), &text(&between[..4_000])), [""; 0]);
}

#[test]
fn what_cannot_be_read_is_told_as_check_tells_it() {
    let folder = folder("diff-unreadable");
    let path = folder.join("broken.toml");
    fs::write(&path, "format = 1\n[work\n").unwrap();
    let path = path.to_str().unwrap();
    let calls: &[&[&str]] =
        &[&["diff", "please-dont", path], &["diff", path, "please-dnot"], &["diff", "please-dont", "./nowhere.toml"]];
    assert_snapshot!(transcript(calls).replace(folder.to_str().unwrap(), "FOLDER"));
}

#[test]
fn a_universe_is_compared_as_a_whole_and_a_work_of_it_alone() {
    let folder = folder("diff-universe");
    for file in fs::read_dir("stories/k-will").unwrap().map(Result::unwrap) {
        let text = fs::read_to_string(file.path()).unwrap().replace("The car has stopped;", "The car stopped;");
        fs::write(folder.join(file.file_name()), text).unwrap();
    }
    let file = |name: &str| format!("{}/{name}", folder.display());
    let shown = transcript(&[
        &["diff", "k-will", &file("")],
        &["diff", "stories/k-will", folder.to_str().unwrap()],
        &["diff", "no-sad-song", &file("no-sad-song.toml")],
        &["diff", "please-dont", &file("please-dont.toml")],
    ]);
    assert_snapshot!(shown.replace(folder.to_str().unwrap(), "FOLDER"));
    // What one work expects, and a problem in it, is no business of another.
    let other = folder.join("no-sad-song.toml");
    let text = fs::read_to_string(&other).unwrap();
    fs::write(&other, text + "\n[[expect]]\nabsent = [\"photograph\"]\n\n[things.spare]\nname = \"A spare\"\n")
        .unwrap();
    let of = |name: &str| storyline(&["diff", name, &file(&format!("{name}.toml"))]).stdout;
    assert!(!of("please-dont").contains("expect") && !of("please-dont").contains("spare"), "{}", of("please-dont"));
    assert!(of("no-sad-song").contains("warning[unused]"), "{}", of("no-sad-song"));
    assert!(of("no-sad-song").contains("An expectation is new"), "{}", of("no-sad-song"));
}

// ---------------------------------------------------------------- every key

const EVERY_KEY: &str = include_str!("every-key.toml");

/// What an edit does at a place in a story.
#[derive(Clone, Debug)]
enum Edit {
    Remove,
    Change,
}

/// Every place in a value, as the steps that lead there.
fn places(value: &Value, at: &[String], found: &mut Vec<Vec<String>>) {
    let mut into = |step: String, value: &Value| {
        let mut path = at.to_vec();
        path.push(step);
        places(value, &path, found);
        found.push(path);
    };
    match value {
        Value::Table(table) => table.iter().for_each(|(key, value)| into(key.clone(), value)),
        Value::Array(values) => values.iter().enumerate().for_each(|(at, value)| into(at.to_string(), value)),
        _ => {}
    }
}

/// The story with an edit. None where the edit would do nothing.
fn with(story: &Table, path: &[String], edit: &Edit) -> Option<String> {
    let mut value = Value::Table(story.clone());
    let (last, before) = path.split_last()?;
    let mut at = &mut value;
    for step in before {
        at = match at {
            Value::Table(table) => table.get_mut(step)?,
            Value::Array(values) => values.get_mut(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    let key = path.iter().rev().find(|step| step.parse::<usize>().is_err())?.as_str();
    match (edit, at) {
        (Edit::Remove, Value::Table(table)) => drop(table.remove(last)?),
        (Edit::Remove, Value::Array(values)) => drop(values.remove(last.parse().ok()?)),
        (Edit::Change, Value::Table(table)) => *table.get_mut(last)? = other(story, key, table.get(last)?)?,
        (Edit::Change, Value::Array(values)) => {
            let at: usize = last.parse().ok()?;
            values[at] = other(story, key, &values[at])?;
        }
        _ => return None,
    }
    toml::to_string(&value).ok()
}

/// Another value that a key can have.
fn other(story: &Table, key: &str, value: &Value) -> Option<Value> {
    let text = match value {
        Value::Boolean(flag) => return Some(Value::Boolean(!flag)),
        Value::String(text) => text,
        _ => return None,
    };
    let tables = ["characters", "places", "layers", "strands", "facts", "sources"];
    let mut pools: Vec<Vec<String>> =
        tables.iter().filter_map(|name| Some(story.get(*name)?.as_table()?.keys().cloned().collect())).collect();
    let scenes = story.get("scene").and_then(Value::as_array);
    let id = |scene: &Value| scene.get("id")?.as_str().map(str::to_owned);
    pools.push(scenes.iter().flat_map(|scenes| scenes.iter()).filter_map(id).collect());
    let named = |id: &String| id == text && !matches!(key, "id" | "title" | "text" | "name");
    let from_pool =
        pools.iter().find(|pool| pool.iter().any(named)).and_then(|pool| pool.iter().rev().find(|id| *id != text));
    let words = match key {
        "told" if text == "backwards" => "loosely".to_owned(),
        "told" => "backwards".to_owned(),
        "weight" => "minor".to_owned(),
        "at" => "2016-09".to_owned(),
        "born" => "1931".to_owned(),
        "released" => "2017".to_owned(),
        "day-1" => "2016-11-02".to_owned(),
        "by" | "lasts" | "house" => "5 months".to_owned(),
        "clip" => "0:30-0:40".to_owned(),
        "id" => format!("{text}-x"),
        _ => from_pool.cloned().unwrap_or_else(|| format!("{text} x")),
    };
    Some(Value::String(words))
}

#[test]
fn no_edit_of_any_key_is_silent() {
    let story: Table = EVERY_KEY.parse().unwrap();
    let mut all = Vec::new();
    places(&Value::Table(story.clone()), &[], &mut all);
    let mut silent = Vec::new();
    for path in all.iter().filter(|path| path[0] != "format" && *path != &["work"]) {
        for edit in [Edit::Remove, Edit::Change] {
            let says_nothing = path.join(".") == "scene.2.timeless" && matches!(edit, Edit::Remove); // `false` is the default
            if let Some(new) = with(&story, path, &edit)
                && changes(EVERY_KEY, &new).is_empty() != says_nothing
            {
                silent.push(format!("{edit:?} {}", path.join(".")));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn the_story_of_every_key_has_every_key() {
    let story: Table = EVERY_KEY.parse().unwrap();
    let mut all = Vec::new();
    places(&Value::Table(story), &[], &mut all);
    let had: BTreeSet<&str> = all.iter().flatten().map(String::as_str).collect();
    let mut missing = Vec::new();
    for file in ["tables.rs", "continuity.rs"] {
        let reads = fs::read_to_string(Path::new("src/syntax").join(file)).unwrap();
        for call in ["reader, \"", "raw(\"", "&mut keys, \""] {
            let keys = reads.split(call).skip(1).filter_map(|rest| rest.split('"').next());
            missing.extend(keys.filter(|key| !had.contains(key)).map(str::to_owned));
        }
    }
    missing.retain(|key| !matches!(key.as_str(), "universe" | "works")); // of the file of a universe
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn another_way_to_write_the_same_changes_nothing() {
    let mut stories: Vec<String> = vec![EVERY_KEY.to_owned()];
    let files = library::files_below(Path::new("stories")).into_iter().filter(|file| !file.ends_with("universe.toml"));
    stories.extend(files.map(|file| fs::read_to_string(file).unwrap()));
    for story in stories {
        let table: Table = story.parse().unwrap();
        let reordered: Table = table.clone().into_iter().rev().map(|(key, value)| (key, turned(value))).collect();
        for written in [
            toml::to_string(&table).unwrap(),
            toml::to_string(&reordered).unwrap(),
            format!("# A comment.\n\n{story}\n# Another.\n"),
        ] {
            assert_eq!(sentences(&story, &written), [""; 0], "{written}");
        }
    }
}

/// A value whose tables have their keys in the opposite order, for what has no entries that are listed as written.
fn turned(value: Value) -> Value {
    match value {
        Value::Array(values) => Value::Array(values.into_iter().map(turned).collect()),
        Value::Table(table) if table.values().all(|value| !value.is_table()) => {
            Value::Table(table.into_iter().rev().map(|(key, value)| (key, turned(value))).collect())
        }
        other => other,
    }
}

// ---------------------------------------------------------------- from either side

/// That the same is told from either side, and of each side with itself nothing.
fn mirrors(old: &str, new: &str) {
    let there = changes(old, new);
    let mut back: Vec<Change> = changes(new, old).into_iter().map(Change::turned).collect();
    let mut sorted = there.clone();
    sorted.sort();
    back.sort();
    if sorted != back {
        let only = |some: &[Change], others: &[Change]| {
            some.iter().filter(|it| !others.contains(it)).map(|it| format!("{it:?}")).collect::<Vec<_>>().join("\n")
        };
        panic!("only there:\n{}\nonly back:\n{}\n{old}\n---\n{new}", only(&sorted, &back), only(&back, &sorted));
    }
    let told: BTreeSet<String> =
        there.iter().map(|change| format!("{:?} {}", change.group, sentence(change))).collect();
    assert_eq!(
        told.len(),
        there.len(),
        "something is told twice: {:#?}",
        there.iter().map(sentence).collect::<Vec<_>>()
    );
    for side in [old, new] {
        assert_eq!(sentences(side, side), [""; 0]);
    }
}

#[test]
fn built_in_stories_mirror_each_other() {
    let texts: Vec<String> = (library::files_below(Path::new("stories")).into_iter())
        .filter(|file| !file.ends_with("universe.toml"))
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    for pair in texts.windows(2) {
        mirrors(&pair[0], &pair[1]);
    }
    for (name, listing) in Library::default().stories() {
        let loaded = listing.load();
        let side = || Side::new(loaded.story.as_ref().unwrap(), &loaded.sources, loaded.problems.clone());
        assert_eq!(diff(&side(), &side()), [], "{name}");
    }
}

/// The text of a story with some edits.
fn with_edits(text: &str, choices: &mut Choices) -> String {
    let mut text = text.to_owned();
    for _ in 0..=choices.below(3) {
        let mut story: Table = text.parse().unwrap();
        if choices.chance(40)
            && let Some(Value::Array(scenes)) = story.get_mut("scene")
            && scenes.len() > 1
        {
            let scene = scenes.remove(choices.below(scenes.len()));
            let to = choices.below(scenes.len() + 1);
            scenes.insert(to, scene);
            text = toml::to_string(&story).unwrap();
            continue;
        }
        let mut all = Vec::new();
        places(&Value::Table(story.clone()), &[], &mut all);
        all.retain(|path| path[0] != "format" && path.len() > 1);
        let edit = if choices.chance(50) { Edit::Remove } else { Edit::Change };
        if let Some(path) = choices.one(&all)
            && let Some(new) = with(&story, path, &edit)
        {
            text = new;
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn random_edits_mirror_each_other(tale in tales(), edits in choices()) {
        let old = syntax::write(&tale.document);
        let new = with_edits(&old, &mut Choices::of(&edits));
        mirrors(&old, &new);
    }
}

#[expect(clippy::disallowed_methods, reason = "how many is asked from outside")]
fn cases() -> u32 {
    std::env::var("STORYLINE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200)
}

// ---------------------------------------------------------------- git

/// Runs git in a folder, as nobody in particular.
fn git(folder: &Path, arguments: &[&str]) {
    let who = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").current_dir(folder).args(who).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What the program prints in a folder.
fn in_folder(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_storyline")).current_dir(folder).args(arguments).output().unwrap();
    let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    format!("$ storyline {}\n{printed}({})\n\n", arguments.join(" "), output.status.code().unwrap())
}

#[test]
fn a_story_is_compared_with_itself_in_a_revision() {
    let folder = folder("diff-git");
    let below = folder.join("tales").join("world");
    fs::create_dir_all(&below).unwrap();
    git(&folder, &["init", "--quiet"]);
    fs::write(folder.join("tales/line.toml"), line_of(&["a", "b", "c"])).unwrap();
    fs::write(
        below.join("universe.toml"),
        "format = 1\n[universe]\ntitle = \"World\"\nworks = [\"one\"]\n[characters.x]\nname = \"X\"\n",
    )
    .unwrap();
    fs::write(below.join("one.toml"), line_of(&["a"]).replace("title = \"a\"", "title = \"a\"\ncast = [\"x\"]"))
        .unwrap();
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "First"]);
    fs::write(folder.join("tales/line.toml"), line_of(&["a", "b", "c", "d"])).unwrap();
    git(&folder, &["add", "."]);
    fs::write(folder.join("tales/line.toml"), line_of(&["a", "c", "d"])).unwrap();
    fs::write(below.join("one.toml"), line_of(&["a"])).unwrap();
    let mut shown = in_folder(&folder, &["diff", "git:HEAD:tales/line.toml", "tales/line.toml", "--exit-code"]);
    shown += &in_folder(&folder.join("tales"), &["diff", "git:HEAD:line.toml", "git::line.toml"]);
    shown += &in_folder(&below, &["diff", "git:HEAD:../line.toml", "../line.toml"]);
    shown += &in_folder(&folder, &["diff", "git:HEAD:tales/world", "tales/world"]);
    shown += &in_folder(&below, &["diff", "git:HEAD:one.toml", "one.toml"]);
    shown += &in_folder(&below, &["diff", "git:HEAD:.", "."]);
    for wrong in [
        "git:HEAD:nowhere.toml",
        "git:--help:tales/line.toml",
        "git:-x:a",
        "git:v9:tales/line.toml",
        "git:HEAD",
        "git:HEAD:tales",
        "git::nowhere.toml",
        "git::tales/world",
    ] {
        shown += &in_folder(&folder, &["diff", wrong, "tales/line.toml"]);
    }
    assert_snapshot!(shown);
}

#[test]
fn without_git_or_a_repository_it_says_so() {
    let output = Command::new(env!("CARGO_BIN_EXE_storyline"))
        .args(["diff", "git:HEAD:a.toml", "please-dont"])
        .env("PATH", "")
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "git:HEAD:a.toml cannot be read: `git` is not there: a revision is read with it.\n"
    );
    let output = Command::new(env!("CARGO_BIN_EXE_storyline"))
        .args(["diff", "git:HEAD:a.toml", "please-dont"])
        .current_dir("/")
        .env("GIT_CEILING_DIRECTORIES", "/")
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "git:HEAD:a.toml cannot be read: the current folder is in no git repository.\n"
    );
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(storyline(&["diff", "git:HEAD", "please-dont"]).exit, Exit::Unusable);
}
