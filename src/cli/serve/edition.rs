//! The stories as they are by now, and what of them is at which path. There are no files behind it: a path is looked up among
//! the pages that there are.

use std::path::{Path, PathBuf};

use super::file_of;
use super::http::Answer;
use crate::knowledge::{Seen, cut_to};
use crate::library::{self, Listing, Loaded};
use crate::lint::{self, Checked};
use crate::problem::{self, Look};
use crate::site::{self, Live, PROBLEMS, START, Settings, Site};
use crate::story::{Story, TheoryId, WorkId};

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

    /// One of several.
    pub(super) fn in_folder(path: &Path) -> Self {
        let path = path.strip_prefix(".").unwrap_or(path);
        let is_universe = path.file_stem().is_some_and(|stem| stem == library::UNIVERSE);
        let named = if is_universe { path.parent().unwrap_or(path).to_owned() } else { path.with_extension("") };
        let parts: Vec<String> =
            named.components().map(|part| in_address(&part.as_os_str().to_string_lossy())).collect();
        Self { from: From::File(path.to_owned()), folder: format!("{}/", parts.join("/")) }
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

/// The name as it goes in an address: what is more than letters of ASCII, digits and hyphens is a hyphen there.
fn in_address(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

/// The stories as they were read once.
pub(super) struct Edition {
    number: u64,
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
}

impl Edition {
    /// Reads the stories anew.
    pub(super) fn of(subjects: &[Subject], theory: Option<&str>, number: u64) -> Self {
        Self { number, stories: subjects.iter().map(|subject| Read::of(subject, theory)).collect() }
    }

    /// Whether the theory that was asked for is in none of them.
    pub(super) fn lacks_theory(&self) -> bool {
        self.stories.iter().all(|story| story.lacks_theory)
    }

    /// What is at a path.
    pub(super) fn answer(&self, path: &str) -> Answer {
        let Some(path) = path.strip_prefix('/') else { return Answer::Nothing };
        // An empty part at the start would lead to another machine, were it sent back as an address.
        if path.starts_with(['/', '\\']) || path.contains("//") {
            return Answer::Nothing;
        }
        // What leads elsewhere must not lead to another machine: `//name` would.
        if path.split('/').rev().skip(1).any(str::is_empty) {
            return Answer::Nothing;
        }
        if path == "edition.txt" || path.ends_with("/edition.txt") {
            return Answer::Text(self.number.to_string());
        }
        if path.is_empty() && self.stories.iter().all(|story| !story.folder.is_empty()) {
            let address = |story: &Read| (format!("{}{START}", story.folder), story.title.clone());
            let stories: Vec<(String, String)> = self.stories.iter().map(address).collect();
            return Answer::Page(site::shelf(&stories, self.settings(0)));
        }
        if let Some(text) = site::shared(path) {
            return Answer::of(path, text);
        }
        let story = self.stories.iter().filter(|story| path.starts_with(&story.folder));
        let story = story.max_by_key(|story| story.folder.len());
        let Some((story, rest)) = story.and_then(|story| Some((story, path.strip_prefix(&story.folder)?))) else {
            return self.folder(path);
        };
        let name = if rest.is_empty() || rest.ends_with('/') { format!("{rest}{START}") } else { rest.to_owned() };
        match self.page(story, &name) {
            Some(text) => Answer::of(&name, text),
            None if story.story.is_some() && self.page(story, &format!("{name}/{START}")).is_some() => {
                Answer::Elsewhere(format!("/{path}/"))
            }
            None => Answer::Nothing,
        }
    }

    /// The address of a folder without the `/` behind it.
    fn folder(&self, path: &str) -> Answer {
        let is_one = self.stories.iter().any(|story| story.folder.strip_suffix('/') == Some(path));
        if is_one { Answer::Elsewhere(format!("/{path}/")) } else { Answer::Nothing }
    }

    fn settings(&self, errors: usize) -> Settings {
        Settings { indexed: false, live: Some(Live { edition: self.number, errors }) }
    }

    fn page(&self, read: &Read, name: &str) -> Option<String> {
        if let Some(text) = site::shared(name) {
            return Some(text);
        }
        let Some((story, work)) = &read.story else {
            // Nothing can be shown of it, so each of its pages says why.
            return name.ends_with(".html").then(|| {
                let up = "../".repeat(name.matches('/').count());
                site::problems(&read.problems, &up, self.settings(0))
            });
        };
        let settings = self.settings(read.errors);
        if name == PROBLEMS {
            return Some(site::problems(&read.problems, "", settings));
        }
        let all = Seen::all(story);
        let works = story.work_ids().map(|work| cut_to(story, &all, Some(work)).choosing(read.theory)).collect();
        Site::of(cut_to(story, &all, *work).choosing(read.theory), works, settings).file(name)
    }
}

impl Read {
    fn of(subject: &Subject, theory: Option<&str>) -> Self {
        let loaded = subject.load();
        let work = loaded.work();
        let is_unusable = loaded.unusable().next().is_some();
        let Loaded { sources, mut problems, story, .. } = loaded;
        let mut errors = problems.len();
        if let Some(story) = &story {
            let checked = Checked::new(story, &sources);
            errors = lint::count_errors(checked, problems.clone());
            problems = lint::check(Checked::new(story, &sources), &[], problems);
        } else {
            problem::sort(&mut problems);
        }
        let drawn: Vec<String> =
            problems.iter().map(|problem| problem::render(problem, &sources, Look::default())).collect();
        let story = story.filter(|_| !is_unusable);
        let whole = story.as_ref().map(|story| cut_to(story, &Seen::all(story), work));
        let title = whole.as_ref().map_or_else(|| subject.folder.clone(), |cut| cut.title().to_owned());
        let chosen = theory.zip(whole.as_ref()).and_then(|(theory, cut)| Some(cut.theory_named(theory)?.number()));
        let lacks_theory = theory.is_some() && chosen.is_none() && story.is_some();
        let (folder, problems) = (subject.folder.clone(), drawn.join("\n"));
        Self { folder, title, story: story.map(|story| (story, work)), theory: chosen, lacks_theory, errors, problems }
    }
}
