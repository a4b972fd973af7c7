//! Published sites in a real browser: nothing of the future in anything that a page is, everything within reach.
//!
//! `.ci/run` installs the browser. Where there is none these tests pass and say so, and `./check` names them as skipped.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod browser {
    pub(crate) mod ahead;
    pub(crate) mod chromium;
    pub(crate) mod lettering;
    pub(crate) mod published;
    pub(crate) mod tab;
}
mod nasty;
mod shell;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use browser::chromium::axe;
use browser::lettering;
use browser::published::{Book, Page, files_in, leak, publish};
use browser::tab::{Looks, Tab, address};
use nasty::{NASTY, TEXTS, bare, story_file};

/// Two pages made by hand, with something wrong in each.
fn hand_made() -> PathBuf {
    let folder = shell::folder("browser-hand-made");
    let first = "<!DOCTYPE html><html lang=en><meta name=viewport content='width=device-width'><title>One</title><link rel=stylesheet href=s.css>\
        <h1>Heading 하나</h1><p><a href=2.html>On</a></p><img alt='in words' src=none.png>\
        <script>console.log('hello'); onkeydown = e => { if (e.key === 'ArrowRight') location = '2.html' }</script>";
    fs::write(folder.join("1.html"), first).unwrap();
    fs::write(folder.join("2.html"), "<!DOCTYPE html><title>Two</title><p style='width: 2000px'>wide").unwrap();
    fs::write(folder.join("s.css"), "@media print { h1 { display: none } }").unwrap();
    folder
}

#[test]
fn the_browser_shows_what_a_page_is() {
    let Some(tab) = Tab::open() else { return };
    let folder = hand_made();
    tab.go_to(&folder.join("1.html"));
    assert_eq!(tab.text("document.title"), "One");
    assert!(tab.markup().contains("Heading 하나"));
    let spoken = tab.spoken();
    assert!(spoken.contains("Heading 하나") && spoken.contains("in words"), "{spoken}");
    let asked = ["1.html", "s.css", "none.png"].map(|name| address(&folder.join(name)));
    assert_eq!(tab.requests(), asked);
    let complaints = tab.complaints();
    assert!(complaints.iter().any(|text| text.contains("ERR_FILE_NOT_FOUND")), "{complaints:?}");
    assert!(complaints.iter().any(|text| text.contains("hello")), "{complaints:?}");
    assert!(tab.text("document.body.innerText").contains("Heading"));
    tab.look(Looks { prints: true, ..Looks::default() });
    assert!(!tab.text("document.body.innerText").contains("Heading"));
    assert!(tab.printed().starts_with("JVBERi0")); // %PDF-, in base 64
}

#[test]
fn the_browser_does_what_a_person_does() {
    let Some(tab) = Tab::open() else { return };
    let folder = hand_made();
    let (first, second) = (folder.join("1.html"), folder.join("2.html"));
    tab.go_to(&first);
    tab.press("ArrowRight");
    tab.until_at(&second);
    tab.look(Looks { width: 360, scripts: false, dark: true, still: true, ..Looks::default() });
    tab.go_to(&first);
    assert_eq!(tab.complaints().iter().filter(|text| text.contains("hello")).count(), 0, "no script runs");
    assert_eq!(tab.value("matchMedia('(prefers-color-scheme: dark)').matches"), true);
    assert_eq!(tab.value("matchMedia('(prefers-reduced-motion: reduce)').matches"), true);
    assert_eq!(tab.value("innerWidth"), 360);
    tab.press("Tab");
    tab.press("Enter");
    tab.until_at(&second);
    assert!(tab.value("document.documentElement.scrollWidth").as_u64() > Some(360));
}

/// The pages of a work of its own.
fn please_dont(folder: &str) -> Book {
    Book::of_work(&publish("please-dont", &format!("browser-{folder}")), "", "please-dont")
}

