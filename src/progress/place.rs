//! Where the file is: reading it, locking it, writing it whole, setting a bad one aside.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::LARGEST;
use super::kept::Kept;
use super::trouble::{SetAside, Trouble, Unkept, Unread};

/// How long another program may keep the lock. It takes the milliseconds of a write.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many links are followed, as the system does.
const MOST_LINKS: usize = 40;

/// The file, behind all links.
pub(super) struct Place {
    file: PathBuf,
    linked: bool,
}

impl Place {
    /// Where a path leads, even if nothing is there yet. Links in a circle lead nowhere: the first is what is bad.
    pub(super) fn behind(path: &Path) -> Self {
        let mut file = path.to_owned();
        for _ in 0..MOST_LINKS {
            let Ok(target) = fs::read_link(&file) else {
                return Self { linked: file != path, file };
            };
            file = file.parent().map(|folder| folder.join(&target)).unwrap_or(target);
        }
        Self { file: path.to_owned(), linked: false }
    }

    pub(super) fn unread(&self, why: Unread) -> Trouble {
        Trouble::Unread { file: self.file.clone(), why }
    }

    pub(super) fn unkept(&self, why: Unkept) -> Trouble {
        Trouble::Unkept { file: self.file.clone(), why }
    }

    pub(super) fn not_forgotten(&self, why: Unkept) -> Trouble {
        Trouble::NotForgotten { file: self.file.clone(), why }
    }

    /// What the file says. No file says nothing, and so does no folder, unless a link leads there.
    pub(super) fn read(&self) -> Result<Kept, Unread> {
        let metadata = match fs::metadata(&self.file) {
            Ok(metadata) => metadata,
            Err(error) => {
                let nothing_yet = !self.linked || self.folder().is_dir();
                let none = error.kind() == io::ErrorKind::NotFound && nothing_yet;
                return if none { Ok(Kept::default()) } else { Err(Unread::Refused(error.into())) };
            }
        };
        if !metadata.is_file() {
            return Err(Unread::NotAFile); // opening a pipe would wait for whoever writes to it
        }
        let mut bytes = Vec::new();
        let file = File::open(&self.file).map_err(|error| Unread::Refused(error.into()))?;
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| Unread::Refused(error.into()))?;
        if bytes.len() as u64 > LARGEST {
            return Err(Unread::TooLarge);
        }
        Kept::read(std::str::from_utf8(&bytes).map_err(|_| Unread::NotUtf8)?)
    }

    pub(super) fn make_folder(&self) -> Result<(), Unkept> {
        // Where a link leads is somebody else's: a disk that is not there is not made up.
        if self.linked { Ok(()) } else { fs::create_dir_all(self.folder()).map_err(Unkept::refused) }
    }

    /// Waits until no other program changes the file, and keeps them waiting while the answer lives.
    pub(super) fn lock(&self) -> Result<File, Unkept> {
        let not_locked = |error: io::Error| Unkept::NotLocked(error.into());
        let path = self.file.with_file_name("progress.lock");
        let opened = File::options().read(true).write(true).create(true).truncate(false).open(path);
        let file = opened.map_err(Unkept::refused)?;
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(not_locked(error)),
        }
        // Waiting has no end of its own: a player may have been stopped in the middle.
        let (sender, receiver) = mpsc::channel();
        let wait = move || {
            let _ = sender.send(file.lock().map(|()| file)); // too late, it is dropped, and with it the lock
        };
        thread::Builder::new().spawn(wait).map_err(not_locked)?;
        receiver.recv_timeout(PATIENCE).map_err(|_| Unkept::Busy)?.map_err(not_locked)
    }

    /// Writes the file whole or not at all. A bad one is set aside first, once there is something to put in its place.
    pub(super) fn write(&self, text: &str, bad: Option<Unread>) -> Result<Option<SetAside>, Unkept> {
        if text.len() as u64 > LARGEST {
            return Err(Unkept::TooLarge);
        }
        let new = self.beside(".new");
        let written = self.write_new(&new, text, bad.is_none()).map_err(Unkept::refused).and_then(|()| {
            let set_aside = bad.map(|why| self.set_aside(why)).transpose()?;
            fs::rename(&new, &self.file).map_err(Unkept::refused)?;
            Ok(set_aside)
        });
        match written {
            // Not every system can sync a folder. The file is whole either way.
            Ok(_) => drop(File::open(self.folder()).and_then(|folder| folder.sync_all())),
            Err(_) => drop(fs::remove_file(&new)),
        }
        written
    }

    /// Writes a file that nobody reads yet. What a killed program left there goes.
    fn write_new(&self, new: &Path, text: &str, like_old: bool) -> io::Result<()> {
        match fs::remove_file(new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = File::options().write(true).create_new(true).open(new)?;
        if let Ok(old) = fs::metadata(&self.file)
            && like_old
        {
            let _ = file.set_permissions(old.permissions()); // not every disk has them
        }
        file.write_all(text.as_bytes())?;
        file.sync_all()
    }

    /// Gives a bad file the first name that is free. The lock keeps others from taking it.
    fn set_aside(&self, why: Unread) -> Result<SetAside, Unkept> {
        let names = (1_u64..).map(|number| self.beside(&format!(".set-aside-{number}")));
        let mut free = names.filter(|name| fs::symlink_metadata(name).is_err());
        let to = free.next().unwrap_or_default();
        match fs::rename(&self.file, &to) {
            Ok(()) => Ok(SetAside { to, why }),
            Err(error) => Err(Unkept::NotSetAside { why, refusal: error.into() }),
        }
    }

    /// A file beside this one.
    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.file.file_name().map(OsString::from).unwrap_or_default();
        name.push(ending);
        self.file.with_file_name(name)
    }

    fn folder(&self) -> &Path {
        let folder = self.file.parent().unwrap_or(Path::new(""));
        if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
    }
}
