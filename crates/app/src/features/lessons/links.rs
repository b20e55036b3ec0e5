//! Links out of whatever people paste: a chat, a list, one a line or many.

use super::chat::{Who, who};
use aftercast_link::find;

/// A link as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Whose it is: the words before it, or the line above; empty where there is nothing.
    pub who: String,
    /// The link, as it stands in the text.
    pub link: String,
}

/// Longest part of a line that is repeated, characters.
const LONGEST_ECHO: usize = 80;

/// The links of a text in their order, and the lines that look like a link and have none.
pub fn links(text: &str) -> (Vec<Found>, Vec<String>) {
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    let mut from = 0;
    for range in find(text) {
        let between = &text[from..range.start];
        let (lines, before) = between.rsplit_once('\n').unwrap_or(("", between));
        // what stands behind a link on its line belongs to it, unless the next one is there too
        let lines = if found.is_empty() { lines } else { lines.split_once('\n').map_or("", |(_, rest)| rest) };
        let above = above(lines, &mut unread);
        let own = who(before).name;
        let link = text[range.clone()].to_owned();
        found.push(Found { who: if own.is_empty() { above } else { own }, link });
        from = range.end;
    }
    let rest = &text[from..];
    let rest = if found.is_empty() { rest } else { rest.split_once('\n').map_or("", |(_, rest)| rest) };
    above(rest, &mut unread);
    (found, unread)
}

/// The name in the lines above a link: that of the last line with a time, as chat programs write it above a message, else that
/// of the last line. Lines that look like a link are none.
fn above(lines: &str, unread: &mut Vec<String>) -> String {
    let mut last = Who::default();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if ["://", "#", "v="].iter().any(|sign| line.contains(sign)) {
            unread.push(line.chars().take(LONGEST_ECHO).collect());
            continue;
        }
        let own = who(line);
        if !own.name.is_empty() && (own.stamped || !last.stamped) {
            last = own;
        }
    }
    last.name
}

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_link::decode;

    const LINK: &str = "https://example.org/aftercast/#v=1&p=base.1&name=%E5%AE%A2%E6%9C%8D%E9%85%8D%E6%AF%94+1%3A3000&cpa=3000&b.p=hybrid.1&b.name=%E4%BA%BA%E6%9C%BA%E5%8D%8F%E5%90%8C&g=csi~72&n=20000&doc=%E6%BC%94%E7%A4%BA&e=1.0.0&k=5m2m98";
    const SHORT: &str = "https://example.org/aftercast/#v=1&p=base.1&name=One+agent+for+3+000&cpa=3000&b.p=hybrid.1&b.name=Hybrid+AI&e=1.0.0&k=vgv026";

    fn names(text: &str) -> Vec<String> {
        let (found, unread) = links(text);
        assert_eq!(unread, Vec::<String>::new(), "{text}");
        for link in &found {
            assert_eq!(decode(&link.link).notices, [], "{}", link.link);
        }
        found.into_iter().map(|link| link.who).collect()
    }

    #[test]
    fn whatever_people_paste() {
        let text = "Hello all,\n1. Ann: https://x.org/a/#v=1&cpa=3000&k=abc\n\nBo Li, 10:31\nhttps://x.org/#v=1&k=q2).\n\
                    小明：https://x.org/?a=1#v=1&cpa=4000&k=z，谢谢\n- #v=1&k=1 and Cy <https://x.org/#v=1&k=2>\nv=1&k=bare\n\
                    see https://x.org/nothing\n";
        let (found, unread) = links(text);
        let pairs: Vec<(&str, &str)> = found.iter().map(|f| (f.who.as_str(), f.link.as_str())).collect();
        let expected = [
            ("Ann", "https://x.org/a/#v=1&cpa=3000&k=abc"),
            ("Bo Li", "https://x.org/#v=1&k=q2"),
            ("小明", "https://x.org/?a=1#v=1&cpa=4000&k=z"),
            ("", "#v=1&k=1"),
            ("and Cy", "https://x.org/#v=1&k=2"),
            ("", "v=1&k=bare"),
        ];
        assert_eq!(pairs, expected);
        assert_eq!(unread, ["see https://x.org/nothing"]);
    }

    #[test]
    fn chats_keep_their_names() {
        for (text, name) in [
            (format!("1组：{LINK}"), "1组"),
            (format!("[28/11/2026, 14:07:22] Anna: {LINK}"), "Anna"),
            (format!("[14:08] Chloe: {SHORT}"), "Chloe"),
            (format!("14:08:22 From David to Everyone: {SHORT}"), "David"),
            (format!("2026-11-28 14:08:22 From David to Everyone:\n\t{SHORT}"), "David"),
            (format!("王芳 11-28 14:03:22\n{LINK}"), "王芳"),
            (format!("王芳 11-28 14:03:22\n老师，这是我的：\n{LINK}\n谢谢"), "王芳"),
            (format!("王芳 11-28 14:03:22\n老师好\n\n{LINK}"), "王芳"),
            (format!("Anna Lee\n14:08\n{LINK}"), "Anna Lee"),
            (format!("2024013 李雷：{LINK}"), "2024013 李雷"),
            (format!("> Anna: {LINK}"), "Anna"),
        ] {
            assert_eq!(names(&text), [name], "{text}");
        }
    }

    #[test]
    fn a_link_over_lines_is_one() {
        for at in [30, 60, 100, SHORT.len() - 3] {
            let (a, b) = SHORT.split_at(at);
            let text = format!("Ann: {a}\n{b}\nBo: {LINK}\n");
            assert_eq!(names(&text), ["Ann", "Bo"], "{text}");
            let quoted = format!("> Ann: {a}\n> {b}\n>\n> Bo: {LINK}\n");
            assert_eq!(names(&quoted), ["Ann", "Bo"], "{quoted}");
        }
        let mail = LINK.replace('=', "=3D");
        let soft: Vec<&str> = mail.as_bytes().chunks(70).map(|c| std::str::from_utf8(c).unwrap()).collect();
        assert_eq!(names(&format!("Ann:\n{}\nBo: {SHORT}", soft.join("=\r\n"))), ["Ann", "Bo"]);
    }

    #[test]
    fn several_on_one_line_and_wrapped_ones() {
        let safe = SHORT
            .replace('%', "%25")
            .replace('&', "%26")
            .replace('=', "%3D")
            .replace('#', "%23")
            .replace(':', "%3A")
            .replace('/', "%2F");
        let safe = format!(
            "https://eur01.safelinks.protection.outlook.com/?url={safe}&data=05%7C02%7Cx%7C&sdata=abc%3D&reserved=0"
        );
        assert_eq!(names(&format!("Ann: {safe}\nBo: {LINK}，谢谢\nCy {SHORT}, Di {LINK}")), ["Ann", "Bo", "Cy", "Di"]);
        let plain = "https://example.org/aftercast/#v=1&p=base.1&name=客服配比一比三千&cpa=3000&e=1.0.0&k=qry325";
        assert_eq!(names(&format!("第一组：{plain}，谢谢\n第二组：{plain}。")), ["第一组", "第二组"]);
    }
}
