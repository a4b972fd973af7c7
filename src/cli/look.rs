//! What the commands that show a view have in common.

use std::io;

use super::{Context, Exit, Format, story};
use crate::sabotage::{Leak, leaks};
use crate::time;
use crate::view::{self, Order};

/// Answers with the view of a name, of what whoever asks may see of a story.
pub(super) fn show(
    context: &mut Context,
    name: &str,
    asked: &story::Asked,
    order: Order,
    format: Format,
) -> io::Result<Exit> {
    let Some(view) = view::by_name(name) else { return Ok(Exit::Unusable) };
    let opened = match story::open(context, asked)? {
        Ok(opened) => opened,
        Err(exit) => return Ok(exit),
    };
    if format == Format::Text && story::says_that_nothing_was_seen(context, &opened)? {
        return Ok(Exit::Fine);
    }
    let cut = opened.cut();
    let chronology = cut.chronology();
    let options = context.output.options(order);
    match format {
        Format::Text => context.output.page(&(view.page)(&cut, &chronology, &options))?,
        Format::Json => context.output.text(&(view.json)(&cut, &chronology, &options))?,
    }
    if leaks(Leak::CountsTheWholeStory) {
        context.output.remark(&format!("{} of {}", cut.scenes().len(), opened.story.scenes().len()))?;
    }
    if leaks(Leak::JudgesTheWholeStory) && time::chronology(&opened.story.network().network).contradiction.is_some() {
        return Ok(Exit::Found);
    }
    Ok(if view.about_time && chronology.contradiction.is_some() { Exit::Found } else { Exit::Fine })
}
