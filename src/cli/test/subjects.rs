//! What is tested: each story that some paths name, and what is kept beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::expectation;
use crate::knowledge::{Seen, cut_to};
use crate::library::{self, Loaded};
use crate::lint::{self, Checked};
use crate::problem::{Problem, Severity};
use crate::snapshot::{self, KINDS, Snapshot, Standing};
use crate::source::{FileId, Source};
use crate::story::{Story, WorkId};

/// A story that was tested: one that stands alone, a work alone, or a universe as a whole.
pub(super) struct Tested {
    /// Its file.
    pub(super) file: PathBuf,
    /// How many errors it has.
    pub(super) errors: usize,
    /// Whether nothing can be made of it.
    pub(super) unusable: bool,
    /// How many expectations it has, and what of them does not hold. They are not looked at where it has errors.
    pub(super) expected: usize,
    pub(super) failed: Vec<Problem>,
    /// How many of them that is.
    pub(super) failing: usize,
    /// How what is kept of it stands to what it is. Nothing where it has errors: these come first.
    pub(super) kept: Vec<Kept>,
}

/// A snapshot beside what the story is now.
pub(super) struct Kept {
    /// Where it is kept.
    pub(super) path: PathBuf,
    pub(super) state: Standing,
    /// What is kept.
    pub(super) was: String,
    /// What is so. None where there is nothing any more that it shows.
    pub(super) is: Option<Snapshot>,
}

/// The folder beside a story where its snapshots are kept.
const FOLDER: &str = "snapshots";

/// What there is in the folders that were met, by folder and name.
#[derive(Default)]
pub(super) struct Shelves(BTreeMap<PathBuf, BTreeMap<String, Option<String>>>);

impl Shelves {
    /// What is kept beside a file.
    fn beside(&mut self, file: &Path) -> (PathBuf, &BTreeMap<String, Option<String>>) {
        let folder = file.parent().unwrap_or(Path::new("")).join(FOLDER);
        let on_it = self.0.entry(folder.clone()).or_insert_with_key(|folder| read(folder));
        (folder, on_it)
    }
}

fn read(folder: &Path) -> BTreeMap<String, Option<String>> {
    library::texts_in(folder, ".snap").into_iter().collect()
}

impl Tested {
    /// One that has errors, and of which nothing else is looked at.
    fn with_errors(file: &Path, errors: usize, unusable: bool) -> Self {
        let (failed, kept) = (Vec::new(), Vec::new());
        Self { file: file.to_owned(), errors, unusable, expected: 0, failed, failing: 0, kept }
    }
}

/// Tests what is in a file: a story, or a universe and each of its works. Returns the texts, too, that it read.
pub(super) fn test(file: &Path, shelves: &mut Shelves) -> (Vec<Source>, Vec<Tested>) {
    let loaded = library::load_file(file);
    let Some(story) = &loaded.story else {
        let errors = loaded.problems.iter().filter(|problem| problem.code.severity == Severity::Error).count();
        return (loaded.sources, vec![Tested::with_errors(file, errors, true)]);
    };
    let tested = subjects(file, &loaded, story, shelves);
    (loaded.sources, tested)
}

