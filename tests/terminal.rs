//! The program on a terminal: what is on the screen, and that the terminal is as it was however the program ends.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::Duration;

use pty_process::blocking::{Command, Pty, open};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::process::{Pid, Signal, kill_process};
use storyline::library::Library;
use storyline::progress::{Progress, Watched};

/// Says its process, runs what it is given, and says how that ended and whether the terminal is as it was.
const SHELL: &str = r#"
    before=$(stty -g)
    echo "before the story"
    sh -c 'echo "process $$"; exec "$@"' - "$@"
    echo "ended with $?"
    [ "$before" = "$(stty -g)" ] && echo "terminal as before"
    read end
"#;

/// How long something may take, in looks of five milliseconds.
const PATIENCE: usize = 4000;

/// A home where nothing has been watched yet.
fn home() -> PathBuf {
    static HOMES: AtomicUsize = AtomicUsize::new(0);
    let name = format!("terminal-{}-{}", std::process::id(), HOMES.fetch_add(1, Ordering::Relaxed));
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&home); // it may not be there
    fs::create_dir_all(&home).unwrap();
    home
}

/// A program on a terminal of its own, and what is on that.
struct Program {
    child: Child,
    pty: Pty,
    screen: vt100::Parser,
    /// Everything that was written to the terminal.
    written: Vec<u8>,
    size: (u16, u16),
}

fn parser((columns, rows): (u16, u16)) -> vt100::Parser {
    vt100::Parser::new(NonZeroU16::new(rows).unwrap(), NonZeroU16::new(columns).unwrap(), 1000)
}

impl Program {
    /// Starts a command on a terminal of so many columns and rows, in an environment of these variables and few others.
    fn start(command: &[&str], size: (u16, u16), environment: &[(&str, &str)]) -> Self {
        let (pty, pts) = open().unwrap();
        pty.resize(pty_process::Size::new(size.1, size.0)).unwrap();
        fcntl_setfl(&pty, fcntl_getfl(&pty).unwrap() | OFlags::NONBLOCK).unwrap();
        let home = home();
        let child = Command::new(command[0])
            .args(&command[1..])
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", &home)
            .env("XDG_STATE_HOME", home.join("state"))
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
            .envs(environment.iter().copied())
            .spawn(pts)
            .unwrap();
        Self { child, pty, screen: parser(size), written: Vec::new(), size }
    }

    /// Starts the program from a shell, as people do.
    fn play(arguments: &[&str]) -> Self {
        Self::play_in(arguments, (80, 24), &[])
    }

    /// The same with a folder where the place is kept.
    fn play_keeping(arguments: &[&str], state: &Path) -> Self {
        Self::play_in(arguments, (80, 24), &[("XDG_STATE_HOME", state.to_str().unwrap())])
    }

    fn play_in(arguments: &[&str], size: (u16, u16), environment: &[(&str, &str)]) -> Self {
        let mut command = vec!["sh", "-c", SHELL, "-", env!("CARGO_BIN_EXE_storyline"), "play"];
        command.extend(arguments);
        Self::start(&command, size, environment)
    }

