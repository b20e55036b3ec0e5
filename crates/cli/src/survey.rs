//! `aftercast evidence --check`: figures of the report beside the model.

use std::path::Path;

use aftercast_analyses::sections::survey as section;
use aftercast_validation::survey::compare_with_survey;
use serde_json::Value;

use crate::output::print;
use crate::{Failure, load_or_default};

/// Prints every compared figure, worst first. A disagreement is shown, not an error.
pub fn survey(scenario: Option<&Path>, as_json: bool) -> Result<(), Failure> {
    let scenario = load_or_default(scenario)?;
    let rows = compare_with_survey(&scenario, section::DRAWS)
        .map_err(|e| Failure::Input(format!("with these assumptions the example firm has no baseline: {e}")))?;
    if as_json {
        return print(&format!("{:#}", Value::from(section::json_of(&rows))));
    }
    print(&section::terminal_of(&rows))
}
