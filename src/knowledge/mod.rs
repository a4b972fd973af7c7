//! What may somebody know? [`cut`] reduces a story to what they have seen; nothing else leads to a viewer.
//!
//! A [`Cut`] is lent, not copied: it shares the story's text and owns only which scenes have been seen and
//! which facts are known. It hands out no `&Story`; whatever is asked of it is answered from what was seen.

mod account;
mod ahead;
mod cut;
mod document;
mod kept;
mod look_back;
mod noticing;
mod people;
mod seen;
mod shown;
mod theories;
mod watching;

pub use crate::story::Weight;
pub use account::{Account, Comparison};
pub use cut::{Cut, cut, cut_to};
pub use look_back::LookBack;
pub use noticing::{Added, Introduced, Noticing, Renamed};
pub use people::{Appearance, ShownCharacter};
pub use seen::Seen;
pub use shown::{Header, Person, ShownFact, ShownScene};
pub use theories::ShownTheory;
pub use watching::{Learnt, News, Watching};
