//! Published sites in a real browser: nothing of the future in anything that a page is, everything within reach.
//!
//! `.ci/run` installs the browser. Where there is none these tests pass and say so, and `./check` names them as skipped.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod browser {
    pub(crate) mod ahead;
    pub(crate) mod chromium;
    pub(crate) mod published;
    pub(crate) mod tab;
}
mod shell;

use std::fs;
use std::path::PathBuf;

use browser::published::{Book, leak, publish};
use browser::tab::{Looks, Tab, address};

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

/// The pages of three stories: two works that stand alone, and a universe with its works.
fn books() -> Vec<Book> {
    let (one, other) = (publish("please-dont", "browser-please-dont"), publish("one-more-day", "browser-one-more-day"));
    let universe = publish("k-will", "browser-k-will");
    vec![
        Book::of_work(&one, "", "please-dont"),
        Book::of_work(&other, "", "one-more-day"),
        Book::of_work(&universe, "no-sad-song", "no-sad-song"),
        Book::of_universe(&universe, "k-will"),
    ]
}

#[test]
fn no_page_has_anything_of_the_future() {
    let Some(tab) = Tab::open() else { return };
    for book in books() {
        for page in &book.pages {
            let ahead = book.telling.ahead(page.position);
            let leak = leak(&tab, &book.root, &page.file, &ahead);
            println!("{} {leak:?} {:?}", page.file.display(), tab.complaints());
        }
    }
}
