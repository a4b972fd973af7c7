//! Letters that are not in Unicode's composed form (Hangul by its jamo, é as e and an accent): they look like the composed ones and are not equal
//! to them, so nothing that compares or searches finds them.

use super::{Checked, Lint};
use crate::letters;
use crate::problem::{Code, Problem};
use crate::source::FileId;

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/not-normalised.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    for (file, source) in (0..).map(FileId).zip(checked.sources) {
        let Some((first, lines)) = letters::not_composed(source.text()) else { continue };
        let more = match lines - 1 {
            0 => String::new(),
            1 => ", and in another line".to_owned(),
            lines => format!(", and in {lines} more lines"),
        };
        let message = format!("letters are not in Unicode's composed form here{more}");
        let help = "save the file in composed form (NFC): `uconv -x any-nfc` writes it so";
        problems.push(Problem::new(&CODE, file, message).at(first.into(), "").help(help));
    }
}
