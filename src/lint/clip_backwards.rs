//! A clip that begins before the one told before it: scenes are told in the order of the video.

use super::clip_overlap::pairs;
use super::{Checked, Lint};
use crate::problem::{Code, Problem};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/clip-backwards.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    for [(before, before_at), (clip, at)] in pairs(checked.story) {
        if clip.value.from < before.value.from {
            let message = "the clip begins before the one told before it";
            let problem = Problem::new(&CODE, at.file, message).at_location(at, "");
            let problem = problem.at_location(before_at, "the one before");
            problems.push(problem.help("put the scenes in the order in which the video shows them, or mend the times"));
        }
    }
}
