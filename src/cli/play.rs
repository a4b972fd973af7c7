//! `storyline play`

use std::collections::BTreeSet;
use std::io;

use clap::{ArgMatches, Args, FromArgMatches};

use super::story::{self, Opened, Viewer};
use super::terminal::Terminal;
use super::{Command, Context, Exit};
use crate::knowledge::{Cut, ShownScene, cut};
use crate::play::{self, Ending, Player, Step, Walk};
use crate::progress::Progress;
use crate::sabotage::{Leak, leaks};
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
    /// As told, with all that is known in the end. This gives the plot away
    #[arg(long, conflicts_with = "chronological")]
    rewatch: bool,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let opened = match story::open_as(context, &arguments.asked, context.interactive)? {
        Ok(opened) => opened,
        Err(exit) => return Ok(exit),
    };
    let whole = opened.to_be_played();
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

/// Plays it on the terminal. What somebody watches by name is kept, scene by scene.
fn on_screen(context: &mut Context, opened: &Opened, cut: &Cut, walk: Walk) -> io::Result<Exit> {
    context.output.flush()?;
    let watching = opened.viewer == Viewer::Kept;
    let ending = if opened.viewer == Viewer::Said { Ending::SoFar } else { Ending::TheEnd };
    let mut trouble = None;
    {
        let mut terminal = Terminal::take(context.output.on_screen())?;
        let asks = gives_away(walk) && watching && !opened.watched.end;
        if asks && !terminal.ask("This gives the plot away. Go on? [y/N]")? {
            return Ok(Exit::Fine);
        }
        let place = Place::of(opened, cut).filter(|_| watching);
        let (walk, remark) = match (walk, place) {
            (Walk::Told { .. }, Some(place)) => (Walk::Told { from: place.from }, place.remark),
            _ => (walk, None),
        };
        let mut player = Player::new(cut, walk, ending);
        terminal.watch(&mut player, remark, &mut |step| {
            let Step::Ended { rank, last } = step else { return Ok(None) };
            let said = if watching { keep(&context.progress, opened, cut.scene(rank).id(), last) } else { None };
            trouble = said.clone().or(trouble.take());
            Ok(said)
        })?;
    }
    if let Some(trouble) = trouble {
        context.output.remark(&trouble)?;
    }
    Ok(Exit::Fine)
}

/// Keeps that a scene ended. Returns what is to be said of it, if anything is.
fn keep(progress: &Progress, opened: &Opened, scene: &str, last: bool) -> Option<String> {
    let kept = progress.update(&opened.name, |watched| {
        watched.finish(scene);
        watched.end |= last;
        watched.content = Some(story::content(&cut(&opened.story, &story::kept(&opened.story, watched))));
    });
    match kept {
        Ok(set_aside) => set_aside.map(|set_aside| set_aside.to_string()),
        Err(trouble) => Some(trouble.to_string()),
    }
}

/// Where somebody goes on who has watched some of a story.
struct Place {
    /// How many scenes there are before it.
    from: usize,
    /// What there is to say of how they got there.
    remark: Option<String>,
}

impl Place {
    /// The first scene that has not ended. Where all have, the last, as long as The End was not reached; then the first
    /// once more. None where nothing was watched.
    fn of(opened: &Opened, whole: &Cut) -> Option<Self> {
        let watched = &opened.watched;
        let ids: BTreeSet<&str> = watched.scenes.iter().map(String::as_str).collect();
        let ended = |scene: &ShownScene| ids.contains(scene.id());
        let last = whole.scenes().rfind(ended)?.rank() as usize;
        let from = match whole.scenes().position(|scene| !ended(&scene)) {
            Some(from) => from,
            None if watched.end => 0,
            None => last,
        };
        let known = opened.cut();
        let gone = watched.scenes.len().saturating_sub(known.scenes().len());
        let changed = watched.content.as_ref().is_some_and(|hash| *hash != story::content(&known));
        let mut remarks = Vec::new();
        match gone {
            0 if changed => remarks.push("Scenes that you have seen are not what they were.".to_owned()),
            0 => {}
            1 => remarks.push("A scene that you had seen is no longer there.".to_owned()),
            _ => remarks.push(format!("{gone} scenes that you had seen are no longer there.")),
        }
        if from < last && !ended(&whole.scene(from as u32)) {
            remarks.push("This scene comes before others that you have seen.".to_owned());
        }
        Some(Self { from, remark: (!remarks.is_empty()).then(|| remarks.join(" ")) })
    }
}

/// Prints all of it.
fn printed(context: &mut Context, opened: &Opened, whole: &Cut, walk: Walk) -> io::Result<Exit> {
    if gives_away(walk) && opened.viewer == Viewer::Kept {
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
    let next = || {
        let last = whole.scenes().next_back().map(|scene| scene.id());
        let scenes = opened.story.scenes().map(|scene| opened.story.scene(scene));
        scenes.skip_while(|scene| Some(scene.id.as_str()) != last).nth(1)
    };
    if leaks(Leak::NamesTheNextScene)
        && let Some(next) = next()
    {
        context.output.remark(&format!("Next: {}", next.title.as_str()))?;
    }
    if leaks(Leak::TellsWhetherMoreLiesAhead) && next().is_none() {
        context.output.remark("The End.")?;
    }
    Ok(exit)
}

/// Whether a walk tells more than somebody knows who is watching.
fn gives_away(walk: Walk) -> bool {
    !matches!(walk, Walk::Told { .. })
}
