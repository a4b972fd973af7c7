//! The rules on what people do, against every order there is: random small stories, and an oracle that shares nothing with
//! the engine but the links it keeps.
//!
//! What holds in every order and what in some is asked of all constraints at once (Floyd and Warshall), once for each way
//! out; where there are no distances, of each order of all starts and ends, one after the other.
//! `STORYLINE_CASES=100000 cargo test --release --test lives` walks many.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use storyline::library::{self, Loaded};
use storyline::lint::{self, Checked};
use storyline::problem::Problem;
use storyline::source::Source;
use storyline::time::chronology;

/// Random numbers (Marsaglia, "Xorshift RNGs", 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % bound
    }

    fn minutes(&mut self, bound: u32) -> i64 {
        i64::try_from(self.below(u64::from(bound))).unwrap()
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }
}

/// x - y is at most so many minutes, or less than that.
#[derive(Clone, Copy, Debug)]
struct Most(usize, usize, i64, bool);

/// A random story: what it says of time, who is where, who learns and uses what.
#[derive(Default)]
struct Tale {
    text: String,
    scenes: usize,
    constraints: Vec<Most>,
    /// For each scene its place, if it has one, and who is in it.
    present: Vec<(Option<usize>, BTreeSet<usize>)>,
    learns: Vec<BTreeSet<usize>>,
    uses: Vec<BTreeSet<usize>>,
    /// Whether each is on a layer, as a dream is.
    dreamt: Vec<bool>,
    /// Where the engine lists the event of each.
    listed: Vec<Option<u32>>,
}

fn start(scene: usize) -> usize {
    2 * scene
}

fn end(scene: usize) -> usize {
    2 * scene + 1
}

const PLACES: [&str; 4] = ["port", "farm", "mill", "moon"];
const PEOPLE: [&str; 2] = ["ada", "ben"];
/// Minutes from one to another; the shortest from the first to the third is over the second. No way leads to the last.
const WAYS: [[Option<i64>; 4]; 4] = [
    [None, Some(30), Some(50), None],
    [Some(30), None, Some(20), None],
    [Some(50), Some(20), None, None],
    [None, None, None, None],
];

impl Tale {
    /// Of so many scenes, with distances or without.
    fn new(random: &mut Random, scenes: usize, metric: bool) -> Self {
        let text = "format = 1\nwork.title = \"A tale\"\n[strands.loose]\ntold = \"loosely\"\n".to_owned();
        let mut tale = Self { text, scenes, ..Self::default() };
        for person in PEOPLE {
            write!(tale.text, "[characters.{person}]\nname = \"{person}\"\n").unwrap();
        }
        for place in PLACES {
            write!(tale.text, "[places.{place}]\nname = \"{place}\"\n").unwrap();
            tale.text.push_str(match place {
                "farm" => "from.port = \"exactly 30 minutes\"\n",
                "mill" => "from = { farm = \"exactly 20 minutes\", port = \"exactly 2 hours\" }\n",
                _ => "",
            });
        }
        tale.text.push_str("[layers.dream]\nname = \"A dream\"\n[facts.love]\ntruth = \"He loves her.\"\n");
        for scene in 0..scenes {
            tale.scene(random, scene, metric);
        }
        tale
    }

    fn scene(&mut self, random: &mut Random, scene: usize, metric: bool) {
        write!(self.text, "[[scene]]\nid = \"s{scene}\"\ntitle = \"S\"\ntext = \"T.\"\n").unwrap();
        self.constraints.push(Most(start(scene), end(scene), 0, true));
        if random.one_in(2) {
            self.text.push_str("strand = \"loose\"\n");
        }
        self.dreamt.push(random.one_in(6));
        if self.dreamt[scene] {
            self.text.push_str("layer = \"dream\"\n");
        }
        let mut cast = BTreeSet::new();
        let mut entries = Vec::new();
        for (at, person) in PEOPLE.iter().enumerate() {
            match random.below(5) {
                0 => entries.push(format!("{{ who = \"{person}\", as = \"voice\" }}")),
                1 => {}
                _ => {
                    cast.insert(at);
                    entries.push(format!("\"{person}\""));
                }
            }
        }
        writeln!(self.text, "cast = [{}]", entries.join(", ")).unwrap();
        let place = (!random.one_in(5)).then(|| [0, 0, 1, 1, 2, 3][random.below(6) as usize]);
        if let Some(place) = place {
            writeln!(self.text, "place = \"{}\"", PLACES[place]).unwrap();
        }
        self.present.push((place, cast));
        let mut known = [BTreeSet::new(), BTreeSet::new()];
        for (known, key) in known.iter_mut().zip(["learns", "uses"]) {
            known.extend((0..PEOPLE.len()).filter(|_| random.one_in(3)));
            let entries: Vec<String> = known.iter().map(|&who| format!("{} = [\"love\"]", PEOPLE[who])).collect();
            if !entries.is_empty() {
                writeln!(self.text, "{key} = {{ {} }}", entries.join(", ")).unwrap();
            }
        }
        let [learns, uses] = known;
        self.learns.push(learns);
        self.uses.push(uses);
        let claims: Vec<String> = (0..random.below(3)).filter_map(|_| self.claim(random, scene, metric)).collect();
        if !claims.is_empty() {
            writeln!(self.text, "when = [{}]", claims.join(", ")).unwrap();
        }
        if metric && random.one_in(2) {
            let (least, more) = (1 + random.minutes(40), random.minutes(30));
            writeln!(self.text, "lasts = \"{least} to {} minutes\"", least + more + 1).unwrap();
            self.constraints.push(Most(end(scene), start(scene), least + more + 1, false));
            self.constraints.push(Most(start(scene), end(scene), -least, false));
        }
    }

