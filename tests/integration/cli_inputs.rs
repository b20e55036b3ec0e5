//! What is given to a command is read as it stands, refused with what to do, and never written over.

use serde_json::Value;

use super::folder::Folder;
use crate::cli::{aftercast, refused, success, text};
use aftercast_scenario::{Draft, LeverId, PolicyDraft, json};

const ONE: &str = r#"{ "policies": [{ "name": "Staff", "levers": { "customers_per_agent": 3000 } }], "draws": 64 }"#;

#[test]
fn results_take_the_place_of_no_file_they_come_from() {
    let folder = Folder::new();
    let (own, other) = (folder.file("own.json", ONE), folder.file("other.json", ONE));
    let values = folder.file("values.csv", "causal_share\n0.2\n");
    for (arguments, kept) in [
        (vec!["verify", &own, "--json", &own], &own),
        (vec!["analyse", &own, "--what", "compare", "--with", &other, "--json", &other], &other),
        (vec!["analyse", &own, "--what", "rows", "--values", &values, "--json", &values], &values),
        (vec!["analyse", &own, "--what", "tornado", "--json", &own], &own),
    ] {
        let before = std::fs::read(kept).unwrap();
        assert!(refused(&arguments).contains("would be replaced by results"), "{arguments:?}");
        assert_eq!(std::fs::read(kept).unwrap(), before, "{arguments:?}");
    }
}

#[test]
fn a_page_that_calls_two_policies_alike_saves_a_file_that_can_be_opened() {
    let policy = |cpa: f64| PolicyDraft { name: "Plan".to_owned(), levers: [(LeverId::CustomersPerAgent, cpa)].into() };
    let draft = Draft { policies: vec![policy(3000.0), policy(4000.0)], ..Draft::default() };
    let (again, violations) = json::read(&json::write(&draft));
    assert!(violations.is_empty(), "{violations}");
    let names: Vec<&str> = again.policies.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["Plan", "Plan (2)"]);
}

#[test]
fn a_correlation_near_one_survives_its_link() {
    let folder = Folder::new();
    let correlated = r#"{ "correlations": [{ "pair": ["delivery", "cost_overrun"], "rho": -0.9995 }] }"#;
    let file = folder.file("near.json", correlated);
    let opened = aftercast(&["open", success(&["link", &file]).trim_end()]);
    assert_eq!((opened.status.code(), text(&opened.stderr)), (Some(0), String::new()));
    assert_eq!(json::read(&text(&opened.stdout)).0.correlations, json::read(correlated).0.correlations);
}

#[test]
fn a_currency_has_a_symbol_and_a_name_and_nothing_else() {
    let folder = Folder::new();
    for (currency, said) in [
        (r#"{ "symbol": "€", "name": "EUR", "rate": 7.8 }"#, "currency.rate"),
        (r#"{ "symbol": "€", "symbol": "$", "name": "EUR" }"#, "currency.symbol"),
    ] {
        let file = folder.file("currency.json", format!("{{ \"currency\": {currency} }}"));
        assert!(refused(&["central", &file]).contains(said), "{currency}");
    }
}

#[test]
fn threads_are_one_to_1024_in_every_command() {
    let folder = Folder::new();
    let file = folder.file("own.json", ONE);
    for command in
        [vec!["run", &file], vec!["verify"], vec!["stress", &file], vec!["convergence", &file], vec!["frontier", &file]]
    {
        for threads in ["0", "1000000"] {
            let arguments: Vec<&str> = command.iter().copied().chain(["--threads", threads]).collect();
            assert_eq!(aftercast(&arguments).status.code(), Some(2), "{arguments:?}");
        }
    }
}

#[test]
fn a_compared_value_has_all_of_its_digits_in_its_own_currency() {
    let folder = Folder::new();
    let of = |cpa: u32, wage: u32, currency: &str| {
        format!(
            r#"{{ "policies": [{{ "name": "P", "levers": {{ "customers_per_agent": {cpa}, "agent_wage": {wage} }} }}],
                "assumptions": {{ "causal_share": 0.{cpa} }}, "draws": 64 {currency} }}"#
        )
    };
    let here = folder.file("here.json", of(4567, 8504, ""));
    let there = folder.file("there.json", of(4565, 8500, r#", "currency": { "symbol": "€", "name": "EUR" }"#));
    let out = folder.path("out.json");
    success(&["analyse", &here, "--what", "compare", "--with", &there, "--json", &out]);
    let found: Value = serde_json::from_str(&std::fs::read_to_string(&out).unwrap()).unwrap();
    let text = found.to_string();
    for part in ["4,567", "4,565", "¥8,504", "€8,500", "45.67%", "45.65%"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn an_option_that_is_not_read_is_refused() {
    let folder = Folder::new();
    let file = folder.file("two.json", crate::cli::TWO);
    let (policy, values) = ("2", folder.file("values.csv", "causal_share\n0.2\n"));
    for arguments in [
        vec!["--what", "break-even", "--against", policy, "--chance", "0.8"],
        vec!["--what", "goal-seek", "--chance", "0.8", "--outcome", "csi"],
        vec!["--what", "rows", "--values", &values, "--draws", "9"],
    ] {
        let all: Vec<&str> = ["analyse", &file].into_iter().chain(arguments).collect();
        assert!(refused(&all).contains("leave it out"), "{all:?}");
    }
    let told = refused(&["frontier", &file, "--levers", "ramp_months=0.5..6.5", "--beyond-evidence"]);
    assert!(told.contains("whole numbers"), "{told}");
    let told = refused(&["frontier", &file, "--levers", "ai_share=0.3..0.8", "--lock", "ai_share=0.5"]);
    assert!(told.contains("is locked by --lock"), "{told}");
}

#[test]
fn a_link_to_a_lesson_of_another_version_says_so() {
    let link = success(&["link", &Folder::new().file("none.json", "{}")]);
    let unknown = link.trim_end().split("&k=").next().unwrap().to_owned() + "&view=lesson.staffing.99";
    let opened = aftercast(&["open", &unknown]);
    assert_eq!(opened.status.code(), Some(3));
    assert!(text(&opened.stderr).contains("lesson.staffing.99"), "{}", text(&opened.stderr));
}
