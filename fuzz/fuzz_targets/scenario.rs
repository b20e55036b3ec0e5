//! Any text as a scenario file: no panic; where nothing is refused, every number of the file is the number in force, and
//! the scenario is written to a file that reads back to the same.

#![no_main]

use aftercast_scenario::fields::FIELDS;
use aftercast_scenario::{Draft, LeverId, Override, json};
use aftercast_engine::check;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|text: &str| {
    let (draft, violations) = json::read(text);
    if violations.is_empty() {
        // a number beyond all bounds is JSON to the program, which names it when it checks the draft, and none to this reader
        if let Ok(file) = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')) {
            numbers_are_in_force(&file, &draft);
            let (again, refused) = json::read(&json::write(&draft));
            assert!(refused.is_empty(), "{refused:?}");
            assert_eq!(again, draft);
        }
    }
    // must end, whatever the figures are
    drop(check(&draft));
});

/// Every number that the file states stands in the draft, to the last bit.
fn numbers_are_in_force(file: &Value, draft: &Draft) {
    for field in FIELDS {
        let stated = field.path.split('.').try_fold(&file["company"], |at, key| at.get(key));
        let stated: Vec<f64> = match stated {
            Some(Value::Array(row)) => row.iter().filter_map(Value::as_f64).collect(),
            Some(one) => one.as_f64().into_iter().collect(),
            None => continue,
        };
        assert_eq!((field.get)(&draft.company), stated, "{}", field.path);
    }
    let levers = |stated: &Value, read: &std::collections::BTreeMap<LeverId, f64>| {
        let stated = stated.as_object().into_iter().flatten();
        for (name, value) in stated {
            let id = LeverId::from_name(name).expect("it was read");
            assert_eq!(read.get(&id).copied(), value.as_f64(), "{name}");
        }
    };
    levers(&file["today"], &draft.today);
    for (k, policy) in file["policies"].as_array().into_iter().flatten().enumerate() {
        // a file with results states its only policy elsewhere
        if file.get("policy").is_none() {
            levers(&policy["levers"], &draft.policies[k].levers);
        }
    }
    for (id, read) in &draft.assumptions {
        let stated = &file["assumptions"][id.name()];
        match *read {
            Override::Known(x) => assert_eq!(stated.as_f64(), Some(x), "{}", id.name()),
            Override::Range { low, mode, high } => {
                for (part, x) in [("low", low), ("mode", mode), ("high", high)] {
                    assert_eq!(stated[part].as_f64(), Some(x), "{}.{part}", id.name());
                }
            }
        }
    }
    if let Some(draws) = file.get("draws") {
        assert_eq!(draws.as_u64(), Some(draft.settings.draws));
    }
    if let Some(seed) = file.get("seed") {
        assert_eq!(seed.as_u64(), Some(draft.settings.seed));
    }
}
