//! The STORY argument: a path, or a name in the library.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::hash::Hasher;
use std::io;
use std::path::Path;

use clap::Args;
use fnv::FnvHasher;

use super::output::typed;
use super::{Context, Exit, Seat};
use crate::knowledge::{Cut, Seen, cut_to};
use crate::library::{self, Kind, Loaded, NotFound, Origin};
use crate::lint::{self, Checked};
use crate::progress::{Trouble, Watched};
use crate::sabotage::{Leak, leaks};
use crate::site::errors_in_words;
use crate::source::Source;
use crate::story::{SceneId, Story, TheoryId, Work, WorkId};
use crate::suggest;
use crate::syntax;

/// Which story, and what of it.
#[derive(Args)]
pub(super) struct Asked {
    /// A story's name, or the path of a story file
    pub(super) story: String,
    /// Show what is known to whoever has seen this: `all`, `none`, a work (the whole of it), a scene (up to and
    /// with it), `=scene` (it alone), or several with commas between. A scene goes by its id, or by its number where you have seen it
    #[arg(long, value_name = "POS")]
    pub(super) seen: Option<String>,
    /// Under this reading: `storyline theories STORY` shows those on offer
    #[arg(long, value_name = "ID")]
    pub(super) theory: Option<String>,
}

/// A story that can be played, and how it was asked for.
pub(super) struct Opened {
    pub(super) story: Story,
    pub(super) sources: Vec<Source>,
    /// The work of it that is looked at; none where all of it is.
    work: Option<WorkId>,
    /// What may be shown of it.
    seen: Seen,
    /// The theory that was asked for.
    theory: Option<TheoryId>,
    /// Whose eyes it is seen with.
    pub(super) viewer: Viewer,
    /// How many errors it has; none are counted for whoever does not write it.
    pub(super) errors: usize,
    /// What it was called.
    called: String,
    /// The names under which the progress of its works is kept, each with its shelf.
    names: Vec<String>,
    /// What is kept of each of its works, or why that cannot be read.
    pub(super) watched: Result<Vec<Watched>, Trouble>,
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
    /// What whoever asks may see of it, under the theory that was asked for.
    pub(super) fn cut(&self) -> Cut<'_> {
        cut_to(&self.story, &self.seen, self.work).choosing(self.theory)
    }

    /// What is there to be played to whoever asks: to who watches it, all of it.
    pub(super) fn to_be_played(&self) -> Cut<'_> {
        let seen = if self.viewer == Viewer::Kept { &Seen::all(&self.story) } else { &self.seen };
        cut_to(&self.story, seen, self.work).choosing(self.theory)
    }

    /// The cut of one of its works, at the scenes kept.
    pub(super) fn work_at(&self, work: WorkId, watched: &[Watched]) -> Cut<'_> {
        cut_to(&self.story, &kept(&self.story, watched), Some(work))
    }

    /// What whoever asks may see of one of its works, as if there were no other.
    pub(super) fn work_alone(&self, work: WorkId) -> Cut<'_> {
        cut_to(&self.story, &self.seen, Some(work)).choosing(self.theory)
    }

    /// The works that are looked at.
    pub(super) fn works(&self) -> impl Iterator<Item = WorkId> + use<'_> {
        self.story.work_ids().filter(|work| self.work.is_none_or(|only| only == *work))
    }

    /// The name under which the progress of a work is kept.
    pub(super) fn name_of(&self, work: WorkId) -> &str {
        &self.names[work.index()]
    }

    /// Whether The End was reached of every work that is looked at.
    pub(super) fn has_ended(&self) -> bool {
        let ended = |watched: &Vec<Watched>| self.works().all(|work| watched[work.index()].end);
        self.watched.as_ref().is_ok_and(ended)
    }

    /// Whether whoever asks is writing it, and may see where things are written.
    pub(super) fn by_author(&self) -> bool {
        self.viewer == Viewer::Author
    }
}

/// What to say where a place is to be kept of a story given as a path.
pub(super) const KEEPS_NO_PLACE: &str = "No place is kept of a story given as a path, only of one by its name.";

/// The names under which the progress of a story is kept: of a universe those of its works, or that of one that is no longer
/// there. If there is none, says so.
pub(super) fn kept_names(context: &mut Context, name: &str) -> io::Result<Option<Vec<String>>> {
    match context.library.find(name) {
        Ok(listing) if listing.kind == Kind::Universe => {
            let story = listing.load().story;
            let works = story.iter().flat_map(|story| story.works().iter().map(|work| format!("{name}/{}", work.id)));
            Ok(Some(works.collect()))
        }
        Ok(listing) => Ok(Some(vec![listing.full_name()])),
        Err(_) if context.progress.all().is_ok_and(|kept| kept.contains_key(name)) => Ok(Some(vec![name.to_owned()])),
        Err(not_found) => {
            context.output.remark(&not_found_in_words(name, &not_found))?;
            Ok(None)
        }
    }
}

