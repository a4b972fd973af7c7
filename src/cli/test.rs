//! `storyline test`

mod prompt;
mod review;
mod subjects;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, FromArgMatches};
use serde::Serialize;

use super::output::typed;
use super::{Command, Context, Exit, Format, Seat, check};
use crate::library;
use crate::problem::Record;
use crate::snapshot::{self, Standing};
use crate::source::Source;
use crate::view::page::{Page, Style, run as styled};
use crate::view::{self, Options, Order};
use subjects::{Kept, Shelves, Tested};

pub(super) static COMMAND: Command = Command { name: "test", define: Arguments::augment_args, run };

/// See whether stories are told as they were, and as is expected of them
///
/// What a story file expects (`[[expect]]`) is held against it, and the story against the snapshots beside it.
/// Three are kept of each story, in `snapshots` beside it: the story as it is told, in which order it happened, and a diary of
/// what each scene adds to what a viewer knows; of a universe those of each work alone and of all of it. Nothing is written
/// without `--accept`, `--review` or `--pending`, and nothing at all where `CI` is set. A story in which `check` finds errors
/// fails, and its snapshots are not looked at before these are mended.
#[derive(Args)]
struct Arguments {
    /// Story files, or folders of them [default: ./stories, else the story files here]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Keep what the stories are now, and remove what is kept of those that are gone
    #[arg(long)]
    accept: bool,
    /// Go through the differences one by one on the terminal: accept, reject, skip
    #[arg(long, conflicts_with_all = ["accept", "format"])]
    review: bool,
    /// Put what is new or changed beside the snapshots as `.snap.new`, where `cargo insta review` finds it. What is left of
    /// these is removed once the snapshot is as it should be
    #[arg(long, conflicts_with_all = ["accept", "review"])]
    pending: bool,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    if context.ci && (arguments.accept || arguments.review || arguments.pending) {
        let words = "`CI` is set, and such a run writes nothing. Accept where somebody has looked at it.";
        context.output.remark(words)?;
        return Ok(Exit::Unusable);
    }
    if arguments.review && context.seat == Seat::Pipe {
        context.output.remark("This is no terminal to be asked on. To accept all of it: storyline test --accept")?;
        return Ok(Exit::Unusable);
    }
    let files = check::files(&arguments.paths);
    if files.is_empty() {
        context.output.remark("There is no story file here. Name one: storyline test my-story.toml")?;
        return Ok(Exit::Unusable);
    }
    let mut results = Results::default();
    let together = check::in_universes(&files);
    let mut shelves = Shelves::default();
    for file in files.iter().filter(|file| !together.contains(*file)) {
        if file.is_dir() {
            context.output.remark(&format!("There is no story file in {}.", file.display()))?;
            results.exit = Exit::Unusable;
            continue;
        }
        let (sources, tested) = subjects::test(file, &mut shelves);
        for one in &tested {
            results.problems.extend(one.failed.iter().map(|problem| Record::of(problem, &sources)));
            if arguments.format == Format::Text {
                report(context, one, &sources, &arguments)?;
            }
        }
        results.tested.extend(tested);
    }
    results.orphans = subjects::orphans(&arguments.paths, &files);
    if arguments.format == Format::Text && !arguments.review {
        results.orphans.iter().try_for_each(|kept| differs(context, kept, &arguments))?;
    }
    results.finish(context, &arguments)
}

/// What came of it.
struct Results {
    tested: Vec<Tested>,
    /// What of all expectations does not hold.
    problems: Vec<Record>,
    orphans: Vec<Kept>,
    exit: Exit,
}

impl Default for Results {
    fn default() -> Self {
        Self { tested: Vec::new(), problems: Vec::new(), orphans: Vec::new(), exit: Exit::Fine }
    }
}

impl Results {
    fn kept(&self) -> impl Iterator<Item = &Kept> {
        self.tested.iter().flat_map(|tested| &tested.kept).chain(&self.orphans)
    }

    /// The snapshots that are not what they should be.
    fn differing(&self) -> impl Iterator<Item = &Kept> {
        self.kept().filter(|kept| kept.state != Standing::Unchanged)
    }

