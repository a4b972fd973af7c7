//! `storyline why`

use std::borrow::Cow;
use std::io;

use clap::{ArgMatches, Args, FromArgMatches};

use super::story::Opened;
use super::{Command, Context, Exit, Format, story};
use crate::knowledge::{Account, Cut, ShownScene};
use crate::sabotage::{Leak, leaks};
use crate::story::ClaimId;
use crate::suggest;
use crate::time::Node;
use crate::view::Order;
use crate::view::why::{self, Question, Written};

pub(super) static COMMAND: Command = Command { name: "why", define: Arguments::augment_args, run };

/// Say why one scene is listed before another
#[derive(Args)]
struct Arguments {
    #[command(flatten)]
    asked: story::Asked,
    /// A scene: its number in the telling, or its id
    #[arg(value_name = "SCENE")]
    before: String,
    /// The scene it may come before
    #[arg(value_name = "SCENE")]
    after: String,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let opened = match story::open(context, &arguments.asked)? {
        Ok(opened) => opened,
        Err(exit) => return Ok(exit),
    };
    if arguments.format == Format::Text && story::says_that_nothing_was_seen(context, &opened)? {
        return Ok(Exit::Fine);
    }
    let cut = opened.cut();
    let account = cut.account();
    let mut asked = Vec::new();
    for word in [&arguments.before, &arguments.after] {
        match node(&opened, &cut, &account, word) {
            Ok(node) => asked.push(node),
            Err(words) => context.output.remark(&words)?,
        }
    }
    let [before, after] = asked[..] else { return Ok(Exit::Unusable) };
    let may_know = opened.by_author() || leaks(Leak::TellsLinesOfTheFile);
    let written = |claim: u32| may_know.then(|| written(&opened, account.claim(claim))).flatten();
    let question = Question { account: &account, before, after, written: &written };
    let options = context.output.options(Order::Chronological);
    match arguments.format {
        Format::Text => context.output.page(&why::page(&cut, &question, &options))?,
        Format::Json => context.output.text(&why::json(&cut, &question, &options))?,
    }
    Ok(if account.chronology().contradiction.is_some() { Exit::Found } else { Exit::Fine })
}

/// The scene or told fact that a word means: a scene by its id, or by its number in the telling; for whoever is writing
/// the story a fact too. Else what to say.
fn node(opened: &Opened, cut: &Cut, account: &Account, word: &str) -> Result<Node, String> {
    if let Some(scene) = cut.scenes().find(|scene| scene.full_id() == word).or_else(|| only(cut, word)) {
        return Ok(Node::Scene(scene.rank()));
    }
    let number = word.parse::<u32>().ok().and_then(|number| number.checked_sub(1));
    if let Some(rank) = number.filter(|&rank| (rank as usize) < cut.scenes().len()) {
        return Ok(Node::Scene(rank));
    }
    if let Some(id) = word.strip_prefix("fact:").filter(|_| opened.by_author() || leaks(Leak::TellsFactsById)) {
        let fact = opened.story.facts().find(|&fact| opened.story.fact(fact).id == id);
        return fact.and_then(|fact| account.told(fact)).ok_or(format!("No fact `{id}` has a time of its own."));
    }
    if opened.by_author() && opened.story.facts().any(|fact| opened.story.fact(fact).id == word) {
        return Err(format!("`{word}` is a fact: write `fact:{word}`."));
    }
    let mut hidden = opened.story.scenes().map(|scene| opened.story.scene(scene).id.as_str());
    if leaks(Leak::AnswersHiddenIdsDifferently) && hidden.any(|id| id == word) {
        return Err(format!("`{word}` is still before you."));
    }
    if leaks(Leak::SuggestsWhatIsHidden)
        && let Some(near) = suggest::did_you_mean(word, hidden)
    {
        return Err(format!("There is no scene `{word}`: {near}"));
    }
    let ids: Vec<Cow<str>> = cut.scenes().map(|scene| scene.full_id()).collect();
    let near = suggest::did_you_mean(word, ids.iter().map(AsRef::as_ref));
    let near = near.map_or("`storyline timeline` shows their numbers.".to_owned(), |near| near.replacen('d', "D", 1));
    Err(format!("There is no scene `{word}`. {near}"))
}

/// The only scene that has an id in its work.
fn only<'c, 's>(cut: &'c Cut<'s>, id: &str) -> Option<ShownScene<'c, 's>> {
    let mut scenes = cut.scenes().filter(|scene| scene.id() == id);
    scenes.next().filter(|_| scenes.next().is_none())
}

/// Where a claim is written.
fn written(opened: &Opened, claim: ClaimId) -> Option<Written<'_>> {
    let at = opened.story.claim(claim).written;
    let source = opened.sources.get(at.file.0 as usize)?;
    let file = source.name().rsplit(['/', '\\']).next().filter(|_| opened.sources.len() > 1);
    Some(Written { file, line: source.line_of(at.span.start) as usize + 1 })
}
