//! The player, driven by keys: what is on the screen, when a scene ends, and that nothing tells what lies ahead.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use insta::assert_snapshot;
use storyline::knowledge::{Cut, Seen, cut_to};
use storyline::library::{self, Library};
use storyline::play::{self, Ending, Key, Player, Screen, Step, Walk};
use storyline::source::Source;
use storyline::story::{Story, WorkId};
use storyline::view::{self, Options};
use unicode_width::UnicodeWidthStr;

const STORIES: [&str; 4] = ["please-dont", "one-more-day", "error", "come-back-home"];
/// Columns and lines.
const SIZES: [(usize, usize); 2] = [(80, 24), (40, 20)];
const TALL: usize = 1000;

fn story(name: &str) -> Story {
    Library::default().find(name).unwrap().load().story.unwrap()
}

/// The work of it that is looked at: of a universe the first.
fn looked_at(story: &Story) -> Option<WorkId> {
    story.universe().and_then(|_| story.work_ids().next())
}

fn read(text: &str) -> Story {
    let loaded = library::load(Source::new("story.toml", text));
    assert_eq!(loaded.problems, []);
    loaded.story.unwrap()
}

fn options(width: usize) -> Options {
    Options { width, ..Options::default() }
}

/// Somebody who has seen so many scenes.
fn first(story: &Story, scenes: usize) -> Cut<'_> {
    let scenes: Seen = story.scenes().take(scenes).collect();
    cut_to(story, &scenes, looked_at(story))
}

fn all(story: &Story) -> Cut<'_> {
    cut_to(story, &Seen::all(story), looked_at(story))
}

fn player<'c, 's>(cut: &'c Cut<'s>) -> Player<'c, 's> {
    Player::new(cut, Walk::Told { from: 0 }, Ending::TheEnd)
}

fn plain(screen: &Screen) -> String {
    let status: String = screen.status.iter().map(|run| run.text.as_str()).collect();
    format!("{}{}\n", screen.page.plain(), status)
}

/// What a screen holds of the story, without the line kept free above it.
fn lines(screen: &Screen) -> Vec<String> {
    screen.page.plain().lines().skip(1).map(str::to_owned).collect()
}

/// Presses a key and looks.
fn press(player: &mut Player, key: Key, (width, height): (usize, usize)) -> Step {
    let step = player.press(key);
    let _ = player.screen(&options(width), height);
    step
}

/// Goes on until a scene has ended.
fn go_on(player: &mut Player, size: (usize, usize)) -> Step {
    let _ = player.screen(&options(size.0), size.1);
    for _ in 0..TALL {
        match press(player, Key::On, size) {
            Step::Stay => {}
            step => return step,
        }
    }
    panic!("it never ends");
}

/// What the walkthrough prints for each scene, the title card before the first.
fn told_by_scene(story: &Story, width: usize) -> Vec<Vec<String>> {
    let told = |seen: usize| play::told(&first(story, seen), &options(width)).plain();
    let scene = |at: usize| {
        let so_far = told(at + 1);
        let before = if at == 0 { String::new() } else { told(at) };
        let scene = so_far.strip_prefix(&before).unwrap();
        scene.strip_prefix('\n').unwrap_or(scene).lines().map(str::to_owned).collect()
    };
    (0..all(story).scenes().len()).map(scene).collect()
}

#[test]
fn each_screen_holds_of_its_scene_what_the_walkthrough_prints_and_nothing_else() {
    for name in STORIES {
        let story = story(name);
        let whole = all(&story);
        for size @ (width, height) in SIZES {
            let mut player = player(&whole);
            for (at, expected) in told_by_scene(&story, width).into_iter().enumerate() {
                let mut step = Step::Stay;
                let mut met = vec![false; expected.len()];
                while step == Step::Stay {
                    let shown = lines(&player.screen(&options(width), height));
                    let first = expected.windows(shown.len()).position(|window| window == shown);
                    let first = first.unwrap_or_else(|| panic!("{name}, scene {at}: {shown:#?}"));
                    met[first..first + shown.len()].fill(true);
                    step = press(&mut player, Key::On, size);
                }
                assert_eq!(step, Step::Ended { rank: at as u32, last: at + 1 == whole.scenes().len() });
                assert!(met.iter().all(|&met| met), "{name}, scene {at} ended before all of it was shown");
            }
        }
    }
}

