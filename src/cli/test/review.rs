//! Asking of each difference whether the story is to be so: a key for each answer, on the terminal.

use std::io;

use super::prompt::Prompt;
use super::{Kept, accept, in_full, pending, plural};
use crate::cli::{Context, Exit};
use crate::library;
use crate::view::Order;

/// What somebody answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Accept,
    Reject,
    Skip,
    Leave,
}

/// The answers, each with its key.
const ANSWERS: [(char, Answer); 4] =
    [('a', Answer::Accept), ('r', Answer::Reject), ('s', Answer::Skip), ('q', Answer::Leave)];

/// Asks of each difference, and says how it ended. What was accepted is kept at once, whatever comes after it.
pub(super) fn go_through(context: &mut Context, differing: &[&Kept]) -> io::Result<Exit> {
    if differing.is_empty() {
        context.output.line("Nothing differs.")?;
        return Ok(Exit::Fine);
    }
    let prompt = Prompt::of(context.seat)?;
    let (mut counts, mut exit) = ([0; 3], Exit::Fine);
    for (at, kept) in differing.iter().enumerate() {
        let options = context.output.options(Order::Narrative);
        context.output.page(&in_full(kept, &options))?;
        let enter = if matches!(prompt, Prompt::Lines) { ", and Enter" } else { "" };
        let question = format!("{} of {}: a accept, r reject, s skip, q leave{enter}", at + 1, differing.len());
        let answer = ask(context, &prompt, &question)?;
        match answer {
            Answer::Accept => {
                if let Err((path, error)) = accept(&[*kept]) {
                    context.output.remark(&format!("{} cannot be written: {error}.", path.display()))?;
                    exit = Exit::Unusable;
                    break;
                }
                counts[0] += 1;
            }
            Answer::Reject => {
                library::remove(&pending(&kept.path))?;
                counts[1] += 1;
            }
            Answer::Skip => counts[2] += 1,
            Answer::Leave => break,
        }
    }
    let [accepted, rejected, skipped] = counts;
    let left = differing.len() - accepted - rejected;
    let skipped = if skipped > 0 || left > 0 { format!(", {left} left for later") } else { String::new() };
    context
        .output
        .line(&format!("{} accepted, {rejected} rejected{skipped}.", plural(accepted, "snapshot", "snapshots")))?;
    if rejected > 0 {
        context.output.remark("What was rejected is kept as it was: change the story back, and it passes.")?;
    }
    Ok(exit.max(if accepted == differing.len() { Exit::Fine } else { Exit::Found }))
}

/// Asks until there is an answer. Where the terminal is gone, or the program is told to end, that is to leave.
fn ask(context: &mut Context, prompt: &Prompt, question: &str) -> io::Result<Answer> {
    context.output.text(&format!("\n{question} "))?;
    context.output.flush()?;
    let keys: Vec<char> = ANSWERS.iter().map(|(key, _)| *key).collect();
    let key = prompt.key(&keys)?;
    context.output.text(&format!("{}\n\n", key.map_or("q".to_owned(), |key| key.to_string())))?;
    Ok(ANSWERS.iter().find(|(known, _)| Some(*known) == key).map_or(Answer::Leave, |(_, answer)| *answer))
}
