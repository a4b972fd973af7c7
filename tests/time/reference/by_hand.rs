//! Networks worked out by hand, with their answers.

use storyline::time::{Calendar, Claim, Distance, Network, Node, Relation, Says, Scene, Step, Strand, Subject};
use storyline::time::{Telling, Window};

use super::{Answer, Bounds, index, reference};

/// One a line: `scenes; strands; facts; claims; answer`. A scene is `.` where it names no strand, else its strand,
/// or `-`, timeless. A strand is `f`, `b` or `l`. A fact is the scene that reveals it. The answer is the listing
/// (steps: `>` declared, `~` told, `|` open), `:` or, contradictory, `!`, the initials of the labels (`B` is
/// flashback), the index, and `x` each link left out. `s` is a strand's claim, `f` a fact or its claim.
const ORDER_ALONE: &str = "\
.11.; ff; ; 0 same 3, s1 before 3; 1 ~ 2 > 0=3 : PBBR 0.67
; ; ; ; : 0.00
..; b; ; ; 1 ~ 0 : PP 2.00
...; f; ; ; 0 ~ 1 ~ 2 : PPP 0.00
...; b; ; ; 2 ~ 1 ~ 0 : PPP 1.33
...; l; ; ; 0 | 1 | 2 : PPP 0.00
....; f; ; 2 before 1; 0 | 2 > 1 ~ 3 : PPBP 0.33
....; f; ; 1 after 2; 0 ~ 2 > 1 | 3 : PFPP 0.33
....; f; ; 0 after 2; 1 ~ 2 > 0 | 3 : FPPP 0.67
.11.; ff; ; s1 before 0; 1 ~ 2 > 0 ~ 3 : PBBP 0.67
1.1.1.; fb; ; s0 before 4; 1 ~ 3 ~ 5 > 4 ~ 2 ~ 0 : FPFPFP 0.93
111; ff; ; 1 before 0, 2 before 1; 2 > 1 > 0 : AAA 1.33 x 0-1 x 1-2
0000; f; ; 2 before 1; 0 | 2 > 1 | 3 : PPJP 0.33 x 1-2
..1; ff; ; 2 after 1, 2 before 0; 1 > 2 > 0 : PJA 1.33 x 0-1
..; f; ; 0 before 1, 1 before 0; 0 | 1 ! AA 0.00
...; f; ; 0 before 1, 1 during 2, 2 before 0; 0 | 1 | 2 ! AAA 0.00
...; f; ; 1 during 1; 0 | 1 | 2 ! PAP 0.00
...; f; ; 1 with 0; 0 | 1 ~ 2 : PAP 0.00
...; f; ; 0 with 2; 1 ~ 0 | 2 : FPP 0.67
...; f; ; 1 during 0; 0 > 1 ~ 2 : PAP 0.00
...; f; 1; f0 before 0; f0 > 0 ~ 1 ~ 2 : PPP 0.00
...; f; 00; ; 0 | f0 | f1 | 1 ~ 2 : PPP 0.00
..; f; 0; f0 same 1; 0 ~ 1=f0 : PP 0.00
.1.1; ff; ; 1 before 0; 1 ~ 3 | 0 ~ 2 : PBPB 1.00
.1.1; ff; ; 1 after 0; 0 > 1 | 2 | 3 : PAPA 0.00
.-.; f; ; 1 before 0, 2 after 1; 0 ~ 2 : PTP 0.00
.11; ff; ; s1 after 1; 0 | 1 > 2 : PAA 0.00
111; ff; ; 1 same 0, s1 before 0; 2 > 0=1 : ARA 1.33 x 1-2
....; f; ; 0 before 2, 2 after 0, 2 after 3; 1 ~ 3 | 0 > 2 : FPFP 1.00
1101; ff; ; 0 before 2; 0 ~ 1 ~ 3 | 2 : AAPB 0.33
.122; ffb; 1; 2 before 0, s2 before 3; 2 > 0 | 1 | f0 | 3 : PABA 0.67 x 2-3
.21.; fll; 00; 1 with 3, f0 with 3; 0 ~ f0 | 3 | f1 | 1 | 2 : PFFP 0.67";

