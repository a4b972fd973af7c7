//! A list whose members can be compared and moved in about constant time.
//!
//! Each member has a tag, and tags grow along the list. Where a gap is full, the smallest stretch of
//! tags that is sparse enough is spread out evenly: O(log n) tags a move, amortised. (Bender, Cole,
//! Demaine, Farach-Colton, Zito, "Two Simplified Algorithms for Maintaining Order in a List", ESA 2002.)

/// Numbers `0..n` in some order.
pub(super) struct Order {
    tag: Vec<u64>,
    next: Vec<u32>,
    previous: Vec<u32>,
}

/// How much emptier than full a stretch of 2^i tags must be to be spread out: at most (2/T)^i members.
const SPARSENESS: f64 = 1.4;

impl Order {
    /// The members in their order: a permutation of `0..n`.
    pub(super) fn new(members: impl ExactSizeIterator<Item = u32>) -> Self {
        let count = members.len();
        let head = count as u32; // a member of its own, before all others
        let gap = (u64::MAX >> 2) / (count as u64 + 1);
        let mut order = Self { tag: vec![0; count + 1], next: vec![head; count + 1], previous: vec![head; count + 1] };
        let mut last = head;
        for (member, place) in members.zip(1..) {
            order.tag[member as usize] = gap * place;
            order.join(last, member);
            last = member;
        }
        order.join(last, head);
        order
    }

    /// A number that is smaller the earlier the member stands. Changes when anything is moved.
    pub(super) fn tag(&self, member: u32) -> u64 {
        self.tag[member as usize]
    }

    /// Whether the first stands before the second.
    pub(super) fn is_before(&self, first: u32, second: u32) -> bool {
        self.tag(first) < self.tag(second)
    }

    /// Takes the members out and puts them, in the order given, right behind `place`, which is none of them.
    pub(super) fn move_behind(&mut self, place: u32, members: &[u32]) {
        self.take_out(members);
        self.put_behind(place, members);
    }

    /// Takes the members out and puts them, in the order given, right before `place`, which is none of them.
    pub(super) fn move_before(&mut self, place: u32, members: &[u32]) {
        self.take_out(members);
        self.put_behind(self.previous[place as usize], members);
    }

    fn take_out(&mut self, members: &[u32]) {
        for &member in members {
            self.join(self.previous[member as usize], self.next[member as usize]);
        }
    }

    fn put_behind(&mut self, place: u32, members: &[u32]) {
        let mut last = place;
        for &member in members {
            let room = self.room_behind(last);
            self.tag[member as usize] = self.tag(last) + room / 2;
            let next = self.next[last as usize];
            self.join(last, member);
            self.join(member, next);
            last = member;
        }
    }

    fn join(&mut self, first: u32, second: u32) {
        self.next[first as usize] = second;
        self.previous[second as usize] = first;
    }

    /// How far the tag of whatever follows is from the member's: at least 2.
    fn room_behind(&mut self, member: u32) -> u64 {
        if self.gap_behind(member) < 2 {
            self.spread_around(member);
        }
        self.gap_behind(member)
    }

    fn gap_behind(&self, member: u32) -> u64 {
        let next = self.next[member as usize];
        let limit = if next == self.head() { u64::MAX >> 1 } else { self.tag(next) };
        limit - self.tag(member)
    }

    fn head(&self) -> u32 {
        self.tag.len() as u32 - 1
    }

    /// Spreads the tags of the smallest sparse stretch around a member evenly.
    fn spread_around(&mut self, member: u32) {
        let (mut first, mut last, mut count) = (member, member, 1u64);
        for bits in 1..63 {
            let low = self.tag(member) >> bits << bits;
            let high = low + ((1u64 << bits) - 1);
            while first != self.head() && self.tag(self.previous[first as usize]) >= low {
                first = self.previous[first as usize];
                count += 1;
            }
            while self.next[last as usize] != self.head() && self.tag(self.next[last as usize]) <= high {
                last = self.next[last as usize];
                count += 1;
            }
            let enough = (2.0 / SPARSENESS).powi(bits);
            #[expect(clippy::cast_precision_loss, reason = "there are at most 2^33 instants")]
            let few_enough = (count as f64) < enough;
            if few_enough && (high - low) / (count + 1) >= 2 {
                let gap = (high - low) / (count + 1);
                let mut at = first;
                for place in 0..count {
                    self.tag[at as usize] = low + gap * place;
                    at = self.next[at as usize];
                }
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list moves as a vector would, however often its gaps are filled.
    #[test]
    fn it_moves_as_a_plain_list_would() {
        let count = 40u32;
        let mut plain: Vec<u32> = (0..count).rev().collect();
        let mut order = Order::new(plain.iter().copied());
        let mut random = 1u32;
        let mut next = |below: u32| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 16) % below
        };
        for turn in 0..20_000 {
            // Mostly to the same place, so that its gap fills up.
            let place = if turn % 5 == 0 { next(count) } else { 7 };
            let mut members: Vec<u32> = (0..=next(3)).map(|_| next(count)).filter(|&member| member != place).collect();
            members.sort_unstable();
            members.dedup();
            plain.retain(|member| !members.contains(member));
            let at = plain.iter().position(|&member| member == place).unwrap();
            if turn % 2 == 0 {
                order.move_behind(place, &members);
                plain.splice(at + 1..=at, members);
            } else {
                order.move_before(place, &members);
                plain.splice(at..at, members);
            }
            assert!(plain.windows(2).all(|pair| order.is_before(pair[0], pair[1])), "turn {turn}");
        }
    }
}
