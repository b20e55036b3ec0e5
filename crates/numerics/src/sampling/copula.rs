//! Correlated assumptions.
//!
//! Claim: a pair keeps both its distributions and gets the stated correlation between its normal scores.
//! Equation: z₂ <- rho z₁ + √(1 - rho²) z₂; rank correlations follow: Spearman 6/π asin(rho/2), Kendall 2/π asin(rho).
//! Validity: |rho| <= 1; pairs that share no assumption (then the order of the pairs does not matter).
//! Source: Nelsen, An Introduction to Copulas (2006), section 5; Kruskal, JASA 53 (1958) 814-861.

/// Two dimensions joined by a Gaussian copula.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The dimension whose score stays as drawn.
    pub first: usize,
    /// The dimension whose score is mixed with the first one's.
    pub second: usize,
    /// Pearson correlation between the normal scores.
    rho: f64,
    /// √(1 - rho²).
    rest: f64,
}

impl Pair {
    /// Joins two dimensions with a correlation between -1 and 1.
    pub fn new(first: usize, second: usize, rho: f64) -> Self {
        Self { first, second, rho, rest: (1.0 - rho * rho).max(0.0).sqrt() }
    }
}

/// Turns independent scores into correlated ones, pair by pair.
#[inline]
pub fn couple(scores: &mut [f64], pairs: &[Pair]) {
    for pair in pairs {
        scores[pair.second] = pair.rho * scores[pair.first] + pair.rest * scores[pair.second];
    }
}

/// Any number of dimensions joined by a Gaussian copula: the lower triangle whose product with itself is their correlation matrix.
///
/// Equation: z_i <- Σ_j≤i L_ij z_j, L Lᵀ = R (Cholesky). Validity: R positive definite. For pairs that share no dimension it is
/// [`couple`] to the last bit. Source: Golub & Van Loan, Matrix Computations (2013), section 4.2.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// In mixing order.
    rows: Vec<Row>,
}

/// What a mixed dimension is made of.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    dimension: usize,
    /// Dimensions before it, each with its part.
    before: Vec<(usize, f64)>,
    /// The part of its own score.
    own: f64,
}

/// What must be left of a dimension's own variance.
const OWN_VARIANCE: f64 = 1e-9;

impl Factor {
    /// The factor of the matrix `rho(i, j)` of places in `dimensions`, which are mixed in this order.
    ///
    /// # Errors
    /// The first place at which the matrix is not positive definite.
    pub fn new(dimensions: &[usize], rho: impl Fn(usize, usize) -> f64) -> Result<Self, usize> {
        let mut lower: Vec<Vec<f64>> = Vec::with_capacity(dimensions.len());
        for i in 0..dimensions.len() {
            let mut row: Vec<f64> = Vec::with_capacity(i + 1);
            for (j, other) in lower.iter().enumerate() {
                let shared: f64 = row.iter().zip(other).map(|(x, y)| x * y).sum();
                row.push((rho(i, j) - shared) / other[j]);
            }
            let own = 1.0 - row.iter().map(|x| x * x).sum::<f64>();
            if !(own > OWN_VARIANCE) {
                return Err(i);
            }
            row.push(own.sqrt());
            lower.push(row);
        }
        let parts = |(i, row): (usize, Vec<f64>)| {
            let before = row[..i].iter().zip(dimensions).filter(|(part, _)| **part != 0.0);
            let before = before.map(|(part, dimension)| (*dimension, *part)).collect();
            Row { dimension: dimensions[i], before, own: row[i] }
        };
        // what only stays as drawn needs no row
        let rows = lower.into_iter().enumerate().map(parts).filter(|row| !row.before.is_empty());
        Ok(Self { rows: rows.collect() })
    }

    /// Turns independent scores into correlated ones.
    #[inline]
    pub fn mix(&self, scores: &mut [f64]) {
        // the last first: those before it are still as drawn
        for Row { dimension, before, own } in self.rows.iter().rev() {
            let shared = before.iter().map(|(other, part)| part * scores[*other]).sum::<f64>();
            scores[*dimension] = shared + own * scores[*dimension];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_second_moves_and_keeps_its_variance() {
        let mut z = [1.0, 0.5, -2.0];
        couple(&mut z, &[Pair::new(0, 2, 0.6)]);
        assert_eq!(z, [1.0, 0.5, 0.6 * 1.0 + 0.8 * -2.0]);
    }

    #[test]
    fn a_factor_of_pairs_has_the_bits_of_the_pairs_and_one_of_three_the_known_triangle() {
        let mut pairwise = [0.3, -1.7, 2.2, 0.9];
        let mut mixed = pairwise;
        couple(&mut pairwise, &[Pair::new(0, 2, 0.3), Pair::new(3, 1, -0.4)]);
        let rho = |i: usize, j: usize| match (i.min(j), i.max(j)) {
            // places: 0, 3, 2, 1
            (0, 2) => 0.3,
            (1, 3) => -0.4,
            _ => 0.0,
        };
        Factor::new(&[0, 3, 2, 1], rho).unwrap().mix(&mut mixed);
        assert_eq!(mixed.map(f64::to_bits), pairwise.map(f64::to_bits));
        // R = [1 .6 0; .6 1 .8·.8; 0 .64 1]: L = [1; .6 .8; 0 .8 .6]
        let mut z = [1.0, 1.0, 1.0];
        let rho = |i: usize, j: usize| if i.abs_diff(j) == 1 { if i.min(j) == 0 { 0.6 } else { 0.64 } } else { 0.0 };
        Factor::new(&[0, 1, 2], rho).unwrap().mix(&mut z);
        assert!((z[1] - 1.4).abs() < 1e-12 && (z[2] - 1.4).abs() < 1e-12, "{z:?}");
        assert_eq!(Factor::new(&[0, 1, 2], |i, j| if i.abs_diff(j) == 2 { -0.9 } else { 0.9 }), Err(2));
    }
}
