//! `storyline check`

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{ArgMatches, Args, FromArgMatches, ValueEnum};
use serde::Serialize;

use super::{Command, Context, Exit, watch};
use crate::library::{self, Loaded};
use crate::lint::{self, Checked};
use crate::problem::{self, Code, Problem, Record, Severity};
use crate::source::Source;
use crate::view;

pub(super) static COMMAND: Command = Command { name: "check", define: Arguments::augment_args, run };

/// Find what is wrong with story files, all of it in one run
#[derive(Args)]
struct Arguments {
    /// Story files, or folders of them [default: ./stories, else the story files here]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// End with 1 where there is a warning, as where there is an error
    #[arg(long)]
    deny_warnings: bool,
    /// Look for this too, which is left alone otherwise
    #[arg(long, value_name = "CODE", value_parser = on_request())]
    also: Vec<String>,
    /// For people, for programs, or as notes beside the lines on GitHub
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Look again whenever a file changes or comes, until Ctrl-C. Ends as the last look did
    #[arg(long)]
    watch: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Github,
}

/// What is only looked for when somebody asks for it.
fn on_request() -> PossibleValuesParser {
    let codes = lint::codes().into_iter().filter(|code| code.on_request);
    codes.map(|code| PossibleValue::new(code.name)).into()
}

/// What `check` answers programs.
#[derive(Serialize)]
struct Report {
    format: u32,
    problems: Vec<Record>,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    if arguments.watch {
        let is_for_people = arguments.format == Format::Text;
        return watch::run(&arguments.paths, context, is_for_people, &mut |context| look(&arguments, context));
    }
    look(&arguments, context)
}

fn look(arguments: &Arguments, context: &mut Context) -> io::Result<Exit> {
    let files = files(&arguments.paths);
    if files.is_empty() {
        context.output.remark("There is no story file here. Name one: storyline check my-story.toml")?;
        return Ok(Exit::Unusable);
    }
    let also: Vec<&Code> =
        lint::codes().into_iter().filter(|code| arguments.also.iter().any(|name| name == code.name)).collect();
    let mut exit = Exit::Fine;
    let mut counts = [0usize; 3];
    let mut checked = 0;
    let mut any_unread = false;
    let mut first: Option<&Code> = None;
    let mut report = Report { format: 1, problems: Vec::new() };
    let together = in_universes(&files);
    for file in &files {
        if file.is_dir() {
            context.output.remark(&format!("There is no story file in {}.", file.display()))?;
            exit = Exit::Unusable;
            continue;
        }
        checked += 1;
        if together.contains(file) {
            continue; // its universe tells
        }
        let (sources, problems) = problems(file, &also, context);
        for problem in &problems {
            counts[problem.code.severity as usize] += 1;
        }
        first = first.or(problems.first().map(|problem| problem.code));
        any_unread |= problems.iter().any(|problem| problem.code == &problem::NOT_TOML);
        exit = exit.max(judge(&problems, arguments.deny_warnings));
        let mut records = problems.iter().map(|problem| Record::of(problem, &sources));
        match arguments.format {
            Format::Text => context.output.problems(&problems, &sources)?,
            Format::Json => report.problems.extend(records),
            Format::Github => records.try_for_each(|record| context.output.text(&record.github()))?,
        }
    }
    match arguments.format {
        Format::Json => context.output.text(&view::json(&report).unwrap_or_default())?,
        Format::Text if checked > 0 => {
            context.output.text(&format!("{}\n", summary(counts, checked)))?;
            if any_unread {
                context.output.remark("Of a file that is not TOML the rest is looked at once it is.")?;
            }
            if let Some(code) = first {
                context
                    .output
                    .remark(&format!("To read more of a problem: storyline explain CODE, as in {}", code.name))?;
            }
        }
        Format::Github if checked > 0 => context.output.remark(&summary(counts, checked))?,
        Format::Text | Format::Github => {}
    }
    Ok(exit)
}

/// The files that are works of a universe which is among them, too.
pub(super) fn in_universes(files: &[PathBuf]) -> BTreeSet<PathBuf> {
    let universes = files.iter().filter(|file| file.file_stem().is_some_and(|stem| stem == library::UNIVERSE));
    let of = |universe: &PathBuf| library::works_of(universe).into_iter();
    universes.flat_map(of).collect()
}

/// Everything that is wrong with a file, and the texts it is about: of a work of a universe what is wrong in its own file.
fn problems(file: &Path, also: &[&Code], context: &Context) -> (Vec<Source>, Vec<Problem>) {
    let Loaded { sources, mut problems, story, asked } = library::load_file(file);
    for problem in problems.iter_mut().filter(|problem| problem.code == &problem::NO_SUCH_FILE) {
        if file.to_str().is_some_and(|name| context.library.find(name).is_ok()) {
            let play = format!("storyline play {}", file.display());
            problem.help.push(format!("a story has this name, but `check` takes files: {play}"));
        }
    }
    if let Some(story) = &story {
        problems = lint::check(Checked::new(story, &sources), also, problems);
    } else {
        problem::sort(&mut problems);
    }
    problems.retain(|problem| asked.is_none_or(|asked| problem.place().0 == asked || problem.file == asked));
    (sources, problems)
}

/// How to end for some problems.
fn judge(problems: &[Problem], deny_warnings: bool) -> Exit {
    match problem::worst(problems) {
        _ if problem::any_fatal(problems) => Exit::Unusable,
        Some(Severity::Error) => Exit::Found,
        Some(Severity::Warning) if deny_warnings => Exit::Found,
        _ => Exit::Fine,
    }
}

/// The files that some paths name: themselves, or what is in the folders that they are.
pub(super) fn files(paths: &[PathBuf]) -> Vec<PathBuf> {
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
    let found: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .filter(|&severity| counts[severity as usize] > 0)
        .map(|severity| plural(counts[severity as usize], severity.name()))
        .collect();
    let found = if found.is_empty() { "No problems".to_owned() } else { found.join(", ") };
    format!("{found} in {}", plural(files, "file"))
}
