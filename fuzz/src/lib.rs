//! What the fuzz targets share: the ways in which a link is mangled on its way.

/// Ways in which programs change a link that they carry; each leaves what the link says as it was.
const MANGLINGS: [fn(&str) -> String; 12] = [
    |link| format!("{link}#"),
    |link| format!("{link}#:~:text=gain,cost"),
    |link| format!("{link}&utm_source=mail&fbclid=IwAR0x"),
    |link| link.replace('&', "&amp;"),
    |link| link.replace('&', "&amp;amp;"),
    |link| link.replacen('#', "%23", 1),
    |link| link.replacen('#', "?", 1),
    quoted_printable,
    |link| wrapped(link, "\r\n> "),
    |link| wrapped(link, "\n"),
    |link| format!("see {link}, please"),
    |link| format!("第一组：{link}，谢谢"),
];

/// The link after the mangling that a byte names.
pub fn mangled(link: &str, by: u8) -> String {
    MANGLINGS[usize::from(by) % MANGLINGS.len()](link)
}

/// As mail programs write lines of at most 76 characters of plain ASCII.
fn quoted_printable(link: &str) -> String {
    let escaped = link.replace('=', "=3D");
    let mut out = String::new();
    let mut column = 0;
    let mut rest = escaped.as_str();
    while let Some(c) = rest.chars().next() {
        let token = if rest.starts_with("=3D") { 3 } else { c.len_utf8() };
        if column + token > 75 {
            out.push_str("=\r\n");
            column = 0;
        }
        out.push_str(&rest[..token]);
        column += token;
        rest = &rest[token..];
    }
    out
}

/// Broken into lines of 60 characters.
fn wrapped(link: &str, with: &str) -> String {
    let characters: Vec<char> = link.chars().collect();
    characters.chunks(60).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join(with)
}
