//! What is there, what no longer is, and what changed of what is there in both: key by key, whatever the key.
//!
//! Only what is written differently is looked at closely. Claims of the story about time, hints and reveals are compared
//! elsewhere, by what they mean.

use std::collections::BTreeMap;

use super::list::lost_and_gained;
use super::matched::{Matched, Pair};
use super::{Change, Group, Kind, Named};
use crate::syntax::{Said, Written};
use crate::words::listed;

/// Keys that hold texts: that they change is a rewording.
const TEXTS: &[&str] = &["title", "text", "chronological-text", "about", "truth", "seems", "note", "blurb"];

/// Keys that name something of the story.
const REFERENCES: &[&str] = &[
    "after",
    "at",
    "before",
    "believed",
    "cast",
    "causes",
    "cite",
    "during",
    "hidden",
    "hints",
    "known",
    "layer",
    "once",
    "order",
    "parents",
    "place",
    "possible",
    "reveals",
    "same",
    "scene",
    "sets-aside",
    "strand",
    "together",
    "who",
    "with",
    "works",
];

/// Keys of tables, each of whose values is a list of facts.
const NAMING: &[&str] = &["learns", "uses"];

/// Keys whose one value may stand without its list.
const ONE_OR_MORE: &[&str] = &["after", "before", "during", "once", "same", "when", "with"];

/// Lists whose order means something.
const ARRANGED: &[&str] = &["cast", "order", "works", "warnings", HINDSIGHT];

/// Patches, each by what it waits for.
const HINDSIGHT: &str = "hindsight";

/// What a table says, by paths of keys.
type Paths = Vec<(String, Written)>;

/// Adds what is new, gone and other. O(n log n) in both stories.
pub(super) fn compare(matched: &Matched, changes: &mut Vec<Change>) {
    for pair in &matched.pairs {
        let subject = [0, 1].map(|side| matched.named(side, pair.key[side]));
        match pair.said {
            [Some(old), Some(new)] => {
                let same_id = pair.key[0] == pair.key[1];
                if !same_id || old.written() != new.written() {
                    compare_pair(matched, pair, &subject, [old, new], changes);
                }
            }
            said => {
                let table = said.iter().flatten().next().map_or("", |said| said.table);
                let value = said.map(|said| said.map(|said| shows(&said.keys())));
                changes.push(Change::new(group(table), Kind::There, table, subject).value(value));
            }
        }
    }
    nameless(matched, changes);
}

