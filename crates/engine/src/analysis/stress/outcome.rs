//! What a stress leaves of a policy, from the draws of the policy stressed and calm.

use super::super::alerts::Measure;
use crate::run::batch::{Block, outcome_column, series_column};
use crate::run::outcome::{Outcome, Series};
use crate::run::report::meets;
use crate::run::summary::{Estimate, estimate, mean, share, sorted_quantile};
use aftercast_scenario::Goal;

/// Satisfaction counts as recovered within so many points of its calm path.
const RECOVERED: f64 = 0.5;

/// Draws of a policy under one stress: what the outcome needs, draw by draw, and mean paths.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    horizon: usize,
    total_gain: Vec<f64>,
    npv: Vec<f64>,
    terminal_value: Vec<f64>,
    payback: Vec<f64>,
    csi: Vec<f64>,
    cost_share: Vec<f64>,
    /// PV of the profit, CNY.
    profit: Vec<f64>,
    /// Sums over draws by month: satisfaction, first response, profit.
    sums: [Vec<f64>; 3],
}

/// The series whose mean paths are kept.
const PATHS: [Series; 3] = [Series::Csi, Series::FirstResponse, Series::Profit];

impl Track {
    /// No draws yet.
    pub fn new(horizon: usize) -> Self {
        let none = Vec::new;
        Self {
            horizon,
            total_gain: none(),
            npv: none(),
            terminal_value: none(),
            payback: none(),
            csi: none(),
            cost_share: none(),
            profit: none(),
            sums: core::array::from_fn(|_| vec![0.0; horizon]),
        }
    }

    /// Takes the next draws in; draw by draw, so that the size of the blocks does not show in the sums.
    pub(super) fn take(&mut self, block: &Block, discount: f64) {
        let column = |k: usize| &block.values[k * block.draws..(k + 1) * block.draws];
        let of = |outcome: Outcome| column(outcome_column(outcome));
        self.total_gain.extend_from_slice(of(Outcome::TotalGain));
        self.npv.extend_from_slice(of(Outcome::Npv));
        self.terminal_value.extend_from_slice(of(Outcome::TerminalValue));
        self.payback.extend_from_slice(of(Outcome::PaybackMonth));
        self.csi.extend_from_slice(of(Outcome::Csi));
        self.cost_share.extend_from_slice(of(Outcome::ServiceCostShare));
        for draw in 0..block.draws {
            let at = |series: Series, t: usize| column(series_column(series, t, self.horizon))[draw];
            let (mut value, mut factor) = (0.0, 1.0);
            for t in 0..self.horizon {
                value += factor * at(Series::Profit, t);
                factor *= discount;
                for (sum, series) in self.sums.iter_mut().zip(PATHS) {
                    sum[t] += at(series, t);
                }
            }
            self.profit.push(value);
        }
    }

    fn path(&self, k: usize) -> Vec<f64> {
        let draws = self.npv.len() as f64;
        self.sums[k].iter().map(|sum| sum / draws).collect()
    }
}

/// What a stress leaves of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct StressOutcome {
    /// Month in which the stress starts; none in the calm run and where it does not occur.
    pub start: Option<usize>,
    /// Mean total gain against today's policy under the same stress, CNY.
    pub total_gain: Estimate,
    /// Its 5 % quantile, CNY.
    pub total_gain_low: Estimate,
    /// Mean net gain over the horizon against today's policy under the same stress, CNY.
    pub npv: Estimate,
    /// Its 5 % quantile, CNY.
    pub npv_low: Estimate,
    /// Share of futures that meet the goal.
    pub goal: Estimate,
    /// Share of futures in which the policy's total gain falls below today's; none for today's own.
    pub chance_of_loss: Option<Estimate>,
    /// Mean PV of the profit lost to the stress, CNY, same policy and draws; 0 in the calm run.
    pub loss: Estimate,
    /// The loss in one future of twenty or worse: its 95 % quantile, CNY.
    pub loss_high: Estimate,
    /// Loss over the calm profit; not a number where the calm profit is not positive.
    pub loss_share: f64,
    /// Mean satisfaction of the last year, points.
    pub csi: Estimate,
    /// Service cost over revenue of the last year, 0-1.
    pub cost_share: Estimate,
    /// Lowest mean satisfaction of a month from the start of the stress (or of the run), points, and the month.
    pub lowest_csi: (f64, usize),
    /// Longest mean first response of a month from the start on, minutes, and the month.
    pub longest_wait: (f64, usize),
    /// Months from the start until mean satisfaction is back for good; infinite where not within the horizon, none without a start.
    pub recovery: Option<f64>,
    /// Mean satisfaction by month, points.
    pub csi_path: Vec<f64>,
    /// Mean first response by month, minutes.
    pub wait_path: Vec<f64>,
    /// Mean profit by month, CNY.
    pub profit_path: Vec<f64>,
}

