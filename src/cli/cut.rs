//! `storyline cut`

use std::io;

use clap::{ArgMatches, Args, FromArgMatches};

use super::{Command, Context, Exit, story};
use crate::knowledge::Cut;
use crate::sabotage::{Leak, leaks};
use crate::syntax;
use crate::view::page::harmless;

pub(super) static COMMAND: Command = Command { name: "cut", define: Arguments::augment_args, run };

/// Write what has been seen as a story file that spoils nobody who has seen as much
#[derive(Args)]
struct Arguments {
    #[command(flatten)]
    asked: story::Asked,
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
        context.output.line(&format!("# Of {} bytes.", opened.source.text().len()))?;
    }
    context.output.text(&format!("{}\n{}", heading(&cut), syntax::write(&cut.document())))?;
    Ok(Exit::Fine)
}

/// Comments that say up to where the file may be shared.
fn heading(cut: &Cut) -> String {
    let title = cut.works().next().map_or("", |work| work.title);
    let scenes: Vec<String> = cut.scenes().map(|scene| scene.title().to_owned()).collect();
    let until = match &scenes[..] {
        [] => "Nothing of it has been seen: it may be shared with anybody.".to_owned(),
        [only] => format!("It may be shared with whoever has seen the scene “{only}”."),
        [_, .., last] => format!("It may be shared with whoever has seen these scenes, the last of them “{last}”."),
    };
    format!("# {}: what is known of it so far.\n# {}\n", harmless(title), harmless(&until))
}
