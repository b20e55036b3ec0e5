//! Presets: what was published stays, everything named exists, every preset runs.

use aftercast_engine::check;
use aftercast_presets::{PRESETS, Preset};
use aftercast_scenario::evidence::evidence;
use aftercast_scenario::{Draft, PolicyDraft, json};

fn line(preset: &Preset) -> String {
    let levers: Vec<String> = preset.levers.iter().map(|(id, x)| format!(" {}={x}", id.name())).collect();
    preset.key.to_owned() + &levers.concat()
}

#[test]
fn a_published_version_never_changes() {
    let published: Vec<&str> =
        include_str!("../../crates/link/tests/links/presets.txt").lines().filter(|l| !l.starts_with('#')).collect();
    for preset in &PRESETS {
        let now = line(preset);
        assert!(
            published.contains(&now.as_str()),
            "published differently, or add to crates/link/tests/links/presets.txt: {now}"
        );
    }
    for was in published {
        let key = was.split(' ').next().unwrap();
        assert!(Preset::from_key(key).is_some_and(|p| line(p) == was), "{was}");
    }
}

#[test]
fn each_has_a_story_in_both_languages_and_evidence() {
    for p in &PRESETS {
        for english in [p.name_en, p.story_en] {
            assert!(english.is_ascii() && !english.is_empty(), "{}: {english}", p.key);
        }
        for chinese in [p.name_zh, p.story_zh] {
            assert!(chinese.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{}: {chinese}", p.key);
        }
        assert!(p.story_en.ends_with('.') && p.story_zh.ends_with('。'), "{}", p.key);
        assert!(!p.evidence.is_empty() && p.evidence.iter().all(|id| evidence(id).is_some()), "{}", p.key);
        assert_eq!(p.key, format!("{}.{}", p.id, p.version));
    }
}

#[test]
fn the_latest_versions_are_the_page() {
    let ids: Vec<&str> = Preset::latest().map(|p| p.id).collect();
    assert_eq!(
        ids,
        [
            "base",
            "staffing",
            "hybrid",
            "lean",
            "tiered",
            "ladder",
            "care",
            "law",
            "value",
            "peaks",
            "returns",
            "advertising"
        ]
    );
    assert!(Preset::from_key("base.1").is_some_and(|p| p.levers.is_empty()));
    assert!(Preset::from_key("base.99").is_none() && Preset::from_key("").is_none());
}

#[test]
fn all_run_together() {
    let policies = PRESETS.iter().map(|p| PolicyDraft { name: p.name_en.to_owned(), levers: p.lever_map() }).collect();
    let scenario = check(&Draft { policies, ..Draft::default() }).unwrap();
    for (policy, preset) in scenario.policies().iter().zip(&PRESETS) {
        for &(id, value) in preset.levers {
            assert_eq!(policy.levers.get(id), &value, "{}", preset.key);
        }
    }
}

/// Where a central run of another implementation exists for the same policy, the preset is that policy.
#[test]
fn presets_are_the_policies_of_the_golden_files() {
    for (key, file) in [
        ("staffing.1", "staffing_3000"),
        ("hybrid.1", "hybrid_ai"),
        ("tiered.1", "tiered_compensation"),
        ("ladder.1", "return_ladder"),
        ("law.1", "strict_law"),
        ("value.1", "value_centre"),
    ] {
        let path = format!("{}/tests/golden/{file}.json", env!("CARGO_MANIFEST_DIR"));
        let (draft, violations) = json::read(&std::fs::read_to_string(path).unwrap());
        assert!(violations.is_empty());
        assert_eq!(Preset::from_key(key).map(Preset::lever_map).as_ref(), Some(&draft.policies[0].levers), "{key}");
    }
}
