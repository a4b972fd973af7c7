//! `storyline play`

use std::collections::BTreeSet;
use std::io;

use clap::{ArgMatches, Args, FromArgMatches};

use super::story::{self, Opened, Purpose, Viewer};
use super::terminal::Terminal;
use super::{Command, Context, Exit, Seat};
use crate::knowledge::{Cut, ShownScene};
use crate::play::{self, Ending, Key, Player, Step, Walk};
use crate::progress::{Progress, Watched};
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
    let opened = match story::open_to(context, &arguments.asked, Purpose::Play)? {
        Ok(opened) => opened,
        Err(exit) => return Ok(exit),
    };
    let whole = opened.to_be_played();
    let walk = match (arguments.chronological, arguments.rewatch) {
        (true, _) => Walk::Chronological,
        (_, true) => Walk::Rewatch,
        _ => Walk::Told { from: 0 },
    };
    match context.seat {
        Seat::Screen => on_screen(context, &opened, &whole, walk),
        Seat::Lines => by_lines(context, &opened, &whole, walk),
        Seat::Pipe => printed(context, &opened, &whole, walk),
    }
}

/// Plays it on a terminal that can be drawn on. What somebody watches by name is kept, scene by scene.
fn on_screen(context: &mut Context, opened: &Opened, cut: &Cut, walk: Walk) -> io::Result<Exit> {
    context.output.flush()?;
    let progress = context.progress.clone();
    let mut watching = Viewing::of(&progress, opened, cut, walk);
    {
        let mut terminal = Terminal::take(context.output.on_screen())?;
        if !watching.may_be_given_away() && !terminal.ask(&watching.question())? {
            return Ok(Exit::Fine);
        }
        let mut player = watching.player();
        let remark = watching.remark.take();
        terminal.watch(&mut player, remark, &mut |step| Ok(watching.step(step)))?;
    }
    watching.say_what_remains(context)
}

/// Plays it on a terminal that cannot be drawn on, a scene for each line that is entered.
fn by_lines(context: &mut Context, opened: &Opened, cut: &Cut, walk: Walk) -> io::Result<Exit> {
    let progress = context.progress.clone();
    let mut watching = Viewing::of(&progress, opened, cut, walk);
    let mut lines = io::stdin().lines();
    let mut next_line = |context: &mut Context, prompt: &str| {
        context.output.text(&format!("\n{prompt} "))?;
        context.output.flush()?;
        lines.next().transpose()
    };
    if !watching.may_be_given_away() {
        let answer = next_line(context, &watching.question())?;
        if !answer.is_some_and(|answer| answer.trim().eq_ignore_ascii_case("y")) {
            return Ok(Exit::Fine);
        }
    }
    let mut player = watching.player();
    let mut remark = watching.remark.take();
    loop {
        let screen = player.screen(&context.output.options(Order::Narrative), WHOLE);
        context.output.page(&screen.page.trimmed())?;
        if let Some(remark) = remark.take() {
            context.output.remark(&remark)?;
        }
        let prompt = "(Enter: on, b: back, t: timeline, r: recap, q: leave)";
        let Some(line) = next_line(context, prompt)? else { break };
        let key = match line.trim() {
            "" => Key::On,
            "b" => Key::Back,
            "t" => Key::Timeline,
            "r" => Key::Recap,
            "q" => Key::Leave,
            _ => continue,
        };
        match player.press(key) {
            Step::Leave => break,
            step => remark = watching.step(step),
        }
    }
    watching.say_what_remains(context)
}

/// As many lines as any scene has.
const WHOLE: usize = 100_000;

/// Somebody watching, and what is kept of it.
struct Viewing<'w, 's> {
    progress: &'w Progress,
    opened: &'w Opened,
    cut: &'w Cut<'s>,
    walk: Walk,
    /// What there is to say at first.
    remark: Option<String>,
    /// What went wrong last.
    trouble: Option<String>,
    /// The scene that the viewer is to go on from, where one has ended.
    next: Option<u32>,
}

impl<'w, 's> Viewing<'w, 's> {
    fn of(progress: &'w Progress, opened: &'w Opened, cut: &'w Cut<'s>, walk: Walk) -> Self {
        let mut watching = Self { progress, opened, cut, walk, remark: None, trouble: None, next: None };
        match (&opened.watched, walk) {
            (Err(trouble), _) if watching.is_kept() => {
                watching.trouble = Some(trouble.to_string());
                watching.remark = Some(trouble.to_string());
            }
            (Ok(watched), Walk::Told { .. }) if watching.is_kept() => {
                if let Some(place) = Place::of(opened, watched, cut) {
                    watching.walk = Walk::Told { from: place.from };
                    watching.remark = Some(place.remark);
                }
            }
            _ => {}
        }
        watching
    }

