//! The room table, driven as a page drives it.

use super::Event as Workshop;
use super::room::{Event as Seats, KEY};
use crate::event::{Effect, Event};
use crate::features::policies::Event as Policies;
use crate::tests::{Page, settled, settled_in_full, staffed, staffed_in_full};
use aftercast_scenario::LeverId;

fn seat(levers: &[(LeverId, f64)]) -> String {
    seat_of(settled(), levers)
}

/// The same with the draws of a page.
fn seat_of(mut page: Page, levers: &[(LeverId, f64)]) -> String {
    page.send(Policies::PolicyRemoved(1));
    for &(id, value) in levers {
        page.send(Policies::LeverMoved(id, value));
        page.send(Policies::LeverReleased(id));
    }
    page.app.session().fragment()
}

fn room(page: &mut Page, text: String) {
    page.send(Event::Lessons(Workshop::Room(Seats::Read(text))));
}

#[test]
fn a_room_is_computed_link_by_link_and_the_page_stays() {
    let seat = |levers: &[(LeverId, f64)]| seat_of(settled_in_full(), levers);
    let (ann, bo, still) =
        (seat(&[(LeverId::CustomersPerAgent, 4000.0)]), seat(&[(LeverId::CustomersPerAgent, 6000.0)]), seat(&[]));
    let mut page = staffed_in_full();
    let before = (page.app.policies().headline(), page.app.session().fragment());
    let damaged = ann.replace("cpa=4000", "cpa=99");
    room(
        &mut page,
        format!("Ann: https://x.org/#{ann}\nBo\nhttps://x.org/#{bo}\n#{still}\nCy #{damaged}\nhttp://x.org/\nD #q=1"),
    );
    let view = page.app.lessons().room_view().unwrap();
    assert_eq!((view.done, view.total), (1, 4), "where nothing is moved there is nothing to compute");
    page.compute();
    let view = page.app.lessons().room_view().unwrap();
    assert_eq!((view.done, view.total), (4, 4));
    let rows: Vec<&[String]> = view.table.rows.iter().map(|row| &row[..4]).collect();
    assert_eq!(rows[0][..2], ["Ann".to_owned(), "A My policy".to_owned()]);
    assert!(rows[0][3].starts_with("82.5 ±") && rows[1][0] == "Bo" && rows[1][3].starts_with("2.3 ±"), "{rows:?}");
    assert!(view.table.rows[0][7].contains("5,000 → 4,000"));
    let problems = view.problems.join("\n");
    for part in ["Link 3: no lever is moved", "Cy: ", "http://x.org/", "D: nothing of this link"] {
        assert!(problems.contains(part), "{part} in {problems}");
    }
    assert_eq!(
        (page.app.policies().headline(), page.app.session().fragment()),
        before,
        "the page shows what it showed"
    );
    let chart = page.app.lessons().room_chart(800.0);
    assert_eq!(chart.chart.map(|c| c.chart().hits.points.len()), Some(3));
    assert!(chart.readouts[0].starts_with("Ann, A My policy: median ¥14.5M"), "{:?}", chart.readouts);
    let csv = page.app.lessons().room_csv();
    assert!(csv.lines().next().unwrap().contains("± Of 100 futures") && csv.contains("Ann,A My policy,"), "{csv}");
}

#[test]
fn sums_in_another_currency_stand_in_it_and_on_no_common_axis() {
    let own = seat(&[(LeverId::CustomersPerAgent, 4000.0)]);
    let mut other = Page::open(&own);
    other.send(crate::features::company::Event::CurrencyTyped("€".to_owned(), "EUR".to_owned()));
    let mut page = settled();
    room(&mut page, format!("Ann #{own}\nBo #{}\n", other.app.session().fragment()));
    page.compute();
    let rows = page.app.lessons().room_view().unwrap().table.rows;
    let gain = |who: &str| rows.iter().find(|row| row[0] == who).map(|row| row[4].clone()).unwrap();
    assert!(gain("Ann").starts_with('¥') && gain("Bo").starts_with('€'), "{rows:?}");
    let chart = page.app.lessons().room_chart(800.0);
    assert!(chart.chart.is_none() && chart.summary.contains("another currency"), "{}", chart.summary);
}

