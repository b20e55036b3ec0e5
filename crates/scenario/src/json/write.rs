//! Writing a scenario file.

use serde_json::{Map, Value, json};

use crate::draft::{Draft, Override};
use crate::fields::{FIELDS, OPTIONAL};
use crate::{AssumptionId, Charts, Company, Currency, LeverId};

/// Writes a draft: only what differs from the defaults, in file order, shortest decimals.
pub fn write(draft: &Draft) -> String {
    format!("{:#}\n", value(draft))
}

/// The draft as a value, as [`write`] prints it.
pub fn value(draft: &Draft) -> Value {
    let standard = Company::default();
    let mut company = Map::new();
    let put = |company: &mut Map<String, Value>, path: &str, value: Value| match path.split_once('.') {
        None => drop(company.insert(path.to_owned(), value)),
        Some((table, key)) => {
            let entry = company.entry(table).or_insert_with(|| json!({}));
            entry[key] = value;
        }
    };
    for f in FIELDS {
        let row = (f.get)(&draft.company);
        if row == (f.get)(&standard) {
            continue;
        }
        let value = if row.len() == 1 { json!(row[0]) } else { json!(row) };
        put(&mut company, f.path, value);
    }
    for f in OPTIONAL {
        if let Some(own) = (f.get)(&draft.company) {
            put(&mut company, f.path, json!(own));
        }
    }
    let levers = |m: &std::collections::BTreeMap<LeverId, f64>| {
        Value::Object(m.iter().map(|(id, x)| (id.name().to_owned(), json!(x))).collect())
    };
    let assumptions: Map<String, Value> = draft
        .assumptions
        .iter()
        .map(|(id, o)| {
            let value = match *o {
                Override::Known(x) => json!(x),
                Override::Range { low, mode, high } => json!({ "low": low, "mode": mode, "high": high }),
            };
            (id.name().to_owned(), value)
        })
        .collect();
    // a page may call two policies alike, a file may not
    let mut own = draft.policies.clone();
    super::distinct(&mut own);
    let policies: Vec<Value> = own.iter().map(|p| json!({ "name": p.name, "levers": levers(&p.levers) })).collect();
    let mut file = json!({
        "name": draft.name,
        "company": company,
        "assumptions": assumptions,
        "today": levers(&draft.today),
        "policies": policies,
        "draws": draft.settings.draws,
        "seed": draft.settings.seed,
        "sampler": draft.settings.sampler.name(),
        "events": draft.settings.events.name(),
        "goal": { draft.goal.name(): draft.goal.bound() },
    });
    if !draft.correlations.is_empty() {
        let entry =
            |(&(a, b), rho): (&(AssumptionId, AssumptionId), &f64)| json!({ "pair": [a.name(), b.name()], "rho": rho });
        file["correlations"] = draft.correlations.iter().map(entry).collect();
    }
    if draft.face_value {
        file["face_value"] = json!(true);
    }
    if !draft.comment.is_empty() {
        file["comment"] = json!(draft.comment);
    }
    if draft.charts != Charts::default() {
        file["charts"] = json!(draft.charts.names());
    }
    if draft.currency != Currency::default() {
        file["currency"] = json!({ "symbol": draft.currency.symbol(), "name": draft.currency.name() });
    }
    file
}
