//! What has been watched is kept: whole, by any number of players, whatever becomes of them and of the file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod shell;

use std::collections::hash_map::RandomState;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::Config;
use storyline::cli::World;
use storyline::progress::{Progress, Refusal, Trouble, Unkept, Unread, Watched};

/// A folder of its own for a test, and progress in it.
fn progress(name: &str) -> (PathBuf, Progress) {
    let folder = shell::folder(&format!("progress-{name}"));
    (folder.clone(), Progress::in_folder(Some(folder)))
}

fn watched(scenes: &[&str]) -> Watched {
    Watched { scenes: scenes.iter().map(|&scene| scene.to_owned()).collect(), ..Watched::default() }
}

/// Everything in a folder but the lock, by name.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name != "progress.lock");
    names.sort();
    names
}

fn is_unread(answer: &Trouble, expected: &Unread) -> bool {
    matches!(answer, Trouble::Unread { why, .. } if why == expected)
}

#[test]
fn what_was_watched_is_there_again() {
    let (folder, progress) = progress("again");
    let all = Watched { end: true, content: Some("5f0c".to_owned()), ..watched(&["road", "house"]) };
    assert_eq!(progress.update("k-will/please-dont", |watched| *watched = all.clone()), Ok(None));
    assert_eq!(progress.watched("k-will/please-dont"), Ok(all));
    assert_eq!(progress.watched("vixx/error"), Ok(Watched::default()));
    let text = fs::read_to_string(folder.join("progress.toml")).unwrap();
    let expected = "format = 1\n\n[stories.\"k-will/please-dont\"]\nseen = [\"road\", \"house\"]\nend = true\ncontent = \"5f0c\"\n";
    assert_eq!(text, expected);
    assert_eq!(names(&folder), ["progress.toml"]);
}

#[test]
fn two_updates_of_one_story_add_up() {
    let (_, progress) = progress("adds-up");
    let (one, other) = (progress.clone(), progress);
    one.update("a", |watched| watched.finish("road")).unwrap();
    other.update("a", |watched| watched.finish("house")).unwrap();
    other.update("b", |watched| watched.finish("sea")).unwrap();
    one.update("a", |watched| watched.finish("road")).unwrap();
    one.update("a", |watched| watched.end = true).unwrap();
    let all = one.all().unwrap();
    assert_eq!(all["a"], Watched { end: true, ..watched(&["road", "house"]) });
    assert_eq!(all["b"], watched(&["sea"]));
    assert_eq!(all.len(), 2);
}

#[test]
fn a_scene_is_kept_once_however_often_it_is_given() {
    let (folder, progress) = progress("once");
    progress.update("a", |kept| kept.scenes.extend(["x", "y", "x"].map(str::to_owned))).unwrap();
    assert!(fs::read_to_string(folder.join("progress.toml")).unwrap().contains("seen = [\"x\", \"y\"]\n"));
    fs::write(folder.join("progress.toml"), "format = 1\nstories.a.seen = [\"x\", \"x\", \"z\"]").unwrap();
    assert_eq!(progress.watched("a"), Ok(watched(&["x", "z"])));
}

#[test]
fn what_is_not_known_and_other_stories_survive() {
    let (folder, progress) = progress("survive");
    let text = "since = 2024-05-06T07:08:09Z\nformat = 1\nratio = 0.1\n[stories.a]\nseen = [\"x\"]\nend = true\n\
                mood = { colour = \"blue\", \"odd key\" = [1, [2.5, false]] }\n[stories.\"b\\n\\\"c\"]\nend = false\n\
                note = '''two\nlines'''\n[later]\nthings = [{ a = 1 }, {}]\n";
    fs::write(folder.join("progress.toml"), text).unwrap();
    progress.update("a", |watched| (watched.end, watched.content) = (false, Some("h".to_owned()))).unwrap();
    progress.update("new", |watched| watched.finish("y")).unwrap();
    assert_eq!(progress.forget("new"), Ok(true));
    let mut expected: toml::Table = text.parse().unwrap();
    let story = expected["stories"]["a"].as_table_mut().unwrap();
    story.remove("end");
    story.insert("content".to_owned(), "h".into());
    let kept: toml::Table = fs::read_to_string(folder.join("progress.toml")).unwrap().parse().unwrap();
    assert_eq!(kept, expected);
}

