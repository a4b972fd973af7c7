//! A story, or what is known of it, as far as time is concerned.

use super::{ClaimId, FactId, MAIN_STRAND, Party, SceneId, Statement, Story, StrandId};
use crate::sabotage::{Leak, leaks};
use crate::time::{Claim, MAIN, Network, Node, Says, Scene, Strand, Subject, Telling};

/// A network, and what each of its scenes, strands, claims and told facts stands for.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Projection {
    /// What the engine of time is given.
    pub network: Network,
    /// The scene of the story that each scene of the network is.
    pub scenes: Vec<SceneId>,
    /// The strand of the story that each strand of the network is: `main`, then those that scenes are on, as they appear.
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

impl Story {
    /// The network of all scenes, with every fact known that some scene reveals.
    #[must_use]
    pub fn network(&self) -> Projection {
        let scenes: Vec<SceneId> = self.scenes().collect();
        self.network_of(&scenes, |fact| self.revealed_by(fact).next().is_some())
    }

    /// The network of some scenes, in narrative order, to somebody who knows some facts: claims,
    /// strands and patches hold where their facts are known and both ends are there. O(scenes + claims).
    #[must_use]
    pub fn network_of(&self, scenes: &[SceneId], knows: impl Fn(FactId) -> bool) -> Projection {
        let holds = |once: &[FactId]| once.iter().all(|&fact| knows(fact));
        let mut rank = vec![None; self.scenes.len()];
        for (at, scene) in (0..).zip(scenes) {
            rank[scene.index()] = Some(at);
        }
        if leaks(Leak::TurnsClaimsToTheSceneBefore) {
            (1..rank.len()).for_each(|at| rank[at] = rank[at].or(rank[at - 1]));
        }
        let mut projection = Projection { scenes: scenes.to_vec(), ..Projection::default() };
        let strand_number = self.put_scenes(&mut projection, holds);
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
        for (id, claim) in (0..).map(ClaimId).zip(&self.claims) {
            let subject = match claim.subject {
                Party::Strand(strand)
                    if !holds(&self.strand(strand).once) && !leaks(Leak::LetsStrandsSpeakBeforeTheyExist) =>
                {
                    None
                }
                Party::Strand(strand) => strand_number[strand.index()].map(Subject::Strand),
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
                projection.claims.push(id);
            }
        }
        projection
    }

    /// Puts the scenes of a projection into its network, and the strands that they are on. Returns the number of each
    /// strand of the story in the network.
    fn put_scenes(&self, projection: &mut Projection, holds: impl Fn(&[FactId]) -> bool) -> Vec<Option<Strand>> {
        let mut number = vec![None; self.strands.len()];
        number[MAIN_STRAND.index()] = Some(MAIN);
        projection.strands = vec![MAIN_STRAND];
        for &scene in &projection.scenes {
            let (timeless, strand) = self.scene_in_time(scene, &holds);
            let strand = strand.map(|strand| {
                *number[strand.index()].get_or_insert_with(|| {
                    projection.strands.push(strand);
                    Strand(projection.strands.len() as u32 - 1)
                })
            });
            projection.network.scenes.push(Scene { timeless, strand, work: 0 });
        }
        // `main` is there from the first, and is told forwards until it is known to be otherwise.
        let known = |strand: &super::Strand| holds(&strand.once) || leaks(Leak::TellsTheMainStrandAsItWillBe);
        let told = |strand: &super::Strand| if known(strand) { strand.told } else { Telling::Forwards };
        projection.network.strands = projection.strands.iter().map(|&strand| told(self.strand(strand))).collect();
        number
    }

    /// Whether a scene is timeless, and the strand it names if that exists, once its patches that hold are laid over it.
    pub(crate) fn scene_in_time(&self, scene: SceneId, holds: impl Fn(&[FactId]) -> bool) -> (bool, Option<StrandId>) {
        let scene = self.scene(scene);
        let is_there = |strand: &StrandId| {
            // `main` is there from the first, whatever is said of it.
            *strand == MAIN_STRAND || holds(&self.strand(*strand).once) || leaks(Leak::RunsStrandsBeforeTheyExist)
        };
        let exists = |strand: Option<StrandId>| strand.filter(is_there);
        let (mut timeless, mut strand) = (scene.timeless, exists(scene.strand));
        for patch in scene.hindsight.iter().filter(|patch| holds(&patch.once)) {
            timeless = patch.timeless.unwrap_or(timeless);
            strand = exists(patch.strand).or(strand);
        }
        (timeless, strand)
    }
}
