//! The built-in stories as a person meets them: every page of them, in both orders, wide and narrow.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use insta::assert_snapshot;
use storyline::expectation;
use storyline::knowledge::{Cut, Seen, cut_to};
use storyline::library::{Library, Loaded};
use storyline::lint::{self, Checked};
use storyline::play;
use storyline::story::{SceneId, Story, WorkId};
use storyline::time::Label;
use storyline::view::{self, Options, Order};

/// A story, and the work of it that is looked at: in a universe as if there were no other.
struct Told {
    story: Story,
    work: Option<WorkId>,
}

impl Told {
    fn scenes(&self) -> Vec<SceneId> {
        self.work.map_or_else(|| self.story.scenes().collect(), |work| self.story.scenes_of(work).collect())
    }

    fn ids(&self) -> Vec<&str> {
        self.scenes().into_iter().map(|scene| self.story.scene(scene).id.as_str()).collect()
    }

    /// What somebody knows who has seen so many scenes.
    fn first(&self, scenes: usize) -> Cut<'_> {
        cut_to(&self.story, &self.scenes().into_iter().take(scenes).collect(), self.work)
    }

    fn whole(&self) -> Cut<'_> {
        cut_to(&self.story, &Seen::all(&self.story), self.work)
    }
}

fn story(name: &str) -> Told {
    let loaded = Library::default().find(name).unwrap().load();
    assert_eq!(loaded.problems, []);
    Told { work: loaded.work(), story: loaded.story.unwrap() }
}

fn told(cut: &Cut, width: usize) -> String {
    play::told(cut, &Options { width, ..Options::default() }).plain()
}

fn happened(cut: &Cut, width: usize) -> String {
    let options = Options { width, order: Order::Chronological, ..Options::default() };
    play::chronological(cut, &cut.chronology(), &options).plain()
}

fn page(name: &str, cut: &Cut, width: usize, order: Order) -> String {
    let view = view::by_name(name).unwrap();
    (view.page)(cut, &cut.chronology(), &Options { width, order, ..Options::default() }).plain()
}

fn timeline(cut: &Cut, width: usize, order: Order) -> String {
    page("timeline", cut, width, order)
}

fn timeline_json(cut: &Cut, order: Order) -> String {
    let view = view::by_name("timeline").unwrap();
    (view.json)(cut, &cut.chronology(), &Options { order, ..Options::default() })
}

/// Every page of a story, each in a snapshot of its own.
macro_rules! pages {
    ($($test:ident: $name:literal;)*) => {$(
        #[test]
        fn $test() {
            let story = story($name);
            let story = &story.whole();
            for width in [80, 40] {
                assert_snapshot!(format!("{}_told_{width}", $name), told(story, width));
                assert_snapshot!(format!("{}_happened_{width}", $name), happened(story, width));
                assert_snapshot!(format!("{}_timeline_{width}", $name), timeline(story, width, Order::Narrative));
                assert_snapshot!(
                    format!("{}_timeline_chronological_{width}", $name),
                    timeline(story, width, Order::Chronological)
                );
            }
            assert_snapshot!(format!("{}_timeline_json", $name), timeline_json(story, Order::Narrative));
            assert_snapshot!(
                format!("{}_timeline_chronological_json", $name),
                timeline_json(story, Order::Chronological)
            );
        }
    )*};
}

pages! {
    please_dont_looks_as_reviewed: "please-dont";
    one_more_day_looks_as_reviewed: "one-more-day";
    error_looks_as_reviewed: "error";
    come_back_home_looks_as_reviewed: "come-back-home";
}

/// The pages of a work, wide, for those that are many.
macro_rules! works {
    ($($test:ident: $name:literal;)*) => {$(
        #[test]
        fn $test() {
            let (work, name) = (story($name), $name.replace('/', "_"));
            let work = &work.whole();
            assert_snapshot!(format!("{name}_told"), told(work, 80));
            assert_snapshot!(format!("{name}_happened"), happened(work, 80));
            assert_snapshot!(format!("{name}_timeline"), both_orders(work));
        }
    )*};
}

works! {
    no_sad_song_looks_as_reviewed: "k-will/no-sad-song";
    mama_looks_as_reviewed: "exo/mama";
    lucky_one_looks_as_reviewed: "exo/lucky-one";
    monster_looks_as_reviewed: "exo/monster";
    ko_ko_bop_looks_as_reviewed: "exo/ko-ko-bop";
    power_looks_as_reviewed: "exo/power";
    i_need_u_looks_as_reviewed: "bts/i-need-u";
    prologue_looks_as_reviewed: "bts/prologue";
    run_looks_as_reviewed: "bts/run";
}

/// The pages of a universe on which its works meet.
macro_rules! universes {
    ($($test:ident: $name:literal;)*) => {$(
        #[test]
        fn $test() {
            let universe = story($name);
            let universe = &universe.whole();
            assert_snapshot!(concat!($name, "_timeline"), both_orders(universe));
            assert_snapshot!(concat!($name, "_recap"), page("recap", universe, 80, Order::Narrative));
        }
    )*};
}

