//! `storyline theories`

use std::io;

use clap::{ArgMatches, Args, FromArgMatches};

use super::{Command, Context, Exit, Format, look, story};
use crate::view::Order;

pub(super) static COMMAND: Command = Command { name: "theories", define: Arguments::augment_args, run };

/// Show the theories on offer by now, and what each changes
#[derive(Args)]
struct Arguments {
    #[command(flatten)]
    asked: story::Asked,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    look::show(context, "theories", &arguments.asked, Order::Narrative, arguments.format)
}
