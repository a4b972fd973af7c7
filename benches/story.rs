//! How long a story takes from text to page, against copying and hashing the same bytes, and how that grows.
//!
//! `cargo bench --bench story` measures 20, 2,000 and 100,000 scenes; `cargo bench --bench story -- 1000000` more besides.
//! Each size runs in a process of its own, so that its peak of memory is its own (shown is the peak up to each stage, the
//! text included). `check` is measured of the same story without states, too. The best of several runs counts: what
//! else the machine does only ever adds. Nothing here fails for being slow.

#![expect(clippy::disallowed_macros, reason = "a benchmark prints")]
#![expect(clippy::disallowed_types, reason = "a benchmark reads the clock")]
#![expect(clippy::expect_used, reason = "a benchmark of nothing is no benchmark")]

#[path = "../examples/generate/story/mod.rs"]
mod generated;

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher as _};
use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use std::{env, fs};

use generated::World;
use storyline::knowledge::{Cut, Seen, cut};
use storyline::lint::{self, Checked};
use storyline::play;
use storyline::source::{FileId, Source};
use storyline::story;
use storyline::syntax;
use storyline::time::chronology;
use storyline::view::{self, Options, Order};

const SIZES: [u32; 3] = [20, 2_000, 100_000];
const SEED: u64 = 1;

/// How often a stage runs: so often at least, and at least so long.
#[derive(Clone, Copy)]
struct Runs {
    least: u32,
    long_enough: Duration,
}

const MANY: Runs = Runs { least: 5, long_enough: Duration::from_secs(1) };
const ONE: Runs = Runs { least: 1, long_enough: Duration::ZERO };

/// Behind this a stage is not run again.
const TOO_LONG: Duration = Duration::from_secs(30);

/// Every position is measured of stories that have no more scenes.
const POSITIONS: u32 = 2_000;

/// As many bytes at least are copied into fresh pages.
const FRESH: usize = 8 << 20;

/// What tells a process that measures one size from the one that was called, and what it measures.
const MEASURE: &str = "--measure";
const STAGES: &str = "stages";
const BYTES: &str = "bytes";
const PLAIN: &str = "plain";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [flag, what, scenes, once] = &arguments[..]
        && flag == MEASURE
    {
        let (scenes, runs) = (scenes.parse().expect("a number of scenes"), if once == "true" { ONE } else { MANY });
        if what == STAGES {
            measure_stages(scenes, runs);
        } else if what == PLAIN {
            measure_plain(scenes, runs);
        } else {
            measure_bytes(scenes, runs);
        }
        return ExitCode::SUCCESS;
    }
    if arguments.iter().any(|argument| argument == "--list") {
        println!("story: benchmark");
        return ExitCode::SUCCESS;
    }
    // `cargo test` calls benchmarks without this, to see that they run.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return report(&BTreeSet::from([SIZES[0]]), true);
    }
    let words: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let more: Vec<u32> = words.iter().filter_map(|word| word.parse().ok()).collect();
    if let Some(scenes) = more.iter().find(|scenes| !World::SCENES.contains(scenes)) {
        eprintln!("no story of {scenes} scenes can be written");
        return ExitCode::from(2);
    }
    // Any other word is cargo's way to choose among benchmarks.
    if more.is_empty() && !words.iter().all(|word| "story".contains(word.as_str())) {
        return ExitCode::SUCCESS;
    }
    report(&SIZES.into_iter().chain(more).collect(), false)
}

/// One stage, measured.
struct Row {
    stage: String,
    seconds: f64,
    /// The peak of memory so far, in bytes. None where the system does not say.
    peak: Option<f64>,
}

/// All stages of one size.
struct Table {
    scenes: u32,
    bytes: f64,
    rows: Vec<Row>,
}

fn text_of(world: &World) -> String {
    let mut bytes = Vec::new();
    generated::write(world, &mut bytes).expect("memory takes what is written");
    bytes.shrink_to_fit();
    String::from_utf8(bytes).expect("stories are text")
}

