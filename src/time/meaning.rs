//! What a claim means: by how much one point is later than another at least (model.md 2.1). The one place that says so.

use super::{Calendar, Distance, Gap, Node, Relation, Says, Window};

/// The part that a point plays in a claim.
#[derive(Clone, Copy)]
pub(super) enum Role {
    SubjectStart,
    SubjectEnd,
    TargetStart(Node),
    TargetEnd(Node),
    Zero(Calendar),
}

/// One thing that a claim says: `later` is at least `gap` later than `earlier`.
pub(super) struct Bound {
    pub(super) earlier: Role,
    pub(super) later: Role,
    pub(super) gap: Gap,
    /// Whether it only says that the one is not earlier than the other, or at least so much later. Else it bounds how
    /// late something can be, or by a calendar.
    pub(super) ahead: bool,
}

/// Tells everything that a claim says, until it is not heard any more.
pub(super) fn each(says: Says, mut tell: impl FnMut(Bound) -> Option<()>) -> Option<()> {
    use Role::{SubjectEnd, SubjectStart, TargetEnd, TargetStart, Zero};
    let mut ahead = |earlier, later, gap| tell(Bound { earlier, later, gap, ahead: true });
    match says {
        Says::At(calendar, Window { from, until }) => {
            let (zero, start) = (Zero(calendar), SubjectStart);
            tell(Bound { earlier: zero, later: start, gap: Gap::minutes(from), ahead: false })?;
            tell(Bound { earlier: start, later: zero, gap: Gap { minutes: -until, steps: 1 }, ahead: false })
        }
        Says::Lasts(distance) => apart(SubjectStart, SubjectEnd, distance, tell),
        Says::Is { relation, target, by } => {
            let (start, end) = (TargetStart(target), TargetEnd(target));
            let compared = match relation {
                Relation::Before => (SubjectEnd, start),
                Relation::After => (end, SubjectStart),
                Relation::During => {
                    ahead(start, SubjectStart, Gap::STRICT)?;
                    return ahead(SubjectEnd, end, Gap::STRICT);
                }
                Relation::With | Relation::Same => {
                    ahead(SubjectStart, start, Gap::NONE)?;
                    ahead(start, SubjectStart, Gap::NONE)?;
                    ahead(SubjectEnd, end, Gap::NONE)?;
                    return ahead(end, SubjectEnd, Gap::NONE);
                }
            };
            match by {
                None => ahead(compared.0, compared.1, Gap::NONE),
                Some(distance) => apart(compared.0, compared.1, distance, tell),
            }
        }
    }
}

/// Two points are at least and at most so far apart.
fn apart(earlier: Role, later: Role, distance: Distance, mut tell: impl FnMut(Bound) -> Option<()>) -> Option<()> {
    tell(Bound { earlier, later, gap: Gap::minutes(distance.least), ahead: true })?;
    tell(Bound { earlier: later, later: earlier, gap: Gap::minutes(-distance.most), ahead: false })
}
