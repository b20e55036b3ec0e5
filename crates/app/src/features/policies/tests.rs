//! What the page shows holds together: switches, statistics and their names.

use crate::event::Event;
use crate::features::documents as share;
use crate::features::policies::goal::{GoalInput, GoalKind};
use crate::features::policies::{Column, Event as Policies, HeadlinePart};
use crate::tests::{Page, settled, settled_in_full, staffed, staffed_in_full};
use aftercast_engine::check;
use aftercast_engine::run::outcome::Outcome;
use aftercast_scenario::{AssumptionId, Draft, LeverId, Override, json};

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
    use crate::features::charts::DrawTarget;
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
        let bridge = page.app.charts().bridge(DrawTarget::page((600.0, 400.0)));
        let ends = [bridge.readouts.first().unwrap(), bridge.readouts.last().unwrap()];
        assert!(ends.iter().all(|text| text.contains(names[0])), "{ends:?}");
        let rows = &bridge.table.rows;
        assert!(!rows.iter().flatten().any(|cell| cell.contains(names[2])), "{rows:?}");
    }
}

/// The pieces under the claim as they are read, with what stands behind the doubts.
fn under(pieces: &[HeadlinePart]) -> (String, String) {
    let (mut seen, mut behind) = (String::new(), String::new());
    for piece in pieces {
        match piece {
            HeadlinePart::Caution { words, explanation } => {
                seen += words;
                behind += explanation;
            }
            HeadlinePart::Words(w) | HeadlinePart::Figure(w) | HeadlinePart::Amount(w) | HeadlinePart::Policy(_, w) => {
                seen += w;
            }
            other => panic!("{other:?}"),
        }
    }
    (seen, behind)
}

#[test]
fn doubts_stand_under_the_claim_in_a_few_words_that_open_to_the_whole() {
    let mut page = settled_in_full();
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 10_000.0));
    page.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    page.compute();
    let headline = page.app.policies().headline();
    let both = [&headline.gained, &headline.other].map(|pieces| under(pieces));
    let seen = both.iter().map(|(seen, _)| seen.as_str()).collect::<Vec<_>>().join(" ");
    assert!(seen.contains("Outside the evidence. Serves customers worse."), "{seen}");
    assert!(!seen.contains("10,000"), "{seen}");
    for said in ["Customers per agent 10,000 is beyond", "Satisfaction falls from", "The report has no figures"] {
        assert!(headline.sub.contains(said) && both.iter().any(|(_, behind)| behind.contains(said)), "{said}");
    }
    // whatever is said takes two lines of some 140 letters, with 40 of a name and the draws
    let name = "A policy whose name has as many letters as a name may have!!";
    for k in 0..2 {
        page.send(Policies::PolicyRenamed(k, name.to_owned()));
    }
    page.compute();
    let headline = page.app.policies().headline();
    let letters = |pieces: &[HeadlinePart]| under(pieces).0.replace(name, "").chars().count();
    assert!(letters(&headline.gained) + letters(&headline.other) <= 245, "{:?}", under(&headline.gained));
}

#[test]
fn rows_are_sorted_by_a_press_and_the_document_stays() {
    let mut page = Page::open("v=1&p=base.1&cpa=3000&b.p=hybrid.1&c.p=peaks.1&d.p=base.1");
    page.compute();
    let (document, letters) = (page.app.session().document().clone(), page.app.policies().table());
    let order = |page: &Page| page.app.policies().order();
    let plain = vec![None, Some(0), Some(1), Some(2), Some(3)];
    assert_eq!(order(&page), plain);
    let gain = |page: &Page, k: usize| {
        let results = page.app.session().results(k).unwrap();
        crate::session::figures::median(results.outcome(aftercast_engine::run::outcome::Outcome::TotalGain)).value
    };
    let gains: Vec<f64> = (0..3).map(|k| gain(&page, k)).collect();
    page.send(Policies::Sorted(Column::Gain));
    let best = order(&page);
    assert_eq!((best[0], best[4]), (None, Some(3)), "today stays on top, what has no gain is last");
    let of = |row: &Option<usize>| gains[row.unwrap()];
    assert!(of(&best[1]) > of(&best[2]) && of(&best[2]) > of(&best[3]), "{best:?} {gains:?}");
    assert_eq!(page.app.policies().sorted_by(), Some((Column::Gain, true)));
    page.send(Policies::Sorted(Column::Gain));
    let worst = order(&page);
    assert_eq!(worst, [best[0], best[3], best[2], best[1], best[4]]);
    // rows keep their places under a lever that is held, and while draws come in
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 1500.0));
    page.compute();
    assert_eq!(order(&page), worst);
    page.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    page.send(Event::Undo);
    page.compute();
    page.send(Policies::Sorted(Column::Gain));
    assert_eq!((order(&page), page.app.policies().sorted_by()), (plain, None), "the order of the document again");
    // a wait is best where it is short
    page.send(Policies::Sorted(Column::FirstResponse));
    assert_eq!(page.app.policies().sorted_by(), Some((Column::FirstResponse, false)));
    page.send(Policies::PolicyRemoved(0));
    assert_eq!(order(&page).len(), 4);
    page.send(Event::Undo);
    assert_eq!(page.app.session().document(), &document);
    page.compute();
    assert_eq!(page.app.policies().table().rows.len(), letters.rows.len());
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

