//! The STORY argument: a path, or a name in the library.

use std::io;
use std::path::Path;

use clap::Args;

use super::{Context, Exit};
use crate::knowledge::{Cut, Seen, cut};
use crate::library::{self, Loaded, NotFound};
use crate::lint::{self, Checked};
use crate::problem::any_fatal;
use crate::source::Source;
use crate::story::Story;
use crate::suggest;

/// Which story, and what of it.
#[derive(Args)]
pub(super) struct Asked {
    /// A story's name, or the path of a story file
    pub(super) story: String,
    /// Show what is known to whoever has seen this: `all`, `none`, a scene (up to and with it), `=scene` (it alone), or
    /// several with commas between
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
    /// The name it goes by.
    pub(super) name: String,
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

    /// Whether whoever asks is writing it, and may see where things are written.
    pub(super) fn by_author(&self) -> bool {
        self.viewer == Viewer::Author
    }
}

/// Opens the story that is asked for. If there is none, says so and returns how to end.
pub(super) fn open(context: &mut Context, asked: &Asked) -> io::Result<Result<Opened, Exit>> {
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
        problems.retain(|problem| problem.code.fatal);
        context.output.complain(&problems, &source)?;
        return Ok(Err(Exit::Unusable));
    };
    debug_assert!(!any_fatal(&problems));
    let kept = Seen::all(&story);
    let (seen, viewer) = match &asked.seen {
        Some(positions) => match Seen::at(&story, positions) {
            Ok(seen) => (seen, Viewer::Said),
            Err(unknown) => {
                say_unknown(context, &unknown, &cut(&story, &kept))?;
                return Ok(Err(Exit::Unusable));
            }
        },
        None if by_path => (kept, Viewer::Author),
        None => (kept, Viewer::Kept),
    };
    if viewer == Viewer::Author {
        let checked = Checked::new(&story, std::slice::from_ref(&source));
        let errors = lint::count_errors(&checked, &problems);
        if errors > 0 {
            let noun = if errors == 1 { "error" } else { "errors" };
            context.output.remark(&format!("{argument} has {errors} {noun}: storyline check {argument}"))?;
        }
    }
    Ok(Ok(Opened { story, source, seen, viewer, name }))
}

/// Says of each word that it is no position, with the nearest that whoever asks knows of. A scene that is still to come and
/// a wrong name are not told apart.
fn say_unknown(context: &mut Context, unknown: &[String], known: &Cut) -> io::Result<()> {
    for word in unknown {
        let bare = word.trim_start_matches('=');
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
        let name = &opened.name;
        context.output.remark(&format!("{title} is still before you. Begin with: storyline play {name}"))?;
    }
    Ok(nothing)
}

/// Whether an argument is a path rather than a name.
fn is_path(argument: &str) -> bool {
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
