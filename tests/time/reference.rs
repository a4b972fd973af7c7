//! The time model straight from the definitions of model.md, section 2: what the fast engine is tested against.
//!
//! It is slow (up to ten events or so) and shares nothing with the engine but its input and output types.
//! Each function carries the sentence of the page that it implements, shortened. Where the page can be read
//! in two ways, "Reading:" says which one this is.

use storyline::time::{Claim, Label, MAIN, Network, Node, Relation, Scene, Step, Strand, Subject, Telling};

/// What the page says about a network.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    /// The claims alone have no solution.
    pub(crate) contradictory: bool,
    /// Each event as its nodes, scenes first, in the order of the listing.
    pub(crate) listing: Vec<Vec<Node>>,
    /// For each event of the listing, where its order after the one before it comes from.
    pub(crate) steps: Vec<Option<Step>>,
    /// Links that hold: the scene told before, and the scene.
    pub(crate) kept_links: Vec<(u32, u32)>,
    /// Links left out: the scene told before, and the scene.
    pub(crate) dropped_links: Vec<(u32, u32)>,
    /// The strand each scene is on.
    pub(crate) strands: Vec<Option<Strand>>,
    /// How each scene stands to the time of its telling.
    pub(crate) labels: Vec<Label>,
    /// Each scene's place among the scenes that show an event.
    pub(crate) ranks: Vec<Option<u32>>,
}

/// Everything section 2 says about a network.
///
/// "Where what a viewer is shown is itself contradictory it is listed as told."
/// Reading: links are not judged there at all. None is kept and none is left out.
pub(crate) fn reference(network: &Network) -> Answer {
    let story = Story::new(network);
    let events = story.events.len();
    let claims: Vec<Constraint> = story.statements.iter().flat_map(meaning).collect();
    let by_claims = closure(events, &claims);
    let contradictory = has_contradiction(&by_claims);
    let mut order: Vec<usize> = (0..events).collect();
    let mut steps = vec![Some(Step::Open); events];
    let (mut kept_links, mut dropped_links) = (Vec::new(), Vec::new());
    if !contradictory {
        let mut constraints = claims;
        (kept_links, dropped_links) = story.links(&mut constraints);
        let by_all = closure(events, &constraints);
        order = listing(&story.ranked(&kept_links), &by_all);
        for place in 1..events {
            let (a, b) = (order[place - 1], order[place]);
            steps[place] = Some(step(&by_claims, &by_all, a, b));
        }
    }
    if let Some(first) = steps.first_mut() {
        *first = None;
    }
    let scenes = 0..network.scenes.len();
    let label = |scene| story.label(scene, &order, &dropped_links);
    Answer {
        contradictory,
        labels: scenes.map(label).collect(),
        ranks: story.ranks(&order),
        listing: order.iter().map(|&e| story.events[e].clone()).collect(),
        steps,
        kept_links,
        dropped_links,
        strands: story.strands,
    }
}

/// "Sum |narrative rank - chronological rank| over scenes that show an event, divided by n(n-1)/2."
pub(crate) fn index(network: &Network, answer: &Answer) -> f64 {
    let mut told = 0; // the narrative rank, and in the end n
    let mut sum = 0;
    for scene in 0..network.scenes.len() {
        if let Some(happened) = answer.ranks[scene] {
            sum += happened.abs_diff(told);
            told += 1;
        }
    }
    if told < 2 {
        return 0.0;
    }
    f64::from(sum) / (f64::from(told) * f64::from(told - 1) / 2.0)
}

// ---- Strands, statements, events ----

/// Whose claim it is, the event it speaks of, what it says, and the event of its target.
/// A claim on a strand makes one for each scene it holds for.
type Statement = (Subject, usize, Relation, usize);

