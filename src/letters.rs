//! Which letters a text is written in: invisible ones, ones that look like others, ones that are written in parts.
//!
//! What looks like what is that of Unicode Technical Standard 39 (confusables); normal forms are those of Unicode
//! Standard Annex 15. Knows no story.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};
use unicode_script::{Script, UnicodeScript};
use unicode_security::skeleton;

use crate::source::is_id;

/// What an invisible character is called. None of one that can be seen.
///
/// A joiner, or a mark that chooses a form, is one only where it does nothing.
fn invisible(c: char, before: Option<char>) -> Option<&'static str> {
    Some(match c {
        '\u{ad}' => "soft hyphen",
        '\u{34f}' => "joins letters unseen",
        '\u{200b}' => "zero width space",
        '\u{200c}' | '\u{200d}' if before.is_some_and(joins) => return None,
        '\u{200c}' => "zero width non-joiner",
        '\u{200d}' => "zero width joiner",
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => {
            "turns the direction of writing"
        }
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{2060}'..='\u{2064}' | '\u{180e}' | '\u{17b4}' | '\u{17b5}' => "joins or separates words unseen",
        '\u{feff}' => "byte order mark",
        '\u{fff9}'..='\u{fffb}' => "marks a note between lines",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "Hangul filler",
        '\u{fe00}'..='\u{fe0f}'
            if before.is_none_or(|c| c.is_alphabetic() && !joins(c) && c.script() != Script::Han) =>
        {
            "chooses the form of a sign"
        }
        '\u{e0000}'..='\u{e007f}' if before != Some('\u{1f3f4}') && before.is_none_or(|c| !is_tag(c)) => "tag",
        _ => return None,
    })
}

/// Whether a joiner behind a character does something: behind emoji, and in scripts whose letters join.
fn joins(before: char) -> bool {
    let in_emoji = matches!(before, '\u{2100}'..='\u{2bff}' | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}');
    // Arabic and Syriac to Samaritan, the scripts of India, Sinhala, Tibetan, Burmese, Khmer, Mongolian.
    let joined = matches!(before, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{f00}'..='\u{109f}' | '\u{1780}'..='\u{18af}');
    in_emoji || joined
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// The invisible characters of a text: where each run of them stands, the first of them, and what that is called. Linear.
pub(crate) fn invisible_characters(text: &str) -> impl Iterator<Item = (Range<usize>, char, &'static str)> {
    let mut chars = text.char_indices().peekable();
    let mut before = None;
    std::iter::from_fn(move || {
        loop {
            let (at, c) = chars.next()?;
            let is_mark = at == 0 && c == '\u{feff}';
            let name = if c.is_ascii() || is_mark { None } else { invisible(c, before) };
            before = Some(c);
            let Some(name) = name else { continue };
            let mut end = at + c.len_utf8();
            while let Some((_, next)) =
                chars.next_if(|&(_, next)| !next.is_ascii() && invisible(next, Some(c)).is_some())
            {
                end += next.len_utf8();
            }
            return Some((at..end, c, name));
        }
    })
}

/// Whether a character cannot be seen, wherever it stands, but for those that join or choose a form.
pub(crate) fn is_invisible(c: char) -> bool {
    let does_something = matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e007f}');
    !c.is_ascii() && !does_something && invisible(c, None).is_some()
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
            let start = start + escape(&text[..start], &text[start..]);
            let end = start + text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
            from = end;
            let word = &text[start..end];
            // Letters as signs: αB, αx.
            if !word.is_ascii()
                && word.chars().count() > 2
                && let Some(mixed) = mixed(word, start..end)
            {
                return Some(mixed);
            }
        }
        None
    })
}

/// How many letters at the beginning of a word belong to an escape before it (`\\n`, `\\u0430`).
fn escape(before: &str, word: &str) -> usize {
    let escaped = before.bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 1;
    let length = match word.bytes().next().filter(|_| escaped) {
        Some(b'u') => 5,
        Some(b'U') => 9,
        Some(b'x') => 3,
        Some(byte) if byte.is_ascii_alphabetic() => 1,
        _ => 0,
    };
    if word.is_char_boundary(length) { length } else { 0 }
}

/// Which letter of a word looks like one of another script in it, if one does.
fn mixed(word: &str, at: Range<usize>) -> Option<Mixed> {
    let (foreign, looks_like) = word.chars().find_map(|c| latin_likeness(c).map(|like| (c, like)))?;
    let latin = word.chars().find(char::is_ascii_alphabetic)?;
    let latin_letters = word.chars().filter(char::is_ascii_alphabetic).count();
    let name = script(foreign);
    let alike = word.chars().filter(|&c| !c.is_ascii() && c.is_alphabetic() && script(c) == name).count();
    Some(if is_a_sign(foreign) || latin_letters >= alike {
        Mixed { word: at, letter: foreign, script: name, among: "Latin", looks_like: Some(looks_like) }
    } else {
        Mixed { word: at, letter: latin, script: "Latin", among: name, looks_like: None }
    })
}

