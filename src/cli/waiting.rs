//! What is said beside the answer while something takes long: how far it has come. Only on a terminal, and never within the
//! first second.

#![expect(clippy::disallowed_types, reason = "what is quick is not talked about")]

use std::io;
use std::time::{Duration, Instant};

use super::Output;

/// So long nothing is said.
const PATIENCE: Duration = Duration::from_secs(1);
/// So often at most something is said from then on.
const BETWEEN: Duration = Duration::from_millis(100);

/// Something that may take long.
pub(super) struct Waiting {
    since: Instant,
    /// When something is to be said next.
    next: Duration,
}

impl Waiting {
    pub(super) fn begin() -> Self {
        Self { since: Instant::now(), next: PATIENCE }
    }

    /// Says how far it has come, if it is time to.
    pub(super) fn say(&mut self, output: &mut Output, words: impl FnOnce() -> String) -> io::Result<()> {
        if self.is_time(self.since.elapsed()) { output.passing(&words()) } else { Ok(()) }
    }

    fn is_time(&mut self, passed: Duration) -> bool {
        let is_time = passed >= self.next;
        if is_time {
            self.next = passed + BETWEEN;
        }
        is_time
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_of_what_is_quick_and_not_too_often_of_what_is_not() {
        let mut waiting = Waiting::begin();
        let at = [10, 900, 999, 1000, 1001, 1099, 1100, 5000, 5050, 5100];
        let said: Vec<u64> = at.into_iter().filter(|&at| waiting.is_time(Duration::from_millis(at))).collect();
        assert_eq!(said, [1000, 1100, 5000, 5100]);
    }
}
