//! The player: a story narrated scene by scene, as it is told or as it happened.
//!
//! Told in order, each scene comes from the cut at the scenes up to it: what is printed at a scene is what
//! somebody may know who has just seen it. Watched again, or in the order in which it happened, each comes from the
//! whole cut.

mod happened;
mod known;
mod rewatch;
mod told;

pub use happened::chronological;
pub use rewatch::rewatch;
pub use told::told;
