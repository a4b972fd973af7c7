//! `storyline timeline`

use std::io;

use clap::{ArgMatches, Args, FromArgMatches};

use super::{Command, Context, Exit, Format, story};
use crate::view::{self, Order};

pub(super) static COMMAND: Command = Command { name: "timeline", define: Arguments::augment_args, run };

/// Show each scene as told and as it happened, side by side
#[derive(Args)]
struct Arguments {
    /// A story's name, or the path of a story file
    story: String,
    /// In the order in which it happened
    #[arg(long)]
    chronological: bool,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let opened = match story::open(context, &arguments.story)? {
        Ok(opened) => opened,
        Err(exit) => return Ok(exit),
    };
    if arguments.format == Format::Text {
        story::remark_that_it_is_whole(context, &opened)?;
    }
    let Some(view) = view::by_name("timeline") else { return Ok(Exit::Unusable) };
    let order = if arguments.chronological { Order::Chronological } else { Order::Narrative };
    let options = context.output.options(order);
    let whole = opened.cut();
    let chronology = whole.chronology();
    match arguments.format {
        Format::Text => context.output.page(&(view.page)(&whole, &chronology, &options))?,
        Format::Json => context.output.text(&(view.json)(&whole, &chronology, &options))?,
    }
    Ok(if chronology.contradiction.is_some() { Exit::Found } else { Exit::Fine })
}
