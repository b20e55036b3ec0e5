//! Links out of whatever people paste: a chat, a list, one a line or many.

/// A link as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Whose it is: the words before it, or the line above; empty where there is nothing.
    pub who: String,
    /// What stands behind the `#`.
    pub fragment: String,
}

/// The links of a text in their order, and the lines that look like a link and have none.
pub fn links(text: &str) -> (Vec<Found>, Vec<String>) {
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    let mut above = String::new();
    for line in text.lines().map(str::trim) {
        let before = found.len();
        let rest = of_line(line, &mut above, &mut found);
        if found.len() > before {
            above.clear();
        } else if ["://", "#", "v="].iter().any(|sign| line.contains(sign)) {
            unread.push(line.chars().take(80).collect());
        } else if !line.is_empty() {
            above = name(rest);
        }
    }
    (found, unread)
}

/// Reads the links of a line; the rest is what stands behind the last one.
fn of_line<'a>(line: &'a str, above: &mut String, found: &mut Vec<Found>) -> &'a str {
    let mut rest = line;
    while let Some(hash) = next(rest) {
        let (before, behind) = (&rest[..hash], &rest[hash..]);
        let behind = behind.strip_prefix('#').unwrap_or(behind);
        let end =
            behind.find(|c: char| c.is_whitespace() || !c.is_ascii() || "<>\"`".contains(c)).unwrap_or(behind.len());
        // the address before the fragment belongs to the link, not to the name
        let start = before.rfind("http").unwrap_or_else(|| {
            before
                .rfind(|c: char| c.is_whitespace() || !c.is_ascii())
                .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))
        });
        let own = name(&before[..start]);
        let who = if own.is_empty() { std::mem::take(above) } else { own };
        let fragment = behind[..end].trim_end_matches([')', ']', ',', ';', '\'', '.']);
        found.push(Found { who, fragment: fragment.to_owned() });
        rest = &behind[end..];
    }
    rest
}

/// Where a fragment begins: at a `#` with pairs behind it, or at a bare `v=`.
fn next(text: &str) -> Option<usize> {
    let pairs = |at: &usize| {
        let word: &str = text[at + 1..].split(char::is_whitespace).next().unwrap_or_default();
        word.contains('=')
    };
    let hash = text.match_indices('#').map(|(at, _)| at).find(pairs);
    hash.or_else(|| text.match_indices("v=").map(|(at, _)| at).find(|&at| at == 0 || text[..at].ends_with(' ')))
}

/// A name without what people put between it and a link.
fn name(text: &str) -> String {
    let plain = text.trim().trim_matches(|c: char| c.is_whitespace() || ":：,，;；-–—|>*•([（【".contains(c));
    let plain = plain.trim_start_matches(|c: char| c.is_ascii_digit() || ".)".contains(c)).trim();
    plain.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_people_paste() {
        let text = "Hello all,\n1. Ann: https://x.org/a/#v=1&cpa=3000&k=abc\n\nBo Li, 10:31\nhttps://x.org/#v=1&k=q2).\n\
                    小明：https://x.org/?a=1#v=1&cpa=4000&k=z，谢谢\n- #v=1&k=1 and Cy <https://x.org/#v=1&k=2>\nv=1&k=bare\n\
                    see https://x.org/nothing\n";
        let (found, unread) = links(text);
        let pairs: Vec<(&str, &str)> = found.iter().map(|f| (f.who.as_str(), f.fragment.as_str())).collect();
        let expected = [
            ("Ann", "v=1&cpa=3000&k=abc"),
            ("Bo Li, 10:31", "v=1&k=q2"),
            ("小明", "v=1&cpa=4000&k=z"),
            ("", "v=1&k=1"),
            ("and Cy <", "v=1&k=2"),
            ("", "v=1&k=bare"),
        ];
        assert_eq!(pairs[..4], expected[..4]);
        assert_eq!(pairs[4].1, expected[4].1);
        assert_eq!(pairs[5], expected[5]);
        assert_eq!(unread, ["see https://x.org/nothing"]);
    }
}
