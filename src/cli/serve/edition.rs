//! The stories as they are by now, and what of them is at which path. There are no files behind it: a path is looked up among
//! the pages that there are.

use std::hash::{Hash, Hasher};
use std::path::PathBuf;

use fnv::FnvHasher;

use super::http::Answer;
use super::{address, file_of};
use crate::knowledge::{Seen, cut_to};
use crate::library::{self, Listing, Loaded};
use crate::lint::{self, Checked};
use crate::problem::{self, Look, Severity};
use crate::site::{self, Live, PROBLEMS, START, Settings, Shelved, Site, is_page, is_part};
use crate::story::{Story, TheoryId, WorkId};

/// What tells which edition it is, in each folder.
const EDITION: &str = "edition.txt";

/// A story that is shown: where it is from, and below which folder of the site.
pub(super) struct Subject {
    from: From,
    /// Nothing where it is the only one.
    folder: String,
}

enum From {
    File(PathBuf),
    Library(Listing),
}

impl Subject {
    /// The only story, by its path.
    pub(super) fn file(path: PathBuf) -> Self {
        Self { from: From::File(path), folder: String::new() }
    }

    /// The only story, from the library.
    pub(super) fn listing(listing: Listing) -> Self {
        Self { from: From::Library(listing), folder: String::new() }
    }

    /// Several, each in a folder of its own.
    pub(super) fn several(files: &[PathBuf]) -> Vec<Self> {
        let subject = |(path, folder): (&PathBuf, String)| Self { from: From::File(path.clone()), folder };
        files.iter().zip(address::folders(files)).map(subject).collect()
    }

    /// The file to watch, where there is one.
    pub(super) fn path(&self) -> Option<PathBuf> {
        match &self.from {
            From::File(path) => Some(path.clone()),
            From::Library(listing) => file_of(listing),
        }
    }

    fn load(&self) -> Loaded {
        match &self.from {
            From::File(path) => library::load_file(path),
            From::Library(listing) => listing.load(),
        }
    }
}

/// The stories as they were read once.
pub(super) struct Edition {
    mark: u64,
    stories: Vec<Read>,
}

/// A story as it was read.
struct Read {
    folder: String,
    title: String,
    /// The story, and the work of it that is asked for. None where nothing can be told of it.
    story: Option<(Story, Option<WorkId>)>,
    theory: Option<TheoryId>,
    lacks_theory: bool,
    errors: usize,
    /// What is wrong with it, drawn.
    problems: String,
    /// A mark of what was read.
    mark: u64,
}

/// What is known of a path at once.
pub(super) enum Found<'e> {
    Answer(Answer),
    /// A page by this name of this story is to be made, if there is one.
    Page(Place<'e>),
}

/// A page of a story.
pub(super) struct Place<'e> {
    read: &'e Read,
    name: String,
}

impl Edition {
    /// Reads the stories anew.
    pub(super) fn of(subjects: &[Subject], theory: Option<&str>) -> Self {
        let stories: Vec<Read> = subjects.iter().map(|subject| Read::of(subject, theory)).collect();
        let mut hasher = FnvHasher::default();
        (env!("CARGO_PKG_VERSION"), theory).hash(&mut hasher);
        for story in &stories {
            (&story.folder, story.mark).hash(&mut hasher);
        }
        Self { mark: hasher.finish(), stories }
    }

    /// Another one where what was read is other, and the same whenever the same is read.
    pub(super) fn mark(&self) -> u64 {
        self.mark
    }

    /// How many errors there are in all of them.
    pub(super) fn errors(&self) -> usize {
        self.stories.iter().map(|story| story.errors).sum()
    }

    /// Whether the theory that was asked for is in none of them.
    pub(super) fn lacks_theory(&self) -> bool {
        self.stories.iter().all(|story| story.lacks_theory)
    }

