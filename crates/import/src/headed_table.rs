//! A table with a row of heads, found by the names that its columns may have.

use aftercast_tables::number::{self, Form, Marks, Reading};
use aftercast_tables::table::{self, Cell, Names, Row, Table, TableError};
use aftercast_tables::text::{FileKind, is_json};

use super::{Fault, MOST_FAULTS};

/// A column that a table may have.
#[derive(Clone, Debug)]
pub struct Column {
    /// What it is called in files of this project.
    pub name: String,
    /// What else it may be called.
    pub also: Vec<String>,
}

/// A table whose columns are known.
#[derive(Clone, Debug)]
pub struct HeadedTable {
    table: Table,
    columns: Vec<Column>,
    /// By position in the row: which column.
    column_at: Vec<Option<usize>>,
}

impl HeadedTable {
    /// Reads a table whose first row names columns; the column `needed` has to be there.
    ///
    /// # Errors
    /// Everything that is wrong with its heads and the number of its cells.
    pub fn read(text: &str, columns: Vec<Column>, needed: Option<usize>) -> Result<Self, Vec<Fault>> {
        let table = read(text, &names(&columns)).map_err(|fault| vec![fault])?;
        Self::of(table, columns, needed)
    }

    /// Of the worksheets of a workbook, the one whose first row names any of these columns.
    ///
    /// # Errors
    /// No worksheet has any of them, several may be meant, or what is wrong with the one.
    pub fn of_workbook(
        worksheets: Vec<Table>,
        columns: Vec<Column>,
        needed: Option<usize>,
    ) -> Result<Self, Vec<Fault>> {
        let names = names(&columns);
        let heads = |table: &Table| {
            let row = table.rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
            row.iter().take(WIDEST).any(|cell| names.find(cell).is_some())
        };
        let table = the_one(worksheets, heads, &listed(&columns)).map_err(|fault| vec![fault])?;
        Self::of(table, columns, needed)
    }

    fn of(table: Table, columns: Vec<Column>, needed: Option<usize>) -> Result<Self, Vec<Fault>> {
        let names = names(&columns);
        let head = table.rows.first().cloned().unwrap_or(Row { line: 1, cells: Vec::new() });
        if head.cells.len() > WIDEST {
            return Err(vec![Fault::Cells {
                line: head.line,
                found: head.cells.len(),
                wanted: columns.len(),
                commas: false,
            }]);
        }
        let column_at: Vec<Option<usize>> = head.cells.iter().map(|name| names.find(name)).collect();
        let known = if columns.len() <= LISTED { listed(&columns) } else { String::new() };
        let missing =
            column_at.iter().all(Option::is_none) || needed.is_some_and(|column| !column_at.contains(&Some(column)));
        // a slip of the pen is told by its name below
        let slip =
            head.cells.iter().take(LISTED).any(|name| names.find(name).is_none() && names.nearest(name).is_some());
        if missing && !slip {
            let needed = match needed {
                Some(_) if !known.is_empty() => known,
                _ => listed(&columns) + ", …",
            };
            let found = head.cells.iter().take(LISTED).map(|c| format!("“{}”", &**c)).collect::<Vec<_>>().join(", ");
            return Err(vec![Fault::Columns { needed, found }]);
        }
        let mut faults = Vec::new();
        for (k, name) in head.cells.iter().enumerate() {
            let twice = column_at[k].is_some() && column_at[..k].contains(&column_at[k]);
            if twice {
                faults.push(Fault::Twice { line: head.line, name: name.to_string() });
            } else if column_at[k].is_none() && !name.is_empty() {
                let nearest = names.nearest(name).filter(|_| faults.len() < LISTED).map(str::to_owned);
                faults.push(Fault::Unknown { line: head.line, name: name.to_string(), nearest, known: known.clone() });
            }
        }
        let table = Self { table, columns, column_at };
        let wrong = table.rows().flat_map(|row| table.misplaced(row).into_iter().chain(table.void(row)));
        faults.extend(wrong.take(MOST_FAULTS));
        if faults.is_empty() { Ok(table) } else { Err(faults) }
    }

    /// Cells without a column, and columns without a cell.
    fn misplaced(&self, row: &Row) -> Option<Fault> {
        let wanted = self.column_at.len();
        let commas = self.table.separator == ',';
        // empty cells at the end are not written by all programs; fewer separators than columns are something else
        if row.cells.len() > wanted {
            return Some(Fault::Cells { line: row.line, found: row.cells.len(), wanted, commas });
        }
        let head = self.table.rows.first()?;
        let nameless =
            row.cells.iter().zip(&head.cells).position(|(cell, name)| name.is_empty() && !cell.is_empty())?;
        Some(Fault::Nameless { line: row.line, position: nameless + 1, cell: row.cells[nameless].to_string() })
    }