#[test]
fn on_a_screen_that_is_tall_enough_a_scene_is_whole() {
    for name in STORIES {
        let story = story(name);
        let whole = all(&story);
        for (width, _) in SIZES {
            let mut player = player(&whole);
            for expected in told_by_scene(&story, width) {
                assert_eq!(lines(&player.screen(&options(width), TALL)), expected);
                assert!(matches!(player.press(Key::On), Step::Ended { .. }));
            }
        }
    }
}

#[test]
fn back_and_on_again_shows_the_same_and_nothing_of_later_stays() {
    for name in STORIES {
        let story = story(name);
        let whole = all(&story);
        for size @ (width, height) in SIZES {
            let mut player = player(&whole);
            let mut screens = vec![plain(&player.screen(&options(width), height))];
            while !matches!(go_on(&mut player, size), Step::Ended { last: true, .. }) {
                screens.push(plain(&player.screen(&options(width), height)));
            }
            for expected in screens.iter().rev() {
                assert_eq!(press(&mut player, Key::Back, size), Step::Stay);
                assert_eq!(&plain(&player.screen(&options(width), height)), expected);
            }
            assert_eq!(press(&mut player, Key::Back, size), Step::Stay);
            for expected in &screens {
                assert_eq!(&plain(&player.screen(&options(width), height)), expected);
                let _ = go_on(&mut player, size);
            }
        }
    }
}

/// Keys in no particular order, most of them on.
fn any_keys(seed: u64) -> impl Iterator<Item = Key> {
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        match (state >> 33) % 20 {
            0 => Key::Back,
            1 | 2 => Key::Timeline,
            3 | 4 => Key::Recap,
            5 => Key::Keys,
            6 => Key::Close,
            7 => Key::Up,
            8 => Key::Down,
            9 => Key::PageUp,
            10 => Key::PageDown,
            11 => Key::Top,
            12 => Key::Bottom,
            _ => Key::On,
        }
    })
}

/// Holds two walks against each other until the first meets its end: whatever the keys, they look the same.
fn assert_alike(short: &Cut, long: &Cut, seed: u64) {
    for (width, height, keys) in [(80, 24, 80), (30, 6, 40)] {
        let (mut one, mut other) = (player(short), player(long));
        for key in any_keys(seed).take(keys) {
            let [shown, expected] = [&mut one, &mut other].map(|player| plain(&player.screen(&options(width), height)));
            assert_eq!(shown, expected);
            let step = one.press(key);
            if matches!(step, Step::Ended { last: true, .. } | Step::Leave) {
                break;
            }
            assert_eq!(step, other.press(key));
        }
    }
}

#[test]
fn nothing_on_any_screen_depends_on_what_lies_ahead() {
    for name in STORIES {
        let story = story(name);
        let whole = all(&story);
        for scenes in 1..whole.scenes().len() {
            assert_alike(&first(&story, scenes), &whole, scenes as u64);
        }
    }
}

#[test]
fn two_stories_that_begin_alike_look_alike_as_long_as_they_are() {
    let beginning = r#"
        format = 1
        work.title = "Two ends"
        facts.visit = { seems = "He is alone.", truth = "He never was." }
        [[scene]]
        id = "door"
        title = "A door"
        text = "Somebody opens a door."
        hints = ["visit"]
        [[scene]]
        id = "stairs"
        title = "The stairs"
        text = "Earlier, he comes up the stairs."
        when = { before = "door" }
        hindsight = [{ once = "visit", title = "The stairs, followed", text = "She is behind him." }]
    "#;
    let short = format!("{beginning}\n[[scene]]\nid = \"x\"\ntitle = \"X\"\ntext = \"X.\"\nreveals = [\"visit\"]\n");
    let long = format!(
        "{beginning}\n[characters.she]\nname = \"She\"\n{}",
        (0..9)
            .map(|at| format!(
                "[[scene]]\nid = \"s{at}\"\ntitle = \"S{at}\"\ntext = \"S.\"\ncast = [\"she\"]\nwhen = {{ before = \"stairs\" }}\nreveals = [\"visit\"]\n"
            ))
            .collect::<String>()
    );
    let (short, long) = (read(&short), library::load(Source::new("story.toml", long)).story.unwrap());
    for seed in 0..20 {
        assert_alike(&first(&short, 2), &all(&long), seed);
        assert_alike(&first(&short, 2), &all(&short), seed);
    }
}

