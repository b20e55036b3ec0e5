//! What the rows say: the numbers of a run of the same policy, to the last bit.

use std::path::Path;

use aftercast_compute::request::{Priority, RunRequest};
use aftercast_compute::{schedule::JOB_DRAWS, threads};
use aftercast_engine::check;
use aftercast_engine::run::SamplingPlan;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::report;
use aftercast_engine::run::results::PolicyResults;
use aftercast_scenario::{AssumptionId, Draft, Goal, LeverId, PolicyDraft, Scenario};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

use super::{Columns, SweepFolder, read, read_all};

/// The same policies, asked of a run.
fn run(levers: &[Vec<(LeverId, f64)>], draws: u64, goal: Goal) -> (Scenario, Vec<PolicyResults>) {
    let mut draft = Draft { goal, ..Draft::default() };
    draft.settings.draws = draws;
    draft.settings.seed = 7;
    draft.policies = levers
        .iter()
        .enumerate()
        .map(|(i, levers)| PolicyDraft { name: i.to_string(), levers: levers.iter().copied().collect() })
        .collect();
    let scenario = check(&draft).unwrap();
    let policies = scenario.policies().iter().map(|p| p.levers).collect();
    let request = RunRequest {
        run: 0,
        futures: scenario.futures(),
        baseline: true,
        policies,
        draws: None,
        priority: Priority::Batch,
    };
    let mut results = vec![PolicyResults::new(scenario.company().horizon()); levers.len() + 1];
    threads::run(&request, 1, JOB_DRAWS, |policy, block| {
        results[policy.map_or(0, |p| p + 1)].append(&block).unwrap();
    })
    .unwrap();
    (scenario, results)
}

/// Compares a column with a number of the report: the same bits, or empty (infinite) where the report has none.
fn same(columns: &Columns, row: usize, name: &str, reported: &Value) {
    for (end, key) in [("", "value"), ("_error", "error")] {
        let ours = columns[&format!("{name}{end}")][row];
        match reported[key].as_f64() {
            Some(theirs) => assert_eq!(ours.to_bits(), theirs.to_bits(), "{name}{end} of row {row}"),
            None => assert!(!ours.is_finite(), "{name}{end} of row {row} is {ours}"),
        }
    }
}

/// Compares a row with the report of the same policy.
fn row_is_report(columns: &Columns, row: usize, report: &Value, comparison: bool) {
    const QUANTILES: [&str; 9] = ["q01", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "q99"];
    for outcome in Outcome::ALL {
        let summary = &report["outcomes"][outcome.name()];
        let compares = outcome.name().starts_with("delta_")
            || matches!(outcome, Outcome::TotalGain | Outcome::Npv | Outcome::TerminalValue | Outcome::PaybackMonth);
        if !comparison && compares {
            assert!(columns[&format!("{}_mean", outcome.name())][row].is_nan());
            continue;
        }
        same(columns, row, &format!("{}_mean", outcome.name()), &summary["mean"]);
        same(columns, row, &format!("{}_sd", outcome.name()), &summary["sd"]);
        for (quantile, reported) in QUANTILES.iter().zip(summary["quantiles"].as_array().unwrap()) {
            same(columns, row, &format!("{}_{quantile}", outcome.name()), reported);
        }
    }
    if comparison {
        same(columns, row, "goal_met", &report["goal"]);
        same(columns, row, "payback_month_never", &report["outcomes"]["payback_month"]["without_number"]);
        for name in ["revenue_multiple", "contribution_multiple", "roi"] {
            same(columns, row, name, &report[name]["ratio_of_means"]);
            same(columns, row, "saves_money", &report[name]["saves_money"]);
            for (quantile, reported) in QUANTILES.iter().zip(report[name]["quantiles"].as_array().unwrap()) {
                same(columns, row, &format!("{name}_{quantile}"), reported);
            }
        }
    }
}

