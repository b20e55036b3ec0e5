//! Money, segments, months, lines of the goal and the split of a change, driven as a page drives them.

use super::{DrawTarget, Event as Decide};
use crate::event::Event;
use crate::features::policies::Event as Policies;
use crate::features::policies::goal::{GoalInput, GoalKind};
use crate::tests::{Page, settled, staffed, staffed_in_full};
use aftercast_engine::run::outcome::Outcome;
use aftercast_plot::Locale;
use aftercast_scenario::LeverId;

/// The one side in whole units as a table writes it: `+1.2345M` and its like.
fn amount(cell: &str) -> f64 {
    let (sign, rest) = match cell.strip_prefix('−') {
        Some(rest) => (-1.0, rest),
        None => (1.0, cell.trim_start_matches('+')),
    };
    let scale = if rest.ends_with('B') {
        1e9
    } else if rest.ends_with('M') {
        1e6
    } else if rest.ends_with('K') {
        1e3
    } else {
        1.0
    };
    sign * scale * rest.trim_end_matches(['B', 'M', 'K']).replace(',', "").parse::<f64>().unwrap()
}

#[test]
fn the_cost_of_every_policy_is_split_and_adds_up() {
    let page = staffed();
    let frame = page.app.charts().cost_split(DrawTarget::page((600.0, 400.0)));
    assert_eq!(frame.table.columns.len(), 4, "lines, today, A, B");
    assert_eq!(frame.table.rows.len(), 8, "seven lines and their sum");
    for column in 1..4 {
        let cells: Vec<f64> = frame.table.rows.iter().map(|row| amount(&row[column])).collect();
        let sum: f64 = cells[..7].iter().sum();
        assert!((sum - cells[7]).abs() < 1.0, "{sum} {}", cells[7]);
    }
    let scenario = page.app.session.checked.as_ref().unwrap();
    let run = page.app.charts().central_run(Some(0)).unwrap();
    let (futures, policy) = (scenario.futures(), scenario.policies()[0].levers);
    let all = aftercast_engine::run::central::central(&futures.company, &futures.today, &scenario.central(), &policy)
        .unwrap();
    let cost: f64 = run.present(|m| m.cost);
    let direct: f64 = (0..36).map(|t| run.discount.powi(t as i32) * all.policy.months[t].cost).sum();
    assert!((cost - direct).abs() < 1e-9 * cost, "{cost} {direct}");
    let shown = amount(&frame.table.rows[7][2]);
    assert!((shown - cost).abs() < 1e-3 * cost, "{shown} {cost}");
    assert_eq!(frame.readouts.len(), 21);
    assert!(frame.chart.is_some());
}

#[test]
fn the_waterfall_adds_up_to_the_last_digit_from_any_side_to_any_other() {
    let mut page = staffed();
    let scenario = page.app.session.checked.as_ref().unwrap().clone();
    let (futures, central) = (scenario.futures(), scenario.central());
    let gain = |side: super::Side| {
        let Some(policy) = side else { return 0.0 };
        let levers = scenario.policies()[policy].levers;
        let run = aftercast_engine::run::central::central(&futures.company, &futures.today, &central, &levers).unwrap();
        run.comparison.total_gain
    };
    for (from, to) in [(None, Some(0)), (Some(0), Some(1)), (Some(1), Some(0)), (Some(1), None)] {
        page.send(Event::Charts(Decide::BridgeFrom(from)));
        page.send(Event::Charts(Decide::BridgeTo(to)));
        assert_eq!(page.app.charts().bridge_sides(), (from, to));
        let runs = [None, from, to].map(|side| page.app.charts().central_run(side).unwrap());
        let bridge = super::bridge::Bridge::new(&runs[0], &runs[1], &runs[2], None);
        let steps: i64 = bridge.steps.iter().map(|(_, x)| x).sum();
        assert_eq!(bridge.start + steps, bridge.end, "{from:?} {to:?}");
        // of the model's own quantities: off by no more than the rounding of ten amounts
        for (whole, real) in [(bridge.start, gain(from)), (bridge.end, gain(to))] {
            let shown = whole as f64 * bridge.unit;
            assert!((shown - real).abs() <= 10.0 * bridge.unit, "{shown} {real} {}", bridge.unit);
        }
        let frame = page.app.charts().bridge(DrawTarget::page((600.0, 400.0)));
        let chart = frame.chart.unwrap();
        // as written on the chart
        let written: Vec<f64> = frame.readouts.iter().map(|line| amount(line.rsplit(' ').next().unwrap())).collect();
        let (start, end) = (written[0], *written.last().unwrap());
        let sum: f64 = written[1..written.len() - 1].iter().sum();
        assert!((start + sum - end).abs() < 1e-6 * end.abs().max(start.abs()), "{written:?}");
        assert_eq!(chart.hits.points.len(), frame.readouts.len());
        let effects: Vec<f64> = frame
            .table
            .rows
            .iter()
            .enumerate()
            .filter(|(k, _)| ![1, 2].contains(k))
            .map(|(_, row)| amount(&row[3]))
            .collect();
        let (total, lines) = effects.split_last().unwrap();
        assert!((lines.iter().sum::<f64>() - total).abs() < 0.5 * bridge.unit, "{effects:?}");
    }
    page.send(Event::Charts(Decide::BridgeFrom(Some(1))));
    page.send(Event::Charts(Decide::BridgeTo(Some(1))));
    let frame = page.app.charts().bridge(DrawTarget::page((600.0, 400.0)));
    assert!(frame.chart.is_none() && frame.summary.contains("same levers"), "{}", frame.summary);
    // a side that is gone is no side
    page.send(Policies::PolicyRemoved(1));
    assert_eq!(page.app.charts().bridge_sides(), (None, Some(0)));
}

