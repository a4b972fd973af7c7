//! The STORY argument: a path, or a name in the library.

use std::collections::BTreeSet;
use std::hash::Hasher;
use std::io;
use std::path::Path;

use clap::Args;
use fnv::FnvHasher;

use super::{Context, Exit};
use crate::knowledge::{Cut, Seen, cut};
use crate::library::{self, Loaded, NotFound};
use crate::lint::{self, Checked};
use crate::problem::any_fatal;
use crate::progress::{Trouble, Watched};
use crate::sabotage::{Leak, leaks};
use crate::source::Source;
use crate::story::Story;
use crate::suggest;
use crate::syntax;

/// Which story, and what of it.
#[derive(Args)]
pub(super) struct Asked {
    /// A story's name, or the path of a story file
    pub(super) story: String,
    /// Show what is known to whoever has seen this: `all`, `none`, a scene (up to and with it), `=scene` (it alone), or
    /// several with commas between. A scene goes by its id, or by its number where you have seen it
    #[arg(long, value_name = "POS")]
    pub(super) seen: Option<String>,
}

/// A story that can be played, and how it was asked for.
pub(super) struct Opened {
    pub(super) story: Story,
    pub(super) source: Source,
    /// What may be shown of it.
    seen: Seen,
    /// Whose eyes it is seen with.
    pub(super) viewer: Viewer,
    /// What it was called.
    called: String,
    /// The name under which its progress is kept, with its shelf.
    pub(super) name: String,
    /// What is kept of it, or why that cannot be read.
    pub(super) watched: Result<Watched, Trouble>,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Viewer {
    /// Whoever is writing the story: it was given as a path.
    Author,
    /// Somebody who says what has been seen.
    Said,
    /// Somebody who watches it, as far as is kept.
    Kept,
}

impl Opened {
    /// What whoever asks may see of it.
    pub(super) fn cut(&self) -> Cut<'_> {
        cut(&self.story, &self.seen)
    }

    /// What is there to be played to whoever asks: to who watches it, all of it.
    pub(super) fn to_be_played(&self) -> Cut<'_> {
        if self.viewer == Viewer::Kept { cut(&self.story, &Seen::all(&self.story)) } else { self.cut() }
    }

    /// Whether whoever asks is writing it, and may see where things are written.
    pub(super) fn by_author(&self) -> bool {
        self.viewer == Viewer::Author
    }
}

/// What to say where a place is to be kept of a story given as a path.
pub(super) const KEEPS_NO_PLACE: &str = "No place is kept of a story given as a path, only of one by its name.";

/// The name under which the progress of a story is kept: its full name, or that of one that is no longer there. If there is
/// none, says so.
pub(super) fn kept_name(context: &mut Context, name: &str) -> io::Result<Option<String>> {
    match context.library.find(name) {
        Ok(listing) => Ok(Some(listing.full_name())),
        Err(_) if context.progress.all().is_ok_and(|kept| kept.contains_key(name)) => Ok(Some(name.to_owned())),
        Err(not_found) => {
            context.output.remark(&not_found_in_words(name, &not_found))?;
            Ok(None)
        }
    }
}

/// Opens the story that is asked for. If there is none, says so and returns how to end.
pub(super) fn open(context: &mut Context, asked: &Asked) -> io::Result<Result<Opened, Exit>> {
    open_as(context, asked, true)
}

/// The same, saying or not that what is kept of it cannot be read.
pub(super) fn open_as(context: &mut Context, asked: &Asked, says_trouble: bool) -> io::Result<Result<Opened, Exit>> {
    let argument = asked.story.as_str();
    let by_path = is_path(argument);
    let (name, loaded) = if by_path {
        (argument.to_owned(), library::load_file(Path::new(argument)))
    } else {
        match context.library.find(argument) {
            Ok(listing) => (listing.full_name(), listing.load()),
            Err(not_found) => {
                context.output.remark(&not_found_in_words(argument, &not_found))?;
                return Ok(Err(Exit::Unusable));
            }
        }
    };
    let Loaded { source, mut problems, story } = loaded;
    let Some(story) = story else {
        let by_author = by_path && asked.seen.is_none();
        if by_author || source.text().is_empty() {
            problems.retain(|problem| problem.code.fatal);
            context.output.complain(&problems, &source)?;
        } else {
            // What is wrong is shown with the lines round it, which may tell anything.
            let path = source.name();
            context.output.remark(&format!("No story can be made of {path}. What is wrong: storyline check {path}"))?;
        }
        return Ok(Err(Exit::Unusable));
    };
    debug_assert!(!any_fatal(&problems));
    let watched = if by_path { Ok(Watched::default()) } else { context.progress.watched(&name) };
    if let (Err(trouble), None, true) = (&watched, &asked.seen, says_trouble) {
        context.output.remark(&trouble.to_string())?;
    }
    let kept = match &watched {
        _ if by_path => Seen::all(&story),
        Ok(watched) => kept(&story, watched),
        Err(_) if leaks(Leak::TakesUnreadableProgressForAll) => Seen::all(&story),
        Err(_) => Seen::none(),
    };
    let (seen, viewer) = match &asked.seen {
        Some(positions) => match Seen::at(&story, &numbers_as_ids(positions, &cut(&story, &kept))) {
            Ok(seen) => (seen, Viewer::Said),
            Err(_) if leaks(Leak::TakesUnknownPositionsForAll) => (Seen::all(&story), Viewer::Said),
            Err(unknown) => {
                let known = if leaks(Leak::SuggestsHiddenPositions) { Seen::all(&story) } else { kept };
                say_unknown(context, &unknown, &cut(&story, &known))?;
                return Ok(Err(Exit::Unusable));
            }
        },
        None if by_path => (kept, Viewer::Author),
        None => (kept, Viewer::Kept),
    };
    if viewer == Viewer::Author || leaks(Leak::TellsProblemsToViewers) {
        let checked = Checked::new(&story, std::slice::from_ref(&source));
        let errors = lint::count_errors(&checked, &problems);
        if errors > 0 {
            let noun = if errors == 1 { "error" } else { "errors" };
            context.output.remark(&format!("{argument} has {errors} {noun}: storyline check {argument}"))?;
        }
    }
    Ok(Ok(Opened { story, source, seen, viewer, called: argument.to_owned(), name, watched }))
}

