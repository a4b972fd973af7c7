//! Writing files that are new, and telling whether one is as it was.

use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{fs, io};

use fnv::FnvHasher;

/// Why files were not written, none of them.
#[derive(Debug)]
#[non_exhaustive]
pub enum Unwritten {
    /// This one is there already.
    IsThere(PathBuf),
    /// This one cannot be written.
    Failed(PathBuf, io::Error),
}

/// Writes files that are not there yet, each with its text: all of them, or none. Nothing is ever written over.
///
/// # Errors
/// If one of them is there already or cannot be written.
pub fn write_new(files: &[(PathBuf, &str)]) -> Result<(), Unwritten> {
    for (at, (path, text)) in files.iter().enumerate() {
        if let Err(error) = write_one(path, text) {
            for (written, _) in &files[..at] {
                let _ = fs::remove_file(written); // what went wrong first is said
            }
            let is_there = error.kind() == io::ErrorKind::AlreadyExists;
            let path = path.clone();
            return Err(if is_there { Unwritten::IsThere(path) } else { Unwritten::Failed(path, error) });
        }
    }
    Ok(())
}

/// Whether a file holds this text.
#[must_use]
pub fn holds(path: &Path, text: &str) -> bool {
    fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes())
}

/// A mark of what is in a file: another one where that is other. None of one that cannot be read. Linear.
#[must_use]
pub fn mark(path: &Path) -> Option<u64> {
    let mut hasher = FnvHasher::default();
    fs::read(path).ok()?.hash(&mut hasher);
    Some(hasher.finish())
}

/// Writes it under another name first, so that nobody ever reads a half of it.
fn write_one(path: &Path, text: &str) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let mut unfinished = path.to_owned().into_os_string();
    unfinished.push(".new");
    let unfinished = Path::new(&unfinished);
    let written = fs::write(unfinished, text).and_then(|()| match fs::hard_link(unfinished, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => fs::rename(unfinished, path), // there are no links here
        linked => linked,
    });
    let _ = fs::remove_file(unfinished); // after a rename it is not there
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_are_written_or_none_and_nothing_is_written_over() {
        let folder = std::env::temp_dir().join(format!("storyline-new-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let [one, two] = ["one", "two"].map(|name| folder.join(name));
        fs::write(&two, "mine").unwrap();
        let files = [(one.clone(), "1"), (two.clone(), "2")];
        assert!(matches!(write_new(&files), Err(Unwritten::IsThere(path)) if path == two));
        assert!(!one.exists());
        assert_eq!(fs::read_to_string(&two).unwrap(), "mine");

        fs::remove_file(&two).unwrap();
        write_new(&files).unwrap();
        assert_eq!(fs::read_to_string(&two).unwrap(), "2");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
        let nowhere = [(folder.join("three"), "3"), (folder.join("no/four"), "4")];
        assert!(matches!(write_new(&nowhere), Err(Unwritten::Failed(..))));
        assert!(!folder.join("three").exists());
        fs::remove_dir_all(folder).unwrap();
    }
}
