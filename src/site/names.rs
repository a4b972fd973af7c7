//! What the files of a site are called: by rules on the number of a position and on ids, so that no name tells anything.

use std::hash::{Hash, Hasher};

use fnv::FnvHasher;

use crate::source::is_id;

/// Stands at the top of each file of a site.
pub(super) const MARK: &str = "made by storyline publish";

/// What stands at the top of the file at a path of a story's site: of which it is, by its id and title, and where it stands. What
/// has it there was written here, and may be replaced and removed.
pub(super) fn mark(story: &str, title: &str, path: &str) -> String {
    let is_fine = story.split('/').all(is_id) && story.len() <= 2 * LONGEST;
    // What is called otherwise could end the comment that it stands in, or turn its line round.
    let story = if is_fine { story.to_owned() } else { format!("a story, {:x}", hash(story)) };
    // Two hyphens would end a comment.
    format!("{MARK} ({story}, {:x}: {path})", hash(title)).replace("--", "++")
}

fn hash(text: &str) -> u64 {
    let mut hasher = FnvHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

pub(crate) const START: &str = "index.html";
pub(super) const STYLE: &str = "style.css";
pub(super) const SCRIPT: &str = "script.js";
pub(super) const LIVE: &str = "live.js";
/// The page on what is wrong with a story that is being written.
pub(crate) const PROBLEMS: &str = "problems.html";
/// The folder of pages on a universe as a whole.
pub(super) const SO_FAR: &str = "so-far/";

/// No id goes into a name that is longer: file systems take 255 bytes.
const LONGEST: usize = 60;
/// What no folder and no file can be called: `so-far/index.html` is another page, and Windows has devices of these names.
const RESERVED: &[&str] = &["index", "con", "prn", "aux", "nul"];

/// Each page of so many links so far back.
pub(super) const LEAP: u32 = 10;
/// Up to here each position of a work has a full page; of one among many, up to a quarter of it.
const EACH_FULL: u32 = 24;
/// Of so many scenes of few works seen together each work has one.
const TOGETHER: u32 = 200;
/// So many works of a universe have as many full pages as one alone.
const FEW_WORKS: usize = 12;
/// Pictures of more scenes are left out of pages: nobody sees anything in them.
pub(super) const PICTURED: u32 = 1_000;
/// Up to here a page says what its scene changes about the order of events, which costs as much as all scenes up to it.
pub(super) const ORDERED: u32 = 200;
/// Of so many scenes together a universe has pictures; of more, where it is twice as far as the last that has them.
pub(super) const PICTURED_TOGETHER: u32 = 96;
/// Of no more scenes, times theories on offer, the page of a theory holds all that is known under it, and else only what it
/// changes: there may be as many theories as scenes.
const KNOWN_UNDER: usize = 96;

/// Whether the page of one of so many theories on offer holds all that is known of so many scenes.
pub(super) fn is_known_under(scenes: usize, on_offer: usize) -> bool {
    scenes * on_offer <= KNOWN_UNDER
}

/// The page of a position.
pub(super) fn position(seen: u32) -> String {
    format!("{seen}.html")
}

/// The page of a position under a theory, by its place among those on offer there: an id would say in every listing of files
/// what somebody came to think, and when.
pub(super) fn under(seen: u32, place: usize) -> String {
    format!("{seen}-theory-{}.html", place + 1)
}

/// The page of several works up to and with one, by the folder of that, or such a page under a theory.
pub(super) fn so_far(folder: &str, theory: Option<usize>) -> String {
    let work = folder.trim_end_matches('/');
    match theory {
        None => format!("{work}.html"),
        Some(place) => format!("{work}.theory-{}.html", place + 1), // no id has a dot
    }
}

/// The folder of a work, by its place in release order.
pub(super) fn folder(id: &str, place: usize) -> String {
    let is_taken = RESERVED.contains(&id) || SO_FAR.trim_end_matches('/') == id;
    let is_device = ["com", "lpt"].iter().any(|device| {
        id.strip_prefix(device).is_some_and(|number| number.len() == 1 && number.as_bytes()[0].is_ascii_digit())
    });
    let is_fine = is_id(id) && id.len() <= LONGEST && !is_taken && !is_device;
    if is_fine { format!("{id}/") } else { format!("work--{}/", place + 1) }
}

/// Whether a page of some story may be at a path: that of a position, a start, or what is wrong with it, in at most one folder.
pub(crate) fn is_page(path: &str) -> bool {
    let (folder, file) = path.rsplit_once('/').map_or((None, path), |(folder, file)| (Some(folder), file));
    let Some(stem) = file.strip_suffix(".html") else { return false };
    let is_position = is_part(stem) && stem.starts_with(|c: char| c.is_ascii_digit());
    let is_so_far = folder == SO_FAR.strip_suffix('/') && stem.split('.').count() <= 2 && stem.split('.').all(is_part);
    folder.is_none_or(is_part) && (file == START || folder.is_none() && file == PROBLEMS || is_position || is_so_far)
}

/// Whether a folder of some story may be called so, or a part of the name of a page.
pub(crate) fn is_part(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Which positions have a page with all that is known there: the first ones, then each that is twice as far as the last
/// that has. A rule on the number alone and on how many works there are, which is public.
#[derive(Clone, Copy)]
pub(super) struct Fullness {
    /// Up to here each position has a full page.
    each: u32,
}

impl Fullness {
    /// The rule for each of so many works: where they are many, the first pages of all would outweigh all else.
    pub(super) fn of_works(count: usize) -> Self {
        Self { each: if count <= FEW_WORKS { EACH_FULL } else { EACH_FULL / 4 } }
    }

    /// Whether works that are seen together have a full page, being few and short.
    pub(super) fn is_full_together(self, seen: u32) -> bool {
        self.each == EACH_FULL && seen <= TOGETHER
    }

    /// Whether works that are seen together have pictures, being few and shorter still.
    pub(super) fn is_pictured_together(self, seen: u32) -> bool {
        self.each == EACH_FULL && seen <= PICTURED_TOGETHER
    }

    /// Whether a position has a full page.
    pub(super) fn is_full(self, seen: u32) -> bool {
        self.latest_full(seen) == seen
    }

    /// The last position that has a full page, up to and with this one.
    pub(super) fn latest_full(self, seen: u32) -> u32 {
        self.latest(seen, seen)
    }

    /// The last position with pictures, up to and with this one.
    pub(super) fn latest_pictured(self, seen: u32) -> u32 {
        self.latest(seen, PICTURED)
    }

    /// The last full position up to and with one, of those within a limit.
    fn latest(self, seen: u32, limit: u32) -> u32 {
        let mut full = seen.min(self.each);
        while self.next_full(full) <= seen.min(limit) {
            full = self.next_full(full);
        }
        full
    }

    /// The first position beyond one that is full for being far enough.
    pub(super) fn next_full(self, full: u32) -> u32 {
        if full < self.each { full + 1 } else { full * 2 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_pages_grow_rare_by_a_rule_on_the_number_alone() {
        let few = Fullness::of_works(FEW_WORKS);
        let full: Vec<u32> = (0..=150).filter(|&seen| few.is_full(seen)).collect();
        assert_eq!(full[..25], (0..=24).collect::<Vec<u32>>());
        assert_eq!(full[25..], [48, 96]);
        assert_eq!(few.latest_full(107), 96);
        let pictured = [12, 13, 24, 25, 47, 48, 768, 1_535, 1_536, 5_000].map(|seen| few.latest_pictured(seen));
        assert_eq!(pictured, [12, 13, 24, 24, 24, 48, 768, 768, 768, 768]);
        let many = Fullness::of_works(FEW_WORKS + 1);
        let full: Vec<u32> = (0..=50).filter(|&seen| many.is_full(seen)).collect();
        assert_eq!(full, [0, 1, 2, 3, 4, 5, 6, 12, 24, 48]);
        assert_eq!([5, 6, 11, 12].map(|seen| many.latest_pictured(seen)), [5, 6, 6, 12]);
    }

    #[test]
    fn all_is_known_under_few_theories_of_few_scenes() {
        assert!(is_known_under(96, 1) && is_known_under(24, 4) && is_known_under(0, 1000));
        assert!(!is_known_under(97, 1) && !is_known_under(24, 5));
    }

    #[test]
    fn what_pages_are_called_is_what_pages_may_be_called() {
        let so_far = |theory| format!("{SO_FAR}{}", so_far(&folder("mama", 0), theory));
        let pages =
            [position(12), under(12, 0), so_far(None), so_far(Some(2)), format!("{}{}", folder("-", 3), position(0))];
        for page in pages.iter().map(String::as_str).chain([START, PROBLEMS, "so-far/index.html"]) {
            assert!(is_page(page), "{page}");
        }
        for path in
            ["", "12", "x.html", "mama/problems.html", "mama/a.b.html", "so-far/a.b.c.html", "a/b/1.html", "../1.html"]
        {
            assert!(!is_page(path), "{path}");
        }
    }

    #[test]
    fn what_is_no_id_never_becomes_a_path() {
        assert_eq!(folder("mama", 0), "mama/");
        assert_eq!(folder("so-far", 0), "work--1/");
        assert_eq!(folder("..", 2), "work--3/");
    }

    #[test]
    fn a_mark_ends_no_comment_holds_nothing_that_acts_and_is_that_of_one_story() {
        let ids =
            ["exo", "exo/mama", "a-->b", "a\u{1b}[2J", "\u{202e}a", "가나", "다라", "<b>", "a\nb", &"가".repeat(400)];
        let marks: Vec<String> = ids.iter().map(|id| mark(id, "A", "work--1/2.html")).collect();
        for (at, mark) in marks.iter().enumerate() {
            assert!(mark.is_ascii() && mark.len() < 300 && mark.contains("work++1/2.html"), "{mark}");
            assert!(!["--", "<", ">", "\u{1b}", "\n"].iter().any(|it| mark.contains(it)), "{mark}");
            assert!(!marks[..at].contains(mark));
        }
        assert!(marks[1].starts_with("made by storyline publish (exo/mama, "), "{}", marks[1]);
        assert_ne!(mark("exo", "A", "1.html"), mark("exo", "B", "1.html"));
    }

    #[test]
    fn ids_that_cannot_be_names_of_files_go_by_their_place_and_others_do_not() {
        for id in ["index", "con", "com1", "lpt9", &"a".repeat(240)] {
            assert_eq!(folder(id, 0), "work--1/", "{id}");
        }
        for id in ["i", "s", "so", "in", "com", "command"] {
            assert_eq!(folder(id, 0), format!("{id}/"));
        }
    }
}
