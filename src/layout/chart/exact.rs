//! The fewest crossings, where few lines are alive at a time: dynamic programming over all orders of them.
//!
//! After Kostitsyna, Nöllenburg, Polishchuk, Schulz and Strash, "On Minimizing Crossings in Storyline Visualizations" (GD
//! 2015), whose step compares all pairs of orders. Here a step relaxes costs along exchanges of neighbours, cheapest
//! first, for the crossings between two orders are the exchanges on the shortest way from the one to the other: O(k! k) a step for k
//! lines. A byte is kept for each order at each step: no cost is further from the least than all pairs, 28 for eight lines.

use super::{Meetings, Orders};

/// No more lines than this at a time.
pub(super) const LINES: usize = 8;

/// No more orders are looked at, all steps taken together: about a third of a second. With eight lines at a time that
/// is 400 steps, with seven 3,000.
const ORDERS: u64 = 16_000_000;

const NEVER: u8 = u8::MAX;

/// Whether there are few enough lines and steps to look at all orders of these lines.
pub(super) fn is_small(alive: &[Vec<u32>]) -> bool {
    let orders = |lines: &Vec<u32>| (1..=lines.len() as u64).product::<u64>();
    alive.iter().all(|lines| lines.len() <= LINES) && alive.iter().map(orders).sum::<u64>() <= ORDERS
}

/// An order of the lines at each step so that lines cross as little as can be. None where it would take too long.
pub(super) fn orders(meetings: &Meetings) -> Option<Orders> {
    let alive = meetings.alive();
    if !is_small(&alive) {
        return None;
    }
    let tables: Vec<Table> = (0..=alive.iter().map(Vec::len).max().unwrap_or(0)).map(Table::new).collect();
    let mut costs: Vec<Vec<u8>> = Vec::with_capacity(alive.len());
    for (step, lines) in alive.iter().enumerate() {
        let mut cost = match step.checked_sub(1) {
            None => vec![0; tables[lines.len()].orders.len()],
            Some(last) => moved(&tables, (&alive[last], &costs[last]), lines),
        };
        keep_together(&tables[lines.len()], lines, &meetings.steps()[step], &mut cost);
        costs.push(cost);
    }
    Some(traced_back(&tables, &alive, &costs))
}

/// All orders of so many lines.
struct Table {
    /// The lines of each order from the top down, in the order of the alphabet.
    orders: Vec<[u8; LINES]>,
    /// For each order and each place but the last, the order with that line and the next exchanged.
    exchanged: Vec<u16>,
    /// For each order, which pairs stand as their numbers do: a bit a pair.
    pairs: Vec<u32>,
}

impl Table {
    fn new(lines: usize) -> Self {
        let mut orders = Vec::with_capacity((1..=lines).product());
        let mut order: [u8; LINES] = std::array::from_fn(|line| line as u8);
        loop {
            orders.push(order);
            let Some(at) = (1..lines).rev().find(|&at| order[at - 1] < order[at]) else { break };
            let with = (at..lines).rev().find(|&with| order[with] > order[at - 1]).unwrap_or(at);
            order.swap(at - 1, with);
            order[at..lines].reverse();
        }
        let mut exchanged = Vec::with_capacity(orders.len() * lines.saturating_sub(1));
        for order in &orders {
            exchanged.extend((1..lines).map(|place| {
                let mut order = *order;
                order.swap(place - 1, place);
                rank(&order[..lines]) as u16
            }));
        }
        let pairs = orders.iter().map(|order| pairs(&order[..lines])).collect();
        Self { orders, exchanged, pairs }
    }
}

/// The place of an order of 0 to n - 1 in the alphabet.
fn rank(order: &[u8]) -> usize {
    order.iter().enumerate().fold(0, |rank, (at, line)| {
        let smaller = order[at + 1..].iter().filter(|other| *other < line).count();
        rank * (order.len() - at) + smaller
    })
}

/// The bit of a pair of lines, the smaller number first.
fn bit(one: u8, other: u8) -> u32 {
    1 << (u32::from(other) * u32::from(other.saturating_sub(1)) / 2 + u32::from(one))
}

fn pairs(order: &[u8]) -> u32 {
    let mut pairs = 0;
    for (at, &upper) in order.iter().enumerate() {
        order[at + 1..].iter().filter(|&&lower| upper < lower).for_each(|&lower| pairs |= bit(upper, lower));
    }
    pairs
}

