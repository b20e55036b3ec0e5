//! The command line as a user meets it: the built program, its output, its files, its exit codes.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::folder::Folder;
use aftercast_engine::run::instructions::InstructionSet;
use aftercast_engine::run::outcome::Outcome;
use aftercast_scenario::{AssumptionId, LeverId};
use serde_json::{Value, json};

pub(crate) fn aftercast(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aftercast")).args(arguments).stdin(Stdio::null()).output().unwrap()
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Standard output of a command that succeeds.
pub(crate) fn success(arguments: &[&str]) -> String {
    let output = aftercast(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// Standard error of a command whose input is wrong; nothing else is printed.
pub(crate) fn refused(arguments: &[&str]) -> String {
    let output = aftercast(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "", "{arguments:?}");
    assert!(!output.stderr.is_empty(), "{arguments:?}");
    text(&output.stderr)
}

pub(crate) fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

pub(crate) fn goldens() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(golden("")).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files
}

pub(crate) const TWO: &str = r#"{"name": "two", "policies": [{"name": "People", "levers": {"customers_per_agent": 3000}},
    {"name": "AI, hybrid", "levers": {"ai_share": 0.7, "ai_accuracy": 0.85, "copilot": 1}}], "draws": 128}"#;

/// Equal but for numbers that differ by less than 1e-9, relative or absolute; keys in the same order.
fn agree(path: &str, ours: &Value, theirs: &Value) {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = |m: &serde_json::Map<String, Value>| {
                let mut k: Vec<String> = m.keys().cloned().collect();
                k.sort();
                k
            };
            assert_eq!(keys(a), keys(b), "{path}");
            a.iter().for_each(|(k, v)| agree(&format!("{path}.{k}"), v, &b[k]));
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{path}");
            a.iter().zip(b).enumerate().for_each(|(i, (x, y))| agree(&format!("{path}[{i}]"), x, y));
        }
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{path}: {a} {b}");
        }
        _ => assert_eq!(ours, theirs, "{path}"),
    }
}

#[test]
fn central_prints_a_golden_file() {
    for path in goldens() {
        let theirs: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let printed = success(&["central", path.to_str().unwrap()]);
        agree("", &serde_json::from_str(&printed).unwrap(), &theirs);
    }
}

#[test]
fn central_prints_a_scenario_again() {
    let folder = Folder::new();
    let first = success(&["central", golden("own_today.json").to_str().unwrap()]);
    let again = folder.file("again.json", &first);
    assert_eq!(success(&["central", &again]), first);
}

#[test]
fn central_takes_the_named_policy() {
    let folder = Folder::new();
    let file = folder.file("two.json", TWO);
    let npv = |arguments: &[&str]| -> f64 {
        serde_json::from_str::<Value>(&success(arguments)).unwrap()["comparison"]["npv"].as_f64().unwrap()
    };
    let (first, hybrid) = (npv(&["central", &file]), npv(&["central", &file, "--policy", "AI, hybrid"]));
    let reference: Value = serde_json::from_str(&std::fs::read_to_string(golden("hybrid_ai.json")).unwrap()).unwrap();
    assert!((hybrid / reference["comparison"]["npv"].as_f64().unwrap() - 1.0).abs() < 1e-9);
    assert_eq!(first, npv(&["central", &file, "--policy", "People"]));
    assert!(text(&aftercast(&["central", &file]).stderr).contains("--policy NAME"));
    assert!(refused(&["central", &file, "--policy", "None"]).contains("People"));
    // no policy at all: today against itself
    let empty = folder.file("empty.json", "{}");
    assert_eq!(npv(&["central", &empty]), 0.0);
}

