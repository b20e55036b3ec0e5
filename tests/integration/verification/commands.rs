//! The commands of the verification as a user meets them.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn aftercast(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aftercast")).args(arguments).output().unwrap()
}

fn printed(arguments: &[&str]) -> Value {
    let output = aftercast(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A file for a command to read; returns its path.
fn written(folder: &Path, name: &str, content: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn checks_and_evidence_are_listed_with_verdicts() {
    let checks = printed(&["checks", "--json"]);
    let rows = checks["checks"].as_array().unwrap();
    assert!(rows.len() > 100 && rows.iter().all(|r| r["holds"] == true && r["zh"].is_string()));
    let evidence = printed(&["evidence", "--check", "--json"]);
    let rows = evidence.as_array().unwrap();
    assert!(rows.iter().all(|r| r["reported"].is_number() && r["verdict"].is_string()));
    assert_eq!(rows[0]["verdict"], "disagrees");
}

#[test]
fn checks_and_evidence_take_a_company_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| written(folder.path(), name, content);
    let own = file("own.json", r#"{ "company": { "customers": 250000, "csi": 62, "first_response_minutes": 9 } }"#);
    let checks = printed(&["checks", &own, "--json"]);
    assert!(checks["checks"].as_array().unwrap().iter().all(|r| r["holds"] == true));
    assert_ne!(checks, printed(&["checks", "--json"]), "seen at another company");
    let sample = printed(&["evidence", "--check", "--json"]);
    assert_eq!(printed(&["evidence", "--check", &own, "--json"]), sample, "the report is about its own firm");
    let believed = file("believed.json", r#"{ "assumptions": { "causal_share": 0.9 } }"#);
    assert_ne!(printed(&["evidence", "--check", &believed, "--json"]), sample, "what is believed counts");
    let wrong = file("wrong.json", r#"{ "company": { "csi": 620 } }"#);
    for arguments in [["checks", &wrong, "--json"], ["evidence", "--check", &wrong], ["evidence", &own, "--json"]] {
        let output = aftercast(&arguments);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("csi") || told.contains("--check"), "{told}");
    }
}

#[test]
fn the_books_stand_beside_the_model_before_and_after() {
    let folder = tempfile::tempdir().unwrap();
    let own = r#"{ "company": { "stated_costs": { "labour": 3e7, "compensation": 5e6 } } }"#;
    let checks = printed(&["checks", &written(folder.path(), "own.json", own), "--json"]);
    let books = checks["books"].as_array().unwrap();
    let names: Vec<&str> = books.iter().map(|l| l["line"].as_str().unwrap()).collect();
    assert_eq!(names, ["labour", "technology", "reverse_logistics", "compensation"]);
    let number = |line: usize, key: &str| books[line][key].as_f64().unwrap();
    for (line, stated) in [(0, 3e7), (3, 5e6)] {
        assert!((number(line, "after") / stated - 1.0).abs() < 1e-12 && books[line]["stated"] == stated);
        assert!((number(line, "factor") * number(line, "model") / stated - 1.0).abs() < 1e-12);
    }
    for line in [1, 2] {
        assert!(books[line]["stated"].is_null() && number(line, "factor") == 1.0);
        assert_eq!(number(line, "after"), number(line, "model"));
    }
}

#[test]
fn verify_prints_the_same_whatever_the_threads() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| written(folder.path(), name, content);
    let scenario = file(
        "short.json",
        r#"{ "company": { "horizon_months": 2 }, "policies": [{ "name": "p", "levers": { "ai_share": 0.5 } }] }"#,
    );
    let run = |threads: &str| {
        let json = folder.path().join(format!("{threads}.json"));
        let output = aftercast(&[
            "verify",
            &scenario,
            "--customers",
            "4800",
            "--threads",
            threads,
            "--json",
            json.to_str().unwrap(),
        ]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        std::fs::read_to_string(json).unwrap()
    };
    assert_eq!(run("1"), run("2"));
    let few = aftercast(&["verify", "--customers", "100"]);
    assert_eq!(few.status.code(), Some(2));
}

#[test]
fn a_forecast_is_written_once_and_scored() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (scenario, kept, actual) = (path("s.json"), path("f.json"), path("a.csv"));
    std::fs::write(
        &scenario,
        r#"{ "draws": 64, "policies": [{ "name": "p", "levers": { "customers_per_agent": 3000 } }] }"#,
    )
    .unwrap();
    let make = ["forecast", &scenario, "--date", "2026-11-24", "--out", &kept];
    assert!(aftercast(&make).status.success());
    let file: Value = serde_json::from_str(&std::fs::read_to_string(&kept).unwrap()).unwrap();
    assert_eq!(file["content"]["policy"], "p");
    assert_eq!(file["content"]["months"][0], "2026-12");
    // never overwritten, no such policy, no such day
    assert_eq!(aftercast(&make).status.code(), Some(2));
    assert_eq!(
        aftercast(&["forecast", &scenario, "--date", "2026-11-24", "--out", &path("g"), "--policy", "q"]).status.code(),
        Some(2)
    );
    assert_eq!(aftercast(&["forecast", &scenario, "--date", "yesterday", "--out", &path("g")]).status.code(), Some(2));
    std::fs::write(&actual, "month,csi\n2026-12,68\n2027-01,69\n2027-02,70\n").unwrap();
    let scores = printed(&["score", &kept, &actual, "--json"]);
    assert_eq!(scores[0]["figure"], "csi");
    assert_eq!(scores[0]["known"], 3);
    // a changed forecast is refused
    let text = std::fs::read_to_string(&kept).unwrap().replacen("\"p\"", "\"another\"", 1);
    std::fs::write(&kept, text).unwrap();
    assert_eq!(aftercast(&["score", &kept, &actual]).status.code(), Some(2));
}
