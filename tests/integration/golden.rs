//! Central runs agree with the golden files to 1e-9, relative or absolute, whichever is larger.

use aftercast_engine::check;
use aftercast_engine::run::central::{SERIES, central};
use aftercast_scenario::json;
use serde_json::Value;

const TOLERANCE: f64 = 1e-9;

/// Largest deviation over all series and keys of a golden file.
fn deviation(text: &str) -> f64 {
    let golden: Value = serde_json::from_str(text).unwrap();
    let (draft, violations) = json::read(text);
    assert!(violations.is_empty(), "{violations}");
    let scenario = check(&draft).unwrap();
    let run =
        central(scenario.company(), scenario.today(), &scenario.central(), &scenario.policies()[0].levers).unwrap();
    let mut worst: f64 = 0.0;
    let mut compare = |what: &str, ours: f64, theirs: &Value| {
        let theirs = theirs.as_f64().unwrap();
        let error = (ours - theirs).abs() / theirs.abs().max(1.0);
        assert!(error <= TOLERANCE, "{} {what}: {ours} not {theirs}", scenario.name());
        worst = worst.max(error);
    };
    for (part, trajectory) in [("baseline", &run.baseline), ("policy_run", &run.policy)] {
        for (key, read) in SERIES {
            let theirs = golden[part][key].as_array().unwrap();
            assert_eq!(theirs.len(), trajectory.months.len());
            for (t, (month, value)) in trajectory.months.iter().zip(theirs).enumerate() {
                compare(&format!("{part}.{key}[{t}]"), read(month), value);
            }
        }
        compare(&format!("{part}.ltv"), trajectory.ending.lifetime.value, &golden[part]["ltv"]);
        compare(
            &format!("{part}.lifetime"),
            trajectory.ending.lifetime.months,
            &golden[part]["expected_lifetime_months"],
        );
    }
    let c = &run.comparison;
    for (key, ours) in [
        ("delta_cost", Some(c.delta_cost)),
        ("delta_revenue", Some(c.delta_revenue)),
        ("delta_contribution", Some(c.delta_contribution)),
        ("npv", Some(c.npv)),
        ("terminal_value", Some(c.terminal_value)),
        ("total_gain", Some(c.total_gain)),
        ("revenue_multiple", c.revenue_multiple),
        ("contribution_multiple", c.contribution_multiple),
        ("payback_month", c.payback_month.map(|m| m as f64)),
        ("delta_ltv", Some(c.delta_ltv)),
    ] {
        let theirs = &golden["comparison"][key];
        assert_eq!(ours.is_none(), theirs.is_null(), "{} {key}", scenario.name());
        if let Some(ours) = ours {
            compare(key, ours, theirs);
        }
    }
    worst
}

#[test]
fn every_golden_file() {
    let mut files = 0;
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden")).unwrap() {
        deviation(&std::fs::read_to_string(entry.unwrap().path()).unwrap());
        files += 1;
    }
    assert_eq!(files, 16);
}
