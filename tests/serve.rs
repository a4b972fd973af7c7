//! The pages of a story on this machine: what is asked for is looked up, and nobody from elsewhere may ask.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod shell;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use shell::{folder, storyline};
use storyline::cli::Exit;
use storyline::knowledge::{Seen, cut_to};
use storyline::library::Library;
use storyline::site::{Settings, Site};

const STORY: &str = r#"
format = 1
work.title = "The Letter"

[[scene]]
id = "letter"
title = "A letter"
text = "It lies there."
"#;

/// The program, serving.
struct Server {
    child: Child,
    port: u16,
    /// Where it says what it says beside the answer.
    remarks: PathBuf,
}

/// What was answered.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Server {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::start_while(folder, arguments, || ())
    }

    /// Starts it, and does something while it reads.
    fn start_while(folder: &Path, arguments: &[&str], meanwhile: impl FnOnce()) -> Self {
        let remarks = folder.with_extension("remarks");
        let mut command = Command::new(env!("CARGO_BIN_EXE_storyline"));
        command.arg("serve").args(arguments).args(["--port", "0"]).current_dir(folder);
        let stderr = fs::File::create(&remarks).unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(stderr).spawn().unwrap();
        meanwhile();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (_, rest) = line.split_once("http://127.0.0.1:").unwrap_or_else(|| panic!("no address in {line}"));
        let port = rest.split('/').next().unwrap().parse().unwrap();
        Self { child, port, remarks }
    }

    fn edition(&self) -> String {
        self.get("/edition.txt").body
    }

    fn raw(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn ask(&self, method: &str, path: &str, host: &str) -> Answer {
        self.raw(&format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &format!("127.0.0.1:{}", self.port))
    }

    /// Waits until a page holds some words.
    fn wait_for(&self, path: &str, words: &str) -> Answer {
        for _ in 0..600 {
            let answer = self.get(path);
            if answer.body.contains(words) {
                return answer;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{words} is not in {}", self.get(path).body);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill(); // it may have ended
        let _ = self.child.wait();
    }
}

fn story(name: &str) -> (PathBuf, Server) {
    let folder = folder(name);
    let file = folder.join("letter.toml");
    fs::write(&file, STORY).unwrap();
    let server = Server::start(&folder, &["./letter.toml"]);
    (file, server)
}

#[test]
fn pages_are_shown_and_other_paths_lead_nowhere() {
    let (_, server) = story("serve-pages");
    for (path, words) in
        [("/", "Where are you?"), ("/1.html", "A letter"), ("/2.html", "The End"), ("/style.css", "body")]
    {
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.contains(words), "{path}");
        for header in ["Cache-Control: no-store", "nosniff", "X-Frame-Options: DENY", "Resource-Policy: same-origin"] {
            assert!(answer.head.contains(header), "{path}: {header}");
        }
    }
    for path in
        ["/99.html", "/letter.toml", "/../letter.toml", "/%2e%2e/letter.toml", "//etc/passwd", "/1.html/", "/..", "x"]
    {
        assert!([404, 400].contains(&server.get(path).status), "{path}");
    }
}

#[test]
fn only_this_machine_by_its_own_name_may_ask_and_only_to_be_shown() {
    let (_, server) = story("serve-host");
    let own = format!("localhost:{}", server.port);
    assert_eq!(server.ask("GET", "/1.html", &own).status, 200);
    for host in ["evil.example", "127.0.0.1", "127.0.0.1:1", &format!("evil.example:{}", server.port), ""] {
        let answer = server.ask("GET", "/1.html", host);
        assert_eq!(answer.status, 403, "{host}");
        assert!(!answer.body.contains("letter"));
    }
    assert_eq!(server.raw("GET / HTTP/1.1\r\n\r\n").status, 400);
    assert_eq!(server.raw(&format!("GET / HTTP/1.1\r\nHost: {own}\r\nHost: evil\r\n\r\n")).status, 400);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
        assert_eq!(server.ask(method, "/1.html", &own).status, 405, "{method}");
    }
    let (head, whole) = (server.ask("HEAD", "/1.html", &own), server.ask("GET", "/1.html", &own));
    assert_eq!((head.head, head.body), (whole.head, String::new()));
}

/// All addresses that begin with 127 are this machine's on Linux, and only one of them is listened at.
#[cfg(target_os = "linux")]
#[test]
fn nobody_is_listened_to_at_another_address() {
    let (_, server) = story("serve-loopback");
    assert!(TcpStream::connect(("127.0.0.1", server.port)).is_ok());
    assert!(TcpStream::connect(("127.0.0.2", server.port)).is_err());
}

