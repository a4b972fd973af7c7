//! Somebody acts on a fact before they learn it.
//!
//! What is used in a scene must have been learnt in one that ended before it, by the same person and on the same layer. What
//! is known is not forgotten, so this is the modal truth criterion (Chapman, "Planning for conjunctive goals", 1987) without
//! clobberers: known in every order if some scene that teaches it ends before in every order, because an order in which each
//! of several comes too late can be had as soon as each alone can (all of it is said of the one start, so no two of them
//! make a cycle together); known in none if each ends later in every order.
//!
//! Two questions about points for each use and each scene that teaches it. Of a fact that one person learns over and over the
//! scenes listed last before are asked first, which settles nearly all; then all, and of very many the nearest, where no use is
//! called too early in every order.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::leads_there::SHOWN;
use super::people::{end, event, in_the_end, start};
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
    for (at, found) in checked.knowing().iter().filter(|found| found.proven).enumerate() {
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
            let key = if who.contains('/') { format!("\"{who}\"") } else { who };
            problems.push(
                problem.help(format!(
                    "say in which scene before that they learn it: `learns = {{ {key} = [\"{fact}\"] }}`"
                )),
            );
            continue;
        }
        let problem = found.with_learns(checked, problem);
        let shown = found.because.iter().filter(|_| at < SHOWN).map(|(must, _)| must);
        let problem = checked.show_what_leads(problem, shown);
        problems.push(problem.help(if found.learns.iter().any(|learnt| learnt.event == found.at.event) {
            "what is learnt is known from the end of its scene on: let them learn it in an earlier one"
        } else {
            "let them learn it earlier, or act on it later"
        }));
    }
}

fn in_some_order(checked: &Checked, problems: &mut Vec<Problem>) {
    for found in checked.knowing().iter().filter(|found| !found.proven) {
        let [who, fact, scene] = found.names(checked);
        let message = format!("`{who}` may act on `{fact}` in `{scene}` before they learn it");
        let problem = Problem::new(&MAY_KNOW_TOO_EARLY, found.at.written.file, message);
        let problem =
            problem.at_location(found.at.written, "nothing says that this comes later than what they learn it in");
        let problem = found.with_learns(checked, problem);
        let first = found.open.map_or(String::new(), |learnt| checked.scene_id(learnt.scene));
        problems.push(problem.help(format!("claim it: `when = {{ after = \"{first}\" }}` on `{scene}`")));
    }
}

/// Somebody who learns or uses a fact.
#[derive(Clone, Copy, Debug)]
struct Known {
    scene: SceneId,
    event: u32,
    written: Location,
}

/// Somebody who may use a fact too early.
pub(super) struct TooEarly {
    who: CharacterId,
    fact: FactId,
    at: Known,
    /// Where they learn it.
    learns: Rc<[Known]>,
    /// Those of them that are asked.
    asked: Range<usize>,
    proven: bool,
    /// The first in which they may learn it in time.
    open: Option<Known>,
    because: Vec<(Must, Step)>,
}

impl TooEarly {
    fn names(&self, checked: &Checked) -> [String; 3] {
        [checked.character_id(self.who), checked.fact_id(self.fact), checked.scene_id(self.at.scene)]
    }

    /// Chooses so many of the scenes that teach it, as near before as there are, and the next ones.
    fn ask_of(&mut self, count: usize, before: usize) {
        let near = self.learns.partition_point(|learnt| learnt.event < self.at.event);
        let from = if self.learns.len() <= count { 0 } else { near.saturating_sub(before) };
        self.asked = from..self.learns.len().min(from + count);
    }

    fn with_learns(&self, checked: &Checked, problem: Problem) -> Problem {
        const FEW: usize = 3;
        // First the one that may be in time.
        let others = self.learns.iter().filter(|learnt| self.open.is_none_or(|open| open.scene != learnt.scene));
        self.open.iter().chain(others).take(FEW).fold(problem, |problem, learnt| {
            let scene = checked.scene_id(learnt.scene);
            problem.at_location(learnt.written, format!("learnt here, when `{scene}` ends"))
        })
    }
}

/// So many scenes that teach a fact to one person are asked first for each in which they use it.
pub(super) const NEAR: usize = 16;

/// And so many of those that are left.
const MANY: usize = 256;

