//! One row a draw, for those who go on computing.

use aftercast_engine::run::SamplingPlan;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::changes_nothing;
use aftercast_i18n::names::{csv_field, shown};
use aftercast_scenario::{AssumptionId, Policy, Scenario};

use crate::Failure;
use crate::output::WholeFile;

/// What a policy does against the baseline of the same draw.
const AGAINST: [Outcome; 8] = [
    Outcome::TotalGain,
    Outcome::Npv,
    Outcome::TerminalValue,
    Outcome::DeltaCost,
    Outcome::DeltaRevenue,
    Outcome::ReturnedGoods,
    Outcome::PaybackMonth,
    Outcome::DeltaLtv,
];
/// Levels of the last year, of the baseline and of every policy.
const LEVELS: [Outcome; 2] = [Outcome::Csi, Outcome::Repurchase];

/// A column of the file.
enum Column<'a> {
    Values(&'a [f64]),
    /// There is no such number in any draw.
    Empty,
}

impl Column<'_> {
    fn at(&self, draw: u64) -> f64 {
        match self {
            Self::Values(values) => values[draw as usize],
            Self::Empty => f64::INFINITY,
        }
    }
}

/// Writes number, every assumption by id, and the outcomes. A payback outside the horizon is an empty cell, and so is that
/// of a policy that spends nothing.
pub fn write_draws(scenario: &Scenario, results: &[PolicyResults], file: &mut WholeFile) -> Result<(), Failure> {
    let columns = columns(scenario, results);
    let head: Vec<String> = std::iter::once("draw".to_owned())
        .chain(AssumptionId::ALL.map(|id| id.name().to_owned()))
        .chain(columns.iter().map(|(name, _)| csv_field(name)))
        .collect();
    file.write(&format!("{}\n", head.join(",")))?;
    let futures = scenario.futures();
    let plan = SamplingPlan::of(&futures);
    for draw in 0..futures.draws {
        let a = plan.draw(draw);
        let mut row = draw.to_string();
        let cell = |x: f64| if x.is_finite() { format!(",{x}") } else { ",".to_owned() };
        AssumptionId::ALL.iter().for_each(|&id| row.push_str(&cell(*a.get(id))));
        columns.iter().for_each(|(_, values)| row.push_str(&cell(values.at(draw))));
        row.push('\n');
        file.write(&row)?;
    }
    Ok(())
}

/// Name and values of every outcome column: `baseline_csi`, then `total_gain`, `policy_csi` and so on; with several policies
/// each column begins with the policy's name and a point.
fn columns<'a>(scenario: &Scenario, results: &'a [PolicyResults]) -> Vec<(String, Column<'a>)> {
    let mut columns = Vec::new();
    let (Some((baseline, runs)), policies) = (results.split_first(), scenario.policies()) else { return columns };
    let alone = policies.len() == 1;
    let names = prefixes(policies);
    for o in LEVELS {
        columns.push((format!("baseline_{}", o.name()), Column::Values(baseline.outcome(o))));
    }
    for (name, r) in names.iter().zip(runs) {
        for o in AGAINST {
            let column = if alone { o.name().to_owned() } else { format!("{name}.{}", o.name()) };
            let nothing_back = o == Outcome::PaybackMonth && changes_nothing(r);
            columns.push((column, if nothing_back { Column::Empty } else { Column::Values(r.outcome(o)) }));
        }
        for o in LEVELS {
            let column = if alone { format!("policy_{}", o.name()) } else { format!("{name}.{}", o.name()) };
            columns.push((column, Column::Values(r.outcome(o))));
        }
    }
    columns
}

/// A name of its own for every policy; those without one are numbered.
fn prefixes(policies: &[Policy]) -> Vec<String> {
    let taken: Vec<&str> = policies.iter().map(|p| p.name.as_str()).collect();
    let own = |(i, p): (usize, &Policy)| {
        let numbered = (0..).map(|n| format!("policy{}{}", i + 1, "_".repeat(n)));
        let free = |name: &String| !taken.contains(&name.as_str());
        if shown(&p.name).is_empty() { numbered.into_iter().find(free).unwrap_or_default() } else { shown(&p.name) }
    };
    let mut names: Vec<String> = policies.iter().enumerate().map(own).collect();
    for i in 0..names.len() {
        // a formula and the same behind an apostrophe are one text in a table
        let same = |name: &String| csv_field(&format!("{name}.")) == csv_field(&format!("{}.", names[i]));
        if names[..i].iter().any(same) {
            names[i] = format!("{} (policy {})", names[i], i + 1);
        }
    }
    names
}
