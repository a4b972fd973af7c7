//! Numbers that look random and are the same every time, so that any scene can be drawn without the ones before it.
//!
//! splitmix64: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, with the constants of
//! Vigna's `splitmix64.c` (public domain).

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// What something is drawn for. Each purpose has numbers of its own, so that one more draw here moves nothing there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    FirstDay,
    Stretch,
    Kind,
    Pillar,
    Time,
    Claims,
    Causes,
    Words,
    Hint,
    Reveal,
    FactTime,
    FactClaims,
    Lives,
    Contents,
}

/// A row of numbers.
#[derive(Clone, Debug)]
pub(super) struct Draws(u64);

impl Draws {
    /// The numbers of one scene or fact for one purpose.
    pub(super) fn new(seed: u64, purpose: Purpose, number: u32) -> Self {
        let of_seed = mixed(seed.wrapping_add(STEP));
        Self(mixed(of_seed ^ ((purpose as u64) << 32 | u64::from(number))))
    }

    /// A number from 0 to below `end`.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_add(STEP);
        (((mixed(self.0) >> 32) * u64::from(end)) >> 32) as u32
    }

    /// The same, to count minutes with.
    pub(super) fn minutes(&mut self, end: u32) -> i64 {
        i64::from(self.below(end))
    }

    /// True once in so many times.
    pub(super) fn one_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }

    /// One of some.
    pub(super) fn pick<'t, T>(&mut self, some: &'t [T]) -> &'t T {
        &some[self.below(some.len() as u32) as usize]
    }
}

fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
