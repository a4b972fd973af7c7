//! Story files with some damage done to them: whatever it is, it is answered.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod exercise;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::Config;

/// Every story file there is here: stories, inputs of tests, near misses.
fn files() -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = ["stories", "tests/problems", "tests/near-misses", "tests/dated"]
        .map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
        .to_vec();
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() { folders.push(path) } else { files.push(fs::read(path).unwrap()) }
        }
    }
    files
}

static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(files);

/// One kind of damage.
#[derive(Clone, Debug)]
enum Damage {
    /// Some bytes are cut out.
    Cut(Index, usize),
    /// Something is written between two bytes.
    Write(Index, Vec<u8>),
    /// One line is written again elsewhere.
    Copy(Index, Index),
    /// Two lines change places.
    Swap(Index, Index),
    /// A word is put in the place of another.
    Rename(Index, Index),
    /// The rest is missing.
    End(Index),
    /// A text becomes very long.
    Long(Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let bytes = prop_oneof![
        "\\PC{1,3}".prop_map(String::into_bytes),
        "[\u{0}-\u{9f}\"'\\[\\]{}=#,.\n\\\\]{1,4}".prop_map(String::into_bytes),
        prop::sample::select(SNIPPETS).prop_map(|text| text.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 1..4),
    ];
    prop_oneof![
        1 => (any::<Index>(), 1usize..60).prop_map(|(at, length)| Damage::Cut(at, length)),
        2 => (any::<Index>(), bytes).prop_map(|(at, bytes)| Damage::Write(at, bytes)),
        2 => any::<(Index, Index)>().prop_map(|(from, to)| Damage::Copy(from, to)),
        2 => any::<(Index, Index)>().prop_map(|(one, other)| Damage::Swap(one, other)),
        4 => any::<(Index, Index)>().prop_map(|(one, other)| Damage::Rename(one, other)),
        1 => any::<Index>().prop_map(Damage::End),
        1 => any::<Index>().prop_map(Damage::Long),
    ]
}

/// What a story file is made of, to be put where it does not belong.
const SNIPPETS: &[&str] = &[
    "when = { before = \"home\", by = \"3 years\" }\n",
    "when = [{ during = \"walk\" }, { at = \"day 3 14:00\" }]\n",
    "timeless = true\n",
    "strand = \"main\"\n",
    "lasts = \"exactly 0 minutes\"\n",
    "once = []\n",
    "[[scene]]\n",
    "allow = { late-hint = \"so\" }\n",
    "clip = \"0:00-9:59\"\n",
    "\u{202e}",
    "\u{1112}\u{1161}\u{11ab}",
    "\u{feff}",
    "е",
    "9999-12-31",
    "-0001",
    "\"\"\"",
    "\\u0000",
    "\\x1b",
];

fn done(mut bytes: Vec<u8>, damage: &Damage) -> Vec<u8> {
    if bytes.is_empty() {
        return bytes;
    }
    let lines =
        |bytes: &[u8]| -> Vec<Vec<u8>> { bytes.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect() };
    match damage {
        Damage::Cut(at, length) => {
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.drain(at..end);
            bytes
        }
        Damage::Write(at, written) => {
            let at = at.index(bytes.len());
            bytes.splice(at..at, written.iter().copied());
            bytes
        }
        Damage::Copy(from, to) => {
            let mut lines = lines(&bytes);
            let copy = from.get(&lines).clone();
            lines.insert(to.index(lines.len()), copy);
            lines.concat()
        }
        Damage::Swap(one, other) => {
            let mut lines = lines(&bytes);
            let (one, other) = (one.index(lines.len()), other.index(lines.len()));
            lines.swap(one, other);
            lines.concat()
        }
        Damage::Rename(one, other) => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let quoted: Vec<&str> = text.split('"').skip(1).step_by(2).filter(|word| word.len() < 40).collect();
            if quoted.is_empty() {
                return bytes;
            }
            let (old, new) = (format!("\"{}\"", one.get(&quoted)), format!("\"{}\"", other.get(&quoted)));
            text.replacen(&old, &new, 1 + one.index(3)).into_bytes()
        }
        Damage::Long(at) => {
            let quotes: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at] == b'"').collect();
            if !quotes.is_empty() {
                let at = *at.get(&quotes) + 1;
                bytes.splice(at..at, "친구 at sea \u{1f3f4} ".repeat(200).into_bytes());
            }
            bytes
        }
        Damage::End(at) => {
            bytes.truncate(at.index(bytes.len()));
            bytes
        }
    }
}

proptest! {
    // `STORYLINE_CASES=100000 cargo test --release --test mutated` walks many.
    #![proptest_config(Config { cases: cases(), ..Config::default() })]

    #[test]
    fn a_story_file_with_any_damage_is_answered(file in any::<Index>(), damages in prop::collection::vec(damage(), 1..6)) {
        let bytes = damages.iter().fold(file.get(&FILES).clone(), done);
        exercise::exercise(&bytes);
    }
}

#[expect(clippy::disallowed_methods, reason = "how long to look is said from outside")]
fn cases() -> u32 {
    std::env::var("STORYLINE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400)
}