#[test]
fn what_is_forgotten_is_gone_and_nothing_else() {
    let (folder, progress) = progress("forget");
    for story in ["a", "b", "c"] {
        progress.update(story, |watched| watched.finish("x")).unwrap();
    }
    assert_eq!(progress.forget("b"), Ok(true));
    assert_eq!(progress.forget("b"), Ok(false));
    assert_eq!(progress.all().unwrap().into_keys().collect::<Vec<_>>(), ["a", "c"]);
    assert_eq!(progress.forget_all(), Ok((2, None)));
    assert_eq!(progress.forget_all(), Ok((0, None)));
    assert!(progress.all().unwrap().is_empty());
    assert_eq!(fs::read_to_string(folder.join("progress.toml")).unwrap(), "format = 1\n");
}

#[test]
fn what_cannot_be_forgotten_is_said_and_is_still_there() {
    let (folder, progress) = progress("not-forgotten");
    progress.update("a", |watched| watched.finish("x")).unwrap();
    fs::create_dir(folder.join("progress.toml.new")).unwrap();
    for trouble in [progress.forget("a").unwrap_err(), progress.forget_all().unwrap_err()] {
        assert!(matches!(trouble, Trouble::NotForgotten { why: Unkept::Refused(_), .. }), "{trouble:?}");
        assert!(trouble.to_string().starts_with("Nothing is forgotten: "), "{trouble}");
    }
    assert_eq!(progress.watched("a"), Ok(watched(&["x"])));
}

#[test]
fn reading_and_forgetting_make_nothing() {
    let (folder, _) = progress("nothing");
    let progress = Progress::in_folder(Some(folder.join("not-there").join("yet")));
    assert_eq!(progress.watched("a"), Ok(Watched::default()));
    assert_eq!(progress.forget("a"), Ok(false));
    assert_eq!(progress.forget_all(), Ok((0, None)));
    assert!(fs::read_dir(&folder).unwrap().next().is_none());
    progress.update("a", |watched| watched.finish("x")).unwrap();
    assert_eq!(progress.watched("a"), Ok(watched(&["x"])));
}

#[test]
fn without_a_folder_nothing_counts_and_nothing_is_kept() {
    let progress = Progress::in_folder(None);
    assert_eq!(progress.watched("a"), Err(Trouble::NoFolder));
    assert_eq!(progress.all(), Err(Trouble::NoFolder));
    assert_eq!(progress.update("a", |watched| watched.finish("x")), Err(Trouble::NoFolder));
    assert_eq!(progress.forget("a"), Err(Trouble::NoFolder));
    assert_eq!(progress.forget_all(), Err(Trouble::NoFolder));
    assert_eq!(
        Trouble::NoFolder.to_string(),
        "There is no home folder to keep your place in, so nothing counts as seen. Set HOME or XDG_STATE_HOME."
    );
}

#[test]
fn what_a_test_cannot_bring_about_is_said_too() {
    let refusal = |kind: io::ErrorKind| Refusal::from(io::Error::from(kind));
    let line = |why| Trouble::Unkept { file: PathBuf::from("/s/\u{1b}/progress.toml"), why }.to_string();
    assert_eq!(
        line(Unkept::NotLocked(refusal(io::ErrorKind::Unsupported))),
        "Your place is not kept: nothing can be locked in /s/\u{fffd} (unsupported), and two players would lose each \
         other's scenes. Set XDG_STATE_HOME to a folder elsewhere."
    );
    let (why, refusal) = (Unread::NotUtf8, refusal(io::ErrorKind::PermissionDenied));
    assert_eq!(
        line(Unkept::NotSetAside { why, refusal }),
        "Your place is not kept: /s/\u{fffd}/progress.toml is not UTF-8, and cannot be set aside (permission denied). \
         Move it away."
    );
}

proptest! {
    #![proptest_config(Config { cases: 40, ..Config::default() })]

    #[test]
    fn any_name_and_any_id_is_there_again(
        story in any::<String>(),
        other in "\\PC*|[\u{0}-\u{9f}\"'\\[\\]{}=#,.\n\\\\]*",
        scenes in prop::collection::vec(any::<String>(), 0..4),
        content in any::<Option<String>>(),
    ) {
        let (_, progress) = progress("any");
        let mut expected = Watched { content, ..Watched::default() };
        scenes.iter().chain([&other]).for_each(|scene| expected.finish(scene));
        progress.update(&story, |watched| *watched = expected.clone()).unwrap();
        progress.update(&other, |watched| watched.end = true).unwrap();
        expected.end |= story == other;
        prop_assert_eq!(progress.watched(&story), Ok(expected));
    }
}

