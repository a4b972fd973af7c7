//! Files that are kept beside stories: found, read and removed.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::entries;

/// The files of a folder whose names have an ending, by name, each with its text. None where that cannot be read as text.
#[must_use]
pub(crate) fn texts_in(folder: &Path, ending: &str) -> Vec<(String, Option<String>)> {
    let named = |path: PathBuf| {
        let name = path.file_name()?.to_str()?.to_owned();
        let is_one = name.ends_with(ending) && path.is_file();
        is_one.then(|| (name, fs::read_to_string(&path).ok()))
    };
    entries(folder).into_iter().filter_map(named).collect()
}

/// The folders of a name below a folder, sorted. Links to folders are not followed.
#[must_use]
pub(crate) fn folders_named(below: &Path, name: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![below.to_owned()];
    while let Some(folder) = folders.pop() {
        let inside = entries(&folder).into_iter().filter(|path| path.is_dir() && !path.is_symlink());
        for path in inside {
            if path.file_name().is_some_and(|own| own == name) {
                found.push(path);
            } else {
                folders.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Whether there is a file.
#[must_use]
pub(crate) fn is_there(path: &Path) -> bool {
    path.is_file()
}

/// Removes a file. It is no error if it is not there.
///
/// # Errors
/// If it is there and cannot be removed.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
