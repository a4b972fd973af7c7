//! What the file says: its TOML, and what has been watched by it. Reads no file.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::trouble::Unread;
use super::{FORMAT, Watched};

/// A file as read: everything in it, known or not, and every entry of the right shape.
pub(super) struct Kept {
    table: Table,
}

impl Default for Kept {
    fn default() -> Self {
        Self { table: Table::from_iter([("format".to_owned(), Value::Integer(FORMAT))]) }
    }
}

impl Kept {
    /// Reads a text. One entry of the wrong shape, and none of it counts.
    pub(super) fn read(text: &str) -> Result<Self, Unread> {
        let table: Table = text.parse().map_err(|error: toml::de::Error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            Unread::NotToml { line: 1 + before.matches('\n').count() }
        })?;
        match table.get("format") {
            Some(Value::Integer(FORMAT)) => {}
            Some(&Value::Integer(format)) if format > FORMAT => return Err(Unread::Newer { format }),
            _ => return Err(Unread::NotUnderstood { key: "format".to_owned() }),
        }
        if let Some(stories) = table.get("stories") {
            let wrong = || Unread::NotUnderstood { key: "stories".to_owned() };
            for (story, entry) in stories.as_table().ok_or_else(wrong)? {
                read_entry(entry).map_err(|key| {
                    let story = format!("stories.{}", name(story));
                    Unread::NotUnderstood { key: key.map_or_else(|| story.clone(), |key| format!("{story}.{key}")) }
                })?;
            }
        }
        Ok(Self { table })
    }

    /// What stands in the file for it.
    pub(super) fn text(&self) -> String {
        self.table.to_string()
    }

    /// Whether it holds no story.
    pub(super) fn is_empty(&self) -> bool {
        self.entries().is_none_or(Table::is_empty)
    }

    /// What has been watched of each story.
    pub(super) fn stories(&self) -> BTreeMap<String, Watched> {
        let entries = self.entries().into_iter().flatten();
        entries.map(|(story, entry)| (story.clone(), read_entry(entry).unwrap_or_default())).collect()
    }

    /// What has been watched of one.
    pub(super) fn watched(&self, story: &str) -> Watched {
        let entry = self.entries().and_then(|entries| entries.get(story));
        entry.and_then(|entry| read_entry(entry).ok()).unwrap_or_default()
    }

    /// Writes down what has been watched of one. Other keys of its entry stay.
    pub(super) fn set(&mut self, story: &str, watched: &Watched) {
        let stories = self.table.entry("stories").or_insert_with(|| Value::Table(Table::new()));
        let Value::Table(stories) = stories else { return };
        let entry = stories.entry(story).or_insert_with(|| Value::Table(Table::new()));
        let Value::Table(entry) = entry else { return };
        let seen = watched.scenes.iter().cloned().map(Value::String).collect();
        put(entry, "seen", Some(Value::Array(seen)));
        put(entry, "end", watched.end.then_some(Value::Boolean(true)));
        put(entry, "content", watched.content.clone().map(Value::String));
    }

    /// Takes one out, and says whether it was there.
    pub(super) fn forget(&mut self, story: &str) -> bool {
        let stories = self.table.get_mut("stories").and_then(Value::as_table_mut);
        stories.is_some_and(|stories| stories.remove(story).is_some())
    }

    /// Takes all out, and says how many there were.
    pub(super) fn forget_all(&mut self) -> usize {
        let count = self.entries().map_or(0, Table::len);
        self.table.remove("stories");
        count
    }

    fn entries(&self) -> Option<&Table> {
        self.table.get("stories").and_then(Value::as_table)
    }
}

/// One entry, or the key in it that is of the wrong shape: none if it is the entry itself. What is missing is not
/// seen, not reached, not known.
fn read_entry(entry: &Value) -> Result<Watched, Option<&'static str>> {
    let entry = entry.as_table().ok_or(None)?;
    let mut watched = Watched::default();
    if let Some(seen) = entry.get("seen") {
        let scenes = seen.as_array().and_then(|scenes| scenes.iter().map(text).collect());
        watched.scenes = scenes.ok_or(Some("seen"))?;
    }
    if let Some(end) = entry.get("end") {
        watched.end = end.as_bool().ok_or(Some("end"))?;
    }
    if let Some(content) = entry.get("content") {
        watched.content = Some(text(content).ok_or(Some("content"))?);
    }
    Ok(watched.each_once())
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn put(entry: &mut Table, key: &str, value: Option<Value>) {
    match value {
        Some(value) => entry.insert(key.to_owned(), value),
        None => entry.remove(key),
    };
}

/// A name of the file as one line shows it: quoted, escaped, and not at length.
fn name(story: &str) -> String {
    const MOST: usize = 60;
    let start: String = story.chars().take(MOST).collect();
    format!("{start:?}{}", if start.len() < story.len() { "…" } else { "" })
}
