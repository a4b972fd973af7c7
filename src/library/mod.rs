//! Where stories are found: folders of story files, and those that are built in.
//!
//! A folder holds stories and shelves (folders of stories). The first folder that has a story by some name
//! wins; the built-in stories come last. Reads files; knows nothing of who may see what.

mod beside;
mod files;
mod publication;
mod universe;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::{fs, io};

pub(crate) use beside::{folders_named, is_there, remove, texts_in};
pub(crate) use files::{Unwritten, holds, mark, replace, write_new};
pub(crate) use publication::{Publication, Unpublished};

use crate::problem::{self, Problem};
use crate::source::{FileId, Source};
use crate::story::{self, Story, WorkId};
use crate::suggest;
use crate::syntax;

/// A built-in story: shelf, name, text.
type BuiltIn = (&'static str, &'static str, &'static str);

/// The stories that are compiled in.
static BUILT_IN: &[BuiltIn] = &[
    ("2ne1", "come-back-home", include_str!("../../stories/2ne1/come-back-home.toml")),
    ("bts", "i-need-u", include_str!("../../stories/bts/i-need-u.toml")),
    ("bts", "prologue", include_str!("../../stories/bts/prologue.toml")),
    ("bts", "run", include_str!("../../stories/bts/run.toml")),
    ("bts", "universe", include_str!("../../stories/bts/universe.toml")),
    ("exo", "ko-ko-bop", include_str!("../../stories/exo/ko-ko-bop.toml")),
    ("exo", "lucky-one", include_str!("../../stories/exo/lucky-one.toml")),
    ("exo", "mama", include_str!("../../stories/exo/mama.toml")),
    ("exo", "monster", include_str!("../../stories/exo/monster.toml")),
    ("exo", "power", include_str!("../../stories/exo/power.toml")),
    ("exo", "universe", include_str!("../../stories/exo/universe.toml")),
    ("k-will", "no-sad-song", include_str!("../../stories/k-will/no-sad-song.toml")),
    ("k-will", "please-dont", include_str!("../../stories/k-will/please-dont.toml")),
    ("k-will", "universe", include_str!("../../stories/k-will/universe.toml")),
    ("sistar", "one-more-day", include_str!("../../stories/sistar/one-more-day.toml")),
    ("vixx", "error", include_str!("../../stories/vixx/error.toml")),
];

/// The folders where stories are looked for by name, the first to win first.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// The folders. Those that are not there hold nothing.
    pub folders: Vec<PathBuf>,
}

/// A story in the library.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listing {
    /// Its name: the file's without its ending, that of its folder for a universe.
    pub name: String,
    /// The shelf it stands on, if any.
    pub shelf: Option<String>,
    /// Where it is from.
    pub origin: Origin,
    /// What it is.
    pub kind: Kind,
}

/// What a story in the library is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A work that stands alone.
    Work,
    /// A work on a shelf that has the file of a universe.
    WorkOf(Origin),
    /// A universe.
    Universe,
}

/// Where a story is from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// It is compiled in.
    BuiltIn(&'static str),
    /// A file.
    File(PathBuf),
    /// It is at hand, from elsewhere: what it is called, and its bytes.
    Given(String, Vec<u8>),
}

/// Why a name leads to no story.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotFound {
    /// No story is called so. The nearest names.
    Unknown(Vec<String>),
    /// Several stories in one folder are called so. Their full names.
    Ambiguous(Vec<String>),
}

/// Story files as read: the texts, what is wrong with them, and the story unless nothing can be made of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Loaded {
    /// The texts, in the order of their [`FileId`]s: of a universe its own file first.
    pub sources: Vec<Source>,
    /// What is wrong with them.
    pub problems: Vec<Problem>,
    /// The story.
    pub story: Option<Story>,
    /// The text that was asked for: that of a work of a universe or, where all of it was, none.
    pub asked: Option<FileId>,
}

impl Loaded {
    /// The work that was asked for alone. None where all of a universe was.
    #[must_use]
    pub fn work(&self) -> Option<WorkId> {
        let story = self.story.as_ref()?;
        let at = story.works().iter().position(|work| Some(work.file) == self.asked)?;
        story.universe().map(|_| WorkId(at as u32))
    }

