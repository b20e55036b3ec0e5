//! Results of a run: draw by draw for outcomes, by month for series; blocks are taken in draw order.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::batch::{Block, outcome_column, series_column};
use super::order_statistics::{Scratch, quantiles};
use super::outcome::{Outcome, Series};

/// Up to this many draws quantiles of series are exact; beyond, integer histograms of fixed range take over.
pub const EXACT_DRAWS: usize = 4096;
/// Bins of a histogram; the range is that of the first [`EXACT_DRAWS`] draws, half as wide again on either side.
const BINS: usize = 1024;

/// Results of one policy, or of the baseline.
#[derive(Clone, Debug)]
pub struct PolicyResults {
    horizon: usize,
    outcomes: Vec<Vec<f64>>,
    series: SeriesStore,
    known: Known,
}

/// Bands by series and bits of their probabilities.
type BandsAt = BTreeMap<(usize, Vec<u64>), Vec<Vec<f64>>>;

/// Bands of the draws held, kept until further draws come: a page asks for the same ones picture after picture.
#[derive(Debug, Default)]
struct Known(Mutex<BandsAt>);

impl Known {
    fn get(&self, series: Series, p: &[f64], bands: impl FnOnce() -> Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        let key = (series as usize, p.iter().map(|p| p.to_bits()).collect());
        // a thread that panicked while holding the lock has at worst not added its own
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(key).or_insert_with(bands).clone()
    }

    fn forget(&mut self) {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Clone for Known {
    /// A copy finds its bands again when it is asked.
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[derive(Clone, Debug)]
enum SeriesStore {
    /// Column by column, every draw. Single precision: bands are read to a thousandth at most.
    Exact(Vec<Vec<f32>>),
    Histograms(Vec<Histogram>),
}

/// Counts over a fixed range, so that the order of arrival does not matter.
#[derive(Clone, Debug)]
struct Histogram {
    low: f64,
    width: f64,
    counts: Vec<u32>,
    least: f64,
    most: f64,
    total: u32,
}

/// A block does not continue where the last one ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfOrder {
    /// Draws held so far.
    pub expected: u64,
    /// First draw of the block.
    pub got: u64,
}

impl core::fmt::Display for OutOfOrder {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { expected, got } = self;
        write!(f, "draws arrived out of order, {got} where {expected} was due; this is a defect, please report it")
    }
}

impl core::error::Error for OutOfOrder {}

impl PolicyResults {
    /// No draws yet.
    pub fn new(horizon: usize) -> Self {
        Self {
            horizon,
            outcomes: vec![Vec::new(); Outcome::ALL.len()],
            series: SeriesStore::Exact(vec![Vec::new(); Series::ALL.len() * horizon]),
            known: Known::default(),
        }
    }

    /// Draws held.
    pub fn draws(&self) -> usize {
        self.outcomes[0].len()
    }

    /// Months of the run.
    pub fn horizon(&self) -> usize {
        self.horizon
    }

    /// Takes the next draws in.
    ///
    /// # Errors
    /// Draws that do not follow those held.
    pub fn append(&mut self, block: &Block) -> Result<(), OutOfOrder> {
        if block.first != self.draws() as u64 {
            return Err(OutOfOrder { expected: self.draws() as u64, got: block.first });
        }
        // histograms begin after exactly so many draws, wherever blocks are cut
        let rest = EXACT_DRAWS.saturating_sub(self.draws());
        if rest > 0 && rest < block.draws {
            let (first, second) = cut(block, rest);
            return self.append(&first).and_then(|()| self.append(&second));
        }
        self.known.forget();
        let column = |k: usize| &block.values[k * block.draws..(k + 1) * block.draws];
        for (&outcome, values) in Outcome::ALL.iter().zip(&mut self.outcomes) {
            values.extend_from_slice(column(outcome_column(outcome)));
        }
        if self.draws() > EXACT_DRAWS
            && let SeriesStore::Exact(columns) = &self.series
        {
            self.series = SeriesStore::Histograms(columns.iter().map(|c| Histogram::over(c)).collect());
        }
        for &series in Series::ALL {
            for t in 0..self.horizon {
                let values = column(series_column(series, t, self.horizon));
                let k = series as usize * self.horizon + t;
                match &mut self.series {
                    SeriesStore::Exact(columns) => columns[k].extend(values.iter().map(|&v| v as f32)),
                    SeriesStore::Histograms(columns) => values.iter().for_each(|&v| columns[k].add(v)),
                }
            }
        }
        Ok(())
    }

    /// Values of an outcome, one a draw, in draw order.
    pub fn outcome(&self, outcome: Outcome) -> &[f64] {
        &self.outcomes[outcome as usize]
    }

