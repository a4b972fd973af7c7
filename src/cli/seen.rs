//! `storyline seen`

use std::io;

use clap::{ArgMatches, Args, FromArgMatches};

use super::story::Opened;
use super::{Command, Context, Exit, story};
use crate::knowledge::Cut;
use crate::progress::Watched;
use crate::sabotage::{Leak, leaks};
use crate::story::WorkId;

pub(super) static COMMAND: Command = Command { name: "seen", define: Arguments::augment_args, run };

/// Set what you have seen of a story
#[derive(Args)]
struct Arguments {
    /// A story's name
    story: String,
    /// What you have seen: `all`, `none`, a work (the whole of it), a scene (up to and with it), `=scene` (it alone), or
    /// several with commas between
    #[arg(value_name = "POS")]
    position: String,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    if story::is_path(&arguments.story) {
        context.output.remark(story::KEEPS_NO_PLACE)?;
        return Ok(Exit::Unusable);
    }
    let asked = story::Asked { story: arguments.story, seen: Some(arguments.position), theory: None };
    let opened = match story::open(context, &asked)? {
        Ok(opened) => opened,
        Err(exit) => return Ok(exit),
    };
    let cut = opened.cut();
    let works: Vec<WorkId> = opened.works().collect();
    let scenes = |work: WorkId| {
        let scenes = cut.scenes().filter(move |scene| scene.work_id() == work);
        scenes.map(|scene| scene.id().to_owned()).collect::<Vec<_>>()
    };
    let names: Vec<&str> = works.iter().map(|&work| opened.name_of(work)).collect();
    let kept = context.progress.update_each(&names, |at, watched| {
        watched.scenes = scenes(works[at]);
        watched.end = false;
        watched.content = None;
        if !watched.scenes.is_empty() {
            let mut all = vec![Watched::default(); opened.story.works().len()];
            all[works[at].index()].scenes.clone_from(&watched.scenes);
            watched.content = Some(story::content(&opened.work_at(works[at], &all)));
        }
        if leaks(Leak::HashesTheWholeStory) {
            watched.content = watched.content.take().map(|hash| format!("{hash}{}", opened.story.scenes().len()));
        }
    });
    match kept {
        Ok(None) => {}
        Ok(Some(set_aside)) => context.output.remark(&set_aside.to_string())?,
        Err(trouble) => {
            context.output.remark(&trouble.to_string())?;
            return Ok(Exit::Unusable);
        }
    }
    for line in told(&opened, &cut) {
        context.output.line(&line)?;
    }
    Ok(Exit::Fine)
}

/// What is seen now: of a universe work by work, and of which nothing is seen any more.
fn told(opened: &Opened, cut: &Cut) -> Vec<String> {
    let was = |work: WorkId| opened.watched.as_ref().is_ok_and(|watched| !watched[work.index()].scenes.is_empty());
    let works = opened.works().zip(cut.works());
    let lines = works.filter_map(|(work, header)| {
        let title = header.title;
        match cut.scenes().rfind(|scene| scene.work_id() == work) {
            Some(last) => Some(format!("“{title}”: last seen “{}”.", last.title())),
            None if cut.is_universe() => was(work).then(|| format!("“{title}”: nothing of it is seen any more.")),
            None => Some(format!("“{title}”: not begun yet.")),
        }
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { vec![format!("“{}”: not begun yet.", cut.title())] } else { lines }
}