    /// The texts of which nothing can be told, of those that were asked for.
    pub fn unusable(&self) -> impl Iterator<Item = &Source> {
        let is_asked = |file: FileId| file == FileId::default() || self.asked.is_none_or(|asked| asked == file);
        let fatal = |file: FileId| self.problems.iter().any(|problem| problem.code.fatal && problem.file == file);
        let files = (0..).map(FileId).zip(&self.sources);
        files.filter(move |&(file, _)| is_asked(file) && fatal(file)).map(|(_, source)| source)
    }
}

impl Listing {
    /// Its name with its shelf: "sistar/one-more-day".
    #[must_use]
    pub fn full_name(&self) -> String {
        self.shelf.as_ref().map_or_else(|| self.name.clone(), |shelf| format!("{shelf}/{}", self.name))
    }

    /// The universe that it is, or is a work of.
    #[must_use]
    pub fn universe(&self) -> Option<&str> {
        match self.kind {
            Kind::Work => None,
            Kind::WorkOf(_) => self.shelf.as_deref(),
            Kind::Universe => Some(&self.name),
        }
    }

    /// Reads it, and the works that it shares a universe with.
    #[must_use]
    pub fn load(&self) -> Loaded {
        let universe = match &self.kind {
            Kind::Work => None,
            Kind::WorkOf(universe) => Some((universe, Some(self.name.as_str()))),
            Kind::Universe => Some((&self.origin, None)),
        };
        let universe = universe.and_then(|(origin, work)| universe::load(origin, self.universe()?, work));
        universe.unwrap_or_else(|| self.load_alone())
    }

    /// Reads it as if it stood alone, though it may be of a universe.
    #[must_use]
    pub fn load_alone(&self) -> Loaded {
        match &self.origin {
            Origin::BuiltIn(text) => load(Source::new(format!("{}.toml", self.full_name()), *text)),
            Origin::File(path) => load_alone(path),
            Origin::Given(name, bytes) => load_given(name, bytes.clone()),
        }
    }
}

impl Library {
    /// Every story that can be played by name, with the name that leads to it: the short one, or the one
    /// with its shelf where the short one leads to another or to several. Sorted by that name.
    #[must_use]
    pub fn stories(&self) -> Vec<(String, Listing)> {
        let mut stories = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for level in self.levels() {
            let mut alike: BTreeMap<&str, u32> = BTreeMap::new();
            for listing in &level {
                *alike.entry(&listing.name).or_default() += 1;
            }
            for listing in &level {
                let leads_here = listing.shelf.is_none() || alike[listing.name.as_str()] == 1;
                let short = leads_here && !taken.contains(&listing.name);
                let name = if short { listing.name.clone() } else { listing.full_name() };
                if short || !taken.contains(&name) {
                    stories.insert(name, listing.clone());
                }
            }
            taken.extend(level.into_iter().flat_map(|listing| [listing.full_name(), listing.name]));
        }
        stories.into_iter().collect()
    }

    /// The story of a name, "one-more-day" or "sistar/one-more-day".
    ///
    /// # Errors
    /// If no story has the name, or several in the same folder have.
    pub fn find(&self, name: &str) -> Result<Listing, NotFound> {
        let levels = self.levels();
        for level in &levels {
            if let Some(exact) = level.iter().find(|listing| listing.full_name() == name) {
                return Ok(exact.clone());
            }
            let mut found = level.iter().filter(|listing| listing.name == name);
            match (found.next(), found.next()) {
                (None, _) => {}
                (Some(listing), None) => return Ok(listing.clone()),
                (Some(first), Some(second)) => {
                    let names = [first, second].into_iter().chain(found).map(Listing::full_name);
                    return Err(NotFound::Ambiguous(names.collect()));
                }
            }
        }
        let names: Vec<String> = levels.into_iter().flatten().map(|listing| listing.name).collect();
        let near = suggest::nearest(name.rsplit('/').next().unwrap_or(name), names.iter().map(String::as_str));
        Err(NotFound::Unknown(near.into_iter().map(str::to_owned).collect()))
    }

    /// What each folder holds, and last what is built in.
    fn levels(&self) -> Vec<Vec<Listing>> {
        let mut levels: Vec<Vec<Listing>> = self.folders.iter().map(|folder| shelved_in(folder)).collect();
        let built_in = BUILT_IN.iter().map(|&(shelf, name, text)| on_shelf(name, Some(shelf), Origin::BuiltIn(text)));
        levels.push(in_universes(built_in.collect()));
        levels
    }
}

