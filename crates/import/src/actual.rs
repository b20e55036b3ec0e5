//! What happened, as it comes in a table: a row a month, a column a figure.

use aftercast_tables::month;
use aftercast_tables::number::{Form, Marks, Reading};
use aftercast_tables::table::Table;
use aftercast_tables::units;

use super::{Column, Fault, HeadedTable, MOST_FAULTS};
use crate::reading::currency_units;
use aftercast_i18n::{Locale, Text};
use aftercast_validation::forecast::{ActualMonth, FIGURES, RANGES};

/// The column of months.
const MONTH: &str = "month";

/// Reads what happened: a column `month` and any of [`FIGURES`], by those names or by those of the page; empty cells are
/// unknown. Shares are decimals, or carry a percent sign in the cell or in the head.
///
/// # Errors
/// Everything that cannot be read.
pub fn read_actual(text: &str) -> Result<Vec<ActualMonth>, Vec<Fault>> {
    months_of(&HeadedTable::read(text, columns(), Some(0))?)
}

/// The same from the worksheet of a workbook that has these columns.
///
/// # Errors
/// Everything that cannot be read, and where no worksheet or several may be meant.
pub fn read_actual_worksheets(worksheets: Vec<Table>) -> Result<Vec<ActualMonth>, Vec<Fault>> {
    months_of(&HeadedTable::of_workbook(worksheets, columns(), Some(0))?)
}

fn months_of(table: &HeadedTable) -> Result<Vec<ActualMonth>, Vec<Fault>> {
    let numbers: Vec<usize> = table.found().filter(|column| *column > 0).collect();
    let marks = table.marks(&numbers);
    let readings: Vec<(usize, Reading<'static>)> =
        numbers.iter().map(|&column| (column, table.reading(column, reading(column - 1), marks))).collect();
    let (mut months, mut faults) = (Vec::<ActualMonth>::new(), Vec::new());
    for row in table.rows() {
        if faults.len() >= MOST_FAULTS {
            break;
        }
        let cell = table.cell(row, 0);
        let month = match month::read(cell) {
            Ok(month) => month.to_string(),
            Err(why) => {
                faults.push(Fault::Month { line: row.line, cell: cell.to_owned(), why });
                continue;
            }
        };
        if months.iter().any(|m| m.month == month) {
            faults.push(Fault::Twice { line: row.line, name: month });
            continue;
        }
        let mut values = [None; FIGURES.len()];
        for (column, reading) in &readings {
            match table.number(row, *column, reading) {
                Ok(value) => values[column - 1] = value,
                Err(fault) => faults.push(fault),
            }
        }
        months.push(ActualMonth { month, values });
    }
    if faults.is_empty() { Ok(months) } else { Err(faults) }
}

/// How a figure stands in a file.
fn reading(figure: usize) -> Reading<'static> {
    let (units, form) = match FIGURES[figure] {
        "first_response" => (units::MINUTES, Form::Amount),
        "csi" => (units::POINTS, Form::Amount),
        "contacts" => (units::CONTACTS, Form::Amount),
        "repurchase" => (units::NONE, Form::Ratio),
        _ => (currency_units(), Form::Amount),
    };
    Reading { form, units, marks: Marks::TYPED, range: RANGES[figure] }
}

/// What the column of the total cost was called before, whole and short.
const FORMER_COST: [&str; 4] = ["Service cost a month, CNY", "月售后成本（元）", "Service cost a month", "月售后成本"];

