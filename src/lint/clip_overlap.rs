//! Two scenes, one told right after the other, that share a stretch of the video.

use super::{Checked, Lint};
use crate::calendar::Clip;
use crate::problem::{Code, Problem};
use crate::source::{Location, Spanned};
use crate::story::Story;

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/clip-overlap.md"));

/// Each clip after the one told before it.
pub(super) fn pairs(story: &Story) -> impl Iterator<Item = [(Spanned<Clip>, Location); 2]> {
    let clips = story.scenes().filter_map(|scene| {
        let scene = story.scene(scene);
        let clip = scene.clip?;
        Some((clip, Location { file: scene.written.file, span: clip.span }))
    });
    let mut before = None;
    clips.filter_map(move |clip| before.replace(clip).map(|before| [before, clip]))
}

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    for [(before, before_at), (clip, at)] in pairs(checked.story) {
        if before.value.from <= clip.value.from && clip.value.from < before.value.to {
            let message = "the clip begins before the one told before it ends";
            let problem = Problem::new(&CODE, at.file, message).at_location(at, "");
            let problem = problem.at_location(before_at, "the one before");
            problems.push(problem.help("let the one end where the other begins"));
        }
    }
}
