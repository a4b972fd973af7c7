//! The built-in stories as a person meets them: every page of them, in both orders, wide and narrow.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use insta::assert_snapshot;
use storyline::knowledge::{Seen, cut};
use storyline::library::{Library, Loaded};
use storyline::lint::{self, Checked};
use storyline::play;
use storyline::story::Story;
use storyline::time::Label;
use storyline::view::{self, Options, Order};

fn story(name: &str) -> Story {
    let loaded = Library::default().find(name).unwrap().load();
    assert_eq!(loaded.problems, []);
    loaded.story.unwrap()
}

fn told(story: &Story, width: usize) -> String {
    let options = Options { width, ..Options::default() };
    play::told(&cut(story, &Seen::all(story)), &options).plain()
}

fn happened(story: &Story, width: usize) -> String {
    let options = Options { width, order: Order::Chronological, ..Options::default() };
    let whole = cut(story, &Seen::all(story));
    play::chronological(&whole, &whole.chronology(), &options).plain()
}

fn timeline(story: &Story, width: usize, order: Order) -> String {
    let whole = cut(story, &Seen::all(story));
    let view = view::by_name("timeline").unwrap();
    (view.page)(&whole, &whole.chronology(), &Options { width, order, unicode: true }).plain()
}

fn timeline_json(story: &Story, order: Order) -> String {
    let whole = cut(story, &Seen::all(story));
    let view = view::by_name("timeline").unwrap();
    (view.json)(&whole, &whole.chronology(), &Options { order, ..Options::default() })
}

/// Every page of a story, each in a snapshot of its own.
macro_rules! pages {
    ($($test:ident: $name:literal;)*) => {$(
        #[test]
        fn $test() {
            let story = story($name);
            for width in [80, 40] {
                assert_snapshot!(format!("{}_told_{width}", $name), told(&story, width));
                assert_snapshot!(format!("{}_happened_{width}", $name), happened(&story, width));
                assert_snapshot!(format!("{}_timeline_{width}", $name), timeline(&story, width, Order::Narrative));
                assert_snapshot!(
                    format!("{}_timeline_chronological_{width}", $name),
                    timeline(&story, width, Order::Chronological)
                );
            }
            assert_snapshot!(format!("{}_timeline_json", $name), timeline_json(&story, Order::Narrative));
            assert_snapshot!(
                format!("{}_timeline_chronological_json", $name),
                timeline_json(&story, Order::Chronological)
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

const STORIES: [&str; 4] = ["please-dont", "one-more-day", "error", "come-back-home"];

#[test]
fn no_line_is_wider_than_asked_for() {
    for story in STORIES.map(story) {
        for width in [20, 40, 57, 80, 200] {
            let pages = [told(&story, width), happened(&story, width), timeline(&story, width, Order::Narrative)];
            for line in pages.iter().flat_map(|page| page.lines()) {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn what_is_printed_at_a_scene_does_not_depend_on_what_comes_after_it() {
    for story in STORIES.map(story) {
        let whole = told(&story, 80);
        let scenes: Vec<_> = story.scenes().collect();
        for seen in 0..=scenes.len() {
            let cut = cut(&story, &scenes[..seen].iter().copied().collect());
            let so_far = play::told(&cut, &Options::default()).plain();
            assert!(whole.starts_with(&so_far), "at scene {seen}:\n{so_far}");
        }
    }
}

#[test]
fn one_more_days_opening_is_a_plain_scene_until_the_suitcase_returns() {
    let story = story("one-more-day");
    let scenes: Vec<_> = story.scenes().collect();
    let return_of_the_suitcase =
        scenes.iter().position(|&scene| story.scene(scene).id == "suitcase-walk-return").unwrap();
    for seen in 1..=scenes.len() {
        let cut = cut(&story, &scenes[..seen].iter().copied().collect());
        let opening = cut.chronology().places[0].label;
        let expected = if seen > return_of_the_suitcase { Label::FlashForward } else { Label::Present };
        assert_eq!(opening, expected, "after {seen} scenes");
    }
}

#[test]
fn one_more_days_walk_stands_once_with_both_its_showings() {
    let story = story("one-more-day");
    let whole = cut(&story, &Seen::all(&story));
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
    let scenes: Vec<_> = story.scenes().collect();
    for seen in 1..=scenes.len() {
        let cut = cut(&story, &scenes[..seen].iter().copied().collect());
        let expected = if seen >= 5 { Label::FlashForward } else { Label::Present };
        assert_eq!(cut.chronology().places[0].label, expected, "after {seen} scenes");
    }
}

#[test]
fn come_back_homes_fighters_and_banquet_are_what_they_seem_until_they_are_known() {
    let story = story("come-back-home");
    let scenes: Vec<_> = story.scenes().collect();
    for seen in 5..=scenes.len() {
        let cut = cut(&story, &scenes[..seen].iter().copied().collect());
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
    let first = cut(&story, &story.scenes().take(1).collect());
    let believed: Vec<_> = first.scene(0).reveals().collect();
    assert_eq!(believed.len(), 1);
    assert_eq!(believed[0].truth(), "The two of them are out for a drive.");
    assert_eq!((believed[0].seemed(), believed[0].weight()), (None, None));
}

#[test]
fn names_and_casts_change_only_once_their_fact_is_known() {
    let story = story("please-dont");
    let scenes: Vec<_> = story.scenes().collect();
    let roles = |seen: usize| {
        let cut = cut(&story, &scenes[..seen].iter().copied().collect());
        cut.scene(0).cast().iter().map(|person| person.role.map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(roles(11), [None, None]);
    assert_eq!(roles(12), [None, Some("imagined".to_owned())]);
}

#[test]
fn hindsight_waits_for_every_fact_that_it_names() {
    let story = story("please-dont");
    let scenes: Vec<_> = story.scenes().collect();
    let looking_back = |seen: usize| {
        let cut = cut(&story, &scenes[..seen].iter().copied().collect());
        cut.scene(0).hindsight().map(str::to_owned)
    };
    assert_eq!(looking_back(11), None);
    assert!(looking_back(12).is_some_and(|text| text.starts_with("And so he is.")));
    assert!(looking_back(13).is_some_and(|text| text.starts_with("Even in his own head")));
}

#[test]
fn no_story_breaks_a_rule_that_is_not_asked_for() {
    for name in STORIES {
        let Loaded { sources, problems, story, .. } = Library::default().find(name).unwrap().load();
        let story = story.unwrap();
        let checked = Checked::new(&story, &sources);
        let mut found = lint::check(checked, &lint::codes(), problems);
        found.retain(|problem| !problem.code.on_request);
        assert_eq!(found, [], "{name}");
    }
}
