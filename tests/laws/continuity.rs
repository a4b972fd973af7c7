//! What scenes change and need, who knows what, who is born when, how far it is: none of it is anybody's to see, so a future may
//! say it otherwise of whatever has been seen.

use storyline::calendar::Moment;
use storyline::syntax::{Document, Entry, Expectation, Knows, StateIs, Text, Thing, Value};

use super::choices::Choices;
use super::tale::{duration, texts};

/// Says anew all that a document says of it. What it invents begins with a word.
pub(crate) fn say_continuity(document: &mut Document, choices: &mut Choices, mark: &str) {
    let ids = |entries: &[Entry<Thing>]| -> Vec<String> { entries.iter().map(|one| one.id.value.clone()).collect() };
    let (people, places) = (ids(&document.characters), ids(&document.places));
    let facts: Vec<String> = document.facts.iter().map(|fact| fact.id.value.clone()).collect();
    let thing = format!("{mark}-thing");
    document.things.clear();
    if choices.chance(60) {
        let name = Some(format!("{mark} box").as_str().into());
        let begins = states(choices, &["exists".to_owned()], mark);
        document.things.push(Entry::new(&thing, Thing { name, begins, ..Thing::default() }));
    }
    for entry in &mut document.characters {
        let day = 1 + choices.below(28);
        entry.value.born = choices.chance(20).then(|| Moment::parse(&format!("1990-02-{day:02}")).unwrap().into());
        entry.value.parents = texts(&choices.some(&people, 10));
        entry.value.begins = states(choices, &["alive".to_owned(), format!("{mark}-mood")], mark);
    }
    for entry in &mut document.places {
        let from = choices.some(&places, 20);
        let from = from.iter().filter(|from| **from != entry.id.value);
        entry.value.from = from.map(|from| Entry::new(from, Some(duration("2 to 9 hours").into()))).collect();
    }
    let of = people.iter().map(|who| format!("{who}.alive"));
    let of = of.chain(places.iter().map(|place| format!("{place}.open"))).chain([format!("{thing}.exists")]);
    let of: Vec<String> = of.collect();
    document.expectations.clear();
    while choices.chance(25) && document.expectations.len() < 3 {
        let known = texts(&choices.some(&facts, 40));
        let absent = vec![format!("{mark} word").as_str().into()];
        document.expectations.push(Expectation { known, absent, ..Expectation::default() });
    }
    for scene in &mut document.scenes {
        scene.becomes = states(choices, &of, mark);
        scene.needs = states(choices, &of, mark);
        scene.learns = knows(choices, &people, &facts);
        scene.uses = knows(choices, &people, &facts);
    }
    for fact in document.facts.iter_mut().filter(|fact| fact.value.told) {
        fact.value.becomes = states(choices, &of, mark);
        fact.value.needs = states(choices, &of, mark);
    }
}

fn states(choices: &mut Choices, of: &[String], mark: &str) -> Vec<StateIs> {
    let some = choices.some(of, 12);
    let is = |state: String| {
        let is_flag = [".alive", ".exists"].iter().any(|end| format!(".{state}").ends_with(end));
        let value = match choices.below(if is_flag { 2 } else { 4 }) {
            0 => Value::Flag(false),
            1 => Value::Flag(true),
            2 => Value::Number(7),
            _ => Value::Word(format!("{mark} wood")),
        };
        StateIs { state: Text::from(state.as_str()), value: value.into() }
    };
    some.into_iter().map(is).collect()
}

fn knows(choices: &mut Choices, people: &[String], facts: &[String]) -> Vec<Knows> {
    let who = choices.some(people, 12);
    let mut knows = |who: &String| Knows { who: who.as_str().into(), facts: texts(&choices.some(facts, 30)) };
    who.iter().map(&mut knows).collect()
}
