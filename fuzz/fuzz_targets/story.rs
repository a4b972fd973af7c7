//! Any bytes at all, taken for a story file and put through everything: see `tests/exercise/mod.rs`.

#![no_main]

#[path = "../../tests/exercise/mod.rs"]
mod exercise;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| exercise::exercise(bytes));
