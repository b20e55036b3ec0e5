//! Errors against draws, on the model.

use aftercast_engine::analysis::convergence::{Convergence, ConvergenceJob, Estimand};
use aftercast_engine::run::batch::Engine;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::summary::variance;
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::{EventMode, Goal};

use super::{futures, golden};

fn convergence(runs: usize) -> Convergence {
    let futures = futures("staffing_3000", 128).with_events(EventMode::Expected);
    // the gain of staffing is nearly a sum over assumptions, which even points serve best
    let policies = [golden("staffing_3000").policies()[0].levers, golden("hybrid_ai").policies()[0].levers];
    Convergence::new(futures, &policies, Goal::default(), runs)
}

#[test]
fn random_points_have_the_error_of_the_textbook_and_even_points_less() {
    let mut convergence = convergence(16);
    let mut engine = Engine::new(futures("staffing_3000", 128));
    while let Some(job) = convergence.jobs().first().copied() {
        let readings = convergence.compute(&mut engine, &job).unwrap();
        convergence.tell(readings);
    }
    let points = convergence.points();
    assert_eq!(points.len(), 3 * 2, "three kinds of points at 64 and 128 draws");
    let at = |sampler: Sampler, draws: u64| points.iter().find(|p| p.sampler == sampler && p.draws == draws).unwrap();
    // the spread of single draws, from a large run
    let large = futures("staffing_3000", 2048).with_events(EventMode::Expected);
    let mut engine = Engine::new(large);
    let block = engine.run(Some(&golden("staffing_3000").policies()[0].levers), 0, 2048).unwrap();
    let gain = Outcome::TotalGain as usize;
    let sd = variance(&block.values[gain * 2048..(gain + 1) * 2048]).sqrt();
    for draws in [64, 128] {
        // variance of 16 runs over its expectation is chi2(15)/15: 0.17 to 2.65 with probability 0.999
        let ratio = at(Sampler::Random, draws).error[Estimand::MeanTotalGain as usize] / (sd / (draws as f64).sqrt());
        assert!((0.17..2.65).contains(&(ratio * ratio)), "{draws}: {ratio}");
        for even in [Sampler::Sobol, Sampler::LatinHypercube] {
            // F(15, 15) is below 6.5 with probability 0.999: a ratio of errors below 0.39 is no luck
            let share = at(even, draws).error[0] / at(Sampler::Random, draws).error[0];
            assert!(share < 0.39, "{} {draws}: {share}", even.name());
        }
    }
}

#[test]
fn the_first_draws_of_a_run_are_the_smaller_run() {
    let convergence = convergence(2);
    let mut engine = Engine::new(futures("hybrid_ai", 128));
    for sampler in [Sampler::Sobol, Sampler::Random] {
        let job = |draws: u64| ConvergenceJob { sampler, run: 1, draws, prefixes: true };
        let large = convergence.compute(&mut engine, &job(128)).unwrap();
        let small = convergence.compute(&mut engine, &job(64)).unwrap();
        assert_eq!((large.len(), small.len()), (2, 1));
        assert_eq!(large[0], small[0]);
    }
    // what is not finished gives nothing
    assert!(convergence.points().is_empty());
}
