//! Files that are published together into a folder: each whole or not at all, none in the place of anybody else's.

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use super::Unwritten;

/// Files on their way into a folder. What is not put in place is removed again.
#[derive(Debug)]
pub(crate) struct Publication {
    folder: PathBuf,
    /// What stands in the first bytes of each file that was published.
    mark: &'static str,
    /// What was written under a name for the time being, and where it goes.
    unfinished: Vec<(PathBuf, PathBuf)>,
}

/// So far into a file its mark is looked for.
const HEAD: u64 = 200;

impl Publication {
    /// Into a folder, which need not be there. A file is one of ours if it has the mark.
    pub(crate) fn into_folder(folder: &Path, mark: &'static str) -> Self {
        Self { folder: folder.to_owned(), mark, unfinished: Vec::new() }
    }

    /// Writes a file at a path below the folder, with at most one folder between. It is not in its place yet.
    ///
    /// # Errors
    /// If something else is there already, or it cannot be written.
    pub(crate) fn add(&mut self, path: &str, text: &str) -> Result<(), Unwritten> {
        let place = self.folder.join(path);
        let between = place.parent().unwrap_or(&self.folder);
        let is_foreign = between != self.folder && is_there(between) && !is_folder(between);
        if is_foreign || is_there(&place) && !is_ours(&place, self.mark) {
            return Err(Unwritten::IsThere(if is_foreign { between.to_owned() } else { place }));
        }
        let written =
            fs::create_dir_all(between).and_then(|()| super::files::unfinished(&place)).and_then(|unfinished| {
                let text =
                    File::options().write(true).open(&unfinished).and_then(|mut file| file.write_all(text.as_bytes()));
                self.unfinished.push((unfinished, place.clone()));
                text
            });
        written.map_err(|error| Unwritten::Failed(place, error))
    }

    /// Puts all files in their places and removes what was published before and is no more. Returns how many were removed.
    ///
    /// # Errors
    /// If a file cannot be put in its place or removed.
    pub(crate) fn finish(mut self) -> Result<usize, Unwritten> {
        let mut kept: Vec<PathBuf> = Vec::with_capacity(self.unfinished.len());
        for (unfinished, place) in std::mem::take(&mut self.unfinished) {
            if let Err(error) = fs::rename(&unfinished, &place) {
                let _ = fs::remove_file(&unfinished); // what went wrong first is said
                return Err(Unwritten::Failed(place, error));
            }
            kept.push(place);
        }
        kept.sort();
        let folders = super::entries(&self.folder).into_iter().filter(|path| is_folder(path));
        let mut removed = 0;
        for folder in folders.chain([self.folder.clone()]) {
            let files = super::entries(&folder).into_iter();
            let stale: Vec<PathBuf> = files
                .filter(|file| kept.binary_search(file).is_err() && is_page(file) && is_ours(file, self.mark))
                .collect();
            for file in left_unfinished(&folder, self.mark) {
                let _ = fs::remove_file(file); // the next time
            }
            for file in &stale {
                fs::remove_file(file).map_err(|error| Unwritten::Failed(file.clone(), error))?;
            }
            removed += stale.len();
            if !stale.is_empty() {
                let _ = fs::remove_dir(&folder); // it stays where something else is in it
            }
        }
        Ok(removed)
    }
}

impl Drop for Publication {
    fn drop(&mut self) {
        for (unfinished, _) in &self.unfinished {
            let _ = fs::remove_file(unfinished); // nothing more can be done
        }
    }
}

/// Whether something is there, be it a link that leads nowhere.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether it is a folder, and no link to one.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|it| it.is_dir())
}

/// What a publication left that was broken off.
fn left_unfinished(folder: &Path, mark: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_left = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "unfinished") && is_ours(path, mark);
    entries.filter(is_left).collect()
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["html", "css", "js"].iter().any(|known| ending == *known))
}

/// Whether a file, and no link to one, has the mark of what was published.
fn is_ours(path: &Path, mark: &str) -> bool {
    let head = || -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        File::open(path)?.take(HEAD).read_to_end(&mut head)?;
        Ok(head)
    };
    fs::symlink_metadata(path).is_ok_and(|it| it.is_file())
        && head().is_ok_and(|head| String::from_utf8_lossy(&head).contains(mark))
}