#[test]
fn the_end_is_said_to_whoever_asks_to_go_on_and_to_nobody_else() {
    let story = story("one-more-day");
    let whole = all(&story);
    let size = (80, 24);
    for (ending, words) in [(Ending::TheEnd, "The End"), (Ending::SoFar, "This is as far as you have seen.")] {
        let mut player = Player::new(&whole, Walk::Told { from: 0 }, ending);
        for rank in 0..whole.scenes().len() as u32 {
            assert!(!plain(&player.screen(&options(80), 24)).contains(words));
            assert_eq!(go_on(&mut player, size), Step::Ended { rank, last: rank as usize + 1 == whole.scenes().len() });
        }
        let end = plain(&player.screen(&options(80), 24));
        assert_eq!(end.lines().filter(|line| line.trim() == words).count(), 1, "{end}");
        assert_eq!(press(&mut player, Key::Back, size), Step::Stay);
        assert!(plain(&player.screen(&options(80), 24)).contains(whole.scenes().next_back().unwrap().title()));
        assert!(matches!(go_on(&mut player, size), Step::Ended { last: true, .. }));
        assert_eq!(player.press(Key::On), Step::Leave);
    }
}

#[test]
fn a_scene_ends_when_it_is_gone_on_from_and_not_when_it_is_shown() {
    let story = story("please-dont");
    let whole = all(&story);
    let size = (40, 8);
    let mut player = player(&whole);
    assert_eq!(player.press(Key::On), Step::Stay, "what was never drawn was not seen");
    let _ = player.screen(&options(40), 8);
    for key in [Key::PageDown, Key::Bottom, Key::Bottom, Key::Down, Key::Top, Key::PageUp, Key::Up, Key::Close] {
        assert_eq!(press(&mut player, key, size), Step::Stay, "{key:?}");
    }
    assert_eq!(press(&mut player, Key::On, size), Step::Stay, "its end is not on the screen");
    assert_eq!(press(&mut player, Key::Bottom, size), Step::Stay);
    assert_eq!(press(&mut player, Key::On, size), Step::Ended { rank: 0, last: false });
    assert_eq!(press(&mut player, Key::Leave, size), Step::Leave);
}

#[test]
fn going_on_in_a_long_scene_keeps_a_line_or_two() {
    let text = (100..300).map(|number| format!("{number}\n\n")).collect::<String>();
    let story = read(&format!(
        "format = 1\nwork.title = \"Long\"\n[[scene]]\nid = \"a\"\ntitle = \"A\"\ntext = \"\"\"\n{text}\"\"\"\n"
    ));
    let whole = all(&story);
    let mut player = player(&whole);
    let size = (40, 20);
    let mut before = lines(&player.screen(&options(40), 20));
    while press(&mut player, Key::On, size) == Step::Stay {
        let now = lines(&player.screen(&options(40), 20));
        assert!(before[before.len() - 2..] == now[..2] || plain(&player.screen(&options(40), 20)).contains("Enter on"));
        before = now;
    }
}

