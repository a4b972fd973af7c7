//! `storyline list`

use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;

use clap::{ArgMatches, Args, FromArgMatches};
use serde::Serialize;

use super::{Command, Context, Exit, Format, story};
use crate::knowledge::{Cut, cut_to};
use crate::library::{Kind, Listing, Loaded, Origin};
use crate::progress::Watched;
use crate::sabotage::{Leak, leaks};
use crate::story::{Story, WorkId};
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
    /// "work" or "universe".
    pub(super) kind: &'static str,
    /// The universe that it is a work of.
    pub(super) universe: Option<String>,
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
    /// The works of a universe, in release order.
    pub(super) works: Vec<String>,
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
    let kept = match context.progress.all() {
        Ok(kept) => kept,
        Err(trouble) => {
            context.output.remark(&trouble.to_string())?;
            BTreeMap::new()
        }
    };
    let mut universes = Vec::new();
    let stories = context.library.stories().into_iter();
    let rows = stories.map(|(name, listing)| {
        let loaded = load(&listing, &mut universes);
        row(name, &listing, (&loaded, work_of(&listing, &loaded)), &kept)
    });
    let rows = rows.collect();
    Ok(in_order(rows))
}

/// By name, but for the works of a universe: they stand below it, in release order.
fn in_order(mut rows: Vec<Row>) -> Vec<Row> {
    let universes = rows.iter().filter(|row| row.kind == "universe");
    let works =
        universes.flat_map(|row| (1..).zip(&row.works).map(|(at, work)| ((row.name.as_str(), work.as_str()), at)));
    let works: BTreeMap<(&str, &str), usize> = works.collect();
    let place = |row: &Row| {
        let (universe, id) = (row.universe.as_deref()?, row.name.rsplit('/').next()?);
        Some((universe.to_owned(), *works.get(&(universe, id))?))
    };
    let places: BTreeMap<String, (String, usize)> =
        rows.iter().map(|row| (row.name.clone(), place(row).unwrap_or_else(|| (row.name.clone(), 0)))).collect();
    rows.sort_by(|one, other| places[&one.name].cmp(&places[&other.name]));
    rows
}

/// What was read of a story. A universe is read once, however many of its works are listed.
fn load(listing: &Listing, universes: &mut Vec<(Origin, Rc<Loaded>)>) -> Rc<Loaded> {
    let origin = match &listing.kind {
        Kind::Work => return Rc::new(listing.load()),
        Kind::WorkOf(origin) => origin,
        Kind::Universe => &listing.origin,
    };
    let known = universes.iter().find(|(known, _)| known == origin).map(|(_, loaded)| loaded.clone());
    let loaded = known.unwrap_or_else(|| Rc::new(listing.load()));
    let is_of_it = |loaded: &Loaded| loaded.story.as_ref().is_some_and(|story| story.universe().is_some());
    if is_of_it(&loaded) && !universes.iter().any(|(known, _)| known == origin) {
        universes.push((origin.clone(), loaded.clone()));
    }
    let lists = |story: &Story| story.work_named(&listing.name).is_some();
    let has_it = listing.kind == Kind::Universe || loaded.story.as_ref().is_some_and(lists);
    if has_it { loaded } else { Rc::new(listing.load()) }
}

/// The work of a universe that a listing is.
fn work_of(listing: &Listing, loaded: &Loaded) -> Option<WorkId> {
    let story = loaded.story.as_ref().filter(|story| story.universe().is_some())?;
    if listing.kind == Kind::Universe { None } else { story.work_named(&listing.name) }
}

fn row(
    name: String,
    listing: &Listing,
    (loaded, work): (&Loaded, Option<WorkId>),
    kept: &BTreeMap<String, Watched>,
) -> Row {
    let story = loaded.story.as_ref();
    let names =
        story.into_iter().flat_map(Story::works).map(|work| match listing.universe().or(listing.shelf.as_deref()) {
            Some(shelf) => format!("{shelf}/{}", work.id),
            None => work.id.clone(),
        });
    let watched: Vec<Watched> = names.map(|name| kept.get(&name).cloned().unwrap_or_default()).collect();
    let cut = story.map(|story| cut_to(story, &story::kept(story, &watched), work));
    let last = cut.as_ref().and_then(|cut| cut.scenes().next_back());
    let seen = last.map(|last| LastSeen { id: last.full_id().into_owned(), title: last.title().to_owned() });
    let header = cut.as_ref().filter(|cut| !cut.is_universe()).and_then(|cut| cut.works().next());
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let ended = |only: Option<WorkId>| match only {
        Some(work) => watched[work.index()].end,
        None => watched.iter().all(|watched| watched.end),
    };
    Row {
        title: match (&story, &cut) {
            (Some(story), Some(cut)) if leaks(Leak::ListsTheNumberOfScenes) => {
                format!("{} ({})", cut.title(), story.scenes().len())
            }
            (_, cut) => cut.as_ref().map_or_else(|| listing.name.clone(), |cut| cut.title().to_owned()),
        },
        end: seen.is_some() && ended(work),
        seen,
        name,
        kind: if listing.kind == Kind::Universe { "universe" } else { "work" },
        universe: owned(listing.universe().filter(|_| work.is_some())),
        shelf: listing.shelf.clone(),
        credit: header.and_then(|header| owned(header.credit)),
        released: header.and_then(|header| owned(header.released)),
        from: match &listing.origin {
            Origin::BuiltIn(_) => "built-in".to_owned(),
            Origin::File(path) => path.display().to_string(),
            Origin::Given(name, _) => name.clone(),
        },
        works: cut.iter().filter(|cut| cut.is_universe()).flat_map(Cut::works).map(|work| work.id.to_owned()).collect(),
    }
}
