//! `storyline check --watch`: looks again whenever a file changes, until it is told to end.
//!
//! That something happened in a folder the system tells; which files are other than they were is found by reading them, so
//! that a touch is no change, and what an editor does to save a file is one.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::terminal::heed_signals;
use super::{Context, Exit, Seat};
use crate::library;

/// How often to look whether the program was told to end.
const TICK: Duration = Duration::from_millis(100);
/// So long nothing may happen before a change is taken for whole.
const QUIET: Duration = Duration::from_millis(80);
/// Where something happens all the time, so much of it is waited for.
const MOST: usize = 500;
/// Where the system does not tell of changes the files are read again every so many ticks.
const TICKS_BETWEEN_LOOKS: u32 = 10;

/// The files that are watched, each with a mark of what is in it.
type Marks = BTreeMap<PathBuf, u64>;

/// What `look` looks at, and looks at again after each change. Ends as the last look did.
pub(super) fn run(
    paths: &[PathBuf],
    context: &mut Context,
    is_for_people: bool,
    look: &mut dyn FnMut(&mut Context) -> io::Result<Exit>,
) -> io::Result<Exit> {
    let told_to_end = Arc::new(AtomicBool::new(false));
    heed_signals(&told_to_end)?;
    let mut changed = None;
    loop {
        // Made anew for each look: folders come and go. What changes while it looks is seen after it.
        let watch = Watch::of(paths);
        let marks = marks(paths);
        between(context, changed.as_deref(), is_for_people)?;
        let exit = look(context)?;
        if changed.is_none() || context.seat == Seat::Screen {
            let rarely = if watch.watcher.is_none() { ", once a second as the system does not tell" } else { "" };
            context.output.remark(&format!("Looking again when a file changes{rarely}. Ctrl-C leaves."))?;
        }
        context.output.flush()?;
        changed = watch.next_change(paths, &marks, &told_to_end);
        if changed.is_none() {
            return Ok(exit);
        }
    }
}

/// Calls `look` with what changed, once at first and then after each change, until the program is told to end. Where no paths
/// are given nothing ever changes; no path means the same as to [`run`].
pub(super) fn follow(
    paths: Option<&[PathBuf]>,
    told_to_end: &AtomicBool,
    look: &mut dyn FnMut(Option<&str>) -> io::Result<()>,
) -> io::Result<()> {
    let Some(paths) = paths else {
        look(None)?;
        while !told_to_end.load(Ordering::Relaxed) {
            std::thread::sleep(TICK);
        }
        return Ok(());
    };
    let mut changed = None;
    loop {
        let watch = Watch::of(paths);
        let marks = marks(paths);
        look(changed.as_deref())?;
        changed = watch.next_change(paths, &marks, told_to_end);
        if changed.is_none() {
            return Ok(());
        }
    }
}

/// What stands between two looks: nothing on a screen, which is cleared, else a rule. Then what changed.
fn between(context: &mut Context, changed: Option<&str>, is_for_people: bool) -> io::Result<()> {
    let Some(changed) = changed else { return Ok(()) };
    if !is_for_people {
        return context.output.remark(changed);
    }
    if context.seat == Seat::Screen {
        context.output.text("\x1b[2J\x1b[H")?;
    } else {
        context.output.line(&"-".repeat(40))?;
    }
    context.output.line(changed)?;
    context.output.text("\n")
}

/// Somebody who tells that something happened.
struct Watch {
    /// None where the system cannot tell.
    watcher: Option<RecommendedWatcher>,
    happened: Receiver<()>,
}

