//! How much room a text takes in a picture. Fonts are the reader's own, so it is an estimate, and rather too much.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::markup::Markup;

/// How high the text of a picture is.
pub(super) const TEXT: f64 = 12.0;

/// How high its small text is.
pub(super) const SMALL: f64 = 10.0;

/// How much wider bold letters are.
pub(super) const BOLD: f64 = 1.1;

/// How wide a letter is to the height of a text, and how wide one that takes two columns of a terminal.
const LETTER: f64 = 0.6;
const WIDE_LETTER: f64 = 1.05;

/// How wide a text is at most.
#[expect(clippy::cast_precision_loss, reason = "a text has fewer columns than 2^53")]
pub(super) fn width(text: &str, size: f64) -> f64 {
    let columns = text.width();
    // Of some that are joined to one there are more than columns.
    let wide = text.chars().filter(|letter| letter.width() == Some(2)).count().min(columns / 2);
    let more: f64 = text.chars().map(more).sum();
    ((columns - 2 * wide) as f64 * LETTER + wide as f64 * WIDE_LETTER + more) * size
}

/// How much wider than others a letter is.
fn more(letter: char) -> f64 {
    match letter {
        'M' | 'W' | '@' | '%' => 0.4,
        'm' | 'w' => 0.25,
        letter if letter.is_uppercase() => 0.15,
        _ => 0.0,
    }
}

/// As much of a text as there is room for, cut between what is read as one character. None where that is next to nothing.
/// Linear in what is kept.
pub(super) fn fitted(text: &str, room: f64, size: f64) -> Option<Cow<'_, str>> {
    const NEXT_TO_NOTHING: usize = 4;
    // A column for each byte is more than there can be, so a short text need not be measured.
    if text.len() < 4096 && width(text, size) <= room {
        return Some(Cow::Borrowed(text));
    }
    let (mut kept, mut used) = (0, width("…", size));
    for (at, character) in text.grapheme_indices(true) {
        used += width(character, size);
        if used > room {
            break;
        }
        kept = at + character.len();
    }
    let kept = text[..kept].trim_end();
    (kept.width() >= NEXT_TO_NOTHING).then(|| Cow::Owned(format!("{kept}…")))
}

/// The same, but cut before its last words where they leave room for as much before them: of names that begin alike
/// the ends tell. Linear in what is kept and in its last word, and in a text of no more than 4 kB.
pub(super) fn fitted_with_its_end(text: &str, room: f64, size: f64) -> Option<Cow<'_, str>> {
    let whole = fitted(text, room, size)?;
    if whole == text {
        return Some(whole);
    }
    let (mut end, mut until, mut used) = (None, text.len(), 0.0);
    for (at, _) in text.rmatch_indices(' ') {
        used += width(&text[at..until], size);
        if used - width(" ", size) > room / 2.0 {
            break;
        }
        (end, until) = (Some(text[at..].trim()).filter(|end| !end.is_empty()), at);
    }
    let cut = end.and_then(|end| Some(format!("{}{end}", fitted(text, room - width(end, size), size)?)));
    Some(cut.map_or(whole, Cow::Owned))
}

/// Words on as many lines as they need, each no wider than the room. A word that is wider is cut.
pub(super) fn wrapped(words: &str, room: f64, size: f64) -> Vec<String> {
    let space = width(" ", size);
    let mut lines: Vec<(String, f64)> = Vec::new();
    for word in words.split_whitespace() {
        let word = fitted(word, room, size).unwrap_or(Cow::Borrowed("…"));
        let wide = width(&word, size);
        match lines.last_mut() {
            Some((line, used)) if *used + space + wide <= room => {
                line.extend([" ", &word]);
                *used += space + wide;
            }
            _ => lines.push((word.into_owned(), wide)),
        }
    }
    lines.into_iter().map(|(line, _)| line).collect()
}

/// Writes a text. One that begins in a script from right to left is put between marks of that direction: else what ends it
/// would stand where it begins. (The attribute `direction` would turn round on which side of its place it stands.)
pub(super) fn write(into: &mut Markup, text: &str) {
    let runs_left = text.chars().find(|letter| letter.is_alphabetic()).is_some_and(runs_left);
    let mark = if runs_left { "&#8207;" } else { "" };
    into.raw(mark);
    into.text(text);
    into.raw(mark);
}

/// Whether a letter is of a script that runs from right to left: these blocks are kept for such scripts (Unicode Standard
/// Annex 9).
fn runs_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
        || matches!(letter, '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_take_more_room() {
        assert!(width("MW@", TEXT) >= 3.0 * TEXT && width("EXO", TEXT) >= 2.2 * TEXT);
    }

    #[test]
    fn of_a_name_that_is_cut_the_end_is_kept() {
        let cut = |text: &str| fitted_with_its_end(text, 90.0, SMALL).unwrap().into_owned();
        assert_eq!(cut("The boy"), "The boy");
        assert_eq!(cut("The boy with the pills"), "The boy…pills");
        assert_eq!(cut("The boy with the lilies"), "The boy…lilies");
        assert_eq!(cut("Rumpelstiltskinnylongname"), "Rumpelstiltsk…");
        assert_eq!(cut("The boy  with the  pills"), "The boy…pills");
        let words = "a ".repeat(200_000);
        assert_eq!(cut(&words), "a a a a a…a a a");
    }

    #[test]
    fn a_text_from_right_to_left_ends_on_its_left() {
        let written = |text: &str| {
            let mut into = Markup::default();
            write(&mut into, text);
            into.finish()
        };
        assert_eq!(written("7 شارع…"), "&#8207;7 شارع…&#8207;");
        assert_eq!(written("A שלום"), "A שלום");
        assert_eq!(written("이러지마"), "이러지마");
    }

    #[test]
    fn words_are_wrapped_between_them_and_cut_where_one_is_too_long() {
        assert_eq!(wrapped("and 27 more, in colours", 90.0, TEXT), ["and 27 more,", "in colours"]);
        assert_eq!(wrapped("a Rindfleischetikettierung b", 80.0, TEXT), ["a", "Rindfleis…", "b"]);
        assert!(wrapped("", 80.0, TEXT).is_empty());
    }

    #[test]
    fn a_text_is_cut_where_its_room_ends_and_between_characters() {
        assert_eq!(fitted("The wedding", 100.0, TEXT).as_deref(), Some("The wedding"));
        assert_eq!(fitted("The wedding", 63.0, TEXT).as_deref(), Some("The wed…"));
        assert_eq!(fitted("The wedding", 20.0, TEXT), None);
        assert_eq!(fitted("이러지마 제발 떠나지마", 60.0, TEXT).as_deref(), Some("이러지마…"));
        let family = "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦";
        let cut = fitted(family, 45.0, TEXT).unwrap();
        assert!(cut.trim_end_matches('…').ends_with('👦'), "{cut}");
        assert!(width(&fitted(&"w".repeat(10_000), 300.0, TEXT).unwrap(), TEXT) <= 300.0);
    }
}
