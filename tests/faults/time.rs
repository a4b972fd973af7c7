//! Claims, dates, theories, causes.

use super::story::{Broken, Subject, Text};

/// Two scenes of which the first happened first, as told, and that have no `causes` of their own.
fn in_order(subject: &Subject) -> Option<[&str; 2]> {
    let text = subject.text();
    let ids = subject.linked().into_iter().map(|(first, second)| [subject.id(first), subject.id(second)]);
    subject.pick(ids.filter(|ids| ids.iter().all(|id| text.get(id, "causes").is_none())))
}

fn claim(scene: &str, says: &str) -> String {
    format!("\n[[claim]]\nscene = \"{scene}\"\n{says}")
}

/// A story in which one scene is claimed to come after another, and the two. Where theories turn the order of the telling
/// round they must not be scenes that it orders.
fn claimed(subject: &Subject) -> Option<(Text, [String; 2])> {
    if subject.story.theories().len() == 0 {
        let [first, second] = in_order(subject)?.map(str::to_owned);
        return Some((subject.text().append(&claim(&second, &format!("after = \"{first}\""))), [first, second]));
    }
    let first = subject.id(subject.pick(subject.plain())?).to_owned();
    let before = subject.text().scene("fault-late", &format!("when = {{ after = \"{first}\" }}"));
    Some((before, [first, "fault-late".to_owned()]))
}

pub(crate) fn contradiction(subject: &Subject) -> Option<Broken> {
    let (before, [first, second]) = claimed(subject)?;
    let after = before.clone().append(&claim(&first, &format!("after = \"{second}\"")));
    Some(before.then(after, &format!("`{first}` and `{second}`")))
}

pub(crate) fn dates(subject: &Subject) -> Option<Broken> {
    if uses_story_days(subject) {
        return None;
    }
    let [one, other] = ["fault-one", "fault-other"];
    let add = |one_at: &str, other_at: &str| {
        let strand = "\n[strands.fault]\nname = \"Fault strand\"\ntold = \"loosely\"";
        let when = |at: &str| format!("strand = \"fault\"\nwhen = {{ at = \"{at}\" }}");
        let text = subject.text().append(strand).scene(one, &when(one_at)).scene(other, &when(other_at));
        text.append(&claim(other, &format!("after = \"{one}\"")))
    };
    Some(add("1800-05", "1800-06").then(add("1800-06", "1800-05"), "at the end"))
}

/// A story that counts story days must not be given dates.
pub(crate) fn uses_story_days(subject: &Subject) -> bool {
    subject.files.iter().any(|(_, text)| text.contains("at = \"day "))
}

pub(crate) fn theory(subject: &Subject) -> Option<Broken> {
    let (before, [first, second]) = claimed(subject)?;
    let theory = "\n[theories.fault]\ntitle = \"The other way\"\nabout = \"For it: nothing. Against it: all.\"";
    let scenes = format!("\n[theories.fault.scenes.{first}]\nwhen = {{ after = \"{second}\" }}");
    let after = before.clone().append(theory).append(&scenes);
    Some(before.then(after, &format!("`{first}` and `{second}`")))
}

pub(crate) fn itself(subject: &Subject) -> Option<Broken> {
    let [first, _] = in_order(subject)?;
    Some(subject.broken(subject.text().add(first, &format!("causes = [\"{first}\"]")), first))
}

pub(crate) fn effect_first(subject: &Subject) -> Option<Broken> {
    let [first, second] = in_order(subject)?;
    let before = subject.text().add(first, &format!("causes = [\"{second}\"]"));
    let after = subject.text().add(second, &format!("causes = [\"{first}\"]"));
    Some(before.then(after, &format!("`{first}` and `{second}`")))
}

pub(crate) fn effect_may_be_first(subject: &Subject) -> Option<Broken> {
    let scene = subject.id(subject.pick(subject.plain())?);
    let effect = format!("when = {{ before = \"{scene}\" }}");
    let cause = |before: &str| format!("causes = [\"fault-effect\"]\nwhen = {{ before = \"{before}\" }}");
    let add = |before: &str| subject.text().scene("fault-effect", &effect).scene("fault-cause", &cause(before));
    Some(add("fault-effect").then(add(scene), &format!("before `{scene}`")))
}

pub(crate) fn timeless(subject: &Subject) -> Option<Broken> {
    let scene = subject.id(subject.pick(subject.plain())?);
    let when = format!("when = {{ after = \"{scene}\" }}");
    let before = subject.text().scene("fault-late", &when);
    let after = subject.text().scene("fault-late", &format!("{when}\ntimeless = true"));
    Some(before.then(after, &format!("after `{scene}`")))
}
