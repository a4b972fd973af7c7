//! Pages that were made, so that none is made twice as long as the story is the same. One is made at a time: who asks for many
//! waits longer, and the machine is not kept busy.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::http::Answer;

/// So many bytes are kept.
const MOST: usize = 32 * 1024 * 1024;
/// What an answer takes besides its text and its key, about.
const BESIDES: usize = 200;

/// An edition of the stories, and a path of it.
type Key = (u64, String);

/// What was made last.
#[derive(Default)]
pub(super) struct Kept {
    making: Mutex<()>,
    pages: Mutex<Pages>,
}

#[derive(Default)]
struct Pages {
    answers: BTreeMap<Key, Answer>,
    /// In the order in which they were made.
    order: VecDeque<Key>,
    bytes: usize,
}

impl Kept {
    /// What is at a path of the edition that there is by now: as it was made, or made now. `make` says of which edition it was.
    pub(super) fn answer(&self, path: &str, edition: &dyn Fn() -> u64, make: &dyn Fn() -> (u64, Answer)) -> Answer {
        let find = || lock(&self.pages).answers.get(&(edition(), path.to_owned())).cloned();
        if let Some(answer) = find() {
            return answer;
        }
        let _turn = lock(&self.making);
        // Somebody may have made it meanwhile.
        find().unwrap_or_else(|| {
            let (edition, answer) = make();
            lock(&self.pages).keep((edition, path.to_owned()), answer.clone(), MOST);
            answer
        })
    }
}

impl Pages {
    /// Keeps an answer, and of those before as many as there is room for.
    fn keep(&mut self, key: Key, answer: Answer, most: usize) {
        let size = |key: &Key, answer: &Answer| BESIDES + 2 * key.1.len() + answer.text().len();
        let needed = size(&key, &answer);
        if needed > most || self.answers.contains_key(&key) {
            return;
        }
        while self.bytes + needed > most {
            let Some(oldest) = self.order.pop_front() else { break };
            if let Some(answer) = self.answers.remove(&oldest) {
                self.bytes -= size(&oldest, &answer);
            }
        }
        self.bytes += needed;
        self.order.push_back(key.clone());
        self.answers.insert(key, answer);
    }
}

/// Whoever panicked with it left nothing half done.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_page_is_made_once_and_one_at_a_time() {
        let (kept, count, busy, most) =
            (Kept::default(), AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        let make = || {
            most.fetch_max(busy.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(20));
            busy.fetch_sub(1, Ordering::SeqCst);
            (7, Answer::Page(format!("{}", count.fetch_add(1, Ordering::SeqCst))))
        };
        thread::scope(|scope| {
            for at in 0..12 {
                let (kept, make) = (&kept, &make);
                scope.spawn(move || kept.answer(&format!("{}", at % 3), &|| 7, make));
            }
        });
        assert_eq!((count.load(Ordering::SeqCst), most.load(Ordering::SeqCst)), (3, 1));
    }

    #[test]
    fn another_edition_has_other_pages() {
        let kept = Kept::default();
        let page = |edition: u64| kept.answer("1.html", &|| edition, &|| (edition, Answer::Page(edition.to_string())));
        assert_eq!([1, 2, 1].map(page).map(|answer| answer.text().to_owned()), ["1", "2", "1"]);
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let mut pages = Pages::default();
        let page = |letters: usize| Answer::Page("x".repeat(letters));
        let key = |name: &str| (1, name.to_owned());
        pages.keep(key("a"), page(500), 2000);
        pages.keep(key("b"), page(500), 2000);
        pages.keep(key("huge"), page(3000), 2000);
        assert_eq!(pages.answers.len(), 2);
        pages.keep(key("c"), page(900), 2000);
        assert_eq!(pages.answers.keys().map(|key| key.1.as_str()).collect::<Vec<_>>(), ["b", "c"]);
        let bytes: usize = pages.answers.values().map(|answer| BESIDES + 2 + answer.text().len()).sum();
        assert_eq!((pages.bytes, pages.order.len()), (bytes, 2));
    }
}
