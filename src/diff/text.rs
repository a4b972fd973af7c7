//! A difference for people: sentences, grouped, a line each as far as they fit.

use std::collections::BTreeMap;

use super::{Change, Group, Kind, Named};
use crate::view::Options;
use crate::view::page::{Page, Style, run};
use crate::words::listed;

/// Longer texts are shown by their beginning.
const LONGEST: usize = 72;

/// Of more steps that changed in the same way only the first are named.
const FEW: usize = 5;

/// What changed, as a page.
#[must_use]
pub fn page(changes: &[Change], options: &Options) -> Page {
    let mut page = Page::new(options.width);
    if changes.is_empty() {
        page.text(Style::Plain, "Nothing changed in meaning.", 0);
    }
    let mut steps: BTreeMap<&[Option<String>; 2], [usize; 2]> = BTreeMap::new();
    for change in changes.iter().filter(|change| change.kind == Kind::Order) {
        steps.entry(&change.value).or_default()[0] += 1;
    }
    let mut group = None;
    for change in changes {
        if group != Some(change.group) {
            group = Some(change.group);
            page.gap();
            page.text(Style::Strong, heading(change.group), 0);
        }
        match steps.get_mut(&change.value).filter(|_| change.kind == Kind::Order) {
            Some([all, met]) if *all > FEW + 1 => {
                *met += 1;
                if *met <= FEW {
                    line(&mut page, change, &sentence(change));
                } else if met == all {
                    line(&mut page, change, &format!("The same is so of {} more such pairs.", *all - FEW));
                }
            }
            _ => line(&mut page, change, &sentence(change)),
        }
    }
    page.trimmed()
}

fn line(page: &mut Page, change: &Change, words: &str) {
    let (mark, style) = match sides(change) {
        [false, true] => ("  + ", Style::Added),
        [true, false] => ("  - ", Style::Removed),
        _ => ("    ", Style::Plain),
    };
    page.column(&[run(style, mark)], style, words);
}

/// In which of the stories something is there, where that is what changed.
fn sides(change: &Change) -> [bool; 2] {
    match change.kind {
        Kind::There if change.subject != [None, None] => [0, 1].map(|side: usize| change.subject[side].is_some()),
        Kind::There | Kind::Cast | Kind::Claimed | Kind::Problem => {
            [0, 1].map(|side: usize| change.value[side].is_some())
        }
        Kind::RevealedBy | Kind::HintedBy => [0, 1].map(|side: usize| change.other[side].is_some()),
        _ => [true, true],
    }
}

fn heading(group: Group) -> &'static str {
    match group {
        Group::Work => "The work",
        Group::Scenes => "Scenes",
        Group::Telling => "As it is told",
        Group::Happening => "As it happened",
        Group::Known => "What is known",
        Group::Facts => "Facts",
        Group::World => "Who and where",
        Group::Strands => "Strands",
        Group::Theories => "Theories",
        Group::Expectations => "What is expected",
        Group::Sources => "Sources",
        Group::Problems => "Problems",
    }
}

