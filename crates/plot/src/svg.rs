//! A scene as SVG text: real dashes, real text, well-formed whatever the labels hold.

use std::fmt::Write as _;

use super::scene::{Anchor, Mark, Point, Scene, Shape};
use super::text::{FAMILY, Weight};

/// A self-contained SVG document.
#[must_use]
pub fn to_svg(scene: &Scene) -> String {
    let (width, height) = (number(scene.width), number(scene.height));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" xml:lang=\"{language}\" lang=\"{language}\" font-family=\"{FAMILY}\" \
         font-variant-numeric=\"tabular-nums\">",
        language = escaped(scene.language),
    );
    if !scene.description.is_empty() {
        push(&mut out, format_args!("<title>{}</title>", escaped(&scene.description)));
    }
    if let Some(ground) = scene.background {
        push(&mut out, format_args!("<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>", ground.css()));
    }
    for mark in &scene.marks {
        out.push('\n');
        write_mark(&mut out, mark);
    }
    out.push_str("\n</svg>\n");
    out
}

/// The marks alone, for an `svg` element that a page already has.
#[must_use]
pub fn to_fragment(marks: &[Mark]) -> String {
    let mut out = String::new();
    for mark in marks {
        write_mark(&mut out, mark);
    }
    out
}

fn write_mark(out: &mut String, mark: &Mark) {
    let class = mark.role.class();
    let colour = mark.colour.css();
    let opacity = |name: &str| {
        if mark.colour.alpha < 1.0 { format!(" {name}=\"{}\"", fine(mark.colour.alpha)) } else { String::new() }
    };
    match &mark.shape {
        Shape::Polyline { points, width, dash } => {
            let dash = if dash.is_empty() {
                String::new()
            } else {
                let lengths: Vec<_> = dash.iter().map(|length| number(length * width)).collect();
                format!(" stroke-dasharray=\"{}\"", lengths.join(" "))
            };
            let through = coordinates(points);
            let (width, opacity) = (number(*width), opacity("stroke-opacity"));
            push(
                out,
                format_args!(
                    "<polyline class=\"{class}\" points=\"{through}\" fill=\"none\" stroke=\"{colour}\"{opacity} \
                     stroke-width=\"{width}\"{dash} stroke-linejoin=\"round\"/>"
                ),
            );
        }
        Shape::Polygon { points } => {
            let (through, opacity) = (coordinates(points), opacity("fill-opacity"));
            push(out, format_args!("<polygon class=\"{class}\" points=\"{through}\" fill=\"{colour}\"{opacity}/>"));
        }
        Shape::Rect { at, width, height } => {
            let (x, y, width, height) = (number(at.x), number(at.y), number(*width), number(*height));
            let opacity = opacity("fill-opacity");
            push(
                out,
                format_args!(
                    "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" \
                     fill=\"{colour}\"{opacity}/>"
                ),
            );
        }
        Shape::Circle { at, radius } => {
            let (x, y, radius) = (number(at.x), number(at.y), number(*radius));
            let opacity = opacity("fill-opacity");
            push(
                out,
                format_args!(
                    "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{colour}\"{opacity}/>"
                ),
            );
        }
        Shape::Text { at, text, size, weight, anchor } => {
            let anchor = match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            let weight = match weight {
                Weight::Regular => "",
                Weight::Strong => " font-weight=\"600\"",
            };
            // a shift in pixels, since not every reader of SVG knows dominant-baseline
            let (x, y) = (number(at.x), number(at.y + 0.35 * size));
            let (size, opacity, text) = (number(*size), opacity("fill-opacity"), escaped(text));
            push(
                out,
                format_args!(
                    "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{weight}{anchor} \
                     fill=\"{colour}\"{opacity}>{text}</text>"
                ),
            );
        }
    }
}

fn push(out: &mut String, piece: std::fmt::Arguments<'_>) {
    // writing to a string cannot fail
    let _ = out.write_fmt(piece);
}

fn coordinates(points: &[Point]) -> String {
    let coordinates: Vec<_> = points.iter().map(|p| format!("{},{}", number(p.x), number(p.y))).collect();
    coordinates.join(" ")
}

/// A hundredth of a pixel is finer than any screen.
fn number(value: f64) -> String {
    decimals(value, 2)
}

fn fine(value: f64) -> String {
    decimals(value, 3)
}

fn decimals(value: f64, digits: usize) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.digits$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text that is safe in XML content and attributes; characters XML 1.0 does not allow are left out.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{Ink, Role};
    use crate::theme::Colour;
    use proptest::prelude::*;

    fn scene_with(label: &str) -> Scene {
        let mut scene = Scene {
            width: 100.0,
            height: 50.0,
            background: Some(Colour::hex(0x00ff_ffff)),
            description: label.to_owned(),
            language: "en",
            marks: Vec::new(),
        };
        let blue = Colour::hex(0x000b_6aa8);
        scene.line(Role::Line, vec![Point::new(0.0, 1.0), Point::new(10.25, 20.0)], 1.5, &[4.0, 2.0], blue);
        let triangle = vec![Point::new(0.0, 0.0), Point::new(1.0, 0.0), Point::new(0.0, 1.0)];
        scene.polygon(Role::Band, triangle, blue.alpha(0.125));
        scene.circle(Role::Dot, Point::new(5.0, 5.0), 2.0, blue);
        scene.rect(Role::Bar, Point::new(-0.001, 5.0), 2.0, 3.0, blue);
        let ink = Ink { size: 12.0, weight: Weight::Strong, colour: blue };
        scene.text(Role::Label, Point::new(50.0, 10.0), label, ink, Anchor::End);
        scene
    }

    #[test]
    fn marks_become_elements() {
        let svg = to_svg(&scene_with("A < B & \"C\""));
        assert!(svg.contains("stroke-dasharray=\"6 3\""), "{svg}");
        assert!(svg.contains("points=\"0,1 10.25,20\""));
        assert!(svg.contains("fill-opacity=\"0.125\""));
        assert!(svg.contains("A &lt; B &amp; &quot;C&quot;"));
        assert!(svg.contains("x=\"0\" y=\"5\""), "no minus zero");
        assert!(svg.contains("text-anchor=\"end\""));
    }

    proptest! {
        #[test]
        fn any_label_stays_well_formed(label in ".{0,40}") {
            let svg = to_svg(&scene_with(&label));
            let opened = svg.matches('<').count();
            prop_assert_eq!(opened, svg.matches('>').count());
            // text is the only content: between a closing and an opening bracket nothing may need escaping
            let texts: Vec<_> = svg.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text).collect();
            prop_assert!(texts.iter().all(|text| !text.contains('"')));
            prop_assert!(!svg.chars().any(|c| c < ' ' && c != '\n'));
        }
    }
}
