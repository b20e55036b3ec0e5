//! Owen-scrambled Sobol points.
//!
//! Claim: in every dimension the first 2^m points of a replicate lie one in each of 2^m equal intervals, and pairs of dimensions are
//! spread as evenly as the direction numbers allow; scrambling makes each point uniform and the mean unbiased.
//! Equation: digits x = XOR of the direction numbers v_j at the ones j of the point number; scrambled, digit k is flipped by a random
//! bit that depends on the digits before it. The flips come from additions and multiplications of the bit-reversed digits, in which a
//! digit reaches only the digits after it. All 52 digits are scrambled, so points differ in every replicate and dimension.
//! The first Sobol dimensions fill pairs and triples of intervals best: they serve the dimensions that carry most of the spread, as far as
//! the caller names them. Behind the very first each replicate deals them out in an order of its own: among many, some pairs share their
//! leading digits (at 128 points a product of such a pair has 127 times the variance of independent points), and so no pair has to live
//! with one.
//! Validity: up to 2^32 points a replicate, [`MAX_DIMENSIONS`] dimensions.
//! Source: Joe & Kuo, SIAM J. Sci. Comput. 30 (2008) 2635-2654; Owen, J. Complexity 14 (1998) 466-489; hash-based scrambling after
//! Laine & Karras, Computer Graphics Forum 30 (2011), and Burley, JCGT 9 (2020), widened to 64 bits and two rounds.

use super::joe_kuo::DIRECTIONS;
use super::{Leading, MAX_DIMENSIONS, REPLICATES};
use crate::random::{Purpose, open_unit, permute, words64};

/// Keys of one scrambling: an addition and a multiplication in each of two rounds.
type Key = [u64; 4];

#[derive(Debug)]
pub(super) struct Sobol {
    /// By binary digit of the point number and dimension; the first digit of the point in the lowest bit.
    reversed: Vec<[u32; MAX_DIMENSIONS]>,
    /// By replicate and dimension.
    keys: Vec<[Key; MAX_DIMENSIONS]>,
    /// Which Sobol dimension serves, by replicate and dimension.
    order: Vec<[u8; MAX_DIMENSIONS]>,
}

impl Sobol {
    /// Points of so many dimensions, those of `leading` on the first Sobol dimensions.
    pub(super) fn new(seed: u64, dimensions: usize, leading: Leading<'_>) -> Self {
        let mut reversed = vec![[0; MAX_DIMENSIONS]; 32];
        for dimension in 0..MAX_DIMENSIONS {
            for (row, v) in reversed.iter_mut().zip(direction_numbers(dimension)) {
                row[dimension] = v.reverse_bits();
            }
        }
        let key = |r: u32, d: usize| {
            let half = |h| words64(seed, [r, d as u32, h, Purpose::ScrambleKey as u32]);
            let ([a, b], [c, d]) = (half(0), half(1));
            [a, b | 1, c, d | 1]
        };
        let keys = (0..REPLICATES as u32).map(|r| core::array::from_fn(|d| key(r, d))).collect();
        let leads = |d: &usize| leading.in_order.contains(d) || leading.dealt.contains(d);
        let others: Vec<usize> = (0..dimensions).filter(|d| !leads(d)).collect();
        let order = (0..REPLICATES as u32)
            .map(|r| {
                let key = words64(seed, [r, 0, 2, Purpose::ScrambleKey as u32]);
                let mut columns = core::array::from_fn(|d| d as u8);
                let mut ahead = 0;
                for group in leading.in_order.chunks(1).chain([leading.dealt, &others]) {
                    let many = group.len() as u32;
                    for (index, &d) in (0..).zip(group) {
                        columns[d] = (ahead + permute(index, many, key)) as u8;
                    }
                    ahead += many;
                }
                columns
            })
            .collect();
        Self { reversed, keys, order }
    }

    pub(super) fn uniform(&self, replicate: usize, point: u32, dimension: usize) -> f64 {
        let column = usize::from(self.order[replicate][dimension]);
        let digits = ones(point).fold(0, |x, bit| x ^ self.reversed[bit][column]);
        scrambled(digits, &self.keys[replicate][dimension])
    }

    pub(super) fn fill(&self, replicate: usize, point: u32, values: &mut [f64]) {
        assert!(values.len() <= MAX_DIMENSIONS, "a point has {MAX_DIMENSIONS} dimensions");
        let mut digits = [0_u32; MAX_DIMENSIONS];
        for bit in ones(point) {
            for (x, v) in digits.iter_mut().zip(&self.reversed[bit]) {
                *x ^= v;
            }
        }
        for ((value, &column), key) in values.iter_mut().zip(&self.order[replicate]).zip(&self.keys[replicate]) {
            // the mask says what the table guarantees, so that no bounds check is left
            *value = scrambled(digits[usize::from(column) % MAX_DIMENSIONS], key);
        }
    }
}

/// Positions of the ones of a number.
fn ones(number: u32) -> impl Iterator<Item = usize> {
    let mut rest = number;
    core::iter::from_fn(move || {
        (rest != 0).then(|| {
            let bit = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            bit
        })
    })
}

/// Nested uniform scrambling of the reversed digits. Measured over 40 000 keys, the flips of any two nodes of the first seven levels
/// are independent, which is what the variance of a mean rests on.
#[inline(always)]
fn scrambled(reversed: u32, key: &Key) -> f64 {
    let mut n = u64::from(reversed);
    n = n.wrapping_add(key[0]).wrapping_mul(key[1]);
    n ^= n.wrapping_mul(0x9E37_79B9_7F4A_7C16);
    n = n.wrapping_add(key[2]).wrapping_mul(key[3]);
    n ^= n.wrapping_mul(0xD134_2543_DE82_EF96);
    open_unit(n.reverse_bits())
}

