//! What one command says is what another says of the same: files that are read, options that are obeyed or refused, names that stay apart.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::folder::Folder;

const STAFF: &str = r#"{ "policies": [{ "name": "Staff", "levers": { "customers_per_agent": 3000 } },
    { "name": "Machines", "levers": { "ai_share": 0.7 } }], "draws": 64 }"#;

#[test]
fn the_report_and_the_checks_are_those_of_the_file_in_both_commands() {
    let folder = Folder::new();
    let own = folder.file(
        "own.json",
        r#"{ "company": { "csi": 62, "customers": 250000 }, "assumptions": { "ticket_cost": 20, "causal_share": 0.3 } }"#,
    );
    let out = folder.path("out.json");
    let parsed = |arguments: &[&str]| serde_json::from_str::<Value>(&folder.printed(arguments)).unwrap();
    let report = parsed(&["evidence", "--check", &own, "--json"]);
    let checks = parsed(&["checks", &own, "--json"])["checks"].take();
    for (what, key, twin) in [("survey", "survey", report), ("behaviour", "checks", checks)] {
        let table = folder.printed(&["analyse", &own, "--what", what, "--json", &out]);
        let found = folder.json("out.json")[key].take();
        let plain = |rows: &Value| {
            let rows = rows.as_array().unwrap().iter().cloned().map(|mut row| {
                // where the extreme was is told by the twin alone
                row.as_object_mut().unwrap().remove("place");
                row
            });
            rows.collect::<Vec<_>>()
        };
        assert_eq!(plain(&found), plain(&twin), "{what}");
        let sample = folder.file("sample.json", "{}");
        assert_ne!(table, folder.printed(&["analyse", &sample, "--what", what]), "{what} is of the file");
    }
}

#[test]
fn a_range_that_says_nothing_of_most_futures_says_of_how_many() {
    let folder = Folder::new();
    let rows: Value = serde_json::from_str(&folder.printed(&["evidence", "--check", "--json"])).unwrap();
    let is_partly = |row: &&Value| row["defined"].as_f64().is_some_and(|share| share < 1.0);
    let partly = rows.as_array().unwrap().iter().filter(is_partly).count();
    assert!(partly > 0 && folder.printed(&["evidence", "--check"]).matches(" of 100 ").count() >= partly);
}