    /// Whether this is the watching of a story by its name.
    fn is_kept(&self) -> bool {
        self.opened.viewer == Viewer::Kept
    }

    /// Whether the viewer knows the plot, or it is not given away.
    fn may_be_given_away(&self) -> bool {
        let knows_it_all = || self.opened.has_ended() && self.opened.cut().scenes().len() == self.cut.scenes().len();
        !gives_away(self.walk) || !self.is_kept() || knows_it_all()
    }

    fn question(&self) -> String {
        let title = self.cut.title();
        format!("This gives the plot of “{title}” away. Go on? [y/N]")
    }

    fn player(&self) -> Player<'w, 's> {
        let ending = match self.opened.viewer {
            Viewer::Kept => Ending::TheEnd,
            Viewer::Said => Ending::SoFar,
            Viewer::Author => Ending::File,
        };
        Player::new(self.cut, self.walk, ending)
    }

    /// Keeps a scene that ended. Returns what there is to say of it.
    fn step(&mut self, step: Step) -> Option<String> {
        let Step::Ended { rank, last } = step else { return None };
        if !self.is_kept() {
            return None;
        }
        self.next = self.next.max(Some(rank + 1)).filter(|_| !last);
        let next = (rank as usize + 1 < self.cut.scenes().len()).then(|| self.cut.scene(rank + 1));
        let last = last || next.is_some_and(|next| next.begins_work());
        let said = keep(self.progress, self.opened, self.cut.scene(rank), last);
        self.trouble = said.clone().or(self.trouble.take());
        said
    }

    /// Says what went wrong, for what was said on the screen is gone.
    fn say_what_remains(self, context: &mut Context) -> io::Result<Exit> {
        if let Some(trouble) = self.trouble {
            context.output.remark(&trouble)?;
        } else if let Some(next) = self.next {
            context.output.remark(&format!("Your place is kept: next time you go on at scene {}.", next + 1))?;
        }
        Ok(Exit::Fine)
    }
}

/// Keeps that a scene ended. Returns what is to be said of it, if anything is.
fn keep(progress: &Progress, opened: &Opened, scene: ShownScene, last: bool) -> Option<String> {
    let work = scene.work_id();
    let kept = progress.update(opened.name_of(work), |watched| {
        watched.finish(scene.id());
        watched.end |= last;
        let mut all = vec![Watched::default(); work.index() + 1];
        all[work.index()].scenes.clone_from(&watched.scenes);
        watched.content = Some(story::content(&opened.work_at(work, &all)));
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
    remark: String,
}

impl Place {
    /// The first scene that has not ended. Where all have, the last, as long as The End was not reached; then the first
    /// once more. None where nothing was watched.
    fn of(opened: &Opened, watched: &[Watched], whole: &Cut) -> Option<Self> {
        let ids: BTreeSet<(usize, &str)> = (watched.iter().enumerate())
            .flat_map(|(work, watched)| watched.scenes.iter().map(move |id| (work, id.as_str())))
            .collect();
        let ended = |scene: &ShownScene| ids.contains(&(scene.work_id().index(), scene.id()));
        let last = whole.scenes().rfind(ended)?.rank() as usize;
        let from = match whole.scenes().position(|scene| !ended(&scene)) {
            Some(from) => from,
            None if opened.has_ended() => 0,
            None => last,
        };
        let known = opened.cut();
        let kept = opened.works().map(|work| watched[work.index()].scenes.len()).sum::<usize>();
        let gone = kept.saturating_sub(known.scenes().len());
        let changed = opened.works().any(|work| {
            let content = watched[work.index()].content.as_ref();
            content.is_some_and(|content| story::is_other(content, &opened.work_at(work, watched)))
        });
        let mut remarks = vec![if from == 0 {
            "From the beginning.".to_owned()
        } else {
            format!("{}: you go on here; r tells what you know.", whole.title())
        }];
        match gone {
            0 if changed => remarks.push("Scenes that you have seen are not what they were.".to_owned()),
            0 => {}
            1 => remarks.push("A scene that you had seen is no longer there.".to_owned()),
            _ => remarks.push(format!("{gone} scenes that you had seen are no longer there.")),
        }
        if from < last && !ended(&whole.scene(from as u32)) {
            remarks.push("This scene comes before others that you have seen.".to_owned());
        }
        Some(Self { from, remark: remarks.join(" ") })
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
