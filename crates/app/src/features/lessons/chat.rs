//! Whose link it is: names out of the lines that chat programs write, without their times, dates and signs.

use aftercast_i18n::names::shown;

/// Longest name, characters.
const LONGEST: usize = 40;
/// Signs between a name and what stands beside it.
const JOINTS: &[char] = &[
    ':', '：', ',', '，', ';', '；', '、', '-', '–', '—', '|', '>', '<', '*', '•', '·', '"', '\'', '“', '”', '`', '~',
];
/// Brackets, opening and closing.
const BRACKETS: [(char, char); 6] = [('[', ']'), ('(', ')'), ('（', '）'), ('【', '】'), ('「', '」'), ('<', '>')];

/// A line taken for a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// The name; empty where the line has none.
    pub name: String,
    /// Whether a time or a date stood beside it, as chat programs write above a message.
    pub stamped: bool,
}

/// The name in a line, or in what stands before a link.
pub fn who(line: &str) -> Who {
    let line = shown(line);
    let (rest, stamped) = without_stamps(&line);
    let (rest, from) = of_sender(rest);
    // a message may follow a name that a program wrote, and the time may follow the name
    let rest = if stamped || from { rest.split([':', '：']).next().unwrap_or_default() } else { rest };
    let (rest, again) = without_stamps(rest);
    let rest = trimmed(without_number(trimmed(rest)));
    Who { name: rest.chars().take(LONGEST).collect::<String>().trim_end().to_owned(), stamped: stamped || again }
}

/// Without joints and single brackets at both ends.
fn trimmed(text: &str) -> &str {
    let mut text = text;
    loop {
        let before = text;
        text = text.trim_matches(|c: char| c.is_whitespace() || JOINTS.contains(&c));
        for (open, close) in BRACKETS {
            let count = |c: char| text.chars().filter(|&other| other == c).count();
            let (opened, closed) = (count(open), count(close));
            if opened > closed {
                text = text.strip_prefix(open).or(text.strip_suffix(open)).unwrap_or(text);
            } else if closed > opened {
                text = text.strip_suffix(close).or(text.strip_prefix(close)).unwrap_or(text);
            } else if let Some(inner) = text.strip_prefix(open).and_then(|t| t.strip_suffix(close)) {
                text = if inner.contains([open, close]) { text } else { inner };
            }
        }
        if text == before {
            return text;
        }
    }
}

/// Without the number of a list: `1.`, `2)`, `3、`. A number that belongs to the name has no such sign behind it.
fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    match rest.strip_prefix(['.', ')', '、', '．', '）']).filter(|_| (1..=3).contains(&digits)) {
        Some(behind) if !behind.is_empty() && !behind.starts_with(|c: char| c.is_ascii_digit()) => behind,
        _ => text,
    }
}

/// The sender where a meeting says to whom a message went: `From David to Everyone`, `来自 David 到 所有人`.
fn of_sender(text: &str) -> (&str, bool) {
    let text = trimmed(text);
    let start = ["From ", "from ", "来自 ", "来自", "从 "].into_iter().find_map(|word| text.strip_prefix(word));
    let rest = start.unwrap_or(text);
    let recipients = [
        " to Everyone",
        " to everyone",
        " to All",
        " to Me",
        " to Host",
        "发送给",
        "发给",
        " 到 所有人",
        " 到所有人",
        " 至 所有人",
    ];
    let told = recipients.into_iter().filter_map(|to| rest.find(to)).min();
    let other = || start.and_then(|_| [" to ", " 到 ", " 至 "].into_iter().filter_map(|to| rest.find(to)).min());
    match told.or_else(other) {
        Some(at) => (&rest[..at], true),
        None => (rest, start.is_some()),
    }
}

/// Without the times and dates at both ends, in brackets or not, and whether there were any.
fn without_stamps(text: &str) -> (&str, bool) {
    let mut rest = text;
    let mut found = false;
    loop {
        let begin = rest.trim_start_matches(|c: char| c.is_whitespace() || JOINTS.contains(&c));
        let inner = begin.trim_start_matches(['[', '(', '（', '【']);
        if let Some(length) = stamp(inner) {
            rest = inner[length..].trim_start_matches([' ', ']', ')', '）', '】', ',', '，']);
            found = true;
            continue;
        }
        let signs = |c: char| c.is_whitespace() || JOINTS.contains(&c) || matches!(c, ']' | ')' | '）' | '】');
        let end = rest.trim_end_matches(signs);
        let word = |at: usize| rest[..at].chars().next_back().is_none_or(|c| !c.is_ascii_alphanumeric());
        let positions = end.char_indices().map(|(at, _)| at).filter(|&at| word(at));
        let last = positions.into_iter().find(|&at| stamp(&end[at..]) == Some(end.len() - at));
        match last {
            Some(at) => {
                rest = rest[..at].trim_end_matches([' ', '[', '(', '（', '【', ',', '，']);
                found = true;
            }
            None => return (rest, found),
        }
    }
}

