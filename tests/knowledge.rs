//! What a viewer of the story in docs/format.md may know at each scene.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use storyline::knowledge::{Cut, Seen, ShownFact, ShownScene, cut};
use storyline::library;
use storyline::play;
use storyline::source::Source;
use storyline::story::Story;
use storyline::time::Label;
use storyline::view::Options;

fn read(text: &str) -> Story {
    let loaded = library::load(Source::new("story.toml", text));
    assert_eq!(loaded.problems, []);
    loaded.story.unwrap()
}

fn ice() -> Story {
    let page = include_str!("../docs/format.md");
    read(page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap())
}

/// Ids of the scenes of each event, as they happened.
fn happened<'s>(cut: &Cut<'s>) -> Vec<Vec<&'s str>> {
    let ids = |scenes: &[u32]| scenes.iter().map(|&scene| cut.scene(scene).id()).collect();
    cut.chronology().events.iter().map(|event| ids(&event.scenes)).collect()
}

fn labels(cut: &Cut) -> Vec<Label> {
    cut.chronology().places.iter().map(|place| place.label).collect()
}

/// The cut of somebody who has seen these scenes.
fn seen<'s>(story: &'s Story, ids: &[&str]) -> Cut<'s> {
    let seen: Seen = story.scenes().filter(|&scene| ids.contains(&story.scene(scene).id.as_str())).collect();
    cut(story, &seen)
}

#[test]
fn before_the_twist_three_scenes_stand_in_a_row_on_one_strand() {
    let story = ice();
    let cut = seen(&story, &["sledge", "race", "fall"]);
    assert_eq!(happened(&cut), [["sledge"], ["race"], ["fall"]]);
    assert_eq!(labels(&cut), [Label::Present; 3]);
    assert_eq!(cut.scene(0).cast().len(), 1);
}

#[test]
fn with_the_twist_the_first_scene_moves_to_the_last() {
    let story = ice();
    let cut = cut(&story, &Seen::all(&story));
    assert_eq!(happened(&cut), [vec!["race"], vec!["fall"], vec!["sledge", "home"]]);
    assert_eq!(labels(&cut), [Label::Present, Label::Flashback, Label::Flashback, Label::Retold]);
    assert_eq!(cut.scene(0).cast()[1].role, Some("body"));
}

#[test]
fn a_claim_holds_only_once_its_fact_is_known_though_both_its_scenes_were_seen() {
    let story = read(
        r#"
        format = 1
        work.title = "Late news"
        facts.news = { truth = "B came first." }
        scene = [
            { id = "a", title = "A", text = "…" },
            { id = "b", title = "B", text = "…", when = { before = "a", once = "news" } },
            { id = "c", title = "C", text = "…", reveals = ["news"] },
        ]"#,
    );
    assert_eq!(happened(&seen(&story, &["a", "b"])), [["a"], ["b"]]);
    assert_eq!(happened(&seen(&story, &["a", "b", "c"])), [["b"], ["a"], ["c"]]);
    let told = play::told(&cut(&story, &Seen::all(&story)), &Options::default()).plain();
    assert!(told.contains("You gather: B came first.\n       Now a flashback: B (2)"), "{told}");
}

#[test]
fn a_strand_exists_only_once_its_fact_is_known() {
    let story = read(
        r#"
        format = 1
        work.title = "Two lines"
        facts.two = { truth = "There are two of them." }
        strands.other = { once = "two", told = "backwards", name = "The other" }
        scene = [
            { id = "a", title = "A", text = "…", strand = "other" },
            { id = "b", title = "B", text = "…", strand = "other" },
            { id = "c", title = "C", text = "…", reveals = ["two"] },
        ]"#,
    );
    assert_eq!(happened(&seen(&story, &["a", "b"])), [["a"], ["b"]]);
    assert_eq!(happened(&seen(&story, &["a", "b", "c"])), [["b"], ["a"], ["c"]]);
}