    /// Writes what is to be written, and says how it ended.
    fn finish(self, context: &mut Context, arguments: &Arguments) -> io::Result<Exit> {
        let mut exit = self.exit;
        if self.tested.iter().any(|tested| tested.unusable) {
            exit = Exit::Unusable;
        } else if self.tested.iter().any(|tested| tested.errors > 0 || !tested.failed.is_empty()) {
            exit = exit.max(Exit::Found);
        }
        let differing: Vec<&Kept> = self.differing().collect();
        if arguments.review {
            return Ok(exit.max(review::go_through(context, &differing)?));
        }
        let unwritten = self.write(&differing, arguments, context.ci).err();
        let is_accepted = arguments.accept && unwritten.is_none();
        if !is_accepted && !differing.is_empty() {
            exit = exit.max(Exit::Found);
        }
        if unwritten.is_some() {
            exit = Exit::Unusable;
        }
        if arguments.format == Format::Json {
            context.output.text(&self.json(exit))?;
        } else {
            context.output.line(&self.summary(is_accepted))?;
        }
        if let Some((path, error)) = unwritten {
            context.output.remark(&format!("{} cannot be written: {error}.", path.display()))?;
        } else if !is_accepted && !differing.is_empty() && arguments.format == Format::Text {
            context.output.remark(&what_to_do(&arguments.paths))?;
        }
        Ok(exit)
    }

    /// Writes what was accepted, or what is to be reviewed elsewhere, and removes what is left of that.
    fn write(&self, differing: &[&Kept], arguments: &Arguments, ci: bool) -> Result<(), (PathBuf, io::Error)> {
        if ci {
            return Ok(());
        }
        if arguments.accept {
            return accept(differing);
        }
        let settled = self.kept().filter(|kept| kept.state == Standing::Unchanged);
        for path in settled.map(|kept| pending(&kept.path)) {
            library::remove(&path).map_err(|error| (path, error))?;
        }
        if !arguments.pending {
            return Ok(());
        }
        let is = differing.iter().filter_map(|kept| Some((pending(&kept.path), kept.is.as_ref()?.write())));
        write_all(&is.collect::<Vec<_>>())
    }

    fn summary(&self, accepted: bool) -> String {
        let mut counts: BTreeMap<Standing, usize> = BTreeMap::new();
        self.kept().for_each(|kept| *counts.entry(kept.state).or_default() += 1);
        let mut parts: Vec<String> = counts.iter().map(|(state, count)| format!("{count} {}", state.name())).collect();
        let count = |of: fn(&Tested) -> usize| self.tested.iter().map(of).sum::<usize>();
        let failing = count(|tested| tested.failing);
        let held = count(|tested| tested.expected) - failing;
        let with_errors = self.tested.iter().filter(|tested| tested.errors > 0).count();
        if with_errors > 0 {
            parts.push(format!("{} with errors", plural(with_errors, "story", "stories")));
        }
        for (expectations, ended) in [(held, "held"), (failing, "failed")] {
            if expectations > 0 {
                parts.push(format!("{} {ended}", plural(expectations, "expectation", "expectations")));
            }
        }
        let parts = if parts.is_empty() { "nothing is kept".to_owned() } else { parts.join(", ") };
        let accepted =
            if accepted && counts.keys().any(|&state| state != Standing::Unchanged) { ". Accepted" } else { "" };
        let snapshots = plural(counts.values().sum(), "snapshot", "snapshots");
        let stories = plural(self.tested.len(), "story", "stories");
        format!("{snapshots} of {stories}: {parts}{accepted}.")
    }

    fn json(&self, exit: Exit) -> String {
        let snapshot = |kept: &Kept| Snapshot {
            file: kept.path.display().to_string(),
            state: kept.state.name(),
            difference: match (&kept.is, kept.state) {
                (Some(is), Standing::Changed) => Some(snapshot::unified(&kept.was, &is.text())),
                _ => None,
            },
        };
        let story = |tested: &Tested| Story {
            file: tested.file.display().to_string(),
            errors: tested.errors,
            expectations: tested.expected,
            failed_expectations: tested.failing,
            snapshots: tested.kept.iter().map(snapshot).collect(),
        };
        let report = Report {
            format: 1,
            passed: exit == Exit::Fine,
            problems: &self.problems,
            stories: self.tested.iter().map(story).collect(),
            orphaned: self.orphans.iter().map(snapshot).collect(),
        };
        view::json(&report).unwrap_or_default()
    }
}

/// What `test` answers programs.
#[derive(Serialize)]
struct Report<'r> {
    format: u32,
    passed: bool,
    stories: Vec<Story>,
    /// The snapshots that show nothing any more.
    orphaned: Vec<Snapshot>,
    /// What is expected and does not hold, as `check` has problems.
    problems: &'r [Record],
}

