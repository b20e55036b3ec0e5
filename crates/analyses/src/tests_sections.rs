//! Percentiles, scatter and spider chart: what is known of their answers.

use aftercast_engine::analysis::correlations::CorrelationReport;
use aftercast_engine::analysis::goal_seek::SeekReport;
use aftercast_engine::analysis::scatter::ScatterReport;
use aftercast_engine::analysis::spider::{LEVELS, SpiderReport};
use aftercast_engine::run::batch::Engine;
use aftercast_engine::run::central::central;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::summary::{sorted_quantile, summarise};
use aftercast_i18n::Locale;
use aftercast_scenario::correlations::pair;
use aftercast_scenario::{AssumptionId, Draft, LeverId, Override, PolicyDraft};
use aftercast_wording::words::Words;

use super::sections::compare::Other;
use super::sections::percentiles::Percentiles;
use super::sections::stress::StressReport;
use super::seek::{By, Seek, Wanted};
use super::tests::computed;
use super::*;

/// Two policies, so many draws.
fn question(draws: u64, change: impl FnOnce(&mut Draft, &mut Settings)) -> Question {
    let mut draft = Draft::default();
    draft.settings.draws = draws;
    for (name, lever, value) in [("staff", LeverId::CustomersPerAgent, 3000.0), ("machines", LeverId::AiShare, 0.7)] {
        draft.policies.push(PolicyDraft { name: name.to_owned(), levers: [(lever, value)].into() });
    }
    let mut settings = Settings::default();
    change(&mut draft, &mut settings);
    Question::new(draft, settings).unwrap()
}

fn answer(id: &str, q: &Question) -> Finding {
    computed((section(id).unwrap().plan)(q).unwrap())
}

/// An outcome of a plain run.
fn plain(q: &Question, which: Which, outcome: Outcome) -> Vec<f64> {
    let futures = q.scenario.futures();
    let block = Engine::new(futures.clone()).run(q.levers(which).as_ref(), 0, futures.draws as usize).unwrap();
    block.values[outcome as usize * block.draws..(outcome as usize + 1) * block.draws].to_vec()
}

#[test]
fn percentiles_are_those_of_the_run_in_every_form() {
    let q = question(256, |_, s| s.outcome = Outcome::Csi);
    let finding = answer("percentiles", &q);
    let found: &Percentiles = found(&*finding).unwrap();
    assert_eq!(found.0.len(), 3, "today and two policies");
    for (which, own) in q.all_policies().into_iter().zip(&found.0) {
        let values = plain(&q, which, Outcome::Csi);
        assert_eq!(own.summary, summarise(&values));
        assert_eq!(own.above_zero.value, 1.0);
    }
    let json = finding.json(&q);
    let median = json["policies"][1]["percentiles"]["50"]["value"].as_f64().unwrap();
    assert_eq!(median.to_bits(), found.0[1].summary.quantiles[4].value.to_bits(), "full numbers");
    let table = &finding.tables(&q, Words(Locale::English))[0];
    assert_eq!((table.columns.len(), table.rows.len()), (4, 12));
    assert_eq!(table.rows[3][0], "1%");
    assert_eq!(finding.words(&q, Words(Locale::Chinese)).len(), 3);
}

#[test]
fn today_gains_nothing_in_any_percentile() {
    let q = question(64, |_, _| {});
    let finding = answer("percentiles", &q);
    let found: &Percentiles = found(&*finding).unwrap();
    let today = &found.0[0];
    assert!(today.summary.quantiles.iter().all(|e| e.value == 0.0) && today.summary.sd.value == 0.0);
    assert_eq!(today.above_zero.value, 0.0);
}

#[test]
fn a_scatter_has_the_points_of_the_run_and_the_correlation_that_the_tornado_tells() {
    let mut q = question(64, |_, s| (s.assumption, s.bar_draws) = (AssumptionId::CausalShare, 16));
    let finding = answer("scatter", &q);
    let found_here: &ScatterReport = found(&*finding).unwrap();
    let outcome: Vec<f64> = found_here.points.iter().map(|p| p.1).collect();
    assert_eq!(outcome, plain(&q, Some(0), Outcome::TotalGain));
    let (r, (low, high)) = found_here.rank.unwrap();
    assert!(low < r && r < high && r > 0.5, "{r}: the gain of staff comes with the causal share");
    let json = answer("tornado", &q).json(&q);
    let rows = json["regression"]["columns"].as_array().unwrap().clone();
    let row = rows.iter().find(|row| row["assumption"] == "causal_share").unwrap();
    assert!((row["spearman"]["value"].as_f64().unwrap() - r).abs() < 1e-12);
    assert_eq!(found_here.groups.iter().map(|g| g.draws).sum::<usize>(), 64);
    // a correlated assumption says with what
    q.settings.set(Field::Assumption, "points_per_minute", 2);
    let said = answer("scatter", &q).words(&q, Words(Locale::English));
    assert!(said.len() == 2 && said[1].contains("correlation 0."), "{said:?}");
}

