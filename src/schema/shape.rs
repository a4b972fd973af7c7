//! The kinds of values that stand behind keys, as schemas.

use serde_json::{Map, Value, json};

use crate::lint;

/// A key of a table, and what may stand behind it.
pub(super) type Key = (&'static str, Value);

/// An id: small letters, digits and single hyphens.
const ID: &str = "[a-z0-9]+(-[a-z0-9]+)*";
const TIME: &str = r"([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?([Zz]|[+-][0-9:]*)?";
const UNIT: &str = "(minute|hour|day|week|month|year)s?";

/// A table of these keys and no others.
pub(super) fn table(about: &str, required: &[&str], keys: Vec<Key>) -> Value {
    let properties: Map<String, Value> = keys.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let mut table = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    if about.is_empty() { table } else { described(table, about) }
}

/// A key of a table, what it says, and what may stand behind it.
pub(super) fn key(name: &'static str, about: &str, value: Value) -> Key {
    (name, described(value, about))
}

/// The same, with words for whoever points at it.
pub(super) fn described(mut value: Value, about: &str) -> Value {
    value["description"] = json!(about);
    value
}

/// A table in which something stands under each name of a kind.
pub(super) fn entries(name: &Value, value: &Value) -> Value {
    let mut entries = json!({ "type": "object", "additionalProperties": false });
    if let Some(pattern) = name["pattern"].as_str() {
        entries["patternProperties"] = json!({ pattern: value });
    }
    entries
}

pub(super) fn list(item: &Value) -> Value {
    json!({ "type": "array", "items": item })
}

/// One value or a list of them.
pub(super) fn one_or_more(item: &Value) -> Value {
    json!({ "anyOf": [item, list(item)] })
}

pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

pub(super) fn flag() -> Value {
    json!({ "type": "boolean" })
}

/// One of some words, each with what it means.
pub(super) fn one_of(words: &[(&str, &str)]) -> Value {
    let words: Vec<Value> = words.iter().map(|(word, about)| json!({ "const": word, "description": about })).collect();
    json!({ "type": "string", "oneOf": words })
}

fn matching(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

/// An id of one's own. In a cut of a universe it has its work before it.
pub(super) fn id() -> Value {
    let mut id = matching(&format!("^({ID}/)?{ID}$"));
    id["not"] = json!({ "enum": ["all", "none"] });
    id
}

/// What names something declared elsewhere: an id, or `work/id`.
pub(super) fn reference() -> Value {
    matching(&format!("^({ID}/)?{ID}$"))
}

/// What names a scene, or with `fact:` before it a fact that has a time.
pub(super) fn event() -> Value {
    matching(&format!("^(fact:)?({ID}/)?{ID}$"))
}

/// States by the name of each. `alive` and `exists` say yes or no.
fn states() -> Value {
    let mut states = entries(&matching(&format!("^{ID}$")), &json!({ "type": ["boolean", "integer", "string"] }));
    let of = [("alive", "Whether it is alive."), ("exists", "Whether it is there.")];
    states["properties"] = of.map(|(name, about)| (name.to_owned(), described(flag(), about))).into_iter().collect();
    states
}

/// States of anything, as `ID.NAME`, or the states of each in a table of its own.
fn states_of_all() -> Value {
    let owner = format!("({ID}/)?{ID}");
    let value = json!({ "type": ["boolean", "integer", "string"] });
    let patterns = json!({
        format!(r"^{owner}\.{ID}$"): value,
        format!(r"^{owner}\.(alive|exists)$"): flag(),
        format!("^{owner}$"): states(),
    });
    json!({ "type": "object", "patternProperties": patterns, "additionalProperties": false })
}

/// What several keys share, by its name.
pub(super) fn defined(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

const MOMENT: &str = "moment";
const DATE: &str = "date";
const ALLOW: &str = "allow";

/// What several keys share: kinds of values that take long to say.
pub(super) fn definitions() -> [(&'static str, Value); 3] {
    let day = format!("(0[1-9]|[12][0-9]|3[01])([ Tt]{TIME})?");
    let date = format!("[0-9]{{4}}(-(0[1-9]|1[0-2])(-{day})?)?");
    let moment = format!("({date}|day -?[0-9]{{1,7}}( {TIME})?)");
    [(DATE, when(&date)), (MOMENT, when(&moment)), (ALLOW, codes())]
}

/// Editors tell dates between quotes from those of TOML's own: each has its line, all have one pattern.
fn when(pattern: &str) -> Value {
    let pattern = format!(r"^\s*{pattern}\s*$");
    let kinds = ["date", "date-time", "local-date", "local-date-time", "partial-date-time"];
    let mut ways = vec![matching(&pattern)];
    ways.extend(kinds.map(|kind| json!({ "type": "string", "format": kind, "pattern": pattern })));
    json!({ "anyOf": ways })
}

/// "2012", "2012-10", "2012-10-11", "2012-10-11 18:00", or a date of TOML's own.
pub(super) fn date() -> Value {
    json!({ "anyOf": [defined(DATE)] })
}

/// A date, or a story day: "day 3", "day 3 14:00".
pub(super) fn moment() -> Value {
    json!({ "anyOf": [defined(MOMENT)] })
}

/// "3 years", "exactly 3 years", "2 to 5 days".
pub(super) fn duration() -> Value {
    let number = "[0-9]{1,6}";
    matching(&format!(r"^\s*((exactly )?{number}|{number} to {number}) {UNIT}\s*$"))
}

/// "0:42-1:10".
pub(super) fn clip() -> Value {
    let place = "([0-9]{1,3}:[0-5][0-9]|[0-9]{1,2}:[0-5][0-9]:[0-5][0-9])";
    matching(&format!(r"^\s*{place}-{place}\s*$"))
}

/// The codes that can be allowed, each with a reason.
fn codes() -> Value {
    let codes = lint::codes().into_iter().filter(|code| code.can_be_allowed);
    let reason = |about: &str| described(matching(r"\S"), &format!("Why this is as it should be: {about}."));
    let properties: Map<String, Value> = codes.map(|code| (code.name.to_owned(), reason(code.summary))).collect();
    let about = "What `check` warns of and is as it should be, with the reason: `allow = { CODE = \"reason\" }`.";
    described(json!({ "type": "object", "properties": properties, "additionalProperties": false }), about)
}

/// `allow`.
pub(super) fn allow() -> Key {
    ("allow", defined(ALLOW))
}

/// `cite`.
pub(super) fn cite() -> Key {
    key("cite", "The sources that tell so: ids of `[sources.ID]`.", list(&reference()))
}

/// `once`, of what waits for something.
pub(super) fn once() -> Key {
    key(
        "once",
        "Holds only once this fact is known: an id of `[facts.ID]`, or a list of which all must be.",
        one_or_more(&reference()),
    )
}

/// `begins`, of what has states.
pub(super) fn begins(about: &str) -> Key {
    key("begins", about, states())
}

/// `becomes`, of an event.
pub(super) fn becomes() -> Key {
    let about = "What is so from its end on: `{ \"suitcase.holds\" = \"body\" }`. A state is `ID.NAME`, of a character, a place or a thing.";
    key("becomes", about, states_of_all())
}

/// `needs`, of an event.
pub(super) fn needs() -> Key {
    let about =
        "What must be so when it starts: `{ \"suitcase.holds\" = \"body\" }`. `check` says in which orders it is not.";
    key("needs", about, states_of_all())
}
