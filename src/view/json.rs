//! A value as JSON: valid for any reader and harmless to any terminal.

use std::borrow::Cow;

use serde::Serialize;

use crate::knowledge::Cut;
use crate::source::is_harmful;

/// What every answer about a story begins with.
#[derive(Serialize)]
pub(super) struct Head<'s> {
    format: u32,
    story: &'s str,
    title: &'s str,
    /// The theory under which it is told. Left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    theory: Option<Cow<'s, str>>,
}

impl<'s> Head<'s> {
    pub(super) fn of(cut: &Cut<'s>) -> Self {
        let theory = cut.under().map(|theory| theory.full_id());
        Self { format: 1, story: cut.id(), title: cut.title(), theory }
    }
}

/// The value as JSON, indented, with a newline at its end. What is harmful to a terminal is escaped, also what JSON
/// would let through. None if it has a map whose keys are no text.
#[must_use]
pub fn json(value: &impl Serialize) -> Option<String> {
    let plain = serde_json::to_string_pretty(value).ok()?;
    let mut json = String::with_capacity(plain.len() + 1);
    for c in plain.chars() {
        match c {
            c if c != '\n' && is_harmful(c) => json.extend(["\\u", &format!("{:04x}", u32::from(c))]),
            c => json.push(c),
        }
    }
    json.push('\n');
    Some(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_control_character_is_escaped_and_comes_back() {
        let text = "a\u{1b}b\u{9b}c\u{7f}d\ne민\u{202e}";
        let json = json(&text).unwrap();
        assert_eq!(json, "\"a\\u001bb\\u009bc\\u007fd\\ne민\\u202e\"\n");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
