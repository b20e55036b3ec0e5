//! Proper scores: stating one's belief has the best expected score. Lower is better.

use serde::{Deserialize, Serialize};

/// What is guessed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum GuessValue {
    /// Share of futures, 0 to 1.
    Share(f64),
    /// Dots by column of the board.
    Dots(Vec<u8>),
}

/// Brier score of a stated share, mean over all futures of which a share of `model` meets the goal.
pub fn brier(stated: f64, model: f64) -> f64 {
    model * (1.0 - stated) * (1.0 - stated) + (1.0 - model) * stated * stated
}

/// Continuous ranked probability score of dots, mean over the futures of the model: E|X - Y| - E|X - X'|/2 in the unit of
/// both, with X, X' among the dots and Y among the futures.
pub fn crps(dots: &[f64], futures: &[f64]) -> f64 {
    if dots.is_empty() || futures.is_empty() {
        return f64::NAN;
    }
    let between: f64 = dots.iter().map(|x| futures.iter().map(|y| (x - y).abs()).sum::<f64>()).sum();
    between / (dots.len() * futures.len()) as f64 - 0.5 * spread(dots)
}

/// The best score that can be reached: that of the futures themselves.
pub fn best_dots(futures: &[f64]) -> f64 {
    0.5 * spread(futures)
}

/// Points of a guess, 0 to 100, of how far its score lies above the best one: `excess` of `worst`. A change of scale alone, so stating
/// one's belief still has the best expectation; points of rounds can be added, and a round without a guess brings none.
pub fn points(excess: f64, worst: f64) -> f64 {
    if worst > 0.0 { (100.0 * (1.0 - excess / worst)).clamp(0.0, 100.0) } else { 0.0 }
}

/// Mean distance of two values drawn with replacement.
fn spread(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = sorted.len() as f64;
    // each value counts once for every one below it and against every one above it
    let sum: f64 = sorted.iter().enumerate().map(|(k, x)| (2.0 * k as f64 + 1.0 - n) * x).sum();
    2.0 * sum / (n * n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_truth_scores_best() {
        for model in [0.0, 0.2, 0.58, 1.0] {
            let own = brier(model, model);
            assert!((own - model * (1.0 - model)).abs() < 1e-12);
            // proper: the excess over the truth is the squared gap
            for stated in [0.0, 0.3, 0.5, 0.9] {
                let gap: f64 = stated - model;
                assert!((brier(stated, model) - own - gap * gap).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn points_keep_the_order_of_scores() {
        // a miss of 30 of 100: the Brier score is .09 above the best, which costs 9 of 100 points
        assert!((points(brier(0.8, 0.5) - brier(0.5, 0.5), 1.0) - 91.0).abs() < 1e-9);
        assert_eq!((points(0.0, 1.0), points(1.0, 1.0), points(5.0, 0.0)), (100.0, 0.0, 0.0));
    }

    #[test]
    fn dots_score_by_hand() {
        // one dot at 1 against futures 0 and 2: a mean distance of 1
        assert_eq!(crps(&[1.0], &[0.0, 2.0]), 1.0);
        // dots at 0 and 2 against themselves: 1 - 1/2
        assert_eq!(crps(&[0.0, 2.0], &[0.0, 2.0]), 0.5);
        assert_eq!(best_dots(&[2.0, 0.0]), 0.5);
        let futures: Vec<f64> = (0..100).map(|k| f64::from(k * k % 97)).collect();
        let own = best_dots(&futures);
        assert!((crps(&futures, &futures) - own).abs() < 1e-9);
        let shifted: Vec<f64> = futures.iter().map(|x| x + 9.0).collect();
        assert!(crps(&shifted, &futures) > own && crps(&[48.0], &futures) > own);
    }
}