/// Texts that are no progress, with what is said of them after the name of the file.
fn bad_texts() -> Vec<(&'static [u8], Unread, &'static str)> {
    let at = |key: &str| Unread::NotUnderstood { key: key.to_owned() };
    vec![
        (b"format = 1\n# \xff", Unread::NotUtf8, "is not UTF-8"),
        (b"format = 1\n\n[stories.a\nseen = []", Unread::NotToml { line: 3 }, "is not TOML (line 3)"),
        (b"format = 1\nformat = 1", Unread::NotToml { line: 2 }, "is not TOML (line 2)"),
        (b"\0\0\0\0\0\0", Unread::NotToml { line: 1 }, "is not TOML (line 1)"),
        (b"", at("format"), "makes no sense at `format`"),
        (b"format = \"1\"", at("format"), "makes no sense at `format`"),
        (b"format = 0", at("format"), "makes no sense at `format`"),
        (b"format = -1", at("format"), "makes no sense at `format`"),
        (b"[stories.a]\nseen = [\"x\"]", at("format"), "makes no sense at `format`"),
        (
            b"format = 2\nstories = [\"new\"]",
            Unread::Newer { format: 2 },
            "was written by a newer storyline (format 2)",
        ),
        (b"format = 1\nstories = []", at("stories"), "makes no sense at `stories`"),
        (b"format = 1\nstories.a = true", at("stories.\"a\""), "makes no sense at `stories.\"a\"`"),
        (
            b"format = 1\nstories.a.seen = [\"x\"]\nstories.\"b\\u001b\".seen = \"x\"",
            at("stories.\"b\\u{1b}\".seen"),
            "makes no sense at `stories.\"b\\u{1b}\".seen`",
        ),
        (
            b"format = 1\nstories.a.seen = [\"x\", 1]",
            at("stories.\"a\".seen"),
            "makes no sense at `stories.\"a\".seen`",
        ),
        (b"format = 1\nstories.a.end = \"yes\"", at("stories.\"a\".end"), "makes no sense at `stories.\"a\".end`"),
        (
            b"format = 1\nstories.a.content = 7",
            at("stories.\"a\".content"),
            "makes no sense at `stories.\"a\".content`",
        ),
    ]
}

#[test]
fn of_a_bad_file_nothing_counts_and_it_is_set_aside_whole() {
    for (bytes, why, said) in bad_texts() {
        let (folder, progress) = progress("bad");
        let file = folder.join("progress.toml");
        fs::write(&file, bytes).unwrap();
        fs::write(folder.join("progress.toml.set-aside-1"), "an older one").unwrap();

        let trouble = progress.watched("a").unwrap_err();
        assert!(is_unread(&trouble, &why), "{trouble:?}");
        let remedy = if matches!(why, Unread::Newer { .. }) { "Update storyline" } else { "Mend it" };
        let line = format!(
            "What you have watched cannot be read, so nothing counts as seen: {} {said}. \
             {remedy}, or it is set aside when something is next kept.",
            file.display()
        );
        assert_eq!(trouble.to_string(), line);
        assert_eq!(progress.all().as_ref(), Err(&trouble));
        assert_eq!(progress.forget("a").as_ref(), Err(&trouble));
        assert_eq!(fs::read(&file).unwrap(), bytes);

        let mut met = None;
        let set_aside = progress.update("a", |watched| {
            met = Some(watched.clone());
            watched.finish("y");
        });
        let set_aside = set_aside.unwrap().unwrap();
        assert_eq!(met, Some(Watched::default()));
        assert_eq!(set_aside.to, folder.join("progress.toml.set-aside-2"));
        assert_eq!(set_aside.why, why);
        assert_eq!(
            set_aside.to_string(),
            format!("What you had watched {said}, so it is set aside, whole: {}.", set_aside.to.display())
        );
        assert_eq!(fs::read(&set_aside.to).unwrap(), bytes);
        assert_eq!(fs::read_to_string(folder.join("progress.toml.set-aside-1")).unwrap(), "an older one");
        assert_eq!(progress.watched("a"), Ok(watched(&["y"])));
        assert_eq!(progress.update("a", |watched| watched.finish("z")), Ok(None));
        assert_eq!(names(&folder), ["progress.toml", "progress.toml.set-aside-1", "progress.toml.set-aside-2"]);
    }
}

