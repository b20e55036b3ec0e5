//! The selected policy stays the same policy while others move around it, and what was typed into it stays with it.

use crate::event::Event;
use crate::features::policies::{Event as Policies, LeverRow};
use crate::tests::{Page, settled};
use aftercast_plot::Locale;
use aftercast_scenario::LeverId;

const CPA: LeverId = LeverId::CustomersPerAgent;

/// Policies named A, B and C, the last one selected, with a refused text in its first lever.
fn three() -> Page {
    let mut page = settled();
    page.send(Policies::PolicyAdded);
    for (index, name) in ["A", "B", "C"].into_iter().enumerate() {
        page.send(Policies::PolicyRenamed(index, name.to_owned()));
    }
    assert_eq!(page.app.session().selected(), 2);
    page.send(Policies::LeverTyped(CPA, "900".to_owned()));
    page
}

fn selected(page: &Page) -> String {
    let session = page.app.session();
    session.document().policies[session.selected()].name.clone()
}

fn row(page: &Page) -> LeverRow {
    page.app.policies().levers().into_iter().flat_map(|g| g.rows).find(|r| r.id == CPA).unwrap()
}

#[test]
fn what_was_refused_goes_with_its_policy_alone() {
    // another policy goes, or the places change: the text stays
    for event in [Policies::PolicyRemoved(0), Policies::PolicyMoved(0, 2), Policies::PolicyMoved(2, -1)] {
        let mut page = three();
        page.send(event.clone());
        assert_eq!((selected(&page).as_str(), row(&page).text.as_str()), ("C", "900"), "{event:?}");
    }
    // its own policy goes: the next one never had it
    let mut page = three();
    page.send(Policies::PolicySelected(1));
    page.send(Policies::LeverTyped(CPA, "800".to_owned()));
    page.send(Policies::PolicyRemoved(1));
    assert_eq!(selected(&page), "C");
    assert!(row(&page).error.is_none() && row(&page).text != "800", "{:?}", row(&page));
}

#[test]
fn the_address_has_the_policy_in_hand() {
    let mut page = settled();
    // as today's, it needs no run that would write the address again
    for _ in 0..2 {
        page.send(Policies::PolicyAdded);
        let selected = page.app.session().selected();
        let read = Page::open(&page.app.session().fragment());
        assert_eq!(page.fragments.last(), Some(&page.app.session().fragment()));
        assert_eq!(read.app.session().selected(), selected);
    }
}

#[test]
fn a_step_back_leaves_the_same_policy_selected() {
    let mut page = three();
    page.send(Policies::PolicyRemoved(0));
    page.send(Event::Undo);
    assert_eq!((page.app.session().selected(), selected(&page).as_str()), (2, "C"));
    page.send(Event::Redo);
    assert_eq!((page.app.session().selected(), selected(&page).as_str()), (1, "C"));
    page.send(Policies::LeverMoved(CPA, 3000.0));
    page.send(Policies::LeverReleased(CPA));
    page.send(Event::Undo);
    assert_eq!(selected(&page), "C", "the policy that a step changes stays selected, too");
}

#[test]
fn a_copy_keeps_the_number_that_belongs_to_a_name() {
    let mut page = settled();
    page.send(Policies::PolicyRenamed(0, "One agent for 3,000".to_owned()));
    page.send(Policies::PolicyCopied(0));
    page.send(Policies::PolicyCopied(1));
    let names: Vec<&str> = page.app.session().document().policies.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names[..3], ["One agent for 3,000", "One agent for 3,000 2", "One agent for 3,000 3"]);
}

#[test]
fn a_touch_that_moves_nothing_takes_nothing_away() {
    let mut page = settled();
    page.send(Policies::LeverMoved(CPA, 3000.0));
    page.send(Policies::LeverReleased(CPA));
    page.send(Event::Undo);
    let value = page.app.session().lever(0, CPA);
    page.send(Policies::LeverMoved(CPA, value));
    page.send(Policies::LeverReleased(CPA));
    assert_eq!(page.app.session().history(), (false, true), "what was taken back can come again");
}

#[test]
fn a_step_back_does_not_bring_another_language() {
    let mut page = settled();
    let names = |page: &Page| page.app.session().document().policies.iter().map(|p| p.name.clone()).collect::<Vec<_>>();
    let english = names(&page);
    page.send(Event::LocaleChosen(Locale::Chinese));
    page.send(Policies::LeverMoved(CPA, 3000.0));
    page.send(Policies::LeverReleased(CPA));
    assert_ne!(names(&page), english);
    page.send(Event::LocaleChosen(Locale::English));
    page.send(Event::Undo);
    assert_eq!(names(&page), english);
}
