//! Months as spreadsheets and people write them.

#![allow(clippy::unwrap_used)] // helpers of tests

use aftercast_tables::month::{Month, MonthError, read};
use proptest::prelude::*;

#[test]
fn read_as_meant() {
    for text in [
        "2026-12",
        "2026/12",
        "2026.12",
        "2026-12-01",
        "2026/12/1",
        "2026/12/31",
        "2026年12月",
        "2026年12月1日",
        "2026 年 12 月",
        "2026年12月份",
        "２０２６－１２",
        "202612",
        "20261201",
        "12/2026",
        "12.2026",
        "12-2026",
        "Dec 2026",
        "dec-2026",
        "December 2026",
        "Dec-26",
        "2026 Dec",
        "2026-Dec",
        "1 Dec 2026",
        "Dec 1, 2026",
        "01.12.2026",
        "31/12/2026",
        "12/31/2026",
        "12/12/2026",
        "2026-12-01 00:00:00",
        "2026-12-01T00:00:00Z",
        "2026-12-01T00:00:00.000+08:00",
        " 2026-12 ",
        "1dec2026",
        "\u{feff}2026-12",
        "Dec '26",
    ] {
        assert_eq!(read(text), Ok(Month { year: 2026, month: 12 }), "{text}");
    }
    assert_eq!(read("2027-1").unwrap().to_string(), "2027-01");
    assert_eq!(read("Sept 2026").unwrap().month, 9);
    assert_eq!(read("May 2026").unwrap().month, 5);
}

#[test]
fn refused_rather_than_guessed() {
    let two = |a, b| Err(MonthError::TwoReadings(Month { year: 2026, month: a }, Month { year: 2026, month: b }));
    assert_eq!(read("1/12/2026"), two(12, 1));
    assert_eq!(read("3-4-2026"), two(4, 3));
    assert_eq!(read("46357"), Err(MonthError::Serial));
    for text in [
        "",
        "2026",
        "12",
        "2026-13",
        "2026-00",
        "2026-12-32",
        "32/13/2026",
        "2026-12-",
        "-2026-12",
        "soon",
        "month",
        "Dezember 2026",
        "2026-12-01 later",
        "2026--12",
        "26-12",
        "12-26",
        "Dec",
        "Dec 6",
        "2026-12-01-01",
        "year2026",
        "2026月12年",
        "1.13.2026",
        "123456789",
        "2026年12日",
        "32 Dec 2026",
        "Dec 32, 2026",
        "2026 Dec 0",
        "20261232",
        "20261200",
        "1 Dec 2026 00:00",
        "2026-12-01 0000",
        "2026年12月1 00:00:00",
        "2026-12-1x",
        "3026-12",
        "1899-12",
    ] {
        assert_eq!(read(text), Err(MonthError::NotAMonth), "{text}");
    }
    assert!(read(&"2".repeat(100)).is_err());
}

proptest! {
    #[test]
    fn a_month_reads_back(year in 1900_u16..3000, month in 1_u8..=12, day in 1_u8..=31) {
        let meant = Month { year, month };
        for text in [meant.to_string(), format!("{year}/{month}"), format!("{year}/{month}/{day}"), format!("{year}年{month}月{day}日"), format!("{month}/{year}"), format!("{day:02}.{month:02}.{year}")] {
            prop_assert_eq!(read(&text), Ok(meant), "{}", text);
        }
    }

    #[test]
    fn nothing_panics(text in "\\PC*") {
        if let Ok(month) = read(&text) {
            prop_assert_eq!(read(&month.to_string()), Ok(month));
        }
    }
}
