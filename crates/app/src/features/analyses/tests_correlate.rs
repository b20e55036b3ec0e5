//! A correlation changed where the matrix is shown.

use super::tests::compute;
use super::*;
use aftercast_analyses::sections::correlations;
use aftercast_scenario::AssumptionId;

/// The analyses with the section of correlations open on a small document.
fn open() -> Analyses {
    let mut analyses = Analyses::new();
    let mut draft = crate::plain_document(Locale::English);
    draft.settings.draws = 64;
    show(&mut analyses, draft);
    analyses.update(Event::Opened(&correlations::SECTION));
    analyses
}

fn show(analyses: &mut Analyses, document: Draft) {
    let document = Box::new(document);
    analyses.update(Event::Shown { document, selected: 0, locale: Locale::English, theme: Theme::Light });
}

/// Types a correlation of a pair; what the page is asked to open.
fn typed(analyses: &mut Analyses, a: AssumptionId, b: AssumptionId, rho: &str) -> Option<Draft> {
    analyses.update(Event::Set(Field::CorrelationOf, a.name().to_owned()));
    analyses.update(Event::Set(Field::CorrelationWith, b.name().to_owned()));
    match &analyses.update(Event::Set(Field::CorrelationRho, rho.to_owned()))[..] {
        [] => None,
        [Effect::Change(document)] => Some((**document).clone()),
        _ => panic!("one change"),
    }
}

fn error(analyses: &Analyses) -> Option<String> {
    analyses.groups()[0].rows[0][2].error.clone()
}

const A: AssumptionId = AssumptionId::Delivery;
const B: AssumptionId = AssumptionId::CostOverrun;
const C: AssumptionId = AssumptionId::CausalShare;

#[test]
fn a_correlation_is_a_change_of_the_document_that_its_link_carries() {
    let mut analyses = open();
    assert_eq!(analyses.groups()[0].rows[0].len(), 3);
    // the order of the two does not matter, and the box shows what is in force
    let changed = typed(&mut analyses, B, A, "−0.6").unwrap();
    assert_eq!(analyses.groups()[0].rows[0][2].chosen, "−0.4");
    assert_eq!(changed.correlations.into_iter().collect::<Vec<_>>(), [((A.min(B), A.max(B)), -0.6)]);
    let mut draft = analyses.document.clone();
    draft.correlations.insert((A.min(B), A.max(B)), -0.6);
    show(&mut analyses, draft.clone());
    assert_eq!(analyses.groups()[0].rows[0][2].chosen, "−0.6");
    compute(&mut analyses);
    assert!(analyses.head().findings.iter().any(|line| line.contains("−0.4 → −0.6")), "{:?}", analyses.head().findings);
    assert_eq!(typed(&mut analyses, A, B, "-.6"), None, "nothing changes");
    // an empty box restores what is declared
    assert!(typed(&mut analyses, A, B, " ").unwrap().correlations.is_empty());
    assert!(typed(&mut analyses, A, C, "0,25").unwrap().correlations.len() == 2);
}

#[test]
fn what_cannot_be_is_refused_with_the_reason_and_changes_nothing() {
    let mut analyses = open();
    for wrong in ["2", "x", "1", "0.3.1"] {
        assert_eq!(typed(&mut analyses, A, B, wrong), None);
        assert!(
            error(&analyses).is_some_and(|said| said.contains(wrong) && !said.contains('{')),
            "{:?}",
            error(&analyses)
        );
    }
    assert_eq!(typed(&mut analyses, A, A, "0.5"), None);
    assert!(error(&analyses).unwrap().contains("different"));
    let mut draft = analyses.document.clone();
    draft.correlations.insert((C.min(A), C.max(A)), 0.9);
    draft.correlations.insert((A.min(B), A.max(B)), 0.9);
    show(&mut analyses, draft);
    assert_eq!(typed(&mut analyses, B, C, "-0.9"), None);
    let said = error(&analyses).unwrap();
    assert!(said.contains("0.9") && said.contains("Make one of them smaller"), "{said}");
    analyses.update(Event::Shown {
        document: Box::new(analyses.document.clone()),
        selected: 0,
        locale: Locale::Chinese,
        theme: Theme::Light,
    });
    assert!(error(&analyses).unwrap().contains("无法同时成立"));
    // it stays in its box until the pair is another one
    assert_eq!(analyses.groups()[0].rows[0][2].chosen, "-0.9");
    analyses.update(Event::Set(Field::CorrelationOf, A.name().to_owned()));
    assert_eq!((analyses.groups()[0].rows[0][2].chosen.as_str(), error(&analyses)), ("0.9", None));
    // one that fits is taken
    assert!(typed(&mut analyses, B, C, "0.8").is_some() && error(&analyses).is_none());
}
