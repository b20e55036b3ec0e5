//! What the page shows holds together: switches, statistics and their names.

use crate::event::Event;
use crate::features::documents as share;
use crate::features::policies::{Column, Event as Policies};
use crate::tests::{Page, settled};
use aftercast_engine::check;
use aftercast_scenario::{AssumptionId, Draft, LeverId, Override, json};

fn staffed() -> Page {
    let mut page = settled();
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    page.compute();
    page
}

#[test]
fn a_scenario_file_saved_at_face_value_runs_as_the_page_did() {
    let mut page = staffed();
    page.app.session.document.assumptions.insert(AssumptionId::CausalShare, Override::Known(0.3));
    page.send(Event::FaceValueSwitched(true));
    page.compute();
    let (draft, violations) = json::read(&page.app.documents().scenario_file().content);
    assert!(violations.is_empty(), "{violations}");
    assert_eq!(check(&draft).unwrap(), check(&page.app.session().running_document()).unwrap());
    // an own belief is under the switch, not lost to it
    assert_eq!(draft.assumptions[&AssumptionId::CausalShare], Override::Known(0.3));
    let (own, file) = (page.app.policies().headline().plain, page.app.documents().scenario_file().content);
    // opened elsewhere, and opened where another document was looked at
    for mut other in [settled(), staffed()] {
        other.send(Event::Documents(share::Event::FileRead(file.clone())));
        other.compute();
        assert!(other.app.session().face_value());
        assert_eq!(other.app.policies().headline().plain, own);
    }
}

#[test]
fn a_file_without_the_switch_is_not_read_under_the_switch_of_the_document_before() {
    let mut page = staffed();
    let file = page.app.documents().scenario_file().content;
    let own = page.app.policies().headline().plain;
    page.send(Event::FaceValueSwitched(true));
    page.compute();
    page.send(Event::Documents(share::Event::FileRead(file.clone())));
    page.compute();
    assert!(!page.app.session().face_value());
    assert_eq!(page.app.policies().headline().plain, own);
    assert!(!json::read(&file).0.face_value && !file.contains("face_value"), "{file}");
    assert_eq!(Draft::default(), json::read("{}").0);
}

#[test]
fn each_statistic_of_the_net_gain_has_a_name_of_its_own() {
    use crate::features::charts::RenderContext;
    use aftercast_i18n::Locale;
    use aftercast_wording::GainStatistic;
    for locale in [Locale::English, Locale::Chinese] {
        let names = GainStatistic::ALL.map(|s| s.name().to(locale));
        assert!((0..3).all(|a| (a + 1..3).all(|b| names[a] != names[b])), "{names:?}");
        let mut page = staffed();
        page.send(Event::LocaleChosen(locale));
        // headline, card, chain and fan give one number: the median of the run on the page
        let median = page.app.policies().table().rows[1].cell(Column::Gain).clone();
        assert_eq!(page.app.policies().table().columns[0].caption, names[0]);
        let node = page.app.charts().chain(80.0, 20.0).pop().unwrap();
        assert_eq!((node.label.as_str(), &node.policy), (names[0], &median.value));
        let fan = page.app.charts().fan(600.0, 300.0).chart.unwrap();
        assert!(
            fan.series[0].label.contains(median.value.trim_start_matches('−')),
            "{} {median:?}",
            fan.series[0].label
        );
        let claim = page.app.policies().headline().plain;
        assert!(claim.contains(&median.value), "{claim} {median:?}");
        // the ends of the waterfall are the medians too
        let bridge = page.app.charts().bridge(RenderContext::page((600.0, 400.0)));
        let ends = [bridge.readouts.first().unwrap(), bridge.readouts.last().unwrap()];
        assert!(ends.iter().all(|text| text.contains(names[0])), "{ends:?}");
        let rows = &bridge.table.rows;
        assert!(!rows.iter().flatten().any(|cell| cell.contains(names[2])), "{rows:?}");
    }
}

#[test]
fn a_claim_outside_the_evidence_or_at_the_customers_cost_says_so() {
    let mut page = settled();
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 10_000.0));
    page.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    page.compute();
    let sub = page.app.policies().headline().sub;
    assert!(
        sub.contains("Customers per agent 10,000 is beyond what the report's figures support (3,000 to 5,000)"),
        "{sub}"
    );
    assert!(sub.contains("Satisfaction falls from") && sub.contains("give up before an answer"), "{sub}");
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    page.compute();
    let sub = page.app.policies().headline().sub;
    assert!(!sub.contains("beyond") && !sub.contains("falls"), "{sub}");
    // what is said of another policy is a claim too
    let page = settled();
    assert!(
        page.app.policies().headline().sub.contains("The report has no figures for these settings"),
        "{}",
        page.app.policies().headline().sub
    );
}