    /// What is at a path, as far as it can be said at once.
    pub(super) fn find(&self, path: &str) -> Found<'_> {
        let Some(path) = address::asked(path) else { return Found::Answer(Answer::Nothing) };
        if path == EDITION || path.ends_with(&format!("/{EDITION}")) {
            return Found::Answer(Answer::Text(self.mark.to_string()));
        }
        if path.is_empty() && self.stories.iter().all(|story| !story.folder.is_empty()) {
            let stories: Vec<Shelved> = self.stories.iter().map(Read::shelved).collect();
            return Found::Answer(Answer::Page(site::shelf(&stories, self.settings(0))));
        }
        if let Some(text) = site::shared(&path) {
            return Found::Answer(Answer::of(&path, text));
        }
        let story = self.stories.iter().filter(|story| path.starts_with(&story.folder));
        let story = story.max_by_key(|story| story.folder.len());
        let Some((read, rest)) = story.and_then(|story| Some((story, path.strip_prefix(&story.folder)?))) else {
            let is_folder = self.stories.iter().any(|story| story.folder.strip_suffix('/') == Some(&path));
            let answer = if is_folder { Answer::Elsewhere(format!("/{path}/")) } else { self.missing(&path) };
            return Found::Answer(answer);
        };
        if let Some(text) = site::shared(rest) {
            return Found::Answer(Answer::of(rest, text));
        }
        let name = if rest.is_empty() || rest.ends_with('/') { format!("{rest}{START}") } else { rest.to_owned() };
        if !is_page(&name) && !is_part(&name) {
            return Found::Answer(self.missing(rest));
        }
        Found::Page(Place { read, name })
    }

    /// Makes a page, or says that there is none. Costs what [`Site::of`] and [`Site::file`] do.
    pub(super) fn make(&self, Place { read, name }: &Place) -> Answer {
        let Some((story, work)) = &read.story else {
            // Nothing can be shown of it, so each of its pages says why.
            let up = "../".repeat(name.matches('/').count());
            let problems = || Answer::Page(site::problems(&read.problems, &up, self.settings(0)));
            return if is_page(name) { problems() } else { self.missing(name) };
        };
        let settings = self.settings(read.errors);
        if name == PROBLEMS {
            return Answer::Page(site::problems(&read.problems, "", settings));
        }
        let all = Seen::all(story);
        let works = story.work_ids().map(|work| cut_to(story, &all, Some(work)).choosing(read.theory)).collect();
        let site = Site::of(cut_to(story, &all, *work).choosing(read.theory), works, settings);
        if is_page(name) {
            return site.file(name).map_or_else(|| self.missing(name), |text| Answer::of(name, text));
        }
        let is_folder = site.file(&format!("{name}/{START}")).is_some();
        if is_folder { Answer::Elsewhere(format!("/{}{name}/", read.folder)) } else { self.missing(name) }
    }

    /// Nothing is at a path below the start of a story, or of all. Who comes there stays until there is.
    fn missing(&self, path: &str) -> Answer {
        Answer::Missing(site::missing(&"../".repeat(path.matches('/').count()), self.settings(0)))
    }

    fn settings(&self, errors: usize) -> Settings {
        Settings { indexed: false, live: Some(Live { edition: self.mark, errors }) }
    }
}

impl Read {
    fn of(subject: &Subject, theory: Option<&str>) -> Self {
        let loaded = subject.load();
        let work = loaded.work();
        let is_unusable = loaded.unusable().next().is_some();
        let Loaded { sources, mut problems, story, .. } = loaded;
        if let Some(story) = &story {
            problems = lint::check(Checked::new(story, &sources), &[], problems);
        } else {
            problem::sort(&mut problems);
        }
        let errors = problems.iter().filter(|problem| problem.code.severity == Severity::Error).count();
        let drawn: Vec<String> =
            problems.iter().map(|problem| problem::render(problem, &sources, Look::default())).collect();
        let mut hasher = FnvHasher::default();
        for source in &sources {
            (source.name(), source.text()).hash(&mut hasher);
        }
        drawn.hash(&mut hasher); // of what cannot be read there is no text
        let story = story.filter(|_| !is_unusable);
        let whole = story.as_ref().map(|story| cut_to(story, &Seen::all(story), work));
        let stem = || subject.path()?.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let name = || stem().unwrap_or_else(|| subject.folder.trim_end_matches('/').to_owned());
        let title = whole.as_ref().map_or_else(name, |cut| cut.title().to_owned());
        let chosen = theory.zip(whole.as_ref()).and_then(|(theory, cut)| Some(cut.theory_named(theory)?.number()));
        let lacks_theory = theory.is_some() && chosen.is_none() && story.is_some();
        let (folder, problems) = (subject.folder.clone(), drawn.join("\n"));
        let (story, theory, mark) = (story.map(|story| (story, work)), chosen, hasher.finish());
        Self { folder, title, story, theory, lacks_theory, errors, problems, mark }
    }

    fn shelved(&self) -> Shelved {
        Shelved { address: format!("{}{START}", self.folder), title: self.title.clone(), errors: self.errors }
    }
}
