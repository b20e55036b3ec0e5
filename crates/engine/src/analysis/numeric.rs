//! Small pieces of numerical statistics that several analyses share.
//!
//! Claim: sums run in a fixed order, so equal input gives equal bits.
//! Equation: the sweep of a cross-product matrix on pivot k replaces a_ij by a_ij - a_ik a_kj/a_kk; after sweeping a set of columns the
//! remaining entries are those of the residuals on that set.
//! Validity: finite numbers; a pivot under [`SINGULAR`] of its starting value is a combination of earlier columns and is refused.
//! Source: Goodnight, The American Statistician 33 (1979) 149-158 (sweep).

use rand::Rng as _;

use aftercast_numerics::random::Stream;

/// Share of a column's own variation under which it counts as a combination of others.
pub const SINGULAR: f64 = 1e-9;
/// 97.5 % point of the standard normal distribution.
pub const Z95: f64 = 1.959_963_984_540_054;

/// A square matrix, row by row.
#[derive(Clone, Debug)]
pub struct Matrix {
    size: usize,
    cells: Vec<f64>,
}

impl Matrix {
    /// The matrix of these cells.
    pub fn from_fn(size: usize, mut f: impl FnMut(usize, usize) -> f64) -> Self {
        Self { size, cells: (0..size * size).map(|i| f(i / size, i % size)).collect() }
    }

    /// A cell.
    #[inline]
    pub fn at(&self, i: usize, j: usize) -> f64 {
        self.cells[i * self.size + j]
    }

    /// Sweeps pivot `k`.
    pub fn sweep(&mut self, k: usize) {
        let n = self.size;
        let pivot = self.at(k, k);
        let row: Vec<f64> = (0..n).map(|j| self.at(k, j) / pivot).collect();
        for i in 0..n {
            if i == k {
                continue;
            }
            let factor = self.at(i, k);
            if factor != 0.0 {
                for (cell, r) in self.cells[i * n..(i + 1) * n].iter_mut().zip(&row) {
                    *cell -= factor * r;
                }
            }
            self.cells[i * n + k] = -factor / pivot;
        }
        self.cells[k * n..(k + 1) * n].copy_from_slice(&row);
        self.cells[k * n + k] = 1.0 / pivot;
    }
}

/// Ranks from 1; ties share their mean rank.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let same = order[from..].iter().take_while(|&&i| values[i] == values[order[from]]).count().max(1);
        let rank = from as f64 + (same as f64 + 1.0) / 2.0;
        order[from..from + same].iter().for_each(|&i| ranks[i] = rank);
        from += same;
    }
    ranks
}

/// Values less their mean, scaled to a sum of squares of 1; zeros where they do not vary.
pub fn standardised(values: &[f64]) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let centred: Vec<f64> = values.iter().map(|v| v - mean).collect();
    let size = dot(&centred, &centred).sqrt();
    // rounding of the mean leaves a trace in a column that does not vary
    let trace = values.iter().fold(0.0_f64, |m, v| m.max(v.abs())) * 1e-13 * (values.len() as f64).sqrt();
    if size > trace { centred.iter().map(|v| v / size).collect() } else { vec![0.0; values.len()] }
}

/// Sum of products, in order.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// How often each of `n` rows is drawn in bootstrap sample number `sample` of a seed.
pub fn bootstrap_counts(seed: u64, sample: u64, n: usize) -> Vec<f64> {
    let mut stream = Stream::new(seed, sample);
    let mut counts = vec![0.0; n];
    for _ in 0..n {
        // the high word of the product is uniform below n up to 2^-64 n
        let row = ((u128::from(stream.next_u64()) * n as u128) >> 64) as usize;
        counts[row] += 1.0;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sweeping_solves_least_squares() {
        // y = 2 + 3 x exactly: columns 1, x, y
        let columns = [vec![1.0; 4], vec![0.0, 1.0, 2.0, 5.0], vec![2.0, 5.0, 8.0, 17.0]];
        let mut m = Matrix::from_fn(3, |i, j| dot(&columns[i], &columns[j]));
        m.sweep(0);
        m.sweep(1);
        assert!((m.at(0, 2) - 2.0).abs() < 1e-12 && (m.at(1, 2) - 3.0).abs() < 1e-12 && m.at(2, 2).abs() < 1e-12);
        // what is left of the swept block is the inverse of the cross products: n = 4, sum 8, sum of squares 30
        assert!((m.at(0, 0) - 30.0 / 56.0).abs() < 1e-12 && (m.at(1, 1) - 4.0 / 56.0).abs() < 1e-12);
    }

    #[test]
    fn ties_share_their_rank() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        assert!(standardised(&[0.1; 7]).iter().all(|&v| v == 0.0));
    }

    #[test]
    fn a_bootstrap_sample_has_the_size_of_the_data() {
        let counts = bootstrap_counts(3, 7, 500);
        assert_eq!(counts.iter().sum::<f64>(), 500.0);
        assert_eq!(counts, bootstrap_counts(3, 7, 500));
        assert_ne!(counts, bootstrap_counts(3, 8, 500));
    }
}