#[test]
fn no_name_in_a_table_is_taken_for_another() {
    let folder = Folder::new();
    let names = ["today", "=1+1", "a\u{202e}b\u{200b}"];
    let policies: Vec<String> =
        names.iter().map(|name| format!("{{\"name\":{name:?},\"levers\":{{\"customers_per_agent\":3000}}}}")).collect();
    let json = format!(
        "{{\"draws\":16,\"policies\":[{}]}}",
        policies.join(",").replace("\\u{202e}", "\\u202e").replace("\\u{200b}", "\\u200b")
    );
    let file = folder.file("names.json", json);
    let rows = folder.path("rows.csv");
    let table = success(&["run", &file, "--per-draw", &rows]);
    assert!(
        table.contains("\"today\" (policy 1)") && table.contains("\nab ") && !table.contains('\u{202e}'),
        "{table}"
    );
    let head = std::fs::read_to_string(rows).unwrap().lines().next().unwrap().to_owned();
    assert!(head.contains(",'=1+1.npv,") && head.contains(",ab.npv,"), "{head}");
    // today is today's, and the policy of that name has a number
    let rows = folder.file("values.csv", "causal_share\n0.5\n");
    let analysed = success(&["analyse", &file, "--what", "rows", "--values", &rows]);
    assert!(analysed.starts_with("today,\"\"\"today\"\" (policy 1)\",'=1+1,ab\n"), "{analysed}");
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let folder = Folder::new();
    let file = folder.file("two.json", TWO);
    let run = |threads: &str| {
        let (report, rows) = (folder.path("report.json"), folder.path("rows.csv"));
        let printed =
            success(&["run", &file, "--draws", "300", "--threads", threads, "--json", &report, "--per-draw", &rows]);
        (printed, std::fs::read(report).unwrap(), std::fs::read(rows).unwrap())
    };
    let one = run("1");
    assert_eq!(run("2"), one);
    assert_eq!(run("7"), one);
    assert_eq!(folder.names(), ["report.json", "rows.csv", "two.json"]);
}

#[test]
fn options_win_over_the_file() {
    let folder = Folder::new();
    let file = folder.file("two.json", TWO);
    let out = folder.path("out.json");
    success(&[
        "run",
        &file,
        "--draws",
        "64",
        "--seed",
        "7",
        "--sampler",
        "lhs",
        "--events",
        "expected",
        "--json",
        &out,
    ]);
    let report: Value = serde_json::from_str(&std::fs::read_to_string(&out).unwrap()).unwrap();
    assert_eq!((&report["draws"], &report["seed"]), (&json!(64), &json!(7)));
    assert_eq!((&report["sampler"], &report["events"]), (&json!("lhs"), &json!("expected")));
    let names: Vec<&str> = report["policies"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["today", "People", "AI, hybrid"]);
}

/// Head and rows of a file whose quoted cells stand in the head only.
fn table(path: &str) -> (String, Vec<Vec<Option<f64>>>) {
    let content = std::fs::read_to_string(path).unwrap();
    let (head, body) = content.split_once('\n').unwrap();
    let cell = |c: &str| if c.is_empty() { None } else { Some(c.parse().unwrap()) };
    (head.to_owned(), body.lines().map(|l| l.split(',').map(cell).collect()).collect())
}

