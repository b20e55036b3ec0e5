//! Documents whose values do not fit together: what conflicts goes back to its declared value, and nothing else.

use aftercast_link::{LinkDocument, NoticeKind, decode, encode};
use aftercast_scenario::correlations::pair;
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
fn correlations_that_contradict_each_other_go_back_from_the_last() {
    let [a, b, c] = [AssumptionId::CausalShare, AssumptionId::Delivery, AssumptionId::CostOverrun];
    let mut draft = own();
    for (x, y, rho) in [(a, b, 0.5), (a, c, 0.5), (b, c, -0.9)] {
        draft.correlations.insert(pair(x, y).unwrap(), rho);
    }
    let last = *draft.correlations.last_key_value().unwrap().0;
    let (read, taken) = opened(draft);
    assert_kept(&read);
    assert!(taken.len() == 1 && taken[0].starts_with("rho."), "{taken:?}");
    assert!(read.correlations.len() == 2 && !read.correlations.contains_key(&last));
}

#[test]
fn a_correlation_is_read_in_any_order_and_held_within_its_range() {
    let mut draft = own();
    draft.correlations.insert(pair(AssumptionId::Delivery, AssumptionId::CostOverrun).unwrap(), -0.55);
    let written = encode(&LinkDocument { draft: draft.clone(), ..LinkDocument::default() }).fragment;
    assert!(written.contains("rho.deliv~over=-.55") || written.contains("rho.over~deliv=-.55"), "{written}");
    assert_eq!(opened(draft.clone()), (draft, Vec::new()));
    for (link, rho, notices) in [
        ("v=1&p=base.1&rho.over~deliv=.2", 0.2, 1),
        ("v=1&p=base.1&rho.deliv~over=.2", 0.2, 1),
        ("v=1&p=base.1&rho.deliv~over=5", 0.999, 2),
    ] {
        let read = decode(link);
        let own: Vec<f64> = read.document.draft.correlations.into_values().collect();
        assert_eq!((own, read.notices.len()), (vec![rho], notices), "{link}");
    }
    for unknown in ["rho.deliv~deliv=.2", "rho.deliv=.2", "rho.deliv~nobody=.2"] {
        let read = decode(&format!("v=1&p=base.1&{unknown}"));
        assert!(read.document.draft.correlations.is_empty());
        assert!(read.notices.iter().any(|n| n.kind == NoticeKind::Unknown), "{unknown}: {:?}", read.notices);
    }
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
