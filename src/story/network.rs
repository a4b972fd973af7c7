//! A story, or what is known of it, as far as time is concerned.

use super::{ClaimId, FactId, Party, SceneId, Statement, Story, StrandId, TheoryId, WorkId};
use crate::calendar::Moment;
use crate::sabotage::{Leak, leaks};
use crate::time::{Claim, Network, Node, Says, Scene, Strand, Subject, Telling};

/// A network, and what each of its scenes, strands, claims and told facts stands for.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Projection {
    /// What the engine of time is given.
    pub network: Network,
    /// The scene of the story that each scene of the network is.
    pub scenes: Vec<SceneId>,
    /// The strand of the story that each strand of the network is: those of the works,
    /// then others that scenes are on, as they appear.
    pub strands: Vec<StrandId>,
    /// The claim of the story that each claim of the network is.
    pub claims: Vec<ClaimId>,
    /// The fact of the story that each told fact of the network is.
    pub facts: Vec<FactId>,
}

impl Projection {
    /// Leaves claims out, given by their places in the network, sorted.
    pub(crate) fn leave_out(&mut self, claims: &[u32]) {
        let kept =
            |place: &mut std::ops::RangeFrom<u32>| place.next().is_some_and(|at| claims.binary_search(&at).is_err());
        let (mut of_network, mut of_story) = (0.., 0..);
        self.network.claims.retain(|_| kept(&mut of_network));
        self.claims.retain(|_| kept(&mut of_story));
    }
}

/// What of a story is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// One work alone; else all of them.
    pub work: Option<WorkId>,
    /// Under which theory.
    pub theory: Option<TheoryId>,
}

impl Story {
    /// The network of all scenes, with every fact known that some scene reveals.
    #[must_use]
    pub fn network(&self) -> Projection {
        self.network_under(None)
    }

    /// The same under a theory.
    #[must_use]
    pub fn network_under(&self, theory: Option<TheoryId>) -> Projection {
        let scenes: Vec<SceneId> = self.scenes().collect();
        let scope = Scope { work: None, theory };
        self.network_of(&scenes, scope, |fact| self.revealed_by(fact).next().is_some())
    }

    /// The network of some scenes, in narrative order, to somebody who knows some facts: claims,
    /// strands and patches hold where their facts are known and both ends are there. O(scenes + claims).
    #[must_use]
    pub fn network_of(&self, scenes: &[SceneId], scope: Scope, knows: impl Fn(FactId) -> bool) -> Projection {
        let holds = |once: &[FactId]| once.iter().all(|&fact| knows(fact));
        let mut rank = vec![None; self.scenes.len()];
        for (at, scene) in (0..).zip(scenes) {
            rank[scene.index()] = Some(at);
        }
        if leaks(Leak::TurnsClaimsToTheSceneBefore) {
            (1..rank.len()).for_each(|at| rank[at] = rank[at].or(rank[at - 1]));
        }
        let mut projection = Projection { scenes: scenes.to_vec(), ..Projection::default() };
        let strand_number = self.put_scenes(&mut projection, scope, holds);
        projection.network.works = self.works.len() as u32;
        projection.network.story_days = self.works.iter().map(|work| work.first_day).collect();
        let mut told = vec![None; self.facts.len()];
        let guessed = |fact| leaks(Leak::GivesBeliefsATime) && self.fact(fact).seems.is_some();
        for fact in self.facts().filter(|&fact| self.fact(fact).told && (knows(fact) || guessed(fact))) {
            let hints = self.hinted_by(fact).filter(|_| leaks(Leak::GivesBeliefsATime));
            let first = self.revealed_by(fact).chain(hints).find_map(|scene| rank[scene.index()]);
            let Some(first) = first else { continue };
            told[fact.index()] = Some(projection.facts.len() as u32);
            projection.facts.push(fact);
            projection.network.told_facts.push(first);
        }
        let node = |party| match party {
            Party::Scene(scene) => rank[SceneId::index(scene)].map(Node::Scene),
            Party::Fact(fact) => told[FactId::index(fact)].map(Node::Fact),
            Party::Strand(_) => None,
        };
        for id in self.claims_under(scope) {
            let claim = self.claim(id);
            let subject = match claim.subject {
                // What a theory says of `main` waits for nothing: `main` is there from the first.
                Party::Strand(strand)
                    if id.0 < self.canon
                        && !holds(&self.strand(strand).once)
                        && !leaks(Leak::LetsStrandsSpeakBeforeTheyExist) =>
                {
                    None
                }
                Party::Strand(strand) => strand_number[strand.index()].map(Subject::Strand),
                party if claim.outside => node(party).map(Subject::Outside),
                party => node(party).map(Subject::Node),
            };
            let says = match claim.says {
                Statement::Is { relation, target, by } => node(target).map(|target| Says::Is {
                    relation,
                    target,
                    by: by.map(|(duration, _)| duration.distance()),
                }),
                Statement::At(calendar, window, _) => Some(Says::At(calendar, window)),
                Statement::Lasts(duration) => Some(Says::Lasts(duration.distance())),
            };
            if let (Some(subject), Some(says)) = (subject, says)
                && (holds(&claim.once) || leaks(Leak::HonoursClaimsEarly))
            {
                projection.network.claims.push(Claim { subject, says });
                projection.network.assumed += u32::from(id.0 >= self.canon);
                projection.claims.push(id);
            }
        }
        projection
    }

