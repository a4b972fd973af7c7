//! `storyline timeline`

use std::io;

use clap::{ArgMatches, Args, FromArgMatches};

use super::{Command, Context, Exit, Format, look, story};
use crate::view::{Order, against};

pub(super) static COMMAND: Command = Command { name: "timeline", define: Arguments::augment_args, run };

/// Show each scene as told and as it happened, side by side
#[derive(Args)]
struct Arguments {
    #[command(flatten)]
    asked: story::Asked,
    /// In the order in which it happened
    #[arg(long)]
    chronological: bool,
    /// Beside the order under another theory, or `canon`: as the story itself has it
    #[arg(long, value_name = "ID")]
    against: Option<String>,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    if let Some(against) = &arguments.against {
        return beside(context, &arguments, against);
    }
    let order = if arguments.chronological { Order::Chronological } else { Order::Narrative };
    look::show(context, "timeline", &arguments.asked, order, arguments.format)
}

/// The order of the story itself, where two orders are shown.
const CANON: &str = "canon";

/// Answers with two orders side by side.
fn beside(context: &mut Context, arguments: &Arguments, against: &str) -> io::Result<Exit> {
    let opened = match story::open(context, &arguments.asked)? {
        Ok(opened) => opened,
        Err(exit) => return Ok(exit),
    };
    if arguments.format == Format::Text && story::says_that_nothing_was_seen(context, &opened)? {
        return Ok(Exit::Fine);
    }
    let cut = opened.cut();
    let other = cut.choosing(None);
    let other = if against == CANON {
        other
    } else {
        match story::theory_named(context, &opened, against, false)? {
            Some(theory) => other.choosing(Some(theory)),
            None => return Ok(Exit::Unusable),
        }
    };
    let (here, there) = (cut.chronology(), other.chronology());
    let readings = [(&cut, &here), (&other, &there)];
    match arguments.format {
        Format::Text => context.output.page(&against::page(readings, &context.output.options(Order::Chronological)))?,
        Format::Json => context.output.text(&against::json(readings))?,
    }
    let contradicts = here.contradiction.is_some() || there.contradiction.is_some();
    Ok(if contradicts { Exit::Found } else { Exit::Fine })
}
