//! The player: a story narrated scene by scene, as it is told or as it happened.
//!
//! Told in order, each scene comes from the cut at the scenes up to it: what is printed at a scene is what
//! somebody may know who has just seen it. Watched again, or in the order in which it happened, each comes from the
//! whole cut.
//!
//! [`told`], [`rewatch`] and [`chronological`] make one page of it all. A [`Player`] goes through the same page by
//! page, driven by keys; it knows no terminal.

mod happened;
mod known;
mod player;
mod rewatch;
mod screen;
mod told;
mod walk;

pub use happened::chronological;
pub use player::{Ending, Key, Player, Step};
pub use rewatch::rewatch;
pub use screen::Screen;
pub use told::told;
pub use walk::Walk;
