//! Outcomes at given values of the assumptions, from a CSV file.

use std::path::Path;

use aftercast_engine::analysis::{Analysis, Job, JobOutput, Rows};
use aftercast_engine::run::batch::Row;
use aftercast_engine::run::outcome::Outcome;
use aftercast_i18n::names::csv_field;
use aftercast_i18n::{Locale, assumption_label};
use aftercast_import::reading::{in_files, of_assumption};
use aftercast_import::{Column, Fault, HeadedTable, MOST_FAULTS};
use aftercast_scenario::{AssumptionId, EventMode, Futures, Levers};
use aftercast_tables::number::{self, Marks, NumberError, Reading};
use serde_json::{Value, json};

use super::analyse;
use crate::Failure;
use aftercast_analyses::Question;

/// Rows of a job.
const CHUNK: usize = 64;

/// The outcomes.
pub struct Outcomes {
    /// As CSV, for the terminal.
    pub table: String,
    /// For programs.
    pub json: Value,
}

/// Reads the file, runs today and every policy at its rows, prints CSV.
pub fn answer(q: &Question, path: Option<&Path>, threads: usize) -> Result<Outcomes, Failure> {
    let path =
        path.ok_or_else(|| Failure::Input("--values: give a CSV file with a column an assumption".to_owned()))?;
    let (rows, events) = read(q, &crate::text(path)?).map_err(|faults| crate::refused(path, &faults))?;
    let (names, goals) = (q.labels(), q.goals());
    let count = rows.len();
    let analysis = GivenRows {
        futures: q.scenario.futures(),
        goals,
        outcome: q.settings.outcome,
        rows,
        events,
        planned: false,
        values: vec![Vec::with_capacity(count); names.len()],
    };
    let values = analyse(analysis, threads)?;
    let head: Vec<String> = names.iter().map(|name| csv_field(name)).collect();
    let cell = |x: f64| if x.is_finite() { x.to_string() } else { String::new() };
    let lines = (0..count).map(|i| values.iter().map(|v| cell(v[i])).collect::<Vec<_>>().join(","));
    let table = std::iter::once(head.join(",")).chain(lines).collect::<Vec<_>>().join("\n");
    Ok(Outcomes { table, json: json!({ "options": names, "rows": count, "values": values }) })
}

/// The column of draws; those of the assumptions follow.
const DRAW: usize = 0;

/// The futures of a table; events are sampled where it has a column `draw`.
fn read(q: &Question, text: &str) -> Result<(Vec<Row>, EventMode), Vec<Fault>> {
    let table = HeadedTable::read(text, columns(), None)?;
    let numbers: Vec<usize> = table.found().filter(|column| *column != DRAW).collect();
    let marks = table.marks(&numbers);
    let readings: Vec<(usize, AssumptionId, Reading<'_>)> = numbers
        .iter()
        .map(|&column| {
            let id = AssumptionId::ALL[column - 1];
            let own = in_files(of_assumption(id));
            (column, id, table.reading(column, own, marks))
        })
        .collect();
    let sampled = table.found().any(|column| column == DRAW);
    let central = q.scenario.central();
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for line in table.rows() {
        if faults.len() >= MOST_FAULTS {
            break;
        }
        let mut row = Row { draw: 0, values: central };
        if sampled {
            match draw(table.cell(line, DRAW), marks) {
                Some(draw) => row.draw = draw,
                None => faults.push(Fault::Whole {
                    line: line.line,
                    column: "draw".to_owned(),
                    cell: table.cell(line, DRAW).to_owned(),
                }),
            }
        }
        for (column, id, reading) in &readings {
            match table.number(line, *column, reading) {
                Ok(Some(value)) => *row.values.get_mut(*id) = value,
                Ok(None) => faults.push(Fault::Number {
                    line: line.line,
                    column: id.name().to_owned(),
                    cell: String::new(),
                    why: NumberError::Empty,
                    allowed: reading.range,
                }),
                Err(fault) => faults.push(fault),
            }
        }
        rows.push(row);
    }
    if rows.is_empty() && faults.is_empty() {
        faults.push(Fault::NoRows);
    }
    let events = if sampled { EventMode::Sampled } else { EventMode::Expected };
    if faults.is_empty() { Ok((rows, events)) } else { Err(faults) }
}

/// The number of a draw, to the last digit; a spreadsheet may have grouped it.
fn draw(cell: &str, marks: Marks) -> Option<u64> {
    let exact = || {
        let value = number::read(cell, &Reading { marks, ..Reading::TYPED }).ok()?;
        ((0.0..9.0e15).contains(&value) && value % 1.0 == 0.0).then_some(value as u64)
    };
    cell.parse().ok().or_else(exact)
}

/// The draw and every assumption, by their names in files and on the page.
fn columns() -> Vec<Column> {
    let label = |id: AssumptionId| {
        let text = assumption_label(id);
        [Locale::English, Locale::Chinese].map(|locale| text.to(locale).to_owned())
    };
    let assumption = |id: AssumptionId| Column { name: id.name().to_owned(), also: label(id).into_iter().collect() };
    let draw = Column { name: "draw".to_owned(), also: Vec::new() };
    std::iter::once(draw).chain(AssumptionId::ALL.map(assumption)).collect()
}

struct GivenRows {
    futures: Futures,
    goals: Vec<Option<Levers<f64>>>,
    outcome: Outcome,
    rows: Vec<Row>,
    events: EventMode,
    planned: bool,
    values: Vec<Vec<f64>>,
}

impl Analysis for GivenRows {
    type Report = Vec<Vec<f64>>;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        if std::mem::replace(&mut self.planned, true) { 0 } else { self.rows.len().div_ceil(CHUNK) }
    }

    fn job(&self, index: usize) -> Job {
        let from = index * CHUNK;
        let rows = self.rows[from..self.rows.len().min(from + CHUNK)].to_vec();
        Job { goals: self.goals.clone(), keep: vec![self.outcome], rows: Rows::Given { rows, events: self.events } }
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        for output in &outputs {
            for (column, values) in self.values.iter_mut().enumerate() {
                values.extend_from_slice(output.column(column));
            }
        }
    }

    fn report(&self) -> Vec<Vec<f64>> {
        self.values.clone()
    }
}
