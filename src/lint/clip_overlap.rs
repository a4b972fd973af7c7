//! Two scenes that share a stretch of the video: the one begins while the other still runs.

use super::{Checked, Lint};
use crate::calendar::Clip;
use crate::problem::{Code, Problem};
use crate::source::Location;
use crate::story::Story;

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/clip-overlap.md"));

/// Every clip, and where it is written, in the order of the telling.
pub(super) fn clips(story: &Story) -> impl Iterator<Item = (Clip, Location)> {
    story.scenes().filter_map(|scene| {
        let scene = story.scene(scene);
        let clip = scene.clip?;
        Some((clip.value, Location { file: scene.written.file, span: clip.span }))
    })
}

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let mut before: Option<(Clip, Location)> = None;
    // The clip that goes on longest, and whether one was found to overlap it: if it goes on too long, so will the others.
    let mut longest: Option<(Clip, Location, bool)> = None;
    for (clip, at) in clips(checked.story) {
        let backwards = before.is_some_and(|(before, _)| clip.from < before.from);
        let overlapped = match (before, &mut longest) {
            _ if backwards => None,
            (Some((before, before_at)), longest) if clip.from < before.to => {
                if let Some((_, longest_at, reported)) = longest {
                    *reported |= *longest_at == before_at;
                }
                Some(before_at)
            }
            (_, Some((longest, longest_at, reported))) if clip.from < longest.to => {
                (!std::mem::replace(reported, true)).then_some(*longest_at)
            }
            _ => None,
        };
        if let Some(other) = overlapped {
            let message = "this clip begins while one told before it still runs";
            let problem =
                Problem::new(&CODE, at.file, message).at_location(at, "").at_location(other, "it still runs here");
            problems.push(problem.help("let the one end where the other begins"));
        }
        before = Some((clip, at));
        if longest.is_none_or(|(longest, ..)| clip.to > longest.to) {
            longest = Some((clip, at, false));
        }
    }
}
