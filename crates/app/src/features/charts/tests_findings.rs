//! Titles that tell what a chart finds: the numbers of the claim and of the table, in both languages.

use super::Event as Decide;
use crate::event::Event;
use crate::features::policies::goal::{GoalInput, GoalKind};
use crate::features::policies::{Column, Event as Policies};
use crate::tests::{PLAIN, Page, settled, staffed};
use aftercast_engine::run::outcome::Outcome;
use aftercast_plot::Locale;

fn findings(page: &Page) -> [Option<String>; 6] {
    let charts = page.app.charts();
    [
        charts.fan_finding(),
        charts.futures_finding(),
        charts.exceedance_finding(),
        charts.cost_finding(),
        charts.bridge_finding(),
        charts.segments_finding(),
    ]
}

#[test]
fn a_policy_that_is_todays_or_not_computed_finds_nothing() {
    assert_eq!(findings(&settled()), [const { None }; 6], "A has no lever moved");
    assert_eq!(findings(&Page::open(PLAIN)), [const { None }; 6]);
}

#[test]
fn titles_tell_the_numbers_of_the_table() {
    let mut page = staffed();
    let row = page.app.policies().table().rows[1].clone();
    let all = findings(&page).map(Option::unwrap);
    assert_eq!(all[1], format!("A pays in {} futures", row.cell(Column::Goal).value));
    let gain = crate::session::figures::median(page.app.session().results(0).unwrap().outcome(Outcome::TotalGain));
    let payback = row.cell(Column::Payback).value.clone();
    let expected = match payback.strip_prefix("month ") {
        Some(month) => format!("A earns its money back in month {month}"),
        None if gain.value > 0.0 => "A pays only after 36 months".to_owned(),
        None => "A does not earn its money back".to_owned(),
    };
    assert_eq!(all[0], expected);
    assert!(all[2].starts_with("A earns at least ¥0 in "), "{all:?}");
    assert!(all[3].starts_with("A costs ¥") && all[3].ends_with(" more than today"), "{all:?}");
    assert!(all[4].starts_with("From Today to A: "), "{all:?}");
    assert!(all[5].ends_with(" of 36 segments"), "{all:?}");
    page.send(Event::LocaleChosen(Locale::Chinese));
    for (told, english) in findings(&page).map(Option::unwrap).iter().zip(&all) {
        assert!(told.contains('A') && !told.contains('{') && told != english, "{told}");
    }
}

#[test]
fn pays_is_said_of_one_definition_alone() {
    let mut page = staffed();
    page.send(Policies::GoalChanged(GoalInput { kind: GoalKind::NpvAbove, bound: "0".to_owned() }));
    let title = page.app.charts().futures_finding().unwrap();
    assert!(title.starts_with("A gains in all: "), "the claim is of the net gain, in other futures: {title}");
    let claim = page.app.policies().headline().plain;
    assert!(claim.contains("within 36 months alone"), "{claim}");
}

#[test]
fn against_another_policy_the_title_tells_who_is_better() {
    let mut page = staffed();
    page.send(Event::Charts(Decide::ComparedWith(Some(1))));
    let found = page.app.charts().futures_finding().unwrap();
    assert!(found.starts_with("A beats B in ") && found.ends_with(" of 100 futures"), "{found}");
    page.send(Policies::PolicyCopied(0));
    page.compute();
    page.send(Event::Charts(Decide::ComparedWith(Some(0))));
    assert_eq!(page.app.charts().futures_finding(), None, "a copy is no better");
}
