//! Files that are published together into a folder, none in the place of anybody else's.
//!
//! They are written into a folder of their own inside it first, and put in their places when all of them are there. What is
//! broken off is removed: by whoever is told to end, and by the next one where there was no time for that.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Why files were not published.
#[derive(Debug)]
pub(crate) enum Unpublished {
    /// This one is there already, and none of ours. None was put in its place.
    IsThere(PathBuf),
    /// This is to be the folder, and is none.
    NoFolder(PathBuf),
    /// Somebody else is publishing into this folder.
    Busy(PathBuf),
    /// This one cannot be written. None was put in its place.
    Failed(PathBuf, io::Error),
    /// This one could not be put in its place or removed, and others were.
    InPart(PathBuf, io::Error),
    /// Whoever asked no longer wants them. None was put in its place.
    Interrupted,
}

/// What stands in each file by its path below the folder: only a file that stands where its mark says is one of ours. So
/// whatever else is there, a copy of a page under another name or another site in a folder, is never taken for one.
pub(crate) type Mark = Box<dyn Fn(&str) -> String>;

/// Files on their way into a folder. What is not put in place is removed again.
pub(crate) struct Publication {
    folder: PathBuf,
    mark: Mark,
    stage: Stage,
    /// The paths of what was written so far, below the folder.
    written: Vec<String>,
}

/// So far into a file its mark is looked for.
const HEAD: u64 = 1000;
/// The folder in which files are written first.
const STAGE: &str = ".unfinished-pages";
/// Stands in that folder from the start, so that no folder of anybody else's is ever taken for it.
const STAGED: &str = "unfinished.txt";
const STAGED_TEXT: &str = "Pages on their way, by storyline publish. The next one removes this folder.\n";

impl Publication {
    /// Into a folder, which need not be there.
    ///
    /// # Errors
    /// If it is none, cannot be written to, or somebody else is publishing into it; if something else stands where files are
    /// written first.
    pub(crate) fn into_folder(folder: &Path, mark: Mark) -> Result<Self, Unpublished> {
        if is_there(folder) && !folder.is_dir() {
            return Err(Unpublished::NoFolder(folder.to_owned()));
        }
        let stage = Stage::take(folder)?;
        Ok(Self { folder: folder.to_owned(), mark, stage, written: Vec::new() })
    }

    /// Writes a file at a path below the folder, with at most one folder between. It is not in its place yet.
    ///
    /// # Errors
    /// If something else is there already, or it cannot be written.
    pub(crate) fn add(&mut self, path: &str, text: &str) -> Result<(), Unpublished> {
        let place = self.folder.join(path);
        let between = place.parent().unwrap_or(&self.folder);
        let is_foreign = between != self.folder && is_there(between) && !is_folder(between);
        if is_foreign || is_there(&place) && !self.is_ours(path) {
            return Err(Unpublished::IsThere(if is_foreign { between.to_owned() } else { place }));
        }
        self.stage.write(path, text).map_err(|error| Unpublished::Failed(place, error))?;
        self.written.push(path.to_owned());
        Ok(())
    }

    /// Puts all files in their places and removes what was published before and is no more. Returns how many were removed.
    /// First all are saved to the disk, which takes the most time: what is given is told which is next, counted from 1, and may
    /// break it off.
    ///
    /// # Errors
    /// If it is broken off, or a file cannot be saved. If one cannot be put in its place or removed: then some are of before, and
    /// some are new.
    pub(crate) fn finish(
        mut self,
        next: &mut dyn FnMut(usize) -> Result<(), Unpublished>,
    ) -> Result<usize, Unpublished> {
        for (number, path) in (1..).zip(&self.written) {
            next(number)?;
            // All of them at once, which costs the disk much less than each as it is written.
            let file = File::options().write(true).open(self.stage.folder.join(path));
            let kept = file.and_then(|file| file.sync_all());
            kept.map_err(|error| Unpublished::Failed(self.folder.join(path), error))?;
        }
        self.stage.made.clear(); // there will be something in them
        for path in &self.written {
            let place = self.folder.join(path);
            let made = place.parent().map_or(Ok(()), fs::create_dir_all);
            made.and_then(|()| fs::rename(self.stage.folder.join(path), &place))
                .map_err(|error| Unpublished::InPart(place.clone(), error))?;
        }
        self.written.sort();
        let folders = super::entries(&self.folder).into_iter().filter(|path| is_folder(path));
        let mut removed = 0;
        for folder in folders.chain([self.folder.clone()]) {
            let mut is_emptied = false;
            for file in super::entries(&folder) {
                let Some(path) = file.strip_prefix(&self.folder).ok().and_then(in_address) else { continue };
                if self.written.binary_search(&path).is_ok() || !self.is_ours(&path) {
                    continue;
                }
                fs::remove_file(&file).map_err(|error| Unpublished::InPart(file.clone(), error))?;
                removed += 1;
                is_emptied = true;
            }
            if is_emptied {
                let _ = fs::remove_dir(&folder); // it stays where something else is in it
            }
        }
        Ok(removed)
    }

