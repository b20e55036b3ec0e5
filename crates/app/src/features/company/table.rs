//! The company's figures in a table: a row a figure, by its name in files or on the page.

use std::collections::BTreeSet;

use aftercast_tables::number::{self, NumberError, Reading};
use aftercast_tables::table::{Names, Row, Table};

use super::facts::{Fact, Facts};
use super::labels::labels;
use crate::typed;
use crate::words::Words;
use aftercast_import::{Fault, MOST_FAULTS, read_table, the_one};
use aftercast_plot::Locale;

/// Columns that are read, by all their names; the others are for people.
pub(super) const FIELD: &str = "field";
pub(super) const VALUE: &str = "value";
pub(super) const CURRENCY: &str = "currency";
/// The row of the currency, by all its names.
const CURRENCIES: [&str; 3] = [CURRENCY, "币种", "货币"];
const FIELDS: [&str; 9] = [FIELD, "key", "path", "figure", "字段", "字段名", "数据项", "指标", "项目"];
const NAMES: [&str; 3] = ["name", "名称", "label"];
const VALUES: [&str; 8] = [VALUE, "amount", "值", "数值", "取值", "数据", "本公司", "本企业"];
/// Words of names as they are now, and as they stand in files written before they were settled.
const FORMER: [(&str, &str); 3] = [("客户", "用户"), ("账面赔偿", "账面赔付"), ("期限", "模拟期限")];

/// Fields that begin so tell in a workbook where it comes from, and what belongs to policies alone: no figures.
const OTHERS: [&str; 2] = ["about.", "policies."];

/// What was read: the figures with those of the table in them, how many it holds, and what cannot be read.
pub(super) struct Read {
    /// The worksheet it was, of several.
    pub(super) worksheet: Option<String>,
    pub(super) facts: Facts,
    pub(super) values: usize,
    /// What stands in the row of the currency: "€ EUR".
    pub(super) currency: Option<String>,
    pub(super) faults: Vec<Fault>,
}

/// Rows and cells within which heads are looked for.
const FIRST: usize = 8;

/// Where the table has its fields and values.
struct Layout {
    /// Rows before the first figure.
    heads: usize,
    field: usize,
    value: usize,
    /// Columns that have a name; two where there are no heads.
    columns: usize,
}

impl Layout {
    /// Whether the heads are those of our own files, so that rows and not columns are wrong.
    fn is_plain(&self, table: &Table) -> bool {
        let head = self.heads.checked_sub(1).and_then(|k| table.rows.get(k));
        head.is_none_or(|row| row.cells.get(self.field).is_some_and(|cell| same(cell, FIELD)))
    }
}

/// Reads rows of field and value over the figures in force.
pub(super) fn read(text: &str, facts: Facts) -> Read {
    let known = known();
    let names = names(&known);
    // a head is found by its column, a figure by its field
    let mut first = names.clone();
    [FIELDS.as_slice(), &NAMES, &VALUES].concat().into_iter().for_each(|name| first.add(usize::MAX, name));
    match read_table(text, &first) {
        Ok(table) => rows(&table, &known, &names, facts),
        Err(fault) => Read { worksheet: None, facts, values: 0, currency: None, faults: vec![fault] },
    }
}

/// Reads the worksheet of a workbook that has fields and values.
pub(super) fn read_worksheets(worksheets: Vec<Table>, facts: Facts) -> Read {
    let known = known();
    let names = names(&known);
    let several = worksheets.len() > 1;
    match the_one(worksheets, |table| layout(table, &names).is_ok(), &format!("{FIELD}, {VALUE}")) {
        Ok(table) => {
            Read { worksheet: table.worksheet.clone().filter(|_| several), ..rows(&table, &known, &names, facts) }
        }
        Err(fault) => Read { worksheet: None, facts, values: 0, currency: None, faults: vec![fault] },
    }
}

fn known() -> Vec<Fact> {
    Fact::all().collect()
}