#[test]
fn who_comes_back_goes_on_where_they_were() {
    for name in STORIES {
        let story = story(name);
        let whole = all(&story);
        let size @ (width, height) = (80, 24);
        let mut walked = player(&whole);
        for from in 0..=whole.scenes().len() {
            let mut resumed = Player::new(&whole, Walk::Told { from }, Ending::TheEnd);
            let look = |player: &mut Player| plain(&player.screen(&options(width), height));
            assert_eq!(look(&mut walked), look(&mut resumed), "{name} from {from}");
            for key in [Key::Timeline, Key::Close, Key::Back, Key::On] {
                let steps = [&mut walked, &mut resumed].map(|player| press(player, key, size));
                assert_eq!(steps[0], steps[1]);
                assert_eq!(look(&mut walked), look(&mut resumed), "{name} from {from}, {key:?}");
            }
            walked = Player::new(&whole, Walk::Told { from }, Ending::TheEnd);
            let _ = go_on(&mut walked, size);
        }
        assert_eq!(
            plain(&Player::new(&whole, Walk::Told { from: 999 }, Ending::TheEnd).screen(&options(80), 24)),
            plain(
                &Player::new(&whole, Walk::Told { from: whole.scenes().len() }, Ending::TheEnd)
                    .screen(&options(80), 24)
            ),
        );
    }
}

#[test]
fn with_hindsight_and_as_it_happened_the_screens_make_the_page() {
    for name in STORIES {
        let story = story(name);
        let whole = all(&story);
        for (width, _) in SIZES {
            let pages = [
                (Walk::Rewatch, play::rewatch(&whole, &options(width))),
                (Walk::Chronological, play::chronological(&whole, &whole.chronology(), &options(width))),
            ];
            for (walk, page) in pages {
                let mut player = Player::new(&whole, walk, Ending::TheEnd);
                let mut shown = Vec::new();
                while !plain(&player.screen(&options(width), TALL)).contains("The End") {
                    shown.push(lines(&player.screen(&options(width), TALL)).join("\n"));
                    assert_eq!(player.press(Key::On), Step::Stay, "nothing ends that is not being told");
                }
                assert_eq!(format!("{}\n", shown.join("\n\n")), page.plain());
            }
        }
    }
}

#[test]
fn with_hindsight_each_scene_is_what_the_whole_cut_knows_of_it() {
    let story = story("please-dont");
    let page = play::rewatch(&all(&story), &options(80)).plain();
    let (first, _) = page.split_once("2 By the stairs").unwrap();
    assert!(first.contains("↺ ") && first.contains("(imagined)"), "{first}");
    assert!(page.contains("★ It seems at first:") && page.contains("In truth:"), "{page}");
}

/// A page as it lies over the story.
fn laid_over(name: &str, cut: &Cut, width: usize) -> Vec<String> {
    let view = view::by_name(name).unwrap();
    let margin = match width {
        _ if view.margin => 0,
        ..60 => 1,
        _ => 3,
    };
    let page = (view.page)(cut, &cut.chronology(), &options(width - margin)).plain();
    let indented = |line: &str| if line.is_empty() { String::new() } else { format!("{}{line}", " ".repeat(margin)) };
    page.lines().map(indented).collect()
}

#[test]
fn what_is_laid_over_tells_of_what_has_been_on_the_screen_to_its_end() {
    let story = story("one-more-day");
    let whole = all(&story);
    for (key, name) in [(Key::Timeline, "timeline"), (Key::Recap, "recap")] {
        let mut player = player(&whole);
        for seen in 1..=whole.scenes().len() {
            let _ = player.screen(&options(80), 6);
            let _ = player.press(key);
            let before = lines(&player.screen(&options(80), TALL));
            if seen == 1 {
                assert!(before[0].contains("Nothing has been seen to its end yet"), "{before:#?}");
            } else {
                assert_eq!(before, laid_over(name, &first(&story, seen - 1), 80));
            }
            assert_eq!(press(&mut player, Key::Close, (80, TALL)), Step::Stay);
            assert_eq!(press(&mut player, key, (80, TALL)), Step::Stay);
            assert_eq!(lines(&player.screen(&options(80), TALL)), laid_over(name, &first(&story, seen), 80));
            let _ = press(&mut player, key, (80, TALL));
            assert!(matches!(player.press(Key::On), Step::Ended { .. }));
        }
        // Back in the first scene nothing of the later ones is in it.
        for _ in 0..whole.scenes().len() {
            let _ = press(&mut player, Key::Back, (80, TALL));
        }
        let _ = press(&mut player, key, (80, TALL));
        assert_eq!(lines(&player.screen(&options(80), TALL)), laid_over(name, &first(&story, 1), 80));
    }
}

