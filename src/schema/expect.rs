//! `[[expect]]`.

use serde_json::Value;

use super::shape::{event, key, list, one_or_more, reference, table, text};

pub(super) fn expect() -> Value {
    let facts = || one_or_more(&reference());
    let scenes = || list(&event());
    let keys = vec![
        key("at", "The position: what has been seen, as `--seen` takes it. Without it the whole story.", text()),
        key("known", "Facts that are known there.", facts()),
        key("believed", "Facts of which viewers take there for so what `seems`.", facts()),
        key("hidden", "Facts of which nothing shows there.", facts()),
        key("absent", "Words that nothing shown there may contain.", one_or_more(&text())),
        key("order", "Scenes whose order is declared: each happens before the next.", scenes()),
        key("together", "Scenes that happen at the same time.", scenes()),
        key("possible", "Scenes that can have happened in this order.", scenes()),
    ];
    table("What must stay so, however the story changes.", &[], keys)
}