    /// Puts the scenes of a projection into its network, and the strands that they are on. Returns the number of each
    /// strand of the story in the network.
    fn put_scenes(
        &self,
        projection: &mut Projection,
        scope: Scope,
        holds: impl Fn(&[FactId]) -> bool,
    ) -> Vec<Option<Strand>> {
        let mut number = vec![None; self.strands.len()];
        projection.strands = (0..self.works.len() as u32).map(|work| self.main_of(WorkId(work))).collect();
        for &main in &projection.strands {
            number[main.index()] = Some(Strand(main.0));
        }
        for &scene in &projection.scenes {
            let (timeless, strand) = self.scene_in_time(scene, scope, &holds);
            let strand = strand.map(|strand| {
                *number[strand.index()].get_or_insert_with(|| {
                    projection.strands.push(strand);
                    Strand(projection.strands.len() as u32 - 1)
                })
            });
            projection.network.scenes.push(Scene { timeless, strand, work: self.scene(scene).work.0 });
        }
        // `main` is there from the first, and is told forwards until it is known to be otherwise.
        let known = |strand: &super::Strand| holds(&strand.once) || leaks(Leak::TellsTheMainStrandAsItWillBe);
        let theory = scope.theory.map(|theory| self.theory(theory));
        let told = |id: StrandId| {
            let strand = self.strand(id);
            let otherwise = theory.and_then(|theory| theory.strand(id)?.told);
            otherwise.unwrap_or(if known(strand) { strand.told } else { Telling::Forwards })
        };
        projection.network.strands = projection.strands.iter().map(|&strand| told(strand)).collect();
        number
    }

    /// The claims to be looked at: those of the story itself that its theory does not set aside, then the theory's. What is
    /// said of the days of a work that is not looked at is nothing.
    pub(crate) fn claims_under(&self, scope: Scope) -> impl Iterator<Item = ClaimId> {
        let theory = scope.theory.map(|theory| self.theory(theory));
        let canon = (0..self.canon).map(ClaimId);
        let canon = canon.filter(move |&id| theory.is_none_or(|theory| !theory.sets_aside(self.claim(id))));
        let own = scope.theory.into_iter().flat_map(|theory| self.claims_of_theory(theory));
        canon.chain(own).filter(move |&id| self.is_about(self.claim(id), scope))
    }

    /// Whether a claim says something where only some works are looked at: story days of others say nothing.
    pub(crate) fn is_about(&self, claim: &super::Claim, scope: Scope) -> bool {
        match claim.says {
            Statement::At(_, _, Moment::Day { .. }) => {
                scope.work.is_none() || self.work_of(claim.subject) == scope.work
            }
            _ => true,
        }
    }

    /// The work of a scene, of a fact, if it has one, or of a strand.
    #[must_use]
    pub fn work_of(&self, party: Party) -> Option<WorkId> {
        match party {
            Party::Scene(scene) => Some(self.scene(scene).work),
            Party::Fact(fact) => self.fact(fact).home,
            Party::Strand(strand) => Some(self.strand(strand).work),
        }
    }

    /// Whether a scene is timeless, and the strand it names if that exists, once its patches that hold are laid over it.
    pub(crate) fn scene_in_time(
        &self,
        id: SceneId,
        scope: Scope,
        holds: impl Fn(&[FactId]) -> bool,
    ) -> (bool, Option<StrandId>) {
        let scene = self.scene(id);
        let is_there = |strand: &StrandId| {
            // `main` is there from the first, whatever is said of it.
            self.is_main(*strand) || holds(&self.strand(*strand).once) || leaks(Leak::RunsStrandsBeforeTheyExist)
        };
        let exists = |strand: Option<StrandId>| strand.filter(is_there);
        let (mut timeless, mut strand) = (scene.timeless, exists(scene.strand));
        let under_theory = scope.theory.and_then(|theory| self.theory(theory).patch(id));
        for patch in scene.hindsight.iter().filter(|patch| holds(&patch.once)).chain(under_theory) {
            timeless = patch.timeless.unwrap_or(timeless);
            strand = exists(patch.strand).or(strand);
        }
        (timeless, strand)
    }
}
