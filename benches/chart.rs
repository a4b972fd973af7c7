//! How much lines cross and bend in charts, and what a chart costs.
//!
//! `cargo bench --bench chart -- FILES` draws layouts in the JSON of iStoryline.js
//! (`{"Story":{"Characters":{NAME:[{"Start","End","Session"}]}}}`: who has the same session at the same time is together);
//! without files it draws stories drawn by lot, up to 4,165 scenes and 500 characters. Every method is counted in the same
//! way: see `layout/chart/count.rs`.

#![expect(clippy::disallowed_macros, reason = "a benchmark prints")]
#![expect(clippy::disallowed_types, reason = "a benchmark reads the clock")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use std::time::Instant;
use std::{env, fs};

use storyline::layout::chart::{Chart, Meetings, as_told, is_exact, searched, whole};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--list") {
        println!("chart: benchmark");
        return ExitCode::SUCCESS;
    }
    let files: Vec<&String> = arguments.iter().filter(|argument| argument.ends_with(".json")).collect();
    let named: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    if files.is_empty() && !named.iter().all(|word| "chart".contains(word.as_str())) {
        return ExitCode::SUCCESS; // cargo's way to choose among benchmarks
    }
    println!(
        "{:<22} {:>5} {:>5} {:>5} {:<9} {:>8} {:>7} {:>8} {:>9} {:>8} {:>6} {:>9}",
        "story",
        "lines",
        "steps",
        "most",
        "method",
        "crossings",
        "blocks",
        "wiggles",
        "distance",
        "white",
        "height",
        "time"
    );
    if files.is_empty() {
        // `cargo test` calls benchmarks without this, to see that they run.
        let all: &[(u32, u32, u32)] =
            if arguments.iter().any(|argument| argument == "--bench") { &GENERATED } else { &GENERATED[..2] };
        for &(steps, lines, most) in all {
            report(&format!("generated {steps} × {most}"), &generated(steps, lines, most));
        }
        return ExitCode::SUCCESS;
    }
    for file in files {
        let Some(meetings) = fs::read_to_string(file).ok().and_then(|text| read(&text)) else {
            eprintln!("{file} cannot be read");
            return ExitCode::from(2);
        };
        let name = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".json");
        report(name, &meetings);
    }
    ExitCode::SUCCESS
}

/// Scenes, characters, and how many of them are in a scene at most.
const GENERATED: [(u32, u32, u32); 9] = [
    (20, 6, 4),
    (100, 8, 4),
    (100, 20, 4),
    (650, 100, 4),
    (2_000, 250, 4),
    (4_165, 500, 4),
    (200, 60, 40),
    (500, 200, 100),
    (4_165, 500, 200),
];

fn report(name: &str, meetings: &Meetings) {
    if is_exact(meetings) {
        row(name, meetings, "exact", whole);
    }
    row(name, meetings, "searched", |meetings| searched(meetings, false));
    row(name, meetings, "longer", |meetings| searched(meetings, true));
    let (lines, groups) = (meetings.lives().len() as u32, meetings.steps());
    for (method, patience) in [("as told", 16), ("for ever", u32::MAX)] {
        let (meetings, _) = Meetings::resting(lines, groups.to_vec(), patience);
        row(name, &meetings, method, |meetings| as_told(meetings, u32::MAX));
    }
}

fn row(name: &str, meetings: &Meetings, method: &str, draw: fn(&Meetings) -> Chart) {
    let start = Instant::now();
    let chart = draw(meetings);
    let seconds = start.elapsed().as_secs_f64();
    let counts = chart.counts();
    let most = chart.steps().iter().map(Vec::len).max().unwrap_or(0);
    let lines = meetings.lives().iter().flatten().count();
    println!(
        "{name:<22} {lines:>5} {:>5} {most:>5} {method:<9} {:>9} {:>7} {:>8} {:>9} {:>8} {:>6} {:>7.0} ms",
        meetings.steps().len(),
        counts.crossings,
        counts.block_crossings,
        counts.wiggles,
        counts.distance,
        counts.white_space,
        counts.height,
        seconds * 1e3,
    );
}

/// The layout of a file: a step for each stretch between two times at which somebody comes or goes.
fn read(text: &str) -> Option<Meetings> {
    let file: serde_json::Value = serde_json::from_str(text).ok()?;
    let characters = file.get("Story")?.get("Characters")?.as_object()?;
    let mut visits = Vec::new();
    for (line, sessions) in (0..).zip(characters.values()) {
        for session in sessions.as_array()? {
            let number = |key: &str| session.get(key)?.as_i64();
            visits.push((line, number("Start")?, number("End")?, number("Session")?));
        }
    }
    let times: BTreeSet<i64> = visits.iter().flat_map(|&(_, start, end, _)| [start, end]).collect();
    let times: Vec<i64> = times.into_iter().collect();
    let mut steps: Vec<Vec<Vec<u32>>> = Vec::new();
    for pair in times.windows(2) {
        let mut groups: BTreeMap<i64, Vec<u32>> = BTreeMap::new();
        for &(line, _, _, session) in visits.iter().filter(|(_, start, end, _)| *start <= pair[0] && *end >= pair[1]) {
            groups.entry(session).or_default().push(line);
        }
        steps.push(groups.into_values().collect());
    }
    Some(Meetings::new(characters.len() as u32, steps))
}

/// A story in which a few keep company for a while: who is in a scene is drawn from those about the same place in the cast, most
/// of whom come and go.
fn generated(steps: u32, lines: u32, most: u32) -> Meetings {
    let mut seed = 1_u64;
    let mut below = |limit: u32| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 20) as u32 % limit
    };
    let company = (2 * most).min(lines);
    let mut groups = Vec::new();
    for step in 0..steps {
        // Most scenes are about those whose time it is, some about the first of all.
        let first =
            if below(5) == 0 { 0 } else { (step * (lines - company + 1) / steps + below(3)).min(lines - company) };
        let size = 1 + below(most.min(company));
        let group: BTreeSet<u32> = (0..size).map(|_| first + below(company)).collect();
        groups.push(vec![group.into_iter().collect()]);
    }
    Meetings::new(lines, groups)
}
