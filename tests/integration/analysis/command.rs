//! `aftercast analyse` as a user meets it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

const SCENARIO: &str = r#"{ "name": "t", "draws": 32, "policies": [
    { "name": "staff", "levers": { "customers_per_agent": 3000 } }, { "name": "hybrid", "levers": { "ai_share": 0.7 } } ] }"#;

/// Exit code, standard output, standard error.
fn analyse(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_aftercast"))
        .current_dir(folder)
        .args(["analyse", "s.json"])
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn every_analysis_prints_the_same_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("s.json"), SCENARIO).unwrap();
    std::fs::write(folder.path().join("v.csv"), "draw,causal_share\n3,0.2\n4,0.9\n").unwrap();
    let cases: [(&[&str], &str); 16] = [
        (&["--what", "percentiles", "--outcome", "csi"], "policies"),
        (&["--what", "scatter", "--assumption", "points_per_minute"], "rank_correlation"),
        (&["--what", "spider", "--policy", "2", "--against", "today"], "lines"),
        (&["--what", "goal-seek", "--outcome", "csi", "--reach", "70", "--by", "customers_per_agent"], "reached"),
        (&["--what", "correlations"], "matrix"),
        (&["--what", "compare", "--with", "s.json"], "differences"),
        (&["--what", "tornado", "--draws", "16", "--against", "today"], "bars"),
        (&["--what", "tornado", "--draws", "16", "--outcome", "ltv", "--policy", "today"], "regression"),
        (&["--what", "indices", "--draws", "16", "--events", "expected"], "factors"),
        (&["--what", "sweep", "--lever", "ai_share", "--points", "3"], "lines"),
        (
            &["--what", "sweep", "--lever", "ai_share", "--lever", "copilot", "--points", "3", "--outcome", "csi"],
            "grid",
        ),
        (&["--what", "break-even", "--lever", "ai_share", "--policy", "2", "--draws", "16"], "break_even"),
        (&["--what", "structural", "--policy", "hybrid", "--against", "staff", "--draws", "16"], "cases"),
        (&["--what", "information", "--seed", "3"], "evpi"),
        (&["--what", "ranking"], "dominance"),
        (&["--what", "rows", "--values", "v.csv"], "values"),
    ];
    for (arguments, key) in cases {
        let mut seen = Vec::new();
        for threads in ["1", "3"] {
            let all: Vec<&str> = arguments.iter().copied().chain(["--threads", threads, "--json", "r.json"]).collect();
            let (code, out, err) = analyse(folder.path(), &all);
            assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
            let report = std::fs::read_to_string(folder.path().join("r.json")).unwrap();
            let value: Value = serde_json::from_str(&report).unwrap();
            assert!(!value[key].is_null() && value["analysis"] == arguments[1], "{arguments:?}: {report}");
            assert!(!out.contains("NaN") && !out.contains("inf"), "{out}");
            seen.push((out, report));
        }
        assert_eq!(seen[0], seen[1], "{arguments:?}");
    }
}

#[test]
fn rows_are_read_in_every_dialect() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("s.json"), SCENARIO).unwrap();
    let answer = |bytes: &[u8]| {
        std::fs::write(folder.path().join("v.csv"), bytes).unwrap();
        analyse(folder.path(), &["--what", "rows", "--values", "v.csv"])
    };
    let (code, want, _) = answer(b"draw,causal_share,handling_minutes\n1200,0.2,8.5\n4,0.9,7\n");
    assert_eq!(code, 0);
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    for bytes in [
        "\u{feff}Draw;Causal share;HANDLING MINUTES\r\n1.200;0,2;8,5\r\n4;0,9;7 min\r\n;;\r\n".as_bytes().to_vec(),
        b"sep=\t\r\ndraw\tcausal-share\thandling minutes\r\n\"1,200\"\t20%\t8.5\r\n4\t90%\t7\r\n".to_vec(),
        utf16("draw|causal_share|handling_minutes|\n1200|0.2|8.5|\n4|.9|7|\n"),
    ] {
        assert_eq!(answer(&bytes), (0, want.clone(), String::new()), "{}", String::from_utf8_lossy(&bytes));
    }
    for (bytes, said) in [
        (&b"PK\x03\x04 xl/workbook.xml"[..], "save the sheet as CSV"),
        (b"{\"causal_share\": 1}", "a table is needed"),
        (b"causal_share\n\xff\xff\n", "not text"),
        (b"draw,causal_share\n3,0,2\n", "cut a number in two"),
        (b"draw,causal_share\n3.5,0.2\n", "whole number"),
        (b"draw,causal_share\n", "no rows"),
    ] {
        let (code, out, err) = answer(bytes);
        assert!(code == 2 && out.is_empty() && err.contains(said), "{err}");
    }
}

#[test]
fn what_cannot_be_analysed_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("s.json"), SCENARIO).unwrap();
    std::fs::write(folder.path().join("bad.csv"), "causal_share,delivery\n0.2\nx,0.5\n0.3,7\n").unwrap();
    std::fs::write(folder.path().join("head.csv"), "causal_shre\n0.2\n").unwrap();
    let cases: [(&[&str], &[&str]); 14] = [
        (&["--what", "scatter", "--assumption", "causal_shar"], &["did you mean causal_share?"]),
        (&["--what", "goal-seek", "--by", "contribution_margn"], &["did you mean contribution_margin?"]),
        (&["--what", "goal-seek", "--by", "incident_mix.quality"], &["--by incident_mix.quality"]),
        (&["--what", "compare"], &["--with"]),
        (&["--what", "tornado", "--outcome", "npvv"], &["npvv", "did you mean npv?"]),
        (&["--what", "tornado", "--outcome", "payback_month"], &["payback_month", "choose npv"]),
        (&["--what", "tornado", "--policy", "stuff"], &["stuff", "did you mean staff?"]),
        (&["--what", "sweep", "--lever", "ai_shar"], &["did you mean ai_share?"]),
        (&["--what", "sweep", "--draws", "3"], &["draws", "16"]),
        (&["--what", "break-even", "--chance", "80"], &["--chance 80", "0 to 1"]),
        (&["--what", "information", "--outcome", "csi"], &["npv"]),
        (&["--what", "rows"], &["--values"]),
        (
            &["--what", "rows", "--values", "bad.csv"],
            &["Row 2: delivery is empty", "Row 3: causal_share is “x”", "Row 4: delivery is “7”", "from 0 to 1"],
        ),
        (&["--what", "rows", "--values", "head.csv"], &["Did you mean causal_share?"]),
    ];
    for (arguments, expected) in cases {
        let (code, out, err) = analyse(folder.path(), arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(expected.iter().all(|e| err.contains(e)), "{arguments:?}: {err}");
    }
    let (code, _, err) = analyse(folder.path(), &["--what", "ranking", "--json", "s.json"]);
    assert_eq!(code, 2, "{err}");
    assert_eq!(std::fs::read_to_string(folder.path().join("s.json")).unwrap(), SCENARIO);
}
