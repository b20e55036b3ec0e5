//! The consultant's drawer driven by events.

use super::company::Fact;
use super::labels::text;
use super::view::{AssumptionRow, FactRow, Filter, ImportedView};
use super::*;
use crate::event::{Effect, Event as AppEvent};
use aftercast_import::FileRefused;
use aftercast_plot::{Locale, Theme};
use aftercast_scenario::evidence::{EVIDENCE, EvidenceRole};
use aftercast_scenario::fields::FIELDS;
use aftercast_scenario::{ASSUMPTIONS, Company, Distribution, LeverId};

pub(super) fn open(fragment: &str) -> App {
    let mut app = App::new();
    app.update(AppEvent::Opened { fragment: fragment.to_owned(), locale: Locale::English, theme: Theme::Light });
    app
}

pub(super) fn send(app: &mut App, event: Event) -> bool {
    app.update(AppEvent::Defend(event)).iter().any(|effect| matches!(effect, Effect::Run(_)))
}

pub(super) fn row(app: &App, id: AssumptionId) -> AssumptionRow {
    let view = app.assumptions(&Filter::default());
    view.groups.into_iter().flat_map(|g| g.rows).find(|row| row.id == id).unwrap()
}

pub(super) fn fact(app: &App, path: &str) -> FactRow {
    app.company_view().groups.into_iter().flat_map(|g| g.rows).find(|row| row.path == path).unwrap()
}

pub(super) fn named(path: &str) -> Fact {
    Fact::all().find(|fact| fact.path() == path).unwrap()
}

pub(super) fn typed(app: &mut App, id: AssumptionId, part: Part, text: &str) -> bool {
    send(app, Event::AssumptionTyped(id, part, text.to_owned()))
}

pub(super) const CAUSE: AssumptionId = AssumptionId::CausalShare;

#[test]
fn a_range_is_typed_undone_and_kept_by_the_link() {
    let mut app = open("");
    let before: Vec<String> = row(&app, CAUSE).boxes.into_iter().map(|b| b.text).collect();
    assert_eq!(before, ["10%", "50%", "100%"]);
    assert!(typed(&mut app, CAUSE, Part::High, "80%"), "another belief makes other futures");
    let after = row(&app, CAUSE);
    assert_eq!((after.changed, after.error), (true, None));
    assert_eq!(after.own.as_deref(), Some("Was: 10% to 100%, most likely 50%"));
    let opened = open(&app.fragment());
    assert_eq!(row(&opened, CAUSE).now, Distribution::Pert { low: 0.1, mode: 0.5, high: 0.8 });
    app.update(AppEvent::Undo);
    assert!(!row(&app, CAUSE).changed);
    app.update(AppEvent::Redo);
    assert!(typed(&mut app, CAUSE, Part::High, "100"), "percent without a sign");
    assert!(app.document().assumptions.is_empty(), "its own range is no override");
}