impl Watch {
    fn of(paths: &[PathBuf]) -> Self {
        let (sender, happened) = channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Reading a file is no change of it.
            if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
                let _ = sender.send(()); // nobody listens any more
            }
        });
        let watch = |mut watcher: RecommendedWatcher| {
            let each = folders(paths).into_iter().map(|(folder, mode)| watcher.watch(&folder, mode));
            each.collect::<notify::Result<Vec<()>>>().map(|_| watcher)
        };
        Self { watcher: watcher.and_then(watch).ok(), happened }
    }

    /// Waits until a file is other than it was, and says which. None if the program is told to end.
    fn next_change(&self, paths: &[PathBuf], before: &Marks, told_to_end: &AtomicBool) -> Option<String> {
        let mut ticks = 0;
        loop {
            if told_to_end.load(Ordering::Relaxed) {
                return None;
            }
            match self.happened.recv_timeout(TICK) {
                Ok(()) => {
                    let happens = || self.happened.recv_timeout(QUIET).is_ok();
                    let _ = (0..MOST).take_while(|_| happens()).count(); // until it is quiet
                }
                Err(RecvTimeoutError::Timeout) if self.watcher.is_some() => continue,
                Err(_) => {
                    ticks += 1;
                    if ticks % TICKS_BETWEEN_LOOKS != 0 {
                        std::thread::sleep(TICK);
                        continue;
                    }
                }
            }
            let changed = difference(before, &marks(paths));
            if changed.is_some() {
                return changed;
            }
        }
    }
}

/// The folders to watch for some paths, and whether what is in their folders counts too.
fn folders(paths: &[PathBuf]) -> BTreeMap<PathBuf, RecursiveMode> {
    let mut folders = BTreeMap::new();
    if paths.is_empty() {
        folders.insert(PathBuf::from("."), RecursiveMode::NonRecursive);
    }
    for path in if paths.is_empty() { vec![PathBuf::from("stories")] } else { paths.to_vec() } {
        if path.is_dir() {
            folders.insert(path, RecursiveMode::Recursive);
            continue;
        }
        // A folder that is not there comes into one that is.
        let above = path.ancestors().skip(1).map(|above| if above == Path::new("") { Path::new(".") } else { above });
        if let Some(above) = above.into_iter().find(|above| above.is_dir()) {
            folders.entry(above.to_owned()).or_insert(RecursiveMode::NonRecursive);
        }
    }
    folders
}

/// The files that what is looked at can depend on. A work stands beside those that it shares a universe with.
fn marks(paths: &[PathBuf]) -> Marks {
    let mut files: BTreeSet<PathBuf> = super::check::files(paths).into_iter().collect();
    for path in paths.iter().filter(|path| !path.is_dir()) {
        let folder = path.parent().unwrap_or(Path::new(""));
        if folder.join(library::UNIVERSE).with_extension("toml").is_file() {
            files.extend(library::files_below(folder));
        }
    }
    files.into_iter().filter_map(|file| Some((library::mark(&file)?, file))).map(|(mark, file)| (file, mark)).collect()
}

/// What changed between two looks, in a line.
fn difference(before: &Marks, after: &Marks) -> Option<String> {
    let named = |path: &Path, what: &str| format!("{} {what}", path.strip_prefix(".").unwrap_or(path).display());
    let mut changes: Vec<String> = Vec::new();
    for (file, mark) in after {
        match before.get(file) {
            None => changes.push(named(file, "is new")),
            Some(old) if old != mark => changes.push(named(file, "changed")),
            Some(_) => {}
        }
    }
    changes.extend(before.keys().filter(|file| !after.contains_key(*file)).map(|file| named(file, "is gone")));
    match &changes[..] {
        [] => None,
        [first, second, third, rest @ ..] if !rest.is_empty() => {
            Some(format!("{first}, {second}, {third} and {} more", rest.len()))
        }
        few => Some(few.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(files: &[(&str, u64)]) -> Marks {
        files.iter().map(|(file, mark)| (PathBuf::from(file), *mark)).collect()
    }

    #[test]
    fn what_changed_is_told_in_a_line() {
        let before = marks(&[("a", 1), ("b", 2), ("c", 3)]);
        assert_eq!(difference(&before, &before), None);
        let after = marks(&[("a", 1), ("b", 5), ("d", 4)]);
        assert_eq!(difference(&before, &after).as_deref(), Some("b changed, d is new, c is gone"));
        let many = marks(&[("a", 9), ("b", 9), ("c", 9), ("d", 9), ("e", 9)]);
        assert_eq!(difference(&before, &many).as_deref(), Some("a changed, b changed, c changed and 2 more"));
    }
}
