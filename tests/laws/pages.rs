//! The law of published pages: what a page holds, what it is called and where it leads depends on nothing that comes later.

use std::collections::{BTreeMap, BTreeSet};

use storyline::knowledge::{Seen, cut, cut_to};
use storyline::library;
use storyline::site::{Settings, Site};
use storyline::source::Source;
use storyline::story::Story;
use storyline::syntax::{self, Document};

use super::future;
use super::held::Case;
use super::known::id_of;
use super::tale::{Tale, scene_ids};
use super::views::Stage;
use super::world::{Universal, read};

/// The files of a site, by path.
type Files = BTreeMap<String, String>;

fn files(story: &Story) -> Files {
    let all = Seen::all(story);
    let alone = |work| cut_to(story, &all, Some(work));
    let works = if story.universe().is_some() { story.work_ids().map(alone).collect() } else { Vec::new() };
    let mut files = Files::new();
    let site = Site::of(cut(story, &all), works, Settings::default());
    let taken: Result<(), ()> = site.each(&mut |path, text| {
        assert!(files.insert(path.to_owned(), text.to_owned()).is_none(), "{path} twice");
        Ok(())
    });
    taken.unwrap();
    files
}

/// The files whose position lies within what was seen, and those that have none. `seen` says how much was, by folder.
fn within(files: &Files, seen: &BTreeMap<String, usize>) -> Files {
    let is_within = |path: &str| {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let number = name.split(|c: char| !c.is_ascii_digit()).next().and_then(|number| number.parse::<usize>().ok());
        number.is_none_or(|position| seen.get(folder).is_some_and(|seen| position <= *seen))
    };
    files.iter().filter(|(path, _)| is_within(path)).map(|(path, text)| (path.clone(), text.clone())).collect()
}

/// A link of some pages that leads nowhere in their site.
fn dead_link(pages: &Files, site: &Files) -> Option<String> {
    let links = pages.iter().flat_map(|(path, text)| text.split("href=\"").skip(1).map(move |link| (path, link)));
    let mut links = links.map(|(path, link)| (path, link.split(['"', '#']).next().unwrap_or_default()));
    let dead = links.find(|(path, link)| {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let target = match link.strip_prefix("../") {
            Some(rest) => rest.to_owned(),
            None if folder.is_empty() => (*link).to_owned(),
            None => format!("{folder}/{link}"),
        };
        !link.is_empty() && !link.starts_with("data:") && !site.contains_key(&target)
    });
    dead.map(|(path, link)| format!("{path} links to {link}, which is not there"))
}

/// How the files of two sites differ within what was seen, if they do.
fn difference(here: &Files, there: &Files, seen: &BTreeMap<String, usize>) -> Option<String> {
    let (one, other) = (within(here, seen), within(there, seen));
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differs = names.into_iter().find(|name| one.get(*name) != other.get(*name));
    let dead = || dead_link(&one, here).or_else(|| dead_link(&other, there));
    differs.map(|name| format!("{name} is\n{:?}\n--- and\n{:?}", one.get(name), other.get(name))).or_else(dead)
}

/// The scenes that were seen first, in their order, then the others.
fn seen_first(document: &mut Document, seen: &[String]) {
    let place = |scene: &syntax::Scene| seen.iter().position(|id| *id == id_of(scene)).unwrap_or(seen.len());
    document.scenes.sort_by_key(place); // stable
}

fn story_of(text: &str) -> Story {
    library::load(Source::new("tale.toml", text)).story.unwrap()
}

/// Whatever comes, the pages of what was seen are the same to the byte, and so is what they are called.
pub(crate) fn pairs(_: &Stage, case: &Case) -> Result<(), String> {
    let scenes = scene_ids(&case.tale.document);
    let count = case.tale.seen.len().min(scenes.len());
    let tale = Tale { seen: scenes[..count].iter().cloned().collect(), ..case.tale.clone() };
    let text = syntax::write(&tale.document);
    let here = files(&story_of(&text));
    let seen = BTreeMap::from([(String::new(), count)]);
    for choices in case.futures.iter().take(4) {
        let (mut other, behind) = future::another_document(&tale, choices);
        seen_first(&mut other, &scenes[..count]);
        let other = format!("{}{behind}", syntax::write(&other));
        if let Some(difference) = difference(&here, &files(&story_of(&other)), &seen) {
            return Err(format!("After {count} scenes {difference}\n{other}\n--- and, before that:\n{text}"));
        }
    }
    Ok(())
}

/// The same of a universe: of what was seen of each work in its folder, and of works seen whole together.
pub(crate) fn pairs_of_worlds(_: &Stage, case: &Case) -> Result<(), String> {
    let world = Universal::of(&case.tale.document);
    let scenes = scene_ids(&case.tale.document);
    let mut told: Vec<(usize, &String)> = scenes.iter().map(|id| (world.place(id).0, id)).collect();
    told.sort_by_key(|(work, _)| *work); // stable
    told.truncate(case.tale.seen.len());
    let first: Vec<String> = told.iter().map(|(_, id)| (*id).clone()).collect();
    let tale = Tale { seen: first.iter().cloned().collect(), ..case.tale.clone() };
    let seen: BTreeMap<String, usize> = (world.works().iter().enumerate())
        .map(|(at, work)| ((*work).to_owned(), told.iter().filter(|(work, _)| *work == at).count()))
        .collect();
    // Of all works up to one more is seen with each scene of any of them.
    let so_far = |files: Files, other: &Universal| -> Files {
        let whole = (other.documents[1..].iter().zip(world.works()))
            .take_while(|(document, work)| document.scenes.len() == seen[**work])
            .map(|(_, work)| *work);
        let whole: BTreeSet<&str> = whole.chain(["index"]).collect();
        let is_within = |name: &str| name.split('.').next().is_some_and(|work| whole.contains(work));
        files.into_iter().filter(|(path, _)| path.strip_prefix("so-far/").is_none_or(is_within)).collect()
    };
    let here = files(&read(&world.documents));
    for choices in case.futures.iter().take(3) {
        let (mut other, _) = future::another_document(&tale, choices);
        seen_first(&mut other, &first);
        let other = Universal::of(&other);
        let there = files(&read(&other.documents));
        let dead = dead_link(&within(&there, &seen), &there);
        let both = |files: &Files| so_far(so_far(files.clone(), &other), &world);
        let (one, another) = (within(&both(&here), &seen), within(&both(&there), &seen));
        let names: BTreeSet<&String> = one.keys().chain(another.keys()).collect();
        let differs = names.into_iter().find(|name| one.get(*name) != another.get(*name));
        let differs = differs.map(|name| format!("{name} is\n{:?}\n--- and\n{:?}", one.get(name), another.get(name)));
        if let Some(difference) = differs.or(dead) {
            return Err(format!("Of {seen:?} {difference}"));
        }
    }
    Ok(())
}
