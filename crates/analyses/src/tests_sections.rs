//! Percentiles, scatter and spider chart: what is known of their answers.

use aftercast_engine::analysis::scatter::ScatterReport;
use aftercast_engine::analysis::spider::{LEVELS, SpiderReport};
use aftercast_engine::run::batch::Engine;
use aftercast_engine::run::central::central;
use aftercast_engine::run::record::Outcome;
use aftercast_engine::run::summary::summarise;
use aftercast_i18n::Locale;
use aftercast_scenario::{AssumptionId, Draft, LeverId, Override, PolicyDraft};
use aftercast_wording::words::Words;

use super::sections::percentiles::Percentiles;
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
    computed((section(id).unwrap().plan)(q, Locale::English).unwrap())
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
    assert_eq!(table.rows[3][0], "1 %");
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