#[test]
fn a_lever_moved_meanwhile_goes_first_and_the_room_goes_on() {
    let links: Vec<String> = [3000.0, 4000.0].map(|cpa| seat(&[(LeverId::CustomersPerAgent, cpa)])).to_vec();
    let mut page = settled();
    room(&mut page, links.iter().map(|link| format!("#{link}\n")).collect());
    page.send(Policies::LeverMoved(LeverId::AiShare, 0.5));
    page.send(Policies::LeverReleased(LeverId::AiShare));
    page.compute();
    let view = page.app.lessons().room_view().unwrap();
    assert_eq!((view.done, view.total), (2, 2));
    assert!(page.app.policies().headline().progress == 1.0 && !page.app.policies().headline().stale);
    assert_eq!(page.app.policies().headline().uncertainties.len(), 3, "what is run beside the picture came after");
    page.send(Event::Lessons(Workshop::Room(Seats::Cleared)));
    assert!(page.app.lessons().room_view().is_none());
    // fifty at most
    room(&mut page, format!("#{}\n", links[0]).repeat(53));
    let view = page.app.lessons().room_view().unwrap();
    assert!(view.total == 50 && view.problems[0].contains("3 more were left out"), "{:?}", view.problems);
}

#[test]
fn rows_are_sorted_open_their_policy_and_outlast_a_reload() {
    let links = [(3000.0, "Bo"), (4000.0, "Ann"), (6000.0, "Cy")]
        .map(|(agents, who)| format!("{who}: #{}\n", seat(&[(LeverId::CustomersPerAgent, agents)])))
        .concat();
    let mut page = staffed();
    let mut kept = String::new();
    let mut said = |page: &mut Page, event: Seats| {
        for effect in page.app.update(Workshop::Room(event)) {
            match effect {
                Effect::RememberInTab { key: KEY, value } => kept = value,
                Effect::Run(_) => page.compute(),
                _ => {}
            }
        }
        kept.clone()
    };
    let who = |page: &Page| -> Vec<String> {
        page.app.lessons().room_view().unwrap().table.rows.into_iter().map(|row| row[0].clone()).collect()
    };
    room(&mut page, links.clone());
    page.compute();
    assert_eq!(who(&page), ["Ann", "Bo", "Cy"], "the largest median on top");
    said(&mut page, Seats::Sorted(3));
    let kept = said(&mut page, Seats::Sorted(3));
    assert_eq!(who(&page), ["Cy", "Bo", "Ann"], "the fewest futures on top");
    // another page finds it
    let mut again = settled();
    again.send(Event::Lessons(Workshop::Room(Seats::Found("of another version".to_owned()))));
    assert!(again.app.lessons().room_view().is_none());
    again.send(Event::Lessons(Workshop::Room(Seats::Found(kept))));
    again.compute();
    assert_eq!((who(&again), again.app.lessons().room_links()), (who(&page), &links[..]));
    // a row opens its policy, and the room stays
    let positions = again.app.lessons().room_view().unwrap().positions;
    again.send(Event::Lessons(Workshop::Room(Seats::Opened(positions[2]))));
    let session = again.app.session();
    assert_eq!(session.document().policies[session.selected()].levers[&LeverId::CustomersPerAgent], 4000.0);
    assert_eq!(who(&again), ["Cy", "Bo", "Ann"]);
}

#[test]
fn a_short_link_to_a_lesson_has_the_policies_that_it_leaves_out() {
    let mut page = settled();
    page.send(Event::Lessons(Workshop::LessonStarted(1)));
    let link = page.app.documents().share("https://x.org/").link;
    room(&mut page, format!("Ann: {link}"));
    page.compute();
    let view = page.app.lessons().room_view().unwrap();
    assert!(!view.table.rows.is_empty() || view.problems.iter().any(|p| p.contains("no lever is moved")), "{view:?}");
    page.send(Event::Lessons(Workshop::LessonLeft));
    for position in view.positions {
        page.send(Event::Lessons(Workshop::Room(Seats::Opened(position))));
        assert!(page.app.lessons().lesson().is_some(), "in its lesson");
    }
}
