//! The time model straight from the definitions of model.md, section 2: what the fast engine is tested against.
//!
//! It is slow (up to ten events or so) and shares nothing with the engine but its input and output types.
//! Each function carries the sentence of the page that it implements, shortened. Where the page can be read
//! in two ways, "Reading:" says which one this is.

use storyline::time::{
    Claim, Label, MAIN, Network, Node, Relation, Scene, Step, Strand, Subject, Telling,
};

/// What the page says about a network.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The claims alone have no solution.
    pub contradictory: bool,
    /// Each event as its nodes, scenes first, in the order of the listing.
    pub listing: Vec<Vec<Node>>,
    /// For each event of the listing, where its order after the one before it comes from.
    pub steps: Vec<Option<Step>>,
    /// Links that hold: the scene told before, and the scene.
    pub kept_links: Vec<(u32, u32)>,
    /// Links left out: the scene told before, and the scene.
    pub dropped_links: Vec<(u32, u32)>,
    /// The strand each scene is on.
    pub strands: Vec<Option<Strand>>,
    /// How each scene stands to the time of its telling.
    pub labels: Vec<Label>,
    /// Each scene's place among the scenes that show an event.
    pub ranks: Vec<Option<u32>>,
}

/// Everything section 2 says about a network.
pub fn reference(network: &Network) -> Answer {
    let story = Story::new(network);
    let claims = story.constraints();
    let by_claims = closure(story.events.len(), &claims);
    let contradictory = has_contradiction(&by_claims);
    // Reading: where the claims contradict each other links are not judged at all: none is kept, none left out.
    let (kept_links, dropped_links) = if contradictory {
        (Vec::new(), Vec::new())
    } else {
        story.links(&claims)
    };
    let mut constraints = claims;
    constraints.extend(kept_links.iter().map(|&link| story.link_constraint(link)));
    let by_all = closure(story.events.len(), &constraints);
    // "Where what a viewer is shown is itself contradictory it is listed as told."
    let order: Vec<usize> = if contradictory {
        (0..story.events.len()).collect()
    } else {
        let ranked = story.ranked(&kept_links);
        listing(&ranked, |a, b| precedes(&by_all, a, b))
    };
    let steps = (0..order.len())
        .map(|place| match place {
            0 => None,
            _ if contradictory => Some(Step::Open),
            _ => Some(step(&by_claims, &by_all, order[place - 1], order[place])),
        })
        .collect();
    let event = |event: usize| story.events[event].clone();
    Answer {
        contradictory,
        labels: story.labels(&order, &dropped_links),
        ranks: story.ranks(&order),
        listing: order.into_iter().map(event).collect(),
        steps,
        kept_links,
        dropped_links,
        strands: story.strands,
    }
}

/// "Sum |narrative rank - chronological rank| over scenes that show an event, divided by n(n-1)/2."
pub fn index(network: &Network, answer: &Answer) -> f64 {
    let ranks: Vec<u32> = answer.ranks.iter().copied().flatten().collect();
    let n = ranks.len() as u32;
    if n < 2 {
        return 0.0;
    }
    let sum: u32 = (0..n)
        .zip(ranks)
        .map(|(told, happened)| told.abs_diff(happened))
        .sum();
    f64::from(sum) / (f64::from(n) * f64::from(n - 1) / 2.0)
}

/// One claim on one node. A claim on a strand makes one for each scene it holds for.
#[derive(Clone, Copy)]
struct Statement {
    /// Whose claim it is.
    from: Subject,
    /// The node, and its event.
    subject: Node,
    a: usize,
    relation: Relation,
    /// The event of the target.
    b: usize,
}

/// A network with its strands, events and statements worked out.
struct Story<'a> {
    network: &'a Network,
    strands: Vec<Option<Strand>>,
    /// In telling order; within an event scenes first, in narrative order, then facts in file order.
    events: Vec<Vec<Node>>,
    statements: Vec<Statement>,
}

// ---- Strands, statements, events ----

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
        Subject::Node(node) => has_event(network, node),
        Subject::Strand(_) => true,
    };
    subject && has_event(network, claim.target)
}

