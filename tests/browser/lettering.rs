//! How large the words of a picture are where fonts are real, which nothing that draws it can know.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use storyline::knowledge::{Seen, cut_to};
use storyline::library::{Library, load};
use storyline::source::Source;
use storyline::story::Story;
use storyline::view::picture::PICTURES;
use storyline::view::{Options, Order};

use super::tab::Tab;

/// A text of a picture: what it says, and where its letters are.
#[derive(Debug, PartialEq)]
pub(crate) struct Lettered {
    text: String,
    from: (f64, f64),
    to: (f64, f64),
}

/// Every text of a picture, in its coordinates, or the box around one that is slanted. The height is that of letters, and
/// not of the line.
const LETTERED: &str = "
    [...document.querySelectorAll('text')].map(text => {
        const box = text.getBBox(), by = text.getCTM();
        const corners = [0, 1].flatMap(right => [0.2, 0.8].map(down =>
            new DOMPoint(box.x + box.width * right, box.y + box.height * down).matrixTransform(by)));
        const [xs, ys] = [corners.map(corner => corner.x), corners.map(corner => corner.y)];
        return [text.textContent, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    })";

/// What stands outside the view box, and which texts are written over others.
pub(crate) fn faults(tab: &Tab, file: &Path) -> Vec<String> {
    tab.go_to(file);
    let texts: Vec<(String, f64, f64, f64, f64)> = serde_json::from_value(tab.value(LETTERED)).unwrap();
    assert!(texts.len() > 3, "{texts:?}");
    let texts: Vec<Lettered> = texts
        .into_iter()
        .map(|(text, x, y, right, bottom)| Lettered { text, from: (x, y), to: (right, bottom) })
        .collect();
    let view = "[document.documentElement.viewBox.baseVal.width, document.documentElement.viewBox.baseVal.height]";
    let (width, height): (f64, f64) = serde_json::from_value(tab.value(view)).unwrap();
    let mut faults = Vec::new();
    for (at, one) in texts.iter().enumerate() {
        if one.from.0 < 0.0 || one.from.1 < 0.0 || one.to.0 > width || one.to.1 > height {
            faults.push(format!("{one:?} is not within {width}, {height}"));
        }
        for other in &texts[..at] {
            let wide = one.to.0.min(other.to.0) - one.from.0.max(other.from.0);
            let high = one.to.1.min(other.to.1) - one.from.1.max(other.from.1);
            if wide > 1.0 && high > 1.0 {
                faults.push(format!("{one:?} is written over {other:?}"));
            }
        }
    }
    faults
}

/// A story of thirty scenes in which titles, names and places are such words.
fn worded(words: [&str; 3]) -> Story {
    let [title, name, place] = words;
    let mut text = format!("format = 1\nwork.title = \"{title} {title}\"\n");
    for one in 0..12 {
        let _ = writeln!(text, "characters.c{one}.name = \"{name} {one}\"\nplaces.p{one}.name = \"{place} {one}\"");
    }
    for scene in 0..30 {
        let _ = writeln!(text, "[[scene]]\nid = \"s{scene}\"\ntitle = \"{title} {scene}\"\ntext = \"…\"");
        let _ = writeln!(
            text,
            "cast = [\"c{}\", \"c{}\"]\nplace = \"p{}\"",
            scene % 12,
            (scene * 5 + 1) % 12,
            scene * 7 / 3 % 12
        );
        match scene % 5 {
            3 => text.push_str("timeless = true\n"),
            4 => {
                let _ = writeln!(text, "when = {{ before = \"s{}\" }}", scene / 5 * 5);
            }
            _ => {}
        }
    }
    let loaded = load(Source::new("worded.toml", text.as_str()));
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.story.unwrap()
}

/// What is wrong with the words of a picture, of many stories, however it is drawn.
pub(crate) fn faults_of(picture: &str, tab: &Tab, folder: &Path) -> Vec<String> {
    let picture = PICTURES.iter().find(|one| one.name == picture).unwrap();
    let built_in = ["please-dont", "one-more-day", "bts", "exo", "k-will"];
    let built_in = built_in.map(|name| (name, Library::default().find(name).unwrap().load().story.unwrap()));
    let worded = [
        ("capitals", worded(["WHERE WOMEN MEET MEN", "MWAMMWA MMM", "WWW@MOMMWWW"])),
        ("hangul", worded(["이러지마 제발 떠나지마", "말없는 남자", "차 안"])),
        ("long", worded(["Incomprehensibilities", "Mummenschanzwunderwelt", "Llanfairpwllgwyngyllgogerych"])),
        ("arabic", worded(["نهاية القصة، كما كانت!", "الرجل الصامت", "في السيارة"])),
        ("short", worded(["I", "Al", "il"])),
    ];
    let mut faults = Vec::new();
    for (name, story) in built_in.iter().chain(&worded) {
        let cut = cut_to(story, &Seen::all(story), None);
        for (width, order) in
            [40, 80].into_iter().flat_map(|width| [(width, Order::Narrative), (width, Order::Chronological)])
        {
            let drawn = picture.file(&cut, &cut.chronology(), &Options { width, order, ..Options::default() });
            let file = folder.join("drawn.svg");
            fs::write(&file, drawn).unwrap();
            faults.extend(self::faults(tab, &file).iter().map(|fault| format!("{name}, {width}, {order:?}: {fault}")));
        }
    }
    faults
}
