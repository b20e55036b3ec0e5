//! Links on the command line: written, opened, damaged, from standard input.

use std::process::{Command, Stdio};

use crate::cli::{TWO, aftercast, golden, goldens, refused, success, text};
use crate::folder::Folder;
use aftercast_engine::check;
use aftercast_link::{LinkDocument, encode};
use aftercast_scenario::{LeverId, json};

#[test]
fn links_go_both_ways() {
    let folder = Folder::new();
    let two = folder.file("two.json", TWO);
    for path in goldens().iter().map(|p| p.to_str().unwrap()).chain([two.as_str()]) {
        let (draft, _) = json::read(&std::fs::read_to_string(path).unwrap());
        let link = success(&["link", path]);
        assert_eq!(link.trim_end(), encode(&LinkDocument { draft: draft.clone(), ..Default::default() }).fragment);
        let opened = aftercast(&["open", link.trim_end()]);
        assert_eq!((opened.status.code(), text(&opened.stderr)), (Some(0), String::new()));
        let (again, violations) = json::read(&text(&opened.stdout));
        assert!(violations.is_empty());
        assert_eq!(again, draft);
        // and from the file that was printed to the same link
        let file = folder.file("opened.json", &opened.stdout);
        assert_eq!(success(&["link", &file]), link);
        let whole = success(&["link", path, "--base", "https://example.org/aftercast/#old"]);
        assert_eq!(whole, format!("https://example.org/aftercast/#{link}"));
        assert_eq!(success(&["open", whole.trim_end()]), text(&opened.stdout));
    }
    assert!(refused(&["link", &two, "--base", "nowhere"]).contains("https://"));
}

#[test]
fn a_link_runs_to_the_numbers_of_its_scenario() {
    let folder = Folder::new();
    let path = golden("small_shop.json");
    let link = success(&["link", path.to_str().unwrap()]);
    let opened = folder.file("opened.json", success(&["open", link.trim_end()]));
    let report = |file: &str, out: &str| {
        success(&["run", file, "--draws", "64", "--json", &folder.path(out)]);
        std::fs::read(folder.path(out)).unwrap()
    };
    assert_eq!(report(path.to_str().unwrap(), "a"), report(&opened, "b"));
}

#[test]
fn damaged_links_open_and_say_what_was_wrong() {
    let opened = aftercast(&["open", "v=1&cpa=100&nonsense=1&b.name=A&name=A&fv=1&r=.5"]);
    assert_eq!(opened.status.code(), Some(3));
    let said = text(&opened.stderr);
    for part in [
        "end of the link is missing",
        "cpa=100: allowed 1500 to 10000; used 1500",
        "nonsense=1: unknown",
        "A (2)",
        "face value",
        "headline was 0.5",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let (draft, violations) = json::read(&text(&opened.stdout));
    assert!(violations.is_empty() && check(&draft).is_ok());
    assert_eq!(draft.policies[0].levers[&LeverId::CustomersPerAgent], 1500.0);
    assert!(draft.face_value && draft.assumptions.is_empty());
    for nothing in ["", "#", "hello", "https://example.org/"] {
        assert!(refused(&["open", nothing]).contains("no scenario"));
    }
}

#[test]
fn only_a_whole_link_ends_with_0() {
    let whole = "v=1&p=base.1&name=One+agent+for+3+000&cpa=3000&b.p=hybrid.1&b.name=Hybrid+AI&e=1.0.0&k=vgv026";
    for mangled in [
        whole.to_owned(),
        format!("https://x.org/#{whole}#"),
        whole.replace('=', "=3D"),
        whole.replace('&', "&amp;amp;"),
    ] {
        let opened = aftercast(&["open", &mangled]);
        let other = "the link was written for engine 1.0.0; this is 2.0.0, another model, and its numbers differ\n";
        assert_eq!((opened.status.code(), text(&opened.stderr)), (Some(0), other.to_owned()), "{mangled}");
    }
    for damaged in [
        &whole[..60],
        &whole.replace("3000", "3001"),
        &format!("{whole}&cpa=4000"),
        &whole.replace("cpa=3000", "cpa=1e-999"),
    ] {
        let opened = aftercast(&["open", damaged]);
        assert_eq!(opened.status.code(), Some(3), "{damaged}");
        assert!(!opened.stderr.is_empty());
        let (draft, violations) = json::read(&text(&opened.stdout));
        assert!(violations.is_empty() && !draft.policies.is_empty(), "the document is printed all the same");
    }
}

#[test]
fn a_link_to_a_lesson_opens_to_its_policies() {
    let lesson = LinkDocument { view: "lesson.ai.1".to_owned(), ..Default::default() };
    let opened = success(&["open", &encode(&lesson).fragment]);
    let (draft, violations) = json::read(&opened);
    assert!(violations.is_empty() && draft.policies.len() == 2 && draft.name == "AI without care", "{opened}");
}

#[test]
fn links_come_from_standard_input_too() {
    use std::io::Write as _;
    let mut child = Command::new(env!("CARGO_BIN_EXE_aftercast"))
        .args(["open", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"v=1&p=value.1&name=x&cpa=20\r\n00").unwrap();
    let output = child.wait_with_output().unwrap();
    let (draft, _) = json::read(&text(&output.stdout));
    assert_eq!(draft.policies[0].levers[&LeverId::CustomersPerAgent], 2000.0);
}
