//! Why what has been watched cannot be read or kept, as data, and as a line for a person.

use std::fmt::{self, Display, Formatter};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::LARGEST;

/// Why something cannot be read or kept. It is shown as one line that says what this means and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trouble {
    /// No folder is known to keep it in.
    NoFolder,
    /// The file cannot be read: nothing counts as seen.
    Unread {
        /// Which.
        file: PathBuf,
        /// Why not.
        why: Unread,
    },
    /// What changed is not kept: the file is as it was.
    Unkept {
        /// Which.
        file: PathBuf,
        /// Why not.
        why: Unkept,
    },
    /// What was to be forgotten is not: the file is as it was.
    NotForgotten {
        /// Which.
        file: PathBuf,
        /// Why not.
        why: Unkept,
    },
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unread {
    /// The system refuses.
    Refused(Refusal),
    /// It is a folder, a pipe, a device.
    NotAFile,
    /// It is larger than any that was written here.
    TooLarge,
    /// It is not UTF-8.
    NotUtf8,
    /// It is not TOML.
    NotToml {
        /// Where, from 1.
        line: usize,
    },
    /// It is TOML, and not what is written here.
    NotUnderstood {
        /// What has no meaning or is missing.
        key: String,
    },
    /// A newer version wrote it.
    Newer {
        /// Its format.
        format: i64,
    },
}

/// Why a file cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unkept {
    /// The system refuses.
    Refused(Refusal),
    /// Files cannot be locked there.
    NotLocked(Refusal),
    /// Another program keeps the lock.
    Busy,
    /// It would become too large to be read again.
    TooLarge,
    /// What is there cannot be read, and cannot be set aside either.
    NotSetAside {
        /// Why it cannot be read.
        why: Unread,
        /// Why it cannot be set aside.
        refusal: Refusal,
    },
}

/// What the system says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The kind of error.
    pub kind: ErrorKind,
    /// In its words.
    pub says: String,
}

/// A bad file that made way. It is shown as one line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SetAside {
    /// Where it is now, whole.
    pub to: PathBuf,
    /// What is wrong with it.
    pub why: Unread,
}

impl Unkept {
    pub(super) fn refused(error: io::Error) -> Self {
        Self::Refused(error.into())
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self { kind: error.kind(), says: error.to_string() }
    }
}

impl std::error::Error for Trouble {}

impl Display for Trouble {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFolder => f.write_str(
                "There is no home folder to keep your place in, so nothing counts as seen. Set HOME or XDG_STATE_HOME.",
            ),
            Self::Unread { file, why } => {
                let file = shown(file);
                write!(f, "What you have watched cannot be read, so nothing counts as seen: {file} {why}. ")?;
                let remedy = match why {
                    Unread::Newer { .. } => "Update storyline",
                    Unread::Refused(_) => "Make it readable",
                    _ => "Mend it",
                };
                write!(f, "{remedy}, or it is set aside when something is next kept.")
            }
            Self::Unkept { file, why } => {
                f.write_str("Your place is not kept: ")?;
                unkept(f, file, why)
            }
            Self::NotForgotten { file, why } => {
                f.write_str("Nothing is forgotten: ")?;
                unkept(f, file, why)
            }
        }
    }
}

fn unkept(f: &mut Formatter<'_>, path: &Path, why: &Unkept) -> fmt::Result {
    let (file, folder) = (shown(path), shown(path.parent().unwrap_or(path)));
    match why {
        Unkept::Refused(Refusal { kind, says }) => match kind {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                write!(f, "there is no room for {file} ({says}). Make room.")
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                write!(f, "nothing may be written in {folder} ({says}). Allow writing there.")
            }
            _ => write!(f, "{file} cannot be written ({says}). See whether {folder} is a folder of yours."),
        },
        Unkept::NotLocked(Refusal { says, .. }) => write!(
            f,
            "nothing can be locked in {folder} ({says}), and two players would lose each other's scenes. \
             Set XDG_STATE_HOME to a folder elsewhere."
        ),
        Unkept::Busy => write!(f, "another program holds {folder} locked. Close it."),
        Unkept::TooLarge => write!(f, "{file} would outgrow {} MiB. Forget some stories.", LARGEST >> 20),
        Unkept::NotSetAside { why, refusal } => {
            write!(f, "{file} {why}, and cannot be set aside ({}). Move it away.", refusal.says)
        }
    }
}

/// Goes on after the name of the file.
impl Display for Unread {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "cannot be opened ({})", refusal.says),
            Self::NotAFile => f.write_str("is not a file"),
            Self::TooLarge => write!(f, "is larger than {} MiB", LARGEST >> 20),
            Self::NotUtf8 => f.write_str("is not UTF-8"),
            Self::NotToml { line } => write!(f, "is not TOML (line {line})"),
            Self::NotUnderstood { key } => write!(f, "makes no sense at `{key}`"),
            Self::Newer { format } => write!(f, "was written by a newer storyline (format {format})"),
        }
    }
}

impl Display for SetAside {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "What you had watched {}, so it is set aside, whole: {}.", self.why, shown(&self.to))
    }
}

/// A path on one line, whatever is in it.
fn shown(path: &Path) -> String {
    path.display().to_string().replace(char::is_control, "\u{fffd}")
}