/// The 32 direction numbers of a dimension, the first digit in the highest bit.
fn direction_numbers(dimension: usize) -> [u32; 32] {
    let mut v = [0_u32; 32];
    let Some(before) = dimension.checked_sub(1) else {
        return core::array::from_fn(|k| 1 << (31 - k));
    };
    let (coefficients, initial) = DIRECTIONS[before];
    let degree = initial.len();
    for k in 0..32 {
        v[k] = if k < degree {
            u32::from(initial[k]) << (31 - k)
        } else {
            let mut next = v[k - degree] ^ (v[k - degree] >> degree);
            for j in 1..degree {
                if coefficients >> (degree - 1 - j) & 1 == 1 {
                    next ^= v[k - j];
                }
            }
            next
        };
    }
    v
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::mix;

    fn unscrambled(point: u32, dimension: usize) -> f64 {
        let v = direction_numbers(dimension);
        f64::from(ones(point).fold(0, |x, bit| x ^ v[bit])) / 4_294_967_296.0
    }

    #[test]
    fn first_points_before_scrambling() {
        // Joe & Kuo's program prints these in Gray-code order: points 0, 1, 3, 2, 6, 7, 5, 4
        let rows = [
            [0.0, 0.0, 0.0],
            [0.5, 0.5, 0.5],
            [0.75, 0.25, 0.25],
            [0.25, 0.75, 0.75],
            [0.375, 0.375, 0.625],
            [0.875, 0.875, 0.125],
            [0.625, 0.125, 0.875],
            [0.125, 0.625, 0.375],
        ];
        for (row, point) in rows.iter().zip([0, 1, 3, 2, 6, 7, 5, 4]) {
            for (dimension, &x) in row.iter().enumerate() {
                assert_eq!(unscrambled(point, dimension), x, "point {point} dimension {dimension}");
            }
        }
    }

    #[test]
    fn every_direction_matrix_is_a_permutation_matrix_up_to_a_triangle() {
        // digit k of direction number k is one and later ones are zero: a (0, m, 1)-net in every dimension
        for dimension in 0..MAX_DIMENSIONS {
            for (k, v) in direction_numbers(dimension).into_iter().enumerate() {
                assert_eq!(v.trailing_zeros(), 31 - k as u32);
            }
        }
        assert_eq!(DIRECTIONS.len(), MAX_DIMENSIONS - 1);
    }

    #[test]
    fn first_two_dimensions_fill_every_elementary_interval() {
        let n = 64;
        for columns in [1, 2, 4, 8, 16, 32, 64] {
            let rows = n / columns;
            let mut hits = vec![0; n];
            let sobol = Sobol::new(3, 97, Leading::default());
            let [first, second] = [0, 1].map(|column| sobol.order[5].iter().position(|&c| c == column).unwrap());
            for point in 0..n as u32 {
                let x = sobol.uniform(5, point, first) * columns as f64;
                let y = sobol.uniform(5, point, second) * rows as f64;
                hits[x as usize * rows + y as usize] += 1;
            }
            assert!(hits.iter().all(|&h| h == 1), "{columns} columns");
        }
    }

    #[test]
    fn leading_dimensions_come_first_and_are_dealt_among_themselves() {
        let dealt: Vec<usize> = (10..40).collect();
        let sobol = Sobol::new(9, 97, Leading { in_order: &[5, 96], dealt: &dealt });
        for columns in &sobol.order {
            assert_eq!((columns[5], columns[96]), (0, 1));
            assert!((10..40).all(|d| (2..32).contains(&columns[d])));
            let mut all = columns.to_vec();
            all.sort_unstable();
            assert!(all.into_iter().eq(0..MAX_DIMENSIONS as u8), "each Sobol dimension serves once");
            assert!((97..MAX_DIMENSIONS).all(|d| usize::from(columns[d]) == d), "those not in use stay");
        }
        assert_ne!(sobol.order[0][10..40], sobol.order[1][10..40]);
        assert_ne!(sobol.order[0][40..90], sobol.order[1][40..90]);
    }

    #[test]
    fn flips_of_two_nodes_are_independent() {
        // variance of a mean of scrambled points: Owen's needs pairs of flips to be independent
        let keys = 20_000;
        let mut same = [[0_i32; 31]; 31];
        for t in 0..keys {
            let key: Key = core::array::from_fn(|j| mix(mix(t) ^ j as u64) | if j % 2 == 1 { 1 } else { 0 });
            let mut flips = [0_i32; 31];
            for level in 0..5_u32 {
                for prefix in 0..1_u32 << level {
                    let u = scrambled(prefix, &key);
                    let digit = (u * f64::from(2_u32 << level)) as u32 & 1;
                    // digit `level` of the prefix itself is zero, so the digit is the flip
                    flips[((1_u32 << level) - 1 + prefix) as usize] = 2 * digit as i32 - 1;
                }
            }
            for i in 0..31 {
                for j in 0..=i {
                    same[i][j] += if i == j { flips[i] } else { flips[i] * flips[j] };
                }
            }
        }
        // 496 sums of 20 000 signs: the largest exceeds 5 standard deviations once in 3 500 choices of the keys
        let bound = 5.0 * f64::from(keys as u32).sqrt();
        assert!(same.iter().flatten().all(|&s| f64::from(s).abs() < bound));
    }
}