#[test]
fn a_bad_file_makes_way_even_if_nothing_changes() {
    let (folder, progress) = progress("bad-unchanged");
    fs::write(folder.join("progress.toml"), "?").unwrap();
    assert!(progress.update("a", |_| {}).unwrap().is_some());
    assert_eq!(fs::read_to_string(folder.join("progress.toml.set-aside-1")).unwrap(), "?");
    assert_eq!(progress.watched("a"), Ok(Watched::default()));
}

#[test]
fn what_is_huge_or_no_file_is_not_read_and_makes_way() {
    let (folder, huge) = progress("huge");
    let length = (16 << 20) + 1;
    File::create(folder.join("progress.toml")).unwrap().set_len(length).unwrap();
    assert!(is_unread(&huge.watched("a").unwrap_err(), &Unread::TooLarge));
    let set_aside = huge.update("a", |watched| watched.finish("x")).unwrap().unwrap();
    assert_eq!(fs::metadata(set_aside.to).unwrap().len(), length);
    assert_eq!(huge.watched("a"), Ok(watched(&["x"])));

    let (folder, directory) = progress("directory");
    fs::create_dir(folder.join("progress.toml")).unwrap();
    fs::write(folder.join("progress.toml").join("dear"), "letter").unwrap();
    assert!(is_unread(&directory.watched("a").unwrap_err(), &Unread::NotAFile));
    let set_aside = directory.update("a", |watched| watched.finish("x")).unwrap().unwrap();
    assert_eq!(fs::read_to_string(set_aside.to.join("dear")).unwrap(), "letter");
    assert_eq!(directory.watched("a"), Ok(watched(&["x"])));
}

#[test]
fn it_never_grows_beyond_what_is_read_again() {
    let (_, progress) = progress("grows");
    progress.update("a", |watched| watched.finish("x")).unwrap();
    let trouble = progress.update("a", |watched| watched.finish(&"long".repeat(4 << 20))).unwrap_err();
    assert!(matches!(trouble, Trouble::Unkept { why: Unkept::TooLarge, .. }), "{trouble:?}");
    assert!(trouble.to_string().ends_with("progress.toml would outgrow 16 MiB. Forget some stories."), "{trouble}");
    assert_eq!(progress.watched("a"), Ok(watched(&["x"])));
}

#[test]
fn a_folder_that_cannot_be_made_is_said() {
    let (folder, _) = progress("below-a-file");
    fs::write(folder.join("file"), "dear").unwrap();
    let progress = Progress::in_folder(Some(folder.join("file").join("storyline")));
    let trouble = progress.update("a", |watched| watched.finish("x")).unwrap_err();
    assert!(matches!(trouble, Trouble::Unkept { why: Unkept::Refused(_), .. }), "{trouble:?}");
    assert!(trouble.to_string().starts_with("Your place is not kept: "), "{trouble}");
    assert_eq!(fs::read_to_string(folder.join("file")).unwrap(), "dear");
}

#[test]
fn what_a_killed_player_left_does_no_harm() {
    let (folder, progress) = progress("left-over");
    progress.update("a", |watched| watched.finish("x")).unwrap();
    fs::write(folder.join("progress.toml.new"), "format = 1\n[stories.a").unwrap();
    assert_eq!(progress.watched("a"), Ok(watched(&["x"])));
    progress.update("a", |watched| watched.finish("y")).unwrap();
    assert_eq!(progress.watched("a"), Ok(watched(&["x", "y"])));
    assert_eq!(names(&folder), ["progress.toml"]);
}

#[test]
fn a_bad_file_stays_where_nothing_can_be_put_in_its_place() {
    let (folder, progress) = progress("no-place");
    fs::write(folder.join("progress.toml"), "?").unwrap();
    fs::create_dir(folder.join("progress.toml.new")).unwrap();
    let trouble = progress.update("a", |watched| watched.finish("x")).unwrap_err();
    assert!(matches!(trouble, Trouble::Unkept { why: Unkept::Refused(_), .. }), "{trouble:?}");
    assert_eq!(fs::read_to_string(folder.join("progress.toml")).unwrap(), "?");
    assert_eq!(names(&folder), ["progress.toml", "progress.toml.new"]);
}

