//! `[strands.ID]`.

use serde_json::Value;

use super::claim::when;
use super::shape::{key, once, one_of, table, text};

pub(super) fn strand() -> Value {
    let mut keys = otherwise();
    keys.push(key("name", "What viewers call it.", text()));
    keys.push(once());
    table("A line of telling: its scenes follow one another. Scenes without a strand are on `main`.", &[], keys)
}

/// What a theory can say of a strand.
pub(super) fn otherwise() -> Vec<super::Key> {
    let ways = [
        ("forwards", "Each scene follows the one told before it."),
        ("backwards", "Each scene comes before the one told before it."),
        ("loosely", "Nothing follows from the telling."),
    ];
    vec![
        key("told", "How its scenes follow one another.", one_of(&ways)),
        when("What holds of the time of each of its scenes: `{ before = \"some-scene\" }`."),
    ]
}