/// From text to page, in this process. Prints a line a stage for [`measured_elsewhere`].
fn measure_stages(scenes: u32, runs: Runs) {
    let text = text_of(&World::new(scenes, SEED));
    let document_of = |source: &Source| syntax::parse(source, FileId::default(), &mut Vec::new());
    stage("parse", runs, || text.clone(), |text| document_of(&Source::new("generated.toml", text)));
    let document = document_of(&Source::new("generated.toml", text.as_str()));
    stage("build", runs, || (), |()| story::build(&document, &mut Vec::new()));
    let story = story::build(&document, &mut Vec::new());
    drop(document);
    let whole = cut(&story, &Seen::all(&story));
    stage("order", runs, || (), |()| chronology(&whole.network()));
    if scenes <= POSITIONS {
        measure_positions(&whole, runs);
    }
    let source = Source::new("generated.toml", text.as_str());
    let checked = || Checked::new(&story, std::slice::from_ref(&source));
    stage("check", runs, checked, |checked| lint::check(checked, &[], Vec::new()));
    let happened = whole.chronology();
    let timeline = view::by_name("timeline").expect("there is a timeline");
    let in_order = |order| Options { order, ..Options::default() };
    let page = |order| (timeline.page)(&whole, &happened, &in_order(order)).plain();
    stage("timeline as told", runs, || (), |()| page(Order::Narrative));
    stage("timeline as it happened", runs, || (), |()| page(Order::Chronological));
    stage("timeline as JSON", runs, || (), |()| (timeline.json)(&whole, &happened, &Options::default()));
}

/// What a check costs where nothing is said of states, of what people know and of ways, in this process.
fn measure_plain(scenes: u32, runs: Runs) {
    let source = Source::new("generated.toml", text_of(&World::new(scenes, SEED).without_continuity()));
    let story = story::build(&syntax::parse(&source, FileId::default(), &mut Vec::new()), &mut Vec::new());
    let checked = || Checked::new(&story, std::slice::from_ref(&source));
    stage("check, no states", runs, checked, |checked| lint::check(checked, &[], Vec::new()));
}

/// Somebody watches from the first scene to the last, in this process.
fn measure_positions(whole: &Cut, runs: Runs) {
    let positions = || {
        let mut watching = whole.watch();
        std::iter::from_fn(move || watching.watch_next().map(|_| watching.cut().clone()))
    };
    stage("every position", runs, || (), |()| positions().map(|cut| cut.scenes().len()).sum::<usize>());
    stage("every position, kept", runs, || (), |()| positions().collect::<Vec<Cut>>());
    stage("play", runs, || (), |()| play::told(whole, &Options::default()));
    stage("the cut as a file", runs, || (), |()| syntax::write(&whole.documents()[0]));
}

/// What the bytes alone cost, in this process.
fn measure_bytes(scenes: u32, runs: Runs) {
    let text = text_of(&World::new(scenes, SEED));
    println!("{}", text.len());
    // What is freed is used again, so no page is fresh unless the copies are kept; and a short text fills no page.
    let times = (FRESH / text.len()).max(1) as u32;
    let (long, mut kept) = (text.repeat(times as usize), Vec::new());
    let few = Runs { long_enough: Duration::ZERO, ..runs };
    let copied = best_of(few, || (), |()| kept.push(black_box(long.as_bytes()).to_vec()));
    print_row(COPY, copied / f64::from(times), None);
    drop(kept);
    let mut warm = text.clone().into_bytes();
    let copied = best_of(runs, || (), |()| black_box(&mut warm).copy_from_slice(black_box(text.as_bytes())));
    print_row("copy, warm buffer", copied, None);
    let hash = |()| {
        let mut hasher = DefaultHasher::new();
        hasher.write(black_box(text.as_bytes()));
        hasher.finish()
    };
    print_row(HASH, best_of(runs, || (), hash), None);
}

/// What the stages are held against.
const COPY: &str = "copy, fresh pages";
const HASH: &str = "hash (std's SipHash)";

/// Measures a stage and prints its row.
fn stage<G, M>(name: &str, runs: Runs, given: impl Fn() -> G, run: impl FnMut(G) -> M) {
    print_row(name, best_of(runs, given, run), peak());
}

fn print_row(name: &str, seconds: f64, peak: Option<u64>) {
    println!("{name}\t{seconds}\t{}", peak.map_or(String::new(), |peak| peak.to_string()));
}

