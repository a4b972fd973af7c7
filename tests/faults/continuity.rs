//! Places, ways, knowledge, births.

use super::story::{Broken, Subject, Text};
use super::time::uses_story_days;

/// A story in which somebody goes to a place that is two hours away, or is there in some other relation to a scene.
fn journey(subject: &Subject) -> Option<(impl Fn(&str) -> Text, String)> {
    let text = subject.text();
    let somewhere = subject.people().into_iter().filter(|&(scene, _)| {
        let scene = subject.story.scene(scene);
        let here = |place| subject.story.place(place).home.is_none_or(|home| home == subject.work);
        scene.place.is_none_or(here) && text.get(&scene.id, "lasts").is_none()
    });
    let (scene, who) = subject.pick(somewhere)?;
    let who = &subject.story.character(who).id;
    let (id, place) = (subject.id(scene).to_owned(), subject.story.scene(scene).place);
    let layer = text.get(&id, "layer").unwrap_or_default();
    let what = format!("`{who}` in `{id}`");
    let add = move |when: &str| {
        let when = when.replace("SCENE", &id);
        let (text, from) = if let Some(place) = place {
            (subject.text(), subject.story.place(place).id.clone())
        } else {
            let text = subject.text().add(&id, "place = \"fault-here\"");
            (text.append("\n[places.fault-here]\nname = \"Right here\""), "fault-here".to_owned())
        };
        let far = format!("\n[places.fault-far]\nname = \"Far away\"\nfrom.{from} = \"exactly 2 hours\"");
        let keys = format!("cast = [\"{who}\"]\nplace = \"fault-far\"\nwhen = {{ {when} }}\n{layer}");
        text.append(&far).scene("fault-journey", &keys)
    };
    Some((add, what))
}

fn journeys(subject: &Subject, before: &str, after: &str) -> Option<Broken> {
    let (add, what) = journey(subject)?;
    Some(add(before).then(add(after), &what))
}

pub(crate) fn two_places(subject: &Subject) -> Option<Broken> {
    journeys(subject, "after = \"SCENE\", by = \"exactly 3 hours\"", "with = \"SCENE\"")
}

pub(crate) fn too_fast(subject: &Subject) -> Option<Broken> {
    journeys(subject, "after = \"SCENE\", by = \"exactly 3 hours\"", "after = \"SCENE\", by = \"exactly 1 hour\"")
}

pub(crate) fn maybe_too_fast(subject: &Subject) -> Option<Broken> {
    journeys(subject, "after = \"SCENE\", by = \"exactly 3 hours\"", "after = \"SCENE\", by = \"1 to 3 hours\"")
}

pub(crate) fn maybe_two_places(subject: &Subject) -> Option<Broken> {
    let (_, who) = subject.pick(subject.people())?;
    let who = &subject.story.character(who).id;
    let scene = subject.id(subject.pick(subject.plain())?);
    let add = |lasts: &str| {
        let places = "\n[places.fault-here]\nname = \"Right here\"\n\n[places.fault-far]\nname = \"Far away\"\n\
                      from.fault-here = \"exactly 40 minutes\"";
        let during =
            |place: &str| format!("cast = [\"{who}\"]\nplace = \"{place}\"\nwhen = {{ during = \"fault-hour\" }}");
        let hour = format!("when = {{ after = \"{scene}\" }}\nlasts = \"exactly {lasts}\"");
        let text = subject.text().append(places).scene("fault-hour", &hour);
        text.scene("fault-one", &during("fault-here")).scene("fault-other", &during("fault-far"))
    };
    Some(add("1 day").then(add("1 hour"), &format!("`{who}` after `{scene}`")))
}

/// Two scenes told one after the other, somebody, and a fact, none of them of another work.
fn learner(subject: &Subject) -> Option<([String; 2], String, String)> {
    let story = &subject.story;
    // What is learnt on another layer is not compared.
    let layer = |scene| story.scene(scene).layer;
    let (first, second) = subject.pick(subject.linked().into_iter().filter(|&(one, two)| layer(one) == layer(two)))?;
    let (_, who) = subject.pick(subject.people())?;
    let facts = story.facts().filter(|&fact| story.fact(fact).home.is_none_or(|home| home == subject.work));
    // What somebody learns in the story is known from there on.
    let says = |scene, fact| {
        let continuity = &story.scene(scene).continuity;
        continuity.learns.iter().chain(&continuity.uses).any(|knows| knows.fact == fact)
    };
    let fact = subject.pick(facts.filter(|&fact| !story.scenes().any(|scene| says(scene, fact))))?;
    let scenes = [first, second].map(|scene| subject.id(scene).to_owned());
    Some((scenes, story.character(who).id.clone(), story.fact(fact).id.clone()))
}

pub(crate) fn early(subject: &Subject) -> Option<Broken> {
    let ([first, second], who, fact) = learner(subject)?;
    let say = |text: Text, scene: &str, key: &str| text.add(scene, &format!("{key} = {{ {who} = [\"{fact}\"] }}"));
    let before = say(say(subject.text(), &first, "learns"), &second, "uses");
    let after = say(say(subject.text(), &first, "uses"), &second, "learns");
    Some(before.then(after, &format!("`{who}` in `{first}` and `{second}`")))
}

