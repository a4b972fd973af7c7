//! A real Chromium, spoken to over a pipe: one process for the whole test binary, a tab for each test.
//!
//! The browser reads messages on its file 3 and answers on its file 4, each a JSON object that ends with a NUL byte. It ends
//! itself once nobody holds the other end of the pipe, however these tests end; the shell that began it then takes away
//! what it left.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Condvar, Mutex, OnceLock};
use std::time::Duration;

use serde_json::{Value, json};

/// How long anything may take. Much longer than it does: a busy machine is no fault.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// What it is called where it is installed.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

const FLAGS: [&str; 11] = [
    "--headless",
    "--remote-debugging-pipe",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

/// `$1` is the folder that it writes to, what follows is what to run.
const BEGIN: &str = "folder=$1; shift; \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>\"$folder/said\"; \
    for try in 1 2 3 4 5; do rm -rf \"$folder\" && exit; sleep 1; done 2>/dev/null";

/// What the browser has said, and nobody has taken yet.
#[derive(Default)]
struct Said {
    /// By the number of the question.
    answers: BTreeMap<u64, Value>,
    /// By tab, in order.
    events: BTreeMap<String, Vec<Value>>,
    has_ended: bool,
}

pub(crate) struct Browser {
    asks: Mutex<(ChildStdin, u64)>,
    said: Mutex<Said>,
    heard: Condvar,
    folder: PathBuf,
}

/// A value from outside.
fn from_outside(name: &str) -> Option<OsString> {
    #[expect(clippy::disallowed_methods, reason = "which browser to use is said from outside")]
    std::env::var_os(name)
}

/// The program to run: the one that is asked for, else the first that is installed.
fn program() -> Option<PathBuf> {
    if let Some(asked) = from_outside("STORYLINE_BROWSER") {
        return (!asked.is_empty()).then(|| PathBuf::from(asked));
    }
    let path = from_outside("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let installed = |name: &str| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file());
    NAMES.iter().find_map(|name| installed(name))
}

/// What judges how a page is for everybody: axe-core, where it is installed.
pub(crate) fn axe() -> Option<String> {
    let installed = || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe/node_modules/axe-core/axe.min.js");
    let file = from_outside("STORYLINE_AXE").map_or_else(installed, PathBuf::from);
    fs::read_to_string(file).ok()
}

/// The browser, begun by the first who asks. None where none is installed.
pub(crate) fn browser() -> Option<&'static Browser> {
    static BROWSER: OnceLock<Option<Browser>> = OnceLock::new();
    let browser = BROWSER.get_or_init(|| {
        let (browser, answers) = Browser::begin(&program()?);
        Some((browser, answers)).map(|(browser, answers)| {
            ANSWERS.set(Mutex::new(Some(answers))).unwrap();
            browser
        })
    });
    let browser = browser.as_ref()?;
    if let Some(answers) = ANSWERS.get().and_then(|answers| answers.lock().unwrap().take()) {
        std::thread::spawn(move || browser.listen(answers));
    }
    Some(browser)
}

/// What the browser answers on, until somebody listens.
static ANSWERS: OnceLock<Mutex<Option<ChildStdout>>> = OnceLock::new();

impl Browser {
    #[expect(clippy::zombie_processes, reason = "it ends with these tests, or soon after")]
    fn begin(program: &Path) -> (Self, ChildStdout) {
        let name = format!("browser-{}", std::process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder); // it may not be there
        fs::create_dir_all(&folder).unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", BEGIN, "sh"]).arg(&folder).arg(program).args(FLAGS);
        command.arg(format!("--user-data-dir={}", folder.join("profile").display())).arg("about:blank");
        let mut shell = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (asks, answers) = (shell.stdin.take().unwrap(), shell.stdout.take().unwrap());
        let (said, heard) = (Mutex::default(), Condvar::new());
        (Self { asks: Mutex::new((asks, 0)), said, heard, folder }, answers)
    }

    /// Takes in what the browser says, until it says no more.
    fn listen(&self, answers: ChildStdout) {
        let mut answers = BufReader::new(answers);
        let mut message = Vec::new();
        while answers.read_until(0, &mut message).is_ok_and(|count| count > 0) {
            let value: Value = serde_json::from_slice(message.trim_ascii_end().strip_suffix(b"\0").unwrap_or(&message))
                .expect("the browser says JSON");
            message.clear();
            let mut said = self.said.lock().unwrap();
            if let Some(number) = value["id"].as_u64() {
                said.answers.insert(number, value);
            } else {
                let session = value["sessionId"].as_str().unwrap_or_default().to_owned();
                said.events.entry(session).or_default().push(value);
            }
            self.heard.notify_all();
        }
        self.said.lock().unwrap().has_ended = true;
        self.heard.notify_all();
    }

    /// Asks, and waits for what is answered.
    pub(crate) fn ask(&self, session: &str, method: &str, parameters: &Value) -> Result<Value, String> {
        let number = {
            let mut asks = self.asks.lock().unwrap();
            asks.1 += 1;
            let mut question = json!({ "id": asks.1, "method": method, "params": parameters });
            if !session.is_empty() {
                question["sessionId"] = session.into();
            }
            let number = asks.1;
            asks.0.write_all(format!("{question}\0").as_bytes()).unwrap_or_else(|_| self.give_up(method));
            number
        };
        let mut answer = self.wait(method, |said| said.answers.remove(&number));
        match answer.get("error") {
            Some(error) => Err(format!("{method}: {error}")),
            None => Ok(answer["result"].take()),
        }
    }

    /// Waits until something was said. `what` is told where it never is.
    pub(crate) fn wait_for<T>(&self, session: &str, what: &str, mut find: impl FnMut(&[Value]) -> Option<T>) -> T {
        self.wait(what, |said| find(said.events.get(session).map_or(&[], Vec::as_slice)))
    }

    fn wait<T>(&self, what: &str, mut find: impl FnMut(&mut Said) -> Option<T>) -> T {
        let mut found = None;
        let said = self.said.lock().unwrap();
        let waits = |said: &mut Said| {
            found = find(said);
            found.is_none() && !said.has_ended
        };
        drop(self.heard.wait_timeout_while(said, PATIENCE, waits).unwrap());
        found.unwrap_or_else(|| self.give_up(what))
    }

    /// All that was said in a tab so far.
    pub(crate) fn events(&self, session: &str) -> Vec<Value> {
        self.said.lock().unwrap().events.get(session).cloned().unwrap_or_default()
    }

    /// Forgets what was said in a tab so far.
    pub(crate) fn forget(&self, session: &str) {
        self.said.lock().unwrap().events.remove(session);
    }

    fn give_up(&self, what: &str) -> ! {
        let ended = self.said.lock().is_ok_and(|said| said.has_ended);
        let said = fs::read_to_string(self.folder.join("said")).unwrap_or_default();
        let last: Vec<&str> = said.lines().rev().take(12).collect();
        let last = last.into_iter().rev().collect::<Vec<_>>().join("\n");
        let how = if ended { "the browser has ended" } else { "the browser did not say so in a minute" };
        panic!("waited for `{what}`: {how}. What it last complained of:\n{last}");
    }
}
