//! The small histogram of an assumption: what is believed, over what the file believes.

use aftercast_numerics::math::special::normal_quantile;
use aftercast_numerics::sampling::Marginal;
use aftercast_plot::histogram::counted;
use aftercast_scenario::Distribution;

/// Values under a histogram: enough for smooth bars, few enough for ninety rows.
const VALUES: usize = 600;
const BARS: usize = 32;

/// Outlines in a box of 100 x 24, ready for an SVG path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// Bars of what is believed now.
    pub bars: String,
    /// Bars of the assumption's own distribution, where it is another one.
    pub own: String,
    /// Where the most likely value stands, 0 to 100.
    pub central: f64,
}

/// The histogram of a distribution beside the assumption's own.
pub fn shape(now: Distribution, own: Distribution) -> Shape {
    let (shown, file) = (values(now), values(own));
    let all = || shown.iter().chain(&file).copied();
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    if !(low < high) {
        return Shape { bars: outline(&[1]), own: String::new(), central: 50.0 };
    }
    Shape {
        bars: outline(&counted(&shown, (low, high), BARS)),
        own: if now == own { String::new() } else { outline(&counted(&file, (low, high), BARS)) },
        // a most likely value at an end of its range lies in the half percent that is cut
        central: (100.0 * (now.central() - low) / (high - low)).clamp(0.0, 100.0),
    }
}

/// Evenly spread quantiles; the outermost half percent is cut, which has no height.
fn values(distribution: Distribution) -> Vec<f64> {
    let law = Marginal::new(distribution);
    (0..VALUES).map(|k| law.at(normal_quantile(0.005 + 0.99 * (k as f64 + 0.5) / VALUES as f64))).collect()
}

fn outline(counts: &[usize]) -> String {
    let tallest = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let width = 100.0 / counts.len() as f64;
    let bar = |(k, &count): (usize, &usize)| {
        let (left, height) = (width * k as f64, 24.0 * count as f64 / tallest);
        format!("M{left:.2} 24v{:.2}h{:.2}v{height:.2}z", -height, width * 0.86)
    };
    counts.iter().enumerate().filter(|(_, count)| **count > 0).map(bar).collect()
}
