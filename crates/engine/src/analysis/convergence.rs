//! Convergence: how the error of an estimate falls with the number of draws, for each kind of points, on the model itself.
//!
//! Claim: the error that matters is the spread of the estimate over independent runs, not a formula.
//! Equations: error(n) = sd over R independent runs of n draws (other seeds) of the statistic; its own relative error is about
//!   1/sqrt(2 (R - 1)); enough: Student's t (7 degrees of freedom) times the error of the eight replicates of a run is at most
//!   the precision asked for; needed draws follow from error ~ n^-r with r fitted, and r = 1/2 where nothing was fitted.
//! Symbols: statistics in CNY or as shares; n draws, R runs.
//! Validity: asked at doublings of the draws, so that few looks are taken and the run is not stopped by a lucky one; shares
//!   have an error of at least one draw.
//! Source: Owen, Monte Carlo theory (2013), chapter 17; Law, Simulation modeling and analysis (2015), section 9.4, on looks.

use crate::model::BaselineError;
use crate::run::batch::{Engine, outcome_column};
use crate::run::outcome::Outcome;
use crate::run::report::{goal_outcome, meets};
use crate::run::summary::{Estimate, STUDENT_T_975_DF7, mean, sorted_quantile, variance};
use aftercast_numerics::math::{ln, pow};
use aftercast_numerics::random::mix;
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::check::LARGEST_SEED;
use aftercast_scenario::{Futures, Goal, Levers};

/// Independent runs of the comparison.
pub const RUNS: usize = 32;
/// Fewest draws of a run of the comparison.
const FEWEST: u64 = 64;

/// A quantity whose error is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Estimand {
    /// Mean total gain of the first policy, CNY.
    MeanTotalGain,
    /// Mean difference of total gain between the first two policies on the same draws, CNY.
    Difference,
    /// 5 % quantile of the first policy's total gain, CNY.
    LowTotalGain,
    /// 95 % quantile of the first policy's total gain, CNY.
    HighTotalGain,
    /// Share of futures in which the first policy meets the goal.
    Goal,
}

impl Estimand {
    /// All of them; the difference needs two policies.
    pub const ALL: [Estimand; 5] = [
        Estimand::MeanTotalGain,
        Estimand::Difference,
        Estimand::LowTotalGain,
        Estimand::HighTotalGain,
        Estimand::Goal,
    ];

    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Estimand::MeanTotalGain => "mean_total_gain",
            Estimand::Difference => "difference",
            Estimand::LowTotalGain => "total_gain_q05",
            Estimand::HighTotalGain => "total_gain_q95",
            Estimand::Goal => "goal",
        }
    }
}

/// A run of the comparison: points, seed and draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConvergenceJob {
    /// Which points.
    pub sampler: Sampler,
    /// Number of the independent run.
    pub run: usize,
    /// Draws of the run.
    pub draws: u64,
    /// Whether the run is also read after each doubling of its first draws (a Latin hypercube is no beginning of a larger one).
    pub prefixes: bool,
}

/// The estimates after so many draws of one run: [`Estimand::ALL`] in order, not a number where there is no second policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConvergenceSample {
    /// Draws read.
    pub draws: u64,
    /// The estimates.
    pub estimates: [f64; Estimand::ALL.len()],
}

/// The error of the estimates for one kind of points and number of draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConvergencePoint {
    /// Which points.
    pub sampler: Sampler,
    /// Draws of a run.
    pub draws: u64,
    /// Error of each estimate: standard deviation over the runs.
    pub error: [f64; Estimand::ALL.len()],
    /// Mean of each estimate over the runs.
    pub mean: [f64; Estimand::ALL.len()],
}

/// A comparison in the making: jobs to compute in any order, readings told in theirs. Dropping it is cancelling it.
#[derive(Clone, Debug)]
pub struct Convergence {
    futures: Futures,
    policies: Vec<Levers<f64>>,
    goal: Goal,
    runs: usize,
    jobs: Vec<ConvergenceJob>,
    told: Vec<Vec<ConvergenceSample>>,
}

