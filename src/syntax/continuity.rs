//! What a story file says of states and of what its people know: `begins`, `becomes`, `needs`, `learns`, `uses`.

use toml::de::DeValue;

use super::document::{Knows, StateIs, Text, Value};
use super::read::{self, Keys, Reader, list, span, text, wrong_type};
use crate::problem::{self, Problem};
use crate::source::{Span, Spanned, is_id};

/// `begins`: the states of what it stands in, by their names.
pub(super) fn begins(reader: &mut Reader, keys: &mut Keys) -> Vec<StateIs> {
    let example = "`begins = { open = false }`";
    let Some(table) = table(reader, keys, "begins", example) else { return Vec::new() };
    let read = table.into_iter().filter_map(|(name, value)| {
        if !is_id(&name.value) {
            let message = format!("`{}` cannot be the name of a state", name.value);
            let help = "it stands in what it is a state of: small letters, digits and single hyphens, as in ";
            reader.note(&problem::BAD_ID, message, name.span, &format!("{help}{example}"));
            return None;
        }
        state_is(reader, name, value)
    });
    read.collect()
}

/// `becomes` or `needs`: states of anything, as `ID.NAME`.
pub(super) fn states(reader: &mut Reader, keys: &mut Keys, key: &'static str) -> Vec<StateIs> {
    let example = format!("`{key} = {{ \"door.open\" = true }}`");
    let Some(table) = table(reader, keys, key, &example) else { return Vec::new() };
    let mut read = Vec::new();
    for (name, value) in table {
        // Without quotes a dot makes a table within the table.
        if let DeValue::Table(inner) = value.get_ref()
            && !name.value.contains('.')
        {
            for (state, value) in inner {
                let end = Span::from(state.span()).end;
                let id = format!("{}.{}", name.value, state.get_ref());
                let start = if name.span.start < end { name.span.start } else { Span::from(state.span()).start };
                read.extend(entry(reader, Spanned { value: id, span: Span { start, end } }, value));
            }
        } else {
            read.extend(entry(reader, name, value));
        }
    }
    read
}

fn entry(reader: &mut Reader, state: Text, value: &read::Value) -> Option<StateIs> {
    let Some((owner, name)) = state.value.rsplit_once('.') else {
        let message = format!("`{}` is no state", state.value);
        let help = format!("name whose state it is and which: `\"{}.some-state\" = …`", state.value);
        reader.note(&problem::BAD_VALUE, message, state.span, &help);
        return None;
    };
    if !is_id(name) {
        let message = format!("`{name}` cannot be the name of a state of `{owner}`");
        let help = "write it in small letters, digits and single hyphens";
        reader.note(&problem::BAD_ID, message, state.span, help);
        return None;
    }
    state_is(reader, state, value)
}

fn state_is(reader: &mut Reader, state: Text, value: &read::Value) -> Option<StateIs> {
    let name = state.value.rsplit('.').next().unwrap_or_default();
    let is_flag = matches!(name, "alive" | "exists");
    let read = match value.get_ref() {
        DeValue::Boolean(flag) => Value::Flag(*flag),
        _ if is_flag => {
            let message = format!("`{name}` is `true` or `false`, without quotes");
            let problem = Problem::new(&problem::WRONG_TYPE, reader.file, message).at(span(value), "");
            reader.problems.push(problem.help("call the state otherwise if it is to be more than that"));
            return None;
        }
        DeValue::String(word) => Value::Word(word.to_string()),
        DeValue::Integer(number) => {
            let Ok(number) = i64::from_str_radix(number.as_str(), number.radix()) else {
                reader.note(
                    &problem::BAD_VALUE,
                    "this number is too large".to_owned(),
                    span(value),
                    "write it as text",
                );
                return None;
            };
            Value::Number(number)
        }
        _ => {
            wrong_type(reader, value, "a state is true, false, a whole number or text", None);
            return None;
        }
    };
    Some(StateIs { state, value: Spanned { value: read, span: span(value) } })
}

/// `learns` or `uses`: by whom, which facts.
pub(super) fn knows(reader: &mut Reader, keys: &mut Keys, key: &'static str) -> Vec<Knows> {
    let example = format!("`{key} = {{ some-character = [\"some-fact\"] }}`");
    let Some(table) = table(reader, keys, key, &example) else { return Vec::new() };
    let read = table.into_iter().map(|(who, value)| {
        let facts = match value.get_ref() {
            DeValue::Array(_) => list(reader, value, text).unwrap_or_default(),
            _ => text(reader, value).into_iter().collect(),
        };
        Knows { who, facts }
    });
    read.collect()
}

/// The entries of a table whose keys are references, in file order.
fn table<'t>(
    reader: &mut Reader,
    keys: &mut Keys<'t>,
    key: &'static str,
    example: &str,
) -> Option<Vec<(Text, &'t read::Value<'t>)>> {
    let value = keys.raw(key)?;
    let DeValue::Table(table) = value.get_ref() else {
        wrong_type(reader, value, &format!("`{key}` is a table, as in {example}"), None);
        return None;
    };
    let entries = table.iter();
    let named =
        |name: &toml::Spanned<_>| Spanned { value: ToString::to_string(name.get_ref()), span: name.span().into() };
    Some(entries.map(|(name, value)| (named(name), value)).collect())
}
