//! One person, in the flesh, in two places at the same time. What clashes, and which places lie apart: `journeys.rs`.

use super::journeys::Clash;
use super::leads_there::SHOWN;
use super::{Checked, Lint};
use crate::calendar;
use crate::problem::{Code, Problem};
use crate::source::FileId;
use crate::time::{Must, Step};

pub(super) static PROVEN: Lint = Lint { code: &IN_TWO_PLACES, check: in_every_order };
pub(super) static POSSIBLE: Lint = Lint { code: &MAY_BE_IN_TWO_PLACES, check: in_some_order };

static IN_TWO_PLACES: Code = Code::of(include_str!("../../docs/problems/in-two-places.md"));
static MAY_BE_IN_TWO_PLACES: Code = Code::of(include_str!("../../docs/problems/may-be-in-two-places.md"));

fn in_every_order(checked: &Checked, problems: &mut Vec<Problem>) {
    for (at, clash) in checked.clashes().iter().filter(|clash| clash.overlap && clash.proven).enumerate() {
        let [who, one, other] = names(checked, clash);
        let is = if clash.who.len() == 1 { "is" } else { "are" };
        let message = format!("{who} {is} in two places at the same time: in `{one}` and in `{other}`");
        let problem = told((checked, at < SHOWN), clash, Problem::new(&IN_TWO_PLACES, clash.file(checked), message));
        problems.push(problem.help(format!(
            "let one come after the other, or take {who} from one of them: `{{ who = …, as = \"voice\" }}` where somebody is \
             only heard, or thought of"
        )));
    }
}

fn in_some_order(checked: &Checked, problems: &mut Vec<Problem>) {
    for (at, clash) in checked.clashes().iter().filter(|clash| clash.overlap && !clash.proven).enumerate() {
        let [who, one, other] = names(checked, clash);
        let message = format!("{who} may be in two places at the same time: in `{one}` and in `{other}`");
        let problem =
            told((checked, at < SHOWN), clash, Problem::new(&MAY_BE_IN_TWO_PLACES, clash.file(checked), message));
        problems.push(problem.help(format!(
            "claim which comes first, and how long after it the other does: `when = {{ after = \"{one}\", by = \"…\" }}`"
        )));
    }
}

/// Who it is, and the two scenes.
pub(super) fn names(checked: &Checked, clash: &Clash) -> [String; 3] {
    let [one, other] = clash.scenes.map(|at| checked.scene_id(at.scene));
    let who: Vec<String> = clash.who.iter().map(|&who| format!("`{}`", checked.character_id(who))).collect();
    let who = match who.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => who.concat(),
    };
    [who, one, other]
}

/// Adds the two scenes, the way between their places, and what leads there, if that is to be shown.
pub(super) fn told((checked, is_shown): (&Checked, bool), clash: &Clash, mut problem: Problem) -> Problem {
    let places = clash.places.map(|place| checked.place_id(place));
    for at in [1, 0] {
        let scene = checked.story.scene(clash.scenes[at].scene);
        problem = problem.at_location(scene.written, format!("in the place `{}`", places[at]));
    }
    let takes = calendar::exact_length(clash.takes);
    for (at, &way) in clash.ways.iter().enumerate() {
        let [from, to] = &places;
        let text = match (at, clash.ways.len()) {
            (0, 1) => format!("from `{from}` to `{to}` it takes {takes} at least"),
            (0, _) => format!("from `{from}` to `{to}` it takes {takes} at least, all in all"),
            _ => "and this is on the way".to_owned(),
        };
        problem = problem.at_location(way, text);
    }
    let is_so = |(_, step): &&(Must, Step)| is_shown && *step != Step::Open;
    checked.show_what_leads(problem, clash.because.iter().filter(is_so).map(|(must, _)| must))
}

impl Clash {
    /// The text that the later scene is written in.
    pub(super) fn file(&self, checked: &Checked) -> FileId {
        checked.story.scene(self.scenes[1].scene).written.file
    }
}
