//! What is so when: deaths, needs, changes, things that are gone.

use super::story::{Broken, Subject, Text};

/// Two scenes of one layer, told one after the other.
fn in_order(subject: &Subject) -> Option<[String; 2]> {
    let layer = |scene| subject.story.scene(scene).layer;
    let linked = subject.linked().into_iter().filter(|&(one, other)| layer(one) == layer(other));
    let (first, second) = subject.pick(linked)?;
    Some([first, second].map(|scene| subject.id(scene).to_owned()))
}

const BOX: &str = "\n[things.fault-box]\nname = \"A box\"\nbegins = { holds = \"nothing\" }";
const FILLS: &str = "becomes = { \"fault-box.holds\" = \"letter\" }";
const EMPTIES: &str = "becomes = { \"fault-box.holds\" = \"nothing\" }";
const NEEDS: &str = "needs = { \"fault-box.holds\" = \"letter\" }";
const OPENS: &str = "needs = { \"fault-box.holds\" = \"nothing\" }";
const BURNS: &str = "becomes = { \"fault-box.exists\" = false }";

/// One thing said of the first of two scenes and one of the second; then otherwise.
fn of_two(subject: &Subject, before: [&str; 2], after: [&str; 2]) -> Option<Broken> {
    let [first, second] = in_order(subject)?;
    let say = |[of_first, of_second]: [&str; 2]| {
        let text = subject.text().append(BOX);
        let add = |text: Text, scene: &str, said: &str| if said.is_empty() { text } else { text.add(scene, said) };
        add(add(text, &first, of_first), &second, of_second)
    };
    Some(say(before).then(say(after), &format!("`{first}` and `{second}`")))
}

/// Two new scenes before one there is, the second after the first; then nothing says which comes first.
fn in_some_order(subject: &Subject, head: &str, [one, other]: [&str; 2]) -> Option<Broken> {
    let plain = subject.plain().into_iter().filter(|&scene| subject.story.scene(scene).layer.is_none());
    let scene = subject.id(subject.pick(plain)?);
    let add = |more: &str| {
        let early = format!("when = {{ before = \"{scene}\" }}\n{one}");
        let late = format!("when = [{{ before = \"{scene}\" }}{more}]\n{other}");
        subject.text().append(head).scene("fault-one", &early).scene("fault-other", &late)
    };
    Some(add(", { after = \"fault-one\" }").then(add(""), &format!("before `{scene}`")))
}

pub(crate) fn early_death(subject: &Subject) -> Option<Broken> {
    let [first, second] = in_order(subject)?;
    let people = subject.people().into_iter().filter(|&(scene, _)| subject.id(scene) == second);
    let (_, who) = subject.pick(people)?;
    let who = &subject.story.character(who).id;
    let after = subject.text().add(&first, &format!("becomes = {{ \"{who}.alive\" = false }}"));
    Some(subject.broken(after, &format!("`{who}` in `{first}`")))
}

pub(crate) fn maybe_dead(subject: &Subject) -> Option<Broken> {
    let guest = "\n[characters.fault-guest]\nname = \"A guest\"";
    let dies = "cast = [\"fault-guest\"]\nbecomes = { \"fault-guest.alive\" = false }";
    in_some_order(subject, guest, ["cast = [\"fault-guest\"]", dies])
}

pub(crate) fn unmet(subject: &Subject) -> Option<Broken> {
    of_two(subject, [FILLS, NEEDS], ["", NEEDS])
}

pub(crate) fn swapped(subject: &Subject) -> Option<Broken> {
    of_two(subject, [FILLS, NEEDS], [NEEDS, FILLS])
}

pub(crate) fn maybe_unmet(subject: &Subject) -> Option<Broken> {
    in_some_order(subject, BOX, [FILLS, NEEDS])
}

pub(crate) fn gone(subject: &Subject) -> Option<Broken> {
    of_two(subject, [OPENS, BURNS], [BURNS, OPENS])
}

pub(crate) fn maybe_gone(subject: &Subject) -> Option<Broken> {
    in_some_order(subject, BOX, [OPENS, BURNS])
}

pub(crate) fn two_changes(subject: &Subject) -> Option<Broken> {
    in_some_order(subject, BOX, [FILLS, EMPTIES])
}