fn shelved_in(folder: &Path) -> Vec<Listing> {
    let mut listings = Vec::new();
    for path in entries(folder) {
        if path.is_dir() {
            let shelf = path.file_name().and_then(|name| name.to_str());
            listings.extend(entries(&path).into_iter().filter_map(|path| listing(&path, shelf)));
        } else {
            listings.extend(listing(&path, None).filter(|listing| listing.name != UNIVERSE));
        }
    }
    in_universes(listings)
}

/// The name of the file that makes a universe of a shelf.
pub(crate) const UNIVERSE: &str = "universe";

fn listing(path: &Path, shelf: Option<&str>) -> Option<Listing> {
    let name = path.file_stem()?.to_str()?;
    let is_story = is_toml(path) && path.is_file();
    is_story.then(|| on_shelf(name, shelf, Origin::File(path.to_owned())))
}

fn on_shelf(name: &str, shelf: Option<&str>, origin: Origin) -> Listing {
    Listing { name: name.to_owned(), shelf: shelf.map(str::to_owned), origin, kind: Kind::Work }
}

/// The same, where the file of a universe stands for it, and works know that they are of one.
fn in_universes(listings: Vec<Listing>) -> Vec<Listing> {
    let (universes, mut listings): (Vec<Listing>, Vec<Listing>) =
        listings.into_iter().partition(|listing| listing.name == UNIVERSE);
    let origins: BTreeMap<Option<String>, Origin> =
        universes.iter().map(|listing| (listing.shelf.clone(), listing.origin.clone())).collect();
    for listing in &mut listings {
        if let Some(universe) = origins.get(&listing.shelf) {
            listing.kind = Kind::WorkOf(universe.clone());
        }
    }
    let universe = |(shelf, origin): (Option<String>, Origin)| {
        Some(Listing { name: shelf?, shelf: None, origin, kind: Kind::Universe })
    };
    listings.extend(origins.into_iter().filter_map(universe));
    listings
}

pub(crate) fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "toml")
}

/// What a folder holds, sorted, without what is hidden. Nothing if it cannot be read.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let hidden = |path: &PathBuf| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| !hidden(path)).collect();
    paths.sort();
    paths
}

/// Every TOML file in a folder and the folders in it, sorted. Links to folders are not followed.
#[must_use]
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else if is_toml(&path) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The TOML files of one folder that are stories: they have a `format`, a `[work]` or a `[universe]`.
#[must_use]
pub fn story_files_in(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| is_toml(path) && is_story_file(path)).collect()
}

/// The same of a folder and the folders in it, sorted. Links to folders are not followed.
#[must_use]
pub fn story_files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = files_below(folder);
    files.retain(|path| is_story_file(path));
    files
}

fn is_story_file(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().any(|line| {
        let line = line.trim();
        line == "[work]" || line == "[universe]" || line.split('=').next().is_some_and(|key| key.trim() == "format")
    })
}

/// Reads a story file: that of a universe with those of its works, that of a work with those that it shares a universe
/// with, or one that stands alone. A folder is its universe.
#[must_use]
pub fn load_file(path: &Path) -> Loaded {
    universe::around(path).unwrap_or_else(|| load_alone(path))
}

/// Reads a story file without looking at what stands beside it.
#[must_use]
pub fn load_alone(path: &Path) -> Loaded {
    let mut problems = Vec::new();
    let source = read_text(path, FileId::default(), &mut problems);
    if problems.is_empty() {
        load(source)
    } else {
        Loaded { sources: vec![source], problems, story: None, asked: None }
    }
}

/// The files of the works that a universe lists, beside its own. Where nothing of that can be read, all that stand beside it:
/// any of them may be listed.
pub(crate) fn works_of(universe: &Path) -> Vec<PathBuf> {
    let Some(loaded) = universe::around(universe) else { return Vec::new() };
    if loaded.story.is_some() {
        return loaded.sources.iter().skip(1).map(|source| PathBuf::from(source.name())).collect();
    }
    let beside = entries(universe.parent().unwrap_or(Path::new(".")));
    beside.into_iter().filter(|path| is_toml(path) && path != universe).collect()
}

/// Makes a story of bytes that come from elsewhere, as if it stood alone.
#[must_use]
pub fn load_given(name: &str, bytes: Vec<u8>) -> Loaded {
    let mut problems = Vec::new();
    let source = syntax::decode(name, bytes, FileId::default(), &mut problems);
    if problems.is_empty() {
        load(source)
    } else {
        Loaded { sources: vec![source], problems, story: None, asked: None }
    }
}