    /// The first cell of a column for which a workbook has no value.
    fn void(&self, row: &Row) -> Option<Fault> {
        let column = (0..row.cells.len())
            .find(|k| self.column_at.get(*k).is_some_and(Option::is_some) && row.cells[*k].is_void())?;
        Fault::of_void(&self.table, row, column)
    }

    /// Rows under the heads.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.table.rows.iter().skip(1)
    }

    /// The cell of a column in a row; empty where it has none.
    pub fn cell<'a>(&self, row: &'a Row, column: usize) -> &'a str {
        self.whole_cell(row, column).map_or("", |cell| cell)
    }

    fn whole_cell<'a>(&self, row: &'a Row, column: usize) -> Option<&'a Cell> {
        let position = self.column_at.iter().position(|p| *p == Some(column));
        position.and_then(|position| row.cells.get(position))
    }

    /// Columns that the table has, from left to right.
    pub fn found(&self) -> impl Iterator<Item = usize> {
        self.column_at.iter().flatten().copied()
    }

    /// What comma and point mean in columns of numbers.
    pub fn marks(&self, numbers: &[usize]) -> Marks {
        self.table.marks(self.rows().flat_map(|row| numbers.iter().filter_map(|column| self.whole_cell(row, *column))))
    }

    /// How the numbers of a column are read: marks as the whole table has them, percent where the head says so.
    pub fn reading<'a>(&self, column: usize, own: Reading<'a>, marks: Marks) -> Reading<'a> {
        let position = self.column_at.iter().position(|p| *p == Some(column));
        let head = position.and_then(|position| self.table.rows.first()?.cells.get(position));
        let percent = own.form == Form::Ratio && head.is_some_and(|head| head.contains(['%', '％']));
        Reading { marks, form: if percent { Form::Percent } else { own.form }, ..own }
    }

    /// The number of a cell; none where it is empty.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn number(&self, row: &Row, column: usize, reading: &Reading<'_>) -> Result<Option<f64>, Fault> {
        let Some(cell) = self.whole_cell(row, column).filter(|cell| !cell.is_empty()) else { return Ok(None) };
        let named = || self.columns.get(column).map_or_else(String::new, |c| c.name.clone());
        let reading = &Reading { marks: cell.marks(reading.marks), ..*reading };
        number::read(cell, reading).map(Some).map_err(|why| Fault::Number {
            line: row.line,
            column: named(),
            cell: cell.to_string(),
            why,
            // in the unit of the file
            allowed: match reading.form {
                Form::Percent => (100.0 * reading.range.0, 100.0 * reading.range.1),
                _ => reading.range,
            },
        })
    }
}

/// Columns of the widest table that is looked at.
const WIDEST: usize = 1000;
/// Names listed in a sentence at most.
const LISTED: usize = 12;

/// The first of these columns by their names.
fn listed(columns: &[Column]) -> String {
    columns.iter().take(LISTED).map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn names(columns: &[Column]) -> Names {
    let mut names = Names::default();
    for (k, column) in columns.iter().enumerate() {
        names.add(k, &column.name);
        column.also.iter().for_each(|name| names.add(k, name));
    }
    names
}

/// Of the worksheets of a workbook, the one that `is_meant` holds for; of one worksheet alone nothing is asked.
///
/// # Errors
/// Nothing in any of them, or none or several may be meant; `needed` says what is looked for.
pub fn the_one(worksheets: Vec<Table>, is_meant: impl Fn(&Table) -> bool, needed: &str) -> Result<Table, Fault> {
    let mut full: Vec<Table> = worksheets.into_iter().filter(|table| !table.rows.is_empty()).collect();
    if full.len() > 1 {
        let names = |tables: &[Table]| {
            let name = |table: &Table| format!("“{}”", table.worksheet.as_deref().unwrap_or_default());
            tables.iter().take(LISTED).map(name).collect::<Vec<_>>().join(", ")
        };
        let (meant, others) = full.into_iter().partition::<Vec<Table>, _>(is_meant);
        match meant.len() {
            0 => return Err(Fault::NoWorksheet { needed: needed.to_owned(), worksheets: names(&others) }),
            1 => full = meant,
            _ => return Err(Fault::SeveralWorksheets { worksheets: names(&meant) }),
        }
    }
    full.pop().ok_or(Fault::Empty)
}

/// Reads a table whose first row has some of these names.
///
/// # Errors
/// Nothing in it, an open quote, or JSON.
pub fn read(text: &str, names: &Names) -> Result<Table, Fault> {
    if is_json(text) {
        return Err(Fault::Kind(FileKind::Json));
    }
    table::read(text, |cell| names.find(cell).is_some()).map_err(|why| match why {
        TableError::Empty => Fault::Empty,
        TableError::OpenQuote(line) => Fault::OpenQuote(line),
    })
}
