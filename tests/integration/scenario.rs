//! Scenario files: every problem named at once with field, value, allowed range and hint; what is sound reads back.

use aftercast_engine::check;
use aftercast_scenario::{Draft, LeverId, ViolationKind, json};

/// Field and kind of everything wrong with a text, as the command line lists it.
fn faults(text: &str) -> Vec<(String, ViolationKind)> {
    let (draft, mut violations) = json::read(text);
    if let Err(more) = check(&draft) {
        violations.0.extend(more.0);
    }
    for v in &violations.0 {
        assert!(
            !v.field.is_empty() && !v.value.is_empty() && !v.allowed.to_string().is_empty() && !v.hint.is_empty(),
            "{v:?}"
        );
    }
    violations.0.into_iter().map(|v| (v.field, v.kind)).collect()
}

fn one(text: &str, field: &str, kind: ViolationKind) {
    assert_eq!(faults(text), [(field.to_owned(), kind)], "{text}");
}

#[test]
fn each_fault_has_its_field_and_kind() {
    use ViolationKind as K;
    for (text, field, kind) in [
        (r#"{"company": {"customers": 1e999}}"#, "company.customers", K::NotFinite),
        (r#"{"company": {"csi": -1e999}}"#, "company.csi", K::NotFinite),
        (r#"{"company": {"season": [1,1,1,1,1,1,1,1,1,1,1,1e400]}}"#, "company.season[11]", K::NotFinite),
        (r#"{"assumptions": {"causal_share": 1e999}}"#, "assumptions.causal_share", K::NotFinite),
        (r#"{"today": {"ai_share": 1e999}}"#, "today.ai_share", K::NotFinite),
        (r#"{"policy": {"ai_share": 1e999}}"#, "policies[0].levers.ai_share", K::NotFinite),
        (r#"{"goal": {"npv_above": 1e999}}"#, "goal.npv_above", K::NotFinite),
        (r#"{"company": {"horizon_months": 1e300}}"#, "company.horizon_months", K::OutOfRange),
        (r#"{"company": {"horizon_months": 12.5}}"#, "company.horizon_months", K::NotWhole),
        (r#"{"company": {"start_month": 0}}"#, "company.start_month", K::OutOfRange),
        (r#"{"company": {"csi": "70"}}"#, "company.csi", K::WrongType),
        (r#"{"company": {"csi": null}}"#, "company.csi", K::WrongType),
        (r#"{"company": {"csi": [70]}}"#, "company.csi", K::WrongType),
        (r#"{"company": []}"#, "company", K::WrongType),
        (r#"{"company": {"stage": 3}}"#, "company.stage", K::WrongType),
        (r#"{"company": {"stage": {"months": [9, 12, 24]}}}"#, "company.stage.months", K::WrongType),
        (r#"{"company": {"stage": {"month": 1}}}"#, "company.stage.month", K::UnknownKey),
        (r#"{"company": {"customer": 1}}"#, "company.customer", K::UnknownKey),
        (r#"{"company": {"csi": 70, "csi": 71}}"#, "company.csi", K::Duplicate),
        (r#"{"company": {"tier": {"share": [0.5, 0.5, 0.5]}}}"#, "company.tier.share", K::Sum),
        (r#"{"company": {"incident_mix": {"quality": 0.5}}}"#, "company.incident_mix", K::Sum),
        (r#"{"company": {"repurchase": 0}}"#, "company.repurchase", K::OutOfRange),
        (r#"{"company": {"first_response_minutes": 3}}"#, "company.first_response_minutes", K::Impossible),
        (r#"{"assumptions": {"night_load_share": 0.5}}"#, "company.first_response_minutes", K::Impossible),
        (
            r#"{"assumptions": {"causal_share": {"low": 0.6, "mode": 0.5, "high": 0.9}}}"#,
            "assumptions.causal_share",
            K::Order,
        ),
        (
            r#"{"assumptions": {"causal_share": {"low": 0.6, "mode": 0.7}}}"#,
            "assumptions.causal_share.high",
            K::WrongType,
        ),
        (
            r#"{"assumptions": {"causal_share": {"low": 0, "mode": 0, "high": 0, "hi": 1}}}"#,
            "assumptions.causal_share.hi",
            K::UnknownKey,
        ),
        (r#"{"assumptions": {"causal": 0.5}}"#, "assumptions.causal", K::UnknownKey),
        (r#"{"assumptions": {"delivery": 0.5, "delivery": 0.5}}"#, "assumptions.delivery", K::Duplicate),
        (r#"{"policies": [{"name": "A", "lever": {}}]}"#, "policies[0].lever", K::UnknownKey),
        (r#"{"policies": [{"name": "A"}, {"name": "A"}]}"#, "policies[1].name", K::Duplicate),
        (r#"{"policies": [{"name": 1}]}"#, "policies[0].name", K::WrongType),
        (r#"{"policies": {}}"#, "policies", K::WrongType),
        (r#"{"policies": [1]}"#, "policies[0]", K::WrongType),
        (r#"{"policy": {"copilott": 1}}"#, "policy.copilott", K::UnknownKey),
        (r#"{"policy": {"copilot": 1.01}}"#, "policies[0].levers.copilot", K::OutOfRange),
        (r#"{"draws": 0}"#, "draws", K::OutOfRange),
        (r#"{"draws": 1.5}"#, "draws", K::NotWhole),
        (r#"{"draws": 1e999}"#, "draws", K::NotWhole),
        (r#"{"seed": 9007199254740993}"#, "seed", K::OutOfRange),
        (r#"{"seed": -1}"#, "seed", K::NotWhole),
        (r#"{"sampler": "Sobol"}"#, "sampler", K::WrongType),
        (r#"{"events": 1}"#, "events", K::WrongType),
        (r#"{"goal": {"wealth": 1}}"#, "goal.wealth", K::UnknownKey),
        (r#"{"goal": {"npv_above": 1, "csi_at_least": 70}}"#, "goal", K::TooMany),
        (r#"{"draw": 5}"#, "draw", K::UnknownKey),
        (r#"{"seed": 1, "seed": 2}"#, "seed", K::Duplicate),
        ("[]", "scenario", K::WrongType),
        ("", "scenario", K::OtherText),
        ("field,value\ncompany.csi,70\n", "scenario", K::OtherText),
        (r#"{"csi": NaN}"#, "scenario", K::Syntax { line: 1, column: 9 }),
        (r#"{"csi": Infinity}"#, "scenario", K::Syntax { line: 1, column: 9 }),
        ("{\n  \"name\": \"客服\",\n  \"seed\": 1,\n}", "scenario", K::Syntax { line: 4, column: 1 }),
        ("{\n  \"name\": \"客服\" \"seed\"}", "scenario", K::Syntax { line: 2, column: 16 }),
        ("{\n  \"name\": \"x\"", "scenario", K::Syntax { line: 2, column: 13 }),
    ] {
        one(text, field, kind);
    }
    let crowd = format!(r#"{{"policies": [{}]}}"#, ["{}"; 65].join(","));
    one(&crowd, "policies", K::TooMany);
}

#[test]
fn all_faults_are_listed_at_once() {
    let text = r#"{"company": {"csi": 400, "foo": 1, "tier": {"share": [1, 1, 1]}}, "today": {"ai_share": 2},
        "assumptions": {"delivery": 7, "cost": 1}, "policies": [{"levers": {"ai_share": -1}}, {"levers": {"x": 1}}], "draws": 1}"#;
    let fields: Vec<String> = faults(text).into_iter().map(|(field, _)| field).collect();
    for field in [
        "company.csi",
        "company.foo",
        "company.tier.share",
        "today.ai_share",
        "assumptions.delivery",
        "assumptions.cost",
        "policies[0].levers.ai_share",
        "policies[1].levers.x",
        "draws",
    ] {
        assert!(fields.iter().any(|f| f == field), "{field}: {fields:?}");
    }
}

#[test]
fn hints_name_the_nearest_key() {
    let (_, violations) = json::read(r#"{"compny": {}, "company": {"customrs": 5}, "policy": {"agent_wages": 9000}}"#);
    let hints: Vec<&str> = violations.0.iter().map(|v| v.hint.as_str()).collect();
    assert_eq!(hints, ["did you mean company?", "did you mean customers?", "did you mean agent_wage?"]);
}

#[test]
fn what_is_sound_reads_back() {
    for text in [
        "{}",
        "\u{feff}{\"name\": \"with a byte order mark\"}",
        r#"{"draws": 1e3, "seed": 7.0}"#,
        r#"{"company": {"repurchase": null, "incident_mix": {"quality": 0.25, "logistics": 0.25, "mismatch": 0.25, "other": 0.25}}}"#,
        r#"{"policies": [{"name": ""}, {"name": ""}, {"levers": {"vip_spend": 0.1}}]}"#,
        r#"{"assumptions": {"causal_share": {"low": 0.3, "mode": 0.3, "high": 0.3}}, "goal": {"cost_share_at_most": 0.03}}"#,
        r#"{"policy": {"ai_share": 0.30000000000000004}, "baseline": 1, "policy_run": [], "comparison": {"a": 1, "a": 2}}"#,
    ] {
        let (draft, violations) = json::read(text);
        assert!(violations.is_empty(), "{text}: {violations}");
        assert!(check(&draft).is_ok());
        let (again, violations) = json::read(&json::write(&draft));
        assert!(violations.is_empty());
        assert_eq!(format!("{again:?}"), format!("{draft:?}"));
    }
    let (draft, _) = json::read(r#"{"draws": 1e3, "policy": {"ai_share": 0.5}}"#);
    assert_eq!((draft.settings.draws, draft.policies[0].levers[&LeverId::AiShare]), (1000, 0.5));
    assert_eq!(json::read("{}").0, Draft::default());
}

#[test]
fn broken_json_is_told_with_its_place_and_what_stands_there() {
    let told = |text: &str| json::read(text).1.to_string();
    assert_eq!(told("{\"csi\": NaN}"), "line 1, column 9: found “NaN}”; expected value");
    assert!(told("{\n  \"seed\": 1,\n}").starts_with("line 3, column 1: found “}”; "));
    assert!(told("{").contains("the end of the file"));
    let table = told("field;value\ncompany.csi;70\n");
    assert!(table.contains("“field;value”") && table.contains("Your firm"), "{table}");
    let long = told(&format!("{{\"a\": {}", "中".repeat(100)));
    assert!(long.len() < 200, "{long}");
    // a mark at the beginning is no fault
    assert!(json::read("\u{feff}{}").1.is_empty());
}