/// One a line: `scenes; strands; facts; story days; claims; answer`, as above. A calendar of story days is the stretch
/// of dates in which its first day begins, or `-`. A claim with a date is `1 at 3..5`, or with the first calendar of
/// story days `1 at d0 3..5`; with a duration `1 lasts 2-3` or `1 after 0 by 2-3`. In the answer each event is followed
/// by where it starts on each calendar, `?` if nothing bounds it there.
const WITH_DISTANCES: &str = "\
...; l; ; ; 1 after 0 by 5-5, 2 after 0 by 2-3; 0 ? > 2 ? > 1 ? : PAA 0.67
...; l; ; ; 1 after 0 by 2-2, 2 after 0 by 2-3; 0 ? > 1 ? | 2 ? : PAA 0.00
...; l; ; ; 1 after 0 by 2-3, 2 after 0 by 1-2; 0 ? > 1 ? | 2 ? : PAA 0.00
...; l; ; ; 1 after 0 by 0-0, 2 after 0 by 0-0; 0 ? > 1 ? | 2 ? : PAA 0.00
...; l; ; ; 0 before 2 by 3-3, 1 before 2 by 0-1, 0 lasts 1-1, 1 lasts 4-4; 0 ? | 1 ? > 2 ? : AAP 0.00
...; l; ; ; 0 before 2 by 3-3, 1 before 2 by 0-1, 0 lasts 1-1, 1 lasts 5-5; 1 ? > 0 ? > 2 ? : AAP 0.67
...; f; ; ; 0 at 0..1, 0 lasts 1-1, 1 after 0 by 4-6, 2 at 3..4; 0 [0,1) > 2 [3,4) > 1 [5,8) : PFP 0.67
..1; ff; ; ; 0 at 0..1, 0 lasts 5-5, 2 at 3..4; 0 [0,1) > 2 [3,4) ~ 1 [5,-) : PPB 0.67
..; f; ; 10..11; 0 at d0 3..5, 1 at 12..14; 0 [13,14) [3,4) ~ 1 (13,14) (3,4) : PP 0.00
..; l; ; 10..11 12..13; 0 at d0 3..4, 1 at d1 0..1; 0 [13,15) [3,4) (0,3) | 1 [12,14) (1,4) [0,1) : PP 0.00
..; l; ; 10..11 12..13; 0 at d0 0..1, 1 at d1 0..1; 0 [10,12) [0,1) (-3,0) > 1 [12,14) (1,4) [0,1) : PP 0.00
..; l; ; -; 0 at d0 3..4, 1 at 0..1; 0 ? [3,4) | 1 [0,1) ? : PP 0.00
..; f; ; - -; 0 at d0 3..4, 1 at d1 0..1; 0 ? [3,4) (-,1) ~ 1 ? (3,-) [0,1) : PP 0.00
..; f; ; ; 0 at 2..3, 1 at 1..2; 1 [1,2) > 0 [2,3) : PJ 2.00 x 0-1
..; f; ; ; 0 at 1..2, 1 at 1..2; 0 [1,2) ~ 1 (1,2) : PP 0.00
..; f; ; ; 0 at 0..1, 0 lasts 1-1, 1 at 1..2; 0 [0,1) > 1 [1,2) : PP 0.00
..; f; ; ; 0 at 0..1, 0 lasts 2-2, 1 at 1..2; 0 [0,1) > 1 [1,2) : PJ 0.00 x 0-1
....; f; ; ; 0 at 10..11, 1 at 5..6; 1 [5,6) > 0 [10,11) | 2 (5,-) ~ 3 (5,-) : PJPP 0.33 x 0-1
....; f; ; ; 0 at 10..11, 1 at 5..6, 2 at 11..12; 1 [5,6) > 0 [10,11) > 2 [11,12) ~ 3 (11,-) : PJPP 0.33 x 0-1
...; b; ; ; 0 at 5..6, 1 at 7..8; 0 [5,6) | 2 (-,8) ~ 1 [7,8) : PJP 0.67 x 0-1
000; f; ; ; 1 after 0 by 5-5, 2 after 0 by 1-2; 0 ? > 2 ? > 1 ? : PPJ 0.67 x 1-2
000; f; ; ; 1 after 0 by 5-5, 1 lasts 1-1, 2 after 0 by 1-6; 0 ? > 1 ? ~ 2 ? : PPP 0.00
000; f; ; ; 1 after 0 by 5-5, 1 lasts 2-2, 2 after 0 by 1-6; 0 ? > 1 ? | 2 ? : PPJ 0.00 x 1-2
..; f; ; ; 0 lasts 2-3, 1 during 0, 1 lasts 3-4; 0 ? | 1 ? ! PA 0.00
..; f; ; ; 0 lasts 2-3, 1 during 0, 1 lasts 2-4; 0 ? > 1 ? : PA 0.00
..; f; ; ; 0 lasts 2-3, 1 with 0, 1 lasts 4-5; 0 ? | 1 ? ! PA 0.00
..; l; ; ; 0 at 2..3, 0 at 3..4; 0 ? | 1 ? ! PP 0.00
.; f; ; ; 0 lasts 0-0; 0 ? ! P 0.00
..; f; ; ; 0 at 0..1, 0 lasts 1-1, 1 after 0 by 0-0, 1 at 0..1; 0 ? | 1 ? ! PA 0.00
..; f; ; ; 0 at 0..1, 0 lasts 1-1, 1 after 0 by 0-0, 1 at 1..2; 0 [0,1) > 1 [1,2) : PA 0.00
-.; f; ; ; 0 at 3..4, 0 lasts 0-0; 1 ? : TP 0.00
..; f; 1; ; f0 at 1..2, 0 at 2..3; f0 [1,2) > 0 [2,3) ~ 1 (2,-) : PP 0.00
....; l; ; ; 1 after 3 by 0-5; 0 ? | 3 ? > 1 ? | 2 ? : PAPP 0.67
....; l; ; ; 1 after 3; 0 ? | 2 ? | 3 ? > 1 ? : PFPP 0.67
..; f; ; ; 1 during 0 by 9-9, 0 lasts 1-1; 0 ? > 1 ? : PA 0.00
.11.; fl; ; ; 0 at 5..6, s1 at 3..4; 1 [3,4) | 2 [3,4) > 0 [5,6) ~ 3 (5,-) : PBBP 0.67
11; ff; ; ; 0 at 0..1, s1 lasts 2-2; 0 [0,1) ~ 1 [2,-) : AA 0.00
.11; fl; ; ; s1 before 0 by 2-3, 0 at 9..10, 2 lasts 1-1; 1 (-,8) | 2 [5,7) > 0 [9,10) : PBB 1.33
...; l; ; ; 0 at 2..6, 2 same 0, 2 at 4..8; 0=2 [4,6) | 1 ? : PPR 0.67
..; l; ; ; 0 at 22089600..22616640, 0 lasts 60-60, 1 after 0 by 1051200-2108160; \
0 [22089600,22616640) > 1 [23140860,24724860) : PA 0.00";

