//! The walkthrough as told: each scene from the cut at the scenes up to it.

use crate::knowledge::{Cut, News, Watching};
use crate::time::{Chronology, Label, MAIN, Strand};
use crate::view::page::{Page, Style};
use crate::view::scene::{self, Coming};
use crate::view::{Options, card};

/// Narrates a cut from its first scene to its last.
///
/// The order of events is worked out anew only where a scene can have changed it: O(n log n) for each scene
/// that says something of time or makes known what time waits for, its own size for each other. A story told in
/// frames throughout is of the first kind throughout.
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
        time.leave();
    }
    page
}

/// How the scenes so far stand to time.
#[derive(Default)]
struct Time {
    labels: Vec<Label>,
    /// The order of events, if it was worked out at the last scene.
    chronology: Option<Chronology>,
    /// Earlier scenes that stand out of their time since the last scene, and did not before.
    turned: Vec<u32>,
    /// Whether what is said of time contradicts itself since the last scene, or did before it.
    contradicts: Option<Since>,
    /// Where the telling is, if it left its own time: how, and on which strand.
    away: Option<(Label, Option<Strand>)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Since {
    Now,
    Before,
}

impl Time {
    /// Takes in the scene just seen.
    fn follow(&mut self, watching: &Watching, news: &News) {
        self.chronology = None;
        self.turned.clear();
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
        self.contradicts = match (&chronology.contradiction, self.contradicts) {
            (None, _) => None,
            (Some(_), None) => Some(Since::Now),
            (Some(_), Some(_)) => Some(Since::Before),
        };
        self.chronology = Some(chronology);
    }

    /// Goes on to the next scene, remembering where the telling is.
    fn leave(&mut self) {
        let strand = self.strand();
        self.away = match self.labels.last() {
            None | Some(Label::Timeless) => self.away,
            Some(Label::Present | Label::Jump) => None,
            Some(Label::Retold) if strand == Some(MAIN) => None,
            Some(&label) => Some((label, strand)),
        };
        self.contradicts = self.contradicts.map(|_| Since::Before);
    }

    /// The strand of the scene just seen.
    fn strand(&self) -> Option<Strand> {
        match &self.chronology {
            Some(chronology) => chronology.places.last().and_then(|place| place.strand),
            None => Some(MAIN),
        }
    }
}

fn narrate(page: &mut Page, options: &Options, cut: &Cut, time: &Time, news: &News) {
    let rank = time.labels.len() as u32 - 1;
    let shown = cut.scene(rank);
    if let Some((mark, words)) = time_mark(options, cut, time, rank) {
        scene::mark(page, options, mark, &words);
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
    if news.learnt.len() > 1 && (!news.look_back_at.is_empty() || !time.turned.is_empty()) {
        page.gap(); // it is not the last fact's alone
    }
    let named = |ranks: &[u32]| ranks.iter().map(|&rank| cut.scene(rank)).collect::<Vec<_>>();
    scene::name_scenes(page, options, "Look back at: ", &named(&news.look_back_at));
    for (label, words) in [(Label::Flashback, "Now a flashback: "), (Label::FlashForward, "Now a flash-forward: ")] {
        let turned: Vec<u32> =
            time.turned.iter().copied().filter(|&rank| time.labels[rank as usize] == label).collect();
        scene::name_scenes(page, options, words, &named(&turned));
    }
    if time.contradicts == Some(Since::Now) {
        page.gap();
        page.text(Style::Light, "What has been said about time by now contradicts itself.", options.indent());
    }
}

/// What to say of time before a scene, where the telling leaves its own time or comes back to it: a mark and words.
fn time_mark(options: &Options, cut: &Cut, time: &Time, rank: u32) -> Option<(&'static str, String)> {
    let (label, strand) = (time.labels[rank as usize], time.strand());
    let name = cut.scene(rank).strand_name().filter(|_| strand != Some(MAIN));
    let named = |words: &str| name.map_or(words.to_owned(), |name| format!("{words}: {name}"));
    let goes_on = time.away == Some((label, strand));
    match label {
        Label::Timeless => None, // said beside its place, for it lasts no longer than the scene
        Label::Retold => {
            let chronology = time.chronology.as_ref()?;
            let event = chronology.places[rank as usize].event?;
            let first = *chronology.events[event as usize].scenes.first()?;
            let words = format!("Once more: {} ({})", cut.scene(first).title(), first + 1);
            Some((options.glyph("↻ ", "= "), words))
        }
        Label::Flashback | Label::FlashForward | Label::Aside if goes_on => None,
        Label::Flashback => Some((options.glyph("↶ ", "<< "), named("Earlier"))),
        Label::FlashForward => Some((options.glyph("↷ ", ">> "), named("Later"))),
        Label::Aside => Some(("~ ", named("Aside"))),
        Label::Jump => Some((options.glyph("↶ ", "<< "), "A jump in time".to_owned())),
        Label::Present => time.away.map(|_| {
            let words = cut.main_strand_name().unwrap_or("the present");
            (options.glyph("↷ ", ">> "), format!("Back to: {words}"))
        }),
    }
}
