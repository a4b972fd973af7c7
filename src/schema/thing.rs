//! `[characters.ID]`, `[places.ID]`, `[layers.ID]` and `[things.ID]`.

use serde_json::Value;

use super::shape::{
    Key, begins, cite, duration, entries, key, list, moment, once, one_or_more, reference, table, text,
};

pub(super) fn character() -> Value {
    let mut keys = vec![
        key("performer", "Who plays it.", text()),
        key("words", "Words that give a later name away: `check` looks for them before that.", list(&text())),
        key("born", "When it was born: a date of any precision, or a story day.", moment()),
        key("parents", "Its parents: ids of characters. `check` knows that they are older.", one_or_more(&reference())),
        begins("What is so of it before anything happens. `alive` is true unless said."),
        cite(),
    ];
    keys.extend(shown(true));
    table("Somebody who can be in a scene.", &["name"], keys)
}

pub(super) fn place() -> Value {
    let ways = entries(&reference(), &duration());
    let mut keys = vec![
        key(
            "from",
            "How long it takes from other places, there and back, at least: `from.harbour = \"2 hours\"`.",
            ways,
        ),
        begins("What is so of it before anything happens."),
    ];
    keys.extend(shown(false));
    table("Where a scene can happen.", &["name"], keys)
}

pub(super) fn layer() -> Value {
    table("A level of reality: a dream, a game, a world of its own.", &["name"], shown(false))
}

pub(super) fn thing() -> Value {
    let keys = vec![
        key("name", "What it is called.", text()),
        key("about", "What it is, for writers.", text()),
        begins("What is so of it before anything happens. `exists` is true unless said."),
    ];
    table("A thing of the story-world whose states `check` follows. Viewers never see it.", &["name"], keys)
}

/// What viewers are shown of somebody or something.
fn shown(performed: bool) -> Vec<Key> {
    vec![
        key("name", "What viewers call it, from the first scene that it is in.", text()),
        key("about", "Who or what it is. It tells no more than the first scene in which it can be met.", text()),
        key(
            "hindsight",
            "What is otherwise once a fact is known: `[{ once = \"some-fact\", name = \"…\" }]`.",
            list(&patch(performed)),
        ),
    ]
}

fn patch(performed: bool) -> Value {
    let mut keys = vec![
        once(),
        key("name", "What it is called from then on.", text()),
        key("about", "Who or what it is, as is known then.", text()),
    ];
    if performed {
        keys.push(key("performer", "Who plays it, as is known then.", text()));
    }
    table("Holds once a fact is known.", &["once"], keys)
}
