//! A relation that says what the telling says anyway, and for all that takes its scene off the main strand.
//!
//! On `main` each scene follows the one told before it. A scene that says `after` one of those it follows is no longer
//! on `main`, so what is told next does not follow it: seldom what its writer wants.

use super::{Checked, Lint};
use crate::problem::{Code, Problem};
use crate::story::{Claim, Party, SceneId, Statement, WorkId};
use crate::time::{Label, Network, Node, Relation, Solution, Step, Strand, Telling};

pub(super) static LINT: Lint = Lint { code: &CODE, check };

static CODE: Code = Code::of(include_str!("../../docs/problems/needless-relation.md"));

/// A scene all of whose relations may be needless.
struct Suspect<'s> {
    scene: SceneId,
    relations: Vec<&'s Claim>,
}

fn check(checked: &Checked, problems: &mut Vec<Problem>) {
    if checked.has_errors() {
        return;
    }
    let suspects = suspects(checked);
    if suspects.is_empty() {
        return;
    }
    // What the telling says: with all of them on `main`, and without those relations that say nothing more.
    let network = without(checked, &suspects);
    let solution = Solution::of(&network);
    let pairs: Vec<(Node, Node)> =
        suspects.iter().flat_map(|suspect| suspect.relations.iter().map(|claim| pair(claim))).flatten().collect();
    let mut steps = solution.orders(&pairs).into_iter();
    for suspect in suspects {
        let follows = suspect.relations.iter().all(|_| steps.next().is_some_and(|step| step != Step::Open));
        if follows && solution.chronology().places[suspect.scene.index()].label != Label::Jump {
            problems.push(problem(checked, &suspect));
        }
    }
}

/// The scenes that are off `main` for nothing but relations to others of it, as they are told.
fn suspects<'s>(checked: &Checked<'s>) -> Vec<Suspect<'s>> {
    let story = checked.story;
    let on_main = |scene: SceneId| checked.chronology().places[scene.index()].on_main;
    let mut last_on_main = vec![None; story.works().len()];
    for scene in story.scenes().filter(|&scene| on_main(scene)) {
        last_on_main[story.scene(scene).work.index()] = Some(scene);
    }
    let is_plain = |work: WorkId| story.strand(story.main_of(work)).told == Telling::Forwards;
    let mut suspects = Vec::new();
    // Claims come scene by scene.
    for claims in story.claims().chunk_by(|one, other| one.subject == other.subject) {
        let Party::Scene(scene) = claims[0].subject else { continue };
        let is_off_main = story.scene(scene).strand.is_none() && !story.scene(scene).timeless && !on_main(scene);
        // Where none on `main` is told after it, nothing fails to follow it.
        let work = story.scene(scene).work;
        if !is_off_main || !is_plain(work) || last_on_main[work.index()] < Some(scene) {
            continue;
        }
        let relations: Vec<&Claim> = claims.iter().filter(|claim| claim.target().is_some() && !claim.outside).collect();
        let as_told = |claim: &&Claim| match claim.says {
            Statement::Is { relation, target: Party::Scene(target), .. } => {
                let told = match relation {
                    Relation::After => target < scene,
                    Relation::Before => scene < target,
                    _ => false,
                };
                told && on_main(target) && claim.once.is_empty() && story.scene(target).work == work
            }
            _ => false,
        };
        if !relations.is_empty() && relations.iter().all(as_told) {
            suspects.push(Suspect { scene, relations });
        }
    }
    suspects
}

/// The network with these scenes on `main`, and without those of their relations that tell no distance.
fn without(checked: &Checked, suspects: &[Suspect]) -> Network {
    let projection = checked.projection();
    let mut network = projection.network.clone();
    for suspect in suspects {
        let scene = &mut network.scenes[suspect.scene.index()];
        scene.strand = Some(Strand(scene.work));
    }
    let is_needless = |claim: &Claim| match (claim.subject, claim.says) {
        (Party::Scene(scene), Statement::Is { by: None, .. }) => {
            suspects.binary_search_by_key(&scene, |suspect| suspect.scene).is_ok()
        }
        _ => false,
    };
    let mut claims = projection.claims.iter();
    network.claims.retain(|_| claims.next().is_none_or(|&claim| !is_needless(checked.story.claim(claim))));
    network
}

/// What a relation puts first, and what it puts after that.
fn pair(claim: &Claim) -> Option<(Node, Node)> {
    let node = |party| match party {
        Party::Scene(scene) => Some(Node::Scene(SceneId::index(scene) as u32)),
        Party::Fact(_) | Party::Strand(_) => None,
    };
    match claim.says {
        Statement::Is { relation: Relation::After, target, .. } => Some((node(target)?, node(claim.subject)?)),
        Statement::Is { target, .. } => Some((node(claim.subject)?, node(target)?)),
        Statement::At(..) | Statement::Lasts(_) => None,
    }
}

fn problem(checked: &Checked, suspect: &Suspect) -> Problem {
    let id = &checked.story.scene(suspect.scene).id;
    let at = suspect.relations[0].written;
    let tells_distance = |claim: &&&Claim| matches!(claim.says, Statement::Is { by: Some(_), .. });
    let message = format!("the telling has this order anyway, and claiming it takes `{id}` off the main strand");
    let problem = Problem::new(&CODE, at.file, message).at_location(at, "");
    problem.help(if suspect.relations.iter().any(|claim| tells_distance(&claim)) {
        "write `strand = \"main\"` beside it, so that the next scene follows this one"
    } else {
        "leave it out, or write `strand = \"main\"` beside it: then the next scene follows this one"
    })
}