    fn claim(&mut self, random: &mut Random, scene: usize, metric: bool) -> Option<String> {
        let zero = 2 * self.scenes;
        if metric && random.one_in(3) {
            let minute = random.minutes(60);
            let from = 30 * 365 * 24 * 60 + 7 * 24 * 60 + minute; // the year 2000, seven leap days later
            self.constraints.push(Most(zero, start(scene), -from, false));
            self.constraints.push(Most(start(scene), zero, from + 1, true));
            return Some(format!("{{ at = \"2000-01-01 00:{minute:02}\" }}"));
        }
        let target = random.below(self.scenes as u64) as usize;
        if target == scene {
            return None;
        }
        let (key, bounds) = match random.below(9) {
            by @ (0 | 8) => (
                if by == 0 { "with" } else { "same" },
                vec![
                    Most(start(scene), start(target), 0, false),
                    Most(start(target), start(scene), 0, false),
                    Most(end(scene), end(target), 0, false),
                    Most(end(target), end(scene), 0, false),
                ],
            ),
            1 | 2 => {
                ("during", vec![Most(start(target), start(scene), 0, true), Most(end(scene), end(target), 0, true)])
            }
            3 | 4 => ("before", vec![Most(end(scene), start(target), 0, false)]),
            _ => ("after", vec![Most(end(target), start(scene), 0, false)]),
        };
        let by = metric && (key == "before" || key == "after") && random.one_in(2);
        let mut by_words = String::new();
        if by {
            let (least, more) = (random.minutes(50), 1 + random.minutes(40));
            let Most(earlier, later, ..) = bounds[0];
            self.constraints.push(Most(later, earlier, least + more, false));
            self.constraints.push(Most(earlier, later, -least, false));
            by_words = format!(", by = \"{least} to {} minutes\"", least + more);
        }
        self.constraints.extend(bounds);
        Some(format!("{{ {key} = \"s{target}\"{by_words} }}"))
    }

    /// Whether something more may be so.
    #[expect(clippy::needless_range_loop, reason = "as Floyd and Warshall have it")]
    fn may(&self, more: &[Most]) -> bool {
        let points = 2 * self.scenes + 1;
        let mut known: Vec<Vec<Option<(i64, bool)>>> = vec![vec![None; points]; points];
        // Of two equal bounds the strict one says more: so it is the smaller.
        let note = |known: &mut Option<(i64, bool)>, most: (i64, bool)| {
            if known.is_none_or(|known| most < known) {
                *known = Some(most);
            }
        };
        for &Most(x, y, minutes, strict) in self.constraints.iter().chain(more) {
            note(&mut known[x][y], (minutes, !strict));
        }
        for via in 0..points {
            for x in 0..points {
                let Some(first) = known[x][via] else { continue };
                for y in 0..points {
                    if let Some(next) = known[via][y] {
                        note(&mut known[x][y], (first.0 + next.0, first.1 && next.1));
                    }
                }
            }
        }
        (0..points).all(|point| known[point][point].is_none_or(|around| around >= (0, true)))
    }
}

/// That the second scene begins at least so many minutes after the first ends, or that it does not.
fn follows(first: usize, second: usize, minutes: i64) -> [Most; 2] {
    [Most(end(first), start(second), -minutes, false), Most(start(second), end(first), minutes, true)]
}

/// What the rules of this file find: for each problem its code and the ids of scenes it names, in order.
fn found(problems: &[Problem]) -> BTreeSet<(&'static str, Vec<String>)> {
    let codes = [
        "in-two-places",
        "may-be-in-two-places",
        "too-fast",
        "may-be-too-fast",
        "knows-too-early",
        "may-know-too-early",
    ];
    let ours = problems.iter().filter(|problem| codes.contains(&problem.code.name));
    let words = |problem: &Problem| {
        let mut words: Vec<String> = problem.message.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        words.sort();
        words
    };
    ours.map(|problem| (problem.code.name, words(problem))).collect()
}

