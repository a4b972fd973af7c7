//! `storyline check`

use std::io;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, FromArgMatches};

use super::{Command, Context, Exit};
use crate::library::{self, Loaded};
use crate::lint::{self, Checked};
use crate::problem::{self, Severity};

pub(super) static COMMAND: Command = Command { name: "check", define: Arguments::augment_args, run };

/// Find what is wrong with story files, all of it in one run
#[derive(Args)]
struct Arguments {
    /// Story files, or folders of them [default: ./stories, else the story files here]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let files = files(&arguments.paths);
    if files.is_empty() {
        context.output.remark("There is no story file here. Name one: storyline check my-story.toml")?;
        return Ok(Exit::Unusable);
    }
    let mut exit = Exit::Fine;
    let mut counts = [0usize; 3];
    for file in &files {
        if file.is_dir() {
            context.output.remark(&format!("There is no story file in {}.", file.display()))?;
            exit = Exit::Unusable;
            continue;
        }
        let Loaded { source, mut problems, story } = library::load_file(file);
        for problem in problems.iter_mut().filter(|problem| problem.code == &problem::NO_SUCH_FILE) {
            if file.to_str().is_some_and(|name| context.library.find(name).is_ok()) {
                problem
                    .help
                    .push(format!("a story has this name, but `check` takes files: storyline play {}", file.display()));
            }
        }
        if let Some(story) = &story {
            problems = lint::check(Checked::new(story, std::slice::from_ref(&source)), &[], problems);
        } else {
            problem::sort(&mut problems);
        }
        context.output.problems(&problems, &source)?;
        for problem in &problems {
            counts[problem.code.severity as usize] += 1;
        }
        exit = exit.max(match problem::worst(&problems) {
            _ if problem::any_fatal(&problems) => Exit::Unusable,
            Some(Severity::Error) => Exit::Found,
            _ => Exit::Fine,
        });
    }
    let checked = files.iter().filter(|file| !file.is_dir()).count();
    if checked > 0 {
        context.output.text(&format!("{}\n", summary(counts, checked)))?;
    }
    Ok(exit)
}

/// The files that some paths name: themselves, or what is in the folders that they are.
fn files(paths: &[PathBuf]) -> Vec<PathBuf> {
    if paths.is_empty() {
        let stories = Path::new("stories");
        return if stories.is_dir() { library::files_below(stories) } else { library::story_files_in(Path::new(".")) };
    }
    let mut files = Vec::new();
    for path in paths {
        let below = if path.is_dir() { library::files_below(path) } else { Vec::new() };
        // A folder without a story is named itself, so that somebody hears of it.
        if below.is_empty() { files.push(path.clone()) } else { files.extend(below) }
    }
    files
}

/// "2 errors and 1 info in 3 files", or that there is nothing.
fn summary(counts: [usize; 3], files: usize) -> String {
    let plural = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let kinds = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "info")];
    let found: Vec<String> = (kinds.into_iter())
        .filter(|&(severity, _)| counts[severity as usize] > 0)
        .map(|(severity, noun)| plural(counts[severity as usize], noun))
        .collect();
    let found = if found.is_empty() { "No problems".to_owned() } else { found.join(", ") };
    format!("{found} in {}", plural(files, "file"))
}
