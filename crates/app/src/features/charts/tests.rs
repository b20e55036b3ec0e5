//! The exceedance curve and its threshold, driven as a page drives them.

use super::Event as Decide;
use crate::event::Event;
use crate::features::policies::Event as Policies;
use crate::features::policies::goal::{GoalInput, GoalKind};
use crate::tests::{PLAIN, Page, settled, staffed};
use aftercast_engine::run::outcome::Outcome;
use aftercast_plot::{Locale, Slot};
use aftercast_scenario::LeverId;

fn typed(page: &mut Page, text: &str) {
    page.send(Event::Charts(Decide::ThresholdTyped(text.to_owned())));
}

#[test]
fn a_policy_equal_to_today_has_no_curve() {
    let page = settled();
    let slots: Vec<Slot> =
        page.app.charts().exceedance(600.0, 360.0).chart.unwrap().curves.iter().map(|c| c.slot).collect();
    assert_eq!(slots, [Slot::Policy(1)], "A has no lever moved");
    let mut page = Page::open(PLAIN);
    assert_eq!(page.app.charts().exceedance(600.0, 360.0).chart, None, "nothing is computed");
    page.send(Policies::PolicyRemoved(1));
    page.compute();
    let frame = page.app.charts().exceedance(600.0, 360.0);
    assert_eq!(frame.chart, None);
    assert!(frame.summary.contains("No lever is moved"), "{}", frame.summary);
    assert!(frame.table.rows.is_empty());
}

#[test]
fn the_curve_at_zero_says_what_the_headline_says() {
    let page = staffed();
    let frame = page.app.charts().exceedance(600.0, 360.0);
    let chart = frame.chart.unwrap();
    let gains = page.app.session().results(0).unwrap().outcome(Outcome::TotalGain);
    let count = gains.iter().filter(|&&gain| gain >= 0.0).count() * 100;
    let figure = format!("{} of 100", (count as f64 / gains.len() as f64).round());
    assert!(chart.curves[0].label.contains(&figure), "{} {figure}", chart.curves[0].label);
    assert!(page.app.policies().headline().plain.contains(&figure), "{}", page.app.policies().headline().plain);
    assert!(page.app.charts().threshold().is_goal);
    assert!(frame.table.rows.len() > 5);
    assert!(frame.table.rows.iter().any(|row| row[0] == "¥0" && row[1] == figure), "{:?}", frame.table.rows);
}

#[test]
fn the_table_falls_and_keeps_the_threshold_among_its_rows() {
    let mut page = staffed();
    typed(&mut page, "1234567");
    let table = page.app.charts().exceedance(600.0, 360.0).table;
    let share = |row: &Vec<String>| {
        let text = row[1].replace("fewer than ", "").replace("more than ", "");
        text.split(' ').find_map(|word| word.parse::<f64>().ok()).unwrap()
    };
    assert!(table.rows.is_sorted_by(|a, b| share(a) >= share(b)), "{:?}", table.rows);
    assert!(table.rows.iter().any(|row| row[0] == "¥1.23M"), "{:?}", table.rows);
    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
}

#[test]
fn a_dragged_threshold_keeps_to_the_axis_and_leaves_it_still() {
    let mut page = staffed();
    let before = page.app.charts().threshold();
    for part in [0.0, 0.237, 0.5, 0.99, 7.0, -3.0] {
        let wanted = before.min + part * (before.max - before.min);
        page.send(Event::Charts(Decide::ThresholdMoved(wanted)));
        let now = page.app.charts().threshold();
        assert_eq!((now.min, now.max), (before.min, before.max), "the axis is still");
        assert!((now.min..=now.max).contains(&now.value));
        let steps = now.value / now.step;
        assert!((steps - steps.round()).abs() < 1e-9, "{} is no round number", now.value);
        assert!((now.value - wanted.clamp(now.min, now.max)).abs() <= 0.5 * now.step + 1e-9);
    }
    page.send(Event::Charts(Decide::ThresholdMoved(f64::NAN)));
    assert_eq!(page.app.charts().threshold().value, before.min, "what is no number moves nothing");
}

#[test]
fn a_typed_threshold_is_taken_or_refused_with_a_reason() {
    let mut page = staffed();
    typed(&mut page, "1000万");
    assert_eq!((page.app.charts().threshold().value, page.app.charts().threshold().error), (1e7, None));
    for (text, said) in [("soon", "not a sum"), ("9999999999999999", "beyond")] {
        typed(&mut page, text);
        let now = page.app.charts().threshold();
        assert_eq!((now.value, now.text.as_str()), (1e7, text));
        assert!(now.error.unwrap().contains(said));
    }
    // beyond the axis: the axis follows, so that the line can be seen
    typed(&mut page, "-900M");
    let now = page.app.charts().threshold();
    assert!(now.error.is_none() && now.min <= -9e8, "{now:?}");
    assert!(page.app.charts().exceedance(600.0, 360.0).summary.contains("A My policy in 100 of 100"));
}