/// Everybody who uses a fact too early, in every order or in some.
pub(super) fn find(checked: &Checked) -> Vec<TooEarly> {
    let groups = if checked.has_errors() { BTreeMap::new() } else { groups(checked) };
    let mut uses: Vec<TooEarly> = Vec::new();
    for ((who, fact), worlds) in groups {
        let is_learnt = worlds.values().any(|group| !group.learns.is_empty());
        for Group { learns, uses: used } in worlds.into_values() {
            if learns.is_empty() && is_learnt {
                continue; // what is learnt in another world is not compared
            }
            let learns: Rc<[Known]> = learns.into();
            uses.extend(used.into_iter().map(|at| {
                let (learns, because) = (Rc::clone(&learns), Vec::new());
                TooEarly { who, fact, at, learns, asked: 0..0, proven: false, open: None, because }
            }));
        }
    }
    for (count, before, is_first) in [(checked.near, checked.near, true), (MANY, MANY / 2, false)] {
        for found in &mut uses {
            found.ask_of(count, before);
        }
        // The second time only of those that have more.
        let is_asked = |found: &TooEarly| is_first || found.learns.len() > checked.near;
        let in_time = |found: &TooEarly| -> Vec<Must> {
            let begins = start(found.at.scene);
            let learns = found.learns[found.asked.clone()].iter().filter(|_| is_asked(found));
            learns.map(|learnt| Must { earlier: end(learnt.scene), later: begins, by: Gap::NONE }).collect()
        };
        let mut answers = ask(checked, &uses, in_time).into_iter();
        uses.retain(|_| answers.next().is_some_and(|asked| asked.iter().all(|(_, step)| *step == Step::Open)));
    }
    let too_late = |found: &TooEarly| -> Vec<Must> {
        let begins = start(found.at.scene);
        let learns = found.learns[found.asked.clone()].iter();
        learns.map(|learnt| Must { earlier: begins, later: end(learnt.scene), by: Gap::STRICT }).collect()
    };
    let answers = ask(checked, &uses, too_late);
    for (found, because) in uses.iter_mut().zip(answers) {
        let asked = &found.learns[found.asked.clone()];
        let open = because.iter().position(|(_, step)| *step == Step::Open).map(|at| asked[at]);
        let not_asked = found.learns[..found.asked.start].last().or(found.learns.get(found.asked.end));
        found.open = open.or(not_asked.copied());
        found.proven = found.open.is_none();
        found.because = because;
    }
    uses
}

/// Asks several questions of each, all in one go.
fn ask(checked: &Checked, uses: &[TooEarly], questions: impl Fn(&TooEarly) -> Vec<Must>) -> Vec<Vec<(Must, Step)>> {
    let asked: Vec<Vec<Must>> = uses.iter().map(questions).collect();
    let mut steps = checked.solution().must(&asked.concat()).into_iter();
    let answered = asked.into_iter().map(|asked| asked.into_iter().zip(steps.by_ref()).collect());
    answered.collect()
}

/// Where one person learns a fact and uses it in one world, as listed.
#[derive(Default)]
struct Group {
    learns: Vec<Known>,
    uses: Vec<Known>,
}

fn groups(checked: &Checked) -> BTreeMap<(CharacterId, FactId), BTreeMap<Option<LayerId>, Group>> {
    let mut groups: BTreeMap<_, BTreeMap<Option<LayerId>, Group>> = BTreeMap::new();
    for scene in checked.story.scenes() {
        let continuity = &checked.story.scene(scene).continuity;
        if continuity.learns.is_empty() && continuity.uses.is_empty() {
            continue;
        }
        let Some(event) = event(checked, scene) else { continue };
        let layer = in_the_end(checked.story, scene).layer;
        let known = |written| Known { scene, event, written };
        for learnt in &continuity.learns {
            let worlds = groups.entry((learnt.who, learnt.fact)).or_default();
            worlds.entry(layer).or_default().learns.push(known(learnt.written));
        }
        for used in &continuity.uses {
            let worlds = groups.entry((used.who, used.fact)).or_default();
            worlds.entry(layer).or_default().uses.push(known(used.written));
        }
    }
    for group in groups.values_mut().flat_map(BTreeMap::values_mut) {
        group.learns.sort_by_key(|learnt| (learnt.event, learnt.scene));
    }
    groups
}
