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

fn show(analyses: &mut Analyses, face_value: bool, selected: usize) {
    let document = Box::new(document(face_value));
    analyses.update(Event::Shown { document, selected, locale: Locale::English, theme: Theme::Light });
}

#[test]
fn every_analysis_runs_the_document_at_face_value_where_that_is_switched_on() {
    let mut analyses = Analyses::new();
    show(&mut analyses, false, 0);
    let own = analyses.question().unwrap().scenario;
    show(&mut analyses, true, 0);
    let mut reported = analyses.document.clone();
    reported.face_value = false;
    reported.take_at_face_value();
    let taken = analyses.question().unwrap().scenario;
    assert_eq!(taken, check(&reported).unwrap());
    assert_ne!(taken, own);
    // a link to the document keeps the switch, and the own belief under it
    let link = LinkDocument { draft: analyses.document.clone(), ..LinkDocument::default() };
    let opened = crate::open(&encode(&link).fragment, Locale::English).unwrap();
    assert!(
        opened.document.face_value && opened.document.assumptions[&AssumptionId::CausalShare] == Override::Known(0.3)
    );
}

#[test]
fn what_was_found_says_that_it_is_at_face_value_and_is_stale_once_it_is_not() {
    let mut analyses = Analyses::new();
    show(&mut analyses, true, 0);
    analyses.update(Event::Set(Field::BarDraws, "16".to_owned()));
    compute(&mut analyses);
    let on = Text::StudyFaceValueOn.en().to_owned();
    assert!(analyses.head().findings.contains(&on), "{:?}", analyses.head().findings);
    show(&mut analyses, false, 0);
    assert!(analyses.is_stale());
    compute(&mut analyses);
    assert!(!analyses.head().findings.contains(&on));
    // the report beside the model obeys, too
    show(&mut analyses, true, 0);
    analyses.update(Event::Opened(&survey::SECTION));
    compute(&mut analyses);
    assert!(analyses.head().findings.contains(&on));
}

#[test]
fn other_names_leave_what_was_found_and_are_told_in_it() {
    let mut analyses = Analyses::new();
    show(&mut analyses, false, 0);
    analyses.update(Event::Set(Field::BarDraws, "16".to_owned()));
    compute(&mut analyses);
    let mut renamed = document(false);
    renamed.policies[0].name = "Renamed".to_owned();
    renamed.comment = "for the board".to_owned();
    let shown = |document: Draft, locale| Event::Shown {
        document: Box::new(document),
        selected: 0,
        locale,
        theme: Theme::Light,
    };
    analyses.update(shown(renamed.clone(), Locale::English));
    assert!(!analyses.is_stale());
    assert_eq!(analyses.kept().unwrap().question.document.policies[0].name, "Renamed");
    // a number is another question
    renamed.policies[0].levers.insert(aftercast_scenario::LeverId::CustomersPerAgent, 3100.0);
    analyses.update(shown(renamed, Locale::English));
    assert!(analyses.is_stale());
}

#[test]
fn a_forecast_is_made_at_face_value_and_carries_the_switch() {
    let mut analyses = Analyses::new();
    show(&mut analyses, true, 0);
    analyses.update(Event::Today("2026-11-30".to_owned()));
    analyses.update(Event::Opened(&aftercast_analyses::sections::forecast_log::SECTION));
    compute(&mut analyses);
    let file = analyses.forecast_log.save_forecast().unwrap().text;
    assert!(file.contains("\"face_value\": true"), "{file}");
    assert!(analyses.head().findings.contains(&Text::StudyFaceValueOn.en().to_owned()));
}

#[test]
fn the_policy_selected_in_the_workbench_is_the_one_looked_at() {
    let mut analyses = Analyses::new();
    show(&mut analyses, false, 0);
    assert_eq!(analyses.settings.policy, Some(0));
    show(&mut analyses, false, 1);
    assert_eq!(analyses.settings.policy, Some(1));
    // a choice made here stays while the workbench keeps its own
    analyses.update(Event::Set(Field::Policy, "today".to_owned()));
    show(&mut analyses, true, 1);
    assert_eq!(analyses.settings.policy, None);
}
