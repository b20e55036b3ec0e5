//! Links and addresses, driven as a page drives them.

use crate::event::{Effect, Event};
use crate::features::policies::goal::{GoalInput, GoalKind};
use crate::features::policies::{Event as Policies, Headline};
use crate::tests::*;
use aftercast_plot::Locale;
use aftercast_scenario::LeverId;

#[test]
fn a_link_opens_to_the_same_numbers_to_the_last_digit() {
    let mut page = settled_in_full();
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    page.send(Policies::GoalChanged(GoalInput { kind: GoalKind::PaybackWithin, bound: "24".to_owned() }));
    page.send(Event::LocaleChosen(Locale::Chinese));
    page.compute();
    let link = page.fragments.last().unwrap().clone();
    let mut other = Page::open(&link);
    other.compute();
    assert_eq!(other.app.session().document(), page.app.session().document());
    let (own, found) = (page.app.policies().headline(), other.app.policies().headline());
    assert_eq!(found, Headline { verified: true, draws: format!("✓ 已核对 · {}", own.draws), ..own });
    assert_eq!(cells(&other.app), cells(&page.app));
    assert_eq!(other.app.charts().months(), page.app.charts().months());
    assert_eq!(other.app.session().fragment(), link);
}

#[test]
fn good_news_of_a_link_is_told_in_the_status_line_while_it_holds() {
    let mut page = settled();
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    page.compute();
    let mut other = Page::open(page.fragments.last().unwrap());
    let status = |page: &Page| page.app.policies().status().text;
    assert!(!status(&other).contains('✓'), "nothing is compared yet");
    other.compute();
    assert!(other.app.session().banners().is_empty(), "nothing has to be decided");
    assert!(status(&other).ends_with("✓ verified: same numbers as the sender's"), "{}", status(&other));
    other.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 4000.0));
    other.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    other.compute();
    assert!(!status(&other).contains('✓') && !other.app.policies().headline().verified);
    other.send(Event::Undo);
    other.compute();
    assert!(status(&other).contains('✓'), "the sender's document again");
}

#[test]
fn a_link_that_drifted_says_so() {
    let mut page = settled();
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.compute();
    let mut link = aftercast_link::decode(page.fragments.last().unwrap()).document;
    link.result = Some(0.25);
    let mut other = Page::open(&aftercast_link::encode(&link).fragment);
    other.compute();
    let banners = other.app.session().banners();
    assert!(banners[0].alert && banners[0].lines[0].contains("25 of 100"), "{banners:?}");
    // a document that is not the one that was sent is not held against the sender's result: neither drifted nor verified
    let fragment = page.fragments.last().unwrap().replace("cpa=3000", "cpa=9");
    let mut other = Page::open(&fragment);
    other.compute();
    let banners = other.app.session().banners();
    // an older engine's is told beside today's all the same
    let older = fragment.replace("e=2.0.0", "e=1.0.0");
    let mut old = Page::open(&older);
    old.compute();
    let told = old.app.session().banners();
    assert!(
        told.iter().any(|b| b.lines.iter().any(|line| line.contains("of futures meet the goal with engine 1.0.0"))),
        "{told:?}"
    );
    assert!(
        banners.iter().all(|b| !b.title.contains("another result")) && !other.app.policies().headline().verified,
        "{banners:?}"
    );
}

#[test]
fn a_damaged_link_opens_with_a_banner_that_lists_what_was_wrong() {
    let mut page = settled();
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.compute();
    let link = page.fragments.last().unwrap();
    let broken = link.replace("cpa=3000", "cpa=9") + "x";
    let other = Page::open(&broken);
    let lines = other.app.session().banners()[0].lines.clone();
    assert!(lines.iter().any(|l| l.starts_with("Customers per agent = 9: outside 1,500 to 10,000")), "{lines:?}");
    assert_eq!(other.app.session().lever(0, LeverId::CustomersPerAgent), 1500.0);
}

#[test]
fn the_address_changed_by_hand_is_followed_and_can_be_taken_back() {
    let mut page = settled();
    let before = page.app.session().document().clone();
    page.send(Event::FragmentChanged(page.app.session().fragment()));
    assert!(!page.app.session().history().0, "our own fragment is no change");
    page.send(Event::FragmentChanged("v=1&cpa=4000".to_owned()));
    assert_eq!(page.app.session().lever(0, LeverId::CustomersPerAgent), 4000.0);
    page.send(Event::Undo);
    assert_eq!(*page.app.session().document(), before);
}

/// The address with a view in it, its checksum made anew.
fn at(page: &Page, view: &str) -> String {
    let link = aftercast_link::decode(page.fragments.last().unwrap()).document;
    aftercast_link::encode(&aftercast_link::LinkDocument { view: view.to_owned(), ..link }).fragment
}

