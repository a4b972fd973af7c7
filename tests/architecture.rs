//! The house rules, read from ARCHITECTURE.md and held against the code.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Each module and what it may use, from the table under "Rooms".
fn rooms() -> BTreeMap<String, Vec<String>> {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, rooms) = page.split_once("## Rooms").unwrap();
    let (rooms, _) = rooms.split_once("\n## ").unwrap();
    let rows = rooms.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let uses = cells[2].split(", ").filter(|word| *word != "-").map(str::to_owned).collect();
        (cells[0].trim_matches('`').to_owned(), uses)
    })
    .collect()
}

/// Every source file below `src`, with its module and its lines of code, comments left out.
fn files() -> Vec<(PathBuf, String, Vec<String>)> {
    let mut files = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let inside = path.strip_prefix(root().join("src")).unwrap().to_owned();
                let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
                let module = first.trim_end_matches(".rs").to_owned();
                let text = fs::read_to_string(&path).unwrap();
                let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
                files.push((inside, module, code.map(str::to_owned).collect()));
            }
        }
    }
    files.sort();
    files
}

/// The modules of the crate that a line of code names.
fn named(line: &str) -> impl Iterator<Item = &str> {
    let after = line.split("crate::").skip(1);
    after.map(|rest| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or(""))
}

#[test]
fn each_room_uses_only_what_it_may() {
    let rooms = rooms();
    assert!(rooms.len() > 10);
    for (file, module, code) in files() {
        if module == "lib" || module == "main" {
            continue;
        }
        let may = rooms.get(&module).unwrap_or_else(|| panic!("`{module}` is not in the table of ARCHITECTURE.md"));
        for line in &code {
            assert!(!line.contains("use crate::{"), "{}: name one room a line: {line}", file.display());
            assert!(!line.contains("super::super::"), "{}: name the room: {line}", file.display());
            for used in named(line) {
                let fine = used == module || may.iter().any(|room| room == used || room == "all");
                assert!(fine, "{} uses `{used}`, which `{module}` may not: {line}", file.display());
            }
        }
    }
}

#[test]
fn every_room_in_the_table_is_there() {
    for room in rooms().keys() {
        let there = root().join("src").join(room).is_dir() || root().join("src").join(format!("{room}.rs")).is_file();
        assert!(there, "{room}");
    }
}

#[test]
fn only_the_builder_sees_how_stories_are_written() {
    for (file, module, code) in files() {
        let sees = code.iter().any(|line| named(line).any(|used| used == "syntax"));
        assert!(module != "story" || !sees || file.starts_with("story/builder"), "{}", file.display());
    }
}

#[test]
fn what_viewers_are_shown_never_names_the_story() {
    for (file, module, code) in files() {
        if !["layout", "view", "play", "diary", "site"].contains(&module.as_str()) {
            continue;
        }
        for line in &code {
            let words = line.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            assert!(!words.into_iter().any(|word| word == "Story"), "{}: {line}", file.display());
        }
    }
}

#[test]
fn the_engine_of_time_holds_no_text() {
    for (file, module, code) in files() {
        if module == "time" {
            for line in &code {
                let words = line.split(|c: char| !(c.is_alphanumeric() || c == '_'));
                let text = words.into_iter().any(|word| word == "String" || word == "str");
                assert!(!text, "{}: {line}", file.display());
            }
        }
    }
}

#[test]
fn only_the_library_and_progress_touch_files_and_only_the_command_line_the_environment() {
    for (file, module, code) in files() {
        for line in &code {
            let may_touch_files = module == "library" || module == "progress";
            assert!(may_touch_files || !line.contains("fs::"), "{}: {line}", file.display());
            assert!(module == "cli" || !line.contains("env::"), "{}: {line}", file.display());
        }
    }
}

#[test]
fn no_file_outgrows_its_room() {
    for (file, ..) in files() {
        let lines = fs::read_to_string(root().join("src").join(&file)).unwrap().lines().count();
        assert!(lines <= 700, "{} has {lines} lines", file.display());
    }
}

#[test]
fn every_file_opens_with_what_it_does() {
    for (file, ..) in files() {
        let text = fs::read_to_string(root().join("src").join(&file)).unwrap();
        assert!(text.starts_with("//! "), "{}", file.display());
    }
}

#[test]
fn every_library_is_named_with_its_reason() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, libraries) = page.split_once("## Libraries").unwrap();
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let taken = manifest.lines().skip_while(|line| *line != "[dependencies]");
    let taken = taken.take_while(|line| !line.starts_with("[profile")).filter_map(|line| line.split_once(" = "));
    for (name, _) in taken {
        assert!(libraries.contains(name), "{name}");
    }
}
