//! Published sites, each with what is told on its pages.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use storyline::cli::Exit;

use super::ahead::{Ahead, Telling};
use super::tab::{Looks, Tab, address};
use crate::shell;

/// A site of some story, in a folder of its own.
pub(crate) fn publish(story: &str, folder: &str) -> PathBuf {
    let folder = shell::folder(folder);
    let answer = shell::storyline(&["publish", story, "--out", folder.to_str().unwrap()]);
    // What is nonsense and what is nasty has errors.
    let expected = if Path::new(story).is_file() { Exit::Found } else { Exit::Fine };
    assert_eq!(answer.exit, expected, "{}", answer.stderr);
    folder
}

/// The pages of a site, in no order that matters.
pub(crate) fn files_in(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

/// The keys whose texts are for readers.
const FOR_READERS: [&str; 14] = [
    "title",
    "text",
    "name",
    "about",
    "truth",
    "seems",
    "credit",
    "blurb",
    "performer",
    "words",
    "warnings",
    "chronological-text",
    "as",
    "note",
];

/// Makes every word that is for readers one that no language has.
fn make_nonsense(value: &mut toml::Value, is_for_readers: bool, made: &mut usize) {
    match value {
        toml::Value::String(text) if is_for_readers => {
            let words = text.split(' ').map(|_| {
                *made += 1;
                let letters = [17, 1].map(|part| char::from(b'a' + (*made / part % 17) as u8));
                format!("Qx{}{}qx", letters[0], letters[1])
            });
            *text = words.collect::<Vec<_>>().join(" ");
        }
        toml::Value::Array(values) => values.iter_mut().for_each(|value| make_nonsense(value, is_for_readers, made)),
        toml::Value::Table(table) => {
            for (key, value) in table.iter_mut() {
                make_nonsense(value, FOR_READERS.contains(&key.as_str()), made);
            }
        }
        _ => {}
    }
}

/// What is said on the pages of any story: all that is on those of one that says nothing.
pub(crate) fn ours() -> &'static str {
    static OURS: OnceLock<String> = OnceLock::new();
    OURS.get_or_init(|| {
        let folder = shell::folder("browser-nonsense");
        let mut story = toml::Value::Table(include_str!("../every-key.toml").parse().unwrap());
        make_nonsense(&mut story, false, &mut 0);
        let story = toml::to_string(&story).unwrap();
        let universe = "format = 1\nuniverse = { title = 'Qxuqx', works = ['qxa', 'qxb'] }\n";
        for (name, text) in [("universe", universe), ("qxa", &story), ("qxb", &story)] {
            fs::write(folder.join(name).with_extension("toml"), text).unwrap();
        }
        let site = publish(folder.join("universe.toml").to_str().unwrap(), "browser-nonsense-site");
        files_in(&site).iter().map(|file| fs::read_to_string(file).unwrap()).collect()
    })
}

/// A page, and how far into which telling it is.
pub(crate) struct Page {
    pub(crate) file: PathBuf,
    pub(crate) position: usize,
}

/// A site, or a folder of one, and what its pages may tell.
pub(crate) struct Book {
    pub(crate) root: PathBuf,
    pub(crate) telling: &'static Telling,
    pub(crate) pages: Vec<Page>,
}

impl Book {
    /// The pages of the positions of a work.
    pub(crate) fn of_work(root: &Path, folder: &str, work: &'static str) -> Self {
        let telling = Telling::of(work, ours());
        let folder = root.join(folder);
        let page = |position: usize| Page { file: folder.join(format!("{position}.html")), position };
        let start = Page { file: folder.join("index.html"), position: 0 };
        let mut pages: Vec<Page> = std::iter::once(start).chain((0..telling.positions()).map(page)).collect();
        for file in files_in(&folder) {
            // Those of theories: a number, a hyphen and more.
            let name = file.file_name().unwrap().to_str().unwrap().to_owned();
            if let Some(position) = name.split_once('-').and_then(|(number, _)| number.parse().ok()) {
                pages.push(Page { file, position });
            }
        }
        Self { root: root.to_owned(), telling, pages }
    }

    /// The pages of a universe as a whole: that of no work, and those up to each of its works.
    pub(crate) fn of_universe(root: &Path, universe: &'static str) -> Self {
        let telling = Telling::of(universe, ours());
        let mut pages = vec![Page { file: root.join("index.html"), position: 0 }];
        for (work, position) in telling.works.clone() {
            pages.push(Page { file: root.join("so-far").join(work).with_extension("html"), position });
        }
        Self { root: root.to_owned(), telling, pages }
    }
}

/// Everything there is of a page: where, and what.
fn all_of(tab: &Tab, root: &Path, file: &Path) -> Vec<(String, String)> {
    tab.look(Looks::default());
    tab.go_to(file);
    let below = format!("{}/", address(root));
    let at = tab.text("location.href");
    let mut all = vec![
        ("its address".to_owned(), at.strip_prefix(&below).unwrap().to_owned()),
        ("its title".to_owned(), tab.text("document.title")),
        ("what it holds".to_owned(), tab.markup()),
        ("what is said to whoever cannot see it".to_owned(), tab.spoken()),
        ("what can be read".to_owned(), tab.text("document.body.innerText")),
    ];
    for asked in tab.requests() {
        let path = asked.strip_prefix(&below).map(|name| root.join(name));
        let path = path.unwrap_or_else(|| panic!("{} asks for {asked}", file.display()));
        all.push((format!("what {asked} holds"), fs::read_to_string(path).unwrap()));
    }
    all.push(("what is kept of it".to_owned(), tab.text("JSON.stringify([localStorage, sessionStorage])")));
    tab.look(Looks { prints: true, ..Looks::default() });
    all.push(("what is on paper".to_owned(), tab.text("document.body.innerText")));
    tab.look(Looks::default());
    // Where the folder stands is no matter of the site.
    for (_, text) in &mut all {
        *text = text.replace(&below, "");
    }
    all
}

/// What of the future is to be found on a page, if anything, and where.
pub(crate) fn leak(tab: &Tab, root: &Path, file: &Path, ahead: &Ahead) -> Option<String> {
    for (place, text) in all_of(tab, root, file) {
        if let Some(found) = ahead.found_in(&text) {
            return Some(format!("{place}: `{found}`"));
        }
    }
    let phrases: Vec<&String> = ahead.phrases.iter().filter(|phrase| phrase.len() < 40).collect();
    let found = tab.value(&format!("{}.find(words => find(words, true, false, true))", serde_json::json!(phrases)));
    found.as_str().map(|found| format!("find in page: `{found}`"))
}
