//! What is to be in order: declared, at the same time, or at least possible.

use super::Judge;
use crate::knowledge::{Account, Comparison};
use crate::source::Location;
use crate::story::Party;
use crate::time::{Because, ChainStep, Claim, Network, Node, Point, Relation, Scene, Subject, contradictions};

/// Something that is expected to have a time, where that is written, and its time.
type Timed = (Party, Location, Node);

impl Judge<'_> {
    pub(super) fn orders(&mut self) {
        let expected = self.expected;
        if expected.order.is_empty() && expected.together.is_empty() && expected.possible.is_empty() {
            return;
        }
        let cut = self.cut.clone();
        let account = cut.account();
        for pair in self.timed(&account, &expected.order).windows(2) {
            self.in_order(&account, pair[0], pair[1]);
        }
        for pair in self.timed(&account, &expected.together).windows(2) {
            self.at_the_same_time(&account, pair[0], pair[1]);
        }
        let possible = self.timed(&account, &expected.possible);
        self.possible(&account, &possible);
    }

    /// Those that are there at the position; of each other it is noted that it is not.
    fn timed(&mut self, account: &Account, parties: &[(Party, Location)]) -> Vec<Timed> {
        let mut timed = Vec::new();
        for &(party, at) in parties {
            let node = match party {
                Party::Scene(scene) => account.shown(scene),
                Party::Fact(fact) => account.told(fact),
                Party::Strand(_) => None,
            };
            if let Some(node) = node {
                timed.push((party, at, node));
                continue;
            }
            let (name, elsewhere) = (self.name(party), self.is_elsewhere(party));
            let message = format!("{name} has no place in the order {}", self.at());
            let (instead, help) = match party {
                _ if elsewhere => {
                    let instead = "is of another work, and this is judged of its own work alone";
                    (instead, "expect it in `universe.toml`, where all of the universe is looked at")
                }
                Party::Fact(_) => ("is not known by then", "expect it later, or leave it out"),
                _ => ("is not seen by then", "expect it later, or leave it out"),
            };
            self.note(message, at, instead.to_owned(), help);
        }
        timed
    }

    fn is_elsewhere(&self, party: Party) -> bool {
        match party {
            Party::Scene(scene) => !self.is_in_scope(scene),
            Party::Fact(_) | Party::Strand(_) => false,
        }
    }

    fn in_order(&mut self, account: &Account, (before, _, one): Timed, (after, at, other): Timed) {
        let (first, second) = (self.name(before), self.name(after));
        let compared = account.compare(one, other);
        let instead = match &compared {
            Comparison::Says { chain, turned: false } => match self.link(account, chain) {
                Some(link) => format!("the order is only told: {link}"),
                None => return,
            },
            _ => self.instead(account, &compared, before, after),
        };
        let message = format!("that {first} comes before {second} is not declared {}", self.at());
        let help = match &compared {
            Comparison::Says { turned: true, .. } => "change what is claimed, or the order that is expected".to_owned(),
            _ => self.to_claim(&first, after),
        };
        let claims = claims_of(account, &compared);
        self.note_with(message, at, (instead, help), &claims);
    }

    /// How something claims that it comes after another: beside what it claims anyway, and without leaving the main strand.
    fn to_claim(&self, first: &str, second: Party) -> String {
        let (name, first) = (self.name(second), first.replace('`', "\""));
        let Party::Scene(scene) = second else { return format!("add `after = {first}` to the `when` of {name}") };
        if self.story.claims_about(scene).any(|claim| claim.subject == second && !claim.outside) {
            return format!("claim it in {name}, beside what its `when` says: `after = {first}`");
        }
        let strand = match self.story.scene(scene).strand {
            None => ", with `strand = \"main\"` beside it, so that it stays in line",
            Some(_) => "",
        };
        format!("claim it in {name}: `when = {{ after = {first} }}`{strand}")
    }

    fn at_the_same_time(&mut self, account: &Account, (before, _, one): Timed, (after, at, other): Timed) {
        let compared = account.compare(one, other);
        if matches!(compared, Comparison::OneEvent | Comparison::Together { .. }) {
            return;
        }
        let (first, second) = (self.name(before), self.name(after));
        let instead = self.instead(account, &compared, before, after);
        let message = format!("{first} and {second} are not at the same time {}", self.at());
        let help = format!("claim it in {second}: `with = {0}`, or `same = {0}`", first.replace('`', "\""));
        let claims = claims_of(account, &compared);
        self.note_with(message, at, (instead, help), &claims);
    }

    /// How two stand to each other.
    fn instead(&self, account: &Account, compared: &Comparison, before: Party, after: Party) -> String {
        let (first, second) = (self.name(before), self.name(after));
        match compared {
            Comparison::Contradiction => "what is said about time contradicts itself".to_owned(),
            Comparison::NoTime(node) => {
                let timeless = if self.node_name(account, *node) == first { first } else { second };
                format!("{timeless} is outside time")
            }
            Comparison::OneEvent => format!("it is one event with {first}"),
            Comparison::Together { .. } => format!("it begins at the same time as {first}"),
            Comparison::Nothing { .. } => "nothing says which of the two comes first".to_owned(),
            Comparison::Says { chain, turned } => {
                let (earlier, later) = if *turned { (second, first) } else { (first, second) };
                let how = if self.link(account, chain).is_some() { "as told" } else { "as is declared" };
                format!("{earlier} comes before {later}, {how}")
            }
        }
    }

    /// The first link that a chain takes, in words. None where claims alone make it.
    fn link(&self, account: &Account, chain: &[ChainStep]) -> Option<String> {
        let step = chain.iter().find(|step| matches!(step.because, Because::Link(_)))?;
        let [earlier, later] = [step.earlier, step.later].map(Point::node);
        Some(format!("{} follows {}", self.node_name(account, later?), self.node_name(account, earlier?)))
    }

    fn node_name(&self, account: &Account, node: Node) -> String {
        self.name(account.party(node))
    }

    /// Notes an order that does not hold, with the claims that say so.
    fn note_with(&mut self, message: String, at: Location, (instead, help): (String, String), claims: &[Location]) {
        let problem = self.note(message, at, instead, help);
        for &claim in claims {
            *problem = problem.clone().at_location(claim, "this says so");
        }
    }

    /// Whether scenes may have begun one after the other, for all that is claimed. Links are not asked. That A begins before
    /// B is so just where some event may lie within A and end before B begins: such events are added, and whether what is
    /// claimed still has a solution is asked of the engine.
    fn possible(&mut self, account: &Account, timed: &[Timed]) {
        if timed.len() < 2 {
            return;
        }
        let mut network: Network = account.network().clone();
        let claimed = network.claims.len() as u32;
        for pair in timed.windows(2) {
            let between = Node::Scene(network.scenes.len() as u32);
            network.scenes.push(Scene::default());
            let between = Subject::Node(between);
            network.claims.push(Claim::is(between, Relation::During, pair[0].2));
            network.claims.push(Claim::is(between, Relation::Before, pair[1].2));
        }
        network.assumed = network.claims.len() as u32 - claimed;
        if let Some(&(party, at, _)) = timed.iter().find(|(.., node)| account.event_of(*node).is_none()) {
            let message = format!("{} has no place in any order {}", self.name(party), self.at());
            self.note(message, at, "is outside time".to_owned(), "leave it out");
            return;
        }
        let Some(contradiction) = contradictions(&network).into_iter().next() else { return };
        let (own, added): (Vec<u32>, Vec<u32>) = contradiction.claims().iter().partition(|&&claim| claim < claimed);
        let names: Vec<String> = timed.iter().map(|&(party, ..)| self.name(party)).collect();
        let message = format!("no order of what is claimed has {} one after the other {}", names.join(", "), self.at());
        let pair = |claim: Option<&u32>| claim.map_or(0, |&claim| (claim - claimed) as usize / 2);
        let (first, last) = (pair(added.first()), pair(added.last()) + 1);
        let instead = format!("{} cannot begin after {} then", names[last], names[first]);
        let mut claims: Vec<Location> = own.iter().map(|&claim| account.claim_written(claim)).collect();
        claims.dedup();
        let help = "claim less, or expect another order".to_owned();
        let problem = self.note(message, timed[last].1, instead, help);
        for claim in claims {
            *problem = problem.clone().at_location(claim, "this does not allow it");
        }
    }
}

/// Where the claims of a comparison are written, each once.
fn claims_of(account: &Account, compared: &Comparison) -> Vec<Location> {
    let chain: &[ChainStep] = match compared {
        Comparison::Says { chain, turned: true } => chain,
        _ => &[],
    };
    let mut written: Vec<Location> = (chain.iter())
        .filter_map(|step| match step.because {
            Because::Claim(claim) => Some(account.claim_written(claim)),
            _ => None,
        })
        .collect();
    written.dedup();
    written
}