/// Tables without an id: what they say is what they are. Claims are told as such.
fn nameless(matched: &Matched, changes: &mut Vec<Change>) {
    let both = [0, 1].map(|side| {
        let all = matched.nameless[side].iter().filter(|(_, said)| said.table != "claim" && said.table != "scene");
        let all =
            all.map(|&(work, said)| (said.table, work, translated(matched, side, "", Written::Table(said.keys()))));
        let mut all: Vec<(&'static str, &str, Written)> = all.collect();
        all.sort();
        all
    });
    for (side, all) in lost_and_gained(&both[0], &both[1]).into_iter().enumerate() {
        for (table, work, value) in all {
            let mut there = [None, None];
            there[side] = Some(shown("", value));
            let change = Change::new(group(table), Kind::There, table, [None, None]).value(there);
            let work = Some((*work).to_owned()).filter(|work| !work.is_empty());
            changes.push(Change { work, ..change });
        }
    }
}

pub(super) fn group(table: &str) -> Group {
    match table {
        "work" | "universe" => Group::Work,
        "scene" => Group::Scenes,
        "facts" => Group::Facts,
        "strands" => Group::Strands,
        "theories" => Group::Theories,
        "sources" => Group::Sources,
        "expect" => Group::Expectations,
        _ => Group::World,
    }
}

/// The words that show which thing it is.
fn shows(keys: &Paths) -> String {
    let text = |wanted: &&str| match keys.iter().find(|(key, _)| key == wanted) {
        Some((_, Written::Text(text))) => Some(text.clone()),
        _ => None,
    };
    ["title", "truth", "name", "url"].iter().find_map(text).unwrap_or_default()
}

fn compare_pair(
    matched: &Matched,
    pair: &Pair,
    subject: &[Option<Named>; 2],
    said: [Said; 2],
    changes: &mut Vec<Change>,
) {
    let table = said[1].table;
    let change = |kind| Change::new(group(table), kind, table, subject.clone());
    if pair.key[0] != pair.key[1] && !matches!(table, "work" | "universe") {
        changes.push(change(Kind::Id));
    }
    let of = |side: usize| {
        let mut paths = Paths::new();
        let value = translated(matched, side, "", Written::Table(said[side].keys()));
        flatten("", value, &mut paths);
        let mut all: BTreeMap<String, Written> = BTreeMap::new();
        for (path, value) in paths {
            if !is_default(table, &path, &value) {
                all.entry(path).or_insert(value);
            }
        }
        all
    };
    let [old, new] = [of(0), of(1)];
    let mut reworded = Vec::new();
    let paths: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for path in paths {
        let values = [old.get(path), new.get(path)];
        if values[0] == values[1] {
            continue;
        }
        let key = last(path);
        match (table, path.as_str(), values) {
            ("scene", "id" | "when" | "lasts", _)
            | (_, HINDSIGHT, [None, _] | [_, None])
            | ("facts" | "strands", "when", [Some(_), Some(_)]) => {}
            ("scene", "hints" | "reveals", _) => unresolved(matched, values, &change, path, changes),
            ("facts" | "strands", "when", _) => {
                if values.iter().flatten().any(|value| **value == Written::List(Vec::new())) {
                    changes.push(
                        change(Kind::Value).key(path).value(values.map(|value| value.map(|value| shown(key, value)))),
                    );
                }
            }
            ("scene", "cast", _) => cast(values, &change, changes),
            (_, _, [Some(Written::Text(_)), Some(Written::Text(_))]) if TEXTS.contains(&key) => {
                reworded.push(path.clone());
            }
            (_, _, [Some(Written::List(old)), Some(Written::List(new))]) => lists(path, [old, new], &change, changes),
            _ => changes
                .push(change(Kind::Value).key(path).value(values.map(|value| value.map(|value| shown(key, value))))),
        }
    }
    if !reworded.is_empty() {
        changes.push(change(Kind::Wording).key(reworded.join(", ")));
    }
}

/// Whether leaving a key out says the same.
fn is_default(table: &str, path: &str, value: &Written) -> bool {
    let (Written::Text(word) | Written::Plain(word)) = value else { return false };
    let said = (table, path, word.as_str());
    matches!(
        said,
        ("scene", "timeless", "false")
            | ("strands", "told", "forwards")
            | ("facts", "weight", "major")
            | ("characters", "begins.alive", "true")
            | ("things", "begins.exists", "true")
    )
}

/// The last key of a path, or of those whose values are named by ids that one.
fn last(path: &str) -> &str {
    let first = path.split('.').next().unwrap_or(path);
    if NAMING.contains(&first) { first } else { path.rsplit(['.', ' ']).next().unwrap_or(path) }
}

/// Whether what stands behind a key names something of the story.
fn is_name(key: &str) -> bool {
    REFERENCES.contains(&key) || NAMING.contains(&key)
}

/// Every key with its value, those of tables in each other behind one another, patches by what they wait for.
fn flatten(before: &str, value: Written, paths: &mut Paths) {
    let Written::Table(keys) = value else { return };
    for (key, value) in keys {
        let path = format!("{before}{key}");
        match value {
            Written::Table(_) => flatten(&format!("{path}."), value, paths),
            Written::List(patches) if key == HINDSIGHT => {
                let mut order = Vec::new();
                for patch in patches {
                    let Written::Table(mut keys) = patch else { continue };
                    let once = keys.iter().position(|(key, _)| key == "once").map(|at| keys.remove(at).1);
                    let once = once.unwrap_or(Written::List(Vec::new()));
                    let again = order.iter().filter(|&it| *it == once).count();
                    let again = if again == 0 { String::new() } else { format!(" ({})", again + 1) };
                    let name = format!("{path} once {}{again} ", words(&once));
                    order.push(once);
                    flatten(&name, Written::Table(keys), paths);
                }
                paths.push((path, Written::List(order)));
            }
            value => paths.push((path, value)),
        }
    }
}

/// The words of a list, with `+` between.
fn words(value: &Written) -> String {
    match value {
        Written::Text(text) | Written::Plain(text) => text.clone(),
        Written::List(values) => values.iter().map(words).collect::<Vec<_>>().join("+"),
        Written::Table(_) => String::new(),
    }
}

/// A value of one of the stories, what it names called as in the second; what may stand without its list in one.
fn translated(matched: &Matched, side: usize, before: &str, value: Written) -> Written {
    match value {
        Written::Text(text) if is_name(before) => Written::Text(matched.word(side, text)),
        Written::List(values) => {
            let values = values.into_iter().map(|value| match translated(matched, side, before, value) {
                // A cast entry that says only who.
                Written::Table(mut keys) if before == "cast" && keys.len() == 1 => {
                    keys.pop().map_or(Written::List(Vec::new()), |(_, value)| value)
                }
                value => value,
            });
            let mut values: Vec<Written> = values.collect();
            if !ARRANGED.contains(&before) {
                values.sort();
            }
            Written::List(values)
        }
        Written::Table(keys) => Written::Table(
            keys.into_iter()
                .map(|(key, value)| {
                    let value = match value {
                        Written::List(_) => value,
                        value if ONE_OR_MORE.contains(&key.as_str()) => Written::List(vec![value]),
                        value => value,
                    };
                    let under = if NAMING.contains(&before) { before } else { &key };
                    let value = translated(matched, side, under, value);
                    (key, value)
                })
                .collect(),
        ),
        value => value,
    }
}

/// Adds what a list lost and gained, or that it stands in another order.
fn lists(path: &str, [old, new]: [&[Written]; 2], change: &dyn Fn(Kind) -> Change, changes: &mut Vec<Change>) {
    let sorts = lost_and_gained(old, new);
    if sorts.iter().all(Vec::is_empty) {
        changes.push(change(Kind::Arranged).key(path));
        return;
    }
    if path == HINDSIGHT {
        return; // told by what the patches say
    }
    let value = sorts.map(|values| {
        let words: Vec<String> = values.into_iter().map(|value| shown(last(path), value)).collect();
        (!words.is_empty()).then(|| listed(&words))
    });
    changes.push(change(Kind::List).key(path).value(value));
}

/// Adds what a scene hints at or reveals that is no fact of the story: all else is told of the facts.
fn unresolved(
    matched: &Matched,
    values: [Option<&Written>; 2],
    change: &dyn Fn(Kind) -> Change,
    path: &str,
    changes: &mut Vec<Change>,
) {
    let lists = [0, 1].map(|side: usize| {
        let Some(Written::List(words)) = values[side] else { return Vec::new() };
        let is_unknown = |value: &&Written| matches!(value, Written::Text(word) if !matched.may_be_fact(word));
        words.iter().filter(is_unknown).cloned().collect()
    });
    if lists[0] != lists[1] {
        self::lists(path, [&lists[0], &lists[1]], change, changes);
    }
}

/// Adds who came into a scene, who left it, and who is in it otherwise.
fn cast(values: [Option<&Written>; 2], change: &dyn Fn(Kind) -> Change, changes: &mut Vec<Change>) {
    let entries = values.map(|value| match value {
        Some(Written::List(entries)) => entries.as_slice(),
        _ => &[],
    });
    let sorts = lost_and_gained(entries[0], entries[1]);
    if sorts.iter().all(Vec::is_empty) {
        changes.push(change(Kind::Arranged).key("cast"));
        return;
    }
    let mut people: BTreeMap<&str, [Option<String>; 2]> = BTreeMap::new();
    for (side, entries) in sorts.into_iter().enumerate() {
        for entry in entries {
            let (who, role) = match entry {
                Written::Table(keys) => {
                    let text = |wanted: &str| match keys.iter().find(|(key, _)| key == wanted) {
                        Some((_, Written::Text(text))) => text.as_str(),
                        _ => "",
                    };
                    (text("who"), text("as"))
                }
                Written::Text(who) => (who.as_str(), ""),
                Written::Plain(_) | Written::List(_) => continue,
            };
            people.entry(who).or_default()[side] = Some(role.to_owned());
        }
    }
    changes.extend(people.into_iter().map(|(who, value)| change(Kind::Cast).key(who).value(value)));
}

/// A value in a sentence.
fn shown(key: &str, value: &Written) -> String {
    match value {
        Written::Text(text) if is_name(key) => format!("`{text}`"),
        Written::Text(text) => format!("“{text}”"),
        Written::Plain(plain) => plain.clone(),
        Written::List(values) if values.is_empty() => "nothing".to_owned(),
        Written::List(values) => listed(&values.iter().map(|value| shown(key, value)).collect::<Vec<_>>()),
        Written::Table(keys) => {
            let pair = |(key, value): &(String, Written)| format!("{key} {}", shown(key, value));
            keys.iter().map(pair).collect::<Vec<_>>().join(", ")
        }
    }
}
