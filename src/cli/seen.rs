//! `storyline seen`

use std::io;

use clap::{ArgMatches, Args, FromArgMatches};

use super::{Command, Context, Exit, story};
use crate::sabotage::{Leak, leaks};

pub(super) static COMMAND: Command = Command { name: "seen", define: Arguments::augment_args, run };

/// Set what you have seen of a story
#[derive(Args)]
struct Arguments {
    /// A story's name
    story: String,
    /// What you have seen: `all`, `none`, a scene (up to and with it), `=scene` (it alone), or several with commas between
    #[arg(value_name = "POS")]
    position: String,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    if story::is_path(&arguments.story) {
        context.output.remark(story::KEEPS_NO_PLACE)?;
        return Ok(Exit::Unusable);
    }
    let asked = story::Asked { story: arguments.story, seen: Some(arguments.position) };
    let opened = match story::open(context, &asked)? {
        Ok(opened) => opened,
        Err(exit) => return Ok(exit),
    };
    let cut = opened.cut();
    let mut hash = story::content(&cut);
    if leaks(Leak::HashesTheWholeStory) {
        hash.push_str(&opened.source.text().len().to_string());
    }
    let kept = context.progress.update(&opened.name, |watched| {
        watched.scenes = cut.scenes().map(|scene| scene.id().to_owned()).collect();
        watched.end = false;
        watched.content = Some(hash);
    });
    match kept {
        Ok(None) => {}
        Ok(Some(set_aside)) => context.output.remark(&set_aside.to_string())?,
        Err(trouble) => {
            context.output.remark(&trouble.to_string())?;
            return Ok(Exit::Unusable);
        }
    }
    let title = cut.works().next().map_or("", |work| work.title);
    let until = match cut.scenes().next_back() {
        Some(last) => format!("“{title}”: last seen “{}”.", last.title()),
        None => format!("“{title}”: not begun yet."),
    };
    context.output.line(&until)?;
    Ok(Exit::Fine)
}
