//! `storyline man`

use std::io;

use clap::{ArgMatches, Args};
use clap_mangen::Man;

use super::{COMMANDS, Command, Context, Exit, definition};

pub(super) static COMMAND: Command = Command { name: "man", define: Arguments::augment_args, run };

/// Print the manual page, every command in it, for man to show
#[derive(Args)]
struct Arguments {}

/// What no table of options says.
const REST: &str = r#".SH "EXIT STATUS"
.TP
0
All is well.
.TP
1
Something wrong was found.
.TP
2
The call is wrong, or a file or a name cannot be used.
.SH ENVIRONMENT
.TP
STORYLINE_PATH
More folders in which stories are looked for by name.
.TP
XDG_STATE_HOME
Below it, in storyline/progress.toml, your place in each story is kept.
.TP
CI
Where it is set, as on machines that build, `test` writes nothing.
.TP
NO_COLOR, CLICOLOR_FORCE
Never colours; colours on a pipe too.
"#;

fn run(_: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let page = page()?;
    context.output.text(&page)?;
    Ok(Exit::Fine)
}

/// One page of all commands: each has a heading of its own below COMMANDS, with its call and its options.
fn page() -> io::Result<String> {
    let whole = Man::new(definition().display_name("storyline"));
    let mut page = Vec::new();
    whole.render_title(&mut page)?;
    whole.render_name_section(&mut page)?;
    whole.render_synopsis_section(&mut page)?;
    whole.render_options_section(&mut page)?;
    page.extend(b".SH COMMANDS\n");
    for command in COMMANDS {
        let name = format!("storyline {}", command.name);
        let definition = (command.define)(clap::Command::new(command.name)).bin_name(&name).disable_help_flag(true);
        let about = definition.get_about().map(ToString::to_string).unwrap_or_default();
        let has_options = definition.get_arguments().next().is_some();
        let command = Man::new(definition);
        page.extend(format!(".SS \"{name}\"\n").bytes());
        page.extend(below(|section| command.render_synopsis_section(section))?);
        page.extend(format!(".PP\n{}.\n", escaped(&about)).bytes());
        if has_options {
            page.extend(below(|section| command.render_options_section(section))?);
        }
    }
    page.extend(REST.bytes());
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// A section without its heading.
fn below(render: impl Fn(&mut dyn io::Write) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut section = Vec::new();
    render(&mut section)?;
    let text = String::from_utf8_lossy(&section);
    let lines =
        text.lines().filter(|line| !line.starts_with(".SH") && !line.starts_with(".ie") && !line.starts_with(".el"));
    Ok(lines.flat_map(|line| [line, "\n"]).collect::<String>().into_bytes())
}

/// Text that is no markup: a line may not begin with a mark of it, and a hyphen is one that can be typed.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-").replace("\n.", "\n\\&.")
}
