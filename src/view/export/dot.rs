//! The scene graph in the language of Graphviz: `dot -Tsvg`.
//!
//! Written plainly rather than with petgraph's `dot`, which can neither put a fact beside its scene nor draw a legend,
//! and leaves the entities that Graphviz reads in a label (`&lt;`) as they are.

use std::fmt::Write as _;

use super::Export;
use super::graph::{Edge, Graph, Node, Pen, Shape, Tie, backbone};
use crate::knowledge::Cut;
use crate::time::Chronology;
use crate::view::{Options, step_name};

pub(super) static EXPORT: Export = Export { name: "dot", about: "A graph for Graphviz", write };

/// Columns of text on a node, after which a line is broken: Graphviz breaks none.
const COLUMNS: usize = 26;

fn write(cut: &Cut, chronology: &Chronology, options: &Options) -> String {
    let graph = Graph::of(cut, chronology, options);
    let backbone = backbone(chronology, options);
    let heading: String = graph.heading.iter().map(|line| format!("{}\\l", escaped(line))).collect();
    let mut dot = "digraph story {\n".to_owned();
    dot.push_str("  graph [rankdir=LR, newrank=true, bgcolor=transparent, nodesep=0.3, ranksep=0.5];\n");
    dot.push_str("  graph [fontname=\"sans-serif\", fontcolor=\"#767676\", labelloc=t, labeljust=l];\n");
    let _ = writeln!(dot, "  graph [label=\"{heading}\"];"); // writing to a String cannot fail
    dot.push_str("  node [shape=box, style=\"filled,rounded\", fillcolor=\"#f4f1ea\", color=\"#767676\"];\n");
    dot.push_str("  node [fontname=\"sans-serif\", fontsize=11, fontcolor=\"#1a1a1a\", margin=\"0.12,0.06\"];\n");
    dot.push_str("  edge [fontname=\"sans-serif\", fontsize=9];\n\n");
    for node in &graph.nodes {
        let _ = writeln!(dot, "  {}", drawn(node));
    }
    for [place, node] in side_by_side(&graph, backbone) {
        let _ = writeln!(dot, "  {{ rank=same; {}; {}; }}", graph.nodes[place].name, graph.nodes[node].name);
    }
    for pen in graph.pens() {
        let _ = writeln!(dot, "\n  subgraph {{ // {}\n    edge [{}];", pen.words, stroke(pen, backbone));
        for edge in graph.edges.iter().filter(|edge| edge.tie == pen.tie) {
            let _ = writeln!(dot, "    {}", connected(&graph, edge));
        }
        dot.push_str("  }\n");
    }
    legend(&mut dot, &graph);
    dot.push_str("}\n");
    dot
}

fn drawn(node: &Node) -> String {
    let look = match node.shape {
        Shape::Scene => "",
        Shape::Timeless => ", style=\"filled,rounded,dashed\"",
        Shape::Fact => ", shape=note, style=filled, fillcolor=\"#dcebe4\"",
        Shape::Told => ", shape=note, style=\"filled,dashed\", fillcolor=\"#dcebe4\"",
    };
    let lines = node.lines.iter().flat_map(|line| textwrap::wrap(line, COLUMNS));
    let label: Vec<String> = lines.map(|line| escaped(&line)).collect();
    format!("{} [id=\"{}\", label=\"{}\"{look}];", node.name, escaped(&node.id), label.join("\\n"))
}

/// Nodes that the backbone has no place for, each behind the one that it is to stand beside: a fact by the scene where
/// it comes to light; as it happened, a further showing by the first and what is outside time by what was told before.
fn side_by_side(graph: &Graph, backbone: Tie) -> Vec<[usize; 2]> {
    let mut pairs = Vec::new();
    for (at, node) in graph.nodes.iter().enumerate() {
        let beside = match node.shape {
            Shape::Fact => node.beside,
            Shape::Told if backbone == Tie::Telling => node.beside,
            Shape::Timeless if backbone == Tie::Chronology => at.checked_sub(1),
            _ => None,
        };
        pairs.extend(beside.map(|place| [place, at]));
    }
    if backbone == Tie::Chronology {
        let showings = graph.edges.iter().filter(|edge| edge.tie == Tie::Showing);
        pairs.extend(showings.map(|edge| [edge.from, edge.to]));
    }
    pairs
}

fn stroke(pen: &Pen, backbone: Tie) -> String {
    let look = match pen.tie {
        Tie::Telling => "style=solid, penwidth=2.5, arrowhead=normal",
        Tie::Chronology => "style=dashed, penwidth=1.2, arrowhead=vee",
        Tie::Showing => "style=dotted, penwidth=1.6, arrowhead=none",
        Tie::Cause => "style=solid, penwidth=1.2, arrowhead=empty",
        Tie::Reveal => "style=solid, penwidth=1.2, arrowhead=dot",
        Tie::Hint => "style=dotted, penwidth=1.4, arrowhead=odot",
    };
    let hold = if pen.tie == backbone { "weight=8" } else { "constraint=false" };
    format!("color=\"{0}\", fontcolor=\"{0}\", {look}, {hold}", pen.colour)
}

fn connected(graph: &Graph, edge: &Edge) -> String {
    let [from, to] = [edge.from, edge.to].map(|at| &graph.nodes[at].name);
    match edge.step {
        Some(step) => format!("{from} -> {to} [label=\"{}\"];", step_name(step)),
        None => format!("{from} -> {to};"),
    }
}

/// A line of each kind that there is, with what it means.
fn legend(dot: &mut String, graph: &Graph) {
    if graph.edges.is_empty() {
        return;
    }
    dot.push_str("\n  subgraph cluster_legend {\n    label=\"How to read it\"; fontsize=11; color=\"#767676\";\n");
    dot.push_str("    node [shape=plaintext, style=\"\", fontcolor=\"#767676\", fontsize=10, margin=\"0.05,0\"];\n");
    for (number, pen) in (1..).zip(graph.pens()) {
        let _ = writeln!(
            dot,
            "    from{number} [label=\"\", shape=point, style=invis]; to{number} [label=\"{}\"];",
            pen.words
        );
        let _ = writeln!(dot, "    from{number} -> to{number} [{}];", stroke(pen, pen.tie));
    }
    dot.push_str("  }\n");
}

/// The text as it can stand between quotes. Graphviz reads entities in every label, so `&` goes too.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '&' => escaped.push_str("&amp;"),
            c => escaped.push(c),
        }
    }
    escaped
}
