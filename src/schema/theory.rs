//! `[theories.ID]`.

use serde_json::Value;

use super::claim::when;
use super::shape::{cite, entries, key, list, once, reference, table, text};
use super::{scene, strand};

pub(super) fn theory() -> Value {
    let mut of_a_scene = scene::patched();
    of_a_scene.push(when("What it claims of its time under the theory."));
    let of_a_scene = table("What is otherwise of a scene.", &[], of_a_scene);
    let truth = vec![key("truth", "What is so under the theory.", text())];
    let of_a_fact = table("What is otherwise of a fact.", &["truth"], truth);
    let of_a_strand = table("What is otherwise of a strand.", &[], strand::otherwise());
    let keys = vec![
        key("title", "What it is called.", text()),
        key("about", "What it says, and what speaks for it and against it.", text()),
        once(),
        key(
            "sets-aside",
            "Scenes whose claims in the story, made by them or about them, do not hold under it.",
            list(&reference()),
        ),
        key(
            "scenes",
            "What is otherwise of scenes: `scenes.ID = { timeless = true }`.",
            entries(&reference(), &of_a_scene),
        ),
        key("facts", "What is otherwise of facts: `facts.ID = { truth = \"…\" }`.", entries(&reference(), &of_a_fact)),
        key(
            "strands",
            "What is otherwise of strands: `strands.main = { told = \"backwards\" }`.",
            entries(&reference(), &of_a_strand),
        ),
        cite(),
    ];
    table("A reading of the story that a viewer may choose.", &["title", "about"], keys)
}