/// Whether a letter is of no script, or a wide form of one: nothing is written in such letters alone.
fn is_a_sign(c: char) -> bool {
    c.script() == Script::Common || ('\u{ff21}'..='\u{ff5a}').contains(&c)
}

fn script(c: char) -> &'static str {
    match c {
        '\u{ff21}'..='\u{ff5a}' => "full-width",
        c if c.script() == Script::Common => "a mathematical sign",
        c => c.script().full_name(),
    }
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

/// A text in letters of ids, as far as each of its letters has a likeness among them: accents are left off. None where one
/// has none.
#[must_use]
pub(crate) fn in_latin(text: &str) -> Option<String> {
    let mut latin = String::new();
    for c in text.nfd().filter(|&c| !('\u{300}'..='\u{36f}').contains(&c)) {
        match c {
            c if !c.is_alphanumeric() || c.is_ascii() => latin.push(c),
            c => latin.push(latin_likeness(c)?),
        }
    }
    Some(latin.to_lowercase())
}

/// The id that is nearest to some text, if there is one that keeps all of its letters.
#[must_use]
pub(crate) fn id_like(text: &str) -> Option<String> {
    let latin = in_latin(text)?;
    let words = latin.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit()));
    let id = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    is_id(&id).then_some(id)
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

/// Whether what stands in a text is a word by itself.
pub(crate) fn stands_alone(text: &str, at: Range<usize>) -> bool {
    let unspaced = |c: char| {
        let script = c.script();
        [Script::Han, Script::Hiragana, Script::Katakana, Script::Thai, Script::Lao, Script::Khmer].contains(&script)
    };
    let word = &text[at.clone()];
    let before = text[..at.start].chars().next_back();
    let after = text[at.end..].chars().next();
    let apart = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || is_combining_mark(c));
    // Korean words grow at their end: 친구, 친구를.
    let grows = |c: char| unspaced(c) || c.script() == Script::Hangul;
    let begins = apart(before) || word.chars().next().is_some_and(unspaced);
    begins && (apart(after) || word.chars().next_back().is_some_and(grows))
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
        let wide = mixed_words("SISTＡR").next().map(|mixed| (mixed.letter, mixed.looks_like));
        assert_eq!(wide, Some(('\u{ff21}', Some('A'))));
    }

    #[test]
    fn what_only_stands_beside_latin_letters_is_no_disguise() {
        for fine in [
            "K팝",
            "한글 ABC",
            "ışık",
            "αB protein",
            "αx",
            "Москва",
            "naïve",
            "東京Tower",
            "α-Version",
            "Ωmega",
            "SISTAR×Giorgio",
            "Анна\\nСон\\tМосква",
        ] {
            assert_eq!(mixed_words(fine).next(), None, "{fine}");
        }
    }

    #[test]
    fn invisible_characters_are_named_where_they_do_nothing() {
        let names: Vec<&str> =
            invisible_characters("\u{feff}a\u{200b}b\u{202e}c\u{3164}").map(|found| found.2).collect();
        assert_eq!(names, ["zero width space", "turns the direction of writing", "Hangul filler"]);
        for hidden in ["한\u{200d}국", "α\u{200c}β", "x\u{fe0f}", "a\u{34f}b", "\u{fff9}"] {
            assert_eq!(invisible_characters(hidden).count(), 1, "{hidden:?}");
        }
        assert_eq!(invisible_characters("a\u{200b}\u{200b}\u{feff}b").next().map(|found| found.0), Some(1..10));
        for fine in [
            "❤\u{fe0f}",
            "ℹ\u{fe0f}",
            "Ⓜ\u{fe0f}",
            "🅰\u{fe0f}",
            "1\u{fe0f}\u{20e3}",
            "〽\u{fe0f}",
            "👩\u{200d}🚀",
            "می\u{200c}خواهم",
            "🏴\u{e0067}\u{e0062}\u{e007f}",
            "a\u{a0}b",
        ] {
            assert_eq!(invisible_characters(fine).next(), None, "{fine}");
        }
    }

    #[test]
    fn what_joins_or_chooses_a_form_is_drawn_as_it_is() {
        assert!(['\u{200b}', '\u{ad}', '\u{202e}', '\u{3164}'].into_iter().all(is_invisible));
        assert!(!['\u{200d}', '\u{fe0f}', 'a', '가'].into_iter().any(is_invisible));
    }

    #[test]
    fn hangul_in_parts_is_found_by_its_word() {
        assert_eq!(not_composed("이러지마 제발, é"), None);
        let text = "one\ntwo 이러 \u{1112}\u{1161}\u{11ab} x\ne\u{301}";
        assert_eq!(not_composed(text).map(|(at, lines)| (&text[at], lines)), Some(("\u{1112}\u{1161}\u{11ab}", 2)));
    }
}
