//! The scene graph as a Mermaid flowchart, which GitHub and many notebooks draw.

use std::fmt::Write as _;

use fixedbitset::FixedBitSet;

use super::Export;
use super::graph::{Edge, Graph, Shape, Tie};
use crate::knowledge::Cut;
use crate::time::Chronology;
use crate::view::{Options, step_name};

pub(super) static EXPORT: Export = Export { name: "mermaid", about: "A flowchart for Mermaid", write };

fn write(cut: &Cut, chronology: &Chronology, options: &Options) -> String {
    let graph = Graph::of(cut, chronology, options);
    let mut mermaid = format!("---\ntitle: {}\n---\nflowchart LR\n", quoted(&graph.heading.join(". ")));
    for node in in_order(&graph).into_iter().map(|at| &graph.nodes[at]) {
        let label: Vec<String> = node.lines.iter().map(|line| escaped(line)).collect();
        let label = label.join("<br/>");
        let _ = match node.shape {
            Shape::Scene => writeln!(mermaid, "  {}[\"{label}\"]:::scene", node.name),
            Shape::Timeless => writeln!(mermaid, "  {}[\"{label}\"]:::timeless", node.name),
            Shape::Fact => writeln!(mermaid, "  {}([\"{label}\"]):::fact", node.name),
            Shape::Told => writeln!(mermaid, "  {}([\"{label}\"]):::told", node.name),
        };
    }
    for edge in &graph.edges {
        let _ = writeln!(mermaid, "  {}", connected(&graph, edge));
    }
    legend(&mut mermaid, &graph);
    mermaid.push_str("  classDef scene fill:#f4f1ea,stroke:#767676,color:#1a1a1a\n");
    mermaid.push_str("  classDef timeless fill:#f4f1ea,stroke:#767676,color:#1a1a1a,stroke-dasharray:5 3\n");
    mermaid.push_str("  classDef fact fill:#dcebe4,stroke:#00845f,color:#1a1a1a\n");
    mermaid.push_str("  classDef told fill:#dcebe4,stroke:#00845f,color:#1a1a1a,stroke-dasharray:5 3\n");
    mermaid.push_str("  classDef key fill:none,stroke:#767676\n");
    coloured(&mut mermaid, &graph);
    mermaid
}

/// The nodes as the first edges lead from one to the next, then those that they do not reach. Mermaid knows no weights:
/// it follows what comes first and turns round what leads back.
fn in_order(graph: &Graph) -> Vec<usize> {
    let mut met = FixedBitSet::with_capacity(graph.nodes.len());
    let reached = graph.edges.iter().flat_map(|edge| [edge.from, edge.to]);
    reached.chain(0..graph.nodes.len()).filter(|&at| !met.put(at)).collect()
}

fn connected(graph: &Graph, edge: &Edge) -> String {
    let [from, to] = [edge.from, edge.to].map(|at| &graph.nodes[at].name);
    match edge.step {
        Some(step) => format!("{from} {}|{}| {to}", arrow(edge.tie), step_name(step)),
        None => format!("{from} {} {to}", arrow(edge.tie)),
    }
}

fn arrow(tie: Tie) -> &'static str {
    match tie {
        Tie::Telling => "==>",
        Tie::Chronology => "-.->",
        Tie::Showing => "---",
        Tie::Cause => "-->",
        Tie::Reveal => "--o",
        Tie::Hint => "--x",
    }
}

/// A line of each kind that there is, with what it means.
fn legend(mermaid: &mut String, graph: &Graph) {
    if graph.edges.is_empty() {
        return;
    }
    mermaid.push_str("  subgraph legend [\"How to read it\"]\n    direction LR\n");
    for (number, pen) in (1..).zip(graph.pens()) {
        let _ = writeln!(
            mermaid,
            "    from{number}[\" \"]:::key {}|\"{}\"| to{number}[\" \"]:::key",
            arrow(pen.tie),
            pen.words
        );
    }
    mermaid.push_str("  end\n  style legend fill:none,stroke:#767676\n");
}

/// The colours of the edges, which go by their places among all edges, the legend's behind the others.
fn coloured(mermaid: &mut String, graph: &Graph) {
    for (at, pen) in graph.pens().enumerate() {
        let drawn = graph.edges.iter().enumerate().filter(|(_, edge)| edge.tie == pen.tie).map(|(at, _)| at);
        let places: Vec<String> = drawn.chain([graph.edges.len() + at]).map(|at| at.to_string()).collect();
        let look = match pen.tie {
            Tie::Telling => "stroke-width:4px",
            Tie::Chronology => "stroke-width:2px,stroke-dasharray:8 4",
            Tie::Showing | Tie::Hint => "stroke-width:2px,stroke-dasharray:2 4",
            _ => "stroke-width:2px",
        };
        let _ = writeln!(mermaid, "  linkStyle {} stroke:{},{look}", places.join(","), pen.colour);
    }
}

/// The text as it can stand in a label: whatever could be syntax, of Mermaid, of the Markdown that labels are read as
/// or of HTML, becomes the number of its character.
///
/// Some things Mermaid looks for only once it has turned numbers back, so these take other shapes: formulas, icons,
/// and the letters in which it hides the numbers while it reads.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        match c {
            '$' if before == '$' => escaped.push('＄'),
            ':' if rest.starts_with("fa-") => escaped.push('：'),
            'ﬂ' => escaped.push_str("fl"),
            'ß' if before == '¶' => escaped.push_str("ss"),
            c if is_plain(c, before, rest) => escaped.push(c),
            c => {
                let _ = write!(escaped, "#{};", u32::from(c)); // writing to a String cannot fail
            }
        }
        before = c;
    }
    escaped
}

/// Whether a character is no syntax behind the one and before the others.
fn is_plain(c: char, before: char, rest: &str) -> bool {
    match c {
        '-' => before.is_alphanumeric() && rest.starts_with(char::is_alphanumeric),
        '.' => !before.is_ascii_digit(),
        // `direction TB` anywhere in a line makes Mermaid swallow the line, strings and all.
        'd' => !rest.starts_with("irection "),
        ',' | '\'' | '?' | '!' => true,
        c => !c.is_ascii_punctuation(),
    }
}

/// The text as a string of YAML, which the title is written in. Mermaid shows `&amp;` for a `&` in a title however
/// it is written, and likewise for what could begin or end a tag, so their wide forms stand for these.
fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '.' | ',' | '\'' | '?' | '!' | '-' | ':' | '(' | ')' => quoted.push(c),
            '&' => quoted.push('＆'),
            '<' => quoted.push('＜'),
            '>' => quoted.push('＞'),
            'ﬂ' => quoted.push_str("fl"),
            c if c.is_ascii_punctuation() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
