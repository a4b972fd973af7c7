//! Writing files, each whole or not at all; telling whether one is as it was.

use std::ffi::OsString;
use std::fs::{self, File};
use std::hash::{Hash, Hasher};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use fnv::FnvHasher;

/// Why files were not written, none of them.
#[derive(Debug)]
pub(crate) enum Unwritten {
    /// This one is there already.
    IsThere(PathBuf),
    /// This one cannot be written.
    Failed(PathBuf, io::Error),
}

/// Writes files that are not there yet, each with its text: all of them, or none. Nothing is ever written over.
///
/// # Errors
/// If one of them is there already or cannot be written.
pub(crate) fn write_new(files: &[(PathBuf, &str)]) -> Result<(), Unwritten> {
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
pub(crate) fn holds(path: &Path, text: &str) -> bool {
    fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes())
}

/// A mark of what is in a file: another one where that is other. None of one that cannot be read. Linear.
#[must_use]
pub(crate) fn mark(path: &Path) -> Option<u64> {
    let mut hasher = FnvHasher::default();
    fs::read(path).ok()?.hash(&mut hasher);
    Some(hasher.finish())
}

fn write_one(path: &Path, text: &str) -> io::Result<()> {
    let unfinished = unfinished(path)?;
    let written = fill(&unfinished, text).and_then(|()| match fs::hard_link(&unfinished, path) {
        // There are no links here: then it is there before it is whole.
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {
            File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes()))
        }
        linked => linked,
    });
    let _ = fs::remove_file(unfinished); // what went wrong first is said
    written
}

/// Replaces files, each whole or not at all, making their folders. Nothing is replaced before all of them are written.
///
/// # Errors
/// If one of them cannot be written.
pub(crate) fn replace(files: &[(PathBuf, String)]) -> io::Result<()> {
    let mut unfinished = Vec::new();
    let replaced = (|| {
        for (path, text) in files {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            unfinished.push(self::unfinished(path)?);
            unfinished.last().map_or(Ok(()), |unfinished| fill(unfinished, text))?;
        }
        unfinished.iter().zip(files).try_for_each(|(unfinished, (path, _))| fs::rename(unfinished, path))
    })();
    if replaced.is_err() {
        for unfinished in unfinished {
            let _ = fs::remove_file(unfinished); // those that took their place are no more there by this name
        }
    }
    replaced
}

/// A new and empty file beside another, in which that is written until it is whole: nobody ever reads a half of it. It has a
/// name that nobody else uses at the time, and no file of anybody's is taken for it.
fn unfinished(path: &Path) -> io::Result<PathBuf> {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.unfinished", std::process::id()));
    let unfinished = path.with_file_name(name);
    File::create_new(&unfinished)?;
    Ok(unfinished)
}

fn fill(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::options().write(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
