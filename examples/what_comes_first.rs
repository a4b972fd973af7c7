//! Asks which of two scenes happened first, and what says so.
//!
//! `cargo run --example what_comes_first -- one-more-day boot-and-fire suitcase-walk-opening`

use storyline::knowledge::{Comparison, Cut, Seen, cut_to};
use storyline::library::Library;
use storyline::time::{Because, ChainStep, Node};

#[expect(clippy::disallowed_macros, reason = "an example prints")]
fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut argument = |default: &str| arguments.next().unwrap_or(default.to_owned());
    let name = argument("one-more-day");
    let ids = [argument("boot-and-fire"), argument("suitcase-walk-opening")];

    let Ok(listing) = Library::default().find(&name) else { return println!("there is no story `{name}`") };
    let loaded = listing.load();
    let work = loaded.work();
    let Some(story) = loaded.story else { return println!("nothing can be made of `{name}`") };
    let whole = cut_to(&story, &Seen::all(&story), work);
    let [Some(one), Some(other)] = ids.each_ref().map(|id| scene(&whole, id)) else {
        return println!("there is no such scene in `{name}`");
    };

    let (first, second) = (&ids[0], &ids[1]);
    match whole.account().compare(one, other) {
        Comparison::Says { chain, turned: false } => println!("{first} comes before {second}{}", because(&chain)),
        Comparison::Says { chain, turned: true } => println!("{second} comes before {first}{}", because(&chain)),
        Comparison::Together { chain } => println!("{first} and {second} begin together{}", because(&chain)),
        Comparison::OneEvent => println!("{first} and {second} show one event"),
        Comparison::NoTime(_) => println!("one of them is outside time"),
        Comparison::Nothing { .. } => println!("nothing says which of them comes first"),
        _ => println!("what is said of time contradicts itself"),
    }
}

/// The scene of an id.
fn scene(cut: &Cut, id: &str) -> Option<Node> {
    cut.scenes().find(|scene| scene.id() == id).map(|scene| Node::Scene(scene.rank()))
}

/// What a chain rests on.
fn because(chain: &[ChainStep]) -> String {
    let claims = chain.iter().filter(|step| matches!(step.because, Because::Claim(_))).count();
    let links = chain.iter().filter(|step| matches!(step.because, Because::Link(_))).count();
    format!(" (steps by claims: {claims}, by the order of the telling: {links})")
}
