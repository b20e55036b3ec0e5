//! The commands: the same bytes on any number of threads, and wrong input named.

use std::process::{Command, Output};

use serde_json::Value;

fn aftercast(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aftercast")).args(arguments).output().unwrap()
}

fn golden(name: &str) -> String {
    format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"))
}

/// The file a command writes on so many threads, and what it prints.
fn written(command: &[&str], threads: &str) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out.json");
    let mut all = command.to_vec();
    all.extend(["--threads", threads, "--json", file.to_str().unwrap()]);
    let output = aftercast(&all);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (std::fs::read_to_string(file).unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn frontier_writes_policies_that_a_scenario_takes() {
    let scenario = golden("hybrid_ai");
    let command = [
        "frontier",
        &scenario,
        "--levers",
        "customers_per_agent=2000..8000,ai_share,copilot",
        "--lock",
        "refund_days=3",
        "--aim",
        "csi",
        "--statistic",
        "q05",
        "--evaluations",
        "96",
        "--draws",
        "16",
    ];
    let one = written(&command, "1");
    assert_eq!(one, written(&command, "3"));
    let report: Value = serde_json::from_str(&one.0).unwrap();
    let frontier = report["frontier"].as_array().unwrap();
    assert!(!frontier.is_empty() && one.1.contains("quantile 0.05 of csi"));
    for point in frontier {
        let levers = point["levers"].as_object().unwrap();
        assert_eq!(levers["refund_days"], 3.0);
        let per_agent = levers["customers_per_agent"].as_f64().unwrap();
        assert!((2000.0..=8000.0).contains(&per_agent) && per_agent % 100.0 == 0.0);
        let text = serde_json::json!({ "policies": [{ "name": "opened", "levers": levers }] }).to_string();
        let (draft, violations) = aftercast_scenario::json::read(&text);
        assert!(violations.is_empty() && aftercast_engine::check(&draft).is_ok());
    }
}

#[test]
fn stress_and_convergence_print_and_write() {
    let scenario = golden("staffing_3000");
    let stress = ["stress", &scenario, "--draws", "32", "--alert", "lowest_csi=99,98,97"];
    let one = written(&stress, "1");
    assert_eq!(one, written(&stress, "2"));
    let report: Value = serde_json::from_str(&one.0).unwrap();
    let stresses = report["stresses"].as_array().unwrap();
    assert_eq!(stresses.len(), 7);
    for stress in stresses {
        for policy in stress["policies"].as_array().unwrap() {
            assert_eq!(policy["alerts"]["lowest_csi"], "red", "below 97 points everywhere");
        }
    }
    let convergence = ["convergence", &scenario, "--draws", "64", "--runs", "4", "--precision", "0.2", "--most", "256"];
    let one = written(&convergence, "1");
    assert_eq!(one, written(&convergence, "2"));
    assert!(one.1.contains("enough: "), "{}", one.1);
}

#[test]
fn what_is_wrong_is_said_with_exit_code_two() {
    let scenario = golden("hybrid_ai");
    for (arguments, said) in [
        (vec!["frontier", &scenario, "--levers", "charm"], "no such lever"),
        (vec!["frontier", &scenario, "--levers", "ai_share=0.5..2"], "allowed 0 to 1"),
        (vec!["frontier", &scenario, "--levers", "ai_share", "--lock", "refund_days=70"], "allowed 1 to 7"),
        (vec!["frontier", &scenario, "--levers", "ai_share", "--from", "nobody"], "expected one of today, hybrid_ai"),
        (vec!["frontier", &scenario, "--levers", "ai_share", "--statistic", "typical"], "mean, q05, cvar"),
        (vec!["stress", &scenario, "--stress", "rain"], "there are mass_defect"),
        (vec!["stress", &scenario, "--alert", "loss=0.3,0.2,0.4"], "in order"),
        (vec!["convergence", &scenario, "--precision", "0"], "above 0"),
    ] {
        let output = aftercast(&arguments);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {error}");
        assert!(error.contains(said), "{arguments:?}: {error}");
    }
}
