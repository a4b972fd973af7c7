//! A story timeline engine that never spoils: what is told, what happened, and what a viewer may know.
//!
//! Stories are told in one order and happen in another, and whoever watches knows only a part. A story is a file of
//! scenes with what is claimed about time and what is revealed when. This crate reads it, reduces it to what somebody
//! has seen, finds the order in which that happened, checks it, and shows it. The words are those of `docs/model.md`, the
//! keys of a file those of `docs/format.md`, both of which come with the crate.
//!
//! # Read a story
//!
//! [`library::load`] takes a text, [`library::load_file`] a path, and [`Library`](library::Library) finds the built-in
//! ones by name. Reading never fails half way: there is a story unless nothing can be made of the file, and beside it
//! every problem that was met, each at its place.
//!
//! ```
//! use storyline::library;
//! use storyline::source::Source;
//!
//! let text = r#"
//!     format = 1
//!     work.title = "The Letter"
//!     facts.sender = { seems = "A stranger wrote it.", truth = "She wrote it herself." }
//!     [[scene]]
//!     id = "letter"
//!     title = "A letter"
//!     text = "She opens a letter."
//!     hints = ["sender"]
//!     [[scene]]
//!     id = "desk"
//!     title = "The desk"
//!     text = "The night before, she writes it."
//!     when = { before = "letter" }
//!     reveals = ["sender"]
//! "#;
//! let loaded = library::load(Source::new("letter.toml", text));
//! assert!(loaded.problems.is_empty());
//! let story = loaded.story.expect("a file without problems holds a story");
//! assert_eq!(story.scenes().len(), 2);
//! ```
//!
//! # Cut it to what somebody knows
//!
//! A [`Story`](story::Story) holds everything, so nothing that viewers see is made of it. It is made of a
//! [`Cut`](knowledge::Cut): what of the story somebody knows who has seen some of its scenes. Names, texts, beliefs and
//! orders are those of the cut, and there is no way from it back to the whole.
//!
//! ```
//! # use storyline::{library, source::Source};
//! # let text = "format = 1\nwork.title = \"L\"\nfacts.sender = { seems = \"A stranger wrote it.\", truth = \"She wrote it herself.\" }\nscene = [{ id = \"letter\", title = \"A letter\", text = \"…\", hints = [\"sender\"] }, { id = \"desk\", title = \"The desk\", text = \"…\", when = { before = \"letter\" }, reveals = [\"sender\"] }]";
//! # let story = library::load(Source::new("letter.toml", text)).story.unwrap();
//! use storyline::knowledge::{Seen, cut};
//!
//! let first: Seen = story.scenes().take(1).collect();
//! assert_eq!(cut(&story, &first).facts()[0].truth(), "A stranger wrote it.");
//! let whole = cut(&story, &Seen::all(&story));
//! assert_eq!(whole.facts()[0].truth(), "She wrote it herself.");
//! assert_eq!(whole.facts()[0].seemed(), Some("A stranger wrote it."));
//! ```
//!
//! # Ask in which order it happened
//!
//! [`Cut::chronology`](knowledge::Cut::chronology) lists events, says of each step whether claims
//! [declare](time::Step::Declared) it, the telling [has](time::Step::Told) it or nothing decides it, and labels scenes:
//! a flashback, a flash-forward. [`Cut::account`](knowledge::Cut::account) compares any two scenes and says why.
//!
//! ```
//! # use storyline::{library, source::Source};
//! # use storyline::knowledge::{Seen, cut};
//! # let text = "format = 1\nwork.title = \"L\"\nscene = [{ id = \"letter\", title = \"A letter\", text = \"…\" }, { id = \"desk\", title = \"The desk\", text = \"…\", when = { before = \"letter\" } }]";
//! # let story = library::load(Source::new("letter.toml", text)).story.unwrap();
//! # let whole = cut(&story, &Seen::all(&story));
//! use storyline::knowledge::Comparison;
//! use storyline::time::{Label, Node, Step};
//!
//! let chronology = whole.chronology();
//! let happened: Vec<&str> =
//!     chronology.events.iter().map(|event| whole.scene(event.scenes[0]).title()).collect();
//! assert_eq!(happened, ["The desk", "A letter"]);
//! assert_eq!(chronology.events[1].step, Some(Step::Declared));
//! assert_eq!(chronology.places[1].label, Label::Flashback);
//! assert!(matches!(whole.account().compare(Node::Scene(1), Node::Scene(0)), Comparison::Says { .. }));
//! ```
//!
//! # Check it
//!
//! [`lint::check`] holds a story against every rule and returns all problems, sorted by place. A
//! [`Problem`](problem::Problem) is data: draw it as a compiler does with [`problem::render`], or hand it on as a
//! [`Record`](problem::Record). [`lint::codes`] lists what there can be, each with the page that explains it.
//!
//! ```
//! # use storyline::{library, source::Source};
//! use storyline::lint::{self, Checked};
//! use storyline::problem::{self, Look};
//!
//! # let text = "format = 1\nwork.title = \"L\"\nfacts.sender = { truth = \"She did.\" }\nscene = [{ id = \"letter\", title = \"A letter\", text = \"…\" }]";
//! let loaded = library::load(Source::new("letter.toml", text));
//! let story = loaded.story.expect("nothing in it is fatal");
//! let checked = Checked::new(&story, &loaded.sources);
//! let problems = lint::check(checked, &[], loaded.problems);
//! assert_eq!(problems[0].message, "nothing refers to the fact `sender`");
//! assert_eq!(problems[0].code.name, "unused");
//! let drawn = problem::render(&problems[0], &loaded.sources, Look::default());
//! assert!(drawn.starts_with("warning[unused]: nothing refers to the fact `sender`\n"));
//! ```
//!
//! # Make one in code
//!
//! A file is read into a [`Document`](syntax::Document), and a document can as well be written down in code: see
//! `examples/made_in_code.rs`. [`story::build`] makes a story of either, always.
//!
//! # Show it
//!
//! A view takes a cut and makes a [`Page`](view::Page) or JSON: [`view::VIEWS`], [`play::told`],
//! [`play::rewatch`], [`play::chronological`], screen by screen a [`play::Player`], and for other programs [`view::export::EXPORTS`].
//!
//! ```
//! # use storyline::{knowledge::{Seen, cut_to}, library::Library};
//! # let loaded = Library::default().find("please-dont").unwrap().load();
//! # let (work, story) = (loaded.work(), loaded.story.unwrap());
//! # let whole = cut_to(&story, &Seen::all(&story), work);
//! use storyline::play;
//! use storyline::view::Options;
//!
//! let page = play::told(&whole, &Options { width: 60, ..Options::default() });
//! assert!(page.to_string().contains("On the road"));
//! ```
//!
//! # Where things are
//!
//! Data flows one way, and so does this list:
//!
//! - [`source`], [`problem`], [`suggest`]: a text, what is wrong with it, did you mean
//! - [`calendar`]: dates, story days and durations in minutes and in words
//! - [`syntax`]: text to a [`syntax::Document`]; never fails
//! - [`story`]: a document to a [`story::Story`]: every reference followed
//! - [`time`]: in which order did it happen?
//! - [`knowledge`]: the [`knowledge::Cut`], what of a story somebody knows: the only door to a viewer
//! - [`words`]: what is said about time, as sentences
//! - [`lint`]: what is wrong with a story as a whole
//! - [`schema`]: what a file may say, for editors
//! - [`diff`]: what changed in meaning between two stories
//! - [`view`], [`play`]: a cut as a page
//! - [`site`]: a story as pages for a browser, one for each position
//! - [`library`]: where stories are found
//! - [`progress`]: what has been watched, kept in a file
//!
//! The library reads no clock and no environment, prints nothing, and answers the same to the same input. Only
//! [`library`] and [`progress`] touch files. What it hands out may gain fields and variants in any version (it is `non_exhaustive`); what
//! it takes (a [`syntax::Document`], a [`time::Network`], [`view::Options`]) is best written with
//! `..Default::default()`, for the same reason. (There is a `cli`, too, for the program and its tests. It promises nothing.)

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub mod calendar;
#[doc(hidden)]
pub mod cli;
pub mod continuity;
pub mod diary;
pub mod diff;
pub mod expectation;
pub mod knowledge;
pub mod layout;
mod letters;
pub mod library;
pub mod lint;
mod markup;
pub mod play;
pub mod problem;
pub mod progress;
#[cfg(not(feature = "sabotage"))]
mod sabotage;
#[cfg(feature = "sabotage")]
#[doc(hidden)]
pub mod sabotage;
pub mod schema;
pub mod site;
pub mod snapshot;
pub mod source;
pub mod story;
pub mod suggest;
pub mod syntax;
pub mod time;
pub mod view;
pub mod words;