#[test]
fn sales_kept_from_returned_goods_are_a_step_of_their_own() {
    let mut page = settled();
    // fewer goods come back, and their sales are kept
    page.send(Policies::LeverMoved(LeverId::QualityLoop, 1.0));
    page.send(Policies::LeverReleased(LeverId::QualityLoop));
    page.compute();
    let scenario = page.app.session.checked.as_ref().unwrap().clone();
    let (futures, levers) = (scenario.futures(), scenario.policies()[0].levers);
    let run = aftercast_engine::run::central::central(&futures.company, &futures.today, &scenario.central(), &levers)
        .unwrap();
    let runs = [None, Some(0)].map(|side| page.app.charts().central_run(side).unwrap());
    let kept = -runs[1].present(|m| m.lines.returned_goods);
    assert!(kept > 1e6, "{kept}");
    let bridge = super::bridge::Bridge::new(&runs[0], &runs[0], &runs[1], None);
    let step = bridge.steps.iter().find(|(name, _)| *name == aftercast_i18n::Text::CostReturnedGoods).unwrap().1;
    assert!((step as f64 * bridge.unit - kept).abs() <= bridge.unit, "{step} {kept}");
    let end = bridge.end as f64 * bridge.unit;
    assert!((end - run.comparison.total_gain).abs() <= 11.0 * bridge.unit, "{end} {}", run.comparison.total_gain);
    // the node in numbers: what stands above the profit adds up to it
    let table = page.app.charts().numbers("net_gain").unwrap();
    let cell = |start: &str| amount(&table.rows.iter().find(|row| row[0].contains(start)).unwrap()[2].replace('¥', ""));
    let margin = futures.company.contribution_margin;
    let costs: f64 = ["service cost", "serious", "set-up", "returned goods", "acquisition"].map(cell).iter().sum();
    let profit = cell("= profit");
    let sum = cell("Revenue") * margin - costs;
    assert!((sum - profit).abs() < 2e-3 * cell("Revenue"), "{sum} {profit}");
    assert!(cell("Customers kept") > 0.0);
}

#[test]
fn every_segment_has_its_change() {
    let mut page = staffed();
    for measure in super::Measure::ALL {
        page.send(Event::Charts(Decide::MeasureChosen(measure)));
        for width in [400.0, 840.0] {
            let frame = page.app.charts().segments(DrawTarget::page((width, 420.0)));
            assert_eq!((frame.table.rows.len(), frame.readouts.len()), (36, 36));
            let chart = frame.chart.unwrap();
            assert_eq!(chart.hits.points.len(), 36, "{measure:?} at {width}: every number has its cell");
            let columns = chart.hits.grid.unwrap().columns;
            assert_eq!(columns, if width < 640.0 { 3 } else { 9 });
            let texts: Vec<&str> = chart.scene.of(aftercast_plot::Role::Label).filter_map(|m| m.text()).collect();
            let changes: Vec<&str> = frame.table.rows.iter().map(|row| row[3].as_str()).collect();
            assert_eq!(texts, changes, "the chart says what the table says, in its order");
            assert!(frame.table.rows.iter().flatten().all(|cell| !cell.contains("NaN")));
        }
    }
    // profits of the segments add up to the firm's
    let of = |side| {
        let run = page.app.charts().central_run(side).unwrap();
        let firm = run.run.months[24..].iter().map(|m| m.profit).sum::<f64>() / 12.0;
        (run.segments.iter().map(|s| s.profit).sum::<f64>(), firm)
    };
    for side in [None, Some(0)] {
        let (sum, firm) = of(side);
        assert!((sum - firm).abs() < 1e-9 * firm.abs(), "{sum} {firm}");
    }
}

