//! Start pages: what anybody may know, and how to come to the page of one's place. They list no positions: how many there are
//! is nobody's business yet.

use super::book::Book;
use super::page::{Frame, Public, card, errors_in_words};
use super::{Settings, Shelved, Site, names};
use crate::markup::Markup;
use crate::sabotage::{Leak, leaks};
use crate::source::is_harmful;

/// Where a work begins.
pub(super) fn of_work(site: &Site, book: &Book) -> String {
    let public = Public::of(&book.whole);
    let frame = Frame::start(site.settings, &public, book.up());
    frame.page(|main| {
        main.words("h1", &[("dir", "auto")], public.title);
        book.whole.works().for_each(|work| card(main, work));
        main.words("h2", &[], "Where are you?");
        main.element("p", &[("class", "begin")], |p| {
            p.words("a", &[("href", &names::position(0)), ("class", "on")], "I have seen nothing of it yet");
        });
        main.words(
            "p",
            &[],
            "Begin there and go on scene by scene, as far as you have seen it. Each page tells what is known after so many scenes, and nothing of what comes later: not who comes, nor how much there is.",
        );
        main.element("p", &[], |p| {
            p.text("The number in the address is how many scenes you have seen: ");
            p.words("code", &[], "12.html");
            p.text(" is what is known after twelve. Keep the address, or a bookmark, to come back to your place.");
        });
        main.words("p", &[("class", "script")], "The arrow keys turn the pages, too.");
        if leaks(Leak::ListsPositionsAtTheStart) {
            let positions = (1..=book.whole.scenes().len() as u32).map(names::position);
            positions.for_each(|address| main.words("a", &[("href", &address)], "A position"));
        }
        if !book.folder.is_empty() {
            main.element("p", &[], |p| {
                let so_far = format!("../{}{}", names::SO_FAR, names::so_far(&book.folder, None));
                p.words("a", &[("href", &so_far)], "I have seen all of it, and the works before");
                p.text(" · ");
                p.words("a", &[("href", &format!("../{}", names::START))], "All works");
            });
        }
    })
}

/// Where a universe begins.
pub(super) fn of_universe(site: &Site) -> String {
    let public = Public::of(&site.whole);
    Frame::start(site.settings, &public, "").page(|main| {
        main.words("h1", &[("dir", "auto")], public.title);
        main.words("h2", &[], "What have you seen?");
        main.element("p", &[], |p| {
            p.text("Each work has pages of its own, for whoever knows no other. Of ");
            p.words("a", &[("href", &format!("{}{}", names::SO_FAR, names::START))], "several works");
            p.text(", seen in the order in which they came out, there are pages on what is known when they are put together. In the middle of one of them, its own pages are for you.");
        });
        for book in &site.books {
            main.element("section", &[], |section| {
                section.element("h3", &[("dir", "auto")], |h3| {
                    h3.words("a", &[("href", &format!("{}{}", book.folder, names::START))], book.whole.title());
                });
                book.whole.works().for_each(|work| card(section, work));
                section.element("p", &[], |p| {
                    let so_far = format!("{}{}", names::SO_FAR, names::so_far(&book.folder, None));
                    p.words("a", &[("href", &so_far)], "I have seen all works up to and with this one");
                });
            });
            main.line();
        }
    })
}

/// The list of pages on several works.
pub(super) fn so_far(site: &Site) -> String {
    let public = Public::of(&site.whole);
    let mut frame = Frame::start(site.settings, &public, "../");
    frame.home = "../index.html";
    frame.place = Some("several works".to_owned());
    frame.page(|main| {
        main.words("h1", &[], "How far have you seen?");
        main.words(
            "p",
            &[],
            "What is known when works are put together, for whoever has seen all of them up to and with",
        );
        main.element("ul", &[], |ul| {
            for book in &site.books {
                let address = names::so_far(&book.folder, None);
                ul.element("li", &[], |li| li.words("a", &[("href", &address), ("dir", "auto")], book.whole.title()));
                ul.line();
            }
        });
    })
}

/// What is wrong with a story.
pub(super) fn problems(drawn: &str, up: &str, settings: Settings) -> String {
    let public = Public { title: "Problems", made: String::new(), about: String::new() };
    Frame::start(settings, &public, up).page(|main| {
        main.words("h1", &[], "What is wrong with it");
        let lines =
            drawn.lines().map(|line| line.chars().map(|c| if is_harmful(c) { '\u{fffd}' } else { c }).collect());
        let lines: Vec<String> = lines.collect();
        main.element(
            "div",
            &[("class", "box"), ("role", "region"), ("tabindex", "0"), ("aria-label", "Problems")],
            |div| {
                div.element("pre", &[], |pre| {
                    for line in &lines {
                        pre.text(line);
                        pre.line();
                    }
                });
            },
        );
    })
}

/// Nothing is there.
pub(super) fn missing(up: &str, settings: Settings) -> String {
    let public = Public { title: "Nothing is here", made: String::new(), about: String::new() };
    Frame::start(settings, &public, up).page(|main| {
        main.words("h1", &[], public.title);
        let words = "Once there is a page at this address again, as the story is saved, it is shown.";
        main.words("p", &[], words);
        main.element("p", &[], |p| p.words("a", &[("href", &format!("{up}{}", names::START))], "To the start"));
    })
}

/// Several stories.
pub(super) fn shelf(stories: &[Shelved], settings: Settings) -> String {
    let public = Public { title: "Stories", made: String::new(), about: String::new() };
    Frame::start(settings, &public, "").page(|main: &mut Markup| {
        main.words("h1", &[], "Stories");
        main.element("ul", &[], |ul| {
            for Shelved { address, title, errors } in stories {
                ul.element("li", &[], |li| {
                    li.words("a", &[("href", address), ("dir", "auto")], title);
                    if *errors > 0 {
                        li.words("small", &[], &format!(" · {}", errors_in_words(*errors)));
                    }
                });
                ul.line();
            }
        });
    })
}