#[test]
fn a_link_that_leads_nowhere_is_not_replaced() {
    let folder = Folder::new();
    let scenario = folder.file("s.json", STAFF);
    let link = folder.path("latest.json");
    #[cfg(unix)]
    std::os::unix::fs::symlink("results/latest.json", &link).unwrap();
    #[cfg(unix)]
    for option in ["--json", "--per-draw"] {
        let told = folder.refused(&["run", &scenario, "--draws", "16", option, &link]);
        assert!(told.contains("leads to no file"), "{told}");
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}

#[test]
fn a_document_beside_itself_differs_in_nothing_whatever_the_draws() {
    let folder = Folder::new();
    let scenario = folder.file("s.json", STAFF);
    let (out, options) = (folder.path("out.json"), ["--draws", "32", "--seed", "7", "--events", "expected"]);
    let arguments =
        [&["analyse", &scenario, "--what", "compare", "--with", &scenario, "--json", &out], &options[..]].concat();
    folder.printed(&arguments);
    let text = folder.json("out.json").to_string();
    let zero = differences(&text);
    assert!(!zero.is_empty() && zero.iter().all(|x| *x == 0.0), "{text}");
}

#[test]
fn other_draws_are_a_difference_that_is_told() {
    let folder = Folder::new();
    let scenario = folder.file("s.json", STAFF);
    let other = folder.file("o.json", STAFF.replace("64", "128"));
    let told = folder.printed(&["analyse", &scenario, "--what", "compare", "--with", &other]);
    assert!(told.contains("1 input differs") && told.contains("128"), "{told}");
}

/// The values of every difference in a report.
fn differences(text: &str) -> Vec<f64> {
    let value: Value = serde_json::from_str(text).unwrap();
    let rows = value["policies"].as_array().cloned().unwrap_or_default();
    rows.iter().filter_map(|row| row["difference"]["value"].as_f64()).collect()
}

#[test]
fn an_option_that_a_section_does_not_read_is_refused() {
    let folder = Folder::new();
    let scenario = folder.file("s.json", STAFF);
    for (what, option, value) in [
        ("break-even", "--outcome", "csi"),
        ("stress", "--outcome", "csi"),
        ("correlations", "--outcome", "csi"),
        ("ranking", "--against", "2"),
        ("percentiles", "--against", "2"),
        ("goal-seek", "--against", "2"),
        ("ranking", "--policy", "2"),
        ("survey", "--policy", "2"),
        ("survey", "--draws", "64"),
        ("behaviour", "--draws", "64"),
        ("behaviour", "--seed", "7"),
        ("behaviour", "--events", "expected"),
        ("spider", "--seed", "7"),
        ("frontier", "--draws", "64"),
        ("information", "--events", "sampled"),
    ] {
        let told = folder.refused(&["analyse", &scenario, "--what", what, option, value]);
        assert!(told.contains(option) && told.contains("does not read it"), "{what}: {told}");
    }
    // against another policy break-even looks at any outcome
    folder.printed(&[
        "analyse",
        &scenario,
        "--what",
        "break-even",
        "--against",
        "2",
        "--outcome",
        "csi",
        "--draws",
        "16",
    ]);
}

#[test]
fn goal_seek_tells_a_jump_from_a_value_that_reaches_it() {
    let folder = Folder::new();
    let scenario = folder.file(
        "s.json",
        r#"{ "policies": [{ "name": "Staff", "levers": { "customers_per_agent": 4000 } }], "draws": 64 }"#,
    );
    let out = folder.path("out.json");
    let lines = folder.printed(&["analyse", &scenario, "--what", "goal-seek", "--chance", "0.5", "--json", &out]);
    let found = folder.json("out.json");
    for (value, statistic) in
        found["reached"].as_array().unwrap().iter().map(|p| (&p["value"], &p["statistic"]["value"]))
    {
        assert!((statistic.as_f64().unwrap() - 0.5).abs() < 0.2, "{value}: {statistic}");
    }
    for ends in found["jumps"].as_array().unwrap() {
        let [below, above] = [0, 1].map(|k| ends[k]["statistic"]["value"].as_f64().unwrap() - 0.5);
        assert!(below * above <= 0.0 && lines.contains("jumps over"), "{lines}");
    }
    let told =
        folder.refused(&["analyse", &scenario, "--what", "goal-seek", "--outcome", "payback_month", "--reach", "24"]);
    assert!(told.contains("--outcome"), "{told}");
}

#[test]
fn a_frontier_tells_what_is_locked_and_starts_where_today_is() {
    let folder = Folder::new();
    let own =
        folder.file("own.json", r#"{ "today": { "customers_per_agent": 4567, "ai_share": 0.333 }, "draws": 64 }"#);
    let out = folder.path("out.json");
    let quick = ["--evaluations", "40", "--draws", "32"];
    folder.printed(&[&["frontier", &own, "--levers", "headline", "--json", &out], &quick[..]].concat());
    let beside = &folder.json("out.json")["beside"][0];
    assert_eq!(
        (beside["name"].as_str(), beside["aim"]["value"].as_f64().or(beside["aim"].as_f64())),
        (Some("start"), Some(0.0)),
        "{beside}"
    );
    let lock = |value: &str| {
        [&["frontier", &own, "--levers", "customers_per_agent", "--lock", value], &quick[..]].concat().join(" ")
    };
    let table = folder.printed(&lock("companion=0.5").split(' ').collect::<Vec<_>>());
    assert!(table.contains("companion 0.5"), "{table}");
    for (arguments, said) in [
        (lock("ramp_months=3.5"), "whole numbers"),
        (lock("ai_share=0.5") + " --lock ai_share=0.6", "locked twice"),
        (format!("frontier {own} --levers headline=0.3..0.8"), "a range belongs to one lever"),
        (format!("frontier {own} --levers headline --statistic q5"), "two or more"),
        (format!("frontier {own} --levers headline --statistic cvar100"), "two or more"),
    ] {
        let told = folder.refused(&arguments.split(' ').collect::<Vec<_>>());
        assert!(told.contains(said), "{told}");
    }
}

#[test]
fn no_error_is_printed_that_is_no_number() {
    let folder = Folder::new();
    // of sixteen draws one of the eight replicates has no multiple
    let policies = r#"[{ "name": "A", "levers": { "quality_loop": 0.2 } }]"#;
    let scenario = folder.file("s.json", format!(r#"{{ "policies": {policies}, "draws": 16, "seed": 1 }}"#));
    let table = folder.printed(&["run", &scenario]);
    assert!(table.contains("1 : 11.69") && !table.contains("NaN"), "{table}");
}

#[test]
fn names_that_look_the_same_are_one_name_and_columns_stay_apart() {
    let folder = Folder::new();
    let two = |a: &str, b: &str| {
        let name = |text: &str| Value::from(text).to_string();
        let policies = format!(r#"[{{ "name": {} }}, {{ "name": {} }}]"#, name(a), name(b));
        folder.file("s.json", format!(r#"{{ "policies": {policies}, "draws": 16 }}"#))
    };
    for (a, b) in [
        ("a b", "a\u{a0}b"),
        ("a b", "a  b"),
        ("a b", "a\nb"),
        ("ab", "a\u{34f}b"),
        ("ab", "a\u{3164}b"),
        ("ab", "a\u{e0041}b"),
    ] {
        let told = folder.refused(&["run", &two(a, b)]);
        assert!(told.contains("a name of its own"), "{told}");
    }
    let rows = folder.path("rows.csv");
    folder.printed(&["run", &two("=x", "'=x"), "--per-draw", &rows]);
    let head = std::fs::read_to_string(Path::new(&rows)).unwrap();
    let columns: Vec<&str> = head.lines().next().unwrap().split(',').collect();
    let own: std::collections::BTreeSet<&&str> = columns.iter().collect();
    assert_eq!(own.len(), columns.len(), "{columns:?}");
    // what a name holds does not break a line of what is told
    let told = folder.refused(&["analyse", &two("a\nb", "c"), "--what", "tornado", "--policy", "99"]);
    assert_eq!(told.trim_end().lines().count(), 1, "{told}");
}

#[test]
fn nothing_is_lost_where_nothing_happens() {
    let folder = Folder::new();
    let poor = folder.file(
        "s.json",
        r#"{ "company": { "customers": 5000 }, "policies": [{ "name": "Upfront", "levers": { "upfront_budget": 100000000 } }], "draws": 16 }"#,
    );
    let table = folder.printed(&["stress", &poor]);
    let calm: String = table.split("\n\n").find(|part| part.starts_with("calm")).unwrap().to_owned();
    assert!(calm.contains("red chance_of_loss") && !calm.contains("red loss"), "{calm}");
}

#[test]
fn a_link_in_utf_16_opens_from_standard_input() {
    let folder = Folder::new();
    let scenario = folder.file("s.json", STAFF);
    let link = folder.printed(&["link", &scenario]);
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(link.encode_utf16().flat_map(u16::to_le_bytes));
    let mut child = Command::new(env!("CARGO_BIN_EXE_aftercast"))
        .args(["open", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), &bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("\"Machines\""));
}

#[test]
fn two_currencies_are_not_set_against_each_other() {
    let folder = Folder::new();
    let own = folder.file("own.json", STAFF);
    let text =
        STAFF.replacen('{', r#"{ "currency": { "symbol": "€", "name": "EUR" }, "goal": { "csi_at_least": 72 }, "#, 1);
    let other = folder.file("other.json", &text);
    for (here, there, symbol) in [(&own, &other, '¥'), (&other, &own, '€')] {
        let told = folder.printed(&["analyse", here, "--what", "compare", "--with", there, "--draws", "64"]);
        assert!(told.contains("Nothing is converted") && told.contains("€ EUR") && told.contains("¥ CNY"), "{told}");
        assert!(told.contains("Goal") && told.contains("72"), "{told}");
        // each column in its own currency, and no difference between them
        let row = told.lines().find(|line| line.starts_with("A ")).unwrap();
        let sums: Vec<char> = row.chars().filter(|c| ['¥', '€'].contains(c)).collect();
        assert_eq!(sums[0], symbol, "{row}");
        assert!(sums.contains(&'¥') && sums.contains(&'€') && row.trim_end().ends_with('–'), "{row}");
    }
    // what is no sum is compared as ever
    let told =
        folder.printed(&["analyse", &own, "--what", "compare", "--with", &other, "--outcome", "csi", "--draws", "64"]);
    assert!(!told.contains("Nothing is converted"), "{told}");
}

#[test]
fn the_documents_own_draws_are_judged() {
    let folder = Folder::new();
    let scenario = folder.file("s.json", STAFF);
    let told = folder.printed(&["analyse", &scenario, "--what", "convergence"]);
    assert!(told.contains("not enough: the 64 draws of this document"), "{told}");
}

#[test]
fn sums_of_a_small_firm_are_told_in_thousands() {
    let folder = Folder::new();
    let scenario = folder.file("s.json", STAFF.replacen('{', r#"{ "company": { "customers": 1000 }, "#, 1));
    for command in
        [vec!["run", &scenario, "--draws", "64"], vec!["analyse", &scenario, "--what", "information", "--draws", "64"]]
    {
        let told = folder.printed(&command);
        assert!(told.contains("K CNY") || told.contains("thousand CNY"), "{told}");
        assert!(!told.contains("-0.0 ") && !told.contains("million"), "{told}");
    }
}

#[test]
fn dust_of_rounding_is_no_money() {
    let folder = Folder::new();
    let scenario =
        folder.file("s.json", r#"{ "policies": [{ "name": "Upfront", "levers": { "upfront_budget": 5000000 } }] }"#);
    for what in ["structural", "percentiles"] {
        let told = folder.printed(&["analyse", &scenario, "--what", what, "--draws", "64"]);
        assert!(!told.contains("0.000000"), "{told}");
    }
}

#[test]
fn what_is_wrong_with_a_file_is_told_with_what_is_known() {
    let folder = Folder::new();
    for (text, said) in [
        ("", "the file is empty"),
        (r#"{ "goal": { "z": 1 } }"#, "known are"),
        (r#"{ "seed": -1 }"#, "such as 42"),
        (r#"{ "company": { "season": [1] } }"#, "[1]"),
    ] {
        let scenario = folder.file("s.json", text);
        let told = folder.refused(&["run", &scenario]);
        assert!(told.contains(said), "{text}: {told}");
    }
}
