//! A character that nobody sees: it splits words, turns lines round, or makes two that look alike unequal.

use super::{Checked, Lint};
use crate::letters;
use crate::problem::{Code, Problem};
use crate::source::FileId;

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/invisible-character.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    for (file, source) in (0..).map(FileId).zip(checked.sources) {
        for (at, c, name) in letters::invisible_characters(source.text()) {
            let message = format!("an invisible character stands here: U+{:04X} ({name})", u32::from(c));
            let escape =
                if c > '\u{ffff}' { format!("\\U{:08X}", u32::from(c)) } else { format!("\\u{:04X}", u32::from(c)) };
            let help = format!("leave it out; where it is meant, write it as `{escape}`");
            problems.push(Problem::new(&CODE, file, message).at(at.into(), "").help(help));
        }
    }
}
