//! Where spoilers leak: every way that has sunk a real system, with what here covers it: on a terminal, in files, on pages.

/// A row of the list.
pub(crate) struct Row {
    pub(crate) id: &'static str,
    pub(crate) what: &'static str,
    /// The names of tests; or why there can be no such leak.
    pub(crate) covered: Result<&'static [&'static str], &'static str>,
}

const fn row(id: &'static str, what: &'static str, tests: &'static [&'static str]) -> Row {
    Row { id, what, covered: Ok(tests) }
}

const fn cannot(id: &'static str, what: &'static str, why: &'static str) -> Row {
    Row { id, what, covered: Err(why) }
}

const PAIRS: &str = "no_future_changes_what_a_viewer_is_shown";
const CANARIES: &str = "no_word_of_what_is_hidden_gets_out";
const CLOSURE: &str = "a_cut_as_a_file_is_shown_as_the_story_was";
const PAGES: &str = "no_page_of_a_site_depends_on_what_comes_after_it";
const WORKS: &str = "no_page_of_a_universe_depends_on_what_comes_after_it";
const BROWSER: &str = "no_page_of_a_work_has_anything_of_the_future";
const TWICE: &str = "cutting_twice_is_cutting_once";
const WATCHING: &str = "what_is_printed_at_a_scene_does_not_depend_on_what_comes_after_it";
const CLOSED: &str = "what_cannot_be_understood_counts_as_nothing_seen";
const UNREADABLE: &str = "a_file_that_cannot_be_used_shows_viewers_nothing_of_it";
const SCREENS: &str = "nothing_on_any_screen_depends_on_what_lies_ahead";

/// Each row, and how many there are of its kind.
pub(crate) const KINDS: &[(&str, usize)] = &[("V", 8), ("Q", 6), ("O", 7), ("S", 7), ("I", 6), ("A", 7), ("P", 8)];

pub(crate) const ROWS: &[Row] = &[
    row("V1", "titles of unseen scenes, works' endings", &[CANARIES, PAIRS]),
    row("V2", "hindsight words in text that has been seen", &[CANARIES, PAIRS]),
    row("V3", "names, aliases, roles not yet revealed", &[CANARIES, PAIRS]),
    row("V4", "alive or dead, ages, \"until\" dates", &[CANARIES, PAIRS]),
    row("V5", "cast and place lists", &[CANARIES, PAIRS, CLOSURE]),
    row("V6", "pictures, dominant colour, alt text", &[PAIRS, CLOSURE, BROWSER]),
    row("V7", "tags, weights, a \"twist\" label", &[PAIRS, CLOSURE]),
    row("V8", "author notes, lints, TODOs", &[CANARIES, PAIRS]),
    row("Q1", "totals: scenes, endings, characters, \"3 of 12\", percentages", &[PAIRS, CLOSURE]),
    row("Q2", "the width or height of a mask", &[PAIRS, CLOSURE]),
    row("Q3", "duration, remaining, scrollbar, page count", &[PAIRS, SCREENS, PAGES]),
    row("Q4", "the number of segments, breaks, gaps", &[PAIRS, CLOSURE]),
    row("Q5", "statistics: index, degree, screen time", &[PAIRS, CLOSURE]),
    row("Q6", "file sizes, number of files", &[PAIRS, PAGES]),
    row("O1", "absolute ranks and gaps in numbering", &[PAIRS, CLOSURE]),
    row("O2", "axis ends, ticks, thirds", &[PAIRS]),
    row("O3", "positions in a layout", &[PAIRS, CLOSURE]),
    row("O4", "colours or letters given by the whole cast's order", &[PAIRS, CLOSURE]),
    row("O5", "ids, slugs, hashes, the order of a map", &[PAIRS, CLOSURE, TWICE]),
    row("O6", "sort keys and tie-breaks", &[PAIRS, TWICE]),
    row("O7", "space left open for an unseen flashback", &[PAIRS, CLOSURE]),
    row("S1", "edges that lead out of what is seen", &[PAIRS, CANARIES]),
    row("S2", "placeholders, locks, \"N hidden\"", &[PAIRS, CLOSURE]),
    row("S3", "a life line that stops, or goes on", &[PAIRS, WATCHING]),
    row("S4", "two names that share a colour, line or id before they are one", &[PAIRS, CANARIES]),
    cannot("S5", "branches and endings not taken", "`next` is reserved: there are no branches"),
    row("S6", "a name that is a link or is not", &[PAGES, WORKS]),
    row("S7", "facets, legends, empty filters", &[PAIRS, CLOSURE]),
    cannot("I1", "search hits and counts", "there is no search"),
    row("I2", "completion and did-you-mean", &[PAIRS, CLOSED]),
    row("I3", "\"hidden\" answered otherwise than \"unknown\": words, exit code, line number", &[PAIRS, CLOSURE]),
    row("I4", "a Next button with a title; prefetch", &[CANARIES, SCREENS, PAGES, BROWSER]),
    cannot("I5", "time taken, where it is printed", "nothing prints how long it took, and the library reads no clock"),
    row(
        "I6",
        "logs, panics, debug output, progress bars",
        &[PAIRS, UNREADABLE, "a_cut_printed_for_debugging_tells_nothing_that_was_not_seen"],
    ),
    row("A1", "DOM, inline data, comments, CSS classes, source maps", &[PAGES, WORKS, BROWSER]),
    row("A2", "page title, og:, feeds, sitemap, robots", &[PAGES, WORKS, BROWSER]),
    row(
        "A3",
        "find-in-page, collapsed details, reader mode, print, copy",
        &[BROWSER, "whatever_is_put_into_a_page_is_found"],
    ),
    row("A4", "aria labels, SVG titles, shapes off the view box", &[PAIRS, BROWSER]),
    row("A5", "file names, image metadata, predictable addresses that are linked", &[PAGES, WORKS]),
    row(
        "A6",
        "terminal: hidden text, scrollback after stepping back, window title, alternate screen",
        &[
            "back_and_on_again_shows_the_same_and_nothing_of_later_stays",
            "keys_that_leave_leave_the_terminal_as_it_was",
            "enter_goes_on_and_back_takes_the_later_scene_off_the_screen",
        ],
    ),
    row("A7", "exports, snapshots, caches on disk", &[PAIRS, CLOSURE, CANARIES]),
    row(
        "P1",
        "a scene counted when it starts, a chapter counted whole",
        &[PAIRS, "a_scene_ends_when_it_is_gone_on_from_and_not_when_it_is_shown"],
    ),
    row("P2", "unknown progress treated as all", &[CLOSED, "of_a_bad_file_nothing_counts_and_it_is_set_aside_whole"]),
    row("P3", "gates on the wrong scale", &[PAIRS, WATCHING]),
    row("P4", "stale output after going back", &["back_and_on_again_shows_the_same_and_nothing_of_later_stays"]),
    row("P5", "a number where a set was meant", &[PAIRS, CANARIES]),
    row("P6", "hiding by how spoilery a thing is rather than by position", &[CANARIES, "all_that_was_seen_is_there"]),
    row("P7", "\"hidden until scene 12\"", &[PAIRS, CANARIES]),
    row(
        "P8",
        "inference across works: a sequel that lists who is alive",
        &[
            "no_future_of_any_work_changes_what_a_viewer_is_shown",
            "nothing_of_other_works_changes_what_is_shown_of_one_alone",
            "what_was_seen_of_a_work_alone_knows_no_other",
        ],
    ),
];
