//! Reading a universe: its own file, then those of its works, side by side.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::{BUILT_IN, Loaded, Origin, UNIVERSE, entries, is_toml, read_text};
use crate::problem::{self, Problem};
use crate::source::{FileId, Source, Span, is_id};
use crate::story;
use crate::suggest;
use crate::syntax::{self, Document, Text, Unread};

/// Reads the universe that a path is, or that the work at it is in. None where there is none.
pub(super) fn around(path: &Path) -> Option<Loaded> {
    let is_universe = path.file_stem().is_some_and(|stem| stem == UNIVERSE) && is_toml(path);
    let folder = if path.is_dir() { path } else { path.parent()? };
    let universe = if is_universe { path.to_owned() } else { folder.join(UNIVERSE).with_extension("toml") };
    if !universe.is_file() || !path.is_dir() && !is_toml(path) {
        return None;
    }
    let own = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let name = fs::canonicalize(own).ok()?.file_name()?.to_str()?.to_owned();
    let work = if is_universe || path.is_dir() { None } else { Some(path.file_stem()?.to_str()?) };
    load(&Origin::File(universe), &name, work)
}

/// Reads a universe, of which one work alone is asked for, or all. None where it does not list that work, which then stands
/// alone, and where the file is a story of its own that is only called so.
pub(super) fn load(origin: &Origin, name: &str, work: Option<&str>) -> Option<Loaded> {
    load_beside(origin, &beside(name, origin), name, work)
}

/// The same, where it is known what stands beside its file.
pub(super) fn load_beside(
    origin: &Origin,
    beside: &[(String, Origin)],
    name: &str,
    work: Option<&str>,
) -> Option<Loaded> {
    let mut problems = Vec::new();
    let source = text_of(origin, &format!("{name}/{UNIVERSE}.toml"), FileId::default(), &mut problems);
    let mut document = Document::default();
    if problems.is_empty() {
        document = syntax::parse(&source, FileId::default(), &mut problems);
    }
    name.clone_into(&mut document.name);
    let listed = works(&document, beside, &mut problems);
    if work.is_none() && document.universe.is_none() && !problem::any_fatal(&problems) {
        return None;
    }
    let at = work.map(|work| listed.iter().position(|(word, _)| word.value == work));
    if at == Some(None) && !problem::any_fatal(&problems) {
        return None;
    }
    let asked = at.flatten().map(|at| FileId(at as u32 + 1));
    if problem::any_fatal(&problems) || document.universe.is_none() {
        return Some(Loaded { sources: vec![source], problems, story: None, asked: None });
    }
    let read: Vec<Read> = (1u32..)
        .zip(listed)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(file, (word, origin))| read(&word.value, (name, &origin), FileId(file)))
        .collect();
    let (mut sources, mut documents) = (vec![source], vec![document]);
    for (source, document, found) in read {
        sources.push(source);
        documents.push(document);
        problems.extend(found);
    }
    let story = Some(story::build_universe(&documents, &mut problems));
    Some(Loaded { sources, problems, story, asked })
}

fn text_of(origin: &Origin, built_in: &str, file: FileId, problems: &mut Vec<Problem>) -> Source {
    match origin {
        Origin::BuiltIn(text) => Source::new(built_in, *text),
        Origin::File(path) => read_text(path, file, problems),
        Origin::Given(name, bytes) => syntax::decode(name, bytes.clone(), file, problems),
    }
}

/// A text, what was read of it, and what is wrong with it.
type Read = (Source, Document, Vec<Problem>);

fn read(work: &str, (universe, origin): (&str, &Origin), file: FileId) -> Read {
    let mut problems = Vec::new();
    let source = text_of(origin, &format!("{universe}/{work}.toml"), file, &mut problems);
    let mut document = Document::default();
    if problems.is_empty() {
        document = syntax::parse(&source, file, &mut problems);
    }
    if problem::any_fatal(&problems) {
        document = Document { unread: Unread { all: true, ..Unread::default() }, ..Document::default() };
    }
    document.universe = None;
    (source, Document { name: work.to_owned(), file, ..document }, problems)
}

/// The works that a universe lists, each with where it is from. What is listed twice, or is not there, is noted, and so is
/// what stands beside them and is not listed.
fn works(document: &Document, beside: &[(String, Origin)], problems: &mut Vec<Problem>) -> Vec<(Text, Origin)> {
    let Some(universe) = &document.universe else { return Vec::new() };
    let mut listed = BTreeSet::new();
    let mut works = Vec::new();
    let note = |problems: &mut Vec<Problem>, code, message: String, span: Span, help: &str| {
        problems.push(Problem::new(code, document.file, message).at(span, "").help(help));
    };
    for word in &universe.works {
        let id = word.value.as_str();
        if !listed.insert(id) {
            let message = format!("the work `{id}` is listed twice");
            note(problems, &problem::LISTED_TWICE, message, word.span, "leave the second one out");
            continue;
        }
        if let Some((_, origin)) = beside.iter().find(|(name, _)| name == id).filter(|_| is_id(id)) {
            works.push((word.clone(), origin.clone()));
        } else {
            let help = suggest::did_you_mean(id, beside.iter().map(|(name, _)| name.as_str()));
            let help = help.unwrap_or_else(|| format!("a work is a file beside `universe.toml`: `{id}.toml`"));
            note(problems, &problem::UNKNOWN_WORK, format!("there is no work `{id}`"), word.span, &help);
        }
    }
    for (name, _) in beside.iter().filter(|(name, _)| !listed.contains(name.as_str())) {
        let message = format!("`{name}.toml` stands beside the universe, and is not one of its works");
        note(problems, &problem::UNLISTED_WORK, message, universe.span, "name it in `works`, where it came out");
    }
    works
}

/// The story files that stand beside that of a universe.
fn beside(universe: &str, origin: &Origin) -> Vec<(String, Origin)> {
    match origin {
        Origin::BuiltIn(_) => {
            let own = BUILT_IN.iter().filter(|(shelf, name, _)| *shelf == universe && *name != UNIVERSE);
            own.map(|&(_, name, text)| (name.to_owned(), Origin::BuiltIn(text))).collect()
        }
        Origin::File(path) => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let files = entries(folder).into_iter().filter(|path| is_toml(path) && path.is_file());
            let named =
                files.filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), Origin::File(path.clone()))));
            named.filter(|(name, _)| name != UNIVERSE).collect()
        }
        Origin::Given(..) => Vec::new(),
    }
}
