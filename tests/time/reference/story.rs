//! Strands, events, and what is said of each event (model.md 2.1, 2.2).

use storyline::time::{Claim, Network, Node, Relation, Says, Strand, Subject};

/// What one claim says of one event. A claim on a strand makes one for each scene it holds for.
#[derive(Clone, Copy)]
pub(super) struct Statement {
    /// The claim, by its place in the network.
    pub(super) number: usize,
    /// Whose claim it is.
    pub(super) from: Subject,
    /// The scene or fact it speaks of.
    pub(super) node: Node,
    /// The event of that.
    pub(super) event: usize,
    pub(super) says: Says,
    /// The event of its target, where it has one.
    pub(super) target: Option<usize>,
}

impl Statement {
    /// The relation it states and the event it is stated to, if it states one.
    pub(super) fn relation(&self) -> Option<(Relation, usize)> {
        match self.says {
            Says::Is { relation, .. } => Some((relation, self.target?)),
            Says::At(..) | Says::Lasts(_) => None,
        }
    }
}

/// A network with its strands, events and statements worked out.
pub(super) struct Story<'a> {
    pub(super) network: &'a Network,
    /// Of each scene.
    pub(super) strands: Vec<Option<Strand>>,
    /// In telling order; within an event scenes first, in narrative order, then facts in file order.
    pub(super) events: Vec<Vec<Node>>,
    /// The event that each scene shows.
    pub(super) shown: Vec<Option<usize>>,
    pub(super) statements: Vec<Statement>,
}

/// "A scene can have no event: it is timeless." Facts in a network always have one.
fn has_event(network: &Network, node: Node) -> bool {
    match node {
        Node::Scene(scene) => !network.scenes[scene as usize].timeless,
        Node::Fact(_) => true,
    }
}

/// "A claim that names a timeless scene, as subject or target, says nothing." (the doc of `Network`)
fn says_something(network: &Network, claim: &Claim) -> bool {
    let subject = match claim.subject {
        Subject::Node(node) | Subject::Outside(node) => has_event(network, node),
        Subject::Strand(_) => true,
    };
    subject && claim.relation().is_none_or(|(_, target)| has_event(network, target))
}

/// "A scene with `strand = s` is on s. A scene without one is on `main`, unless it has a relation, which takes
/// it off every strand. A timeless scene is on none."
///
/// Reading: a relation is the scene's own claim as subject (not one others make on it, not its strand's);
/// one that says nothing is none; one on its own event is one; "`at` alone does not", and `lasts` is none either.
/// `strand = main` stays on main whatever it claims. What is said of it from outside is no claim of its own.
fn strand_of(network: &Network, scene: usize) -> Option<Strand> {
    let own = Subject::Node(Node::Scene(scene as u32));
    let mut claims = network.claims.iter();
    let has_relation = claims.any(|c| c.subject == own && c.relation().is_some() && says_something(network, c));
    match network.scenes[scene].strand {
        _ if network.scenes[scene].timeless => None,
        Some(strand) => Some(strand),
        None if has_relation => None,
        None => Some(main_of(network, scene)),
    }
}

/// "Each work has a main strand of its own." The main strands come first, in release order.
pub(super) fn main_of(network: &Network, scene: usize) -> Strand {
    Strand(network.scenes[scene].work)
}

/// "A claim on a strand (`main` too) holds for each of its scenes." Each claim, by number, with each node it is on.
fn spread(network: &Network, strands: &[Option<Strand>]) -> Vec<(usize, Node)> {
    let mut spread = Vec::new();
    for (number, claim) in network.claims.iter().enumerate() {
        match claim.subject {
            _ if !says_something(network, claim) => {}
            Subject::Node(node) | Subject::Outside(node) => spread.push((number, node)),
            Subject::Strand(strand) => {
                let scenes = (0..strands.len()).filter(|&scene| strands[scene] == Some(strand));
                spread.extend(scenes.map(|scene| (number, Node::Scene(scene as u32))));
            }
        }
    }
    spread
}

