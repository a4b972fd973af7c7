//! `git:REV:path`: a story as it is in some revision, read through the program `git`.
//!
//! No shell is asked, and what was typed is never taken for an option: a revision is resolved to the name of an object behind
//! `--end-of-options`, and everything else is asked by that name.

use std::io;
use std::process::{Command, Stdio};

use crate::library::{self, Loaded, Origin, UNIVERSE};

/// What an argument of this kind begins with.
const SCHEME: &str = "git:";

/// A path in a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InGit {
    /// The revision. Empty for what is staged.
    revision: String,
    /// The path, from the current folder on unless it begins with a slash, and then from the top.
    path: String,
}

/// What a path leads to, by the name of the object.
enum Object {
    File(String),
    Folder(String),
}

impl InGit {
    /// Reads an argument. None where it is of another kind; an error where it lacks something.
    pub(super) fn parse(argument: &str) -> Option<Result<Self, String>> {
        let rest = argument.strip_prefix(SCHEME)?;
        let Some((revision, path)) = rest.split_once(':').filter(|(_, path)| !path.is_empty()) else {
            return Some(Err(format!("`{argument}` lacks a path: write git:REV:path, as in git:HEAD:my-story.toml")));
        };
        Some(Ok(Self { revision: revision.to_owned(), path: path.to_owned() }))
    }

    /// What it is called in messages.
    fn name(&self) -> String {
        format!("{SCHEME}{}:{}", self.revision, self.path)
    }

    /// Reads the story there, with the universe around it where it has one, or alone.
    pub(super) fn load(&self, alone: bool) -> Result<Loaded, String> {
        let tree = self.tree()?;
        let path = if self.path.starts_with('/') || self.path.starts_with("../") {
            self.path.trim_start_matches('/').to_owned()
        } else {
            format!("./{}", self.path)
        };
        let missing = || match self.revision.as_str() {
            "" => format!("no file `{}` is staged (of what is staged only single files are read)", self.path),
            revision => format!("there is no `{}` in the revision `{revision}`", self.path),
        };
        match object(&tree, &path)?.ok_or_else(missing)? {
            Object::File(name) => {
                let around = if alone { None } else { self.around(&tree, &path)? };
                Ok(match around {
                    Some(loaded) => loaded,
                    None => library::load_given(&self.name(), bytes(&name)?),
                })
            }
            Object::Folder(name) => {
                let folder = self.path.trim_end_matches('/');
                let files = self.files_of(&name, folder)?;
                let name = folder.rsplit('/').next().unwrap_or(folder);
                let no_universe =
                    || format!("`{}` is a folder without a universe.toml: name a story file in it", self.path);
                library::load_universe(name, files, None).ok_or_else(no_universe)
            }
        }
    }

    /// The universe that the work at a path is of, if there is one beside it.
    fn around(&self, tree: &str, path: &str) -> Result<Option<Loaded>, String> {
        let (folder, file) = path.rsplit_once('/').unwrap_or((".", path));
        let work = file.strip_suffix(".toml").unwrap_or(file);
        let (shown, _) = self.path.rsplit_once('/').unwrap_or(("", ""));
        let Some(Object::Folder(name)) = object(tree, &format!("{folder}/"))? else { return Ok(None) };
        let files = self.files_of(&name, shown)?;
        let called = shown.rsplit('/').next().unwrap_or(shown);
        Ok(library::load_universe(called, files, Some(work).filter(|work| *work != UNIVERSE)))
    }

    /// The story files of a folder that holds a universe; else nothing.
    fn files_of(&self, folder: &str, shown: &str) -> Result<Vec<(String, Origin)>, String> {
        let listed = asked(&["ls-tree", "--full-tree", "-z", folder])?;
        let mut found = Vec::new();
        for entry in String::from_utf8_lossy(&listed).split('\0') {
            // "MODE TYPE OBJECT<tab>NAME"
            let Some((head, file)) = entry.split_once('\t') else { continue };
            let mut words = head.split(' ').skip(1);
            if let (Some("blob"), Some(object), Some(name)) = (words.next(), words.next(), file.strip_suffix(".toml")) {
                found.push((name.to_owned(), object.to_owned()));
            }
        }
        if found.iter().all(|(name, _)| name != UNIVERSE) {
            return Ok(Vec::new());
        }
        let shown = if shown.is_empty() { String::new() } else { format!("{shown}/") };
        let origin = |(name, object): (String, String)| {
            let called = format!("{SCHEME}{}:{shown}{name}.toml", self.revision);
            Ok((name, Origin::Given(called, bytes(&object)?)))
        };
        found.into_iter().map(origin).collect()
    }

    /// The name of the revision's tree. Empty for what is staged.
    fn tree(&self) -> Result<String, String> {
        match git(&["rev-parse", "--git-dir"])? {
            (true, ..) => {}
            (false, _, said) if said.contains("not a git repository") => {
                return Err("the current folder is in no git repository".to_owned());
            }
            (false, _, said) => return Err(format!("git says: {}", said.trim())),
        }
        if self.revision.is_empty() {
            return Ok(String::new());
        }
        let tree = format!("{}^{{tree}}", self.revision);
        match git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &tree])? {
            (true, name, _) => Ok(String::from_utf8_lossy(&name).trim().to_owned()),
            _ => Err(format!("there is no revision `{}` in this repository", self.revision)),
        }
    }
}

/// What a path in a tree leads to, if to anything. Paths that begin with a dot are seen from the current folder.
fn object(tree: &str, path: &str) -> Result<Option<Object>, String> {
    let named = format!("{tree}:{path}");
    let (found, name, _) = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &named])?;
    if !found {
        return Ok(None);
    }
    let name = String::from_utf8_lossy(&name).trim().to_owned();
    let kind = asked(&["cat-file", "-t", &name])?;
    Ok(match String::from_utf8_lossy(&kind).trim() {
        "blob" => Some(Object::File(name)),
        "tree" => Some(Object::Folder(name)),
        _ => None,
    })
}

/// The bytes of a file, by its object's name.
fn bytes(object: &str) -> Result<Vec<u8>, String> {
    asked(&["cat-file", "blob", object])
}

/// What git answers, which it must.
fn asked(arguments: &[&str]) -> Result<Vec<u8>, String> {
    match git(arguments)? {
        (true, answer, _) => Ok(answer),
        (false, _, said) => Err(format!("git says: {}", said.trim())),
    }
}

/// Whether git was content, what it answered, and what it said beside.
fn git(arguments: &[&str]) -> Result<(bool, Vec<u8>, String), String> {
    let output =
        Command::new("git").env("LC_ALL", "C").args(arguments).stdin(Stdio::null()).output().map_err(|error| {
            match error.kind() {
                io::ErrorKind::NotFound => "`git` is not there: a revision is read with it".to_owned(),
                _ => format!("`git` cannot be run: {error}"),
            }
        })?;
    Ok((output.status.success(), output.stdout, String::from_utf8_lossy(&output.stderr).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_and_a_path_are_told_apart_by_the_first_colon() {
        let parsed = |argument| InGit::parse(argument).map(|parsed| parsed.map(|it| (it.revision, it.path)));
        assert_eq!(parsed("git:HEAD~2:a/b.toml"), Some(Ok(("HEAD~2".to_owned(), "a/b.toml".to_owned()))));
        assert_eq!(parsed("git::a:b.toml"), Some(Ok((String::new(), "a:b.toml".to_owned()))));
        assert_eq!(parsed("a.toml"), None);
        assert!(matches!(parsed("git:HEAD"), Some(Err(_))) && matches!(parsed("git:HEAD:"), Some(Err(_))));
    }
}
