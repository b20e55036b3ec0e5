//! How policies rank under uncertainty.
//!
//! Claim: how often each is the best of those compared, what choosing it costs on average against choosing best in every future, and how
//! bad its worst twentieth is.
//! Equation: regret_d = E[max_e y_e - y_d]; CVaR = mean of the worst 5 % of futures, a part of a draw counted as a part. Ties share a win.
//! Validity: the same futures for all options; errors are those of the eight replicates.
//! Source: Rockafellar & Uryasev, J. Banking & Finance 26 (2002) 1443-1471 (CVaR of discrete distributions).

use crate::run::summary::{Estimate, estimate, mean};

/// Share of futures that count as the bad end.
pub const TAIL: f64 = 0.05;

/// One option among others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Mean outcome.
    pub mean: Estimate,
    /// Probability of being the best.
    pub best: Estimate,
    /// Expected loss against the best of each future.
    pub regret: Estimate,
    /// Mean of the worst 5 %.
    pub cvar: Estimate,
}

/// Standings of options, by option and draw; more is better.
pub fn standings(options: &[Vec<f64>]) -> Vec<Standing> {
    let draws = options.first().map_or(0, Vec::len);
    let top: Vec<f64> = (0..draws).map(|i| options.iter().map(|o| o[i]).fold(f64::NEG_INFINITY, f64::max)).collect();
    let winners: Vec<usize> =
        top.iter().enumerate().map(|(i, t)| options.iter().filter(|o| o[i] == *t).count()).collect();
    options
        .iter()
        .map(|o| {
            let wins: Vec<f64> =
                (0..draws).map(|i| if o[i] == top[i] { 1.0 / winners[i] as f64 } else { 0.0 }).collect();
            let regret: Vec<f64> = top.iter().zip(o).map(|(t, y)| t - y).collect();
            let best = estimate(&wins, mean);
            Standing {
                mean: estimate(o, mean),
                // as for every share, never surer than one draw
                best: Estimate { error: best.error.max(1.0 / draws as f64), ..best },
                regret: estimate(&regret, mean),
                cvar: estimate(o, |v| cvar(v, TAIL)),
            }
        })
        .collect()
}

/// Mean of the worst `tail` (0 to 1) of values.
///
/// ```
/// use aftercast_engine::analysis::ranking::cvar;
/// assert_eq!(cvar(&[4.0, 1.0, 3.0, 2.0], 0.5), 1.5);
/// assert_eq!(cvar(&[4.0, 1.0, 3.0, 2.0], 0.375), (1.0 + 0.5 * 2.0) / 1.5);
/// ```
pub fn cvar(values: &[f64], tail: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let wanted = tail * sorted.len() as f64;
    let (mut left, mut sum) = (wanted, 0.0);
    for value in sorted {
        let part = left.min(1.0);
        if part <= 0.0 {
            break;
        }
        sum += part * value;
        left -= part;
    }
    sum / wanted
}