#[test]
fn what_is_no_request_is_answered_and_harms_nobody() {
    let (_, server) = story("serve-garbage");
    assert_eq!(server.raw("\u{1}\u{2}\r\n\r\n").status, 400);
    assert_eq!(server.raw(&format!("GET /{} HTTP/1.1\r\n", "x".repeat(40_000))).status, 431);
    let cut_off = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    cut_off.shutdown(Shutdown::Both).unwrap();
    let _waits: Vec<TcpStream> = (0..8).map(|_| TcpStream::connect(("127.0.0.1", server.port)).unwrap()).collect();
    assert_eq!(server.get("/1.html").status, 200);
}

#[test]
fn of_too_many_who_ask_at_once_the_last_are_sent_away_until_others_are_gone() {
    let (_, server) = story("serve-many");
    let waiting: Vec<TcpStream> = (0..64).map(|_| TcpStream::connect(("127.0.0.1", server.port)).unwrap()).collect();
    std::thread::sleep(Duration::from_millis(300));
    let mut one_more = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    one_more.set_read_timeout(Some(Duration::from_secs(3))).unwrap();
    assert!(matches!(one_more.read(&mut [0; 9]), Ok(0)), "it waits");
    drop(waiting);
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(server.get("/1.html").status, 200);
}

#[test]
fn pages_are_renewed_as_the_story_is_saved_and_a_slip_is_shown() {
    let (file, server) = story("serve-renewed");
    let first = server.edition();
    assert!(server.get("/1.html").body.contains(&format!("data-edition=\"{first}\"")));
    fs::write(&file, STORY.replace("A letter", "An envelope")).unwrap();
    let renewed = server.wait_for("/1.html", "An envelope").body;
    assert!(!renewed.contains(&first) && renewed.contains(&format!("data-edition=\"{}\"", server.edition())));
    fs::write(&file, format!("{STORY}x = [")).unwrap();
    let answer = server.wait_for("/1.html", "error[not-toml]");
    assert!(answer.body.contains("letter.toml") && answer.body.contains("live.js"));
    fs::write(&file, format!("{STORY}reveals = [\"nobody\"]\n")).unwrap();
    assert!(server.wait_for("/1.html", "It has 1 error").body.contains("A letter"));
    assert!(server.get("/problems.html").body.contains("error[unknown-fact]"));
}

/// So many scenes.
fn scenes(count: usize) -> String {
    let scene = |number| format!("[[scene]]\nid = \"s{number}\"\ntitle = \"Scene {number}\"\ntext = \"On.\"\n");
    format!("{STORY}{}", (2..=count).map(scene).collect::<String>())
}

#[test]
fn a_tab_whose_page_is_gone_is_told_so_and_comes_back_with_it() {
    let (file, server) = story("serve-gone");
    fs::write(&file, scenes(20)).unwrap();
    server.wait_for("/20.html", "Scene 20");
    fs::write(&file, STORY).unwrap();
    let gone = server.wait_for("/20.html", "Nothing is here");
    assert_eq!(gone.status, 404);
    assert!(gone.head.contains("text/html") && gone.head.contains("no-store"));
    let live = format!("<script src=\"live.js\" defer=\"\" data-edition=\"{}\">", server.edition());
    assert!(gone.body.contains(&live) && gone.body.contains("href=\"index.html\""), "{}", gone.body);
    assert!(!gone.body.to_lowercase().contains("letter"));
    assert!(server.get("/mama/20.html").body.contains("src=\"../live.js\""));
    fs::write(&file, scenes(20)).unwrap();
    assert_eq!(server.wait_for("/20.html", "Scene 20").status, 200);
}

#[test]
fn an_edition_is_known_by_what_was_read_be_it_over_a_restart() {
    let (file, server) = story("serve-restart");
    let first = server.edition();
    fs::write(&file, STORY.replace("lies", "lay")).unwrap();
    server.wait_for("/1.html", "It lay there.");
    let second = server.edition();
    drop(server);
    let server = Server::start(file.parent().unwrap(), &["./letter.toml"]);
    assert_eq!(server.edition(), second);
    fs::write(&file, STORY).unwrap();
    server.wait_for("/1.html", "It lies there.");
    assert_eq!(server.edition(), first);
    assert_ne!(first, second);
}

