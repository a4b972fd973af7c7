//! Claims about time that cannot all hold, in the whole story or at some position in its telling.
//!
//! No order of events satisfies them, so nothing can be listed but the telling. One shortest cycle of such
//! claims is shown, each at its place, with what it amounts to and the nearest way out; without any one of them the
//! others could hold. Links never contradict: they give way.
//!
//! With every scene claims only grow in number, but for these: a fact may make a scene timeless or move it to another
//! strand; where `main` makes claims a relation takes a scene off it; and a strand spares the scenes that a `same` makes
//! one event with what it names. So claims that do not contradict each other in the end can do so only right before
//! something of this kind. Each such position costs what the whole does: with claims on `main`, or a strand that makes a
//! `same`, there may be as many as relations.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::{Checked, Lint};
use crate::calendar;
use crate::problem::{Code, Problem};
use crate::source::Location;
use crate::story::{Claim, ClaimId, FactId, Party, Projection, SceneId, Scope, Statement, Story, TheoryId};
use crate::time::{Because, Calendar, ChainStep, Change, Contradiction, Node, Point, Relation, Says, Subject, Window};
use crate::time::{contradictions, ways_out};
use crate::words;

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/contradiction.md"));

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    let story = checked.story;
    let mut found: Vec<Vec<ClaimId>> = Vec::new();
    let whole = story.network();
    judge(story, &whole, None, &mut found, problems);
    let mut scenes: Vec<SceneId> = story.scenes().collect();
    for seen in positions(story).into_iter().rev() {
        scenes.truncate(seen as usize);
        let is_known = |fact: FactId| story.revealed_by(fact).any(|scene| scenes.binary_search(&scene).is_ok());
        let known = story.network_of(&scenes, Scope::default(), is_known);
        judge(story, &known, scenes.last().copied(), &mut found, problems);
    }
}

/// How many scenes have been seen right before what takes a claim back, wherever that is, in narrative order.
fn positions(story: &Story) -> Vec<u32> {
    let strands = story.strands().map(|strand| last_of(story, &story.strand(strand).once, &[]));
    let patches = story.scenes().flat_map(|scene| &story.scene(scene).hindsight);
    let patches = patches.filter(|patch| patch.strand.is_some() || patch.timeless.is_some());
    let patches = patches.map(|patch| last_of(story, &patch.once, &[]));
    let mut positions: Vec<u32> = strands.chain(patches).flatten().collect();
    let main_claims = story.strands().any(|strand| story.is_main(strand) && story.strand(strand).claims);
    let strands_merge =
        (story.claims().iter()).any(|claim| matches!(claim.subject, Party::Strand(_)) && same_as(claim).is_some());
    let spared = spared(story);
    positions.extend(story.claims().iter().filter_map(|claim| {
        let target = claim.target()?;
        let leaves_main = main_claims && matches!(claim.subject, Party::Scene(_));
        let is_spared = same_as(claim).is_some() && (strands_merge || spared.contains(&target));
        (leaves_main || is_spared).then(|| last_of(story, &claim.once, &[claim.subject, target]))?
    }));
    positions.sort_unstable();
    positions.dedup();
    positions.retain(|&seen| seen > 0);
    positions
}

/// Whom a claim makes one event with who makes it, if it does.
fn same_as(claim: &Claim) -> Option<Party> {
    match claim.says {
        Statement::Is { relation: Relation::Same, target, .. } => Some(target),
        _ => None,
    }
}

/// Whoever may come to be one event with what a strand compares its scenes with, by some chain of `same`.
fn spared(story: &Story) -> BTreeSet<Party> {
    let strands = story.claims().iter().filter(|claim| matches!(claim.subject, Party::Strand(_)));
    let mut spared: BTreeSet<Party> = strands.filter_map(Claim::target).collect();
    if spared.is_empty() {
        return spared;
    }
    let mut tied: BTreeMap<Party, Vec<Party>> = BTreeMap::new();
    for claim in story.claims() {
        if let Some(target) = same_as(claim) {
            tied.entry(claim.subject).or_default().push(target);
            tied.entry(target).or_default().push(claim.subject);
        }
    }
    let mut reached: Vec<Party> = spared.iter().copied().collect();
    while let Some(party) = reached.pop() {
        for &other in tied.get(&party).into_iter().flatten() {
            if spared.insert(other) {
                reached.push(other);
            }
        }
    }
    spared
}

