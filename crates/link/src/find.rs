//! Links in whatever text people paste: a chat, a mail, a list.

use std::ops::Range;

use super::extract::{Found, beginning_of_run, begins_a_pair, marks, open};
use super::keys::RETIRED;

/// Most lines over which one link is broken.
const MOST_LINES: usize = 40;
/// How far before its first pair an address may begin, bytes.
const LONGEST_ADDRESS: usize = 600;
/// The escapes and entities in which `v=` may stand.
const ESCAPED: [&str; 6] = ["v%3D", "v%3d", "v%253D", "v%253d", "v&#61;", "v&equals;"];

/// Where the links of a text stand, addresses included, in bytes; each range can be given to [`decode`](super::decode). A
/// link that is damaged counts too. A link that was broken over lines is one.
///
/// ```
/// let text = "Ann: https://example.org/#v=1&cpa=3000&k=damage, Bo: #v=1&ai=.6";
/// let found: Vec<&str> = aftercast_link::find(text).into_iter().map(|r| &text[r]).collect();
/// assert_eq!(found, ["https://example.org/#v=1&cpa=3000&k=damage", "#v=1&ai=.6"]);
/// ```
pub fn find(text: &str) -> Vec<Range<usize>> {
    let mut positions = marks(text);
    for escaped in ESCAPED {
        let found = text.match_indices(escaped).map(|(at, _)| at);
        positions.extend(found.filter(|&at| begins_a_pair(&text[..at])));
    }
    positions.extend(by_hand(text, &positions));
    positions.sort_unstable();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (k, &position) in positions.iter().enumerate() {
        let from = found.last().map_or(0, |before: &Range<usize>| before.end);
        if position < from {
            continue;
        }
        let start = beginning(text, from, position);
        // the address of the next link is none of this one's text
        let next = positions[k + 1..].iter().find(|&&other| {
            text[position..other].contains(char::is_whitespace) || text[position..other].contains("://")
        });
        let limit = next.map_or(text.len(), |&other| beginning(text, position + 1, other));
        found.push(start..end(text, start, position, limit.max(position)));
    }
    found
}

/// Fragments with pairs and without a version, as people write them by hand.
fn by_hand(text: &str, known: &[usize]) -> Vec<usize> {
    let word = |at: usize| text[at..].split(char::is_whitespace).next().unwrap_or_default();
    let pairs = |&at: &usize| {
        word(at).contains('=') && !known.iter().any(|position| (at..at + word(at).len()).contains(position))
    };
    text.match_indices('#').map(|(at, _)| at + 1).filter(pairs).collect()
}

/// Where the address of a link begins whose first pair stands at `position`.
fn beginning(text: &str, from: usize, position: usize) -> usize {
    let from = (from.max(position.saturating_sub(LONGEST_ADDRESS))..=position)
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(position);
    let before = &text[from..position];
    let scheme = before.rfind("://").or_else(|| before.rfind("%3A%2F%2F")).or_else(|| before.rfind("%3a%2f%2f"));
    let web = scheme.and_then(|at| {
        // the outermost address is that of a wrapper
        let start = before[..at].rfind(|c: char| c.is_whitespace() || !c.is_ascii() || "<>\"'`([{|,;".contains(c));
        let start = start.map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        before[start..].find("http").map(|at| start + at)
    });
    // blanks end an address, the end of a line may break it
    let plain =
        |line: &str| !line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '|')).contains([' ', '\t']);
    let whole = |start: &usize| {
        let mut lines = before[*start..].split('\n');
        let first = lines.next().is_some_and(|line| !line.trim_end_matches('\r').contains([' ', '\t']));
        first && lines.all(plain)
    };
    match web.filter(whole) {
        Some(start) => from + start,
        None => {
            let position = beginning_of_run(text, position).max(from);
            let mark = |c: char| matches!(c, '#' | '?' | '/' | '!' | '&');
            let before = &text[from..position];
            from + before.trim_end_matches(mark).len()
        }
    }
}

/// Where a link ends: behind its checksum, on its line or on one of those that follow; else with its word.
fn end(text: &str, start: usize, position: usize, limit: usize) -> usize {
    let mut lines = 0;
    let mut line_end = position;
    while lines < MOST_LINES {
        let rest = &text[line_end..limit];
        let break_at = rest.find('\n').map_or(limit, |at| line_end + at);
        if lines > 0 && text[line_end..break_at].trim_matches(|c: char| c.is_whitespace() || c == '>').is_empty() {
            break;
        }
        if let Found::Whole(opened) = open(&text[start..break_at], RETIRED) {
            return opened.end.map_or(break_at, |end| (start + end).min(break_at));
        }
        if break_at == limit {
            break;
        }
        line_end = break_at + 1;
        lines += 1;
    }
    let ends = |c: char| c.is_whitespace() || "<>\"`，。；：！？（）【】《》「」“”".contains(c);
    let word = text[position..limit].find(ends).map_or(limit, |at| position + at);
    start + text[start..word].trim_end_matches([')', ']', ',', ';', '\'', '.', ':', '!', '?']).len()
}