#[test]
fn what_cannot_be_read_for_another_reason_is_another_edition() {
    let (file, server) = story("serve-unreadable");
    fs::remove_file(&file).unwrap();
    server.wait_for("/1.html", "error[no-such-file]");
    let first = server.edition();
    fs::write(&file, b"\xff\xfe").unwrap();
    server.wait_for("/1.html", "error[not-utf8]");
    assert_ne!(server.edition(), first);
}

#[test]
fn what_is_saved_while_it_is_read_for_the_first_time_is_shown() {
    let folder = folder("serve-meanwhile");
    let file = folder.join("letter.toml");
    let long = scenes(8000);
    fs::write(&file, &long).unwrap();
    let server = Server::start_while(&folder, &["./letter.toml"], || {
        std::thread::sleep(Duration::from_millis(300)); // by now it is read, and not yet looked through
        fs::write(&file, STORY.replace("lies", "lay")).unwrap();
    });
    server.wait_for("/1.html", "It lay there.");
}

#[test]
fn each_of_several_stories_has_an_address_of_its_own() {
    let folder = folder("serve-addresses");
    for (name, title) in [("a b", "One"), ("a-b", "Two"), ("가나", "Three"), ("다라", "Four"), ("a%20b", "Five")] {
        fs::write(folder.join(format!("{name}.toml")), STORY.replace("The Letter", title)).unwrap();
    }
    let server = Server::start(&folder, &[]);
    let shelf = server.get("/").body;
    let links: Vec<&str> = shelf.split("<li><a href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(links.len(), 5);
    let mut titles: Vec<String> = Vec::new();
    for link in links {
        assert!(shelf.contains(&format!("href=\"{link}\" dir=\"auto\">")));
        let page = server.get(&format!("/{link}"));
        assert_eq!(page.status, 200, "{link}");
        titles.push(page.body.split("<title>").nth(1).unwrap().split('<').next().unwrap().to_owned());
    }
    titles.sort();
    assert_eq!(titles, ["Five", "Four", "One", "Three", "Two"]);
    assert_eq!(server.get("/%ea%b0%80%eb%82%98/1.html").status, 200);
    assert!(!shelf.contains("error"), "{shelf}");
    fs::write(folder.join("a b.toml"), "format = 1\nx = [").unwrap();
    server.wait_for("/", "<small> · 1 error</small>");
}

#[test]
fn a_folder_of_stories_is_served_and_what_is_wrong_in_them_is_said() {
    let folder = folder("serve-folder");
    fs::create_dir_all(folder.join("ours/deep")).unwrap();
    fs::write(folder.join("ours/letter.toml"), STORY).unwrap();
    fs::write(folder.join("ours/deep/road.toml"), STORY.replace("The Letter", "The Road")).unwrap();
    fs::write(folder.join("ours/Cargo.toml"), "[package]\nname = \"none\"\n").unwrap();
    let mut server = Server::start(&folder, &["ours/"]);
    let shelf = server.get("/").body;
    assert!(shelf.contains(">The Letter</a>") && shelf.contains(">The Road</a>"), "{shelf}");
    assert!(!shelf.contains("Cargo"), "{shelf}");
    fs::write(folder.join("ours/new.toml"), STORY.replace("The Letter", "New")).unwrap();
    server.wait_for("/", ">New</a>");
    fs::write(folder.join("ours/letter.toml"), "format = 1\nx = [").unwrap();
    server.wait_for("/", " · 1 error</small>");
    let is_said = || {
        std::thread::sleep(Duration::from_millis(50));
        fs::read_to_string(&server.remarks).unwrap().trim_end().ends_with(" (1 error)")
    };
    assert!((0..600).any(|_| is_said()));
    end(&mut server);
    fs::create_dir_all(folder.join("none")).unwrap();
    let answer = storyline(&["serve", folder.join("none/").to_str().unwrap(), "--port", "0"]);
    assert!(answer.exit == Exit::Unusable && answer.stderr.contains("There is no story file in "), "{}", answer.stderr);
}

#[test]
fn nobody_is_led_elsewhere_and_a_broken_story_answers_names_of_pages_only() {
    let (file, server) = story("serve-elsewhere");
    for is_broken in [false, true] {
        if is_broken {
            fs::write(&file, "x = [").unwrap();
            server.wait_for("/1.html", "error[not-toml]");
        }
        for path in [
            "//evil.example",
            "//evil.example/",
            "//evil.example/..",
            "/%2Fevil.example",
            "/\\evil.example",
            "/%5Cevil.example",
            "/evil.example",
            "/x.txt",
            "/mama",
            "/mama/x/1.html",
            "/1.html/",
            "/../1.html",
            "/about.html",
            "/mama/letter.toml",
        ] {
            let answer = server.get(path);
            assert_eq!(answer.status, 404, "{path}");
            assert!(!answer.head.contains("Location") && !answer.body.contains("not-toml"), "{path}");
        }
    }
    for path in ["/", "/0.html", "/12.html", "/3-theory-1.html", "/mama/", "/mama/3.html", "/so-far/mama.html"] {
        let answer = server.get(path);
        assert!(answer.status == 200 && answer.body.contains("error[not-toml]"), "{path}");
    }
}

#[test]
fn every_page_that_is_published_is_served() {
    let story = Library::default().find("k-will").unwrap().load().story.unwrap();
    let all = Seen::all(&story);
    let works = story.work_ids().map(|work| cut_to(&story, &all, Some(work))).collect();
    let site = Site::of(cut_to(&story, &all, None), works, Settings::default());
    let mut server = Server::start(&folder("serve-published"), &["k-will"]);
    let mut of_theories = 0;
    let each: Result<(), ()> = site.each(&mut |path, _| {
        of_theories += usize::from(path.contains("theory-"));
        assert_eq!(server.get(&format!("/{path}")).status, 200, "{path}");
        Ok(())
    });
    each.unwrap();
    assert!(of_theories > 1);
    end(&mut server);
}

#[test]
fn a_story_that_is_built_in_is_not_renewed() {
    let folder = folder("serve-built-in");
    let mut server = Server::start(&folder, &["please-dont"]);
    assert!(server.get("/1.html").body.contains("Please Don"));
    fs::write(folder.join("letter.toml"), STORY).unwrap();
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(fs::read_to_string(&server.remarks).unwrap(), "");
    end(&mut server);
}

#[test]
fn a_story_that_comes_is_taken_in_and_one_that_goes_is_let_go() {
    let folder = folder("serve-comes");
    fs::write(folder.join("letter.toml"), STORY).unwrap();
    let server = Server::start(&folder, &[]);
    assert!(!server.get("/").body.contains("The Road"));
    let road = folder.join("road.toml");
    fs::write(&road, STORY.replace("The Letter", "The Road")).unwrap();
    server.wait_for("/", "The Road");
    assert!(server.get("/road/1.html").body.contains("It lies there."));
    fs::remove_file(&road).unwrap();
    let gone = server.wait_for("/road/1.html", "Nothing is here");
    assert!(gone.status == 404 && gone.body.contains("src=\"../live.js\""));
    assert!(!server.get("/").body.contains("The Road"));
    fs::remove_file(folder.join("letter.toml")).unwrap();
    server.wait_for("/letter/1.html", "Nothing is here");
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn without_a_name_the_stories_here_are_listed() {
    let folder = folder("serve-list");
    fs::create_dir_all(folder.join("stories/shelf")).unwrap();
    fs::write(folder.join("stories/shelf/letter.toml"), STORY).unwrap();
    let server = Server::start(&folder, &[]);
    assert!(server.get("/").body.contains("<a href=\"stories/shelf/letter/index.html\" dir=\"auto\">The Letter</a>"));
    assert!(server.get("/stories/shelf/letter/1.html").body.contains("It lies there."));
    let moved = server.get("/stories/shelf/letter");
    assert_eq!(moved.status, 308);
    assert!(moved.head.contains("Location: /stories/shelf/letter/"));
    assert_eq!(server.get("/stories/shelf/").status, 404);
}

/// Tells it to end.
fn end(server: &mut Server) {
    let pid = rustix::process::Pid::from_child(&server.child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[test]
fn it_ends_well_when_told_to() {
    let (_, mut server) = story("serve-ends");
    end(&mut server);
}

#[test]
fn what_is_not_there_is_said_at_once() {
    for arguments in [&["./nothing.toml"][..], &["no-such-story"], &["please-dont", "--theory", "none-such"]] {
        let answer = storyline(&[&["serve"], arguments, &["--port", "0"]].concat());
        assert_eq!(answer.exit, Exit::Unusable, "{arguments:?}");
        assert!(!answer.stderr.is_empty() && answer.stdout.is_empty(), "{arguments:?}");
    }
}
