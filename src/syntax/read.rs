//! Walks a TOML tree by hand: takes keys out of tables, reads values, and notes what is wrong with either.
//!
//! A value that cannot be read is noted and left out; nothing stops the walk.

use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use super::document::{Entry, Text, Unread};
use crate::calendar;
use crate::letters;
use crate::problem::{self, Code, Problem};
use crate::source::{FileId, Span, Spanned, is_id, is_of_another};
use crate::suggest;

/// A value in the tree and where it stands.
pub(super) type Value<'t> = TomlSpanned<DeValue<'t>>;

/// Where problems go while one file is read.
pub(super) struct Reader<'p> {
    pub(super) file: FileId,
    pub(super) problems: &'p mut Vec<Problem>,
    pub(super) unread: Unread,
}

impl Reader<'_> {
    /// Remembers the words of something that is not read.
    fn pass_over(&mut self, value: &DeValue) {
        let mut values = vec![value];
        while let Some(value) = values.pop() {
            match value {
                DeValue::String(text) => self.unread.words.push(text.to_string()),
                DeValue::Array(items) => values.extend(items.iter().map(TomlSpanned::get_ref)),
                DeValue::Table(table) => {
                    let keys: Vec<String> = table.iter().map(|(key, _)| key.get_ref().to_string()).collect();
                    let id = table.get("id").map(|id| plain(id.get_ref()));
                    self.unread.ids.extend(keys.iter().cloned().chain(id));
                    self.unread.words.extend(keys);
                    values.extend(table.iter().map(|(_, value)| value.get_ref()));
                }
                _ => {}
            }
        }
    }

    /// Notes a problem at a place, and what to do.
    pub(super) fn note(&mut self, code: &'static Code, message: String, span: Span, help: &str) {
        self.problems.push(Problem::new(code, self.file, message).at(span, "").help(help));
    }
}

/// A table being read. It remembers which keys it was asked for, so that the others can be noted.
pub(super) struct Keys<'t> {
    what: &'static str,
    span: Span,
    table: &'t DeTable<'t>,
    asked: Vec<&'static str>,
    /// Keys that belong elsewhere and are spoken of there.
    taken: Vec<&'static str>,
    missing: Vec<&'static str>,
    /// In the table that is the whole file, the names of the tables in it.
    tables: &'static [&'static str],
}