#[test]
fn what_does_not_vary_has_no_correlation() {
    let known = |draft: &mut Draft| {
        draft.assumptions.insert(AssumptionId::CausalShare, Override::Known(0.5));
    };
    let q = question(32, |draft, _| known(draft));
    let finding = answer("scatter", &q);
    assert!(found::<ScatterReport>(&*finding).unwrap().rank.is_none());
    assert!(finding.words(&q, Words(Locale::English))[0].contains("known number"));
    let today = question(32, |_, s| s.policy = None);
    let finding = answer("scatter", &today);
    assert!(finding.words(&today, Words(Locale::English))[0].contains("in every future"));
}

#[test]
fn the_lines_of_a_spider_are_those_of_central_runs() {
    let q = question(32, |_, s| s.outcome = Outcome::TotalGain);
    let finding = answer("spider", &q);
    let r: &SpiderReport = found(&*finding).unwrap();
    let (s, levers) = (&q.scenario, q.levers(Some(0)).unwrap());
    let run = |id: Option<(AssumptionId, f64)>| {
        let mut a = s.central();
        if let Some((id, x)) = id {
            *a.get_mut(id) = x;
        }
        central(s.company(), s.today(), &a, &levers).unwrap().comparison.npv
    };
    let q_npv = question(32, |_, s| s.outcome = Outcome::Npv);
    let finding = answer("spider", &q_npv);
    let npv: &SpiderReport = found(&*finding).unwrap();
    let scale = run(None).abs().max(1.0);
    assert!((npv.central - run(None)).abs() < 1e-3 * scale);
    for line in npv.lines.iter().take(4) {
        for k in [0, 5, LEVELS.len() - 1] {
            let other = run(Some((line.id, line.values[k])));
            assert!(
                (line.outcomes[k] - other).abs() < 1e-3 * scale,
                "{}: {} not {other}",
                line.id.name(),
                line.outcomes[k]
            );
        }
        assert!(line.values.windows(2).all(|w| w[0] < w[1]));
    }
    assert!(r.varies && r.lines.windows(2).all(|w| w[0].width() >= w[1].width()));
    let table = &finding.tables(&q_npv, Words(Locale::Chinese))[0];
    assert_eq!((table.rows.len(), table.columns.len()), (8, 12));
}

#[test]
fn goal_seek_finds_what_the_run_at_its_value_gives() {
    let seek = |wanted, reach, by| Seek { wanted, reach, by };
    let median = |mut values: Vec<f64>| {
        values.sort_unstable_by(f64::total_cmp);
        sorted_quantile(&values, 0.5)
    };
    // a lever: today's machines do more until the median satisfaction is 70
    let staff = By::Lever(LeverId::CustomersPerAgent);
    let q = question(32, |_, s| s.seek = seek(Wanted::Median(Outcome::Csi), 70.0, staff));
    let finding = answer("goal-seek", &q);
    let r: &SeekReport = found(&*finding).unwrap();
    assert_eq!(r.reached.len(), 1, "{:?}", r.reached);
    let (value, there) = r.reached[0];
    assert!((there.value - 70.0).abs() < 0.01);
    let again = question(32, |d, s| {
        d.policies[0].levers.insert(LeverId::CustomersPerAgent, value);
        s.outcome = Outcome::Csi;
    });
    assert_eq!(median(plain(&again, Some(0), Outcome::Csi)), there.value, "to the last bit, as typed into the policy");
    // a company fact: a margin at which the policy just earns its cost
    let margin = By::from_name("contribution_margin").unwrap();
    let q = question(32, |_, s| s.seek = seek(Wanted::Median(Outcome::TotalGain), 0.0, margin));
    let finding = answer("goal-seek", &q);
    let r: &SeekReport = found(&*finding).unwrap();
    let (value, there) = r.reached[0];
    let again = question(32, |d, _| d.company.contribution_margin = value);
    assert_eq!(median(plain(&again, Some(0), Outcome::TotalGain)), there.value);
    let [smallest, largest] = r.ends.unwrap();
    assert!(there.value.abs() < 1e-2 * (largest.1.value - smallest.1.value), "{there:?}");
    assert_eq!(finding.json(&q)["now"], 0.18);
    // out of reach: the largest, where, and no value
    let q = question(32, |_, s| s.seek = seek(Wanted::Median(Outcome::Csi), 99.0, staff));
    let said = answer("goal-seek", &q).words(&q, Words(Locale::English));
    assert!(said[0].starts_with("Not reachable") && said[0].contains("the largest is"), "{said:?}");
    // a share of futures
    let q = question(32, |_, s| s.seek = seek(Wanted::Chance, 0.5, margin));
    let r = answer("goal-seek", &q);
    let r: &SeekReport = found(&*r).unwrap();
    assert!(r.reached.iter().all(|(_, e)| (e.value - 0.5).abs() <= 0.05), "{r:?}");
}

