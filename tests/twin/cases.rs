//! `twin_cases FOLDER` writes the cases that the numpy twin is compared on: the golden files, random scenarios draw by draw (exact
//! queue; events at expected value or at the uniforms of the draw), and draws of the default company as a Monte Carlo run has them.
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a tool of the tests: what cannot be written ends it, and platform maths is good enough for dice"
)]

mod export;
mod random;
#[path = "../integration/random_firms.rs"]
mod random_firms;

use std::error::Error;
use std::path::{Path, PathBuf};

use aftercast_engine::check;
use aftercast_engine::model::outcomes::Comparison;
use aftercast_engine::model::queue::Exact;
use aftercast_engine::model::serious_events::Events;
use aftercast_engine::model::{EventSource, Firm, simulate};
use aftercast_engine::run::batch::{Engine, EventMode};
use aftercast_engine::run::central::{SERIES, Trajectory, central_baseline, compare};
use aftercast_engine::run::outcome::Outcome;
use aftercast_numerics::random::{Kind, uniform};
use aftercast_scenario::{AssumptionId, Draft, LeverId, Override, PolicyDraft, Scenario};
use random_firms::Dice;
use serde_json::{Map, Value, json};

/// Seeds of the scenarios, their largest firm, and whether their events are drawn.
const KINDS: [(std::ops::Range<u64>, f64, bool); 3] =
    [(0..240, 3e6, false), (1000..1080, 3e6, true), (2000..2030, 5e7, false)];
/// Draws of a random scenario: its central one, and others with their assumptions anywhere.
const DRAWS: u64 = 3;
/// Draws of the default company.
const HEADLINE_DRAWS: usize = 64;

/// Events at the uniforms of a draw, month by month, in a scalar run; without them at expected value.
struct AtUniforms(Option<Vec<[f64; 2]>>);

impl EventSource<f64> for AtUniforms {
    fn events(&mut self, t: usize, expected: Events<f64>) -> Events<f64> {
        match &self.0 {
            Some(uniforms) => expected.at_uniforms(uniforms[t][0], uniforms[t][1]),
            None => expected,
        }
    }
}

/// Uniforms of a draw: service events and crises of each month.
fn uniforms(seed: u64, draw: u64, months: usize) -> Vec<[f64; 2]> {
    (0..months as u32).map(|t| [Kind::SeriousEvent, Kind::Crisis].map(|kind| uniform(seed, draw, t, kind))).collect()
}

/// The central draw of a scenario as the engine computes it exactly.
fn draw(scenario: &Scenario, events: Option<Vec<[f64; 2]>>) -> Value {
    let a = scenario.central();
    let firm = Firm::new(scenario.company(), scenario.today());
    let base = central_baseline(&firm, &a).expect("the scenario has passed the checks");
    let run = |policy| {
        let mut months = Vec::new();
        let source = &mut AtUniforms(events.clone());
        let ending = simulate(&firm, &base, policy, source, &mut Exact, |_, m| months.push(*m));
        Trajectory { months, ending }
    };
    let (baseline, policy) = (run(None), run(Some(&scenario.policies()[0].levers)));
    json!({
        "assumptions": export::assumptions(&a),
        "uniforms": events,
        "baseline": trajectory(&baseline),
        "policy_run": trajectory(&policy),
        "comparison": comparison(&compare(&firm, &baseline, &policy)),
    })
}

/// A run in the shape of the golden files: series by month, and the lifetime it ends at.
fn trajectory(run: &Trajectory) -> Value {
    let mut map: Map<String, Value> = SERIES
        .iter()
        .map(|(key, read)| ((*key).to_owned(), run.months.iter().map(read).collect::<Vec<f64>>().into()))
        .collect();
    map.insert("ltv".into(), run.ending.lifetime.value.into());
    map.insert("expected_lifetime_months".into(), run.ending.lifetime.months.into());
    map.into()
}

/// A comparison in the shape of the golden files.
fn comparison(c: &Comparison) -> Value {
    json!({
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
    })
}

/// Random scenarios that pass the checks, one a line.
fn random() -> Result<String, Box<dyn Error>> {
    let mut lines = String::new();
    for (seeds, most_customers, sampled) in KINDS {
        for seed in seeds {
            let mut draft = random::draft(seed, most_customers);
            let Ok(scenario) = check(&draft) else { continue };
            let mut dice = Dice(seed ^ 0x5555_5555);
            let draws: Vec<Value> = (0..DRAWS)
                .filter_map(|i| {
                    if i > 0 {
                        for id in AssumptionId::ALL {
                            let value = random::assumption(&mut dice, id);
                            draft.assumptions.insert(id, Override::Known(value));
                        }
                    }
                    let scenario = check(&draft).ok()?;
                    let months = scenario.company().horizon();
                    Some(draw(&scenario, sampled.then(|| uniforms(seed, i, months))))
                })
                .collect();
            let mut case = export::firm(scenario.company(), scenario.today())?;
            case.insert("name".into(), seed.to_string().into());
            case.insert("policy".into(), export::levers(&scenario.policies()[0].levers));
            case.insert("draws".into(), draws.into());
            lines.push_str(&Value::from(case).to_string());
            lines.push('\n');
        }
    }
    Ok(lines)
}

/// The default company from 5 000 to 3 000 customers an agent, as a Monte Carlo run computes it: outcomes draw by draw, waits
/// interpolated, events sampled.
fn headline() -> Result<Value, Box<dyn Error>> {
    let mut draft = Draft::default();
    draft.settings.draws = HEADLINE_DRAWS as u64;
    let mut policy = PolicyDraft::default();
    policy.levers.insert(LeverId::CustomersPerAgent, 3000.0);
    draft.policies.push(policy);
    let scenario = check(&draft).map_err(|v| v.to_string())?;
    let futures = scenario.futures();
    assert_eq!(futures.events, EventMode::Sampled);
    let goal = scenario.policies()[0].levers;
    let months = scenario.company().horizon();
    let mut engine = Engine::new(futures.clone());
    let block = engine.run(Some(&goal), 0, HEADLINE_DRAWS).map_err(|e| format!("{e:?}"))?;
    let draws: Vec<Value> = (0..HEADLINE_DRAWS)
        .map(|i| {
            let outcomes: serde_json::Map<String, Value> = Outcome::ALL
                .iter()
                .map(|&o| (o.name().to_owned(), json!(block.values[o as usize * block.draws + i])))
                .collect();
            json!({
                "assumptions": export::assumptions(&engine.draw(i as u64)),
                "uniforms": uniforms(futures.seed, i as u64, months),
                "outcomes": outcomes,
            })
        })
        .collect();
    let mut case = export::firm(scenario.company(), scenario.today())?;
    case.insert("policy".into(), export::levers(&goal));
    case.insert("draws".into(), draws.into());
    Ok(case.into())
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: twin_cases FOLDER")?);
    std::fs::create_dir_all(&folder)?;
    let goldens = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden"));
    std::fs::write(folder.join("golden.json"), Value::Array(export::golden(goldens)?).to_string())?;
    std::fs::write(folder.join("random.jsonl"), random()?)?;
    std::fs::write(folder.join("headline.json"), headline()?.to_string())?;
    Ok(())
}