fn rows(table: &Table, known: &[Fact], names: &Names, mut facts: Facts) -> Read {
    let layout = match layout(table, names) {
        Ok(layout) => layout,
        Err(fault) => return Read { worksheet: None, facts, values: 0, currency: None, faults: vec![fault] },
    };
    let marks = table.marks(table.rows[layout.heads..].iter().filter_map(|row| row.cells.get(layout.value)));
    let (mut seen, mut faults, mut currency) = (BTreeSet::new(), Vec::new(), None);
    let (mut values, mut outside) = (0, Vec::new());
    for row in &table.rows[layout.heads..] {
        if faults.len() >= MOST_FAULTS {
            break;
        }
        let cell = |column: usize| row.cells.get(column).map_or("", |cell| cell);
        let (field, value) = (cell(layout.field), cell(layout.value));
        if field.is_empty() && value.is_empty() || OTHERS.iter().any(|start| field.starts_with(start)) {
            continue;
        }
        if CURRENCIES.iter().any(|name| same(field, name)) {
            if currency.replace(value.to_owned()).is_some() {
                faults.push(Fault::Twice { line: row.line, name: field.to_owned() });
            }
            continue;
        }
        let Some(fact) = names.find(field).and_then(|k| known.get(k).copied()) else {
            let nearest = names.nearest(field).map(str::to_owned);
            faults.push(Fault::Unknown { line: row.line, name: field.to_owned(), nearest, known: String::new() });
            continue;
        };
        if !seen.insert(fact) {
            faults.push(Fault::Twice { line: row.line, name: field.to_owned() });
            continue;
        }
        let void = || Fault::of_void(table, row, layout.value);
        if let Some(fault) = cut(table, row, &layout, field).or_else(void) {
            faults.push(fault);
            continue;
        }
        let reading = typed::in_files(fact.reading());
        let marks = row.cells.get(layout.value).map_or(marks, |cell| cell.marks(marks));
        let refused = |why: NumberError| {
            let (column, cell) = (field.to_owned(), value.to_owned());
            Fault::Number { line: row.line, column, cell, why, allowed: reading.range }
        };
        match fact.read(value, &Reading { marks, ..reading }) {
            Ok(value) => {
                let (low, high) = reading.range;
                if let Some(x) = value.filter(|x| !(low..=high).contains(x)) {
                    outside.push((refused(NumberError::OutOfRange(x)), fact, fact.value(&facts)));
                }
                fact.set(&mut facts, value);
                values += 1;
            }
            Err(why) => faults.push(refused(why)),
        }
    }
    // alone, what is out of its range waits in its box; beside other faults it is one of them, and not taken either
    if !faults.is_empty() {
        for (fault, fact, before) in outside {
            fact.set(&mut facts, before);
            values -= 1;
            faults.push(fault);
        }
        faults.sort_by_key(Fault::line);
    }
    // where no row is known, the columns are others than they seem
    if seen.is_empty() && currency.is_none() && !faults.is_empty() && !layout.is_plain(table) {
        faults.insert(0, wanted(table.rows.first()));
    }
    Read { worksheet: None, facts, values: values + usize::from(currency.is_some()), currency, faults }
}

/// That other columns are needed.
fn wanted(head: Option<&Row>) -> Fault {
    let cells = head.map(|row| row.cells.as_slice()).unwrap_or_default();
    let found = cells.iter().take(FIRST).map(|cell| format!("“{}”", &**cell)).collect::<Vec<_>>().join(", ");
    Fault::Columns { needed: format!("{FIELD}, {VALUE}"), found }
}

/// A decimal number that the commas between columns have cut in two.
fn cut(table: &Table, row: &Row, layout: &Layout, field: &str) -> Option<Fault> {
    let (line, found) = (row.line, row.cells.len());
    if table.separator != ',' {
        let more = found > layout.columns;
        return more.then_some(Fault::Cells { line, found, wanted: layout.columns, commas: false });
    }
    let (value, next) = (row.cells.get(layout.value)?, row.cells.get(layout.value + 1));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some(next) = next.filter(|next| digits(next) && number::read(value, &Reading::TYPED).is_ok()) {
        let why = NumberError::TwoReadings(value.to_string(), format!("{}.{}", &**value, &**next));
        let (column, cell) = (field.to_owned(), format!("{},{}", &**value, &**next));
        return Some(Fault::Number { line, column, cell, why, allowed: (0.0, 0.0) });
    }
    (found > layout.columns).then_some(Fault::Cells { line, found, wanted: layout.columns, commas: true })
}

/// All names of the figures: paths with and without their first part, and what the page calls them in both languages.
fn names(known: &[Fact]) -> Names {
    let mut names = Names::default();
    for (k, fact) in known.iter().enumerate() {
        let path = fact.path();
        names.add(k, &path);
        names.add(k, path.split_once('.').map_or("", |(_, rest)| rest));
        for locale in [Locale::English, Locale::Chinese] {
            let (label, part) = labels(*fact, Words(locale));
            let name = if part.is_empty() { label } else { format!("{label} · {part}") };
            names.add(k, &name);
            for (now, former) in FORMER {
                names.add(k, &name.replace(now, former));
            }
        }
    }
    names
}

/// The row of heads, within the first few; a table whose first row is a figure has none.
fn layout(table: &Table, names: &Names) -> Result<Layout, Fault> {
    const WIDEST: usize = 64;
    let is = |cell: &str, of: &[&str]| of.iter().any(|name| same(cell, name));
    for (k, row) in table.rows.iter().take(FIRST).enumerate() {
        let at = |of: &[&str]| row.cells.iter().take(WIDEST).position(|cell| is(cell, of));
        if let (Some(field), Some(value)) = (at(&FIELDS).or_else(|| at(&NAMES)), at(&VALUES)) {
            return Ok(Layout { heads: k + 1, field, value, columns: row.cells.len() });
        }
    }
    let first = table.rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
    let is_fact = |column: usize| first.get(column).is_some_and(|cell| names.find(cell).is_some());
    if is_fact(0) && !is_fact(1) {
        return Ok(Layout { heads: 0, field: 0, value: 1, columns: 2 });
    }
    Err(wanted(table.rows.first()))
}

/// Whether a head has a name, with or without a unit in parentheses.
fn same(head: &str, name: &str) -> bool {
    let mut names = Names::default();
    names.add(0, name);
    names.find(head).is_some()
}
