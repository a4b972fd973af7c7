//! The site of a story: a page for each position, which holds what is known there and nothing else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod shell;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use shell::{folder, storyline};
use storyline::cli::Exit;
use storyline::knowledge::{Seen, cut_to};
use storyline::library::Library;
use storyline::site::{Settings, Site};

const EARLY: &str = r#"
format = 1
work.title = "The Letter"
work.blurb = "Somebody writes."

[characters.ann]
name = "The stranger"
hindsight = [{ once = "sender", name = "ANN" }]

[facts.sender]
seems = "A stranger wrote it."
truth = "She wrote it herself."
weight = "twist"

[[scene]]
id = "letter"
title = "A letter"
text = "It lies there."
cast = ["ann"]
hints = ["sender"]

[[scene]]
id = "road"
title = "A road"
text = "She walks."
cast = ["ann"]
when = { before = "letter" }
"#;

const FUTURE: &str = r#"
[places.nowhere]
name = "CANARY place"

[characters.bob]
name = "CANARY Bob"

[theories.dream]
title = "CANARY dream"
about = "CANARY about"
scenes.road = { text = "CANARY patch" }
once = "sender"

[[scene]]
id = "desk"
title = "CANARY desk"
text = "CANARY text"
place = "nowhere"
cast = ["ann", "bob"]
reveals = ["sender"]
when = { before = "road" }

[[scene]]
id = "end"
title = "CANARY end"
text = "CANARY last"
"#;

/// The files of a folder and those below it, each with its text.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(inside).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

fn publish(story: &str, out: &Path, more: &[&str]) -> BTreeMap<String, String> {
    let answer = storyline(&[&["publish", story, "--out", out.to_str().unwrap()], more].concat());
    assert_eq!(answer.exit, Exit::Fine, "{}", answer.stderr);
    files(out)
}

/// Publishes a text.
fn of_text(name: &str, text: &str) -> BTreeMap<String, String> {
    let folder = folder(name);
    let story = folder.join("story.toml");
    fs::write(&story, text).unwrap();
    publish(story.to_str().unwrap(), &folder.join("site"), &[])
}

/// What the attributes of a name hold, undone of escapes.
fn attributes(page: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    let values = page.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next());
    values.map(|value| value.replace("&amp;", "&")).collect()
}

/// Where a link on a page leads.
fn target(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop().expect("it leads out of the site")),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Every link of every page leads somewhere inside; returns which pages are reached from the start.
fn follow_links(files: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut ahead = vec!["index.html".to_owned()];
    while let Some(page) = ahead.pop() {
        if !reached.insert(page.clone()) {
            continue;
        }
        let text = files.get(&page).unwrap_or_else(|| panic!("{page} is not there"));
        ahead.extend(links(&page, text).into_iter().filter(|target| target.ends_with(".html")));
    }
    for (page, text) in files.iter().filter(|(page, _)| page.ends_with(".html")) {
        for target in links(page, text) {
            assert!(files.contains_key(&target), "{page} leads to {target}, which is not there");
        }
    }
    reached
}

fn number(page: &str) -> Option<u32> {
    page.rsplit('/').next()?.strip_suffix(".html")?.parse().ok()
}

fn links(page: &str, text: &str) -> Vec<String> {
    let links = attributes(text, "href").into_iter().chain(attributes(text, "src"));
    links.filter(|link| !link.starts_with('#') && link != "data:,").map(|link| target(page, &link)).collect()
}

#[test]
fn a_page_is_the_same_whatever_comes_later() {
    let short = of_text("publish-short", EARLY);
    let long = of_text("publish-long", &format!("{EARLY}{FUTURE}"));
    for page in ["index.html", "0.html", "1.html", "2.html", "style.css", "script.js"] {
        assert_eq!(short[page], long[page], "{page}");
        assert!(!long[page].contains("CANARY") && !long[page].contains("ANN"), "{page}");
    }
    assert!(short["3.html"].contains("The End") && !long["3.html"].contains("The End"));
    assert!(long["3.html"].contains("CANARY desk") && !long["3.html"].contains("CANARY last"));
    assert!(long.contains_key("3-theory-1.html") && !long.contains_key("2-theory-1.html"));
}