/// Positions with an id for each number of a scene that whoever asks knows of. More numbers lead nowhere: they would tell
/// how many there are.
fn numbers_as_ids(positions: &str, known: &Cut) -> String {
    let ids: BTreeSet<&str> = known.scenes().map(|scene| scene.id()).collect();
    let position = |word: &str| {
        let (alone, bare) = word.trim().strip_prefix('=').map_or(("", word.trim()), |bare| ("=", bare));
        let rank = bare.parse::<u32>().ok().filter(|_| !ids.contains(bare)).and_then(|number| number.checked_sub(1));
        let scene = rank.filter(|&rank| (rank as usize) < known.scenes().len()).map(|rank| known.scene(rank));
        scene.map_or_else(|| word.to_owned(), |scene| format!("{alone}{}", scene.id()))
    };
    positions.split(',').map(position).collect::<Vec<_>>().join(",")
}

/// The scenes kept that the story still has.
pub(super) fn kept(story: &Story, watched: &Watched) -> Seen {
    let ids: BTreeSet<&str> = watched.scenes.iter().map(String::as_str).collect();
    story.scenes().filter(|&scene| ids.contains(story.scene(scene).id.as_str())).collect()
}

/// A number that stays the same as long as a cut does: FNV-1a of the cut as this version writes it. Linear in the cut.
pub(super) fn content(cut: &Cut) -> String {
    let mut hasher = FnvHasher::default();
    hasher.write(syntax::write(&cut.document()).as_bytes());
    format!("{}-{:016x}", env!("CARGO_PKG_VERSION"), hasher.finish())
}

/// Whether what was kept of a cut's content is of another. What another version wrote says nothing.
pub(super) fn is_other(kept: &str, cut: &Cut) -> bool {
    kept.split_once('-').is_some_and(|(version, _)| version == env!("CARGO_PKG_VERSION")) && kept != content(cut)
}

/// Says of each word that it is no position, with the nearest that whoever asks knows of. A scene that is still to come and
/// a wrong name are not told apart.
fn say_unknown(context: &mut Context, unknown: &[String], known: &Cut) -> io::Result<()> {
    for word in unknown {
        let bare = word.strip_prefix('=').unwrap_or(word);
        if bare.is_empty() {
            context.output.remark("A position is `all`, `none`, a scene's id, or several with commas between.")?;
            continue;
        }
        let near = suggest::did_you_mean(bare, known.scenes().map(|scene| scene.id()));
        let near = near.map_or(String::new(), |near| format!(" {}", near.replacen('d', "D", 1)));
        context.output.remark(&format!("There is no scene `{bare}` to have seen.{near}"))?;
    }
    Ok(())
}

/// Says so where nothing was seen yet of a story that is watched, and how to begin. Returns whether it is so.
pub(super) fn says_that_nothing_was_seen(context: &mut Context, opened: &Opened) -> io::Result<bool> {
    let nothing = opened.viewer == Viewer::Kept && opened.seen.is_empty();
    if nothing {
        let title = opened.cut().works().next().map_or("It", |work| work.title);
        let name = &opened.called;
        context.output.remark(&format!("You have not begun “{title}” yet. Begin with: storyline play {name}"))?;
    }
    Ok(nothing)
}

/// Whether an argument is a path rather than a name.
pub(super) fn is_path(argument: &str) -> bool {
    library::is_toml(Path::new(argument))
        || argument.ends_with('/')
        || argument.starts_with('.')
        || argument.starts_with('/')
}

fn not_found_in_words(name: &str, not_found: &NotFound) -> String {
    match not_found {
        NotFound::Unknown(near) if near.is_empty() => {
            format!(
                "There is no story `{name}`. `storyline list` shows those there are; a file is given as a path, like ./{name}.toml."
            )
        }
        NotFound::Unknown(near) => {
            let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
            format!("There is no story `{name}`. Did you mean {}?", near.join(" or "))
        }
        NotFound::Ambiguous(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("Several stories are called `{name}`. Say which: {}.", names.join(" or "))
        }
    }
}
