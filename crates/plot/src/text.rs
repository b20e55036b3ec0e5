//! Widths of text without a browser. The table follows the widest face in common use (DejaVu Sans), so that a label never
//! runs off the frame; the usual interface faces are about a tenth narrower.

/// Fonts in order of wish; the Chinese faces are named so that a canvas and an exported file find them too.
pub const FAMILY: &str = "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', \
                          'Noto Sans SC', sans-serif";

/// How heavy text is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// Running text, ticks, notes.
    #[default]
    Regular,
    /// Labels that name a series.
    Strong,
}

/// The width of a line of text in pixels.
#[must_use]
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let em = |c| if weight == Weight::Strong && !is_wide(c) { 1.12 * advance(c) } else { advance(c) };
    size * text.chars().map(em).sum::<f64>()
}

/// The height of a line of text with its leading.
#[must_use]
pub fn line_height(size: f64) -> f64 {
    (size * 1.35).round()
}

/// The advance of one character in em.
fn advance(c: char) -> f64 {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' => 0.32,
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'I' => 0.33,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | '·' => 0.4,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 0.96,
        '0'..='9' | '¥' | '$' | '€' | '–' => 0.64,
        '+' | '−' | '±' | '×' | '=' | '<' | '>' | '≥' | '≤' => 0.84,
        'A'..='Z' => 0.7,
        'a'..='z' => 0.61,
        c if is_wide(c) => 1.0,
        _ => 0.7,
    }
}

/// Whether a character takes the full square: Chinese, Japanese and Korean script and its punctuation.
#[must_use]
pub const fn is_wide(c: char) -> bool {
    matches!(c as u32,
        0x1100..=0x115f | 0x2e80..=0x303e | 0x3041..=0x33ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xa000..=0xa4cf
        | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff
        | 0x20000..=0x3fffd)
}

/// The text, or as much of it as fits with an ellipsis; nothing where not even that fits.
#[must_use]
pub fn fit(text: &str, size: f64, weight: Weight, room: f64) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if width(&kept, size, weight) + width("…", size, weight) > room {
            kept.pop();
            break;
        }
    }
    let kept = kept.trim_end_matches([' ', ',', '·', '，', '、']);
    if kept.is_empty() { String::new() } else { format!("{kept}…") }
}

/// Lines no wider than `room`, broken at spaces and, in Chinese, between characters (but not before closing marks).
#[must_use]
pub fn wrap(text: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words(text) {
        let longer = format!("{line}{word}");
        if line.trim().is_empty() || width(longer.trim_end(), size, weight) <= room {
            line = longer;
        } else {
            lines.push(line.trim().to_owned());
            line = word.trim_start().to_owned();
        }
    }
    if !line.trim().is_empty() {
        lines.push(line.trim().to_owned());
    }
    lines.into_iter().map(|line| fit(&line, size, weight, room)).filter(|line| !line.is_empty()).collect()
}

/// The pieces a line may be broken between; each keeps its trailing space.
fn words(text: &str) -> Vec<String> {
    const NEVER_FIRST: &str = "，。、；：！？）》」』”’％,.;:!?)%";
    const NEVER_LAST: &str = "（《「『“‘(";
    let mut pieces: Vec<String> = vec![String::new()];
    let mut before = ' ';
    for c in text.chars() {
        let breaks = (before == ' ' && c != ' ') || is_wide(c) || is_wide(before);
        let glued = NEVER_FIRST.contains(c) || NEVER_LAST.contains(before) || c == ' ';
        if breaks && !glued {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
        before = c;
    }
    pieces.into_iter().filter(|piece| !piece.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const R: Weight = Weight::Regular;

    #[test]
    fn chinese_takes_full_squares() {
        assert_eq!(width("复购率", 12.0, R), 36.0);
        assert!(width("（复）", 10.0, R) == 30.0);
        let english = width("the quick brown fox jumps over it", 10.0, R) / 33.0;
        assert!((5.0..5.8).contains(&english), "{english}");
    }

    #[test]
    fn long_text_is_cut_with_an_ellipsis() {
        assert_eq!(fit("short", 12.0, R, 100.0), "short");
        let cut = fit("One service agent per 3 000 customers", 12.0, R, 90.0);
        assert!(cut.ends_with('…') && width(&cut, 12.0, R) <= 90.0, "{cut}");
        assert_eq!(fit("anything", 12.0, R, 5.0), "");
    }

    #[test]
    fn lines_break_at_spaces_and_between_chinese_characters() {
        assert_eq!(wrap("one two three", 10.0, R, 45.0), ["one two", "three"]);
        let lines = wrap("每个点代表一百个未来中的两个。", 10.0, R, 70.0);
        assert_eq!(lines, ["每个点代表一百", "个未来中的两", "个。"], "a full stop never opens a line");
        assert!(wrap("", 10.0, R, 70.0).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_its_room(text in "\\PC{0,60}", room in 0.0..300.0f64) {
            prop_assert!(width(&fit(&text, 12.0, R, room), 12.0, R) <= room);
            for line in wrap(&text, 12.0, R, room) {
                prop_assert!(width(&line, 12.0, R) <= room);
            }
        }
    }
}