/// Minutes, as they are written in the tables above.
fn minutes(text: &str) -> i64 {
    text.parse().unwrap()
}

fn stretch(text: &str) -> Window {
    let (from, until) = text.split_once("..").unwrap();
    Window { from: minutes(from), until: minutes(until) }
}

fn duration(text: &str) -> Distance {
    let (least, most) = text.split_once('-').unwrap();
    Distance { least: minutes(least), most: minutes(most) }
}

fn number(word: &str) -> u32 {
    word.trim_matches(char::is_alphabetic).parse().unwrap()
}

fn node(word: &str) -> Node {
    match &word[..1] {
        "f" => Node::Fact(number(word)),
        _ => Node::Scene(number(word)),
    }
}

fn claim(text: &str) -> Claim {
    let words: Vec<&str> = text.split_whitespace().collect();
    let relation = match words[1] {
        "before" => Relation::Before,
        "after" => Relation::After,
        "during" => Relation::During,
        "with" => Relation::With,
        _ => Relation::Same,
    };
    Claim {
        subject: match &words[0][..1] {
            "s" => Subject::Strand(Strand(number(words[0]))),
            _ => Subject::Node(node(words[0])),
        },
        says: match words[1..] {
            ["at", date] => Says::At(Calendar::Dates, stretch(date)),
            ["at", story_days, day] => Says::At(Calendar::StoryDays(number(story_days)), stretch(day)),
            ["lasts", so_long] => Says::Lasts(duration(so_long)),
            [_, target, "by", so_much] => Says::Is { relation, target: node(target), by: Some(duration(so_much)) },
            [_, target] => Says::Is { relation, target: node(target), by: None },
            _ => panic!("{text}"),
        },
    }
}

