//! What it is worth to know an assumption before choosing between policies.
//!
//! Claim: EVPI is what a choice made with perfect knowledge of every assumption would gain on average over the best single choice made
//! now; EVPPI the same for some assumptions only. Luck cannot be known, so the gains are those at expected events.
//! Equation: EVPI = E max_d y_d - max_d E y_d; EVPPI(x) = E max_d E[y_d | x] - max_d E y_d, with E[y_d | x] of [`super::select`] for the
//! gains over the first option. The plug-in estimate is too high by what noise in the fit seems to teach; the mean excess over it of
//! bootstrap samples, terms chosen anew in each, is taken off. Estimates are kept where the truth must be: 0 <= member <= group <= EVPI. An
//! estimate below 0 or above EVPI is cut there; a group estimated at less than its most valuable member has that member's value, because the
//! regression on few features misses less than that on many. The raw estimates stay beside them.
//! Validity: some hundred draws and more; the error is that of the bootstrap, too wide rather than too narrow for even points.
//! Source: Strong, Oakley & Brennan, Medical Decision Making 34 (2014) 311-326 (regression); Efron & Tibshirani (1993), chapter 10 (bias).

use super::numeric::bootstrap_counts;
use super::select::Terms;
use crate::run::summary::{Estimate, variance};

/// Bootstrap samples.
const SAMPLES: u64 = 100;

/// A choice between options: the gain of each in each draw, CNY.
#[derive(Clone, Debug)]
pub struct Choice {
    gains: Vec<Vec<f64>>,
    seed: u64,
}

/// The value of knowing some assumptions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InformationValue {
    /// The value with its bootstrap error, CNY.
    pub value: Estimate,
    /// The plug-in estimate before the bias was taken off.
    pub plug_in: f64,
    /// What was taken off.
    pub bias: f64,
    /// Share of draws in which the knowledge would change the choice.
    pub changes: f64,
}

impl InformationValue {
    /// The estimate before it was brought between its bounds, CNY.
    pub fn raw(&self) -> f64 {
        self.plug_in - self.bias
    }

    /// The most it may be worth at 95 % confidence, CNY.
    pub fn at_most(&self) -> f64 {
        self.value.value + 2.0 * self.value.error
    }

    /// Whether it can be told from nothing: it changes a choice, and is worth more than two of its errors.
    pub fn is_something(&self) -> bool {
        self.changes > 0.0 && self.value.value > 2.0 * self.value.error
    }

    /// The value of a group that holds these members: no less than that of any of them.
    pub fn of_group<'a>(self, members: impl Iterator<Item = &'a InformationValue>) -> InformationValue {
        let best = members.map(|m| m.value).max_by(|a, b| a.value.total_cmp(&b.value));
        match best.filter(|best| best.value > self.value.value) {
            Some(best) => InformationValue {
                value: Estimate { value: best.value, error: best.error.max(self.value.error) },
                ..self
            },
            None => self,
        }
    }
}

/// What follows from the values of information for the one who has to choose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Advice {
    /// Choose now: in no future would knowledge change the choice.
    Settled,
    /// Choose now: knowing everything cannot be told from worth nothing; it is worth at most so much, CNY.
    Now(f64),
    /// Knowing everything is worth something, no single assumption is by itself; each is worth at most so much, CNY.
    NoSingle(f64),
    /// Find out this one first, by its index among those given.
    First(usize),
}

/// What to do about the values of knowing everything and of each assumption, the most valuable first.
pub fn advice(evpi: &InformationValue, singles: &[InformationValue]) -> Advice {
    if evpi.changes == 0.0 || evpi.value.value <= 0.0 {
        return Advice::Settled;
    }
    if !evpi.is_something() {
        return Advice::Now(evpi.at_most());
    }
    match singles.iter().position(InformationValue::is_something) {
        Some(index) => Advice::First(index),
        None => Advice::NoSingle(singles.iter().map(InformationValue::at_most).fold(0.0, f64::max).min(evpi.at_most())),
    }
}

impl Choice {
    /// Gains by option and draw; at least one option, all of the same length.
    pub fn new(gains: Vec<Vec<f64>>, seed: u64) -> Self {
        Self { gains, seed }
    }

    /// Number of draws.
    pub fn draws(&self) -> usize {
        self.gains.first().map_or(0, Vec::len)
    }

    /// The option with the best mean.
    pub fn best(&self) -> usize {
        best_of(self.gains.len(), |d| self.gains[d].iter().sum())
    }

    /// The value of perfect knowledge of everything.
    pub fn evpi(&self) -> InformationValue {
        self.worth(f64::INFINITY, |_| self.gains.clone())
    }

    /// The value of knowing `features` (one column each, a number a draw: the values of assumptions, or any increasing function of
    /// them), no more than `evpi`.
    pub fn evppi(&self, features: &[Vec<f64>], evpi: f64) -> InformationValue {
        let relative: Vec<Vec<f64>> = self.gains[1..]
            .iter()
            .map(|gain| gain.iter().zip(&self.gains[0]).map(|(y, first)| y - first).collect())
            .collect();
        if relative.is_empty() {
            return InformationValue {
                value: Estimate { value: 0.0, error: 0.0 },
                plug_in: 0.0,
                bias: 0.0,
                changes: 0.0,
            };
        }
        let terms = Terms::new(features, &relative);
        self.worth(evpi, |weights| {
            let mut fitted = vec![vec![0.0; weights.len()]];
            fitted.extend(terms.fit(weights));
            fitted
        })
    }

    /// Mean of the best less the best mean, of the conditional means that `known` gives for rows counted so many times.
    fn worth(&self, most: f64, known: impl Fn(&[f64]) -> Vec<Vec<f64>>) -> InformationValue {
        let n = self.draws();
        let of = |means: &[Vec<f64>], weights: &[f64]| {
            let (mut best, mut each, mut count) = (0.0, vec![0.0; means.len()], 0.0);
            for i in 0..n {
                let w = weights[i];
                if w > 0.0 {
                    best += w * means.iter().map(|m| m[i]).fold(f64::NEG_INFINITY, f64::max);
                    each.iter_mut().zip(means).for_each(|(sum, m)| *sum += w * m[i]);
                    count += w;
                }
            }
            // rounding must not make knowledge harmful
            ((best - each.into_iter().fold(f64::NEG_INFINITY, f64::max)) / count).max(0.0)
        };
        let ones = vec![1.0; n];
        let all = known(&ones);
        let plug_in = of(&all, &ones);
        let samples: Vec<f64> = (0..SAMPLES)
            .map(|sample| {
                let counts = bootstrap_counts(self.seed, sample, n);
                of(&known(&counts), &counts)
            })
            .collect();
        let bias = samples.iter().sum::<f64>() / samples.len() as f64 - plug_in;
        let fixed = best_of(all.len(), |d| all[d].iter().sum());
        let changes = (0..n).filter(|&i| {
            best_of(all.len(), |d| all[d][i]) != fixed && {
                let top = all.iter().map(|m| m[i]).fold(f64::NEG_INFINITY, f64::max);
                top > all[fixed][i]
            }
        });
        InformationValue {
            value: Estimate { value: (plug_in - bias).clamp(0.0, most), error: variance(&samples).sqrt() },
            plug_in,
            bias,
            changes: changes.count() as f64 / n as f64,
        }
    }
}

/// The first of the best.
fn best_of(count: usize, value: impl Fn(usize) -> f64) -> usize {
    (1..count).fold(0, |best, d| if value(d) > value(best) { d } else { best })
}
