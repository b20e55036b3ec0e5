//! Files of the command line are whole or not there, whatever happens meanwhile.

use std::process::{Command, Stdio};

use crate::cli::{TWO, refused, success, text};
use crate::folder::Folder;

#[test]
fn a_dash_is_no_file() {
    let folder = Folder::new();
    let file = folder.file("two.json", TWO);
    let said = refused(&["run", &file, "--draws", "16", "--json", "-"]);
    assert!(said.contains("results go to a file, not to standard output; name one"), "{said}");
    assert_eq!(folder.names(), ["two.json"]);
}

#[test]
fn files_are_whole_or_not_there() {
    let folder = Folder::new();
    let file = folder.file("two.json", TWO);
    let case = |arguments: &[&str], said: &str| {
        let message = refused(arguments);
        assert!(message.contains(said), "{arguments:?}: {message}");
        assert_eq!(folder.names(), ["two.json"], "{arguments:?}");
    };
    let same = format!("{}/./out.json", folder.0.path().to_str().unwrap());
    case(&["run", &file, "--json", &folder.path("out.json"), "--per-draw", &same], "same file");
    case(&["run", &file, "--json", &file], "would be replaced");
    case(&["run", &file, "--json", &folder.path("nowhere/out.json")], "folder");
    case(&["run", &file, "--json", folder.0.path().to_str().unwrap()], "not a file");
    case(&["run", &file, "--json", &folder.path("..")], "no file name");
    case(&["run", &file, "--draws", "1", "--json", &folder.path("out.json")], "draws");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), TWO);
    // what was there stays until the new one is complete, and is then replaced
    let out = folder.file("out.json", "before");
    refused(&["run", &file, "--draws", "1", "--json", &out]);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "before");
    success(&["run", &file, "--draws", "16", "--json", &out]);
    assert!(std::fs::read_to_string(&out).unwrap().starts_with('{'));
    assert_eq!(folder.names(), ["out.json", "two.json"]);
}

#[cfg(target_os = "linux")]
#[test]
fn devices_are_left_alone_and_a_full_one_is_reported() {
    let folder = Folder::new();
    let file = folder.file("two.json", TWO);
    assert!(refused(&["run", &file, "--json", "/dev/null"]).contains("not a file"));
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_aftercast")).args(["levers"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("standard output"));
}

/// A limit on the size of files stands in for a full disk: the write fails half way.
#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_leaves_what_was_there() {
    let folder = Folder::new();
    let file = folder.file("two.json", TWO);
    let out = folder.file("out.json", "before");
    for option in ["--json", "--per-draw"] {
        let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
        let output = Command::new("sh")
            .args(["-c", limited, env!("CARGO_BIN_EXE_aftercast"), "run", &file, option, &out])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("nothing was kept"), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "");
        assert_eq!(std::fs::read_to_string(&out).unwrap(), "before");
        assert_eq!(folder.names(), ["out.json", "two.json"]);
    }
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_nothing_half_written() {
    let folder = Folder::new();
    let file = folder.file("two.json", TWO);
    let out = folder.file("out.json", "before");
    let mut child = Command::new(env!("CARGO_BIN_EXE_aftercast"))
        .args(["run", &file, "--draws", "200000", "--json", &out, "--per-draw", &folder.path("rows.csv")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // it has begun, and it needs far longer than it takes to kill it
    assert!(child.try_wait().unwrap().is_none());
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "before");
    assert!(!folder.names().contains(&"rows.csv".to_owned()));
}