#[test]
fn a_player_waits_for_another_but_not_for_ever() {
    let (folder, progress) = progress("waits");
    progress.update("a", |watched| watched.finish("x")).unwrap();
    let lock = || {
        let file = File::options().write(true).open(folder.join("progress.lock")).unwrap();
        file.lock().unwrap();
        file
    };
    let held = lock();
    let freed = thread::spawn(move || {
        thread::sleep(Duration::from_millis(200));
        drop(held);
    });
    assert_eq!(progress.update("a", |watched| watched.finish("y")), Ok(None));
    freed.join().unwrap();

    let held = lock();
    assert_eq!(progress.watched("a"), Ok(watched(&["x", "y"])));
    let trouble = progress.update("a", |watched| watched.finish("z")).unwrap_err();
    assert!(matches!(trouble, Trouble::Unkept { why: Unkept::Busy, .. }), "{trouble:?}");
    let said = format!("Your place is not kept: another program holds {} locked. Close it.", folder.display());
    assert_eq!(trouble.to_string(), said);
    drop(held);
    assert_eq!(progress.update("a", |watched| watched.finish("z")), Ok(None));
    assert_eq!(progress.watched("a"), Ok(watched(&["x", "y", "z"])));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Whether modes hold: the superuser may do everything.
    fn modes_hold(folder: &Path) -> bool {
        let file = folder.join("closed");
        fs::write(&file, "").unwrap();
        set_mode(&file, 0);
        let holds = File::open(&file).is_err();
        fs::remove_file(&file).unwrap();
        holds
    }

    #[test]
    fn a_link_stays_and_what_stands_behind_it_is_written() {
        let (folder, progress) = progress("link");
        let (link, real) = (folder.join("progress.toml"), shell::folder("progress-behind-the-link"));
        symlink("../progress-behind-the-link/second.toml", &link).unwrap();
        symlink("mine.toml", real.join("second.toml")).unwrap();
        assert_eq!(progress.watched("a"), Ok(Watched::default()));
        progress.update("a", |watched| watched.finish("x")).unwrap();
        assert!(link.is_symlink() && real.join("second.toml").is_symlink());
        assert!(fs::read_to_string(real.join("mine.toml")).unwrap().contains("[\"x\"]"));
        assert_eq!(progress.watched("a"), Ok(watched(&["x"])));

        fs::write(real.join("mine.toml"), "?").unwrap();
        let set_aside = progress.update("a", |watched| watched.finish("y")).unwrap().unwrap();
        assert_eq!(fs::read_to_string(real.join("mine.toml.set-aside-1")).unwrap(), "?");
        assert_eq!(set_aside.to.canonicalize().unwrap(), real.join("mine.toml.set-aside-1").canonicalize().unwrap());
        assert_eq!(progress.watched("a"), Ok(watched(&["y"])));
        assert_eq!(names(&folder), ["progress.toml"]);
        assert_eq!(names(&real), ["mine.toml", "mine.toml.set-aside-1", "second.toml"]);
    }

    #[test]
    fn a_link_to_a_disk_that_is_not_there_is_said_and_left_alone() {
        let (folder, progress) = progress("link-to-nowhere");
        symlink("away/mine.toml", folder.join("progress.toml")).unwrap();
        let trouble = progress.watched("a").unwrap_err();
        assert!(matches!(trouble, Trouble::Unread { why: Unread::Refused(_), .. }), "{trouble:?}");
        let trouble = progress.update("a", |watched| watched.finish("x")).unwrap_err();
        assert!(matches!(trouble, Trouble::Unkept { why: Unkept::Refused(_), .. }), "{trouble:?}");
        assert_eq!(names(&folder), ["progress.toml"]);
        fs::create_dir(folder.join("away")).unwrap();
        progress.update("a", |watched| watched.finish("x")).unwrap();
        assert!(folder.join("progress.toml").is_symlink());
        assert_eq!(progress.watched("a"), Ok(watched(&["x"])));
    }

    #[test]
    fn links_in_a_circle_make_way() {
        let (folder, progress) = progress("circle");
        symlink("other", folder.join("progress.toml")).unwrap();
        symlink("progress.toml", folder.join("other")).unwrap();
        let trouble = progress.watched("a").unwrap_err();
        assert!(matches!(trouble, Trouble::Unread { why: Unread::Refused(_), .. }), "{trouble:?}");
        let set_aside = progress.update("a", |watched| watched.finish("x")).unwrap().unwrap();
        assert_eq!(fs::read_link(set_aside.to).unwrap(), Path::new("other"));
        assert_eq!(progress.watched("a"), Ok(watched(&["x"])));
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        let (folder, progress) = progress("pipe");
        let made = Command::new("mkfifo").arg(folder.join("progress.toml")).status();
        assert!(made.unwrap().success());
        assert!(is_unread(&progress.watched("a").unwrap_err(), &Unread::NotAFile));
        assert!(progress.update("a", |watched| watched.finish("x")).unwrap().is_some());
        assert_eq!(progress.watched("a"), Ok(watched(&["x"])));
    }

    #[test]
    fn nothing_is_written_through_a_link_where_the_new_file_goes() {
        let (folder, progress) = progress("trap");
        fs::write(folder.join("dear"), "letter").unwrap();
        symlink("dear", folder.join("progress.toml.new")).unwrap();
        progress.update("a", |watched| watched.finish("x")).unwrap();
        assert_eq!(fs::read_to_string(folder.join("dear")).unwrap(), "letter");
        assert_eq!(names(&folder), ["dear", "progress.toml"]);
    }

    #[test]
    fn what_others_may_not_read_stays_so_and_nothing_new_is_not_written() {
        let (folder, progress) = progress("mode");
        progress.update("a", |watched| watched.finish("x")).unwrap();
        let file = folder.join("progress.toml");
        set_mode(&file, 0o600);
        let before = fs::metadata(&file).unwrap().ino();
        progress.update("a", |watched| watched.finish("x")).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().ino(), before);
        progress.update("a", |watched| watched.finish("y")).unwrap();
        assert_ne!(fs::metadata(&file).unwrap().ino(), before);
        assert_eq!(fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_file_or_folder_closed_to_the_viewer_is_said() {
        let (folder, progress) = progress("closed");
        if !modes_hold(&folder) {
            return; // as the superuser: `a_folder_that_cannot_be_made_is_said` is what is left
        }
        progress.update("a", |watched| watched.finish("x")).unwrap();
        let file = folder.join("progress.toml");
        set_mode(&folder, 0o555);
        let trouble = progress.update("a", |watched| watched.finish("y")).unwrap_err();
        assert!(trouble.to_string().contains("nothing may be written in "), "{trouble}");
        assert_eq!(progress.watched("a"), Ok(watched(&["x"])));
        fs::write(&file, "?").unwrap();
        assert!(progress.update("a", |watched| watched.finish("y")).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "?");
        set_mode(&folder, 0o755);

        set_mode(&file, 0);
        let trouble = progress.watched("a").unwrap_err();
        assert!(trouble.to_string().contains("cannot be opened"), "{trouble}");
        let set_aside = progress.update("a", |watched| watched.finish("y")).unwrap().unwrap();
        set_mode(&set_aside.to, 0o644);
        assert_eq!(fs::read_to_string(set_aside.to).unwrap(), "?");
        assert_eq!(progress.watched("a"), Ok(watched(&["y"])));
    }

    /// What a player that may write no file beyond some blocks of 512 bytes says: to it the disk is full.
    fn without_room(blocks: u32, folder: &Path) -> String {
        let limit = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut shell = Command::new("sh");
        shell.args(["-c", &limit]).arg(std::env::current_exe().unwrap());
        let output = plays(&mut shell, "one", folder).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        said(&output.stdout).join("\n")
    }

    #[test]
    fn on_a_full_disk_the_file_stays_as_it_was() {
        let (folder, progress) = progress("full");
        let file = folder.join("progress.toml");
        progress
            .update("a", |watched| (0..2000).for_each(|number| watched.finish(&format!("scene-{number}"))))
            .unwrap();
        let good = fs::read(&file).unwrap();
        for (bytes, blocks) in [(good.as_slice(), 0), (&good, 8), (b"?", 0)] {
            fs::write(&file, bytes).unwrap();
            let said = without_room(blocks, &folder);
            let expected = format!("Your place is not kept: there is no room for {} (", file.display());
            assert!(said.starts_with(&expected) && said.ends_with("). Make room."), "{said}");
            assert_eq!(fs::read(&file).unwrap(), bytes);
            assert_eq!(names(&folder), ["progress.toml"]);
        }
    }

    #[test]
    fn where_it_is_kept_is_an_absolute_path_or_nowhere() {
        let folder_for = |variables: &[(&str, &str)]| {
            let mut command = Command::new(std::env::current_exe().unwrap());
            plays(&mut command, "where", Path::new("")).env_remove("XDG_STATE_HOME");
            let output = command.envs(variables.iter().copied()).output().unwrap();
            said(&output.stdout).concat()
        };
        assert_eq!(folder_for(&[("HOME", "/home/u"), ("XDG_STATE_HOME", "/state")]), "/state");
        assert_eq!(folder_for(&[("HOME", "/home/u"), ("XDG_STATE_HOME", "state")]), "/home/u/.local/state");
        assert_eq!(folder_for(&[("HOME", "/home/u"), ("XDG_STATE_HOME", "")]), "/home/u/.local/state");
        assert_eq!(folder_for(&[("HOME", "/home/u")]), "/home/u/.local/state");
        assert_eq!(folder_for(&[("HOME", "home"), ("XDG_STATE_HOME", "state")]), "nowhere");
        assert_eq!(folder_for(&[("HOME", "home"), ("XDG_STATE_HOME", "/state")]), "/state");
    }
}

/// This test binary as a player of its own, which does a task in a folder.
fn plays<'c>(command: &'c mut Command, task: &str, folder: &Path) -> &'c mut Command {
    command.args(["--exact", "a_player_plays_what_it_is_told", "--nocapture"]);
    command.env("STORYLINE_PLAYER", task).env("STORYLINE_PLAYER_FOLDER", folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped())
}