impl Convergence {
    /// Compares all kinds of points on `policies` (two at most are read) in `runs` independent runs of up to `futures.draws` draws.
    pub fn new(futures: Futures, policies: &[Levers<f64>], goal: Goal, runs: usize) -> Self {
        let mut jobs = Vec::new();
        for sampler in Sampler::ALL {
            for run in 0..runs {
                let prefixes = sampler != Sampler::LatinHypercube;
                let sizes = if prefixes { vec![futures.draws] } else { doublings(futures.draws) };
                jobs.extend(sizes.into_iter().map(|draws| ConvergenceJob { sampler, run, draws, prefixes }));
            }
        }
        Self { futures, policies: policies.iter().take(2).copied().collect(), goal, runs, jobs, told: Vec::new() }
    }

    /// Jobs not yet told, in order.
    pub fn jobs(&self) -> &[ConvergenceJob] {
        &self.jobs[self.told.len()..]
    }

    /// Computes a job.
    ///
    /// # Errors
    /// A draw whose baseline does not settle.
    pub fn compute(&self, engine: &mut Engine, job: &ConvergenceJob) -> Result<Vec<ConvergenceSample>, BaselineError> {
        let seed = mix(self.futures.seed ^ (job.run as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)) % LARGEST_SEED;
        engine.enter(self.futures.clone().with_seed(seed).with_sampler(job.sampler).with_draws(job.draws));
        let mut columns: Vec<Columns> = Vec::new();
        for levers in &self.policies {
            let block = engine.run(Some(levers), 0, job.draws as usize)?;
            let column = |outcome: Outcome| {
                let k = outcome_column(outcome);
                block.values[k * block.draws..(k + 1) * block.draws].to_vec()
            };
            columns.push(Columns { total_gain: column(Outcome::TotalGain), goal: column(goal_outcome(&self.goal)) });
        }
        let sizes = if job.prefixes { doublings(job.draws) } else { vec![job.draws] };
        Ok(sizes.into_iter().map(|draws| read(&columns, draws, &self.goal)).collect())
    }

    /// Takes the readings of the first job not yet told; what does not belong to any is dropped.
    pub fn tell(&mut self, readings: Vec<ConvergenceSample>) {
        if self.told.len() < self.jobs.len() {
            self.told.push(readings);
        }
    }

    /// Errors by kind of points and draws, once every job is told; empty before.
    pub fn points(&self) -> Vec<ConvergencePoint> {
        if self.told.len() < self.jobs.len() || self.runs < 2 {
            return Vec::new();
        }
        let mut points = Vec::new();
        for sampler in Sampler::ALL {
            for draws in doublings(self.futures.draws) {
                let of = self.jobs.iter().zip(&self.told).filter(|(job, _)| job.sampler == sampler);
                let readings: Vec<&ConvergenceSample> = of.flat_map(|(_, r)| r).filter(|r| r.draws == draws).collect();
                let column = |k: usize| readings.iter().map(|r| r.estimates[k]).collect::<Vec<f64>>();
                points.push(ConvergencePoint {
                    sampler,
                    draws,
                    error: core::array::from_fn(|k| variance(&column(k)).sqrt()),
                    mean: core::array::from_fn(|k| mean(&column(k))),
                });
            }
        }
        points
    }
}

/// Draws of one policy: its total gain and what its goal looks at.
struct Columns {
    total_gain: Vec<f64>,
    goal: Vec<f64>,
}

fn read(columns: &[Columns], draws: u64, goal: &Goal) -> ConvergenceSample {
    let n = draws as usize;
    let gain = |k: usize| columns.get(k).map(|c| &c.total_gain[..n]);
    let met = |v: f64| meets(goal, v);
    let quantile = |p: f64| {
        gain(0).map_or(f64::NAN, |v| {
            let mut v = v.to_vec();
            v.sort_unstable_by(f64::total_cmp);
            sorted_quantile(&v, p)
        })
    };
    let estimates = Estimand::ALL.map(|estimand| match estimand {
        Estimand::MeanTotalGain => gain(0).map_or(f64::NAN, mean),
        Estimand::Difference => match (gain(0), gain(1)) {
            (Some(a), Some(b)) => mean(&a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>()),
            _ => f64::NAN,
        },
        Estimand::LowTotalGain => quantile(0.05),
        Estimand::HighTotalGain => quantile(0.95),
        Estimand::Goal => {
            columns.first().map_or(f64::NAN, |c| c.goal[..n].iter().filter(|&&v| met(v)).count() as f64 / draws as f64)
        }
    });
    ConvergenceSample { draws, estimates }
}

