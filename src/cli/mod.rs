//! The command line: one file a command, one line here. The only place that prints or reads the environment.

mod cast;
mod check;
mod completions;
mod cut;
mod diff;
mod explain;
mod export;
mod facts;
mod forget;
mod git;
mod list;
mod look;
mod man;
mod new;
mod output;
mod play;
mod publish;
mod recap;
mod schema;
mod seen;
mod serve;
mod story;
mod terminal;
mod test;
mod theories;
mod timeline;
mod waiting;
mod watch;
mod welcome;
mod why;
mod world;

pub use world::{Seat, World};

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgMatches, Args, FromArgMatches};

use crate::library::Library;
use crate::progress::Progress;
use output::Output;

/// How a command ended, for the shell: the largest that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// Something wrong was found.
    Found = 1,
    /// The call is wrong, or a file or a name cannot be used.
    Unusable = 2,
}

/// A command.
struct Command {
    name: &'static str,
    /// Adds its arguments and its help, which is the doc comment of its arguments.
    define: fn(clap::Command) -> clap::Command,
    run: fn(&ArgMatches, &mut Context) -> io::Result<Exit>,
}

/// Every command, in the order of the help.
static COMMANDS: &[&Command] = &[
    &play::COMMAND,
    &recap::COMMAND,
    &timeline::COMMAND,
    &cast::COMMAND,
    &facts::COMMAND,
    &why::COMMAND,
    &theories::COMMAND,
    &cut::COMMAND,
    &export::COMMAND,
    &seen::COMMAND,
    &forget::COMMAND,
    &list::COMMAND,
    &new::COMMAND,
    &check::COMMAND,
    &test::COMMAND,
    &diff::COMMAND,
    &publish::COMMAND,
    &serve::COMMAND,
    &explain::COMMAND,
    &schema::COMMAND,
    &completions::COMMAND,
    &man::COMMAND,
];

/// What every command is given.
struct Context<'w> {
    output: Output<'w>,
    library: Library,
    progress: Progress,
    seat: Seat,
    /// Whether it runs where nobody looks at it, and is to write nothing beside stories.
    ci: bool,
}

/// Options of every command.
#[derive(Args)]
struct Shared {
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: When,
    /// Columns to use [default: those of the terminal up to 90; 80 on a pipe]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=1000))]
    width: Option<u16>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

/// How a command is to answer.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Runs the program on the arguments, the environment and the streams of this process.
#[must_use]
pub fn main() -> ExitCode {
    let (mut stdout, mut stderr) = (io::stdout().lock(), io::stderr().lock());
    let exit = run(world::arguments(), &World::of_process(), &mut stdout, &mut stderr);
    ExitCode::from(exit as u8)
}

/// Runs the program. The first argument is its own name.
///
/// A reader that goes away early (a closed pipe) is no error.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    world: &World,
    stdout: &mut dyn io::Write,
    stderr: &mut dyn io::Write,
) -> Exit {
    let matches = match definition().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return said_by_clap(&error, world, stdout, stderr),
    };
    let ended = Shared::from_arg_matches(&matches).map_err(io::Error::other).and_then(|shared| {
        let library = library(world);
        let output = Output::new(world, &shared, stdout, stderr);
        let progress = Progress::in_folder(world.state_folder.as_ref().map(|folder| folder.join("storyline")));
        let mut context = Context { output, library, progress, seat: world.seat, ci: world.ci };
        let ended = match matches.subcommand() {
            Some((name, matches)) => match COMMANDS.iter().find(|command| command.name == name) {
                Some(command) => (command.run)(matches, &mut context),
                None => Ok(Exit::Unusable),
            },
            None => welcome::run(&mut context),
        };
        context.output.flush().and(ended)
    });
    match ended {
        Ok(exit) => exit,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Fine,
        Err(error) => {
            let _ = writeln!(stderr, "storyline: {error}"); // if stderr is gone too there is nobody to tell
            Exit::Unusable
        }
    }
}

fn definition() -> clap::Command {
    let whole = clap::Command::new("storyline").version(env!("CARGO_PKG_VERSION"));
    let commands = COMMANDS.iter().map(|command| (command.define)(clap::Command::new(command.name)));
    Shared::augment_args(whole)
        .about("Stories as they are told and as they happened, never spoiled")
        .subcommands(commands)
}

/// Help and version are answers; the rest are mistakes in the call.
fn said_by_clap<'w>(
    error: &clap::Error,
    world: &World,
    stdout: &'w mut dyn io::Write,
    stderr: &'w mut dyn io::Write,
) -> Exit {
    let styled = error.render();
    let (stream, exit, colour) = if error.use_stderr() {
        (stderr, Exit::Unusable, world.stderr_colour)
    } else {
        (stdout, Exit::Fine, world.stdout_colour)
    };
    let text = if colour { styled.ansi().to_string() } else { styled.to_string() };
    let _ = stream.write_all(text.as_bytes()); // nobody to tell, as above
    exit
}

/// `./stories`, the folders of `STORYLINE_PATH`, then `stories` in the user's data directory.
fn library(world: &World) -> Library {
    let mut folders = vec![PathBuf::from("stories")];
    folders.extend(world.story_path.iter().flat_map(std::env::split_paths).filter(|path| !path.as_os_str().is_empty()));
    folders.extend(world.data_folder.iter().map(|folder| folder.join("storyline").join("stories")));
    Library { folders }
}
