//! Numbers in links: the shortest decimal that reads back to the same bits.

/// Plain decimals without the zero before the point; powers of ten only where they save three characters.
pub fn write(x: f64) -> String {
    let strip = |text: String| match text.strip_prefix('-') {
        Some(rest) => match rest.strip_prefix("0.") {
            Some(digits) => format!("-.{digits}"),
            None => text,
        },
        None => text.strip_prefix("0.").map_or_else(|| text.clone(), |digits| format!(".{digits}")),
    };
    // both forms of the standard library are the shortest digits that read back
    let (plain, power) = (strip(format!("{x}")), format!("{x:e}"));
    if power.len() + 3 <= plain.len() { power } else { plain }
}

/// Numbers joined by `~`.
pub fn write_row(row: &[f64]) -> String {
    row.iter().map(|&x| write(x)).collect::<Vec<_>>().join("~")
}

/// A finite number; anything else is none.
pub fn read(text: &str) -> Option<f64> {
    // the standard parser also takes words such as "inf" and "nan"
    let digits = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
    let number = if digits { text.parse::<f64>().ok() } else { None };
    // a number too small for the format would come as 0, which is another one
    let lost = |x: f64| {
        x == 0.0 && text.split(['e', 'E']).next().is_some_and(|m| m.contains(|c: char| matches!(c, '1'..='9')))
    };
    number.filter(|x| x.is_finite() && !lost(*x))
}

/// Numbers joined by `~`, as many as wanted.
pub fn read_row(text: &str, count: usize) -> Option<Vec<f64>> {
    let row: Option<Vec<f64>> = text.split('~').map(read).collect();
    row.filter(|r| r.len() == count)
}

/// A whole number, also one written with a point or a power of ten.
pub fn read_whole(text: &str) -> Option<u64> {
    // from 2^53 on another whole number may have come to the same bits; far beyond, the range takes it back with a notice
    let exact = |x: &f64| *x >= 0.0 && x % 1.0 == 0.0 && *x != 9_007_199_254_740_992.0;
    text.parse::<u64>().ok().or_else(|| read(text).filter(exact).map(|x| x as u64))
}
