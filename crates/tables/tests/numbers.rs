//! Numbers as they are typed and brought, read or refused; a number written in any dialect reads back to itself.

#![allow(clippy::unwrap_used)] // helpers of tests

use aftercast_tables::number::{Form, Mark, Marks, NumberError, Reading, decimal_mark, read};
use aftercast_tables::units;
use proptest::prelude::*;

const MONEY: Reading<'static> = Reading { units: units::CNY, ..Reading::TYPED };
const SHARE: Reading<'static> = Reading { form: Form::Share, range: (0.0, 1.0), ..Reading::TYPED };

fn amount(text: &str) -> Result<f64, NumberError> {
    read(text, &MONEY)
}

#[test]
fn read_as_meant() {
    for (text, value) in [
        ("3000", 3000.0),
        (" 3 000 ", 3000.0),
        ("3,000", 3000.0),
        ("8,2", 8.2),
        ("6,2", 6.2),
        ("8.2", 8.2),
        ("8，2", 8.2),
        ("8。2", 8.2),
        ("8．2", 8.2),
        ("1 312,50", 1312.5),
        ("1\u{a0}312,50", 1312.5),
        ("1\u{202f}312,50", 1312.5),
        ("1\u{2009}312.50", 1312.5),
        ("1\u{3000}312", 1312.0),
        ("1.312,50", 1312.5),
        ("1,312.50", 1312.5),
        ("1'312.50", 1312.5),
        ("1’312,50", 1312.5),
        ("1,234", 1234.0),
        ("1，234", 1234.0),
        ("1.234", 1.234),
        ("1,234,567", 1_234_567.0),
        ("12.345.678", 12_345_678.0),
        ("1 234 567,8", 1_234_567.8),
        ("1,234.567", 1234.567),
        ("1.234,567", 1234.567),
        ("12.345.678,9", 12_345_678.9),
        ("1 234.567", 1234.567),
        ("1234,567", 1234.567),
        ("0,123", 0.123),
        ("0.123", 0.123),
        ("-0,5", -0.5),
        ("1,2345", 1.2345),
        ("12,34,567", 1_234_567.0),
        ("1,23,456.5", 123_456.5),
        (".5", 0.5),
        (",5", 0.5),
        ("5.", 5.0),
        ("007", 7.0),
        ("+5", 5.0),
        ("-5", -5.0),
        ("−5", -5.0),
        ("–5", -5.0),
        ("－５", -5.0),
        ("- 5", -5.0),
        ("-¥5", -5.0),
        ("¥-5", -5.0),
        ("０", 0.0),
        ("-0", 0.0),
        ("¥1,200", 1200.0),
        ("￥８，５００", 8500.0),
        ("240 CNY", 240.0),
        ("240cny", 240.0),
        ("CNY 240", 240.0),
        ("RMB240", 240.0),
        ("240元", 240.0),
        ("1.2万", 12_000.0),
        ("1,2万", 12_000.0),
        ("1.2万元", 12_000.0),
        ("1.2w", 12_000.0),
        ("2亿", 2e8),
        ("3百万", 3e6),
        ("5千万元", 5e7),
        ("1.5万亿", 1.5e12),
        ("180k", 180_000.0),
        ("180K CNY", 180_000.0),
        ("1.2M", 1.2e6),
        ("3bn", 3e9),
        ("3 million", 3e6),
        ("2 billion yuan", 2e9),
        ("1e9", 1e9),
        ("1e-3", 0.001),
        ("2.5E+3", 2500.0),
        ("１ｅ３", 1000.0),
        ("\u{feff}12\u{200b}", 12.0),
        ("\u{2066}12\u{2069}", 12.0),
    ] {
        assert_eq!(amount(text), Ok(value), "{text:?}");
    }
    assert!(amount("-0").is_ok_and(f64::is_sign_positive));
}