/// Looks at every page of some stories.
fn has_nothing_of_the_future(books: &[Book]) {
    let Some(tab) = Tab::open() else { return };
    for book in books {
        for page in &book.pages {
            let leak = leak(&tab, &book.root, &page.file, &book.telling.ahead(page.position));
            assert_eq!(leak, None, "on {}", page.file.display());
            assert_eq!(tab.complaints(), Vec::<String>::new(), "on {}", page.file.display());
            let shown = tab.text("document.body.innerText");
            let last = page.position.checked_sub(1).map(|last| book.telling.title(page.position, last));
            assert!(
                last.as_ref().is_none_or(|title| shown.contains(title)),
                "{last:?} is not on {}",
                page.file.display()
            );
        }
    }
}

#[test]
fn no_page_of_a_work_has_anything_of_the_future() {
    has_nothing_of_the_future(&[please_dont("work")]);
}

#[test]
fn no_page_of_another_work_has_anything_of_the_future() {
    has_nothing_of_the_future(&[Book::of_work(&publish("one-more-day", "browser-another"), "", "one-more-day")]);
}

#[test]
fn no_page_of_a_universe_has_anything_of_the_future() {
    let universe = publish("k-will", "browser-universe");
    let work = Book::of_work(&universe, "no-sad-song", "no-sad-song");
    has_nothing_of_the_future(&[work, Book::of_universe(&universe, "k-will")]);
}

/// A page with something put into it, and into a file beside it.
fn broken(folder: &Path, page: &str, put: [&str; 4]) -> PathBuf {
    let [before, after, name, text] = put;
    let file = folder.join(page);
    let whole = fs::read_to_string(&file).unwrap();
    assert!(whole.contains(before));
    fs::write(folder.join("4b.html"), whole.replacen(before, after, 1)).unwrap();
    fs::write(folder.join(name), text).unwrap();
    folder.join("4b.html")
}

#[test]
fn whatever_is_put_into_a_page_is_found() {
    let Some(tab) = Tab::open() else { return };
    let book = please_dont("broken");
    let ahead = book.telling.ahead(4);
    let title = book.telling.title(16, 7);
    assert!(ahead.phrases.contains(&title), "{title}");
    let [end, head, none] = ["</main>", "</head>", "none.txt"];
    let style = "<link rel=\"stylesheet\" href=\"later.css\"/></head>";
    let put = |around: [&str; 2]| around.join(&title);
    let faults = [
        ("its title", [" · 4</title>", &put([" · ", "</title>"]), none, ""]),
        ("what it holds", [end, &put(["<p hidden=\"\">", "</p></main>"]), none, ""]),
        ("what it holds", [end, &put(["<!-- ", " --></main>"]), none, ""]),
        ("what it holds", [end, &put(["<p data-next=\"", "\"></p></main>"]), none, ""]),
        ("what it holds", [end, &put(["<p aria-label=\"", "\"></p></main>"]), none, ""]),
        ("what it holds", [head, &put(["<meta name=\"x\" content=\"", "\"/></head>"]), none, ""]),
        ("what it holds", [end, "<a href=\"9-late-meals-again-imagined.html\">on</a></main>", none, ""]),
        ("what file:///", [head, style, "later.css", &put(["/* ", " */"])]),
        ("what is said", [head, style, "later.css", "h1::after { content: 'he imag' 'ines it' }"]),
    ];
    let leak = |file: &Path| leak(&tab, &book.root, file, &ahead);
    assert_eq!(leak(&book.root.join("4.html")), None);
    for (place, put) in faults {
        let found = leak(&broken(&book.root, "4.html", put));
        assert!(found.as_ref().is_some_and(|found| found.starts_with(place)), "{found:?}, and not in {place}: {put:?}");
    }
}

/// Pages from the start to the end, by what somebody does on each.
fn goes_through(book: &Book, tab: &Tab, go_on: impl Fn(&Tab)) {
    let folder = book.pages[0].file.parent().unwrap();
    tab.go_to(&book.pages[0].file);
    for position in 0..=book.telling.positions() {
        go_on(tab);
        tab.until_at(&folder.join(format!("{position}.html")));
    }
    assert!(tab.text("document.body.innerText").contains("The End"));
}

