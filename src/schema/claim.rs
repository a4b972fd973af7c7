//! Claims about time: `when`, and `[[claim]]`.

use serde_json::Value;

use super::shape::{Key, defined, duration, event, key, moment, once, one_or_more, table};

/// What claims are called among the definitions.
pub(super) const NAME: &str = "claim";

pub(super) fn claim() -> Value {
    table("A claim about time.", &[], keys())
}

/// `[[claim]]`.
pub(super) fn of_a_scene() -> Value {
    let mut keys = keys();
    keys.push(key("scene", "The scene it speaks of, or `fact:ID`.", event()));
    table("A claim about a scene, made from outside it: it leaves the scene on its strand.", &["scene"], keys)
}

/// `when`: one claim or a list of them.
pub(super) fn when(about: &str) -> Key {
    key("when", about, one_or_more(&defined(NAME)))
}

fn keys() -> Vec<Key> {
    let scenes = || one_or_more(&event());
    vec![
        key("before", "It ends before this scene begins, or before each of a list.", scenes()),
        key("after", "It begins after this scene ends, or after each of a list.", scenes()),
        key("during", "It happens within this scene.", scenes()),
        key("with", "It happens at the same time as this scene, as another event.", scenes()),
        key("same", "It shows the event of this scene again.", scenes()),
        key(
            "by",
            "How far apart, beside `before` or `after`: \"3 years\", \"exactly 3 years\", \"2 to 5 days\".",
            duration(),
        ),
        key("at", "When it begins: \"2012\", \"2012-10-11 18:00\", \"day 3\", \"day 3 14:00\".", moment()),
        once(),
    ]
}