#[test]
fn refused_rather_than_guessed() {
    for text in [
        "soon",
        "",
        " ",
        "%",
        "--3",
        "+-3",
        "1,234,56",
        "12,34,5",
        "1,23,45",
        "1.23.456",
        "1.234.56",
        "1,234.567.8",
        "1.234,567,8",
        "01,234",
        "00,123",
        "0,123,456",
        "1 23",
        "1  234",
        "1\t234",
        "1\n234",
        "12 34",
        "5,",
        "1,,234",
        "1..2",
        ",",
        ".",
        "1,234.",
        "1.234,",
        "1'23",
        "1'234,567'890",
        "1 234,567 890",
        "5-6",
        "5–6",
        "5/6",
        "½",
        "1/2",
        "5:30",
        "(5)",
        "5-",
        "~5",
        ">5",
        "≈5",
        "0x10",
        "1e",
        "1,5e3",
        "1,234e2",
        "1e3,5",
        "NaN",
        "inf",
        "-inf",
        "Infinity",
        "2e3e4",
        "3 4 5",
        "1、5",
        "٣",
        "三千",
        "\u{202e}12",
        "1\u{202e}2",
        "1_000",
        "#REF!",
        "=1+1",
        "1 m2",
    ] {
        let refused = amount(text);
        assert!(
            matches!(refused, Err(NumberError::NotANumber | NumberError::Empty | NumberError::ForeignUnit(_))),
            "{text:?}: {refused:?}"
        );
    }
    // a sign that is no unit is no foreign unit either
    assert_eq!([">5", "~5"].map(amount), [const { Err(NumberError::NotANumber) }; 2]);
    assert_eq!(["$5", "5‰"].map(amount).map(|r| matches!(r, Err(NumberError::ForeignUnit(_)))), [true; 2]);
    assert_eq!(["1.2.3e4", "1 234e2", "1.234.567e2"].map(amount), [const { Err(NumberError::NotANumber) }; 3]);
    // a year is no group of thousands and no part of one
    assert_eq!(amount("12345.678"), Ok(12_345.678));
    assert_eq!(amount("12345,0000"), Ok(12_345.0));
    assert_eq!([amount(""), amount(" \u{3000}")], [Err(NumberError::Empty), Err(NumberError::Empty)]);
    assert_eq!(amount(&"1".repeat(513)), Err(NumberError::NotANumber));
    assert_eq!(amount("1e400"), Err(NumberError::BeyondBounds));
    assert_eq!(amount("-1e99999"), Err(NumberError::BeyondBounds));
    assert_eq!(amount("1e-400"), Err(NumberError::BeyondBounds), "not 0");
    assert_eq!(amount("0e-400"), Ok(0.0));
    // groups of 万 where a decimal number could stand too
    assert_eq!(amount("12,0000"), Err(NumberError::TwoReadings("120000".to_owned(), "12.0000".to_owned())));
    assert_eq!(amount("-1,2000"), Err(NumberError::TwoReadings("-12000".to_owned(), "-1.2000".to_owned())));
}

#[test]
fn a_unit_belongs_to_its_box() {
    let minutes = Reading { units: units::MINUTES, ..Reading::TYPED };
    for text in ["6 min", "6min", "6分钟", "6 Minutes", "６ ｍｉｎ", "6m"] {
        assert_eq!(read(text, &minutes), Ok(6.0), "{text}");
    }
    assert_eq!(amount("6m"), Ok(6e6));
    let foreign = |text: &str| Err(NumberError::ForeignUnit(text.to_owned()));
    for (text, unit) in [("6 h", "h"), ("¥6", "¥"), ("6 小时", "小时"), ("6%", "%"), ("6 days", "days"), ("6 mb", "mb")]
    {
        assert_eq!(read(text, &minutes), foreign(unit), "{text}");
    }
    for (text, unit) in
        [("$5", "$"), ("240 USD", "usd"), ("€ 5", "€"), ("5万美元", "万美元"), ("3kg", "kg"), ("35%", "%"), ("5‰", "‰")]
    {
        assert_eq!(amount(text), foreign(unit), "{text}");
    }
    let people = Reading { units: units::PEOPLE, ..Reading::TYPED };
    assert_eq!([read("3万人", &people), read("3000 customers", &people)], [Ok(30_000.0), Ok(3000.0)]);
    assert_eq!(read("6 points", &Reading { units: units::POINTS, ..Reading::TYPED }), Ok(6.0));
    assert_eq!(read("1.5×", &Reading { units: units::TIMES, ..Reading::TYPED }), Ok(1.5));
}

