//! A correlation changed where the matrix is shown.

use super::tests::compute;
use super::*;
use aftercast_analyses::sections::correlations;
use aftercast_scenario::AssumptionId;

/// The analyses with the section of correlations open on a small document.
fn open() -> Study {
    let mut study = Study::new();
    let mut draft = crate::plain_document(Locale::English);
    draft.settings.draws = 64;
    show(&mut study, draft);
    study.update(Event::Opened(&correlations::SECTION));
    study
}

fn show(study: &mut Study, document: Draft) {
    let document = Box::new(document);
    study.update(Event::Shown { document, selected: 0, locale: Locale::English, theme: Theme::Light });
}

/// Types a correlation of a pair; what the page is asked to open.
fn typed(study: &mut Study, a: AssumptionId, b: AssumptionId, rho: &str) -> Option<Draft> {
    study.update(Event::Set(Field::CorrelationOf, a.name().to_owned()));
    study.update(Event::Set(Field::CorrelationWith, b.name().to_owned()));
    match &study.update(Event::Set(Field::CorrelationRho, rho.to_owned()))[..] {
        [] => None,
        [Effect::Change(document)] => Some((**document).clone()),
        _ => panic!("one change"),
    }
}

fn error(study: &Study) -> Option<String> {
    study.groups()[0].rows[0][2].error.clone()
}

const A: AssumptionId = AssumptionId::Delivery;
const B: AssumptionId = AssumptionId::CostOverrun;
const C: AssumptionId = AssumptionId::CausalShare;

#[test]
fn a_correlation_is_a_change_of_the_document_that_its_link_carries() {
    let mut study = open();
    assert_eq!(study.groups()[0].rows[0].len(), 3);
    // the order of the two does not matter, and the box shows what is in force
    let changed = typed(&mut study, B, A, "−0.6").unwrap();
    assert_eq!(study.groups()[0].rows[0][2].chosen, "−0.4");
    assert_eq!(changed.correlations.into_iter().collect::<Vec<_>>(), [((A.min(B), A.max(B)), -0.6)]);
    let mut draft = study.document.clone();
    draft.correlations.insert((A.min(B), A.max(B)), -0.6);
    show(&mut study, draft.clone());
    assert_eq!(study.groups()[0].rows[0][2].chosen, "−0.6");
    compute(&mut study);
    assert!(study.head().findings.iter().any(|line| line.contains("−0.4 → −0.6")), "{:?}", study.head().findings);
    assert_eq!(typed(&mut study, A, B, "-.6"), None, "nothing changes");
    // an empty box restores what is declared
    assert!(typed(&mut study, A, B, " ").unwrap().correlations.is_empty());
    assert!(typed(&mut study, A, C, "0,25").unwrap().correlations.len() == 2);
}

#[test]
fn what_cannot_be_is_refused_with_the_reason_and_changes_nothing() {
    let mut study = open();
    for wrong in ["2", "x", "1", "0.3.1"] {
        assert_eq!(typed(&mut study, A, B, wrong), None);
        assert!(error(&study).is_some_and(|said| said.contains(wrong) && !said.contains('{')), "{:?}", error(&study));
    }
    assert_eq!(typed(&mut study, A, A, "0.5"), None);
    assert!(error(&study).unwrap().contains("different"));
    let mut draft = study.document.clone();
    draft.correlations.insert((C.min(A), C.max(A)), 0.9);
    draft.correlations.insert((A.min(B), A.max(B)), 0.9);
    show(&mut study, draft);
    assert_eq!(typed(&mut study, B, C, "-0.9"), None);
    let said = error(&study).unwrap();
    assert!(said.contains("0.9") && said.contains("Make one of them smaller"), "{said}");
    study.update(Event::Shown {
        document: Box::new(study.document.clone()),
        selected: 0,
        locale: Locale::Chinese,
        theme: Theme::Light,
    });
    assert!(error(&study).unwrap().contains("无法同时成立"));
    // one that fits is taken
    assert!(typed(&mut study, B, C, "0.8").is_some() && error(&study).is_none());
}
