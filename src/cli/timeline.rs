//! `storyline timeline`

use std::io;

use clap::{ArgMatches, Args, FromArgMatches};

use super::{Command, Context, Exit, Format, look, story};
use crate::view::Order;

pub(super) static COMMAND: Command = Command { name: "timeline", define: Arguments::augment_args, run };

/// Show each scene as told and as it happened, side by side
#[derive(Args)]
struct Arguments {
    #[command(flatten)]
    asked: story::Asked,
    /// In the order in which it happened
    #[arg(long)]
    chronological: bool,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let order = if arguments.chronological { Order::Chronological } else { Order::Narrative };
    look::show(context, "timeline", &arguments.asked, order, arguments.format)
}