#[test]
fn shares() {
    for (text, value) in [
        ("35%", 0.35),
        ("35", 0.35),
        ("0.35", 0.35),
        ("0,35", 0.35),
        (".35", 0.35),
        ("３５％", 0.35),
        ("１８％", 0.18),
        ("35 percent", 0.35),
        ("百分之35", 0.35),
        ("28.7%", 0.287),
        ("28,7 %", 0.287),
        ("1%", 0.01),
        ("100%", 1.0),
        ("100", 1.0),
        ("0.5%", 0.005),
        ("1.5", 0.015),
        ("0", 0.0),
        ("29%", 0.29),
        ("57", 0.57),
    ] {
        assert_eq!(read(text, &SHARE), Ok(value), "{text}");
    }
    for text in ["1", "1.0", "1,00", "１"] {
        assert_eq!(read(text, &SHARE), Err(NumberError::BareOne), "{text}");
    }
    // only one of the two can be
    assert_eq!(read("1", &Reading { range: (0.0, 0.5), ..SHARE }), Ok(0.01));
    assert_eq!(read("1", &Reading { range: (0.5, 1.0), ..SHARE }), Ok(1.0));
    assert_eq!(read("1", &Reading { range: (0.1, 0.5), ..SHARE }), Err(NumberError::OutOfRange(1.0)));
    assert_eq!(read("-1", &Reading { range: (-1.0, 1.0), ..SHARE }), Err(NumberError::BareOne));
    assert_eq!(read("120%", &SHARE), Err(NumberError::OutOfRange(1.2)));
    assert_eq!(read("1k", &SHARE), Err(NumberError::ForeignUnit("k".to_owned())));
    assert_eq!(read("1k%", &SHARE), Err(NumberError::ForeignUnit("k%".to_owned())));
    assert_eq!(read("%5%", &SHARE), Err(NumberError::ForeignUnit("%".to_owned())));
    // in files a share is itself, and under a head in percent it is not
    let ratio = Reading { form: Form::Ratio, ..SHARE };
    assert_eq!([read("1", &ratio), read("0.35", &ratio), read("35%", &ratio)], [Ok(1.0), Ok(0.35), Ok(0.35)]);
    assert_eq!(read("35", &ratio), Err(NumberError::OutOfRange(35.0)));
    let percent = Reading { form: Form::Percent, ..SHARE };
    assert_eq!([read("1", &percent), read("0.9", &percent), read("35%", &percent)], [Ok(0.01), Ok(0.009), Ok(0.35)]);
}

#[test]
fn the_range_holds_its_ends_and_nothing_is_clamped() {
    let day = Reading { range: (1.0, 7.0), ..Reading::TYPED };
    assert_eq!([read("1", &day), read("7", &day)], [Ok(1.0), Ok(7.0)]);
    assert_eq!(read("7,1", &day), Err(NumberError::OutOfRange(7.1)));
    assert_eq!(read("0", &Reading { range: (f64::NAN, f64::NAN), ..day }), Err(NumberError::OutOfRange(0.0)));
}