#[test]
fn correlations_are_told_as_set_and_as_drawn_and_every_analysis_takes_them() {
    let [a, b, c] = [AssumptionId::Delivery, AssumptionId::CostOverrun, AssumptionId::CausalShare];
    let state = |draft: &mut Draft| {
        draft.correlations.insert(pair(a, b).unwrap(), -0.7);
        draft.correlations.insert(pair(b, c).unwrap(), 0.5);
    };
    let q = question(1024, |draft, _| state(draft));
    let finding = answer("correlations", &q);
    let r: &CorrelationReport = found(&*finding).unwrap();
    assert_eq!((r.pairs.len(), r.ids.len(), r.matrix.len()), (7, 13, 13), "six declared, one added");
    for p in &r.pairs {
        assert!((p.scores - p.stated).abs() < 0.08, "{p:?}");
        assert!((p.rank.unwrap() - p.rank_expected).abs() < 0.08, "{p:?}");
        // 6/π asin(rho/2)
        let want = 6.0 / std::f64::consts::PI * (p.stated / 2.0).asin();
        assert!((p.rank_expected - want).abs() < 1e-12);
    }
    let said = finding.words(&q, Words(Locale::English));
    assert!(said.len() == 4 && said.iter().any(|line| line.contains("−0.4 → −0.7")), "{said:?}");
    assert_eq!(finding.json(&q)["correlations"].as_array().unwrap().len(), 7);
    // partners follow in the tornado, and what hangs together is one factor of the indices
    let q = question(32, |draft, s| {
        state(draft);
        (s.bar_draws, s.rows) = (16, 16);
    });
    let bars = answer("tornado", &q).json(&q)["bars"].as_array().unwrap().clone();
    let bar = bars.iter().find(|bar| bar["assumption"] == b.name()).unwrap();
    assert!(!bar["swing_partner_held"].is_null());
    // a programme that is delivered in part, and overruns
    let q = question(32, |draft, s| {
        state(draft);
        (s.policy, s.rows) = (Some(1), 16);
    });
    let json = answer("indices", &q).json(&q);
    let names = json["factors"].as_array().unwrap().iter().map(|f| f["factor"].as_str().unwrap().to_owned());
    let names: Vec<String> = names.collect();
    assert!(names.iter().any(|name| [a, b, c].iter().all(|id| name.contains(id.name()))), "{names:?}");
}

