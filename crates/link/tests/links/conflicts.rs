//! Documents whose values do not fit together: what conflicts goes back to its declared value, and nothing else.

use aftercast_link::{LinkDocument, NoticeKind, decode, encode};
use aftercast_scenario::{AssumptionId, Company, Draft, Override};

/// What a document opens to that was written as it is, and the keys that were taken back.
fn opened(draft: Draft) -> (Draft, Vec<String>) {
    let read = decode(&encode(&LinkDocument { draft, ..LinkDocument::default() }).fragment);
    let taken = read.notices.into_iter().map(|notice| {
        assert!(matches!(notice.kind, NoticeKind::Conflict(_)), "{notice}");
        notice.key
    });
    let taken = taken.collect();
    (read.document.draft, taken)
}

/// A document that runs, with a name and a belief of its own.
fn own() -> Draft {
    let mut draft = Draft { name: "Own".to_owned(), ..Draft::default() };
    draft.assumptions.insert(AssumptionId::CausalShare, Override::Known(0.3));
    draft
}

/// The name and the belief are still there.
fn assert_kept(draft: &Draft) {
    assert_eq!(draft.name, "Own");
    assert_eq!(draft.assumptions.get(&AssumptionId::CausalShare), Some(&Override::Known(0.3)));
}

#[test]
fn what_fits_together_stays() {
    let (read, taken) = opened(own());
    assert_eq!((&read, taken.len()), (&own(), 0));
}

#[test]
fn waits_go_back_together() {
    let standard = Company::default();
    let mut draft = own();
    // at night alone the day would already wait longer than its mean
    draft.company.first_response_minutes = 1.0;
    draft.company.night_response_minutes = 100.0;
    let (read, taken) = opened(draft);
    assert_kept(&read);
    assert_eq!(taken.len(), 2, "{taken:?}");
    assert_eq!(read.company.first_response_minutes, standard.first_response_minutes);
    assert_eq!(read.company.night_response_minutes, standard.night_response_minutes);
}

#[test]
fn a_belief_that_contradicts_the_waits_goes_back_alone() {
    let mut draft = own();
    draft.assumptions.insert(AssumptionId::NightLoadShare, Override::Known(0.54));
    let (read, taken) = opened(draft);
    assert_kept(&read);
    assert_eq!((taken.len(), read.assumptions.len()), (1, 1), "{taken:?}");
}

#[test]
fn shares_of_incidents_go_back_together() {
    let standard = Company::default();
    let mut draft = own();
    draft.company.incident_mix.quality += 0.2;
    draft.company.incident_mix.other += 0.2;
    let (read, taken) = opened(draft);
    assert_kept(&read);
    assert_eq!((taken.len(), read.company.incident_mix), (2, standard.incident_mix), "{taken:?}");
}

#[test]
fn scores_that_leave_no_room_go_back_together() {
    let mut draft = own();
    draft.company.csi = 98.0;
    draft.company.tier.csi_offset = [60.0, 60.0, -60.0];
    let (read, taken) = opened(draft);
    assert_kept(&read);
    assert_eq!((taken.len(), read.company), (2, Company::default()), "{taken:?}");
}