#[test]
fn without_a_choice_the_threshold_is_the_goals() {
    let mut page = staffed();
    let goal = |bound: &str| GoalInput { kind: GoalKind::TotalGainAbove, bound: bound.to_owned() };
    page.send(Policies::GoalChanged(goal("5M")));
    assert_eq!(page.app.charts().threshold().value, 5e6);
    typed(&mut page, "8M");
    assert!(!page.app.charts().threshold().is_goal);
    page.send(Policies::GoalChanged(goal("8000000")));
    assert!(page.app.charts().threshold().is_goal);
}

#[test]
fn chinese_sentences_have_no_english_left() {
    let mut page = staffed();
    page.send(Event::LocaleChosen(Locale::Chinese));
    let frame = page.app.charts().exceedance(600.0, 360.0);
    let said = [frame.title, frame.subtitle, frame.table.caption].into_iter().chain(frame.explain);
    for text in said {
        assert!(!text.chars().any(|c| c.is_ascii_alphabetic()), "{text}");
    }
    assert!(frame.summary.contains("100 种中"), "{}", frame.summary);
}

/// The nodes of the chain in the order of the page.
const NODES: [&str; 7] =
    ["spend", "waiting", "satisfaction", "repurchase", "word_of_mouth", "lifetime_value", "net_gain"];

#[test]
fn every_node_of_the_chain_has_its_numbers() {
    let page = staffed();
    for id in NODES {
        let table = page.app.charts().numbers(id).unwrap();
        assert!(table.rows.len() >= 4, "{id}");
        assert!(table.rows.iter().all(|row| row.len() == 4 && row.iter().all(|cell| !cell.contains("NaN"))), "{id}");
        assert!(table.rows.iter().any(|row| row[3] != "–"), "more agents move {id}");
    }
    let ids: Vec<&str> = page.app.charts().chain(100.0, 30.0).iter().map(|node| node.id).collect();
    assert_eq!(ids, NODES);
}

#[test]
fn the_numbers_of_the_net_gain_are_those_of_the_central_run() {
    let page = staffed();
    let scenario = page.app.session.checked.as_ref().unwrap();
    let (today, policy) = (page.app.charts().numbers_key().unwrap(), scenario.policies()[0].levers);
    let futures = scenario.futures();
    let run = aftercast_engine::run::central::central(&futures.company, &futures.today, &scenario.central(), &policy)
        .unwrap();
    let table = page.app.charts().numbers("net_gain").unwrap();
    let [.., profit, terminal] = table.rows.as_slice() else { panic!("{table:?}") };
    let style = aftercast_plot::NumberStyle::new(Locale::English, aftercast_plot::DisplayUnit::Cny).signed();
    assert_eq!(profit[3], style.text(run.comparison.npv, None));
    assert_eq!(terminal[3], style.text(run.comparison.terminal_value, None));
    assert_eq!(table.columns[2], "A My policy");
    // a threshold is no input of the run, a lever is
    let mut page = page;
    typed(&mut page, "3M");
    assert_eq!(page.app.charts().numbers_key().unwrap(), today);
    page.send(Policies::LeverMoved(LeverId::RefundDays, 2.0));
    assert_ne!(page.app.charts().numbers_key().unwrap(), today);
}

#[test]
fn a_node_by_month_ends_where_the_table_of_months_ends() {
    let page = staffed();
    for id in NODES {
        let Some(fan) = page.app.charts().node_fan(id, 600.0, 260.0) else {
            assert_eq!(id, "lifetime_value", "one number a future");
            continue;
        };
        let chart = fan.chart.unwrap();
        let slots: Vec<Slot> = chart.series.iter().map(|s| s.slot).collect();
        assert_eq!(slots, [Slot::Policy(0), Slot::Policy(1), Slot::Today], "{id}: the selected one on top");
        assert!(chart.series[0].fanned && !chart.series[1].fanned && !chart.series[2].fanned);
        assert_eq!(fan.readouts.len(), 36);
        assert_eq!(chart.with_zero, id == "net_gain");
        assert_eq!(chart.chart().hits.stops.len(), 36);
    }
    let months = page.app.session().results(0).unwrap().bands(aftercast_engine::run::outcome::Series::Csi, &[0.5]);
    assert_eq!(
        page.app.charts().node_fan("satisfaction", 600.0, 260.0).unwrap().chart.unwrap().series[0].median,
        months[0]
    );
}

