//! The schema for editors: it takes what the reader takes, refuses what the reader refuses, and has its very keys.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod shell;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Value, json};
use shell::storyline;
use storyline::library::files_below;
use storyline::source::{FileId, Source};
use storyline::{schema, syntax};

fn validator() -> Validator {
    jsonschema::draft7::new(&schema::schema()).unwrap()
}

/// A TOML file as editors hand it to a schema: dates are text.
fn as_json(text: &str) -> Value {
    fn value(toml: toml::Value) -> Value {
        match toml {
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(flag) => flag.into(),
            toml::Value::Datetime(date) => date.to_string().into(),
            toml::Value::Array(items) => items.into_iter().map(value).collect(),
            toml::Value::Table(table) => {
                Value::Object(table.into_iter().map(|(key, item)| (key, value(item))).collect())
            }
        }
    }
    value(toml::Value::Table(text.parse().unwrap()))
}

fn wrong(validator: &Validator, text: &str) -> Vec<String> {
    validator.iter_errors(&as_json(text)).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn problems(text: &str) -> Vec<storyline::problem::Problem> {
    let mut problems = Vec::new();
    let _ = syntax::parse(&Source::new("story.toml", text), FileId::default(), &mut problems);
    problems
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn it_is_a_schema_of_draft_7() {
    assert!(jsonschema::draft7::meta::is_valid(&schema::schema()));
}

#[test]
fn the_command_prints_it() {
    let answer = storyline(&["schema"]);
    assert_eq!(serde_json::from_str::<Value>(&answer.stdout).unwrap(), schema::schema());
    assert_eq!(answer.stderr, "");
}

#[test]
fn every_built_in_story_is_taken() {
    let validator = validator();
    let files = files_below(&root().join("stories"));
    assert!(files.len() > 10);
    for file in files {
        assert_eq!(wrong(&validator, &fs::read_to_string(&file).unwrap()), [""; 0], "{}", file.display());
    }
}

/// Codes for what a schema can see in one table: which keys it has, and what kind of value stands there.
const OF_SHAPE: [&str; 8] = [
    "bad-id",
    "bad-value",
    "cannot-be-allowed",
    "missing-format",
    "missing-key",
    "reserved-key",
    "unknown-key",
    "wrong-type",
];

#[test]
fn what_the_reader_takes_in_the_inputs_of_problems_is_taken_and_what_it_refuses_is_refused() {
    let validator = validator();
    let (mut taken, mut refused) = (0, 0);
    for folder in ["tests/problems", "tests/near-misses", "tests/dated"] {
        for file in files_below(&root().join(folder)) {
            let Ok(text) = fs::read_to_string(&file) else { continue };
            let found = problems(&text);
            if text.parse::<toml::Table>().is_err() || found.iter().any(|problem| problem.code.fatal) {
                continue;
            }
            let wrong = wrong(&validator, &text);
            let errors = || found.iter().filter(|problem| problem.code.severity == storyline::problem::Severity::Error);
            if errors().next().is_none() {
                // What stands for a reference is looked at later, when references are followed.
                assert!(wrong.iter().all(|error| refused_later(error)), "{}: {wrong:?}", file.display());
                taken += 1;
            } else if errors().any(|problem| ["unknown-key", "wrong-type", "missing-key"].contains(&problem.code.name))
            {
                assert_ne!(wrong, [""; 0], "{}", file.display());
                refused += 1;
            }
            assert!(errors().all(|problem| OF_SHAPE.contains(&problem.code.name)), "{}", file.display());
        }
    }
    assert!(taken > 50 && refused > 5, "{taken} {refused}");
}

fn refused_later(error: &str) -> bool {
    let is_reference = ["/cast/", "/when"].iter().any(|key| error.starts_with("/scene/") && error.contains(key));
    // The reader passes over spaces around a word, which nobody means to write.
    let is_padded = error.contains(": \" ");
    is_padded
        || is_reference && error.contains("'anyOf'")
        || error.contains("/allow")
        || error.contains("does not match \"^(")
}

/// A table of the schema, where in a file it stands, and what of the file is there to have it.
struct Table {
    schema: Value,
    /// A file with this key in the table.
    file: fn(&str) -> String,
}

fn tables() -> Vec<(&'static str, Table)> {
    let whole = schema::schema();
    let at = |pointer: &str| {
        let found = whole.pointer(pointer).unwrap_or_else(|| panic!("{pointer}"));
        match found.get("$ref").and_then(Value::as_str) {
            Some(name) => whole.pointer(name.trim_start_matches('#')).unwrap().clone(),
            None => found.clone(),
        }
    };
    let under = |table: &str| {
        let entries = at(table)["patternProperties"].as_object().unwrap().clone();
        entries.into_iter().next().unwrap().1
    };
    let items = |key: &str| at(&format!("/properties/{key}/items"));
    let inner = |table: &Value, key: &str| table["properties"][key]["items"].clone();
    let entry = |table: &Value, key: &str| {
        table["properties"][key]["patternProperties"].as_object().unwrap().values().next().unwrap().clone()
    };
    let (character, place, scene) = (under("/properties/characters"), under("/properties/places"), items("scene"));
    let theory = under("/properties/theories");
    let cast = scene["properties"]["cast"]["items"]["anyOf"][1].clone();
    macro_rules! table {
        ($name:literal, $schema:expr, $before:literal) => {
            ($name, Table { schema: $schema, file: |key| format!(concat!("format = 1\n", $before, "\n{} = 1\n"), key) })
        };
    }
    vec![
        table!("a work", at("/properties/work"), "[work]"),
        table!("a universe", at("/properties/universe"), "[universe]"),
        table!("a source", under("/properties/sources"), "[sources.x]"),
        table!("a character", character.clone(), "[characters.x]"),
        table!("a character's hindsight", inner(&character, "hindsight"), "[[characters.x.hindsight]]"),
        table!("a place", place.clone(), "[places.x]"),
        table!("a place's hindsight", inner(&place, "hindsight"), "[[places.x.hindsight]]"),
        table!("a thing", under("/properties/things"), "[things.x]"),
        table!("a layer", under("/properties/layers"), "[layers.x]"),
        table!("a strand", under("/properties/strands"), "[strands.x]"),
        table!("a fact", under("/properties/facts"), "[facts.x]"),
        table!("a scene", scene.clone(), "[[scene]]"),
        table!("a scene's hindsight", inner(&scene, "hindsight"), "[[scene.hindsight]]"),
        table!("a cast entry", cast, "[[scene]]\n[[scene.cast]]"),
        table!("a claim", at("/definitions/claim"), "[strands.x.when]"),
        table!("a claim from outside", items("claim"), "[[claim]]"),
        table!("an expectation", items("expect"), "[[expect]]"),
        table!("a theory", theory.clone(), "[theories.x]"),
        table!("a theory's scene", entry(&theory, "scenes"), "[theories.x.scenes.y]"),
        table!("a theory's fact", entry(&theory, "facts"), "[theories.x.facts.y]"),
        table!("a theory's strand", entry(&theory, "strands"), "[theories.x.strands.y]"),
    ]
}

/// The keys of a table, as the reader lists them for whoever writes one that is none.
fn keys_of_the_reader(file: &str) -> BTreeSet<String> {
    let found = problems(file);
    let unknown = found.iter().find(|problem| problem.code.name == "unknown-key").expect("the key is nonsense");
    let listed =
        unknown.help.iter().find_map(|help| help.strip_prefix("it has: ")).unwrap_or_else(|| panic!("{unknown:?}"));
    listed.split(", ").map(str::to_owned).collect()
}

fn keys_of_the_schema(table: &Value) -> BTreeSet<String> {
    let keys = table["properties"].as_object().unwrap().keys();
    keys.filter(|key| *key != "next").cloned().collect()
}

#[test]
fn its_keys_are_those_that_the_reader_knows() {
    for (name, table) in tables() {
        // Of a cast entry that names nobody any key is taken for the one that it needs.
        let file = (table.file)("zzzzzzzzzzzzzzzzzzzz").replace("[[scene.cast]]", "[[scene.cast]]\nwho = 'x'");
        assert_eq!(keys_of_the_schema(&table.schema), keys_of_the_reader(&file), "{name}");
        assert_eq!(table.schema["additionalProperties"], json!(false), "{name}");
        for (key, schema) in table.schema["properties"].as_object().unwrap() {
            let is_explained = schema["description"].is_string() || schema["$ref"].is_string();
            assert!(is_explained, "{name} has `{key}` without a word on it");
        }
    }
    let mut tables = keys_of_the_reader("format = 1\nwork.title = \"x\"\nzzzzzzzzzzzzzzzzzzzz = 1\n");
    tables.extend(keys_of_the_reader("format = 1\nuniverse.title = \"x\"\nzzzzzzzzzzzzzzzzzzzz = 1\n"));
    assert_eq!(keys_of_the_schema(&schema::schema()), tables);
}

#[test]
fn each_table_needs_what_the_reader_needs() {
    let needed = |table: &Value| -> BTreeSet<String> {
        table["required"].as_array().into_iter().flatten().map(|key| key.as_str().unwrap().to_owned()).collect()
    };
    for (name, table) in tables() {
        let file = (table.file)(if name == "a cast entry" { "as" } else { "zzzzzzzzzzzzzzzzzzzz" });
        let missing = problems(&file).into_iter().filter(|problem| problem.code.name == "missing-key");
        let article = name.split('\'').next().unwrap().split(" from").next().unwrap();
        let of_it = missing.filter(|problem| {
            let of_a_patch = problem.message.starts_with("a hindsight patch");
            problem.message.starts_with(name)
                || problem.message.starts_with(article) && name == article
                || of_a_patch && name.ends_with("hindsight")
                || name == "a claim from outside" && problem.message.starts_with("a claim")
        });
        let said: BTreeSet<String> = of_it
            .flat_map(|problem| problem.message.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
            .collect();
        assert_eq!(needed(&table.schema), said, "{name}");
    }
}

#[test]
fn words_in_their_own_language_are_taken_as_the_reader_takes_them() {
    let validator = validator();
    let file = |key: &str, value: &str| {
        let scene = "[[scene]]\nid = \"a\"\ntitle = \"A\"\ntext = \"…\"\n";
        match key {
            "released" | "day-1" => format!("format = 1\n[work]\ntitle = \"x\"\n{key} = {value}\n{scene}"),
            "told" => format!("format = 1\nwork.title = \"x\"\nstrands.s.told = {value}\n{scene}strand = \"s\"\n"),
            _ => format!("format = 1\nwork.title = \"x\"\n{scene}{key} = {value}\n"),
        }
    };
    for (key, value) in [
        ("released", "2012"),
        ("released", "2012-10-11"),
        ("released", "\"2012\""),
        ("released", "\"2012-13\""),
        ("released", "\"October\""),
        ("released", "2014-10-14T00:00:30.5+09:00"),
        ("released", "\" 2012-10 \""),
        ("day-1", "\"day 3\""),
        ("lasts", "\"3 years\""),
        ("lasts", "\"exactly 3 years\""),
        ("lasts", "\"2 to 5 days\""),
        ("lasts", "\"exactly 2 to 5 days\""),
        ("lasts", "\"3 fortnights\""),
        ("lasts", "3"),
        ("lasts", "\"a day\""),
        ("clip", "\"0:42-1:10\""),
        ("clip", "\"1:02:03-1:04:00\""),
        ("clip", "\"42-70\""),
        ("clip", "\"0:60-1:10\""),
        ("told", "\"backwards\""),
        ("told", "\"sideways\""),
        ("timeless", "true"),
        ("timeless", "\"true\""),
        ("when", "{ at = \"day -2 9:30\" }"),
        ("when", "{ at = \"day three\" }"),
        ("when", "[{ at = 2012-10-11 }]"),
        ("when", "{ after = \"a\", by = \"3 days\" }"),
        ("when", "\"a\""),
        ("when", "{ at = \"2012-10-11 24:00\" }"),
        ("cast", "[]"),
        ("cast", "\"a\""),
        ("cast", "[{ as = \"voice\" }]"),
        ("hints", "[1]"),
        ("next", "\"a\""),
        ("hindsight", "[{ text = \"…\" }]"),
        ("allow", "\"x\""),
        ("allow", "{ unused = \" \" }"),
    ] {
        let text = file(key, value);
        let errors = problems(&text).iter().any(|problem| problem.code.severity == storyline::problem::Severity::Error);
        assert_eq!(!wrong(&validator, &text).is_empty(), errors, "{key} = {value}");
    }
}

#[test]
fn a_new_story_names_it_where_it_will_lie() {
    let template = fs::read_to_string(root().join("src/cli/new.toml")).unwrap();
    assert_eq!(template.lines().next(), Some(format!("#:schema ./{}", schema::FILE).as_str()));
    assert!(Path::new(schema::FILE).file_name().is_some());
}
