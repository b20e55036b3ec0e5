//! A stress test as JSON. A number that is not defined, or not within the horizon, is null.

use serde_json::{Map, Value, json};

use super::{StressOutcome, StressTest, alarms};
use crate::analysis::alerts::Alert;
use crate::run::report::{estimate, number};
use aftercast_scenario::Goal;

/// Every policy (today's first) under every stress (calm first), with the levels of the alerts.
pub fn report(test: &StressTest, names: &[&str], goal: &Goal, alerts: &[Alert]) -> Value {
    let futures = test.futures();
    let stresses = std::iter::once(None).chain((0..test.stresses().len()).map(Some));
    json!({
        "engine_version": crate::VERSION,
        "draws": futures.draws,
        "seed": futures.seed,
        "sampler": futures.sampler.name(),
        "events": futures.events.name(),
        "goal": { goal.name(): goal.bound() },
        "alerts": alerts.iter().map(|a| json!({
            "measure": a.measure.name(), "blue": a.blue, "yellow": a.yellow, "red": a.red,
        })).collect::<Vec<_>>(),
        "stresses": stresses.map(|stress| {
            let policies: Vec<Value> = std::iter::once("today")
                .chain(names.iter().copied())
                .enumerate()
                .filter_map(|(p, name)| Some(outcome(name, &test.outcome(stress, p, goal)?, alerts)))
                .collect();
            let spec = stress.map(|s| test.stresses()[s]);
            json!({
                "id": spec.map_or("calm", |s| s.id),
                "name": spec.map(|s| json!({ "en": s.name_en, "zh": s.name_zh })),
                "story": spec.map(|s| json!({ "en": s.story_en, "zh": s.story_zh })),
                "evidence": spec.map(|s| s.evidence),
                "occurs": spec.map(|s| s.start(&futures.company).is_some()),
                "policies": policies,
            })
        }).collect::<Vec<_>>(),
    })
}

fn outcome(name: &str, o: &StressOutcome, alerts: &[Alert]) -> Value {
    let levels = alarms(o, alerts);
    let alarms: Map<String, Value> =
        alerts.iter().zip(levels).map(|(a, level)| (a.measure.name().to_owned(), json!(level.name()))).collect();
    json!({
        "name": name,
        "start": o.start,
        "total_gain": estimate(o.total_gain),
        "total_gain_q05": estimate(o.total_gain_low),
        "npv": estimate(o.npv),
        "npv_q05": estimate(o.npv_low),
        "goal": estimate(o.goal),
        "chance_of_loss": o.chance_of_loss.map(estimate),
        "loss": estimate(o.loss),
        "loss_q95": estimate(o.loss_high),
        "loss_share": number(o.loss_share),
        "csi": estimate(o.csi),
        "cost_share": estimate(o.cost_share),
        "lowest_csi": { "value": o.lowest_csi.0, "month": o.lowest_csi.1 },
        "longest_wait": { "value": o.longest_wait.0, "month": o.longest_wait.1 },
        "recovery_months": o.recovery.map(number),
        "alerts": alarms,
        "csi_by_month": o.csi_path,
        "first_response_by_month": o.wait_path,
        "profit_by_month": o.profit_path,
    })
}