    /// Takes in what has been written since.
    fn read(&mut self) {
        let mut bytes = [0; 4096];
        loop {
            match self.pty.read(&mut bytes) {
                Ok(0) => return,
                Ok(read) => {
                    self.screen.process(&bytes[..read]);
                    self.written.extend(&bytes[..read]);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return, // nothing yet, or nobody there any more
            }
        }
    }

    fn shown(&self) -> String {
        self.screen.screen().contents()
    }

    /// Waits until these words are on the screen.
    fn wait_for(&mut self, words: &str) {
        self.wait_until(words, |shown| shown.contains(words));
    }

    /// Waits until these words are the last on the screen, as a question is.
    fn wait_for_last(&mut self, words: &str) {
        self.wait_until(words, |shown| shown.trim_end().ends_with(words));
    }

    fn wait_until(&mut self, words: &str, is_there: impl Fn(&str) -> bool) {
        for _ in 0..PATIENCE {
            self.read();
            if is_there(&self.shown()) {
                return;
            }
            sleep(Duration::from_millis(5));
        }
        panic!("`{words}` does not come:\n{}", self.shown());
    }

    /// Types, and waits for what that leads to.
    fn type_until(&mut self, keys: &str, words: &str) {
        self.pty.write_all(keys.as_bytes()).unwrap();
        self.wait_for(words);
    }

    /// What the terminal would show if the other screen were left now, with all that has been scrolled away.
    fn main_screen(&self) -> String {
        let mut main = parser(self.size);
        main.process(&self.written);
        main.process(b"\x1b[?1049l");
        let mut text = main.screen().contents();
        for back in (1..=main.screen().scrollback_len()).rev() {
            main.screen_mut().set_scrollback(back);
            text.extend(main.screen().rows(0, self.size.0).next());
        }
        text
    }

    /// The process of the program itself.
    fn process(&self) -> Pid {
        let main = self.main_screen();
        let process = main.split_once("process ").unwrap().1.split_whitespace().next().unwrap();
        Pid::from_raw(process.parse().unwrap()).unwrap()
    }

    /// Waits until the program has ended, and holds what it leaves against how it found the terminal.
    fn assert_leaves_all_as_it_was(&mut self, exit: u8) {
        self.wait_for(&format!("ended with {exit}"));
        self.wait_for("terminal as before");
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor());
        assert!(!screen.bracketed_paste() && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None);
        let written = String::from_utf8_lossy(&self.written);
        assert!(written.contains("\x1b[?1049h") && written.contains("\x1b[?25l"));
        let main = self.main_screen();
        assert!(main.contains("before the story"), "{main}");
        for words in ["Please Don't", "On the road", "He drives", "Scene", "The End"] {
            assert!(!main.contains(words), "`{words}` stays:\n{main}");
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill(); // it may have ended
        let _ = self.child.wait();
    }
}

#[test]
fn enter_goes_on_and_back_takes_the_later_scene_off_the_screen() {
    let mut program = Program::play(&["please-dont"]);
    program.wait_for("1 On the road");
    program.wait_for("q leave");
    assert!(!program.shown().contains("By the stairs"));
    program.type_until("\r", "2 By the stairs");
    program.type_until(" ", "3 Into his arms");
    program.type_until("b", "2 By the stairs");
    program.wait_for("Scene 2");
    for later in ["Into his arms", "She is at his side", "The playful woman", "Scene 3"] {
        assert!(!program.shown().contains(later), "{}", program.shown());
        assert!(!program.main_screen().contains(later), "{}", program.main_screen());
    }
    program.type_until("t", "as told → / as it happened ↓");
    program.type_until("\x1b", "2 By the stairs");
    program.type_until("?", "Ctrl-C");
    program.type_until("q", "2 By the stairs");
    program.type_until("q", "ended with 0");
    program.assert_leaves_all_as_it_was(0);
}

#[test]
fn the_end_is_said_after_the_last_scene_and_left_by_going_on() {
    let mut program = Program::play_in(&["please-dont"], (80, 60), &[]);
    let loaded = Library::default().find("please-dont").unwrap().load();
    let (work, story) = (loaded.work().unwrap(), loaded.story.unwrap());
    for scene in 1..=story.scenes_of(work).len() {
        program.wait_for(&format!("Scene {scene} "));
        assert!(!program.shown().contains("The End"));
        program.pty.write_all(b"\r").unwrap();
    }
    program.wait_for("The End");
    program.type_until("\r", "ended with 0");
    program.assert_leaves_all_as_it_was(0);
}

#[test]
fn keys_that_leave_leave_the_terminal_as_it_was() {
    for key in ["q", "\u{3}", "\u{4}"] {
        let mut program = Program::play(&["please-dont"]);
        program.wait_for("q leave");
        program.type_until("\r", "By the stairs");
        program.type_until(key, "ended with");
        program.assert_leaves_all_as_it_was(0);
    }
}

#[test]
fn a_key_that_would_stop_other_programs_does_nothing() {
    let mut program = Program::play(&["please-dont"]);
    program.wait_for("q leave");
    program.type_until("\u{1a}\u{1c}\r", "By the stairs");
    program.type_until("q", "ended with");
    program.assert_leaves_all_as_it_was(0);
}

#[test]
fn signals_that_end_it_leave_the_terminal_as_it_was() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let mut program = Program::play(&["please-dont"]);
        program.wait_for("q leave");
        kill_process(program.process(), signal).unwrap();
        program.assert_leaves_all_as_it_was(0);
    }
}

