//! The walkthrough as told: each scene from the cut at the scenes up to it.
//!
//! What is to be said of a scene is worked out when it is reached, and kept apart from the drawing: a scene can be
//! drawn again, at another width or after going back.

use crate::knowledge::{Cut, Learnt, News, Watching};
use crate::time::{Chronology, Label, Strand};
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
    let mut telling = Telling::of(cut);
    while let Some(told) = telling.tell_next() {
        page.gap();
        told.write(&mut page, telling.watching.cut(), options);
    }
    page
}

/// Somebody being told a cut, from its first scene on.
pub(super) struct Telling<'s> {
    watching: Watching<'s>,
    time: Time,
}

/// What is to be said of a scene to somebody who watches it, beside the scene itself.
pub(super) struct Told {
    rank: u32,
    /// Where the telling leaves its own time here, or comes back to it.
    mark: Option<Mark>,
    learnt: Vec<Learnt>,
    look_back_at: Vec<u32>,
    /// Earlier scenes that are flashbacks, and flash-forwards, only since this one.
    turned: [Vec<u32>; 2],
    /// Whether what is said of time contradicts itself only since this scene.
    contradicts: bool,
}

/// How the telling goes on in time, at each scene of a cut, to somebody who knows all of it.
pub(super) fn marks(cut: &Cut) -> Vec<Option<Mark>> {
    let chronology = cut.chronology();
    let labels = chronology.places.iter().map(|place| place.label).collect();
    let mut time = Time { labels, chronology: Some(chronology), ..Time::default() };
    let each = (0..cut.scenes().len() as u32).map(|rank| {
        let mark = time.mark(rank);
        time.leave(rank);
        mark
    });
    each.collect()
}

/// How the telling goes on in time. Where a scene is on a strand of its own, the strand is named.
pub(super) enum Mark {
    Earlier {
        strand: bool,
    },
    Later {
        strand: bool,
    },
    Aside {
        strand: bool,
    },
    Jump,
    Back,
    /// The event that this scene showed first.
    OnceMore(u32),
}

impl<'s> Telling<'s> {
    pub(super) fn of(cut: &Cut<'s>) -> Self {
        Self { watching: cut.watch(), time: Time::default() }
    }

    /// Tells the next scene. None where nothing is left to tell.
    pub(super) fn tell_next(&mut self) -> Option<Told> {
        let news = self.watching.watch_next()?;
        self.time.follow(&self.watching, &news);
        let time = &self.time;
        let rank = time.labels.len() as u32 - 1;
        let turned = [Label::Flashback, Label::FlashForward].map(|label| {
            let turned = time.turned.iter().copied();
            turned.filter(|&rank| time.labels[rank as usize] == label).collect()
        });
        let told = Told {
            rank,
            mark: time.mark(rank),
            learnt: news.learnt,
            look_back_at: news.look_back_at,
            turned,
            contradicts: time.contradicts == Some(Since::Now),
        };
        self.time.leave(rank);
        Some(told)
    }
}

/// How scenes stand to time.
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

    /// Goes on from a scene, remembering where the telling is.
    fn leave(&mut self, rank: u32) {
        let (strand, on_main) = self.strand(rank);
        self.away = match self.labels[rank as usize] {
            Label::Timeless => self.away,
            Label::Present | Label::Jump => None,
            Label::Retold if on_main => None,
            label => Some((label, strand)),
        };
        self.contradicts = self.contradicts.map(|_| Since::Before);
    }

    /// The strand of a scene, if it is not the main one of its work, and whether it is.
    fn strand(&self, rank: u32) -> (Option<Strand>, bool) {
        match &self.chronology {
            Some(chronology) => {
                let place = &chronology.places[rank as usize];
                (place.strand.filter(|_| !place.on_main), place.on_main)
            }
            None => (None, true),
        }
    }

    /// What to say of time before a scene.
    fn mark(&self, rank: u32) -> Option<Mark> {
        let (label, (on, on_main)) = (self.labels[rank as usize], self.strand(rank));
        let strand = !on_main;
        let goes_on = self.away == Some((label, on));
        match label {
            Label::Timeless => None, // said beside its place, for it lasts no longer than the scene
            Label::Retold => {
                let chronology = self.chronology.as_ref()?;
                let event = chronology.places[rank as usize].event?;
                chronology.events[event as usize].scenes.first().copied().map(Mark::OnceMore)
            }
            Label::Flashback | Label::FlashForward | Label::Aside if goes_on => None,
            Label::Flashback => Some(Mark::Earlier { strand }),
            Label::FlashForward => Some(Mark::Later { strand }),
            Label::Aside => Some(Mark::Aside { strand }),
            Label::Jump => Some(Mark::Jump),
            Label::Present => self.away.map(|_| Mark::Back),
        }
    }
}

impl Told {
    /// Puts the scene on a page, from the cut at the scenes up to it.
    pub(super) fn write(&self, page: &mut Page, cut: &Cut, options: &Options) {
        let shown = cut.scene(self.rank);
        card::begin_work(page, cut, self.rank, options);
        if let Some(mark) = &self.mark {
            mark.write(page, cut, self.rank, options);
        }
        scene::title(page, options, Some(self.rank + 1), shown.title());
        scene::setting(page, options, shown, None);
        scene::narration(page, options, shown);
        let facts: Vec<_> = shown.reveals().collect();
        for learnt in &self.learnt {
            page.gap();
            let coming = if learnt.overturns { Coming::Overturned } else { Coming::New };
            scene::fact(page, options, facts[learnt.at as usize], coming);
        }
        let anything_turned = self.turned.iter().any(|ranks| !ranks.is_empty());
        if self.learnt.len() > 1 && (!self.look_back_at.is_empty() || anything_turned) {
            page.gap(); // it is not the last fact's alone
        }
        let named = |ranks: &[u32]| ranks.iter().map(|&rank| cut.scene(rank)).collect::<Vec<_>>();
        scene::name_scenes(page, options, "Look back at: ", &named(&self.look_back_at));
        for (ranks, words) in self.turned.iter().zip(["Now a flashback: ", "Now a flash-forward: "]) {
            scene::name_scenes(page, options, words, &named(ranks));
        }
        if self.contradicts {
            page.gap();
            page.text(Style::Light, "What has been said about time by now contradicts itself.", options.indent());
        }
    }
}

impl Mark {
    /// Puts the mark before a scene on a page.
    pub(super) fn write(&self, page: &mut Page, cut: &Cut, rank: u32, options: &Options) {
        let (glyph, words) = self.in_words(cut, rank, options);
        scene::mark(page, options, glyph, &words);
        page.gap();
    }

    /// A glyph and words.
    fn in_words(&self, cut: &Cut, rank: u32, options: &Options) -> (&'static str, String) {
        let (earlier, later) = (options.glyph("↶ ", "<< "), options.glyph("↷ ", ">> "));
        let named = |words: &str, strand: bool| match cut.scene(rank).strand_name().filter(|_| strand) {
            Some(name) => format!("{words}: {name}"),
            None => words.to_owned(),
        };
        match *self {
            Self::Earlier { strand } => (earlier, named("Earlier", strand)),
            Self::Later { strand } => (later, named("Later", strand)),
            Self::Aside { strand } => ("~ ", named("Aside", strand)),
            Self::Jump => (earlier, "A jump in time".to_owned()),
            Self::Back => (later, format!("Back to: {}", cut.scene(rank).main_strand_name().unwrap_or("the present"))),
            Self::OnceMore(first) => {
                (options.glyph("↻ ", "= "), format!("Once more: {} ({})", cut.scene(first).title(), first + 1))
            }
        }
    }
}
