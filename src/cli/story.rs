//! The STORY argument: a path, or a name in the library.

use std::io;
use std::path::Path;

use super::{Context, Exit};
use crate::knowledge::{Cut, Seen, cut};
use crate::library::{self, Loaded, NotFound};
use crate::lint::{self, Checked};
use crate::problem::any_fatal;
use crate::source::Source;
use crate::story::Story;

/// A story that can be played, and how it was asked for.
pub(super) struct Opened {
    pub(super) story: Story,
    pub(super) source: Source,
    /// Whether it was given as a path: then whoever asks is writing it.
    pub(super) by_path: bool,
}

impl Opened {
    /// What whoever asks may see of it. Nobody's progress is kept yet, so it is the whole.
    pub(super) fn cut(&self) -> Cut<'_> {
        cut(&self.story, &Seen::all(&self.story))
    }
}

/// Opens the story that an argument names. If there is none, says so and returns how to end.
pub(super) fn open(context: &mut Context, argument: &str) -> io::Result<Result<Opened, Exit>> {
    let by_path = is_path(argument);
    let loaded = if by_path {
        library::load_file(Path::new(argument))
    } else {
        match context.library.find(argument) {
            Ok(listing) => listing.load(),
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
    if by_path {
        let checked = Checked::new(&story, std::slice::from_ref(&source));
        let errors = lint::count_errors(&checked, &problems);
        if errors > 0 {
            let noun = if errors == 1 { "error" } else { "errors" };
            context.output.remark(&format!("{argument} has {errors} {noun}: storyline check {argument}"))?;
        }
    }
    Ok(Ok(Opened { story, source, by_path }))
}

/// Says that what comes tells all, where whoever asks is not writing the story.
pub(super) fn remark_that_it_is_whole(context: &mut Context, opened: &Opened) -> io::Result<()> {
    if opened.by_path { Ok(()) } else { context.output.remark("This shows the whole story, its end included.") }
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