universes! {
    exo_looks_as_reviewed: "exo";
    bts_looks_as_reviewed: "bts";
    k_will_looks_as_reviewed: "k-will";
}

fn both_orders(cut: &Cut) -> String {
    format!("{}\n\n{}", timeline(cut, 80, Order::Narrative), timeline(cut, 80, Order::Chronological))
}

/// What theories there are, and what happened under each of them: of the timeline all but the curve.
macro_rules! theories {
    ($($test:ident: $name:literal, $number:literal;)*) => {$(
        #[test]
        fn $test() {
            let story = story($name);
            let whole = story.whole();
            assert_eq!(whole.theories().len(), $number, "all are on offer at the end");
            let mut pages = page("theories", &whole, 80, Order::Narrative);
            for theory in whole.theories() {
                let under = timeline(&theory.cut(), 80, Order::Chronological);
                let listing = under.split("\nas it happened").next().unwrap();
                pages += &format!("\n\n---------- {}\n\n{}", theory.full_id(), listing.trim_end());
            }
            assert_snapshot!(concat!($name, "_theories"), pages);
        }
    )*};
}

theories! {
    theories_of_exo_look_as_reviewed: "exo", 19;
    theories_of_bts_look_as_reviewed: "bts", 20;
    theories_of_k_will_look_as_reviewed: "k-will", 8;
    theories_of_one_more_day_look_as_reviewed: "one-more-day", 3;
    theories_of_error_look_as_reviewed: "error", 7;
    theories_of_come_back_home_look_as_reviewed: "come-back-home", 7;
}

/// Every universe, and every work that is in none.
const TOGETHER: [&str; 6] = ["exo", "bts", "k-will", "one-more-day", "error", "come-back-home"];

#[test]
fn every_theory_changes_what_is_shown_and_contradicts_nothing() {
    for story in TOGETHER.map(story) {
        let whole = story.whole();
        let without = happened(&whole, 80);
        for theory in whole.theories() {
            let cut = theory.cut();
            assert_eq!(cut.chronology().contradiction, None, "{}", theory.id());
            let named = format!("     Under the theory: {}\n", theory.title());
            assert_ne!(happened(&cut, 80).replace(&named, ""), without, "{}", theory.id());
        }
    }
}

/// Where watching a scene says that nothing moves, the order is that of before, with the scene at its end: what the player
/// takes for granted.
#[test]
fn under_every_theory_nothing_moves_where_a_scene_says_so() {
    for story in TOGETHER.map(story) {
        let whole = story.whole();
        let theories = whole.theories().into_iter().map(|theory| Some(theory.number())).chain([None]);
        for theory in theories {
            let mut watching = whole.choosing(theory).watch();
            let mut order: Vec<Vec<u32>> = Vec::new();
            while let Some(news) = watching.watch_next() {
                let cut = watching.cut();
                let now: Vec<Vec<u32>> = cut.chronology().events.into_iter().map(|event| event.scenes).collect();
                let last = cut.scenes().len() as u32 - 1;
                if !news.may_reorder {
                    order.extend((!cut.scene(last).is_timeless()).then(|| vec![last]));
                    assert_eq!(now, order, "at {last} under {theory:?} of {}", cut.id());
                }
                order = now;
            }
        }
    }
}

/// Somebody who has seen works meets nothing that only the others tell of.
#[test]
fn works_tell_nothing_that_only_others_reveal() {
    let story = story("exo");
    let seen = Seen::at(&story.story, None, "mama,power").unwrap();
    let cut = cut_to(&story.story, &seen, None);
    let pages = told(&cut, 80) + &both_orders(&cut) + &page("recap", &cut, 80, Order::Narrative);
    let pages = pages + &page("theories", &cut, 80, Order::Narrative);
    assert!(pages.contains("These are the powers of MAMA."), "what both tell together is told");
    for word in ["maze", "hospital", "nurse", "experiment", "traitor", "driver", "prison", "candy", "drug", "faded"] {
        let found = pages.to_lowercase().find(word);
        assert_eq!(found, None, "{word}: {}", &pages[found.unwrap_or_default()..].chars().take(60).collect::<String>());
    }
}

const STORIES: [&str; 13] = [
    "please-dont",
    "no-sad-song",
    "one-more-day",
    "error",
    "come-back-home",
    "mama",
    "lucky-one",
    "monster",
    "ko-ko-bop",
    "power",
    "i-need-u",
    "prologue",
    "run",
];