#[test]
fn a_new_size_is_drawn_anew_and_left_as_it_was() {
    let mut program = Program::play(&["please-dont"]);
    program.wait_for("q leave");
    for (columns, rows) in [(40, 20), (20, 5), (120, 50), (3, 2), (80, 24)] {
        program.size = (columns, rows);
        program.screen.set_size(NonZeroU16::new(rows).unwrap(), NonZeroU16::new(columns).unwrap());
        program.pty.resize(pty_process::Size::new(rows, columns)).unwrap();
        sleep(Duration::from_millis(50));
    }
    program.wait_for("The quiet man, The playful woman");
    program.wait_for("t timeline");
    assert!(
        program.shown().contains("     A man drives, in low spirits, and his mind keeps going back. The film takes\n")
    );
    program.type_until("\r", "Scene 2");
    program.type_until("q", "ended with");
    program.assert_leaves_all_as_it_was(0);
}

#[test]
fn a_terminal_that_is_closed_ends_it() {
    let mut program = Program::start(&[env!("CARGO_BIN_EXE_storyline"), "play", "error"], (80, 24), &[]);
    program.wait_for("q leave");
    let (closed, _) = open().unwrap();
    program.pty = closed;
    for _ in 0..PATIENCE {
        if program.child.try_wait().unwrap().is_some() {
            return;
        }
        sleep(Duration::from_millis(5));
    }
    panic!("it goes on without a terminal");
}

#[test]
fn what_gives_the_plot_away_is_asked_about_first() {
    for (walk, words) in [("--chronological", "In the order in which it happened."), ("--rewatch", "↺ Even in his")] {
        let mut program = Program::play(&["please-dont", walk]);
        program.wait_for("This gives the plot of “Please Don't” away. Go on? [y/N]");
        assert!(!program.shown().contains("On the road"));
        program.type_until("n", "ended with 0");
        program.assert_leaves_all_as_it_was(0);

        let mut program = Program::play(&["please-dont", walk]);
        program.wait_for("[y/N]");
        program.type_until("y", words);
        program.type_until("q", "ended with 0");
        program.assert_leaves_all_as_it_was(0);
    }
    // Whoever gives a path is writing the story.
    let mut program = Program::play(&["stories/k-will/please-dont.toml", "--chronological"]);
    program.wait_for("In the order in which it happened.");
}

#[test]
fn text_stands_in_the_middle_of_a_wide_terminal() {
    let mut program = Program::play_in(&["please-dont"], (130, 30), &[]);
    program.wait_for("q leave");
    assert!(program.shown().contains(&format!("\n{}Please Don't", " ".repeat(20 + 5))), "{}", program.shown());
    let mut program = Program::play_in(&["please-dont", "--width", "30"], (80, 24), &[]);
    program.wait_for("? keys");
    assert!(program.shown().lines().all(|line| line.chars().count() <= 25 + 30), "{}", program.shown());
}

#[test]
fn colours_and_marks_are_those_that_the_terminal_has() {
    let look = |environment: &[(&str, &str)]| {
        let mut program = Program::play_in(&["please-dont"], (80, 24), environment);
        program.wait_for("q leave");
        program.type_until("\r", "Scene 2");
        let screen = program.screen.screen();
        let cells = (0..24).flat_map(|row| (0..80).filter_map(move |column| screen.cell(row, column)));
        let plain = |cell: &vt100::Cell| cell.fgcolor() == vt100::Color::Default && !cell.bold() && !cell.dim();
        (program.shown(), cells.filter(|cell| !plain(cell)).count())
    };
    let (shown, styled) = look(&[]);
    assert!(shown.contains("↶ Earlier") && styled > 20, "{styled}: {shown}");
    let (shown, styled) = look(&[("NO_COLOR", "1"), ("LANG", "C")]);
    assert!(shown.contains("<< Earlier") && shown.is_ascii(), "{shown}");
    assert_eq!(styled, 0);
}

