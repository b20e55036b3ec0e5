//! Which assumptions go with the result in the draws already made.
//!
//! Claim: a standardised regression coefficient is the change of the outcome, in standard deviations, for one standard deviation of an
//! assumption with all the others held, so a correlated partner's part is not counted; Spearman's correlation counts it in.
//! Equation: b = R_xx⁻¹ r_xy of the correlation matrix, R² = r_xy' b, error of b_j = √((1 - R²)(R_xx⁻¹)_jj/(n - k - 1)); the same of ranks;
//! error of Spearman's r = √((1 + r²/2)/(n - 3)).
//! Validity: at least two draws more than columns; R² near 1; where R² of ranks is well above R², the outcome is monotone but not linear in the assumptions: read the ranks.
//! Draws are sorted before they are summed, so their order does not matter, to the last bit. Errors hold for independent draws and are
//! too wide for stratified ones.
//! Source: Saltelli et al., Sensitivity Analysis in Practice (2004), section 1.2; Bonett & Wright, Psychometrika 65 (2000) 23-28.

use super::numeric::{Matrix, SINGULAR, dot, ranks, standardised};
use crate::run::SamplingPlan;
use crate::run::summary::Estimate;
use aftercast_scenario::AssumptionId;

/// Coefficients of all columns, and how much of the variance they explain.
#[derive(Clone, Debug, PartialEq)]
pub struct Coefficients {
    /// One a column; zero for a column that does not vary or is a combination of earlier ones.
    pub each: Vec<Estimate>,
    /// Share of the variance explained.
    pub r2: f64,
    /// The same, less what as many irrelevant columns would explain.
    pub r2_adjusted: f64,
}

/// Correlations and regressions of an outcome on columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Regression {
    /// Spearman's rank correlation, one a column.
    pub spearman: Vec<Estimate>,
    /// Standardised regression coefficients; none where there are too few draws for so many columns, or the outcome does not vary.
    pub standardised: Option<Coefficients>,
    /// Standardised regression coefficients of ranks.
    pub ranked: Option<Coefficients>,
}

/// Regresses `outcome` on `columns` (one number a draw each).
pub fn regress(columns: &[Vec<f64>], outcome: &[f64]) -> Regression {
    // sums in an order that the data decide, not their arrival
    let mut order: Vec<usize> = (0..outcome.len()).collect();
    let key = |i: usize| core::iter::once(outcome[i]).chain(columns.iter().map(move |c| c[i]));
    order.sort_by(|&a, &b| {
        key(a).zip(key(b)).map(|(x, y)| x.total_cmp(&y)).find(|o| o.is_ne()).unwrap_or(core::cmp::Ordering::Equal)
    });
    let sorted = |values: &[f64]| -> Vec<f64> { order.iter().map(|&i| values[i]).collect() };
    let columns: Vec<Vec<f64>> = columns.iter().map(|c| sorted(c)).collect();
    let outcome = sorted(outcome);

    let raw: Vec<Vec<f64>> = columns.iter().map(|c| standardised(c)).collect();
    let ranked: Vec<Vec<f64>> = columns.iter().map(|c| standardised(&ranks(c))).collect();
    let ranked_outcome = standardised(&ranks(&outcome));
    let n = outcome.len() as f64;
    let spearman = ranked
        .iter()
        .map(|c| {
            let r = dot(c, &ranked_outcome).clamp(-1.0, 1.0);
            Estimate { value: r, error: ((1.0 + 0.5 * r * r) / (n - 3.0)).sqrt() }
        })
        .collect();
    Regression {
        spearman,
        standardised: coefficients(&raw, &standardised(&outcome)),
        ranked: coefficients(&ranked, &ranked_outcome),
    }
}

/// Least squares of a standardised outcome on standardised columns, where draws outnumber columns.
fn coefficients(columns: &[Vec<f64>], outcome: &[f64]) -> Option<Coefficients> {
    if outcome.len() < columns.len() + 2 || outcome.iter().all(|&v| v == 0.0) {
        return None;
    }
    let (k, n) = (columns.len(), outcome.len() as f64);
    let column = |i: usize| columns.get(i).map_or(outcome, Vec::as_slice);
    let upper = Matrix::from_fn(k + 1, |i, j| if j >= i { dot(column(i), column(j)) } else { 0.0 });
    let mut m = Matrix::from_fn(k + 1, |i, j| upper.at(i.min(j), i.max(j)));
    let swept: Vec<bool> = (0..k)
        .map(|j| {
            let sound = m.at(j, j) > SINGULAR;
            if sound {
                m.sweep(j);
            }
            sound
        })
        .collect();
    let used = swept.iter().filter(|&&s| s).count() as f64;
    let residual = m.at(k, k).max(0.0);
    let freedom = n - used - 1.0;
    let each = (0..k)
        .map(|j| {
            if swept[j] {
                Estimate { value: m.at(j, k), error: (residual * m.at(j, j) / freedom).sqrt() }
            } else {
                Estimate { value: 0.0, error: 0.0 }
            }
        })
        .collect();
    Some(Coefficients { each, r2: 1.0 - residual, r2_adjusted: 1.0 - residual * (n - 1.0) / freedom })
}

/// Values of assumptions in draws `0 .. draws`: a column an assumption.
pub fn drawn_columns(plan: &SamplingPlan, ids: &[AssumptionId], draws: usize) -> Vec<Vec<f64>> {
    let mut columns = vec![Vec::with_capacity(draws); ids.len()];
    for draw in 0..draws as u64 {
        let values = plan.draw(draw);
        ids.iter().zip(&mut columns).for_each(|(&id, column)| column.push(*values.get(id)));
    }
    columns
}
