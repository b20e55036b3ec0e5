//! Assumptions, evidence and the report, driven by events.

use super::*;
use crate::App;
use crate::event::Event as AppEvent;
use crate::features::assumptions::Event as Assumptions;
use crate::features::company::Event as Company;
use crate::tests::{CAUSE, PLAIN, named, open, row, send, typed};
use aftercast_plot::Locale;
use aftercast_scenario::evidence::{EVIDENCE, EvidenceRole};
use aftercast_scenario::{ASSUMPTIONS, Distribution};

#[test]
fn a_range_is_typed_undone_and_kept_by_the_link() {
    let mut app = open(PLAIN);
    let before: Vec<String> = row(&app, CAUSE).boxes.into_iter().map(|b| b.text).collect();
    assert_eq!(before, ["10%", "50%", "100%"]);
    assert!(typed(&mut app, CAUSE, Part::High, "80%"), "another belief makes other futures");
    let after = row(&app, CAUSE);
    assert_eq!((after.changed, after.error), (true, None));
    assert_eq!(after.own.as_deref(), Some("Was: 10% to 100%, most likely 50%"));
    let opened = open(&app.session().fragment());
    assert_eq!(row(&opened, CAUSE).now, Distribution::Pert { low: 0.1, mode: 0.5, high: 0.8 });
    app.update(AppEvent::Undo);
    assert!(!row(&app, CAUSE).changed);
    app.update(AppEvent::Redo);
    assert!(typed(&mut app, CAUSE, Part::High, "100"), "percent without a sign");
    assert!(app.session().document().assumptions.is_empty(), "its own range is no override");
}

#[test]
fn what_cannot_be_stays_in_its_box_with_the_reason() {
    let mut app = open(PLAIN);
    for (text, reason) in [
        ("soon", "not a number"),
        ("120%", "10% to 100%"),
        ("", "is empty. Type a number from 0% to 100%"),
        ("5%", "rise"),
    ] {
        let reason = if text == "120%" { "0% to 100%" } else { reason };
        assert!(!typed(&mut app, CAUSE, Part::Mode, text));
        let refused = row(&app, CAUSE);
        assert!(refused.error.as_ref().is_some_and(|e| e.contains(reason)), "{text}: {:?}", refused.error);
        assert_eq!(refused.boxes[1].text, text);
        assert!(app.session().document().assumptions.is_empty());
    }
    // three boxes are taken together: the range moves as soon as they are in order
    assert!(typed(&mut app, CAUSE, Part::Low, "2%"));
    assert_eq!(row(&app, CAUSE).now, Distribution::Pert { low: 0.02, mode: 0.05, high: 1.0 });
    assert_eq!(row(&app, CAUSE).error, None);
    typed(&mut app, CAUSE, Part::Mode, "soon");
    app.update(AppEvent::Undo);
    assert_eq!(row(&app, CAUSE).error, None, "what was typed belongs to what was undone");
}

#[test]
fn a_small_share_is_not_taken_for_a_large_one() {
    let mut app = open(PLAIN);
    let id = AssumptionId::FastRefundCost;
    assert_eq!(row(&app, id).boxes[1].text, "0.2%");
    assert!(!typed(&mut app, id, Part::Mode, "0.3"), "0.3 would be 30%");
    assert!(typed(&mut app, id, Part::Mode, "0.3%"));
    assert_eq!(row(&app, id).now, Distribution::Pert { low: 0.0005, mode: 0.003, high: 0.009 });
}

#[test]
fn known_and_back_to_the_range_before() {
    let mut app = open(PLAIN);
    typed(&mut app, CAUSE, Part::High, "80%");
    assert!(send(&mut app, Assumptions::KnownSwitched(CAUSE, true)));
    assert_eq!(row(&app, CAUSE).now, Distribution::Known { value: 0.5 });
    assert!(typed(&mut app, CAUSE, Part::Mode, "40%"));
    assert_eq!(row(&app, CAUSE).boxes.len(), 1);
    assert!(send(&mut app, Assumptions::KnownSwitched(CAUSE, false)));
    assert_eq!(row(&app, CAUSE).now, Distribution::Pert { low: 0.1, mode: 0.5, high: 0.8 });
    assert!(send(&mut app, Assumptions::AllReset));
    assert!(app.session().document().assumptions.is_empty());
}