/// "A scene with `strand = s` is on s. A scene without one is on `main`, unless it has a relation, which takes
/// it off every strand. A timeless scene is on none."
///
/// Reading: a relation is the scene's own claim as subject (not one others make on it, not its strand's);
/// one that says nothing is none; one on its own event is one. `strand = main` stays on main whatever it claims.
fn strand_of(network: &Network, number: usize) -> Option<Strand> {
    let scene: &Scene = &network.scenes[number];
    let own = Subject::Node(Node::Scene(number as u32));
    let has_relation = network
        .claims
        .iter()
        .any(|claim| claim.subject == own && says_something(network, claim));
    match scene.strand {
        _ if scene.timeless => None,
        Some(strand) => Some(strand),
        None if has_relation => None,
        None => Some(MAIN),
    }
}

/// "A claim on a strand (`main` too) holds for each of its scenes." Each claim with each node it is on.
fn spread<'a>(network: &'a Network, strands: &[Option<Strand>]) -> Vec<(&'a Claim, Node)> {
    let mut spread = Vec::new();
    for claim in &network.claims {
        match claim.subject {
            _ if !says_something(network, claim) => {}
            Subject::Node(node) => spread.push((claim, node)),
            Subject::Strand(strand) => {
                let scenes = (0..strands.len()).filter(|&scene| strands[scene] == Some(strand));
                spread.extend(scenes.map(|scene| (claim, Node::Scene(scene as u32))));
            }
        }
    }
    spread
}

/// "`same = B`: A and B are one event, shown twice."
///
/// Reading: a strand's `same` holds for each of its scenes too, so that all of them are one event with B.
fn events(network: &Network, spread: &[(&Claim, Node)]) -> Vec<Vec<Node>> {
    let scenes = (0..network.scenes.len() as u32).map(Node::Scene);
    let nodes = scenes.chain((0..network.told_facts.len() as u32).map(Node::Fact));
    let shown = nodes.filter(|&node| has_event(network, node));
    let mut events: Vec<Vec<Node>> = shown.map(|node| vec![node]).collect();
    for (claim, subject) in spread {
        if claim.relation == Relation::Same {
            let (one, mut others): (Vec<_>, Vec<_>) = events
                .into_iter()
                .partition(|event| event.contains(subject) || event.contains(&claim.target));
            others.push(one.concat());
            events = others;
        }
    }
    events.iter_mut().for_each(|event| event.sort_unstable());
    events.sort_by_key(|event| event_told_at(network, event));
    events
}

/// Telling order of nodes: a scene at its place, a told fact "right after the first scene that reveals it,
/// facts in file order". (Facts count from one so that they come after the scene.)
fn told_at(network: &Network, node: Node) -> (u32, u32) {
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
    let first = |node: &Node| told_at(network, *node);
    scenes.map(first).min().or_else(|| facts.map(first).min())
}

impl<'a> Story<'a> {
    /// "… save those of an event the claim names."
    ///
    /// Reading: each target of a list is a claim of its own, so only the event of that one target is saved.
    /// Which nodes are one event is settled by all `same` claims first.
    fn new(network: &'a Network) -> Self {
        let scenes = 0..network.scenes.len();
        let strands: Vec<_> = scenes.map(|scene| strand_of(network, scene)).collect();
        let spread = spread(network, &strands);
        let mut story = Story {
            network,
            events: events(network, &spread),
            statements: Vec::new(),
            strands,
        };
        for (claim, subject) in spread {
            let (a, b) = (story.event_of(subject), story.event_of(claim.target));
            let saved = matches!(claim.subject, Subject::Strand(_)) && a == b;
            if let (Some(a), Some(b), false) = (a, b, saved) {
                let (from, relation) = (claim.subject, claim.relation);
                let statement = Statement {
                    from,
                    subject,
                    a,
                    relation,
                    b,
                };
                story.statements.push(statement);
            }
        }
        story
    }

    /// The event of a node, by its place in telling order.
    fn event_of(&self, node: Node) -> Option<usize> {
        self.events.iter().position(|event| event.contains(&node))
    }