#[test]
fn where_nothing_is_moved_charts_say_what_to_do() {
    let paper = DrawTarget::page((840.0, 420.0));
    let mut page = settled();
    let told = |page: &Page| [page.app.charts().bridge(paper), page.app.charts().segments(paper)];
    // known, and nothing to draw: that is what the page makes room for one line of
    let still = told(&page);
    assert!(still.iter().all(|frame| frame.chart.is_none() && !frame.table.rows.is_empty()));
    assert!(still.iter().all(|frame| frame.summary.starts_with("A My policy moves no lever yet. Move one")));
    page.send(Event::LocaleChosen(Locale::Chinese));
    for frame in told(&page) {
        let plain = frame.summary.strip_prefix("A 我的方案").unwrap();
        assert!(plain.contains("请") && !plain.chars().any(|c| c.is_ascii_alphabetic()), "{plain}");
    }
    page.send(Event::LocaleChosen(Locale::English));
    page.send(Event::Charts(Decide::BridgeFrom(Some(0))));
    page.send(Event::Charts(Decide::BridgeTo(Some(0))));
    assert!(page.app.charts().bridge(paper).summary.contains("Choose two policies that differ"));
    page.send(Event::Charts(Decide::BridgeTo(Some(1))));
    assert!(page.app.charts().bridge(paper).chart.is_some());
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    assert!(page.app.session().held() && page.app.charts().segments(paper).chart.is_some());
    page.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    assert!(!page.app.session().held());
}

#[test]
fn a_moved_lever_runs_one_policy_and_a_moved_assumption_all() {
    let mut page = staffed();
    let before = [None, Some(0), Some(1)].map(|side| page.app.charts().central_run(side).unwrap());
    page.send(Policies::LeverMoved(LeverId::RefundDays, 2.0));
    let after = [None, Some(0), Some(1)].map(|side| page.app.charts().central_run(side).unwrap());
    let kept: Vec<bool> = before.iter().zip(&after).map(|(a, b)| std::rc::Rc::ptr_eq(a, b)).collect();
    assert_eq!(kept, [true, false, true]);
    page.send(Event::FaceValueSwitched(true));
    let face = page.app.charts().central_run(None).unwrap();
    assert!(!std::rc::Rc::ptr_eq(&after[0], &face));
}

#[test]
fn money_and_segments_in_chinese_have_no_english_left() {
    let mut page = staffed();
    page.send(Event::LocaleChosen(Locale::Chinese));
    let frames = [
        page.app.charts().cost_split(DrawTarget::page((600.0, 400.0))),
        page.app.charts().bridge(DrawTarget::page((600.0, 400.0))),
        page.app.charts().segments(DrawTarget::page((840.0, 400.0))),
    ];
    for frame in frames {
        let names = |text: &String| text.replace("A 我的方案", "").replace(['A', 'B'], "");
        let said = [frame.title, frame.subtitle, frame.summary, frame.table.caption];
        for text in said.iter().chain(&frame.explain).chain(frame.readouts.iter()).map(names) {
            assert!(!text.contains('{') && !text.chars().any(|c| c.is_ascii_lowercase()), "{text}");
        }
    }
}

#[test]
fn the_chain_shows_any_month_or_the_last_year() {
    let mut page = staffed();
    let view = page.app.charts().month_view();
    assert_eq!((view.at, view.last, view.text.as_str()), (37, 37, "mean of the last year"));
    let year = page.app.charts().chain(100.0, 30.0);
    page.send(Event::Charts(Decide::MonthChosen(12)));
    assert_eq!(page.app.charts().month_view().text, "month 12");
    let chain = page.app.charts().chain(100.0, 30.0);
    let results = page.app.session().results(0).unwrap();
    let mean = |series| {
        let values = results.month(series, 11).unwrap();
        values.iter().sum::<f64>() / values.len() as f64
    };
    let csi = mean(aftercast_engine::run::outcome::Series::Csi);
    assert!(chain[2].policy.starts_with(&format!("{csi:.1}")), "{} {csi}", chain[2].policy);
    assert!(chain[4].unit == "customers" && chain[6].unit == "up to month 12");
    assert_eq!(chain[5].policy, year[5].policy, "a lifetime has no months");
    for k in [0, 1, 2, 3, 4, 6] {
        assert_eq!(chain[k].spark.position, Some(11.0 / 35.0));
    }
    for k in [1, 2, 3, 4, 6] {
        assert_ne!(chain[k].policy, year[k].policy, "{}", chain[k].id);
    }
    // the cost of a December is that of the year to a tenth, of a November it is not
    page.send(Event::Charts(Decide::MonthChosen(11)));
    assert_ne!(page.app.charts().chain(100.0, 30.0)[0].policy, year[0].policy);
    page.send(Event::Charts(Decide::MonthChosen(12)));
    // the numbers of an open node follow
    let numbers = page.app.charts().numbers("satisfaction").unwrap();
    assert!(numbers.caption.contains("month 12"));
    let central = page.app.charts().central_run(Some(0)).unwrap().run.months[11].csi;
    assert!(numbers.rows.last().unwrap()[2].starts_with(&format!("{central:.2}")), "{numbers:?} {central}");
    for beyond in [0, 37, 400] {
        page.send(Event::Charts(Decide::MonthChosen(beyond)));
        assert_eq!(page.app.charts().model.chosen_month(page.app.session()), None);
    }
    assert_eq!(page.app.charts().chain(100.0, 30.0), year);
}

