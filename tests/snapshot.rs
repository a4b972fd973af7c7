//! Snapshots are insta's: what is written here it reads, and what it writes is read here. And what the diary says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod shell;

use std::fs;
use std::panic::AssertUnwindSafe;

use shell::{folder, storyline};
use storyline::diary;
use storyline::knowledge::{Seen, cut, cut_to};
use storyline::library::{self, Library};
use storyline::snapshot::{self, KINDS, Snapshot};
use storyline::source::Source;
use storyline::view::Options;

#[test]
fn insta_reads_every_file_that_is_written() {
    let folder = folder("snapshot-written");
    for story in ["vixx/error", "sistar/one-more-day"] {
        fs::copy(format!("stories/{story}.toml"), folder.join(format!("{}.toml", story.replace('/', "-")))).unwrap();
    }
    assert_eq!(storyline(&["test", folder.to_str().unwrap(), "--accept"]).exit as u8, 0);
    let mut read = 0;
    for entry in fs::read_dir(folder.join("snapshots")).unwrap() {
        let path = entry.unwrap().path();
        let theirs = insta::Snapshot::from_file(&path).unwrap();
        let ours = Snapshot::read(&fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(theirs.contents().as_text_contents().unwrap(), ours.text());
        let name = path.file_name().unwrap().to_str().unwrap();
        let (story, kind) = snapshot::story_of(name, &ours).unwrap();
        assert_eq!(theirs.metadata().source(), Some(format!("{story}.toml").as_str()));
        assert_eq!(theirs.metadata().description(), KINDS.iter().find(|it| it.name == kind).map(|it| it.about));
        read += 1;
    }
    assert_eq!(read, 6);
}

trait AsText {
    fn as_text_contents(&self) -> Option<String>;
}

impl AsText for insta::internals::SnapshotContents {
    fn as_text_contents(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.to_string()),
            Self::Binary(_) => None,
        }
    }
}

#[test]
fn what_insta_wrote_is_read() {
    let written = "---\nsource: tests/a.rs\nassertion_line: 7\ndescription: \"a \\\"b\\\": c\"\nexpression: \"x\"\nsnapshot_kind: text\n---\none\n  two\n";
    for ends in ["\n", "\r\n"] {
        let read = Snapshot::read(&written.replace('\n', ends)).unwrap();
        assert_eq!(read.text(), "one\n  two");
        assert_eq!(read.source.as_deref(), Some("tests/a.rs"));
        assert_eq!(read.description.as_deref(), Some("a \"b\": c"));
    }
}