fn network(line: &str) -> Network {
    let mut fields: Vec<&str> = line.split(';').map(str::trim).collect();
    if fields.len() < 6 {
        fields.insert(3, "");
    }
    let scene = |c: char| Scene { timeless: c == '-', strand: c.to_digit(10).map(Strand), work: 0 };
    let telling = |c: char| match c {
        'b' => Telling::Backwards,
        'l' => Telling::Loosely,
        _ => Telling::Forwards,
    };
    let claims = fields[4].split(", ").filter(|claim| !claim.is_empty());
    Network {
        scenes: fields[0].chars().map(scene).collect(),
        told_facts: fields[2].chars().filter_map(|c| c.to_digit(10)).collect(),
        strands: fields[1].chars().map(telling).collect(),
        story_days: fields[3].split_whitespace().map(|day_1| (day_1 != "-").then(|| stretch(day_1))).collect(),
        claims: claims.map(claim).collect(),
        works: 1,
        assumed: 0,
    }
}

/// All networks worked out by hand, each with the line it is written in.
pub(crate) fn networks() -> impl Iterator<Item = (&'static str, Network)> {
    ORDER_ALONE.lines().chain(WITH_DISTANCES.lines()).map(|line| (line, network(line)))
}

/// `[` and `]` stand at a bound that belongs to it, `(` and `)` at one that does not, `-` where there is none.
fn interval(bounds: &Bounds) -> String {
    let end = |bound: Option<(i64, bool)>| bound.map_or("-".to_owned(), |(minutes, _)| minutes.to_string());
    let belongs = |bound: Option<(i64, bool)>| bound.is_some_and(|(_, strict)| !strict);
    if *bounds == Bounds::default() {
        return "?".to_owned();
    }
    let opens = if belongs(bounds.earliest) { '[' } else { '(' };
    let closes = if belongs(bounds.latest) { ']' } else { ')' };
    format!("{opens}{},{}{closes}", end(bounds.earliest), end(bounds.latest))
}

/// An answer as it is written in the tables above.
fn in_words(network: &Network, answer: &Answer, with_bounds: bool) -> String {
    let mut words = Vec::new();
    for ((event, step), on_calendars) in answer.listing.iter().zip(&answer.steps).zip(&answer.bounds) {
        match step {
            None => {}
            Some(Step::Declared) => words.push(">".to_owned()),
            Some(Step::Told) => words.push("~".to_owned()),
            Some(Step::Open) => words.push("|".to_owned()),
        }
        let name = |node: &Node| match node {
            Node::Scene(scene) => scene.to_string(),
            Node::Fact(fact) => format!("f{fact}"),
        };
        words.push(event.iter().map(name).collect::<Vec<_>>().join("="));
        words.extend(on_calendars.iter().filter(|_| with_bounds).map(interval));
    }
    words.push(if answer.contradictory { "!" } else { ":" }.to_owned());
    let labels = answer.labels.iter().map(|label| format!("{label:?}"));
    let initial = |label: String| label.replace("Flashback", "B").chars().next();
    let labels: String = labels.filter_map(initial).collect();
    words.extend((!labels.is_empty()).then_some(labels));
    words.push(format!("{:.2}", index(network, answer)));
    let dropped = answer.dropped_links.iter();
    words.extend(dropped.map(|(before, scene)| format!("x {before}-{scene}")));
    words.join(" ")
}

#[test]
fn networks_worked_out_by_hand() {
    for (line, network) in networks() {
        let answer = in_words(&network, &reference(&network), line.matches(';').count() == 5);
        let expected = line.rsplit("; ").next().unwrap_or_default();
        assert_eq!(answer, expected, "{line}");
    }
}
