//! A clip that begins before the one told before it: scenes are told in the order of the video.

use super::clip_overlap::clips;
use super::{Checked, Lint};
use crate::calendar::Clip;
use crate::problem::{Code, Problem};
use crate::source::Location;

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/clip-backwards.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let mut before: Option<(Clip, Location)> = None;
    for (clip, at) in clips(checked.story) {
        let Some((_, before_at)) = before.replace((clip, at)).filter(|(before, _)| clip.from < before.from) else {
            continue;
        };
        let message = "this clip begins before the one told before it";
        let problem = Problem::new(&CODE, at.file, message).at_location(at, "");
        let problem = problem.at_location(before_at, "the one before");
        problems.push(problem.help("put the scenes in the order in which the video shows them, or mend the times"));
    }
}
