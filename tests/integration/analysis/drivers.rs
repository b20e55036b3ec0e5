//! Tornado and regression: what they must find, and that neither order nor threads matter.

use aftercast_compute::rounds::{AnalysisRounds, Rounds};
use aftercast_compute::threads;
use aftercast_engine::analysis::regression::regress;
use aftercast_engine::analysis::tornado::{Tornado, TornadoReport, moved, uncertain};
use aftercast_engine::analysis::{Analysis, Target, evaluate, run_here};
use aftercast_engine::run::SamplingPlan;
use aftercast_engine::run::batch::Engine;
use aftercast_engine::run::central::central;
use aftercast_engine::run::outcome::Outcome;
use aftercast_scenario::{AssumptionId, CORRELATIONS, Distribution};

use super::{mean, normals, plain, scenario};

#[test]
fn regression_finds_a_linear_relation_between_correlated_columns() {
    let n = 4000;
    let z = normals(3, n, 4);
    let rho: f64 = 0.7;
    let second: Vec<f64> = z[0].iter().zip(&z[1]).map(|(a, b)| rho * a + (1.0 - rho * rho).sqrt() * b).collect();
    let y: Vec<f64> = (0..n as usize).map(|i| 3.0 * z[0][i] - 2.0 * second[i] + 0.5 * z[3][i]).collect();
    let found = regress(&[z[0].clone(), second, z[2].clone()], &y);
    // Var y = 9 + 4 - 12 rho + 0.25
    let sd = (13.25 - 12.0 * rho).sqrt();
    for (k, truth) in [3.0 / sd, -2.0 / sd, 0.0].into_iter().enumerate() {
        let b = found.standardised.as_ref().unwrap().each[k];
        assert!((b.value - truth).abs() < 4.0 * b.error && b.error < 0.01, "{k}: {b:?} not {truth}");
    }
    let r2 = found.standardised.unwrap().r2;
    assert!((r2 - (1.0 - 0.25 / (sd * sd))).abs() < 0.01, "{r2}");
    // Spearman counts the partner in: correlation (3 - 2 rho)/sd of the first, of normals 6/π asin(r/2)
    let r = (3.0 - 2.0 * rho) / sd;
    let truth = 6.0 / std::f64::consts::PI * (r / 2.0).asin();
    let s = found.spearman[0];
    assert!((s.value - truth).abs() < 4.0 * s.error, "{s:?} not {truth}");
}

#[test]
fn the_order_of_draws_does_not_matter() {
    let z = normals(5, 257, 3);
    let y: Vec<f64> = (0..257).map(|i| z[0][i].exp() + z[1][i]).collect();
    let turned = |v: &Vec<f64>| (0..257).map(|i| v[(i * 71 + 13) % 257]).collect::<Vec<f64>>();
    let there = regress(&z, &y);
    let back = regress(&z.iter().map(turned).collect::<Vec<_>>(), &turned(&y));
    assert_eq!(there, back);
}

#[test]
fn a_column_that_repeats_another_gets_no_coefficient() {
    let z = normals(6, 100, 2);
    let found = regress(&[z[0].clone(), z[0].clone(), vec![4.0; 100]], &z[1]);
    let each = found.standardised.unwrap().each;
    assert_eq!((each[1].value, each[2].value, found.spearman[2].value), (0.0, 0.0, 0.0));
    // no more draws than columns explain anything
    let few: Vec<Vec<f64>> = normals(6, 9, 8);
    assert_eq!((regress(&few, &few[0]).standardised, regress(&few[..7], &few[7]).ranked.is_some()), (None, true));
    assert_eq!(regress(&z, &[1.5; 100]).standardised, None);
}

#[test]
fn a_partner_follows_as_its_conditional_distribution() {
    let s = scenario(64, "");
    let futures = s.futures();
    let plan = SamplingPlan::new(&futures.distributions, futures.sampler, futures.seed, futures.draws);
    for (first, second, rho) in CORRELATIONS {
        for (id, other) in [(first, second), (second, first)] {
            let partners = futures.correlations.partners(id);
            assert_eq!(partners, [(other, rho)]);
            let n = 4096;
            let (mut sum, mut square) = (0.0, 0.0);
            for draw in 0..n {
                let scores = plan.scores(draw);
                let there = moved(&scores, id, 2.0, &partners);
                assert_eq!(there[id as usize], 2.0);
                let z = there[other as usize];
                sum += z;
                square += (z - 2.0 * rho).powi(2);
                // where the assumption stays, so does everything else
                let still = moved(&scores, id, scores[id as usize], &partners);
                assert!(still.iter().zip(&scores).all(|(a, b)| (a - b).abs() < 1e-12));
            }
            let (m, v) = (sum / n as f64, square / n as f64);
            assert!((m - 2.0 * rho).abs() < 4.0 * ((1.0 - rho * rho) / n as f64).sqrt(), "{}: {m}", id.name());
            // the variance of 4096 normals has a standard error of sqrt(2/4096)
            assert!((v / (1.0 - rho * rho) - 1.0).abs() < 4.0 * (2.0 / n as f64).sqrt(), "{}: {v}", id.name());
        }
    }
}