#[test]
fn with_hindsight_what_is_laid_over_is_of_the_whole_cut() {
    let story = story("error");
    let whole = all(&story);
    let mut player = Player::new(&whole, Walk::Rewatch, Ending::TheEnd);
    let _ = press(&mut player, Key::Timeline, (80, 24));
    assert_eq!(lines(&player.screen(&options(80), TALL)), laid_over("timeline", &whole, 80));
    let mut player = Player::new(&whole, Walk::Chronological, Ending::TheEnd);
    let _ = press(&mut player, Key::Timeline, (80, 24));
    assert!(lines(&player.screen(&options(80), TALL))[3].trim_start().starts_with("happened"));
}

#[test]
fn what_is_laid_over_goes_with_any_key_that_means_so() {
    let story = story("error");
    let whole = all(&story);
    let size = (80, 40);
    let mut player = player(&whole);
    let _ = go_on(&mut player, size);
    let scene = plain(&player.screen(&options(80), 40));
    for over in [Key::Timeline, Key::Keys] {
        for away in [Key::Close, over, Key::Back, Key::On, Key::Leave] {
            assert_eq!(press(&mut player, over, size), Step::Stay);
            assert_ne!(plain(&player.screen(&options(80), 40)), scene);
            assert_eq!(press(&mut player, away, size), Step::Stay, "{away:?}");
            assert_eq!(plain(&player.screen(&options(80), 40)), scene, "{away:?}");
        }
        let _ = press(&mut player, over, size);
    }
    let _ = press(&mut player, Key::Timeline, size);
    assert!(plain(&player.screen(&options(80), 40)).contains("told  happened"));
    assert_eq!(player.press(Key::LeaveAtOnce), Step::Leave);
}

#[test]
fn a_new_size_keeps_the_place_in_the_scene() {
    let text = (100..400).map(|number| format!("{number} ")).collect::<String>();
    let story =
        read(&format!("format = 1\nwork.title = \"Long\"\n[[scene]]\nid = \"a\"\ntitle = \"A\"\ntext = \"{text}\"\n"));
    let whole = all(&story);
    let mut player = player(&whole);
    for _ in 0..3 {
        let _ = press(&mut player, Key::On, (40, 12));
    }
    let before = lines(&player.screen(&options(40), 12));
    let word = before[0].split_whitespace().next().unwrap();
    for (width, height) in [(80, 12), (25, 9), (61, 14), (40, 5), (20, 30)] {
        let now = player.screen(&options(width), height).page.plain();
        assert!(
            now.lines().find(|line| !line.is_empty()).unwrap().contains(word),
            "{word} at {width}x{height}:\n{now}"
        );
    }
    assert_eq!(lines(&player.screen(&options(40), 12)), before);
}

#[test]
fn no_screen_is_larger_than_the_terminal_however_small_that_is() {
    let korean = read(KOREAN);
    for story in [story("come-back-home"), korean] {
        let whole = all(&story);
        for walk in [Walk::Told { from: 0 }, Walk::Rewatch, Walk::Chronological] {
            for (width, height) in
                [(0, 0), (1, 1), (1, 5), (2, 3), (5, 2), (9, 9), (20, 5), (33, 10), (40, 20), (200, 60)]
            {
                let mut player = Player::new(&whole, walk, Ending::SoFar);
                for key in any_keys(7).take(60) {
                    for unicode in [true, false] {
                        let screen = player.screen(&Options { width, unicode, ..Options::default() }, height);
                        let shown = plain(&screen);
                        assert!(shown.lines().all(|line| line.width() <= width), "{width}x{height}:\n{shown}");
                        let status = usize::from(!screen.status.is_empty());
                        assert!(screen.page.lines().len() + status <= height, "{width}x{height}:\n{shown}");
                    }
                    if player.press(key) == Step::Leave {
                        break;
                    }
                }
            }
        }
    }
}