/// Makes a universe of files that come from elsewhere, each with its name without folder and ending; one of its works alone
/// is asked for, or all. None where they are no universe, or it does not list that work.
#[must_use]
pub fn load_universe(name: &str, files: Vec<(String, Origin)>, work: Option<&str>) -> Option<Loaded> {
    let (universe, beside): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| name == UNIVERSE);
    let (_, origin) = universe.into_iter().next()?;
    universe::load_beside(&origin, &beside, name, work)
}

/// The text of a file. An empty one, and a problem, where it cannot be read.
fn read_text(path: &Path, file: FileId, problems: &mut Vec<Problem>) -> Source {
    let name = path.to_string_lossy().into_owned();
    match read(path) {
        Ok(Some(bytes)) => syntax::decode(&name, bytes, file, problems),
        Ok(None) => {
            problems.push(syntax::too_large(file));
            Source::new(name, "")
        }
        Err(error) => {
            problems.push(unreadable(path, &error, file));
            Source::new(name, "")
        }
    }
}

/// The bytes of a file. None of one that says beforehand that it is too large; of one that does not say (a pipe), one byte
/// more than is allowed at most.
fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = fs::File::open(path)?;
    let length = file.metadata()?.len();
    if length > syntax::LARGEST {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(length as usize);
    file.take(syntax::LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

fn unreadable(path: &Path, error: &io::Error, file: FileId) -> Problem {
    let shown = path.display();
    if path.is_dir() {
        return Problem::new(&problem::IS_A_FOLDER, file, format!("`{shown}` is a folder, not a story"))
            .help("name a story file in it");
    }
    if error.kind() == io::ErrorKind::NotFound {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Problem::new(&problem::NO_SUCH_FILE, file, format!("there is no file `{shown}`"))
                .help(format!("there is no folder `{}`", folder.display()));
        }
        let wanted = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let others: Vec<String> = (entries(folder).iter().filter(|path| is_toml(path)))
            .filter_map(|path| path.file_name()?.to_str().map(str::to_owned))
            .collect();
        let problem = Problem::new(&problem::NO_SUCH_FILE, file, format!("there is no file `{shown}`"));
        return match suggest::did_you_mean(&wanted, others.iter().map(String::as_str)) {
            Some(help) => problem.help(help),
            None => problem,
        };
    }
    Problem::new(&problem::UNREADABLE_FILE, file, format!("`{shown}` cannot be read: {error}"))
        .help("see whether the path is right, and whether you may read the file")
}

/// Makes a story of a text.
#[must_use]
pub fn load(source: Source) -> Loaded {
    let mut problems = Vec::new();
    let document = syntax::parse(&source, FileId::default(), &mut problems);
    let story = (!problem::any_fatal(&problems)).then(|| story::build(&document, &mut problems));
    Loaded { sources: vec![source], problems, story, asked: None }
}

/// Writes files, by their names, into a folder that is new: all of them, or none.
///
/// # Errors
/// If the folder is there already, or cannot be written.
pub fn write_folder(folder: &Path, files: &[(String, String)]) -> io::Result<()> {
    if folder.exists() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "it is there already"));
    }
    let folder: PathBuf = folder.components().collect(); // without a slash at its end
    let mut unfinished = folder.clone().into_os_string();
    unfinished.push(".new");
    let unfinished = Path::new(&unfinished);
    fs::create_dir(unfinished)?;
    let written = files.iter().try_for_each(|(name, text)| fs::write(unfinished.join(name), text));
    let written = written.and_then(|()| fs::rename(unfinished, &folder));
    if written.is_err() {
        let _ = fs::remove_dir_all(unfinished); // what went wrong first is said
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_story_in_the_repository_is_built_in() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("stories");
        let on_disk: Vec<String> = shelved_in(&folder).iter().map(Listing::full_name).collect();
        let mut built_in: Vec<String> =
            Library::default().stories().iter().map(|(_, listing)| listing.full_name()).collect();
        built_in.sort();
        let mut on_disk = on_disk;
        on_disk.sort();
        assert_eq!(built_in, on_disk);
    }

    #[test]
    fn a_shelf_can_be_named_or_left_out() {
        let library = Library::default();
        assert_eq!(library.find("one-more-day"), library.find("sistar/one-more-day"));
        assert_eq!(library.find("one-more-dya"), Err(NotFound::Unknown(vec!["one-more-day".to_owned()])));
        assert_eq!(library.find("k-will/one-more-day"), Err(NotFound::Unknown(vec!["one-more-day".to_owned()])));
    }
}