#[test]
fn where_nothing_can_be_drawn_a_scene_is_printed_for_each_line_entered() {
    let mut program = Program::play_in(&["please-dont"], (80, 60), &[("TERM", "dumb")]);
    program.wait_for("(Enter: on");
    assert!(program.shown().contains("1 On the road") && !program.shown().contains("By the stairs"));
    program.type_until("\r", "2 By the stairs");
    program.type_until("r\r", "Where we are");
    program.wait_for_last("q: leave)");
    program.type_until("q\r", "t: timeline, r: recap, q: leave) q\n");
    program.type_until("q\r", "next time you go on at scene 2");
    program.wait_for("ended with 0");
    assert!(!program.written.contains(&0x1b));
    assert!(!String::from_utf8_lossy(&program.written).contains("Into his arms"));
    let mut program = Program::play_in(&["please-dont", "--chronological"], (80, 60), &[("TERM", "dumb")]);
    program.type_until("n\r", "ended with 0");
    assert!(!program.shown().contains("By the stairs"));
}

#[cfg(feature = "sabotage")]
#[test]
fn a_panic_leaves_the_terminal_as_it_was_and_its_message_to_be_read() {
    let mut program = Program::play(&["please-dont"]);
    program.wait_for("q leave");
    program.type_until("\r", "By the stairs");
    program.type_until("!", "ended with 101");
    program.assert_leaves_all_as_it_was(101);
    assert!(program.main_screen().contains("sabotage"), "{}", program.main_screen());
}

fn watched(state: &Path) -> Watched {
    Progress::in_folder(Some(state.join("storyline"))).watched("k-will/please-dont").unwrap()
}

#[test]
fn the_place_is_kept_however_the_program_ends() {
    let ends: [fn(&mut Program); 4] = [
        |program| program.type_until("q", "ended with 0"),
        |program| program.type_until("\u{3}", "ended with 0"),
        |program| kill_process(program.process(), Signal::KILL).unwrap(),
        |program| program.pty = open().unwrap().0, // the terminal is closed
    ];
    for end in ends {
        let state = home();
        let mut program = Program::play_keeping(&["please-dont"], &state);
        program.wait_for("q leave");
        program.type_until("\r", "Scene 2");
        program.type_until("\r", "Scene 3");
        program.type_until("b", "Scene 2");
        end(&mut program);
        drop(program);
        assert_eq!(watched(&state).scenes, ["car-dasom-teases", "stairs-in-guk"]);
        let mut program = Program::play_keeping(&["please-dont"], &state);
        program.wait_for("3 Into his arms");
        program.wait_for("you go on here");
        program.type_until("r", "Where we are");
    }
}

#[test]
fn what_was_watched_to_its_end_begins_anew_and_what_was_not_goes_on_at_the_last_scene() {
    let state = home();
    let seen = |position: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_storyline"));
        command.env("XDG_STATE_HOME", &state).args(["seen", "please-dont", position]).output().unwrap()
    };
    seen("all");
    let mut program = Program::play_keeping(&["please-dont"], &state);
    program.wait_for("16 Traffic");
    program.type_until("\r", "The End");
    program.type_until("\r", "ended with 0");
    assert!(watched(&state).end);
    let mut program = Program::play_keeping(&["please-dont"], &state);
    program.wait_for("1 On the road");
    // Who has seen The End is not asked whether the plot may be given away.
    let mut program = Program::play_keeping(&["please-dont", "--rewatch"], &state);
    program.wait_for("↺ Even in his");
}

