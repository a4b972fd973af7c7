//! What a writer expects of a story, held against it: what is known at a position, what must not show, what is in order.
//!
//! An expectation that fails is a problem at its place in the file, and says what holds instead. One in the file of a work is
//! judged of that work alone, one in the file of a universe of all of it.

mod order;
mod texts;

use crate::knowledge::{Cut, Seen, cut_to};
use crate::problem::{FAILED_EXPECTATION, Problem};
use crate::source::Location;
use crate::story::{Expectation, FactId, Party, SceneId, Story};

/// What of an expectation does not hold. O(n log n) for orders and for words, and for each order that is to be possible.
#[must_use]
pub fn failures(story: &Story, expected: &Expectation) -> Vec<Problem> {
    let seen = Seen::of(story, &expected.positions);
    let work = expected.home.filter(|_| story.universe().is_some());
    let cut = cut_to(story, &seen, work);
    let mut judge = Judge { story, expected, seen, cut, problems: Vec::new() };
    judge.facts();
    judge.words();
    judge.orders();
    judge.problems
}

/// An expectation, and what somebody knows at its position.
struct Judge<'s> {
    story: &'s Story,
    expected: &'s Expectation,
    seen: Seen,
    cut: Cut<'s>,
    problems: Vec<Problem>,
}

/// What somebody has of a fact.
enum Held {
    KnownSince(SceneId),
    BelievedSince(SceneId),
    Nothing,
}

impl Judge<'_> {
    /// The position in words.
    fn at(&self) -> String {
        self.expected.at.as_ref().map_or("in the end".to_owned(), |at| format!("at `{}`", at.value))
    }

    fn name(&self, party: Party) -> String {
        self.story.name_in(self.expected.home, party)
    }

    fn scene(&self, scene: SceneId) -> String {
        self.name(Party::Scene(scene))
    }

    fn fact(&self, fact: FactId) -> String {
        self.name(Party::Fact(fact)).replacen("fact:", "", 1)
    }

    /// Notes that something does not hold: what, where, what holds instead, and what to do.
    fn note(&mut self, message: String, at: Location, instead: String, help: impl Into<String>) -> &mut Problem {
        let problem = Problem::new(&FAILED_EXPECTATION, at.file, message).at(at.span, instead).help(help);
        let place = self.problems.len();
        self.problems.push(problem);
        &mut self.problems[place]
    }

    /// Whether a scene is looked at: in the file of a work only those of that work are.
    fn is_in_scope(&self, scene: SceneId) -> bool {
        self.story.universe().is_none() || self.expected.home.is_none_or(|work| self.story.scene(scene).work == work)
    }

    fn held(&self, fact: FactId) -> Held {
        let shown = |scene: &SceneId| self.seen.contains(*scene) && self.is_in_scope(*scene);
        if let Some(scene) = self.story.revealed_by(fact).find(shown) {
            return Held::KnownSince(scene);
        }
        match self.story.hinted_by(fact).find(shown).filter(|_| self.story.fact(fact).seems.is_some()) {
            Some(scene) => Held::BelievedSince(scene),
            None => Held::Nothing,
        }
    }

    fn facts(&mut self) {
        let expected = self.expected;
        for &(fact, at) in &expected.known {
            self.known(fact, at);
        }
        for &(fact, at) in &expected.believed {
            self.believed(fact, at);
        }
        for &(fact, at) in &expected.hidden {
            if let Held::KnownSince(scene) = self.held(fact) {
                let (name, since) = (self.fact(fact), self.scene(scene));
                let message = format!("{name} is not hidden {}", self.at());
                let help = format!("reveal it later than in {since}, or expect it to be known from there on");
                self.note(message, at, format!("is known since {since}"), help);
            }
        }
    }

    fn known(&mut self, fact: FactId, at: Location) {
        let instead = match self.held(fact) {
            Held::KnownSince(_) => return,
            Held::BelievedSince(scene) => format!("is only believed, since {}", self.scene(scene)),
            Held::Nothing => "nothing tells of it by then".to_owned(),
        };
        let message = format!("{} is not known {}", self.fact(fact), self.at());
        let help = match self.story.revealed_by(fact).find(|&scene| self.is_in_scope(scene)) {
            Some(scene) => format!("{} is the first to reveal it", self.scene(scene)),
            None => format!("no scene reveals it{}: name it in the `reveals` of one", self.of_the_work()),
        };
        self.note(message, at, instead, help);
    }

    fn believed(&mut self, fact: FactId, at: Location) {
        let name = self.fact(fact);
        let (instead, help) = match self.held(fact) {
            Held::BelievedSince(_) => return,
            Held::KnownSince(scene) => {
                let since = self.scene(scene);
                let help = format!("reveal it later than in {since}, or expect it to be known from there on");
                (format!("is known since {since}"), help)
            }
            Held::Nothing if self.story.fact(fact).seems.is_none() => {
                ("it has no `seems`, so nothing else is believed of it".to_owned(), format!("give {name} a `seems`"))
            }
            Held::Nothing => {
                let first = self.story.hinted_by(fact).find(|&scene| self.is_in_scope(scene));
                let help = match first {
                    Some(scene) => format!("{} is the first to hint at it", self.scene(scene)),
                    None => format!("no scene hints at it{}: name it in the `hints` of one", self.of_the_work()),
                };
                ("nothing hints at it by then".to_owned(), help)
            }
        };
        let message = format!("nothing else is believed of {name} {}", self.at());
        self.note(message, at, instead, help);
    }

    /// Which scenes are looked at, where these are not all.
    fn of_the_work(&self) -> String {
        match self.expected.home.filter(|_| self.story.universe().is_some()) {
            Some(work) => format!(" in `{}`", self.story.work(work).id),
            None => String::new(),
        }
    }
}