#[test]
fn a_claim_that_two_lines_do_not_hold_is_set_smaller() {
    let mut page = staffed();
    let name = "A policy with as many words in its name as sixty letters hold";
    page.send(Policies::PolicyRenamed(0, name.to_owned()));
    assert!(!page.app.policies().headline().is_long, "{}", page.app.policies().headline().plain);
    let goal = GoalInput { kind: GoalKind::CsiAtLeast, bound: "70".to_owned() };
    page.send(Policies::GoalChanged(goal));
    assert!(page.app.policies().headline().is_long, "{}", page.app.policies().headline().plain);
}

#[test]
fn what_a_yuan_returns_is_profit() {
    let page = staffed_in_full();
    let table = page.app.policies().table();
    let head = table.columns.iter().find(|head| head.column == Column::Multiple).unwrap();
    assert_eq!(head.caption, "Profit per ¥1 spent");
    let r = page.app.session().results(0).unwrap();
    let mean = |outcome| r.outcome(outcome).iter().sum::<f64>() / r.draws() as f64;
    let ratio = mean(Outcome::Npv) / mean(Outcome::DeltaCost);
    let told = table.rows[1].cell(Column::Multiple).value.clone();
    let value: f64 = told.replace('−', "-").replace(['+', '¥'], "").parse().unwrap();
    assert!((value - ratio).abs() <= 0.1 * ratio.abs().max(0.1), "{told} {ratio}");
}

#[test]
fn a_row_stays_while_its_policy_is_in_hand_wherever_its_lever_is_moved_to() {
    let mut page = staffed();
    let peak = LeverId::PeakAgents;
    let shown = |page: &Page| page.app.policies().levers().iter().flat_map(|g| &g.rows).any(|row| row.id == peak);
    assert!(!shown(&page), "no headline lever, and not moved");
    page.send(Policies::AllLeversShown(true));
    page.send(Policies::LeverMoved(peak, 0.5));
    page.send(Policies::AllLeversShown(false));
    assert!(shown(&page), "moved");
    page.send(Policies::LeverMoved(peak, 0.0));
    assert!(shown(&page), "at today's value under the hand");
    page.send(Policies::LeverMoved(peak, 0.3));
    page.send(Policies::LeverReset(peak));
    assert!(shown(&page), "reset");
    page.send(Policies::PolicySelected(0));
    assert!(!shown(&page), "the policy was taken in hand anew");
}

#[test]
fn the_draws_of_a_document_that_claims_nothing_have_no_error() {
    let mut page = Page::open("v=1&p=base.1&name=Nothing&e=2.0.0");
    page.compute();
    assert_eq!(page.app.policies().claimed(), None);
    assert_eq!(page.app.policies().headline().draws, "1,024 of 1,024 draws");
}

#[test]
fn of_several_that_seldom_reach_the_goal_none_is_called_best() {
    let mut page = staffed();
    page.send(Policies::PolicyCopied(0));
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3400.0));
    let mut claim = |bound: &str| {
        page.send(Policies::GoalChanged(GoalInput { kind: GoalKind::CsiAtLeast, bound: bound.to_owned() }));
        page.compute();
        page.app.policies().headline().plain
    };
    let seldom = claim("74");
    assert!(seldom.contains("comes closest: it brings satisfaction to 74 or more in "), "{seldom}");
    // where none ever reaches it, none is nearer than another
    let never = claim("90");
    assert!(never.starts_with("No policy brings satisfaction to 90 or more in any of 100"), "{never}");
}

