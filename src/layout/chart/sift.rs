//! One line at a time is taken out of its whole way and put back along the one with the fewest crossings.
//!
//! Bachmaier, Brandenburg, Brunner and Hübner's global sifting moves blocks of a layered graph; here the block is a line, and
//! it may take another place at every step: dynamic programming over steps and places. It costs O(places) a step, and the square
//! of the stretch in which the other lines cross each other there: in crowds that is the square of those alive. So work is
//! charged before it is done, and what there is none left for is not done.

use super::{Life, Meetings, Orders};

/// How often each point is looked at to see how lines go and to find a way among them, beside [`Passage::work`].
const PASSAGE: u64 = 4;

const NEVER: u32 = u32::MAX / 4;

pub(super) struct Sifter<'m> {
    meetings: &'m Meetings,
    /// How many points may still be looked at.
    work: u64,
    number: Vec<Option<u32>>,
    is_in_group: Vec<bool>,
}

/// How the other lines go from one step to the next: only those that are drawn at both matter.
struct Passage {
    /// For each place at this step and at the next, how many of them are above.
    above: [Vec<u32>; 2],
    /// For each of them in the order of the next step its place in the order of this one.
    from: Vec<u32>,
    /// Where their orders differ.
    differ: (usize, usize),
}

impl<'m> Sifter<'m> {
    pub(super) fn new(meetings: &'m Meetings, work: u64) -> Self {
        let lines = meetings.lives().len();
        Self { meetings, work, number: vec![None; lines], is_in_group: vec![false; lines] }
    }

    pub(super) fn can_spend(&self, work: u64) -> bool {
        self.work > work
    }

    pub(super) fn spend(&mut self, work: u64) {
        self.work = self.work.saturating_sub(work);
    }

    /// Moves lines as long as that makes fewer crossings. Returns how many fewer.
    pub(super) fn sift(&mut self, orders: &mut Orders) -> u64 {
        let mut sum = 0;
        loop {
            let mut gained = 0;
            for line in 0..self.meetings.lives().len() as u32 {
                let Some(life) = self.meetings.lives()[line as usize] else { continue };
                let work = points(&orders[life.first as usize..=life.last as usize]);
                if !self.can_spend(work) {
                    return sum + gained;
                }
                self.spend(work);
                gained += u64::from(self.move_line(orders, line, life));
            }
            sum += gained;
            if gained == 0 {
                return sum;
            }
        }
    }

    /// Takes some lines out and puts them back one after the other, each along the way with the fewest crossings then. False where
    /// that would be too much work: then they are not all back.
    pub(super) fn put_anew(&mut self, orders: &mut Orders, lines: &[u32]) -> bool {
        let taken: Vec<(u32, Life)> =
            lines.iter().filter_map(|&line| Some((line, self.meetings.lives()[line as usize]?))).collect();
        for &(line, drawn) in &taken {
            let orders = &mut orders[drawn.first as usize..=drawn.last as usize];
            self.spend(points(orders));
            for order in orders {
                order.retain(|&other| other != line);
            }
        }
        for (line, drawn) in taken {
            let first = drawn.first as usize;
            let others = &orders[first..=drawn.last as usize];
            let Some(passages) = self.passages(others) else { return false };
            if !self.pays_for(&passages) {
                return false;
            }
            let costs = self.costs(line, first, others, &passages);
            put_back(&mut orders[first..], line, way(&costs, &passages));
        }
        true
    }

    /// How others go from step to step. None where there is no work left for that.
    fn passages(&mut self, others: &[Vec<u32>]) -> Option<Vec<Passage>> {
        self.pays(PASSAGE * points(others))
            .then(|| others.windows(2).map(|pair| self.passage(&pair[0], &pair[1])).collect())
    }

    /// Whether there is work left to find a way among others.
    fn pays_for(&mut self, passages: &[Passage]) -> bool {
        self.pays(passages.iter().map(Passage::work).sum())
    }

    fn pays(&mut self, work: u64) -> bool {
        let pays = self.can_spend(work);
        // What is left would not do for a line.
        self.work = if pays { self.work - work } else { 0 };
        pays
    }