/// The scene with which the last of some facts is known and the last of some parties met. None if one never is.
fn last_of(story: &Story, facts: &[FactId], parties: &[Party]) -> Option<u32> {
    let known = |fact: FactId| story.revealed_by(fact).next();
    let met = parties.iter().filter_map(|&party| match party {
        Party::Scene(scene) => Some(Some(scene)),
        Party::Fact(fact) => Some(known(fact)),
        Party::Strand(_) => None, // its scenes come when they come
    });
    let all: Option<Vec<SceneId>> = facts.iter().map(|&fact| known(fact)).chain(met).collect();
    all?.into_iter().max().map(|scene| scene.index() as u32)
}

/// Reports the contradiction of what is known, if there is one that was not met before.
fn judge(
    story: &Story,
    known: &Projection,
    last_seen: Option<SceneId>,
    found: &mut Vec<Vec<ClaimId>>,
    problems: &mut Vec<Problem>,
) {
    let contradictions = contradictions(&known.network);
    for (at, contradiction) in contradictions.iter().enumerate() {
        let claims: Vec<ClaimId> = contradiction.claims().iter().map(|&claim| known.claims[claim as usize]).collect();
        // One that comes up on the way and shares a claim with another is likely the same slip.
        let is_met = |met: &Vec<ClaimId>| match last_seen {
            Some(_) => met.iter().any(|claim| claims.contains(claim)),
            None => *met == claims,
        };
        if !found.iter().any(is_met) {
            let others = [&contradictions[..at], &contradictions[at + 1..]].concat();
            problems.push(Explained { story, known, last_seen, theory: None }.problem(contradiction, &others));
            found.push(claims);
        }
    }
}

/// A contradiction of what is known at some position, or in the end, or under a theory.
pub(super) struct Explained<'a> {
    pub(super) story: &'a Story,
    pub(super) known: &'a Projection,
    pub(super) last_seen: Option<SceneId>,
    pub(super) theory: Option<TheoryId>,
}