/// The seconds of the best run. Neither making what a run is given nor dropping what it makes counts.
fn best_of<G, M>(runs: Runs, given: impl Fn() -> G, mut run: impl FnMut(G) -> M) -> f64 {
    let (mut best, mut done, began) = (Duration::MAX, 0, Instant::now());
    loop {
        let given = given();
        let start = Instant::now();
        let made = black_box(run(black_box(given)));
        best = best.min(start.elapsed());
        drop(made);
        done += 1;
        let spent = began.elapsed();
        if spent > TOO_LONG || (done >= runs.least && spent >= runs.long_enough) {
            return best.as_secs_f64();
        }
    }
}

/// The most memory that this process has had, in bytes, where the system says so.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

fn report(sizes: &BTreeSet<u32>, once: bool) -> ExitCode {
    let mut tables: Vec<Table> = Vec::new();
    for &scenes in sizes {
        let Some(table) = measured_elsewhere(scenes, once) else {
            eprintln!("{scenes} scenes could not be measured");
            return ExitCode::FAILURE;
        };
        table.print();
        tables.push(table);
    }
    for pair in tables.windows(2).filter(|pair| pair[0].scenes >= SIZES[1]) {
        print_growth(&pair[0], &pair[1]);
    }
    ExitCode::SUCCESS
}

/// Measures one size, the stages and the bytes in a process each.
fn measured_elsewhere(scenes: u32, once: bool) -> Option<Table> {
    let printed = |what: &str| {
        let arguments = [MEASURE, what, &scenes.to_string(), &once.to_string()];
        let output = Command::new(env::current_exe().ok()?).args(arguments).output().ok()?;
        String::from_utf8(output.stdout).ok().filter(|_| output.status.success())
    };
    let (stages, plain, bytes) = (printed(STAGES)?, printed(PLAIN)?, printed(BYTES)?);
    let (length, bytes) = bytes.split_once('\n')?;
    let rows = stages.lines().chain(plain.lines()).chain(bytes.lines()).map(|line| {
        let mut cells = line.split('\t');
        let (stage, seconds) = (cells.next()?.to_owned(), cells.next()?.parse().ok()?);
        Some(Row { stage, seconds, peak: cells.next()?.parse().ok() })
    });
    Some(Table { scenes, bytes: length.parse().ok()?, rows: rows.collect::<Option<_>>()? })
}

impl Table {
    fn seconds(&self, stage: &str) -> f64 {
        self.rows.iter().find(|row| row.stage == stage).map_or(f64::NAN, |row| row.seconds)
    }

    fn print(&self) {
        println!(
            "\n{} scenes, {:.0} bytes; against copying them into fresh pages, and hashing them",
            self.scenes, self.bytes
        );
        println!(
            "{:<25} {:>11} {:>10} {:>9} {:>9} {:>11}",
            "stage", "best", "ns/scene", "x copy", "x hash", "peak/bytes"
        );
        for row in &self.rows {
            let nanoseconds = row.seconds * 1e9 / f64::from(self.scenes);
            let (copies, hashes) = (row.seconds / self.seconds(COPY), row.seconds / self.seconds(HASH));
            let peak = row.peak.map_or("-".to_owned(), |peak| format!("{:.1}", peak / self.bytes));
            let best = in_words(row.seconds);
            println!("{:<25} {best:>11} {nanoseconds:>10.1} {copies:>9.2} {hashes:>9.2} {peak:>11}", row.stage);
        }
    }
}

fn in_words(seconds: f64) -> String {
    match seconds {
        ..1e-6 => format!("{:.0} ns", seconds * 1e9),
        ..1e-3 => format!("{:.2} us", seconds * 1e6),
        ..1.0 => format!("{:.2} ms", seconds * 1e3),
        _ => format!("{seconds:.2} s"),
    }
}

/// 1.0: twice the scenes take twice the time; 2.0: four times.
fn print_growth(small: &Table, large: &Table) {
    println!("\nGrowth from {} to {} scenes: log(t2/t1) / log(n2/n1)", small.scenes, large.scenes);
    let scenes = (f64::from(large.scenes) / f64::from(small.scenes)).ln();
    for row in &large.rows {
        println!("{:<25} {:>6.2}", row.stage, (row.seconds / small.seconds(&row.stage)).ln() / scenes);
    }
}
