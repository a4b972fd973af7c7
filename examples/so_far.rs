//! What a viewer takes for true after each scene of a story: beliefs and facts, which nothing tells apart
//! until a belief is overturned.

use storyline::knowledge::{Seen, cut};
use storyline::library::Library;

#[expect(clippy::disallowed_macros, clippy::expect_used, reason = "an example prints, and knows its story")]
fn main() {
    let listing = Library::default().find("please-dont").expect("it is built in");
    let story = listing.load_alone().story.expect("a built-in story can be played");
    let mut watching = cut(&story, &Seen::all(&story)).watch();
    while let Some(news) = watching.watch_next() {
        let cut = watching.cut();
        let Some(scene) = cut.scenes().next_back() else { continue };
        if news.learnt.is_empty() {
            continue;
        }
        println!("After \"{}\":", scene.title());
        for fact in cut.facts() {
            match fact.seemed() {
                Some(seemed) => println!("  {} (and not: {seemed})", fact.truth()),
                None => println!("  {}", fact.truth()),
            }
        }
    }
}