/// Goes to the link to the next page with the keyboard alone.
fn follow_next(tab: &Tab) {
    for _ in 0..12 {
        tab.press("Tab");
        if tab.value("document.activeElement.className === 'on'") == true {
            tab.press("Enter");
            return;
        }
    }
    panic!("no key leads on from {}", tab.text("location.href"));
}

#[test]
fn arrow_keys_lead_to_every_position_and_back() {
    let Some(tab) = Tab::open() else { return };
    let book = please_dont("arrows");
    goes_through(&book, &tab, |tab| tab.press("ArrowRight"));
    for position in (0..book.telling.positions()).rev() {
        tab.press("ArrowLeft");
        tab.until_at(&book.root.join(format!("{position}.html")));
    }
}

#[test]
fn a_key_that_is_held_turns_no_more_than_one_page() {
    let Some(tab) = Tab::open() else { return };
    let book = please_dont("held");
    tab.go_to(&book.root.join("3.html"));
    for _ in 0..9 {
        tab.hold("ArrowRight");
    }
    std::thread::sleep(Duration::from_millis(300));
    tab.until_at(&book.root.join("3.html"));
    tab.press("ArrowRight");
    tab.until_at(&book.root.join("4.html"));
}

#[test]
fn without_scripts_the_keyboard_leads_to_every_position() {
    let Some(tab) = Tab::open() else { return };
    let universe = publish("k-will", "browser-keyboard");
    tab.look(Looks { scripts: false, ..Looks::default() });
    goes_through(&please_dont("no-scripts"), &tab, follow_next);
    goes_through(&Book::of_work(&universe, "no-sad-song", "no-sad-song"), &tab, follow_next);
}

#[test]
fn no_page_is_wider_than_a_telephone() {
    let Some(tab) = Tab::open() else { return };
    let universe = publish("k-will", "browser-telephone");
    tab.look(Looks { width: 360, ..Looks::default() });
    for file in files_in(&universe).iter().filter(|file| file.extension().is_some_and(|ending| ending == "html")) {
        tab.go_to(file);
        let widths = tab.text("`${innerWidth} ${document.documentElement.scrollWidth}`");
        assert_eq!(widths, "360 360", "{}", file.display());
    }
}

#[test]
fn both_orders_are_on_paper() {
    let Some(tab) = Tab::open() else { return };
    let book = please_dont("paper");
    tab.look(Looks { prints: true, ..Looks::default() });
    let is_of_theory = |page: &&Page| page.file.file_stem().unwrap().to_str().unwrap().contains('-');
    for page in book.pages.iter().filter(|page| page.position > 0 && !is_of_theory(page)) {
        tab.go_to(&page.file);
        for part in ["told", "happened"] {
            let printed = tab.text(&format!("document.getElementById('{part}').innerText"));
            for scene in 0..page.position {
                let title = book.telling.title(page.position, scene);
                assert!(printed.contains(&title), "{title} is not printed in {part} of {}", page.file.display());
            }
        }
        assert!(tab.printed().starts_with("JVBERi0"));
    }
}

#[test]
fn whatever_a_story_says_is_text_to_a_browser() {
    let Some(tab) = Tab::open() else { return };
    let nasty: Vec<&str> = NASTY.to_vec();
    let each = nasty.len().div_ceil(TEXTS);
    let texts: [String; TEXTS] = std::array::from_fn(|at| nasty.iter().skip(at * each).take(each).copied().collect());
    let folder = shell::folder("browser-nasty");
    for shift in [0, 5, 11] {
        let mut texts = texts.clone();
        texts.rotate_left(shift);
        fs::write(folder.join("nasty.toml"), story_file(&texts)).unwrap();
        let site = publish(folder.join("nasty.toml").to_str().unwrap(), "browser-nasty-site");
        tab.go_to(&site.join("3.html"));
        assert_eq!(tab.complaints(), Vec::<String>::new());
        assert_eq!(
            tab.value("document.scripts.length + document.querySelectorAll('style, iframe, [onload]').length"),
            1
        );
        let said = bare(&tab.text("document.documentElement.textContent"));
        // Titles, what is narrated, a name.
        for at in [0, 11, 12, 4] {
            assert!(said.contains(&bare(&texts[at])), "{:?} in\n{said}", texts[at]);
        }
    }
}