#[test]
fn back_from_a_place_keeps_what_was_done_there() {
    let mut page = settled();
    let decide = page.fragments.last().unwrap().clone();
    page.send(Event::PlaceShown("model.company".to_owned()));
    page.send(crate::features::company::Event::Typed(named("company.csi"), "71".to_owned()));
    let after = page.app.session().document().clone();
    page.send(Event::PlaceReturned(decide));
    assert_eq!((page.app.session().place(), page.app.session().document()), ("", &after));
    assert!(page.fragments.last().unwrap().contains("co.csi=71"), "the entry is of the document as it is");
}

#[test]
fn a_place_is_in_the_address_and_back_leads_to_the_one_before() {
    let mut page = settled();
    let (decide, document) = (page.fragments.last().unwrap().clone(), page.app.session().document().clone());
    assert!(page.app.update(Event::PlaceShown(String::new())).is_empty());
    // another place is a further entry of the history, another section is not
    let effects = page.app.update(Event::PlaceShown("analyse".to_owned()));
    let [Effect::NextPlace, Effect::WriteFragment(analyse)] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(analyse.contains("&view=analyse&"), "{analyse}");
    let effects = page.app.update(Event::PlaceShown("analyse.stress".to_owned()));
    let [Effect::WriteFragment(stress)] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(stress.contains("&view=analyse.stress&"), "{stress}");
    // the link of the brief is of the document, the one of the bar opens here
    assert!(!page.app.documents().link("https://x.org/").contains("view="));
    assert!(page.app.documents().link_here("https://x.org/").contains("view=analyse.stress"));
    let (mut reader, stress) = (Page::open(stress), stress.clone());
    assert_eq!(reader.app.session().place(), "analyse.stress");
    assert!(reader.app.session().banners().is_empty(), "{:?}", reader.app.session().banners());
    reader.send(Event::Undo);
    page.send(Event::Returned(decide, page.app.session().document_id()));
    assert_eq!((page.app.session().place(), page.app.session().document()), ("", &document));
    assert!(!page.app.session().history().0 && page.runs.is_empty(), "the document is the same");
    page.send(Event::Returned(stress, page.app.session().document_id()));
    assert_eq!(page.app.session().place(), "analyse.stress");
    assert!(!page.app.session().history().0 && page.runs.is_empty());
}

#[test]
fn a_document_is_kept_without_its_place() {
    let mut page = settled();
    page.send(Event::PlaceShown("analyse.tornado".to_owned()));
    let effects = page.app.update(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    let written = effects.iter().find_map(|e| if let Effect::WriteFragment(f) = e { Some(f) } else { None }).unwrap();
    let kept = effects.iter().find_map(|e| match e {
        Effect::Store(crate::event::StorageEffect::Keep(stored)) => Some(&stored.fragment),
        _ => None,
    });
    assert!(written.contains("view=analyse.tornado") && written.contains("cpa=3000"), "{written}");
    assert!(kept.is_some_and(|kept| !kept.contains("view=") && kept.contains("cpa=3000")), "{kept:?}");
}

#[test]
fn an_unknown_view_is_a_notice_and_a_damaged_link_keeps_its_place() {
    let page = settled();
    let other = Page::open(&at(&page, "garden"));
    assert_eq!(other.app.session().place(), "");
    let lines = other.app.session().banners()[0].lines.clone();
    assert!(lines.iter().any(|line| line.starts_with("view = garden cannot be read")), "{lines:?}");
    // which sections there are is known to the analyses alone
    assert_eq!(Page::open(&at(&page, "analyse.garden")).app.session().place(), "analyse.garden");
    let broken = Page::open(&format!("{}&zz=1", at(&page, "budget").split("&k=").next().unwrap()));
    assert_eq!(broken.app.session().place(), "budget");
    assert!(!broken.app.session().banners().is_empty());
    // typed into the address of the page that is open
    let mut page = page;
    let typed = |view: &str| at(&page, view).split("&k=").next().unwrap_or_default().to_owned();
    let (section, garden) = (typed("analyse.garden"), typed("garden"));
    page.send(Event::Returned(section, None));
    assert_eq!(page.app.session().place(), "analyse.garden");
    page.send(Event::Returned(garden, None));
    assert_eq!(page.app.session().place(), "");
    assert!(!page.app.session().banners().is_empty(), "it is told");
}

// found in use: a link cut before its engine aimed at another goal, and only the address said so
#[test]
fn a_cut_link_names_the_goal_that_is_used() {
    let page = crate::tests::Page::open("v=1&p=base.1&name=Staff+the+peaks&peak=.5");
    let banners = page.app.session().banners();
    let lines: Vec<String> = banners.into_iter().flat_map(|banner| banner.lines).collect();
    assert!(lines.iter().any(|line| line.starts_with("The goal used: a policy that ")), "{lines:?}");
    let whole = crate::tests::Page::open(crate::tests::PLAIN);
    assert!(whole.app.session().banners().is_empty());
}
