//! `storyline serve`

mod edition;
mod http;

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use clap::{ArgMatches, Args, FromArgMatches};

use super::terminal::heed_signals;
use super::{Command, Context, Exit, check, story, watch};
use crate::library::{Kind, Listing, Origin};
use edition::{Edition, Subject};

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
type Shown = Arc<Mutex<Arc<Edition>>>;

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
    let port = listener.local_addr()?.port();
    let told_to_end = Arc::new(AtomicBool::new(false));
    heed_signals(&told_to_end)?;
    let first = Arc::new(Edition::of(&subjects, arguments.theory.as_deref(), 1));
    if let Some(theory) = arguments.theory.as_ref().filter(|_| first.lacks_theory()) {
        context.output.remark(&format!("There is no theory `{theory}` in it."))?;
        return Ok(Exit::Unusable);
    }
    let shown: Shown = Arc::new(Mutex::new(first));
    context
        .output
        .line(&format!("The whole story is at http://127.0.0.1:{port}/ for this machine alone. Ctrl-C ends it."))?;
    context.output.flush()?;
    let answering = Arc::clone(&shown);
    std::thread::spawn(move || http::serve(&listener, port, &move |path| answer(&answering, path)));
    let paths: Vec<PathBuf> = subjects.iter().filter_map(Subject::path).collect();
    let mut number = 1;
    watch::follow(&paths, &told_to_end, &mut |changed| {
        let Some(changed) = changed else { return Ok(()) };
        number += 1;
        let edition = Arc::new(Edition::of(&subjects, arguments.theory.as_deref(), number));
        *shown.lock().unwrap_or_else(PoisonError::into_inner) = edition;
        context.output.remark(changed)?;
        context.output.flush()
    })?;
    Ok(Exit::Fine)
}

/// What is at a path by now.
fn answer(shown: &Shown, path: &str) -> http::Answer {
    let edition = Arc::clone(&shown.lock().unwrap_or_else(PoisonError::into_inner));
    edition.answer(path)
}

/// The stories that are asked for. None if there is none, which is said.
fn subjects(context: &mut Context, arguments: &Arguments) -> io::Result<Option<Vec<Subject>>> {
    let Some(name) = &arguments.story else {
        let files = check::files(&[]);
        let together = check::in_universes(&files);
        let subjects: Vec<Subject> =
            files.iter().filter(|file| !together.contains(*file)).map(|file| Subject::in_folder(file)).collect();
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
    let origin = match &listing.kind {
        Kind::WorkOf(_) | Kind::Work | Kind::Universe => &listing.origin,
    };
    match origin {
        Origin::File(path) => Some(path.clone()),
        Origin::BuiltIn(_) | Origin::Given(..) => None,
    }
}
