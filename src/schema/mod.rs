//! What a story file may hold, as a JSON Schema for editors: every key with its description, its kind, and whether it is
//! needed.
//!
//! It is of draft 7, which editors of TOML know best. One schema serves stories and `universe.toml`. What it refuses the
//! reader in `syntax` refuses, too; a test holds its keys to those that the reader knows.

mod claim;
mod expect;
mod fact;
mod scene;
mod shape;
mod strand;
mod theory;
mod thing;
mod work;

use serde_json::{Map, Value, json};

use shape::{Key, described, entries, id, list, table};

/// The name of the file that story files refer to.
pub const FILE: &str = "storyline.schema.json";

/// The schema of a story file, and of `universe.toml`.
///
/// ```
/// let schema = storyline::schema::schema();
/// assert_eq!(schema["properties"]["format"]["const"], 1);
/// assert!(schema["properties"]["scene"]["items"]["properties"]["reveals"]["description"].is_string());
/// ```
#[must_use]
pub fn schema() -> Value {
    // Some editors refuse all keys below `if` and the like unless those allow them by name.
    let mut whole = table("", &["format"], keys());
    for (key, value) in [
        ("$schema", json!("http://json-schema.org/draft-07/schema#")),
        ("title", json!("A story, or a universe of stories")),
        ("description", json!("What `storyline` reads: `storyline check` finds what no schema can.")),
        ("definitions", definitions()),
        ("if", json!({ "required": ["universe"], "additionalProperties": true })),
        (
            "then",
            json!({ "properties": { "work": false, "strands": false, "scene": false }, "additionalProperties": true }),
        ),
        ("else", json!({ "required": ["work"], "additionalProperties": true })),
    ] {
        whole[key] = value;
    }
    whole
}

/// The schema as the text of a file.
#[must_use]
pub fn text() -> String {
    format!("{:#}\n", schema())
}

fn definitions() -> Value {
    let mut definitions = Map::from_iter([(claim::NAME.to_owned(), claim::claim())]);
    definitions.extend(shape::definitions().map(|(name, value)| (name.to_owned(), value)));
    definitions.into()
}

fn keys() -> Vec<Key> {
    vec![
        ("format", "The format of the file: always 1, on the first line.", json!({ "const": 1 })),
        ("work", "What anybody may know before watching: its title and the like.", work::work()),
        ("universe", "Several works in one story-world. In `universe.toml` alone.", work::universe()),
        ("sources", "Where it is told so: `[sources.ID]`, named in `cite`.", entries(&id(), &work::source())),
        ("characters", "Who is in it: `[characters.ID]`.", entries(&id(), &thing::character())),
        ("places", "Where it happens: `[places.ID]`.", entries(&id(), &thing::place())),
        ("layers", "Levels of reality, a dream or a world of its own: `[layers.ID]`.", entries(&id(), &thing::layer())),
        ("things", "Things whose states `check` follows: `[things.ID]`. Never shown.", entries(&id(), &thing::thing())),
        ("strands", "Lines of telling that run on by themselves: `[strands.ID]`.", entries(&id(), &strand::strand())),
        ("facts", "What a viewer can come to know: `[facts.ID]`.", entries(&id(), &fact::fact())),
        ("scene", "The scenes, in the order in which they are told: `[[scene]]`.", list(&scene::scene())),
        ("theories", "Readings that a viewer may choose: `[theories.ID]`.", entries(&id(), &theory::theory())),
        ("claim", "What is said about time from outside a scene: `[[claim]]`.", list(&claim::of_a_scene())),
        ("expect", "What must stay so, for `storyline test`: `[[expect]]`.", list(&expect::expect())),
    ]
    .into_iter()
    .map(|(name, about, value)| (name, described(value, about)))
    .collect()
}
