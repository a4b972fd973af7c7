//! `storyline new`

use std::io;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, FromArgMatches};

use super::output::typed;
use super::{Command, Context, Exit};
use crate::letters;
use crate::library::{self, UNIVERSE, Unwritten};
use crate::schema;
use crate::source::is_id;

pub(super) static COMMAND: Command = Command { name: "new", define: Arguments::augment_args, run };

/// Write a small story to begin with, and what editors need to help with it
#[derive(Args)]
struct Arguments {
    /// What the story is to be called: small letters, digits and single hyphens. It goes to NAME.toml in ./stories, or
    /// here if there is no such folder
    name: String,
}

/// The story, with a word where its title goes.
const STORY: &str = include_str!("new.toml");
const TITLE: &str = "TITLE";

fn run(matches: &ArgMatches, context: &mut Context) -> io::Result<Exit> {
    let arguments = Arguments::from_arg_matches(matches).map_err(io::Error::other)?;
    let name = arguments.name.as_str();
    if let Some(why) = is_no_name(name) {
        context.output.remark(&why)?;
        return Ok(Exit::Unusable);
    }
    let stories = Path::new("stories");
    let folder = if stories.is_dir() { stories } else { Path::new("") };
    let (story, schema_file) = (folder.join(name).with_extension("toml"), folder.join(schema::FILE));
    let (text, schema) = (STORY.replacen(TITLE, &title(name), 1), schema::text());
    let mut files = vec![(story.clone(), text.as_str())];
    let has_schema = schema_file.exists();
    if !has_schema {
        files.push((schema_file.clone(), &schema));
    }
    if let Err(why) = library::write_new(&files) {
        context.output.remark(&unwritten(why))?;
        return Ok(Exit::Unusable);
    }
    context.output.line(&format!("Written: {}", story.display()))?;
    let story = typed(&story);
    if !has_schema {
        context
            .output
            .line(&format!("         {}, by which editors complete and explain keys", schema_file.display()))?;
    }
    context.output.text("\n")?;
    for (command, does) in [
        ("check", "tells what is wrong with it"),
        ("play", "tells the story"),
        ("serve", "shows it in a browser, renewed as you save"),
        ("test --accept", "keeps how it is told: from then on `storyline test` shows what a change does to that"),
    ] {
        context.output.line(&format!("  storyline {command} {story}"))?;
        context.output.line(&format!("      {does}"))?;
    }
    if has_schema && !library::holds(&schema_file, &schema) {
        let file = typed(&schema_file);
        context.output.remark(&format!("{file} is of another version. To renew it: storyline schema > {file}"))?;
    }
    let universe = folder.join(UNIVERSE).with_extension("toml");
    if universe.is_file() {
        let list = format!("{} lists the works of the universe: add \"{name}\" there.", universe.display());
        context.output.remark(&list)?;
    }
    Ok(Exit::Fine)
}

/// Why a word cannot be what a story is called, and what to write instead.
fn is_no_name(name: &str) -> Option<String> {
    if matches!(name, "all" | "none" | UNIVERSE) {
        return Some(format!("A story cannot be called `{name}`: the word means something else. Choose another."));
    }
    if is_id(name) {
        return None;
    }
    let stem = name.strip_suffix(".toml").unwrap_or(name);
    let last = stem.rsplit('/').next().unwrap_or(stem);
    let instead = match letters::id_like(last) {
        Some(better) => format!("Write: storyline new {better}"),
        None => "Write it as my-story is written, in letters from a to z.".to_owned(),
    };
    Some(format!(
        "`{name}` cannot be what a story is called: that is small letters, digits and single hyphens. {instead}"
    ))
}

/// "my-story" as a title: "My Story".
fn title(name: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at(1); // letters of ids are bytes
        first.to_uppercase() + rest
    };
    name.split('-').map(word).collect::<Vec<_>>().join(" ")
}

/// Why nothing was written, and what to do.
fn unwritten(why: Unwritten) -> String {
    let at = |path: &PathBuf| path.display().to_string();
    match why {
        Unwritten::IsThere(path) => {
            format!("{} is there already, and stays as it is. Choose another name, or move it away first.", at(&path))
        }
        Unwritten::Failed(path, error) => format!("{} cannot be written: {error}.", at(&path)),
    }
}
