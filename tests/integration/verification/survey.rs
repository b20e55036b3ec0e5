//! Every figure kept for checking is compared, read from the right place of the model, and reconciled where one assumption can.

use aftercast_engine::check;
use aftercast_engine::run::central::central;
use aftercast_i18n::Text;
use aftercast_microsim::Averaging;
use aftercast_scenario::evidence::{EVIDENCE, EvidenceRole};
use aftercast_scenario::{AssumptionId, Draft, Override, json};
use aftercast_validation::survey::{Compared, ITEMS, SurveyVerdict, compare_with_survey, modelled};

fn compared(draft: &Draft, draws: u64) -> Vec<Compared> {
    compare_with_survey(&check(draft).unwrap(), draws).unwrap()
}

fn modelled_at(draft: &Draft, key: &str) -> f64 {
    let position = ITEMS.iter().position(|i| i.key == key).unwrap();
    modelled(&check(draft).unwrap()).unwrap()[position].unwrap()
}

fn row<'a>(rows: &'a [Compared], key: &str) -> &'a Compared {
    rows.iter().find(|r| r.item.key == key).unwrap()
}

#[test]
fn every_reported_number_of_role_check_is_compared() {
    for e in EVIDENCE.iter().filter(|e| e.role == EvidenceRole::Check) {
        for position in 0..e.reported.len() {
            let compared = ITEMS.iter().any(|i| i.evidence == e.id && i.position == position);
            assert!(compared, "{} number {position} has no modelled quantity", e.id);
        }
    }
    for item in &ITEMS {
        let entry = EVIDENCE.iter().find(|e| e.id == item.evidence).unwrap();
        assert!(entry.role == EvidenceRole::Check && item.position < entry.reported.len(), "{}", item.key);
    }
}

#[test]
fn figures_verdicts_and_readings_have_words() {
    let has = |key: String| assert!(Text::ALL.iter().any(|t| t.key() == key), "no text {key}");
    ITEMS.iter().for_each(|i| has(format!("survey_{}", i.key)));
    for v in [
        SurveyVerdict::ByConstruction,
        SurveyVerdict::Agrees,
        SurveyVerdict::WithinUncertainty,
        SurveyVerdict::Disagrees,
        SurveyVerdict::NotDefined,
    ] {
        has(format!("verdict_{}", v.name()));
    }
    Averaging::ALL.iter().for_each(|r| has(format!("reading_{}", r.name())));
}

#[test]
fn modelled_figures_are_those_of_the_golden_runs() {
    // the same quantities from whole golden scenarios, by another way
    let rows = compared(&Draft::default(), 16);
    let run = |name: &str| {
        let path = format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let scenario = check(&json::read(&std::fs::read_to_string(path).unwrap()).0).unwrap();
        let levers = scenario.policies()[0].levers;
        central(scenario.company(), scenario.today(), &scenario.central(), &levers).unwrap()
    };
    let near = |key: &str, theirs: f64| {
        let ours = row(&rows, key).central.unwrap();
        assert!((ours - theirs).abs() <= 1e-9 * theirs.abs(), "{key}: {ours} not {theirs}");
    };
    let law = run("strict_law");
    let year = |months: &[aftercast_engine::model::Month<f64>], f: fn(&aftercast_engine::model::Month<f64>) -> f64| {
        months[24..].iter().map(f).sum::<f64>()
    };
    near("law_csi", year(&law.policy.months, |m| m.csi) / 12.0);
    near(
        "law_cost",
        year(&law.policy.months, |m| m.service_cost) / year(&law.baseline.months, |m| m.service_cost) - 1.0,
    );
    near(
        "law_repurchase",
        year(&law.policy.months, |m| m.repurchase) / year(&law.baseline.months, |m| m.repurchase) - 1.0,
    );
    let value = run("value_centre");
    near("value_multiple", value.comparison.revenue_multiple.unwrap());
    near(
        "value_cost_share",
        year(&value.policy.months, |m| m.service_cost) / year(&value.policy.months, |m| m.revenue),
    );
    near("vip_multiple", run("vip_lane").comparison.revenue_multiple.unwrap());
    let hybrid = run("hybrid_ai");
    near("hybrid_revenue_multiple", hybrid.comparison.revenue_multiple.unwrap());
    near("hybrid_contribution_multiple", hybrid.comparison.contribution_multiple.unwrap());
    near("lifetime_months", hybrid.baseline.ending.lifetime.months);
    let cost: f64 = hybrid.baseline.months[..12].iter().map(|m| m.service_cost).sum();
    near("split_labour", hybrid.baseline.months[..12].iter().map(|m| m.lines.labour).sum::<f64>() / cost);
}

#[test]
fn what_disagrees_comes_first_and_says_what_would_reconcile() {
    let rows = compared(&Draft::default(), 64);
    assert_eq!(rows.len(), ITEMS.len());
    let verdicts: Vec<SurveyVerdict> = rows.iter().map(|r| r.verdict).collect();
    let last_bad = verdicts.iter().rposition(|v| *v == SurveyVerdict::Disagrees).unwrap();
    let first_good = verdicts.iter().position(|v| *v == SurveyVerdict::Agrees).unwrap();
    assert!(last_bad < first_good, "{verdicts:?}");
    // what is said to reconcile does: put it in, and the figure is what was reported
    let mut tried = 0;
    for r in &rows {
        assert!(r.gap > 0.1 || r.reconciles.is_empty());
        for x in &r.reconciles {
            let mut draft = Draft::default();
            draft.assumptions.insert(x.assumption, Override::Known(x.value));
            let ours = modelled_at(&draft, r.item.key);
            assert!((ours / r.reported - 1.0).abs() < 1e-4, "{} by {:?}: {ours}", r.item.key, x);
            tried += 1;
        }
    }
    assert!(tried >= 3, "{tried}");
    // and where none is named, the ends of no range cross it
    let response = row(&rows, "response_repurchase");
    assert!(response.verdict == SurveyVerdict::Disagrees && response.reconciles.is_empty());
    for id in [AssumptionId::RepurchaseScale, AssumptionId::SatSd, AssumptionId::RepurchaseMidpoint] {
        let (low, high) = aftercast_scenario::check::override_range(id);
        for value in [low, high] {
            let mut draft = Draft::default();
            draft.assumptions.insert(id, Override::Known(value));
            if check(&draft).is_ok() {
                assert!(modelled_at(&draft, "response_repurchase") > 0.8, "{id:?} {value}");
            }
        }
    }
}
