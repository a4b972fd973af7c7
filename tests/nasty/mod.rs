//! Texts that are made of the syntax of whatever they are written into, and a story that says them everywhere.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses what it needs")]

use std::fmt::Write as _;

use proptest::prelude::*;
use storyline::library;
use storyline::source::Source;
use storyline::story::Story;
use storyline::view::page::harmless;

/// How many texts a story below holds.
pub const TEXTS: usize = 16;

/// A story that says these texts, everywhere where it can say something.
pub fn story_file(texts: &[String; TEXTS]) -> String {
    let mut texts = texts.iter().map(|text| {
        let escaped: String = text.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
        format!("\"{escaped}\"")
    });
    let mut toml = "format = 1\n".to_owned();
    let mut next = || texts.next().unwrap();
    let headers = ["work.title", "work.credit", "work.kind", "work.blurb"];
    let names = ["characters.x.name", "places.p.name", "layers.l.name", "strands.z.name"];
    let facts = ["facts.f.truth", "facts.f.seems", "facts.told.truth"];
    for key in headers.iter().chain(&names).chain(&facts) {
        writeln!(toml, "{key} = {}", next()).unwrap();
    }
    let (title, text, role) = (next(), next(), next());
    writeln!(
        toml,
        "strands.z.when = {{ before = \"a\" }}
        facts.told.when = {{ before = \"a\" }}
        [[scene]]
        id = \"a\"
        title = {title}
        text = {text}
        cast = [{{ who = \"x\", as = {role} }}]
        place = \"p\"
        layer = \"l\"
        causes = [\"b\"]
        hints = [\"f\"]
        [[scene]]
        id = \"b\"
        title = {}
        text = {text}
        strand = \"z\"
        reveals = [\"f\", \"told\"]
        hindsight = [{{ once = \"f\", text = {} }}]
        [[scene]]
        id = \"c\"
        title = {title}
        text = {text}
        when = {{ same = \"a\" }}",
        next(),
        next()
    )
    .unwrap();
    toml
}

/// The same, read.
pub fn saying(texts: &[String; TEXTS]) -> Story {
    library::load(Source::new("story.toml", story_file(texts))).story.unwrap()
}

/// The text as a document is to show it.
pub fn clean(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    harmless(&words.join(" ")).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

/// The same, whatever stands for white space and for what must not be shown.
pub fn bare(text: &str) -> String {
    clean(text).chars().filter(|c| !c.is_whitespace() && *c != '\u{fffd}').collect()
}

/// Words that no line has room for.
pub fn long() -> [String; 3] {
    ["long", "긴말", "<&\""].map(|piece| piece.repeat(10_000 / piece.chars().count()))
}

pub const NASTY: &[&str] = &[
    "]]>",
    "<![CDATA[",
    "</style>",
    "</title>",
    "&amp;",
    "&#60;",
    "&nbsp;",
    "\"/>",
    "' onload='",
    "\" onload=\"",
    "{{x}}",
    "\\u0022",
    "\u{0}",
    "\u{7f}",
    "\u{200f}",
    "\u{61c}",
    "\u{301}",
    "\u{feff}",
    "\u{1fffe}",
    "\u{ffff}",
    "\"",
    "\\",
    "-->",
    "--",
    "%%",
    "%%{init: {}}%%",
    "end",
    "#quot;",
    "#35;",
    "#",
    ";",
    "<script>",
    "</script>",
    "<br/>",
    "<!--",
    "<",
    ">",
    "[",
    "]",
    "](x)",
    "{",
    "}",
    "(",
    ")",
    "|",
    "`",
    "```",
    "*",
    "**",
    "_",
    "~~",
    "~~~",
    "- ",
    "+ ",
    "1. ",
    "2)",
    "= ",
    "===",
    "---",
    "&lt;",
    "&",
    "$x$",
    "$$x$$",
    "fa:fa-car",
    "direction TB",
    "^",
    "http://x.y",
    "<http://x.y>",
    "www.x.y",
    "a@b.c",
    "이러지마",
    "🥲",
    "\u{202e}",
    "\u{2066}",
    "\u{7}",
    "\u{1b}[31m",
    "\n",
    "\t",
    "    ",
    "\u{fffe}",
    "ﬂ°°60¶ß",
    ":::scene",
    "@{",
    "//",
    "/*",
    "!",
    "![a](b)",
    "\\N",
    "\\l",
    "\\",
    "'",
    "a",
    "Z",
    "7",
    ".",
    " ",
    "[^1]",
    "[a]: /b",
    "# ",
    "<div>",
    "\u{85}",
    "\u{2028}",
];

pub fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => prop::sample::select(NASTY).prop_map(str::to_owned), 1 => "\\PC{1,3}"];
    let text = prop::collection::vec(piece, 1..7).prop_map(|pieces| pieces.concat());
    // An empty line is a paragraph and no text at all is none: the blocks would not be the same.
    let text = text.prop_map(|text| text.replace('\n', " \u{b}"));
    text.prop_filter("some text", |text| !clean(text).is_empty())
}