#[test]
fn one_row_a_draw() {
    let folder = Folder::new();
    let (report, rows) = (folder.path("report.json"), folder.path("rows.csv"));
    let file = golden("staffing_3000.json");
    success(&["run", file.to_str().unwrap(), "--draws", "200", "--json", &report, "--per-draw", &rows]);
    let (head, rows) = table(&rows);
    let assumptions = AssumptionId::ALL.map(AssumptionId::name).join(",");
    let outcomes = "baseline_csi,baseline_repurchase,total_gain,npv,terminal_value,delta_cost,delta_revenue,returned_goods,payback_month,delta_ltv,policy_csi,policy_repurchase";
    assert_eq!(head, format!("draw,{assumptions},{outcomes}"));
    assert_eq!(rows.len(), 200);
    let column = |name: &str| head.split(',').position(|c| c == name).unwrap();
    for (i, row) in rows.iter().enumerate() {
        assert_eq!(row.len(), head.split(',').count());
        assert_eq!(row[0], Some(i as f64));
        let never = row[column("payback_month")].is_none();
        assert!(row.iter().enumerate().all(|(c, x)| x.is_some() || c == column("payback_month")));
        assert!(!never || row[column("npv")].unwrap() < 0.0);
    }
    let report: Value = serde_json::from_str(&std::fs::read_to_string(report).unwrap()).unwrap();
    for (name, policy, outcome) in
        [("npv", 1, Outcome::Npv), ("policy_csi", 1, Outcome::Csi), ("baseline_csi", 0, Outcome::Csi)]
    {
        let mean = rows.iter().map(|r| r[column(name)].unwrap()).sum::<f64>() / 200.0;
        let theirs = report["policies"][policy]["outcomes"][outcome.name()]["mean"]["value"].as_f64().unwrap();
        assert!((mean / theirs - 1.0).abs() < 1e-9, "{name}: {mean} {theirs}");
    }
    // an assumption that is known is the same in every draw
    let small = golden("small_shop.json");
    let known = folder.path("known.csv");
    success(&["run", small.to_str().unwrap(), "--draws", "32", "--per-draw", &known]);
    assert!(table(&known).1.iter().all(|r| r[column("causal_share")] == Some(0.4)));
}

#[test]
fn a_policy_that_spends_nothing_has_nothing_to_pay_back() {
    let folder = Folder::new();
    let policies = r#"{"policies": [{"name": "still"}, {"name": "People", "levers": {"customers_per_agent": 3000}}],
        "draws": 32, "goal": {"payback_within": 24}}"#;
    let file = folder.file("still.json", policies);
    let told = success(&["run", &file, "--per-draw", &folder.path("rows.csv")]);
    let line = told.lines().find(|l| l.contains("still")).unwrap();
    assert!(line.contains("nothing to pay back") && line.contains("nothing spent"), "{told}");
    let (head, rows) = table(&folder.path("rows.csv"));
    let column = |name: &str| head.split(',').position(|c| c == name).unwrap();
    let (still, people) = (column("still.payback_month"), column("People.payback_month"));
    assert!(rows.iter().all(|r| r[still].is_none() && r[column("still.npv")] == Some(0.0)));
    assert!(rows.iter().any(|r| r[people].is_some()));
}

#[test]
fn several_policies_have_columns_of_their_own() {
    let folder = Folder::new();
    let policies =
        r#"{"policies": [{"name": "AI, \"hybrid\""}, {}, {"name": "policy2"}, {"name": "baseline"}], "draws": 16}"#;
    let file = folder.file("many.json", policies);
    success(&["run", &file, "--per-draw", &folder.path("rows.csv")]);
    let (head, rows) = table(&folder.path("rows.csv"));
    for column in ["\"AI, \"\"hybrid\"\".npv\"", "policy2_.npv", "policy2.npv", "baseline.csi", "baseline_csi"] {
        assert!(head.contains(&format!(",{column}")), "{column}: {head}");
    }
    assert_eq!(rows[0].len(), 1 + AssumptionId::COUNT + 2 + 4 * 10);
}