#[test]
fn what_cannot_be_stays_in_its_box_with_the_reason() {
    let mut app = open("");
    for (text, reason) in [("soon", "not a number"), ("120%", "10% to 100%"), ("", "not a number"), ("5%", "rise")] {
        let reason = if text == "120%" { "0% to 100%" } else { reason };
        assert!(!typed(&mut app, CAUSE, Part::Mode, text));
        let refused = row(&app, CAUSE);
        assert!(refused.error.as_ref().is_some_and(|e| e.contains(reason)), "{text}: {:?}", refused.error);
        assert_eq!(refused.boxes[1].text, text);
        assert!(app.document().assumptions.is_empty());
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
    let mut app = open("");
    let id = AssumptionId::FastRefundCost;
    assert_eq!(row(&app, id).boxes[1].text, "0.2%");
    assert!(!typed(&mut app, id, Part::Mode, "0.3"), "0.3 would be 30%");
    assert!(typed(&mut app, id, Part::Mode, "0.3%"));
    assert_eq!(row(&app, id).now, Distribution::Pert { low: 0.0005, mode: 0.003, high: 0.009 });
}

#[test]
fn known_and_back_to_the_range_before() {
    let mut app = open("");
    typed(&mut app, CAUSE, Part::High, "80%");
    assert!(send(&mut app, Event::KnownSwitched(CAUSE, true)));
    assert_eq!(row(&app, CAUSE).now, Distribution::Known { value: 0.5 });
    assert!(typed(&mut app, CAUSE, Part::Mode, "40%"));
    assert_eq!(row(&app, CAUSE).boxes.len(), 1);
    assert!(send(&mut app, Event::KnownSwitched(CAUSE, false)));
    assert_eq!(row(&app, CAUSE).now, Distribution::Pert { low: 0.1, mode: 0.5, high: 0.8 });
    assert!(send(&mut app, Event::AssumptionsReset));
    assert!(app.document().assumptions.is_empty());
}

#[test]
fn a_distribution_without_ends_is_shown_and_can_get_them() {
    let mut app = open("");
    for (id, words) in [(AssumptionId::SatSd, "normal, mean 15.7"), (AssumptionId::SeriousEventsPerYear, "lognormal")] {
        let own = row(&app, id);
        assert!(own.boxes.is_empty() && own.shape.is_some_and(|s| s.contains(words)));
        assert!(send(&mut app, Event::RangeWanted(id)));
        assert_eq!(row(&app, id).boxes.len(), 3);
    }
    let Distribution::Pert { low, mode, high } = row(&app, AssumptionId::SatSd).now else { panic!("a range") };
    // 15.7 and 2.576 standard deviations of 0.5, to four digits
    assert_eq!((low, mode, high), (14.41, 15.7, 16.99));
}

#[test]
fn every_assumption_takes_its_own_central_value_as_known() {
    let mut app = open("");
    for spec in &ASSUMPTIONS {
        send(&mut app, Event::KnownSwitched(spec.id, true));
        let text = row(&app, spec.id).boxes[0].text.clone();
        assert!(!typed(&mut app, spec.id, Part::Mode, &text), "{}: {text} is what it was", spec.id.name());
        assert_eq!(row(&app, spec.id).error, None);
        assert_eq!(row(&app, spec.id).now, Distribution::Known { value: spec.distribution.central() });
    }
    assert_eq!(app.document().assumptions.len(), ASSUMPTIONS.len());
    assert!(app.banners().is_empty(), "all known can run");
}

#[test]
fn filters_find_what_rests_on_nothing() {
    let mut app = open("");
    let shown = |app: &App, filter: &Filter| {
        app.assumptions(filter).groups.into_iter().flat_map(|g| g.rows).map(|r| r.id).collect::<Vec<_>>()
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
fn every_fact_has_its_texts_and_stands_in_a_group() {
    let app = open("");
    let view = app.company_view();
    let rows: Vec<FactRow> = view.groups.into_iter().flat_map(|g| g.rows).collect();
    for field in FIELDS {
        let found = rows.iter().find(|row| row.path == format!("company.{}", field.path)).unwrap();
        assert!(!found.label.is_empty() && !found.unit.is_empty() && !found.help.is_empty(), "{}", field.path);
        let key = field.path.replace('.', "_");
        for prefix in ["fact", "fact_unit", "fact_help"] {
            assert!(text(&format!("{prefix}_{key}")).is_some(), "{prefix}_{key}");
        }
        assert!(found.boxes.len() == 1 || found.boxes.iter().all(|b| !b.label.is_empty()), "{}", field.path);
    }
    let boxes: usize = rows.iter().map(|row| row.boxes.len()).sum();
    assert_eq!(boxes, Fact::all().count(), "each fact once");
}

#[test]
fn own_text_of_every_box_is_taken_as_it_stands() {
    let mut app = open("");
    for fact in Fact::all() {
        let rows = app.company_view().groups.into_iter().flat_map(|g| g.rows);
        let text = rows.flat_map(|row| row.boxes).find(|b| b.fact == fact).unwrap().text;
        send(&mut app, Event::FactTyped(fact, text.clone()));
        assert_eq!(app.document().company, Company::default(), "{}: {text}", fact.path());
        assert_eq!(app.company_view().waiting, None, "{}: {text}", fact.path());
    }
}

#[test]
fn facts_that_do_not_fit_wait_at_their_fields() {
    let mut app = open("");
    assert!(send(&mut app, Event::FactTyped(named("company.csi"), "72".to_owned())));
    assert_eq!(app.document().company.csi, 72.0);
    assert!(!send(&mut app, Event::FactTyped(named("company.csi"), "120".to_owned())));
    assert!(!send(&mut app, Event::FactTyped(named("company.tier.share[0]"), "50%".to_owned())));
    assert!(!send(&mut app, Event::FactTyped(named("company.customers"), "many".to_owned())));
    assert_eq!(app.document().company.csi, 72.0, "the running picture stays");
    assert!(app.company_view().waiting.is_some());
    assert_eq!(fact(&app, "company.csi").errors, ["Satisfaction today: 120 is outside 5 to 98."]);
    assert!(fact(&app, "company.tier.share").errors[0].contains("add up to 100%"));
    assert!(fact(&app, "company.customers").errors[0].contains("many"));
    assert!(app.banners().is_empty(), "said where it is wrong");
    send(&mut app, Event::FactsDiscarded);
    assert_eq!(fact(&app, "company.csi").boxes[0].text, "72");
    // two shares that fit only together
    assert!(!send(&mut app, Event::FactTyped(named("company.incident_mix.quality"), "40%".to_owned())));
    assert!(app.company_view().waiting.is_some());
    assert!(send(&mut app, Event::FactTyped(named("company.incident_mix.other"), "12.9%".to_owned())));
    assert_eq!(app.document().company.incident_mix.quality, 0.4);
    app.update(AppEvent::Undo);
    assert_eq!(app.document().company.incident_mix.quality, 0.386, "one step");
}

#[test]
fn figures_that_contradict_each_other_are_named() {
    let mut app = open("");
    assert!(!send(&mut app, Event::FactTyped(named("company.first_response_minutes"), "1".to_owned())));
    let errors = fact(&app, "company.first_response_minutes").errors;
    assert!(errors[0].contains("cannot go together"), "{errors:?}");
}

#[test]
fn todays_policy_and_repurchase() {
    let mut app = open("");
    assert!(send(&mut app, Event::FactTyped(named("today.customers_per_agent"), "4000".to_owned())));
    assert_eq!(app.document().today.get(&LeverId::CustomersPerAgent), Some(&4000.0));
    assert!(send(&mut app, Event::FactTyped(named("company.repurchase"), "53".to_owned())));
    assert_eq!(app.document().company.repurchase, Some(0.53));
    assert!(send(&mut app, Event::FactTyped(named("company.repurchase"), " ".to_owned())));
    assert_eq!(app.document().company.repurchase, None);
    assert!(send(&mut app, Event::FactsReset));
    assert!(app.document().today.is_empty());
    assert!(!app.company_view().changed);
}

#[test]
fn the_survey_company_looks_like_the_survey() {
    let app = open("");
    let made = app.calibration_input().unwrap().calibrate().unwrap();
    // evidence 3.4-staffing, 8.1-structure, 8.2-lifetime
    assert!((made.cost_share - 0.018).abs() < 0.003, "{made:?}");
    assert!((made.split.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    for (share, survey) in made.split.iter().zip([0.42, 0.31, 0.18, 0.09]) {
        assert!((share - survey).abs() < 0.05, "{made:?}");
    }
    assert!(made.utilisation[1] > 2.0, "night contacts more than twice the capacity: {made:?}");
    assert!(made.abandonment[1] > 0.5 && made.abandonment[0] < 0.2, "{made:?}");
    let rows = made.rows(crate::words::Words(Locale::English));
    assert_eq!(rows.len(), 12);
    assert!(rows.iter().all(|row| !row.far), "{rows:?}");
}

#[test]
fn a_wrong_figure_is_seen() {
    let mut app = open("");
    // the orders of a month instead of a year
    assert!(send(&mut app, Event::FactTyped(named("company.orders_per_customer_year"), "0.8".to_owned())));
    let rows = app.calibration_input().unwrap().calibrate().unwrap().rows(crate::words::Words(Locale::English));
    assert!(rows[0].far, "{:?}", rows[0]);
}

#[test]
fn a_file_comes_back_as_it_went() {
    let mut app = open("");
    for (path, text) in [("company.csi", "71.3"), ("today.ai_share", "30%"), ("company.season[10]", "1.8")] {
        assert!(send(&mut app, Event::FactTyped(named(path), text.to_owned())), "{path}");
    }
    for download in [app.facts_csv(), app.facts_json()] {
        let mut other = open("");
        assert!(send(&mut other, Event::Imported { name: download.name.clone(), text: download.text.clone() }));
        assert_eq!(other.document().company, app.document().company, "{}", download.name);
        assert_eq!(other.document().today, app.document().today, "{}", download.name);
        let imported = other.company_view().imported.unwrap();
        assert!(imported.said.contains(&download.name) && imported.faults.is_empty() && imported.undo);
        let changes: Vec<_> =
            imported.changes.iter().map(|c| (c.name.as_str(), c.was.as_str(), c.now.as_str())).collect();
        assert_eq!(changes.len(), 3, "{changes:?}");
        assert_eq!(changes[0], ("Satisfaction today", "68.5", "71.3"));
        assert_eq!((changes[1].0, changes[1].2), ("Season · Nov", "1.8"));
        assert_eq!((changes[2].1, changes[2].2), ("28%", "30%"));
        other.update(AppEvent::Undo);
        assert!(!other.company_view().imported.unwrap().undo, "taken back once");
        assert_eq!(other.document().company, Company::default(), "one step");
    }
}

#[test]
fn a_file_with_faults_changes_nothing_and_names_them_all() {
    let mut app = open("");
    let text = "field;value\ncompany.csi;\"72,5x\"\ncompany.cis;70\ncompany.customers;2000000\ncompany.customers;1\n";
    assert!(!send(&mut app, Event::Imported { name: "own.csv".to_owned(), text: text.to_owned() }));
    assert_eq!(app.document().company, Company::default());
    let faults = app.company_view().imported.unwrap().faults;
    assert_eq!(faults.len(), 3, "{faults:?}");
    assert!(faults[0].contains("Row 2") && faults[1].contains("company.cis") && faults[2].contains("twice"));
    for text in ["", "a,b\nc", "{", "{\"company\": {\"csi\": \"high\"}}", "\u{0}\u{1}"] {
        assert!(!send(&mut app, Event::Imported { name: "x".to_owned(), text: text.to_owned() }));
        assert!(!app.company_view().imported.unwrap().faults.is_empty(), "{text:?}");
    }
    // too large, or no text at all
    assert!(!send(&mut app, Event::ImportUnreadable("year.csv".to_owned(), FileRefused::TooLarge)));
    let ImportedView { said, faults, .. } = app.company_view().imported.unwrap();
    assert!(said.contains("year.csv") && faults[0].contains("1 MB"), "{said} {faults:?}");
    assert_eq!(app.document().company, Company::default());
    // readable, but not possible: it waits at its field
    let text = "company.csi,120\n".to_owned();
    assert!(!send(&mut app, Event::Imported { name: "own.csv".to_owned(), text }));
    assert!(fact(&app, "company.csi").errors[0].contains("120"));
}

#[test]
fn shares_of_a_file_are_in_its_own_unit() {
    let mut app = open("");
    let text = "company.profile.share[0],1\ncompany.incident_rate,9%\n".to_owned();
    send(&mut app, Event::Imported { name: "own.csv".to_owned(), text });
    assert_eq!(fact(&app, "company.profile.share").boxes[0].text, "100%", "1 is the whole");
    assert_eq!(fact(&app, "company.incident_rate").boxes[0].text, "9%");
}

#[test]
fn the_survey_is_held_against_the_model_worst_first() {
    let mut app = open("");
    let input = app.survey_input().unwrap();
    let rows = input.model().unwrap().rows(crate::words::Words(Locale::English));
    assert_eq!(rows.len(), aftercast_validation::survey::ITEMS.len());
    assert!(rows.iter().all(|row| !row.label.is_empty()));
    assert!(rows[0].far && !rows[rows.len() - 1].far, "{rows:?}");
    assert!(rows.iter().any(|row| row.far), "disagreements are shown");
    let built = rows.iter().rposition(|row| row.verdict == "disagrees");
    assert!(built < rows.iter().position(|row| row.verdict == "agrees by construction"), "{rows:?}");
    // another firm is no contradiction to the report
    assert!(send(&mut app, Event::FactTyped(named("company.average_order_value"), "1,200".to_owned())));
    assert_eq!(app.survey_input().unwrap(), input);
    // the assumptions in force count
    typed(&mut app, CAUSE, Part::Mode, "90%");
    assert_ne!(app.survey_input().unwrap().model(), input.model());
}

#[test]
fn all_evidence_is_found() {
    let app = open("");
    assert_eq!(app.evidence_page("", None).len(), EVIDENCE.len());
    let checks = app.evidence_page("", Some(EvidenceRole::Check));
    assert!(checks.len() > 10 && checks.len() < EVIDENCE.len());
    let found = app.evidence_page("repurchase 78.5", None);
    assert_eq!(found[0].id, "3.1-repurchase");
    assert!(found[0].used_by.iter().any(|name| name.contains("repurchase")), "{:?}", found[0].used_by);
    assert!(app.limits().limits.iter().all(|limit| !limit.is_empty()));
}
