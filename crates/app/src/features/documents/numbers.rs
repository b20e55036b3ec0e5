//! Everything that an analysis found as a CSV file: what it is of, then each list of it as a table, every number in full.

use super::csv::BOM;
use aftercast_i18n::names::csv_field;
use serde_json::{Map, Value};

/// Rows of names and values, then tables, with an empty line between two of them.
pub(super) fn numbers(head: &[(String, String)], found: &Value) -> String {
    let mut parts = vec![head.iter().map(|(name, value)| line([csv_field(name), csv_field(value)])).collect()];
    let (mut single, mut tables) = (Vec::new(), Vec::new());
    walk("", found, &mut single, &mut tables);
    if !single.is_empty() {
        parts.push(single.iter().map(|(name, value)| line([csv_field(name), field(value)])).collect());
    }
    parts.extend(tables.iter().map(|(name, rows)| table(name, rows)));
    format!("{BOM}{}", parts.join("\r\n"))
}

/// The single values and the lists of a value, by their paths.
fn walk<'a>(
    path: &str,
    value: &'a Value,
    single: &mut Vec<(String, &'a Value)>,
    tables: &mut Vec<(String, &'a [Value])>,
) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                walk(&below(path, key), value, single, tables);
            }
        }
        Value::Array(rows) => tables.push((path.to_owned(), rows)),
        _ => single.push((path.to_owned(), value)),
    }
}

fn table(name: &str, rows: &[Value]) -> String {
    let rows: Vec<Vec<(String, &Value)>> = rows.iter().map(cells).collect();
    let mut columns: Vec<&str> = Vec::new();
    for (column, _) in rows.iter().flatten() {
        if !columns.contains(&column.as_str()) {
            columns.push(column);
        }
    }
    let of = |row: &Vec<(String, &Value)>, column: &str| {
        row.iter().find(|(own, _)| own == column).map(|(_, value)| field(value)).unwrap_or_default()
    };
    let head = line(columns.iter().map(|column| csv_field(column)));
    let body: String = rows.iter().map(|row| line(columns.iter().map(|column| of(row, column)))).collect();
    format!("{}{head}{body}", line([csv_field(name)]))
}

/// The cells of a row, by their columns.
fn cells(row: &Value) -> Vec<(String, &Value)> {
    let mut out = Vec::new();
    flat("", row, &mut out);
    out
}

fn flat<'a>(path: &str, value: &'a Value, out: &mut Vec<(String, &'a Value)>) {
    match value {
        Value::Object(map) => each(path, map, out),
        Value::Array(all) => {
            for (index, value) in all.iter().enumerate() {
                flat(&below(path, &(index + 1).to_string()), value, out);
            }
        }
        _ if path.is_empty() => out.push(("value".to_owned(), value)),
        _ => out.push((path.to_owned(), value)),
    }
}

fn each<'a>(path: &str, map: &'a Map<String, Value>, out: &mut Vec<(String, &'a Value)>) {
    for (key, value) in map {
        flat(&below(path, key), value, out);
    }
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A number with all its digits; a text that is no formula; nothing where there is no value.
fn field(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => csv_field(text),
        other => other.to_string(),
    }
}

fn line(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().collect();
    format!("{}\r\n", cells.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_number_is_whole_and_every_list_a_table() {
        let found = json!({
            "mean": { "value": 0.1 + 0.2, "error": 1e-17 },
            "bars": [{ "assumption": "=x", "low": { "value": -1.5 }, "ends": [1, 2] }, { "assumption": "b", "more": null }],
            "draws": [0.5, -0.25],
        });
        let made = numbers(&[("Document".to_owned(), "a, \"b\"".to_owned())], &found);
        assert_eq!(
            made,
            "\u{feff}Document,\"a, \"\"b\"\"\"\r\n\r\nmean.value,0.30000000000000004\r\nmean.error,1e-17\r\n\r\n\
             bars\r\nassumption,low.value,ends.1,ends.2,more\r\n'=x,-1.5,1,2,\r\nb,,,,\r\n\r\ndraws\r\nvalue\r\n0.5\r\n-0.25\r\n"
        );
    }
}