#[test]
fn a_distribution_without_ends_is_shown_and_can_get_them() {
    let mut app = open(PLAIN);
    for (id, words) in [(AssumptionId::SatSd, "normal, mean 15.7"), (AssumptionId::SeriousEventsPerYear, "lognormal")] {
        let own = row(&app, id);
        assert!(own.boxes.is_empty() && own.shape.is_some_and(|s| s.contains(words)));
        assert!(send(&mut app, Assumptions::RangeWanted(id)));
        assert_eq!(row(&app, id).boxes.len(), 3);
    }
    let Distribution::Pert { low, mode, high } = row(&app, AssumptionId::SatSd).now else { panic!("a range") };
    // 15.7 and 2.576 standard deviations of 0.5, to four digits
    assert_eq!((low, mode, high), (14.41, 15.7, 16.99));
}

#[test]
fn every_assumption_takes_its_own_central_value_as_known() {
    let mut app = open(PLAIN);
    for spec in &ASSUMPTIONS {
        send(&mut app, Assumptions::KnownSwitched(spec.id, true));
        let text = row(&app, spec.id).boxes[0].text.clone();
        assert!(!typed(&mut app, spec.id, Part::Mode, &text), "{}: {text} is what it was", spec.id.name());
        assert_eq!(row(&app, spec.id).error, None);
        assert_eq!(row(&app, spec.id).now, Distribution::Known { value: spec.distribution.central() });
    }
    assert_eq!(app.session().document().assumptions.len(), ASSUMPTIONS.len());
    assert!(app.session().banners().is_empty(), "all known can run");
}

#[test]
fn filters_find_what_rests_on_nothing() {
    let mut app = open(PLAIN);
    let shown = |app: &App, filter: &Filter| {
        app.assumptions().list(filter).groups.into_iter().flat_map(|g| g.rows).map(|r| r.id).collect::<Vec<_>>()
    };
    assert_eq!(shown(&app, &Filter::default()).len(), ASSUMPTIONS.len());
    let bare = shown(&app, &Filter { only_assumptions: true, ..Filter::default() });
    assert!(bare.contains(&CAUSE) && !bare.contains(&AssumptionId::SatSd));
    assert_eq!(shown(&app, &Filter { query: "Causal  SHARE".to_owned(), ..Filter::default() })[0], CAUSE);
    assert!(shown(&app, &Filter { query: "xyzzy".to_owned(), ..Filter::default() }).is_empty());
    typed(&mut app, CAUSE, Part::High, "80%");
    assert_eq!(shown(&app, &Filter { only_changed: true, ..Filter::default() }), [CAUSE]);
}

#[test]
fn histograms_stand_in_their_box() {
    for spec in &ASSUMPTIONS {
        let drawn = shape::shape(spec.distribution, spec.distribution);
        assert!(drawn.bars.starts_with('M') && drawn.own.is_empty() && (0.0..=100.0).contains(&drawn.central));
        let known = shape::shape(Distribution::Known { value: spec.distribution.central() }, spec.distribution);
        assert_eq!(known.bars.matches('M').count(), 1, "one bar");
        assert!(known.own.len() > 100);
    }
}

#[test]
fn the_survey_is_held_against_the_model_worst_first() {
    let mut app = open(PLAIN);
    let input = app.assumptions().report_comparison().unwrap();
    let rows = input.model().unwrap().rows(crate::words::Words(Locale::English));
    assert_eq!(rows.len(), aftercast_validation::survey::ITEMS.len());
    assert!(rows.iter().all(|row| !row.label.is_empty()));
    assert!(rows[0].far && !rows[rows.len() - 1].far, "{rows:?}");
    assert!(rows.iter().any(|row| row.far), "disagreements are shown");
    let built = rows.iter().rposition(|row| row.verdict == "apart at central values");
    assert!(built < rows.iter().position(|row| row.verdict == "agrees by construction"), "{rows:?}");
    // another firm is no contradiction to the report
    assert!(send(&mut app, Company::Typed(named("company.average_order_value"), "1,200".to_owned())));
    assert_eq!(app.assumptions().report_comparison().unwrap(), input);
    // the assumptions in force count
    typed(&mut app, CAUSE, Part::Mode, "90%");
    assert_ne!(app.assumptions().report_comparison().unwrap().model(), input.model());
}

#[test]
fn all_evidence_is_found() {
    let app = open(PLAIN);
    assert_eq!(app.assumptions().evidence_page("", None).len(), EVIDENCE.len());
    let checks = app.assumptions().evidence_page("", Some(EvidenceRole::Check));
    assert!(checks.len() > 10 && checks.len() < EVIDENCE.len());
    let found = app.assumptions().evidence_page("repurchase 78.5", None);
    assert_eq!(found[0].id, "3.1-repurchase");
    assert!(found[0].used_by.iter().any(|name| name.contains("repurchase")), "{:?}", found[0].used_by);
    assert!(app.assumptions().limits().limits.iter().all(|limit| !limit.is_empty()));
}