fn subjects(file: &Path, loaded: &Loaded, story: &Story, shelves: &mut Shelves) -> Vec<Tested> {
    let Loaded { sources, problems, asked, .. } = loaded;
    let errors = lint::errors(Checked::new(story, sources), problems.clone());
    let works = story.work_ids().filter(|&work| asked.is_none_or(|asked| asked == story.work(work).file));
    let whole = story.universe().filter(|_| asked.is_none()).map(|universe| (None, universe.file));
    let subjects = whole.into_iter().chain(works.map(|work| (Some(work), story.work(work).file)));
    let one = |(work, own): (Option<WorkId>, FileId)| {
        let path = match sources.get(own.0 as usize) {
            Some(source) if story.universe().is_some() => PathBuf::from(source.name()),
            _ => file.to_owned(),
        };
        let about = |problem: &&Problem| {
            let at = problem.labels.first().map_or(problem.file, |label| label.file);
            work.is_none() || at == own || story.universe().is_some_and(|universe| universe.file == at)
        };
        let errors: Vec<&Problem> = errors.iter().filter(about).collect();
        if !errors.is_empty() {
            return Tested::with_errors(&path, errors.len(), errors.iter().any(|problem| problem.code.fatal));
        }
        let expected = story.expectations().iter().filter(|expected| expected.written.file == own);
        let failed: Vec<Vec<Problem>> = expected.map(|expected| expectation::failures(story, expected)).collect();
        Tested {
            errors: 0,
            unusable: false,
            expected: failed.len(),
            failing: failed.iter().filter(|failed| !failed.is_empty()).count(),
            failed: failed.into_iter().flatten().collect(),
            kept: compare(story, work, &path, shelves),
            file: path,
        }
    };
    subjects.map(one).collect()
}

/// How what is kept of a story stands to what it is.
fn compare(story: &Story, work: Option<WorkId>, file: &Path, shelves: &mut Shelves) -> Vec<Kept> {
    let work = work.filter(|_| story.universe().is_some());
    let cut = cut_to(story, &Seen::all(story), work);
    let (folder, on_it) = shelves.beside(file);
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let source = file.file_name().unwrap_or_default().to_string_lossy();
    let none = KINDS.iter().all(|kind| !on_it.contains_key(&snapshot::file_name(&name, kind.name)));
    let one = |kind: &snapshot::Kind| {
        let own = snapshot::file_name(&name, kind.name);
        let is = Snapshot::of(&source, kind.about, (kind.text)(&cut));
        let (state, was) = match on_it.get(&own) {
            None => (if none { Standing::New } else { Standing::Missing }, String::new()),
            Some(text) => match text.as_deref().and_then(Snapshot::read) {
                None => (Standing::Damaged, text.clone().unwrap_or_default()),
                Some(was) if was.shows_the_same(&is) => (Standing::Unchanged, String::new()),
                Some(was) => (Standing::Changed, was.text()),
            },
        };
        Kept { path: folder.join(own), state, was, is: Some(is).filter(|_| state != Standing::Unchanged) }
    };
    KINDS.iter().map(one).collect()
}

/// The snapshots of stories that are gone, and those that show what is not kept any more: of a file that was named those of
/// that story, of a folder all in it.
pub(super) fn orphans(paths: &[PathBuf], files: &[PathBuf]) -> Vec<Kept> {
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    if paths.is_empty() {
        let stories = Path::new("stories");
        if stories.is_dir() {
            folders.extend(library::folders_named(stories, FOLDER));
        } else {
            folders.insert(PathBuf::from(FOLDER));
        }
    }
    folders.extend(paths.iter().filter(|path| path.is_dir()).flat_map(|path| library::folders_named(path, FOLDER)));
    let beside = |file: &PathBuf| file.parent().unwrap_or(Path::new("")).join(FOLDER);
    let mut found = Vec::new();
    for folder in folders.iter().cloned().chain(files.iter().map(beside)).collect::<BTreeSet<_>>() {
        for (name, text) in read(&folder) {
            let Some(snapshot) = text.as_deref().and_then(Snapshot::read) else { continue };
            let Some((story, kind)) = snapshot::story_of(&name, &snapshot) else { continue };
            let file = folder.parent().unwrap_or(Path::new("")).join(format!("{story}.toml"));
            let is_asked = folders.contains(&folder) || files.contains(&file);
            let is_kept = KINDS.iter().any(|known| known.name == kind) && library::is_there(&file);
            if is_asked && !is_kept {
                found.push(Kept {
                    path: folder.join(&name),
                    state: Standing::Orphaned,
                    was: snapshot.text(),
                    is: None,
                });
            }
        }
    }
    found
}