    /// Whether what stands at a path, and is no link, was published there.
    fn is_ours(&self, path: &str) -> bool {
        let place = self.folder.join(path);
        let mark = (self.mark)(path);
        is_file(&place) && head(&place).is_ok_and(|head| head.contains(&mark))
    }
}

/// The folder in which files are written first, and nobody else's while it is held.
struct Stage {
    folder: PathBuf,
    /// The file in it that is locked. None where it is not held: then what is in it is not ours to remove.
    lock: Option<File>,
    /// Folders that were not there before, outer ones first.
    made: Vec<PathBuf>,
}

impl Stage {
    /// Takes the one inside a folder, and empties it of what was broken off.
    fn take(inside: &Path) -> Result<Self, Unpublished> {
        let folder = inside.join(STAGE);
        if is_there(&folder) && !is_stage(&folder) {
            return Err(Unpublished::IsThere(folder));
        }
        let missing = inside.ancestors().take_while(|above| *above != Path::new("") && !is_there(above));
        let mut made: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        made.reverse();
        let mut stage = Self { folder, lock: None, made };
        let failed = |error| Unpublished::Failed(inside.join(STAGE), error);
        let path = stage.folder.join(STAGED);
        let opened = fs::create_dir_all(&stage.folder)
            .and_then(|()| File::options().read(true).write(true).create(true).truncate(false).open(&path));
        let mut file = opened.map_err(failed)?;
        match file.try_lock() {
            // Whoever had it may just have taken it away.
            Ok(()) if is_there(&path) => {}
            Ok(()) | Err(TryLockError::WouldBlock) => return Err(Unpublished::Busy(inside.to_owned())),
            // Some file systems have no locks.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        let marked = file.set_len(0).and_then(|()| file.write_all(STAGED_TEXT.as_bytes()));
        stage.lock = Some(file);
        marked.map_err(failed)?;
        stage.empty();
        Ok(stage)
    }

    /// Writes a file at a path, with at most one folder between.
    fn write(&self, path: &str, text: &str) -> io::Result<()> {
        if let Some((between, _)) = path.split_once('/') {
            match fs::create_dir(self.folder.join(between)) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
        }
        fs::write(self.folder.join(path), text)
    }

    /// Removes all but what tells that it is a stage. What cannot be removed stays.
    fn empty(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if !entry.ends_with(STAGED) {
                let _ = if is_folder(&entry) { fs::remove_dir_all(&entry) } else { fs::remove_file(&entry) };
            }
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Nothing more can be done where it cannot be removed; a folder stays where something else is in it.
        if self.lock.is_some() {
            self.empty(); // what tells that it is ours goes last, with the folder
            let _ = fs::remove_dir_all(&self.folder);
        }
        for made in self.made.iter().rev() {
            let _ = fs::remove_dir(made);
        }
    }
}

/// Whether a folder is one in which files are written first: by what stands in it, or because nothing does as yet.
fn is_stage(folder: &Path) -> bool {
    let is_empty = || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    let is_marked = || fs::read_to_string(folder.join(STAGED)).is_ok_and(|text| text == STAGED_TEXT || text.is_empty());
    is_folder(folder) && (is_marked() || is_empty())
}

/// A path below the folder as it is written in a mark.
fn in_address(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// Whether something is there, be it a link that leads nowhere.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether it is a folder, and no link to one.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|it| it.is_dir())
}

/// Whether it is a file, and no link to one.
fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|it| it.is_file())
}