#[test]
fn very_many_draws_still_have_their_months() {
    let mut page = staffed_in_full();
    let few = page.app.session().results(0).unwrap().clone();
    page.change(|document| document.settings.draws = 4608);
    page.compute();
    let many = page.app.session().results(0).unwrap();
    assert!(many.month(aftercast_engine::run::outcome::Series::Csi, 11).is_none(), "only histograms are kept");
    for outcome in [Outcome::ServiceCostShare, Outcome::Csi, Outcome::Acquisitions, Outcome::TotalGain] {
        let monthly = super::month::monthly(outcome).unwrap();
        let (a, b) = (monthly.level(&few, 11), monthly.level(many, 11));
        // a middle instead of a mean, and other draws
        assert!((a.value - b.value).abs() < 0.2 * a.value.abs(), "{outcome:?}: {a:?} {b:?}");
        assert!(b.error.is_nan());
    }
}

#[test]
fn headline_levers_show_the_goal_over_their_range() {
    let mut page = staffed_in_full();
    let line = |page: &Page, id| {
        let groups = page.app.policies().levers();
        groups.iter().flat_map(|g| &g.rows).find(|row| row.id == id).unwrap().goal_line.clone()
    };
    assert_eq!(line(&page, LeverId::CustomersPerAgent), None, "nothing is known yet");
    page.side_run();
    page.compute();
    let headline: Vec<LeverId> = aftercast_scenario::LEVERS.iter().filter(|l| l.headline).map(|l| l.id).collect();
    for &id in &headline {
        let line = line(&page, id).unwrap();
        let values = &line.spark.traces[0].values;
        assert_eq!(values.len(), 7);
        assert!(values.iter().all(|share| (0.0..=1.0).contains(share)), "{id:?} {values:?}");
        assert!(line.summary.contains("Of 100 futures"), "{}", line.summary);
    }
    let values = line(&page, LeverId::CustomersPerAgent).unwrap().spark.traces[0].values.clone();
    assert!(values.iter().any(|v| *v != values[0]), "staffing moves the goal: {values:?}");
    // a point is what a run of that policy says on the same draws
    let scenario = page.app.session.checked.as_ref().unwrap();
    let mut levers = scenario.policies()[0].levers;
    *levers.get_mut(LeverId::CustomersPerAgent) = 10_000.0;
    let mut engine = aftercast_engine::run::batch::Engine::new(scenario.futures());
    let block = engine.run(Some(&levers), 0, 128).unwrap();
    let met = block.values[..128].iter().filter(|gain| **gain > 0.0).count();
    assert_eq!(*values.last().unwrap(), met as f64 / 128.0);
    // the goal is read from what is known
    page.send(Policies::GoalChanged(GoalInput { kind: GoalKind::CsiAtLeast, bound: "70".to_owned() }));
    assert!(page.asked().is_none());
    assert_ne!(line(&page, LeverId::CustomersPerAgent).unwrap().spark.traces[0].values, values);
    // a moved lever comes first; its own line stays, the others are of another policy
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 4000.0));
    assert_eq!(page.asked().unwrap().draws, None, "the picture");
    assert!(line(&page, LeverId::CustomersPerAgent).is_some());
    assert_eq!(line(&page, LeverId::AiShare), None);
}