#[test]
fn chinese_and_other_letters_are_set_apart_in_the_claim() {
    let mut page =
        Page::open("v=1&p=base.1&name=Plan+E&cpa=3000&b.p=base.1&b.name=%E5%A2%9E%E5%91%98&b.cpa=4000&l=zh&e=2.0.0");
    page.compute();
    let claim = page.app.policies().headline().plain;
    assert!(claim.contains("方案中 Plan E 更优") || claim.contains("方案中增员更优"), "{claim}");
}

#[test]
fn of_two_that_are_the_same_none_is_better() {
    let mut page = Page::open("v=1&p=base.1&name=One&cpa=3000&b.p=base.1&b.name=Two&b.cpa=3000&e=2.0.0");
    page.compute();
    let claim = page.app.policies().headline().plain;
    assert!(claim.starts_with("One is a bet"), "{claim}");
}

#[test]
fn the_charts_of_the_brief_are_of_the_policy_in_the_claim() {
    use crate::features::documents::ExportedChart;
    let mut page = staffed();
    page.send(Policies::PolicyCopied(0));
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 2000.0));
    page.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    page.compute();
    let claimed = page.app.policies().claimed().unwrap();
    page.send(Policies::PolicySelected(1 - claimed));
    page.compute();
    assert_eq!(page.app.policies().claimed(), Some(claimed));
    let letter = page.app.policies().letter(claimed);
    for chart in [ExportedChart::Fan, ExportedChart::Difference] {
        let (title, _) = page.app.documents().plain_picture(chart, 270.0, aftercast_plot::Theme::Light).unwrap();
        assert!(title.starts_with(&letter), "{chart:?} is of {letter}: {title}");
    }
}

// row 44: one extreme flattens everybody's chart
#[test]
fn one_huge_loss_does_not_flatten_the_bars_of_the_others() {
    let mut page = Page::open("v=1&p=base.1&name=Peaks&peak=.5&b.p=base.1&b.name=Ruin&b.cpa=1500&b.wage=14000&e=2.0.0");
    page.compute();
    let bars = |page: &Page| {
        let rows = page.app.policies().table().rows;
        [1, 2].map(|row: usize| rows[row].range.unwrap())
    };
    let [peaks, ruin] = bars(&page);
    assert!(peaks.high - peaks.low > 0.3 && !peaks.is_beyond, "{peaks:?}");
    assert!(ruin.is_beyond && ruin.high == 0.0, "{ruin:?}");
    // the policy in hand is shown whole
    page.send(Policies::PolicySelected(1));
    page.compute();
    let [_, ruin] = bars(&page);
    assert!(!ruin.is_beyond && ruin.low > 0.0, "{ruin:?}");
    // the brief shows the policy of the claim, whichever is in hand
    let fan = page.app.charts().of(0).fan(560.0, 300.0).chart.unwrap();
    let (low, high) = fan.y.range.unwrap();
    assert!(low > -60e6 && high < 60e6, "{low} {high}");
}

// found in use: on a phone, while presenting and in an embedded page nothing said so
#[test]
fn the_claim_says_that_the_report_is_trusted_fully() {
    let mut page = staffed();
    let said = "The report is trusted fully.";
    let shown = |page: &Page| {
        let headline = page.app.policies().headline();
        let gained: Vec<String> = headline
            .gained
            .iter()
            .filter_map(|part| match part {
                HeadlinePart::Caution { words, .. } => Some(words.clone()),
                _ => None,
            })
            .collect();
        (headline.sub.contains(said), gained.contains(&said.to_owned()))
    };
    assert_eq!(shown(&page), (false, false));
    page.send(Event::FaceValueSwitched(true));
    page.compute();
    assert_eq!(shown(&page), (true, true));
    let table = page.app.documents().table(share::ExportedTable::Policies, "2026-11-30", "").unwrap().content;
    assert!(table.contains("Trust the report fully,yes"), "{table}");
}