    /// The event that a scene shows.
    fn shown_by(&self, scene: usize) -> Option<usize> {
        self.event_of(Node::Scene(scene as u32))
    }

    /// The scenes that show an event, in narrative order.
    fn scenes_of(&self, event: usize) -> Vec<usize> {
        (0..self.strands.len())
            .filter(|&scene| self.shown_by(scene) == Some(event))
            .collect()
    }

    /// An event is on a strand where a scene that shows it is.
    fn event_is_on(&self, event: usize, strand: Strand) -> bool {
        self.scenes_of(event)
            .into_iter()
            .any(|scene| self.strands[scene] == Some(strand))
    }
}

// ---- Points, closure, links ----

/// What is known of two points x and y.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Bound {
    Nothing,
    /// x <= y
    AtMost,
    /// x < y
    Less,
}
use Bound::{AtMost, Less, Nothing};

/// The scene told before, and the scene that is linked to it.
type Link = (u32, u32);
/// A statement on two points.
type Constraint = (usize, Bound, usize);
/// What is known of each point and each other one.
type Matrix = Vec<Vec<Bound>>;

/// "An event E has a start and an end point": points are numbered start, end, start, end, …
fn start(event: usize) -> usize {
    2 * event
}

/// See `start`.
fn end(event: usize) -> usize {
    2 * event + 1
}

/// The table of 2.1.
///
/// Reading: `with` the own event holds, whatever "as other events" says: the points agree.
fn meaning(a: usize, relation: Relation, b: usize) -> Vec<Constraint> {
    match relation {
        Relation::After => vec![(end(b), AtMost, start(a))],
        Relation::Before => vec![(end(a), AtMost, start(b))],
        Relation::During => vec![(start(b), Less, start(a)), (end(a), Less, end(b))],
        Relation::With => vec![
            (start(a), AtMost, start(b)),
            (start(b), AtMost, start(a)),
            (end(a), AtMost, end(b)),
            (end(b), AtMost, end(a)),
        ],
        Relation::Same => Vec::new(),
    }
}

/// What follows from the constraints and from start(E) < end(E), by Floyd and Warshall.
fn closure(events: usize, constraints: &[Constraint]) -> Matrix {
    let points = 2 * events;
    let mut known = vec![vec![Nothing; points]; points];
    let spans = (0..events).map(|event| (start(event), Less, end(event)));
    for (x, bound, y) in constraints.iter().copied().chain(spans) {
        known[x][y] = known[x][y].max(bound);
    }
    for via in 0..points {
        for x in 0..points {
            for y in 0..points {
                let (first, second) = (known[x][via], known[via][y]);
                if first != Nothing && second != Nothing {
                    known[x][y] = known[x][y].max(first).max(second);
                }
            }
        }
    }
    known
}

/// "If the declared claims alone have no solution": some x < x.
fn has_contradiction(known: &Matrix) -> bool {
    (0..known.len()).any(|point| known[point][point] == Less)
}

/// "A comes before B whenever start(A) < start(B) in every solution."
fn precedes(known: &Matrix, a: usize, b: usize) -> bool {
    known[start(a)][start(b)] == Less
}

/// "Declared (the claims alone imply it), told (it takes a strand's links), or open (only the rule chose)."
///
/// Reading: what is implied is precedence; two events that must start together stand in an open order.
fn step(by_claims: &Matrix, by_all: &Matrix, a: usize, b: usize) -> Step {
    if precedes(by_claims, a, b) {
        Step::Declared
    } else if precedes(by_all, a, b) {
        Step::Told
    } else {
        Step::Open
    }
}

