//! As much of HTTP/1.1 as it takes to show pages to a browser on this machine: one request a connection, GET and HEAD.
//!
//! Whoever asks under another name than this machine's own is refused: a page from elsewhere whose name was made to lead
//! here could read what is shown otherwise.

#![expect(clippy::disallowed_types, reason = "whoever asks slowly is not waited for without end")]

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// So many connections are answered at a time.
const MOST: usize = 64;
/// No request is longer.
const LONGEST: usize = 16 * 1024;
/// So long a whole request may take to come, and a part of an answer to be taken.
const PATIENCE: Duration = Duration::from_secs(5);
/// So long a whole answer may take to be taken.
const LONGEST_ANSWER: Duration = Duration::from_secs(30);
/// So much of an answer is written at a time.
const PART: usize = 64 * 1024;

/// What there is to an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Page(String),
    Style(String),
    Script(String),
    Text(String),
    /// It is at this path.
    Elsewhere(String),
    /// There is nothing, which this page says.
    Missing(String),
    Nothing,
}

impl Answer {
    /// A file by its name.
    pub(super) fn of(name: &str, text: String) -> Self {
        match name.rsplit_once('.') {
            Some((_, "css")) => Self::Style(text),
            Some((_, "js")) => Self::Script(text),
            _ => Self::Page(text),
        }
    }

    /// What it says.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Page(text)
            | Self::Style(text)
            | Self::Script(text)
            | Self::Text(text)
            | Self::Elsewhere(text)
            | Self::Missing(text) => text,
            Self::Nothing => "",
        }
    }
}

/// What is said back.
struct Response {
    status: &'static str,
    kind: &'static str,
    more: String,
    body: String,
}

impl Response {
    fn plain(status: &'static str) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", more: String::new(), body: format!("{status}\n") }
    }

    fn of(answer: Answer) -> Self {
        let fine = |kind, body| Self { status: "200 OK", kind, more: String::new(), body };
        match answer {
            Answer::Page(text) => fine("text/html; charset=utf-8", text),
            Answer::Style(text) => fine("text/css; charset=utf-8", text),
            Answer::Script(text) => fine("text/javascript; charset=utf-8", text),
            Answer::Text(text) => fine("text/plain; charset=utf-8", text),
            Answer::Elsewhere(path) => {
                Self { more: format!("Location: {path}\r\n"), ..Self::plain("308 Permanent Redirect") }
            }
            Answer::Missing(page) => Self { status: "404 Not Found", ..fine("text/html; charset=utf-8", page) },
            Answer::Nothing => Self::plain("404 Not Found"),
        }
    }

    /// Writes it, to HEAD without what it is about. Whoever has not taken all of it by then is left.
    fn write(&self, stream: &mut TcpStream, is_head: bool, until: Instant) -> io::Result<()> {
        let Self { status, kind, more, body } = self;
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
             X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nReferrer-Policy: no-referrer\r\n\
             Cross-Origin-Resource-Policy: same-origin\r\nConnection: close\r\n{more}\r\n",
            body.len()
        );
        let body = if is_head { "" } else { body.as_str() };
        for mut rest in [head.as_bytes()].into_iter().chain(body.as_bytes().chunks(PART)) {
            while !rest.is_empty() {
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Err(io::ErrorKind::TimedOut.into());
                }
                stream.set_write_timeout(Some(left.min(PATIENCE)))?;
                match stream.write(rest) {
                    Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                    Ok(written) => rest = &rest[written..],
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
        }
        stream.flush()
    }
}

/// Answers whoever asks, as long as the program runs.
pub(super) fn serve<F: Fn(&str) -> Answer + Send + Sync>(listener: &TcpListener, port: u16, answer: &F) {
    let open = Arc::new(AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for stream in listener.incoming() {
            let Ok(stream) = stream else {
                std::thread::sleep(Duration::from_millis(20)); // too many files are open, say
                continue;
            };
            if open.fetch_add(1, Ordering::SeqCst) >= MOST {
                open.fetch_sub(1, Ordering::SeqCst);
                continue; // it is closed
            }
            let done = Done(Arc::clone(&open));
            let conversing = std::thread::Builder::new().spawn_scoped(scope, move || {
                let _done = done;
                let _ = converse(stream, port, answer); // who asked is gone
            });
            drop(conversing); // where there is no thread to be had the connection is closed
        }
    });
}

/// Counts a connection as done, however it ended.
struct Done(Arc<AtomicUsize>);

