//! `storyline schema`

use std::io;

use clap::{ArgMatches, Args};

use super::{Command, Context, Exit};
use crate::schema;

pub(super) static COMMAND: Command = Command { name: "schema", define: Arguments::augment_args, run };

/// Print what a story file may hold as a JSON Schema, by which editors complete and explain its keys
#[derive(Args)]
struct Arguments {}

fn run(_: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    context.output.text(&schema::text())?;
    Ok(Exit::Fine)
}
