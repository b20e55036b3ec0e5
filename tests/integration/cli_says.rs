//! What the command line refuses or remarks on, and that it says what, where and what to do.

use serde_json::{Value, json};

use super::folder::Folder;

fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
}

const FIRM: &str = r#"{"name": "N", "comment": "why", "currency": {"symbol": "€", "name": "EUR"}, "draws": 64, "seed": 7,
    "correlations": [{"pair": ["headroom", "delivery"], "rho": 0.3}], "sampler": "lhs", "events": "expected", "goal": {"npv_above": 5.0},
    "policies": [{"name": "today", "levers": {"vip_spend": 10.0}}, {"name": "B", "levers": {}}]}"#;

#[test]
fn checks_of_a_sound_scenario_end_well_and_say_what_is_not_judged() {
    let folder = Folder::new();
    folder.write("s.json", r#"{"assumptions": {"delivery": 0.5}}"#);
    let table = folder.printed("checks s.json");
    says(&table, &["127 of 128 checks hold; 1 are not judged", "not judged", "the value is fixed"]);
    let listed: Value = serde_json::from_str(&folder.printed("checks s.json --json")).unwrap();
    let row = listed["checks"].as_array().unwrap().iter().find(|row| row["id"] == "delivery_csi").unwrap().clone();
    assert_eq!((&row["holds"], &row["not_judged"]), (&Value::Null, &json!("the value is fixed")));
}

#[test]
fn work_that_takes_no_time_is_refused_with_both_names() {
    let folder = Folder::new();
    folder.write("s.json", r#"{"assumptions": {"simple_share": 0, "complex_handling": 0}}"#);
    folder.write(
        "r.json",
        r#"{"assumptions": {"simple_share": 0, "complex_handling": {"low": 0, "mode": 0, "high": 0}}}"#,
    );
    for file in ["s.json", "r.json"] {
        says(&folder.refused(&format!("central {file}")), &["simple_share", "complex_handling", "raise"]);
    }
    folder.write("one.json", r#"{"assumptions": {"simple_share": 0}}"#);
    folder.printed("central one.json");
    // a range from 0 on draws no 0
    folder.write(
        "range.json",
        r#"{"assumptions": {"simple_share": 0, "complex_handling": {"low": 0, "mode": 0, "high": 2}}}"#,
    );
    assert!(!folder.printed("run range.json --draws 64").contains("NaN"));
}

#[test]
fn three_times_a_decimal_number_is_that_decimal_number() {
    let folder = Folder::new();
    folder.write("s.json", r#"{"assumptions": {"acquisition_elasticity": 1.8}}"#);
    folder.printed("central s.json");
    folder.write("s.json", r#"{"assumptions": {"acquisition_elasticity": 1.81}}"#);
    says(&folder.refused("central s.json"), &["0 to 1.8 "]);
}

#[test]
fn a_score_names_rows_outside_the_forecast_and_is_in_the_units_of_its_heads() {
    let folder = Folder::new();
    folder.write("s.json", FIRM);
    folder.printed("forecast s.json --date 2026-11-30 --policy 2 --out f.json");
    folder.write("a.csv", "month,csi,repurchase,cost\n2026-12,70,0.55,1000000\n2020-01,3,.1,1\n");
    says(&folder.remarked("score f.json a.csv"), &["a.csv", "not scored", "2026-12 to 2029-11", "2020-01"]);
    let table = folder.printed("score f.json a.csv");
    says(&table, &["Total cost a month, EUR", "Repurchase a year, %"]);
    assert!(!table.contains("Service cost") && !table.contains("CNY"), "{table}");
    let scores: Value = serde_json::from_str(&folder.printed("score f.json a.csv --json")).unwrap();
    let share =
        scores.as_array().unwrap().iter().find(|s| s["figure"] == "repurchase").unwrap()["bias"].as_f64().unwrap();
    let line = table.lines().find(|line| line.starts_with("Repurchase")).unwrap();
    says(line, &[&format!("{:+.2}", 100.0 * share)[..4]]);
    folder.write("b.csv", "month,csi\n2020-01,3\n");
    says(&folder.refused("score f.json b.csv"), &["b.csv: nothing to score", "2020-01", "2026-12 to 2029-11"]);
}

#[test]
fn thresholds_are_in_the_order_and_range_of_their_measure_and_given_once() {
    let folder = Folder::new();
    folder.write("s.json", FIRM);
    says(&folder.refused("stress s.json --alert longest_wait=20,10,5"), &["longest_wait", "blue < yellow < red"]);
    says(&folder.refused("stress s.json --alert lowest_csi=60,63,66"), &["lowest_csi", "blue > yellow > red"]);
    says(&folder.refused("stress s.json --alert chance_of_loss=20,30,40"), &["0 to 1 as a share"]);
    let twice = folder.refused("stress s.json --alert loss=.1,.2,.3 --alert loss=.1,.2,.4");
    says(&twice, &["loss is given twice"]);
    says(&folder.refused("stress s.json --stress outage,outage"), &["outage", "twice"]);
}

#[test]
fn a_link_without_its_end_names_the_goal_in_force() {
    let folder = Folder::new();
    says(&folder.remarked("open v=1&p=base.1"), &["end of the link is missing", "goal used is npv_above 0"]);
    says(&folder.remarked("open v=1&p=base.1&g="), &["g=", "goal used is total_gain_above 0"]);
}

#[test]
fn a_central_run_keeps_what_the_scenario_said() {
    let folder = Folder::new();
    folder.write("s.json", FIRM);
    let printed = folder.printed("central s.json --policy 1");
    let (kept, given): (Value, Value) = (serde_json::from_str(&printed).unwrap(), serde_json::from_str(FIRM).unwrap());
    for key in ["name", "comment", "currency", "correlations", "draws", "seed", "sampler", "events", "goal"] {
        assert_eq!(kept[key], given[key], "{key}");
    }
    assert_eq!(kept["policies"], json!([given["policies"][0]]));
    folder.write("again.json", &printed);
    assert_eq!(folder.printed("central again.json"), printed);
}

#[test]
fn sums_are_in_the_currency_of_the_firm() {
    let folder = Folder::new();
    folder.write("s.json", FIRM);
    for command in [
        "run s.json",
        "stress s.json --stress outage",
        "checks s.json",
        "convergence s.json --draws 64 --runs 2 --most 64",
        "frontier s.json --evaluations 16 --draws 16 --levers vip_spend",
        "analyse s.json --what ranking",
        "analyse s.json --what information",
    ] {
        let printed = folder.printed(command);
        assert!(printed.contains("EUR") || printed.contains('€'), "{command}: {printed}");
        assert!(!printed.contains("CNY") && !printed.contains('¥'), "{command}: {printed}");
    }
}

#[test]
fn an_option_that_an_analysis_does_not_read_is_refused() {
    let folder = Folder::new();
    folder.write("s.json", FIRM);
    for (options, parts) in [
        ("tornado --values x.csv", ["--values", "--what rows"]),
        ("tornado --reach 5", ["--reach", "--what goal-seek"]),
        ("ranking --by agent_wage", ["--by", "--what goal-seek"]),
        ("spider --assumption delivery", ["--assumption", "--what scatter"]),
        ("tornado --with s.json", ["--with", "--what compare"]),
        ("sweep --points 1", ["--points 1", "2 to 1001"]),
        ("sweep --points 0", ["--points 0", "2 to 1001"]),
        ("sweep --lever vip_spend --lever ai_share --lever copilot", ["--lever copilot", "a grid two"]),
        ("goal-seek --reach nan", ["--reach", "give a number"]),
        ("goal-seek --reach inf", ["--reach", "give a number"]),
        ("record", ["aftercast forecast", "--date"]),
    ] {
        says(&folder.refused(&format!("analyse s.json --what {options}")), &parts);
    }
    let help = folder.printed("analyse --help");
    assert!(!help.contains("- record") && !help.contains("record:"), "{help}");
}

#[test]
fn a_policy_called_today_has_a_number_and_names_differ_in_what_is_seen() {
    let folder = Folder::new();
    folder.write("s.json", FIRM);
    says(&folder.remarked("central s.json --policy today"), &["today's policy", "--policy 1"]);
    says(&folder.remarked("analyse s.json --what tornado --draws 16 --policy today"), &["--policy 1"]);
    folder.write("twins.json", r#"{"policies": [{"name": "A"}, {"name": "A\u200b"}]}"#);
    says(&folder.refused("run twins.json"), &["policies[1].name", r"A\u{200b}", "rename"]);
}

#[test]
fn small_slips_are_named_with_what_to_do() {
    let folder = Folder::new();
    folder.write("goal.json", r#"{"goal": {"npv": 0}}"#);
    says(&folder.refused("run goal.json"), &["did you mean npv_above?"]);
    folder.write("null.json", r#"{"company": {"stated_costs": null}}"#);
    folder.printed("central null.json");
    folder.write("late.json", r#"{"goal": {"payback_within": 120}, "policies": [{"name": "A"}]}"#);
    says(&folder.remarked("central late.json"), &["payback_within 120", "36 months"]);
    says(&folder.refused("run none.json"), &["none.json", "check the name"]);
    says(&folder.printed("evidence --help"), &["figures of the report"]);
}

#[test]
fn of_costs_and_waits_less_is_better() {
    let folder = Folder::new();
    folder.write(
        "s.json",
        r#"{"draws": 64, "policies": [{"name": "Fast", "levers": {"customers_per_agent": 3000}}, {"name": "Slow", "levers": {"customers_per_agent": 6000}}]}"#,
    );
    let found = |what: &str| -> Value {
        folder.printed(&format!("analyse s.json --what {what} --json o.json"));
        serde_json::from_str(&std::fs::read_to_string(folder.0.path().join("o.json")).unwrap()).unwrap()
    };
    let ranked = |outcome: &str| found(&format!("ranking --outcome {outcome}"));
    let best = |found: &Value| {
        let options = found["options"].as_array().unwrap().clone();
        let often = |row: &Value| row["probability_best"]["value"].as_f64().unwrap();
        options.into_iter().max_by(|a, b| often(a).total_cmp(&often(b))).unwrap()
    };
    for (outcome, policy) in
        [("first_response", "Fast"), ("service_cost", "Slow"), ("total_cost", "Slow"), ("csi", "Fast")]
    {
        assert_eq!(best(&ranked(outcome))["policy"], policy, "{outcome}");
    }
    let waits = ranked("first_response");
    // minutes stay minutes, and the worst of them are the longest
    let (mean, worst) = (&best(&waits)["mean"]["value"], &best(&waits)["cvar_05"]["value"]);
    assert!(mean.as_f64().unwrap() > 0.0 && worst.as_f64() > mean.as_f64(), "{waits}");
    // what today costs more than today is nothing, without a sign
    let more = ranked("delta_cost").to_string();
    assert!(!more.contains("-0.0,") && !more.contains("-0.0}"), "{more}");
    let pairs = waits["dominance"].as_array().unwrap();
    let fast = pairs.iter().filter(|pair| pair["better"] == "Fast" && pair["order"] == "first").count();
    assert_eq!(fast, 2, "{waits}");
    let table = folder.printed("analyse s.json --what ranking --outcome first_response");
    says(
        &table,
        &[
            "A Fast is the best in 100 of 100 futures",
            "whatever limit you set, A Fast is at least as likely to stay within it",
        ],
    );
    let swept =
        folder.printed("analyse s.json --what sweep --lever customers_per_agent --outcome first_response --points 5");
    says(&swept, &["The smallest mean", "is at Customers per agent 1,500"]);
    // break-even against another policy, and what is chosen before more is known, look the same way
    let even = found("break-even --lever customers_per_agent --policy Slow --against today --outcome first_response");
    assert!(even.to_string().contains("\"met\":\"below\""), "{even}");
}
