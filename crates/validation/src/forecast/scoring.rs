//! How the forecast fared.
//!
//! Claim: a forecast is judged by what a right model would reach in its own futures, not by counting months as if they were
//!   independent.
//! Equations: coverage and mean interval scores over the first n months, beside the bounds kept in the forecast.
//! Symbols: as in [`super`]. Validity: months missing are scored over what is known and not judged.

use serde::Serialize;

use super::{
    ActualMonth, FIGURES, FigureForecast, Forecast, ForecastError, digest, inside, interval_score,
    weighted_interval_score,
};

/// Months after which a forecast is scored.
pub const MILESTONES: [usize; 3] = [3, 6, 12];

/// A figure's score over the first months.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// Key of the figure.
    pub figure: String,
    /// Months of the forecast looked at.
    pub first_months: usize,
    /// Months of them that are known.
    pub known: usize,
    /// Known months inside the 90 % band.
    pub covered: usize,
    /// Mean interval score of the 90 % band.
    pub interval_score: f64,
    /// Mean weighted interval score.
    pub weighted_interval_score: f64,
    /// Mean of actual minus median.
    pub bias: f64,
    /// What a right model covers at least in 95 of 100 of its futures; only where every month is known.
    pub covered_at_least: Option<usize>,
    /// What a right model's weighted interval score is at most in 95 of 100 futures; only where every month is known.
    pub score_at_most: Option<f64>,
}

impl Score {
    /// Whether the figure fared no worse than a right model may; none where it cannot be said.
    pub fn as_good_as_right(&self) -> Option<bool> {
        Some(self.covered >= self.covered_at_least? && self.weighted_interval_score <= self.score_at_most?)
    }
}

/// Scores a forecast at every milestone reached and over all that is known.
///
/// # Errors
/// A forecast that was changed after it was made; nothing that belongs to it.
pub fn score(forecast: &Forecast, actual: &[ActualMonth]) -> Result<Vec<Score>, ForecastError> {
    let content = &forecast.content;
    if digest(content) != forecast.digest {
        return Err(ForecastError::Changed);
    }
    let mut scores = Vec::new();
    for (f, figure) in FIGURES.iter().enumerate() {
        let Some(ours) = content.figures.iter().find(|x| x.figure == *figure) else { continue };
        let known: Vec<Option<f64>> = content
            .months
            .iter()
            .map(|month| actual.iter().find(|a| a.month == *month).and_then(|a| a.values[f]))
            .collect();
        let Some(last) = known.iter().rposition(Option::is_some) else { continue };
        let mut spans: Vec<usize> = MILESTONES.into_iter().filter(|&m| m <= last + 1).collect();
        if spans.last() != Some(&(last + 1)) {
            spans.push(last + 1);
        }
        scores.extend(spans.into_iter().filter_map(|n| span(ours, &known[..n])));
    }
    if scores.is_empty() { Err(ForecastError::Nothing) } else { Ok(scores) }
}

/// Months of what happened that the forecast has no band for, as they came: their figures are not scored.
pub fn outside<'a>(forecast: &Forecast, actual: &'a [ActualMonth]) -> Vec<&'a str> {
    let months = &forecast.content.months;
    actual.iter().map(|a| a.month.as_str()).filter(|month| !months.iter().any(|own| own == month)).collect()
}

fn span(ours: &FigureForecast, known: &[Option<f64>]) -> Option<Score> {
    let pairs: Vec<(&[f64; 3], f64)> = ours.bands.iter().zip(known).filter_map(|(b, y)| y.map(|y| (b, y))).collect();
    if pairs.is_empty() {
        return None;
    }
    let mean =
        |f: &dyn Fn(&[f64; 3], f64) -> f64| pairs.iter().map(|(b, y)| f(b, *y)).sum::<f64>() / pairs.len() as f64;
    let n = known.len();
    let complete = pairs.len() == n;
    Some(Score {
        figure: ours.figure.clone(),
        first_months: n,
        known: pairs.len(),
        covered: pairs.iter().filter(|(b, y)| inside(b, *y)).count(),
        interval_score: mean(&interval_score),
        weighted_interval_score: mean(&weighted_interval_score),
        bias: mean(&|b, y| y - b[1]),
        covered_at_least: complete.then(|| ours.covered_at_least.get(n - 1).copied()).flatten(),
        score_at_most: complete.then(|| ours.score_at_most.get(n - 1).copied()).flatten(),
    })
}