/// A change as a sentence or two.
#[must_use]
pub fn sentence(change: &Change) -> String {
    let it = subject(change);
    let key = in_words(&change.key);
    let [old, new] = [0, 1].map(|side: usize| change.value[side].as_deref());
    match change.kind {
        Kind::There => there(change, &it),
        Kind::Id => {
            let [old, new] = [0, 1].map(|side: usize| change.subject[side].as_ref().map_or("", |named| &named.id));
            format!("{} was called `{old}`.", counted(&Named { id: new.to_owned(), number: number(change) }))
        }
        Kind::Wording => {
            let keys: Vec<String> = change.key.split(", ").map(in_words).collect();
            format!("{it} is reworded: {}.", listed(&keys))
        }
        Kind::Value => match (old, new) {
            (Some(old), Some(new)) => format!("{it}: {key} is {}; it was {}.", short(new), short(old)),
            (None, Some(new)) => format!("{it}: {key} is new: {}.", short(new)),
            (Some(old), None) => format!("{it}: {key} is gone; it was {}.", short(old)),
            (None, None) => format!("{it}: {key} changed."),
        },
        Kind::List => match (old, new) {
            (Some(old), Some(new)) => format!("{it}: {key} gained {} and lost {}.", short(new), short(old)),
            (None, Some(new)) => format!("{it}: {key} gained {}.", short(new)),
            (Some(old), _) => format!("{it}: {key} lost {}.", short(old)),
            (None, None) => format!("{it}: {key} changed."),
        },
        Kind::Arranged => format!("{it}: {key} stands in another order."),
        Kind::Cast => cast(&it, &change.key, [old, new]),
        Kind::Told => {
            let numbers = [0, 1].map(|side: usize| change.subject[side].as_ref().and_then(|named| named.number));
            let [was, is] = numbers.map(|number| number.map_or(String::new(), |number| number.to_string()));
            let [before, after] = [0, 1].map(|side| behind(change, side, "as the first", "after"));
            format!("{} is told {after}, as number {is}; it was told {before}, as number {was}.", id(change))
        }
        Kind::Happens => happens(change, &it),
        Kind::Label => {
            let [old, new] = [old, new].map(|label| labelled(label.unwrap_or_default()));
            format!("{it} is {new} now; it was {old}.")
        }
        Kind::Claimed => match (old, new) {
            (_, Some(new)) => format!("It is claimed now: {new}{}.", claimed(change.step, 1)),
            (old, None) => format!("It is no longer claimed: {}{}.", old.unwrap_or_default(), claimed(change.step, 0)),
        },
        Kind::Order => {
            let [old, new] = [old, new].map(|step| came(step.unwrap_or_default()));
            format!("That {it} comes before {} {}; it {}.", other(change), new.0, old.1)
        }
        Kind::Unasked => {
            let many: u32 = [old, new].into_iter().flatten().filter_map(|many| many.parse::<u32>().ok()).sum();
            format!(
                "Too much changed to look at every order: of {many} more pairs it is not compared where their order comes from."
            )
        }
        Kind::Contradiction if new.is_some() => {
            "The claims contradict each other now, so the order of events is not compared.".to_owned()
        }
        Kind::Contradiction => {
            "The claims contradicted each other and no longer do, so the order of events is not compared.".to_owned()
        }
        Kind::Known | Kind::Hinted => known(change, &it),
        Kind::RevealedBy => tied(change, &it, "reveals"),
        Kind::HintedBy => tied(change, &it, "hints at"),
        Kind::Problem => problem(change, [old, new]),
    }
}

/// "`letter` (3)", by its name and number in the second story, if it is there.
fn subject(change: &Change) -> String {
    match (&change.subject[0], &change.subject[1]) {
        (_, Some(named)) | (Some(named), None) if !named.id.is_empty() && !is_header(change) => counted(named),
        (_, Some(named)) | (Some(named), None) if !named.id.is_empty() => format!("The work `{}`", named.id),
        _ if change.what == "universe" => "The universe".to_owned(),
        _ => "The work".to_owned(),
    }
}

fn is_header(change: &Change) -> bool {
    matches!(change.what, "work" | "universe")
}

fn counted(named: &Named) -> String {
    match named.number {
        Some(number) => format!("`{}` ({number})", named.id),
        None => format!("`{}`", named.id),
    }
}

fn number(change: &Change) -> Option<u32> {
    change.subject[1].as_ref().and_then(|named| named.number)
}

fn id(change: &Change) -> String {
    let named = change.subject[1].as_ref().or(change.subject[0].as_ref());
    named.map_or(String::new(), |named| format!("`{}`", named.id))
}

/// The other thing that it is about.
fn other(change: &Change) -> String {
    change.other[1].as_ref().or(change.other[0].as_ref()).map_or(String::new(), counted)
}

fn behind(change: &Change, side: usize, first: &str, word: &str) -> String {
    change.other[side].as_ref().map_or_else(|| first.to_owned(), |other| format!("{word} {}", counted(other)))
}

/// A path of keys in words: "`place` in hindsight, once `sender` is known".
fn in_words(path: &str) -> String {
    let Some((before, rest)) = path.split_once("hindsight once ") else { return format!("`{path}`") };
    let Some((once, key)) = rest.split_once(' ') else { return format!("`{path}`") };
    let (again, key) = match key.strip_prefix('(').and_then(|rest| rest.split_once(") ")) {
        Some((again, key)) => (format!(" (the patch number {again})"), key),
        None => (String::new(), key),
    };
    let facts: Vec<String> = once.split('+').map(|fact| format!("`{fact}`")).collect();
    let verb = if facts.len() == 1 { "is" } else { "are" };
    format!("`{before}{key}` in hindsight, once {} {verb} known{again}", listed(&facts))
}

fn there(change: &Change, it: &str) -> String {
    let what = match change.what {
        "scene" => "scene",
        "facts" => "fact",
        "characters" => "character",
        "places" => "place",
        "layers" => "layer",
        "things" => "thing",
        "strands" => "strand",
        "theories" => "theory",
        "sources" => "source",
        "expect" => "expectation",
        "universe" => "universe",
        "work" => "work",
        other => other,
    };
    let [was, is] = sides(change);
    let value = change.value[usize::from(is)].as_deref().unwrap_or_default();
    let nameless = change.subject == [None, None];
    let words = match (nameless, value.is_empty()) {
        (true, _) => format!(": {}", short(value)),
        (false, true) => ".".to_owned(),
        (false, false) => format!(": “{}”", short(value)),
    };
    let ends = if was { "is gone" } else { "is new" };
    match (nameless, is_header(change)) {
        (true, _) => format!("An {what} {ends}{words}"),
        (_, true) => format!("{it} {ends}{words}"),
        _ => format!("The {what} {it} {ends}{words}"),
    }
}