#[test]
fn a_page_tells_what_is_known_at_its_position() {
    let pages = of_text("publish-known", &format!("{EARLY}{FUTURE}"));
    assert!(pages["0.html"].contains("Nothing of it has been seen yet."));
    assert!(pages["1.html"].contains("A stranger wrote it.") && pages["1.html"].contains("The stranger"));
    for words in
        ["In truth: ", "She wrote it herself.", "ANN", "What was not as it seemed", "In which order", "Who is who"]
    {
        assert!(pages["3.html"].contains(words), "{words}");
    }
    assert!(pages["2.html"].contains("id=\"told\"") && pages["2.html"].contains("id=\"happened\""));
}

#[test]
fn titles_and_descriptions_are_public_and_the_same_on_every_page() {
    for (page, text) in of_text("publish-titles", &format!("{EARLY}{FUTURE}")) {
        if let Some((_, rest)) = text.split_once("<title>") {
            let title = rest.split('<').next().unwrap();
            let expected = match page.strip_suffix(".html").unwrap().split_once('-') {
                Some((number, _)) => format!("The Letter · {number} · under theory 1"),
                None => number(&page).map_or(String::from("The Letter"), |number| format!("The Letter · {number}")),
            };
            assert_eq!(title, expected, "{page}");
            assert!(text.contains("content=\"noindex\"") && text.contains("no-referrer"));
            let described = attributes(&text, "content");
            assert!(!described.iter().any(|it| it.contains("CANARY")), "{page}: {described:?}");
        }
    }
}

#[test]
fn every_link_leads_somewhere_and_every_page_is_reached_by_links_alone() {
    let folder = folder("publish-links");
    for story in ["please-dont", "exo", "bts"] {
        let files = publish(story, &folder.join(story), &[]);
        let mut pages: BTreeSet<String> = files.keys().filter(|name| name.ends_with(".html")).cloned().collect();
        let reached = follow_links(&files);
        // Who has been told that it is the end need not go on.
        pages.retain(|page| !files[page].contains("<h1>The End</h1>"));
        assert!(pages.is_subset(&reached), "{:?}", pages.difference(&reached).collect::<Vec<_>>());
    }
}

#[test]
fn nothing_is_asked_for_from_elsewhere_and_nothing_leads_to_the_root() {
    let folder = folder("publish-relative");
    for (page, text) in publish("k-will", &folder, &[]) {
        for link in attributes(&text, "href").into_iter().chain(attributes(&text, "src")) {
            assert!(!link.starts_with('/') && !link.contains("//"), "{page}: {link}");
        }
        for inline in [
            "<style",
            " style=",
            " onclick=",
            "javascript:",
            "type=\"module\"",
            "rel=\"pre",
            "rel=\"next\"",
            "rel=\"prev\"",
            "speculationrules",
            "@import",
            "url(",
        ] {
            assert!(!text.contains(inline), "{page}: {inline}");
        }
        for script in text.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"") && script.contains("></script>"), "{page}");
        }
    }
}

#[test]
fn going_on_says_nothing_of_what_is_there() {
    let folder = folder("publish-on");
    let files = publish("please-dont", &folder, &[]);
    for seen in 0..=17 {
        let next = format!("<a class=\"on\" href=\"{}.html\">I have seen more</a>", seen + 1);
        let page = &files[&format!("{seen}.html")];
        assert!(page.contains(&next) || page.contains("<h1>The End</h1>"), "{seen}");
    }
    assert!(files["16.html"].contains("17.html") && files["17.html"].contains("<h1>The End</h1>"));
    // Only who goes on from the last scene learns that it was the last: no page but that leads beyond it.
    for (page, text) in files.iter().filter(|(page, _)| number(page).is_some_and(|number| number < 16)) {
        let ahead = links(page, text).iter().filter_map(|link| number(link)).max();
        assert!(ahead <= number(page).map(|number| number + 1), "{page} leads to {ahead:?}");
    }
    assert!(files.keys().all(|page| number(page).is_none_or(|number| number <= 17)));
}

#[test]
fn a_work_of_a_universe_has_pages_of_its_own_that_know_no_other() {
    let folder = folder("publish-universe");
    let whole = publish("exo", &folder.join("whole"), &[]);
    let mama = publish("exo/mama", &folder.join("mama"), &[]);
    for (page, text) in mama.iter().filter(|(page, _)| number(page).is_some()) {
        let inside = &whole[&format!("mama/{page}")];
        let alone =
            |text: &str| text.split_once("<main").unwrap().1.replace("../", "").replace("With the works before it", "");
        if !text.contains("The End") {
            assert_eq!(alone(text), alone(inside), "{page}");
        }
    }
    assert!(whole["so-far/mama.html"].contains("EXO"));
    assert!(!whole["so-far/mama.html"].contains("so-far/power.html"));
}