impl Explained<'_> {
    pub(super) fn problem(&self, contradiction: &Contradiction, others: &[Contradiction]) -> Problem {
        let claims = contradiction.claims();
        let mut problem = match self.theory.map(|theory| self.story.theory(theory)) {
            None => {
                let file = self.story.claim(self.known.claims[claims[0] as usize]).written.file;
                Problem::new(&CODE, file, self.message(contradiction))
            }
            Some(theory) => {
                let message = self.message(contradiction);
                let message = match self.against_canon(contradiction)[..] {
                    [] => format!("the theory `{}` contradicts itself: {message}", theory.id),
                    [_] => format!("the theory `{}` contradicts what the story says: {message}", theory.id),
                    [_, _, ..] => {
                        format!("the theory `{}` contradicts what the story says together: {message}", theory.id)
                    }
                };
                let at = theory.written;
                let problem = Problem::new(&super::theory_contradiction::CODE, at.file, message);
                problem.at_location(at, "")
            }
        };
        for step in &contradiction.cycle {
            let Because::Claim(claim) = step.because else { continue };
            let written = self.story.claim(self.known.claims[claim as usize]);
            let used_distance = step.gap.minutes != 0 || matches!(step.earlier, Point::Start(_));
            let span = match written.says {
                Statement::Is { by: Some((_, span)), .. } if used_distance => span,
                _ => written.written.span,
            };
            let at = Location { span, ..written.written };
            let label = self.claim(claim, step);
            if !problem.labels.iter().any(|known| (known.file, known.span) == (at.file, span) && known.text == label) {
                problem = problem.at_location(at, label);
            }
        }
        if self.theory.is_some() {
            return self.ways_out_of_theory(problem, contradiction, others);
        }
        if self.last_seen.is_some() {
            return problem
                .help("strands and patches with `once` do not hold there yet: see which strand each scene is on");
        }
        let help = ways_out(&self.known.network, contradiction, others)
            .find_map(|way_out| self.change(way_out.claim, way_out.change, "all would fit if"));
        problem.help(help.unwrap_or_else(|| match claims.len() {
            1 => "take it back".to_owned(),
            _ => "take one of them back".to_owned(),
        }))
    }

    /// The claims of the story itself that a contradiction takes.
    fn against_canon(&self, contradiction: &Contradiction) -> Vec<u32> {
        let canon = self.known.network.claims.len() as u32 - self.known.network.assumed;
        contradiction.claims().into_iter().filter(|&claim| claim < canon).collect()
    }

    /// What a theory may set aside to get out of a contradiction, or how it may be otherwise.
    fn ways_out_of_theory(&self, problem: Problem, contradiction: &Contradiction, others: &[Contradiction]) -> Problem {
        let canon = self.against_canon(contradiction);
        let makes = |&claim: &u32| match self.story.claim(self.known.claims[claim as usize]).subject {
            Party::Scene(scene) => Some(format!("`{}`", self.story.scene(scene).id)),
            Party::Fact(_) | Party::Strand(_) => None,
        };
        let scenes: BTreeSet<String> = canon.iter().filter_map(makes).collect();
        let own = |claim: u32| canon.binary_search(&claim).is_err();
        let change = ways_out(&self.known.network, contradiction, others)
            .filter(|way_out| own(way_out.claim))
            .find_map(|way_out| self.change(way_out.claim, way_out.change, "it would fit if"));
        let set_aside = (!scenes.is_empty()).then(|| {
            let scenes: Vec<String> = scenes.into_iter().collect();
            format!("name {} in its `sets-aside`, if it means to say that this is not so", scenes.join(" or "))
        });
        let helps: Vec<String> = change.into_iter().chain(set_aside).collect();
        let none = helps.is_empty().then(|| "take one of them back".to_owned());
        helps.into_iter().chain(none).fold(problem, Problem::help)
    }

    /// What it amounts to.
    fn message(&self, contradiction: &Contradiction) -> String {
        let mut message = match contradiction.claims().len() {
            1 => "this claim about time contradicts itself",
            _ => "these claims about time contradict each other",
        }
        .to_owned();
        if let Some(scene) = self.last_seen {
            let id = &self.story.scene(scene).id;
            let _ = write!(message, " for whoever has seen no further than `{id}`"); // a String takes all
        }
        let node = contradiction.cycle.iter().find_map(|step| step.earlier.node());
        let excess = contradiction.excess().minutes;
        if let Some(node) = node {
            let early = if excess > 0 { format!("{} ", calendar::about(excess)) } else { String::new() };
            let _ = write!(message, ": {} would be {early}before itself", self.name(node)); // a String takes all
        }
        message
    }

    /// What a claim says of the scene or fact that takes part in a step.
    fn claim(&self, claim: u32, step: &ChainStep) -> String {
        let claim = self.known.network.claims[claim as usize];
        let subject = words::subject_of(&claim, [step.earlier.node(), step.later.node()]);
        let mut subject = subject.map_or(String::new(), |subject| self.name(subject));
        if let Subject::Strand(strand) = claim.subject {
            let strand = self.story.strand(self.known.strands[strand.0 as usize]);
            let _ = write!(subject, ", on `{}`,", strand.id); // a String takes all
        }
        words::claim(claim.says, &subject, |node| self.name(node))
    }

    /// How a claim could be otherwise. None where that cannot be written.
    fn change(&self, claim: u32, change: Change, fits: &str) -> Option<String> {
        let said = self.known.network.claims[claim as usize];
        let (subject, were) = match said.subject {
            Subject::Strand(strand) => {
                let id = &self.story.strand(self.known.strands[strand.0 as usize]).id;
                (format!("the scenes on `{id}`"), "were")
            }
            Subject::Node(node) | Subject::Outside(node) => (self.name(node), "was"),
        };
        let length =
            |minutes, open: bool, word| format!("{}{}", if open { word } else { "" }, calendar::exact_length(minutes));
        let length = match change {
            Change::Longer { minutes, open } => length(minutes, open, "a little more than "),
            Change::Shorter { minutes, open } => length(minutes, open, "a little less than "),
            Change::Later { .. } | Change::Earlier { .. } | Change::TurnedRound => String::new(),
        };
        let held = match (said.says, change) {
            (Says::At(calendar, window), Change::Later { minute, .. }) => {
                format!("{were} {}", beside(calendar, window, minute)?)
            }
            (Says::At(calendar, window), Change::Earlier { minute, open }) => {
                format!("{were} {}", beside(calendar, window, minute - i64::from(open))?)
            }
            (Says::Lasts(_), _) => format!("lasted {length}"),
            (Says::Is { relation, target, .. }, change) => {
                let turned = change == Change::TurnedRound;
                let word = if (relation == Relation::Before) == turned { "after" } else { "before" };
                let far = if turned { String::new() } else { format!("{length} ") };
                format!("came {far}{word} {}", self.name(target))
            }
            (Says::At(..), _) => return None,
        };
        Some(format!("{fits} {subject} {held}"))
    }

    fn name(&self, node: Node) -> String {
        match node {
            Node::Scene(scene) => format!("`{}`", self.story.scene(self.known.scenes[scene as usize]).id),
            Node::Fact(fact) => format!("`fact:{}`", self.story.fact(self.known.facts[fact as usize]).id),
        }
    }
}

/// The moment as precise as a window that a minute lies in: of two dates by the month, the month. None beyond the years
/// that can be written.
fn beside(calendar: Calendar, window: Window, minute: i64) -> Option<String> {
    calendar::stamp(calendar, minute)?;
    Some(calendar::at(calendar, calendar::as_precise_as(calendar, window, minute)))
}