#[test]
fn what_insta_writes_in_this_very_test_is_read() {
    let folder = folder("snapshot-of-insta");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_description("What it is: \"this\"");
    // It asks whether a snapshot is as it was, and fails where there is none, having put what it is beside it.
    let failed = std::panic::catch_unwind(AssertUnwindSafe(|| {
        settings.bind(|| insta::assert_snapshot!("own", "one\n  two\n\nthree"));
    }));
    let written: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let [path] = &written[..] else {
        assert!(failed.is_err() && written.is_empty(), "where CI is set it writes nothing: {written:?}");
        return;
    };
    let read = Snapshot::read(&fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(read.text(), "one\n  two\n\nthree");
    assert_eq!(read.description.as_deref(), Some("What it is: \"this\""));
}

fn diary_of(text: &str) -> String {
    let story = library::load(Source::new("ice.toml", text)).story.unwrap();
    let cut = cut(&story, &Seen::all(&story));
    let page = diary::page(&cut, &Options::default());
    assert_eq!(page, diary::page_at_length(&cut, &Options::default()));
    page.plain()
}

const HEAD: &str = "format = 1\nwork.title = \"Test\"\n";

fn scene(id: &str, more: &str) -> String {
    format!("[[scene]]\nid = \"{id}\"\ntitle = \"{id}\"\ntext = \"It happens.\"\n{more}\n")
}

#[test]
fn a_diary_says_what_each_scene_of_every_built_in_story_adds() {
    for (name, listing) in Library::default().stories() {
        let loaded = listing.load();
        let (work, story) = (loaded.work(), loaded.story.unwrap());
        let whole = cut_to(&story, &Seen::all(&story), work);
        let page = diary::page(&whole, &Options::default());
        assert_eq!(page, diary::page_at_length(&whole, &Options::default()), "{name}");
    }
}

#[test]
fn what_a_later_claim_makes_of_earlier_scenes_is_said_with_where_it_comes_from() {
    let facts = "[facts.order]\ntruth = \"It was the other way round.\"\n";
    let text = [
        HEAD,
        facts,
        &scene("one", ""),
        &scene("two", "when = { before = \"one\", once = \"order\" }"),
        &scene("three", "reveals = [\"order\"]"),
    ]
    .concat();
    let diary = diary_of(&text);
    assert!(diary.contains("two (2) now comes before one (1), as is declared."), "{diary}");
    assert!(diary.contains("two (2) is now a flashback."), "{diary}");
}

#[test]
fn an_order_that_was_told_and_becomes_declared_is_said() {
    let facts = "[facts.order]\ntruth = \"One led to the other.\"\n";
    let text = [
        HEAD,
        facts,
        &scene("one", ""),
        &scene("two", "strand = \"main\"\nwhen = { after = \"one\", once = \"order\" }"),
        &scene("three", "reveals = [\"order\"]"),
    ]
    .concat();
    let diary = diary_of(&text);
    assert!(diary.contains("That one (1) comes before two (2) was as told, and is declared now."), "{diary}");
}

#[test]
fn a_time_that_is_learnt_later_is_said() {
    let facts = "[facts.year]\ntruth = \"It was in 1990.\"\n";
    let text = [
        HEAD,
        facts,
        &scene("one", "when = { at = \"1990\", once = \"year\" }"),
        &scene("two", "reveals = [\"year\"]"),
    ]
    .concat();
    let diary = diary_of(&text);
    assert!(diary.contains("one (1) begins, as is known now: 1990"), "{diary}");
}

#[test]
fn a_person_met_by_hindsight_and_one_by_another_name_are_said() {
    let head = "[characters.mask]\nname = \"A mask\"\nhindsight = [{ once = \"who\", name = \"Ben\", about = \"Her brother.\" }]\n[characters.cat]\nname = \"The cat\"\n[facts.who]\nseems = \"A stranger.\"\ntruth = \"It was Ben.\"\n";
    let text = [
        HEAD,
        head,
        &scene("one", "cast = [\"mask\"]\nhints = [\"who\"]\nhindsight = [{ once = \"who\", cast = [\"mask\", { who = \"cat\", as = \"voice\" }] }]"),
        &scene("two", "reveals = [\"who\"]\ncauses = [\"one\"]"),
    ]
    .concat();
    let diary = diary_of(&text);
    for words in [
        "You meet A mask.",
        "You gather: A stranger.",
        "You thought: A stranger.",
        "A mask goes by another name now: Ben.",
        "Ben: Her brother.",
        "So you have met The cat (voice) in one (1).",
        "one (1): in it: Ben, The cat (voice)",
        "It led to: one (1).",
    ] {
        assert!(diary.contains(words), "{words}\n{diary}");
    }
}

#[test]
fn a_scene_that_just_goes_on_has_nothing_to_say() {
    let diary = diary_of(&[HEAD, &scene("one", ""), &scene("two", "")].concat());
    assert!(
        diary.ends_with("   1 one\n     Nothing but what it shows.\n\n   2 two\n     Nothing but what it shows.\n"),
        "{diary}"
    );
}

#[test]
fn a_line_fits_behind_the_mark_of_a_difference() {
    for name in ["please-dont", "exo", "bts", "one-more-day"] {
        let loaded = Library::default().find(name).unwrap().load();
        let (work, story) = (loaded.work(), loaded.story.unwrap());
        let cut = cut_to(&story, &Seen::all(&story), work);
        for kind in &KINDS {
            let text = (kind.text)(&cut);
            let drawn = snapshot::difference("", &text, &Options::default()).plain();
            assert_eq!(drawn.lines().count(), text.lines().count() + 1, "{name}: {}", kind.name);
        }
    }
}