#[test]
fn two_documents_tell_what_differs_and_what_comes_of_it() {
    let beside = |change: fn(&mut Draft)| {
        let mut q = question(64, |_, _| {});
        let mut document = q.document.clone();
        change(&mut document);
        let scenario = aftercast_engine::check(&document).unwrap();
        q.settings.other = Some(Box::new(Other { given: "other.json".to_owned(), document, scenario }));
        q
    };
    let of = |q: &Question| answer("compare", q);
    // the same document: nothing differs, to the last bit
    let same = beside(|_| {});
    let finding = of(&same);
    assert_eq!(finding.tables(&same, Words(Locale::English))[1].rows.len(), 0);
    let json = finding.json(&same);
    assert!(json["policies"].as_array().unwrap().iter().all(|p| p["difference"]["value"] == 0.0), "{json}");
    // a margin, an assumption, a correlation, a lever, a policy more
    let other = beside(|d| {
        d.company.contribution_margin = 0.25;
        d.assumptions.insert(AssumptionId::CausalShare, Override::Known(0.9));
        d.correlations.insert(pair(AssumptionId::Delivery, AssumptionId::CostOverrun).unwrap(), 0.0);
        d.policies[0].levers.insert(LeverId::CustomersPerAgent, 3500.0);
        d.policies.push(PolicyDraft { name: "more".to_owned(), levers: [].into() });
        d.policies.swap(0, 1);
    });
    let finding = of(&other);
    let tables = finding.tables(&other, Words(Locale::English));
    let rows: Vec<String> = tables[1].rows.iter().map(|row| row.join("|")).collect();
    assert_eq!(rows.len(), 5, "{rows:?}");
    for said in ["Contribution margin|18%|25%", "|90%", "|−0.4|0", "3,000|3,500", "more|–|present"] {
        assert!(rows.iter().any(|row| row.contains(said)), "{said}: {rows:?}");
    }
    assert_eq!(tables[0].rows.len(), 4, "today, two of one name, one of the other document");
    // policies of one name stand side by side, whatever their place
    let scenario = &other.settings.other.as_ref().unwrap().scenario;
    let there = Engine::new(scenario.futures()).run(Some(&scenario.policies()[1].levers), 0, 64).unwrap();
    let column = Outcome::TotalGain as usize;
    let theirs = &there.values[column * 64..(column + 1) * 64];
    let own = plain(&other, Some(0), Outcome::TotalGain);
    let want = theirs.iter().zip(&own).map(|(a, b)| a - b).sum::<f64>() / 64.0;
    let found = finding.json(&other)["policies"][1]["difference"]["value"].as_f64().unwrap();
    assert!((found - want).abs() <= 1e-9 * want.abs(), "{found} not {want}");
    // nothing to compare with is told
    assert!((section("compare").unwrap().plan)(&question(64, |_, _| {})).is_err());
}

#[test]
fn a_stress_test_begins_with_whether_the_best_policy_pays_under_every_stress() {
    let q = question(256, |_, _| {});
    let finding = answer("stress", &q);
    let report: &StressReport = found(&*finding).unwrap();
    let gains = |k: usize| report.outcomes.iter().map(move |each| each[k].total_gain);
    let calm = |k: usize| report.outcomes[0][k].total_gain.value;
    let best = if calm(1) >= calm(2) { 1 } else { 2 };
    let least = gains(best).min_by(|a, b| a.value.total_cmp(&b.value)).unwrap();
    let lines = finding.words(&q, Words(Locale::English));
    let wanted = match least.value {
        value if value > 4.0 * least.error => "pays under every stress",
        value if value < -4.0 * least.error => "loses money under",
        _ => "",
    };
    assert!(lines[0].contains(q.policy_names()[best - 1]) && lines[0].contains(wanted), "{lines:?}");
    // money that buys nothing
    let q = question(256, |draft, _| {
        draft.policies.truncate(1);
        draft.policies[0].levers = [(LeverId::UpfrontBudget, 200e6)].into();
    });
    let lines = answer("stress", &q).words(&q, Words(Locale::English));
    assert!(lines[0].contains("loses money with and without stress"), "{lines:?}");
}

#[test]
fn a_difference_of_shares_is_told_in_points_by_every_section_that_compares() {
    let q = |draws| {
        question(draws, |_, s| {
            s.outcome = Outcome::Repurchase;
            s.against = Some(None);
        })
    };
    for (id, draws) in [("spider", 64), ("scatter", 256), ("tornado", 64), ("structural", 64), ("indices", 64)] {
        let q = q(draws);
        let finding = answer(id, &q);
        let told = finding.words(&q, Words(Locale::English)).join(" ");
        let cells: String = finding.tables(&q, Words(Locale::English))[0].rows.concat().join(" ");
        assert!(format!("{told} {cells}").contains("points"), "{id}: {told} {cells}");
        // of a single policy it is a share
        let alone = question(draws, |_, s| s.outcome = Outcome::Repurchase);
        let finding = answer(id, &alone);
        let told = finding.words(&alone, Words(Locale::English)).join(" ");
        assert!(id == "structural" || told.contains('%'), "{id}: {told}");
    }
}
