//! Guard rails of the search, by library and command line.

use std::process::Command;

use serde_json::Value;

fn frontier(folder: &std::path::Path, more: &[&str]) -> (String, Value) {
    let scenario = folder.join("s.json");
    let text = r#"{ "name": "small", "company": { "customers": 20000 }, "draws": 64, "policies": [
        { "name": "thin desk", "levers": { "customers_per_agent": 10000 } } ] }"#;
    std::fs::write(&scenario, text).unwrap();
    let file = folder.join("f.json");
    let mut all = vec!["frontier", scenario.to_str().unwrap(), "--levers", "customers_per_agent,ai_share,ai_accuracy"];
    all.extend(["--evaluations", "64", "--draws", "16", "--json", file.to_str().unwrap()]);
    all.extend(more);
    let output = Command::new(env!("CARGO_BIN_EXE_aftercast")).args(&all).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let json = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    (String::from_utf8(output.stdout).unwrap(), json)
}

#[test]
fn rails_are_on_by_default_settable_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let (text, json) = frontier(folder.path(), &[]);
    assert!(text.contains("Guard rails: satisfaction not under today's") && text.contains("not moved"), "{text}");
    assert_eq!(json["guards"]["held"][0], "ai_share");
    let today = json["today"]["csi"]["value"].as_f64().unwrap();
    for point in json["frontier"].as_array().unwrap() {
        assert!(point["csi"]["value"].as_f64().unwrap() >= today - 1e-9);
        let per_agent = point["levers"]["customers_per_agent"].as_f64().unwrap();
        assert!((3000.0..=5000.0).contains(&per_agent), "{per_agent}");
        assert_eq!(point["outside_the_evidence"], Value::Array(Vec::new()));
        assert_eq!(point["breaks"], Value::Array(Vec::new()));
    }
    // the policy beside it is told for what it is
    let thin = json["beside"].as_array().unwrap().iter().find(|b| b["name"] == "thin desk").unwrap();
    assert_eq!(thin["breaks"].as_array().unwrap().len(), 2, "{thin}");
    let off = ["--allow-lower-csi", "--most-abandoned", "none", "--beyond-evidence"];
    let (text, json) = frontier(folder.path(), &off);
    assert!(text.contains("No guard rails"), "{text}");
    let points = json["frontier"].as_array().unwrap();
    assert!(points.iter().any(|p| !p["outside_the_evidence"].as_array().unwrap().is_empty()));
}

#[test]
fn a_step_of_the_command_line_stays_on_the_frontier() {
    let folder = tempfile::tempdir().unwrap();
    let (text, json) = frontier(folder.path(), &[]);
    let points = json["frontier"].as_array().unwrap();
    let cost = |p: &Value| p["cost_share"]["value"].as_f64().unwrap();
    let end = points.last().map(cost).unwrap();
    for p in points {
        let step = &p["more_spending_buys"];
        let Some(width) = step["points_of_revenue"].as_f64() else { continue };
        assert!(width <= 100.0 * (end - cost(p)) + 1e-9 && width <= 1.0 + 1e-9, "{step}");
    }
    assert!(text.contains("more spending buys (95%)") && !text.contains("one more point"), "{text}");
}

#[test]
fn a_short_search_has_at_least_the_policy_it_started_from() {
    let folder = tempfile::tempdir().unwrap();
    let (_, json) = frontier(folder.path(), &["--beyond-evidence"]);
    let points = json["frontier"].as_array().unwrap();
    assert!(!points.is_empty());
    let today = json["today"]["csi"]["value"].as_f64().unwrap();
    assert!(points.iter().all(|p| p["csi"]["value"].as_f64().unwrap() >= today - 1e-9));
}

#[test]
fn a_run_says_where_a_policy_leaves_the_evidence() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = folder.path().join("s.json");
    let text = r#"{ "name": "t", "draws": 64, "policies": [
        { "name": "thin desk", "levers": { "customers_per_agent": 10000 } },
        { "name": "robots", "levers": { "ai_share": 0.9 } },
        { "name": "staffed", "levers": { "customers_per_agent": 3000 } } ] }"#;
    std::fs::write(&scenario, text).unwrap();
    let file = folder.path().join("r.json");
    let arguments = ["run", scenario.to_str().unwrap(), "--json", file.to_str().unwrap()];
    let output = Command::new(env!("CARGO_BIN_EXE_aftercast")).args(arguments).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("thin desk: customers_per_agent 10000 is beyond the report's figures (3000 to 5000)"),
        "{text}"
    );
    assert!(text.contains("satisfaction falls from") && text.contains("contacts give up"), "{text}");
    assert!(text.contains("robots: the report has no figures for such values of ai_share"), "{text}");
    assert!(!text.contains("staffed:"), "{text}");
    // one name a statistic
    assert!(text.contains("total gain (median), M CNY") && text.contains("mean total gain, M CNY"), "{text}");
    assert!(text.contains("the first response weighted by contacts"), "{text}");
    let json: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(json["policies"][1]["outside_the_evidence"][0]["standing"], "beyond");
    assert_eq!(json["policies"][2]["outside_the_evidence"][0]["standing"], "no_figures");
    assert_eq!(json["policies"][3]["outside_the_evidence"], Value::Array(Vec::new()));
}
