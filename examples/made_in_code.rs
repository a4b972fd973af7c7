//! Makes a story in code, without a file, and checks it: a hint comes too late, and a claim leads nowhere.

use storyline::knowledge::{Seen, cut};
use storyline::lint::{self, Checked};
use storyline::story;
use storyline::syntax::{Claim, Document, Entry, Fact, Scene, Work};

#[expect(clippy::disallowed_macros, reason = "an example prints")]
fn main() {
    let fact = Fact {
        seems: Some("A stranger wrote the letter.".into()),
        truth: Some("She wrote it herself.".into()),
        ..Fact::default()
    };
    let desk = Scene {
        reveals: vec!["sender".into()],
        when: vec![Claim { before: vec!["letter".into(), "leter".into()], ..Claim::default() }],
        ..scene("desk", "The desk", "The night before, she writes it.")
    };
    let reply = Scene { hints: vec!["sender".into()], ..scene("reply", "A reply", "She answers it, too.") };
    let document = Document {
        name: "the-letter".to_owned(),
        work: Some(Work { title: Some("The Letter".into()), ..Work::default() }),
        facts: vec![Entry::new("sender", fact)],
        scenes: vec![scene("letter", "A letter", "She opens a letter."), desk, reply],
        ..Document::default()
    };

    let mut problems = Vec::new();
    let story = story::build(&document, &mut problems);
    // There is no text, so no place in one.
    for problem in lint::check(Checked::new(&story, &[]), &[], problems) {
        println!("{}[{}]: {}", problem.code.severity.name(), problem.code.name, problem.message);
    }

    let whole = cut(&story, &Seen::all(&story));
    for event in whole.chronology().events {
        println!("{}", whole.scene(event.scenes[0]).title());
    }
}

fn scene(id: &str, title: &str, text: &str) -> Scene {
    Scene { id: Some(id.into()), title: Some(title.into()), text: Some(text.into()), ..Scene::default() }
}
