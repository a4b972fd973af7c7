//! Reads a story file and prints its scenes as they are told, each with its place in what happened.
//!
//! `cargo run --example both_orders -- stories/sistar/one-more-day.toml`

use std::path::Path;

use storyline::knowledge::{Seen, cut};
use storyline::library;

#[expect(clippy::disallowed_macros, reason = "an example prints")]
fn main() {
    let path = std::env::args().nth(1).unwrap_or("stories/sistar/one-more-day.toml".to_owned());
    let loaded = library::load_file(Path::new(&path));
    let Some(story) = loaded.story else {
        println!("no story can be made of {path}: {} problems", loaded.problems.len());
        return;
    };
    let whole = cut(&story, &Seen::all(&story));
    let chronology = whole.chronology();
    for (scene, place) in whole.scenes().zip(&chronology.places) {
        let happened = place.rank.map_or("-".to_owned(), |rank| (rank + 1).to_string());
        println!("{:>3} {happened:>3}  {}", scene.rank() + 1, scene.title());
    }
}