#[test]
fn a_row_is_the_run_of_its_policy() {
    let sweep_folder = SweepFolder::new(
        "draws = 64\nseed = 7\n[scenario.goal]\npayback_within = 24\n[scenario.policy]\ncopilot = 0.5\n\
         [levers]\ncustomers_per_agent = [3000, 9000]\nai_share = { min = 0.3, max = 0.7, count = 3 }\n",
    );
    sweep_folder.done("out", &["--threads", "2"]);
    let columns = read_all(&sweep_folder.path("out/policies"));
    let mut policies = Vec::new();
    for agents in [3000.0, 9000.0] {
        for share in [0.3, 0.3 + (0.7 - 0.3) * 0.5, 0.7] {
            policies.push(vec![
                (LeverId::CustomersPerAgent, agents),
                (LeverId::AiShare, share),
                (LeverId::Copilot, 0.5),
            ]);
        }
    }
    let (scenario, results) = run(&policies, 64, Goal::PaybackWithin(24.0));
    let report = report::monte_carlo(&scenario, &results);
    assert_eq!(columns["policy_index"], [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
    for (row, policy) in scenario.policies().iter().enumerate() {
        row_is_report(&columns, row, &report["policies"][row + 1], true);
        for id in LeverId::ALL {
            assert_eq!(columns[id.name()][row], *policy.levers.get(id), "{}", id.name());
        }
    }
    // a policy that saves money in some draws ranks them above every number
    assert!(columns["revenue_multiple_q99"].contains(&f64::INFINITY));
    let baseline = read(&sweep_folder.path("out/baseline.parquet"));
    assert_eq!(baseline["policy_index"], [-1.0]);
    assert_eq!(baseline["customers_per_agent"], [5000.0]);
    assert!(baseline["goal_met"][0].is_nan() && baseline["roi"][0].is_nan());
    row_is_report(&baseline, 0, &report["policies"][0], false);
}

#[test]
fn more_draws_than_an_engine_keeps_are_the_same_draws() {
    let sweep_folder = SweepFolder::new("draws = 2080\nseed = 7\n[levers]\nrefund_days = [1, 2]\n");
    sweep_folder.done("out", &[]);
    let (scenario, results) =
        run(&[vec![(LeverId::RefundDays, 1.0)], vec![(LeverId::RefundDays, 2.0)]], 2080, Goal::default());
    let report = report::monte_carlo(&scenario, &results);
    let columns = read_all(&sweep_folder.path("out/policies"));
    row_is_report(&columns, 0, &report["policies"][1], true);
    row_is_report(&columns, 1, &report["policies"][2], true);
}

#[test]
fn kept_draws_are_those_of_the_run() {
    let sweep_folder = SweepFolder::new(
        "draws = 20\nseed = 7\nper_draw = true\noutcomes = [\"csi\", \"npv\", \"roi\"]\nquantiles = [0.5, 0.05]\n\
         part_policies = 2\n[levers]\nrefund_days = [1, 2, 3]\n",
    );
    sweep_folder.done("out", &[]);
    let draws = read_all(&sweep_folder.path("out/draws"));
    let levers: Vec<Vec<(LeverId, f64)>> = [1.0, 2.0, 3.0].map(|days| vec![(LeverId::RefundDays, days)]).to_vec();
    let (scenario, results) = run(&levers, 20, Goal::default());
    let names: Vec<&str> = draws.keys().map(String::as_str).collect();
    assert_eq!(names, ["csi", "draw", "npv", "policy_index"]);
    for outcome in [Outcome::Csi, Outcome::Npv] {
        let expected: Vec<f64> = results[1..].iter().flat_map(|r| r.outcome(outcome)).copied().collect();
        assert_eq!(draws[outcome.name()], expected);
    }
    assert_eq!(draws["draw"], (0..60).map(|i| f64::from(i % 20)).collect::<Vec<_>>());
    assert_eq!(draws["policy_index"], (0..60).map(|i| f64::from(i / 20)).collect::<Vec<_>>());
    let assumptions = read(&sweep_folder.path("out/assumptions.parquet"));
    let futures = scenario.futures();
    let plan = SamplingPlan::new(&futures.distributions, futures.sampler, futures.seed, futures.draws);
    for draw in 0..20 {
        for id in AssumptionId::ALL {
            assert_eq!(assumptions[id.name()][draw], *plan.draw(draw as u64).get(id), "{}", id.name());
        }
    }
    // only what was asked for
    let columns = read_all(&sweep_folder.path("out/policies"));
    let statistics: Vec<&str> = columns.keys().map(String::as_str).filter(|n| n.starts_with("csi")).collect();
    assert_eq!(
        statistics,
        [
            "csi_mean",
            "csi_mean_error",
            "csi_q05",
            "csi_q05_error",
            "csi_q50",
            "csi_q50_error",
            "csi_sd",
            "csi_sd_error"
        ]
    );
    assert!(!columns.contains_key("ltv_mean") && columns.contains_key("roi"));
}

#[test]
fn every_column_has_a_plain_type_a_plain_name_and_a_unit() {
    let sweep_folder = SweepFolder::new("draws = 16\nper_draw = true\n[levers]\nrefund_days = [1]\n");
    sweep_folder.done("out", &[]);
    for table in
        ["policies/part-000000.parquet", "draws/part-000000.parquet", "baseline.parquet", "assumptions.parquet"]
    {
        let path = sweep_folder.path("out").join(table);
        let builder = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(&path).unwrap()).unwrap();
        for field in builder.schema().fields() {
            let name = field.name();
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{name}");
            let whole = ["policy_index", "draw"].contains(&name.as_str());
            assert_eq!(field.data_type().to_string(), if whole { "Int64" } else { "Float64" }, "{name}");
            assert!(!field.metadata()["unit"].is_empty() && !field.metadata()["meaning"].is_empty(), "{name}");
        }
    }
}

#[test]
fn a_sobol_design_fills_the_ranges_and_its_seed_is_its_own() {
    let grid = "design = \"sobol\"\npolicies = 32\ndraws = 16\noutcomes = [\"csi\"]\n\
                [levers]\nai_share = { min = 0.2, max = 0.6 }\nramp_months = [0, 6, 12, 18]\n";
    let sweep_folder = SweepFolder::new(grid);
    sweep_folder.done("out", &[]);
    let columns = read_all(&sweep_folder.path("out/policies"));
    let mut cells = [0; 32];
    columns["ai_share"].iter().for_each(|x| cells[((x - 0.2) / 0.4 * 32.0) as usize] += 1);
    assert_eq!(cells, [1; 32]);
    for months in [0.0, 6.0, 12.0, 18.0] {
        assert_eq!(columns["ramp_months"].iter().filter(|m| **m == months).count(), 8);
    }
    let again = |text: String, out: &str| {
        std::fs::write(sweep_folder.path("grid.toml"), text).unwrap();
        sweep_folder.done(out, &[]);
        read_all(&sweep_folder.path(out).join("policies"))
    };
    assert_eq!(again(format!("seed = 9\n{grid}"), "draws")["ai_share"], columns["ai_share"]);
    assert_ne!(again(format!("design_seed = 2\n{grid}"), "design")["ai_share"], columns["ai_share"]);
}

#[test]
fn a_sobol_design_has_whole_months_each_as_often_as_any_other() {
    let grid = "design = \"sobol\"\npolicies = 48\ndraws = 16\noutcomes = [\"csi\"]\n\
                [levers]\nramp_months = { min = 1, max = 6 }\n";
    let sweep_folder = SweepFolder::new(grid);
    sweep_folder.done("out", &[]);
    let months = &read_all(&sweep_folder.path("out/policies"))["ramp_months"];
    for month in 1..=6 {
        let count = months.iter().filter(|m| **m == f64::from(month)).count();
        assert!((7..=9).contains(&count), "{month}: {count} of {months:?}");
    }
}

#[test]
fn a_scenario_may_be_a_file_or_a_table() {
    let scenario = r#"{ "company": { "csi": 70 }, "policies": [{ "name": "a", "levers": { "copilot": 1 } }] }"#;
    let sweep_folder = SweepFolder::new("draws = 16\nscenario = \"firm.json\"\n[levers]\nrefund_days = [2]\n");
    std::fs::write(sweep_folder.path("firm.json"), scenario).unwrap();
    sweep_folder.done("file", &[]);
    let table =
        "draws = 16\n[scenario.company]\ncsi = 70\n[scenario.policy]\ncopilot = 1\n[levers]\nrefund_days = [2]\n";
    std::fs::write(sweep_folder.path("grid.toml"), table).unwrap();
    sweep_folder.done("table", &[]);
    let (file, table) = (read_all(&sweep_folder.path("file/policies")), read_all(&sweep_folder.path("table/policies")));
    assert_eq!(format!("{file:?}"), format!("{table:?}"));
    assert_eq!(file["copilot"], [1.0]);
}

#[test]
fn the_examples_stand_beside_each_other() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/staff_and_ai.toml")).unwrap();
    let plan = aftercast_sweep::Plan::read(&text, Path::new("examples"), None).unwrap();
    assert_eq!(plan.design().policies(), 512);
}