#[test]
fn wrong_input_is_refused_with_exit_code_two() {
    let folder = Folder::new();
    let file = folder.file("two.json", TWO);
    let case = |arguments: &[&str], said: &str| {
        let message = refused(arguments);
        assert!(message.contains(said), "{arguments:?}: {message}");
    };
    case(&["run", &file, "--draws", "abc"], "abc");
    case(&["run", &file, "--draws", "0"], "draws = 0: allowed 16 to 1000000");
    case(&["run", &file, "--draws", "1000001"], "draws = 1000001");
    case(&["run", &file, "--seed", "-1"], "-1");
    case(&["run", &file, "--seed", "9007199254740993"], "seed = 9007199254740993");
    case(&["run", &file, "--sampler", "dice"], "sobol");
    case(&["run", &file, "--events", "never"], "sampled");
    case(&["run", &file, "--threads", "0"], "0");
    case(&["run", &file, "--colour"], "--colour");
    case(&["fly"], "fly");
    case(&[], "Usage");
    case(&["run"], "SCENARIO");
    for command in ["run", "central", "link"] {
        case(&[command, &folder.path("missing.json")], "missing.json");
        case(&[command, folder.0.path().to_str().unwrap()], "irectory");
        case(&[command, &folder.file("latin.json", b"{\"name\": \"M\xfcller\"}")], "UTF-8");
        case(&[command, &folder.file("none.json", "")], "scenario");
        case(&[command, &folder.file("broken.json", "{\"draws\": 64,}")], "line 1");
        case(
            &[command, &folder.file("doubled.json", "{\"draws\": 64, \"draws\": 32}")],
            "draws = 32: allowed each key once",
        );
        case(
            &[command, &folder.file("huge.json", "{\"company\": {\"horizon_months\": 1e300}}")],
            "horizon_months = 1e300: allowed 1 to 120 months",
        );
        let many = folder
            .file("many.json", r#"{"company": {"csi": 1e999, "foo": {}}, "policy": {"ai_shar": 0.5, "copilot": 2}}"#);
        let message = refused(&[command, &many]);
        for part in [
            "4 things",
            "company.csi = inf: allowed 5 to 98 points",
            "company.foo",
            "did you mean ai_share?",
            "copilot = 2: allowed 0 to 1",
        ] {
            assert!(message.contains(part), "{part}: {message}");
        }
    }
}

#[test]
fn the_summary_stays_a_table_whatever_the_names() {
    let folder = Folder::new();
    let names = "{\"policies\": [{\"name\": \"a\\nb\\u001b[31m\"}, {\"name\": \"人机协同\"}, {}], \"draws\": 16}";
    let printed = success(&["run", &folder.file("names.json", names)]);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), 6, "{printed}");
    assert!(!printed.contains('\u{1b}'));
    assert!(
        lines[3].starts_with("a b") && lines[4].starts_with("人机协同  ") && lines[5].starts_with("policy 3  "),
        "{printed}"
    );
}

#[test]
fn registries_as_text_and_as_json() {
    for (command, count, known) in
        [("levers", LeverId::COUNT, "customers_per_agent"), ("assumptions", AssumptionId::COUNT, "causal_share")]
    {
        let rows: Vec<Value> = serde_json::from_str(&success(&[command, "--json"])).unwrap();
        assert_eq!(rows.len(), count);
        assert!(rows.iter().all(|r| r["unit"].is_string() && r["evidence"].is_array() && r["link_key"].is_string()));
        let lines = success(&[command]);
        assert_eq!(lines.lines().count(), count + 1);
        assert!(lines.contains(known));
    }
    let rows: Vec<Value> = serde_json::from_str(&success(&["evidence", "--json"])).unwrap();
    assert!(rows.iter().all(|r| r["figure"].is_string() && r["role"].is_string()));
    assert_eq!(success(&["evidence"]).lines().count(), rows.len() + 1);
}

#[test]
fn help_and_version_are_no_errors() {
    let help = success(&["--help"]);
    for command in ["central", "run", "levers", "assumptions", "evidence", "link", "open"] {
        assert!(help.contains(command), "{command}");
        assert!(success(&[command, "--help"]).contains("Usage"));
    }
    assert!(help.contains("Exit code"));
    let version = concat!("aftercast ", env!("CARGO_PKG_VERSION"));
    assert_eq!(success(&["-V"]).trim_end(), version);
    let long = success(&["--version"]);
    assert_eq!(long.lines().next(), Some(version));
    let set = if InstructionSet::found() == InstructionSet::Build { "that of the build" } else { "AVX2" };
    assert_eq!(long.lines().nth(1), Some(format!("instruction set: {set}").as_str()));
}
