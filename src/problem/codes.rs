//! The problems that reading and building a story can meet. A rule of `lint/` has its code in its own file.
//!
//! Each is made of its page in `docs/problems/`, which `storyline explain` shows.

use super::Code;

/// There is no file of this name.
pub static NO_SUCH_FILE: Code = Code::of(include_str!("../../docs/problems/no-such-file.md"));
/// A file was expected, and this is a folder.
pub static IS_A_FOLDER: Code = Code::of(include_str!("../../docs/problems/is-a-folder.md"));
/// The file is there and cannot be read.
pub static UNREADABLE_FILE: Code = Code::of(include_str!("../../docs/problems/unreadable-file.md"));
/// The file is larger than 4 GiB.
pub static TOO_LARGE: Code = Code::of(include_str!("../../docs/problems/too-large.md"));
/// The file holds no story, only nothing or comments.
pub static EMPTY_FILE: Code = Code::of(include_str!("../../docs/problems/empty-file.md"));
/// The file is not text in UTF-8.
pub static NOT_UTF8: Code = Code::of(include_str!("../../docs/problems/not-utf8.md"));
/// The text is not TOML.
pub static NOT_TOML: Code = Code::of(include_str!("../../docs/problems/not-toml.md"));
/// The file does not say which format it is in.
pub static MISSING_FORMAT: Code = Code::of(include_str!("../../docs/problems/missing-format.md"));
/// The file is in a format this version does not know.
pub static UNKNOWN_FORMAT: Code = Code::of(include_str!("../../docs/problems/unknown-format.md"));
/// This key means nothing here.
pub static UNKNOWN_KEY: Code = Code::of(include_str!("../../docs/problems/unknown-key.md"));
/// This key is kept for later.
pub static RESERVED_KEY: Code = Code::of(include_str!("../../docs/problems/reserved-key.md"));
/// Something that is needed is not there.
pub static MISSING_KEY: Code = Code::of(include_str!("../../docs/problems/missing-key.md"));
/// The value is of another kind than the key takes.
pub static WRONG_TYPE: Code = Code::of(include_str!("../../docs/problems/wrong-type.md"));
/// The value is of the right kind and cannot be understood.
pub static BAD_VALUE: Code = Code::of(include_str!("../../docs/problems/bad-value.md"));
/// An id is written in small letters, digits and single hyphens.
pub static BAD_ID: Code = Code::of(include_str!("../../docs/problems/bad-id.md"));
/// Two scenes have the same id.
pub static DUPLICATE_ID: Code = Code::of(include_str!("../../docs/problems/duplicate-id.md"));
/// No scene has this id.
pub static UNKNOWN_SCENE: Code = Code::of(include_str!("../../docs/problems/unknown-scene.md"));
/// No character has this id.
pub static UNKNOWN_CHARACTER: Code = Code::of(include_str!("../../docs/problems/unknown-character.md"));
/// No place has this id.
pub static UNKNOWN_PLACE: Code = Code::of(include_str!("../../docs/problems/unknown-place.md"));
/// No strand has this id.
pub static UNKNOWN_STRAND: Code = Code::of(include_str!("../../docs/problems/unknown-strand.md"));
/// No layer has this id.
pub static UNKNOWN_LAYER: Code = Code::of(include_str!("../../docs/problems/unknown-layer.md"));
/// No fact has this id.
pub static UNKNOWN_FACT: Code = Code::of(include_str!("../../docs/problems/unknown-fact.md"));
/// No source has this id.
pub static UNKNOWN_SOURCE: Code = Code::of(include_str!("../../docs/problems/unknown-source.md"));
/// No character, place or thing has this id.
pub static UNKNOWN_THING: Code = Code::of(include_str!("../../docs/problems/unknown-thing.md"));
/// No work of a universe has this id.
pub static UNKNOWN_WORK: Code = Code::of(include_str!("../../docs/problems/unknown-work.md"));
/// A work stands beside a universe that does not name it.
pub static UNLISTED_WORK: Code = Code::of(include_str!("../../docs/problems/unlisted-work.md"));
/// Something refers to itself.
pub static SELF_REFERENCE: Code = Code::of(include_str!("../../docs/problems/self-reference.md"));
/// A claim is made about a fact that has no time.
pub static FACT_WITHOUT_TIME: Code = Code::of(include_str!("../../docs/problems/fact-without-time.md"));
/// Something is listed that was listed before.
pub static LISTED_TWICE: Code = Code::of(include_str!("../../docs/problems/listed-twice.md"));
/// There is no text between the quotes.
pub static EMPTY_TEXT: Code = Code::of(include_str!("../../docs/problems/empty-text.md"));
/// The hindsight changes nothing.
pub static IDLE_HINDSIGHT: Code = Code::of(include_str!("../../docs/problems/idle-hindsight.md"));
/// The story has no scene.
pub static NO_SCENES: Code = Code::of(include_str!("../../docs/problems/no-scenes.md"));

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
    &UNKNOWN_THING,
    &UNKNOWN_LAYER,
    &UNKNOWN_FACT,
    &UNKNOWN_SOURCE,
    &UNKNOWN_WORK,
    &UNLISTED_WORK,
    &SELF_REFERENCE,
    &FACT_WITHOUT_TIME,
    &LISTED_TWICE,
    &EMPTY_TEXT,
    &IDLE_HINDSIGHT,
    &NO_SCENES,
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