impl<'t> Keys<'t> {
    /// The keys of the table that is the whole file.
    pub(super) fn of_file(table: &'t DeTable<'t>, tables: &'static [&'static str]) -> Self {
        Self {
            what: "a story file",
            span: Span::default(),
            table,
            asked: Vec::new(),
            taken: Vec::new(),
            missing: Vec::new(),
            tables,
        }
    }

    /// The keys of a value that should be a table. `what` is what a person calls it: "a scene".
    pub(super) fn of(reader: &mut Reader, value: &'t Value<'t>, what: &'static str) -> Option<Self> {
        let span = span(value);
        let DeValue::Table(table) = value.get_ref() else {
            let expected = format!("{what} is a table: its keys between {{ and }}, or below a header");
            wrong_type(reader, value, &expected, None);
            return None;
        };
        Some(Self { what, span, table, asked: Vec::new(), taken: Vec::new(), missing: Vec::new(), tables: &[] })
    }

    /// Whether there is a key that is likely to be meant for this one.
    pub(super) fn has_near(&self, key: &'static str) -> bool {
        self.table.iter().any(|(name, _)| !suggest::nearest(name.get_ref(), [key]).is_empty())
    }

    /// Whether none of these keys is there.
    pub(super) fn none_of(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| !self.table.contains_key(*key))
    }

    /// Has it noted that a key is needed and not there.
    pub(super) fn note_missing(&mut self, key: &'static str) {
        self.missing.push(key);
    }

    /// Where some keys stand that are there, as if they had been asked for.
    pub(super) fn take(&mut self, keys: &[&'static str]) -> Vec<Span> {
        let found = self.table.iter().filter(|(name, _)| keys.contains(&name.get_ref().as_ref()));
        let spans = found.map(|(name, _)| name.span().into()).collect();
        self.taken.extend(keys);
        spans
    }

    /// Whether every key of the table was asked for.
    pub(super) fn are_all_known(&self) -> bool {
        self.table.iter().all(|(name, _)| self.asked.contains(&name.get_ref().as_ref()))
    }

    /// Whether the table says nothing but this.
    pub(super) fn only(&self, key: &str) -> bool {
        self.table.len() == 1 && self.table.contains_key(key)
    }

    /// Where the table begins.
    pub(super) fn span(&self) -> Span {
        self.span
    }

    /// The value of a key, as it stands.
    pub(super) fn raw(&mut self, key: &'static str) -> Option<&'t Value<'t>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.table.get(key).or_else(|| self.meant_for(key))
    }

    /// In the table that is the whole file: what stands under a name that is near and means nothing. It is noted, and
    /// read all the same, so that whatever refers to it is not noted too.
    fn meant_for(&self, key: &str) -> Option<&'t Value<'t>> {
        let near =
            |name: &str| !self.tables.contains(&name) && suggest::nearest(name, self.tables.iter().copied()) == [key];
        self.table.iter().find(|(name, _)| near(name.get_ref())).map(|(_, value)| value)
    }

    /// The value of a key, if it is there and can be read.
    pub(super) fn optional<T>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        read: impl Fn(&mut Reader, &'t Value<'t>) -> Option<T>,
    ) -> Option<T> {
        self.raw(key).and_then(|value| read(reader, value))
    }

    /// The same, to be noted if it is not there.
    pub(super) fn required<T>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        read: impl Fn(&mut Reader, &'t Value<'t>) -> Option<T>,
    ) -> Option<T> {
        let found = self.raw(key);
        if found.is_none() {
            self.missing.push(key);
        }
        found.and_then(|value| read(reader, value))
    }

    /// A list, empty if the key is not there.
    pub(super) fn list<T>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        item: impl Fn(&mut Reader, &'t Value<'t>) -> Option<T>,
    ) -> Vec<T> {
        self.optional(reader, key, |reader, value| list(reader, value, &item)).unwrap_or_default()
    }

    /// A table for each `[[key]]`, empty if there is none.
    pub(super) fn tables<T>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        table: impl Fn(&mut Reader, &'t Value<'t>) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = self.raw(key) else { return Vec::new() };
        if let DeValue::Table(tables) = value.get_ref() {
            let named = tables.iter().next().filter(|_| tables.iter().all(|(_, table)| table.get_ref().is_table()));
            let (message, help) = match named {
                Some((name, _)) => {
                    let name = name.get_ref();
                    (format!("a {key} goes by its `id`"), format!("write `[[{key}]]` and, below it, `id = \"{name}\"`"))
                }
                None => (format!("a {key} is one of a list"), format!("write `[[{key}]]`, with two brackets")),
            };
            let problem = Problem::new(&problem::WRONG_TYPE, reader.file, message).at(span(value), "this is one table");
            reader.problems.push(problem.help(help));
            if named.is_some() {
                reader.pass_over(value.get_ref());
                return Vec::new();
            }
            return table(reader, value).into_iter().collect();
        }
        list(reader, value, table).unwrap_or_default()
    }

    /// One value or a list of them, empty if the key is not there.
    pub(super) fn one_or_more<T>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        item: impl Fn(&mut Reader, &'t Value<'t>) -> Option<T>,
    ) -> Vec<T> {
        self.optional(reader, key, |reader, value| match value.get_ref() {
            DeValue::Array(_) => list(reader, value, &item),
            _ => item(reader, value).map(|one| vec![one]),
        })
        .unwrap_or_default()
    }

    /// A table of tables with ids, in file order.
    pub(super) fn entries<T: Default>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        entry: impl Fn(&mut Reader, &'t Value<'t>) -> Option<T>,
    ) -> Vec<Entry<T>> {
        self.named(reader, key, |reader, id, value| {
            check_id(reader, id);
            entry(reader, value)
        })
    }

    /// The same, where the ids are those of other things.
    pub(super) fn references<T: Default>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        entry: impl Fn(&mut Reader, &'t Value<'t>) -> Option<T>,
    ) -> Vec<Entry<T>> {
        self.named(reader, key, |reader, _, value| entry(reader, value))
    }

    /// One that cannot be read is kept empty, so that its id is not taken for unknown.
    fn named<T: Default>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        entry: impl Fn(&mut Reader, &Text, &'t Value<'t>) -> Option<T>,
    ) -> Vec<Entry<T>> {
        let Some(value) = self.raw(key) else { return Vec::new() };
        let DeValue::Table(table) = value.get_ref() else {
            wrong_type(reader, value, &format!("`{key}` holds a table for each id: `[{key}.some-id]`"), None);
            return Vec::new();
        };
        let read = table.iter().map(|(name, value)| {
            let id = Spanned { value: name.get_ref().to_string(), span: name.span().into() };
            let extent = Span { start: id.span.start, ..extent(value) };
            let value = entry(reader, &id, value).unwrap_or_default();
            Entry { id, extent, value }
        });
        read.collect()
    }

    /// What to do about a key that means nothing here.
    fn help_on(&self, name: &str, near: &[&str]) -> String {
        if self.asked.contains(&"when") && OF_CLAIMS.contains(&name) {
            return format!("it belongs in a claim: `when = {{ {name} = … }}`");
        }
        if self.what == "a hindsight patch" && OF_SCENES.contains(&name) {
            return format!("`{name}` is a key of the scene: it stands above `[[scene.hindsight]]`");
        }
        match name {
            "allow" => "it stands in a scene or in `[work]`".to_owned(),
            "format" => "it stands at the top of the file, above all tables".to_owned(),
            _ => suggest::question(near).unwrap_or_else(|| format!("it has: {}", self.asked.join(", "))),
        }
    }

    /// Notes every key that nobody asked for, and every one that is needed and not there under another name.
    pub(super) fn finish(mut self, reader: &mut Reader) {
        for (key, value) in self.table {
            let name = key.get_ref().as_ref();
            if self.asked.contains(&name) || self.taken.contains(&name) {
                continue;
            }
            reader.pass_over(value.get_ref());
            let place = key.span().into();
            if name == "next" && self.what == "a scene" {
                let message = "`next` is kept for branches, which are not there yet".to_owned();
                let help = "leave it out: scenes are told in the order of the file";
                reader.note(&problem::RESERVED_KEY, message, place, help);
                continue;
            }
            let message = format!("{} has no key `{name}`", self.what);
            let mut near = suggest::nearest(name, self.asked.iter().copied());
            if near.is_empty() && self.what == "a cast entry" {
                near.clone_from(&self.missing); // it needs one key, and that can be nothing else
            }
            if near.first() == Some(&"id") && self.missing.contains(&"id") {
                reader.unread.ids.push(plain(value.get_ref()));
            }
            self.missing.retain(|missing| near.first() != Some(missing));
            let help = self.help_on(name, &near);
            let problem = Problem::new(&problem::UNKNOWN_KEY, reader.file, message).at(place, "means nothing here");
            reader.problems.push(problem.help(help));
        }
        if !self.missing.is_empty() {
            let quoted: Vec<String> = self.missing.iter().map(|key| format!("`{key}`")).collect();
            let message = format!("{} has no {}", self.what, quoted.join(" and no "));
            let lines: Vec<String> = self.missing.iter().map(|key| format!("`{key} = \"…\"`")).collect();
            let it = if lines.len() == 1 { "one" } else { "them" };
            reader.note(&problem::MISSING_KEY, message, self.span, &format!("give it {it}: {}", lines.join(", ")));
        }
    }
}

