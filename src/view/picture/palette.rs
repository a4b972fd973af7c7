//! The colours of pictures: told apart by those who see few of them, and standing out from light paper and from dark.
//!
//! A thing that has a colour of its own has a place in order of first appearance, and [`line`] says its classes.
//! They begin with the hues of Okabe and Ito ("Color Universal Design", 2008), moved, for each paper by itself, so that
//! each stands out 3 to 1 from the paper and its bands, and from every other for every kind of sight. What has no colour of
//! its own has one of these classes:
//!
//! | class | is |
//! | --- | --- |
//! | `ink` | what is drawn in the colour of text: a stroke |
//! | `dot` | the same, filled |
//! | `rule` | a thin line that helps the eye |
//! | `b0` to `b3` | a stretch of the paper that is set apart; a line around it tells neighbours apart |
//! | `paper` | what covers what is behind it |
//! | `box`, `inside` | what is around lines that meet: with `ink` or `faint` its edge, and the paper in it |
//! | `halo` | around a text or a group of them: each is edged with paper, so that it is read on lines |
//! | `faint` | beside the point: of text its colour, of a shape its stroke |
//! | `strong`, `small`, `end` | of text: its weight, its size, where it stands to its place |
//! | `told`, `open` | a line where only the telling says it, or only the rule of the listing: lighter than `ink` |

use super::Scheme;

/// How many colours there are.
const COLOURS: usize = 8;

/// The classes of bands.
const BANDS: [&str; 4] = ["b0", "b1", "b2", "b3"];

/// How many ways to dash a line, with none.
const DASHES: usize = 4;

/// What is the same on every paper. Texts without a class are in ink.
macro_rules! always {
    () => {
        "svg.storyline{max-width:100%;height:auto;font-family:system-ui,sans-serif}\n\
svg.storyline text{font-size:12px}\n\
svg.storyline text,svg.storyline text.faint,svg.storyline tspan.faint{stroke:none}\n\
svg.storyline .small{font-size:10px}\n\
svg.storyline .title{font-size:16px}\n\
svg.storyline .strong{font-weight:600}\n\
svg.storyline .end{text-anchor:end}\n\
svg.storyline .ink,svg.storyline .told,svg.storyline .open,svg.storyline .faint,svg.storyline .rule{fill:none}\n\
svg.storyline .open{stroke-dasharray:2 3}\n\
svg.storyline .box{stroke-width:15;stroke-linecap:round}\n\
svg.storyline .inside{fill:none;stroke-width:13;stroke-linecap:round;pointer-events:none}\n\
svg.storyline .d1{stroke-dasharray:6 2}\n\
svg.storyline .d2{stroke-dasharray:2 2}\n\
svg.storyline .d3{stroke-dasharray:6 2 1 2}\n\
svg.storyline .halo{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}\n"
    };
}

macro_rules! light {
    () => {
        "svg.storyline text{fill:#1c1e21}\n\
svg.storyline text.faint,svg.storyline tspan.faint{fill:#5a6069}\n\
svg.storyline .ink{stroke:#3a3f46}\n\
svg.storyline .dot{fill:#3a3f46}\n\
svg.storyline .faint,svg.storyline .told,svg.storyline .open{stroke:#767c85}\n\
svg.storyline .rule{stroke:#d5d8dd}\n\
svg.storyline .b0{fill:#f9efe4}\n\
svg.storyline .b1{fill:#e8f2fd}\n\
svg.storyline .b2{fill:#e7f5ed}\n\
svg.storyline .b3{fill:#faecf5}\n\
svg.storyline .c0{stroke:#3f00c4}\n\
svg.storyline .c1{stroke:#d16d10}\n\
svg.storyline .c2{stroke:#03987f}\n\
svg.storyline .c3{stroke:#834e81}\n\
svg.storyline .c4{stroke:#1e67b9}\n\
svg.storyline .c5{stroke:#ac4f1c}\n\
svg.storyline .c6{stroke:#62411b}\n\
svg.storyline .c7{stroke:#c328fd}\n\
svg.storyline .inside,svg.storyline .halo text,svg.storyline .halo tspan{stroke:#ffffff}\n\
svg.storyline .paper{fill:#ffffff}\n"
    };
}