/// The month and the figures, by their names in files and on the page.
fn columns() -> Vec<Column> {
    let both = |text: Text| [Locale::English, Locale::Chinese].map(|locale| text.to(locale).to_owned());
    let texts =
        [Text::RecordFirstResponse, Text::RecordCsi, Text::RecordContacts, Text::RecordRepurchase, Text::RecordCost];
    let month = Column { name: MONTH.to_owned(), also: both(Text::RecordMonth).into_iter().collect() };
    let figure = |(name, text): (&&str, Text)| {
        // "Satisfaction, points" is found as "Satisfaction" too
        let whole = both(text);
        let short = whole.clone().map(|name| name.split([',', '（']).next().unwrap_or_default().to_owned());
        // tables saved before the cost was called by its name; it was the total then, too
        let former: &[&str] = if *name == "cost" { &FORMER_COST } else { &[] };
        let former = former.iter().map(|name| (*name).to_owned());
        Column { name: (*name).to_owned(), also: whole.into_iter().chain(short).chain(former).collect() }
    };
    std::iter::once(month).chain(FIGURES.iter().zip(texts).map(figure)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_tables::table::{Cell, Row};

    fn values(text: &str) -> Vec<(String, [Option<f64>; FIGURES.len()])> {
        read_actual(text).unwrap().into_iter().map(|m| (m.month, m.values)).collect()
    }

    #[test]
    fn spreadsheets_of_every_kind() {
        let want = [
            ("2026-12".to_owned(), [Some(8.2), Some(68.1), Some(251_300.0), Some(0.53), None]),
            ("2027-01".to_owned(), [None, None, None, None, Some(6_500_000.5)]),
        ];
        for text in [
            "month,first_response,csi,contacts,repurchase,cost\n2026-12,8.2,68.1,251300,0.53,\n2027-01,,,,,6500000.5\n",
            "\u{feff}Month,First Response,CSI,Contacts,Repurchase,Cost\r\n2026/12/1,8.2,68.1,\"251,300\",53%,\r\n2027/1/1,,,,,\"6,500,000.5\"\r\n",
            "sep=;\r\nMONTH;first-response;csi;contacts;repurchase;cost\r\n12/2026;8,2;68,1;251.300;0,53;\r\n01/2027;;;;;6.500.000,5\r\n;;;;;\r\n",
            "月份\t首次响应（分钟）\t满意度（分）\t月咨询量\t年复购率（%）\t月售后成本（元）\r2026年12月\t8.2 分钟\t68.1\t251,300\t53\t\r2027年1月\t\t\t\t\t¥6,500,000.5",
            "\"Month\"|\"First response, minutes\"|\"Satisfaction, points\"|\"Contacts a month\"|\"Repurchase a year, %\"|\"Service cost a month, CNY\"\nDec 2026|8.2 min|68.1|251 300|53|\nJan-27|||||6500000.5 CNY\n",
            "Month|Contacts a month|Satisfaction, points|Total cost a month, CNY|Repurchase a year, %|First response, minutes\nDec 2026|251300|68.1||53|8.2\nJan-27|||6500000.5||\n",
            "月份,首次响应（分钟）,满意度（分）,月咨询量,年复购率（%）,月总成本（元）\n2026-12,8.2,68.1,251300,53,\n2027-01,,,,,6500000.5\n",
        ] {
            assert_eq!(values(text), want, "{text}");
        }
    }

    #[test]
    fn refused_with_row_column_and_what_is_needed() {
        for (text, line, said) in [
            ("", 1, "nothing in it"),
            ("csi\n1", 1, "month, first_response, csi, contacts, repurchase, cost"),
            ("name,amount\na,1", 1, "“name”, “amount”"),
            ("month,wait\n", 1, "“wait”"),
            ("month,csi,costs\n", 1, "cost?"),
            ("month,csi,csi\n", 1, "twice"),
            ("month,csi\n2026-12,68\n2026/12/1,69", 3, "twice"),
            ("month,csi\n2026-12,much", 2, "“much”"),
            ("month,csi\n2026-12,NaN", 2, "“NaN”"),
            ("month,csi\nDecember,68", 2, "“December”"),
            ("month,csi\n1/12/2026,68", 2, "2026-12 and as 2026-01"),
            ("month,csi\n46357,68", 2, "as a date"),
            ("month,csi\n2026-12,68,1\n", 2, "in two"),
            ("month,csi\n2026-12,610\n", 2, "0 to 100"),
            ("month,repurchase\n2026-12,85\n", 2, "0 to 1"),
            ("month,csi\n2026-12,\"68", 2, "quote"),
            ("month,csi,,cost\n2026-12,68,1,5", 2, "no name"),
            ("month;cost\n2026-12;5.250\n", 2, "5250 and as 5.250"),
            ("month,cost\n2026-12,$5\n", 2, "“$”"),
            ("{\"a\": 1}", 1, "JSON"),
        ] {
            let faults = read_actual(text).unwrap_err();
            let sentence = faults[0].said(Locale::English);
            assert_eq!(faults[0].line(), line, "{text:?}: {sentence}");
            assert!(sentence.contains(said), "{text:?}: {sentence}");
            assert!(!faults[0].said(Locale::Chinese).contains('{'));
        }
    }

    #[test]
    fn the_worksheet_of_a_workbook_that_has_months() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let number = |text: &str| Cell::Number(text.to_owned());
        let table = |name: &str, rows: Vec<Vec<Cell>>| Table {
            separator: '\t',
            rows: (1..).zip(rows).filter_map(|(line, cells)| Row::new(line, cells)).collect(),
            worksheet: Some(name.to_owned()),
        };
        let head = || vec![text("Month"), text("First response"), text("Repurchase (%)"), text("Contacts")];
        let notes = || table("Notes", vec![vec![text("made in September")]]);
        // 1.234 is a number; 53 % is one whether its format says so or its head
        let rows = |cell: Cell| vec![head(), vec![text("2026-12-01"), number("1.234"), cell, text("251.300,5")]];
        for share in [number("53%"), number("53")] {
            let months = read_actual_worksheets(vec![notes(), table("2026", rows(share))]).unwrap();
            assert_eq!(months[0].month, "2026-12");
            assert_eq!(months[0].values, [Some(1.234), None, Some(251_300.5), Some(0.53), None]);
        }
        for (worksheets, said) in [
            (vec![notes(), table("2026", rows(Cell::Error("#N/A".to_owned())))], "2026!C2 holds the error #N/A"),
            (vec![notes(), table("2026", rows(Cell::Uncomputed("=B2".to_owned())))], "2026!C2 is a formula (=B2)"),
            (vec![notes(), notes()], "No sheet has the columns month, first_response"),
            (vec![table("A", rows(number("53"))), table("B", rows(number("53")))], "“A”, “B”"),
            (vec![], "nothing in it"),
        ] {
            let faults = read_actual_worksheets(worksheets).unwrap_err();
            let sentence = faults[0].said(Locale::English);
            assert!(sentence.contains(said), "{sentence}");
            assert!(!faults[0].said(Locale::Chinese).contains('{'));
        }
    }

    #[test]
    fn a_short_row_is_unknown_at_its_end() {
        assert_eq!(values("month,csi,cost\n2026-12,68\n")[0].1, [None, Some(68.0), None, None, None]);
    }
}
