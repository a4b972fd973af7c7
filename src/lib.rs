//! storyline
pub mod cli;
pub mod knowledge;
pub mod library;
pub mod lint;
pub mod play;
pub mod problem;
pub mod source;
pub mod story;
pub mod suggest;
pub mod syntax;
pub mod time;
pub mod view;