macro_rules! dark {
    () => {
        "svg.storyline text{fill:#e8e9eb}\n\
svg.storyline text.faint,svg.storyline tspan.faint{fill:#a6acb5}\n\
svg.storyline .ink{stroke:#c3c8cf}\n\
svg.storyline .dot{fill:#c3c8cf}\n\
svg.storyline .faint,svg.storyline .told,svg.storyline .open{stroke:#858c96}\n\
svg.storyline .rule{stroke:#363b43}\n\
svg.storyline .b0{fill:#252015}\n\
svg.storyline .b1{fill:#182229}\n\
svg.storyline .b2{fill:#19231c}\n\
svg.storyline .b3{fill:#271d24}\n\
svg.storyline .c0{stroke:#acb9ff}\n\
svg.storyline .c1{stroke:#f1890c}\n\
svg.storyline .c2{stroke:#33f6c9}\n\
svg.storyline .c3{stroke:#b75b81}\n\
svg.storyline .c4{stroke:#5e96d4}\n\
svg.storyline .c5{stroke:#e41f04}\n\
svg.storyline .c6{stroke:#b99f92}\n\
svg.storyline .c7{stroke:#7454e6}\n\
svg.storyline .inside,svg.storyline .halo text,svg.storyline .halo tspan{stroke:#14161a}\n\
svg.storyline .paper{fill:#14161a}\n"
    };
}

/// The style of pictures inside a page, light and, where the reader has it so, dark; printed it is light. Every rule is
/// about `svg.storyline`, and no other.
pub(crate) const STYLE: &str =
    concat!(always!(), light!(), "@media screen and (prefers-color-scheme:dark){\n", dark!(), "}\n");

/// The style of a picture that is a file of its own. What knows no media queries draws [`Scheme::Auto`] light.
pub(super) fn style(scheme: Scheme) -> String {
    let style = match scheme {
        Scheme::Auto => STYLE,
        Scheme::Light => concat!(always!(), light!()),
        Scheme::Dark => concat!(always!(), dark!(), "@media print{\n", light!(), "}\n"),
    };
    format!("\n{style}")
}

/// The class of a colour.
pub(super) fn class(colour: usize) -> String {
    format!("c{colour}")
}

/// The colour of the thing at a place in order of appearance, and how often all colours were given before.
pub(super) fn colour(place: usize) -> (usize, usize) {
    (place % COLOURS, place / COLOURS % DASHES)
}

/// The class of the band of the place that appeared so many others after the first.
pub(super) fn band(place: usize) -> &'static str {
    BANDS[place % BANDS.len()]
}

