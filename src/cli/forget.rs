//! `storyline forget`

use std::io;

use clap::{ArgMatches, Args, FromArgMatches};

use super::{Command, Context, Exit, story};

pub(super) static COMMAND: Command = Command { name: "forget", define: Arguments::augment_args, run };

/// Forget what you have seen of a story, or of all
#[derive(Args)]
struct Arguments {
    /// A story's name
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    story: Option<String>,
    /// Of every story
    #[arg(long)]
    all: bool,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let forgotten = match &arguments.story {
        None => context.progress.forget_all().map(|(count, set_aside)| (count > 0 || set_aside.is_some(), set_aside)),
        Some(name) if story::is_path(name) => {
            context.output.remark(story::KEEPS_NO_PLACE)?;
            return Ok(Exit::Unusable);
        }
        Some(name) => {
            let Some(kept) = story::kept_names(context, name)? else { return Ok(Exit::Unusable) };
            context.progress.forget_each(&kept).map(|forgotten| (forgotten, None))
        }
    };
    match forgotten {
        Ok((forgotten, set_aside)) => {
            if let Some(set_aside) = set_aside {
                context.output.remark(&set_aside.to_string())?;
            }
            context.output.line(if forgotten { "Forgotten." } else { "There was nothing to forget." })?;
            Ok(Exit::Fine)
        }
        Err(trouble) => {
            context.output.remark(&trouble.to_string())?;
            Ok(Exit::Unusable)
        }
    }
}
