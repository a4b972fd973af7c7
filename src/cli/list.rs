//! `storyline list`

use std::collections::BTreeMap;
use std::io;

use clap::{ArgMatches, Args, FromArgMatches};
use serde::Serialize;

use super::{Command, Context, Exit, Format, story};
use crate::knowledge::{Header, cut};
use crate::library::{Listing, Origin};
use crate::progress::Watched;
use crate::sabotage::{Leak, leaks};
use crate::view::{self, page::harmless};

pub(super) static COMMAND: Command = Command { name: "list", define: Arguments::augment_args, run };

/// List the stories there are, a line each: name, title, credit, release, from, last scene seen
#[derive(Args)]
struct Arguments {
    /// Lines with tabs, or JSON
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// A story that can be played by name.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) shelf: Option<String>,
    pub(super) title: String,
    pub(super) credit: Option<String>,
    pub(super) released: Option<String>,
    /// "built-in", or the path of its file.
    from: String,
    /// The last scene seen, in narrative order.
    pub(super) seen: Option<LastSeen>,
    /// Whether The End was reached.
    pub(super) end: bool,
}

#[derive(Serialize)]
pub(super) struct LastSeen {
    id: String,
    pub(super) title: String,
}

#[derive(Serialize)]
struct Listed {
    format: u32,
    stories: Vec<Row>,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let stories = rows(context)?;
    if arguments.format == Format::Json {
        context.output.text(&view::json(&Listed { format: 1, stories }).unwrap_or_default())?;
        return Ok(Exit::Fine);
    }
    for row in stories {
        let seen = row.seen.map(|seen| seen.title);
        let cells = [Some(row.name), Some(row.title), row.credit, row.released, Some(row.from), seen];
        let cells = cells.map(|cell| harmless(&cell.unwrap_or_default()));
        context.output.text(&format!("{}\n", cells.join("\t")))?;
    }
    Ok(Exit::Fine)
}

/// Every story in the library, as far as anybody may know it. A file that no story can be made of goes by its name.
pub(super) fn rows(context: &mut Context) -> io::Result<Vec<Row>> {
    let mut kept = match context.progress.all() {
        Ok(kept) => kept,
        Err(trouble) => {
            context.output.remark(&trouble.to_string())?;
            BTreeMap::new()
        }
    };
    let mut watched = |listing: &Listing| kept.remove(&listing.full_name()).unwrap_or_default();
    Ok(context.library.stories().into_iter().map(|(name, listing)| row(name, &listing, &watched(&listing))).collect())
}

fn row(name: String, listing: &Listing, watched: &Watched) -> Row {
    let story = listing.load().story;
    let seen = story.as_ref().and_then(|story| {
        let cut = cut(story, &story::kept(story, watched));
        let last = cut.scenes().next_back()?;
        Some(LastSeen { id: last.id().to_owned(), title: last.title().to_owned() })
    });
    let header = story.as_ref().and_then(|story| story.works().first()).map(Header::of);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Row {
        title: match (&story, header) {
            (Some(story), Some(header)) if leaks(Leak::ListsTheNumberOfScenes) => {
                format!("{} ({})", header.title, story.scenes().len())
            }
            (_, header) => header.map_or_else(|| listing.name.clone(), |header| header.title.to_owned()),
        },
        end: watched.end && seen.is_some(),
        seen,
        name,
        shelf: listing.shelf.clone(),
        credit: header.and_then(|header| owned(header.credit)),
        released: header.and_then(|header| owned(header.released)),
        from: match &listing.origin {
            Origin::BuiltIn(_) => "built-in".to_owned(),
            Origin::File(path) => path.display().to_string(),
        },
    }
}