#[test]
fn words_of_a_curve_stay_on_the_paper_and_off_each_other() {
    let Some(tab) = Tab::open() else { return };
    let faults = lettering::faults_of("curve", &tab, &shell::folder("browser-curve"));
    assert!(faults.is_empty(), "{}: {}", faults.len(), faults.join("\n"));
}

#[test]
fn words_of_a_chart_stay_on_the_paper() {
    let Some(tab) = Tab::open() else { return };
    let mut faults = lettering::faults_of("chart", &tab, &shell::folder("browser-chart"));
    faults.retain(|fault| fault.contains("is not within"));
    assert!(faults.is_empty(), "{}: {}", faults.len(), faults.join("\n"));
}

/// What axe-core finds on a page: how bad it is, what, and where.
fn findings(tab: &Tab, axe: &str, file: &Path) -> Vec<[String; 3]> {
    tab.go_to(file);
    tab.value(&format!("{axe}; true"));
    let found = tab.value(
        "axe.run().then(found => found.violations.map(one => \
            [one.impact, one.id + ': ' + one.help, one.nodes.map(node => node.html).join('; ')]))",
    );
    serde_json::from_value(found).unwrap()
}

#[test]
#[expect(clippy::disallowed_macros, reason = "what is less than serious is told and does not fail")]
fn the_pages_are_for_everybody() {
    let Some(tab) = Tab::open() else { return };
    let Some(axe) = axe() else {
        println!("skipped: no axe-core here (STORYLINE_AXE names it)");
        return;
    };
    let universe = publish("k-will", "browser-everybody");
    let names = ["index", "please-dont/index", "please-dont/0", "please-dont/7", "please-dont/16", "please-dont/17"];
    let more = ["please-dont/15-theory-1", "so-far/please-dont", "so-far/no-sad-song", "no-sad-song/10-theory-1"];
    for (width, dark) in [(1000, false), (360, true)] {
        tab.look(Looks { width, dark, ..Looks::default() });
        for name in names.iter().chain(&more) {
            let findings = findings(&tab, &axe, &universe.join(name).with_extension("html"));
            for [impact, what, places] in &findings {
                println!("{name}, dark {dark}: {impact}: {what}: {places}");
            }
            let grave = findings.iter().find(|[impact, ..]| impact == "serious" || impact == "critical");
            assert_eq!(grave, None, "{name}, dark {dark}");
        }
    }
}

/// The program, serving; it ends with this.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill(); // it may have ended
        let _ = self.0.wait();
    }
}

#[test]
fn a_tab_that_is_open_follows_the_story_through_a_time_without_its_page() {
    let Some(tab) = Tab::open() else { return };
    let folder = shell::folder("browser-serve");
    let scene = |number| format!("[[scene]]\nid = \"s{number}\"\ntitle = \"Scene {number}\"\ntext = \"On.\"\n");
    let scenes = |count| format!("format = 1\nwork.title = \"Long\"\n{}", (1..=count).map(scene).collect::<String>());
    fs::write(folder.join("long.toml"), scenes(20)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_storyline"));
    command.args(["serve", "./long.toml", "--port", "0"]).current_dir(&folder);
    let mut serving = Serving(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(serving.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let start = line.split_whitespace().find(|word| word.starts_with("http")).unwrap();
    tab.go(&format!("{start}20.html"));
    let says = |words: &str| tab.until(words, &format!("document.querySelector('h1')?.innerText === '{words}'"));
    says("Scene 20");
    assert_eq!(tab.complaints(), Vec::<String>::new());
    fs::write(folder.join("long.toml"), scenes(2)).unwrap();
    says("Nothing is here");
    fs::write(folder.join("long.toml"), scenes(21)).unwrap();
    says("Scene 20");
    let styled = "getComputedStyle(document.querySelector('.place')).position === 'fixed'";
    tab.until("its style", styled);
}