fn player(task: &str, folder: &Path) -> Child {
    plays(&mut Command::new(std::env::current_exe().unwrap()), task, folder).spawn().unwrap()
}

/// What a player says, one line at a time, each at once.
fn say(line: &str) {
    let mut stdout = io::stdout().lock();
    stdout.write_all(format!("\n=> {line}\n").as_bytes()).unwrap();
    stdout.flush().unwrap();
}

fn said(output: &[u8]) -> Vec<String> {
    let text = String::from_utf8(output.to_vec()).unwrap();
    text.lines().filter_map(|line| line.strip_prefix("=> ")).map(str::to_owned).collect()
}

/// Not a test of its own: what the players of other tests run.
#[test]
#[expect(clippy::disallowed_methods, reason = "a player is told what to do from outside")]
fn a_player_plays_what_it_is_told() {
    let Ok(task) = std::env::var("STORYLINE_PLAYER") else { return };
    let progress = Progress::in_folder(std::env::var_os("STORYLINE_PLAYER_FOLDER").map(PathBuf::from));
    let keep = |story: &str, scene: &str| progress.update(story, |watched| watched.finish(scene));
    match task.split_once(' ').unwrap_or((&task, "")) {
        ("where", _) => {
            let folder = World::of_process().state_folder.map(|folder| folder.components().collect::<PathBuf>());
            say(&folder.map_or_else(|| "nowhere".to_owned(), |folder| folder.display().to_string()));
        }
        ("one", _) => say(&keep("a", "the last one").map_or_else(|trouble| trouble.to_string(), |_| "kept".to_owned())),
        ("share", own) => {
            io::stdin().read_to_end(&mut Vec::new()).unwrap(); // all begin together
            for number in 0..EACH {
                assert_eq!(keep(own, &number.to_string()), Ok(None));
                assert_eq!(keep("shared", &format!("{own}-{number}")), Ok(None));
            }
        }
        ("go-on", first) => {
            say("ready");
            for number in first.parse::<usize>().unwrap().. {
                assert_eq!(keep("a", &scene(number)), Ok(None));
                say(&scene(number));
            }
        }
        _ => panic!("{task}"),
    }
}

