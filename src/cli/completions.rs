//! `storyline completions`

use std::io;

use clap::{ArgMatches, Args, FromArgMatches};
use clap_complete::Shell;

use super::{Command, Context, Exit, definition};

pub(super) static COMMAND: Command = Command { name: "completions", define: Arguments::augment_args, run };

/// Print what a shell needs to complete commands and options. Names of stories and scenes are never completed
#[derive(Args)]
struct Arguments {
    /// The shell
    shell: Shell,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut definition(), "storyline", &mut script);
    context.output.text(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}