#[test]
fn the_surveys_value_has_a_mark_where_it_is_not_todays() {
    let mut page = settled();
    page.send(Policies::AllLeversShown(true));
    let groups = page.app.policies().levers();
    let rows: Vec<_> = groups.iter().flat_map(|group| &group.rows).collect();
    assert_eq!(rows.len(), LeverId::COUNT);
    for row in &rows {
        let survey = row.id.spec().survey.filter(|value| *value != row.today_value);
        assert_eq!(row.report_value, survey, "{:?}", row.id);
        assert_eq!(row.report.is_some(), survey.is_some(), "the mark has words");
        assert!(survey.is_none_or(|value| value >= row.min && value <= row.max));
    }
    let staffing = rows.iter().find(|row| row.id == LeverId::CustomersPerAgent).unwrap();
    assert_eq!((staffing.report_value, staffing.report.as_deref()), (Some(3000.0), Some("report 3,000")));
    let night = rows.iter().find(|row| row.id == LeverId::NightStaffShare).unwrap();
    assert_eq!(night.report_value, None, "the survey reports no share of hours at night");
}

#[test]
fn a_policy_without_a_name_is_called_by_its_letter() {
    let mut page = settled();
    page.app.session.document.policies[0].name.clear();
    let lines = page.app.documents().sources();
    assert!(lines[0].starts_with("Policy A: "), "{lines:?}");
    assert!(lines[1].starts_with("B Hybrid AI: "), "{lines:?}");
}

#[test]
fn a_chart_on_top_is_swapped_for_any_other_and_the_document_keeps_it() {
    use aftercast_scenario::Chart;
    let mut page = crate::tests::settled();
    assert_eq!(page.app.charts().on_top(), [Chart::Fan, Chart::Futures]);
    let index_of = |chart: Chart| Chart::ALL.iter().position(|&c| c == chart).unwrap();
    let names = page.app.charts().choices(0);
    assert_eq!((names.options.len(), names.chosen), (Chart::ALL.len(), 0));
    assert!(names.options.iter().all(|name| !name.is_empty() && !name.contains('{')), "{names:?}");
    let numbers = page.app.policies().table();
    page.send(crate::features::charts::Event::ChartChosen(1, index_of(Chart::Exceedance)));
    page.compute();
    assert_eq!(page.app.charts().on_top(), [Chart::Fan, Chart::Exceedance]);
    // what left the top stands below, nothing stands twice
    assert!(
        page.app.charts().below().contains(&Chart::Futures) && !page.app.charts().below().contains(&Chart::Exceedance)
    );
    assert_eq!(page.app.policies().table(), numbers, "it changes no number");
    let link = page.app.session().fragment();
    assert!(link.contains("charts=fan~exceedance"), "{link}");
    let other = crate::tests::Page::open(&link);
    assert_eq!(other.app.charts().on_top(), [Chart::Fan, Chart::Exceedance]);
    // the two charts on top change positions
    page.send(crate::features::charts::Event::ChartChosen(0, index_of(Chart::Exceedance)));
    assert_eq!(page.app.charts().on_top(), [Chart::Exceedance, Chart::Fan]);
    page.send(crate::event::Event::Undo);
    page.send(crate::event::Event::Undo);
    assert_eq!(page.app.charts().on_top(), [Chart::Fan, Chart::Futures]);
    assert!(!page.app.session().fragment().contains("charts"));
    for chart in [Chart::Spend, Chart::Waiting, Chart::Satisfaction, Chart::Repurchase, Chart::Customers] {
        let frame = page.app.charts().node_frame(chart, 560.0, 200.0);
        assert!(frame.chart.is_some() && !frame.explain.is_empty(), "{chart:?}");
        assert_eq!(frame.table.rows.len(), page.app.session().document().company.horizon());
        assert!(frame.table.rows.iter().all(|row| row.len() == frame.table.columns.len()), "{chart:?}");
    }
}

#[test]
fn a_link_with_charts_that_are_none_opens_with_the_usual_ones_and_says_so() {
    for wrong in ["fan~fan", "fan", "cake~fan", "fan~futures~costs"] {
        let page = crate::tests::Page::open(&format!("v=1&p=base.1&cpa=3000&charts={wrong}"));
        assert_eq!(page.app.charts().on_top(), aftercast_scenario::Charts::default().both(), "{wrong}");
        let said = page.app.session().banners().iter().any(|b| b.lines.iter().any(|line| line.contains(wrong)));
        assert!(said, "{wrong}: {:?}", page.app.session().banners());
    }
}
