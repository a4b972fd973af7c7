//! `storyline export`

use std::io;

use clap::builder::PossibleValue;
use clap::builder::PossibleValuesParser;
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, FromArgMatches, ValueEnum};

use super::{Command, Context, Exit, story};
use crate::view::export::{self, EXPORTS};
use crate::view::picture::{self, PICTURES, Scheme};
use crate::view::{Options, Order};

pub(super) static COMMAND: Command = Command { name: "export", define: Arguments::augment_args, run };

/// Write a story in another form: a graph to draw, a document to read
#[derive(Args)]
struct Arguments {
    #[command(flatten)]
    asked: story::Asked,
    /// The form to write it in
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    to: String,
    /// Which picture to draw as svg
    #[arg(long, value_name = "PICTURE", value_parser = pictures(), default_value = PICTURES[0].name)]
    picture: String,
    /// The paper that a picture is for: as whoever looks has it, or light or dark
    #[arg(long, value_name = "SCHEME", default_value = "auto")]
    scheme: Paper,
    /// In the order in which it happened
    #[arg(long)]
    chronological: bool,
}

fn is_said(matches: &ArgMatches, name: &str) -> bool {
    matches.value_source(name) == Some(ValueSource::CommandLine)
}

fn formats() -> PossibleValuesParser {
    EXPORTS.iter().map(|export| PossibleValue::new(export.name).help(export.about)).into()
}

fn pictures() -> PossibleValuesParser {
    PICTURES.iter().map(|picture| PossibleValue::new(picture.name).help(picture.about)).into()
}

#[derive(Clone, Copy, ValueEnum)]
enum Paper {
    Auto,
    Light,
    Dark,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    if arguments.to != "svg" && ["picture", "scheme"].iter().any(|name| is_said(matches, name)) {
        context.output.remark("`--picture` and `--scheme` say how a picture is drawn: write it with `--to svg`.")?;
        return Ok(Exit::Unusable);
    }
    let (Some(export), Some(picture)) = (export::by_name(&arguments.to), picture::by_name(&arguments.picture)) else {
        return Ok(Exit::Unusable);
    };
    let opened = match story::open(context, &arguments.asked)? {
        Ok(opened) => opened,
        Err(exit) => return Ok(exit),
    };
    story::says_that_nothing_was_seen(context, &opened)?; // a header is all there is then
    let order = if arguments.chronological { Order::Chronological } else { Order::Narrative };
    let scheme = match arguments.scheme {
        Paper::Auto => Scheme::Auto,
        Paper::Light => Scheme::Light,
        Paper::Dark => Scheme::Dark,
    };
    let options = Options { picture, scheme, ..context.output.options(order) };
    let cut = opened.cut();
    let chronology = cut.chronology();
    context.output.text(&(export.write)(&cut, &chronology, &options))?;
    Ok(if chronology.contradiction.is_some() { Exit::Found } else { Exit::Fine })
}
