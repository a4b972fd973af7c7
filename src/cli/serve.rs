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

use super::terminal::heed_signals;
use super::{Command, Context, Exit, check, story, watch};
use crate::library::{Listing, Origin};
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
    /// A story's name, or the path of a story file [default: those in ./stories, else the story files here]
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
    let Some(subjects) = subjects(context, &arguments)? else { return Ok(Exit::Unusable) };
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
    // Where no story is named all that are here are shown, be it that one comes; what is built in never changes.
    let is_named = arguments.story.is_some();
    let watched = (!is_named || !files.is_empty()).then_some(if is_named { &files[..] } else { &[] });
    let mut first = Some(listener);
    let mut exit = Exit::Fine;
    let mut shown: Option<Arc<Shown>> = None;
    watch::follow(watched, &told_to_end, &mut |changed| {
        let here = (!is_named).then(|| Subject::several(&story_files()));
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
            begin(listener, begun, context)?;
        }
        changed.map_or(Ok(()), |changed| context.output.remark(changed))?;
        context.output.flush()
    })?;
    Ok(exit)
}

/// Begins to answer, and says where.
fn begin(listener: TcpListener, shown: Arc<Shown>, context: &mut Context) -> io::Result<()> {
    let port = listener.local_addr()?.port();
    let answering = thread::Builder::new();
    answering.spawn(move || http::serve(&listener, port, &move |path| shown.answer(path)))?;
    let whole = format!("The whole story is at http://127.0.0.1:{port}/ for this machine alone. Ctrl-C ends it.");
    context.output.line(&whole)
}

/// The story files that are here, but for works of universes.
fn story_files() -> Vec<PathBuf> {
    let mut files = check::files(&[]);
    let together = check::in_universes(&files);
    files.retain(|file| !together.contains(file));
    files
}

/// The stories that are asked for. None if there is none, which is said.
fn subjects(context: &mut Context, arguments: &Arguments) -> io::Result<Option<Vec<Subject>>> {
    let Some(name) = &arguments.story else {
        let subjects = Subject::several(&story_files());
        if subjects.is_empty() {
            context.output.remark("There is no story file here. Name one: storyline serve my-story.toml")?;
            return Ok(None);
        }
        return Ok(Some(subjects));
    };
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