#[test]
fn no_line_is_wider_than_asked_for() {
    for story in STORIES.into_iter().chain(TOGETHER).map(story) {
        let story = &story.whole();
        for width in [20, 40, 57, 80, 200] {
            let pages = [told(story, width), happened(story, width), timeline(story, width, Order::Narrative)];
            for line in pages.iter().flat_map(|page| page.lines()) {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn what_is_printed_at_a_scene_does_not_depend_on_what_comes_after_it() {
    for story in STORIES.into_iter().chain(TOGETHER).map(story) {
        let whole = told(&story.whole(), 80);
        for seen in 0..=story.scenes().len() {
            let so_far = told(&story.first(seen), 80);
            assert!(whole.starts_with(&so_far), "at scene {seen}:\n{so_far}");
        }
    }
}

#[test]
fn one_more_days_opening_is_a_plain_scene_until_the_suitcase_returns() {
    let story = story("one-more-day");
    let ids = story.ids();
    let return_of_the_suitcase = ids.iter().position(|&id| id == "suitcase-walk-return").unwrap();
    for seen in 1..=ids.len() {
        let cut = story.first(seen);
        let opening = cut.chronology().places[0].label;
        let expected = if seen > return_of_the_suitcase { Label::FlashForward } else { Label::Present };
        assert_eq!(opening, expected, "after {seen} scenes");
    }
}

#[test]
fn one_more_days_walk_stands_once_with_both_its_showings() {
    let story = story("one-more-day");
    let whole = story.whole();
    let ids: Vec<Vec<&str>> = (whole.chronology().events.iter())
        .map(|event| event.scenes.iter().map(|&scene| whole.scene(scene).id()).collect())
        .collect();
    let walk = ids.iter().position(|ids| ids == &["suitcase-walk-opening", "suitcase-walk-return"]).unwrap();
    assert_eq!(ids[walk - 1], ["brick-killing"]);
    assert_eq!(ids[walk + 1], ["boot-and-fire"]);
    assert!(ids.iter().flatten().all(|&id| id != "watchers-inserts"), "what has no story time is no event");
}

#[test]
fn errors_opening_is_a_plain_scene_until_she_is_known_to_have_died() {
    let story = story("error");
    for seen in 1..=story.scenes().len() {
        let cut = story.first(seen);
        let expected = if seen >= 5 { Label::FlashForward } else { Label::Present };
        assert_eq!(cut.chronology().places[0].label, expected, "after {seen} scenes");
    }
}

#[test]
fn come_back_homes_fighters_and_banquet_are_what_they_seem_until_they_are_known() {
    let story = story("come-back-home");
    for seen in 5..=story.scenes().len() {
        let cut = story.first(seen);
        let fighters = if seen >= 11 { Label::FlashForward } else { Label::Present };
        assert_eq!(cut.chronology().places[1].label, fighters, "after {seen} scenes");
        let layer = match seen {
            ..6 => "The future",
            6..12 => "The real world",
            _ => "Virtual Paradise",
        };
        assert_eq!(cut.scene(4).layer(), Some(layer), "after {seen} scenes");
    }
}

#[test]
fn a_belief_looks_like_a_fact_until_it_is_overturned() {
    let story = story("please-dont");
    let first = story.first(1);
    let believed: Vec<_> = first.scene(0).reveals().collect();
    assert_eq!(believed.len(), 1);
    assert_eq!(believed[0].truth(), "The two of them are out for a drive.");
    assert_eq!((believed[0].seemed(), believed[0].weight()), (None, None));
}

#[test]
fn names_and_casts_change_only_once_their_fact_is_known() {
    let story = story("please-dont");
    let roles = |seen: usize| {
        let cut = story.first(seen);
        cut.scene(0).cast().iter().map(|person| person.role.map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(roles(11), [None, None]);
    assert_eq!(roles(12), [None, Some("imagined".to_owned())]);
}

#[test]
fn hindsight_waits_for_every_fact_that_it_names() {
    let story = story("please-dont");
    let looking_back = |seen: usize| {
        let cut = story.first(seen);
        cut.scene(0).hindsight().map(str::to_owned)
    };
    assert_eq!(looking_back(11), None);
    assert!(looking_back(12).is_some_and(|text| text.starts_with("And so he is.")));
    assert!(looking_back(13).is_some_and(|text| text.starts_with("Even in his own head")));
}

#[test]
fn no_story_breaks_a_rule_that_is_not_asked_for() {
    for name in TOGETHER {
        let Loaded { sources, problems, story, .. } = Library::default().find(name).unwrap().load();
        let story = story.unwrap();
        let checked = Checked::new(&story, &sources);
        let mut found = lint::check(checked, &lint::codes(), problems);
        found.retain(|problem| !problem.code.on_request);
        assert_eq!(found, [], "{name}");
    }
}

#[test]
fn every_built_in_story_is_as_its_writer_expects() {
    let library = Library::default();
    let mut held = 0;
    for name in ["bts", "exo", "k-will", "one-more-day", "error", "come-back-home"] {
        let story = library.find(name).unwrap().load().story.unwrap();
        for expected in story.expectations() {
            assert_eq!(expectation::failures(&story, expected), [], "{name}");
            held += 1;
        }
    }
    assert!(held > 60, "{held}");
}