impl Drop for Done {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn converse(mut stream: TcpStream, port: u16, answer: &impl Fn(&str) -> Answer) -> io::Result<()> {
    let (response, is_head) = match request(&mut stream, Instant::now() + PATIENCE)? {
        Asked::Whole(request) => respond(&request, port, answer),
        Asked::Long => (Response::plain("431 Request Header Fields Too Large"), false),
        Asked::Late => (Response::plain("408 Request Timeout"), false),
        Asked::Gone => return Ok(()),
    };
    response.write(&mut stream, is_head, Instant::now() + LONGEST_ANSWER)?;
    // What was sent besides is taken first, or the system would take the answer back.
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_millis(200)))?;
    let mut rest = [0; 4096];
    for _ in 0..64 {
        if stream.read(&mut rest)? == 0 {
            break;
        }
    }
    Ok(())
}

/// How a request came.
enum Asked {
    Whole(Vec<u8>),
    Long,
    Late,
    Gone,
}

/// Reads up to the end of the headers, and no longer than until then.
fn request(stream: &mut TcpStream, until: Instant) -> io::Result<Asked> {
    let mut request = Vec::new();
    let mut part = [0; 4096];
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(Asked::Late);
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut part) {
            Ok(0) => return Ok(Asked::Gone),
            Ok(read) => request.extend_from_slice(&part[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                return Ok(Asked::Late);
            }
            Err(error) => return Err(error),
        }
        if request.windows(4).any(|end| end == b"\r\n\r\n") {
            return Ok(Asked::Whole(request));
        }
        if request.len() > LONGEST {
            return Ok(Asked::Long);
        }
    }
}

/// What to say to a request, and whether only its head is asked for.
fn respond(request: &[u8], port: u16, answer: &impl Fn(&str) -> Answer) -> (Response, bool) {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Request::new(&mut headers);
    let is_whole = parsed.parse(request).is_ok_and(|status| status.is_complete());
    let (Some(method), Some(target)) = (parsed.method.filter(|_| is_whole), parsed.path) else {
        return (Response::plain("400 Bad Request"), false);
    };
    let is_head = method == "HEAD";
    let hosts: Vec<&[u8]> =
        parsed.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("host")).map(|it| it.value).collect();
    let [host] = hosts[..] else { return (Response::plain("400 Bad Request"), is_head) };
    if !is_own(host, port) {
        return (Response::plain("403 Forbidden"), is_head);
    }
    if method != "GET" && !is_head {
        let more = "Allow: GET, HEAD\r\n".to_owned();
        return (Response { more, ..Response::plain("405 Method Not Allowed") }, is_head);
    }
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    (Response::of(answer(path)), is_head)
}

/// Whether a name is this machine's own, at this port.
fn is_own(host: &[u8], port: u16) -> bool {
    let own = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{port}"));
    own.iter().any(|own| own.as_bytes().eq_ignore_ascii_case(host))
        || port == 80 && [b"127.0.0.1".as_slice(), b"localhost"].iter().any(|own| own.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;
    use std::thread;

    use super::*;

    /// Both ends of a connection.
    fn connection() -> (TcpStream, TcpStream) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let here = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (here, listener.accept().unwrap().0)
    }

    #[test]
    fn who_takes_an_answer_little_by_little_is_left_after_a_while() {
        let (mut reader, mut stream) = connection();
        thread::spawn(move || {
            let mut bytes = vec![0; 4000];
            // Some is taken all the time, so no single write waits for long.
            while reader.read(&mut bytes).is_ok_and(|read| read > 0) {
                thread::sleep(Duration::from_millis(2));
            }
        });
        let response = Response::of(Answer::Page("x".repeat(100_000_000)));
        let begun = Instant::now();
        let error = response.write(&mut stream, false, begun + Duration::from_millis(600)).unwrap_err();
        let kinds = [io::ErrorKind::TimedOut, io::ErrorKind::WouldBlock];
        assert!(kinds.contains(&error.kind()), "{error}");
        assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    }

    #[test]
    fn who_asks_letter_by_letter_is_told_that_it_is_too_late() {
        let (mut writer, mut stream) = connection();
        thread::spawn(move || {
            while writer.write_all(b"x").is_ok() {
                thread::sleep(Duration::from_millis(20));
            }
        });
        let begun = Instant::now();
        let asked = request(&mut stream, begun + Duration::from_millis(400)).unwrap();
        assert!(matches!(asked, Asked::Late));
        assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    }
}
