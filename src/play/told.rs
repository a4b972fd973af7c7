//! The walkthrough as told: each scene from the cut at the scenes up to it.

use crate::knowledge::{Cut, News, Watching};
use crate::time::{Chronology, Label, MAIN};
use crate::view::page::{Page, Style, run};
use crate::view::scene::{self, Coming};
use crate::view::{Options, card};

/// Narrates a cut from its first scene to its last.
///
/// The order of events is worked out anew only where a scene can have changed it: O(n log n) for each scene
/// that says something of time or makes something known, its own size for each other.
#[must_use]
pub fn told(cut: &Cut, options: &Options) -> Page {
    let mut page = Page::new(options.width);
    card::write(&mut page, cut, options);
    let mut watching = cut.watch();
    let mut time = Time::default();
    while let Some(news) = watching.watch_next() {
        time.follow(&watching, &news);
        page.gap();
        narrate(&mut page, options, watching.cut(), &time, &news);
    }
    page
}

/// How the scenes so far stand to time.
#[derive(Default)]
struct Time {
    labels: Vec<Label>,
    /// What the last scene but one was taken for when it was narrated.
    before: Option<Label>,
    /// The order of events, if it was worked out at the last scene.
    chronology: Option<Chronology>,
    /// Earlier scenes that stand out of their time since the last scene, and did not before.
    turned: Vec<u32>,
    /// Whether what is said of time contradicts itself by now, and whether it did before the last scene.
    contradicts: [bool; 2],
}

impl Time {
    /// Takes in the scene just seen.
    fn follow(&mut self, watching: &Watching, news: &News) {
        self.chronology = None;
        self.turned.clear();
        self.contradicts[1] = self.contradicts[0];
        self.before = self.labels.last().copied();
        if !news.may_reorder {
            let timeless = watching.cut().scene(self.labels.len() as u32).is_timeless();
            self.labels.push(if timeless { Label::Timeless } else { Label::Present });
            return;
        }
        let chronology = watching.cut().chronology();
        let labels: Vec<Label> = chronology.places.iter().map(|place| place.label).collect();
        let anachrony = |label: Label| matches!(label, Label::Flashback | Label::FlashForward);
        let turned = (0..).zip(self.labels.iter().zip(&labels));
        let turned = turned.filter(|(_, (before, now))| before != now && anachrony(**now));
        self.turned = turned.map(|(rank, _)| rank).collect();
        self.labels = labels;
        self.contradicts[0] = chronology.contradiction.is_some();
        self.chronology = Some(chronology);
    }
}

fn narrate(page: &mut Page, options: &Options, cut: &Cut, time: &Time, news: &News) {
    let rank = time.labels.len() as u32 - 1;
    let shown = cut.scene(rank);
    if let Some(mark) = time_mark(options, cut, time, rank) {
        page.hanging(&[run(Style::Plain, &" ".repeat(options.indent()))], Style::Time, &mark);
        page.gap();
    }
    scene::title(page, options, Some(rank + 1), shown.title());
    scene::setting(page, options, shown, None);
    scene::narration(page, options, shown);
    let facts: Vec<_> = shown.reveals().collect();
    for learnt in &news.learnt {
        page.gap();
        let coming = if learnt.overturns { Coming::Overturned } else { Coming::New };
        scene::fact(page, options, facts[learnt.at as usize], coming);
    }
    let mut back: Vec<u32> = news.look_back_at.iter().chain(&time.turned).copied().collect();
    back.sort_unstable();
    back.dedup();
    if !back.is_empty() {
        let word = |rank: u32| time.turned.binary_search(&rank).ok().map(|_| now_a(time.labels[rank as usize]));
        let scenes: Vec<_> = back.iter().map(|&rank| (cut.scene(rank), word(rank))).collect();
        scene::look_back(page, options, &scenes);
    }
    if time.contradicts == [true, false] {
        page.gap();
        let words = "What has been said about time by now contradicts itself.";
        page.text(Style::Light, words, options.indent());
    }
}

fn now_a(label: Label) -> &'static str {
    match label {
        Label::FlashForward => "a flash-forward",
        _ => "a flashback",
    }
}

/// What to say of time before a scene, where the telling leaves the time it was in or comes back.
fn time_mark(options: &Options, cut: &Cut, time: &Time, rank: u32) -> Option<String> {
    let place = |rank: u32| time.chronology.as_ref().map(|chronology| chronology.places[rank as usize]);
    let name = place(rank).and_then(|place| place.strand).and_then(|strand| cut.strand_name(strand));
    let named = |words: &str| name.map_or(words.to_owned(), |name| format!("{words}: {name}"));
    let mark = |unicode, ascii, words: String| Some(format!("{} {words}", options.glyph(unicode, ascii)));
    match time.labels[rank as usize] {
        Label::Timeless => None, // said beside its place, for it lasts no longer than the scene
        Label::Retold => {
            let chronology = time.chronology.as_ref()?;
            let event = place(rank)?.event?;
            let first = *chronology.events[event as usize].scenes.first()?;
            mark("↻", "=", format!("Once more: {} ({})", cut.scene(first).title(), first + 1))
        }
        label if time.before == Some(label) && goes_on(time, rank, label) => None,
        Label::Flashback => mark("↶", "<<", named("Earlier")),
        Label::FlashForward => mark("↷", ">>", named("Later")),
        Label::Aside => mark("~", "~", named("At another time")),
        Label::Jump => mark("↶", "<<", named("Back in time")),
        Label::Present => match time.before {
            Some(Label::Flashback | Label::FlashForward | Label::Aside) => {
                let name = cut.strand_name(MAIN);
                mark("↷", ">>", name.map_or("Back to the present".to_owned(), |name| format!("Back to: {name}")))
            }
            _ => None,
        },
    }
}

/// Whether a scene goes on where the one told before it was, both of them out of their time in the same way.
fn goes_on(time: &Time, rank: u32, label: Label) -> bool {
    let strand = |rank: u32| {
        let chronology = time.chronology.as_ref()?;
        chronology.places.get(rank as usize).map(|place| place.strand)
    };
    match label {
        Label::Timeless => true,
        Label::Flashback | Label::FlashForward | Label::Aside => strand(rank) == rank.checked_sub(1).and_then(strand),
        Label::Present | Label::Retold | Label::Jump => false,
    }
}
