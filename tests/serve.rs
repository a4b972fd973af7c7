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

use shell::folder;

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
}

/// What was answered.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Server {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_storyline"));
        command.arg("serve").args(arguments).args(["--port", "0"]).current_dir(folder);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (_, rest) = line.split_once("http://127.0.0.1:").unwrap_or_else(|| panic!("no address in {line}"));
        let port = rest.split('/').next().unwrap().parse().unwrap();
        Self { child, port }
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
        assert!(answer.head.contains("Cache-Control: no-store") && answer.head.contains("nosniff"));
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
fn pages_are_renewed_as_the_story_is_saved_and_a_slip_is_shown() {
    let (file, server) = story("serve-renewed");
    assert_eq!(server.get("/edition.txt").body, "1");
    assert!(server.get("/1.html").body.contains("data-edition=\"1\""));
    fs::write(&file, STORY.replace("A letter", "An envelope")).unwrap();
    assert!(server.wait_for("/1.html", "An envelope").body.contains("data-edition=\"2\""));
    fs::write(&file, format!("{STORY}x = [")).unwrap();
    let answer = server.wait_for("/1.html", "error[not-toml]");
    assert!(answer.body.contains("letter.toml") && answer.body.contains("live.js"));
    fs::write(&file, format!("{STORY}reveals = [\"nobody\"]\n")).unwrap();
    assert!(server.wait_for("/1.html", "It has 1 error").body.contains("A letter"));
    assert!(server.get("/problems.html").body.contains("error[unknown-fact]"));
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

#[test]
fn it_ends_well_when_told_to() {
    let (_, mut server) = story("serve-ends");
    rustix::process::kill_process(rustix::process::Pid::from_child(&server.child), rustix::process::Signal::INT)
        .unwrap();
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[test]
fn what_is_not_there_is_said_at_once() {
    for arguments in [&["./nothing.toml"][..], &["no-such-story"], &["please-dont", "--theory", "none-such"]] {
        let answer = shell::storyline(&[&["serve"], arguments, &["--port", "0"]].concat());
        assert_eq!(answer.exit, storyline::cli::Exit::Unusable, "{arguments:?}");
        assert!(!answer.stderr.is_empty() && answer.stdout.is_empty(), "{arguments:?}");
    }
}
