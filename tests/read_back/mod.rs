//! A picture read back: what of it would be drawn beside its paper.

use roxmltree::{Document, Node};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What stands outside the view box. Texts are measured as pictures measure them.
pub(crate) fn beside(document: &Document) -> Vec<String> {
    let root = document.root_element();
    let view: Vec<f64> = root.attribute("viewBox").unwrap().split(' ').map(|part| part.parse().unwrap()).collect();
    let mut found = Vec::new();
    look(root, (0.0, 0.0), &mut |node, (x, y)| {
        let inside = (-0.1..=view[2] + 0.1).contains(&x) && (-0.1..=view[3] + 0.1).contains(&y);
        if !inside {
            found.push(format!("{x}, {y} of {view:?}: {:?} {:?}", node.tag_name().name(), node.attributes()));
        }
    });
    found
}

/// Calls for the corners of everything that is drawn.
fn look<'a, 'd>(node: Node<'a, 'd>, moved: (f64, f64), found: &mut impl FnMut(Node<'a, 'd>, (f64, f64))) {
    let moved = match node.attribute("transform") {
        Some(transform) => {
            let inner = transform.strip_prefix("translate(").and_then(|rest| rest.strip_suffix(')')).unwrap();
            let (x, y) = inner.split_once(' ').unwrap();
            (moved.0 + x.parse::<f64>().unwrap(), moved.1 + y.parse::<f64>().unwrap())
        }
        None => moved,
    };
    let number = |name: &str| node.attribute(name).map_or(0.0, |value| value.parse::<f64>().unwrap_or(0.0));
    let mut at = |x: f64, y: f64| found(node, (moved.0 + x, moved.1 + y));
    match node.tag_name().name() {
        "rect" => {
            at(number("x"), number("y"));
            at(number("x") + number("width"), number("y") + number("height"));
        }
        "path" => path(node.attribute("d").unwrap()).into_iter().for_each(|(x, y)| at(x, y)),
        "text" => {
            let text: String = node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
            let classes = node.attribute("class").unwrap_or_default();
            let has = |class: &str| classes.split(' ').any(|one| one == class);
            let size = if has("small") {
                10.0
            } else if has("title") {
                16.0
            } else {
                12.0
            };
            let wide = text.chars().filter(|letter| letter.width() == Some(2)).count().min(text.width() / 2);
            let width = (f64::from((text.width() - 2 * wide) as u32) * 0.6 + f64::from(wide as u32) * 1.05) * size;
            let from = if has("end") { number("x") - width } else { number("x") };
            at(from, number("y") - size * 0.8);
            at(from + width, number("y") + size * 0.2);
        }
        "svg" | "g" | "style" | "title" | "desc" | "tspan" | "" => {}
        other => panic!("a picture has an element that is not read back: {other}"),
    }
    node.children().for_each(|child| look(child, moved, found));
}

/// The points that a path goes through.
fn path(data: &str) -> Vec<(f64, f64)> {
    let (mut x, mut y, mut begun) = (0.0, 0.0, (0.0, 0.0));
    let data = &data.replace('-', " -");
    let mut points = Vec::new();
    let mut rest = data.as_str();
    while let Some(command) = rest.chars().next() {
        let end = rest[1..].find(|c: char| c.is_ascii_alphabetic()).map_or(rest.len(), |at| at + 1);
        let numbers = rest[1..end].split([' ', ',']).filter(|part| !part.is_empty());
        let numbers: Vec<f64> = numbers.map(|part| part.parse().unwrap_or_else(|_| panic!("{data}: {part}"))).collect();
        rest = &rest[end..];
        match (command, &numbers[..]) {
            ('M' | 'L', &[to_x, to_y]) => (x, y) = (to_x, to_y),
            ('m' | 'l', &[by_x, by_y]) => (x, y) = (x + by_x, y + by_y),
            ('H', &[to_x]) => x = to_x,
            ('h', &[by_x]) => x += by_x,
            ('V', &[to_y]) => y = to_y,
            ('v', &[by_y]) => y += by_y,
            ('z', []) => (x, y) = begun,
            other => panic!("a path goes where it is not followed: {other:?} in {data}"),
        }
        if matches!(command, 'M' | 'm') {
            begun = (x, y);
        }
        points.push((x, y));
    }
    points
}
