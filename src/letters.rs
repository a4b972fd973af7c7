//! Which letters a text is written in: invisible ones, ones that look like others, ones that are written in parts.
//!
//! What looks like what is that of Unicode Technical Standard 39 (confusables); normal forms are those of Unicode
//! Standard Annex 15. Knows no story.

use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};
use unicode_script::{Script, UnicodeScript};
use unicode_security::skeleton;

/// What an invisible character is called. None of one that can be seen.
///
/// A joiner is one only where it joins nothing: behind what is no emoji and no letter of a script that joins.
fn invisible(c: char, before: Option<char>) -> Option<&'static str> {
    let joins = |before: char| !before.is_ascii() && before.script() != Script::Latin;
    Some(match c {
        '\u{ad}' => "soft hyphen",
        '\u{200b}' => "zero width space",
        '\u{200c}' | '\u{200d}' if before.is_some_and(joins) => return None,
        '\u{200c}' => "zero width non-joiner",
        '\u{200d}' => "zero width joiner",
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "turns the direction of writing"
        }
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{2060}'..='\u{2064}' | '\u{180e}' => "joins or separates words unseen",
        '\u{feff}' => "byte order mark",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "Hangul filler",
        '\u{e0000}'..='\u{e007f}' if before != Some('\u{1f3f4}') && before.is_none_or(|c| !is_tag(c)) => "tag",
        _ => return None,
    })
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// The invisible characters of a text, each with its place and what it is called. Linear.
pub(crate) fn invisible_characters(text: &str) -> impl Iterator<Item = (Range<usize>, char, &'static str)> {
    let mut before = None;
    text.char_indices().filter_map(move |(at, c)| {
        let name = if c.is_ascii() || (at == 0 && c == '\u{feff}') { None } else { invisible(c, before) };
        before = Some(c);
        name.map(|name| (at..at + c.len_utf8(), c, name))
    })
}

/// A word of a text in which a letter of one script stands among letters of another that it looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mixed {
    /// Where the word stands.
    pub(crate) word: Range<usize>,
    /// The letter that is likely the wrong one.
    pub(crate) letter: char,
    /// The script it is of: "Cyrillic".
    pub(crate) script: &'static str,
    /// The script that the word is in, but for it.
    pub(crate) among: &'static str,
    /// The letter of that script that it looks like, where that is Latin.
    pub(crate) looks_like: Option<char>,
}

/// The words of a text that mix letters which look alike. Linear.
pub(crate) fn mixed_words(text: &str) -> impl Iterator<Item = Mixed> {
    let is_part = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
    let mut from = 0;
    std::iter::from_fn(move || {
        while from < text.len() {
            let rest = &text[from..];
            let start = from + rest.find(is_part).unwrap_or(rest.len());
            let end = start + text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
            from = end;
            let word = &text[start..end];
            if !word.is_ascii()
                && let Some(mixed) = mixed(word, start..end)
            {
                return Some(mixed);
            }
        }
        None
    })
}

/// Which letter of a word looks like one of another script in it, if one does.
fn mixed(word: &str, at: Range<usize>) -> Option<Mixed> {
    let (foreign, looks_like) = word.chars().find_map(|c| latin_likeness(c).map(|like| (c, like)))?;
    let latin = word.chars().find(char::is_ascii_alphabetic)?;
    let script = foreign.script();
    let latin_letters = word.chars().filter(char::is_ascii_alphabetic).count();
    let name = script.full_name();
    Some(if latin_letters >= word.chars().filter(|c| c.script() == script).count() {
        Mixed { word: at, letter: foreign, script: name, among: "Latin", looks_like: Some(looks_like) }
    } else {
        Mixed { word: at, letter: latin, script: "Latin", among: name, looks_like: None }
    })
}

/// The Latin letter that a letter of another script looks like, if it looks like one.
fn latin_likeness(c: char) -> Option<char> {
    if c.is_ascii() || !c.is_alphabetic() {
        return None;
    }
    let east_asian = [Script::Hangul, Script::Han, Script::Hiragana, Script::Katakana, Script::Bopomofo];
    let full_width = ('\u{ff21}'..='\u{ff5a}').contains(&c);
    if (c.script() == Script::Latin && !full_width) || east_asian.contains(&c.script()) {
        return None;
    }
    let mut buffer = [0; 4];
    let mut likeness = skeleton(c.encode_utf8(&mut buffer));
    match (likeness.next(), likeness.next()) {
        (Some(like), None) if like.is_ascii_alphabetic() => Some(like),
        _ => None,
    }
}

/// The letter of some text that only looks like a letter of ids, and which that is: "а" (Cyrillic) for "a".
#[must_use]
pub(crate) fn in_disguise(text: &str) -> Option<(char, char)> {
    text.chars().find_map(|c| latin_likeness(c).map(|like| (c, like.to_ascii_lowercase())))
}

/// The first stretch of a text, without spaces, that is not in composed form (NFC), and how many lines are not.
/// None where all of it is. Linear.
#[must_use]
pub(crate) fn not_composed(text: &str) -> Option<(Range<usize>, usize)> {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return None;
    }
    let mut first = None;
    let mut lines = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.is_ascii() && !is_nfc(line) {
            lines += 1;
            let words = || line.split(char::is_whitespace).filter(|word| !word.is_ascii() && !is_nfc(word));
            first = first.or_else(|| {
                let word = words().next()?;
                let at = start + (word.as_ptr() as usize - line.as_ptr() as usize);
                Some(at..at + word.len())
            });
            first = first.or(Some(start..start + line.trim_end().len()));
        }
        start += line.len();
    }
    first.map(|first| (first, lines))
}

/// The text in composed form (NFC), without capitals, its words one space apart: as somebody reads it who looks quickly.
#[must_use]
pub(crate) fn at_a_glance(text: &str) -> String {
    let composed: String = text.nfc().collect();
    composed.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_of_another_script_is_found_among_those_it_looks_like() {
        let found: Vec<Mixed> = mixed_words("Ada, \u{430}da, Мoсква").collect();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].letter, found[0].script, found[0].looks_like), ('\u{430}', "Cyrillic", Some('a')));
        assert_eq!((found[1].letter, found[1].script, found[1].among), ('o', "Latin", "Cyrillic"));
    }

    #[test]
    fn what_only_stands_beside_latin_letters_is_no_disguise() {
        for fine in ["K팝", "한글 ABC", "ışık", "Москва", "naïve", "東京Tower", "α-Version", "Ωmega", "SISTAR×Giorgio"]
        {
            assert_eq!(mixed_words(fine).next(), None, "{fine}");
        }
    }

    #[test]
    fn invisible_characters_are_named_where_they_do_nothing() {
        let names: Vec<&str> =
            invisible_characters("\u{feff}a\u{200b}b\u{202e}c\u{3164}").map(|found| found.2).collect();
        assert_eq!(names, ["zero width space", "turns the direction of writing", "Hangul filler"]);
        for fine in ["👩\u{200d}🚀", "می\u{200c}خواهم", "🏴\u{e0067}\u{e0062}\u{e007f}", "a\u{a0}b"] {
            assert_eq!(invisible_characters(fine).next(), None, "{fine}");
        }
    }

    #[test]
    fn hangul_in_parts_is_found_by_its_word() {
        assert_eq!(not_composed("이러지마 제발, é"), None);
        let text = "one\ntwo 이러 \u{1112}\u{1161}\u{11ab} x\ne\u{301}";
        assert_eq!(not_composed(text).map(|(at, lines)| (&text[at], lines)), Some(("\u{1112}\u{1161}\u{11ab}", 2)));
    }
}