pub(crate) fn unlearnt(subject: &Subject) -> Option<Broken> {
    let ([first, second], who, fact) = learner(subject)?;
    let uses = subject.text().add(&second, &format!("uses = {{ {who} = [\"{fact}\"] }}"));
    let before = uses.clone().add(&first, &format!("learns = {{ {who} = [\"{fact}\"] }}"));
    Some(before.then(uses, &format!("`{who}` in `{second}`")))
}

pub(crate) fn maybe_early(subject: &Subject) -> Option<Broken> {
    let ([_, second], who, fact) = learner(subject)?;
    let layer = subject.story.scene(subject.scenes().find(|&scene| subject.id(scene) == second)?).layer;
    if layer.is_some() {
        return None; // what is learnt elsewhere is not compared
    }
    let add = |before: &str| {
        let uses = format!("uses = {{ {who} = [\"{fact}\"] }}\nwhen = {{ before = \"{second}\" }}");
        let learns = format!("learns = {{ {who} = [\"{fact}\"] }}\nwhen = {{ before = \"{before}\" }}");
        subject.text().scene("fault-uses", &uses).scene("fault-learns", &learns)
    };
    Some(add("fault-uses").then(add(&second), &format!("`{who}` before `{second}`")))
}

/// Somebody whom the story declares once, and in which file.
fn somebody(subject: &Subject) -> Option<(String, usize)> {
    let story = &subject.story;
    let (_, who) = subject.pick(subject.people())?;
    let file = if story.character(who).home.is_some() { subject.at } else { 0 };
    Some((story.character(who).id.clone(), file))
}

/// A story in which somebody is born, and is in a scene of the year 1800.
fn born(subject: &Subject, before: &str, after: &str) -> Option<Broken> {
    let (who, file) = somebody(subject).filter(|_| !uses_story_days(subject))?;
    let add = |born: &str| {
        let strand = "\n[strands.fault]\nname = \"Fault strand\"\ntold = \"loosely\"";
        let keys = format!("strand = \"fault\"\ncast = [\"{who}\"]\nwhen = {{ at = \"1800\" }}");
        let text = subject.text().below(file, &format!("[characters.{who}]"), &format!("born = \"{born}\""));
        text.append(strand).scene("fault-youth", &keys)
    };
    Some(add(before).then(add(after), &format!("`{who}`")))
}

pub(crate) fn before_birth(subject: &Subject) -> Option<Broken> {
    born(subject, "1790", "1801")
}

pub(crate) fn maybe_before_birth(subject: &Subject) -> Option<Broken> {
    born(subject, "1790", "1800-05")
}

/// A story in which somebody has a child.
fn child(subject: &Subject, child_born: &str, parent_born: &str) -> Option<Text> {
    let (who, file) = somebody(subject).filter(|_| !uses_story_days(subject))?;
    let text = subject.text().below(file, &format!("[characters.{who}]"), &format!("born = \"{parent_born}\""));
    let child =
        format!("\n[characters.fault-child]\nname = \"The child\"\nborn = \"{child_born}\"\nparents = [\"{who}\"]");
    let text = text.append(&child).append("\n[strands.fault]\nname = \"Fault strand\"\ntold = \"loosely\"");
    Some(text.scene("fault-end", "cast = [\"fault-child\"]\nstrand = \"fault\""))
}

pub(crate) fn older_child(subject: &Subject) -> Option<Broken> {
    child_with_same_choice(subject, ["1820", "1790"], ["1780", "1790"])
}

pub(crate) fn young_parent(subject: &Subject) -> Option<Broken> {
    child_with_same_choice(subject, ["1820", "1790"], ["1797", "1790"])
}

pub(crate) fn dead_parent(subject: &Subject) -> Option<Broken> {
    if uses_story_days(subject) {
        return None;
    }
    let add = |born: &str| {
        let parent = "\n[characters.fault-parent]\nname = \"The parent\"";
        let child = format!(
            "\n[characters.fault-child]\nname = \"The child\"\nborn = \"{born}\"\nparents = [\"fault-parent\"]"
        );
        let strand = "\n[strands.fault]\nname = \"Fault strand\"\ntold = \"loosely\"";
        let dies = "strand = \"fault\"\ncast = [\"fault-parent\"]\nwhen = { at = \"1800\" }\nlasts = \"1 day\"\n\
                    becomes = { \"fault-parent.alive\" = false }";
        let text = subject.text().append(parent).append(&child).append(strand).scene("fault-past", dies);
        text.scene("fault-end", "strand = \"fault\"\ncast = [\"fault-child\"]")
    };
    Some(add("1799").then(add("1805"), "a child"))
}

/// The same child and parent, born otherwise.
fn child_with_same_choice(subject: &Subject, before: [&str; 2], after: [&str; 2]) -> Option<Broken> {
    let choice = subject.choice();
    let prepared = child(subject, before[0], before[1])?;
    subject.choose_again(choice);
    Some(prepared.then(child(subject, after[0], after[1])?, "a child"))
}