/// Every scene and told fact that has an event.
pub(super) fn nodes(network: &Network) -> Vec<Node> {
    let scenes = (0..network.scenes.len() as u32).map(Node::Scene);
    let nodes = scenes.chain((0..network.told_facts.len() as u32).map(Node::Fact));
    nodes.filter(|&node| has_event(network, node)).collect()
}

/// "`same = B`: A and B are one event, shown twice."
///
/// Reading: a strand's `same` holds for each of its scenes too, so that all of them are one event with B.
fn events(network: &Network, spread: &[(usize, Node)]) -> Vec<Vec<Node>> {
    let mut events: Vec<Vec<Node>> = nodes(network).into_iter().map(|node| vec![node]).collect();
    for (claim, subject) in spread {
        let Some((Relation::Same, target)) = network.claims[*claim].relation() else { continue };
        let both = |event: &Vec<Node>| event.contains(subject) || event.contains(&target);
        let (one, mut others): (Vec<_>, Vec<_>) = events.into_iter().partition(both);
        others.push(one.concat());
        events = others;
    }
    for event in &mut events {
        event.sort_unstable();
    }
    events.sort_by_key(|event| event_told_at(network, event));
    events
}

/// Telling order of nodes: a scene at its place, a told fact "right after the first scene that reveals it,
/// facts in file order". (Facts count from one so that they come after the scene.)
pub(super) fn told_at(network: &Network, node: Node) -> (u32, u32) {
    match node {
        Node::Scene(scene) => (scene, 0),
        Node::Fact(fact) => (network.told_facts[fact as usize], fact + 1),
    }
}

/// "Telling order of events: by the first scene that shows the event; an event that only a fact tells comes
/// right after the first scene that reveals it, facts in file order."
///
/// Reading: a fact that is `same` as a scene does not make the event told earlier than its first scene. Of
/// several facts that tell one event, the one told first counts.
fn event_told_at(network: &Network, event: &[Node]) -> Option<(u32, u32)> {
    let scenes = event.iter().filter(|node| matches!(node, Node::Scene(_)));
    let facts = event.iter().filter(|node| matches!(node, Node::Fact(_)));
    let told = |node: &Node| told_at(network, *node);
    scenes.map(told).min().or_else(|| facts.map(told).min())
}

fn is_same(claim: &Claim) -> bool {
    claim.relation().is_some_and(|(relation, _)| relation == Relation::Same)
}

impl<'a> Story<'a> {
    /// "… save those of an event the claim names."
    ///
    /// Reading: each target of a list is a claim of its own, so only the event of that one target is saved.
    /// Which nodes are one event is settled by all `same` claims first. `at` and `lasts` name no event, so they save
    /// none. A `by` goes with its relation. (A strand's `same` saves none: it is what makes its scenes one event.)
    pub(super) fn new(network: &'a Network) -> Self {
        let scenes = 0..network.scenes.len();
        let strands: Vec<_> = scenes.clone().map(|s| strand_of(network, s)).collect();
        let spread = spread(network, &strands);
        let events = events(network, &spread);
        let event_of = |node: Node| events.iter().position(|event| event.contains(&node));
        let shown = scenes.map(|scene| event_of(Node::Scene(scene as u32)));
        let shown = shown.collect();
        let mut statements = Vec::new();
        for (number, node) in spread {
            let claim = &network.claims[number];
            let target = claim.relation().and_then(|(_, target)| event_of(target));
            if let Some(event) = event_of(node) {
                let saved = matches!(claim.subject, Subject::Strand(_)) && target == Some(event);
                let statement = Statement { number, from: claim.subject, node, event, says: claim.says, target };
                statements.extend((!saved || is_same(claim)).then_some(statement));
            }
        }
        Story { network, strands, events, shown, statements }
    }

    /// The scenes that show an event, in narrative order.
    pub(super) fn scenes_of(&self, event: usize) -> impl Iterator<Item = usize> {
        (0..self.shown.len()).filter(move |&scene| self.shown[scene] == Some(event))
    }
}
