//! What has to keep opening: golden scenarios, a document in which everything differs, every link and key ever published.

use std::collections::BTreeMap;

use crate::documents::same;
use aftercast_engine::check;
use aftercast_i18n::Locale;
use aftercast_link::keys::{ASSUMPTION_KEYS, COMPANY_KEYS, LEVER_KEYS, RETIRED};
use aftercast_link::{LinkDocument, decode, encode};
use aftercast_scenario::fields::FIELDS;
use aftercast_scenario::{AssumptionId, Draft, LeverId, Override, json};

#[test]
fn every_golden_scenario_goes_through_a_link() {
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden")).unwrap() {
        let (draft, violations) = json::read(&std::fs::read_to_string(entry.unwrap().path()).unwrap());
        assert!(violations.is_empty());
        let document = LinkDocument { draft, ..Default::default() };
        let link = encode(&document);
        let read = decode(&link.fragment);
        assert_eq!(read.notices, [], "{}", link.fragment);
        assert!(same(&read.document, &document));
        assert!(!link.over_budget, "{} characters: {}", link.fragment.len(), link.fragment);
        println!("{} {}", document.draft.name, link.fragment.len());
    }
}

#[test]
fn a_document_that_changes_everything_goes_through_a_link() {
    let mut draft = Draft { name: "Everything".to_owned(), ..Draft::default() };
    for f in FIELDS.iter().filter(|f| !f.sums_to_one && !f.path.starts_with("incident_mix")) {
        for x in (f.get_mut)(&mut draft.company) {
            *x = if f.whole { *x - 1.0 } else { *x * 1.000_123 };
            *x = x.max(f.min);
        }
    }
    draft.company.repurchase = Some(0.51);
    draft.assumptions = AssumptionId::ALL.map(|id| (id, Override::Known(id.spec().distribution.central()))).into();
    draft.today = LeverId::ALL.map(|id| (id, id.nearest(id.spec().today * 1.01))).into();
    draft.today.insert(LeverId::UpfrontBudget, 0.0);
    assert!(check(&draft).is_ok());
    let document = LinkDocument { draft, ..Default::default() };
    let link = encode(&document);
    assert!(same(&decode(&link.fragment).document, &document));
    assert!(link.over_budget, "{}", link.fragment.len());
}

/// Every link ever published keeps opening to what it meant.
#[test]
fn the_corpus_keeps_opening() {
    let corpus = include_str!("corpus.txt");
    let mut cases = 0;
    let mut lines = corpus.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).peekable();
    while let Some(link) = lines.next() {
        let link = link.strip_prefix("link ").expect("a case starts with its link");
        let read = decode(link);
        while let Some(line) = lines.next_if(|l| !l.starts_with("link ")) {
            let (what, expected) = line.split_once(' ').unwrap();
            let found = match what {
                "scenario" => {
                    // the line of the page says how the report is read
                    let draft = Draft { face_value: false, ..read.document.draft.clone() };
                    serde_json::from_str::<serde_json::Value>(&json::write(&draft)).unwrap().to_string()
                }
                "page" => format!(
                    "selected {} view {:?} language {:?} face_value {} result {:?} engine {:?}",
                    read.document.selected,
                    read.document.view,
                    read.document.language.map(Locale::tag),
                    read.document.draft.face_value,
                    read.document.result,
                    read.document.engine
                ),
                "notice" => {
                    let found = read.notices.iter().any(|n| n.to_string() == expected);
                    assert!(found, "{link}\n{expected}\n{:?}", read.notices);
                    continue;
                }
                "notices" => read.notices.len().to_string(),
                other => panic!("unknown line {other}"),
            };
            assert_eq!(found, expected, "{link}");
        }
        cases += 1;
    }
    assert!(cases >= 12, "{cases}");
}

/// A published key keeps its meaning, or stands among the retired.
#[test]
fn published_keys_keep_their_meaning() {
    let mut now: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    now.extend(LeverId::ALL.iter().zip(LEVER_KEYS).map(|(id, key)| (("lever", key), id.name())));
    now.extend(AssumptionId::ALL.iter().zip(ASSUMPTION_KEYS).map(|(id, key)| (("assumption", key), id.name())));
    now.extend(COMPANY_KEYS.iter().map(|&(path, key)| (("company", key), path)));
    let published: Vec<&str> = include_str!("keys.txt").lines().filter(|l| !l.starts_with('#')).collect();
    for line in &published {
        let [scope, key, id] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let retired = RETIRED.iter().any(|r| format!("{:?}", r.scope).to_lowercase() == scope && r.old == key);
        assert!(now.get(&(scope, key)) == Some(&id) || retired, "{line}");
    }
    for ((scope, key), id) in now {
        assert!(
            published.contains(&format!("{scope} {key} {id}").as_str()),
            "add to crates/link/tests/links/keys.txt: {scope} {key} {id}"
        );
    }
}
