//! storyline
pub mod time;
