//! Central runs agree with the golden files to 1e-9.
use aftercast::engine::run::central::{SERIES, central};
use aftercast::engine::scenario::*;
use serde_json::Value;

fn merge(base: &mut Value, over: &Value) {
    match (base, over) {
        (Value::Object(b), Value::Object(o)) => {
            for (k, v) in o {
                merge(b.entry(k.clone()).or_insert(Value::Null), v);
            }
        }
        (b, o) => *b = o.clone(),
    }
}

#[test]
fn goldens() {
    let mut worst: f64 = 0.0;
    for f in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden")).unwrap() {
        let d: Value = serde_json::from_str(&std::fs::read_to_string(f.unwrap().path()).unwrap()).unwrap();
        let name = d["name"].as_str().unwrap();
        let mut c = serde_json::to_value(Company::default()).unwrap();
        merge(&mut c, &d["company"]);
        let company: Company = serde_json::from_value(c).unwrap();
        let mut today = Levers::default_today();
        for (k, v) in d["today"].as_object().unwrap() {
            *today.get_mut(LeverId::from_name(k).unwrap()) = v.as_f64().unwrap();
        }
        let mut goal = today;
        for (k, v) in d["policy"].as_object().unwrap() {
            *goal.get_mut(LeverId::from_name(k).unwrap()) = v.as_f64().unwrap();
        }
        let mut a = Assumptions::from_fn(|id| id.spec().distribution.central());
        for (k, v) in d["assumptions"].as_object().unwrap() {
            *a.get_mut(AssumptionId::from_name(k).unwrap()) = v.as_f64().unwrap();
        }
        let run = central(&company, &today, &a, &goal).unwrap();
        let mut check = |what: String, ours: f64, theirs: f64| {
            let error = (ours - theirs).abs() / theirs.abs().max(1.0);
            if error > 1e-9 { eprintln!("{name} {what}: {ours} not {theirs}"); }
            worst = worst.max(error);
        };
        for (part, t) in [("baseline", &run.baseline), ("policy_run", &run.policy)] {
            for (key, read) in SERIES {
                let theirs = d[part][key].as_array().unwrap();
                assert_eq!(theirs.len(), t.months.len());
                for (i, (m, v)) in t.months.iter().zip(theirs).enumerate() {
                    check(format!("{part}.{key}[{i}]"), read(m), v.as_f64().unwrap());
                }
            }
            check(format!("{part}.ltv"), t.lifetime.value, d[part]["ltv"].as_f64().unwrap());
            check(format!("{part}.life"), t.lifetime.months, d[part]["expected_lifetime_months"].as_f64().unwrap());
        }
        let k = &run.comparison;
        let c = &d["comparison"];
        for (key, ours) in [("delta_cost", Some(k.delta_cost)), ("delta_revenue", Some(k.delta_revenue)), ("delta_contribution", Some(k.delta_contribution)), ("npv", Some(k.npv)),
            ("revenue_multiple", k.revenue_multiple), ("contribution_multiple", k.contribution_multiple), ("payback_month", k.payback_month.map(|m| m as f64)), ("delta_ltv", Some(k.delta_ltv))] {
            assert_eq!(ours.is_some(), c[key].as_f64().is_some(), "{name} {key}");
            if let Some(o) = ours { check(key.into(), o, c[key].as_f64().unwrap()); }
        }
    }
    eprintln!("worst {worst:e}");
    assert!(worst < 1e-9);
}