impl Story<'_> {
    /// The declared claims as constraints.
    fn constraints(&self) -> Vec<Constraint> {
        let claims = self.statements.iter();
        claims
            .flat_map(|claim| meaning(claim.a, claim.relation, claim.b))
            .collect()
    }

    /// How the strand of a scene is told.
    fn telling(&self, strand: Strand) -> Telling {
        self.network
            .strands
            .get(strand.0 as usize)
            .copied()
            .unwrap_or_default()
    }

    /// "On a strand each scene is linked to the one told before it there. `told = "loosely"` makes no links.
    /// Two showings of one event in a row need none."
    ///
    /// Reading: in a row on that strand, whatever is told between them elsewhere.
    fn link_to(&self, scene: usize) -> Option<Link> {
        let strand = self.strands[scene]?;
        let before = (0..scene)
            .rev()
            .find(|&before| self.strands[before] == Some(strand))?;
        let needed = self.telling(strand) != Telling::Loosely
            && self.shown_by(before) != self.shown_by(scene);
        needed.then_some((before as u32, scene as u32))
    }

    /// "end(previous) <= start(next). On a strand `told = "backwards"` the link runs the other way."
    fn link_constraint(&self, (before, scene): Link) -> Constraint {
        let (before, scene) = (before as usize, scene as usize);
        let backwards =
            self.strands[scene].is_some_and(|strand| self.telling(strand) == Telling::Backwards);
        let (earlier, later) = if backwards {
            (scene, before)
        } else {
            (before, scene)
        };
        let point = |scene: usize, of: fn(usize) -> usize| self.shown_by(scene).map_or(0, of);
        (point(earlier, end), AtMost, point(later, start))
    }

    /// "Links are added one at a time in narrative order, and one that contradicts the declared claims and the
    /// links already kept is left out." The kept ones and those left out.
    fn links(&self, claims: &[Constraint]) -> (Vec<Link>, Vec<Link>) {
        let (mut kept, mut dropped) = (Vec::new(), Vec::new());
        let mut constraints = claims.to_vec();
        for link in (0..self.strands.len()).filter_map(|scene| self.link_to(scene)) {
            constraints.push(self.link_constraint(link));
            if has_contradiction(&closure(self.events.len(), &constraints)) {
                constraints.pop();
                dropped.push(link);
            } else {
                kept.push(link);
            }
        }
        (kept, dropped)
    }
}

// ---- Anchors and rank ----

/// Next to which event one stands.
#[derive(Clone, Copy)]
struct Anchor {
    /// How it stands there. None where it is linked to it.
    stands: Option<Relation>,
    at: usize,
}

