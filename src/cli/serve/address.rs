//! Paths as they stand in addresses, each letter in one way.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use crate::library;

/// The folder of each of some story files, with a `/` behind: where they stand, and what they are called. A universe is
/// called as its folder is. Where two would be the same the later one is numbered.
pub(super) fn folders(files: &[PathBuf]) -> Vec<String> {
    let mut folders: Vec<String> = Vec::with_capacity(files.len());
    let mut taken = std::collections::BTreeSet::new();
    for file in files {
        let wanted = folder(file);
        // No name of a file has a `~` there, so a number never makes it another's.
        let numbered = (2..).map(|number| format!("{wanted}~{number}"));
        let free = std::iter::once(wanted.clone()).chain(numbered).find(|name| !taken.contains(name));
        let free = free.unwrap_or(wanted);
        folders.push(format!("{free}/"));
        taken.insert(free);
    }
    folders
}

fn folder(file: &Path) -> String {
    let is_universe = file.file_stem().is_some_and(|stem| stem == library::UNIVERSE);
    let above = file.parent().filter(|above| is_universe && above.file_name().is_some());
    let named = above.map_or_else(|| file.with_extension(""), Path::to_owned);
    let parts = named.components().filter_map(|part| match part {
        Component::Normal(part) => Some(written(part)),
        _ => None,
    });
    parts.collect::<Vec<String>>().join("/")
}

/// A name in an address: what may mean something there is written as its bytes.
fn written(name: &OsStr) -> String {
    name.as_encoded_bytes().iter().fold(String::new(), |mut address, &byte| {
        write(&mut address, byte, byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        address
    })
}

/// A path that was asked for, without the `/` before it, as it would be written here. None of one that could be taken for
/// the name of another machine, were it sent back, or is no path.
pub(super) fn asked(path: &str) -> Option<String> {
    let path = path.strip_prefix('/')?;
    if path.contains('\\') || path.split('/').rev().skip(1).any(str::is_empty) {
        return None;
    }
    let mut address = String::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        let is_hidden = byte == b'%';
        let byte = if is_hidden { digit(bytes.next()?)? * 16 + digit(bytes.next()?)? } else { byte };
        let is_plain = byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) || byte == b'/' && !is_hidden;
        write(&mut address, byte, is_plain);
    }
    Some(address)
}

fn write(address: &mut String, byte: u8, is_plain: bool) {
    if is_plain {
        address.push(byte.into());
    } else {
        let _ = write!(address, "%{byte:02X}"); // a string takes all
    }
}

fn digit(letter: u8) -> Option<u8> {
    char::from(letter).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_files_share_an_address() {
        let of = |files: &[&str]| folders(&files.iter().map(PathBuf::from).collect::<Vec<PathBuf>>());
        assert_eq!(of(&["./a b.toml", "./a-b.toml", "./a.b.toml"]), ["a%20b/", "a-b/", "a.b/"]);
        assert_eq!(of(&["stories/가.toml", "stories/나.toml"]), ["stories/%EA%B0%80/", "stories/%EB%82%98/"]);
        assert_eq!(of(&["stories/exo.toml", "stories/exo/universe.toml"]), ["stories/exo/", "stories/exo~2/"]);
        assert_eq!(of(&["a~2.toml", "x/a?#:.toml"]), ["a%7E2/", "x/a%3F%23%3A/"]);
        assert_eq!(of(&["./universe.toml"]), ["universe/"]);
    }

    #[test]
    fn what_is_asked_for_is_read_as_it_is_written() {
        assert_eq!(asked("/a%20b/1.html").as_deref(), Some("a%20b/1.html"));
        assert_eq!(asked("/%ea%b0%80/").as_deref(), Some("%EA%B0%80/"));
        assert_eq!(asked("/가/").as_deref(), Some("%EA%B0%80/"));
        assert_eq!(asked("/%61%7e").as_deref(), Some("a~"));
        assert_eq!(asked("/").as_deref(), Some(""));
    }

    #[test]
    fn nothing_asked_for_can_be_the_name_of_another_machine() {
        for path in ["//evil.example", "/\\evil.example", "/a//b", "//", "", "evil", "/a%2", "/a%zz", "/%"] {
            assert_eq!(asked(path), None, "{path}");
        }
        assert_eq!(asked("/%2Fevil.example").as_deref(), Some("%2Fevil.example"));
        assert_eq!(asked("/%5Cevil.example").as_deref(), Some("%5Cevil.example"));
        assert_eq!(asked("/%0d%0aX:y").as_deref(), Some("%0D%0AX%3Ay"));
    }
}