/// How many scenes of each story each player finishes.
const EACH: usize = 20;

#[test]
fn players_at_the_same_time_lose_nothing() {
    let (folder, progress) = progress("together");
    let players = ["one", "two", "three", "four"];
    let mut running: Vec<Child> = players.iter().map(|own| player(&format!("share {own}"), &folder)).collect();
    for player in &mut running {
        drop(player.stdin.take());
    }
    // Whoever reads meanwhile reads a whole file, and what was there stays.
    let mut most = 0;
    while running.iter_mut().any(|player| player.try_wait().unwrap().is_none()) {
        let count = progress.all().unwrap().values().map(|watched| watched.scenes.len()).sum();
        assert!(count >= most, "{count} scenes after {most}");
        most = count;
        thread::sleep(Duration::from_millis(1));
    }
    for player in running {
        let output = player.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    let all = progress.all().unwrap();
    let numbers: Vec<String> = (0..EACH).map(|number| number.to_string()).collect();
    for own in players {
        assert_eq!(all[own].scenes, numbers);
        let shared: Vec<&str> =
            all["shared"].scenes.iter().filter_map(|scene| scene.strip_prefix(&format!("{own}-"))).collect();
        assert_eq!(shared, numbers);
    }
    assert_eq!(all["shared"].scenes.len(), players.len() * EACH);
    assert_eq!(names(&folder), ["progress.toml"]);
}

fn scene(number: usize) -> String {
    format!("scene-{number}")
}

/// Random numbers (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// How many players play on in one folder. The file grows, and what the killed left behind is met.
const IN_ONE_FOLDER: usize = 10;

// `STORYLINE_CASES=1000 cargo test --test progress` kills a thousand.
#[test]
fn however_a_player_is_killed_only_its_last_scene_may_be_lost() {
    let seed = RandomState::new().build_hasher().finish() | 1;
    let mut random = Random(seed);
    let mut finished = 0;
    let (mut folder, mut progress) = progress("killed");
    for case in 0..cases() {
        if case % IN_ONE_FOLDER == 0 {
            (folder, progress) = self::progress("killed");
            // Long enough that writing it takes a while.
            progress.update("b", |watched| watched.scenes = (0..1000).map(scene).collect()).unwrap();
        }
        let before = progress.watched("a").unwrap().scenes.len();
        let mut player = player(&format!("go-on {before}"), &folder);
        let mut output = BufReader::new(player.stdout.take().unwrap());
        let mut line = String::new();
        while line != "=> ready\n" {
            line.clear();
            assert!(output.read_line(&mut line).unwrap() > 0, "no player");
        }
        thread::sleep(Duration::from_micros(random.below(20_000)));
        player.kill().unwrap();
        player.wait().unwrap();
        let mut rest = Vec::new();
        output.read_to_end(&mut rest).unwrap();

        let acknowledged = before + said(&rest).len();
        let kept = progress.all().unwrap_or_else(|trouble| panic!("case {case} of seed {seed}: {trouble}"));
        let scenes = kept.get("a").map(|watched| watched.scenes.clone()).unwrap_or_default();
        let all: Vec<String> = (0..scenes.len()).map(scene).collect();
        assert_eq!(scenes, all, "case {case} of seed {seed}");
        let number = scenes.len();
        let lost = format!("case {case} of seed {seed}: {acknowledged} finished, {number} kept");
        assert!(number == acknowledged || number == acknowledged + 1, "{lost}");
        assert_eq!(kept["b"].scenes.len(), 1000, "case {case} of seed {seed}");
        finished += acknowledged - before;
    }
    assert!(finished > 0, "no player of seed {seed} came to finish a scene");
}

#[expect(clippy::disallowed_methods, reason = "how often to look is said from outside")]
fn cases() -> usize {
    std::env::var("STORYLINE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(100)
}

#[test]
fn forgetting_all_sets_a_bad_file_aside_whole() {
    let (folder, progress) = progress("forget-bad");
    fs::write(folder.join("progress.toml"), b"not = [toml").unwrap();
    let (forgotten, set_aside) = progress.forget_all().unwrap();
    assert_eq!((forgotten, set_aside.unwrap().to), (0, folder.join("progress.toml.set-aside-1")));
    assert_eq!(fs::read(folder.join("progress.toml.set-aside-1")).unwrap(), b"not = [toml");
    assert_eq!(progress.all(), Ok(std::collections::BTreeMap::new()));
}
