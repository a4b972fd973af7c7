//! What has been watched, kept in a file: per story the scenes finished, The End, and the story's content hash.
//!
//! It knows no story: names, ids and hashes are texts that the caller gives and understands. The file is
//! `progress.toml` in a folder that is handed in:
//!
//! ```toml
//! format = 1
//!
//! [stories."k-will/please-dont"]
//! seen = ["road", "house"]
//! end = true
//! content = "5f0c…"
//! ```
//!
//! - Each change reads the file anew and writes it whole or not at all (`progress.toml.new`, sync, rename), one program at
//!   a time (`progress.lock`). Where files cannot be locked nothing is kept: two players would lose each other's scenes.
//! - Keys that it does not know stay as they are; comments do not. What stands behind a link is written, the link stays.
//! - A file that cannot be understood, down to one entry, is not understood at all: nothing counts as seen. The next
//!   change sets it aside, whole, as `progress.toml.set-aside-1` or the next number that is free. Nothing is ever
//!   written over it.
//!
//! ```
//! use storyline::progress::{Progress, Watched};
//!
//! let folder = std::env::temp_dir().join(format!("storyline-{}", std::process::id()));
//! let progress = Progress::in_folder(Some(folder.clone()));
//! assert_eq!(progress.watched("k-will/please-dont"), Ok(Watched::default()));
//!
//! progress.update("k-will/please-dont", |watched| watched.finish("road"))?;
//! progress.update("k-will/please-dont", |watched| watched.finish("house"))?;
//! assert_eq!(progress.watched("k-will/please-dont")?.scenes, ["road", "house"]);
//!
//! assert_eq!(progress.forget("k-will/please-dont"), Ok(true));
//! # std::fs::remove_dir_all(folder).unwrap();
//! # Ok::<(), storyline::progress::Trouble>(())
//! ```

mod kept;
mod place;
mod trouble;

pub use trouble::{Refusal, SetAside, Trouble, Unkept, Unread};

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use kept::Kept;
use place::Place;

/// The format that is read and written.
const FORMAT: i64 = 1;

/// How large the file may be, in bytes.
const LARGEST: u64 = 16 << 20;

/// What has been watched, in a folder.
#[derive(Clone, Debug)]
pub struct Progress {
    folder: Option<PathBuf>,
}

/// What has been watched of one story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// The scenes finished, by id, in the order in which they were, each once.
    pub scenes: Vec<String>,
    /// Whether The End was reached.
    pub end: bool,
    /// The content hash of the story when it was last watched, as the caller gave it.
    pub content: Option<String>,
}

impl Watched {
    /// A scene ended. One that is seen again stays where it was.
    pub fn finish(&mut self, scene: &str) {
        if !self.scenes.iter().any(|seen| seen == scene) {
            self.scenes.push(scene.to_owned());
        }
    }

    /// The same, each scene once.
    fn each_once(mut self) -> Self {
        let mut met = BTreeSet::new();
        self.scenes.retain(|scene| met.insert(scene.clone()));
        self
    }
}

impl Progress {
    /// Progress as a folder keeps it. The folder is made when something is kept; none is where none is known.
    #[must_use]
    pub fn in_folder(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// The file it is kept in.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join("progress.toml"))
    }

    /// What has been watched of a story. Nothing if nothing is kept of it.
    ///
    /// # Errors
    /// If there is no folder or the file cannot be read: nothing counts as seen.
    pub fn watched(&self, story: &str) -> Result<Watched, Trouble> {
        Ok(self.all()?.remove(story).unwrap_or_default())
    }

    /// What has been watched of every story of which something is kept.
    ///
    /// # Errors
    /// If there is no folder or the file cannot be read: nothing counts as seen.
    pub fn all(&self) -> Result<BTreeMap<String, Watched>, Trouble> {
        let place = self.place()?;
        Ok(place.read().map_err(|why| place.unread(why))?.stories())
    }