#[test]
fn files_say_what_a_mark_means() {
    let read = |text: &str, comma: Mark, point: Mark| read(text, &Reading { marks: Marks { comma, point }, ..MONEY });
    let two = |a: &str, b: &str| Err(NumberError::TwoReadings(a.to_owned(), b.to_owned()));
    use Mark::{Decimal, Groups, Unclear};
    assert_eq!(read("1,234", Decimal, Groups), Ok(1.234));
    assert_eq!(read("1.234", Decimal, Groups), Ok(1234.0));
    assert_eq!(read("1,234", Unclear, Unclear), two("1234", "1.234"));
    assert_eq!(read("-250.000", Unclear, Unclear), two("-250000", "-250.000"));
    assert_eq!(read("12,5000", Decimal, Groups), Ok(12.5));
    // a number that says it itself needs no file
    for (comma, point) in [(Decimal, Groups), (Groups, Decimal), (Unclear, Unclear)] {
        assert_eq!(read("286,50", comma, point), Ok(286.5));
        assert_eq!(read("0.123", comma, point), Ok(0.123));
        assert_eq!(read("1.312,5", comma, point), Ok(1312.5));
    }
    for (text, mark) in [
        ("286,50", Some(',')),
        ("0,123", Some(',')),
        ("1.312.500", Some(',')),
        ("1.312,500", Some(',')),
        ("1 312,500", Some(',')),
        ("286.50", Some('.')),
        ("1,234,567", Some('.')),
        ("¥1,234.5", Some('.')),
        ("1,234", None),
        ("1.234", None),
        ("1234", None),
        ("1 234", None),
        ("text, with a comma", None),
    ] {
        assert_eq!(decimal_mark(text), mark, "{text}");
    }
}

/// Groups of three from the right.
fn grouped(digits: &str, mark: &str) -> String {
    let mut out = String::new();
    for (k, c) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            out.push_str(mark);
        }
        out.push(c);
    }
    out
}

fn full_width(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xFEE0).unwrap() } else { c }).collect()
}

proptest! {
    #[test]
    fn a_number_reads_back_in_every_dialect(value in -1e15..1e15_f64, decimals in 0_usize..6) {
        let plain = format!("{value:.decimals$}");
        let meant: f64 = plain.parse().unwrap();
        let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |d| ("-", d));
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
        for (group, mark) in [("", "."), ("", ","), (",", "."), (".", ","), (" ", ","), (" ", "."), ("'", "."), ("\u{202f}", ","), ("", "。"), ("", "，")] {
            let body = grouped(whole, group);
            let text = if rest.is_empty() { format!("{sign}{body}") } else { format!("{sign}{body}{mark}{rest}") };
            // one mark before three digits says nothing by itself
            let single = (body.len() - whole.len()) + usize::from(!rest.is_empty()) == 1;
            let three = if rest.is_empty() { single && [".", ","].contains(&group) } else { single && group.is_empty() && (rest.len() == 3 || rest.len() == 4 && rest.ends_with("000")) };
            if three {
                continue;
            }
            for text in [text.clone(), full_width(&text), format!("¥{text}"), format!("{text} CNY")] {
                prop_assert_eq!(amount(&text), Ok(meant + 0.0), "{}", text);
            }
        }
        let percent = format!("{sign}{digits}%");
        let ratio = Reading { form: Form::Ratio, ..Reading::TYPED };
        prop_assert_eq!(read(&percent, &ratio), Ok(format!("{sign}{digits}e-2").parse::<f64>().unwrap() + 0.0));
    }

    #[test]
    fn what_programs_write_reads_back_to_the_bit(value in any::<f64>().prop_filter("finite", |x| x.is_finite() && *x != 0.0)) {
        prop_assert_eq!(amount(&format!("{value}")), Ok(value));
        prop_assert_eq!(amount(&format!("{value:e}")), Ok(value));
    }

    #[test]
    fn nothing_panics_and_what_is_read_is_finite_and_in_range(text in "\\PC*", form in 0..4) {
        let form = [Form::Amount, Form::Ratio, Form::Share, Form::Percent][form as usize];
        if let Ok(value) = read(&text, &Reading { form, range: (0.0, 100.0), ..MONEY }) {
            prop_assert!((0.0..=100.0).contains(&value));
        }
    }

    #[test]
    fn marks_and_digits_are_read_with_all_their_digits_or_refused(text in "[0-9]{0,4}[,. ']?[0-9]{0,4}[,. ']?[0-9]{0,4}") {
        if let Ok(value) = read(&text, &Reading::TYPED) {
            let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>().trim_matches('0').to_owned();
            // every reading has the digits of the text, up to zeros at either end
            let shown = format!("{value}");
            prop_assert_eq!(digits(&shown), digits(&text), "{} is {}", text, shown);
        }
    }
}
