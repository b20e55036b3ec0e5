//! Any text as a number, and any number in the ways in which people write it: what is read has the digits that were written
//! and is the number that was meant, or it is refused.

#![no_main]

use aftercast_tables::number::{Form, Mark, Marks, NumberError, Reading, read};
use aftercast_tables::{month, units};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((&kind, rest)) = bytes.split_first() else { return };
    if kind % 2 == 0 {
        let Ok(text) = std::str::from_utf8(rest) else { return };
        any_text(kind, text);
    } else {
        written_number(rest);
    }
});

const FORMS: [Form; 4] = [Form::Amount, Form::Ratio, Form::Share, Form::Percent];
const MARKS: [Mark; 3] = [Mark::Decimal, Mark::Groups, Mark::Unclear];

fn any_text(kind: u8, text: &str) {
    let choice = usize::from(kind / 2);
    let marks = Marks { comma: MARKS[choice / 4 % 3], point: MARKS[choice / 12 % 3] };
    let reading = Reading { form: FORMS[choice % 4], marks, units: units::CNY, ..Reading::TYPED };
    let _ = month::read(text);
    let Ok(value) = read(text, &reading) else { return };
    assert!(value.is_finite());
    let plain: String = text.chars().map(|c| digit(c).unwrap_or(c)).collect();
    // the digits of an exponent are none of the number
    let before_exponent = plain.find(['e', 'E', 'ｅ', 'Ｅ']).map_or(plain.as_str(), |at| &plain[..at]);
    let written: String = before_exponent.chars().filter(char::is_ascii_digit).collect();
    if written.len() <= 15 && value.is_normal() {
        let shortest = format!("{value:e}");
        let read: String = shortest.split('e').next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        assert_eq!(written.trim_matches('0'), read.trim_matches('0'), "{text:?} was read as {value}");
    }
    assert!(value == 0.0 || (value < 0.0) == before_exponent.contains(['-', '−', '–', '－', '(', '（', '﹣', '‐', '‑', '—']), "{text:?} was read as {value}");
}

fn digit(c: char) -> Option<char> {
    ('０'..='９').contains(&c).then(|| char::from(b'0' + (c as u32 - '０' as u32) as u8))
}

/// Writes a number as a person might, and reads it.
fn written_number(bytes: &[u8]) {
    let [style, whole @ .., places] = bytes else { return };
    let whole: String = whole.iter().take(9).map(|b| char::from(b'0' + b % 10)).collect();
    let whole = if whole.is_empty() { "0" } else { whole.trim_start_matches('0') };
    let whole = if whole.is_empty() { "0" } else { whole };
    let decimals: String = (0..places % 5).map(|i| char::from(b'0' + places.wrapping_mul(i + 3) % 10)).collect();
    let (group, mark) = [("", '.'), ("", ','), ("", '，'), ("", '。'), (",", '.'), (".", ','), (" ", ','), ("'", '.'), ("\u{a0}", ','), ("\u{202f}", '.')]
        [usize::from(style % 10)];
    let grouped = grouped(whole, group);
    let text = if decimals.is_empty() { grouped.clone() } else { format!("{grouped}{mark}{decimals}") };
    let meant: f64 = format!("{whole}.{decimals}0").parse().expect("digits");
    let wide = |text: &str| text.chars().map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c }).collect();
    let text: String = if style / 10 % 2 == 1 { wide(&text) } else { text };
    let (text, meant) = match style / 20 % 4 {
        0 => (text, meant),
        1 => (format!("¥{text}"), meant),
        2 => (format!("{text} CNY"), meant),
        _ => (format!("{text}万"), format!("{whole}.{decimals}0e4").parse().expect("digits")),
    };
    // one mark before exactly three digits has two readings, and the rule takes one of them: a comma groups, a point divides
    let marks_used = usize::from(!decimals.is_empty()) + grouped.matches([',', '.']).count();
    let unclear = marks_used == 1 && (decimals.len() == 3 || decimals.is_empty());
    let reading = Reading { units: units::CNY, ..Reading::TYPED };
    match read(&text, &reading) {
        Ok(value) => assert!(value == meant || unclear, "{text:?} means {meant} and was read as {value}"),
        Err(NumberError::TwoReadings(..)) => {}
        Err(refused) => panic!("{text:?} was refused: {refused:?}"),
    }
}

fn grouped(whole: &str, with: &str) -> String {
    let first = whole.len() % 3;
    let mut groups: Vec<&str> = Vec::new();
    if first > 0 {
        groups.push(&whole[..first]);
    }
    let mut at = first;
    while at < whole.len() {
        groups.push(&whole[at..at + 3]);
        at += 3;
    }
    groups.join(with)
}
