//! What the format of a number writes beside its digits: a percent sign, a currency, a unit. A table of text would show it, so the
//! number is read with it: `$5` is not five yuan, and `0.35` shown as `35%` is 35 %.

/// What a format writes.
#[derive(Debug, Default, PartialEq)]
struct Beside {
    before: String,
    behind: String,
    percent: bool,
}

/// A number as text: its shortest decimal form, with what its format writes beside it.
pub fn written(value: f64, code: &str) -> String {
    let beside = beside(section(value, code));
    let digits = if beside.percent { format!("{}%", shifted(value)) } else { value.to_string() };
    let space = if beside.behind.is_empty() { "" } else { " " };
    format!("{}{digits}{space}{}", beside.before, beside.behind)
}

/// The part of a format that a number takes: of `positive;negative;zero`.
fn section(value: f64, code: &str) -> &str {
    let (mut sections, mut start, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, c) in code.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => {
                sections.push(&code[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    sections.push(&code[start..]);
    let wanted = if value < 0.0 { 1 } else { 2 * usize::from(value == 0.0) };
    // two sections are of numbers from zero up and below it
    sections.get(wanted).or_else(|| sections.first()).copied().unwrap_or_default()
}

fn beside(section: &str) -> Beside {
    let (mut found, mut digits, mut scaled) = (Beside::default(), false, false);
    let mut chars = section.chars();
    while let Some(c) = chars.next() {
        let literal: String = match c {
            '"' => chars.by_ref().take_while(|c| *c != '"').collect(),
            '\\' => chars.next().into_iter().collect(),
            // as wide as the next character, or filled with it
            '_' | '*' => {
                chars.next();
                continue;
            }
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                // [$€-407]: the currency and where it is written so; all else is a colour or a condition
                inner
                    .strip_prefix('$')
                    .map(|rest| rest.split('-').next().unwrap_or_default())
                    .unwrap_or_default()
                    .to_owned()
            }
            '%' => {
                found.percent = true;
                continue;
            }
            '0' | '#' | '?' => {
                (digits, scaled) = (true, false);
                continue;
            }
            ',' => {
                // behind the last digit it leaves out thousands
                scaled = digits;
                continue;
            }
            c if is_currency(c) => c.to_string(),
            _ => continue,
        };
        let side = if digits { &mut found.behind } else { &mut found.before };
        side.push_str(&literal);
    }
    for side in [&mut found.before, &mut found.behind] {
        let kept = match scaled {
            // the number is kept whole, and so takes no multiplier that its format writes
            true => side.chars().filter(|c| is_currency(*c)).collect(),
            false if side.chars().any(|c| c.is_alphabetic() || is_currency(c)) => {
                side.trim_matches([' ', '-', '+', '(', ')']).to_owned()
            }
            false => String::new(),
        };
        *side = kept;
    }
    found
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '¢' | '£' | '¤' | '¥' | '￥' | '\u{20a0}'..='\u{20cf}')
}

/// A number times a hundred in its shortest decimal form: the point is moved, nothing is rounded.
fn shifted(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits = mantissa.replace('.', "");
    let point = exponent.parse::<i32>().unwrap_or(0) + 3;
    let Ok(whole) = usize::try_from(point) else {
        return format!("{sign}0.{}{digits}", "0".repeat(point.unsigned_abs() as usize));
    };
    match digits.split_at_checked(whole) {
        Some((whole, decimals)) if !decimals.is_empty() => {
            format!("{sign}{}.{decimals}", if whole.is_empty() { "0" } else { whole })
        }
        _ => format!("{sign}{digits}{}", "0".repeat(whole - digits.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_sign_moves_the_point_and_rounds_nothing() {
        for (value, text) in [
            (0.35, "35"),
            (0.0716, "7.16"),
            (0.001, "0.1"),
            (0.00012, "0.012"),
            (1.0, "100"),
            (12.5, "1250"),
            (-0.145, "-14.5"),
            (0.0, "0"),
            (1e-9, "0.0000001"),
            (0.07 * 3.0, "21.000000000000002"),
            (0.1 + 0.2, "30.000000000000004"),
        ] {
            assert_eq!(shifted(value), text);
            let back: f64 = format!("{text}e-2").parse().unwrap_or(f64::NAN);
            assert_eq!(back.to_bits(), value.to_bits(), "{text}");
        }
    }

    #[test]
    fn a_number_is_read_with_what_its_format_shows() {
        for (value, code, text) in [
            (240.0, "General", "240"),
            (1234.5, "#,##0.00", "1234.5"),
            (0.35, "0%", "35%"),
            (0.35, "0.0\\ %", "35%"),
            (240.0, "\"¥\"#,##0.00", "¥240"),
            (240.0, "[$¥-804]#,##0", "¥240"),
            (240.0, "_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ", "¥240"),
            (0.0, "_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ", "¥0"),
            (5.0, "\"$\"#,##0", "$5"),
            (5.0, "#,##0.00\\ [$€-407]", "5 €"),
            (-5.0, "[$$-409]#,##0;[Red]([$$-409]#,##0)", "$-5"),
            (8.2, "0.0\" min\"", "8.2 min"),
            (8.2, "0.0\"分钟\"", "8.2 分钟"),
            // shown as 2.4M and 240K: the number is whole
            (2_400_000.0, "0.0,,\"M\"", "2400000"),
            (240_000.0, "¥#,##0,\"K\"", "¥240000"),
            (1234.5, "#,##0.00", "1234.5"),
            (7.0, "[$-804]0", "7"),
            (7.0, "[>=5][Green]0;0", "7"),
            (-3.0, "0;(0)", "-3"),
            (-0.35, "0%;[Red]-0%", "-35%"),
            (1e21, "0.00E+00", "1000000000000000000000"),
        ] {
            assert_eq!(written(value, code), text, "{code}");
        }
    }
}
