//! Cases for the numpy twin as JSON: a firm, its levers, the values of the assumptions, and what the engine makes of them.

use std::error::Error;
use std::path::Path;

use aftercast_engine::check;
use aftercast_scenario::{AssumptionId, Assumptions, Company, LEVERS, LeverId, Levers, json};
use serde_json::{Map, Value, json};

/// What is the same in every draw of a case: company, today's levers, which of them are programmes and which belong to the plan.
pub fn firm(company: &Company, today: &Levers<f64>) -> Result<Map<String, Value>, Box<dyn Error>> {
    let names = |f: fn(LeverId) -> bool| -> Value {
        LEVERS.iter().filter(|l| f(l.id)).map(|l| l.id.name()).collect::<Vec<_>>().into()
    };
    let mut map = Map::new();
    map.insert("company".into(), serde_json::to_value(company)?);
    map.insert("today".into(), levers(today));
    map.insert("programmes".into(), names(|id| id.spec().programme));
    map.insert("plan".into(), names(|id| !id.ramps()));
    Ok(map)
}

/// Levers by name.
pub fn levers(levers: &Levers<f64>) -> Value {
    LeverId::ALL.into_iter().map(|id| (id.name().to_owned(), json!(levers.get(id)))).collect::<Map<_, _>>().into()
}

/// Assumptions by name.
pub fn assumptions(a: &Assumptions<f64>) -> Value {
    AssumptionId::ALL.into_iter().map(|id| (id.name().to_owned(), json!(a.get(id)))).collect::<Map<_, _>>().into()
}

/// The golden files as cases: their inputs as the engine reads them, their results as they stand.
pub fn golden(folder: &Path) -> Result<Vec<Value>, Box<dyn Error>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::file_name);
    let mut cases = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file.path())?;
        let scenario = check(&json::read(&text).0).map_err(|v| v.to_string())?;
        let stored: Value = serde_json::from_str(&text)?;
        let mut case = firm(scenario.company(), scenario.today())?;
        case.insert("name".into(), stored["name"].clone());
        case.insert("policy".into(), levers(&scenario.policies()[0].levers));
        case.insert(
            "draws".into(),
            json!([{
                "assumptions": assumptions(&scenario.central()),
                "baseline": stored["baseline"],
                "policy_run": stored["policy_run"],
                "comparison": stored["comparison"],
            }]),
        );
        cases.push(case.into());
    }
    Ok(cases)
}
