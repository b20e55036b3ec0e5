//! A regression that chooses its own terms: what several outcomes are on average, given some features.
//!
//! Claim: the conditional mean E[y_d | x] for all outcomes d at once, from terms that earn their place; a feature that explains nothing
//! gets no term, so noise is not taken for knowledge.
//! Equation: least squares on the intercept and terms added one by one, each the one that lowers Σ_d n ln RSS_d most, as long as it lowers it
//! by more than D ln n + 2 ln p (extended Bayesian criterion; n rows, p candidates, D outcomes). Candidates of one feature: z, He₂(z),
//! He₃(z) and hinges max(0, z - t) at five quantiles t; of several: z, He₂, He₃ of each, and products of pairs of the eight that go
//! most with the outcomes.
//! Validity: smooth or kinked means; interactions of three features and of weak pairs are missed, which errs towards knowing less.
//! Source: Friedman, Annals of Statistics 19 (1991) 1-67 (forward selection with hinges); Blatman & Sudret, J. Comput. Phys. 230 (2011)
//! 2345-2367 (sparse chaos); Chen & Chen, Biometrika 95 (2008) 759-771 (criterion).

use super::numeric::{Matrix, SINGULAR, dot, standardised};
use crate::run::summary::sorted_quantile;
use aftercast_numerics::math::ln;

/// Quantiles at which hinges stand.
const KNOTS: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];
/// Features whose products are candidates.
const STRONGEST: usize = 8;
/// Most terms of a fit.
const MOST_TERMS: usize = 40;

/// Candidate columns with the outcomes.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The intercept, the candidates, then the outcomes.
    columns: Vec<Vec<f64>>,
    outcomes: usize,
}

impl Terms {
    /// Candidates made of features, for these outcomes; one number a row each.
    pub fn new(features: &[Vec<f64>], outcomes: &[Vec<f64>]) -> Self {
        let rows = outcomes.first().map_or(0, Vec::len);
        let scale = (rows as f64).sqrt();
        let z: Vec<Vec<f64>> =
            features.iter().map(|f| standardised(f).into_iter().map(|v| v * scale).collect()).collect();
        let mut columns = vec![vec![1.0; rows]];
        for z in &z {
            columns.push(z.clone());
            columns.push(z.iter().map(|z| z * z - 1.0).collect());
            columns.push(z.iter().map(|z| z * (z * z - 3.0)).collect());
        }
        if let [z] = z.as_slice() {
            let mut sorted = z.clone();
            sorted.sort_unstable_by(f64::total_cmp);
            for p in KNOTS {
                let knot = sorted_quantile(&sorted, p);
                columns.push(z.iter().map(|z| (z - knot).max(0.0)).collect());
            }
        } else {
            let targets: Vec<Vec<f64>> = outcomes.iter().map(|y| standardised(y)).collect();
            let strength = |z: &Vec<f64>| targets.iter().map(|y| dot(z, y).abs()).fold(0.0, f64::max);
            let mut order: Vec<(usize, f64)> = z.iter().map(strength).enumerate().collect();
            order.sort_by(|a, b| b.1.total_cmp(&a.1));
            order.truncate(STRONGEST);
            for (at, &(i, _)) in order.iter().enumerate() {
                for &(j, _) in &order[..at] {
                    columns.push(z[i].iter().zip(&z[j]).map(|(a, b)| a * b).collect());
                }
            }
        }
        columns.extend_from_slice(outcomes);
        Self { columns, outcomes: outcomes.len() }
    }

    fn candidates(&self) -> usize {
        self.columns.len() - self.outcomes
    }

    /// Fitted means of each outcome in each row, every row counted `weights` times.
    pub fn fit(&self, weights: &[f64]) -> Vec<Vec<f64>> {
        let (p, size) = (self.candidates(), self.columns.len());
        let rows: f64 = weights.iter().sum();
        let weighted: Vec<Vec<f64>> =
            self.columns.iter().map(|c| c.iter().zip(weights).map(|(v, w)| v * w).collect()).collect();
        let upper = Matrix::from_fn(size, |i, j| if j >= i { dot(&weighted[i], &self.columns[j]) } else { 0.0 });
        let mut m = Matrix::from_fn(size, |i, j| upper.at(i.min(j), i.max(j)));
        m.sweep(0);
        let start: Vec<f64> = (0..size).map(|i| m.at(i, i)).collect();
        let mut used = vec![0];
        let price = self.outcomes as f64 * ln(rows) + 2.0 * ln(p as f64);
        while used.len() <= MOST_TERMS.min(weights.len() / 8) {
            let gain = |j: usize| -> f64 {
                if used.contains(&j) || !(m.at(j, j) > SINGULAR * start[j].max(f64::MIN_POSITIVE)) {
                    return 0.0;
                }
                (p..size)
                    .filter(|&d| m.at(d, d) > SINGULAR * start[d])
                    .map(|d| {
                        let explained = m.at(j, d) * m.at(j, d) / (m.at(j, j) * m.at(d, d));
                        -rows * ln((1.0 - explained).max(SINGULAR))
                    })
                    .sum()
            };
            let best = (1..p).map(|j| (j, gain(j))).fold((0, 0.0), |best, new| if new.1 > best.1 { new } else { best });
            if !(best.1 > price) {
                break;
            }
            m.sweep(best.0);
            used.push(best.0);
        }
        (p..size)
            .map(|d| {
                let mut fitted = vec![0.0; weights.len()];
                for &j in &used {
                    let b = m.at(j, d);
                    fitted.iter_mut().zip(&self.columns[j]).for_each(|(f, c)| *f += b * c);
                }
                fitted
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_numerics::math::special::normal_quantile;
    use aftercast_numerics::random::{Kind, uniform};

    fn noise(n: usize, column: u32) -> Vec<f64> {
        (0..n as u64).map(|i| normal_quantile(uniform(5, i, column, Kind::Crisis))).collect()
    }

    #[test]
    fn finds_a_mean_and_leaves_noise_alone() {
        let (x, other, e) = (noise(800, 0), noise(800, 1), noise(800, 2));
        let y: Vec<f64> = x.iter().zip(&e).map(|(x, e)| 2.0 + x * x + e).collect();
        let ones = vec![1.0; 800];
        let fitted = Terms::new(core::slice::from_ref(&x), std::slice::from_ref(&y)).fit(&ones);
        let worst = x.iter().zip(&fitted[0]).filter(|(x, _)| x.abs() < 2.0).map(|(x, f)| (f - 2.0 - x * x).abs());
        // the standard error of three coefficients at |x| < 2 is under 0.15
        assert!(worst.fold(0.0, f64::max) < 0.45);
        let fitted = Terms::new(&[other], std::slice::from_ref(&y)).fit(&ones);
        assert!(fitted[0].iter().all(|f| f.to_bits() == fitted[0][0].to_bits()), "noise got a term");
    }

    #[test]
    fn finds_an_interaction() {
        let features: Vec<Vec<f64>> = (0..6).map(|k| noise(600, k)).collect();
        let y: Vec<f64> = (0..600).map(|i| features[1][i] * features[4][i] + features[0][i]).collect();
        let fitted = Terms::new(&features, std::slice::from_ref(&y)).fit(&vec![1.0; 600]);
        assert!(y.iter().zip(&fitted[0]).all(|(y, f)| (y - f).abs() < 1e-3));
    }
}