/// Opens the story that is asked for. If there is none, says so and returns how to end.
pub(super) fn open(context: &mut Context, asked: &Asked) -> io::Result<Result<Opened, Exit>> {
    open_to(context, asked, Purpose::Look)
}

/// What a story is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To be looked at as far as whoever asks may.
    Look,
    /// To be played: then what is kept of it is nobody's business yet, and on a pipe all of it is told.
    Play,
    /// To be published, all of it, by its author.
    Publish,
}

/// The same for some purpose.
pub(super) fn open_to(context: &mut Context, asked: &Asked, purpose: Purpose) -> io::Result<Result<Opened, Exit>> {
    let plays = purpose == Purpose::Play;
    let argument = asked.story.as_str();
    let by_path = is_path(argument);
    let mut file = argument.to_owned();
    let (shelf, loaded) = if by_path {
        (None, library::load_file(Path::new(argument)))
    } else {
        match context.library.find(argument) {
            Ok(listing) => {
                if let Origin::File(path) = &listing.origin {
                    file = typed(path);
                }
                let shelf =
                    if listing.kind == Kind::Universe { Some(listing.name.clone()) } else { listing.shelf.clone() };
                (shelf, listing.load())
            }
            Err(not_found) => {
                context.output.remark(&not_found_in_words(argument, &not_found))?;
                return Ok(Err(Exit::Unusable));
            }
        }
    };
    let work = loaded.work();
    if loaded.story.is_none() || loaded.unusable().next().is_some() {
        say_unusable(context, loaded, by_path && asked.seen.is_none())?;
        return Ok(Err(Exit::Unusable));
    }
    let Loaded { sources, problems, story: Some(story), .. } = loaded else { return Ok(Err(Exit::Unusable)) };
    let full = |work: &Work| shelf.as_ref().map_or_else(|| work.id.clone(), |shelf| format!("{shelf}/{}", work.id));
    let names: Vec<String> = story.works().iter().map(full).collect();
    let watched = if by_path { Ok(vec![Watched::default(); names.len()]) } else { watched(context, &names) };
    if let (Err(trouble), None, true) = (&watched, &asked.seen, !plays) {
        context.output.remark(&trouble.to_string())?;
    }
    let kept = match &watched {
        _ if by_path => Seen::all(&story),
        Ok(watched) => kept(&story, watched),
        Err(_) if leaks(Leak::TakesUnreadableProgressForAll) => Seen::all(&story),
        Err(_) => Seen::none(),
    };
    let (seen, viewer) = match &asked.seen {
        _ if purpose == Purpose::Publish => (Seen::all(&story), Viewer::Author),
        Some(positions) => match Seen::at(&story, work, &numbers_as_ids(positions, &cut_to(&story, &kept, work))) {
            Ok(seen) => (seen, Viewer::Said),
            Err(_) if leaks(Leak::TakesUnknownPositionsForAll) => (Seen::all(&story), Viewer::Said),
            Err(unknown) => {
                let known = if leaks(Leak::SuggestsHiddenPositions) { Seen::all(&story) } else { kept };
                say_unknown(context, &unknown, &cut_to(&story, &known, work))?;
                return Ok(Err(Exit::Unusable));
            }
        },
        None if by_path => (kept, Viewer::Author),
        None => (kept, Viewer::Kept),
    };
    let mut errors = 0;
    if viewer == Viewer::Author || leaks(Leak::TellsProblemsToViewers) {
        let checked = Checked::new(&story, &sources);
        errors = lint::count_errors(checked, problems.clone());
        if errors > 0 {
            context.output.remark(&format!("{argument} has {}: storyline check {file}", errors_in_words(errors)))?;
        }
    }
    let called = argument.to_owned();
    let mut opened = Opened { story, sources, work, seen, theory: None, viewer, errors, called, names, watched };
    if let Some(theory) = &asked.theory {
        opened.theory = theory_named(context, &opened, theory, plays)?;
        if opened.theory.is_none() {
            return Ok(Err(Exit::Unusable));
        }
    }
    Ok(Ok(opened))
}

/// The theory of a name, if it is on offer to whoever asks: the name is understood here, and once. If not, says so: one that is
/// not on offer and a wrong name are not told apart.
pub(super) fn theory_named(
    context: &mut Context,
    opened: &Opened,
    theory: &str,
    plays: bool,
) -> io::Result<Option<TheoryId>> {
    let known = match (opened.viewer, context.seat) {
        (Viewer::Kept, Seat::Pipe) if plays => Seen::all(&opened.story),
        _ if leaks(Leak::ChoosesTheoriesNotOnOffer) => Seen::all(&opened.story),
        _ => opened.seen.clone(),
    };
    let known = cut_to(&opened.story, &known, opened.work);
    if let Some(theory) = known.theory_named(theory) {
        return Ok(Some(theory.number()));
    }
    let all = cut_to(&opened.story, &Seen::all(&opened.story), opened.work);
    if leaks(Leak::TellsHiddenTheoriesFromUnknown) && all.theory_named(theory).is_some() {
        context.output.remark(&format!("The theory `{theory}` is still before you."))?;
        return Ok(None);
    }
    let offered = if leaks(Leak::SuggestsTheoriesNotOnOffer) { all.theories() } else { known.theories() };
    let ids: Vec<String> = offered.iter().map(|theory| theory.full_id().into_owned()).collect();
    let near = suggest::did_you_mean(theory, ids.iter().map(String::as_str));
    let near = near.map_or_else(
        || match (opened.viewer, opened.called.as_str()) {
            (Viewer::Said, called) => format!("`storyline theories {called} --seen …` shows those on offer by then."),
            (Viewer::Author, called) if !is_path(called) => {
                format!("`storyline theories {called} --seen all` shows those on offer.")
            }
            (_, called) => format!("`storyline theories {called}` shows those on offer by now."),
        },
        |near| near.replacen('d', "D", 1),
    );
    context.output.remark(&format!("There is no theory `{theory}` on offer. {near}"))?;
    Ok(None)
}

