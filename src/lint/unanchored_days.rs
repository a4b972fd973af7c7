//! Story days and dates in one work, and nothing that ties the one to the other.
//!
//! Each is a calendar of its own then: a scene on day 3 and one in October 2012 are not compared, and where both orders
//! matter the writer likely believes they are. One `day-1` in the header ties them.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::story::{Claim, Party, Statement, Story};
use crate::time::Calendar;

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/unanchored-days.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    let first_on = |wanted: &dyn Fn(Calendar) -> bool| {
        let claims = story.claims().iter().filter(|claim| !is_of_timeless(story, claim));
        claims.into_iter().find(|claim| matches!(claim.says, Statement::At(calendar, ..) if wanted(calendar)))
    };
    let loose = |calendar| match calendar {
        Calendar::StoryDays(work) => {
            let work = &story.works()[work as usize];
            work.first_day.is_none() && !work.unread_first_day
        }
        Calendar::Dates => false,
    };
    let (Some(day), Some(date)) = (first_on(&loose), first_on(&|calendar| calendar == Calendar::Dates)) else { return };
    problems.push(problem(day, date));
}

/// Whether a claim is made by a timeless scene: then it says nothing.
fn is_of_timeless(story: &Story, claim: &Claim) -> bool {
    matches!(claim.subject, Party::Scene(scene) if story.scene(scene).timeless)
}

fn problem(day: &Claim, date: &Claim) -> Problem {
    let message = "story days and dates are both used, and nothing says how they meet";
    let problem = Problem::new(&CODE, day.written.file, message);
    let problem = problem.at_location(day.written, "this is a story day").at_location(date.written, "this is a date");
    problem.help("say when day 1 is, as precisely as it is known: `day-1 = \"2012-10-11\"` in `[work]`")
}
