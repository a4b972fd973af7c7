//! `[work]`, `[universe]` and `[sources.ID]`.

use serde_json::Value;

use super::shape::{allow, cite, date, key, list, reference, table, text};

pub(super) fn work() -> Value {
    let keys = vec![
        key("title", "What it is called.", text()),
        key("credit", "Whose it is: \"K.Will\".", text()),
        key("released", "When it came out: 2012-10-11, or \"2012\" where no more is known.", date()),
        key("kind", "What it is: \"music video\", \"film\", \"episode\".", text()),
        key("blurb", "What may be said of it to whoever has not seen it.", text()),
        key("warnings", "What somebody may want to be warned of before.", list(&text())),
        key("language", "The language of the film or book: \"ko\".", text()),
        key("day-1", "The date of story day 1, so that story days and dates can be compared.", date()),
        allow(),
        cite(),
    ];
    table("", &["title"], keys)
}

pub(super) fn universe() -> Value {
    let keys = vec![
        key("title", "What it is called.", text()),
        key(
            "works",
            "Its works in the order in which they came out: the names of the files beside this one, without .toml.",
            list(&reference()),
        ),
        allow(),
        cite(),
    ];
    table("", &["title", "works"], keys)
}

pub(super) fn source() -> Value {
    let keys = vec![
        key("title", "What it is: a page, an interview, a book.", text()),
        key("url", "Where it is on the web.", text()),
    ];
    table("A source of what is told.", &[], keys)
}