/// What is kept of works, by their names.
fn watched(context: &Context, names: &[String]) -> Result<Vec<Watched>, Trouble> {
    let mut all = context.progress.all()?;
    Ok(names.iter().map(|name| all.remove(name).unwrap_or_default()).collect())
}

/// Says that no story can be made of some files. What is wrong with them is for their author: it is shown with the lines
/// round it, which may tell anything.
fn say_unusable(context: &mut Context, mut loaded: Loaded, by_author: bool) -> io::Result<()> {
    if by_author || loaded.sources.iter().all(|source| source.text().is_empty()) {
        loaded.problems.retain(|problem| problem.code.fatal);
        return context.output.complain(&loaded.problems, &loaded.sources);
    }
    let mut unusable: Vec<&str> = loaded.unusable().map(Source::name).collect();
    if unusable.is_empty() {
        unusable.extend(loaded.sources.first().map(Source::name));
    }
    for path in unusable {
        context.output.remark(&format!("No story can be made of {path}. What is wrong: storyline check {path}"))?;
    }
    Ok(())
}

/// Positions with an id for each number of a scene that whoever asks knows of. More numbers lead nowhere: they would tell
/// how many there are.
fn numbers_as_ids(positions: &str, known: &Cut) -> String {
    let ids: BTreeSet<Cow<str>> = known.scenes().flat_map(|scene| [scene.full_id(), scene.id().into()]).collect();
    let position = |word: &str| {
        let (alone, bare) = word.trim().strip_prefix('=').map_or(("", word.trim()), |bare| ("=", bare));
        let rank = bare.parse::<u32>().ok().filter(|_| !ids.contains(bare)).and_then(|number| number.checked_sub(1));
        let scene = rank.filter(|&rank| (rank as usize) < known.scenes().len()).map(|rank| known.scene(rank));
        scene.map_or_else(|| word.to_owned(), |scene| format!("{alone}{}", scene.full_id()))
    };
    positions.split(',').map(position).collect::<Vec<_>>().join(",")
}

/// The scenes kept of each work that the story still has.
pub(super) fn kept(story: &Story, watched: &[Watched]) -> Seen {
    let mut seen = Seen::none();
    for (work, watched) in story.work_ids().zip(watched) {
        let ids: BTreeSet<&str> = watched.scenes.iter().map(String::as_str).collect();
        let all: Vec<SceneId> = if leaks(Leak::KeepsWorksByTheirScenes) {
            story.scenes().collect()
        } else {
            story.scenes_of(work).collect()
        };
        all.into_iter().filter(|&scene| ids.contains(story.scene(scene).id.as_str())).for_each(|scene| seen.add(scene));
    }
    seen
}

/// A number that stays the same as long as a cut does: FNV-1a of the cut as this version writes it. Linear in the cut.
pub(super) fn content(cut: &Cut) -> String {
    let mut hasher = FnvHasher::default();
    cut.documents().iter().for_each(|document| hasher.write(syntax::write(document).as_bytes()));
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
            context
                .output
                .remark("A position is `all`, `none`, a work, a scene's id, or several with commas between.")?;
            continue;
        }
        let ids: Vec<Cow<str>> = known.scenes().map(|scene| scene.full_id()).collect();
        let near = suggest::did_you_mean(bare, ids.iter().map(AsRef::as_ref));
        let near = near.map_or(String::new(), |near| format!(" {}", near.replacen('d', "D", 1)));
        context.output.remark(&format!("There is no scene `{bare}` to have seen.{near}"))?;
    }
    Ok(())
}

/// Says so where nothing was seen yet of a story that is watched, and how to begin. Returns whether it is so.
pub(super) fn says_that_nothing_was_seen(context: &mut Context, opened: &Opened) -> io::Result<bool> {
    let nothing = opened.viewer == Viewer::Kept && opened.cut().scenes().len() == 0;
    if nothing {
        let cut = opened.cut();
        let title = cut.title();
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

pub(super) fn not_found_in_words(name: &str, not_found: &NotFound) -> String {
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