/// A tale with the links that the engine keeps, and what `check` finds that looks at so few scenes first in which something is
/// learnt. None where its claims contradict each other.
fn judge(mut tale: Tale, near: usize) -> Option<(Tale, Vec<Problem>)> {
    let Loaded { sources, problems, story, .. } = library::load(Source::new("tale.toml", tale.text.as_str()));
    let story = story.unwrap();
    let order = chronology(&story.network().network);
    if order.contradiction.is_some() {
        assert!(!tale.may(&[]), "{}", tale.text);
        return None;
    }
    assert!(tale.may(&[]), "{}", tale.text);
    tale.listed = order.places.iter().map(|place| place.event).collect();
    for (scene, place) in order.places.iter().enumerate() {
        if let Some(from) = place.linked_to {
            tale.constraints.push(Most(end(from as usize), start(scene), 0, false));
        }
    }
    Some((tale, lint::check(Checked::new(&story, &sources).looking_at_first(near), &[], problems)))
}

/// Where somebody learns what they use in a scene. None where they do so in another world alone: that is not compared.
fn lessons(tale: &Tale, scene: usize, who: usize) -> Option<Vec<usize>> {
    let learns = (0..tale.scenes).filter(|&other| tale.learns[other].contains(&who));
    let (here, elsewhere): (Vec<usize>, Vec<usize>) = learns.partition(|&it| tale.dreamt[it] == tale.dreamt[scene]);
    (!here.is_empty() || elsewhere.is_empty()).then_some(here)
}

/// Who uses what they do not know: in every order, or in some.
fn ignorant(tale: &Tale) -> BTreeSet<(&'static str, Vec<String>)> {
    let mut expected = BTreeSet::new();
    for scene in 0..tale.scenes {
        for &who in &tale.uses[scene] {
            let Some(learns) = lessons(tale, scene, who) else { continue };
            let in_time = |&learnt: &usize| tale.may(&follows(learnt, scene, 0)[..1]);
            let too_late: Vec<Most> = learns.iter().map(|&learnt| follows(learnt, scene, 0)[1]).collect();
            let code = match (learns.iter().any(in_time), tale.may(&too_late)) {
                (false, _) => "knows-too-early",
                (true, true) => "may-know-too-early",
                (true, false) => continue,
            };
            let mut words = vec![PEOPLE[who].to_owned(), "love".to_owned(), format!("s{scene}")];
            words.sort();
            expected.insert((code, words));
        }
    }
    expected
}

/// Each two scenes that clash for somebody: how.
fn clashes(tale: &Tale) -> BTreeMap<(usize, usize, usize), &'static str> {
    let mut clashes = BTreeMap::new();
    for one in 0..tale.scenes {
        for other in one + 1..tale.scenes {
            let (Some(from), Some(to)) = (tale.present[one].0, tale.present[other].0) else { continue };
            let Some(takes) = WAYS[from][to].filter(|_| tale.dreamt[one] == tale.dreamt[other]) else { continue };
            let [after, too_soon] = follows(one, other, takes);
            let [before, too_late] = follows(other, one, takes);
            let [meets, meets_back] = [follows(one, other, 0)[1], follows(other, one, 0)[1]];
            let apart = |gap: i64| tale.may(&follows(one, other, gap)[..1]) || tale.may(&follows(other, one, gap)[..1]);
            let code = if !tale.may(&[after]) && !tale.may(&[before]) {
                if apart(0) { "too-fast" } else { "in-two-places" }
            } else if tale.may(&[too_soon, too_late]) && !apart(2 * takes) {
                if tale.may(&[meets, meets_back]) { "may-be-in-two-places" } else { "may-be-too-fast" }
            } else {
                continue;
            };
            for &who in tale.present[one].1.intersection(&tale.present[other].1) {
                clashes.insert((who, one, other), code);
            }
        }
    }
    clashes
}

