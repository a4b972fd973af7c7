//! What each scene adds to what somebody knows who watches a story from the start: differences only, in sentences.
//!
//! Everything is told from two cuts: the one before a scene and the one after it. So two stories that are the same up to a
//! scene have the same diary up to there, whatever comes later.

mod order;

use crate::knowledge::{Added, Cut, Introduced, Noticing, Renamed};
use crate::view::page::{Page, Style, run};
use crate::view::scene::{self, Coming};
use crate::view::{self, Options, card};
use order::Times;

/// Writes what each scene of a cut adds.
///
/// The order of events is worked out before and after each scene that can have changed it, O(n log n), and not at others,
/// which cost what they say.
#[must_use]
pub fn page(cut: &Cut, options: &Options) -> Page {
    write(cut, options, false)
}

/// The same where the order is worked out at each scene, to see that none is passed over that changes it.
#[doc(hidden)]
#[must_use]
pub fn page_at_length(cut: &Cut, options: &Options) -> Page {
    write(cut, options, true)
}

fn write(cut: &Cut, options: &Options, at_length: bool) -> Page {
    let mut page = Page::new(options.width);
    card::titles(&mut page, cut, options, options.indent());
    page.gap();
    page.text(Style::Dim, "What each scene adds to what a viewer knows.", options.indent());
    let mut diary = Diary::of(cut);
    let mut work = None;
    while let Some(added) = diary.tell_next(options, at_length) {
        let Some(shown) = diary.now().scenes().next_back() else { break };
        page.gap();
        if let Some(title) = card::next_work(&mut work, shown) {
            page.text(Style::Strong, title, options.indent());
            page.gap();
        }
        scene::title(&mut page, options, Some(shown.rank() + 1), shown.title());
        if added.lines().is_empty() {
            page.text(Style::Dim, Diary::NOTHING, options.indent());
        }
        added.lines().iter().for_each(|line| page.line(line.iter().cloned()));
    }
    page
}

/// Somebody who watches, and says of each scene what it adds.
pub(crate) struct Diary<'s> {
    noticing: Noticing<'s>,
    times: Times,
}

impl Diary<'_> {
    /// What there is to say where a scene adds nothing.
    pub(crate) const NOTHING: &'static str = "Nothing but what it shows.";
}

impl<'s> Diary<'s> {
    /// Somebody who watches what a cut holds, from its first scene on.
    pub(crate) fn of(cut: &Cut<'s>) -> Self {
        Self { noticing: cut.notice(), times: Times::default() }
    }

    /// What is known by now.
    pub(crate) fn now(&self) -> &Cut<'s> {
        self.noticing.now()
    }

    /// Watches the next scene and says what it adds, from below its title on: no line where it adds nothing. None where
    /// nothing is left to watch.
    pub(crate) fn tell_next(&mut self, options: &Options, at_length: bool) -> Option<Page> {
        let added = self.noticing.notice_next()?;
        let changes = self.times.follow(&self.noticing, at_length || added.news.may_reorder, options);
        let mut page = Page::new(options.width);
        Entry { noticing: &self.noticing, added: &added, options }.write(&mut page, &changes);
        Some(page)
    }

    /// The same without what it changes about the order of events: linear in what it says.
    pub(crate) fn tell_next_without_order(&mut self, options: &Options) -> Option<Page> {
        let added = self.noticing.notice_next()?;
        self.times = Times::default();
        let mut page = Page::new(options.width);
        Entry { noticing: &self.noticing, added: &added, options }.write(&mut page, &[]);
        Some(page)
    }

    /// Watches the next scene and says nothing of it.
    pub(crate) fn pass_next(&mut self) {
        self.noticing.notice_next();
        self.times = Times::default();
    }
}

/// What is to be said of a scene.
struct Entry<'n, 's> {
    noticing: &'n Noticing<'s>,
    added: &'n Added<'s>,
    options: &'n Options,
}

impl<'s> Entry<'_, 's> {
    fn now(&self) -> &Cut<'s> {
        self.noticing.now()
    }

    fn write(&self, page: &mut Page, changes: &[String]) {
        let cut = self.now();
        let Some(shown) = cut.scenes().next_back() else { return };
        for introduced in &self.added.introduced {
            self.line(page, "", &self.introduce(*introduced, shown.rank()));
        }
        let facts: Vec<_> = shown.reveals().collect();
        for learnt in &self.added.news.learnt {
            let coming = if learnt.overturns { Coming::Overturned } else { Coming::New };
            scene::fact(page, self.options, facts[learnt.at as usize], coming);
        }
        for renamed in &self.added.renamed {
            for words in rename(renamed) {
                self.line(page, "", &words);
            }
        }
        for change in &self.added.look_backs {
            let mark = self.options.glyph("↺ ", "< ");
            self.line(page, mark, &format!("{}: {}", self.name(change.scene), view::look_back_in_words(change)));
        }
        let each = |ranks: &[u32]| ranks.iter().map(|&rank| self.name(rank)).collect::<Vec<_>>().join(", ");
        if !self.added.causes.is_empty() {
            self.line(page, "", &format!("It came of: {}.", each(&self.added.causes)));
        }
        if !self.added.effects.is_empty() {
            self.line(page, "", &format!("It led to: {}.", each(&self.added.effects)));
        }
        for words in changes {
            self.line(page, "", words);
        }
        for (title, about) in &self.added.theories {
            self.line(page, "", &format!("A theory is on offer, “{title}”: {about}"));
        }
    }

    fn line(&self, page: &mut Page, mark: &str, words: &str) {
        let margin = run(Style::Plain, &" ".repeat(self.options.indent()));
        page.hanging(&[margin, run(Style::Light, mark)], Style::Plain, words);
    }

    /// A scene by its title and its number.
    fn name(&self, rank: u32) -> String {
        format!("{} ({})", self.now().scene(rank).title(), rank + 1)
    }

    fn introduce(&self, introduced: Introduced, rank: u32) -> String {
        let Introduced { name, role, performer, about, scene, .. } = introduced;
        let role = role.map_or(String::new(), |role| format!(" ({role})"));
        let performer = performer.map_or(String::new(), |performer| format!(", played by {performer}"));
        let about = about.map_or(".".to_owned(), |about| format!(": {about}"));
        if scene == rank {
            format!("You meet {name}{role}{performer}{about}")
        } else {
            format!("So you have met {name}{role}{performer} in {}{about}", self.name(scene))
        }
    }
}

fn rename(renamed: &Renamed) -> Vec<String> {
    let Renamed { was, name, performer, about, .. } = *renamed;
    let now = name.unwrap_or(was);
    let lines = [
        name.map(|name| format!("{was} goes by another name now: {name}.")),
        performer.map(|performer| format!("{now} is played by {performer}.")),
        about.map(|about| format!("{now}: {about}")),
    ];
    lines.into_iter().flatten().collect()
}
