//! `storyline play`

use std::io;

use clap::{ArgMatches, Args, FromArgMatches};

use super::story::{self, Opened};
use super::terminal::Terminal;
use super::{Command, Context, Exit};
use crate::knowledge::Cut;
use crate::play::{self, Ending, Player, Walk};
use crate::view::Order;

pub(super) static COMMAND: Command = Command { name: "play", define: Arguments::augment_args, run };

/// Tell a story, scene by scene
#[derive(Args)]
struct Arguments {
    /// A story's name, or the path of a story file
    story: String,
    /// In the order in which it happened. This gives the plot away
    #[arg(long)]
    chronological: bool,
    /// As told, with all that is known in the end. This gives the plot away
    #[arg(long, conflicts_with = "chronological")]
    rewatch: bool,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let opened = match story::open(context, &arguments.story)? {
        Ok(opened) => opened,
        Err(exit) => return Ok(exit),
    };
    let whole = opened.cut();
    let walk = match (arguments.chronological, arguments.rewatch) {
        (true, _) => Walk::Chronological,
        (_, true) => Walk::Rewatch,
        _ => Walk::Told { from: 0 },
    };
    if context.interactive {
        on_screen(context, &opened, &whole, walk)
    } else {
        printed(context, &opened, &whole, walk)
    }
}

/// Plays it on the terminal.
fn on_screen(context: &mut Context, opened: &Opened, whole: &Cut, walk: Walk) -> io::Result<Exit> {
    context.output.flush()?;
    let mut terminal = Terminal::take(context.output.on_screen())?;
    if gives_away(walk) && !opened.by_path && !terminal.ask("This gives the plot away. Go on? [y/N]")? {
        return Ok(Exit::Fine);
    }
    let mut player = Player::new(whole, walk, Ending::TheEnd);
    terminal.watch(&mut player, &mut |_| Ok(None))?;
    Ok(Exit::Fine)
}

/// Prints all of it.
fn printed(context: &mut Context, opened: &Opened, whole: &Cut, walk: Walk) -> io::Result<Exit> {
    if gives_away(walk) && !opened.by_path {
        let how = if walk == Walk::Rewatch { "with hindsight" } else { "in the order in which it happened" };
        context.output.remark(&format!("This gives the plot away: the story {how}."))?;
    }
    let mut exit = Exit::Fine;
    let page = match walk {
        Walk::Told { .. } => play::told(whole, &context.output.options(Order::Narrative)),
        Walk::Rewatch => play::rewatch(whole, &context.output.options(Order::Narrative)),
        Walk::Chronological => {
            let chronology = whole.chronology();
            if chronology.contradiction.is_some() {
                exit = Exit::Found;
            }
            play::chronological(whole, &chronology, &context.output.options(Order::Chronological))
        }
    };
    context.output.page(&page)?;
    Ok(exit)
}

/// Whether a walk tells more than somebody knows who is watching.
fn gives_away(walk: Walk) -> bool {
    !matches!(walk, Walk::Told { .. })
}
