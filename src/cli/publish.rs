//! `storyline publish`

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{ArgMatches, Args, FromArgMatches};

use super::output::typed;
use super::story::{self, Asked, Purpose};
use super::terminal::heed_signals;
use super::waiting::Waiting;
use super::{Command, Context, Exit};
use crate::library::{Publication, Unpublished};
use crate::site::{START, Settings, Site};

pub(super) static COMMAND: Command = Command { name: "publish", define: Arguments::augment_args, run };

/// Write the whole story as a site of pages, one for each position in it
///
/// Each page holds what is known at its position and nothing of what comes later, and none tells how many there are. The pages
/// work in any browser, from a folder or a server, without scripts and on paper. What was published into the folder before
/// is replaced, and pages that are no more are removed; other files there are left alone, and one that is in the way of a page is
/// never written over: then nothing is published. Of a universe there are pages of each work alone, and of all works up to each.
/// A story with errors is published without what is wrong in it, and ends with 1.
#[derive(Args)]
struct Arguments {
    /// A story's name, or the path of a story file
    story: String,
    /// The folder to write to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Under this reading, as far as it is on offer
    #[arg(long, value_name = "ID")]
    theory: Option<String>,
    /// Let search engines keep the pages
    #[arg(long)]
    index: bool,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let mut waiting = Waiting::begin();
    let asked = Asked { story: arguments.story, seen: None, theory: arguments.theory };
    let opened = match story::open_to(context, &asked, Purpose::Publish)? {
        Ok(opened) => opened,
        Err(exit) => return Ok(exit),
    };
    let settings = Settings { indexed: arguments.index, live: None };
    let works = opened.works().map(|work| opened.work_alone(work)).collect();
    let site = Site::of(opened.cut(), works, settings);
    let told_to_end = Arc::new(AtomicBool::new(false));
    heed_signals(&told_to_end)?;
    let (mut count, mut bytes) = (0, 0);
    let mut go_on = |doing: &str, count: usize| {
        // Where nobody can be told any more the pages are written all the same.
        let _ = waiting.say(&mut context.output, || format!("{doing} {count}..."));
        if told_to_end.load(Ordering::Relaxed) { Err(Unpublished::Interrupted) } else { Ok(()) }
    };
    let written = Publication::into_folder(&arguments.out, Box::new(site.mark())).and_then(|mut folder| {
        site.each(&mut |path, text| {
            count += usize::from(path.ends_with(".html"));
            bytes += text.len();
            go_on("Writing page", count).and_then(|()| folder.add(path, text))
        })?;
        folder.finish(&mut |number| go_on("Saving file", number))
    });
    context.output.passing("")?; // nothing of what was said is left
    let removed = match written {
        Ok(removed) => removed,
        Err(unpublished) => {
            context.output.remark(&in_words(&unpublished))?;
            return Ok(Exit::Unusable);
        }
    };
    let gone = match removed {
        0 => String::new(),
        1 => "; 1 page of before is gone".to_owned(),
        more => format!("; {more} pages of before are gone"),
    };
    let start = typed(&arguments.out.join(START));
    let written = size(bytes);
    context.output.line(&format!("{count} pages, {written}{gone}. That is all of the story. Open {start}"))?;
    Ok(if opened.errors > 0 { Exit::Found } else { Exit::Fine })
}

/// Why nothing was published, or not all.
fn in_words(unpublished: &Unpublished) -> String {
    let named = |path: &Path| typed(path);
    match unpublished {
        Unpublished::IsThere(path) => {
            let path = named(path);
            format!(
                "{path} is there already, and no page of a story of this name and title. Nothing was published: \
                 remove what is there, or publish into another folder."
            )
        }
        Unpublished::Busy(path) => {
            format!("Something else is being published into {} just now. Nothing was published.", named(path))
        }
        Unpublished::NoFolder(path) => {
            format!("{} is no folder: pages need one of their own. Nothing was published.", named(path))
        }
        Unpublished::Failed(path, error) => {
            format!("{} cannot be written: {error}. Nothing was published.", named(path))
        }
        Unpublished::InPart(path, error) => {
            let path = named(path);
            format!("{path} cannot be replaced: {error}. Some pages are of before, some are new: publish again.")
        }
        Unpublished::Interrupted => "Nothing was published.".to_owned(),
    }
}

/// "310 kB"
fn size(bytes: usize) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{} MB", bytes.div_ceil(1_000_000)),
    }
}
