//! Reports of runs as JSON: the central run with the keys of the golden files, and the summary of a Monte Carlo run.

use serde_json::{Map, Value, json};

use super::central::{CentralRun, SERIES, Trajectory};
use super::outcome::{Outcome, Series};
use super::results::PolicyResults;
use super::summary::{Estimate, Multiple, QUANTILES, Summary, multiple, paired, share, summarise};
use aftercast_scenario::{Goal, Scenario};

/// Probabilities of the bands of monthly series.
pub const BANDS: [f64; 11] = [0.01, 0.025, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.975, 0.99];

/// A central run: `baseline`, `policy_run`, `comparison` with exactly the keys of the golden files.
pub fn central(run: &CentralRun) -> Value {
    let c = &run.comparison;
    json!({
        "baseline": trajectory(&run.baseline),
        "policy_run": trajectory(&run.policy),
        "comparison": {
            "delta_cost": c.delta_cost,
            "delta_revenue": c.delta_revenue,
            "delta_contribution": c.delta_contribution,
            "npv": c.npv,
            "terminal_value": c.terminal_value,
            "total_gain": c.total_gain,
            "revenue_multiple": c.revenue_multiple,
            "contribution_multiple": c.contribution_multiple,
            "payback_month": c.payback_month,
            "delta_ltv": c.delta_ltv,
        },
    })
}

fn trajectory(t: &Trajectory) -> Value {
    let mut map = Map::new();
    for (key, read) in SERIES {
        map.insert(key.to_owned(), t.months.iter().map(|m| json!(read(m))).collect());
    }
    map.insert("ltv".to_owned(), json!(t.ending.lifetime.value));
    map.insert("expected_lifetime_months".to_owned(), json!(t.ending.lifetime.months));
    Value::Object(map)
}

/// The outcome that a goal bounds.
pub const fn goal_outcome(goal: &Goal) -> Outcome {
    match goal {
        Goal::TotalGainAbove(_) => Outcome::TotalGain,
        Goal::NpvAbove(_) => Outcome::Npv,
        Goal::TerminalValueAbove(_) => Outcome::TerminalValue,
        Goal::PaybackWithin(_) => Outcome::PaybackMonth,
        Goal::CsiAtLeast(_) => Outcome::Csi,
        Goal::CostShareAtMost(_) => Outcome::ServiceCostShare,
    }
}

/// Whether a future with this value of the goal's outcome meets it.
pub const fn meets(goal: &Goal, value: f64) -> bool {
    match *goal {
        Goal::TotalGainAbove(x) | Goal::NpvAbove(x) | Goal::TerminalValueAbove(x) => value > x,
        // month 0 counts as one month
        Goal::PaybackWithin(months) => value < months,
        Goal::CsiAtLeast(x) => value >= x,
        Goal::CostShareAtMost(x) => value <= x,
    }
}

/// Share of draws that meet the goal, with its Monte Carlo error.
pub fn goal_met(goal: &Goal, results: &PolicyResults) -> Estimate {
    share(results.outcome(goal_outcome(goal)), |value| meets(goal, value))
}

/// One for every draw that meets the goal, nothing for every other, in draw order.
pub fn goal_by_draw(goal: &Goal, results: &PolicyResults) -> Vec<f64> {
    results.outcome(goal_outcome(goal)).iter().map(|&v| f64::from(u8::from(meets(goal, v)))).collect()
}

/// Summary of a Monte Carlo run: every outcome of the baseline and each policy, goals, paired differences, bands.
/// `results[0]` is the baseline. A number that is not defined is null.
pub fn monte_carlo(scenario: &Scenario, results: &[PolicyResults]) -> Value {
    let settings = scenario.settings();
    let names: Vec<&str> =
        std::iter::once("today").chain(scenario.policies().iter().map(|p| p.name.as_str())).collect();
    let policies: Vec<Value> = results
        .iter()
        .zip(&names)
        .enumerate()
        .map(|(i, (r, name))| {
            let mut outcomes = Map::new();
            for &outcome in Outcome::ALL {
                outcomes.insert(outcome.name().to_owned(), summary(&summarise(r.outcome(outcome))));
            }
            let mut report = json!({ "name": name, "outcomes": outcomes, "bands": bands(r) });
            if i > 0 {
                report["goal"] = estimate(goal_met(scenario.goal(), r));
                report["revenue_multiple"] = multiples(&multiple(r, Outcome::DeltaRevenue));
                report["contribution_multiple"] = multiples(&multiple(r, Outcome::DeltaContribution));
                report["roi"] = multiples(&multiple(r, Outcome::Npv));
            }
            report
        })
        .collect();
    let mut differences = Vec::new();
    for a in 1..results.len() {
        for b in a + 1..results.len() {
            let mut outcomes = Map::new();
            for &outcome in Outcome::ALL {
                let values = paired(&results[a], &results[b], outcome);
                // inf - inf: both never pay back, no difference can be told
                if values.iter().all(|v| v.is_finite()) {
                    let mut report = summary(&summarise(&values));
                    report["share_above_zero"] = estimate(share(&values, |v| v > 0.0));
                    outcomes.insert(outcome.name().to_owned(), report);
                }
            }
            differences.push(json!({ "first": names[a], "second": names[b], "first_minus_second": outcomes }));
        }
    }
    json!({
        "name": scenario.name(),
        "engine_version": crate::VERSION,
        "draws": settings.draws,
        "seed": settings.seed,
        "sampler": settings.sampler.name(),
        "events": settings.events.name(),
        "goal": { scenario.goal().name(): scenario.goal().bound() },
        "quantiles": QUANTILES,
        "band_quantiles": BANDS,
        "policies": policies,
        "paired_differences": differences,
    })
}

/// A number, or null where there is none.
pub(crate) fn number(x: f64) -> Value {
    if x.is_finite() { json!(x) } else { Value::Null }
}

/// A number with its error.
pub(crate) fn estimate(e: Estimate) -> Value {
    json!({ "value": number(e.value), "error": number(e.error) })
}

fn summary(s: &Summary) -> Value {
    json!({
        "mean": estimate(s.mean),
        "sd": estimate(s.sd),
        "quantiles": s.quantiles.map(estimate),
        "without_number": estimate(s.infinite),
    })
}

fn multiples(m: &Multiple) -> Value {
    json!({
        "ratio_of_means": estimate(m.ratio_of_means),
        "quantiles": m.quantiles.map(estimate),
        "saves_money": estimate(m.saves_money),
    })
}

fn bands(r: &PolicyResults) -> Value {
    let mut map = Map::new();
    for &series in Series::ALL {
        map.insert(series.name().to_owned(), json!(r.bands(series, &BANDS)));
    }
    Value::Object(map)
}