#[test]
fn a_page_drawn_alone_is_the_page_that_is_published() {
    for name in ["please-dont", "bts", "one-more-day"] {
        let loaded = Library::default().find(name).unwrap().load();
        let (work, story) = (loaded.work(), loaded.story.unwrap());
        let all = Seen::all(&story);
        let works = story.work_ids().map(|work| cut_to(&story, &all, Some(work))).collect();
        let site = Site::of(cut_to(&story, &all, work), works, Settings::default());
        let mut pages = 0;
        site.each(&mut |path, text| {
            pages += 1;
            assert_eq!(site.file(path).as_deref(), Some(text), "{path}");
            Ok::<(), ()>(())
        })
        .unwrap();
        assert!(pages > 20);
        for path in ["999.html", "01.html", "-1.html", "../0.html", "0", "", "so-far/x.html", "3-.html", "live.js"] {
            assert_eq!(site.file(path), None, "{path}");
        }
    }
}

const STAGED: &str = "Pages on their way, by storyline publish. The next one removes this folder.\n";

#[test]
fn a_site_inside_the_folder_of_another_and_copies_of_pages_stay() {
    let folder = folder("publish-inside");
    publish("bts", &folder, &[]);
    publish("please-dont", &folder.join("please-dont"), &[]);
    publish("bts", &folder.join("copy"), &[]);
    fs::copy(folder.join("style.css"), folder.join("mine.css")).unwrap();
    let before = files(&folder);
    publish("bts", &folder, &[]);
    assert_eq!(before, files(&folder));
    let answer = storyline(&["publish", "please-dont", "--out", folder.to_str().unwrap()]);
    assert!(answer.stderr.contains("no page of a story of this name and title"), "{}", answer.stderr);
    assert_eq!(before, files(&folder));
}