/// A piece of a stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Time,
    /// Day, month and year.
    Date,
    /// Day and month: a date only beside a time, for groups are called 3-2 too.
    Day,
    /// The name of a month.
    Month,
    /// A number: a day or year beside the name of a month.
    Number,
    /// Such as "PM", "Yesterday", "下午": nothing by itself.
    Word,
}

/// The length of the time or date with which a text begins; `None` where it begins with anything else.
fn stamp(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut end = 0;
    let mut pieces: Vec<Piece> = Vec::new();
    while let Some((piece, length)) = piece(&text[at..]) {
        // a number stays with the name it belongs to unless a month is beside it
        let month = pieces.last() == Some(&Piece::Month) || pieces.ends_with(&[Piece::Month, Piece::Number]);
        if piece == Piece::Number && !month && !month_follows(&text[at + length..]) {
            break;
        }
        at += length;
        end = at;
        pieces.push(piece);
        at += text[at..].len() - text[at..].trim_start_matches([' ', ',', '，', '/', '-', '–', 'T']).len();
    }
    let has = |piece| pieces.contains(&piece);
    (has(Piece::Time) || has(Piece::Date) || has(Piece::Month) && has(Piece::Number)).then_some(end)
}

fn month_follows(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '.', 's', 't', 'n', 'd', 'r', 'h', '-']);
    matches!(piece(text), Some((Piece::Month, _)))
}

/// The first piece of a text and its length.
fn piece(text: &str) -> Option<(Piece, usize)> {
    const WORDS: [&str; 32] = [
        "am",
        "pm",
        "a.m.",
        "p.m.",
        "at",
        "today",
        "yesterday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "上午",
        "下午",
        "早上",
        "中午",
        "晚上",
        "凌晨",
        "昨天",
        "今天",
        "前天",
        "uhr",
        "at:",
    ];
    if let Some(number) = numbers(text) {
        return Some(number);
    }
    if let Some(rest) = text.strip_prefix("星期").or(text.strip_prefix('周')) {
        let day = rest.chars().next().filter(|c| "一二三四五六日天".contains(*c))?;
        return Some((Piece::Word, text.len() - rest.len() + day.len_utf8()));
    }
    let lower = text.to_ascii_lowercase();
    let word: &str = lower.split(|c: char| !(c.is_ascii_alphabetic() || c == '.')).next().unwrap_or_default();
    let plain = word.trim_end_matches('.');
    if aftercast_tables::month::named(plain).is_some() {
        return Some((Piece::Month, word.len()));
    }
    if WORDS.contains(&word) || WORDS.contains(&plain) {
        return Some((Piece::Word, word.len()));
    }
    WORDS.iter().find(|w| !w.is_ascii() && text.starts_with(**w)).map(|w| (Piece::Word, w.len()))
}

