//! Somebody acts on a fact before they learn it.
//!
//! What is used in a scene must have been learnt in one that ended before it, by the same person and on the same layer. What
//! is known is not forgotten, so this is the modal truth criterion (Chapman, "Planning for conjunctive goals", 1987) without
//! clobberers: known in every order if some scene that teaches it ends before in every order, because an order in which each
//! of several comes too late can be had as soon as each alone can (all of it is said of the one start, so no two of them
//! make a cycle together); known in none if each ends later in every order.
//!
//! Two questions about points for each use and each scene that teaches it; of a fact that one person learns and uses over and
//! over, for each use and the scenes listed last before it.

use std::collections::BTreeMap;

use super::because::because;
use super::people::{end, event, layer, start};
use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::source::Location;
use crate::story::{CharacterId, FactId, LayerId, SceneId};
use crate::time::{Gap, Must, Step};

pub(super) static PROVEN: Lint = Lint { code: &KNOWS_TOO_EARLY, check: in_every_order };
pub(super) static POSSIBLE: Lint = Lint { code: &MAY_KNOW_TOO_EARLY, check: in_some_order };

static KNOWS_TOO_EARLY: Code = Code::of(include_str!("../../docs/problems/knows-too-early.md"));
static MAY_KNOW_TOO_EARLY: Code = Code::of(include_str!("../../docs/problems/may-know-too-early.md"));

fn in_every_order(checked: &Checked, problems: &mut Vec<Problem>) {
    for found in find(checked).into_iter().filter(|found| found.proven) {
        let [who, fact, scene] = found.names(checked);
        let problem = Problem::new(
            &KNOWS_TOO_EARLY,
            found.at.written.file,
            match found.learns.len() {
                0 => format!("`{who}` acts on `{fact}` in `{scene}`, and never learns it"),
                _ => format!("`{who}` acts on `{fact}` in `{scene}` before they learn it"),
            },
        );
        let problem = problem.at_location(found.at.written, "they must know it when this begins");
        if found.learns.is_empty() {
            problems.push(
                problem.help(format!(
                    "say in which scene before that they learn it: `learns = {{ {who} = [\"{fact}\"] }}`"
                )),
            );
            continue;
        }
        let problem = found.with_learns(checked, problem);
        let problem = because(checked, problem, &found.because);
        problems.push(problem.help(if found.learns.iter().any(|learnt| learnt.event == found.at.event) {
            "what is learnt is known from the end of its scene on: let them learn it in an earlier one"
        } else {
            "let them learn it earlier, or act on it later"
        }));
    }
}

fn in_some_order(checked: &Checked, problems: &mut Vec<Problem>) {
    for found in find(checked).into_iter().filter(|found| !found.proven) {
        let [who, fact, scene] = found.names(checked);
        let message = format!("`{who}` may act on `{fact}` in `{scene}` before they learn it");
        let problem = Problem::new(&MAY_KNOW_TOO_EARLY, found.at.written.file, message);
        let problem =
            problem.at_location(found.at.written, "nothing says that this comes later than what they learn it in");
        let problem = found.with_learns(checked, problem);
        let first = found.open.map_or("", |learnt| checked.story.scene(learnt.scene).id.as_str());
        problems.push(problem.help(format!("claim it: `when = {{ after = \"{first}\" }}` on `{scene}`")));
    }
}

/// Somebody who learns or uses a fact.
#[derive(Clone, Copy, Debug)]
struct Known {
    scene: SceneId,
    event: u32,
    layer: Option<LayerId>,
    written: Location,
}

/// Somebody who may use a fact too early.
struct Found {
    who: CharacterId,
    fact: FactId,
    at: Known,
    /// Where they learn it.
    learns: Vec<Known>,
    proven: bool,
    /// The first in which they may learn it in time.
    open: Option<Known>,
    because: Vec<(Must, Step)>,
}