/// A value as it would be written without quotes.
fn plain(value: &DeValue) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Array(_) | DeValue::Table(_) => String::new(),
    }
}

/// Keys of claims.
const OF_CLAIMS: [&str; 8] = ["before", "after", "during", "with", "same", "by", "at", "once"];

/// Keys of scenes that hindsight does not have.
const OF_SCENES: [&str; 15] = [
    "id",
    "when",
    "lasts",
    "clip",
    "hints",
    "reveals",
    "causes",
    "becomes",
    "needs",
    "learns",
    "uses",
    "chronological-text",
    "note",
    "allow",
    "cite",
];

/// Where a value stands.
pub(super) fn span(value: &Value) -> Span {
    value.span().into()
}

/// All that a value says: from where it stands to the end of the last value in it.
pub(super) fn extent(value: &Value) -> Span {
    let mut extent = span(value);
    let mut values = vec![value];
    while let Some(value) = values.pop() {
        extent.end = extent.end.max(span(value).end);
        match value.get_ref() {
            DeValue::Array(items) => values.extend(items.iter()),
            DeValue::Table(table) => values.extend(table.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    extent
}

/// Notes that a value is of another kind than it should be, with a word on how to write what is likely meant.
pub(super) fn wrong_type(reader: &mut Reader, value: &Value, expected: &str, help: Option<String>) {
    reader.pass_over(value.get_ref());
    let found = match value.get_ref() {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    let mut problem =
        Problem::new(&problem::WRONG_TYPE, reader.file, expected).at(span(value), format!("this is {found}"));
    problem.help.extend(help);
    reader.problems.push(problem);
}

/// A short value between quotes.
fn in_quotes(value: &DeValue) -> Option<String> {
    const SHORT: usize = 40;
    let plain = plain(value);
    (!plain.is_empty() && plain.len() < SHORT).then(|| format!("write it between quotes: \"{plain}\""))
}

/// Text.
pub(super) fn text(reader: &mut Reader, value: &Value) -> Option<Text> {
    text_else(reader, value, |_| None)
}

/// Text, or what to do about a single value that is none.
fn text_else(reader: &mut Reader, value: &Value, help: impl Fn(&DeValue) -> Option<String>) -> Option<Text> {
    let help = match value.get_ref() {
        DeValue::String(text) => return Some(Spanned { value: text.to_string(), span: span(value) }),
        DeValue::Array(_) => Some("there is only one: leave [ and ] out".to_owned()),
        other => help(other),
    };
    wrong_type(reader, value, "text is expected here, between quotes", help);
    None
}

/// Text that somebody is to read.
pub(super) fn words(reader: &mut Reader, value: &Value) -> Option<Text> {
    let words = text_else(reader, value, in_quotes)?;
    if words.value.trim().is_empty() {
        let help = "say something, or leave the key out where that is allowed";
        reader.note(&problem::EMPTY_TEXT, "there is no text between the quotes".to_owned(), words.span, help);
    }
    Some(words)
}

/// Text that is an id of its own. It is kept as it stands even where it is no good as one.
pub(super) fn id(reader: &mut Reader, value: &Value) -> Option<Text> {
    let id = text_else(reader, value, in_quotes)?;
    check_id(reader, &id);
    Some(id)
}

fn check_id(reader: &mut Reader, id: &Text) {
    let name = id.value.as_str();
    if is_id(name) || is_of_another(name) {
        return;
    }
    if matches!(name, "all" | "none") {
        let message = format!("`{name}` cannot be an id: it means everything or nothing");
        reader.note(&problem::BAD_ID, message, id.span, "choose another word");
        return;
    }
    let message =
        if name.is_empty() { "an id cannot be empty".to_owned() } else { format!("`{name}` cannot be an id") };
    let help = match letters::id_like(name) {
        Some(better) => format!("write it in small letters, digits and single hyphens: `{better}`"),
        None => "write ids in small letters (a to z), digits and single hyphens".to_owned(),
    };
    let mut problem = Problem::new(&problem::BAD_ID, reader.file, message).at(id.span, "").help(help);
    if let Some((letter, like)) = letters::in_disguise(name) {
        problem = problem.help(format!("`{letter}` (U+{:04X}) only looks like `{like}`", u32::from(letter)));
    }
    reader.problems.push(problem);
}

/// True or false.
pub(super) fn flag(reader: &mut Reader, value: &Value) -> Option<Spanned<bool>> {
    if let DeValue::Boolean(flag) = value.get_ref() {
        return Some(Spanned { value: *flag, span: span(value) });
    }
    wrong_type(reader, value, "`true` or `false` is expected here, without quotes", None);
    None
}

/// Behind so many problems in one list the rest is not read.
const TOO_MANY: usize = 20_000;

/// A list, each item read alike.
pub(super) fn list<'t, T>(
    reader: &mut Reader,
    value: &'t Value<'t>,
    item: impl Fn(&mut Reader, &'t Value<'t>) -> Option<T>,
) -> Option<Vec<T>> {
    match value.get_ref() {
        DeValue::Array(items) => {
            let noted = reader.problems.len();
            let mut read = Vec::new();
            for value in items {
                read.extend(item(reader, value));
                if reader.problems.len() > noted + TOO_MANY {
                    if let Some(problem) = reader.problems.last_mut() {
                        problem
                            .help
                            .push("the rest of this list is not looked at before so much of it is mended".to_owned());
                    }
                    break;
                }
            }
            Some(read)
        }
        other => {
            let help = match other {
                DeValue::Table(_) => {
                    Some("a table of a list has two brackets, `[[…]]`, or stands between [ and ]".to_owned())
                }
                DeValue::String(_) => Some("put [ and ] round it".to_owned()),
                _ => None,
            };
            wrong_type(reader, value, "a list is expected here, between [ and ]", help);
            None
        }
    }
}

/// Text in a small language of its own.
pub(super) fn in_words<T>(
    reader: &mut Reader,
    value: &Value,
    what: &str,
    help: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<Spanned<T>> {
    let (span, written) = match value.get_ref() {
        DeValue::Datetime(date) => (span(value), date.to_string()),
        DeValue::String(text) => (span(value), text.to_string()),
        other => {
            let good = Some(plain(other)).filter(|plain| parse(plain).is_some()).and_then(|_| in_quotes(other));
            let help = good.unwrap_or_else(|| help.to_owned());
            wrong_type(reader, value, &format!("{what} is expected here, between quotes"), Some(help));
            return None;
        }
    };
    let parsed = parse(written.trim());
    if parsed.is_none() {
        let reason = calendar::reason(written.trim()).map_or(String::new(), |reason| format!(": {reason}"));
        reader.note(&problem::BAD_VALUE, format!("`{written}` is not {what}{reason}"), span, help);
    }
    parsed.map(|value| Spanned { value, span })
}