    /// Quantiles at probabilities `p` of a series in month `t`; empty without draws.
    pub fn series_quantiles(&self, series: Series, t: usize, p: &[f64], scratch: &mut Scratch) -> Vec<f64> {
        let k = series as usize * self.horizon + t;
        match &self.series {
            SeriesStore::Exact(columns) => quantiles(&columns[k], p, scratch),
            SeriesStore::Histograms(columns) => p.iter().map(|&p| columns[k].quantile(p)).collect(),
        }
    }

    /// Bands of a series over all months at probabilities `p`: `result[k][t]` is quantile k in month t.
    pub fn bands(&self, series: Series, p: &[f64]) -> Vec<Vec<f64>> {
        self.known.get(series, p, || self.find_bands(series, p))
    }

    fn find_bands(&self, series: Series, p: &[f64]) -> Vec<Vec<f64>> {
        let mut bands = vec![Vec::with_capacity(self.horizon); p.len()];
        let mut scratch = Scratch::default();
        for t in 0..self.horizon {
            let month = self.series_quantiles(series, t, p, &mut scratch);
            for (band, value) in bands.iter_mut().zip(month) {
                band.push(value);
            }
        }
        bands
    }

    /// Values of a series in month `t`, one a draw, in draw order, where every draw is still held.
    pub fn month(&self, series: Series, t: usize) -> Option<Vec<f64>> {
        match &self.series {
            SeriesStore::Exact(columns) => {
                let column = columns.get(series as usize * self.horizon + t)?;
                Some(column.iter().map(|&v| f64::from(v)).collect())
            }
            SeriesStore::Histograms(_) => None,
        }
    }

    /// The path of a draw through a series, where every draw is still held.
    pub fn path(&self, series: Series, draw: usize) -> Option<Vec<f64>> {
        match &self.series {
            SeriesStore::Exact(columns) => (0..self.horizon)
                .map(|t| columns[series as usize * self.horizon + t].get(draw).map(|&v| f64::from(v)))
                .collect(),
            SeriesStore::Histograms(_) => None,
        }
    }
}

/// The first so many draws of a block, and the others.
fn cut(block: &Block, draws: usize) -> (Block, Block) {
    let columns = || block.values.chunks_exact(block.draws);
    let first = columns().flat_map(|column| &column[..draws]).copied().collect();
    let second = columns().flat_map(|column| &column[draws..]).copied().collect();
    let after = block.first + draws as u64;
    (
        Block { first: block.first, draws, values: first },
        Block { first: after, draws: block.draws - draws, values: second },
    )
}

impl Histogram {
    fn over(column: &[f32]) -> Self {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for &v in column {
            least = least.min(f64::from(v));
            most = most.max(f64::from(v));
        }
        let margin = 0.5 * (most - least).max(1e-9 * most.abs()).max(1e-12);
        let low = least - margin;
        let width = (most + margin - low) / BINS as f64;
        let mut histogram = Self { low, width, counts: vec![0; BINS], least, most, total: 0 };
        column.iter().for_each(|&v| histogram.add(f64::from(v)));
        histogram
    }

    fn add(&mut self, value: f64) {
        let bin = ((value - self.low) / self.width).clamp(0.0, (BINS - 1) as f64) as usize;
        self.counts[bin] += 1;
        self.total += 1;
        self.least = self.least.min(value);
        self.most = self.most.max(value);
    }

    fn quantile(&self, p: f64) -> f64 {
        let position = p * f64::from(self.total - 1) + 0.5;
        let mut below = 0.0;
        for (bin, &count) in self.counts.iter().enumerate() {
            let count = f64::from(count);
            if below + count > position {
                let within = (position - below) / count;
                return (self.low + (bin as f64 + within) * self.width).clamp(self.least, self.most);
            }
            below += count;
        }
        self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_the_same_wherever_blocks_are_cut() {
        let columns = Outcome::ALL.len() + Series::ALL.len();
        let block = |first: usize, draws: usize| {
            let value = |c: usize, d: usize| ((first + d) * (2 * c + 3) % 7919) as f64;
            let values = (0..columns).flat_map(|c| (0..draws).map(move |d| value(c, d))).collect();
            Block { first: first as u64, draws, values }
        };
        let of = |sizes: &[usize]| {
            let mut results = PolicyResults::new(1);
            for &draws in sizes.iter().cycle() {
                let left = 6000 - results.draws();
                if left == 0 {
                    break;
                }
                results.append(&block(results.draws(), draws.min(left))).unwrap();
            }
            (results.bands(Series::ALL[0], &[0.05, 0.5, 0.95]), results.outcome(Outcome::Npv).to_vec())
        };
        let whole = of(&[64]);
        assert!(whole.0.iter().flatten().all(|x| x.is_finite()));
        for sizes in [&[32, 64, 64][..], &[6000], &[100, 7], &[4095, 2]] {
            assert_eq!(of(sizes), whole, "{sizes:?}");
        }
    }
}
