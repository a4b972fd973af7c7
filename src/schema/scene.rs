//! `[[scene]]`.

use serde_json::{Value, json};

use super::claim::when;
use super::shape::{
    Key, allow, becomes, cite, clip, duration, entries, event, flag, id, key, list, needs, once, one_or_more,
    reference, table, text,
};

pub(super) fn scene() -> Value {
    let mut keys = patched();
    keys.extend([
        key("id", "What it is called by in this file and on the command line.", id()),
        when("What holds of its time: `{ before = \"some-scene\" }`, `{ at = \"2012-10\" }`, or a list of these. A relation takes it off `main`."),
        key("lasts", "How long it lasts: \"2 hours\", \"exactly 1 day\".", duration()),
        key("clip", "Where it stands in the video: \"0:42-1:10\".", clip()),
        key("hints", "Facts that it hints at: from here on viewers take what `seems` for so.", list(&reference())),
        key("reveals", "Facts that it reveals: from here on viewers know the truth.", list(&reference())),
        key("causes", "Scenes that happen because of it.", list(&event())),
        key("hindsight", "What is otherwise of it once a fact is known: `[{ once = \"some-fact\", text = \"…\" }]`.", list(&hindsight())),
        key("chronological-text", "Told instead of `text` when scenes are played in the order in which they happened.", text()),
        key("note", "For writers. Never shown.", text()),
        becomes(),
        needs(),
        key("learns", "Who knows what from its end on: `{ dasom = [\"his-love\"] }`.", knowledge()),
        key("uses", "Who acts on what, and so must know it when it starts: `{ dasom = [\"his-love\"] }`.", knowledge()),
        allow(),
        cite(),
        // Editors that know the key do not offer it; whoever points at it reads why.
        ("next", json!({
            "not": {}, "x-taplo": { "hidden": true },
            "description": "Kept for branches, which are not there yet: leave it out.",
        })),
    ]);
    table("A scene. They are told in the order of the file.", &["id", "title", "text"], keys)
}

/// What hindsight and a theory can both change about a scene.
pub(super) fn patched() -> Vec<Key> {
    let entry = table(
        "Somebody in the scene who is not there in the flesh.",
        &["who"],
        vec![
            key("who", "An id of `[characters.ID]`.", reference()),
            key("as", "How: imagined, body, voice, photograph.", text()),
        ],
    );
    let cast = list(&json!({ "anyOf": [reference(), entry] }));
    vec![
        key("title", "What it is called.", text()),
        key(
            "text",
            "What happens, as somebody tells it who knows only what came before. An empty line begins a paragraph.",
            text(),
        ),
        key("cast", "Who is in it: ids of `[characters.ID]`, or `{ who = \"ben\", as = \"voice\" }`.", cast),
        key("place", "Where: an id of `[places.ID]`.", reference()),
        key("strand", "The line of telling that it is on: an id of `[strands.ID]`, or `main`.", reference()),
        key("layer", "The level of reality: an id of `[layers.ID]`.", reference()),
        key("timeless", "Whether it shows nothing that happens: a dance, a symbol.", flag()),
    ]
}

fn hindsight() -> Value {
    let mut keys = patched();
    keys.push(once());
    table("Holds once a fact is known. `text` is told after the first text, looking back.", &["once"], keys)
}

/// Characters, each with facts.
fn knowledge() -> Value {
    entries(&reference(), &one_or_more(&reference()))
}
