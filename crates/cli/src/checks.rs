//! `aftercast checks`: the behaviour checks with their verdicts.

use std::path::Path;

use aftercast_analyses::sections::behaviour as section;
use aftercast_validation::behaviour;
use serde_json::Value;

use crate::output::print;
use crate::{Failure, load_or_default};

/// Runs every check at a company, lists them, fails where one fails.
pub fn checks(scenario: Option<&Path>, as_json: bool) -> Result<(), Failure> {
    let scenario = load_or_default(scenario)?;
    let verdicts = behaviour::checks(&scenario)
        .map_err(|e| Failure::Machine(format!("a case of the matrix has no baseline: {e}")))?;
    let failed = verdicts.iter().filter(|v| !v.holds).count();
    if as_json {
        print(&format!("{:#}", Value::from(section::json_of(&verdicts))))?;
    } else {
        print(&section::terminal_of(&verdicts))?;
    }
    if failed > 0 {
        return Err(Failure::Machine(format!("{failed} of {} checks fail", verdicts.len())));
    }
    Ok(())
}