#[test]
fn nothing_is_kept_of_what_is_not_the_watching() {
    let story = Path::new(env!("CARGO_MANIFEST_DIR")).join("stories/k-will/please-dont.toml");
    for arguments in [&[story.to_str().unwrap()][..], &["please-dont", "--seen", "stairs-in-guk"]] {
        let state = home();
        let mut program = Program::play_keeping(arguments, &state);
        program.wait_for("q leave");
        program.type_until("\r", "Scene 2");
        program.pty.write_all(b"\r").unwrap();
        program.wait_for(if arguments.len() > 1 { "This is as far as you have seen." } else { "Scene 3" });
        program.type_until("\u{3}", "ended with 0");
        assert_eq!(watched(&state), Watched::default());
    }
}

#[test]
fn of_a_story_that_changed_it_is_said_what_moved_and_nothing_is_skipped() {
    let (state, stories) = (home(), home());
    let write = |ids: &[&str], text: &str| {
        let scene = |id: &&str| format!("[[scene]]\nid = \"{id}\"\ntitle = \"Title {id}\"\ntext = \"{text}\"\n");
        let scenes: String = ids.iter().map(scene).collect();
        fs::write(stories.join("own.toml"), format!("format = 1\n[work]\ntitle = \"Own\"\n{scenes}")).unwrap();
    };
    let play = || {
        let environment = [("XDG_STATE_HOME", state.to_str().unwrap()), ("STORYLINE_PATH", stories.to_str().unwrap())];
        let mut program = Program::play_in(&["own"], (80, 24), &environment);
        program.wait_for("Title");
        program
    };
    write(&["a", "b", "c", "d"], "As it was.");
    let mut program = play();
    program.wait_for("q leave");
    program.type_until("\r", "Title b");
    program.type_until("\r", "Title c");
    drop(program);
    write(&["a", "b", "d", "c"], "As it was.");
    let mut program = play();
    program.wait_for("3 Title d");
    assert!(!program.shown().contains("that you"), "{}", program.shown());
    write(&["a", "new", "b", "c"], "As it was.");
    play().wait_for("comes before others");
    write(&["a", "b", "c"], "As it is.");
    let mut program = play();
    program.wait_for("not what they were.");
    program.type_until("k", "q leave");
    write(&["b", "c"], "As it was.");
    let mut program = play();
    program.wait_for("A scene that you had seen");
    program.wait_for("2 Title c");
}

#[test]
fn where_nothing_can_be_kept_that_is_said_and_the_story_goes_on() {
    let state = home().join("file");
    fs::write(&state, "").unwrap();
    let mut program = Program::play_keeping(&["please-dont"], &state);
    program.wait_for("nothing counts as seen");
    program.type_until("\r", "Your place is not kept");
    program.type_until("\r", "3 Into his arms");
    program.type_until("q", "ended with 0");
    assert!(program.shown().contains("Your place is not kept"), "{}", program.shown());
}

