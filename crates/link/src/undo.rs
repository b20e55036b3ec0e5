//! Manglings of a text, undone one at a time. Each returns `None` where there is nothing to undo.

use super::text::decode;
use data_encoding::BASE64_NOPAD;

/// Undoes one mangling.
pub type Undo = fn(&str) -> Option<String>;

/// All of them, and whether undoing may turn a part of a value into a pair.
pub const ALL: [(Undo, bool); 14] = [
    (entities, false),
    (invisible, false),
    (joined, false),
    (quoted, false),
    (soft_breaks, false),
    (quoted_printable, false),
    (doubled_escapes, false),
    (spaced, false),
    (dense, false),
    (full_width, false),
    (backslashes, false),
    (percent, true),
    (url_defense_2, true),
    (url_defense_3, false),
];

fn changed(before: &str, after: String) -> Option<String> {
    (before != after).then_some(after)
}

/// Named and numbered entities of HTML, one level of them.
fn entities(text: &str) -> Option<String> {
    const NAMED: [(&str, char); 10] = [
        ("amp", '&'),
        ("equals", '='),
        ("num", '#'),
        ("percnt", '%'),
        ("plus", '+'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
    ];
    if !text.contains('&') {
        return None;
    }
    let entity = |name: &str| -> Option<char> {
        let number = name.strip_prefix('#');
        let hex = number.and_then(|n| n.strip_prefix(['x', 'X']));
        match (hex, number) {
            (Some(hex), _) => u32::from_str_radix(hex, 16).ok().and_then(char::from_u32),
            (None, Some(number)) => number.parse().ok().and_then(char::from_u32),
            (None, None) => NAMED.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, c)| *c),
        }
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        let read = behind.split_once(';').and_then(|(name, more)| Some((entity(name.get(1..)?)?, more)));
        match read.filter(|_| behind.find(';').is_some_and(|end| end <= 9)) {
            Some((c, more)) => {
                out.push(c);
                rest = more;
            }
            None => {
                out.push('&');
                rest = behind.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    changed(text, out)
}

/// Characters without a sign of their own: marks of direction, zero width, soft hyphens.
fn invisible(text: &str) -> Option<String> {
    let seen = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    changed(text, text.chars().filter(seen).collect())
}

/// Lines that are one, with the indentation of the later ones.
fn joined(text: &str) -> Option<String> {
    let text = text.trim();
    text.contains(['\n', '\r']).then(|| text.split(['\n', '\r']).map(str::trim).collect())
}

/// Lines that are one, with a blank where they were broken.
fn spaced(text: &str) -> Option<String> {
    let text = text.trim();
    let lines = || text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    text.contains(['\n', '\r']).then(|| lines().collect::<Vec<_>>().join(" "))
}

/// Without any blank.
fn dense(text: &str) -> Option<String> {
    changed(text, text.split_whitespace().collect())
}

/// Marks of quoting at the beginning of lines: `> `, `>> `, `| `.
fn quoted(text: &str) -> Option<String> {
    let mark = |c: char| matches!(c, '>' | '|' | ' ' | '\t' | '＞');
    let plain = |line: &str| {
        let rest = line.trim_start_matches(mark);
        let marked = line[..line.len() - rest.len()].contains(['>', '|', '＞']);
        if marked { rest.to_owned() } else { line.to_owned() }
    };
    changed(text, text.lines().map(plain).collect::<Vec<_>>().join("\n"))
}

/// Soft line breaks of quoted-printable: `=` at the end of a line.
fn soft_breaks(text: &str) -> Option<String> {
    let mut lines = text.split('\n').map(|line| line.trim_end_matches(['\r', ' ', '\t']));
    let mut out = lines.next().unwrap_or_default().to_owned();
    let mut found = false;
    for line in lines {
        if out.ends_with('=') {
            out.pop();
            found = true;
        } else {
            out.push('\n');
        }
        out.push_str(line);
    }
    found.then_some(out)
}

/// `=3D` and the other escapes of quoted-printable.
fn quoted_printable(text: &str) -> Option<String> {
    // "=30" may be a value; what is no ASCII takes at least two escapes
    let code = |at: usize| {
        text.get(at..at + 3).is_some_and(|code| code.starts_with('=') && u8::from_str_radix(&code[1..], 16).is_ok())
    };
    let doubled = || text.match_indices('=').any(|(at, _)| code(at) && code(at + 3));
    let escaped = text.contains("=3D") || text.contains("=3d") || doubled();
    // the escapes are those of an address with another sign
    escaped.then(|| decode(&text.replace('%', "%25").replace('=', "%")))
}

/// `%25` for `%`: an address that was escaped once more. It never makes a sign that divides pairs.
fn doubled_escapes(text: &str) -> Option<String> {
    text.contains("%25").then(|| text.replace("%25", "%"))
}

/// Escapes of a whole address inside another one.
fn percent(text: &str) -> Option<String> {
    changed(text, decode(text))
}

/// The signs of an address as Chinese input writes them.
fn full_width(text: &str) -> Option<String> {
    let plain = |c: char| match c {
        '＃' => '#',
        '＆' => '&',
        '＝' => '=',
        '？' => '?',
        '％' => '%',
        '＋' => '+',
        '．' => '.',
        '～' => '~',
        '－' => '-',
        c => c,
    };
    changed(text, text.chars().map(plain).collect())
}

/// `\&`, `\_` of Markdown and TeX, `\u0026` of JSON.
fn backslashes(text: &str) -> Option<String> {
    if !text.contains('\\') {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        let behind = behind.get(1..).unwrap_or_default();
        let code = behind.strip_prefix('u').and_then(|hex| u32::from_str_radix(hex.get(..4)?, 16).ok());
        match code.and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = behind.get(5..).unwrap_or_default();
            }
            None => {
                if behind.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                    out.push('\\');
                }
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    changed(text, out)
}

/// The second wrapper of Proofpoint: `-` for `%`, `_` for `/`.
fn url_defense_2(text: &str) -> Option<String> {
    let (_, wrapped) = text.split_once("urldefense.proofpoint.com/v2/url?u=")?;
    Some(decode(&wrapped.replace('%', "%25").replace('-', "%").replace('_', "/")))
}

/// The third wrapper of Proofpoint: `*` for each sign that stands, in base64, behind the address.
fn url_defense_3(text: &str) -> Option<String> {
    let (_, wrapped) = text.split_once("urldefense.com/v3/__")?;
    let (address, rest) = wrapped.split_once("__;")?;
    let code: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    let signs = BASE64_NOPAD.decode(code.as_bytes()).ok()?;
    let mut signs = signs.into_iter().map(char::from);
    Some(address.chars().map(|c| if c == '*' { signs.next().unwrap_or(c) } else { c }).collect())
}