impl Story<'_> {
    /// "Its claims, in this order: those of its scenes (or facts) in telling order, as listed; then those of
    /// their strands; …"
    ///
    /// Reading: scenes and facts of one event are mixed, each fact right after the scene that reveals it. Strands
    /// come in the order of their scenes. A universe's `[[claim]]` cannot be told from a scene's own claim here.
    fn own_claims(&self, event: usize) -> Vec<Statement> {
        let mut nodes = self.events[event].clone();
        nodes.sort_by_key(|&node| told_at(self.network, node));
        let scenes = self.scenes_of(event).into_iter();
        let strands = scenes.filter_map(|scene| self.strands[scene]);
        let mut claims = Vec::new();
        for from in nodes
            .into_iter()
            .map(Subject::Node)
            .chain(strands.map(Subject::Strand))
        {
            let own = self
                .statements
                .iter()
                .filter(|claim| claim.from == from && claim.a == event);
            claims.extend(own);
        }
        claims
    }

    /// "… then `with` claims that others make on it."
    ///
    /// Reading: by the same order: first the claims that scenes and facts make themselves, in telling order of
    /// those who make them, then those of strands, as listed, each for its scenes in telling order.
    fn others_with(&self, event: usize) -> Vec<Statement> {
        let of_others = |claim: &&Statement| claim.relation == Relation::With && claim.b == event;
        let mut claims: Vec<_> = self.statements.iter().filter(of_others).copied().collect();
        claims.sort_by_key(|claim| match claim.from {
            Subject::Node(node) => (0, told_at(self.network, node)),
            Subject::Strand(_) => (1, (0, 0)),
        });
        claims
    }

    /// "Its anchor is the first of them that is `before = X` or `after = X`, `during = X`, or `with = X` where X
    /// is told earlier." All that fit, in order.
    ///
    /// Reading: "where X is told earlier" goes with `with` alone.
    fn claimed_anchors(&self, event: usize) -> Vec<Anchor> {
        let mut anchors = Vec::new();
        let own = self
            .own_claims(event)
            .into_iter()
            .map(|claim| (claim.relation, claim.b));
        let others = self
            .others_with(event)
            .into_iter()
            .map(|claim| (claim.relation, claim.a));
        for (relation, at) in own.chain(others) {
            let fits = match relation {
                Relation::Before | Relation::After | Relation::During => true,
                Relation::With => at < event,
                Relation::Same => false,
            };
            if fits {
                let stands = Some(relation);
                anchors.push(Anchor { stands, at });
            }
        }
        anchors
    }

    /// "Failing that, on a strand other than `main`, it is the event it is linked to, if that one has an anchor
    /// it stands `before` or `during`, or has one by this very rule." All that fit, in order.
    ///
    /// Reading: a link left out is no link. An event of several scenes has the links of all of them that are on
    /// such a strand, in telling order, whether or not another of its scenes is on main. The other one "has" an
    /// anchor where it has been given one by now.
    fn linked_anchors(
        &self,
        event: usize,
        kept: &[Link],
        anchors: &[Option<Anchor>],
    ) -> Vec<Anchor> {
        let mut linked = Vec::new();
        for &(before, scene) in kept {
            let (before, scene) = (before as usize, scene as usize);
            let its_link = self.shown_by(scene) == Some(event) && self.strands[scene] != Some(MAIN);
            let at = self.shown_by(before).filter(|_| its_link);
            let fits = [Some(Relation::Before), Some(Relation::During), None];
            if let Some(at) = at
                && anchors[at].is_some_and(|anchor| fits.contains(&anchor.stands))
            {
                linked.push(Anchor { stands: None, at });
            }
        }
        linked
    }

    /// "Anchors are taken in telling order; one that would lead back to the event itself is skipped."
    ///
    /// Reading: the next that fits is taken instead, judged by the anchors taken so far.
    fn anchors(&self, kept: &[Link]) -> Vec<Option<Anchor>> {
        let mut anchors: Vec<Option<Anchor>> = vec![None; self.events.len()];
        for event in 0..self.events.len() {
            let mut fit = self.claimed_anchors(event);
            fit.extend(self.linked_anchors(event, kept, &anchors));
            fit.retain(|anchor| !leads_to(&anchors, anchor.at, event));
            anchors[event] = fit.first().copied();
        }
        anchors
    }

    /// "The anchors make a forest. Walk it: roots in telling order. The place in this walk is the event's rank."
    fn ranked(&self, kept: &[Link]) -> Vec<usize> {
        let anchors = self.anchors(kept);
        let mut walked = Vec::new();
        for root in (0..anchors.len()).filter(|&event| anchors[event].is_none()) {
            walk(&anchors, root, &mut walked);
        }
        walked
    }
}

/// Whether the walk up the anchors from one event comes to the other.
fn leads_to(anchors: &[Option<Anchor>], from: usize, to: usize) -> bool {
    from == to || anchors[from].is_some_and(|anchor| leads_to(anchors, anchor.at, to))
}

/// "At each event first what is anchored `before` it, then the event, then what is anchored `during` or `with`
/// it, then what is anchored after it (or linked to it), each group in telling order."
fn walk(anchors: &[Option<Anchor>], event: usize, walked: &mut Vec<usize>) {
    let group = |stand: [Option<Relation>; 2], walked: &mut Vec<usize>| {
        let here = |anchor: Anchor| anchor.at == event && stand.contains(&anchor.stands);
        for child in (0..anchors.len()).filter(|&child| anchors[child].is_some_and(here)) {
            walk(anchors, child, walked);
        }
    };
    group([Some(Relation::Before); 2], walked);
    walked.push(event);
    group([Some(Relation::During), Some(Relation::With)], walked);
    group([Some(Relation::After), None], walked);
}

// ---- Listing ----