/// What it costs to come to each order of these lines from those at the step before.
fn moved(tables: &[Table], (before, costs): (&[u32], &[u8]), lines: &[u32]) -> Vec<u8> {
    let stays = |line: &&u32| before.binary_search(line).is_ok();
    let common: Vec<u32> = lines.iter().filter(stays).copied().collect();
    let mut at_both = if common.len() == before.len() {
        costs.to_vec()
    } else {
        let number = numbers(before, &common);
        let mut least = vec![NEVER; tables[common.len()].orders.len()];
        for (order, &cost) in tables[before.len()].orders.iter().zip(costs).filter(|(_, cost)| **cost != NEVER) {
            let place = &mut least[left_over(&order[..before.len()], &number)];
            *place = cost.min(*place);
        }
        least
    };
    relax(&tables[common.len()], common.len(), &mut at_both);
    if common.len() == lines.len() {
        return at_both;
    }
    let number = numbers(lines, &common);
    tables[lines.len()].orders.iter().map(|order| at_both[left_over(&order[..lines.len()], &number)]).collect()
}

/// For each line its number among those that are kept.
fn numbers(lines: &[u32], kept: &[u32]) -> Vec<Option<u8>> {
    lines.iter().map(|line| kept.binary_search(line).ok().map(|number| number as u8)).collect()
}

/// The place in the alphabet of what is left of an order.
fn left_over(order: &[u8], number: &[Option<u8>]) -> usize {
    let mut kept = [0; LINES];
    let mut count = 0;
    for number in order.iter().filter_map(|&line| number[line as usize]) {
        kept[count] = number;
        count += 1;
    }
    rank(&kept[..count])
}

/// Lowers costs to what an order costs from which it is one exchange away, and one more. Cheapest first, so each order is
/// looked at once.
fn relax(table: &Table, lines: usize, costs: &mut [u8]) {
    if lines < 2 {
        return;
    }
    let mut by_cost: Vec<Vec<u16>> = Vec::new();
    let enter = |by_cost: &mut Vec<Vec<u16>>, order: u16, cost: u8| {
        if by_cost.len() <= cost as usize {
            by_cost.resize(cost as usize + 1, Vec::new());
        }
        by_cost[cost as usize].push(order);
    };
    for (order, &cost) in (0..).zip(costs.iter()).filter(|(_, cost)| **cost != NEVER) {
        enter(&mut by_cost, order, cost);
    }
    let mut cost = 0;
    while usize::from(cost) < by_cost.len() {
        for order in std::mem::take(&mut by_cost[usize::from(cost)]) {
            if costs[order as usize] != cost {
                continue;
            }
            let first = order as usize * (lines - 1);
            for &other in &table.exchanged[first..first + lines - 1] {
                if costs[other as usize] > cost + 1 {
                    costs[other as usize] = cost + 1;
                    enter(&mut by_cost, other, cost + 1);
                }
            }
        }
        cost += 1;
    }
}

/// Leaves only the orders in which each group is together, the least cost being 0.
fn keep_together(table: &Table, lines: &[u32], groups: &[Vec<u32>], costs: &mut [u8]) {
    for group in groups.iter().filter(|group| group.len() > 1) {
        let mut is_in = [false; LINES];
        group.iter().filter_map(|line| lines.binary_search(line).ok()).for_each(|line| is_in[line] = true);
        for (order, cost) in table.orders.iter().zip(costs.iter_mut()) {
            let first = order.iter().position(|&line| is_in[line as usize]).unwrap_or(0);
            if !order[first..(first + group.len()).min(LINES)].iter().all(|&line| is_in[line as usize]) {
                *cost = NEVER;
            }
        }
    }
    let least = costs.iter().copied().min().unwrap_or(0);
    costs.iter_mut().filter(|cost| **cost != NEVER).for_each(|cost| *cost -= least);
}

/// One order a step along which lines cross least, found from the last step back: of those that will do, the one nearest to the
/// order at the next step.
fn traced_back(tables: &[Table], alive: &[Vec<u32>], costs: &[Vec<u8>]) -> Orders {
    let mut orders: Orders = Vec::with_capacity(alive.len());
    for (step, lines) in alive.iter().enumerate().rev() {
        let table = &tables[lines.len()];
        let (mut wanted, mut counted) = (0, 0);
        if let Some(next) = orders.last() {
            let common: Vec<u8> =
                next.iter().filter_map(|line| lines.binary_search(line).ok().map(|line| line as u8)).collect();
            wanted = pairs(&common);
            for (at, &upper) in common.iter().enumerate() {
                common[at + 1..].iter().for_each(|&lower| counted |= bit(upper.min(lower), upper.max(lower)));
            }
        }
        let cost = |at: &usize| {
            let crossings = ((table.pairs[*at] ^ wanted) & counted).count_ones();
            (u32::from(costs[step][*at]) + crossings, crossings)
        };
        let possible = (0..table.orders.len()).filter(|&at| costs[step][at] != NEVER);
        let best = possible.min_by_key(cost).unwrap_or(0);
        orders.push(table.orders[best][..lines.len()].iter().map(|&line| lines[line as usize]).collect());
    }
    orders.reverse();
    orders
}
