//! The listing (model.md 2.4, rule 4).

use super::points::{Matrix, precedes};

/// "Of all orders that respect precedence, take the one that puts the event of lowest rank as early as possible,
/// then, that given, the next, and so on."
pub(super) fn listing(ranked: &[usize], known: &Matrix) -> Vec<usize> {
    let all = 0..ranked.len();
    let before = |next: usize| all.clone().filter(move |&other| precedes(known, ranked[other], ranked[next]));
    let must_come_first: Vec<usize> = all.clone().map(|next| before(next).map(|other| 1 << other).sum()).collect();
    let mut places: Vec<Option<usize>> = vec![None; ranked.len()];
    for rank in all.clone() {
        places[rank] = all.clone().find(|&place| {
            let mut tried = places.clone();
            tried[rank] = Some(place);
            !places.contains(&Some(place)) && some_order_has(&tried, &must_come_first)
        });
    }
    let mut order: Vec<usize> = all.collect();
    order.sort_by_key(|&rank| places[rank]);
    order.into_iter().map(|rank| ranked[rank]).collect()
}

/// Whether some order respects precedence (for each event the set of those that must come first) and has those
/// events at their places that have been given one. Over all sets of events, numbered by rank: which of them can be
/// the first so many of such an order?
fn some_order_has(places: &[Option<usize>], must_come_first: &[usize]) -> bool {
    let n = places.len();
    let mut can_be_first = vec![false; 1 << n];
    can_be_first[0] = true;
    for set in 0..1_usize << n {
        if !can_be_first[set] {
            continue;
        }
        let place = set.count_ones() as usize;
        let nobody_is_due = !places.contains(&Some(place));
        for next in (0..n).filter(|&next| set & (1 << next) == 0) {
            let due = places[next].map_or(nobody_is_due, |given| given == place);
            if due && must_come_first[next] & !set == 0 {
                can_be_first[set | (1 << next)] = true;
            }
        }
    }
    can_be_first[(1 << n) - 1]
}
