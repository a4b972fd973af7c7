//! What a viewer takes for true after each scene of a story: beliefs and facts, which nothing tells apart
//! until a belief is overturned.

use storyline::knowledge::{Seen, cut_to};
use storyline::library::Library;

#[expect(clippy::disallowed_macros, clippy::expect_used, reason = "an example prints, and knows its story")]
fn main() {
    let loaded = Library::default().find("please-dont").expect("it is built in").load();
    let work = loaded.work(); // it shares a universe with another, which is not looked at
    let story = loaded.story.expect("a built-in story can be played");
    let mut watching = cut_to(&story, &Seen::all(&story), work).watch();
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