/// Holds what was found against what clashes: each that is told of is one, and each that is not is told of by another, as
/// bad, at the scene of it that is listed later.
fn compare(tale: &Tale, found: &BTreeSet<(&'static str, Vec<String>)>) {
    let expected = clashes(tale);
    let mut told: BTreeMap<(usize, usize, usize), &str> = BTreeMap::new();
    for (code, words) in found.iter().filter(|(code, _)| !code.contains("know")) {
        let scenes: Vec<usize> = words.iter().filter_map(|word| word.strip_prefix('s')?.parse().ok()).collect();
        for (who, person) in PEOPLE.iter().enumerate() {
            if words.iter().any(|word| word == person) {
                told.insert((who, scenes[0], scenes[1]), code);
            }
        }
    }
    for (clash, code) in &told {
        assert_eq!(expected.get(clash), Some(code), "{clash:?} told in\n{}", tale.text);
    }
    let is_proven = |code: &str| !code.starts_with("may");
    let later = |one: usize, other: usize| if tale.listed[other] < tale.listed[one] { one } else { other };
    for (&(who, one, other), code) in &expected {
        let by_another = told.iter().any(|(&(also, first, second), said)| {
            also == who && later(first, second) == later(one, other) && (is_proven(said) || !is_proven(code))
        });
        assert!(by_another, "{:?} {code} not told in\n{}", (who, one, other), tale.text);
    }
}

fn cases() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "a long run is asked for from outside")]
    let cases = std::env::var("STORYLINE_CASES").ok().and_then(|cases| cases.parse().ok());
    cases.unwrap_or(3_000)
}

#[test]
fn what_people_do_is_judged_as_over_every_order() {
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for case in 1..=cases() {
        let mut random = Random(case.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let scenes = 2 + random.below(7) as usize;
        let metric = random.one_in(2);
        let Some((tale, problems)) = judge(Tale::new(&mut random, scenes, metric), 1 + case as usize % 3) else {
            continue;
        };
        let found = found(&problems);
        for (code, _) in &found {
            *met.entry(code).or_default() += 1;
        }
        let known: BTreeSet<_> = found.iter().filter(|(code, _)| code.contains("know")).cloned().collect();
        assert_eq!(known, ignorant(&tale), "case {case}\n{}", tale.text);
        compare(&tale, &found);
    }
    assert!(met.len() == 6 && met.values().all(|&count| count > cases() as usize / 600), "{met:?}");
}

/// Every order of starts and ends, ties included, that some constraints allow.
fn each_order(
    points: usize,
    constraints: &[Most],
    levels: &mut Vec<Option<u32>>,
    level: u32,
    see: &mut impl FnMut(&[u32]),
) {
    let left: Vec<usize> = (0..points).filter(|&point| levels[point].is_none()).collect();
    if left.is_empty() {
        let levels: Vec<u32> = levels.iter().map(|level| level.unwrap()).collect();
        return see(&levels);
    }
    for chosen in 1u32..1 << left.len() {
        let is_chosen = |point: usize| left.iter().position(|&it| it == point).is_some_and(|at| chosen >> at & 1 == 1);
        // x is not later than y, or earlier.
        let fits = constraints
            .iter()
            .filter(|most| is_chosen(most.1))
            .all(|&Most(x, _, _, strict)| levels[x].is_some() || (!strict && is_chosen(x)));
        if !fits {
            continue;
        }
        for &point in left.iter().filter(|&&point| is_chosen(point)) {
            levels[point] = Some(level);
        }
        each_order(points, constraints, levels, level + 1, see);
        for &point in &left {
            levels[point] = None;
        }
    }
}

#[test]
fn without_distances_every_order_is_walked_through() {
    let mut walked = 0;
    for case in 1..=cases() / 5 {
        let mut random = Random(case.wrapping_mul(0x2545_f491_4f6c_dd1d) | 1);
        let scenes = 2 + random.below(3) as usize;
        let Some((tale, problems)) = judge(Tale::new(&mut random, scenes, false), 1 + case as usize % 3) else {
            continue;
        };
        // For each use, whether it comes in time in some order, and too early in some.
        let mut seen: BTreeMap<(usize, usize), [bool; 2]> = BTreeMap::new();
        each_order(2 * scenes, &tale.constraints, &mut vec![None; 2 * scenes], 0, &mut |levels| {
            walked += 1;
            for scene in 0..scenes {
                for &who in &tale.uses[scene] {
                    let Some(learns) = lessons(&tale, scene, who) else { continue };
                    let in_time = learns.iter().any(|&it| levels[end(it)] <= levels[start(scene)]);
                    seen.entry((scene, who)).or_default()[usize::from(!in_time)] = true;
                }
            }
        });
        let mut expected = BTreeSet::new();
        for ((scene, who), [in_time, too_early]) in seen {
            let code = if in_time { "may-know-too-early" } else { "knows-too-early" };
            let mut words = vec![PEOPLE[who].to_owned(), "love".to_owned(), format!("s{scene}")];
            words.sort();
            expected.extend(too_early.then_some((code, words)));
        }
        let found = found(&problems);
        let known: BTreeSet<_> = found.into_iter().filter(|(code, _)| code.contains("know")).collect();
        assert_eq!(known, expected, "case {case}\n{}", tale.text);
    }
    assert!(walked > 10_000, "{walked}");
}
