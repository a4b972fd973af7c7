//! The problems that reading and building a story can meet. A rule of `lint/` has its code in its own file.

use super::{Code, Severity};

const fn fatal(name: &'static str, summary: &'static str) -> Code {
    Code { name, severity: Severity::Error, fatal: true, summary }
}

const fn error(name: &'static str, summary: &'static str) -> Code {
    Code { name, severity: Severity::Error, fatal: false, summary }
}

const fn warning(name: &'static str, summary: &'static str) -> Code {
    Code { name, severity: Severity::Warning, fatal: false, summary }
}

const fn info(name: &'static str, summary: &'static str) -> Code {
    Code { name, severity: Severity::Info, fatal: false, summary }
}

/// There is no file of this name.
pub static NO_SUCH_FILE: Code = fatal("no-such-file", "there is no file of this name");
/// A file was expected, and this is a folder.
pub static IS_A_FOLDER: Code = fatal("is-a-folder", "a file was expected, and this is a folder");
/// The file is there and cannot be read.
pub static UNREADABLE_FILE: Code = fatal("unreadable-file", "the file is there and cannot be read");
/// The file is larger than 4 GiB.
pub static TOO_LARGE: Code = fatal("too-large", "the file is larger than 4 GiB");
/// The file holds no story, only nothing or comments.
pub static EMPTY_FILE: Code = fatal("empty-file", "the file holds no story, only nothing or comments");
/// The file is not text in UTF-8.
pub static NOT_UTF8: Code = fatal("not-utf8", "the file is not text in UTF-8");
/// The text is not TOML.
pub static NOT_TOML: Code = fatal("not-toml", "the text is not TOML");
/// The file does not say which format it is in.
pub static MISSING_FORMAT: Code = error("missing-format", "the file does not say which format it is in");
/// The file is in a format this version does not know.
pub static UNKNOWN_FORMAT: Code = fatal("unknown-format", "the file is in a format this version does not know");
/// This key means nothing here.
pub static UNKNOWN_KEY: Code = error("unknown-key", "this key means nothing here");
/// This key is kept for later.
pub static RESERVED_KEY: Code = error("reserved-key", "this key is kept for later");
/// Something that is needed is not there.
pub static MISSING_KEY: Code = error("missing-key", "something that is needed is not there");
/// The value is of another kind than the key takes.
pub static WRONG_TYPE: Code = error("wrong-type", "the value is of another kind than the key takes");
/// The value is of the right kind and cannot be understood.
pub static BAD_VALUE: Code = error("bad-value", "the value is of the right kind and cannot be understood");
/// An id is written in small letters, digits and single hyphens.
pub static BAD_ID: Code = error("bad-id", "an id is written in small letters, digits and single hyphens");
/// Two scenes have the same id.
pub static DUPLICATE_ID: Code = error("duplicate-id", "two scenes have the same id");
/// No scene has this id.
pub static UNKNOWN_SCENE: Code = error("unknown-scene", "no scene has this id");
/// No character has this id.
pub static UNKNOWN_CHARACTER: Code = error("unknown-character", "no character has this id");
/// No place has this id.
pub static UNKNOWN_PLACE: Code = error("unknown-place", "no place has this id");
/// No strand has this id.
pub static UNKNOWN_STRAND: Code = error("unknown-strand", "no strand has this id");
/// No layer has this id.
pub static UNKNOWN_LAYER: Code = error("unknown-layer", "no layer has this id");
/// No fact has this id.
pub static UNKNOWN_FACT: Code = error("unknown-fact", "no fact has this id");
/// No source has this id.
pub static UNKNOWN_SOURCE: Code = error("unknown-source", "no source has this id");
/// Something refers to itself.
pub static SELF_REFERENCE: Code = error("self-reference", "something refers to itself");
/// A claim is made about a fact that has no time.
pub static FACT_WITHOUT_TIME: Code = error("fact-without-time", "a claim is made about a fact that has no time");
/// Something is listed that was listed before.
pub static LISTED_TWICE: Code = warning("listed-twice", "something is listed that was listed before");
/// This is read and checked, and changes nothing yet.
pub static NOT_USED_YET: Code = info("not-used-yet", "this is read and checked, and changes nothing yet");

/// Every problem that reading and building can meet.
pub static CODES: &[&Code] = &[
    &NO_SUCH_FILE,
    &IS_A_FOLDER,
    &UNREADABLE_FILE,
    &TOO_LARGE,
    &EMPTY_FILE,
    &NOT_UTF8,
    &NOT_TOML,
    &MISSING_FORMAT,
    &UNKNOWN_FORMAT,
    &UNKNOWN_KEY,
    &RESERVED_KEY,
    &MISSING_KEY,
    &WRONG_TYPE,
    &BAD_VALUE,
    &BAD_ID,
    &DUPLICATE_ID,
    &UNKNOWN_SCENE,
    &UNKNOWN_CHARACTER,
    &UNKNOWN_PLACE,
    &UNKNOWN_STRAND,
    &UNKNOWN_LAYER,
    &UNKNOWN_FACT,
    &UNKNOWN_SOURCE,
    &SELF_REFERENCE,
    &FACT_WITHOUT_TIME,
    &LISTED_TWICE,
    &NOT_USED_YET,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_in_the_table_once() {
        let declared = include_str!("codes.rs").matches("\npub static ").count() - 1; // the table is one
        let mut names: Vec<&str> = CODES.iter().map(|code| code.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), declared);
    }
}
