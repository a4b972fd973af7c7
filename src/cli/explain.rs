//! `storyline explain`

use std::io;

use clap::{ArgMatches, Args, FromArgMatches};

use super::{Command, Context, Exit};
use crate::lint;
use crate::problem::{Code, Severity};
use crate::suggest;
use crate::view::page::{Style, run as styled};
use crate::view::{Options, Order, Page};

pub(super) static COMMAND: Command = Command { name: "explain", define: Arguments::augment_args, run };

/// Say what a problem means that `check` finds, with a wrong and a right example
#[derive(Args)]
struct Arguments {
    /// Its code, like unknown-scene [default: lists them all]
    code: Option<String>,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let codes = lint::codes();
    let options = context.output.options(Order::Narrative);
    let Some(name) = arguments.code else {
        context.output.page(&list(&codes, &options))?;
        return Ok(Exit::Fine);
    };
    if let Some(code) = codes.iter().find(|code| code.name == name) {
        context.output.page(&explanation(code, &options))?;
        return Ok(Exit::Fine);
    }
    let near = suggest::did_you_mean(&name, codes.iter().map(|code| code.name));
    let near = near.map_or("`storyline explain` lists them all.".to_owned(), |near| near.replacen('d', "D", 1));
    context.output.remark(&format!("There is no code `{name}`. {near}"))?;
    Ok(Exit::Unusable)
}

/// Every code, the worse first, with what it says.
fn list(codes: &[&Code], options: &Options) -> Page {
    let mut page = Page::new(options.width);
    let widest = codes.iter().map(|code| code.name.len()).max().unwrap_or_default();
    for (severity, heading) in [
        (
            Severity::Error,
            "Errors: something cannot be so, is left out of the story, or nothing can be made of the file",
        ),
        (Severity::Warning, "Warnings: likely a slip"),
        (Severity::Info, "Infos: worth knowing; what is about order is looked for once there is no error"),
    ] {
        page.gap();
        page.text(Style::Strong, heading, 0);
        for code in codes.iter().filter(|code| code.severity == severity) {
            let lead = [styled(Style::Plain, "  "), styled(Style::Time, &format!("{:widest$}  ", code.name))];
            let asked = if code.on_request { format!(" (only with `--also {}`)", code.name) } else { String::new() };
            page.column(&lead, Style::Plain, &format!("{}{asked}", code.summary));
        }
    }
    page
}

/// The page of a code: prose wrapped, examples as they are.
fn explanation(code: &Code, options: &Options) -> Page {
    let mut page = Page::new(options.width);
    let title = format!("{}[{}]", code.severity.name(), code.name);
    page.hanging(
        &[styled(Style::Plain, ""), styled(Style::Strong, &title)],
        Style::Plain,
        &format!(": {}", code.summary),
    );
    let mut rest = code.explanation;
    while let Some((prose, block)) = rest.split_once("\n```") {
        let (example, after) = block.split_once("\n```").unwrap_or((block, ""));
        page.gap();
        page.text(Style::Plain, prose, 0);
        page.gap();
        for line in example.lines().skip(1) {
            page.line([styled(Style::Dim, &format!("    {line}"))]);
        }
        rest = after;
    }
    if !rest.trim().is_empty() {
        page.gap();
        page.text(Style::Plain, rest, 0);
    }
    page
}
