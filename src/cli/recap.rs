//! `storyline recap`

use std::io;

use clap::{ArgMatches, Args, FromArgMatches};

use super::{Command, Context, Exit, Format, look, story};
use crate::view::Order;

pub(super) static COMMAND: Command = Command { name: "recap", define: Arguments::augment_args, run };

/// Tell what is known so far: where we are, who is who, what was overturned
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
    look::show(context, "recap", &arguments.asked, Order::Narrative, arguments.format)
}