#[test]
fn what_is_computed_beside_the_picture_leaves_the_page_alone_until_it_is_done() {
    let mut page = staffed_in_full();
    page.side_run();
    let request = page.asked().unwrap().clone();
    assert_eq!((request.draws, request.policies.len(), request.baseline), (Some(128), 1, false));
    let mut engine = aftercast_engine::run::batch::Engine::new(request.futures.clone());
    for first in [0, 64] {
        let block = engine.run(Some(&request.policies[0]), first, 64).unwrap();
        page.send(Event::BlockArrived { run: request.run, policy: Some(0), block });
        assert!(page.app.session().quiet(), "nothing new to show");
    }
    assert_ne!(page.asked().unwrap().run, request.run, "the next point");
    page.compute();
    assert!(!page.app.session().quiet(), "all lines are there");
}

#[test]
fn a_change_is_split_into_policy_and_futures_with_nothing_left_over() {
    let mut page = settled();
    page.side_run();
    let then = page.app.session.document.clone();
    assert_eq!(page.app.charts().change_state(), (false, false));
    page.send(Event::Charts(Decide::SplitAsked));
    assert!(
        page.app.charts().change_split(DrawTarget::page((600.0, 220.0))).summary.contains("Nothing"),
        "nothing has changed"
    );
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    page.compute();
    let parts = |page: &Page| -> Vec<f64> {
        let frame = page.app.charts().change_split(DrawTarget::page((600.0, 220.0)));
        assert!(frame.chart.is_some(), "{}", frame.summary);
        frame.table.rows.iter().map(|row| amount(row[1].split(' ').next().unwrap())).collect()
    };
    assert_eq!(page.app.charts().change_state(), (true, false));
    page.send(Event::Charts(Decide::SplitAsked));
    assert!(page.app.charts().change_state().1, "under way");
    page.compute();
    let only_policy = parts(&page);
    assert_eq!((only_policy[0], only_policy[2]), (0.0, 0.0), "the policy alone has changed: {only_policy:?}");
    assert_eq!(only_policy[1], only_policy[3]);
    // now the futures too
    let known = aftercast_scenario::Override::Known(0.9);
    page.change(|document| {
        document.assumptions.insert(aftercast_scenario::AssumptionId::CausalShare, known);
    });
    page.compute();
    assert_eq!(page.app.charts().change_state(), (true, false), "what was split is no longer what is");
    page.send(Event::Charts(Decide::SplitAsked));
    page.compute();
    let both = parts(&page);
    assert!((both[0] + both[1] + both[2] - both[3]).abs() < 1e-6 * both[3].abs(), "{both:?}");
    assert!(both[2] > 0.0, "more of the relation is cause: {both:?}");
    let gains = page.app.session().results(0).unwrap().outcome(Outcome::TotalGain);
    let mean = gains.iter().sum::<f64>() / gains.len() as f64;
    assert!((both[3] - mean).abs() < 0.01 * mean.abs(), "{both:?} {mean}");
    // the policy gains nothing at first, so the futures alone move nothing: half of the joint gain is each order's share
    let alone = only_policy[3];
    assert!((both[1] - 0.5 * (alone + mean)).abs() < 0.02 * mean.abs(), "{both:?} {alone} {mean}");
    // the way back
    assert_eq!(*page.app.session.library.opened.as_ref().unwrap(), then);
    page.send(Event::Charts(Decide::Marked));
    assert_eq!(page.app.charts().change_state(), (false, false), "counted from now on");
    for locale in [Locale::Chinese, Locale::English] {
        page.send(Event::LocaleChosen(locale));
        let frame = page.app.charts().change_split(DrawTarget::page((600.0, 220.0)));
        assert!(frame.explain.iter().chain([&frame.title, &frame.subtitle]).all(|t| !t.contains('{')));
    }
}

#[test]
fn why_a_policy_gains_names_the_largest_gain_and_the_largest_cost_of_its_bridge() {
    let mut page = staffed();
    let why = page.app.charts().why(page.app.session().selected()).unwrap();
    assert!(why.starts_with("Most comes from customers who stay (+¥"), "{why}");
    assert!(why.contains("the largest cost is labour (−¥"), "{why}");
    page.send(Event::LocaleChosen(Locale::Chinese));
    let why = page.app.charts().why(page.app.session().selected()).unwrap();
    assert!(why.contains("多留住的客户") && why.contains("人力") && !why.contains('{'), "{why}");
    // the other way round: fewer agents save labour and lose customers
    page.send(Event::LocaleChosen(Locale::English));
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 8000.0));
    let why = page.app.charts().why(page.app.session().selected()).unwrap();
    assert!(why.contains("lower cost of labour (+") && why.contains("customers who leave (−"), "{why}");
    // today's policy
    page.send(Policies::LeverReset(LeverId::CustomersPerAgent));
    assert_eq!(page.app.charts().why(page.app.session().selected()).unwrap(), aftercast_i18n::Text::AnswerSame.en());
}
