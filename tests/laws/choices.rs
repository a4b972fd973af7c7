//! Random choices, one byte each. A shorter list of smaller bytes makes fewer and simpler choices, so that whatever is
//! made of them shrinks by itself.

use proptest::prelude::*;

/// As many bytes as the largest tale takes, and some.
const MOST: usize = 1200;

/// Bytes to choose by. Once they are used up every choice is the first and simplest.
#[derive(Clone, Debug)]
pub(crate) struct Choices {
    bytes: Vec<u8>,
    at: usize,
}

/// Random bytes to choose by.
pub(crate) fn choices() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..=MOST)
}

impl Choices {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.to_vec(), at: 0 }
    }

    fn byte(&mut self) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(byte)
    }

    /// A number below another, which is not 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.byte() * bound / 256
    }

    /// Whether something is so, in so many cases of a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.byte() * 100 >= 100usize.saturating_sub(percent) * 256
    }

    /// One of some, if there are any.
    pub(crate) fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        (!of.is_empty()).then(|| &of[self.below(of.len())])
    }

    /// Those that are chosen, each with the same chance, in their order.
    pub(crate) fn some<T: Clone>(&mut self, of: &[T], percent: usize) -> Vec<T> {
        of.iter().filter(|_| self.chance(percent)).cloned().collect()
    }

    /// The same in another order.
    pub(crate) fn shuffled<T>(&mut self, mut of: Vec<T>) -> Vec<T> {
        for at in (1..of.len()).rev() {
            let other = self.below(at + 1);
            of.swap(at, at - other);
        }
        of
    }
}
