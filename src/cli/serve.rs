//! `storyline serve`

mod address;
mod edition;
mod http;
mod kept;

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use clap::{ArgMatches, Args, FromArgMatches};

use super::output::typed;
use super::terminal::heed_signals;
use super::{Command, Context, Exit, check, story, watch};
use crate::library::{self, Listing, Origin, UNIVERSE};
use crate::site::errors_in_words;
use edition::{Edition, Found, Subject};
use http::Answer;
use kept::{Kept, lock};

pub(super) static COMMAND: Command = Command { name: "serve", define: Arguments::augment_args, run };

/// Show the pages of `publish` on this machine, renewed whenever the story is saved
///
/// All of the story is there to be asked for. Nobody else can: the pages are at an address of this machine alone. A story that
/// cannot be read is shown with what is wrong with it, until it can be. Ctrl-C ends it.
#[derive(Args)]
struct Arguments {
    /// A story's name, or the path of a story file or of a folder of such [default: those in ./stories, else the story files here]
    story: Option<String>,
    /// The port of the address; 0 takes any that is free
    #[arg(long, value_name = "N", default_value_t = 8360)]
    port: u16,
    /// Under this reading, as far as it is on offer
    #[arg(long, value_name = "ID", requires = "story")]
    theory: Option<String>,
}

/// What is shown by now.
struct Shown {
    edition: Mutex<Arc<Edition>>,
    kept: Kept,
}

impl Shown {
    fn now(&self) -> Arc<Edition> {
        Arc::clone(&lock(&self.edition))
    }

    /// What is at a path by now.
    fn answer(&self, path: &str) -> Answer {
        if let Found::Answer(answer) = self.now().find(path) {
            return answer;
        }
        self.kept.answer(path, &|| self.now().mark(), &|| {
            let edition = self.now();
            let answer = match edition.find(path) {
                Found::Answer(answer) => answer,
                Found::Page(place) => edition.make(&place),
            };
            (edition.mark(), answer)
        })
    }
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let shelf = shelf(arguments.story.as_deref());
    let Some(subjects) = subjects(context, arguments.story.as_deref(), shelf.as_deref())? else {
        return Ok(Exit::Unusable);
    };
    let listener = match TcpListener::bind((Ipv4Addr::LOCALHOST, arguments.port)) {
        Ok(listener) => listener,
        Err(error) => {
            let port = arguments.port;
            let words = format!("The port {port} cannot be used: {error}. Any that is free: storyline serve --port 0");
            context.output.remark(&words)?;
            return Ok(Exit::Unusable);
        }
    };
    let told_to_end = Arc::new(AtomicBool::new(false));
    heed_signals(&told_to_end)?;
    let files: Vec<PathBuf> = subjects.iter().filter_map(Subject::path).collect();
    // What is built in never changes.
    let watched = shelf.as_deref().or((!files.is_empty()).then_some(&files[..]));
    let mut first = Some(listener);
    let mut exit = Exit::Fine;
    let mut shown: Option<Arc<Shown>> = None;
    watch::follow(watched, &told_to_end, &mut |changed| {
        let here = shelf.as_deref().map(|shelf| Subject::several(&story_files(shelf)));
        let edition = Arc::new(Edition::of(here.as_deref().unwrap_or(&subjects), arguments.theory.as_deref()));
        if let Some(shown) = &shown {
            *lock(&shown.edition) = edition;
        } else if let Some(theory) = arguments.theory.as_ref().filter(|_| edition.lacks_theory()) {
            context.output.remark(&format!("There is no theory `{theory}` in it."))?;
            exit = Exit::Unusable;
            told_to_end.store(true, Ordering::Relaxed);
        } else if let Some(listener) = first.take() {
            let begun = Arc::new(Shown { edition: Mutex::new(edition), kept: Kept::default() });
            shown = Some(Arc::clone(&begun));
            begin(listener, begun, shelf.is_some(), context)?;
        }
        if let Some(changed) = changed {
            let errors = in_brackets(shown.as_ref().map_or(0, |shown| shown.now().errors()));
            context.output.remark(&format!("{changed}{errors}"))?;
        }
        context.output.flush()
    })?;
    Ok(exit)
}

/// Begins to answer, and says where.
fn begin(listener: TcpListener, shown: Arc<Shown>, is_shelf: bool, context: &mut Context) -> io::Result<()> {
    let port = listener.local_addr()?.port();
    let errors = in_brackets(shown.now().errors());
    let answering = thread::Builder::new();
    answering.spawn(move || http::serve(&listener, port, &move |path| shown.answer(path)))?;
    let (what, is) = if is_shelf { ("All of the stories", "are") } else { ("The whole story", "is") };
    let whole = format!("{what}{errors} {is} at http://127.0.0.1:{port}/ for this machine alone. Ctrl-C ends it.");
    context.output.line(&whole)
}

/// " (2 errors)", where there are any
fn in_brackets(errors: usize) -> String {
    if errors > 0 { format!(" ({})", errors_in_words(errors)) } else { String::new() }
}

/// Where to look for stories if none is named: in a folder that is no universe, or here; be it that one comes.
fn shelf(story: Option<&str>) -> Option<Vec<PathBuf>> {
    let Some(name) = story else { return Some(Vec::new()) };
    let folder = Path::new(name);
    let is_shelf = story::is_path(name) && folder.is_dir() && !folder.join(UNIVERSE).with_extension("toml").is_file();
    is_shelf.then(|| vec![folder.to_owned()])
}

/// The story files of a shelf, but for works of universes.
fn story_files(shelf: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = if shelf.is_empty() {
        check::files(&[])
    } else {
        shelf.iter().flat_map(|folder| library::story_files_below(folder)).collect()
    };
    let together = check::in_universes(&files);
    files.retain(|file| !together.contains(file));
    files
}

/// The stories that are asked for. None if there is none, which is said.
fn subjects(context: &mut Context, story: Option<&str>, shelf: Option<&[PathBuf]>) -> io::Result<Option<Vec<Subject>>> {
    if let Some(shelf) = shelf {
        let subjects = Subject::several(&story_files(shelf));
        if subjects.is_empty() {
            let place = shelf.first().map_or("here".to_owned(), |folder| format!("in {}", typed(folder)));
            let words = format!("There is no story file {place}. Name one: storyline serve my-story.toml");
            context.output.remark(&words)?;
            return Ok(None);
        }
        return Ok(Some(subjects));
    }
    let Some(name) = story else { return Ok(None) };
    if story::is_path(name) {
        if !Path::new(name).exists() {
            context.output.remark(&format!("There is no file {name}."))?;
            return Ok(None);
        }
        return Ok(Some(vec![Subject::file(PathBuf::from(name))]));
    }
    match context.library.find(name) {
        Ok(listing) => Ok(Some(vec![Subject::listing(listing)])),
        Err(not_found) => {
            context.output.remark(&story::not_found_in_words(name, &not_found))?;
            Ok(None)
        }
    }
}

/// The file that a story of the library is read from, where it is one.
fn file_of(listing: &Listing) -> Option<PathBuf> {
    match &listing.origin {
        Origin::File(path) => Some(path.clone()),
        Origin::BuiltIn(_) | Origin::Given(..) => None,
    }
}
