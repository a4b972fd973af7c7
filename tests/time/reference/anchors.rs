//! Anchors and rank (model.md 2.4, rules 2 and 3).

use storyline::time::{Relation, Says, Subject};

use super::points::Link;
use super::story::{Statement, Story, main_of, told_at};

/// Next to which event one stands.
#[derive(Clone, Copy)]
struct Anchor {
    /// How it stands there. None where it is linked to it.
    stands: Option<Relation>,
    at: usize,
}

impl Story<'_> {
    /// "Its claims, in this order: those of its scenes (or facts) in telling order, as listed; then those of
    /// their strands; then a universe's `[[claim]]` entries; …"
    ///
    /// Reading: scenes and facts of one event are mixed, each fact right after the scene that reveals it. Strands
    /// come in the order of their scenes. Entries come as they are written, whichever scene or fact of the event they
    /// speak of.
    fn own_claims(&self, event: usize) -> Vec<Statement> {
        let mut nodes = self.events[event].clone();
        nodes.sort_by_key(|&node| told_at(self.network, node));
        let strands = self.scenes_of(event).filter_map(|scene| self.strands[scene]);
        let nodes = nodes.into_iter().map(Subject::Node);
        let mut claims = Vec::new();
        for subject in nodes.chain(strands.map(Subject::Strand)) {
            let own = |claim: &&Statement| claim.from == subject && claim.event == event;
            claims.extend(self.statements.iter().filter(own));
        }
        let entry = |claim: &&Statement| matches!(claim.from, Subject::Outside(_)) && claim.event == event;
        claims.extend(self.statements.iter().filter(entry));
        claims
    }

    /// "… then `with` claims that others make on it."
    ///
    /// Reading: by the same order: first the claims that scenes and facts make themselves, in telling order of
    /// those who make them, then those of strands, as listed, each for its scenes in telling order, then entries, as
    /// they are written.
    fn others_with(&self, event: usize) -> Vec<Statement> {
        let here = |claim: &&Statement| claim.relation() == Some((Relation::With, event));
        let mut claims: Vec<_> = self.statements.iter().filter(here).copied().collect();
        claims.sort_by_key(|claim| match claim.from {
            Subject::Node(node) => (0, told_at(self.network, node)),
            Subject::Strand(_) => (1, (0, 0)),
            Subject::Outside(_) => (2, (0, 0)),
        });
        claims
    }

    /// "Its anchor is the first of them that is `before = X` or `after = X` without `by`, `during = X`, or `with = X`
    /// where X is told earlier." All that fit, in order.
    ///
    /// Reading: "where X is told earlier" goes with `with` alone, "without `by`" with `before` and `after`. `at` and
    /// `lasts` are no anchors.
    fn claimed_anchors(&self, event: usize) -> Vec<Anchor> {
        let (own, others) = (self.own_claims(event), self.others_with(event));
        let own = own.iter().filter_map(|claim| Some((claim.says, claim.target?)));
        let others = others.iter().map(|claim| (claim.says, claim.event));
        let anchor = |(says, at): (Says, usize)| {
            let Says::Is { relation, by, .. } = says else { return None };
            let fits = match relation {
                Relation::Before | Relation::After => by.is_none(),
                Relation::During => true,
                Relation::With => at < event,
                Relation::Same => false,
            };
            fits.then_some(Anchor { stands: Some(relation), at })
        };
        own.chain(others).filter_map(anchor).collect()
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
                && self.strands[scene] != Some(main_of(self.network, scene))
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
    pub(super) fn ranked(&self, kept: &[Link]) -> Vec<usize> {
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