/// 64, 128, ... up to `most`, `most` among them.
fn doublings(most: u64) -> Vec<u64> {
    let mut sizes: Vec<u64> = (0..64).map(|k| FEWEST << k).take_while(|&n| n < most).collect();
    sizes.push(most);
    sizes
}

/// Draws at which a run is asked whether they are enough: every doubling of 64 up to the most.
pub fn looks(most: u64) -> Vec<u64> {
    doublings(most)
}

/// Whether the draws are enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Draws so far.
    pub draws: u64,
    /// Half the width of the 95 % interval of the estimate, in its unit.
    pub half_width: f64,
    /// Whether it is at most the precision asked for.
    pub enough: bool,
    /// Draws that should do, where these do not.
    pub needed: Option<u64>,
}

/// Whether an estimate from `draws` draws is as certain as asked: its 95 % interval at most `precision` to either side.
/// `before`: draws and half width at an earlier look, from which the speed is read.
///
/// ```
/// use aftercast_engine::{analysis::convergence::verdict, run::summary::Estimate};
/// let v = verdict(1024, Estimate { value: 0.6, error: 0.01 }, 0.012, None);
/// assert!(!v.enough && v.needed == Some(4096));
/// ```
pub fn verdict(draws: u64, estimate: Estimate, precision: f64, before: Option<(u64, f64)>) -> Verdict {
    let half_width = STUDENT_T_975_DF7 * estimate.error;
    // an error that is not a number is no certainty
    let enough = half_width <= precision;
    let rate = before
        .filter(|&(n, width)| n < draws && width > 0.0 && half_width > 0.0 && half_width.is_finite())
        .map_or(0.5, |(n, width)| ln(width / half_width) / ln(draws as f64 / n as f64))
        // eight replicates tell the speed badly: never slower than plain Monte Carlo by much, never faster than Sobol points
        .clamp(0.4, 1.0);
    let needed = (!enough && half_width.is_finite() && precision > 0.0).then(|| {
        let factor = pow(half_width / precision, 1.0 / rate);
        // runs are asked at doublings, so that is where one would stop
        let doublings = (ln(factor) / core::f64::consts::LN_2).ceil().clamp(1.0, 40.0);
        draws.saturating_mul(1 << doublings as u32)
    });
    Verdict { draws, half_width, enough, needed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_double() {
        assert_eq!(looks(1024), [64, 128, 256, 512, 1024]);
        assert_eq!(looks(1000), [64, 128, 256, 512, 1000]);
        assert_eq!(looks(16), [16]);
    }

    #[test]
    fn verdicts_of_known_errors() {
        let e = |error: f64| Estimate { value: 0.0, error };
        assert!(verdict(64, e(0.01), 0.024, None).enough);
        assert!(!verdict(64, e(f64::NAN), 1.0, None).enough);
        assert_eq!(verdict(64, e(f64::NAN), 1.0, None).needed, None);
        // error ~ 1/n: a quarter of the error wants four times the draws, 16 times at 1/sqrt n
        let slow = verdict(256, e(0.04), 0.01 * STUDENT_T_975_DF7 * 1.001, None);
        assert_eq!(slow.needed, Some(16 * 256));
        let fast = verdict(256, e(0.04), 0.01 * STUDENT_T_975_DF7 * 1.001, Some((128, 0.08 * STUDENT_T_975_DF7)));
        assert_eq!(fast.needed, Some(4 * 256));
    }

    #[test]
    fn readings_of_known_draws() {
        let ramp: Vec<f64> = (0..64).map(f64::from).collect();
        let half: Vec<f64> = ramp.iter().map(|x| x / 2.0).collect();
        let columns =
            [Columns { total_gain: ramp.clone(), goal: ramp }, Columns { total_gain: half.clone(), goal: half }];
        let r = read(&columns, 64, &Goal::NpvAbove(15.5));
        // 0.05 x 63 and 0.95 x 63 are no binary fractions
        for (got, want) in r.estimates.iter().zip([31.5, 15.75, 3.15, 59.85, 0.75]) {
            assert!((got - want).abs() <= 1e-14 * want, "{got} not {want}");
        }
        assert!(read(&columns[..1], 32, &Goal::NpvAbove(0.0)).estimates[1].is_nan());
    }
}
