//! `[facts.ID]`.

use serde_json::Value;

use super::claim::when;
use super::shape::{becomes, cite, key, list, needs, one_of, table, text};

pub(super) fn fact() -> Value {
    let weights = [
        ("minor", "A belief overturned by the way."),
        ("major", "A belief overturned."),
        ("twist", "What turns the story over."),
    ];
    let keys = vec![
        key("truth", "What is so. Shown once a scene reveals it.", text()),
        key("seems", "What viewers take for so until then, from the first scene that hints at it.", text()),
        key("weight", "How much it overturns.", one_of(&weights)),
        when("When it happened: with it the fact is an event that is told and not shown."),
        key("words", "Words that give it away: `check` looks for them before it is revealed.", list(&text())),
        becomes(),
        needs(),
        cite(),
    ];
    table("What a viewer can come to know.", &["truth"], keys)
}