/// A network with its strands, events and statements worked out.
struct Story<'a> {
    network: &'a Network,
    /// Of each scene.
    strands: Vec<Option<Strand>>,
    /// In telling order; within an event scenes first, in narrative order, then facts in file order.
    events: Vec<Vec<Node>>,
    /// The event that each scene shows.
    shown: Vec<Option<usize>>,
    statements: Vec<Statement>,
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
fn strand_of(network: &Network, scene: usize) -> Option<Strand> {
    let own = Subject::Node(Node::Scene(scene as u32));
    let mut claims = network.claims.iter();
    let has_relation = claims.any(|c| c.subject == own && says_something(network, c));
    match network.scenes[scene].strand {
        _ if network.scenes[scene].timeless => None,
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
    let same = |(claim, _): &&(&Claim, Node)| claim.relation == Relation::Same;
    for (claim, subject) in spread.iter().filter(same) {
        let both = |event: &Vec<Node>| event.contains(subject) || event.contains(&claim.target);
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
    let told = |node: &Node| told_at(network, *node);
    scenes.map(told).min().or_else(|| facts.map(told).min())
}

impl<'a> Story<'a> {
    /// "… save those of an event the claim names."
    ///
    /// Reading: each target of a list is a claim of its own, so only the event of that one target is saved.
    /// Which nodes are one event is settled by all `same` claims first.
    fn new(network: &'a Network) -> Self {
        let scenes = 0..network.scenes.len();
        let strands: Vec<_> = scenes.clone().map(|s| strand_of(network, s)).collect();
        let spread = spread(network, &strands);
        let events = events(network, &spread);
        let event_of = |node: Node| events.iter().position(|event| event.contains(&node));
        let shown = scenes.map(|scene| event_of(Node::Scene(scene as u32)));
        let shown = shown.collect();
        let mut statements = Vec::new();
        for (claim, node) in spread {
            let (from, relation) = (claim.subject, claim.relation);
            if let (Some(a), Some(b)) = (event_of(node), event_of(claim.target)) {
                let saved = matches!(from, Subject::Strand(_)) && a == b;
                statements.extend((!saved).then_some((from, a, relation, b)));
            }
        }
        Story { network, strands, events, shown, statements }
    }

    /// The scenes that show an event, in narrative order.
    fn scenes_of(&self, event: usize) -> impl Iterator<Item = usize> {
        (0..self.shown.len()).filter(move |&scene| self.shown[scene] == Some(event))
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

fn end(event: usize) -> usize {
    2 * event + 1
}

/// The table of 2.1.
///
/// Reading: `with` the own event holds, whatever "as other events" says: the points agree.
fn meaning(&(_, a, relation, b): &Statement) -> Vec<Constraint> {
    let ((start_a, end_a), (start_b, end_b)) = ((start(a), end(a)), (start(b), end(b)));
    match relation {
        Relation::After => vec![(end_b, AtMost, start_a)],
        Relation::Before => vec![(end_a, AtMost, start_b)],
        Relation::During => vec![(start_b, Less, start_a), (end_a, Less, end_b)],
        Relation::With => {
            vec![(start_a, AtMost, start_b), (start_b, AtMost, start_a), (end_a, AtMost, end_b), (end_b, AtMost, end_a)]
        }
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
    match (precedes(by_claims, a, b), precedes(by_all, a, b)) {
        (true, _) => Step::Declared,
        (false, true) => Step::Told,
        (false, false) => Step::Open,
    }
}

impl Story<'_> {
    /// "On a strand each scene is linked to the one told before it there: end(previous) <= start(next).
    /// `backwards` the link runs the other way; `loosely` makes no links. Two showings of one event in a row
    /// need none."
    ///
    /// Reading: in a row on that strand, whatever is told between them elsewhere.
    fn link_of(&self, scene: usize) -> Option<(Link, Constraint)> {
        let strand = self.strands[scene]?;
        let before = (0..scene).rfind(|&before| self.strands[before] == Some(strand))?;
        let (previous, next) = (self.shown[before]?, self.shown[scene]?);
        let told = self.network.strands.get(strand.0 as usize);
        let constraint = match told.copied().unwrap_or_default() {
            _ if previous == next => return None,
            Telling::Loosely => return None,
            Telling::Forwards => (end(previous), AtMost, start(next)),
            Telling::Backwards => (end(next), AtMost, start(previous)),
        };
        Some(((before as u32, scene as u32), constraint))
    }

    /// "Links are added one at a time in narrative order, and one that contradicts the declared claims and the
    /// links already kept is left out." The links kept, now among the constraints, and those left out.
    fn links(&self, constraints: &mut Vec<Constraint>) -> (Vec<Link>, Vec<Link>) {
        let (mut kept, mut dropped) = (Vec::new(), Vec::new());
        for (link, constraint) in (0..self.shown.len()).filter_map(|scene| self.link_of(scene)) {
            constraints.push(constraint);
            if has_contradiction(&closure(self.events.len(), constraints)) {
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
        let strands = self.scenes_of(event).filter_map(|scene| self.strands[scene]);
        let nodes = nodes.into_iter().map(Subject::Node);
        let mut claims = Vec::new();
        for subject in nodes.chain(strands.map(Subject::Strand)) {
            let own = |claim: &&Statement| claim.0 == subject && claim.1 == event;
            claims.extend(self.statements.iter().filter(own));
        }
        claims
    }

    /// "… then `with` claims that others make on it."
    ///
    /// Reading: by the same order: first the claims that scenes and facts make themselves, in telling order of
    /// those who make them, then those of strands, as listed, each for its scenes in telling order.
    fn others_with(&self, event: usize) -> Vec<Statement> {
        let here = |claim: &&Statement| claim.2 == Relation::With && claim.3 == event;
        let mut claims: Vec<_> = self.statements.iter().filter(here).copied().collect();
        claims.sort_by_key(|claim| match claim.0 {
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
        let (own, others) = (self.own_claims(event), self.others_with(event));
        let own = own.iter().map(|&(_, _, relation, b)| (relation, b));
        let others = others.iter().map(|&(_, a, relation, _)| (relation, a));
        let fits = |&(relation, at): &(Relation, usize)| match relation {
            Relation::Before | Relation::After | Relation::During => true,
            Relation::With => at < event,
            Relation::Same => false,
        };
        let anchor = |(relation, at)| Anchor { stands: Some(relation), at };
        own.chain(others).filter(fits).map(anchor).collect()
    }

    /// "Failing that, on a strand other than `main`, it is the event it is linked to, if that one has an anchor
    /// it stands `before` or `during`, or has one by this very rule." All that fit, in order.
    ///
    /// Reading: a link left out is no link. An event of several scenes has the links of all of them that are on
    /// such a strand, in telling order, whether or not another of its scenes is on main. The other one "has" an
    /// anchor where it has been given one by now.
    fn linked_anchors(&self, event: usize, kept: &[Link], taken: &[Option<Anchor>]) -> Vec<Anchor> {
        let mut linked = Vec::new();
        for &(before, scene) in kept {
            let (before, scene) = (before as usize, scene as usize);
            if self.shown[scene] == Some(event)
                && self.strands[scene] != Some(MAIN)
                && let Some(at) = self.shown[before]
                && let Some(anchor) = taken[at]
                && [Some(Relation::Before), Some(Relation::During), None].contains(&anchor.stands)
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
        let mut taken: Vec<Option<Anchor>> = vec![None; self.events.len()];
        for event in 0..self.events.len() {
            let mut fit = self.claimed_anchors(event);
            fit.extend(self.linked_anchors(event, kept, &taken));
            fit.retain(|anchor| !leads_to(&taken, anchor.at, event));
            taken[event] = fit.first().copied();
        }
        taken
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
fn listing(ranked: &[usize], known: &Matrix) -> Vec<usize> {
    let mut places: Vec<Option<usize>> = vec![None; ranked.len()];
    for rank in 0..ranked.len() {
        places[rank] = (0..ranked.len()).find(|&place| {
            let mut tried = places.clone();
            tried[rank] = Some(place);
            !places.contains(&Some(place)) && some_order_has(&tried, ranked, known)
        });
    }
    let mut order: Vec<usize> = (0..ranked.len()).collect();
    order.sort_by_key(|&rank| places[rank]);
    order.into_iter().map(|rank| ranked[rank]).collect()
}

/// Whether some order respects precedence and has those events at their places that have been given one.
/// Over all sets of events (numbered by rank): which of them can be the first so many of such an order?
fn some_order_has(places: &[Option<usize>], ranked: &[usize], known: &Matrix) -> bool {
    let n = places.len();
    let mut can_be_first = vec![false; 1 << n];
    can_be_first[0] = true;
    for set in (0..1_usize << n).filter(|set| set.count_ones() < n as u32) {
        let has = |event: usize| set & (1 << event) != 0;
        let place = set.count_ones() as usize;
        let nobody_is_due = !places.contains(&Some(place));
        for next in (0..n).filter(|&next| !has(next)) {
            let due = places[next].map_or(nobody_is_due, |given| given == place);
            let may = |other| has(other) || !precedes(known, ranked[other], ranked[next]);
            if can_be_first[set] && due && (0..n).all(may) {
                can_be_first[set | (1 << next)] = true;
            }
        }
    }
    can_be_first[(1 << n) - 1]
}

// ---- Shape ----

impl Story<'_> {
    /// "Label of a scene, the first that fits."
    ///
    /// Reading: an event is on main where any scene that shows it is. A scene is listed where its event is.
    fn label(&self, scene: usize, order: &[usize], dropped: &[Link]) -> Label {
        let Some(event) = self.shown[scene] else {
            return Label::Timeless;
        };
        let on_main = |scene: usize| self.strands[scene] == Some(MAIN);
        let event_on_main = |event: usize| self.scenes_of(event).any(on_main);
        let listed = |shown| order.iter().position(|&other| Some(other) == shown);
        // "retold: an earlier scene showed its event"
        if self.scenes_of(event).any(|other| other < scene) {
            return Label::Retold;
        }
        // "on `main`: jump where its link was left out, else present"
        if on_main(scene) {
            let jump = dropped.iter().any(|link| link.1 as usize == scene);
            return if jump { Label::Jump } else { Label::Present };
        }
        // "flash-forward when listed after the next scene of another event told after it on `main`"
        let is_next = |later: &usize| on_main(*later) && self.shown[*later] != Some(event);
        let next = (scene + 1..self.shown.len()).find(is_next);
        if next.is_some_and(|next| listed(Some(event)) > listed(self.shown[next])) {
            return Label::FlashForward;
        }
        // "flashback when listed before the last scene told before it that is on `main` or shows an event that is"
        let is_last = |last: &usize| self.shown[*last].is_some_and(event_on_main);
        let last = (0..scene).rfind(|last| on_main(*last) || is_last(last));
        if last.is_some_and(|last| listed(Some(event)) < listed(self.shown[last])) {
            return Label::Flashback;
        }
        // "present when its own event is on `main`; else aside"
        if event_on_main(event) { Label::Present } else { Label::Aside }
    }

    /// "Scenes of one event take consecutive ranks in telling order."
    fn ranks(&self, order: &[usize]) -> Vec<Option<u32>> {
        let mut ranks = vec![None; self.shown.len()];
        let listed = order.iter().flat_map(|&event| self.scenes_of(event));
        for (rank, scene) in (0..).zip(listed) {
            ranks[scene] = Some(rank);
        }
        ranks
    }
}

// ---- Networks worked out by hand ----

/// One a line: `scenes; strands; facts; claims; answer`. A scene is `.` where it names no strand, else its strand,
/// or `-`, timeless. A strand is `f`, `b` or `l`. A fact is the scene that reveals it. The answer is the listing
/// (steps: `>` declared, `~` told, `|` open), `:` or, contradictory, `!`, the initials of the labels (`B` is
/// flashback), the index, and `x` each link left out.
const BY_HAND: &str = "\
.11.; ff; ; 0 same 3, s1 before 3; 1 ~ 2 > 0=3 : PBBR 0.67
; ; ; ; : 0.00
..; b; ; ; 1 ~ 0 : PP 2.00
...; f; ; ; 0 ~ 1 ~ 2 : PPP 0.00
...; b; ; ; 2 ~ 1 ~ 0 : PPP 1.33
...; l; ; ; 0 | 1 | 2 : PPP 0.00
....; f; ; 2 before 1; 0 | 2 > 1 ~ 3 : PPBP 0.33
....; f; ; 1 after 2; 0 ~ 2 > 1 | 3 : PFPP 0.33
....; f; ; 0 after 2; 1 ~ 2 > 0 | 3 : FPPP 0.67
.11.; ff; ; s1 before 0; 1 ~ 2 > 0 ~ 3 : PBBP 0.67
1.1.1.; fb; ; s0 before 4; 1 ~ 3 ~ 5 > 4 ~ 2 ~ 0 : FPFPFP 0.93
111; ff; ; 1 before 0, 2 before 1; 2 > 1 > 0 : AAA 1.33 x 0-1 x 1-2
0000; f; ; 2 before 1; 0 | 2 > 1 | 3 : PPJP 0.33 x 1-2
..1; ff; ; 2 after 1, 2 before 0; 1 > 2 > 0 : PJA 1.33 x 0-1
..; f; ; 0 before 1, 1 before 0; 0 | 1 ! AA 0.00
...; f; ; 0 before 1, 1 during 2, 2 before 0; 0 | 1 | 2 ! AAA 0.00
...; f; ; 1 during 1; 0 | 1 | 2 ! PAP 0.00
...; f; ; 1 with 0; 0 | 1 ~ 2 : PAP 0.00
...; f; ; 0 with 2; 1 ~ 0 | 2 : FPP 0.67
...; f; ; 1 during 0; 0 > 1 ~ 2 : PAP 0.00
...; f; 1; f0 before 0; f0 > 0 ~ 1 ~ 2 : PPP 0.00
...; f; 00; ; 0 | f0 | f1 | 1 ~ 2 : PPP 0.00
..; f; 0; f0 same 1; 0 ~ 1=f0 : PP 0.00
.1.1; ff; ; 1 before 0; 1 ~ 3 | 0 ~ 2 : PBPB 1.00
.1.1; ff; ; 1 after 0; 0 > 1 | 2 | 3 : PAPA 0.00
.-.; f; ; 1 before 0, 2 after 1; 0 ~ 2 : PTP 0.00
.11; ff; ; s1 after 1; 0 | 1 > 2 : PAA 0.00
111; ff; ; 1 same 0, s1 before 0; 2 > 0=1 : ARA 1.33 x 1-2
....; f; ; 0 before 2, 2 after 0, 2 after 3; 1 ~ 3 | 0 > 2 : FPFP 1.00
1101; ff; ; 0 before 2; 0 ~ 1 ~ 3 | 2 : AAPB 0.33
.122; ffb; 1; 2 before 0, s2 before 3; 2 > 0 | 1 | f0 | 3 : PABA 0.67 x 2-3
.21.; fll; 00; 1 with 3, f0 with 3; 0 ~ f0 | 3 | f1 | 1 | 2 : PFFP 0.67";

fn network(line: &str) -> Network {
    let fields: Vec<&str> = line.split(';').map(str::trim).collect();
    let scene = |c: char| Scene { timeless: c == '-', strand: c.to_digit(10).map(Strand) };
    let telling = |c: char| match c {
        'b' => Telling::Backwards,
        'l' => Telling::Loosely,
        _ => Telling::Forwards,
    };
    let claim = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let number = |word: &str| word.trim_matches(char::is_alphabetic).parse().unwrap_or(0);
        let node = |word: &str| match &word[..1] {
            "f" => Node::Fact(number(word)),
            _ => Node::Scene(number(word)),
        };
        Claim {
            subject: match &words[0][..1] {
                "s" => Subject::Strand(Strand(number(words[0]))),
                _ => Subject::Node(node(words[0])),
            },
            relation: match words[1] {
                "before" => Relation::Before,
                "after" => Relation::After,
                "during" => Relation::During,
                "with" => Relation::With,
                _ => Relation::Same,
            },
            target: node(words[2]),
        }
    };
    let claims = fields[3].split(", ").filter(|claim| !claim.is_empty());
    Network {
        scenes: fields[0].chars().map(scene).collect(),
        told_facts: fields[2].chars().filter_map(|c| c.to_digit(10)).collect(),
        strands: fields[1].chars().map(telling).collect(),
        claims: claims.map(claim).collect(),
    }
}

#[test]
fn networks_worked_out_by_hand() {
    for line in BY_HAND.lines() {
        let network = network(line);
        let answer = reference(&network);
        let mut words = Vec::new();
        for (event, step) in answer.listing.iter().zip(&answer.steps) {
            match step {
                None => {}
                Some(Step::Declared) => words.push(">".to_owned()),
                Some(Step::Told) => words.push("~".to_owned()),
                Some(Step::Open) => words.push("|".to_owned()),
            }
            let name = |node: &Node| match node {
                Node::Scene(scene) => scene.to_string(),
                Node::Fact(fact) => format!("f{fact}"),
            };
            words.push(event.iter().map(name).collect::<Vec<_>>().join("="));
        }
        words.push(if answer.contradictory { "!" } else { ":" }.to_owned());
        let labels = answer.labels.iter().map(|label| format!("{label:?}"));
        let initial = |label: String| label.replace("Flashback", "B").chars().next();
        let labels: String = labels.filter_map(initial).collect();
        words.extend((!labels.is_empty()).then_some(labels));
        words.push(format!("{:.2}", index(&network, &answer)));
        let dropped = answer.dropped_links.iter();
        words.extend(dropped.map(|(before, scene)| format!("x {before}-{scene}")));
        let expected = line.rsplit("; ").next().unwrap_or_default();
        assert_eq!(words.join(" "), expected, "{line}");
    }
}