#[test]
fn hindsight_that_names_a_strand_which_does_not_exist_yet_leaves_the_scene_where_it_was() {
    let story = read(
        r#"
        format = 1
        work.title = "Twice moved"
        facts.one = { truth = "One." }
        facts.two = { truth = "Two." }
        strands.first = { name = "The first" }
        strands.second = { name = "The second", once = "two" }
        [[scene]]
        id = "a"
        title = "A"
        text = "…"
        strand = "first"
        hindsight = [{ once = "one", strand = "second" }]
        [[scene]]
        id = "b"
        title = "B"
        text = "…"
        reveals = ["one"]
        [[scene]]
        id = "c"
        title = "C"
        text = "…"
        reveals = ["two"]
        "#,
    );
    assert_eq!(seen(&story, &["a", "b"]).scene(0).strand_name(), Some("The first"));
    assert_eq!(seen(&story, &["a", "b", "c"]).scene(0).strand_name(), Some("The second"));
}

#[test]
fn hindsight_and_looking_back_wait_for_every_fact() {
    let story = read(
        r#"
        format = 1
        work.title = "Twice"
        facts.one = { truth = "One." }
        facts.two = { truth = "Two." }
        [[scene]]
        id = "a"
        title = "A"
        text = "…"
        hindsight = [{ once = ["one", "two"], title = "Anew" }]
        [[scene]]
        id = "b"
        title = "B"
        text = "…"
        reveals = ["one"]
        [[scene]]
        id = "c"
        title = "C"
        text = "…"
        reveals = ["two"]
        "#,
    );
    assert_eq!(seen(&story, &["a", "b"]).scene(0).title(), "A");
    assert_eq!(seen(&story, &["a", "c"]).scene(0).title(), "A");
    assert_eq!(seen(&story, &["a", "b", "c"]).scene(0).title(), "Anew");
    let told = play::told(&cut(&story, &Seen::all(&story)), &Options::default()).plain();
    let (before, after) = told.split_once("3 C").unwrap();
    assert!(!before.contains("Look back"), "{told}");
    assert!(after.contains("Look back at: Anew (1)"), "{told}");
}

#[test]
fn scenes_may_be_skipped() {
    let story = ice();
    let cut = seen(&story, &["race", "home"]);
    assert_eq!(happened(&cut), [["race"], ["home"]]);
    assert_eq!(labels(&cut), [Label::Aside, Label::Present]); // nothing was told before it that it could precede
    assert_eq!(cut.facts().len(), 1);
}

#[test]
fn the_telling_says_when_it_leaves_its_time_and_when_it_is_back() {
    let story = read(
        r#"
        format = 1
        work.title = "There and back"
        strands.past = { name = "Then", when = { before = "a" } }
        scene = [
            { id = "a", title = "A", text = "…" },
            { id = "b", title = "B", text = "…", strand = "past" },
            { id = "c", title = "C", text = "…", strand = "past" },
            { id = "d", title = "D", text = "…", timeless = true },
            { id = "e", title = "E", text = "…" },
            { id = "f", title = "F", text = "…", when = { before = "b" } },
            { id = "g", title = "G", text = "…", when = { same = "b" } },
            { id = "h", title = "H", text = "…" },
        ]"#,
    );
    let told = play::told(&cut(&story, &Seen::all(&story)), &Options::default()).plain();
    let marks: Vec<&str> =
        told.lines().map(str::trim).filter(|line| line.starts_with(['↶', '↷', '↻', '~', 'O'])).collect();
    assert_eq!(
        marks,
        [
            "↶ Earlier: Then",
            "Outside time",
            "↷ Back to: the present",
            "↶ Earlier",
            "↻ Once more: B (2)",
            "↷ Back to: the present"
        ]
    );
}

/// Two scenes and what reveals, with more keys on the first and more tables before them.
fn three(tables: &str, first: &str) -> Story {
    read(&format!(
        r#"
        format = 1
        work.title = "Three"
        facts.news = {{ truth = "News." }}
        {tables}
        [[scene]]
        id = "a"
        title = "A"
        text = "…"
        {first}
        [[scene]]
        id = "b"
        title = "B"
        text = "…"
        [[scene]]
        id = "c"
        title = "C"
        text = "…"
        reveals = ["news"]
        "#
    ))
}

