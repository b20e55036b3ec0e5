//! A scenario file says by itself that the report is taken at face value, and every command obeys it.

use std::process::Command;

use aftercast_engine::check;
use aftercast_scenario::{Draft, json};
use serde_json::Value;

const POLICIES: &str =
    r#""name": "t", "draws": 64, "policies": [ { "name": "staff", "levers": { "customers_per_agent": 3000 } } ]"#;

fn aftercast(arguments: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_aftercast")).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {err}");
    (out, err)
}

/// The file with the switch, and one with the same written out as known assumptions.
fn files(folder: &std::path::Path) -> [String; 2] {
    let switched = format!("{{ \"face_value\": true, \"assumptions\": {{ \"causal_share\": 0.3 }}, {POLICIES} }}");
    let (mut draft, violations) = json::read(&switched);
    assert!(violations.is_empty() && draft.face_value, "{violations}");
    draft.face_value = false;
    draft.take_at_face_value();
    [("switch.json", switched), ("written.json", json::write(&draft))].map(|(name, text)| {
        std::fs::write(folder.join(name), text).unwrap();
        folder.join(name).to_str().unwrap().to_owned()
    })
}

#[test]
fn every_command_obeys_the_switch_in_the_file_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let [switch, written] = files(folder.path());
    let cases: [&[&str]; 6] = [
        &["run"],
        &["analyse", "--what", "tornado", "--draws", "16"],
        &["analyse", "--what", "information"],
        &["frontier", "--levers", "customers_per_agent", "--evaluations", "16", "--draws", "16"],
        &["stress"],
        &["convergence", "--runs", "2"],
    ];
    for case in cases {
        let with = |file: &str| {
            let all: Vec<&str> = case[..1].iter().copied().chain([file]).chain(case[1..].iter().copied()).collect();
            aftercast(&all)
        };
        let ((ours, said), (theirs, _)) = (with(&switch), with(&written));
        assert_eq!(ours, theirs, "{case:?}");
        assert!(said.contains("at face value"), "{case:?}: {said}");
    }
}

#[test]
fn the_switch_travels_by_file_link_and_central_run() {
    let folder = tempfile::tempdir().unwrap();
    let [switch, written] = files(folder.path());
    let (link, _) = aftercast(&["link", &switch]);
    let (opened, _) = aftercast(&["open", link.trim()]);
    let (draft, violations) = json::read(&opened);
    assert!(violations.is_empty() && draft.face_value, "{violations}");
    let (own, _) = json::read(&std::fs::read_to_string(&switch).unwrap());
    assert_eq!(draft.assumptions, own.assumptions, "what stands under the switch is not lost");
    let central = |file: &str| serde_json::from_str::<Value>(&aftercast(&["central", file]).0).unwrap();
    let (ours, theirs) = (central(&switch), central(&written));
    assert_eq!(ours["comparison"], theirs["comparison"]);
    assert_eq!(ours["face_value"], true, "the output is a scenario again");
    assert!(check(&Draft { face_value: true, ..Draft::default() }).is_ok());
    let (_, violations) = json::read(r#"{ "face_value": 1 }"#);
    assert!(violations.to_string().contains("true, false"), "{violations}");
}