/// "Of all orders that respect precedence, take the one that puts the event of lowest rank as early as possible,
/// then, that given, the next, and so on."
fn listing(ranked: &[usize], precedes: impl Fn(usize, usize) -> bool) -> Vec<usize> {
    let n = ranked.len();
    let before: Vec<Vec<usize>> = ranked
        .iter()
        .map(|&event| {
            (0..n)
                .filter(|&other| precedes(ranked[other], event))
                .collect()
        })
        .collect();
    let mut places: Vec<Option<usize>> = vec![None; n];
    for rank in 0..n {
        let earliest = (0..n).find(|&place| {
            let mut tried = places.clone();
            tried[rank] = Some(place);
            !places.contains(&Some(place)) && some_order_has(&tried, &before)
        });
        places[rank] = earliest;
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_key(|&rank| places[rank]);
    order.into_iter().map(|rank| ranked[rank]).collect()
}

/// Whether some order respects precedence and has those events at their places that have been given one.
/// Over all sets of events: which of them can be the first so many of such an order?
fn some_order_has(places: &[Option<usize>], before: &[Vec<usize>]) -> bool {
    let n = places.len();
    let mut can_be_first = vec![false; 1 << n];
    can_be_first[0] = true;
    for set in 0..1_usize << n {
        let has = |event: usize| set & (1 << event) != 0;
        let place = set.count_ones() as usize;
        for next in 0..n {
            let may_stand_here = match places[next] {
                Some(given) => given == place,
                None => !places.contains(&Some(place)),
            };
            let follows = !has(next) && before[next].iter().all(|&earlier| has(earlier));
            if can_be_first[set] && may_stand_here && follows {
                can_be_first[set | (1 << next)] = true;
            }
        }
    }
    can_be_first[(1 << n) - 1]
}

// ---- Shape ----

impl Story<'_> {
    /// Each scene's label, given the listing.
    fn labels(&self, order: &[usize], dropped: &[Link]) -> Vec<Label> {
        let listed = |scene: usize| {
            let event = self.shown_by(scene);
            order.iter().position(|&other| Some(other) == event)
        };
        (0..self.strands.len())
            .map(|scene| match self.shown_by(scene) {
                None => Label::Timeless,
                Some(event) => self.label(scene, event, dropped, listed),
            })
            .collect()
    }

    /// "Label of a scene, the first that fits."
    ///
    /// Reading: an event is on main where any scene that shows it is. A scene is listed where its event is.
    fn label(
        &self,
        scene: usize,
        event: usize,
        dropped: &[Link],
        listed: impl Fn(usize) -> Option<usize>,
    ) -> Label {
        let scenes = self.strands.len();
        let on_main = |scene: usize| self.strands[scene] == Some(MAIN);
        // "retold: an earlier scene showed its event"
        if (0..scene).any(|earlier| self.shown_by(earlier) == Some(event)) {
            return Label::Retold;
        }
        // "on `main`: jump where its link was left out, else present"
        if on_main(scene) {
            let jumps = dropped.iter().any(|&(_, linked)| linked as usize == scene);
            return if jumps { Label::Jump } else { Label::Present };
        }
        // "flash-forward when listed after the next scene of another event told after it on `main`"
        let next = (scene + 1..scenes)
            .find(|&later| on_main(later) && self.shown_by(later) != Some(event));
        if next.is_some_and(|next| listed(scene) > listed(next)) {
            return Label::FlashForward;
        }
        // "flashback when listed before the last scene told before it that is on `main` or shows an event that is"
        let last = (0..scene).rev().find(|&earlier| {
            on_main(earlier)
                || self
                    .shown_by(earlier)
                    .is_some_and(|shown| self.event_is_on(shown, MAIN))
        });
        if last.is_some_and(|last| listed(scene) < listed(last)) {
            return Label::Flashback;
        }
        // "present when its own event is on `main`; else aside"
        if self.event_is_on(event, MAIN) {
            Label::Present
        } else {
            Label::Aside
        }
    }

    /// "Scenes of one event take consecutive ranks in telling order."
    fn ranks(&self, order: &[usize]) -> Vec<Option<u32>> {
        let listed: Vec<usize> = order
            .iter()
            .flat_map(|&event| self.scenes_of(event))
            .collect();
        (0..self.strands.len())
            .map(|scene| {
                listed
                    .iter()
                    .position(|&other| other == scene)
                    .map(|rank| rank as u32)
            })
            .collect()
    }
}