#[test]
fn a_name_changes_only_once_its_fact_is_known() {
    let tables = r#"
        [characters.x]
        name = "Somebody"
        hindsight = [{ once = "news", name = "The thief" }]
        [places.p]
        name = "A house"
        hindsight = [{ once = "news", name = "His house" }]
        [places.q]
        name = "A cell"
    "#;
    let story = three(
        tables,
        r#"cast = ["x"]
        place = "p""#,
    );
    let names = |cut: &Cut| (cut.scene(0).cast()[0].name.to_owned(), cut.scene(0).place().unwrap().to_owned());
    assert_eq!(names(&seen(&story, &["a", "b"])), ("Somebody".to_owned(), "A house".to_owned()));
    assert_eq!(names(&seen(&story, &["a", "b", "c"])), ("The thief".to_owned(), "His house".to_owned()));
    let story = three(
        tables,
        r#"place = "p"
        hindsight = [{ once = "news", place = "q" }]"#,
    );
    assert_eq!(seen(&story, &["a", "b"]).scene(0).place(), Some("A house"));
    assert_eq!(seen(&story, &["a", "b", "c"]).scene(0).place(), Some("A cell"));
}

#[test]
fn hindsight_moves_a_scene_to_another_strand_or_out_of_time() {
    let tables = r#"strands.past = { when = { before = "b" }, name = "Then" }"#;
    let moved = three(tables, r#"hindsight = [{ once = "news", strand = "past" }]"#);
    assert_eq!(labels(&seen(&moved, &["a", "b"])), [Label::Present; 2]);
    assert_eq!(labels(&seen(&moved, &["a", "b", "c"]))[0], Label::Aside);
    let timeless = three("", r#"hindsight = [{ once = "news", timeless = true }]"#);
    assert_eq!(labels(&seen(&timeless, &["a", "b"]))[0], Label::Present);
    assert_eq!(labels(&seen(&timeless, &["a", "b", "c"]))[0], Label::Timeless);
}

#[test]
fn a_strands_claims_and_name_wait_for_its_fact_main_too() {
    let tables = r#"strands.main = { once = "news", told = "backwards", name = "Long after" }"#;
    let story = three(tables, "");
    let before = seen(&story, &["a", "b"]);
    assert_eq!(happened(&before), [["a"], ["b"]]);
    assert_eq!(before.scene(0).main_strand_name(), None);
    let after = seen(&story, &["a", "b", "c"]);
    assert_eq!(happened(&after), [["c"], ["b"], ["a"]]);
    assert_eq!(after.scene(0).main_strand_name(), Some("Long after"));
    let tables = r#"strands.main = { once = "news", when = { after = "b" } }"#;
    assert_eq!(happened(&seen(&three(tables, ""), &["a", "b"])), [["a"], ["b"]]);
    assert_eq!(happened(&seen(&three(tables, ""), &["a", "b", "c"])), [["b"], ["a"], ["c"]]);
}

#[test]
fn what_waits_for_something_that_cannot_be_understood_never_holds() {
    for once in ["5", "[\"news\", 5]", "\"nwes\""] {
        let text = format!(
            r#"
            format = 1
            work.title = "Slips"
            facts.news = {{ truth = "News." }}
            strands.past = {{ name = "Secret", once = {once} }}
            scene = [
                {{ id = "a", title = "A", text = "…", reveals = ["news"] }},
                {{ id = "b", title = "B", text = "…", strand = "past", when = {{ before = "a", once = {once} }},
                   hindsight = [{{ once = {once}, title = "Anew" }}] }},
            ]"#
        );
        let story = library::load(Source::new("slips.toml", text)).story.unwrap();
        let cut = cut(&story, &Seen::all(&story));
        assert_eq!(happened(&cut), [["a"], ["b"]], "{once}");
        assert_eq!((cut.scene(1).title(), cut.scene(1).strand_name()), ("B", None), "{once}");
    }
}

#[test]
fn a_scene_that_names_the_main_strand_is_on_it_before_what_is_said_of_it_is_known() {
    let on_main = |once: &str| {
        let text = format!(
            r#"
            format = 1
            work.title = "Main"
            facts.news = {{ truth = "News." }}
            strands.main = {{ name = "Secret", {once} }}
            scene = [
                {{ id = "a", title = "A", text = "…" }},
                {{ id = "b", title = "B", text = "…", strand = "main", when = {{ after = "a" }} }},
                {{ id = "c", title = "C", text = "…", reveals = ["news"] }},
            ]"#
        );
        let story = read(&text);
        let cut = seen(&story, &["a", "b"]);
        (labels(&cut), cut.scene(1).strand_name().is_some())
    };
    assert_eq!(on_main(""), (vec![Label::Present; 2], true));
    assert_eq!(on_main(r#"once = "news""#), (vec![Label::Present; 2], false));
}

#[test]
fn what_is_said_of_the_main_strand_never_holds_where_it_waits_for_something_that_is_not_there() {
    for once in ["5", "\"nwes\""] {
        let text = format!(
            r#"
            format = 1
            work.title = "Slips"
            strands.main = {{ name = "Secret", told = "backwards", when = {{ before = "c" }}, once = {once} }}
            scene = [
                {{ id = "a", title = "A", text = "…" }},
                {{ id = "b", title = "B", text = "…" }},
                {{ id = "c", title = "C", text = "…", when = {{ after = "a" }} }},
            ]"#
        );
        let story = library::load(Source::new("slips.toml", text)).story.unwrap();
        let cut = cut(&story, &Seen::all(&story));
        assert_eq!(cut.scene(0).main_strand_name(), None, "{once}");
        assert_eq!(cut.network().claims.len(), 1, "{once}");
        assert_eq!(happened(&cut), [["a"], ["c"], ["b"]], "{once}");
    }
}

#[test]
fn a_told_fact_happens_only_once_it_is_known_and_a_mere_belief_has_no_time() {
    let story = read(
        r#"
        format = 1
        work.title = "Told"
        facts.theft = { truth = "It was stolen.", seems = "It was lost.", when = { before = "a" } }
        facts.bare = { truth = "Nobody believes otherwise." }
        scene = [
            { id = "a", title = "A", text = "…", hints = ["theft", "bare"] },
            { id = "b", title = "B", text = "…", reveals = ["theft"] },
        ]"#,
    );
    let before = seen(&story, &["a"]);
    assert_eq!(happened(&before), [["a"]]);
    let truths: Vec<&str> = before.facts().iter().map(ShownFact::truth).collect();
    assert_eq!(truths, ["It was lost."], "a hint at a fact without `seems` says nothing");
    assert_eq!(happened(&seen(&story, &["a", "b"])), [vec![], vec!["a"], vec!["b"]]);
}

#[test]
fn the_order_of_facts_in_a_scene_does_not_tell_a_belief_from_a_fact() {
    let story = read(
        r#"
        format = 1
        work.title = "Two"
        facts.one = { truth = "One." }
        facts.two = { truth = "Two.", seems = "None." }
        scene = [{ id = "a", title = "A", text = "…", reveals = ["one"], hints = ["two"] },
                 { id = "b", title = "B", text = "…", reveals = ["two"] }]"#,
    );
    let truths = |cut: &Cut| cut.facts().iter().map(|fact| fact.truth().to_owned()).collect::<Vec<_>>();
    assert_eq!(truths(&seen(&story, &["a"])), ["One.", "None."]);
    assert_eq!(truths(&seen(&story, &["a", "b"])), ["One.", "Two."]);
}

#[test]
fn a_cut_printed_for_debugging_tells_nothing_that_was_not_seen() {
    let story = ice();
    let cut = seen(&story, &["sledge"]);
    assert_eq!(format!("{cut:?}"), "Cut { scenes: 1, .. }");
}

#[test]
fn a_slip_in_the_word_once_hides_rather_than_shows() {
    let text = r#"
        format = 1
        work.title = "Slip"
        facts.news = { truth = "News." }
        strands.past = { name = "Secret", onec = "news" }
        scene = [{ id = "a", title = "A", text = "…", strand = "past" }, { id = "b", title = "B", text = "…" }]
    "#;
    let loaded = library::load(Source::new("slip.toml", text));
    assert_eq!(loaded.problems.len(), 1);
    let story = loaded.story.unwrap();
    assert_eq!(cut(&story, &Seen::all(&story)).scene(0).strand_name(), None);
}

#[test]
fn on_a_strand_told_backwards_any_scene_may_turn_an_earlier_one() {
    let story = read(
        r#"
        format = 1
        work.title = "Backwards"
        strands.main = { told = "backwards" }
        scene = [
            { id = "a", title = "A", text = "…" },
            { id = "x", title = "X", text = "…", when = { after = "a" } },
            { id = "c", title = "C", text = "…" },
        ]"#,
    );
    let told = play::told(&cut(&story, &Seen::all(&story)), &Options::default()).plain();
    assert!(told.contains("Now a flash-forward: X (2)"), "{told}");
}

#[test]
fn hindsight_that_holds_when_a_scene_is_first_seen_places_it_at_once() {
    let story = read(
        r#"
        format = 1
        work.title = "Known before"
        facts.news = { truth = "News." }
        strands.past = { name = "Then", when = { before = "a" } }
        scene = [
            { id = "a", title = "A", text = "…", reveals = ["news"] },
            { id = "b", title = "B", text = "…", hindsight = [{ once = "news", strand = "past" }] },
        ]"#,
    );
    let told = play::told(&cut(&story, &Seen::all(&story)), &Options::default()).plain();
    assert!(told.contains("↶ Earlier: Then"), "{told}");
}

#[test]
fn a_belief_comes_out_where_it_is_hinted_at_when_told_as_it_happened() {
    let story = ice();
    let cut = seen(&story, &["sledge", "race"]);
    let told = play::chronological(&cut, &cut.chronology(), &Options::default()).plain();
    assert!(told.contains("It shows here: Ada is moving house."), "{told}");
}

/// The places of the scenes that reveal each fact, and of those that hint at it.
fn ties(cut: &Cut) -> Vec<(Vec<u32>, Vec<u32>)> {
    cut.facts().iter().map(|fact| (fact.revealed_by(), fact.hinted_by())).collect()
}

#[test]
fn a_belief_is_revealed_by_whatever_hints_at_it_until_it_is_overturned() {
    let story = read(
        r#"
        format = 1
        work.title = "Ties"
        facts.overturned = { truth = "One.", seems = "None." }
        facts.bare = { truth = "Two." }
        scene = [
            { id = "a", title = "A", text = "…", hints = ["overturned", "bare"] },
            { id = "b", title = "B", text = "…", hints = ["overturned"] },
            { id = "c", title = "C", text = "…", reveals = ["overturned"], hints = ["overturned"] },
            { id = "d", title = "D", text = "…", reveals = ["overturned", "bare"] },
            { id = "e", title = "E", text = "…", hints = ["bare"] },
        ]"#,
    );
    assert_eq!(ties(&seen(&story, &["a"])), [(vec![0], vec![])]);
    assert_eq!(ties(&seen(&story, &["b"])), [(vec![0], vec![])]);
    assert_eq!(ties(&seen(&story, &["a", "b"])), [(vec![0, 1], vec![])]);
    assert_eq!(ties(&seen(&story, &["b", "c"])), [(vec![1], vec![0])]);
    assert_eq!(ties(&seen(&story, &["a", "e"])), [(vec![0], vec![])], "nobody believes anything about the bare one");
    assert_eq!(ties(&cut(&story, &Seen::all(&story))), [(vec![2, 3], vec![0, 1]), (vec![3], vec![0, 4])]);
}

#[test]
fn a_cause_shows_once_both_its_ends_were_seen() {
    let story = read(
        r#"
        format = 1
        work.title = "Causes"
        scene = [
            { id = "a", title = "A", text = "…", causes = ["c", "b"] },
            { id = "b", title = "B", text = "…" },
            { id = "c", title = "C", text = "…", causes = ["a"] },
        ]"#,
    );
    let effects = |cut: &Cut| -> Vec<Vec<u32>> {
        cut.scenes().map(|scene| scene.causes().iter().map(ShownScene::rank).collect()).collect()
    };
    assert_eq!(effects(&seen(&story, &["a"])), [vec![0; 0]]);
    assert_eq!(effects(&seen(&story, &["a", "c"])), [vec![1], vec![0]]);
    assert_eq!(effects(&cut(&story, &Seen::all(&story))), [vec![1, 2], vec![], vec![0]]);
}

/// What is shown of a cut in every view and export.
fn shown(cut: &Cut) -> Vec<String> {
    let chronology = cut.chronology();
    let options = Options::default();
    let views = storyline::view::VIEWS.iter().map(|view| (view.json)(cut, &chronology, &options));
    let exports = storyline::view::export::EXPORTS.iter().map(|export| (export.write)(cut, &chronology, &options));
    views.chain(exports).chain([play::told(cut, &options).plain(), play::rewatch(cut, &options).plain()]).collect()
}

/// Holds a cut against itself as a file, and a cut of that against the cut of the story.
fn assert_is_its_file(story: &Story, ids: &[&str], fewer: &[&str]) {
    let first = seen(story, ids);
    let text = storyline::syntax::write(&first.documents()[0]);
    let file = library::load(Source::new("story.toml", text.as_str()));
    assert_eq!(file.problems.iter().filter(|problem| problem.code.name != "unused").count(), 0, "{text}");
    let file = file.story.unwrap();
    assert_eq!(shown(&cut(&file, &Seen::all(&file))), shown(&first), "{text}");
    let again = storyline::syntax::write(&seen(&file, fewer).documents()[0]);
    assert_eq!(again, storyline::syntax::write(&seen(story, fewer).documents()[0]), "{text}");
}

#[test]
fn a_patch_to_a_strand_that_does_not_exist_yet_is_no_patch() {
    let story = read(
        r#"
        format = 1
        work.title = "Later"
        facts.f = { truth = "F." }
        facts.g = { truth = "G." }
        strands.x = { name = "X" }
        strands.y = { name = "Y", once = "g" }
        scene = [
            { id = "a", title = "A", text = "…" },
            { id = "b", title = "B", text = "…", strand = "x", hindsight = [{ once = "f", strand = "y" }] },
            { id = "c", title = "C", text = "…", reveals = ["f"] },
            { id = "d", title = "D", text = "…", reveals = ["g"] },
        ]"#,
    );
    let before = seen(&story, &["a", "b", "c"]);
    assert_eq!(before.scene(1).strand_name(), Some("X"));
    assert_eq!(before.documents()[0].scenes[1].hindsight.len(), 0);
    assert_is_its_file(&story, &["a", "b", "c"], &["a", "b"]);
    assert_is_its_file(&story, &["a", "b", "c", "d"], &["a", "b", "c"]);
}

#[test]
fn a_main_strand_that_waits_for_a_fact_is_cut_as_any_other() {
    let story = read(
        r#"
        format = 1
        work.title = "Main"
        facts.f = { truth = "F." }
        strands.main = { once = "f" }
        scene = [
            { id = "a", title = "A", text = "…" },
            { id = "b", title = "B", text = "…", strand = "main", when = { before = "a" } },
            { id = "c", title = "C", text = "…", reveals = ["f"] },
        ]"#,
    );
    assert_is_its_file(&story, &["a", "b"], &["b"]);
    assert_is_its_file(&story, &["a", "b", "c"], &["a", "b"]);
}

#[test]
fn a_timeless_scene_is_on_no_strand_whichever_it_names() {
    let story = read(
        r#"
        format = 1
        work.title = "Timeless"
        strands.main = { name = "The present" }
        scene = [{ id = "a", title = "A", text = "…", strand = "main", timeless = true }]"#,
    );
    let whole = cut(&story, &Seen::all(&story));
    assert_eq!(whole.scene(0).strand_name(), None);
    assert_is_its_file(&story, &["a"], &[]);
}

#[test]
fn what_a_fact_changed_is_what_nothing_changed_since() {
    let story = read(
        r#"
        format = 1
        work.title = "Twice"
        facts.f = { truth = "F." }
        facts.g = { truth = "G." }
        places.p = { name = "P" }
        layers.l = { name = "L" }
        [[scene]]
        id = "a"
        title = "A"
        text = "…"
        hindsight = [{ once = "g", title = "A by G", place = "p", layer = "l" }, { once = "f", title = "A by F" }]
        [[scene]]
        id = "b"
        title = "B"
        text = "…"
        reveals = ["f"]
        [[scene]]
        id = "c"
        title = "C"
        text = "…"
        reveals = ["g"]
        "#,
    );
    let whole = cut(&story, &Seen::all(&story));
    let titles: Vec<Vec<Option<&str>>> =
        whole.look_backs().iter().map(|changes| changes.iter().map(|change| change.title).collect()).collect();
    assert_eq!(titles, [vec![Some("A by F")], vec![None]]);
    let facts = (storyline::view::by_name("facts").unwrap().page)(&whole, &whole.chronology(), &Options::default());
    assert!(facts.plain().contains("A by F (1): it is “A by F”"), "{facts}");
    assert!(facts.plain().contains("A by F (1): its place: P; it belongs to: L"), "{facts}");
}

/// Holds a story under its theory against the file of its cut, read back, under the same.
fn assert_is_its_file_under_a_theory(text: &str, ids: &[&str]) {
    let story = read(text);
    let first = seen(&story, ids);
    let written = storyline::syntax::write(&first.documents()[0]);
    let file = library::load(Source::new("story.toml", written.as_str())).story.unwrap();
    let again = cut(&file, &Seen::all(&file));
    let under = |cut: &Cut| shown(&cut.theory_named("t").unwrap().cut());
    assert_eq!(under(&again), under(&first), "{written}");
}

#[test]
fn the_main_strand_that_only_a_theory_puts_scenes_on_stands_in_the_cut() {
    for (scene, under) in [("strand = \"side\"", "strand = \"main\""), ("timeless = true", "timeless = false")] {
        let text = format!(
            r#"
            format = 1
            work.title = "Now"
            strands.main = {{ name = "Now", told = "backwards" }}
            strands.side = {{ name = "Side" }}
            scene = [
                {{ id = "a", title = "A", text = "A.", {scene} }},
                {{ id = "b", title = "B", text = "B.", {scene} }},
                {{ id = "c", title = "C", text = "C.", strand = "side" }},
            ]
            theories.t = {{ title = "T", about = "T.", scenes.a = {{ {under} }}, scenes.b = {{ {under} }} }}
            "#
        );
        assert_is_its_file_under_a_theory(&text, &["a", "b"]);
    }
}

#[test]
fn what_a_theory_says_of_the_main_strand_does_not_wait_for_what_the_story_says_of_it() {
    let text = r#"
        format = 1
        work.title = "Then"
        facts.f = { truth = "It was then." }
        strands.main = { name = "Then", once = "f" }
        scene = [{ id = "a", title = "A", text = "A." }, { id = "b", title = "B", text = "B.", reveals = ["f"] }]
        theories.t = { title = "T", about = "T.", strands.main = { when = { at = "2012" } } }
        "#;
    assert_is_its_file_under_a_theory(text, &["a"]);
}

#[test]
fn a_word_that_names_a_scene_and_its_work_is_no_more_than_the_scene() {
    let text = r#"
        format = 1
        work.title = "Story"
        scene = [{ id = "story", title = "A", text = "A." }, { id = "b", title = "B", text = "B." }]
        "#;
    let story = read(text);
    assert_eq!(story.works()[0].id, "story");
    assert_eq!(cut(&story, &Seen::at(&story, None, "story").unwrap()).scenes().len(), 1);
}