    /// Moves one line to where it crosses others least. Returns how many crossings fewer that makes.
    fn move_line(&mut self, orders: &mut Orders, line: u32, drawn: Life) -> u32 {
        let first = drawn.first as usize;
        let mut was = Vec::new();
        for order in &mut orders[first..=drawn.last as usize] {
            let place = order.iter().position(|&other| other == line).unwrap_or(0);
            order.remove(place);
            was.push(place);
        }
        let Some(passages) = self.passages(&orders[first..=drawn.last as usize]) else {
            put_back(&mut orders[first..], line, was);
            return 0;
        };
        let others = &orders[first..=drawn.last as usize];
        let now: u32 =
            passages.iter().zip(was.windows(2)).map(|(passage, was)| passage.crossings(was[0], was[1])).sum();
        if now == 0 || !self.pays_for(&passages) {
            put_back(&mut orders[first..], line, was);
            return 0;
        }
        let costs = self.costs(line, first, others, &passages);
        let least = costs.last().and_then(|cost| cost.iter().min()).copied().unwrap_or(0);
        let places = if least < now { way(&costs, &passages) } else { was };
        put_back(&mut orders[first..], line, places);
        now.saturating_sub(least)
    }

    /// For each step and each place of a line among the others, how many it crosses at least up to there.
    fn costs(&mut self, line: u32, first: usize, others: &[Vec<u32>], passages: &[Passage]) -> Vec<Vec<u32>> {
        let mut costs: Vec<Vec<u32>> = Vec::with_capacity(others.len());
        for (at, order) in others.iter().enumerate() {
            let mut cost = match at.checked_sub(1) {
                None => vec![0; order.len() + 1],
                Some(last) => passages[last].cheapest(&costs[last]),
            };
            self.forbid(first + at, line, order, &mut cost);
            costs.push(cost);
        }
        costs
    }

    fn passage(&mut self, this: &[u32], next: &[u32]) -> Passage {
        let mut above = [Vec::with_capacity(this.len() + 1), Vec::with_capacity(next.len() + 1)];
        for &line in next {
            self.number[line as usize] = Some(0);
        }
        let mut count = 0;
        for &line in this {
            above[0].push(count);
            if let Some(number) = &mut self.number[line as usize] {
                *number = count + 1;
                count += 1;
            }
        }
        above[0].push(count);
        let mut from = Vec::with_capacity(count as usize);
        for &line in next {
            above[1].push(from.len() as u32);
            // 0 where this step does not have the line.
            from.extend(self.number[line as usize].take().and_then(|number| number.checked_sub(1)));
        }
        above[1].push(from.len() as u32);
        let stays = |(place, from): &(u32, &u32)| place == *from;
        let begins = (0..).zip(&from).take_while(stays).count();
        let ends = from.len() - (0..from.len() as u32).zip(&from).rev().take_while(stays).count();
        Passage { above, from, differ: (begins, ends.max(begins)) }
    }

    /// Forbids the places where the line would not be with its group, or would come between the lines of another.
    fn forbid(&mut self, step: usize, line: u32, order: &[u32], cost: &mut [u32]) {
        for group in self.meetings.steps()[step].iter().filter(|group| group.len() > 1) {
            for &other in group {
                self.is_in_group[other as usize] = true;
            }
            let first = order.iter().position(|&other| self.is_in_group[other as usize]);
            let is_in = self.is_in_group[line as usize];
            // Others of the group may be out, too.
            let size = order.iter().filter(|other| self.is_in_group[**other as usize]).count();
            for &other in group {
                self.is_in_group[other as usize] = false;
            }
            let Some(first) = first else { continue };
            if is_in {
                cost[..first].fill(NEVER);
                cost[first + size + 1..].fill(NEVER);
            } else {
                cost[first + 1..first + size].fill(NEVER);
            }
        }
    }
}