/// The classes of a line for the thing at a place in order of appearance: there are so many colours, then they come again
/// with other dashes.
pub(super) fn line(place: usize) -> String {
    match place / COLOURS % DASHES {
        0 => format!("c{}", place % COLOURS),
        dashes => format!("c{} d{dashes}", place % COLOURS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Light = [f64; 3];

    /// What a rule says of a property, in a style as it is written here.
    fn said<'s>(style: &'s str, selector: &str, property: &str) -> &'s str {
        let selector = format!("svg.storyline {selector}");
        let rules = style.split('}').filter_map(|rule| rule.split_once('{'));
        let about = rules.filter(|(selectors, _)| selectors.trim().split(',').any(|one| one == selector));
        let declared = about.flat_map(|(_, rule)| rule.split(';')).filter_map(|declared| declared.split_once(':'));
        let values: Vec<&str> = declared.filter(|(name, _)| *name == property).map(|(_, said)| said).collect();
        values.last().expect(property)
    }

    fn light_of(colour: &str) -> Light {
        [1, 3, 5].map(|at| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn dot(one: Light, other: Light) -> f64 {
        one.iter().zip(other).map(|(one, other)| one * other).sum()
    }

    /// How much brighter the brighter of two colours is (WCAG 2.2).
    fn contrast(one: &str, other: &str) -> f64 {
        let brightness = |colour| dot(light_of(colour), [0.2126, 0.7152, 0.0722]);
        let (one, other) = (brightness(one), brightness(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// As it is seen (Björn Ottosson, "A perceptual color space", 2020): equal steps look equally far apart.
    fn seen([r, g, b]: Light) -> Light {
        let cones = [
            dot([r, g, b], [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9]).cbrt(),
            dot([r, g, b], [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6]).cbrt(),
            dot([r, g, b], [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5]).cbrt(),
        ];
        [
            dot(cones, [0.210_454_255_3, 0.793_617_785, -0.004_072_046_8]),
            dot(cones, [1.977_998_495_1, -2.428_592_205, 0.450_593_709_9]),
            dot(cones, [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766]),
        ]
    }

    /// All sight, and sight without one kind of cones (Machado, Oliveira, Fernandes, 2009).
    const SIGHTS: [[Light; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ];

    fn all(style: &str, letter: char, count: usize, property: &str) -> Vec<String> {
        (0..count).map(|at| said(style, &format!(".{letter}{at}"), property).to_owned()).collect()
    }

    fn colours(style: &str) -> Vec<String> {
        all(style, 'c', COLOURS, "stroke")
    }

    /// What is drawn and written on.
    fn grounds(style: &str) -> Vec<String> {
        [vec![said(style, ".paper", "fill").to_owned()], all(style, 'b', BANDS.len(), "fill")].concat()
    }

    #[test]
    fn every_colour_stands_out_from_its_paper_and_from_bands() {
        for style in [light!(), dark!()] {
            let strokes = [(".ink", "stroke"), (".dot", "fill"), (".faint", "stroke")];
            let strokes = strokes.map(|(selector, property)| said(style, selector, property).to_owned());
            for colour in [colours(style), strokes.to_vec()].concat() {
                for ground in grounds(style) {
                    let contrast = contrast(&colour, &ground);
                    assert!(contrast >= 3.0, "{colour} on {ground}: {contrast:.2}");
                }
            }
        }
    }

    fn apart(one: Light, other: Light) -> f64 {
        one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>().sqrt()
    }

    #[test]
    fn colours_are_told_apart_whatever_one_sees_of_them() {
        for style in [light!(), dark!()] {
            let colours = colours(style);
            for sight in SIGHTS {
                let look = |colour: &str| seen(sight.map(|row| dot(row, light_of(colour)).clamp(0.0, 1.0)));
                for (at, one) in colours.iter().enumerate() {
                    for other in &colours[..at] {
                        let apart = apart(look(one), look(other));
                        assert!(apart >= 0.09, "{one} and {other}: {apart:.3}");
                    }
                }
            }
        }
    }

    #[test]
    fn bands_differ_from_each_other_and_from_paper() {
        for style in [light!(), dark!()] {
            let grounds = grounds(style);
            for (at, one) in grounds.iter().enumerate() {
                for other in &grounds[..at] {
                    let apart = apart(seen(light_of(one)), seen(light_of(other)));
                    assert!(apart >= 0.02, "{one} and {other}: {apart:.3}");
                }
            }
        }
    }

    #[test]
    fn text_is_read_on_paper_and_on_bands() {
        for style in [light!(), dark!()] {
            for text in ["text", "text.faint"].map(|text| said(style, text, "fill")) {
                for ground in grounds(style) {
                    let contrast = contrast(text, &ground);
                    assert!(contrast >= 4.5, "{text} on {ground}: {contrast:.2}");
                }
            }
        }
    }

    #[test]
    fn every_rule_is_about_pictures_and_the_papers_have_the_same_rules() {
        let selectors = |style: &str| -> Vec<String> {
            let rules = style.split('}').filter_map(|rule| rule.split_once('{'));
            rules.flat_map(|(selectors, _)| selectors.trim().split(',')).map(str::to_owned).collect()
        };
        assert_eq!(selectors(light!()), selectors(dark!()));
        for selector in [selectors(always!()), selectors(light!())].concat() {
            assert!(selector.starts_with("svg.storyline"), "{selector}");
        }
        for scheme in [Scheme::Auto, Scheme::Light, Scheme::Dark] {
            let style = style(scheme);
            assert_eq!(style.matches('{').count(), style.matches('}').count());
            assert!(!style.contains("var(") && !style.contains("url(") && !style.contains('<'), "{style}");
        }
    }

    #[test]
    fn many_things_look_different_and_then_alike() {
        let lines: std::collections::BTreeSet<String> = (0..COLOURS * DASHES).map(line).collect();
        assert_eq!(lines.len(), COLOURS * DASHES);
        assert_eq!(line(COLOURS * DASHES), line(0));
        assert_eq!((line(0), line(9)), ("c0".to_owned(), "c1 d1".to_owned()));
    }
}
