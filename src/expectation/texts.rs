//! Words that must not show: looked for in the text of everything that a viewer can be shown at a position.

use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::Judge;
use crate::knowledge::Cut;
use crate::letters;
use crate::play;
use crate::source;
use crate::view::{Options, Order, Page, VIEWS};
use crate::words;

/// As wide as a page can be asked for: fewer lines, and fewer names in pieces.
const WIDE: usize = 1000;

/// Letters shown before and after a word.
const AROUND: usize = 30;

impl Judge<'_> {
    pub(super) fn words(&mut self) {
        let expected = self.expected;
        if expected.absent.is_empty() {
            return;
        }
        let shown = self.shown();
        for (word, at) in &expected.absent {
            // Where the story itself shows it, what theories make of that says no more.
            let found = shown.iter().find_map(|(under, texts)| {
                let found: Vec<(&str, &str, Range<usize>)> = (texts.iter())
                    .filter_map(|(view, text)| Some((view.as_str(), text.as_str(), find(text, word)?)))
                    .collect();
                (!found.is_empty()).then_some((under, found))
            });
            let Some((under, found)) = found else { continue };
            let views: Vec<&str> = found.iter().map(|(view, ..)| *view).collect();
            let (_, text, place) = &found[0];
            let message = format!("“{word}” shows {}", self.at());
            let help = format!("there it says: {}", excerpt(text, place));
            let problem = self.note(message, *at, format!("it is in {}{under}", words::listed(&views)), help);
            problem.help.push("say it in other words, or by hindsight".to_owned());
        }
    }

    /// All that is shown at the position: in the story itself, then under each theory on offer.
    fn shown(&self) -> Vec<(String, Vec<(String, String)>)> {
        let mut all = vec![(String::new(), shown(&self.cut))];
        for theory in self.story.theories() {
            let chosen = self.cut.choosing(Some(theory));
            let under = chosen.under().map(|theory| format!(", under the theory “{}”", theory.title()));
            all.extend(under.map(|under| (under, shown(&chosen))));
        }
        all
    }
}

/// All that is shown of a cut, each with what it is in.
fn shown(cut: &Cut) -> Vec<(String, String)> {
    let chronology = cut.chronology();
    let [narrative, chronological] =
        [Order::Narrative, Order::Chronological].map(|order| Options { width: WIDE, order, ..Options::default() });
    let mut texts = vec![
        ("the telling".to_owned(), on_one_line(&play::told(cut, &narrative))),
        ("the telling with hindsight".to_owned(), on_one_line(&play::rewatch(cut, &narrative))),
        ("the telling as it happened".to_owned(), on_one_line(&play::chronological(cut, &chronology, &chronological))),
    ];
    for view in VIEWS {
        texts.push((format!("the {}", view.name), on_one_line(&(view.page)(cut, &chronology, &narrative))));
    }
    texts
}

/// A page without its line breaks, which may stand within a name, and without what is drawn.
fn on_one_line(page: &Page) -> String {
    let is_drawn = |word: &&str| word.chars().all(|c| matches!(c, '\u{2500}'..='\u{25ff}'));
    page.plain().split_whitespace().filter(|word| !is_drawn(word)).collect::<Vec<_>>().join(" ")
}

/// Where a text has a word that stands by itself, in small letters or capitals.
fn find(text: &str, word: &str) -> Option<Range<usize>> {
    let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
    let forms = [word.clone(), word.to_lowercase(), word.to_uppercase()];
    let search = AhoCorasick::builder().ascii_case_insensitive(true).build(forms).ok().filter(|_| !word.is_empty())?;
    search.find_iter(text).map(|found| found.range()).find(|range| letters::stands_alone(text, range.clone()))
}

/// A word with some of what stands round it.
fn excerpt(text: &str, place: &Range<usize>) -> String {
    let begins = source::boundary(text, place.start.saturating_sub(AROUND));
    let ends = source::boundary(text, (place.end + AROUND).min(text.len()));
    let before = if begins > 0 { "…" } else { "" };
    let after = if ends < text.len() { "…" } else { "" };
    format!("“{before}{}{after}”", text[begins..ends].trim())
}