#[derive(Serialize)]
struct Story {
    file: String,
    errors: usize,
    expectations: usize,
    failed_expectations: usize,
    snapshots: Vec<Snapshot>,
}

#[derive(Serialize)]
struct Snapshot {
    file: String,
    state: &'static str,
    /// What is otherwise than what is kept, as a patch. None where nothing is, or nothing is there to compare.
    difference: Option<String>,
}

/// Keeps what is so now, and removes what shows nothing any more.
fn accept(differing: &[&Kept]) -> Result<(), (PathBuf, io::Error)> {
    let is = differing.iter().filter_map(|kept| Some((kept.path.clone(), kept.is.as_ref()?.write())));
    write_all(&is.collect::<Vec<_>>())?;
    let orphans = differing.iter().filter(|kept| kept.is.is_none()).map(|kept| kept.path.clone());
    for path in orphans.chain(differing.iter().map(|kept| pending(&kept.path))) {
        library::remove(&path).map_err(|error| (path, error))?;
    }
    Ok(())
}

fn write_all(files: &[(PathBuf, String)]) -> Result<(), (PathBuf, io::Error)> {
    let first = files.first().map_or(PathBuf::new(), |(path, _)| path.parent().unwrap_or(Path::new("")).to_owned());
    library::replace(files).map_err(|error| (first, error))
}

/// Where `cargo insta` looks for what is to be reviewed.
fn pending(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(snapshot::PENDING);
    PathBuf::from(name)
}

/// Says what does not hold of a story, and how it stands to what is kept of it.
fn report(context: &mut Context, tested: &Tested, sources: &[Source], arguments: &Arguments) -> io::Result<()> {
    let file = tested.file.display();
    if tested.errors > 0 {
        let errors = plural(tested.errors, "error", "errors");
        let typed = typed(&tested.file);
        let words = format!("{file} has {errors}, so nothing else was looked at: storyline check {typed}");
        return context.output.line(&words);
    }
    context.output.problems(&tested.failed, sources)?;
    if arguments.review {
        return Ok(());
    }
    tested.kept.iter().try_for_each(|kept| differs(context, kept, arguments))
}

/// Says how a snapshot differs, if it does.
fn differs(context: &mut Context, kept: &Kept, arguments: &Arguments) -> io::Result<()> {
    if kept.state == Standing::Unchanged {
        return Ok(());
    }
    let options = context.output.options(Order::Narrative);
    if arguments.accept {
        return context.output.page(&heading(kept, &options));
    }
    context.output.page(&difference(kept, &options))
}

/// Which snapshot it is, and how it stands.
fn heading(kept: &Kept, options: &Options) -> Page {
    let mut page = Page::new(options.width);
    let lines = kept.is.as_ref().map_or(0, |is| is.text().lines().count());
    let what = match kept.state {
        Standing::New | Standing::Missing => format!("{}, {}", kept.state.name(), plural(lines, "line", "lines")),
        Standing::Orphaned => "orphaned: nothing is there any more that it shows".to_owned(),
        Standing::Damaged => "damaged: it cannot be read as a snapshot".to_owned(),
        Standing::Unchanged | Standing::Changed => kept.state.name().to_owned(),
    };
    let path = kept.path.display().to_string();
    page.hanging(&[styled(Style::Plain, ""), styled(Style::Strong, &path)], Style::Plain, &format!(": {what}"));
    page
}

/// The same, and what is otherwise.
fn difference(kept: &Kept, options: &Options) -> Page {
    if kept.state == Standing::Changed { in_full(kept, options) } else { heading(kept, options) }
}

/// The same, and all that would be written or removed.
fn in_full(kept: &Kept, options: &Options) -> Page {
    let mut page = heading(kept, options);
    let is = kept.is.as_ref().map_or(String::new(), snapshot::Snapshot::text);
    snapshot::difference(&kept.was, &is, options).lines().iter().for_each(|line| page.line(line.clone()));
    page.gap();
    page
}

fn what_to_do(paths: &[PathBuf]) -> String {
    let paths: String = paths.iter().map(|path| format!(" {}", typed(path))).collect();
    format!(
        "Where it is as it should be now: storyline test --accept{paths}. One by one: storyline test --review{paths}"
    )
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