#[test]
fn a_story_of_another_title_is_another_though_its_file_is_called_the_same() {
    let folder = folder("publish-same-name");
    let (story, out) = (folder.join("story.toml"), folder.join("site"));
    fs::write(&story, format!("{EARLY}{FUTURE}")).unwrap();
    let before = publish(story.to_str().unwrap(), &out, &[]);
    fs::write(&story, format!("{EARLY}{FUTURE}").replace("The Letter", "The Road")).unwrap();
    let answer = storyline(&["publish", story.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert!(answer.exit == Exit::Unusable && answer.stderr.contains("of this name and title"), "{}", answer.stderr);
    assert_eq!(files(&out), before);
}

#[test]
fn a_folder_of_somebody_else_is_not_taken_for_one_that_was_left() {
    let folder = folder("publish-not-left");
    fs::create_dir_all(folder.join("site/.unfinished-pages")).unwrap();
    fs::write(folder.join("site/.unfinished-pages/diary.txt"), "mine").unwrap();
    let out = folder.join("site");
    let answer = storyline(&["publish", "please-dont", "--out", out.to_str().unwrap()]);
    assert_eq!(answer.exit, Exit::Unusable);
    assert_eq!(files(&out).len(), 1);
}

#[test]
fn publishing_again_removes_pages_that_are_no_more_and_touches_nothing_else() {
    let folder = folder("publish-again");
    let (story, out) = (folder.join("story.toml"), folder.join("site"));
    fs::write(&story, format!("{EARLY}{FUTURE}")).unwrap();
    let before = publish(story.to_str().unwrap(), &out, &[]);
    assert!(before.contains_key("3-theory-1.html") && before.contains_key("5.html"));
    fs::write(out.join("notes.html"), "<p>mine</p>").unwrap();
    fs::write(out.join("CNAME"), "example.org").unwrap();
    fs::copy(out.join("1.html"), out.join("about.html")).unwrap();
    fs::create_dir_all(out.join(".unfinished-pages/mama")).unwrap(); // one was broken off
    fs::write(out.join(".unfinished-pages/unfinished.txt"), STAGED).unwrap();
    fs::write(out.join(".unfinished-pages/mama/9.html"), "CANARY").unwrap();
    fs::write(&story, EARLY).unwrap();
    let answer = storyline(&["publish", story.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert!(answer.stdout.contains("of before are gone"), "{}", answer.stdout);
    let after = files(&out);
    assert!(!after.contains_key("3-theory-1.html") && !after.contains_key("5.html"));
    assert!(after.values().all(|text| !text.contains("CANARY")));
    assert!(!out.join(".unfinished-pages").exists() && after.contains_key("about.html"));
    assert_eq!(after["notes.html"], "<p>mine</p>");
    assert_eq!(after["CNAME"], "example.org");
}

#[test]
fn what_is_in_the_way_of_a_page_is_never_written_over() {
    let folder = folder("publish-foreign");
    let out = folder.join("site");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("2.html"), "mine").unwrap();
    let answer = storyline(&["publish", "please-dont", "--out", out.to_str().unwrap()]);
    assert_eq!((answer.exit, answer.stdout.as_str()), (Exit::Unusable, ""));
    assert!(answer.stderr.contains("2.html is there already"), "{}", answer.stderr);
    assert_eq!(files(&out), BTreeMap::from([("2.html".to_owned(), "mine".to_owned())]));
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_out_of_the_folder() {
    let folder = folder("publish-link");
    let (out, elsewhere) = (folder.join("site"), folder.join("elsewhere"));
    fs::create_dir_all(&out).unwrap();
    fs::create_dir_all(&elsewhere).unwrap();
    fs::write(elsewhere.join("old.html"), "<!-- made by storyline publish (exo: mama/old.html) -->").unwrap();
    std::os::unix::fs::symlink(&elsewhere, out.join("mama")).unwrap();
    let answer = storyline(&["publish", "exo", "--out", out.to_str().unwrap()]);
    assert_eq!(answer.exit, Exit::Unusable);
    assert_eq!(files(&elsewhere).len(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_is_nobodys_page() {
    let folder = folder("publish-file-link");
    let (out, elsewhere) = (folder.join("site"), folder.join("elsewhere.html"));
    publish("please-dont", &out, &[]);
    fs::rename(out.join("2.html"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, out.join("2.html")).unwrap();
    let answer = storyline(&["publish", "please-dont", "--out", out.to_str().unwrap()]);
    assert!(answer.exit == Exit::Unusable && answer.stderr.contains("2.html is there already"), "{}", answer.stderr);
    assert!(out.join("2.html").is_symlink());
}

#[cfg(unix)]
#[test]
fn who_is_told_to_end_leaves_no_page_behind() {
    use std::process::{Command, Stdio};
    let folder = folder("publish-ended");
    fs::write(folder.join("long.toml"), long(3000)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_storyline"));
    command.args(["publish", "./long.toml", "--out", "deep/site"]).current_dir(&folder);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let stage = folder.join("deep/site/.unfinished-pages");
    while !stage.join("9.html").exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it was told to");
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "Nothing was published.\n");
    assert!(!folder.join("deep").exists());
}

#[test]
fn errors_are_counted_by_name_too() {
    let folder = folder("publish-errors-by-name");
    fs::create_dir_all(folder.join("stories")).unwrap();
    fs::write(folder.join("stories/letter.toml"), format!("{EARLY}reveals = [\"nobody\"]\n")).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_storyline"));
    let ended = command.args(["publish", "letter", "--out", "site"]).current_dir(&folder).output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    let counted = "letter has 1 error: storyline check stories/letter.toml\n";
    assert_eq!((ended.status.code(), said.as_str()), (Some(1), counted));
    assert!(folder.join("site/2.html").is_file());
}

#[test]
fn ids_that_are_none_never_become_paths() {
    let text = format!("{EARLY}{FUTURE}").replace("[theories.dream]", "[theories.\"../../dream\"]");
    let out = folder("publish-ids");
    fs::write(out.join("story.toml"), text).unwrap();
    let story = out.join("story.toml");
    let answer = storyline(&["publish", story.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert_eq!(answer.exit, Exit::Found, "the id is an error");
    let pages = files(&out);
    assert!(pages.contains_key("3-theory-1.html"), "{:?}", pages.keys());
    assert!(pages.keys().all(|page| !page.contains("dream")));
}

#[test]
fn it_is_written_under_a_reading_where_one_is_asked_for() {
    let folder = folder("publish-theory");
    let pages = publish("come-back-home", &folder, &["--theory", "of-their-own-free-will", "--index"]);
    let told = pages.values().filter(|text| text.contains("Under the theory: ")).count();
    assert!(told > 0);
    assert!(pages.values().all(|text| !text.contains("noindex")));
    let answer = storyline(&["publish", "come-back-home", "--out", folder.to_str().unwrap(), "--theory", "none-such"]);
    assert_eq!(answer.exit, Exit::Unusable);
}

#[test]
fn a_story_with_errors_is_published_all_the_same_and_they_are_counted() {
    let folder = folder("publish-errors");
    let story = folder.join("story.toml");
    fs::write(&story, format!("{EARLY}reveals = [\"nobody\"]\n")).unwrap();
    let out = folder.join("site");
    let answer = storyline(&["publish", story.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert!(answer.exit == Exit::Found && files(&out).contains_key("2.html"));
    assert_eq!(answer.stderr.lines().count(), 1, "{}", answer.stderr);
    assert!(answer.stderr.contains("error: storyline check"), "{}", answer.stderr);
}

/// So many scenes, each with as much text as people write. Each third is a flashback, each fifth says what was not so, and
/// from the fiftieth on there is a reading of it all; each fortieth comes with one, too.
fn long(scenes: usize) -> String {
    use std::fmt::Write as _;
    let mut text = String::from("format = 1\nwork.title = \"Long\"\n");
    for who in 0..9 {
        writeln!(text, "[characters.c{who}]\nname = \"Somebody {who}\"").unwrap();
    }
    for fact in 0..scenes / 5 {
        writeln!(text, "[facts.f{fact}]\nseems = \"It is as it looks, {fact}.\"\ntruth = \"It is not, {fact}.\"")
            .unwrap();
    }
    if scenes > 50 {
        text.push_str("[theories.dream]\ntitle = \"A dream\"\nabout = \"All of it.\"\nonce = \"f10\"\n");
    }
    for theory in 0..scenes / 40 {
        let offered = format!("once = \"f{}\"\nscenes.s3 = {{ text = \"Another.\" }}", theory * 8 + 7);
        writeln!(text, "[theories.t{theory}]\ntitle = \"Reading {theory}\"\nabout = \"It may be so.\"\n{offered}")
            .unwrap();
    }
    for scene in 0..scenes {
        let words = "They talk of this and that, and of the weather. ".repeat(16);
        let cast = format!("[\"c{}\", \"c{}\"]", scene % 9, (scene * 5 + 1) % 9);
        writeln!(text, "[[scene]]\nid = \"s{scene}\"\ntitle = \"Scene {scene}\"\ntext = \"{words}\"\ncast = {cast}")
            .unwrap();
        if scene % 3 == 2 {
            writeln!(text, "when = {{ before = \"s{}\" }}", scene - 1).unwrap();
        }
        if scene % 5 == 4 {
            writeln!(text, "reveals = [\"f{}\"]", scene / 5).unwrap();
        }
    }
    text
}

/// How many bytes there are of pages.
fn weight(pages: &BTreeMap<String, String>) -> usize {
    pages.values().map(String::len).sum()
}

#[test]
fn a_long_work_takes_room_in_proportion_to_it() {
    let shares = [325, 650, 1_300].map(|scenes| {
        let text = long(scenes);
        let pages = of_text(&format!("publish-{scenes}"), &text);
        let most = pages.values().map(String::len).max().unwrap();
        assert!(most < 2 * text.len(), "{most} of {}", text.len());
        weight(&pages) * 100 / text.len()
    });
    // Whether the last page with all comes just before the end is chance; it is not more than once the whole again.
    assert!(shares.iter().all(|&share| share < 650), "{shares:?} of a hundred");
}

/// How many bytes there are of pages for a hundred of a universe of so many works of so many scenes each.
fn share_of_universe(works: usize, scenes: usize) -> usize {
    use std::fmt::Write as _;
    let folder = folder(&format!("publish-works-{works}"));
    let mut universe = String::from("format = 1\n[universe]\ntitle = \"Many\"\nworks = [\n");
    (0..works).for_each(|work| writeln!(universe, "\"w{work}\",").unwrap());
    universe.push_str("]\n");
    fs::write(folder.join("universe.toml"), &universe).unwrap();
    let text = long(scenes);
    for work in 0..works {
        fs::write(folder.join(format!("w{work}.toml")), &text).unwrap();
    }
    let out = folder.join("site");
    let pages = publish(folder.to_str().unwrap(), &out, &[]);
    assert!(pages.len() > works * scenes, "{}", pages.len());
    weight(&pages) * 100 / (universe.len() + works * text.len())
}

#[test]
fn a_universe_of_many_works_takes_room_in_proportion_to_it() {
    let share = share_of_universe(100, 40);
    assert!(share < 750, "{share} of a hundred");
}

/// Each of the first positions has all that is known, with pictures: so a short work takes more room.
#[test]
fn how_much_room_short_works_take_has_an_end() {
    let few = share_of_universe(12, 16);
    assert!(few < 1_950, "{few} of a hundred");
}

#[test]
fn each_theory_takes_the_same_room_however_many_there_are() {
    use std::fmt::Write as _;
    let sizes = [0, 20, 80].map(|theories| {
        let mut text = long(100);
        for theory in 0..theories {
            let reading = "about = \"It may be so.\"\nscenes.s0 = { text = \"Another.\" }";
            writeln!(text, "[theories.early{theory}]\ntitle = \"Early {theory}\"\n{reading}").unwrap();
        }
        weight(&of_text(&format!("publish-early-{theories}"), &text))
    });
    let each = [(sizes[1] - sizes[0]) / 20, (sizes[2] - sizes[0]) / 80];
    assert!(each[0] < 70_000 && each[1] <= each[0] * 11 / 10, "{each:?} bytes");
}

#[test]
fn far_on_a_page_is_the_same_whatever_comes_later_too() {
    let (short, long) = (of_text("publish-far-short", &long(60)), of_text("publish-far-long", &long(260)));
    let is_of = |page: &str| page.split(['.', '-']).next().and_then(|number| number.parse::<u32>().ok());
    let seen = |pages: &BTreeMap<String, String>| -> BTreeMap<String, String> {
        let within = pages.iter().filter(|(page, _)| is_of(page).is_none_or(|position| position <= 60));
        within.map(|(page, text)| (page.clone(), text.clone())).collect()
    };
    // Facts and the reading stand before all scenes, so the texts differ there, and the pages must not.
    assert_eq!(seen(&short).keys().collect::<Vec<_>>(), seen(&long).keys().collect::<Vec<_>>());
    for (page, text) in seen(&short) {
        assert_eq!(text, long[&page], "{page}");
    }
    // What a scene changes about the order costs as much as all scenes up to it: it is said up to the 200th.
    assert!(long["198.html"].contains("It comes after") && !long["252.html"].contains("It comes after"));
}

#[test]
fn every_theory_on_offer_has_a_page_sooner_or_later() {
    // It is on offer from scene 55 on, behind the last full page: so it has a page in the end.
    let pages = of_text("publish-late-theory", &long(60));
    assert!(pages["55.html"].contains("A theory is on offer"));
    assert!(pages["61.html"].contains("href=\"61-theory-1.html\""));
    assert!(pages["61-theory-1.html"].contains("href=\"61.html\">Without it"));

    let folder = folder("publish-theories");
    let exo = publish("exo", &folder, &[]);
    let titles = ["/power.theory-", "/mama.theory-"].map(|of| -> BTreeSet<&str> {
        let pages = exo.iter().filter(|(page, _)| page.contains(of));
        let titles = pages.map(|(_, text)| text.split_once("<h1 dir=\"auto\">").unwrap().1.split_once('<').unwrap().0);
        titles.collect()
    });
    let story = Library::default().find("exo").unwrap().load().story.unwrap();
    let whole = cut_to(&story, &Seen::all(&story), None);
    assert_eq!(titles[0], whole.theories().iter().map(storyline::knowledge::ShownTheory::title).collect());
    assert!(titles[1].is_subset(&titles[0]) && titles[1].len() < titles[0].len());
    let last = links("so-far/power.html", &exo["so-far/power.html"]);
    assert_eq!(last.iter().filter(|link| link.contains(".theory-")).count(), titles[0].len());
    assert!(exo["so-far/power.theory-1.html"].contains("href=\"power.html\">Without it"));
    for work in ["mama", "lucky-one", "monster", "ko-ko-bop", "power"] {
        let page = &exo[&format!("so-far/{work}.html")];
        assert!(page.contains("id=\"happened\"") && page.contains("id=\"theories\""), "{work}");
    }
}

#[test]
fn pages_can_be_told_apart_by_their_titles() {
    let folder = folder("publish-told-apart");
    let mut titles = BTreeMap::new();
    for (page, text) in publish("exo", &folder, &[]).iter().filter(|(page, _)| page.ends_with(".html")) {
        let title = text.split_once("<title>").unwrap().1.split_once('<').unwrap().0;
        assert_eq!(title.contains(" · under theory "), text.contains(">Without it</a>"), "{page}: {title}");
        if let Some(other) = titles.insert(title.to_owned(), page.clone()) {
            panic!("{page} and {other} are called {title}");
        }
    }
}
