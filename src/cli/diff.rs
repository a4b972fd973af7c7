//! `storyline diff`

use std::io;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, FromArgMatches};

use super::git::InGit;
use super::{Command, Context, Exit, Format, story};
use crate::diff::{self, Change, Side};
use crate::library::{self, Listing, Loaded};
use crate::view::Order;

pub(super) static COMMAND: Command = Command { name: "diff", define: Arguments::augment_args, run };

/// Tell what changed in meaning from one story to another
///
/// A story is a file, the folder of a universe, a name, or git:REV:path: that file or folder as it is in the revision REV
/// (git::path: that file as it is staged).
#[derive(Args)]
#[expect(clippy::doc_markdown, reason = "the help is no Markdown")]
struct Arguments {
    /// The story as it was
    #[arg(value_name = "OLD")]
    old: String,
    /// The story as it is
    #[arg(value_name = "NEW")]
    new: String,
    /// End with 1 where something changed
    #[arg(long)]
    exit_code: bool,
    /// For people, or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// Where a story is from.
enum Place {
    File(PathBuf),
    Library(Listing),
    Git(InGit),
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let names = [arguments.old.as_str(), arguments.new.as_str()];
    let mut from = Vec::new();
    for name in names {
        match found(context, name) {
            Ok(it) => from.push(it),
            Err(words) => return unusable(context, &words),
        }
    }
    let mut loaded = Vec::new();
    for (from, name) in from.iter().zip(names) {
        match from.load(false) {
            Ok(it) => loaded.push(it),
            Err(words) => return unusable(context, &format!("{name} cannot be read: {words}.")),
        }
    }
    // A work of a universe and one that stands alone are compared as if both stood alone.
    let alone: Vec<Option<String>> = loaded.iter().map(work_of).collect();
    if alone[0] != alone[1] {
        for (at, (place, name)) in from.iter().zip(names).enumerate().filter(|&(at, _)| alone[at].is_some()) {
            match place.load(true) {
                Ok(it) => loaded[at] = it,
                Err(words) => return unusable(context, &format!("{name} cannot be read: {words}.")),
            }
        }
    }
    let mut is_unusable = false;
    for loaded in &loaded {
        if loaded.story.is_none() || loaded.unusable().next().is_some() {
            let fatal: Vec<_> = loaded.problems.iter().filter(|problem| problem.code.fatal).cloned().collect();
            context.output.complain(&fatal, &loaded.sources)?;
            is_unusable = true;
        }
    }
    if is_unusable {
        return Ok(Exit::Unusable);
    }
    let work = alone[0].as_deref().filter(|_| alone[0] == alone[1]);
    let [Some(old), Some(new)] = [&loaded[0], &loaded[1]].map(side) else { return Ok(Exit::Unusable) };
    let mut changes = diff::diff(&old, &new);
    changes.retain(|change| work.is_none_or(|work| is_about(change, work)));
    match arguments.format {
        Format::Text => context.output.page(&diff::page(&changes, &context.output.options(Order::default())))?,
        Format::Json => context.output.text(&diff::json(&changes, names))?,
    }
    Ok(if arguments.exit_code && !changes.is_empty() { Exit::Found } else { Exit::Fine })
}

fn unusable(context: &mut Context, words: &str) -> io::Result<Exit> {
    context.output.remark(words)?;
    Ok(Exit::Unusable)
}

/// Where the story is that an argument names.
fn found(context: &Context, argument: &str) -> Result<Place, String> {
    if let Some(parsed) = InGit::parse(argument) {
        return parsed.map(Place::Git);
    }
    let path = Path::new(argument);
    if story::is_path(argument) {
        return Ok(Place::File(path.to_owned()));
    }
    match context.library.find(argument) {
        Ok(listing) => Ok(Place::Library(listing)),
        Err(_) if path.exists() => Ok(Place::File(path.to_owned())),
        Err(not_found) => Err(story::not_found_in_words(argument, &not_found)),
    }
}

impl Place {
    /// Reads it, alone or with the universe that it is of.
    fn load(&self, alone: bool) -> Result<Loaded, String> {
        match self {
            Self::File(path) if alone => Ok(library::load_alone(path)),
            Self::File(path) => Ok(library::load_file(path)),
            Self::Library(listing) if alone => Ok(listing.load_alone()),
            Self::Library(listing) => Ok(listing.load()),
            Self::Git(it) => it.load(alone),
        }
    }
}

/// The work of a universe that was asked for alone.
fn work_of(loaded: &Loaded) -> Option<String> {
    let story = loaded.story.as_ref()?;
    loaded.work().map(|work| story.work(work).id.clone())
}

fn side(loaded: &Loaded) -> Option<Side<'_>> {
    Some(Side::new(loaded.story.as_ref()?, &loaded.sources, loaded.problems.clone()))
}

/// Whether a change is about a work, or about what all works of its universe share.
fn is_about(change: &Change, work: &str) -> bool {
    change.subject.iter().flatten().any(|named| match named.id.split_once('/') {
        Some((of, _)) => of == work,
        None => change.what != "work" || named.id == work,
    }) || change.subject == [None, None] && change.work.as_ref().is_none_or(|of| of == work)
}