#[test]
fn a_story_without_scenes_shows_its_card() {
    let story = library::load(Source::new("story.toml", "format = 1\nwork.title = \"Nothing\"\n")).story.unwrap();
    let whole = all(&story);
    for walk in [Walk::Told { from: 0 }, Walk::Rewatch, Walk::Chronological] {
        let mut player = Player::new(&whole, walk, Ending::TheEnd);
        assert!(plain(&player.screen(&options(80), 24)).contains("Nothing"));
        let _ = press(&mut player, Key::Timeline, (80, 24));
        let _ = press(&mut player, Key::Close, (80, 24));
        assert_eq!(press(&mut player, Key::On, (80, 24)), Step::Stay, "no scene ended");
        assert!(plain(&player.screen(&options(80), 24)).contains("The End"));
    }
}

const KOREAN: &str = r#"
    format = 1
    work.title = "이러지마 제발"
    work.credit = "케이윌"
    characters.he.name = "조용한 남자"
    characters.she.name = "장난스러운 여자"
    places.car.name = "자동차"
    facts.drive = { seems = "두 사람이 함께 드라이브를 한다.", truth = "그는 혼자다.", weight = "twist" }
    strands.past = { name = "그가 기억하는 것", when = { before = "road" } }
    [[scene]]
    id = "road"
    title = "길 위에서"
    text = "그는 운전을 하고, 그녀는 가만히 있지 않는다. 오늘 그는 그럴 기분이 아니어서, 끝내 그녀를 밀어낸다. 차라리 혼자인 편이 나을지도 모른다."
    cast = ["he", "she"]
    place = "car"
    hints = ["drive"]
    [[scene]]
    id = "stairs"
    title = "계단 옆에서"
    text = "이제 자동차는 없고, 다른 때다. 그는 계단 옆에 서 있다."
    strand = "past"
    cast = ["he"]
    [[scene]]
    id = "alone"
    title = "혼자서"
    text = "조수석은 비어 있다."
    cast = ["he"]
    place = "car"
    reveals = ["drive"]
"#;

/// The screen with all its lines, the status line at the foot.
fn drawn(player: &mut Player, (width, height): (usize, usize)) -> String {
    let screen = player.screen(&options(width), height);
    let mut rows: Vec<String> = screen.page.plain().lines().map(str::to_owned).collect();
    rows.resize(height - 1, String::new());
    rows.push(screen.status.iter().map(|run| run.text.as_str()).collect());
    format!("{}\n", rows.join("\n"))
}

#[test]
fn screens_look_as_reviewed() {
    for size @ (width, _) in SIZES {
        let story = story("please-dont");
        let whole = all(&story);
        let mut player = player(&whole);
        assert_snapshot!(format!("first_{width}"), drawn(&mut player, size));
        let _ = go_on(&mut player, size);
        assert_snapshot!(format!("second_{width}"), drawn(&mut player, size));
        let _ = press(&mut player, Key::Timeline, size);
        assert_snapshot!(format!("timeline_{width}"), drawn(&mut player, size));
        let _ = press(&mut player, Key::Keys, size);
        assert_snapshot!(format!("keys_{width}"), drawn(&mut player, size));
        let _ = press(&mut player, Key::Close, size);
        while !matches!(go_on(&mut player, size), Step::Ended { last: true, .. }) {}
        assert_snapshot!(format!("the_end_{width}"), drawn(&mut player, size));
    }
}

#[test]
fn screens_in_korean_look_as_reviewed() {
    let story = read(KOREAN);
    let whole = all(&story);
    for size @ (width, _) in SIZES {
        let mut player = player(&whole);
        let mut screens = drawn(&mut player, size);
        for _ in 0..2 {
            let _ = go_on(&mut player, size);
            screens += &drawn(&mut player, size);
        }
        assert_snapshot!(format!("korean_{width}"), screens);
    }
}

#[test]
fn a_story_with_hindsight_looks_as_reviewed() {
    for name in ["please-dont", "error"] {
        assert_snapshot!(format!("rewatch_{name}"), play::rewatch(&all(&story(name)), &options(80)).plain());
    }
}
