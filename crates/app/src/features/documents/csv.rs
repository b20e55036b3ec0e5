//! A table as a CSV file that spreadsheets open as it was meant: UTF-8 with a byte order mark, CRLF, numbers as numbers.
//!
//! A cell that is a number as people write it (`−1,234K`, `35%`, `1.2万`) becomes a plain decimal; an error behind it
//! (` ±0.3M`) gets a column of its own. All other cells are text, quoted where needed, and never a formula.

use crate::view::Table;
use aftercast_i18n::currency;
use aftercast_i18n::names::csv_field;

/// The byte order mark, by which spreadsheets know UTF-8.
pub(super) const BOM: char = '\u{feff}';

/// Lines of what the table is of, an empty line, and the table, with a byte order mark.
pub(super) fn with_head(head: &[(String, String)], table: &Table) -> String {
    let mut out = String::from(BOM);
    head.iter().for_each(|(name, value)| push_row(&mut out, [name, value].into_iter().map(|cell| csv_field(cell))));
    push_row(&mut out, std::iter::empty());
    push_table(&mut out, table);
    out
}

/// The table with its column headings, with a byte order mark.
pub fn csv(table: &Table) -> String {
    let mut out = String::from(BOM);
    push_table(&mut out, table);
    out
}

fn push_table(out: &mut String, table: &Table) {
    let with_error: Vec<bool> = (0..table.columns.len())
        .map(|c| table.rows.iter().any(|row| row.get(c).is_some_and(|cell| split(cell).1.is_some())))
        .collect();
    let headings = table.columns.iter().zip(&with_error).flat_map(|(name, error)| {
        let own = csv_field(name);
        std::iter::once(own.clone()).chain(error.then(|| csv_field(&format!("± {name}"))))
    });
    push_row(out, headings);
    for row in &table.rows {
        let cells = row.iter().zip(&with_error).flat_map(|(cell, error)| {
            let (value, own) = if *error { split(cell) } else { (cell.as_str(), None) };
            std::iter::once(field(value)).chain(error.then(|| own.map(field).unwrap_or_default()))
        });
        push_row(out, cells);
    }
}

fn push_row(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push_str(&cells.collect::<Vec<_>>().join(","));
    out.push_str("\r\n");
}

/// A value and the error behind it: `1.2M ±0.3M`.
fn split(cell: &str) -> (&str, Option<&str>) {
    match cell.split_once('±') {
        Some((value, error)) if plain(value.trim()).is_some() && plain(error.trim()).is_some() => {
            (value.trim(), Some(error.trim()))
        }
        _ => (cell.trim(), None),
    }
}

fn field(cell: &str) -> String {
    // a dash stands where there is no value
    if cell.trim() == "–" { String::new() } else { plain(cell.trim()).unwrap_or_else(|| csv_field(cell)) }
}

/// A number as people write it, as a plain decimal; none where it is anything else.
fn plain(cell: &str) -> Option<String> {
    let (negative, rest) = match cell.chars().next()? {
        '−' | '-' => (true, cell.trim_start_matches(['−', '-'])),
        '+' => (false, &cell[1..]),
        _ => (false, cell),
    };
    // at most one sign
    if cell.chars().count() > rest.chars().count() + 1 {
        return None;
    }
    let rest = rest.strip_prefix(currency::symbol().as_str()).unwrap_or(rest);
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(rest.len());
    let (digits, unit) = rest.split_at(end);
    let shift = match unit.trim() {
        "" => 0,
        "K" => 3,
        "M" => 6,
        "B" => 9,
        "万" => 4,
        "亿" => 8,
        "%" => -2,
        _ => return None,
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let grouped = whole.split(',').enumerate().all(|(k, part)| k == 0 && !part.is_empty() || part.len() == 3);
    if !grouped || decimals.contains([',', '.']) || digits.ends_with('.') {
        return None;
    }
    let shifted = shifted(&whole.replace(',', ""), decimals, shift);
    Some(if negative && shifted.contains(|c: char| ('1'..='9').contains(&c)) { format!("-{shifted}") } else { shifted })
}

/// Moves the decimal point to the right (or left) without a detour over binary fractions.
fn shifted(whole: &str, decimals: &str, decimal_places: i32) -> String {
    let digits = format!("{whole}{decimals}");
    let point = whole.len() as i32 + decimal_places;
    let before = usize::try_from(point).unwrap_or(0);
    let lead = "0".repeat(usize::try_from(-point).unwrap_or(0));
    let mut digits = format!("{lead}{digits}");
    while digits.len() < before {
        digits.push('0');
    }
    let (whole, decimals) = digits.split_at(before);
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: &[&str], rows: &[&[&str]]) -> Table {
        let row = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect();
        Table { caption: String::new(), columns: row(columns), rows: rows.iter().map(|r| row(r)).collect() }
    }

    #[test]
    fn numbers_are_numbers() {
        for (shown, plainly) in [
            ("1,234K", "1234000"),
            ("−1.25M", "-1250000"),
            ("+3", "3"),
            ("35%", "0.35"),
            ("2.5%", "0.025"),
            ("1.2万", "12000"),
            ("0.01", "0.01"),
            ("−0", "0"),
            ("1,000,000.50", "1000000.50"),
            ("¥8,500", "8500"),
        ] {
            assert_eq!(plain(shown).as_deref(), Some(plainly), "{shown}");
        }
        for text in ["", "=1", "--1", "1,23", "over 36 mo.", "1 : 4", "1.2.3", "K", ".", "1."] {
            assert_eq!(plain(text), None, "{text}");
        }
    }

    #[test]
    fn errors_get_a_column_and_a_dash_is_nothing() {
        let made = csv(&table(&["p", "x, CNY"], &[&["1%", "−1.5M ±0.2M"], &["50%", "–"]]));
        assert_eq!(made, "\u{feff}p,\"x, CNY\",\"± x, CNY\"\r\n0.01,-1500000,200000\r\n0.50,,\r\n");
    }

    #[test]
    fn no_cell_is_a_formula_and_quotes_are_doubled() {
        let made = csv(&table(&["=cmd()", "@x"], &[&["+a", "say \"hi\"\nthere"], &["-1+2", " =1"]]));
        assert_eq!(made, "\u{feff}'=cmd(),'@x\r\n'+a,\"say \"\"hi\"\"\nthere\"\r\n'-1+2,' =1\r\n");
    }
}
