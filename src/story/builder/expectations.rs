//! What is expected of a story: each reference in it is followed like any other.

use super::Builder;
use crate::problem;
use crate::source::{Location, Span};
use crate::story::{Expectation, FactId, Party, Position};
use crate::syntax::{self, Document, Text};

impl<'d> Builder<'d, '_> {
    pub(super) fn expectations(&mut self, document: &'d Document) -> Vec<Expectation> {
        document.expectations.iter().map(|expected| self.expectation(expected)).collect()
    }

    fn expectation(&mut self, expected: &'d syntax::Expectation) -> Expectation {
        let positions = expected.at.as_ref().map_or_else(|| vec![Position::All], |at| self.positions(at));
        Expectation {
            home: self.home(),
            at: expected.at.clone(),
            positions,
            known: self.expected_facts(&expected.known),
            believed: self.expected_facts(&expected.believed),
            hidden: self.expected_facts(&expected.hidden),
            absent: expected.absent.iter().map(|word| (word.value.clone(), self.location(word.span))).collect(),
            order: self.expected_parties(&expected.order, "order"),
            together: self.expected_parties(&expected.together, "together"),
            possible: self.expected_parties(&expected.possible, "possible"),
            written: self.location(expected.span),
        }
    }

    fn expected_facts(&mut self, words: &[Text]) -> Vec<(FactId, Location)> {
        self.once_each(words, "fact", Self::fact)
    }

    fn expected_parties(&mut self, words: &[Text], key: &str) -> Vec<(Party, Location)> {
        let parties = self.once_each(words, "scene", Self::target);
        if let ([only], [_]) = (words, &parties[..]) {
            let message = format!("`{key}` compares scenes, and names one");
            self.note(&problem::BAD_VALUE, message, only.span, "name two or more");
        }
        parties
    }

    /// What a position names, as `--seen` takes it.
    fn positions(&mut self, at: &Text) -> Vec<Position> {
        at.value.split(',').filter_map(|word| self.position(word.trim(), at.span)).collect()
    }

    fn position(&mut self, word: &str, span: Span) -> Option<Position> {
        let (alone, bare) = word.strip_prefix('=').map_or((false, word), |bare| (true, bare));
        match bare {
            "all" if !alone => return Some(Position::All),
            "none" if !alone => return Some(Position::None),
            "" => {
                let help = "it is `all`, `none`, a work, a scene's id, or several with commas between";
                self.note(&problem::BAD_VALUE, "this names no position".to_owned(), span, help);
                return None;
            }
            _ => {}
        }
        let is_work = !alone && !self.names[self.at].scenes.has(bare);
        if let Some(&document) = self.works.get(bare).filter(|_| is_work) {
            return self.home_of(document).map(Position::Work);
        }
        let scene = self.scene(&Text { value: bare.to_owned(), span })?;
        Some(if alone { Position::Only(scene) } else { Position::UpTo(scene) })
    }
}