fn cast(it: &str, who: &str, [old, new]: [Option<&str>; 2]) -> String {
    let role =
        |role: &str| if role.is_empty() { "in the flesh".to_owned() } else { format!("as “{}”", short(role)) };
    match (old, new) {
        (None, Some("")) => format!("{it}: `{who}` is in it now."),
        (None, Some(new)) => format!("{it}: `{who}` is in it now, {}.", role(new)),
        (Some(old), Some(new)) => format!("{it}: `{who}` is in it {} now, no longer {}.", role(new), role(old)),
        _ => format!("{it}: `{who}` is no longer in it."),
    }
}

fn happens(change: &Change, it: &str) -> String {
    let [before, after] = [0, 1].map(|side| behind(change, side, "first of all", "right after"));
    let because = match change.value[1].as_deref() {
        Some("declared") => ", as the claims have it",
        Some("told") => ", as it is told",
        Some(_) => ", though nothing says so",
        None => "",
    };
    format!("{it} happens {after} now{because}; it happened {before}.")
}

fn labelled(label: &str) -> String {
    match label {
        "present" => "where the telling stands".to_owned(),
        "retold" => "told again".to_owned(),
        "jump" => "a jump".to_owned(),
        "aside" => "an aside".to_owned(),
        other => format!("a {other}"),
    }
}

/// Where an order comes from, now and before.
fn came(step: &str) -> (&'static str, &'static str) {
    match step {
        "declared" => ("is declared now", "was declared"),
        "told" => ("is only told now", "was only told"),
        _ => ("is open now", "was open"),
    }
}

/// What becomes of the order that a claim states, which is in one of the stories only.
fn claimed(steps: [Option<&str>; 2], side: usize) -> &'static str {
    match (side, steps[side], steps[1 - side]) {
        (0, Some("declared"), Some("declared")) => "; the order is still declared",
        (0, Some("declared"), Some("told")) => "; the order is only told now",
        (0, Some("declared"), Some(_)) => "; the order is open now",
        (_, Some("declared"), Some("declared")) => "; the order was declared already",
        (_, Some("declared"), Some("told")) => "; the order was only told",
        (_, Some("declared"), Some(_)) => "; the order was open",
        _ => "",
    }
}

fn known(change: &Change, it: &str) -> String {
    let verb = match (change.kind, change.key.as_str()) {
        (Kind::Known, _) => "known",
        (_, "believed") => "believed",
        _ => "hinted at",
    };
    let is_new = change.subject[0].is_none();
    let is_gone = change.subject[1].is_none();
    match (&change.other[0], &change.other[1]) {
        (_, Some(from)) if is_new => format!("{it} is {verb} from {} on.", counted(from)),
        (Some(from), _) if is_gone => format!("{it} was {verb} from {} on.", counted(from)),
        (Some(old), Some(new)) => {
            format!("{it} is {verb} from {} on; it was from {} on.", counted(new), counted(old))
        }
        (None, Some(new)) => format!("{it} is {verb} from {} on; it never was.", counted(new)),
        (Some(old), None) => format!("{it} is never {verb} now; it was from {} on.", counted(old)),
        (None, None) => format!("{it} is never {verb}."),
    }
}

fn tied(change: &Change, it: &str, verb: &str) -> String {
    match &change.other {
        [_, Some(scene)] => format!("{} {verb} {it} now, too.", counted(scene)),
        [Some(scene), None] => format!("{} no longer {verb} {it}.", counted(scene)),
        _ => String::new(),
    }
}

fn problem(change: &Change, [old, new]: [Option<&str>; 2]) -> String {
    let named = change.subject[1].as_ref().or(change.subject[0].as_ref());
    let place = named.map_or(String::new(), |named| format!(" in {}", counted(named)));
    let kind = format!("{}[{}]", change.what, change.key);
    let times = if change.times > 1 { format!(", {} times", change.times) } else { String::new() };
    match (old, new) {
        (Some(old), Some(new)) => format!("{kind}{place}{times}: {new}; it was: {old}."),
        (None, Some(new)) => format!("New{times}: {kind}{place}: {new}."),
        (old, None) => format!("Gone{times}: {kind}{place}: {}.", old.unwrap_or_default()),
    }
}

/// The text, or its beginning.
fn short(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= LONGEST {
        return words;
    }
    let begins: String = words.chars().take(LONGEST).collect();
    format!("{}…", begins.trim_end())
}
