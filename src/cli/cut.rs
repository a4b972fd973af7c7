//! `storyline cut`

use std::io;
use std::path::PathBuf;

use clap::{ArgMatches, Args, FromArgMatches};

use super::{Command, Context, Exit, story};
use crate::knowledge::Cut;
use crate::library;
use crate::sabotage::{Leak, leaks};
use crate::syntax;
use crate::view::page::harmless;

pub(super) static COMMAND: Command = Command { name: "cut", define: Arguments::augment_args, run };

/// Write what has been seen as a story file that spoils nobody who has seen as much
#[derive(Args)]
struct Arguments {
    #[command(flatten)]
    asked: story::Asked,
    /// Write it into a new folder of this name. A universe, which is several files, needs one
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let opened = match story::open(context, &arguments.asked)? {
        Ok(opened) => opened,
        Err(exit) => return Ok(exit),
    };
    story::says_that_nothing_was_seen(context, &opened)?; // a header is all there is then
    let cut = opened.cut();
    if leaks(Leak::TellsTheSizeOfTheFile) {
        context
            .output
            .line(&format!("# Of {} bytes.", opened.sources.iter().map(|source| source.text().len()).sum::<usize>()))?;
    }
    let documents = cut.documents();
    let texts = documents.iter().map(|document| format!("{}\n{}", heading(&cut), syntax::write(document)));
    match (&arguments.out, documents.len()) {
        (None, 1) => texts.into_iter().try_for_each(|text| context.output.text(&text))?,
        (None, _) => {
            let words = "A universe is several files. Name a folder to write them into: --out FOLDER";
            context.output.remark(words)?;
            return Ok(Exit::Unusable);
        }
        (Some(folder), _) => {
            let file = |at: usize| match documents[at].universe {
                Some(_) => "universe.toml".to_owned(),
                None => format!("{}.toml", documents[at].name),
            };
            let files: Vec<(String, String)> = texts.enumerate().map(|(at, text)| (file(at), text)).collect();
            if let Err(error) = library::write_folder(folder, &files) {
                context.output.remark(&format!("{} cannot be written: {error}.", folder.display()))?;
                return Ok(Exit::Unusable);
            }
            context.output.line(&format!("Written: {}", folder.display()))?;
        }
    }
    Ok(Exit::Fine)
}

/// Comments that say up to where the file may be shared.
fn heading(cut: &Cut) -> String {
    let title = cut.title();
    let scenes: Vec<String> = cut.scenes().map(|scene| scene.title().to_owned()).collect();
    let until = match &scenes[..] {
        [] => "Nothing of it has been seen: it may be shared with anybody.".to_owned(),
        [only] => format!("It may be shared with whoever has seen the scene “{only}”."),
        [_, .., last] => format!("It may be shared with whoever has seen these scenes, the last of them “{last}”."),
    };
    format!("# {}: what is known of it so far.\n# {}\n", harmless(title), harmless(&until))
}
