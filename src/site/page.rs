//! What every page of a site has: its head, whose words are public, and the links that do not depend on what lies ahead.

use super::names::{self, MARK};
use super::{Live, Settings};
use crate::knowledge::{Cut, Header};
use crate::markup::Markup;

/// What anybody may know of what is told.
pub(super) struct Public<'s> {
    pub(super) title: &'s str,
    /// Who made it and when.
    pub(super) made: String,
    /// An invitation on one line.
    pub(super) about: String,
}

impl<'s> Public<'s> {
    pub(super) fn of(cut: &Cut<'s>) -> Self {
        let work = cut.works().next().filter(|_| !cut.is_universe());
        let made: Vec<&str> = work.iter().flat_map(|work| [work.credit, work.year()]).flatten().collect();
        let about = work.and_then(|work| work.blurb).unwrap_or_default();
        let about: Vec<&str> = about.split_whitespace().collect();
        Self { title: cut.title(), made: made.join(" · "), about: about.join(" ") }
    }
}

/// A page in the making.
pub(super) struct Frame<'f> {
    pub(super) settings: Settings,
    pub(super) public: &'f Public<'f>,
    /// From here to the folder of the whole site: nothing, or `../`.
    pub(super) up: &'f str,
    /// Where its title and its link to the start lead.
    pub(super) home: &'f str,
    /// What its title says behind that of what is told: where in it this is. None where it begins.
    pub(super) place: Option<String>,
    /// The pages before and after it, each with the words for it.
    pub(super) steps: [Option<(String, &'static str)>; 2],
}

/// Nothing is asked for from elsewhere, and nothing that stands in a page is done.
///
/// A file may have an origin that is nobody's own: then 'self' is nothing, and files are named as such.
const POLICY: &str = "default-src 'none'; style-src 'self' file:; script-src 'self' file:; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'";

/// The words for going on: not whether there is more.
pub(super) const MORE: &str = "I have seen more";
pub(super) const BACK: &str = "One scene back";

impl<'f> Frame<'f> {
    /// A page that is the start of something.
    pub(super) fn start(settings: Settings, public: &'f Public<'f>, up: &'f str) -> Self {
        Self { settings, public, up, home: names::START, place: None, steps: [None, None] }
    }

    /// The page of a position.
    pub(super) fn position(settings: Settings, public: &'f Public<'f>, up: &'f str, seen: u32) -> Self {
        let before = seen.checked_sub(1).map(|before| (names::position(before), BACK));
        let steps = [before, Some((names::position(seen + 1), MORE))];
        Self { settings, public, up, home: names::START, place: Some(seen.to_string()), steps }
    }

    /// Writes the page.
    pub(super) fn page(&self, inside: impl FnOnce(&mut Markup)) -> String {
        let mut page = Markup::default();
        page.raw("<!DOCTYPE html>\n<!-- ");
        page.raw(MARK);
        page.raw(" -->\n");
        page.element("html", &[("lang", "en")], |html| {
            html.element("head", &[], |head| self.head(head));
            html.line();
            html.element("body", &[], |body| self.body(body, inside));
        });
        page.line();
        page.finish()
    }

    fn head(&self, head: &mut Markup) {
        let Self { settings, public, up, .. } = self;
        let title = match &self.place {
            Some(place) => format!("{} · {place}", public.title),
            None => public.title.to_owned(),
        };
        head.empty("meta", &[("charset", "utf-8")]);
        head.empty("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
        head.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
        head.empty("meta", &[("name", "referrer"), ("content", "no-referrer")]);
        if !settings.indexed {
            head.empty("meta", &[("name", "robots"), ("content", "noindex")]);
        }
        head.line();
        head.words("title", &[], &title);
        if self.is_start() {
            head.empty("meta", &[("property", "og:title"), ("content", public.title)]);
            if !public.about.is_empty() {
                let description = [("name", "description"), ("property", "og:description"), ("content", &public.about)];
                head.empty("meta", &description);
            }
        }
        head.empty("link", &[("rel", "icon"), ("href", "data:,")]);
        head.empty("link", &[("rel", "stylesheet"), ("href", &format!("{up}{}", names::STYLE))]);
        script(head, &format!("{up}{}", names::SCRIPT), None);
        if let Some(Live { edition, .. }) = settings.live {
            script(head, &format!("{up}{}", names::LIVE), Some(&edition.to_string()));
        }
    }

    fn body(&self, body: &mut Markup, inside: impl FnOnce(&mut Markup)) {
        body.words("a", &[("class", "skip"), ("href", "#main")], "To the text");
        body.line();
        let is_start = self.is_start(); // it has its title in the text
        if !is_start || self.errors().is_some() {
            body.element("header", &[], |header| self.header(header, is_start));
        }
        body.line();
        if self.steps.iter().any(Option::is_some) {
            self.place(body);
        }
        body.element("main", &[("id", "main"), ("tabindex", "-1")], |main| {
            main.line();
            inside(main);
        });
        body.line();
    }

    fn is_start(&self) -> bool {
        self.place.is_none()
    }

    fn header(&self, header: &mut Markup, is_start: bool) {
        let public = self.public;
        if !is_start {
            header.element("p", &[("class", "title")], |p| {
                p.element("a", &[("href", self.home)], |a| a.words("bdi", &[], public.title));
            });
            if !public.made.is_empty() {
                header.element("p", &[("class", "made")], |p| p.words("bdi", &[], &public.made));
            }
        }
        if let Some(errors) = self.errors() {
            header.element("p", &[("class", "errors")], |p| {
                let address = format!("{}{}", self.up, names::PROBLEMS);
                p.words("a", &[("href", &address)], &format!("It has {}", errors_in_words(errors)));
            });
        }
    }

    /// Where it is looked at while it is being written: how many errors it has, if any.
    fn errors(&self) -> Option<usize> {
        self.settings.live.map(|live| live.errors).filter(|&errors| errors > 0)
    }

    /// The links before and after. They say by no `rel` that pages follow one another: there are readers that take that for
    /// leave to fetch what comes next, and to put it behind what is being read.
    fn place(&self, body: &mut Markup) {
        let [before, after] = &self.steps;
        body.element("nav", &[("class", "place"), ("aria-label", "Where you are")], |nav| {
            match before {
                Some((address, words)) => {
                    nav.words("a", &[("class", "back"), ("href", address)], words);
                }
                None => nav.words("span", &[], ""),
            }
            nav.text(" ");
            nav.words("a", &[("href", self.home)], "Start");
            nav.text(" ");
            match after {
                Some((address, words)) => {
                    nav.words("a", &[("class", "on"), ("href", address)], words);
                }
                None => nav.words("span", &[], ""),
            }
        });
        body.line();
    }
}

/// "1 error"
pub(crate) fn errors_in_words(errors: usize) -> String {
    format!("{errors} {}", if errors == 1 { "error" } else { "errors" })
}

fn script(head: &mut Markup, address: &str, edition: Option<&str>) {
    let mut attributes = vec![("src", address), ("defer", "")];
    attributes.extend(edition.map(|edition| ("data-edition", edition)));
    head.words("script", &attributes, "");
}

/// Puts what anybody may know of a work on a page, below its title.
pub(super) fn card(markup: &mut Markup, work: Header) {
    let made: Vec<&str> = [work.credit, work.year(), work.kind].into_iter().flatten().collect();
    if !made.is_empty() {
        markup.words("p", &[("class", "made"), ("dir", "auto")], &made.join(" · "));
    }
    for paragraph in crate::view::page::paragraphs(work.blurb.unwrap_or_default()) {
        markup.words("p", &[("dir", "auto")], &paragraph);
    }
    if work.warnings().len() > 0 {
        let warnings: Vec<&str> = work.warnings().collect();
        markup.element("p", &[], |p| {
            p.words("small", &[], "Warnings: ");
            p.words("bdi", &[], &warnings.join(", "));
        });
    }
    markup.line();
}
