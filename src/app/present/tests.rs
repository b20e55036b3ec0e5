//! What the page shows holds together: switches, statistics and their names.

use super::super::tests::{Page, settled};
use crate::app::event::Event;
use crate::app::share;
use crate::engine::scenario::{AssumptionId, Draft, LeverId, Override, check, json};

fn staffed() -> Page {
    let mut page = settled();
    page.send(Event::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.send(Event::LeverReleased(LeverId::CustomersPerAgent));
    page.compute();
    page
}

#[test]
fn a_scenario_file_saved_at_face_value_runs_as_the_page_did() {
    let mut page = staffed();
    page.app.document.assumptions.insert(AssumptionId::CausalShare, Override::Known(0.3));
    page.send(Event::FaceValueSwitched(true));
    page.compute();
    let (draft, violations) = json::read(&page.app.scenario_file().content);
    assert!(violations.is_empty(), "{violations}");
    assert_eq!(check(&draft).unwrap(), check(&page.app.running_document()).unwrap());
    // an own belief is under the switch, not lost to it
    assert_eq!(draft.assumptions[&AssumptionId::CausalShare], Override::Known(0.3));
    let (own, file) = (page.app.headline().plain, page.app.scenario_file().content);
    // opened elsewhere, and opened where another document was looked at
    for mut other in [settled(), staffed()] {
        other.send(Event::Share(share::Event::FileRead(file.clone())));
        other.compute();
        assert!(other.app.face_value());
        assert_eq!(other.app.headline().plain, own);
    }
}

#[test]
fn a_file_without_the_switch_is_not_read_under_the_switch_of_the_document_before() {
    let mut page = staffed();
    let file = page.app.scenario_file().content;
    let own = page.app.headline().plain;
    page.send(Event::FaceValueSwitched(true));
    page.compute();
    page.send(Event::Share(share::Event::FileRead(file.clone())));
    page.compute();
    assert!(!page.app.face_value());
    assert_eq!(page.app.headline().plain, own);
    assert!(!json::read(&file).0.face_value && !file.contains("face_value"), "{file}");
    assert_eq!(Draft::default(), json::read("{}").0);
}
