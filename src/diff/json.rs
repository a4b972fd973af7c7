//! A difference for programs: each change with both sides of it, and as the sentence that people read.

use serde::Serialize;

use super::text::sentence;
use super::{Change, Group, Kind, Named};
use crate::view;

/// What `diff` answers programs.
#[derive(Serialize)]
struct Answer<'a> {
    format: u32,
    old: &'a str,
    new: &'a str,
    changes: Vec<Record<'a>>,
}

#[derive(Serialize)]
struct Record<'a> {
    group: Group,
    kind: Kind,
    what: &'a str,
    /// Which key of it, who, which code.
    #[serde(skip_serializing_if = "str::is_empty")]
    key: &'a str,
    /// How often the same is so, where that is more than once.
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
    old: Half<'a>,
    new: Half<'a>,
    text: String,
}

/// How it is in one of the stories.
#[derive(Serialize)]
struct Half<'a> {
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<&'a Named>,
    /// Where the order that a claim states comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<&'static str>,
}

/// What changed from what is called `old` to what is called `new`, as JSON.
#[must_use]
pub fn json(changes: &[Change], [old, new]: [&str; 2]) -> String {
    let records = changes.iter().map(|change| Record {
        group: change.group,
        kind: change.kind,
        what: change.what,
        key: &change.key,
        times: Some(change.times).filter(|&times| times > 1),
        old: half(change, 0),
        new: half(change, 1),
        text: sentence(change),
    });
    view::json(&Answer { format: 1, old, new, changes: records.collect() }).unwrap_or_default()
}

fn half(change: &Change, side: usize) -> Half<'_> {
    let subject = change.subject[side].as_ref();
    Half {
        id: subject.map(|named| named.id.as_str()),
        number: subject.and_then(|named| named.number),
        value: change.value[side].as_deref(),
        other: change.other[side].as_ref(),
        step: change.step[side],
    }
}