impl StressOutcome {
    /// Reads the outcome of `track` beside the calm run of the same policy.
    pub(super) fn new(track: &Track, calm: &Track, start: Option<usize>, today: bool, goal: &Goal) -> Self {
        let lost: Vec<f64> = calm.profit.iter().zip(&track.profit).map(|(c, s)| c - s).collect();
        let quantile = |values: &[f64], p: f64| {
            estimate(values, |v| {
                let mut v = v.to_vec();
                v.sort_unstable_by(f64::total_cmp);
                sorted_quantile(&v, p)
            })
        };
        let bounded = match goal {
            Goal::TotalGainAbove(_) => &track.total_gain,
            Goal::NpvAbove(_) => &track.npv,
            Goal::TerminalValueAbove(_) => &track.terminal_value,
            Goal::PaybackWithin(_) => &track.payback,
            Goal::CsiAtLeast(_) => &track.csi,
            Goal::CostShareAtMost(_) => &track.cost_share,
        };
        let goal = share(bounded, |value| meets(goal, value));
        let loss = estimate(&lost, mean);
        let calm_profit = mean(&calm.profit);
        let (csi_path, wait_path, profit_path) = (track.path(0), track.path(1), track.path(2));
        let calm_csi = calm.path(0);
        let from = start.unwrap_or(0);
        let extreme = |path: &[f64], worse: fn(f64, f64) -> bool| {
            let mut found = (path[from], from);
            for (t, &x) in path.iter().enumerate().skip(from) {
                if worse(x, found.0) {
                    found = (x, t);
                }
            }
            found
        };
        let recovery = start.map(|start| {
            let away = |t: &usize| csi_path[*t] < calm_csi[*t] - RECOVERED;
            match (start..csi_path.len()).rev().find(away) {
                None => 0.0,
                Some(last) if last + 1 == csi_path.len() => f64::INFINITY,
                Some(last) => (last + 1 - start) as f64,
            }
        });
        Self {
            start,
            total_gain: estimate(&track.total_gain, mean),
            total_gain_low: quantile(&track.total_gain, 0.05),
            npv: estimate(&track.npv, mean),
            npv_low: quantile(&track.npv, 0.05),
            goal,
            chance_of_loss: (!today).then(|| share(&track.total_gain, |v| v < 0.0)),
            loss,
            loss_high: quantile(&lost, 0.95),
            loss_share: if calm_profit > 0.0 { loss.value / calm_profit } else { f64::NAN },
            csi: estimate(&track.csi, mean),
            cost_share: estimate(&track.cost_share, mean),
            lowest_csi: extreme(&csi_path, |a, b| a < b),
            longest_wait: extreme(&wait_path, |a, b| a > b),
            recovery,
            csi_path,
            wait_path,
            profit_path,
        }
    }

    /// The value an alert looks at; none where the outcome has none.
    pub fn measure(&self, measure: Measure) -> Option<f64> {
        match measure {
            Measure::LongestWait => Some(self.longest_wait.0),
            Measure::LowestCsi => Some(self.lowest_csi.0),
            Measure::Recovery => self.recovery,
            // where nothing happened nothing was lost, also where there is no profit to lose
            Measure::Loss => self.start.map(|_| self.loss_share),
            Measure::ChanceOfLoss => self.chance_of_loss.map(|e| e.value),
        }
    }
}