#[test]
fn bars_of_the_model() {
    let s = scenario(64, "");
    let levers = s.policies()[1].levers;
    let target = Target::new(Outcome::Npv, Some(levers), None).unwrap();
    let report = run_here(Tornado::new(s.futures(), target, 32), |_, _| true).unwrap().unwrap();
    let bar = |id: AssumptionId| report.bars.iter().find(|b| b.id == id).unwrap();
    assert_eq!(report.bars.len(), uncertain(&s.futures()).len());
    assert_eq!(report.draws, 32);
    assert_eq!(report.mean.value, mean(&plain(&s.futures(), Some(&levers), Outcome::Npv)[..32]));
    assert!(report.bars.windows(2).all(|w| w[0].swing.value.abs() >= w[1].swing.value.abs()));
    // costs lower the gain, causes raise it; what no lever touches does nothing, to the last bit
    assert!(bar(AssumptionId::CostOverrun).whisker.1 < 0.0);
    assert!(bar(AssumptionId::CausalShare).whisker.0 > 0.0);
    let station = bar(AssumptionId::StationCost);
    assert_eq!((station.swing.value, station.swing.error, station.central), (0.0, 0.0, (0.0, 0.0)));
    for b in &report.bars {
        assert!((b.high.value - b.low.value - b.swing.value).abs() <= 1e-9 * b.swing.value.abs().max(1.0));
        assert_eq!(b.alone.is_some(), !s.correlations().partners(b.id).is_empty());
    }
    // a partner that helps adds to the bar: more points a minute come with more points of resolution
    let minute = bar(AssumptionId::PointsPerMinute);
    assert!(minute.swing.value > minute.alone.unwrap().value);
    // a bar is the difference of two runs in which the value is known
    let causal = bar(AssumptionId::CausalShare);
    let known = |value: f64| {
        let mut futures = s.futures();
        *futures.distributions.get_mut(AssumptionId::CausalShare) = Distribution::Known { value };
        mean(&plain(&futures, Some(&levers), Outcome::Npv)[..32])
    };
    let between = known(causal.range.1) - known(causal.range.0);
    assert!((causal.swing.value - between).abs() <= 1e-9 * between, "{} not {between}", causal.swing.value);
    // the classic bars are those of central runs
    let run = central(s.company(), s.today(), &s.central(), &levers).unwrap();
    assert!((report.central - run.comparison.npv).abs() < 1e-3 * run.comparison.delta_cost.abs());
    let mut a = s.central();
    *a.get_mut(AssumptionId::CausalShare) = bar(AssumptionId::CausalShare).range.1;
    let high = central(s.company(), s.today(), &a, &levers).unwrap();
    let change = high.comparison.npv - run.comparison.npv;
    let central_high = bar(AssumptionId::CausalShare).central.1;
    assert!((central_high - change).abs() < 1e-3 * change.abs(), "{central_high} not {change}");
}

fn rounds(tornado: Tornado) -> Box<dyn Rounds<Report = TornadoReport>> {
    Box::new(AnalysisRounds::new(tornado, 1, |report| report))
}

#[test]
fn threads_and_the_order_of_jobs_change_no_bit() {
    let s = scenario(32, "");
    let target =
        || Target::new(Outcome::Npv, Some(s.policies()[1].levers), Some(Some(s.policies()[0].levers))).unwrap();
    let tornado = || Tornado::new(s.futures(), target(), 16);
    let alone = run_here(tornado(), |_, _| true).unwrap().unwrap();
    for threads in [1, 3] {
        let report = threads::compute(rounds(tornado()), threads, |_| true).unwrap().unwrap();
        assert_eq!(report, alone);
    }
    // backwards, in one engine
    let mut analysis = tornado();
    let mut engine = Engine::new(s.futures());
    let jobs = analysis.round();
    let mut outputs: Vec<_> = (0..jobs).rev().map(|i| evaluate(&mut engine, &analysis.job(i)).unwrap()).collect();
    outputs.reverse();
    analysis.take(outputs);
    assert_eq!(analysis.round(), 0);
    assert_eq!(analysis.report(), alone);
}

#[test]
fn an_analysis_stops_when_told() {
    let s = scenario(16, "");
    let target = || Target::new(Outcome::Csi, Some(s.policies()[0].levers), None).unwrap();
    let mut seen = 0;
    let stopped = run_here(Tornado::new(s.futures(), target(), 16), |done, jobs| {
        assert!(done <= jobs);
        seen = done;
        done < 3
    });
    assert_eq!((stopped.unwrap(), seen), (None, 3));
    let stopped = threads::compute(rounds(Tornado::new(s.futures(), target(), 16)), 2, |progress| progress.done < 3);
    assert_eq!(stopped.unwrap(), None);
    assert!(Target::new(Outcome::PaybackMonth, None, None).is_err());
}
