//! What is believed about a quantity: its distribution, or its value where it is known.

/// A distribution of a single assumption.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Distribution {
    /// The same value in every draw.
    Known {
        /// The value.
        value: f64,
    },
    /// low + (high - low) Beta(1 + 4 (mode - low)/(high - low), 1 + 4 (high - mode)/(high - low)).
    Pert {
        /// Smallest value.
        low: f64,
        /// Most likely value; the central value.
        mode: f64,
        /// Largest value.
        high: f64,
    },
    /// Normal, not truncated.
    Normal {
        /// Mean; the central value.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// median * gsd^z with z standard normal.
    LogNormal {
        /// Median; the central value.
        median: f64,
        /// Geometric standard deviation, above 1.
        gsd: f64,
    },
}

impl Distribution {
    /// The value a central run uses: mode, mean, median or the known value.
    pub fn central(&self) -> f64 {
        match *self {
            Distribution::Known { value } => value,
            Distribution::Pert { mode, .. } => mode,
            Distribution::Normal { mean, .. } => mean,
            Distribution::LogNormal { median, .. } => median,
        }
    }
}