fn head(path: &Path) -> io::Result<String> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    Ok(String::from_utf8_lossy(&head).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own, with a folder below it that is not there.
    fn folder(name: &str) -> (PathBuf, PathBuf) {
        let folder = Path::new("target").join(format!("publication-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder); // it may not be there
        fs::create_dir_all(&folder).unwrap();
        (folder.clone(), folder.join("deep/site"))
    }

    fn into_folder(folder: &Path) -> Publication {
        Publication::into_folder(folder, Box::new(|path| format!("({path})"))).unwrap()
    }

    #[test]
    fn two_at_once_are_kept_apart_and_the_first_is_not_disturbed() {
        let (above, site) = folder("two");
        let mut first = into_folder(&site);
        first.add("1.html", "(1.html)").unwrap();
        let second = Publication::into_folder(&site, Box::new(|path| format!("({path})")));
        assert!(matches!(&second, Err(Unpublished::Busy(folder)) if *folder == site));
        drop(second);
        first.add("mama/2.html", "(mama/2.html)").unwrap();
        assert_eq!(first.finish(&mut |_| Ok(())).unwrap(), 0);
        assert!(site.join("mama/2.html").is_file() && !site.join(STAGE).exists());
        drop(into_folder(&site));
        assert!(!site.join(STAGE).exists() && site.join("1.html").is_file());
        fs::remove_dir_all(above).unwrap();
    }

    #[test]
    fn nothing_takes_its_place_when_it_is_broken_off_before_all_are_saved() {
        let (above, site) = folder("saving");
        let mut publication = into_folder(&site);
        publication.add("1.html", "(1.html)").unwrap();
        publication.add("2.html", "(2.html)").unwrap();
        let ended = publication.finish(&mut |number| if number == 2 { Err(Unpublished::Interrupted) } else { Ok(()) });
        assert!(matches!(ended, Err(Unpublished::Interrupted)) && !site.exists());
        fs::remove_dir_all(above).unwrap();
    }

    #[test]
    fn no_page_is_written_where_its_folder_has_been_taken_away() {
        let (above, site) = folder("taken");
        let mut publication = into_folder(&site);
        let _ = fs::remove_dir_all(site.join(STAGE));
        assert!(matches!(publication.add("1.html", "(1.html)"), Err(Unpublished::Failed(..))));
        assert!(matches!(publication.add("mama/1.html", "(mama/1.html)"), Err(Unpublished::Failed(..))));
        drop(publication);
        assert!(!site.exists());
        fs::remove_dir_all(above).unwrap();
    }

    #[test]
    fn what_cannot_take_its_place_in_the_middle_is_told_apart_from_nothing_at_all() {
        let (above, site) = folder("middle");
        let mut publication = into_folder(&site);
        publication.add("1.html", "(1.html)").unwrap();
        publication.add("2.html", "(2.html)").unwrap();
        fs::create_dir(site.join("2.html")).unwrap(); // somebody else was quicker
        let Err(Unpublished::InPart(path, _)) = publication.finish(&mut |_| Ok(())) else { panic!("it is not said") };
        assert_eq!(path, site.join("2.html"));
        assert!(site.join("1.html").is_file() && !site.join(STAGE).exists());
        fs::remove_dir(site.join("2.html")).unwrap();
        let mut again = into_folder(&site);
        again.add("2.html", "(2.html)").unwrap();
        assert_eq!(again.finish(&mut |_| Ok(())).unwrap(), 1);
        assert!(!site.join("1.html").exists());
        fs::remove_dir_all(above).unwrap();
    }

    #[test]
    fn what_is_broken_off_leaves_nothing_not_even_folders_that_it_made() {
        let (above, site) = folder("broken-off");
        let mut publication = into_folder(&site);
        publication.add("so-far/1.html", "(so-far/1.html)").unwrap();
        assert!(site.join(STAGE).join("so-far/1.html").is_file() && !site.join("so-far").exists());
        drop(publication);
        assert_eq!(fs::read_dir(&above).unwrap().count(), 0);
        fs::create_dir_all(&site).unwrap();
        fs::write(site.join("1.html"), "mine").unwrap();
        let mut publication = into_folder(&site);
        assert!(matches!(publication.add("1.html", "(1.html)"), Err(Unpublished::IsThere(_))));
        drop(publication);
        assert_eq!(fs::read_dir(&site).unwrap().count(), 1);
        fs::remove_dir_all(above).unwrap();
    }
}