impl Passage {
    /// How many of the others a line crosses from a place to a place.
    fn crossings(&self, from: usize, to: usize) -> u32 {
        let (above, next) = (self.above[0][from], self.above[1][to]);
        let both = self.from[..next as usize].iter().filter(|from| **from < above).count() as u32;
        above + next - 2 * both
    }

    /// How many of the others a line crosses from each place to a place.
    fn crossings_to(&self, to: usize) -> Vec<u32> {
        let next = self.above[1][to];
        let mut goes_above = vec![false; self.from.len()];
        self.from[..next as usize].iter().for_each(|&from| goes_above[from as usize] = true);
        let mut by_number = Vec::with_capacity(self.from.len() + 1);
        by_number.push(next);
        let mut crossings = next;
        for goes_above in goes_above {
            crossings = if goes_above { crossings - 1 } else { crossings + 1 };
            by_number.push(crossings);
        }
        self.above[0].iter().map(|&above| by_number[above as usize]).collect()
    }

    /// How many points are looked at to find the cheapest places: the square of the stretch that differs.
    fn work(&self) -> u64 {
        let (begins, ends) = self.differ;
        ((ends - begins) as u64).pow(2)
    }

    /// The least cost of each place at the next step, given those at this one.
    fn cheapest(&self, costs: &[u32]) -> Vec<u32> {
        let between = self.gathered(costs);
        let (begins, ends) = self.differ;
        // Outside of where the others cross, a line crosses as many as it passes.
        let outside = |place: usize| place <= begins || place >= ends;
        let mut near = spread(&between, |_| true);
        if ends > begins + 1 {
            let far = spread(&between, outside);
            near[begins + 1..ends].copy_from_slice(&far[begins + 1..ends]);
            for (above, &cost) in
                between.iter().enumerate().take(ends).skip(begins + 1).filter(|(_, cost)| **cost < NEVER)
            {
                let mut crossings = (above - begins) as u32;
                for (near, from) in near[begins + 1..ends].iter_mut().zip(&self.from[begins..]) {
                    crossings = if (*from as usize) < above { crossings - 1 } else { crossings + 1 };
                    *near = cost.saturating_add(crossings).min(*near);
                }
            }
        }
        self.above[1].iter().map(|&above| near[above as usize]).collect()
    }

    /// The least cost for each number of lines above that are drawn at both steps.
    fn gathered(&self, costs: &[u32]) -> Vec<u32> {
        let mut between = vec![NEVER; self.from.len() + 1];
        for (&above, &cost) in self.above[0].iter().zip(costs) {
            let place = &mut between[above as usize];
            *place = cost.min(*place);
        }
        between
    }
}

fn points(orders: &[Vec<u32>]) -> u64 {
    orders.iter().map(|order| order.len() as u64).sum()
}

fn put_back(orders: &mut [Vec<u32>], line: u32, places: Vec<usize>) {
    for (order, place) in orders.iter_mut().zip(places) {
        order.insert(place, line);
    }
}

/// Lowers costs to what a neighbour costs and one more, from those places that count.
fn spread(costs: &[u32], counts: impl Fn(usize) -> bool) -> Vec<u32> {
    let mut spread: Vec<u32> =
        costs.iter().enumerate().map(|(place, &cost)| if counts(place) { cost } else { NEVER }).collect();
    for place in 1..spread.len() {
        spread[place] = spread[place].min(spread[place - 1] + 1);
    }
    for place in (1..spread.len()).rev() {
        spread[place - 1] = spread[place - 1].min(spread[place] + 1);
    }
    spread
}

/// The cheapest way, found from its end.
fn way(costs: &[Vec<u32>], passages: &[Passage]) -> Vec<usize> {
    let mut places = vec![0; costs.len()];
    for (at, cost) in costs.iter().enumerate().rev() {
        let onwards = passages.get(at).map(|passage| passage.crossings_to(places[at + 1]));
        let onwards = |place: usize| onwards.as_ref().map_or(0, |crossings| crossings[place]);
        places[at] = (0..cost.len()).min_by_key(|&place| cost[place].saturating_add(onwards(place))).unwrap_or(0);
    }
    places
}