/// A time, date or number at the beginning of a text.
fn numbers(text: &str) -> Option<(Piece, usize)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (mut at, mut parts, mut signs) = (digits(text), 1, Vec::new());
    if at == 0 || at > 4 {
        return None;
    }
    while let Some(sign) = text[at..].chars().next().filter(|c| ":：-/.年月日".contains(*c)) {
        let behind = at + sign.len_utf8();
        let more = digits(&text[behind..]);
        if more == 0 || more > 4 || sign == '日' {
            if "年月日".contains(sign) {
                signs.push(sign);
                at = behind;
            }
            break;
        }
        signs.push(sign);
        parts += 1;
        at = behind + more;
    }
    // a word that begins with digits is no time
    let glued = text[at..].chars().next().is_some_and(|c| c.is_alphanumeric() && !"apAPT上下".contains(c));
    let clock = |c: &char| matches!(c, ':' | '：');
    let piece = match (parts, &signs[..]) {
        _ if signs.contains(&'月') => {
            if signs.contains(&'年') {
                Piece::Date
            } else {
                Piece::Day
            }
        }
        (2..=4, signs) if signs.iter().take(2).all(clock) => Piece::Time,
        (3, [a, b]) if a == b && !clock(a) => Piece::Date,
        (2, [sign]) if !clock(sign) => Piece::Day,
        (1, []) => Piece::Number,
        _ => return None,
    };
    // "am" and "pm" stand directly behind a time, ordinals behind a day
    let ordinal = ["st", "nd", "rd", "th"].into_iter().any(|end| text[at..].starts_with(end));
    let half = ["am", "pm", "AM", "PM"].into_iter().any(|end| text[at..].starts_with(end));
    match piece {
        Piece::Number if ordinal => Some((piece, at + 2)),
        Piece::Time if half => Some((piece, at + 2)),
        _ if glued && !signs.contains(&'月') => None,
        _ => Some((piece, at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What programs write before a link or on the line above it, and the name in it.
    const FORMATS: &[(&str, &str, &str)] = &[
        ("WhatsApp, iOS", "[28/11/2026, 14:07:22] Anna: ", "Anna"),
        ("WhatsApp, iOS, with marks of direction", "\u{200e}[28/11/2026, 14:07:22] ~\u{202f}Anna: ", "Anna"),
        ("WhatsApp, Android", "28/11/2026, 14:07 - Anna Lee: ", "Anna Lee"),
        ("WhatsApp, US", "11/28/26, 2:07\u{202f}PM - Anna: ", "Anna"),
        ("WhatsApp, German", "28.11.26, 14:07 - Jörg Müller: ", "Jörg Müller"),
        ("WhatsApp, a message before the link", "[28/11/2026, 14:07:22] Anna: this is mine: ", "Anna"),
        ("Teams", "[14:08] Chloe: ", "Chloe"),
        ("Teams, copied", "[28/11 14:08] Chloe Martin", "Chloe Martin"),
        ("Teams, on two lines", "Chloe Martin 28/11/2026 2:08 PM", "Chloe Martin"),
        ("Teams, guest", "[14:08] Chloe (Guest): ", "Chloe (Guest)"),
        ("Zoom", "14:08:22 From David to Everyone: ", "David"),
        ("Zoom, saved", "2026-11-28 14:08:22 From David Wu to Everyone:", "David Wu"),
        ("Zoom, older", "14:08:22\t From  David : ", "David"),
        ("Zoom, in private", "14:08:22 From David to Eva(Direct Message): ", "David"),
        ("Zoom, copied", "David to Everyone 2:08 PM", "David"),
        ("Zoom, Chinese", "14:08:22 来自 王芳 到 所有人: ", "王芳"),
        ("WeChat", "王芳 11-28 14:03:22", "王芳"),
        ("WeChat, this day", "王芳 14:03", "王芳"),
        ("WeChat, written out", "王芳 2026年11月28日 14:03", "王芳"),
        ("WeChat, forwarded", "王芳: ", "王芳"),
        ("WeChat, afternoon", "李雷 昨天 下午2:03", "李雷"),
        ("DingTalk", "王芳(运营部) 11-28 14:03:22", "王芳(运营部)"),
        ("DingTalk, with year", "王芳 2026-11-28 14:03:22", "王芳"),
        ("QQ", "【管理员】王芳 2026/11/28 14:03:22", "【管理员】王芳"),
        ("Feishu", "李雷 11月28日 14:03", "李雷"),
        ("Slack", "Anna  2:08 PM", "Anna"),
        ("Slack, in brackets", "Anna [2:08 PM]", "Anna"),
        ("Slack, 24 hours", "Anna Lee 14:08", "Anna Lee"),
        ("Telegram", "Anna, [28.11.2026 14:08]", "Anna"),
        ("Telegram, iOS", "Anna, [28 Nov 2026 at 14:08:22]:", "Anna"),
        ("Telegram, US", "Anna, [Nov 28, 2026 at 2:08:22 PM]:", "Anna"),
        ("Telegram, before", "[28.11.26 14:08] Anna: ", "Anna"),
        ("Google Meet", "Anna Lee 2:08 PM", "Anna Lee"),
        ("Google Meet, glued", "Anna Lee2:08PM", "Anna Lee2:08PM"),
        ("a list", "1. Ann: ", "Ann"),
        ("a list, Chinese", "3、李雷：", "李雷"),
        ("a list with dashes", "- Ann – ", "Ann"),
        ("a table", "| Ann | ", "Ann"),
        ("a spreadsheet", "\"Ann Lee\",", "Ann Lee"),
        ("a group by number", "1组：", "1组"),
        ("a group of a class", "3-2班：", "3-2班"),
        ("a group called by two numbers", "3-2: ", "3-2"),
        ("a student's number", "2024013 李雷：", "2024013 李雷"),
        ("a seat", "12 Ann: ", "12 Ann"),
        ("a team with a month in its name", "Team May: ", "Team May"),
        ("a day in a name", "Team Monday: ", "Team Monday"),
        ("a table and a name", "Table 3: Ann: ", "Table 3: Ann"),
        ("a version in a name", "Plan 1.5: ", "Plan 1.5"),
        ("a name of two words", "marta ruiz ", "marta ruiz"),
        ("a name beginning like a month", "Marta: ", "Marta"),
        ("only a time", "14:08", ""),
        ("nothing", " - ", ""),
    ];

    #[test]
    fn names_of_every_program() {
        for (program, line, name) in FORMATS {
            assert_eq!(who(line).name, *name, "{program}: {line:?}");
        }
    }

    #[test]
    fn a_time_marks_a_line_that_a_program_wrote() {
        assert!(who("王芳 11-28 14:03:22").stamped && who("Anna, [28 Nov 2026 at 14:08]").stamped);
        assert!(!who("Anna: here is mine").stamped && !who("3-2班").stamped);
    }
}
