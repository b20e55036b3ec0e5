//! Switches of the workbench that the analyses have to obey: the report at face value, the selected policy.

use super::tests::compute;
use super::*;
use aftercast_analyses::sections::survey;
use aftercast_link::{LinkDocument, encode};
use aftercast_scenario::{AssumptionId, Override};

/// A small document, at face value or not.
fn document(face_value: bool) -> Draft {
    let mut draft = crate::plain_document(Locale::English);
    draft.settings.draws = 64;
    draft.policies[0].levers.insert(aftercast_scenario::LeverId::CustomersPerAgent, 3000.0);
    // an own belief that the report overrules while it is taken at face value, and that comes back afterwards
    draft.assumptions.insert(AssumptionId::CausalShare, Override::Known(0.3));
    Draft { face_value, ..draft }
}

fn show(study: &mut Study, face_value: bool, selected: usize) {
    let document = Box::new(document(face_value));
    study.update(Event::Shown { document, selected, locale: Locale::English, theme: Theme::Light });
}

#[test]
fn every_analysis_runs_the_document_at_face_value_where_that_is_switched_on() {
    let mut study = Study::new();
    show(&mut study, false, 0);
    let own = study.question().unwrap().scenario;
    show(&mut study, true, 0);
    let mut reported = study.document.clone();
    reported.face_value = false;
    reported.take_at_face_value();
    let taken = study.question().unwrap().scenario;
    assert_eq!(taken, check(&reported).unwrap());
    assert_ne!(taken, own);
    // a link to the document keeps the switch, and the own belief under it
    let link = LinkDocument { draft: study.document.clone(), ..LinkDocument::default() };
    let opened = crate::open(&encode(&link).fragment, Locale::English).unwrap();
    assert!(
        opened.document.face_value && opened.document.assumptions[&AssumptionId::CausalShare] == Override::Known(0.3)
    );
}

#[test]
fn what_was_found_says_that_it_is_at_face_value_and_is_stale_once_it_is_not() {
    let mut study = Study::new();
    show(&mut study, true, 0);
    study.update(Event::Set(Field::BarDraws, "16".to_owned()));
    compute(&mut study);
    let on = Text::StudyFaceValueOn.en().to_owned();
    assert!(study.head().findings.contains(&on), "{:?}", study.head().findings);
    show(&mut study, false, 0);
    assert!(study.is_stale());
    compute(&mut study);
    assert!(!study.head().findings.contains(&on));
    // the report beside the model obeys, too
    show(&mut study, true, 0);
    study.update(Event::Opened(&survey::SECTION));
    compute(&mut study);
    assert!(study.head().findings.contains(&on));
}

#[test]
fn other_names_leave_what_was_found_and_are_told_in_it() {
    let mut study = Study::new();
    show(&mut study, false, 0);
    study.update(Event::Set(Field::BarDraws, "16".to_owned()));
    compute(&mut study);
    let mut renamed = document(false);
    renamed.policies[0].name = "Renamed".to_owned();
    renamed.comment = "for the board".to_owned();
    let shown = |document: Draft, locale| Event::Shown {
        document: Box::new(document),
        selected: 0,
        locale,
        theme: Theme::Light,
    };
    study.update(shown(renamed.clone(), Locale::English));
    assert!(!study.is_stale());
    assert_eq!(study.kept().unwrap().question.document.policies[0].name, "Renamed");
    // a number is another question
    renamed.policies[0].levers.insert(aftercast_scenario::LeverId::CustomersPerAgent, 3100.0);
    study.update(shown(renamed, Locale::English));
    assert!(study.is_stale());
}

#[test]
fn a_forecast_is_made_at_face_value_and_carries_the_switch() {
    let mut study = Study::new();
    show(&mut study, true, 0);
    study.update(Event::Today("2026-11-30".to_owned()));
    study.update(Event::Opened(&record::SECTION));
    compute(&mut study);
    let file = study.record.save_forecast().unwrap().text;
    assert!(file.contains("\"face_value\": true"), "{file}");
    assert!(study.head().findings.contains(&Text::StudyFaceValueOn.en().to_owned()));
}

#[test]
fn the_policy_selected_in_the_workbench_is_the_one_looked_at() {
    let mut study = Study::new();
    show(&mut study, false, 0);
    assert_eq!(study.settings.policy, Some(0));
    show(&mut study, false, 1);
    assert_eq!(study.settings.policy, Some(1));
    // a choice made here stays while the workbench keeps its own
    study.update(Event::Set(Field::Policy, "today".to_owned()));
    show(&mut study, true, 1);
    assert_eq!(study.settings.policy, None);
}