/// However often a program that is played is killed, at whatever moment: what it has shown to be over is kept.
#[test]
#[expect(clippy::disallowed_methods, reason = "how long the test takes is chosen from outside")]
fn who_is_killed_loses_no_scene_but_the_one_on_the_screen() {
    let cases = std::env::var("STORYLINE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(100_u64);
    let ids: Vec<String> = {
        let loaded = Library::default().find("please-dont").unwrap().load();
        let (work, story) = (loaded.work().unwrap(), loaded.story.unwrap());
        story.scenes_of(work).map(|scene| story.scene(scene).id.clone()).collect()
    };
    for case in 0..cases {
        let state = home();
        let mut program = Program::play_in(&["please-dont"], (80, 60), &[("XDG_STATE_HOME", state.to_str().unwrap())]);
        program.wait_for("q leave");
        // Some keys, and then the blow, at a moment that the case chooses.
        program.pty.write_all("\r".repeat(case as usize % 15).as_bytes()).unwrap();
        sleep(Duration::from_micros(case * 7919 % 12_000));
        let _ = kill_process(program.process(), Signal::KILL);
        program.wait_for("ended with");
        let shown = shown_last(&program.written);
        let kept = watched(&state).scenes;
        assert!(kept.len() + 1 >= shown, "case {case}: {shown} shown, {kept:?} kept");
        assert_eq!(kept, ids[..kept.len()], "case {case}");
        let _ = fs::remove_dir_all(&state);
    }
}

/// The number of the last scene that stood on a terminal.
fn shown_last(written: &[u8]) -> usize {
    let mut screen = parser((80, 60));
    let mut last = 0;
    for piece in written.chunks(16) {
        screen.process(piece);
        let shown = screen.screen().contents();
        let number = |line: &str| line.trim().strip_prefix("Scene ")?.split(' ').next()?.parse::<usize>().ok();
        last = shown.lines().filter_map(number).max().unwrap_or(0).max(last);
    }
    last
}

fn long_story(scenes: u32) -> String {
    let scene = |number| format!("[[scene]]\nid = \"s{number}\"\ntitle = \"Scene {number}\"\ntext = \"They talk.\"\n");
    format!("format = 1\nwork.title = \"Long\"\n{}", (0..scenes).map(scene).collect::<String>())
}

#[test]
fn what_takes_long_says_how_far_it_has_come_on_a_terminal_alone_and_takes_it_back() {
    let home = home();
    let (story, site) = (home.join("long.toml"), home.join("site"));
    let command =
        [env!("CARGO_BIN_EXE_storyline"), "publish", story.to_str().unwrap(), "--out", site.to_str().unwrap()];
    // How many scenes take longer than a second is up to the machine.
    let is_told = [1_000, 4_000, 16_000].into_iter().any(|scenes| {
        fs::write(&story, long_story(scenes)).unwrap();
        let mut program = Program::start(&command, (80, 10), &[]);
        let has_come = |shown: &str| shown.contains("That is all of the story.");
        for _ in 0..5 * PATIENCE {
            program.read();
            if has_come(&program.shown()) {
                break;
            }
            sleep(Duration::from_millis(5));
        }
        assert!(has_come(&program.shown()) && !program.shown().contains("..."), "{}", program.shown());
        let written = String::from_utf8_lossy(&program.written);
        ["\rWriting page ", "\rSaving file "].iter().any(|words| written.contains(words))
    });
    assert!(is_told);
    let piped = std::process::Command::new(command[0]).args(&command[1..]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&piped.stderr), "");
}

#[test]
fn a_review_asks_of_each_difference_and_keeps_what_was_accepted() {
    let folder = home().join("stories");
    fs::create_dir_all(&folder).unwrap();
    let story = |text: &str| {
        let scene = format!("[[scene]]\nid = \"one\"\ntitle = \"{text}\"\ntext = \"{text}\"\n");
        fs::write(folder.join("ice.toml"), format!("format = 1\nwork.title = \"Ice\"\n{scene}")).unwrap();
    };
    let kept = |kind: &str| fs::read_to_string(folder.join(format!("snapshots/ice__{kind}.snap"))).unwrap();
    story("Before");
    let call = [env!("CARGO_BIN_EXE_storyline"), "test", folder.to_str().unwrap()];
    let accepted =
        std::process::Command::new(call[0]).args(&call[1..]).arg("--accept").env_remove("CI").output().unwrap();
    assert!(accepted.status.success());
    story("After");
    let shell = ["sh", "-c", SHELL, "-"].into_iter().chain(call).chain(["--review"]);
    let mut program = Program::start(&shell.collect::<Vec<_>>(), (80, 40), &[]);
    program.wait_for_last("1 of 3: a accept, r reject, s skip, q leave");
    assert!(program.shown().contains(": changed"), "{}", program.shown());
    assert!(
        program.shown().contains("-    1 Before") && program.shown().contains("+    1 After"),
        "{}",
        program.shown()
    );
    program.pty.write_all(b"xa").unwrap(); // what is no answer is none
    program.wait_for_last("2 of 3: a accept, r reject, s skip, q leave");
    program.pty.write_all(b"r").unwrap();
    program.wait_for_last("3 of 3: a accept, r reject, s skip, q leave");
    program.type_until("s", "1 snapshot accepted, 1 rejected, 1 left for later.");
    program.wait_for("ended with 1");
    program.wait_for("terminal as before");
    assert!(
        kept("telling").contains("After") && kept("chronology").contains("Before") && kept("diary").contains("Before")
    );
}