impl Found {
    fn names<'a>(&self, checked: &Checked<'a>) -> [&'a str; 3] {
        let story = checked.story;
        [&story.character(self.who).id, &story.fact(self.fact).id, &story.scene(self.at.scene).id]
    }

    fn with_learns(&self, checked: &Checked, problem: Problem) -> Problem {
        const SHOWN: usize = 3;
        self.learns.iter().take(SHOWN).fold(problem, |problem, learnt| {
            let scene = &checked.story.scene(learnt.scene).id;
            problem.at_location(learnt.written, format!("learnt here, when `{scene}` ends"))
        })
    }
}

/// So many scenes that teach a fact to one person are looked at for each in which they use it.
const NEAR: usize = 16;

/// Everybody who uses a fact too early, in every order or in some.
fn find(checked: &Checked) -> Vec<Found> {
    let groups = if checked.has_errors() { BTreeMap::new() } else { groups(checked) };
    let mut uses: Vec<Found> = Vec::new();
    for ((who, fact), Group { learns, uses: used }) in groups {
        for at in used {
            let beside: Vec<Known> = learns.iter().filter(|learnt| learnt.layer == at.layer).copied().collect();
            if beside.is_empty() && !learns.is_empty() {
                continue; // what is learnt in another world is not compared
            }
            let near = beside.partition_point(|learnt| learnt.event < at.event);
            let from = if beside.len() <= NEAR { 0 } else { near.saturating_sub(NEAR) };
            let learns = beside[from..].iter().take(NEAR).copied().collect();
            uses.push(Found { who, fact, at, learns, proven: false, open: None, because: Vec::new() });
        }
    }
    let in_time = |found: &Found| -> Vec<Must> {
        let begins = start(found.at.scene);
        let learns = found.learns.iter();
        learns.map(|learnt| Must { earlier: end(learnt.scene), later: begins, by: Gap::NONE }).collect()
    };
    let answers = ask(checked, &uses, in_time);
    let mut answers = answers.into_iter();
    uses.retain(|_| answers.next().is_some_and(|asked| asked.iter().all(|(_, step)| *step == Step::Open)));
    let too_late = |found: &Found| -> Vec<Must> {
        let begins = start(found.at.scene);
        let learns = found.learns.iter();
        learns.map(|learnt| Must { earlier: begins, later: end(learnt.scene), by: Gap::STRICT }).collect()
    };
    let answers = ask(checked, &uses, too_late);
    for (found, because) in uses.iter_mut().zip(answers) {
        let open = because.iter().position(|(_, step)| *step == Step::Open);
        found.open = open.map(|at| found.learns[at]);
        found.proven = open.is_none();
        found.because = because;
    }
    uses
}

/// Asks several questions of each, all in one go.
fn ask(checked: &Checked, uses: &[Found], questions: impl Fn(&Found) -> Vec<Must>) -> Vec<Vec<(Must, Step)>> {
    let asked: Vec<Vec<Must>> = uses.iter().map(questions).collect();
    let mut steps = checked.solution().must(&asked.concat()).into_iter();
    let answered = asked.into_iter().map(|asked| asked.into_iter().zip(steps.by_ref()).collect());
    answered.collect()
}

/// Where one person learns a fact and uses it, as listed.
#[derive(Default)]
struct Group {
    learns: Vec<Known>,
    uses: Vec<Known>,
}

fn groups(checked: &Checked) -> BTreeMap<(CharacterId, FactId), Group> {
    let mut groups: BTreeMap<(CharacterId, FactId), Group> = BTreeMap::new();
    for scene in checked.story.scenes() {
        let continuity = &checked.story.scene(scene).continuity;
        if continuity.learns.is_empty() && continuity.uses.is_empty() {
            continue;
        }
        let Some(event) = event(checked, scene) else { continue };
        let known = |written| Known { scene, event, layer: layer(checked, scene), written };
        for learnt in &continuity.learns {
            groups.entry((learnt.who, learnt.fact)).or_default().learns.push(known(learnt.written));
        }
        for used in &continuity.uses {
            groups.entry((used.who, used.fact)).or_default().uses.push(known(used.written));
        }
    }
    for group in groups.values_mut() {
        group.learns.sort_by_key(|learnt| (learnt.event, learnt.scene));
    }
    groups
}
