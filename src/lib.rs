//! A story timeline engine that never spoils: what is told, what happened, and what a viewer may know.
//!
//! Stories are told in one order and happen in another, and whoever watches knows only a part. A story is a file of
//! scenes with what is claimed about time and what is revealed when. This crate reads it, reduces it to what somebody
//! has seen, finds the order in which that happened, and shows it. Data flows one way, and so does this list:
//!
//! - [`source`], [`problem`], [`suggest`]: a text, what is wrong with it, did you mean
//! - [`calendar`]: dates, story days and durations in minutes and in words
//! - [`syntax`]: text to a [`syntax::Document`]; never fails
//! - [`story`]: a document to a [`story::Story`]: every reference followed
//! - [`time`]: in which order did it happen?
//! - [`knowledge`]: the [`knowledge::Cut`], what of a story somebody knows: the only door to a viewer
//! - [`words`]: what is said about time, as sentences
//! - [`lint`]: what is wrong with a story as a whole
//! - [`view`], [`play`]: a cut as a page
//! - [`library`]: where stories are found
//! - [`cli`]: the program
//!
//! ```
//! use storyline::knowledge::{Seen, cut};
//! use storyline::library;
//! use storyline::source::Source;
//!
//! let text = r#"
//!     format = 1
//!     work.title = "The Letter"
//!     [[scene]]
//!     id = "letter"
//!     title = "A letter"
//!     text = "She opens a letter."
//!     [[scene]]
//!     id = "desk"
//!     title = "The desk"
//!     text = "The night before, she writes it."
//!     when = { before = "letter" }
//! "#;
//! let loaded = library::load(Source::new("letter.toml", text));
//! assert!(loaded.problems.is_empty());
//! let story = loaded.story.expect("a file without problems holds a story");
//!
//! let seen = Seen::all(&story);
//! let cut = cut(&story, &seen);
//! let happened: Vec<&str> =
//!     cut.chronology().events.iter().map(|event| cut.scene(event.scenes[0]).title()).collect();
//! assert_eq!(happened, ["The desk", "A letter"]);
//! ```

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub mod calendar;
pub mod cli;
pub mod knowledge;
mod letters;
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
pub mod words;
