//! `storyline play`

use std::io;

use clap::{ArgMatches, Args, FromArgMatches};

use super::story::{self, Viewer};
use super::{Command, Context, Exit};
use crate::play;
use crate::view::Order;

pub(super) static COMMAND: Command = Command { name: "play", define: Arguments::augment_args, run };

/// Tell a story, scene by scene
#[derive(Args)]
struct Arguments {
    #[command(flatten)]
    asked: story::Asked,
    /// In the order in which it happened. This gives the plot away
    #[arg(long)]
    chronological: bool,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let opened = match story::open(context, &arguments.asked)? {
        Ok(opened) => opened,
        Err(exit) => return Ok(exit),
    };
    let whole = opened.to_be_played();
    let mut exit = Exit::Fine;
    let page = if arguments.chronological {
        if opened.viewer == Viewer::Kept {
            context.output.remark("This gives the plot away: the story in the order in which it happened.")?;
        }
        let chronology = whole.chronology();
        if chronology.contradiction.is_some() {
            exit = Exit::Found;
        }
        play::chronological(&whole, &chronology, &context.output.options(Order::Chronological))
    } else {
        play::told(&whole, &context.output.options(Order::Narrative))
    };
    context.output.page(&page)?;
    Ok(exit)
}