    /// Changes what is kept of one story, and keeps it. The change is made to what the file says now, so it adds
    /// to what other players finished meanwhile. They wait until it is made.
    ///
    /// Says what was set aside, if the file could not be read.
    ///
    /// # Errors
    /// If it cannot be kept: the file stays as it is.
    pub fn update(&self, story: &str, change: impl FnOnce(&mut Watched)) -> Result<Option<SetAside>, Trouble> {
        let mut change = Some(change);
        self.update_each(&[story], |_, watched| {
            if let Some(change) = change.take() {
                change(watched);
            }
        })
    }

    /// Changes what is kept of several stories at once, each given by its place among them: all of it is kept, or nothing.
    /// Says what [`Progress::update`] says.
    ///
    /// # Errors
    /// If it cannot be kept: the file stays as it is.
    pub fn update_each<S: AsRef<str>>(
        &self,
        stories: &[S],
        mut change: impl FnMut(usize, &mut Watched),
    ) -> Result<Option<SetAside>, Trouble> {
        let place = self.place()?;
        let kept = place.make_folder().and_then(|()| {
            let _lock = place.lock()?;
            let (mut kept, bad) = match place.read() {
                Ok(kept) => (kept, None),
                Err(why) => (Kept::default(), Some(why)),
            };
            let mut is_as_it_was = bad.is_none();
            for (at, story) in stories.iter().enumerate() {
                let before = kept.watched(story.as_ref());
                let mut watched = before.clone();
                change(at, &mut watched);
                let watched = watched.each_once();
                if watched != before || bad.is_some() {
                    is_as_it_was = false;
                    kept.set(story.as_ref(), &watched);
                }
            }
            if is_as_it_was { Ok(None) } else { place.write(&kept.text(), bad) }
        });
        kept.map_err(|why| place.unkept(why))
    }

    /// Forgets a story, and says whether there was anything to forget. What was set aside stays.
    ///
    /// # Errors
    /// If the file cannot be read or written: it stays as it is.
    pub fn forget(&self, story: &str) -> Result<bool, Trouble> {
        self.forget_each(&[story])
    }

    /// Forgets several stories at once, and says whether there was anything to forget.
    ///
    /// # Errors
    /// If the file cannot be read or written: it stays as it is.
    pub fn forget_each<S: AsRef<str>>(&self, stories: &[S]) -> Result<bool, Trouble> {
        let forget = |kept: &mut Kept| stories.iter().filter(|story| kept.forget(story.as_ref())).count();
        Self::drop_from(&self.place()?, forget).map(|forgotten| forgotten > 0)
    }

    /// Forgets every story, and says how many. What was set aside stays. A file that cannot be read is set aside, too, and
    /// that is said.
    ///
    /// # Errors
    /// If the file cannot be written or set aside: it stays as it is.
    pub fn forget_all(&self) -> Result<(usize, Option<SetAside>), Trouble> {
        let place = self.place()?;
        if place.read().is_ok() {
            return Self::drop_from(&place, Kept::forget_all).map(|forgotten| (forgotten, None));
        }
        let set_aside = place.lock().and_then(|_lock| match place.read() {
            Ok(_) => Ok(None), // somebody else set it aside
            Err(bad) => place.write(&Kept::default().text(), Some(bad)),
        });
        set_aside.map(|set_aside| (0, set_aside)).map_err(|why| place.not_forgotten(why))
    }

    /// Takes something out of the file. Where nothing is kept nothing is made.
    fn drop_from(place: &Place, forget: impl FnOnce(&mut Kept) -> usize) -> Result<usize, Trouble> {
        if place.read().map_err(|why| place.unread(why))?.is_empty() {
            return Ok(0);
        }
        let _lock = place.lock().map_err(|why| place.not_forgotten(why))?;
        let mut kept = place.read().map_err(|why| place.unread(why))?;
        let forgotten = forget(&mut kept);
        if forgotten > 0 {
            place.write(&kept.text(), None).map_err(|why| place.not_forgotten(why))?;
        }
        Ok(forgotten)
    }

    fn place(&self) -> Result<Place, Trouble> {
        self.file().map(|file| Place::behind(&file)).ok_or(Trouble::NoFolder)
    }
}
